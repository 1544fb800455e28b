"""Words, numbers and dates the Russian way: slugs, plurals, figures, dates, alphabetical order."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from slugify import slugify

from generator.text import international
from generator.text.language import current_language
from generator.text.typography import NBSP

MAX_SLUG = 100  # a file name holds 255 bytes; leaves room for folders and suffixes

# ICAO Doc 9303, part 3, section 6 B (the table of Russian travel passports), ь dropped.  Addresses are
# permanent: this table never changes.
TRANSLITERATION = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_TRANSLITERATE = str.maketrans(TRANSLITERATION)
#: characters beyond ASCII whose Latin spelling a name needs: Western, Greek and Cyrillic letters, punctuation, «№»
_LETTERS = ((0x80, 0x180), (0x300, 0x460), (0x490, 0x4A0), (0x2010, 0x2070), (0x2100, 0x2130))


@cache
def _russian() -> Locale:
    return Locale("ru")


def slug(text: str) -> str:
    """ASCII kebab-case name for a file, an address or an anchor, at most MAX_SLUG characters.

    Russian letters by `TRANSLITERATION`, others by python-slugify.  Never empty: text without letters or digits
    gives `razdel-` and eight hexadecimal digits of its SHA-256.
    """
    letters = unicodedata.normalize("NFC", text).lower().translate(_TRANSLITERATE)
    # Entities are left alone: this is text, not HTML.
    result = slugify(letters, entities=False, decimal=False, hexadecimal=False, max_length=MAX_SLUG, word_boundary=True)
    if result:
        return result
    return f"razdel-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


@cache
def slug_letters() -> dict[str, str]:
    """Sign beyond ASCII -> what it is in a name. A character that is not here parts words, unless Unicode takes it
    apart into characters that are. Made by the very function that names things (``slug``)."""
    characters = [chr(code) for first, end in _LETTERS for code in range(first, end)]
    return {
        character: latin
        for character in characters
        if character == character.lower() and (latin := _in_name(character)) != "-"
    }


def _in_name(character: str) -> str:
    return slug(f"a{character}b")[1:-1]


def heading_slug(text: str, separator: str) -> str:
    """The same as `slug`, with the signature that Markdown's toc extension expects of `slugify`."""
    return slug(text).replace("-", separator)


def cut_inside(text: str, most: int) -> str:
    """``text``, of a longer one its beginning and its end around «…»: the middle of what somebody wrote is left out,
    not what is said of it."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}…{text[-half:]}"


def plural(n: int | Decimal, one: str, few: str, many: str) -> str:
    """«1 практика», «2 практики», «5 практик»: the number and the form that fits it, with a no-break space.

    Rules of CLDR through Babel.  A fraction takes the form of two («1,5 часа»).
    """
    return f"{number(n)}{NBSP}{noun(n, one, few, many)}"


def upper_first(words: str) -> str:
    """The words with a capital letter at the beginning, the rest as it is; empty words stay empty."""
    return words[:1].upper() + words[1:]


def noun(n: int | Decimal, one: str, few: str, many: str) -> str:
    """The form that fits the number, without the number: «практика», «практики», «практик»."""
    language = current_language()
    return (language and international.counted(language, n, one)) or _noun(n, one, few, many)


@lru_cache(4096, typed=True)  # the same few numbers and words stand on every card
def _noun(n: int | Decimal, one: str, few: str, many: str) -> str:
    return {"one": one, "many": many}.get(_russian().plural_form(abs(n)), few)


def number(value: int | float | Decimal, digits: int | None = None) -> str:
    """«1 234,5»: decimal comma, no-break spaces between thousands, a true minus sign.

    `digits` places after the comma exactly, half away from zero.  Without `digits` nothing is rounded away:
    trailing zeros are dropped, and a float is read as the shortest decimal that means it, to 12 significant digits.
    Raises ValueError for infinity and not-a-number.
    """
    exact = _decimal(value)
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if language := current_language():
        shown = f"{exact:,f}"
        return international.in_signs(
            language, shown.rstrip("0").rstrip(".") if digits is None and "." in shown else shown
        )
    whole, _, fraction = f"{abs(exact):,f}".partition(".")
    if digits is None:
        fraction = fraction.rstrip("0")
    sign = "−" if exact < 0 else ""
    return sign + whole.replace(",", NBSP) + ("," + fraction if fraction else "")


def percent(share: int | float | Decimal, digits: int = 0) -> str:
    """A share (1 is the whole) as «70 %», half away from zero, with a no-break space."""
    shown = number(_decimal(share) * 100, digits)
    language = current_language()
    return international.as_percent(language, shown) if language else f"{shown}{NBSP}%"


def _decimal(value: int | float | Decimal) -> Decimal:
    exact = Decimal(f"{value:.12g}") if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"не число: {value}")
    return exact


def month_name(month: int) -> str:
    """«март» for 3."""
    language = current_language()
    return international.name_of_month(language, month) if language else _russian().months["stand-alone"]["wide"][month]


def month(year: int, month: int) -> str:
    """«март 2019 г.»"""
    if language := current_language():
        return international.written_month(language, year, month)
    return f"{month_name(month)} {_year(year)}"


def months(year: int, month_: int, year_to: int, month_to: int) -> str:
    """«май – июнь 2019 г.», «декабрь 2019 г. – январь 2020 г.»"""
    if (year, month_) == (year_to, month_to):
        return month(year, month_)
    if language := current_language():
        return international.span_of_months(language, (year, month_), (year_to, month_to))
    first = month_name(month_) if year == year_to else month(year, month_)
    return f"{first}{NBSP}– {month(year_to, month_to)}"


def date(value: datetime.date) -> str:
    """«1 сентября 2026 г.», the day and the month and the year and «г.» not parted at a line's end."""
    if language := current_language():
        return international.written_date(language, value)
    return f"{_day(value)} {_year(value.year)}"


