"""What the records of a territory say, as of any day: pure functions of dated facts.

A written date decides. A practice that does not say since when it is there counts from the day the base first published
it (``data/first-published.txt``), and not before the build date where that is not remembered: the history of git is
no memory, a clone may have lost it. What nobody reported is not counted against anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from generator.catalog.computed.maturity import maturity
from generator.catalog.index import Catalog
from generator.records import Record
from generator.records.common import TERRITORY
from generator.records.events import Event
from generator.records.periods import PERIOD_PARTS, Period
from generator.records.practices import Practice, Replication
from generator.records.programmes import Indicator, Programme
from generator.records.territories import Region
from generator.text import Phrase, phrase

_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class Computed:
    """A figure from the records of a territory on a day: ``numerator`` by ``denominator`` (1 for a number), and the
    ``records`` among which it was counted.

    ``note`` says in words what the figure leaves out; ``is_whole`` is False where the records do not say enough to hold
    the figure against another one.
    """

    numerator: int | Decimal
    denominator: int | Decimal
    records: tuple[Record, ...]
    as_of: dt.date
    note: tuple[Phrase, ...] = ()
    is_whole: bool = True

    @property
    def value(self) -> Decimal:
        """The share, or the number; only where there is a denominator."""
        return Decimal(self.numerator) / self.denominator


@dataclass(frozen=True)
class Counting:
    """How to count on a day, and the day of the first fact (None: there is none)."""

    began: dt.date | None
    at: Callable[[Period, dt.date], Computed | None]


def counting(catalog: Catalog, name: str, territory: Record | None) -> Counting:
    """How the records of a territory are counted by the rule ``name`` of :data:`COMPUTATIONS`."""
    if territory is None or territory.kind not in TERRITORY:
        return Counting(None, lambda period, day: None)
    return COMPUTATIONS[name](catalog, territory)


def periods(indicator: Indicator, began: dt.date | None, today: dt.date) -> Iterator[Period]:
    """Every period that the records could speak of, from the first fact to today, as often as the indicator says (by
    years where its source says nothing)."""
    first = min(began or today, today)
    for year in range(first.year - 1, today.year + 1):
        for part in PERIOD_PARTS[indicator.periodicity or "year"]:
            period = Period(year, part)
            if period.first <= today and first <= period.last:
                yield period


def since(catalog: Catalog, practice: Practice) -> dt.date:
    """The day from which a practice counts: its own word, else the day the base first published it, else today."""
    if practice.since is not None and practice.since.last is not None:
        return practice.since.last
    return catalog.first_published.get(practice.key, catalog.today)


def is_dated(catalog: Catalog, practice: Practice) -> bool:
    """Return whether anything that is written says from which day the practice counts."""
    return practice.since is not None or practice.key in catalog.first_published


def _practices_replicated(catalog: Catalog, territory: Record) -> Counting:
    """Practices of the territory (of a region: and of its districts) that somebody else applied with success by the
    date; by all its practices of that day."""
    everything = [p for p in _of(catalog, Practice, territory) if p.status == "published"]
    known = [(since(catalog, practice), practice) for practice in everything]
    undated = [practice for practice in everything if not is_dated(catalog, practice)]
    replications = {p.id: catalog.referring(Replication, p, "practice") for p in everything}

    def at(period: Period, day: dt.date) -> Computed | None:
        practices = tuple(practice for began, practice in known if began <= day)
        replicated = 0
        for practice in practices:
            by_then = tuple(r for r in replications[practice.id] if r.date.last and r.date.last <= day)
            replicated += maturity(practice, by_then, (), catalog.ties, day) == "replicated"
        silent = [practice for practice in practices if practice.since is None]
        words = []
        if silent:
            why = "без даты: {many}, считаются со дня, когда база их впервые опубликовала"
            words.append(phrase(why, many=len(silent)))
        if undated and day < catalog.today:
            words.append(phrase("без даты: {many}, за прошлое не считаются", many=len(undated)))
        return Computed(replicated, len(practices), practices, day, tuple(words), not undated) if practices else None

    return Counting(min((began for began, _ in known), default=None), at)


def _roadmap_done(catalog: Catalog, territory: Record) -> Counting:
    """Dated occurrences that fell due by the date and by the last report, done by their last day; by all that fell due
    so. A report «на 31 декабря» tells how it was when that day was over. What fell due after the last report is left
    out: nobody is late because nobody wrote. Done without a day is not known to be in time."""
    found = catalog.referring(Programme, territory, "territory")
    reports = [(p, p.roadmap.reported_on) for p in found if p.roadmap and p.roadmap.reported_on]
    reporting, days = tuple(programme for programme, _ in reports), [reported for _, reported in reports]
    dated = [
        (reported, occurrence)
        for programme, reported in reports
        for occurrences in catalog.roadmaps.get(programme.id, {}).values()
        for occurrence in occurrences
        if occurrence.due
    ]

    def at(period: Period, day: dt.date) -> Computed | None:
        if not days or max(days) < period.first:
            return Computed(0, 0, reporting, day, (Phrase("отчёта за этот период ещё нет"),), False)
        over = [(reported, one) for reported, one in dated if one.due and one.due <= day and one.due < catalog.today]
        due = [one for reported, one in over if one.due and one.due <= reported]
        unreported = len(over) - len(due)
        in_time = sum(one.is_in_time is True for one in due)
        unknown = sum(one.is_in_time is None for one in due)
        late = sum(one.state == "done-late" for one in due)
        words = [
            (late, "позже срока: {many}"),
            (unknown, "когда выполнено, не сказано (в срок не засчитано): {many}"),
            (unreported, "нет отчёта, не считается: {many}"),
        ]
        note = tuple(phrase(its, many=many) for many, its in words if many)
        return Computed(in_time, len(due), reporting, min(day, *days), note, not unreported and not unknown)

    return Counting(min((one.due for _, one in dated if one.due), default=None), at)


def _events_held(catalog: Catalog, territory: Record) -> Counting:
    """Events of the territory (of a region: and of its districts) that were over by the date and ended in the period. A
    cancelled or postponed one, and one of which only the year is known, was not held."""
    over = [
        (ended, event)
        for event in _of(catalog, Event, territory)
        if event.state not in ("cancelled", "postponed") and (ended := day_of(event)) is not None
    ]

    def at(period: Period, day: dt.date) -> Computed | None:
        held = tuple(event for ended, event in over if period.first <= ended <= min(period.last, day))
        return Computed(len(held), 1, held, day)

    return Counting(min((ended for ended, _ in over), default=None), at)


def day_of(event: Event) -> dt.date | None:
    """The last day that an event can have been on; None where no more than its year is known."""
    last = event.end or event.start
    return last.last if last.month else None


def _of(catalog: Catalog, model: type[_R], territory: Record) -> list[_R]:
    places = [territory]
    if isinstance(territory, Region):
        places += catalog.linked(territory, "districts.region")
    found = {record.key: record for place in places for record in catalog.referring(model, place, "territory")}
    return list(found.values())


COMPUTATIONS: dict[str, Callable[[Catalog, Record], Counting]] = {
    "practices-replicated": _practices_replicated,
    "roadmap-done": _roadmap_done,
    "events-held": _events_held,
}
