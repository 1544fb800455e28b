"""Remarks put into the Word file that they are about: on the margin at the place, and all in a table at the end.

A file that comes back a second time loses the remarks of the first; comments of people stay. Everything else in the
file is left as it was.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from generator import text
from generator.channels.office import column_questions
from generator.channels.office import document_design as look
from generator.channels.office.document_body import Body, DocumentCell, DocumentTable, open_document
from generator.channels.office.document_controls import bookmark
from generator.channels.office.document_plan import REMARK_AUTHOR as AUTHOR
from generator.channels.office.document_plan import REMARK_STYLE
from generator.channels.office.document_text import Paragraph
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.headings import COLUMN_MEANINGS

HEADING = "Замечания"
COLUMNS = ("№", "Где", "Что не так", "Как должно быть")
_WIDTHS = (1.0, 4.6, 6.2, 5.6)
_COLUMN_WIDTHS = (2.6, 4.6, 6.2, 4.0)
_LEAD = (
    "Поправьте места, отмеченные на полях, и отправьте этот же файл ещё раз. Замечания удалять не нужно: при следующей "
    "проверке они исчезнут сами."
)
#: before the bookmark of a row; files of earlier checks have the second, made by another sum
_ROW, _FORMER_ROW = "n_", "m_"
_FIRST_MARK = 700_000
_MARKS = tuple(qn(f"w:{name}") for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


def annotate_document(data: bytes, remarks: Sequence[Remark], asked: Sequence[Sequence[str]] = ()) -> bytes:
    """The file with these remarks and without our earlier ones; without remarks the file is only cleaned of them.
    ``asked`` are rows about columns (``column_questions``).

    Raises NotADocument for what cannot be opened: such a file cannot carry remarks.
    """
    body = open_document(data)
    document = body.document
    if not document.sections:  # other programs write documents without one, and a table needs the width of its sheet
        document.element.body.append(OxmlElement("w:sectPr"))
    # Places are those of the file as it came, so they are looked up before anything in it changes.
    places = [_element(body, remark.place) for remark in remarks]
    _remove(body)
    for remark, element in zip(remarks, places, strict=True):
        _comment(document, element, remark)
    if remarks:
        _table(document, remarks)
    if asked:
        _columns_table(document, asked)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def is_remarks(table: DocumentTable) -> bool:
    """Return True for the closing table of an earlier check."""
    return bool(table.rows) and tuple(cell.text for cell in table.rows[0]) == COLUMNS


def written_in_remarks(table: DocumentTable) -> list[DocumentCell]:
    """The first cells of the rows of our closing table into which somebody wrote, as people answer remarks there."""
    rows = [row for row in table.rows[1:] if row]
    marks = [[one.get(qn("w:name")) or "" for one in row[0].at.iter(qn("w:bookmarkStart"))] for row in rows]
    every = [name for names in marks for name in names]
    mark = next((made for start, made in _MARKED.items() if any(name.startswith(start) for name in every)), None)
    if mark is None:
        return []  # made before rows had marks
    return [row[0] for row, names in zip(rows, marks, strict=True) if mark([one.text for one in row]) not in names]


def _mark(words: Sequence[str]) -> str:
    """The bookmark of a row of ours, by which is seen that nobody wrote into it: the 32-bit FNV-1a of its letters. The
    form of the site counts it too (``blank/word-account.js``)."""
    found = 0x811C9DC5
    for byte in _letters(words).encode():
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"{_ROW}{found:08x}"


def _former_mark(words: Sequence[str]) -> str:
    return _FORMER_ROW + hashlib.sha256(_letters(words).encode()).hexdigest()[:16]


def _letters(words: Sequence[str]) -> str:
    return "".join(re.findall(r"\w+", " ".join(words)))


_MARKED = {_ROW: _mark, _FORMER_ROW: _former_mark}


def is_question_of_columns(table: DocumentTable) -> bool:
    """Return True for the table in which an earlier check asked what the columns are."""
    return bool(table.rows) and tuple(cell.text for cell in table.rows[0]) == column_questions.COLUMNS_HEAD


def _element(body: Body, place: FilePlace) -> Any:
    """The paragraph at a place: of its cell, the one of that number, else the first of the document."""
    match place.at:
        case ("table", int(table), int(row), int(number)):
            return body.tables[table].rows[row][number].paragraphs[0].at
        case ("paragraph", int(number)) if isinstance(body.blocks[number], Paragraph):
            return body.blocks[number].at
        case _:
            first = next((block for block in body.blocks if isinstance(block, Paragraph)), None)
            return first.at if first is not None else body.document.add_paragraph()._p


def _remove(body: Body) -> None:
    """Take our earlier remarks out of the document."""
    root = body.document.element.body
    part = body.document.part
    has_comments = any(relation.reltype.endswith("/comments") for relation in part.rels.values())
    comments = part._comments_part.element if has_comments else ()
    ours = {one.get(qn("w:id")) for one in comments if one.get(qn("w:author")) == AUTHOR}
    for one in [one for one in comments if one.get(qn("w:id")) in ours]:
        comments.remove(one)
    for mark in [mark for mark in root.iter(*_MARKS) if mark.get(qn("w:id")) in ours]:
        run = mark.getparent()
        run.remove(mark)
        if mark.tag == _MARKS[2] and run.tag == qn("w:r") and not [x for x in run if x.tag != qn("w:rPr")]:
            run.getparent().remove(run)
    for table in (one for one in body.tables if is_remarks(one) or is_question_of_columns(one)):
        element = table.rows[0][0].at.getparent().getparent()
        element.getparent().remove(element)
    for block in body.blocks:
        if isinstance(block, Paragraph) and block.style == REMARK_STYLE:
            block.at.getparent().remove(block.at)


def _comment(document: Document, paragraph: Any, remark: Remark) -> None:
    lines = _remark_text(remark) + (f"\nКак должно быть: {remark.hint}" if remark.hint else "")
    comment = document.comments.add_comment(text=lines, author=AUTHOR, initials="М")
    comment._comment_elm.attrib.pop(qn("w:date"), None)  # the same remarks make the same file
    number = {qn("w:id"): str(comment.comment_id)}
    start, end = OxmlElement("w:commentRangeStart", number), OxmlElement("w:commentRangeEnd", number)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    if next(paragraph.iter(qn("w:t")), None) is None:  # LibreOffice drops a comment on nothing
        blank = OxmlElement("w:r")
        blank.append(OxmlElement("w:t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}))
        blank[0].text = " "
        paragraph.append(blank)
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:commentReference", number))
    paragraph.append(end)
    paragraph.append(run)


def _remark_text(remark: Remark) -> str:
    message = text.upper_first(remark.message)
    return message if remark.is_error else f"Обратите внимание. {message}"


def _table(document: Document, remarks: Sequence[Remark]) -> None:
    rows = [
        (str(number), remark.place.label, _remark_text(remark), text.upper_first(remark.hint) or "—")
        for number, remark in enumerate(remarks, 1)
    ]
    _table_of(document, (HEADING, _LEAD), COLUMNS, rows, _WIDTHS)


def _columns_table(document: Document, asked: Sequence[Sequence[str]]) -> None:
    meanings = ", ".join(f"«{one}»" for one in COLUMN_MEANINGS.values())
    lead = f"{column_questions.LEAD} Можно написать: {meanings}."
    _table_of(document, (column_questions.COLUMNS_SHEET, lead), column_questions.COLUMNS_HEAD, asked, _COLUMN_WIDTHS)


def _table_of(
    document: Document,
    titles: tuple[str, str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> None:
    """A table of ours at the end of the document, under its heading and a sentence (``titles``)."""
    look.style(document, REMARK_STYLE, 9.5).paragraph_format.space_after = Pt(2)
    heading = document.add_paragraph(style=REMARK_STYLE)
    heading.paragraph_format.space_before = Pt(18)
    heading.paragraph_format.keep_with_next = True
    run = heading.add_run(titles[0])
    run.bold, run.font.size, run.font.color.rgb = True, Pt(14), look.INK
    document.add_paragraph(titles[1], style=REMARK_STYLE)
    table = look.table(document, len(rows) + 1, widths)
    look.repeats(table)
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        look.shade(cell)
        _write(cell.paragraphs[0], words, bold=True)
    for made, row in zip(table.rows[1:], rows, strict=True):
        for cell, one in zip(made.cells, row, strict=True):
            _write(cell.paragraphs[0], one)
        bookmark(made.cells[0].paragraphs[0].runs[0], _mark(row))
    open_ = [one for name in ("w:bookmarkStart", "w:bookmarkEnd") for one in table._tbl.iter(qn(name))]
    for number, one in enumerate(open_):  # numbers that nothing else in the document has
        one.set(qn("w:id"), str(_FIRST_MARK + number % len(rows)))


def _write(paragraph: WordParagraph, words: str, bold: bool = False) -> None:
    paragraph.style = REMARK_STYLE
    paragraph.add_run(words).bold = bold or None
