"""A Word document as a person sees it: paragraphs and tables in order, cells where the grid has them.

Content controls, insertions under review and merged cells are looked through; what stands in rows that were deleted
under review is gone. Tables are numbered as they come, so that a place found once is found again in the same file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from generator.channels.office import document_lists, document_styles
from generator.channels.office.document_plan import REMARK_AUTHOR
from generator.channels.office.document_runs import RunReader, is_placeholder, prompt_of
from generator.channels.office.document_styles import qn
from generator.channels.office.document_text import Finding, Notes, Paragraph, Piece

MAX_TABLE_ROWS = 5_000
MAX_TABLES = 500
_MOST_COLUMNS = 63  # Word's own limit
_THROUGH = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")}
_GONE = {qn("w:del"), qn("w:moveFrom")}
_QUIET = {qn("w:sdtPr"), qn("w:sdtEndPr"), qn("w:tblPr"), qn("w:trPr"), qn("w:tcPr"), qn("w:sectPr")}
_MOST_NESTED_COLUMNS = 12  # of a table inside an answer
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

# Word saves OOXML in its «strict» spelling where people choose «Строгий Open XML»: the same elements, their namespaces
# under other names. ISO/IEC 29500-1 names the strict ones, 29500-4 the transitional ones that Word writes otherwise.
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = (
    (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
    (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
    (b"officeDocument/docPropsVTypes", b"officeDocument/2006/docPropsVTypes"),
    (b"officeDocument/customXml", b"officeDocument/2006/customXml"),
    (b"officeDocument/bibliography", b"officeDocument/2006/bibliography"),
    (b"officeDocument/math", b"officeDocument/2006/math"),
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
    (b"drawingml/main", b"drawingml/2006/main"),
    (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    (b"drawingml/picture", b"drawingml/2006/picture"),
    (b"drawingml/chart", b"drawingml/2006/chart"),
    (b"drawingml/diagram", b"drawingml/2006/diagram"),
    (b"drawingml/lockedCanvas", b"drawingml/2006/lockedCanvas"),
)


class NotADocument(Exception):
    """The bytes are no Word document that can be read; the text says why, in Russian."""


@dataclass(frozen=True)
class DocumentCell:
    """A cell of a table: ``row`` and ``column`` of the grid from 0, ``number`` among the cells of its row; ``span``
    columns wide; ``goes_on`` when it is the lower part of a cell merged downwards; ``findings`` what in it was not
    taken as it stands."""

    row: int
    column: int
    number: int
    span: int
    goes_on: bool
    paragraphs: tuple[Paragraph, ...]
    at: Any = field(compare=False, repr=False)
    findings: tuple[Finding, ...] = ()

    @cached_property
    def text(self) -> str:
        """All its words in one line."""
        return " ".join(filter(None, (paragraph.text for paragraph in self.paragraphs)))

    @property
    def lines(self) -> list[str]:
        """Its words, a text for each line that the person began."""
        return [line for paragraph in self.paragraphs for line in paragraph.lines]


@dataclass(frozen=True)
class DocumentTable:
    """A table; ``number`` from 0 in the order of the document, ``heading`` is the text of the last heading before;
    ``findings`` what in it belongs to no cell that is seen; ``sheet`` names the sheet of a table in a workbook."""

    number: int
    heading: str
    rows: tuple[tuple[DocumentCell, ...], ...]
    findings: tuple[Finding, ...] = ()
    sheet: str = ""

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return max((row[-1].column + row[-1].span for row in self.rows if row), default=0)

    def cell(self, row: int, column: int) -> DocumentCell | None:
        """The cell that covers a place of the grid, or None."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return next((cell for cell in cells if cell.column <= column < cell.column + cell.span), None)

    def whole(self, row: int, column: int) -> DocumentCell | None:
        """The same, and for the lower part of a cell merged downwards its upper one, where the words are."""
        while (found := self.cell(row, column)) is not None and found.goes_on and row > 0:
            row -= 1
        return found


@dataclass(frozen=True)
class Body:
    """A document: its paragraphs and tables in order, custom properties, and what the reader met on the way:
    ``seen`` the names of all that a person should be told of, ``findings`` what of it stands right in the document,
    ``running`` the words of headers and footers."""

    document: Document
    blocks: tuple[Paragraph | DocumentTable, ...]
    properties: dict[str, str]
    seen: frozenset[str]
    running: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def part(self, relation: str) -> bytes:
        """The bytes to which a relation of the text leads; none where it leads nowhere."""
        found = self.document.part.related_parts.get(relation)
        return b"" if found is None else found.blob

    @property
    def tables(self) -> tuple[DocumentTable, ...]:
        return tuple(block for block in self.blocks if isinstance(block, DocumentTable))


