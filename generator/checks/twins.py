"""Rules about one thing that two records tell: it would count twice wherever records are counted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.checks.place import warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event
from generator.records.organizations import Organization
from generator.records.practices import Practice, Replication


def nothing_is_told_twice(catalog: Catalog) -> Iterator[Problem]:
    """Two records of one event, one school, one replication, or of one practice in the same words (warning): each is
    counted, and a practice split in two or an event entered twice makes a figure grow."""
    for model, (loc, told, what, hint) in _TOLD.items():
        seen: dict[Hashable, Record] = {}
        for record in catalog.own_of(model):
            key = told(record) if record.status != "archived" else None
            if key is None:
                continue
            first = seen.setdefault((record.demo, key), record)
            if first is not record:
                message = f"{what} уже есть: {first.key}; считаются обе записи"
                yield warning(catalog, record, loc, "told-twice", message, f"оставьте одну из двух записей; {hint}")


def _of_event(record: Event) -> Hashable:
    # In a month there may be two of one name.
    return (text.folded(record.title or ""), str(record.start), record.territory) if record.start.day else None


def _of_organization(record: Organization) -> Hashable:
    return text.folded(record.title or ""), record.territory, record.parent


def _of_replication(record: Replication) -> Hashable:
    # Of a month or a year there may be two; a day is that of one.
    return (record.practice, record.organization, str(record.date)) if record.date.day else None


def _of_practice(record: Practice) -> Hashable:
    steps = tuple(text.folded(f"{step.title} {step.text or ''}") for step in record.steps)
    return (text.folded(record.idea or ""), *steps) if steps and record.idea else None


_Rule = tuple[Loc, Callable[[Any], Hashable], str, str]
_TOLD: Mapping[type[Record], _Rule] = {
    Event: (("title",), _of_event, "такое же мероприятие в тот же день", "если их два, назовите их по-разному"),
    Organization: (
        ("title",), _of_organization, "организация с таким же названием там же",
        "если их две, допишите в названиях, чем они отличаются",
    ),
    Practice: (
        ("steps",), _of_practice, "практика с той же идеей и теми же шагами",
        "если это другая практика, опишите, что в ней иначе, и назовите исходную в based_on",
    ),
    Replication: (
        ("date",), _of_replication, "применение той же практики той же организацией в тот же день",
        "если их два, проверьте дни",
    ),
}  # fmt: skip
