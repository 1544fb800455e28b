"""Records as tables: one of each kind, and one of every list of groups inside it (the steps of practices, the measures
of roadmaps). Columns, their types and Russian titles come from the models.

A code stands in a column of its own, its words in the next one: ``subjects`` and ``subjects_label``. Several values of
a field without parts of its own stand in one cell. A row of a list names its record and its place in it: ``3.1`` is the
first one inside the third.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from generator.catalog import Catalog
from generator.catalog.computed.disclosure import is_few
from generator.exports.shapes import CLOCK, OUTCOME_NUMBERS, Shapes, numbers_state, open_fields, plain_of
from generator.pages import labels
from generator.records import KINDS, Record
from generator.records.events import Event
from generator.records.fields import Field, Group
from generator.records.periods import Period
from generator.records.practices import Outcome, Practice
from generator.records.times import Moment, When
from generator.records.vocabularies import MARKS

BETWEEN = "; "
_TYPES = {bool: "boolean", int: "integer", Decimal: "number", dt.date: "date"}

CellValue = str | int | float | bool | None
Fill = Callable[[Shapes, Any], Sequence[CellValue]]
Members = Callable[[Shapes, Any], Sequence[Any]]


@dataclass(frozen=True)
class DataColumn:
    """``type`` is one of Table Schema's: string, integer, number, boolean, date; ``values`` are the words that may
    stand there, empty for any; ``is_long`` is told of texts of several lines."""

    name: str
    label: str
    type: str = "string"
    help: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Table:
    """``name`` is that of its files, ``key`` the columns that tell its rows apart, ``of`` the table whose rows the
    column ``record_id`` names."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...] = ("id",)
    of: str = ""

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class FilledTable:
    """A table with its rows."""

    table: Table
    rows: tuple[tuple[CellValue, ...], ...]


@dataclass(frozen=True)
class _Cells:
    """Neighbouring columns that one field fills."""

    columns: tuple[DataColumn, ...]
    fill: Fill


@dataclass(frozen=True)
class _Inner:
    """A list of groups inside a group: how to get at it, and the shape of its members."""

    name: str
    label: str
    members: Members
    shape: _Shape


@dataclass(frozen=True)
class _Shape:
    cells: tuple[_Cells, ...]
    inner: tuple[_Inner, ...]


def tables(catalog: Catalog, kind: str, *, demo: bool = False) -> list[FilledTable]:
    """The table of a kind and those of the lists inside it, filled with what is published."""
    marked = MARKS in catalog.vocabularies
    shapes, shape = Shapes(catalog), _shape_of_kind(kind, marked)
    rows: dict[str, list[tuple[CellValue, ...]]] = {table.name: [] for table in tables_of_kind(kind, marked)}
    for record in catalog.own_public(kind, demo=demo):
        rows[kind].append(_row_of_record(shapes, shape, record))
        for name, row in _inner_rows(shapes, kind, shape, record, record.id, ""):
            rows[name].append(row)
    return [FilledTable(table, tuple(rows[table.name])) for table in tables_of_kind(kind, marked)]


def main_table(catalog: Catalog, kind: str, *, demo: bool = False) -> FilledTable:
    """Only the first of them, that of the kind itself."""
    marked = MARKS in catalog.vocabularies
    shapes, shape = Shapes(catalog), _shape_of_kind(kind, marked)
    rows = (_row_of_record(shapes, shape, record) for record in catalog.own_public(kind, demo=demo))
    return FilledTable(tables_of_kind(kind, marked)[0], tuple(rows))


def _row_of_record(shapes: Shapes, shape: _Shape, record: Record) -> tuple[CellValue, ...]:
    return (*_head(shapes, record), *(value for cells in shape.cells for value in cells.fill(shapes, record)))


@cache
def tables_of_kind(kind: str, marked: bool = True) -> tuple[Table, ...]:
    """What tables there are of a kind, and their columns; ``marked`` where the base has lists of its own."""
    model = KINDS[kind]
    shape = _shape_of_kind(kind, marked)
    columns = (*_head_columns(kind), *(column for cells in shape.cells for column in cells.columns))
    return (Table(kind, model.heading, columns), *_inner_tables(kind, kind, model.heading, shape))


