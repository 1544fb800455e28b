"""Sheets of a filled workbook recognised: which form, which sheet of it, which column is which field.

Columns are known by their hidden key first, by their heading second. What is not recognised is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator import text
from generator.channels.office import typed
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.layout import (
    INSTRUCTIONS,
    KEY,
    LINK_KEY,
    LISTS,
    NUMBER_KEY,
    REMARKS,
    Column,
    Sheet,
    WorkbookLayout,
)
from generator.channels.office.names import normalize_title
from generator.channels.office.workbook_look import SheetLook
from generator.problems import WARNING, nearest
from generator.records.scalars import short

#: how far down headings are looked for
_HEAD = 12
_MOST_QUOTED = 120  # characters of what is not read
_OURS = (INSTRUCTIONS, LISTS, REMARKS)

#: how plans of one's own call the columns of a roadmap, beside the headings of the form
_ALSO = {
    "roadmap.measures.title": ("Мероприятие", "Мероприятия", "Наименование мероприятия", "Содержание", "Что делается"),
    "roadmap.measures.when": ("Срок", "Сроки", "Срок проведения", "Сроки проведения", "Срок исполнения"),
    "roadmap.measures.responsible": ("Ответственные", "Ответственный", "Исполнитель", "Исполнители"),
}

Grid = Sequence[Sequence[Any]]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class SheetGrid:
    """A sheet as a program gives it: its name, its cells row by row, its merged cells (row and column from 0), and its
    look where that has been read."""

    name: str
    grid: Grid
    merges: Sequence[Merge] = ()
    look: SheetLook = field(default_factory=SheetLook)

    def cell(self, row: int, column: int) -> Any:
        """What stands there; empty text outside."""
        return self.grid[row][column] if row < len(self.grid) and column < len(self.grid[row]) else ""

    def place(self, row: int, column: int | None = None) -> FilePlace:
        """The place of a cell, or of a whole row; row and column from 0, told from 1."""
        if column is None:
            return FilePlace(f"лист «{self.name}», строка {row + 1}", (self.name, row + 1, 1))
        return FilePlace(
            f"лист «{self.name}», ячейка {column_letters(column)}{row + 1}", (self.name, row + 1, column + 1)
        )


@dataclass(frozen=True)
class SheetTable:
    """A page that was recognised: ``columns`` by their position (of a card: rows), ``first`` where records begin;
    ``beside`` are answers of a card that stand beside the cell where they belong, by their row."""

    page: SheetGrid
    layout: WorkbookLayout
    sheet: Sheet
    columns: Mapping[int, Column]
    first: int
    remarks: tuple[Remark, ...] = field(default=())
    has_keys: bool = False
    beside: Mapping[int, Any] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Rows in which somebody has written something: position and values by the path of the column."""
        if self.sheet.card:
            value = self.value_column
            filled = {
                column.path: self.beside[row] if row in self.beside else self._value(row, value, column)
                for row, column in self.columns.items()
            }
            if any(not typed.is_empty(raw) for raw in filled.values()):
                yield -1, filled
            return
        for row in range(self.first, len(self.page.grid)):
            filled = {column.path: self._value(row, at, column) for at, column in self.columns.items()}
            if not _is_example(filled, self.page, row) and any(
                not typed.is_empty(raw) for path, raw in filled.items() if self.is_content(path)
            ):
                yield row, filled

    @property
    def cells(self) -> Iterator[tuple[int, int, Column]]:
        """Every cell that is read, row by row: its row and column, and which field it is."""
        if self.sheet.card:
            value = self.value_column
            yield from ((row, value, column) for row, column in self.columns.items())
            return
        columns = [(at, column) for at, column in self.columns.items() if not column.path.startswith("=")]
        for row in range(self.first, len(self.page.grid)):
            filled = {column.path: self.page.cell(row, at) for at, column in columns}
            if not _is_example(filled, self.page, row):
                yield from ((row, at, column) for at, column in columns)

    @cached_property
    def value_column(self) -> int:
        """The column of a card in which answers stand."""
        return _value_column(self.page, self.columns)

    def is_example(self, row: int) -> bool:
        """Return True for a row that shows how to fill in the others."""
        return _is_example(
            {column.path: self.page.cell(row, at) for at, column in self.columns.items()}, self.page, row
        )

    def at(self, row: int, path: str) -> tuple[int, int]:
        """Row and column of the value of ``path`` in a row of ``rows``."""
        position = next(position for position, column in self.columns.items() if column.path == path)
        return (position, self.value_column) if row < 0 else (row, position)

    def place(self, row: int, path: str) -> FilePlace:
        """Where the value of ``path`` in a row stands."""
        return self.page.place(*self.at(row, path))

    def _value(self, row: int, at: int, column: Column) -> Any:
        """What the cell says; words that lead somewhere are the address where an address is asked, a link in a text."""
        raw, target = self.page.cell(row, at), self.page.look.links.get((row, at), "")
        if not target or not takes_link(column, raw, target):
            return raw
        return target if is_address(column) else f"[{raw.strip()}]({target})"

    def is_content(self, path: str) -> bool:
        """False for what stands in a row before anybody fills it in."""
        return path not in (NUMBER_KEY, LINK_KEY, "values.indicator") and not path.startswith("=")


