"""The roadmap as a list: where a measure stands on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.catalog.computed.roadmap import Occurrence
from generator.pages.views.agenda import DONE, DUE_NOW, NEXT, PASSED, UNDATED, placed, quarter
from generator.records.times import Month

TODAY = dt.date(2026, 11, 29)


def due(start: str, state: str, end: str = "") -> Occurrence:
    return Occurrence(Month.parse(start), Month.parse(end or start), state)


@pytest.mark.parametrize(
    ("occurrences", "heading", "shown", "more"),
    [
        ([due("2025-03", "late"), due("2027-03", "not-begun")], DUE_NOW, 0, 1),
        ([due("2025-03", "done"), due("2026-02", "under-way"), due("2027-03", "not-begun")], DUE_NOW, 1, 1),
        ([due("2026-12", "not-begun")], DUE_NOW, 0, 0),
        ([due("2026-12", "done")], DONE, 0, 0),
        ([due("2026-12", "no-data"), due("2027-12", "no-data")], DUE_NOW, 0, 1),
        ([due("2024-01", "no-data", "2028-01")], DUE_NOW, 0, 0),
        ([due("2026-09", "no-data"), due("2027-09", "no-data"), due("2028-09", "no-data")], NEXT, 1, 1),
        ([due("2026-09", "no-data")], PASSED, 0, 0),
        ([due("2025-09", "done"), due("2026-09", "done")], DONE, 1, 0),
        ([Occurrence(Month(2025, 3), None, "not-begun")], DUE_NOW, 0, 0),
        ([Occurrence(Month(2027, 3), None, "not-begun")], NEXT, 0, 0),
        ([Occurrence(None, None, "no-data")], UNDATED, 0, 0),
        ([Occurrence(None, None, "done")], DONE, 0, 0),
        ([Occurrence(None, None, "under-way")], DUE_NOW, 0, 0),
    ],
)
def test_a_measure_stands_under_the_first_heading_that_fits(occurrences, heading, shown, more) -> None:
    assert placed(occurrences, TODAY) == (heading, occurrences[shown], more)


def test_passed_without_a_report_is_never_late() -> None:
    assert placed([due("2019-03", "no-data")], TODAY)[0] == PASSED


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 11, 29), dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        (dt.date(2026, 9, 30), dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
    ],
)
def test_a_quarter_is_three_months(day: dt.date, first: dt.date, last: dt.date) -> None:
    assert quarter(day) == (first, last)
