"""Remarks put into the workbook that they are about: a note and a pattern at each cell, and a sheet with all of them.

A file that comes back loses our earlier remarks first; notes and colours of people stay. openpyxl keeps cells,
formulas, formats, widths, drop-downs, hints and hidden sheets of a workbook; it drops pictures and shapes, simplifies
charts, leaves out the results of formulas until a program counts them again, and drops choices that Excel keeps in
extensions (ours stand under names for that reason).
"""

from __future__ import annotations

import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from generator.channels.office import column_questions, file_formats
from generator.channels.office.filled import Remark
from generator.channels.office.headings import COLUMN_MEANINGS
from generator.channels.office.layout import REMARKS
from generator.channels.office.workbook_look import AUTHOR
from generator.text import upper_first

_HEADINGS = ("№", "Где", "Что не так", "Как исправить", "Важность")
_WIDTHS = (5, 42, 60, 60, 18)
_LEAD = (
    "Исправьте отмеченные ячейки, сохраните файл и внесите его ещё раз. Этот лист и пометки удалять не нужно: они "
    "исчезнут сами. Чтобы перейти к ячейке, нажмите на её название."
)
_WITHOUT = (
    " Картинки и фигуры в эту копию могли не войти, а диаграммы измениться: в вашем прежнем файле всё осталось, как "
    "было."
)
_SEVERITY = {True: "нужно исправить", False: "обратите внимание"}
#: a rule of conditional formatting is ours by this formula; the cell's own look stays under it as it was
_RULE = 'LEN("metodoteka")>0'
_COLOURS = {True: ("FFC00000", "FFFDE9E7"), False: ("FF9C5700", "FFFFF6DD")}