def _inner_tables(root: str, name: str, title: str, shape: _Shape) -> Iterator[Table]:
    for inner in shape.inner:
        its_name, its_title = f"{name}_{inner.name}", f"{title}: {inner.label}"
        place = (
            DataColumn("record_id", "Запись", help="Идентификатор записи, в которой стоит строка", required=True),
            DataColumn("row", "Место", help="Номер строки в списке; 3.1 — первая внутри третьей", required=True),
        )
        columns = (*place, *(column for cells in inner.shape.cells for column in cells.columns))
        yield Table(its_name, its_title, columns, ("record_id", "row"), root)
        yield from _inner_tables(root, its_name, its_title, inner.shape)


def _inner_rows(
    shapes: Shapes, name: str, shape: _Shape, group: Any, record: str, place: str
) -> Iterator[tuple[str, tuple[CellValue, ...]]]:
    for inner in shape.inner:
        its_name = f"{name}_{inner.name}"
        for number_, member in enumerate(inner.members(shapes, group), 1):
            its_place = f"{place}.{number_}" if place else str(number_)
            facts = (value for cells in inner.shape.cells for value in cells.fill(shapes, member))
            yield its_name, (record, its_place, *facts)
            yield from _inner_rows(shapes, its_name, inner.shape, member, record, its_place)


def _head_columns(kind: str) -> tuple[DataColumn, ...]:
    own = (
        DataColumn("id", "Идентификатор", help="Постоянный: по нему на запись ссылаются", required=True),
        DataColumn("url", "Адрес страницы", required=True),
        DataColumn("first_published", "Впервые опубликовано", "date"),
    )
    if KINDS[kind] is not Practice:
        return own
    return (*own, DataColumn("evidence_level", "Уровень доказательности"),
            DataColumn("evidence_level_label", "Уровень доказательности: словами"),
            DataColumn("maturity", "Зрелость"), DataColumn("maturity_label", "Зрелость: словами"))  # fmt: skip


def _head(shapes: Shapes, record: Record) -> tuple[CellValue, ...]:
    catalog = shapes.catalog
    day = catalog.first_published.get(record.key)
    own = (record.id, shapes.url(record), day.isoformat() if day else None)
    if not isinstance(record, Practice):
        return own
    level, maturity = catalog.evidence[record.id].level, catalog.maturity[record.id]
    its_label = catalog.label("evidence-levels", level), catalog.label("maturity", maturity)
    return (*own, level, its_label[0], maturity, its_label[1])


_CLOCK = tuple(DataColumn(name, label, help=help) for name, (label, help) in CLOCK.items())


def _shape_of_kind(kind: str, marked: bool) -> _Shape:
    shape = _shape(KINDS[kind])
    return shape if marked else replace(shape, cells=tuple(one for one in shape.cells if one.columns[0].name != MARKS))


@cache
def _shape(model: Group) -> _Shape:
    cells: list[_Cells] = []
    inner: list[_Inner] = []
    for name, field in open_fields(model).items():
        if field.group and field.many:
            inner.append(_Inner(name, field.label, _getter(name), _shape(field.group)))
        elif field.group:
            part = _shape(field.group)
            cells += [_prefixed(name, field.label, one) for one in part.cells]
            inner += [
                replace(one, name=f"{name}_{one.name}", members=_through(name, one.members)) for one in part.inner
            ]
        elif name == "title" and issubclass(model, Record):
            cells.append(_Cells((DataColumn(name, field.label, help=field.help, required=True),), _title))
        elif name == "timezone" and issubclass(model, Event):
            cells.append(_Cells(_CLOCK, Shapes.clock))
        else:
            cells.append(_field_cells(name, field))
    if issubclass(model, Outcome):
        cells = _without_few(cells)
    return _Shape(tuple(cells), tuple(inner))


def _title(shapes: Shapes, record: Any) -> Sequence[CellValue]:
    return (shapes.catalog.title_of(record),)


def _getter(name: str) -> Members:
    return lambda shapes, group: shapes.members(getattr(group, name))


