"""A Word document as a person sees it: paragraphs and tables in order, cells where the grid has them.

Content controls, insertions under review and merged cells are looked through; what stands in rows that were deleted
under review is gone. Tables are numbered as they come, so that a place found once is found again in the same file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from generator.office.document_text import Paragraph, Reader, is_placeholder

_MOST_ROWS = 5_000
_MOST_TABLES = 500
_MOST_COLUMNS = 63  # Word's own limit
_THROUGH = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")}
_GONE = {qn("w:del"), qn("w:moveFrom")}


class NotADocument(Exception):
    """The bytes are no Word document that can be read; the text says why, in Russian."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: ``row`` and ``column`` of the grid from 0, ``number`` among the cells of its row; ``span``
    columns wide; ``goes_on`` when it is the lower part of a cell merged downwards."""

    row: int
    column: int
    number: int
    span: int
    goes_on: bool
    paragraphs: tuple[Paragraph, ...]
    at: Any = field(compare=False, repr=False)

    @cached_property
    def text(self) -> str:
        """All its words in one line."""
        return " ".join(filter(None, (paragraph.text for paragraph in self.paragraphs)))

    @property
    def lines(self) -> list[str]:
        """Its words, a text for each line that the person began."""
        return [line for paragraph in self.paragraphs for line in paragraph.lines]


@dataclass(frozen=True)
class Table:
    """A table; ``number`` from 0 in the order of the document, ``heading`` is the text of the last heading before."""

    number: int
    heading: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return max((row[-1].column + row[-1].span for row in self.rows if row), default=0)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place of the grid, or None."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return next((cell for cell in cells if cell.column <= column < cell.column + cell.span), None)

    def whole(self, row: int, column: int) -> Cell | None:
        """The same, and for the lower part of a cell merged downwards its upper one, where the words are."""
        while (found := self.cell(row, column)) is not None and found.goes_on and row > 0:
            row -= 1
        return found


@dataclass(frozen=True)
class Body:
    """A document: its paragraphs and tables in order, custom properties, and what the reader met on the way."""

    document: Document
    blocks: tuple[Paragraph | Table, ...]
    properties: dict[str, str]
    seen: frozenset[str]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


def opened(data: bytes) -> Body:
    """The document in these bytes. Raises NotADocument with the reason in Russian."""
    try:
        document = docx.Document(io.BytesIO(data))
        return _body(document, data)
    except (PackageNotFoundError, zipfile.BadZipFile):
        raise NotADocument("это не документ Word (.docx): файл другого вида или повреждён") from None
    except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError, UnicodeDecodeError, RecursionError):
        # python-docx has no error of its own for a package with parts missing or broken.
        raise NotADocument("документ Word повреждён: его части не читаются") from None


def _body(document: Document, data: bytes) -> Body:
    part = document.part
    links = {key: relation.target_ref for key, relation in part.rels.items() if relation.is_external}
    styles = {style.style_id: style.name or "" for style in document.styles}
    reader = Reader(links, styles, _lists(document), _style_lists(document))
    blocks: list[Paragraph | Table] = []
    heading, tables = "", 0
    for element in _blocks(document.element.body, reader):
        if element.tag == qn("w:p"):
            paragraph = reader.paragraph(element)
            heading = paragraph.text if paragraph.level and paragraph.text else heading
            blocks.append(paragraph)
        else:
            if tables == _MOST_TABLES:
                raise NotADocument(f"в документе больше {_MOST_TABLES} таблиц: разделите его на части")
            blocks.append(_table(element, tables, heading, reader))
            tables += 1
    return Body(document, tuple(blocks), _properties(data), frozenset(reader.seen))


def _blocks(parent: Any, reader: Reader, wanted: str = "") -> Iterator[Any]:
    """Paragraphs and tables (or elements of the one tag ``wanted``) right inside, looking through wrappings."""
    for child in parent:
        if child.tag == qn("w:sdt") and is_placeholder(child):
            continue
        if child.tag in _THROUGH:
            if child.tag in (qn("w:ins"), qn("w:moveTo")):
                reader.seen.add("changes")
            yield from _blocks(child, reader, wanted)
        elif child.tag in _GONE:
            reader.seen.add("changes")
        elif child.tag == wanted or (not wanted and child.tag in (qn("w:p"), qn("w:tbl"))):
            yield child


def _table(element: Any, number: int, heading: str, reader: Reader) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in _blocks(element, reader, qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            reader.seen.add("changes")
            continue
        if len(rows) == _MOST_ROWS:
            raise NotADocument(f"в таблице больше {_MOST_ROWS} строк: разделите её на части")
        rows.append(tuple(_cells(row, len(rows), reader)))
    return Table(number, heading, tuple(rows))


def _cells(row: Any, number: int, reader: Reader) -> Iterator[Cell]:
    properties = row.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    column = _whole_number(before, 0)
    for position, cell in enumerate(_blocks(row, reader, qn("w:tc"))):
        look = cell.find(qn("w:tcPr"))
        span = max(1, _whole_number(look.find(qn("w:gridSpan")) if look is not None else None, 1))
        merge = look.find(qn("w:vMerge")) if look is not None else None
        goes_on = merge is not None and merge.get(qn("w:val")) in (None, "continue")
        if column + span > _MOST_COLUMNS:
            return
        yield Cell(number, column, position, span, goes_on, tuple(_paragraphs(cell, reader)), cell)
        column += span


def _paragraphs(cell: Any, reader: Reader) -> Iterator[Paragraph]:
    """The paragraphs of a cell; those of a table inside it come in reading order."""
    for element in _blocks(cell, reader):
        if element.tag == qn("w:p"):
            yield reader.paragraph(element)
        else:
            for row in _blocks(element, reader, qn("w:tr")):
                for inner in _blocks(row, reader, qn("w:tc")):
                    yield from _paragraphs(inner, reader)


def _whole_number(element: Any, default: int) -> int:
    value = element.get(qn("w:val")) if element is not None else None
    return min(int(value), _MOST_COLUMNS + 1) if value and value.isdigit() and len(value) < 9 else default


def _lists(document: Document) -> dict[tuple[str, int], str]:
    """(number of a list, level) -> ``bullet`` or ``number``, from the part of the package that defines lists."""
    relations = [r for r in document.part.rels.values() if not r.is_external and r.reltype.endswith("/numbering")]
    if not relations:
        return {}
    part = relations[0].target_part
    root = (
        part.element
        if hasattr(part, "element")
        else etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    )
    abstract: dict[str, dict[int, str]] = {}
    for definition in root.iter(qn("w:abstractNum")):
        levels = {}
        for level in definition.iter(qn("w:lvl")):
            look = level.find(qn("w:numFmt"))
            kind = look.get(qn("w:val")) if look is not None else "bullet"
            levels[_whole_number_of(level.get(qn("w:ilvl")))] = "bullet" if kind in ("bullet", "none") else "number"
        abstract[definition.get(qn("w:abstractNumId")) or ""] = levels
    out = {}
    for number in root.iter(qn("w:num")):
        link = number.find(qn("w:abstractNumId"))
        for level, kind in abstract.get(link.get(qn("w:val")) if link is not None else "", {}).items():
            out[number.get(qn("w:numId")) or "", level] = kind
    return out


def _style_lists(document: Document) -> dict[str, tuple[str, int]]:
    """Style -> number and level of the list that every paragraph of the style belongs to («List Bullet 2»)."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.iterfind(qn("w:style")):
        key = style.get(qn("w:styleId")) or ""
        parent = style.find(qn("w:basedOn"))
        based[key] = parent.get(qn("w:val")) or "" if parent is not None else ""
        numbering = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbering is not None and (number := numbering.find(qn("w:numId"))) is not None:
            level = numbering.find(qn("w:ilvl"))
            depth = _whole_number_of(level.get(qn("w:val"))) if level is not None else 0
            # «List Bullet 2» names a list of its own whose first level looks like a second one.
            by_name = re.fullmatch(r"List (?:Bullet|Number) ([2-5])", _name(style))
            own[key] = (number.get(qn("w:val")) or "", depth or (int(by_name[1]) - 1 if by_name else 0))
    out = dict(own)
    for key in based:
        up, steps = key, 0
        while up and up not in own and steps < 20:
            up, steps = based.get(up, ""), steps + 1
        if up in own:
            out[key] = own[up]
    return out


def _name(style: Any) -> str:
    found = style.find(qn("w:name"))
    return found.get(qn("w:val")) or "" if found is not None else ""


def _whole_number_of(value: str | None) -> int:
    return int(value) if value and value.isdigit() else 0


def _properties(data: bytes) -> dict[str, str]:
    """Custom properties of the document by name; python-docx does not know them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "docProps/custom.xml" not in package.namelist():
            return {}
        root = etree.fromstring(
            package.read("docProps/custom.xml"), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    return {one.get("name") or "": "".join(one.itertext()).strip() for one in root if one.get("name")}
