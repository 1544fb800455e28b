"""Rules about time: what comes before what, and what is past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.checks.place import error, warning
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event
from generator.records.organizations import Center
from generator.records.programmes import Programme, Values
from generator.records.walking import groups_within

#: pairs of fields of one group: the first may not come after the second
_ORDER = (
    ("start", "end"),
    ("valid_from", "valid_to"),
    ("given", "until"),
    ("given", "withdrawn"),
    ("updated", "review_by"),
    ("date", "valid_until"),
    ("date", "checked_on"),
)


def dates_in_order(catalog: Catalog) -> Iterator[Problem]:
    """Within a group the beginning is not after the end; stages lie within the term (they may overlap); registration
    ends before the event does; the history of a status goes forward."""
    for record in catalog.own_records:
        for loc, group in groups_within(record, _pairs):
            for first, last in _pairs(type(group)):
                a, b = group.__dict__.get(first), group.__dict__.get(last)
                if a is not None and b is not None and _after(a, b):
                    yield error(
                        catalog,
                        record,
                        (*loc, last),
                        "dates-order",
                        f"{last} ({b}) раньше, чем {first} ({a})",
                        text.sentence("check_both_dates"),
                    )
        yield from _of_kind(catalog, record)


def _of_kind(catalog: Catalog, record: Record) -> Iterator[Problem]:
    """What only records of one kind can have wrong."""
    match record:
        case Programme():
            yield from _programme_dates(catalog, record)
        case Event():
            yield from _event_dates(catalog, record)
        case Center():
            yield from _center_dates(catalog, record)
        case Values():
            yield from _values_dates(catalog, record)


def _programme_dates(catalog: Catalog, record: Programme) -> Iterator[Problem]:
    for position, stage in enumerate(record.stages):
        if record.term.end < record.term.start:
            break  # the term itself is wrong
        if stage.start < record.term.start or record.term.end < stage.end:
            yield error(
                catalog,
                record,
                ("stages", position),
                "stage-outside-term",
                f"этап {stage.start}..{stage.end} выходит за срок программы {record.term.start}..{record.term.end}",
                "проверьте срок программы и этапа",
            )
    if record.approved_on and record.approved_on > record.term.end.last:
        yield error(
            catalog,
            record,
            ("approved_on",),
            "dates-order",
            "программа утверждена после своего окончания",
            text.sentence("check_dates"),
        )


def _event_dates(catalog: Catalog, record: Event) -> Iterator[Problem]:
    deadline = record.registration and record.registration.deadline
    if deadline and _after(deadline, record.end or record.start):
        yield error(
            catalog,
            record,
            ("registration", "deadline"),
            "dates-order",
            text.sentence("late_registration"),
            text.sentence("check_dates"),
        )


def _center_dates(catalog: Catalog, record: Center) -> Iterator[Problem]:
    for position, (earlier, later) in enumerate(zip(record.status_history, record.status_history[1:], strict=False), 1):
        if _after(earlier.date, later.date):
            yield error(
                catalog,
                record,
                ("status_history", position, "date"),
                "dates-order",
                "история статуса идёт не по порядку",
                "запишите от ранней даты к поздней",
            )


def _values_dates(catalog: Catalog, record: Values) -> Iterator[Problem]:
    if record.as_of and record.as_of < record.period.first:
        yield error(
            catalog,
            record,
            ("as_of",),
            "dates-order",
            f"числа за период с {text.date(record.period.first)} собраны раньше, чем он начался",
            "проверьте год в as_of и в period",
        )


def past_shelf_life(catalog: Catalog) -> Iterator[Problem]:
    """Past `review_by` the page says that it is due for a re-reading (warning)."""
    for record in catalog.own_records:
        if record.review_by and record.review_by < catalog.today and record.status == "published":
            yield warning(
                catalog,
                record,
                ("review_by",),
                "past-shelf-life",
                f"срок проверки прошёл {text.date(record.review_by)}",
                "перечитайте запись и поставьте новый срок",
            )


@cache
def _pairs(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Those of the pairs that a group has."""
    return tuple(pair for pair in _ORDER if set(pair) <= model.model_fields.keys())


def _after(a: Any, b: Any) -> bool:
    """Return whether ``a`` is surely after ``b``: their earliest and latest days do not overlap. Hours count within a
    day."""
    first, last = getattr(a, "first", a), getattr(b, "last", b)
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return False  # a month of an unknown year is before and after nothing
    one, other = getattr(a, "time", None), getattr(b, "time", None)
    if first == last and one is not None and other is not None:
        return bool(one > other)
    return first > last
