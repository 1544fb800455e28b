"""What a person sees on a sheet and a fast reader does not: number formats, formatting with a meaning, what is hidden.

``python_calamine`` reads values fast; openpyxl, which is slower and knows formats, is asked only about workbooks in
which a form was found. What is read, kept and told stands in ``tests/cases/office/excel-features.yml``.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from generator.channels.office import formatting, number_formats
from generator.channels.office.number_formats import DisplayedNumber

AUTHOR = "Методотека"
_DATES = (dt.datetime, dt.date, dt.time, dt.timedelta)


@dataclass
class SheetLook:
    """One sheet; rows and columns are counted from 0.

    ``cells`` are what is shown where that is not the plain text that stands there; ``struck`` the words that were left
    out, ``whole`` the cells that were struck out whole, ``unknown`` the characters of fonts that nobody knows,
    ``notes`` what people wrote beside, ``links`` where cells lead; ``rows`` and ``columns`` are hidden, ``hidden`` is
    the whole sheet; the workbook may count its days ``from_1904``.
    """

    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    struck: dict[tuple[int, int], str] = field(default_factory=dict)
    whole: set[tuple[int, int]] = field(default_factory=set)
    unknown: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    hidden: bool = False
    from_1904: bool = False

    def is_hidden(self, row: int, column: int | None = None) -> bool:
        """Return whether nobody sees the cell, or the row."""
        return self.hidden or row in self.rows or (column is not None and column in self.columns)


def read(data: bytes, names: Sequence[str]) -> dict[str, SheetLook]:
    """The look of these sheets. Raises ValueError for a workbook whose formats cannot be read."""
    import openpyxl  # takes a while to load, and whoever builds a site reads no workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that are left out: nothing of them is shown in a cell
        try:
            book = openpyxl.load_workbook(BytesIO(data), data_only=True, rich_text=True, keep_links=False)
        except Exception as fault:  # a book that another program reads may break openpyxl in any way
            raise ValueError("formats") from fault
    return {name: _look(book[name], book.epoch == CALENDAR_MAC_1904)
            for name in names if name in book.sheetnames}  # fmt: skip


def _look(page: Any, from_1904: bool) -> SheetLook:
    look = SheetLook(hidden=page.sheet_state != "visible", from_1904=from_1904)
    for cell in list(page._cells.values()):  # only those that exist: asking for a place would make it
        if cell.value is not None:
            _read(cell, look, from_1904)
        comment = getattr(cell, "comment", None)
        text = (comment.text or "").partition(f"{AUTHOR}:\n")[0].strip() if comment is not None else ""
        if text:
            look.notes[cell.row - 1, cell.column - 1] = text
        link = getattr(cell, "hyperlink", None)
        if link is not None and link.target:
            look.links[cell.row - 1, cell.column - 1] = link.target
    look.rows = frozenset(_hidden_rows(page))
    look.columns = frozenset(_hidden_columns(page))
    return look


def _hidden_rows(page: Any) -> Iterator[int]:
    by_default = bool(page.sheet_format.zeroHeight)
    for row in {cell.row for cell in page._cells.values()}:
        its = page.row_dimensions.get(row)
        if (by_default and its is None) or (its is not None and (its.hidden or its.height == 0)):
            yield row - 1


def _hidden_columns(page: Any) -> Iterator[int]:
    for its in page.column_dimensions.values():
        if (its.hidden or its.width == 0) and its.min and its.max:
            yield from range(its.min - 1, min(its.max, page.max_column))


# --- a cell -----------------------------------------------------------------------------------------------------------


def _read(cell: Any, look: SheetLook, from_1904: bool) -> None:
    at = cell.row - 1, cell.column - 1
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

    value, font = cell.value, cell.font
    if cell.data_type == "e" or isinstance(value, bool):
        if font.strike:
            _strike(look, at, str(value))
        return
    if isinstance(value, _DATES):
        value = to_excel(value, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    if isinstance(value, int | float):
        shown = number_formats.display_number(float(value), cell.number_format, from_1904=from_1904)
        look.cells[at] = shown
        if font.strike:
            _strike(look, at, shown.typed)
        return
    if font.strike and not isinstance(value, CellRichText):
        _strike(look, at, str(value))
        return
    text = _words(value, font, look, at)
    shown = number_formats.text_shown(text, cell.number_format)
    if text != str(value):
        look.cells[at] = shown
    elif shown != text:
        look.cells[at] = DisplayedNumber(shown, "text" if shown else "hidden", text)


def _strike(look: SheetLook, at: tuple[int, int], words: str) -> None:
    look.cells[at] = ""
    look.struck[at] = words
    look.whole.add(at)


def _words(value: Any, font: Any, look: SheetLook, at: tuple[int, int]) -> str:
    """The words of a text cell; runs of their own font carry their own meaning."""
    runs = list(_runs(value, font))
    out, struck, unknown = "", "", []
    for words, its in runs:
        if its.strike:
            struck += words
            continue
        readable, more = formatting.replace_symbols(words, its.name)
        if formatting.is_symbol_font(its.name):
            unknown += more
            words = readable
        elif not more:
            words = readable  # a character of a font that is not known stays: the checks tell it
        if its.raised and (out or len(runs) > 1):
            words = formatting.raised(words, out)
        elif its.lowered and (out or len(runs) > 1):
            words = formatting.lowered(words)
        out += words
    if struck.strip():
        look.struck[at] = struck.strip()
        if not out.strip():
            look.whole.add(at)
        out = re.sub(r"[ \u00a0]{2,}", " ", out).strip()
    if unknown:
        look.unknown[at] = ", ".join(dict.fromkeys(unknown))
    return out


@dataclass(frozen=True)
class _Font:
    name: str
    strike: bool
    raised: bool
    lowered: bool


def _runs(value: Any, font: Any) -> Iterator[tuple[str, _Font]]:
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if not isinstance(value, CellRichText):
        yield str(value), _Font(font.name or "", False, False, False)  # a whole cell is raised above nothing
        return
    for run in value:
        own = run.font if isinstance(run, TextBlock) else font
        name = (own.rFont if isinstance(run, TextBlock) else own.name) or ""
        sits = own.vertAlign or ""
        yield (
            run.text if isinstance(run, TextBlock) else run,
            _Font(name, bool(own.strike), sits == "superscript", sits == "subscript"),
        )