def recognised(
    pages: Sequence[SheetGrid], layouts: Mapping[str, WorkbookLayout]
) -> tuple[list[SheetTable], list[Remark]]:
    """The tables of a workbook, and remarks on pages and columns that were not understood."""
    tables: list[SheetTable] = []
    remarks: list[Remark] = []
    for page in pages:
        if page.name in _OURS or not any(not typed.is_empty(raw) for row in page.grid for raw in row):
            continue
        table = _by_key(page, layouts) or _by_heading(page, layouts)
        if table is None:
            remarks.append(
                Remark(
                    FilePlace(f"лист «{page.name}»", (page.name, 1, 1)),
                    f"лист не прочитан: на нём нет заголовков формы; на нём написано «{_quoted(page)}»",
                    "если на нём есть нужное, перенесите строки на листы формы (metodoteka template …)",
                    "unknown-sheet",
                    WARNING,
                )
            )
            continue
        tables.append(table)
        remarks += [*table.remarks, *_on_columns(table)]
    return tables, remarks


def _quoted(page: SheetGrid) -> str:
    return short(
        "; ".join(str(raw).strip() for row in page.grid for raw in row if not typed.is_empty(raw)), _MOST_QUOTED
    )


def is_address(column: Column) -> bool:
    """Return True for a field that is the address of a page."""
    return column.question is not None and column.question.example.startswith("http")


def takes_link(column: Column, raw: Any, target: str) -> bool:
    """Return whether the link behind a cell can go where the cell goes: ``http`` addresses, behind words on one
    line."""
    if not re.match(r"https?://[^\s()]+$", target) or not isinstance(raw, str) or target.rstrip("/") in raw:
        return False
    if is_address(column):
        return not re.match("https?://", raw.strip())
    is_text = column.question is not None and column.question.widget == "text"
    return is_text and raw.strip() != "" and not re.search(r"[\n\[\]]|://", raw)


