"""How our sheets of Word look: type, colours, tables; the same in templates and in remarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from generator import text
from generator.channels.office.document_plan import HINT_STYLE

INK, GREY = RGBColor(0x1A, 0x4D, 0x4A), RGBColor(0x5F, 0x66, 0x6B)
_TINT, _LINE = "EEF4F3", "9FB3B0"
_PADDING = (50, 100)  # twentieths of a point inside a cell: above and below, left and right
#: by the part of a document: the ids of its styles by name; python-docx looks through all styles for each paragraph
_ids: WeakKeyDictionary[Any, dict[tuple[str, WD_STYLE_TYPE], str | None]] = WeakKeyDictionary()


def give_style(words: Paragraph | Run, name: str) -> None:
    """Give a paragraph or a run the style of this name, which the document has and keeps."""
    asked = name, WD_STYLE_TYPE.CHARACTER if isinstance(words, Run) else WD_STYLE_TYPE.PARAGRAPH
    known = _ids.setdefault(words.part, {})
    if asked not in known:
        known[asked] = words.part.get_style_id(*asked)
    (words._r if isinstance(words, Run) else words._p).style = known[asked]


def styled_paragraph(document: Document, words: str, style: str) -> Paragraph:
    """A paragraph at the end of the document, in one of its styles."""
    made = document.add_paragraph(words)
    give_style(made, style)
    return made


def style(document: Document, name: str, size: float) -> Any:
    """The paragraph style of this name, made where the document has none."""
    for one in document.styles.element.style_lst:
        if one.type is None:  # a style without a type is one of paragraphs (ISO/IEC 29500-1, 17.7.4.17)
            one.type = WD_STYLE_TYPE.PARAGRAPH
    known = {one.name: one for one in document.styles}
    made = known.get(name) or document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    font(made, size)
    return made


def font(style: Any, size: float) -> None:
    """Set a style in our type, ``size`` in points, in place of the fonts of a theme."""
    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), "Arial")


def table(document: Document, rows: int, widths: Sequence[float]) -> Table:
    """A table at the end of the document; ``widths`` of its columns in centimetres."""
    made = document.add_table(rows, len(widths))
    made.autofit = False
    # Word wants these in the order of its schema: borders before the layout, margins after it.
    layout = made._tbl.tblPr.find(qn("w:tblLayout"))
    sides = ("top", "left", "bottom", "right")
    layout.addprevious(
        _group("w:tblBorders", (*sides, "insideH", "insideV"), f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"')
    )
    layout.addnext(_group("w:tblCellMar", sides, 'w:w="{width}" w:type="dxa"'))
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    return made


def _group(tag: str, sides: Sequence[str], look: str) -> Any:
    """An element with a part for each side of a cell."""
    rows = "".join(f"<w:{side} {look.format(width=_PADDING[side in ('left', 'right')])}/>" for side in sides)
    return parse_xml(f"<{tag} {nsdecls('w')}>{rows}</{tag}>")


def repeats(table: Table) -> None:
    """The first row is printed again on every page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(cell: _Cell) -> None:
    """The ground of labels and headings."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_TINT}"/>')
    )


def write_label(cell: _Cell, words: str, hint: str = "", bold: bool = True) -> Run:
    """A label in an empty cell with the grey line under it; the run of its words."""
    if bold:
        shade(cell)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(words)
    run.bold = bold or None
    if hint:
        give_style(cell.add_paragraph(text.upper_first(hint)), HINT_STYLE)
    return run
