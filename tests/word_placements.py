"""Words put where people put them: at any place of a filled blank, in any way that Word has for it."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable, Mapping
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from word_files import saved

_BOX = (
    '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r>'
    "</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
)


def written(template: bytes, dice: random.Random, words: list[str]) -> tuple[bytes, Mapping[str, str]]:
    """The file with each of the ``words`` somewhere in it, and how each was put there."""
    document = docx.Document(io.BytesIO(template))
    how = {}
    for word in words:
        put = dice.choice(list(WAYS))
        WAYS[put](document, dice, word)
        how[word] = put
    return saved(document), how


def _paragraph(document: Any, dice: random.Random) -> Paragraph:
    found = [one for one in document.element.body.iter(qn("w:p")) if not any(True for _ in one.iterancestors(
        qn("w:txbxContent")))]  # fmt: skip
    return Paragraph(dice.choice(found), document)


def _cell(document: Any, dice: random.Random) -> _Cell:
    table = _table(document, dice)
    return _Cell(dice.choice(list(table._tbl.iter(qn("w:tc")))), table)


def _table(document: Any, dice: random.Random) -> Table:
    return dice.choice(document.tables)


def _behind(document: Any, dice: random.Random, word: str) -> None:
    _paragraph(document, dice).add_run(f" {word}")


def _before(document: Any, dice: random.Random, word: str) -> None:
    paragraph = _paragraph(document, dice)
    run = paragraph.add_run(f"{word} ")._r
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, run)


def _under(document: Any, dice: random.Random, word: str) -> None:
    """Enter at the end of a paragraph: the new one looks like it."""
    above = _paragraph(document, dice)
    below = copy.deepcopy(above._p)
    for child in list(below):
        if child.tag != qn("w:pPr"):
            below.remove(child)
    above._p.addnext(below)
    Paragraph(below, above._parent).add_run(word)


def _line(document: Any, dice: random.Random, word: str) -> None:
    run = _paragraph(document, dice).add_run()
    run.add_break()
    run.add_text(word)


def _row(document: Any, dice: random.Random, word: str) -> None:
    table = _table(document, dice)
    row = copy.deepcopy(dice.choice(table.rows)._tr) if dice.random() < 0.3 else None
    if row is None:
        dice.choice(table.add_row().cells).text = word
        return
    for cell in row.findall(qn("w:tc")):
        for paragraph in cell.findall(qn("w:p")):
            for child in list(paragraph):
                paragraph.remove(child)
    table._tbl.append(row)
    _Cell(dice.choice(row.findall(qn("w:tc"))), table).paragraphs[0].add_run(word)


def _column(document: Any, dice: random.Random, word: str) -> None:
    table = _table(document, dice)
    if len(table.columns) < 12:
        table.add_column(914400)
    dice.choice(table.rows).cells[-1].text = word


def _merged(document: Any, dice: random.Random, word: str) -> None:
    table = _table(document, dice)
    row = dice.choice([row for row in table.rows if len(row._tr.findall(qn("w:tc"))) > 1] or [table.add_row()])
    row.cells[0].merge(row.cells[1]).add_paragraph(word)


def _inner(document: Any, dice: random.Random, word: str) -> None:
    _cell(document, dice).add_table(1, 2).rows[0].cells[1].text = word


def _box(document: Any, dice: random.Random, word: str) -> None:
    run = _paragraph(document, dice).add_run()._r
    run.append(parse_xml(_BOX.format(word).replace("<w:pict ", f"<w:pict {nsdecls('w')} ")))


def _hidden(document: Any, dice: random.Random, word: str) -> None:
    _paragraph(document, dice).add_run(f" {word}").font.hidden = True


def _struck(document: Any, dice: random.Random, word: str) -> None:
    _paragraph(document, dice).add_run(f" {word}").font.strike = True


def _inserted(document: Any, dice: random.Random, word: str) -> None:
    paragraph = _paragraph(document, dice)
    run = paragraph.add_run(f" {word}")._r
    wrapping = OxmlElement("w:ins", {qn("w:id"): "1", qn("w:author"): "Завуч"})
    run.addprevious(wrapping)
    wrapping.append(run)


def _control(document: Any, dice: random.Random, word: str) -> None:
    paragraph = _paragraph(document, dice)
    content = f"<w:r><w:t xml:space='preserve'> {word}</w:t></w:r>"
    properties = "<w:sdtPr><w:text/></w:sdtPr>"
    paragraph._p.append(parse_xml(f"<w:sdt {nsdecls('w')}>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"))


def _margin(document: Any, dice: random.Random, word: str) -> None:
    paragraph = _paragraph(document, dice)
    document.add_comment(paragraph.runs or [paragraph.add_run(" ")], text=word, author="Завуч", initials="З")


def _outside(document: Any, dice: random.Random, word: str) -> None:
    Paragraph(copy.deepcopy(document.add_paragraph(word)._p), document)


def _new_table(document: Any, dice: random.Random, word: str) -> None:
    table = document.add_table(1, 2)
    table.rows[0].cells[dice.randrange(2)].text = word
    _table(document, dice)._tbl.addnext(table._tbl)


def _running(document: Any, dice: random.Random, word: str) -> None:
    part = dice.choice([document.sections[0].header, document.sections[0].footer])
    part.paragraphs[0].add_run(f" {word}")


#: how words get into a document
WAYS: Mapping[str, Callable[[Any, random.Random, str], None]] = {
    "behind the words of a paragraph": _behind, "before them": _before, "under a paragraph": _under,
    "in a new line of it": _line, "in a new row": _row, "in a new column": _column, "in a merged cell": _merged,
    "in a table inside a cell": _inner, "in a box over the page": _box, "hidden": _hidden, "struck out": _struck,
    "inserted under review": _inserted, "in a content control": _control, "on the margin": _margin,
    "between the tables": _outside, "in a table of one's own": _new_table, "in a running title": _running,
}  # fmt: skip