def column_letters(column: int) -> str:
    """«A» for 0, «AB» for 27."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


# --- by key ----------------------------------------------------------------------------------------------------------


def _by_key(page: SheetGrid, layouts: Mapping[str, WorkbookLayout]) -> SheetTable | None:
    keys = {
        (row, at): found.groups()
        for row, cells in enumerate(page.grid[:60])
        for at, raw in enumerate(cells)
        if isinstance(raw, str) and (found := KEY.fullmatch(raw.strip())) and found[1] in layouts
    }
    if not keys:
        return None
    layout = layouts[next(iter(keys.values()))[0]]
    paths = {path for _, _, path in keys.values()}
    sheet = max(layout.sheets, key=lambda sheet: len(paths & {column.path for column in sheet.columns}))
    by_path = {column.path: column for column in sheet.columns}
    if sheet.card:
        rows = {row: by_path[path] for (row, _), (_, _, path) in keys.items() if path in by_path}
        return SheetTable(page, layout, sheet, rows, 0, (), True)
    key_row = min(row for row, _ in keys)
    columns: dict[int, Column] = {}
    remarks = []
    for (row, at), (_, _, path) in sorted(keys.items()):
        if row == key_row and path in by_path:
            if by_path[path] in columns.values():
                remarks.append(_twice(page, key_row + 1, at, by_path[path]))
            else:
                columns[at] = by_path[path]
    return SheetTable(page, layout, sheet, columns, _below_headings(page, key_row, columns), tuple(remarks), True)


def _below_headings(page: SheetGrid, key_row: int, columns: Mapping[int, Column]) -> int:
    """Where the records begin: below the headings, which have a place of their own where somebody put rows between the
    hidden keys and them."""

    headings = {at: _heading(column.heading) for at, column in columns.items()}

    def named(row: int) -> int:
        return sum(_heading(page.cell(row, at)) == heading for at, heading in headings.items())

    return max(range(key_row + 1, key_row + _HEAD), key=named) + 1


# --- by heading ------------------------------------------------------------------------------------------------------


def _by_heading(page: SheetGrid, layouts: Mapping[str, WorkbookLayout]) -> SheetTable | None:
    """The sheet whose headings the page has most of, at least two; the name of the page decides between equals."""
    best: tuple[int, bool, SheetTable] | None = None
    for layout in layouts.values():
        for sheet in layout.sheets:
            if layout.is_of_newcomers and page.name.strip() != sheet.name:
                continue  # a title and a territory have many tables in common with it
            found = _card_by_heading(page, layout, sheet) if sheet.card else _table_by_heading(page, layout, sheet)
            if found is None:
                continue
            rank = (len(found.columns), page.name.strip() == sheet.name, found)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return best[2] if best else None


def _table_by_heading(page: SheetGrid, layout: WorkbookLayout, sheet: Sheet) -> SheetTable | None:
    by_heading = {_heading(column.heading): column for column in sheet.columns}
    by_heading |= {_heading(value): column for column in sheet.columns for value in _ALSO.get(column.path, ())}
    fitting = [
        {at: by_heading[value] for at, raw in enumerate(cells) if (value := _heading(raw)) in by_heading}
        for cells in page.grid[:_HEAD]
    ]
    row = max(range(len(fitting)), key=lambda row: len(set(fitting[row].values())), default=-1)
    value = set(fitting[row].values()) if row >= 0 else set()
    if sum(column.path != LINK_KEY and column.heading != "№" for column in value) < 2:
        return None
    columns: dict[int, Column] = {}
    remarks = []
    for at, column in fitting[row].items():
        if column in columns.values():
            remarks.append(_twice(page, row, at, column))
        else:
            columns[at] = column
    remarks += [
        Remark(
            page.place(top, left),
            f"ячейки заголовка объединены ({column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}): "
            "непонятно, что в каком столбце",
            "снимите объединение и подпишите каждый столбец",
            "merged-headings",
        )
        for (top, left), (bottom, right) in page.merges
        if top <= row <= bottom and right > left
    ]
    return SheetTable(page, layout, sheet, columns, row + 1, tuple(remarks))


def _card_by_heading(page: SheetGrid, layout: WorkbookLayout, sheet: Sheet) -> SheetTable | None:
    by_heading = {_heading(column.heading): column for column in sheet.columns}
    rows = {
        row: by_heading[value]
        for row, cells in enumerate(page.grid[:60])
        for raw in cells[:2]
        if (value := _heading(raw)) in by_heading
    }
    return SheetTable(page, layout, sheet, rows, 0) if len(rows) > 1 else None


def _heading(raw: Any) -> str:
    return normalize_title(str(raw).replace("*", "")) if isinstance(raw, str) else ""


def _value_column(page: SheetGrid, rows: Mapping[int, Column]) -> int:
    """The column of a card in which answers stand: the one after the labels."""
    headings = {_heading(column.heading) for column in rows.values()}
    labels = [at for row in rows for at, raw in enumerate(page.grid[row][:4]) if _heading(raw) in headings and raw]
    return (max(labels, key=labels.count) if labels else 1) + 1


# --- what was not understood -----------------------------------------------------------------------------------------


def _on_columns(table: SheetTable) -> Iterator[Remark]:
    page, sheet = table.page, table.sheet
    if sheet.card:
        return
    head = max(table.first - 1, 0)
    present = {column.path for column in table.columns.values()}
    for column in sheet.columns:
        if column.required and column.path not in present:
            if column.path == LINK_KEY and table.layout.link:
                what = f"нет столбца «{column.heading}»: непонятно, к какой записи относятся строки"
            else:
                what = f"нет обязательного столбца «{column.heading}»"
            hint = f"верните столбец с таким заголовком; на листе есть: {_present(page, head)}"
            yield Remark(page.place(head, 0), what, hint, "missing-column")
    for at in range(max((len(cells) for cells in page.grid), default=0)):
        if at in table.columns or any(remark.place == page.place(head, at) for remark in table.remarks):
            continue
        below = [row for row in range(table.first, len(page.grid)) if not typed.is_empty(page.cell(row, at))]
        if below:
            raw = str(page.cell(head, at)).strip()
            guess = nearest(raw, [column.heading for column in sheet.columns if column.path not in present])
            yield Remark(
                page.place(head, at),
                f"столбец «{raw or column_letters(at)}» не узнан, {_cells(len(below))}: "
                f"«{short('; '.join(str(page.cell(row, at)).strip() for row in below), _MOST_QUOTED)}»",
                f"возможно, это «{guess}»: назовите его так" if guess else "если он нужен, назовите его как в форме",
                "unknown-column",
                WARNING if not guess else "error",
            )
    for (top, left), (bottom, right) in page.merges:
        column = table.columns.get(left)
        if top >= table.first and bottom > top and column and column.path not in (LINK_KEY, NUMBER_KEY):
            first = next((one.path for one in sheet.columns if table.is_content(one.path)), "")
            if column.path == first:
                hint = "соберите одну запись в одну строку; если их несколько, снимите объединение и назовите каждую"
            elif column.look == "number":
                hint = "снимите объединение и впишите каждой строке своё число"
            else:
                hint = "снимите объединение и повторите значение в каждой строке"
            cells = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
            message = f"ячейки {cells} объединены: значение прочитано только в первой строке"
            yield Remark(page.place(top, left), message, hint, "merged-cells")


def _twice(page: SheetGrid, row: int, at: int, column: Column) -> Remark:
    return Remark(
        page.place(row, at), f"столбец «{column.heading}» есть дважды", "оставьте один из них", "column-twice"
    )


def _present(page: SheetGrid, row: int) -> str:
    parts = [str(raw).strip() for raw in (page.grid[row] if row < len(page.grid) else ()) if not typed.is_empty(raw)]
    return ", ".join(f"«{one}»" for one in parts[:12]) or "ничего"


def _cells(count: int) -> str:
    return text.plural(count, "ячейка в нём не прочитана", "ячейки в нём не прочитаны", "ячеек в нём не прочитано")


def _is_example(filled: Mapping[str, Any], page: SheetGrid, row: int) -> bool:
    raw = filled.get(NUMBER_KEY, page.cell(row, 0))
    return isinstance(raw, str) and raw.strip().casefold().startswith("пример")
