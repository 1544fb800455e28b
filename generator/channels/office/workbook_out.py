"""A layout becomes an empty workbook: drop-downs, hints, an example, frozen headings, ready to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from generator.channels.office.layout import (
    CARD_HEADINGS,
    INSTRUCTIONS,
    LINK_KEY,
    LISTS,
    NUMBER_KEY,
    WORKBOOK_VERSION,
    Column,
    Sheet,
    WorkbookLayout,
    card_hint,
    instruction_lines,
)

#: the hidden row of keys, the headings, and the first row below them, counted from 0
KEY_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2
LAST_ROW = 2000  # drop-downs and hints reach this far
_RECORDS = "zapisi"  # the name of the column in which the rows of lists find their record
_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_PAPER_A4 = 9
_WIDE = 260  # characters; more on one page would be smaller than 6 points
_PAGE = 110
_LINE = 13.5  # points


def workbook_template(layout: WorkbookLayout, today: dt.date) -> bytes:
    """The bytes of the workbook; the same layout and day give the same bytes. Text of records is never a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": layout.form.title, "created": dt.datetime.combine(today, dt.time())})
    book.set_custom_property("metodoteka", f"{layout.form.name}@{WORKBOOK_VERSION}", "text")
    looks = _looks(book)
    lists = _Lists()
    _instructions(book.add_worksheet(INSTRUCTIONS), layout, looks)
    for sheet in layout.sheets:
        page = book.add_worksheet(sheet.name)
        (_card if sheet.card else _table)(page, layout, sheet, looks, lists)
    for newcomers in layout.newcomers:
        _table(book.add_worksheet(newcomers.form.title), newcomers, newcomers.sheets[0], looks, lists)
    lists.write(book, looks)
    _name_the_records(book, layout)
    book.worksheets()[1].activate()
    book.close()
    return out.getvalue()


@dataclass
class _Lists:
    """The lists that drop-downs show: each once, on a hidden sheet, under a name. A name rather than a place, because
    Excel keeps choices from another sheet where other programs lose them."""

    names: dict[tuple[str, ...], str] = field(default_factory=dict)

    def named(self, options: tuple[str, ...]) -> str:
        return self.names.setdefault(options, f"spisok_{len(self.names) + 1}")

    def write(self, book: Any, looks: Mapping[str, Any]) -> None:
        page = book.add_worksheet(LISTS)
        page.hide()
        for at, (options, name) in enumerate(self.names.items()):
            page.write_string(0, at, name, looks["heading"])
            for row, option in enumerate(options, 1):
                page.write_string(row, at, option)
            first, last = (xl_rowcol_to_cell(row, at, True, True) for row in (1, len(options)))
            book.define_name(name, f"='{LISTS}'!{first}:{last}")


def _looks(book: Any) -> dict[str, Any]:
    """Formats by the look of a column. Text is text, so that «5–7» does not become a date."""
    written = _FONT | {"text_wrap": True, "num_format": "@", "border": 1, "border_color": "#C8CDD3"}
    return {
        "heading": book.add_format(
            _FONT
            | {"bold": True, "text_wrap": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}
            | {"valign": "vcenter"}
        ),
        "example": book.add_format(written | {"italic": True, "font_color": "#5A5A5A", "bg_color": "#F1F1F1"}),
        "shown": book.add_format(written | {"bg_color": "#F1F1F1"}),
        "share": book.add_format(_FONT | {"num_format": "0.0%", "bg_color": "#F1F1F1", "border": 1}),
        "number": book.add_format(written | {"num_format": "General"}),
        "#": book.add_format(written | {"num_format": "General", "align": "center"}),
        "date": book.add_format(written | {"num_format": "dd.mm.yyyy"}),
        "written": book.add_format(written),
        "title": book.add_format(_FONT | {"bold": True, "font_size": 16}),
        "given": book.add_format(_FONT | {"text_wrap": True, "font_size": 11}),
    }


def _look(looks: Mapping[str, Any], column: Column) -> Any:
    if column.path == "=share":
        return looks["share"]
    if column.path == NUMBER_KEY:
        return looks[NUMBER_KEY]
    return looks.get({"given": "shown"}.get(column.look, column.look), looks["written"])


# --- the sheets ------------------------------------------------------------------------------------------------------


def _instructions(page: Any, layout: WorkbookLayout, looks: Mapping[str, Any]) -> None:
    page.set_column(0, 0, _PAGE)
    page.hide_gridlines(2)
    page.write_string(0, 0, layout.form.title, looks["title"])
    for row, text in enumerate(instruction_lines(layout), 2):
        page.write_string(row, 0, text, looks["given"])
        page.set_row(row, _height([(text, _PAGE)]) + 8)
    page.set_landscape()
    page.set_paper(_PAPER_A4)
    page.fit_to_pages(1, 0)


def _table(page: Any, layout: WorkbookLayout, sheet: Sheet, looks: Mapping[str, Any], lists: _Lists) -> None:
    page.set_row(KEY_ROW, None, None, {"hidden": True})
    page.set_row(HEADING_ROW, _height([(_heading(column), column.width) for column in sheet.columns]) + 6)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, _look(looks, column))
        page.write_string(KEY_ROW, at, layout.key(column))
        page.write_string(HEADING_ROW, at, _heading(column), looks["heading"])
        for validation in _validation(column, lists):
            page.data_validation(FIRST_ROW, at, LAST_ROW, at, validation)
    if sheet.rows:
        for row, filled in enumerate(sheet.rows, FIRST_ROW):
            _write_row(page, row, sheet, filled, looks)
    else:
        page.set_row(FIRST_ROW, _height([(column.example, column.width) for column in sheet.columns]))
        for at, column in enumerate(sheet.columns):
            page.write_string(FIRST_ROW, at, column.example, looks["example"])
        if layout.link == NUMBER_KEY and not sheet.group:
            for number in range(1, 101):
                page.write_number(FIRST_ROW + number, 0, number, looks["number"])
    page.freeze_panes(FIRST_ROW, 2)
    _for_print(page, wide=sum(column.width for column in sheet.columns) > _WIDE)
    page.repeat_rows(HEADING_ROW)
    page.repeat_columns(0, 1)


