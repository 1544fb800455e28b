"""Files of Word to fill in: a form as tables «вопрос | ответ», empty or with the answers of a record that exists.

A key survives what people do with such files: the name of the form is a custom property of the document, every label
carries a bookmark with the path of its field, and where both get lost the words of the labels are enough.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from generator.catalog import DEMO_MARK
from generator.catalog.forms.questions import Form
from generator.channels.office import document_controls as controls
from generator.channels.office import document_design as look
from generator.channels.office import document_markdown, typed
from generator.channels.office.document_plan import (
    DOCUMENT_VERSION,
    HINT_STYLE,
    HOW,
    NUMBER_HEADING,
    PROPERTY,
    PROPERTY_ID,
    ROADMAP,
    ROADMAP_COLUMNS,
    ROADMAP_HEADING,
    UNDER,
    WAYS_OF_TERMS,
    WHICH_PROGRAMME,
    WHICH_PROGRAMME_HINT,
    QuestionLine,
    QuestionTable,
    form_with_newcomers,
    printed,
    question_hint,
    question_tables,
)
from generator.channels.office.layout import RECORD_KEY, YES_OR_NO, WorkbookLayout, help_of

# The hidden key of a template is a custom property.
_KEY_PART = "docProps/custom.xml"
_KEY_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_KEY_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_KEY_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one format that Word reads
_SAME_DATE = (2020, 1, 1, 0, 0, 0)  # the same form gives the same bytes (law 5)
EMPTY_ROWS = {"steps": 6, "new_organizations": 2, "new_associations": 2, "new_districts": 2}
_ROWS = 4
_COLUMNS = 2
_ROADMAP_ROWS = 8
_SHARES = {"text": 4, "line": 3, "lines": 3, "choice": 5}  # of the width
_ROOM = 1.3  # cm: the least height of a row for more than a line of text
_WIDTH = 17.4  # cm between the margins


def document_template(its: WorkbookLayout, answers: Mapping[str, Any] | None = None, its_id: str = "") -> bytes:
    """The .docx of a form. What ``layout`` and ``prefill`` put into card and table stands in it to begin with.

    With ``answers`` (a record's data) the cells are filled, and ``its_id`` makes the file come back as a change of that
    record.
    """
    form = form_with_newcomers(its)
    document = _sheet(form)
    answers = answers or _begun(its)
    for section, found in question_tables(form):
        look.styled_paragraph(document, section.heading, "Heading 1")
        for number, block in enumerate(found):
            if block.heading != section.heading:
                is_needed = block.group is not None and block.group.required and form.name != ROADMAP
                look.styled_paragraph(document, block.heading + (" *" if is_needed else ""), "Heading 2")
            _block(document, block, its, answers, with_programme=form.name == ROADMAP and number == 0)
    if form.name == ROADMAP:
        look.styled_paragraph(document, ROADMAP_HEADING, "Heading 1")
        _roadmap(document, its)
    controls.renumber(document.element.body)
    out = io.BytesIO()
    document.save(out)
    keys = {PROPERTY: f"{form.name} {DOCUMENT_VERSION}"} | ({PROPERTY_ID: its_id} if its_id else {})
    return _with_properties(out.getvalue(), keys)


def _begun(its: WorkbookLayout) -> dict[str, Any]:
    """What the card of a workbook says to begin with (whose figures, for which period)."""
    card = its.sheets[0]
    return dict(card.rows[0]) if card.card and card.rows else {}


def _sheet(form: Form) -> Document:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin = page.bottom_margin = Cm(1.8)
    _styles(document)
    core = document.core_properties
    core.title, core.author, core.language, core.comments = form.title, "Методотека", "ru-RU", ""
    look.styled_paragraph(document, form.title, "Title")
    document.add_paragraph(form.lead)
    if form.name != ROADMAP:  # its programme may be one that exists
        document.add_paragraph(form.obligatory)
    for line in HOW:
        look.styled_paragraph(document, line, "List Bullet")
    return document


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    look.font(normal, 10.5)
    normal.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang", {qn("w:val"): "ru-RU"})
    normal.element.get_or_add_rPr().append(language)
    for name, size, before in (("Title", 20, 0), ("Heading 1", 14, 14), ("Heading 2", 11.5, 10), ("Heading 3", 11, 6),
                               ("Heading 4", 10.5, 4)):  # fmt: skip
        style = document.styles[name]
        look.font(style, size)
        style.font.bold, style.font.color.rgb = True, look.INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    line = document.styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if line is not None:
        line.getparent().remove(line)
    grey = look.style(document, HINT_STYLE, 8.5)
    grey.font.color.rgb = look.GREY
    grey.paragraph_format.space_after = Pt(0)
    faint = document.styles.add_style(controls.PLACEHOLDER_STYLE, WD_STYLE_TYPE.CHARACTER)
    faint.font.color.rgb = look.GREY
    for name in ("List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(2)


# --- tables -----------------------------------------------------------------------------------------------------------


def _block(
    document: Document,
    block: QuestionTable,
    its: WorkbookLayout,
    answers: Mapping[str, Any],
    with_programme: bool = False,
) -> None:
    if block.group is not None and (text := help_of(block.group)):
        look.styled_paragraph(document, text + ".", HINT_STYLE)
    if block.shape == "answers":
        table = look.table(document, len(block.lines) + with_programme, (6.2, _WIDTH - 6.2))
        if with_programme:
            look.write_label(table.rows[0].cells[0], WHICH_PROGRAMME, WHICH_PROGRAMME_HINT)
            table.rows[0].cells[1].paragraphs[0].add_run(str(answers.get(RECORD_KEY, "")))
        for row, line in zip(table.rows[with_programme:], block.lines, strict=True):
            if line.question.widget == "text":
                row.height = Cm(_ROOM)
            _label(row.cells[0], line)
            _answer(document, row.cells[1], line, _at(answers, line.path))
    elif block.shape == "columns":
        _columns(document, block, _at(answers, block.path) or [])
    else:
        _rows(document, block, its, _at(answers, block.path) or [])


def _columns(document: Document, block: QuestionTable, members: list[Mapping[str, Any]]) -> None:
    count = max(_COLUMNS, len(members))
    side = 5.4
    table = look.table(document, len(block.lines) + 1, (side, *[(_WIDTH - side) / count] * count))
    for number, cell in enumerate(table.rows[0].cells):
        _head(cell, f"{number}-й" if number else "")
    for row, line in zip(table.rows[1:], block.lines, strict=True):
        _label(row.cells[0], line)
        for cell, member in zip(row.cells[1:], [*members, *[{}] * (count - len(members))], strict=True):
            _answer(document, cell, line, _at(member, _inside(line, block)))
    _under(document, UNDER[block.shape])


def _rows(document: Document, block: QuestionTable, its: WorkbookLayout, members: list[Mapping[str, Any]]) -> None:
    begun = [] if members else _begun_rows(its, block.path)
    count = len(begun) or max(len(members) + 1, EMPTY_ROWS.get(block.path, _ROWS))
    shares = [_SHARES.get(line.question.widget) or min(3.5, max(2, 0.26 * len(line.label))) for line in block.lines]
    unit = (_WIDTH - 1) / sum(shares)
    table = look.table(document, count + 1, (1.0, *[share * unit for share in shares]))
    _head(table.rows[0].cells[0], NUMBER_HEADING)
    look.repeats(table)
    for cell, line in zip(table.rows[0].cells[1:], block.lines, strict=True):
        _label(cell, line)
    for number, row in enumerate(table.rows[1:]):
        if not begun:
            row.height = Cm(_ROOM)
        row.cells[0].paragraphs[0].add_run(str(number + 1)).font.color.rgb = look.GREY
        member = members[number] if number < len(members) else {}
        for cell, line in zip(row.cells[1:], block.lines, strict=True):
            given = begun[number].get(line.path) if begun else None
            if given:
                look.write_label(cell, str(given), _about(begun[number]), bold=False)
            else:
                _answer(document, cell, line, _at(member, _inside(line, block)))
    _under(document, UNDER[block.shape])


def _under(document: Document, words: str) -> None:
    """A grey line under a table, and room before what follows."""
    look.styled_paragraph(document, words, HINT_STYLE).paragraph_format.space_after = Pt(10)


def _begun_rows(its: WorkbookLayout, path: str) -> list[Mapping[str, Any]]:
    """What the table of a workbook says to begin with."""
    return [row for sheet in its.sheets if sheet.group == path and not sheet.card for row in sheet.rows]


def _about(row: Mapping[str, Any]) -> str:
    """The grey line under an indicator: what is counted, and how much it was."""
    text = (("", "=unit"), ("числитель: ", "=numerator"), ("знаменатель: ", "=denominator"), ("было: ", "=before"))
    return "; ".join(before + str(row[name]) for before, name in text if row.get(name))


def _roadmap(document: Document, its: WorkbookLayout) -> None:
    look.styled_paragraph(document, WAYS_OF_TERMS, HINT_STYLE)
    begun = _begun_rows(its, "roadmap.measures")
    unit = _WIDTH / sum(share for _, _, share in ROADMAP_COLUMNS)
    table = look.table(document, max(len(begun), _ROADMAP_ROWS) + 1, [share * unit for _, _, share in ROADMAP_COLUMNS])
    look.repeats(table)
    for cell, (words, help_, _) in zip(table.rows[0].cells, ROADMAP_COLUMNS, strict=True):
        look.write_label(cell, words, help_)
    for row, given in zip(table.rows[1:], begun, strict=False):
        for cell, name in zip(row.cells, ("number", "title", "when", "responsible", "note"), strict=True):
            first, *rest = str(given.get(f"roadmap.measures.{name}") or "").split("\n")
            cell.paragraphs[0].add_run(first)
            for words in rest:
                cell.add_paragraph(words)


def _head(cell: _Cell, words: str) -> None:
    look.write_label(cell, words)


def _label(cell: _Cell, line: QuestionLine) -> None:
    run = look.write_label(cell, printed(line.label, line.question), question_hint(line.question))
    controls.bookmark(run, line.mark)


def _answer(document: Document, cell: _Cell, line: QuestionLine, value: Any) -> None:
    question = line.question
    paragraph: Paragraph = cell.paragraphs[0]
    if controls.is_ticked(question):
        labels = dict(question.options)
        controls.boxes(cell, question, [labels.get(word, word) for word in value or ()])
    elif controls.is_listed(question):
        controls.drop_down(paragraph, line, _label_of(question, value) if value not in (None, "") else "")
    elif value not in (None, "", []):
        if question.widget == "text":
            document_markdown.write(document, cell, str(value))
        elif isinstance(value, list | tuple):
            first, *rest = [_label_of(question, one) for one in value]
            paragraph.add_run(first)
            for words in rest:
                cell.add_paragraph(words)
        else:
            paragraph.add_run(_label_of(question, value))


def _label_of(question: Any, value: Any) -> str:
    if question.widget == "flag":  # of a record it is the word that stands in its file
        return YES_OR_NO[0 if typed.parse_flag(value) == "true" else 1]
    return dict(question.options).get(str(value), str(value)).removesuffix(DEMO_MARK)


def _inside(line: QuestionLine, block: QuestionTable) -> str:
    return line.path.removeprefix(block.path + ".")


def _at(data: Any, path: str) -> Any:
    for name in path.split("."):
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _with_properties(data: bytes, properties: Mapping[str, str]) -> bytes:
    """The package with these custom properties, in order, of which python-docx knows nothing. The package must have
    none yet."""
    rows = "".join(
        f'<property fmtid="{_KEY_FORMAT}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr>'
        "</property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    part = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                override = f'<Override PartName="/{_KEY_PART}" ContentType="{_KEY_TYPE}"/></Types>'
                content = content.replace(b"</Types>", override.encode())
            elif name == "_rels/.rels":
                relation = f'<Relationship Id="rIdCustom" Type="{_KEY_RELATION}" Target="{_KEY_PART}"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            new.writestr(zipfile.ZipInfo(name, _SAME_DATE), content, zipfile.ZIP_DEFLATED)
        new.writestr(zipfile.ZipInfo(_KEY_PART, _SAME_DATE), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
