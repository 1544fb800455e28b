"""Markdown of the small dialect into paragraphs of Word: the way back of ``document_text``."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from generator.channels.office import document_design as look
from generator.channels.office.document_text import CODE_STYLE, QUOTE_STYLES
from generator.text import cmark

_LIST_STYLES = {"ul": "List Bullet", "ol": "List Number"}
_MOST_DEPTH = 3  # the default template of python-docx has three levels of list styles


def write(document: Document, cell: _Cell, markdown: str) -> None:
    """Put the text into an empty cell: paragraphs, lists, bold, italic, links, forced line breaks."""
    writer = _Writer(document, cell)
    writer.feed(cmark.markdown_to_html(markdown))
    writer.close()


class _Writer(HTMLParser):
    """Walks the HTML of the parser and adds runs; one object writes one cell."""

    def __init__(self, document: Document, cell: _Cell):
        super().__init__(convert_charrefs=True)
        self._document, self._cell = document, cell
        self._paragraph: Paragraph | None = None
        self._lists: list[tuple[str, str]] = []  # tag and number of the list
        self._look: list[str] = []
        self._address = ""
        self._used_first = self._broken = False
        self._rows: list[list[list[tuple[str, tuple[str, ...], str]]]] = []  # of the open table: runs of its cells
        self._in_cell = False
        self._quotes = 0  # that are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or a look."""
        if tag in ("ul", "ol"):
            start = dict(attrs).get("start") or "1"
            depth = min(len(self._lists) + 1, _MOST_DEPTH)
            self._lists.append((tag, _new_list(self._document, depth, start) if tag == "ol" else ""))
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append([])
            self._in_cell = True
        elif tag == "li":
            self._begin()
        elif tag == "p":
            if not self._lists or self._paragraph is None:
                self._begin()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._begin(f"Heading {max(3, min(4, int(tag[1])))}")
        elif tag in ("strong", "em"):
            self._look.append(tag)
        elif tag == "pre":
            look.style(self._document, CODE_STYLE, 9.5)
            self._begin(CODE_STYLE)
        elif tag == "code":
            self._look.append(tag)
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""
        elif tag == "br" and self._paragraph is not None:
            self._paragraph.add_run().add_break()
            self._broken = True

    def handle_endtag(self, tag: str) -> None:
        """A block or a look ends."""
        if tag in ("ul", "ol"):
            self._lists.pop()
        elif tag in ("td", "th"):
            self._in_cell = False
        elif tag == "table":
            self._table()
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag in ("strong", "em", "code"):
            self._look.remove(tag)
        elif tag == "a":
            self._address = ""
        elif tag in ("p", "pre", "li", "h1", "h2", "h3", "h4", "h5", "h6"):
            self._paragraph = None

    def handle_data(self, data: str) -> None:
        """Words of the open paragraph; between blocks there are only line feeds."""
        if self._in_cell:
            self._rows[-1][-1].append((data.replace("\n", " "), tuple(self._look), self._address))
            return
        if self._paragraph is None:
            if not data.strip():
                return
            self._begin()
        if "code" in self._look and self._paragraph.style.name == CODE_STYLE:
            for number, row in enumerate(data.rstrip("\n").split("\n")):
                if number:
                    self._paragraph.add_run().add_break()
                self._run(row.replace(" ", "\u00a0"))  # programs squeeze spaces at the beginning of a line
            return
        if self._broken:
            data, self._broken = data.lstrip("\n"), False
        if words := data.replace("\n", " "):  # a line of the file is no line that anybody sees
            self._run(words)

    def _begin(self, style: str | None = None) -> None:
        first, self._used_first = not self._used_first, True
        self._paragraph = self._cell.paragraphs[0] if first else self._cell.add_paragraph()
        if self._lists and style is None:
            tag, number = self._lists[-1]
            depth = min(len(self._lists), _MOST_DEPTH)
            style = _LIST_STYLES[tag] + (f" {depth}" if depth > 1 else "")
            self._paragraph.style = style
            if number:
                properties = self._paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = int(number)
        elif style or self._quotes:
            self._paragraph.style = style or QUOTE_STYLES[0]

    def _run(self, words: str) -> None:
        _add(self._paragraph, words, self._look, self._address)

    def _table(self) -> None:
        """The table that has ended, inside the cell: that is how people make one in Word."""
        rows, self._rows, self._paragraph = self._rows, [], None
        made = self._cell.add_table(len(rows), max(map(len, rows)))
        made.style = "Table Grid"
        for cells, row in zip(made.rows, rows, strict=True):
            for cell, runs in zip(cells.cells, row, strict=False):
                for words, its_look, address in runs:
                    _add(cell.paragraphs[0], words, its_look, address)


def _add(paragraph: Paragraph, words: str, its_look: Sequence[str], address: str) -> None:
    run = paragraph.add_run(words)
    run.bold = True if "strong" in its_look else None
    run.italic = True if "em" in its_look else None
    if "code" in its_look:
        run.font.name = "Courier New"
    if address:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run._r.addprevious(link)
        link.append(run._r)


def _new_list(document: Document, depth: int, start: str) -> str:
    """A numbered list that begins with ``start``: a new instance of the list that the style of its depth names."""
    style: Any = document.styles["List Number" + (f" {depth}" if depth > 1 else "")].element
    root = document.part.numbering_part.element
    named = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    of_style = next(one for one in root.iter(qn("w:num")) if one.get(qn("w:numId")) == named)
    number = str(max(int(one.get(qn("w:numId"))) for one in root.iter(qn("w:num"))) + 1)
    made = copy.deepcopy(of_style)
    made.set(qn("w:numId"), number)
    override = OxmlElement("w:lvlOverride", {qn("w:ilvl"): "0"})
    override.append(OxmlElement("w:startOverride", {qn("w:val"): start}))
    made.append(override)
    root.append(made)
    return number
