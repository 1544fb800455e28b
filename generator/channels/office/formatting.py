"""Looks that carry meaning, as plain characters: 10 with a raised 2 is 10², never 102, and a letter of Wingdings is ☑.

Word and Excel call the same functions, so that both give the same text. What Unicode has as a raised or lowered
character of its own (its block "Superscripts and Subscripts", U+2070 to U+209F, with ¹²³ of Latin-1) is written with
it; everything else as ``^(…)`` and ``_(…)``. What is struck out is left out and told, see :func:`struck`.
"""

from __future__ import annotations

import re

from generator.channels.office.filled import FilePlace, Remark
from generator.problems import WARNING
from generator.records.scalars import short

#: characters, and the same raised or lowered
SPELLED = {
    "raised": ("0123456789+-−–=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁱⁿ"),
    "lowered": ("0123456789+-−–=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ"),
}
_RAISED, _LOWERED = (str.maketrans(*SPELLED[way]) for way in ("raised", "lowered"))
_CUT = re.compile(r"([\^_])\(([^()]*)\)\1\(")
_DEGREES = {"о", "О", "o", "O", "°", "º", "˚"}


def raised(words: str, before: str = "") -> str:
    """``words`` that stand raised behind ``before``: «2» is «²», «n+1» is «ⁿ⁺¹», «вх» is «^(вх)»; a small letter o or
    a nought that people raise before a C («20оС») is a degree sign, which is what it looks like."""
    if words.strip() in _DEGREES and (not before or before[-1:].isdigit() or before[-1:].isspace()):
        return words.replace(words.strip(), "°")
    return _spelled(words, _RAISED, "^")


def lowered(words: str) -> str:
    """``words`` that stand lowered: «2» is «₂», «вх» is «_(вх)»."""
    return _spelled(words, _LOWERED, "_")


def joined_levels(words: str) -> str:
    """A raised (or lowered) word that was cut into runs as one: «^(в)^(х)» is «^(вх)». What is lowered and what is
    raised behind it stay two: «_(i)^(j)»."""
    before = ""
    while before != words:
        before, words = words, _CUT.sub(r"\1(\2", words)
    return words


def _spelled(words: str, table: dict[int, int], character: str) -> str:
    """Spaces and quotes at the edges stay on the line: people raise a little more than they mean."""
    core = words.strip()
    if not core:
        return words
    at = words.index(core)
    fits = all(ord(one) in table for one in core)
    text = core.translate(table) if fits else f"{character}({core})"
    return words[:at] + text + words[at + len(core) :]


def struck(place: FilePlace, words: str) -> Remark:
    """What is told of words that are struck out: they were left out, and how to have them if they are meant."""
    return Remark(
        place,
        f"зачёркнутое не перенесено: «{short(words)}»",
        "если это нужно, снимите зачёркивание; если нет, удалите зачёркнутое, и замечание исчезнет",
        "struck-out",
        WARNING,
    )


# --- fonts that show pictures instead of letters ----------------------------------------------------------------------
# Symbol, Wingdings, Webdings. Word stores such a character as a number in the font (``w:sym``, or a private-use
# character U+F0xx, or the letter that has the same number). What it looks like is known only from the font's own
# table; the tables follow the charts of the fonts as Unicode gives them (Symbol: the Adobe Symbol encoding; Wingdings,
# Webdings: Unicode 7.0, ISO/IEC 10646 N4384). A character that stands in no table is unknown, never guessed.

_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xBF: "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    0xE1: "〈",
    0xF1: "〉∫",
}
_WINGDINGS = {
    0x20: " ", 0x22: "✂✁", 0x28: "☎✆✉", 0x36: "⌛", 0x3E: "✇✍", 0x41: "✌", 0x43: "👍👎☜☞☝☟", 0x4A: "☺", 0x4C: "☹💣☠",
    0x51: "✈☼", 0x54: "❄", 0x5B: "☯", 0x6C: "●", 0x6E: "■□", 0x71: "❑❒⬧⧫◆❖⬥☒", 0x7B: "❀✿“”",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x9E: "·•▪○", 0xA7: "▪☐", 0xAB: "★", 0xD5: "⌫⌦",
    0xD8: "➢", 0xDC: "➲", 0xDF: "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳", 0xFB: "✗✓☒☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x20: " ", 0x4F: "✗✓☒☑☒☒", 0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩", 0x97: "●", 0xA3: "☐",
}  # fmt: skip
_WEBDINGS = {0x20: " ", 0x33: "◀▶▲▼", 0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"}


def _table(rows: dict[int, str]) -> dict[int, str]:
    return {start + at: character for start, characters in rows.items() for at, character in enumerate(characters)}


_TABLES = {
    "symbol": _table(_SYMBOL),
    "wingdings": _table(_WINGDINGS),
    "wingdings 2": _table(_WINGDINGS_2),
    "webdings": _table(_WEBDINGS),
}
#: fonts of characters whose tables are not kept here: known to be no letters
_UNKNOWN = {"wingdings 3", "marlett", "mt extra", "monotype sorts", "zapfdingbats", "zapf dingbats"}
#: fonts that show characters instead of letters, in small letters
SYMBOL_FONTS = frozenset({*_TABLES, *_UNKNOWN})
#: what a private-use character is where its font got lost on the way: only characters that programs put there as
#: bullets
_LOST = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0xE0: "→", 0xA8: "☐", 0x6F: "□", 0xFE: "☑", 0x2D: "-"}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def is_symbol_font(font: str) -> bool:
    """Return True for a font that shows characters instead of letters."""
    return font.lower() in SYMBOL_FONTS


def symbol(font: str, number: int) -> str | None:
    """The character that looks like character ``number`` (0x20 to 0xFF, with or without 0xF000) of the font; None for
    an unknown one."""
    number &= 0xFF if 0xF000 <= number <= 0xF0FF else 0xFFFF
    table = _TABLES.get(font.lower())
    return table.get(number) if table is not None else None


def replace_symbols(words: str, font: str = "") -> tuple[str, list[str]]:
    """``words`` with characters of symbol fonts as ordinary characters, and the names of those that are unknown
    («U+F04A», «4A шрифта Wingdings 3»), which stay as private-use characters, for somebody to put the right ones."""
    unknown: list[str] = []
    if font and is_symbol_font(font):
        return "".join(_read_in(font, one, unknown) for one in words), unknown

    def known(found: re.Match[str]) -> str:
        number = ord(found[0])
        meant = _LOST.get(number & 0xFF) if 0xF000 <= number <= 0xF0FF else None
        if meant is None:
            unknown.append(f"U+{number:04X}")
        return meant or found[0]

    return _PRIVATE.sub(known, words), unknown


def _read_in(font: str, one: str, unknown: list[str]) -> str:
    number = ord(one)
    if one.isspace() or not (0x20 <= number <= 0xFF or 0xF020 <= number <= 0xF0FF):
        return one  # the font has no such character: programs take it from another one
    meant = symbol(font, number)
    if meant is None:
        unknown.append(f"{number & 0xFF:02X} шрифта {font}")
    return meant or chr(0xF000 | number & 0xFF)