def _through(name: str, members: Members) -> Members:
    def get(shapes: Shapes, group: Any) -> Sequence[Any]:
        part = getattr(group, name)
        return () if part is None else members(shapes, part)

    return get


def _prefixed(name: str, label: str, cells: _Cells) -> _Cells:
    """The columns of a group that stands once, told by the group."""
    columns = tuple(
        replace(one, name=f"{name}_{one.name}", label=f"{label}: {one.label}", required=False) for one in cells.columns
    )
    empty = (None,) * len(columns)

    def fill(shapes: Shapes, group: Any) -> Sequence[CellValue]:
        part = getattr(group, name)
        return empty if part is None else cells.fill(shapes, part)

    return _Cells(columns, fill)


def _without_few(cells: list[_Cells]) -> list[_Cells]:
    """The columns of a measured result: without numbers where there are few people, with what that means."""
    shown = [_kept_from_few(one) if one.columns[0].name in _OF_FEW else one for one in cells]

    def state(shapes: Shapes, outcome: Any) -> Sequence[CellValue]:
        its_state = numbers_state(outcome, is_few(outcome, shapes.catalog.small_group))
        return its_state, OUTCOME_NUMBERS[its_state]

    columns = (
        DataColumn("numbers", "Числа", values=tuple(OUTCOME_NUMBERS)),
        DataColumn("numbers_label", "Числа: словами"),
    )
    return [*shown, _Cells(columns, state)]


_OF_FEW = frozenset(("before", "after", "n", "comparison_before", "comparison_after", "comparison_n"))


def _kept_from_few(cells: _Cells) -> _Cells:
    empty = (None,) * len(cells.columns)

    def fill(shapes: Shapes, outcome: Any) -> Sequence[CellValue]:
        return empty if is_few(outcome, shapes.catalog.small_group) else cells.fill(shapes, outcome)

    return _Cells(cells.columns, fill)


# --- the columns of one field -----------------------------------------------------------------------------------------


def _field_cells(name: str, field: Field) -> _Cells:
    plain, words = plain_of(field), _words_of(field)
    own_type = "string" if field.many else _TYPES.get(field.type, "string")
    values = tuple(field.labels) if not field.many else ()
    own = DataColumn(name, field.label, own_type, field.help, values, field.required, field.is_rich)
    beside = tuple(DataColumn(f"{name}{end}", f"{field.label}: {what}", its_type) for end, what, its_type, _ in words)

    def fill(shapes: Shapes, group: Any) -> Sequence[CellValue]:
        value = getattr(group, name)
        if value is None or value == ():
            return (None,) * (1 + len(beside))
        if field.many:
            return _joined(plain(shapes, one) for one in value), *(
                _joined(label_of_word(shapes, one) for one in value) for *_, label_of_word in words
            )
        return plain(shapes, value), *(label_of_word(shapes, value) for *_, label_of_word in words)

    return _Cells((own, *beside), fill)


def _joined(values: Iterator[Any]) -> str:
    return BETWEEN.join(str(value) for value in values)


#: (end of the name of the column, what it is, its type, what fills it)
_Words = tuple[str, str, str, Callable[[Shapes, Any], CellValue]]


def _words_of(field: Field) -> tuple[_Words, ...]:
    """What stands beside the code of a field: the words for it, the days it means."""
    if kinds := field.references:
        return (("_title", "название", "string", lambda shapes, value: shapes.title(kinds, value)),)
    if vocabulary := field.vocabulary:
        return (("_label", "словами", "string", lambda shapes, value: shapes.catalog.label(vocabulary, value)),)
    if labels_ := field.labels:
        return (("_label", "словами", "string", lambda _, value: labels_.get(value, value)),)
    if field.many:
        return ()
    if issubclass(field.type, Moment | Period):
        return (
            ("_first", "не раньше", "date", lambda _, value: _day(value.first)),
            ("_last", "не позже", "date", lambda _, value: _day(value.last)),
        )
    if issubclass(field.type, When):
        return (("_label", "словами", "string", lambda _, value: labels.format_when(value).replace("\u00a0", " ")),)
    return ()


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
