"""Lists of a Word document: what mark Word shows before a paragraph that belongs to one («•», «4.», «а)», «1.2.»)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from lxml import etree

from generator.channels.office.document_styles import qn

_MOST_LEVELS = 9  # Word's own limit
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # the letters that Word numbers with
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    """How a level of a list looks: the format of its number, its text («%1.%2.»), the number it begins with."""

    format: str = "bullet"
    text: str = ""
    start: int = 1


@dataclass(frozen=True)
class Definitions:
    """The lists of a document: number of a list -> its definition, (definition, level) -> its look, and the starts
    that a list has of its own."""

    definition: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[tuple[str, int], Level] = field(default_factory=dict)
    own_starts: Mapping[tuple[str, int], int] = field(default_factory=dict)


@dataclass
class Counter:
    """Goes through the document with its paragraphs in order and counts the members of every list."""

    lists: Definitions
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, level: int) -> tuple[str, str]:
        """(kind, mark) of the next paragraph of the list ``number`` at ``level``: ``bullet`` or ``number``, and the
        number as Word shows it, empty for a bullet."""
        definition = self.lists.definition.get(number, "")
        look = self.lists.levels.get((definition, level))
        if look is None or look.format in ("bullet", "none"):
            return "bullet", ""
        counts = self._counts.setdefault(definition, {})
        own = self.lists.own_starts.get((number, level))
        if own is not None and (number, level) not in self._begun:
            counts[level] = own
        else:
            counts[level] = counts.get(level, look.start - 1) + 1
        self._begun.add((number, level))
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return "number", self._shown(definition, look, counts)

    def _shown(self, definition: str, look: Level, counts: Mapping[int, int]) -> str:
        def one(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            its = self.lists.levels.get((definition, level), Level("decimal"))
            return _number(counts.get(level, its.start), its.format)

        return re.sub(r"%([1-9])", one, look.text).strip()


def definitions(document: Document) -> Definitions:
    """The part of the package that defines lists; nothing where there is none."""
    relations = [r for r in document.part.rels.values() if not r.is_external and r.reltype.endswith("/numbering")]
    if not relations:
        return Definitions()
    part = relations[0].target_part
    root = (
        part.element
        if hasattr(part, "element")
        else etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    )
    levels = {
        (one.get(qn("w:abstractNumId")) or "", _whole(level.get(qn("w:ilvl")))): _level(level)
        for one in root.iter(qn("w:abstractNum"))
        for level in one.iter(qn("w:lvl"))
    }
    by_number, starts = {}, {}
    for number in root.iter(qn("w:num")):
        key = number.get(qn("w:numId")) or ""
        link = number.find(qn("w:abstractNumId"))
        by_number[key] = (link.get(qn("w:val")) or "") if link is not None else ""
        for override in number.iterfind(qn("w:lvlOverride")):
            level = _whole(override.get(qn("w:ilvl")))
            start = override.find(qn("w:startOverride"))
            if start is not None:
                starts[key, level] = _whole(start.get(qn("w:val")))
            if (own := override.find(qn("w:lvl"))) is not None:  # a look of its own is a definition of its own
                shared = by_number[key]
                levels |= {(key + "*", at): look for (one, at), look in list(levels.items()) if one == shared}
                levels[key + "*", level] = _level(own)
                by_number[key] = key + "*" if not shared.endswith("*") else shared
    return Definitions(by_number, levels, starts)


def of_styles(document: Document) -> dict[str, tuple[str, int, int]]:
    """Style -> number and level of the list that every paragraph of the style belongs to, and how deep it looks: «List
    Bullet 2» names a list of its own whose first level looks like a second one."""
    own: dict[str, tuple[str, int, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.iterfind(qn("w:style")):
        key = style.get(qn("w:styleId")) or ""
        parent = style.find(qn("w:basedOn"))
        based[key] = parent.get(qn("w:val")) or "" if parent is not None else ""
        numbering = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbering is not None and (number := numbering.find(qn("w:numId"))) is not None:
            level = numbering.find(qn("w:ilvl"))
            at = _whole(level.get(qn("w:val"))) if level is not None else 0
            by_name = re.fullmatch(r"List (?:Bullet|Number) ([2-5])", _name(style))
            own[key] = (number.get(qn("w:val")) or "", at, at or (int(by_name[1]) - 1 if by_name else 0))
    out = dict(own)
    for key in based:
        up, steps = key, 0
        while up and up not in own and steps < 20:
            up, steps = based.get(up, ""), steps + 1
        if up in own:
            out[key] = own[up]
    return out


def _level(level: Any) -> Level:
    def text(tag: str) -> str:
        found = level.find(qn(tag))
        return found.get(qn("w:val")) or "" if found is not None else ""

    return Level(text("w:numFmt") or "decimal", text("w:lvlText"), _whole(text("w:start") or "1"))


def _number(value: int, format_: str) -> str:
    match format_:
        case "russianLower" | "russianUpper":
            mark = _RUSSIAN[(value - 1) % len(_RUSSIAN)] * ((value - 1) // len(_RUSSIAN) + 1) if value else "0"
        case "lowerLetter" | "upperLetter":
            mark = _LATIN[(value - 1) % 26] * ((value - 1) // 26 + 1) if value else "0"
        case "lowerRoman" | "upperRoman":
            mark = _roman(value)
        case "decimalZero":
            mark = f"{value:02}"
        case _:
            mark = str(value)
    return mark.upper() if format_.startswith("upper") or format_ == "russianUpper" else mark


def _roman(value: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        out, value = out + letters * (value // worth), value % worth
    return out


def _name(style: Any) -> str:
    found = style.find(qn("w:name"))
    return found.get(qn("w:val")) or "" if found is not None else ""


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdigit() and len(value) < 6 else 0
