"""A roadmap as a list that begins with now: what is late or due, what comes, what is over, what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from generator.catalog import Catalog
from generator.catalog.computed.roadmap import FINISHED, Occurrence
from generator.pages import labels
from generator.records.programmes import Measure, Programme
from generator.records.times import Month
from generator.text.language import tr


@dataclass(frozen=True)
class Item:
    """A measure with the occurrences that put it where it stands: their term in words, their state as class and word;
    both are empty where the programme reports nothing. ``more`` is how many terms of it are ahead beside them."""

    measure: Measure
    when: str
    state: str = ""
    word: str = ""
    more: int = 0


@dataclass(frozen=True)
class AgendaGroup:
    """Items under a heading; the first group is open, the others fold."""

    heading: str
    items: tuple[Item, ...]


def agenda(catalog: Catalog, record: Programme) -> list[AgendaGroup]:
    """Every measure once, under the first heading that fits it; groups without measures are left out.

    «Сейчас» is what the report calls late, what it calls under way, and what falls due in the quarter of
    ``catalog.today`` and is not reported as done. Nobody is called late without a report (law 12): a term that passed
    without one is only said to have passed.
    """
    if record.roadmap is None:
        return []
    found: dict[str, list[tuple[tuple, Item]]] = {heading: [] for heading in _HEADINGS}
    for measure in sorted(record.roadmap.measures, key=lambda measure: measure.number):
        heading, occurrence, more = placed(catalog.roadmaps[record.id][measure.number], catalog.today)
        item = _item(catalog, measure, occurrence, more, record.roadmap.reported_on is not None)
        found[heading].append((_order(heading, occurrence, measure), item))
    return [
        AgendaGroup(tr(heading), tuple(item for _, item in sorted(items, key=lambda pair: pair[0])))
        for heading, items in found.items()
        if items
    ]


DUE_NOW, NEXT, UNDATED, PASSED, DONE = _HEADINGS = (
    "Сейчас",
    "Дальше",
    "Без даты: постоянно, по плану, по графику",
    "Срок прошёл, о ходе не сказано",
    "Выполнено",
)


def placed(occurrences: Sequence[Occurrence], today: dt.date) -> tuple[str, Occurrence, int]:
    """The heading of a measure, the occurrence that says why, and how many other terms are ahead."""
    first, last = quarter(today)
    open_ones = [o for o in occurrences if o.state not in FINISHED]
    ahead = [o for o in open_ones if o.start and o.start.first > last]
    for fits in (
        lambda o: o.state == "late",
        lambda o: o.state in ("under-way", "no-report"),
        lambda o: o.start and o.start.first <= last and (not o.end or o.end.last >= first),
    ):
        current = [o for o in open_ones if fits(o)]
        if current:
            return DUE_NOW, current[-1], len([o for o in ahead if o is not current[-1]])
    if ahead:
        return NEXT, ahead[0], len(ahead) - 1
    if open_ones:
        return (PASSED if open_ones[-1].end else UNDATED), open_ones[-1], 0
    return DONE, occurrences[-1], 0


def quarter(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the quarter."""
    begins = (day.month - 1) // 3 * 3 + 1
    return dt.date(day.year, begins, 1), Month(day.year, begins + 2).last


def _item(catalog: Catalog, measure: Measure, occurrence: Occurrence, more: int, reported: bool) -> Item:
    when = labels.format_when(measure.when)
    if occurrence.start:
        when = labels.format_months(occurrence.start, occurrence.end)
    if not reported:
        return Item(measure, when, more=more)
    word = catalog.label("roadmap-states", occurrence.state).lower()
    return Item(measure, when, occurrence.state, word, more)


def _order(heading: str, occurrence: Occurrence, measure: Measure) -> tuple:
    """What is late stands first, then what ends sooner, then what has no date; what is over, the latest first."""
    end = (occurrence.end.year * 12 + occurrence.end.month) if occurrence.end else 12 * 9999
    if heading in (PASSED, DONE):
        end = -end
    return (occurrence.state != "late", end, measure.number)