def _card(page: Any, layout: WorkbookLayout, sheet: Sheet, looks: Mapping[str, Any], lists: _Lists) -> None:
    page.set_column(0, 0, 4, None, {"hidden": True})
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 54, looks["written"])
    page.set_column(3, 3, 60)
    page.set_row(KEY_ROW, None, None, {"hidden": True})
    for at, text in enumerate(CARD_HEADINGS, 1):
        page.write_string(HEADING_ROW, at, text, looks["heading"])
    filled = sheet.rows[0] if sheet.rows else {}
    for row, column in enumerate(sheet.columns, FIRST_ROW):
        page.write_string(row, 0, layout.key(column))
        page.write_string(row, 1, _heading(column), looks["shown"])
        _write(page, row, 2, column, filled.get(column.path, ""), looks)
        hint = card_hint(column)
        page.write_string(row, 3, hint, looks["shown"])
        page.set_row(row, _height([(hint, 60), (_heading(column), 34), (str(filled.get(column.path, "")), 54)]))
        for validation in _validation(column, lists):
            page.data_validation(row, 2, row, 2, validation)
    page.freeze_panes(FIRST_ROW, 0)
    _for_print(page)


def _write_row(page: Any, row: int, sheet: Sheet, filled: Mapping[str, Any], looks: Mapping[str, Any]) -> None:
    at = {column.path: position for position, column in enumerate(sheet.columns)}
    page.set_row(row, _height([(str(filled.get(column.path, "")), column.width) for column in sheet.columns]))
    for position, column in enumerate(sheet.columns):
        if column.path == "=share":
            if filled.get("=type") == "share":
                above, below = (xl_rowcol_to_cell(row, at[f"values.{name}"]) for name in ("numerator", "denominator"))
                formula = f'=IF(AND(ISNUMBER({above}),ISNUMBER({below})),IF({below}>0,{above}/{below},""),"")'
                page.write_formula(row, position, formula, looks["share"], "")
        elif column.path in filled:
            _write(page, row, position, column, filled[column.path], looks)


def _write(page: Any, row: int, at: int, column: Column, value: Any, looks: Mapping[str, Any]) -> None:
    if isinstance(value, int):
        page.write_number(row, at, value, _look(looks, column))
    else:
        page.write_string(row, at, value, _look(looks, column))


def _for_print(page: Any, *, wide: bool = False) -> None:
    """A4 across; a table too wide to be read on one page goes over several, which repeat the first columns."""
    page.set_landscape()
    page.set_paper(_PAPER_A4)
    if wide:
        page.set_print_scale(60)
    else:
        page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&A&R&P из &N")


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """The height of a row in points that shows all its texts, each in a column so many characters wide; programs do not
    measure rows that another program wrote."""
    rows = [sum(len(line) * 1.1 // max(width, 1) + 1 for line in text.split("\n")) for text, width in cells]
    return min(max(rows, default=1) * _LINE + 2, 400)


# --- what a cell offers and says -------------------------------------------------------------------------------------


def _heading(column: Column) -> str:
    return column.heading + (" *" if column.required else "")


def _validation(column: Column, lists: _Lists) -> Iterator[dict[str, Any]]:
    """The drop-down, the check and the hint of a cell. A cell for several values takes any text, so that values can be
    written one after another."""
    shown = {"input_title": column.heading[:32], "input_message": column.hint[:255], "ignore_blank": True}
    options = column.options
    if column.path == LINK_KEY:
        yield shown | {"validate": "list", "source": f"={_RECORDS}", "show_error": False}
    elif options:
        yield shown | {
            "validate": "list",
            "source": f"={lists.named(options)}",
            "show_error": column.look == "choice",
            "error_type": "warning",
            "error_title": "Такого в списке нет",
            "error_message": "Лучше выбрать значение из списка. Оставить как есть?",
        }
    elif column.look == "number" and column.question is not None:
        least, most = column.question.least, column.question.most
        yield shown | {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e12 if least is None else least,
            "maximum": 1e12 if most is None else most,
            "error_title": "Нужно число",
            "error_message": "Впишите только число, без слов. Дробная часть — после запятой.",
        }
    elif column.look == "date":
        yield shown | {
            "validate": "date",
            "criteria": ">",
            "value": dt.date(1900, 1, 1),
            "error_type": "warning",
            "error_title": "Нужна дата",
            "error_message": "Напишите день, месяц и год, например 01.09.2025. Оставить как есть?",
        }
    elif column.hint:
        yield shown | {"validate": "any"}


def _name_the_records(book: Any, layout: WorkbookLayout) -> None:
    """The column of the first sheet from which the rows of lists choose their record, under one name."""
    first = layout.sheets[0]
    if not layout.link:
        return
    at = next(position for position, column in enumerate(first.columns) if column.path == layout.link)
    top, bottom = (xl_rowcol_to_cell(row, at, True, True) for row in (FIRST_ROW + 1, LAST_ROW))
    book.define_name(_RECORDS, f"='{first.name}'!{top}:{bottom}")
