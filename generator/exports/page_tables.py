"""What stands in a table of one page, as a file beside it: a roadmap as a workbook, the white spots for a Russian
Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from generator.catalog import Catalog
from generator.exports.open_files import FilesOfLastTime
from generator.exports.tables import csv_for_excel, not_a_formula
from generator.exports.tables_of_kinds import FilledTable, tables
from generator.exports.workbooks import rows_of_tables, workbook
from generator.pages import File, coverage, open_data
from generator.records import KINDS
from generator.records.practices import Practice
from generator.records.programmes import Programme

_MEASURES = f"{Programme.kind}_roadmap_measures"
_SPOTS = ("Таблица", "Предмет или район", "Ступень или умение", "Что считается", "Сколько", "Пусто для классов")


def page_table_files(catalog: Catalog, last: FilesOfLastTime | None = None) -> Iterator[File]:
    """``programmes/<id>/dorozhnaia-karta.xlsx``, where it is the one of the ``last`` time that; and
    ``belye-piatna/belye-piatna.csv``."""
    demos = (False, True) if catalog.has_own_demo else (False,)
    for demo in demos if Programme.kind in catalog.kinds else ():
        filled = [one for one in tables(catalog, Programme.kind, demo=demo) if one.table.name.startswith(_MEASURES)]
        for programme in catalog.own_public(Programme.kind, demo=demo):
            if isinstance(programme, Programme) and programme.roadmap:
                parts = [_of_record(one, programme.id) for one in filled]
                path, make = f"{programme.key}/{open_data.ROADMAP_FILE}", partial(workbook, parts)
                yield File(path, last.file(path, rows_of_tables(parts), make) if last else make())
    if Practice.kind in catalog.kinds:
        yield File(f"{coverage.COVERAGE_PAGE.rpartition('/')[0]}/{open_data.SPOTS_FILE}", _white_spots(catalog))


def _of_record(filled: FilledTable, its_id: str) -> FilledTable:
    """The rows of one record, on a sheet with the last word of the table's title for its name."""
    named = replace(filled.table, name=filled.table.title.rpartition(": ")[2])
    return FilledTable(named, tuple(row for row in filled.rows if row[0] == its_id))


def _white_spots(catalog: Catalog) -> bytes:
    shown = coverage.view(catalog)
    rows = []
    for name, of, heads in (
        ("Практики: предмет и ступень", "level_rows", "stages"),
        ("Районы и умения", "area_rows", "areas"),
    ):
        for row, cells in shown[of]:
            for head, cell in zip(shown[heads], cells, strict=True):
                rows += [
                    (name, row.label, head.label, KINDS[figure.kind].heading, str(figure.count), figure.missing)
                    for figure in cell
                ]
    return csv_for_excel(_SPOTS, ([not_a_formula(words) for words in row] for row in rows))
