"""Pure: which territories there were in a period, and so whose figures make up the sum of a region.

``valid_from``, ``valid_to`` and ``successors`` decide, not whether a record is archived: a district that was merged
stays in the years in which it was there, and is asked for nothing after them. That is how statistics of territories
are kept comparable over time (UN Statistics Division, Standard country or area codes: a code lives as long as its
area; ОКТМО, ОК 033-2013, keeps former municipalities the same way).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.catalog.computed.indicators import Reading, over_on
from generator.records.periods import Period
from generator.records.territories import Territory


def exists_on(territory: Territory, day: dt.date) -> bool:
    """Return whether the territory was there on the day; one without dates always was, unless it lies in the
    archive."""
    if territory.valid_from is not None and day < territory.valid_from:
        return False
    if territory.valid_to is not None:
        return day <= territory.valid_to
    return territory.status != "archived"


def lived_in(territory: Territory, period: Period) -> bool:
    """Return whether the territory was there on at least one day of the period."""
    begins, ends = territory.valid_from or dt.date.min, territory.valid_to or dt.date.max
    return begins <= period.last and period.first <= ends


@dataclass(frozen=True)
class Coverage:
    """Whose figures a sum takes: ``counted`` are the territories that answer for the period and have one, ``missing``
    those that answer and have none."""

    counted: tuple[Territory, ...]
    missing: tuple[Territory, ...]

    @property
    def parts(self) -> tuple[int, int]:
        """How many have a figure, of how many."""
        return len(self.counted), len(self.counted) + len(self.missing)


def coverage(
    territories: Iterable[Territory],
    successors: Mapping[str, Sequence[str]],
    period: Period,
    known: Mapping[str, Reading],
) -> Coverage:
    """Who answers for a period: those who are there on its last day. One that ended within it is counted where it has a
    figure and none of its ``successors`` (addresses by address) has: otherwise its people would be counted twice.

    ``known`` are the readings of the period by the address of the territory.
    """
    counted: list[Territory] = []
    missing: list[Territory] = []
    for territory in territories:
        has = territory.key in known and known[territory.key].has_answer
        if exists_on(territory, over_on(period)):
            (counted if has else missing).append(territory)
        elif has and lived_in(territory, period):
            heirs = successors.get(territory.key, ())
            if not any(heir in known and known[heir].has_answer for heir in heirs):
                counted.append(territory)
    return Coverage(tuple(counted), tuple(missing))
