"""Tables of one kind as a workbook of Excel: Russian titles, frozen and with filters; numbers and days are numbers and
days, words are never formulas."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from generator.exports.tables_of_kinds import CellValue, DataColumn, FilledTable

#: what Excel takes in one cell
_MOST_SIGNS = 32_767
_CUT = "… (целиком — в файле JSON)"
_CREATED = dt.datetime(2026, 1, 1)  # the bytes of a file depend on the records alone
_LONGEST_NAME = 31  # of a sheet


def workbook(tables: Sequence[FilledTable]) -> bytes:
    """The first table and those of the others that have rows, a sheet each, the sheet of columns last."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _CREATED})
    shown = [filled for number, filled in enumerate(tables) if filled.rows or not number]
    looks = {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
             "date": book.add_format({"num_format": "yyyy-mm-dd"})}  # fmt: skip
    for filled, name in zip(shown, _names(shown), strict=True):
        _sheet(book.add_worksheet(name), filled, looks)
    book.close()
    return out.getvalue()


def rows_of_tables(tables: Sequence[FilledTable]) -> Iterator[object]:
    """All that the workbook of these tables is made of, one by one."""
    for filled in tables:
        yield filled.table
        yield from filled.rows


def _names(tables: Sequence[FilledTable]) -> list[str]:
    """The names of the sheets: those of the tables, made short from the middle where Excel asks it."""
    names: list[str] = []
    for filled in tables:
        name = filled.table.name
        short = name if len(name) <= _LONGEST_NAME else f"{name[:14]}…{name[-14:]}"
        names.append(short)
    return names


def _sheet(sheet: Any, filled: FilledTable, looks: dict[str, Any]) -> None:
    columns = filled.table.columns
    for at, column in enumerate(columns):
        sheet.write_string(0, at, f"{column.label}\n{column.name}", looks["head"])
    sheet.set_column(0, len(columns) - 1, 18)
    sheet.freeze_panes(1, 1)
    if filled.rows:
        sheet.autofilter(0, 0, len(filled.rows), len(columns) - 1)
    for line, row in enumerate(filled.rows, 1):
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value is not None:
                _cell(sheet, line, at, column, value, looks)


def _cell(sheet: Any, line: int, at: int, column: DataColumn, value: CellValue, looks: dict[str, Any]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value)
    elif column.type == "date" and isinstance(value, str):
        sheet.write_datetime(line, at, dt.datetime.fromisoformat(value), looks["date"])
    else:
        words = str(value)
        sheet.write_string(line, at, words if len(words) <= _MOST_SIGNS else words[: _MOST_SIGNS - len(_CUT)] + _CUT)
