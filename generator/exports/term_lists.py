"""The lists by term as files: what stands on the page, for a Russian Excel. Codes and long texts are in the files of
the whole kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.catalog import Catalog
from generator.exports.tables import csv_for_excel, not_a_formula
from generator.exports.tables_of_kinds import CellValue, DataColumn, tables
from generator.pages import File, by_term, open_data
from generator.records import Record

_WORDS = {True: "да", False: "нет", None: ""}
#: what a reader of a list has no use for
_LEFT_OUT = frozenset(
    (
        "id",
        "aliases",
        "license",
        "permission",
        "rights_label",
        "review_by",
        "status_label",
        "summary",
        "first_published",
    )
)

_Rows = Mapping[str, Sequence[str]]


def term_list_files(catalog: Catalog) -> Iterator[File]:
    """``practices/po/subjects/matematika/spisok.csv`` for every list by term: first the records that name the term,
    then those that only suit it."""
    for kind, lists in by_term.all_term_lists(catalog).items():
        if lists:
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
        main = tables(catalog, kind, demo=demo)[0]
        shown = _shown(main.table.columns)
        for row in main.rows:
            rows[str(row[0])] = [_cell(row[at]) for at in shown]
    columns = main.table.columns
    return [columns[at].label.removesuffix(": словами").removesuffix(": название") for at in shown], rows


def _shown(columns: Sequence[DataColumn]) -> list[int]:
    """The title first, then words and days, the address last; no code that has its words beside it."""
    names = {column.name for column in columns}
    coded = {name.rpartition("_")[0] for name in names if name.endswith(("_label", "_title"))}
    days = {name for name in names if name.endswith(("_first", "_last"))}
    left_out = _LEFT_OUT | coded | days | {"title", "url"}
    at = {column.name: number for number, column in enumerate(columns)}
    middle = [at[column.name] for column in columns if column.name not in left_out and not column.is_long]
    return [at["title"], *middle, at["url"]]


def _cell(value: CellValue) -> str:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, str):
        return not_a_formula(" ".join(value.split()))
    return str(value).replace(".", ",")
