"""The six shapes of a term, their occurrences between approval and end, and the state of each."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.catalog.computed import roadmap
from generator.records.programmes import Measure, Programme, Progress
from generator.records.times import Month, When

APPROVED = dt.date(2019, 2, 26)
END = dt.date(2021, 12, 31)


def spans(when: str, first: dt.date = APPROVED, last: dt.date = END) -> list[str]:
    return [f"{start}..{end}" if start else "-" for start, end in roadmap.occurrences(When.parse(when), first, last)]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2019-02", ["2019-02..2019-02"]),
        ("2019-05..2019-06", ["2019-05..2019-06"]),
        ("yearly 03", ["2019-03..2019-03", "2020-03..2020-03", "2021-03..2021-03"]),
        ("yearly 03..04", ["2019-03..2019-04", "2020-03..2020-04", "2021-03..2021-04"]),
        ("always", ["-"]),
        ("by-plan", ["-"]),
        ("by-schedule", ["-"]),
        # January was over before the approval of 26 February 2019; February was not.
        ("yearly 01", ["2020-01..2020-01", "2021-01..2021-01"]),
        ("yearly 02", ["2019-02..2019-02", "2020-02..2020-02", "2021-02..2021-02"]),
        # A span that crosses New Year: the one that began in December 2018 is still on at the approval.
        ("yearly 12..02", ["2018-12..2019-02", "2019-12..2020-02", "2020-12..2021-02", "2021-12..2022-02"]),
        ("yearly 11..01", ["2019-11..2020-01", "2020-11..2021-01", "2021-11..2022-01"]),
    ],
)
def test_occurrences(when: str, expected: list[str]) -> None:
    assert spans(when) == expected


@pytest.mark.parametrize(
    ("when", "first", "last", "expected"),
    [
        # approved on the last day of February, on the first one of March
        ("yearly 02", "2019-02-28", "2019-12-31", ["2019-02..2019-02"]),
        ("yearly 02", "2019-03-01", "2019-12-31", []),
        # ended on the first day of December, on the last one of November
        ("yearly 12", "2019-01-01", "2019-12-01", ["2019-12..2019-12"]),
        ("yearly 12", "2019-01-01", "2019-11-30", []),
        ("yearly 12..02", "2019-02-28", "2019-11-30", ["2018-12..2019-02"]),
        ("yearly 12..02", "2019-03-01", "2019-11-30", []),
    ],
)
def test_a_month_counts_from_its_last_day_to_its_first(when: str, first: str, last: str, expected: list[str]) -> None:
    assert spans(when, dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == expected


@pytest.mark.parametrize(
    "when", ["2019-02", "2019-05..2019-06", "yearly 03", "yearly 03..04", "always", "by-plan", "by-schedule"]
)
def test_a_term_comes_out_as_it_was_written(when: str) -> None:
    assert str(When.parse(when)) == when


MARCH = Month(2020, 3)
REPORT = dt.date(2020, 6, 1)


def progress(state: str) -> Progress:
    return Progress.model_validate({"state": state})


@pytest.mark.parametrize(
    ("span", "reported_progress", "reported_on", "state"),
    [
        ((MARCH, MARCH), None, None, "no-data"),
        ((MARCH, MARCH), None, REPORT, "late"),
        ((MARCH, MARCH), "under-way", REPORT, "late"),
        ((MARCH, MARCH), "done", REPORT, "done"),
        ((MARCH, Month(2020, 6)), "under-way", REPORT, "under-way"),
        ((MARCH, Month(2020, 6)), None, REPORT, "not-begun"),
        ((Month(2020, 9), Month(2020, 9)), None, REPORT, "not-begun"),
        ((None, None), None, REPORT, "no-data"),
        ((None, None), "under-way", REPORT, "under-way"),
    ],
)
def test_state(span, reported_progress: str | None, reported_on, state: str) -> None:
    text = progress(reported_progress) if reported_progress else None
    assert roadmap.occurrence_state(*span, text, reported_on) == state


def test_without_a_report_nobody_is_late_however_long_ago_it_was() -> None:
    assert roadmap.occurrence_state(Month(1990, 1), Month(1990, 1), None, None) == "no-data"


def states(when: str, *reported: dict[str, str], approved_on: str | None = "2019-02-26") -> list[str]:
    """The states of a measure by month, of a programme from 2019 to 2021 that has reported on 1 June 2021."""
    programme = Programme.model_validate({
        "id": "p", "path": "p.yml", "title": "П", "term": {"start": "2019-01", "end": "2021-12"},
        "approved_on": approved_on,
        "roadmap": {"reported_on": "2021-06-01", "measures": [
            {"number": 1, "title": "М", "when": when, "responsible": [{"role": "методист"}], "progress": reported}]},
    })  # fmt: skip
    measure: Measure = programme.roadmap.measures[0]
    return [f"{one.start or ''} {one.state}".strip() for one in roadmap.of_measure(measure, programme)]


def test_what_was_reported_of_one_occurrence_is_not_said_of_another() -> None:
    done = {"occurrence": "2020-03", "state": "done"}
    assert states("yearly 03", done) == ["2019-03 late", "2020-03 done", "2021-03 late"]
    under_way = {"occurrence": "2021-03", "state": "under-way"}
    assert states("yearly 03..06", under_way, done) == ["2019-03 late", "2020-03 done", "2021-03 under-way"]


@pytest.mark.parametrize(
    ("when", "reported", "expected"),
    [
        ("2020-03", {"state": "done"}, ["2020-03 done"]),
        ("2020-03", {"occurrence": "2020-03", "state": "done"}, ["2020-03 done"]),
        ("2020-03", {"occurrence": "2020-04", "state": "done"}, ["2020-03 late"]),
        ("always", {"state": "under-way"}, ["under-way"]),
        ("yearly 03", {"state": "done"}, ["2019-03 late", "2020-03 late", "2021-03 late"]),
    ],
)
def test_progress_without_its_month_speaks_of_what_falls_due_once(when: str, reported: dict, expected: list) -> None:
    assert states(when, reported) == expected


@pytest.mark.parametrize(("approved_on", "first"), [("2019-03-31", "2019"), ("2019-04-01", "2020"), (None, "2019")])
def test_a_measure_begins_with_the_approval_or_with_the_term(approved_on: str | None, first: str) -> None:
    assert states("yearly 03", approved_on=approved_on)[0] == f"{first}-03 late"


@pytest.mark.parametrize(
    ("today", "reported_on", "last"),
    [
        ("2026-11-30", None, "2027-12-31"),
        ("2026-01-01", "2026-01-01", "2027-12-31"),
        ("2024-06-01", None, "2026-12-31"),
    ],
)
def test_a_programme_without_an_end_is_told_to_the_end_of_the_next_year(today, reported_on, last) -> None:
    programme = endless(reported_on=reported_on)
    assert str(roadmap.horizon(programme, dt.date.fromisoformat(today))) == last


def test_what_has_no_end_in_a_programme_without_one_is_never_late_for_having_lasted() -> None:
    programme = endless({"when": "2025-03.."}, {"when": "yearly 09"}, {"when": "2025-09..2025-10"})
    yearly, once = [], []
    for today in (dt.date(2026, 11, 30), dt.date(2031, 1, 1)):
        since, every, dated = (roadmap.of_measure(one, programme, today) for one in programme.roadmap.measures)
        assert [(str(one.start), one.end, one.due, one.state) for one in since] == [
            ("2025-03", None, None, "not-begun")
        ]
        yearly.append([one.start.year for one in every])
        once.append([one.state for one in dated])
    assert yearly == [[2025, 2026, 2027], [*range(2025, 2033)]]
    assert once == [["late"], ["late"]]


def endless(*measures: dict[str, str], reported_on: str | None = "2026-05-01") -> Programme:
    """A programme that began in 2025 and has no end."""
    known = measures or ({"when": "always"},)
    return Programme.model_validate({
        "id": "p", "path": "p.yml", "title": "П", "term": {"start": "2025-01"},
        "roadmap": {"reported_on": reported_on, "measures": [
            {"number": number, "title": "М", "responsible": [{"role": "методист"}], **measure}
            for number, measure in enumerate(known, 1)]},
    })  # fmt: skip
