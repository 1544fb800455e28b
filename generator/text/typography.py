"""Russian typography of running text.

Rules: A. E. Milchin, L. K. Cheltsova, "Справочник издателя и автора" (quotation marks, dashes, spaces that must
not break), and GOST R 7.0.97-2016 for numbers with units.  Only text is touched: never a tag, an attribute or code.
"""

import re
from functools import lru_cache
from html import unescape

from generator.text.patterns import compiled

NBSP = "\u00a0"
# Stand-ins for markup while the rules look at the text of the whole document at once: one run of each rule
# instead of one per text node, and a rule sees through <em>.  Noncharacters cannot occur in valid text.
INLINE, BLOCK, CODE = "\ufdd0", "\ufdd1", "\ufdd2"
_STANDINS = compiled("[\ufdd0-\ufdd2]")

# A comment without an end lasts to the end of the text, as in a browser; looking for it again and again is quadratic.
TAG = compiled(r"""(<!--.*?(?:-->|\Z)|<(?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_TAG_NAME = compiled(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_INLINE_TAGS = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "wbr"}
)
_CODE_TAGS = frozenset({"code", "kbd", "pre", "samp", "script", "style", "textarea"})

# Every rule starts with the character it changes and looks back from behind it: the regex engine then jumps from
# character to character instead of trying every character, which takes half the time.
_SHORT_WORDS = (
    "[Аа]|[Бб]ез|[Вв]|[Вв]о|[Дд]ля|[Дд]о|[Зз]а|[Ии]|[Ии]з|[Ии]зо|[Ии]ли|[Кк]|[Кк]о|[Нн]а|[Нн]ад|[Нн]е|[Нн]и|[Нн]о|[Оо]|"
    "[Оо]б|[Оо]бо|[Оо]т|[Оо]то|[Пп]о|[Пп]од|[Пп]ри|[Пп]ро|[Сс]|[Сс]о|[Уу]"
)
_SHORT = compiled(rf"[ \n\u00a0(«„“\"—–{INLINE}{BLOCK}](?:(?:{_SHORT_WORDS}){INLINE}*[ \n\u00a0](?=[^\s{BLOCK}]))+")
# « - » between two numbers may be a subtraction: it stays as written.
_HYPHEN = compiled(
    rf"[ \n{NBSP}](?:(?<=[^\s\d{BLOCK}].)|(?<=\d.)(?=- {INLINE}*[^\s\d{INLINE}]))-(?=[ \n][^\s{BLOCK}])", re.DOTALL
)
_DASH = compiled(rf" —(?<=[^\s{BLOCK}] —)(?=[ \n])")
_UNITS = (
    r"%|‰|°|(?:руб|коп|тыс|млн|млрд|чел|шт|мин|сек|гг|г|в|ч|км|м|см|мм|кг|мг|л|мл|Вт|ГБ|МБ|КБ|"
    r"час(?:а|ов)?|минут[аы]?|секунд[аы]?|дн(?:я|ей)|день|недел[яьи]|месяц(?:а|ев)?|год(?:а|у|ом)?|лет|"
    r"класс(?:а|е|ы|ов|ах)?|балл(?:а|ов)?|процент(?:а|ов)?|человека?|рубл(?:ь|я|ей)|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?!\w)"
)
_SPACE = compiled(
    rf"[ \n](?:(?<=\d.)(?={_UNITS})|(?<=[№§].)(?=\w)|(?<=[а-яё].)(?=[А-ЯЁ]\.[ {NBSP}]?[А-ЯЁ]\.))", re.DOTALL
)
_POINT = compiled(
    r"\. (?:(?<=\W[А-ЯЁ]\. )(?=[А-ЯЁ][.а-яё])|(?<=\W[Тт]\. )(?=[депк]\.)|(?<=\D\Wг\. )(?=[А-ЯЁ])|(?:"
    + "|".join(rf"(?<=\W{word}\. )" for word in "стр с п пп ст гл рис табл ул им".split())
    + r")(?=[\dА-ЯЁ«]))"
)
_BETWEEN_DIGITS = compiled(r"-(?<=\d-)\d")
_RANGE = compiled(
    r"[0-9](?<![\w.,/@=+:&?#%№§‑–-].)(\d{0,3}(?:,\d{1,2})?)-(\d{1,4}(?:,\d{1,2})?)(?![\w/@=+:&‑–-]|[.,]\d)"
)
# What follows these is a number with a hyphen inside, not a range.
_CODE_WORD = compiled(r"(?:№|\bN|ГОСТ(?:\s+Р)?|\bСП|\bСНиП|СанПиН|ISBN|ISSN|doi|тел|телефон|факс)[.:]?\s*$", re.I)
_QUOTE = compiled(rf'["«»„“{BLOCK}]')
_BEFORE_OPENING = set(" \u00a0\u202f([{«„—–-/\u2009" + BLOCK)


def typograph(html: str) -> str:
    """Typographed HTML: the tags and attributes of `html` unchanged, its text nodes by the rules above.

    Quotation marks «… „…“ …», dashes, number ranges, spaces that must not break.  Text inside code, pre and the
    like is left alone.  Applying it twice gives the same as once.
    """
    pieces = TAG.split(html)
    typographed(pieces)
    pieces[::2] = [escape_text(text) for text in pieces[::2]]
    return "".join(pieces)


def escape_text(text: str) -> str:
    """`&`, `<`, `>` of a text node as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=2048)