class NotOurs(Exception):
    """The document is none of those that are asked for."""


def open_document(data: bytes, is_likely: Callable[[Document], bool] | None = None) -> Body:
    """The document in these bytes. Raises NotADocument with the reason in Russian, and NotOurs before anything is read
    where ``is_likely`` says no."""
    try:
        data = _transitional(data)
        document = docx.Document(io.BytesIO(data))
        if is_likely is not None and not is_likely(document):
            raise NotOurs
        return _body(document, data)
    except (PackageNotFoundError, zipfile.BadZipFile):
        raise NotADocument("это не документ Word (.docx): файл другого вида или скопирован не до конца") from None
    except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError, UnicodeDecodeError, RecursionError):
        # python-docx has no error of its own for a package with parts missing or broken.
        raise NotADocument("документ Word повреждён: его части не читаются") from None


def _transitional(data: bytes) -> bytes:
    """The package with the names of namespaces that libraries read; the same bytes for a package that is not strict.

    Raises what ``zipfile`` does for what is no zip. Sizes have been looked at before (``safety``).
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if not any(_STRICT in package.read(name) for name in names if name.endswith(("_rels/.rels", "document.xml"))):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for part in package.infolist():
                content = package.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    content = _renamed(content)
                made.writestr(part.filename, content)
        return out.getvalue()


def _renamed(content: bytes) -> bytes:
    for strict, usual in _USUAL:
        content = content.replace(_STRICT + strict, b"http://schemas.openxmlformats.org/" + usual)
    return content


def _body(document: Document, data: bytes) -> Body:
    links = {key: relation.target_ref for key, relation in document.part.rels.items() if relation.is_external}
    styles = document_styles.read(document.styles.element)
    notes = _notes(document, RunReader(links, styles).words)
    counter = document_lists.Counter(document_lists.definitions(document))
    reader = RunReader(links, styles, document_lists.of_styles(document), counter, notes)
    blocks: list[Paragraph | DocumentTable] = []
    findings: list[Finding] = []
    heading, tables = "", 0
    for element in _blocks(document.element.body, reader, findings):
        if element.tag == qn("w:p"):
            paragraph = reader.paragraph(element)
            heading = paragraph.text if paragraph.level and paragraph.text else heading
            blocks.append(paragraph)
        else:
            if tables == MAX_TABLES:
                raise NotADocument(f"в документе больше {MAX_TABLES} таблиц: разделите его на части")
            blocks.append(_table(element, tables, heading, reader))
            tables += 1
    reader.seen |= {one.what for one in findings}
    return Body(document, tuple(blocks), _properties(data), frozenset(reader.seen), notes.running, tuple(findings))


def _notes(document: Document, words: Callable[[Any], str]) -> Notes:
    """The notes of a document without our own remarks; ``words`` gives the text of a ``w:p``. Raises ValueError or
    XMLSyntaxError for a part that cannot be read."""

    def text(element: Any) -> str:
        return " ".join(filter(None, (words(one) for one in element.iter(qn("w:p")))))

    notes: dict[str, dict[str, str]] = {"footnote": {}, "endnote": {}, "comment": {}}
    for kind, found in notes.items():
        for root in _roots(document, f"/{kind}s"):
            for one in root.iterfind(qn(f"w:{kind}")):
                separates = one.get(qn("w:type")) not in (None, "normal")
                if not separates and one.get(qn("w:author")) != REMARK_AUTHOR:
                    found[one.get(qn("w:id")) or ""] = text(one)
    running = [text(root) for kind in ("/header", "/footer") for root in _roots(document, kind)]
    # A page number alone says nothing that could be lost.
    running = [one for one in dict.fromkeys(running) if any(character.isalpha() for character in one)]
    return Notes(notes["footnote"], notes["endnote"], notes["comment"], tuple(running))


def _roots(document: Document, kind: str) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(kind):
            part = relation.target_part
            yield part.element if hasattr(part, "element") else etree.fromstring(part.blob, _PARSER)


def _blocks(parent: Any, reader: RunReader, findings: list[Finding], wanted: str = "") -> Iterator[Any]:
    """Paragraphs and tables (or elements of the one tag ``wanted``) right inside, looking through wrappings; what is
    neither and has words is ``findings``."""
    for child in parent:
        if child.tag == qn("w:sdt") and is_placeholder(child):
            continue
        if child.tag == qn("w:sdt") and (prompt := prompt_of(child, reader.styles.names)):
            findings.append(Finding("prompt", prompt))
            continue
        if child.tag in _THROUGH:
            if child.tag in (qn("w:ins"), qn("w:moveTo")):
                reader.seen.add("changes")
            yield from _blocks(child, reader, findings, wanted)
        elif child.tag in _GONE:
            reader.seen.add("changes")
        elif child.tag == wanted or (not wanted and child.tag in (qn("w:p"), qn("w:tbl"))):
            yield child
        elif child.tag == qn("w:altChunk"):
            findings.append(Finding("chunk"))
        elif child.tag in (qn("w:p"), qn("w:tbl")) or (child.tag not in _QUIET and _words(child)):
            findings.append(Finding("unknown", _words(child)))


def _words(element: Any) -> str:
    return "".join(words.text or "" for words in element.iter(qn("w:t"))).strip()


def _table(element: Any, number: int, heading: str, reader: RunReader) -> DocumentTable:
    rows: list[tuple[DocumentCell, ...]] = []
    lost: list[Finding] = []
    for row in _blocks(element, reader, lost, qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            reader.seen.add("changes")
            continue
        if properties is not None and document_styles.is_on(properties.find(qn("w:hidden"))):
            lost += [Finding("hidden", words)] if (words := _words(row)) else []
            continue
        if len(rows) == MAX_TABLE_ROWS:
            raise NotADocument(f"в таблице больше {MAX_TABLE_ROWS} строк: разделите её на части")
        rows.append(tuple(_cells(row, len(rows), reader, lost)))
    return DocumentTable(number, heading, tuple(rows), tuple(lost))


def _cells(row: Any, number: int, reader: RunReader, lost: list[Finding]) -> Iterator[DocumentCell]:
    properties = row.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    column = _whole_number(before, 0)
    for position, cell in enumerate(_blocks(row, reader, lost, qn("w:tc"))):
        look = cell.find(qn("w:tcPr"))
        span = max(1, _whole_number(look.find(qn("w:gridSpan")) if look is not None else None, 1))
        merge = look.find(qn("w:vMerge")) if look is not None else None
        goes_on = merge is not None and merge.get(qn("w:val")) in (None, "continue")
        if column + span > _MOST_COLUMNS:
            lost += [Finding("unknown", words)] if (words := _words(cell)) else []
            continue
        findings: list[Finding] = []
        paragraphs = tuple(_paragraphs(cell, reader, findings))
        reader.seen |= {one.what for one in findings}
        findings += [one for paragraph in paragraphs for one in paragraph.findings]
        yield DocumentCell(number, column, position, span, goes_on, paragraphs, cell, tuple(findings))
        column += span


def _paragraphs(cell: Any, reader: RunReader, findings: list[Finding]) -> Iterator[Paragraph]:
    """The paragraphs of a cell; a table inside it is one paragraph with rows."""
    for element in _blocks(cell, reader, findings):
        if element.tag == qn("w:p"):
            yield reader.paragraph(element)
        elif (inner := _inner_table(element, reader, findings)) is not None:
            yield inner


def _inner_table(element: Any, reader: RunReader, findings: list[Finding]) -> Paragraph | None:
    table = _table(element, 0, "", reader)
    rows = tuple(
        tuple(() if filler else cell.paragraphs for cell in row for filler in range(cell.span)) for row in table.rows
    )
    # What is merged downwards is said of every row beside it.
    rows = tuple(
        tuple(
            (whole.paragraphs if (one := table.cell(row, column)) and one.goes_on and one.column == column
             and (whole := table.whole(row, column)) else words)
            for column, words in enumerate(cells)
        )
        for row, cells in enumerate(rows)
    )  # fmt: skip
    findings += [*table.findings, *(one for row in table.rows for cell in row for one in cell.findings)]
    lines = [" | ".join(" ".join(p.text for p in cell if p.text) for cell in row) for row in rows]
    parts = [line for line in lines if line.strip(" |")]
    if not parts:
        return None
    first = next(element.iter(qn("w:p")))
    if table.width > _MOST_NESTED_COLUMNS:
        findings.append(Finding("wide", parts[0]))
        rows = ()
    return Paragraph((Piece("\n".join(parts)),), "", first, rows=rows)


def _whole_number(element: Any, default: int) -> int:
    value = element.get(qn("w:val")) if element is not None else None
    return min(int(value), _MOST_COLUMNS + 1) if value and value.isdigit() and len(value) < 9 else default


def _properties(data: bytes) -> dict[str, str]:
    """Custom properties of the document by name; python-docx does not know them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "docProps/custom.xml" not in package.namelist():
            return {}
        root = etree.fromstring(
            package.read("docProps/custom.xml"), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    return {one.get("name") or "": "".join(one.itertext()).strip() for one in root if one.get("name")}
