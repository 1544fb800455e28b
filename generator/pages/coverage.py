"""The white-spot map: where practices, events or centres are missing. Real records only, unless there are none.

A cell counts what the listing it leads to shows as naming the subject, because both ask the same facets; what only
suits it (a practice for any subject) stands in a row of its own. Physics in the primary school is no white spot: where
a subject is not taught there is no cell. Nor is physics in the fifth class: a stage asks only for the classes in which
the subject is taught, and names those of them that no practice names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.pages.facets import ANY, FacetValue, facet
from generator.pages.labels import GRADE, grade_of
from generator.records import Record
from generator.records.events import upcoming
from generator.records.practices import Practice

COVERAGE_PAGE = "belye-piatna/index.md"
#: the kinds whose gaps are shown
MAPPED = ("practices", "events", "centers")


@dataclass(frozen=True)
class Figure:
    """A number and the filtered listing it was counted from (``practices``, ``?subjects=…``); ``missing`` says which
    classes of the stage are counted nowhere («7–8 классы»)."""

    kind: str
    count: int
    query: str
    missing: str = ""


def view(catalog: Catalog) -> dict[str, Any]:
    """Both tables: practices by subject and school level; practices, events and centres by district and area. A cell
    is a list of figures, empty where there can be none."""
    levels = _levels(catalog)
    stages = [level for level in levels if not level.parent]
    subjects = [FacetValue(t.id, t.label) for t in catalog.vocabularies["subjects"].terms]
    areas = [FacetValue(t.id, t.label) for t in catalog.vocabularies["areas"].terms]
    today = catalog.today
    # Like the filters: where everything is a demonstration, that is what is shown.
    demo = not any(catalog.listed(kind) for kind in ("districts", *MAPPED))
    known = catalog.listed("districts", demo=demo)
    districts = [FacetValue(d.key, d.title) for d in known if not d.valid_to or d.valid_to >= today]
    by_level = _counted(catalog, "practices", "subjects", "levels", demo)
    taught = {t.id: taught_in(t.levels, levels) for t in catalog.vocabularies["subjects"].terms}
    everywhere = taught_in((), levels)
    levels_rows = [
        (row, [_stage(by_level, row.id, stage, taught.get(row.id, everywhere)) for stage in stages])
        for row in [FacetValue(ANY, text.tr("Любой предмет")), *subjects]
    ]
    mapped = [kind for kind in MAPPED if kind in catalog.kinds]
    tables = {kind: _counted(catalog, kind, "place", "areas", demo) for kind in mapped}
    area_rows = [
        (row, [[_figure(kind, table, ("place", row.id), ("areas", area.id)) for kind, table in tables.items()]
               for area in areas])
        for row in districts
    ]  # fmt: skip
    return {
        "whole": len(mapped) == len(MAPPED),
        "demo": demo,
        "has_demo": catalog.has_demo,
        "stages": stages,
        "areas": areas,
        "level_rows": levels_rows,
        "area_rows": area_rows,
        "empty": {"levels": _empty(levels_rows), "areas": _empty(area_rows)},
        "cells": {"levels": _possible(levels_rows), "areas": _possible(area_rows)},
        "partly": sum(bool(figure.missing) for _, cells in levels_rows for cell in cells for figure in cell),
        "untaught": _untaught(catalog, taught, demo),
        "taught": {its_id: classes_label(found) for its_id, found in taught.items()},
        "without_level": _without(catalog, "levels", demo),
        "without_place": _without(catalog, "place", demo),
        "unmeasured": not any(
            int(catalog.evidence[one.id].level[1:]) >= 2 for one in catalog.listed("practices", demo=demo)
        ),
        "nothing_ahead": not upcoming(catalog.listed("events", demo=demo), catalog.today),
        "unapplied": not catalog.listed("replications", demo=demo),
    }


def taught_in(named: Collection[str], levels: Sequence[FacetValue]) -> list[FacetValue]:
    """Stages and classes of a subject whose vocabulary term names these: a stage has all its classes, a class belongs
    to its stage. A term that names none is taught everywhere."""
    stages = {level.parent for level in levels if level.id in named} | set(named)
    return [
        level for level in levels
        if not named or level.id in named or level.parent in named or (not level.parent and level.id in stages)
    ]  # fmt: skip


def classes_label(levels: Sequence[FacetValue]) -> str:
    """«7–11 классы», «4 класс», «5, 7–9 классы»; labels that are no numbered classes follow with commas. Stages are
    left out; empty without classes."""
    labels = [level.label for level in levels if level.parent]
    numbers = sorted(grade for label in labels if (grade := grade_of(label)))
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ranges = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    rest = [label for label in labels if not grade_of(label)]
    words = text.tr(GRADE if len(numbers) == 1 else "{classes} классы", classes=ranges)
    return ", ".join(([words] if ranges else []) + rest)


def _stage(table: Counter, subject: str, stage: FacetValue, taught: Sequence[FacetValue]) -> list[Figure]:
    """The cell of a subject at a stage: none where it is not taught, empty where practices name only classes in which
    it is not."""
    if stage not in taught:
        return []
    found = _figure("practices", table, ("subjects", subject), ("levels", stage.id))
    asked = [one for one in taught if one.parent == stage.id]
    gaps = [one for one in asked if not table[subject, one.id]]
    if not found.count or (asked and gaps == asked):
        return [replace(found, count=0)]
    return [replace(found, missing=classes_label(gaps))]


def _untaught(catalog: Catalog, taught: Mapping[str, Sequence[FacetValue]], demo: bool) -> list[Record]:
    """Practices that name a subject and only classes in which it is not taught: they are in no cell of its row."""
    records = catalog.listed("practices", demo=demo)
    answers = facet("practices", "levels").answers(catalog, records)
    stages = {level.parent for level in _levels(catalog)}

    def nowhere(record: Practice) -> bool:
        own = answers[record.key] - stages
        named = [term.id for one in record.subjects if (term := catalog.term("subjects", one))]
        return bool(own) and any(own.isdisjoint(level.id for level in taught[its_id]) for its_id in named)

    return [record for record in records if nowhere(record)]


def _levels(catalog: Catalog) -> list[FacetValue]:
    return [FacetValue(t.id, t.label, t.broader or "") for t in catalog.vocabularies["levels"].terms]


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
    forms, none = {
        "practices": (("практика", "практики", "практик"), "нет практик"),
        "events": (("мероприятие", "мероприятия", "мероприятий"), "нет мероприятий"),
        "centers": (("центр", "центра", "центров"), "нет центров"),
    }[figure.kind]
    return text.plural(figure.count, *forms) if figure.count else text.tr(none)
