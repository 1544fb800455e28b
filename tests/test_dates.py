"""Dates, periods and terms in words: one table for every reader of them (the form's: tests/test_form_ports.py)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic_core import PydanticCustomError
from support import PROJECT, ask_each

from generator.channels.office import typed
from generator.channels.office.names import Unclear
from generator.channels.office.time_terms import TERM_EXAMPLES, format_term, term_hint
from generator.records import reading
from generator.records.periods import Period
from generator.records.times import Moment, When
from generator.text import dates, terms

CASES = yaml.load((Path(__file__).parent / "cases" / "dates.yml").read_text("utf-8"), yaml.CSafeLoader)
READ = {"moments": dates.read_moment, "periods": dates.read_period, "terms": terms.read_term}
RECORD = {"moments": Moment, "periods": Period, "terms": When}
CELL: dict[str, Callable[[str], str]] = {
    "moments": typed.parse_moment,
    "periods": typed.parse_period,
    "terms": typed.parse_term,
}
TERMS = sorted({case["means"] for case in CASES["terms"] if "means" in case})


def rows(what: str) -> list[tuple[str, dict, str]]:
    return [(what, case, written) for case in CASES[what] for written in case["written"]]


@pytest.mark.parametrize("what", CASES)
def test_a_text_means_what_the_table_says(what: str) -> None:
    ask_each(rows(what), is_read)


def is_read(what: str, case: dict, written: str) -> None:
    found = READ[what](written)
    assert (found and found.write, bool(found and found.sure)) == (_meant(case), "means" in case)


@pytest.mark.parametrize("what", CASES)
def test_a_record_takes_only_its_notation_and_says_what_was_meant(what: str) -> None:
    ask_each(rows(what), is_its_notation_or_told)


def is_its_notation_or_told(what: str, case: dict, written: str) -> None:
    kind = RECORD[what]
    try:
        assert str(kind.parse(written)) == case["means"]
        return
    except PydanticCustomError as error:
        mend = error.context["fix"]
    if "means" in case and written == case["means"]:
        pytest.fail(f"{written} is the notation of records")
    assert mend["write"] == _meant(case)
    assert not mend["write"] or mend["sure"] == ("means" in case and not case.get("words"))
    if mend["write"]:
        assert str(kind.parse(mend["write"])) == mend["write"]


@pytest.mark.parametrize("what", CASES)
def test_a_cell_takes_what_is_certain_and_nothing_else(what: str) -> None:
    ask_each(rows(what), is_certain_or_unclear)


def is_certain_or_unclear(what: str, case: dict, written: str) -> None:
    try:
        assert CELL[what](written) == case.get("means", written)
    except Unclear as unclear:
        assert "means" not in case
        assert case.get("hint", "") in unclear.hint


@pytest.mark.parametrize("case", [case for case in CASES["terms"] if "hint" in case], ids=lambda case: case["hint"])
def test_a_term_that_is_not_understood_is_told_how(case: dict) -> None:
    assert [written for written in case["written"] if case["hint"] not in term_hint(written)] == []


def test_a_day_that_may_be_a_month_is_told_with_both() -> None:
    with pytest.raises(Unclear) as unclear:
        typed.parse_moment("05/06/2025")
    assert "05.06.2025 или 06.05.2025" in unclear.value.hint


def test_the_table_gives_the_roadmap_that_the_base_holds() -> None:
    """All 31 measures of the source, against the record that was written by hand from it."""
    programme = reading.load(PROJECT)[0].records["programmes/dvizhenie-vverkh"]
    by_number = {number: case["means"] for case in CASES["terms"] for number in case.get("measures", ())}
    assert by_number == {measure.number.whole: str(measure.when) for measure in programme.roadmap.measures}


def test_a_term_in_words_is_understood_again() -> None:
    wrong = [one for one in TERMS if terms.read_term(format_term(When.parse(one))) != dates.ParsedTime(one)]
    assert TERMS and wrong == []


def test_the_hint_names_only_what_is_understood() -> None:
    assert [way for way in TERM_EXAMPLES if not (found := terms.read_term(way)) or not found.sure] == []


def test_lists_are_ordered_by_ends_and_of_the_same_end_the_shorter_stands_first() -> None:
    """«апрель 2027 г.» before «2027 год», and halves before the year that sums them up; a month of no year first."""
    moments = ["--05", "2026", "2027-04-17", "2027-04-17 10:00", "2027-04-30", "2027-04", "2027-12", "2027"]
    assert [str(one) for one in sorted(map(Moment.parse, reversed(moments)), key=lambda one: one.order)] == moments
    periods = ["2025-Q1", "2025-Q2", "2025-H1", "2024/25", "2025-Q3", "2025-Q4", "2025-H2", "2025", "2025/26", "2026"]
    assert [str(one) for one in sorted(map(Period.parse, reversed(periods)))] == periods


def _meant(case: dict) -> str | None:
    return case.get("means") or case.get("perhaps")
