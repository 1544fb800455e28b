"""Differences that nobody sees: two texts that look the same and are not, and what makes them differ, in words.

Kinds: letters written as two characters (Unicode NFD, as macOS does; https://unicode.org/reports/tr15/), spaces and
line ends, characters without a picture (zero width, direction, private use), letters of the Latin or Greek alphabet
that look like Russian ones (https://unicode.org/reports/tr39/).
"""

from __future__ import annotations

import unicodedata

#: letters that look like a Russian one -> that one
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxyiIjJsSΑΒΕΗΚΜΟΡΤΧο", "АВСЕНКМОРТХУасеорхуіІјЈѕЅАВЕНКМОРТХо")
_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")


def explained(old: str, new: str) -> str:
    """What nobody sees between two different texts, empty when a reader sees a difference: «изменились только
    невидимые знаки: …»."""
    if looked(old) != looked(new):
        return ""
    parts = [what for what, folded in _KINDS if folded(old) != folded(new)]
    if parts == [_LATIN] and (words := _mixed(old, new)):
        parts = [f"{_LATIN} (в слове «{words}»)"]
    return "изменились только невидимые знаки: " + ", ".join(parts or ["порядок знаков над буквами"])


def looked(text: str) -> str:
    """A text as the eye takes it: equal for texts that look equal."""
    bare = _without_hidden(unicodedata.normalize("NFC", text))
    return " ".join(bare.split()).translate(_LOOK_ALIKE)


def spelled_out(text: str) -> str:
    """A text on one line in which every character without a picture is named: ``⟨U+200B⟩``."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(c if c.isprintable() else f"⟨U+{ord(c):04X}⟩" for c in line)


def _without_hidden(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c for c in text if c in " \n\t\r" or unicodedata.category(c) not in _HIDDEN)


def _marks(text: str) -> str:
    """The composed and the decomposed spelling of letters, as it stands."""
    return "".join(c for c in text if unicodedata.combining(c))


def _spaces(text: str) -> str:
    return "".join(c if c.isspace() else "." for c in _without_hidden(unicodedata.normalize("NFC", text)))


def _hidden(text: str) -> str:
    return "".join(c for c in text if c not in " \n\t\r" and unicodedata.category(c) in _HIDDEN)


def _alphabets(text: str) -> str:
    return "".join(_without_hidden(unicodedata.normalize("NFC", text)).split())


_LATIN = "латинские буквы вместо похожих русских или наоборот"
_KINDS = (
    ("буквы вроде «й» и «ё» записаны двумя знаками вместо одного или наоборот (так пишет macOS)", _marks),
    ("пробелы и переносы строк", _spaces),
    ("знаки без изображения", _hidden),
    (_LATIN, _alphabets),
)


def _mixed(old: str, new: str) -> str:
    """The first word that is written in another alphabet now."""
    return next((b for a, b in zip(old.split(), new.split(), strict=False) if a != b), "")[:40]