def month_of_date(value: datetime.date) -> str:
    """«сентября 2026 г.», as it stands behind a day or «с»."""
    return month(value.year, value.month) if current_language() else date(value).partition(NBSP)[2]


def date_range(first: datetime.date, last: datetime.date) -> str:
    """«1–3 сентября 2026 г.», «28 сентября – 3 октября 2026 г.», or one date when both are the same day."""
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return date(first)
    if language := current_language():
        return international.span_of_days(language, first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date(last)}"
    start = _day(first) if first.year == last.year else date(first)
    return f"{start}{NBSP}– {date(last)}"


def _day(value: datetime.date) -> str:
    return f"{value.day}{NBSP}{_russian().months['format']['wide'][value.month]}"


def _year(year: int) -> str:
    return f"{year}{NBSP}г."


_COLLATE = re.compile("(\\d+)|(\\s+)|([\u0400-\u0481\u048a-\u04ff]+)|([^\\W\\d_])")


@lru_cache(32_768)  # a title is sorted into many lists
def collate(text: str) -> tuple:
    """Sort key of the Russian alphabetical order.

    Word by word; case, punctuation and quotes do not count; digits compare as numbers and stand before letters;
    ё stands with е and after it when all else is equal; Latin and other letters follow Cyrillic ones.
    """
    letters = unicodedata.normalize("NFC", text).casefold()
    key: list[str] = []  # one text compares faster than parts: a space, then numbers, Cyrillic letters, all others
    for digits, space, cyrillic, letter in _COLLATE.findall(letters.strip()):
        if cyrillic:
            key.append(cyrillic.replace("ё", "е"))
        elif digits:
            significant = "".join(str(unicodedata.decimal(digit, 0)) for digit in digits).lstrip("0")
            key.append(f"\x01{chr(len(significant))}{significant}")  # not int(): its length is limited
        elif space:
            if key and key[-1] != "\x00":
                key.append("\x00")
        else:
            key.append(f"\uffff{letter}")
    return "".join(key), letters.replace("ё", "е\uffff"), text


def join(items: Sequence[str]) -> str:
    """«а, б и в»."""
    if language := current_language():
        return international.enumerated(language, items)
    *head, last = items or [""]
    return f"{', '.join(head)} и {last}" if head else last


# Longest first; the nominal and adjectival endings of M. Porter's Russian stemmer
# (https://snowballstem.org/algorithms/russian/stemmer.html), without verbs and derivation.
ENDING = (
    "(?:иями|ями|ами|иях|ях|ах|ием|ией|иям|ям|ам|ией|ием|ого|его|ому|ему|ыми|ими|ый|ий|ой|ей|ые|ие|ое|ее|ых|их|ую|юю"
    "|ая|яя|ом|ем|ым|им|ов|ев|ью|ия|ья|ии|ьи|ью|ию|ею|ою|а|е|и|й|о|у|ы|ь|ю|я)$"
)
_ENDING = re.compile(ENDING)
#: letters of a word that an ending never takes
SHORTEST_STEM = 3


def folded(words: str) -> str:
    """Words as they are compared: small letters, ё as е, one space between them."""
    return " ".join(words.casefold().replace("ё", "е").split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The part of a word that its forms share, in small letters, ё as е; words of three letters or less as they are.

    «наставничества», «наставничеством» -> «наставничеств»: enough to find a known term in a text, not to analyse
    Russian. Only the endings of nouns and adjectives go, the same way for both sides of a comparison.
    """
    word = word.lower().replace("ё", "е")
    found = _ENDING.search(word, SHORTEST_STEM)
    return word[: found.start()] if found else word
