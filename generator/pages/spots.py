"""The white-spot map: where practices, events or centres are missing. Real records only, unless there are none.

A cell counts what the listing it leads to shows as naming the subject, because both ask the same facets; what only
suits it (a practice for any subject) stands in a row of its own. Physics in the primary school is no white spot: where
a subject is not taught there is no cell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.pages.facets import ANY, Value, facet

PATH = "belye-piatna/index.md"
#: the kinds whose gaps are shown
MAPPED = ("practices", "events", "centers")


@dataclass(frozen=True)
class Figure:
    """A number and the filtered listing it was counted from (``practices``, ``?subjects=…``)."""

    kind: str
    count: int
    query: str


def view(catalog: Catalog) -> dict[str, Any]:
    """Both tables: practices by subject and school level; practices, events and centres by district and area. A cell
    is a list of figures, empty where there can be none."""
    stages = [Value(t.id, t.label) for t in catalog.vocabularies["levels"].terms if not t.broader]
    subjects = [Value(t.id, t.label) for t in catalog.vocabularies["subjects"].terms]
    areas = [Value(t.id, t.label) for t in catalog.vocabularies["areas"].terms]
    today = catalog.today
    # Like the filters: where everything is a demonstration, that is what is shown.
    demo = not any(catalog.listed(kind) for kind in ("districts", *MAPPED))
    known = catalog.listed("districts", demo=demo)
    districts = [Value(d.key, d.title) for d in known if not d.valid_to or d.valid_to >= today]
    by_level = _counted(catalog, "practices", "subjects", "levels", demo)
    taught = {t.id: t.levels for t in catalog.vocabularies["subjects"].terms}
    levels_rows = [
        (row, [
            [_figure("practices", by_level, ("subjects", row.id), ("levels", stage.id))]
            if stage.id in (taught.get(row.id) or (stage.id,)) else []
            for stage in stages
        ])
        for row in [Value(ANY, "Любой предмет"), *subjects]
    ]  # fmt: skip
    tables = {kind: _counted(catalog, kind, "place", "areas", demo) for kind in MAPPED}
    area_rows = [
        (row, [[_figure(kind, table, ("place", row.id), ("areas", area.id)) for kind, table in tables.items()]
               for area in areas])
        for row in districts
    ]  # fmt: skip
    return {
        "demo": demo,
        "stages": stages,
        "areas": areas,
        "level_rows": levels_rows,
        "area_rows": area_rows,
        "empty": {"levels": _empty(levels_rows), "areas": _empty(area_rows)},
        "cells": {"levels": _possible(levels_rows), "areas": _possible(area_rows)},
        "without_level": _without(catalog, "levels", demo),
        "without_place": _without(catalog, "place", demo),
    }


def _counted(catalog: Catalog, kind: str, row: str, column: str, demo: bool) -> Counter[tuple[str, str]]:
    records = catalog.listed(kind, demo=demo)
    rows, columns = (facet(kind, key).answers(catalog, records) for key in (row, column))
    return Counter((a, b) for record in records for a in rows[record.key] for b in columns[record.key])


def _figure(kind: str, table: Counter, row: tuple[str, str], column: tuple[str, str]) -> Figure:
    return Figure(kind, table[row[1], column[1]], f"?{row[0]}={row[1]}&{column[0]}={column[1]}")


def _empty(rows: list) -> int:
    return sum(not any(figure.count for figure in cell) for _, cells in rows for cell in cells if cell)


def _possible(rows: list) -> int:
    """Cells that can be filled: a subject that is not taught at a stage has none there."""
    return sum(bool(cell) for _, cells in rows for cell in cells)


def _without(catalog: Catalog, key: str, demo: bool) -> int:
    records = catalog.listed("practices", demo=demo)
    return sum(not values for values in facet("practices", key).answers(catalog, records).values())


def words_of(figure: Figure) -> str:
    """«2 практики», «нет событий»: what a cell says."""
    forms = {"practices": ("практика", "практики", "практик"), "events": ("мероприятие", "мероприятия", "мероприятий"),
             "centers": ("центр", "центра", "центров")}[figure.kind]  # fmt: skip
    return text.plural(figure.count, *forms) if figure.count else f"нет {forms[2]}"
