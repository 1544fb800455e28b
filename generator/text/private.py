"""What of a person must not be published by accident, looked for in a text as it shows (152-FZ).

Phones, private mail and profiles here, numbers of documents, birthdays and home addresses in ``identifiers``.  The
form of the site looks with ``theme/mkdocs/assets/form/private.js``, held to the same corpus; no expression here looks
behind, which older browsers cannot.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.text import identifiers
from generator.text.patterns import compiled
from generator.text.shown import VisibleText, visible_texts

PUBLIC_MAIL = frozenset(
    {"mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru", "mail.com", "mail.ua", "vk.com"}
    | {"yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "ya.ru", "narod.ru", "яндекс.рф", "xn--d1acpjx3f.xn--p1ai"}
    | {"gmail.com", "googlemail.com", "icloud.com", "me.com", "mac.com", "yahoo.com", "aol.com"}
    | {"outlook.com", "outlook.ru", "hotmail.com", "hotmail.ru", "live.com", "live.ru", "msn.com"}
    | {"rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "pochta.ru", "qip.ru", "nm.ru", "km.ru"}
    | {"proton.me", "protonmail.com", "tutanota.com", "duck.com", "fastmail.com", "gmx.com", "gmx.de", "zoho.com"}
    | {"e1.ru", "hotbox.ru", "fromru.com", "tut.by", "ukr.net", "i.ua", "почта.рф", "xn--80a1acny.xn--p1ai"}
)


@dataclass(frozen=True)
class PrivateData:
    """Something of a person: ``kind`` is one of KINDS, ``text`` what is written at [start:end], ``sure`` when it can
    hardly be anything else."""

    kind: str
    start: int
    end: int
    text: str
    sure: bool = True


# Mail. The character may be written in words, a space may stand around it where a line ends.
_AT_WORD = r"[ ]?(?:at|собака|собачка|эт)[ ]?"
_AT = rf"(?:@[ ]?|[ ]@[ ]|[ ]?(?:[({{<]{_AT_WORD}[)}}>]|\[{_AT_WORD}\]?)[ ]?|[ ](?:собака|at)[ ])"
_DOT = r"(?:\.[ ]?|[ ]?(?:[({<][ ]?(?:dot|точка)[ ]?[)}>]|\[[ ]?(?:dot|точка)[ ]?\]?)[ ]?|[ ](?:точка|dot)[ ])"
_EMAIL = compiled(
    rf"([\w.%+-]{{1,64}}){_AT}((?:[\w-]{{1,63}}{_DOT}){{1,6}}(?:xn--[a-z0-9-]{{2,20}}"
    rf"|[A-Za-zА-Яа-яЁё]{{2,12}}))(?![\w-])",
    re.IGNORECASE,
)
_AT_FIRST = compiled(r"[@({<\[ ](?:(?<=@)|(?<=[({<\[])[ ]?(?:at|соба|эт)|(?<=[ ])(?:соба|at))", re.IGNORECASE)
_AT_ALL = compiled("@|собак|эт|at", re.IGNORECASE)
_LOOK_ALIKE = str.maketrans("аеорсухкмт", "aeopcyxkmt")  # Russian letters in a Latin address
# A surname with initials at an organisation's own domain is a person's address, too.
_SURNAMED = compiled(
    r"(?:[a-z]{1,2}[._-])?[a-z]{3,20}(?:ov|ev|in|ova|eva|ina|enko|sk(?:ii|iy|ij|y|aya|aia|aja))(?:[._-][a-z]{1,2})?",
    re.IGNORECASE,
)

# Phones.
_GAP = r"[ \t().‐‑–—_/*·•|-]{0,4}"
_LONG = compiled(rf"(?:\+[ ]?7|[78])(?:{_GAP}[0-9]){{10}}(?![0-9]|[-–.,][0-9])")
_FOREIGN = compiled(r"\+[1-689](?:[ ().‐‑–—-]{0,3}[0-9]){9,13}(?![0-9])")
_NO_PREFIX = compiled(
    r"(?:\([0-9]{3}\)[ ]?[0-9]{3}|\([0-9]{4}\)[ ]?[0-9][0-9]"
    r"|\([0-9]{5}\)[ ]?[0-9])[- ][0-9][0-9][- ][0-9][0-9](?![0-9]|[-–.][0-9])"
    r"|\(9[0-9]{2}\)[ ]?[0-9]{3}[- ]?[0-9]{4}(?![0-9]|[-–.][0-9])"
    r"|9[0-9][0-9][ -][0-9]{3}[ -][0-9][0-9][ -][0-9][0-9](?![0-9]|[-–.][0-9])"
)
_BARE = compiled(r"9[0-9]{2}[- ]?[0-9]{3}[- ]?[0-9]{4}(?![\w]|[-–.,/][0-9]|[ ]?(?:руб|чел|шт|тыс|экз|%))")
# A city number says little by itself: it is a phone after a word such as «тел.».
_LOCAL = compiled(
    r"(?:[0-9]{1,3}[- ][0-9][0-9][- ][0-9][0-9]|[0-9]{3}[- ][0-9]{3,4}|[0-9]{10}|[0-9]{5,7})"
    r"(?![0-9]|[-–.,/][0-9]|\s*(?:руб|чел|шт|год|г\.|%))"
)
_NUMERAL = (
    "ноль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|[а-я]{2,6}надцать|двадцать|тридцать|сорок|"
    "пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|"
    "восемьсот|девятьсот"
)
_IN_WORDS = compiled(
    rf"(?:восемь|плюс[ ]семь)[ ,-]{{1,3}}девят(?:ьсот|ь)(?:[ ,-]{{1,3}}(?:{_NUMERAL})){{4,12}}(?!\w)", re.IGNORECASE
)
_PHONE_WORD = compiled(
    r"(?:\bтел(?:ефон\w{0,4})?\b|\bтлф\b|\bфакс\w{0,2}\b|\bмоб(?:ильн\w{1,3})?\b|\bсот(?:ов\w{1,3})?\b"
    r"|\b(?:по|до)?звон\w{1,5}|"
    r"\bнабер\w{2,4}|whats ?app|ватс?апп?|вотс?апп?|viber|вайбер\w?|телеграм\w{0,2}|telegram|\bmax\b"
    r"|\bмакс\b)[^0-9\n№]{0,25}№?[ ]?$",
    re.IGNORECASE,
)
#: how its words begin
_PHONE_BEGINNINGS = tuple("тел тлф факс моб сот звон набер whats ват вот viber вайбер telegram max макс".split())
_MESSENGER = compiled(r"//(?:wa\.me|api\.whatsapp\.com|viber\.click|t\.me/\+|chat|add)", re.IGNORECASE)
_DOI = compiled(r"\b10\.[0-9]{4,9}/")
# The number after one of these, with nothing but characters and digits between, is not a phone.
_REGISTER = compiled(
    r"(?:ОКТМО|ОКАТО|ОКПО|ОКВЭД|ИНН|КПП|ОГРН(?:ИП)?|СНИЛС|БИК|КБК|УИН|ISBN|ISSN|DOI|УДК|ББК|ГРН|\bID"
    r"|oktmo|\binn\b|ogrn|\bкод\w{0,2}|"
    r"\bарт(?:икул\w{0,2})?|сч[её]т\w{0,2}|р/с|к/с|лицензи\w{1,3}|регистрационн\w{2,3}|свидетельств\w{1,2}|№|\bN)"
    r"[^A-Za-zА-Яа-яЁё]{0,40}$",
    re.IGNORECASE,
)
_SCORES = compiled(r"(?:балл|оцен|отмет|очк|ряд|числ|класс)\w*[^.\n]{0,40}$", re.IGNORECASE)

# Profiles: of a person beyond doubt, and those that may be an organisation's.
_PROFILE = compiled(r"(?:(?:m\.)?vk(?:ontakte)?\.(?:com|ru)/id[0-9]{2,}|ok\.ru/profile/[0-9]{2,})", re.IGNORECASE)
_PAGE = compiled(
    r"(?:t\.me|telegram\.me|(?:m\.)?vk\.(?:com|ru)|ok\.ru|max\.ru|instagram\.com|facebook\.com)/(?!"
    r"(?:club|public|event|wall|topic|album|video|doc|market|app|photo|feed|group|join|addstickers|share"
    r"|profile|page|c/|s/|\+|@)"
    r"|id[0-9])[A-Za-z][\w.]{2,40}(?![\w/])",
    re.IGNORECASE,
)
_HANDLE = compiled(r"@[A-Za-z]\w{3,31}(?![\w@]|\.\w)")
_MESSENGER_WORD = compiled(
    r"(?:телеграм\w{0,2}|telegram|\bтг\b|\btg\b|\bвк\b|\bvk\b|вконтакте|инстаграм\w?|whats ?app|viber"
    r"|\bmax\b|\bмакс\b|\bпиш\w{2,4}|"
    r"\bписать|\bник\w{0,2}|\bличк\w|\bкуратор\w{0,2}|\bаккаунт\w{0,2})[^@\n]{0,25}$",
    re.IGNORECASE,
)


def personal_data(text: str) -> list[PrivateData]:
    """What of a person stands in a text, in order of appearance.

    In: any text of a record, plain or Markdown.  Out: Russian phones in the usual spellings and unusual characters
    (hotlines too), local numbers after «тел.» and the like, international ones with «+»; addresses whose domain is in
    PUBLIC_MAIL; profiles of people; what ``identifiers`` finds.  Codes, dates, ISBN, DOI and the like are none of them
    (tests/corpus/private-not.txt, phones-not.txt).
    """
    if not _may_be(text):
        return []
    found = [
        PrivateData(kind, *part.span(start, end), text[slice(*part.span(start, end))], sure)
        for part in visible_texts(text)
        for kind, start, end, sure in _all(part)
    ]
    return sorted(set(found), key=lambda one: (one.start, one.end))


# Nothing is found without four digits near each other or one of these words, and most texts have none. The parts are
# asked one by one: each is a search for a few characters or a word, all in one expression are tried at every character.
_FOUR_DIGITS = compiled(r"\d(?:\D{0,60}\d){3}")
_RARE = compiled(r"[^ -~\n\u00a0\u0400-\u04ff«»—–„“”…№]")
#: letters that an expression without case takes for others: of no use for :class:`_Hints`
_TAKEN_FOR = compiled("[\u0130\u0131\u017f\u1c80-\u1c8a\u212a]")
_WORDS = tuple("@ & %40 прожива прописан домашн собак vk. ok.ru t.me max.ru gram. book.com девят".split())
_WHOLE_WORDS = compiled(r"\bкв|\bat\b")
#: a date, a period, a number: too few digits for a phone or a document that no word is beside
_NUMBER = compiled(r"(?:[ .,:-]*[0-9]){0,9}[ .,:-]*")


#: a term, the name of a record, an answer of a closed list: most values of a base are such
_NAME = compiled(r"[a-z/-]*+(?:[0-9][a-z/-]*+){0,4}")


def is_bare(text: str) -> bool:
    """Whether nothing of a person can stand in the text, told at once: an id, a term, a small number."""
    return _NAME.fullmatch(text) is not None


def _may_be(text: str) -> bool:
    return not is_bare(text) and _may_be_text(text)


@lru_cache(maxsize=20_000)
def _may_be_text(text: str) -> bool:
    if _RARE.search(text):
        return True
    if _NUMBER.fullmatch(text):
        return False
    lower = text.lower()
    if any(word in lower for word in _WORDS) or _FOUR_DIGITS.search(text):
        return True
    return ("кв" in lower or "at" in lower) and _WHOLE_WORDS.search(lower) is not None


class _Hints:
    """What must stand in a text for an expression to find anything in it; the expressions themselves are slow."""

    def __init__(self, text: str):
        self.digits = sum(map(text.count, "0123456789"))
        self._lower = text.lower()
        self._is_rare = _TAKEN_FOR.search(text) is not None

    def has(self, *words: str) -> bool:
        """Whether one of these may stand in the text, in any case of letters."""
        return self._is_rare or any(word in self._lower for word in words)


def _all(part: VisibleText) -> list[tuple[str, int, int, bool]]:
    """(kind, start, end, sure) in one reading, none inside another."""
    text = part.text.replace("\u00a0", " ").replace("“", '"').replace("”", '"')
    hints = _Hints(text)
    found: list[tuple[str, int, int, bool]] = []
    taken = bytearray(len(text))

    def add(kind: str, start: int, end: int, sure: bool) -> None:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            found.append((kind, start, end, sure))

    for one in _mail(text):
        add(*one)
    has_profile = "/" in text and hints.has(".me/", "vk", "ok.ru", "max.ru", "instagram", "facebook")
    for pattern, sure, is_possible in (
        (_PROFILE, True, has_profile),
        (_PAGE, False, has_profile),
        (_HANDLE, False, "@" in text),
    ):
        for match in (
            _each(pattern, text, lambda m, p=pattern: p is not _HANDLE or _is_handle(m)) if is_possible else ()
        ):
            add("profile", *match.span(), sure)
    for kind, start, end, sure in identifiers.identifiers(text, hints.digits, hints.has):
        add(kind, start, end, sure)
    # Digits inside the address of a page or a DOI are not a phone, unless it is the address of a messenger.
    if "/" in text:
        for m in re.finditer(r"\S+", text):
            if ("://" in m[0] or _DOI.search(m[0])) and not _MESSENGER.search(m[0]):
                taken[m.start() : m.end()] = b"\1" * len(m[0])
    for pattern, fits, sure, is_possible in (
        (_LONG, _is_long, True, hints.digits > 10),
        (_FOREIGN, alone, True, hints.digits > 9 and "+" in text),
        (_NO_PREFIX, _unregistered, True, hints.digits > 9),
        (_LOCAL, _is_local, True, hints.digits > 4 and hints.has(*_PHONE_BEGINNINGS)),
        (_BARE, _unregistered, False, hints.digits > 9),
        (_IN_WORDS, alone, True, hints.has("девят")),
    ):
        for match in _each(pattern, text, fits) if is_possible else ():
            add("phone", *match.span(), sure)
    return found


def _each(pattern: re.Pattern[str], text: str, fits: Callable[[re.Match[str]], bool]) -> Iterator[re.Match[str]]:
    """The matches that fit; one that does not gives way to those that begin inside it."""
    at = 0
    while match := pattern.search(text, at):
        at = match.end() if fits(match) else match.start() + 1
        if at == match.end():
            yield match


def alone(match: re.Match[str]) -> bool:
    """Return whether the number is not the tail of a word or of another number."""
    text, start = match.string, match.start()
    before = text[start - 1 : start] if start else ""
    if before == "+" or before == "_" or before.isalnum():
        return False
    return not (start > 1 and before in "-.,/–" and text[start - 2].isdigit())


def _mail(text: str) -> Iterator[tuple[str, int, int, bool]]:
    if not _AT_FIRST.search(text) or not _AT_ALL.search(text):
        return
    at = 0
    while match := _EMAIL.search(text, at):
        at = match.end()
        domain = re.sub(_DOT, ".", match[2], flags=re.IGNORECASE).lower()
        latin = domain.translate(_LOOK_ALIKE)
        start = match.start() + len(match[1]) - len(match[1].lstrip(".%+-"))
        if domain in PUBLIC_MAIL or latin in PUBLIC_MAIL:
            yield "email", start, match.end(), True
        elif re.search("[._-]", match[1]) and _SURNAMED.fullmatch(match[1]):
            yield "email", start, match.end(), False


def _is_long(match: re.Match[str]) -> bool:
    """Codes of the Russian numbering plan begin with 3, 4, 8 or 9, and people group digits by two at least, or not at
    all."""
    text = match[0]
    if not alone(match) or ("|" in text and "(" not in text and not text.startswith("+")):
        return False
    if text.startswith("+"):
        return True
    groups = re.findall("[0-9]+", text[1:])
    if len(groups) == 10:  # digit by digit
        marks = _SCORES.search(match.string, max(0, match.start() - 60), match.start())
        return groups[0] == "9" and not marks and _unregistered(match)
    if groups[0][0] not in "3489" or not (len(groups) == 1 or 3 <= len(groups[0]) <= 10):
        return False
    if any(len(group) < 2 for group in groups[1:]) and len(groups[0]) < 5:
        return False
    return _unregistered(match)


def _is_local(match: re.Match[str]) -> bool:
    return alone(match) and _after_phone_word(match)


def _after_phone_word(match: re.Match[str]) -> bool:
    return bool(_PHONE_WORD.search(match.string, max(0, match.start() - 45), match.start()))


def _unregistered(match: re.Match[str]) -> bool:
    if not alone(match):
        return False
    after_register = _REGISTER.search(match.string, max(0, match.start() - 60), match.start())
    return _after_phone_word(match) or not after_register


def _is_handle(match: re.Match[str]) -> bool:
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    if before in (".", "_", "/") or before.isalnum():
        return False
    return bool(_MESSENGER_WORD.search(match.string, max(0, match.start() - 50), match.start()))
