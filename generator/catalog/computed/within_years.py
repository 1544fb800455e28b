"""Pure: whether the figure of a period and those of its halves and quarters can all be true.

What is counted may be events, of which a year has as many as its halves together; people, of whom some come in both
halves; a state on a day, which is that of the last half. In each case the year lies between the smallest of its parts
and all of them together. Outside, one of the figures is wrong. Of a share the numerators are compared, where all are
known: who is counted against may have been counted on another day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.catalog.computed.indicators import Reading
from generator.records.periods import Period

Cells = Mapping[tuple[str, Period], Reading]


def disputed(cells: Cells) -> dict[tuple[str, Period], Reading]:
    """The readings that change: those that cannot be true beside the figures of shorter periods of the same scope, with
    these periods, and the sums that such a figure is a part of."""
    found = {}
    for cell, reading in cells.items():
        if reading.origin == "declared" and not reading.hidden and (parts := parts_that_contradict(reading, cells)):
            found[cell] = replace(reading, disputed=True, torn_by=tuple(part.period for part in parts))
    sums = {
        cell: replace(reading, disputed=True)
        for cell, reading in cells.items()
        if reading.origin == "summed" and any((part, reading.period) in found for part in reading.summed)
    }
    return {**sums, **found}


def parts_that_contradict(whole: Reading, cells: Cells) -> tuple[Reading, ...]:
    """The figures of shorter periods of the same scope among ``cells`` that cannot be true beside that of ``whole``;
    empty where they can, and where one of them is hidden or not known."""
    if whole.value is None:
        return ()
    for division in whole.period.divisions:
        parts = [cells[whole.scope, part] for part in division if (whole.scope, part) in cells]
        complete = len(parts) == len(division) and not any(part.hidden or part.value is None for part in parts)
        if complete and not _fits(whole, parts):
            return tuple(parts)
    return ()


def _fits(whole: Reading, parts: Sequence[Reading]) -> bool:
    tops = [one.numerator for one in (whole, *parts) if one.numerator is not None]
    figures = tops if len(tops) > len(parts) else [one.value for one in (whole, *parts) if one.value is not None]
    return min(figures[1:]) <= figures[0] <= sum(figures[1:])
