"""Word documents as tests need them: made by python-docx, filled in as a person does."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import yaml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from support import PROJECT

HEADINGS = ("№", "Мероприятие", "Сроки", "Ответственные")


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def answer_cell(document: Any, label: str, column: int = 1) -> _Cell:
    """The cell beside a label of a «вопрос | ответ» table, as a person finds it."""
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].paragraphs[0].text.removesuffix(" *") == label:
                return row.cells[column]
    raise AssertionError(f"no question «{label}»")


def table_under(document: Any, *headings: str) -> Any:
    """The table whose first row begins with these headings (stars of duty aside)."""
    for table in document.tables:
        parts = [cell.paragraphs[0].text.removesuffix(" *") for cell in table.rows[0].cells]
        if parts[: len(headings)] == list(headings):
            return table
    raise AssertionError(f"no table {headings}")


def type_in(cell: _Cell, *paragraphs: str) -> None:
    """Type into an empty cell, Enter between paragraphs."""
    cell.paragraphs[0].add_run(paragraphs[0])
    for words in paragraphs[1:]:
        cell.add_paragraph(words)


def choose(cell: _Cell, words: str) -> None:
    """Choose from a drop-down list, as Word stores it."""
    control = cell._tc.find(f".//{qn('w:sdt')}")
    assert control is not None, "no list in this cell"
    shows = control.find(f".//{qn('w:showingPlcHdr')}")
    shows.getparent().remove(shows)
    control.find(f".//{qn('w:t')}").text = words


def tick(cell: _Cell, *labels: str) -> None:
    """Tick the boxes before these labels."""
    for label in labels:
        found = False
        for paragraph in cell.paragraphs:
            box = None
            for element in paragraph._p.iter(qn("w:t")):
                if element.text in ("☐", "☒"):
                    box = element
                elif (element.text or "").replace("\u00a0", " ").strip() == label:
                    box.text, found = "☒", True
        assert found, f"no box «{label}»"


# --- the roadmap of the source document ------------------------------------------------------------------------------


def measures() -> list[dict[str, Any]]:
    """The 31 rows: titles of our own record, terms and responsible parties in the spelling of the source."""
    record = yaml.load((PROJECT / "data/programmes/dvizhenie-vverkh.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    titles = {measure["number"]: measure["title"] for measure in record["roadmap"]["measures"]}
    rows = yaml.load((PROJECT / "tests/cases/office/roadmap.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [{**row, "title": titles[row["number"]]} for row in rows]


def roadmap_rows() -> list[tuple[str, str, str, str]]:
    """The rows as they lie in the table: rows that a page break cut are two."""
    out = []
    for row in measures():
        parties = "\n".join(row["responsible"])
        if "cut" not in row:
            out.append((str(row["number"]), row["title"], row["when"], parties))
            continue
        words = row["title"].split()
        half = next(n for n in range(len(words) // 2, len(words)) if words[n][0].islower())
        out.append((str(row["number"]), " ".join(words[:half]), row["when"], parties))
        out.append(("", " ".join(words[half:]), "", "\n".join(row["cut"])))
    return out


def roadmap_document(
    rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS, pages: Iterable[int] = (), repeated: bool = True
) -> bytes:
    """A document with the table, cut into several at the rows ``pages``, with the heading ``repeated`` or not."""
    document = docx.Document()
    document.add_paragraph("Приложение № 2")
    document.add_heading("Дорожная карта", level=1)
    cuts = [0, *pages, len(rows)]
    for number, (first, last) in enumerate(pairwise(cuts)):
        part = [headings, *rows[first:last]] if not number or repeated else rows[first:last]
        if number:
            document.add_page_break()
        table = document.add_table(0, len(headings), style="Table Grid")
        for row in part:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                type_in(cell, *words.split("\n"))
    return saved(document)


def _steps(document: Any) -> Any:
    return table_under(document, "№", "Название шага")


def _filled_steps(document: Any) -> Any:
    for row, (title, minutes) in zip(_steps(document).rows[1:], (("Раз", "5"), ("Два", "10")), strict=False):
        type_in(row.cells[1], title)
        type_in(row.cells[3], minutes)
    return _steps(document)._tbl


def _behind(document: Any) -> None:
    document.tables[-1]._tbl.addnext(copy.deepcopy(_filled_steps(document)))


def _right_behind(document: Any) -> None:
    table = _filled_steps(document)
    table.addnext(copy.deepcopy(table))
    table.addnext(OxmlElement("w:p"))


def _in_a_cell(document: Any) -> None:
    answer_cell(document, "В чём идея")._tc.insert(1, copy.deepcopy(_filled_steps(document)))


def _in_two_cells(document: Any) -> None:
    _in_a_cell(document)
    answer_cell(document, "Коротко")._tc.insert(1, copy.deepcopy(_steps(document)._tbl))


COPIED_STEPS = [{"title": "Раз", "minutes": "5"}, {"title": "Два", "minutes": "10"}]
#: ways in which the table of steps gets into a document once more
COPIES = [_behind, _right_behind, _in_a_cell, _in_two_cells]
