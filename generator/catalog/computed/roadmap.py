"""Pure: the term of a measure becomes occurrences, an occurrence gets its state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.records.programmes import Measure, Programme, Progress
from generator.records.times import Month, When

STATES = ("done", "done-late", "under-way", "not-begun", "late", "no-report", "no-data")
#: the work is finished, in time or not
FINISHED = ("done", "done-late")


@dataclass(frozen=True)
class Occurrence:
    """One time that a measure falls due. ``start``, ``end`` and ``due`` (the last day that is in time) are None for
    «постоянно» and «по плану»; ``end`` and ``due`` alone for what begins and goes on in a programme without an end."""

    start: Month | None
    end: Month | None
    state: str
    progress: Progress | None = None
    due: dt.date | None = None

    @property
    def is_in_time(self) -> bool | None:
        """Return whether it was done by its last day; None where nobody says when it was done."""
        if self.progress is None or self.progress.state != "done" or self.due is None:
            return False
        return None if self.progress.date is None else self.progress.date <= self.due

    @property
    def year(self) -> int | None:
        return self.start.year if self.start else None


def horizon(programme: Programme, today: dt.date | None = None) -> dt.date:
    """The day up to which the terms of a roadmap are told: the last one of the programme.

    One without an end is told to the end of the year after ``today``, so that the school year that begins next autumn
    stands there whole; after the last report or the beginning of the programme where those are later.
    """
    if programme.term.end is not None:
        return programme.term.end.last
    reported = programme.roadmap.reported_on if programme.roadmap else None
    return dt.date(max(day.year for day in (programme.term.start.first, reported, today) if day) + 1, 12, 31)


def occurrences(
    when: When, first: dt.date, last: dt.date, *, endless: bool = False
) -> list[tuple[Month | None, Month | None]]:
    """The spans of months in which a measure falls due between ``first`` (the approval) and ``last`` (the end, or how
    far is looked ahead where the programme is ``endless``).

    A yearly measure is repeated for every year whose span touches the term; a span may cross New Year
    (``yearly 12..02``: December to February). A month that was over before the approval is left out. Measures that
    are permanent, come so many times a year or follow a separate plan have one undated occurrence. What begins and
    does not end goes on to ``last``, in an endless programme without an end.
    """
    if when.parts:
        found = [span for part in when.parts for span in occurrences(part, first, last, endless=endless)]
        dated = sorted({span for span in found if span[0]}, key=lambda span: (span[0], span[1] or Month(9999, 12)))
        return [*dated, (None, None)] if len(dated) < len(found) and (None, None) in found else dated
    if when.start:
        if when.shape == "from" and endless:
            return [(when.start, None)]
        goes_on_to = Month(last.year, last.month)
        return [(when.start, when.end or max(when.start, goes_on_to))]
    if when.shape == "month-only":
        return [(None, None)]
    if not when.start_month:
        return [(None, None)]
    crosses = when.end_month < when.start_month
    spans = (
        (Month(year, when.start_month), Month(year + crosses, when.end_month))
        for year in range(first.year - 1, last.year + 1)
    )
    return [(start, end) for start, end in spans if end.last >= first and start.first <= last]


def last_day(when: When, start: Month | None, end: Month | None) -> dt.date | None:
    """The last day of an occurrence: that of its last month, or the day that the term names."""
    named = [
        part.end_day for part in when.all_parts if part.end_day and (part.start, part.end or part.start) == (start, end)
    ]
    return end.first.replace(day=min(named)) if end and named else end.last if end else None


def of_measure(measure: Measure, programme: Programme, today: dt.date | None = None) -> tuple[Occurrence, ...]:
    """All occurrences of a measure with their states ``today`` (without it on the day of the report), in order of
    time."""
    first = programme.approved_on or programme.term.start.first
    reported = programme.roadmap.reported_on if programme.roadmap else None
    spans = occurrences(measure.when, first, horizon(programme, today), endless=programme.term.end is None)
    out = []
    for start, end in spans:
        # A measure that falls due once needs no name for its occurrence.
        progress = next(
            (p for p in measure.progress if p.occurrence == start or (len(spans) == 1 and p.occurrence is None)), None
        )
        due = last_day(measure.when, start, end)
        out.append(Occurrence(start, end, occurrence_state(start, due, progress, reported, today), progress, due))
    return tuple(out)


def occurrence_state(
    start: Month | None,
    due: dt.date | None,
    progress: Progress | None,
    reported: dt.date | None,
    today: dt.date | None = None,
) -> str:
    """Return the state of one occurrence of which ``due`` is the last day. It is late only if a progress report covers
    it: a missing report is not lateness (law 12), what fell due after the last one has no report. Done after the last
    day is a state of its own. Undated measures are never late."""
    if reported is None:
        return "no-data"
    if progress and progress.state == "done":
        return "done-late" if due and progress.date and progress.date > due else "done"
    if due and (due < reported or (due == reported and today is not None and due < today)):
        return "late"
    if due and today and due < today:
        return "no-report"
    if progress:
        return progress.state
    return "not-begun" if start else "no-data"


def count_states(occurrences_of_all: list[Occurrence]) -> dict[str, int]:
    """How many occurrences are in each state, in the order of :data:`STATES`, zeros included."""
    return {name: sum(o.state == name for o in occurrences_of_all) for name in STATES}