def annotate_workbook(data: bytes, remarks: Sequence[Remark], asked: Sequence[Sequence[str]] = ()) -> bytes:
    """The workbook with these remarks and without our earlier ones; with none it is only cleaned. ``data`` has been
    through ``safety``; ``asked`` are rows about columns (``column_questions``), which get a sheet of their own. Raises
    ``file_formats.Refused`` where it cannot be changed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that are dropped: told in the description of this module
        try:
            book = openpyxl.load_workbook(BytesIO(data), rich_text=True)
        except Exception as fault:  # a book that another program reads may break openpyxl in any way
            raise file_formats.broken_file(".xlsx") from fault
    _clean(book)
    if remarks:
        lead = _LEAD + (_WITHOUT if _has_pictures(data) else "")
        remarks = sorted(remarks, key=lambda remark: (not remark.is_error, _order(book, remark)))
        kept = _marked(book, remarks)
        _list(book, remarks, kept, lead)
    if asked:
        _ask_columns(book, asked)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _has_pictures(data: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return any(name.startswith(("xl/media/", "xl/charts/", "xl/drawings/drawing")) for name in archive.namelist())


def _order(book: Any, remark: Remark) -> tuple[int, ...]:
    """As the cells follow each other in the book; what is about the whole file comes first."""
    name, *cell = remark.place.at or ("",)
    return (book.sheetnames.index(name) if name in book.sheetnames else -1, *map(int, cell))


def _clean(book: Any) -> None:
    for ours in (REMARKS, column_questions.COLUMNS_SHEET):
        if ours in book.sheetnames and len(book.sheetnames) > 1:
            del book[ours]
    for page in book.worksheets:
        rules = page.conditional_formatting
        page.conditional_formatting = ConditionalFormattingList()
        for area in rules:
            for rule in area.rules:
                if _RULE not in rule.formula:
                    page.conditional_formatting.add(str(area.sqref), rule)
        for row in page.iter_rows():
            for cell in row:
                if cell.comment is not None:
                    cell.comment = _theirs(cell.comment)


def _theirs(note: Comment) -> Comment | None:
    """A note without what we added to it; None where nothing is left."""
    text = (note.text or "").partition(f"{AUTHOR}:\n")[0].strip()
    return Comment(text, note.author, note.height, note.width) if text else None


def _marked(book: Any, remarks: Sequence[Remark]) -> dict[int, tuple[str, str]]:
    """Mark the cells; the sheet and address of each remark that has one, by its number."""
    by_cell: dict[tuple[str, int, int], list[Remark]] = defaultdict(list)
    kept = {}
    for number, remark in enumerate(remarks):
        if len(remark.place.at) == 3 and remark.place.at[0] in book.sheetnames:
            name, row, column = (remark.place.at[0], *map(int, remark.place.at[1:]))
            column = _visible(book[name], row, column)
            by_cell[name, row, column].append(remark)
            kept[number] = (name, f"{get_column_letter(column)}{row}")
    for (name, row, column), those in by_cell.items():
        cell = book[name].cell(row, column)
        if isinstance(cell, MergedCell):
            area = next(area for area in book[name].merged_cells.ranges if cell.coordinate in area)
            cell = book[name].cell(area.min_row, area.min_col)
        message = "\n\n".join(_note(remark) for remark in those)
        theirs = f"{cell.comment.text}\n\n" if cell.comment is not None else ""
        cell.comment = Comment(
            _plain(f"{theirs}{AUTHOR}:\n{message}"), AUTHOR, height=40 + len(message) // 2, width=320
        )
        book[name].conditional_formatting.add(cell.coordinate, _mark(any(remark.is_error for remark in those)))
    return kept


def _mark(is_error: bool) -> Rule:
    """A pattern and a border as well as a colour: the mark is seen in black and white too."""
    line, ground = _COLOURS[is_error]
    side = Side(style="medium" if is_error else "dashed", color=line)
    look = DifferentialStyle(
        fill=PatternFill("lightUp", fgColor=line, bgColor=ground), border=Border(side, side, side, side)
    )
    return Rule(type="expression", formula=[_RULE], dxf=look, priority=1)


def _visible(page: Any, row: int, column: int) -> int:
    """The column itself, or the next one that is not hidden: nobody sees a mark in a hidden column. Columns of one
    width are kept as a span, and asking for one of them by its letter would break the span up."""
    hidden = [range(one.min, one.max + 1) for one in page.column_dimensions.values() if one.hidden and one.min]
    while any(column in span for span in hidden) and column < 200:
        column += 1
    return column


def _note(remark: Remark) -> str:
    message = f"{upper_first(remark.message)}."
    return f"{message}\nКак исправить: {remark.hint}." if remark.hint else message


def _list(book: Any, remarks: Sequence[Remark], kept: dict[int, tuple[str, str]], lead: str) -> None:
    page = book.create_sheet(REMARKS, 0)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page
    page.append([REMARKS])
    page.append([lead])
    page.append([])
    page.append(_HEADINGS)
    page["A1"].font = Font(name="Arial", bold=True, size=16)
    page.merge_cells("A2:E2")
    page["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    page.row_dimensions[2].height = 48
    for cell in page[4]:
        cell.font = Font(name="Arial", bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF1F4E79")
    for number, row in enumerate(_rows(remarks), 1):
        page.append([number, *row])
        for cell in page[page.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="Arial", size=10)
            cell.number_format = "@"
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins like a formula stays a text
        if number - 1 in kept:
            name, address = kept[number - 1]
            link = page.cell(page.max_row, 2)
            link.hyperlink = f"#'{name.replace(chr(39), chr(39) * 2)}'!{address}"
            link.font = Font(name="Arial", size=10, underline="single", color="FF0B4F8A")
        # Words do not fill a line to its end, and a letter of Arial 10 is wider than the digit that widths count in.
        lines = (-(-len(str(text)) // int(width * 0.8)) for text, width in zip(row, _WIDTHS[1:], strict=True))
        page.row_dimensions[page.max_row].height = 15 * max(1, *lines)
    for column, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A5"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0


def _ask_columns(book: Any, asked: Sequence[Sequence[str]]) -> None:
    """A sheet with a row for each column that nobody knows, and the meanings to choose from."""
    page = book.create_sheet(column_questions.COLUMNS_SHEET, 1)
    page.append(column_questions.COLUMNS_HEAD)
    for cell in page[1]:
        cell.font = Font(name="Arial", bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF1F4E79")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in asked:
        page.append([_plain(one) for one in row])
        for cell in page[page.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"
    choices = DataValidation("list", formula1=f'"{",".join(COLUMN_MEANINGS.values())}"', allow_blank=True)
    choices.add(f"D2:D{page.max_row}")
    page.add_data_validation(choices)
    page.append([])
    page.append([column_questions.LEAD])
    for column, width in enumerate((20, 34, 60, 26), 1):
        page.column_dimensions[get_column_letter(column)].width = width


def _rows(remarks: Sequence[Remark]) -> Iterator[tuple[str, str, str, str]]:
    for remark in remarks:
        text = (remark.place.label, remark.message, remark.hint, _SEVERITY[remark.is_error])
        yield tuple(map(_plain, text))


def _plain(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