def tag_kind(tag: str) -> tuple[str, int]:
    """INLINE or BLOCK, and by how much the tag changes the depth of code."""
    name = _TAG_NAME.match(tag)
    if not name:
        return INLINE, 0  # a comment
    code = name[2].lower() in _CODE_TAGS
    return INLINE if name[2].lower() in _INLINE_TAGS else BLOCK, code * (-1 if name[1] else 1)


def typographed(pieces: list[str]) -> list[bool]:
    """Apply the rules in place; out: for every text whether it is code.

    In: text, tag, text, tag … text, as `TAG.split` gives it.  Texts come out unescaped, tags as they were.
    """
    joined, codes, depth = [], [], 0
    for index, piece in enumerate(pieces):
        if index % 2:
            kind, deeper = tag_kind(piece)
            joined.append(kind)
            depth += deeper
            continue
        if "&" in piece:
            piece = pieces[index] = unescape(piece)
        codes.append(depth > 0)
        joined.append(CODE * bool(piece) if depth > 0 else _STANDINS.sub("", piece))
    texts = re.split(f"[{INLINE}{BLOCK}]", apply_rules("".join(joined)))
    pieces[::2] = [old if code else new for old, new, code in zip(pieces[::2], texts, codes, strict=True)]
    return codes


def apply_rules(text: str) -> str:
    """The rules on plain text (with stand-ins for markup)."""
    text = BLOCK + text  # rules look back at what stands before; the text starts a block
    text = _SHORT.sub(_bind, text)
    if "- " in text or "-\n" in text:
        text = _HYPHEN.sub(f"{NBSP}—", text)
    if _BETWEEN_DIGITS.search(text):
        text = _RANGE.sub(_range, text)
    text = _DASH.sub(f"{NBSP}—", text)
    text = _SPACE.sub(NBSP, text)
    text = _POINT.sub(f".{NBSP}", text)
    return (_quotes(text) if '"' in text else text)[1:]


def guillemets(text: str) -> str:
    """A line of plain text with its straight and English quotes as «…» (inside others „…“); the same text when one of
    them has no pair, because then nobody can tell what is quoted."""
    straight = text if "„" in text else re.sub("[“”]", '"', text)
    quoted = _quotes(BLOCK + straight)[1:] if '"' in straight else text
    return text if '"' in quoted else quoted


def _bind(match: re.Match[str]) -> str:
    words = match[0]
    return words[0] + words[1:].replace(" ", NBSP).replace("\n", NBSP)


def _range(match: re.Match[str]) -> str:
    low, high = match[0].split("-")
    in_order = float(low.replace(",", ".")) < float(high.replace(",", "."))
    if not in_order or _CODE_WORD.search(match.string, max(0, match.start() - 16), match.start()):
        return match[0]
    return f"{low}–{high}"


def _quotes(text: str) -> str:
    """Straight quotes into «» and, inside others, „“; a quote without a pair stays as written."""
    pairs: dict[int, int] = {}  # position of an opening quote of any kind -> position of its closing one
    waiting: list[tuple[str, int]] = []
    opened = -1  # position of the last straight quote taken for an opening one
    for match in _QUOTE.finditer(text):
        mark, at = match[0], match.start()
        if mark == BLOCK:
            waiting.clear()
        elif mark in "«„" or (mark == '"' and _opens(text, at, opened)):
            opened = at if mark == '"' else opened
            waiting.append((mark, at))
        else:
            partner = {"»": "«", "“": "„"}.get(mark, '"')
            for index in range(len(waiting) - 1, max(-1, len(waiting) - 9), -1):
                if waiting[index][0] == partner:
                    pairs[waiting[index][1]] = at
                    del waiting[index:]
                    break
    changed: dict[int, str] = {}
    closings: list[int] = []
    for start, end in sorted(pairs.items()):
        while closings and closings[-1] < start:
            closings.pop()
        if text[start] == '"':
            changed[start], changed[end] = "„“" if closings else "«»"
        closings.append(end)
    out: list[str] = []
    done = 0
    for at in sorted(changed):
        out += text[done:at], changed[at]
        done = at + 1
    return "".join(out) + text[done:]


def _opens(text: str, at: int, opened: int) -> bool:
    before, after = at - 1, at + 1
    while before >= 0 and text[before] == INLINE:
        before -= 1
    while after < len(text) and text[after] == INLINE:
        after += 1
    if after == len(text) or text[after].isspace() or text[after] == BLOCK:
        return False
    return before < 0 or text[before] in _BEFORE_OPENING or text[before].isspace() or before == opened
