"""The lists by term as files: what stands on the page, for a Russian Excel. Codes and long texts are in the files of
the whole kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.catalog import Catalog
from generator.exports.tables import csv_for_excel, not_a_formula
from generator.exports.tables_of_kinds import CellValue, DataColumn, main_table
from generator.pages import File, by_term, open_data
from generator.pages.facets import FACETS
from generator.records import Record

#: what a list says beside what it can be narrowed by
_ALSO = {"evidence_level", "maturity", "type", "start", "end", "state", "territory", "organizer", "updated", "demo"}
_WORDS = {True: "да", False: "нет", None: ""}

_Rows = Mapping[str, Sequence[str]]


def term_list_files(catalog: Catalog, kind: str) -> Iterator[File]:
    """``practices/po/subjects/matematika/spisok.csv`` for every list by term of a kind: first the records that name the
    term, then those that only suit it."""
    if lists := by_term.term_lists_of_kind(catalog, kind):
        header, rows = _table(catalog, kind)
        for one in (one for of_facet in lists.values() for one in of_facet):
            found = [*_lines(rows, one.records, "названо в записи"), *_lines(rows, one.suited, "тоже подходит")]
            path = f"{one.path.removesuffix('.md')}/{open_data.LIST_FILE}"
            yield File(path, csv_for_excel((*header, f"«{one.label}»"), found))


def _lines(rows: _Rows, records: Sequence[Record], how: str) -> Iterator[tuple[str, ...]]:
    return ((*rows[record.id], how) for record in records if record.id in rows)


def _table(catalog: Catalog, kind: str) -> tuple[list[str], _Rows]:
    """Titles of columns, and the cells of every record by its id."""
    rows: dict[str, Sequence[str]] = {}
    for demo in (False, True):
        main = main_table(catalog, kind, demo=demo)
        shown = _shown(kind, main.table.columns)
        for row in main.rows:
            rows[str(row[0])] = [_cell(row[at]) for at in shown]
    columns = main.table.columns
    return [columns[at].label.removesuffix(": словами").removesuffix(": название") for at in shown], rows


def _shown(kind: str, columns: Sequence[DataColumn]) -> list[int]:
    """The title first, then what the list can be narrowed by and when it was, in words, the address last."""
    wanted = {facet.key for facet in FACETS.get(kind, ())} | _ALSO
    names = {column.name for column in columns}
    found = []
    for at, column in enumerate(columns):
        name = column.name.removesuffix("_label").removesuffix("_title")
        has_words = {f"{column.name}_label", f"{column.name}_title"} & names
        if name in wanted and not has_words and not column.is_long and column.name not in ("title", "url"):
            found.append(at)
    places = {column.name: number for number, column in enumerate(columns)}
    return [places["title"], *found, places["url"]]


def _cell(value: CellValue) -> str:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, str):
        return not_a_formula(" ".join(value.split()))
    return str(value).replace(".", ",")
