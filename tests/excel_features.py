"""Workbooks for the table of what we read of Excel: a filled template in which one thing is special."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from office_files import keys
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

PRACTICE = {"title": "Проба", "summary": "Проба.", "problem": "Не слушают.", "idea": "Мысль", "results": "Видно."}
EVENT = {"title": "Проба", "type": "Семинар", "start": "2026", "organizer": "Школа А"}
SHEETS = {"steps": "Шаги", "outcomes": "Измеренные результаты", "attachments": "Материалы"}
OTHERS = {
    "steps": {"steps.title": "Раз"},
    "outcomes": {"outcomes.what": "понимание", "outcomes.evaluator": "Автор практики"},
    "attachments": {"attachments.title": "Лист"},
}
ROW = 4


def form_of(case: Mapping[str, Any]) -> str:
    """The form that a case fills in."""
    return "event" if case["field"].startswith("event.") else "practice"


def field_of(case: Mapping[str, Any]) -> str:
    """The dotted field of its record."""
    return case["field"].removeprefix("event.")


def workbook(template: bytes, case: Mapping[str, Any], picture: Path) -> bytes:
    """The template filled in as the case says."""
    return workbook_of(template, [case], picture)


def workbook_of(template: bytes, cases: Sequence[Mapping[str, Any]], picture: Path) -> bytes:
    """The same as all the cases say, each of which has a field of its own in one record."""
    assert len({field_of(case) for case in cases}) == len(cases)
    book = openpyxl.load_workbook(io.BytesIO(template))
    main = book.worksheets[1]
    _fill(main, EVENT if form_of(cases[0]) == "event" else PRACTICE)
    for case in cases:
        _fill_in(book, main, case, picture)
    out = io.BytesIO()
    book.save(out)
    return _with_result(out.getvalue(), cases[0]["cell"])


def _fill_in(book: Any, main: Worksheet, case: Mapping[str, Any], picture: Path) -> None:
    field = field_of(case)
    group = field.partition(".")[0]
    page = main
    if group in SHEETS:
        page = book[SHEETS[group]]
        _fill(page, {"^": PRACTICE["title"], **OTHERS[group]})
        if case.get("unit"):
            _fill(page, {"outcomes.unit": case["unit"]})
    cell = page.cell(ROW, keys(page)[field])
    if "sheet" in case:
        SPECIAL[case["sheet"]](book, page, cell, picture)
    _put(cell, case["cell"])
    if case.get("sheet") == "struck-row":
        for one in page[ROW]:
            one.font = Font(strike=True)


def _fill(page: Worksheet, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        page.cell(ROW, keys(page)[field]).value = value


def _put(cell: Any, its: Mapping[str, Any]) -> None:
    cell.number_format = its.get("format", "General")
    if "rich" in its:
        cell.value = CellRichText([TextBlock(InlineFont(**one[1]), str(one[0])) if one[1:] else str(one[0])
                                   for one in its["rich"]])  # fmt: skip
    elif "formula" in its:
        cell.value = f"={its['formula']}"
    else:
        cell.value = its.get("error", its.get("value"))
    if "error" in its:
        cell.data_type = "e"
    if "font" in its:
        cell.font = Font(**its["font"])
    if "note" in its:
        cell.comment = Comment(its["note"], "коллега")
    if "link" in its:
        cell.hyperlink = its["link"]


def _with_result(data: bytes, its: Mapping[str, Any]) -> bytes:
    """A formula with its result, which openpyxl cannot write: put into the part itself."""
    if "formula" not in its or "value" not in its:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                cell = rf'<c \1 t="str">\2<v>{its["value"]}</v>'
                text = re.sub(r"<c ([^>]*)>(<f>[^<]*</f>)<v(?: ?/>|></v>)", cell, text.decode()).encode()
            new.writestr(name, text)
    return out.getvalue()


def _merged(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    page.merge_cells(start_row=ROW, end_row=ROW + 1, start_column=cell.column, end_column=cell.column)


def _from_1904(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    book.epoch = CALENDAR_MAC_1904


def _hidden_column(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    for span in page.column_dimensions.values():
        if span.min and span.min < cell.column <= span.max:
            span.max = cell.column - 1  # columns of one width are one span, and this one leaves it
    page.column_dimensions[cell.column_letter].hidden = True


def _hidden_row(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    page.row_dimensions[ROW].hidden = True


def _hidden_sheet(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    page.sheet_state = "hidden"
    book.active = 0


def _picture(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    page.add_image(Image(picture), "A20")


def _own_column(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    column = page.max_column + 1
    page.cell(2, column).value, page.cell(ROW, column).value = "Моё", "моё"


def _own_sheet(book: Any, page: Worksheet, cell: Any, picture: Path) -> None:
    book.create_sheet("Черновик")["A1"].value = dt.date(2026, 5, 1)


SPECIAL = {
    "merged": _merged,
    "from-1904": _from_1904,
    "hidden-column": _hidden_column,
    "hidden-row": _hidden_row,
    "hidden-sheet": _hidden_sheet,
    "picture": _picture,
    "struck-row": lambda *_: None,
    "own-column": _own_column,
    "own-sheet": _own_sheet,
}


def table(cases: Sequence[Mapping[str, Any]]) -> str:
    """The table of the documentation."""
    rows = ["| В таблице Excel | Что с этим будет |", "|---|---|"]
    return "\n".join([*rows, *(f"| {case['what']} | {case['then']} |" for case in cases)])
