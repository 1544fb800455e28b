"""Terms of measures as people write them in Office files, held to a table that begins with the source document."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support import PROJECT

from generator.channels.office.terms_of_time import WAYS, hint, understood, worded
from generator.records import reading
from generator.records.times import When

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "office" / "terms-of-time.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["source"] + CASES["others"], ids=lambda case: case["written"])
def test_a_term_is_understood(case: dict) -> None:
    assert understood(case["written"]) == case["term"]


@pytest.mark.parametrize("case", CASES["not_understood"], ids=lambda case: case["written"])
def test_what_says_something_else_is_not_guessed(case: dict) -> None:
    assert understood(case["written"]) is None
    assert case["hint"] in hint(case["written"])


def test_the_table_gives_the_roadmap_that_the_base_holds() -> None:
    """All 31 measures of the source, against the record that was written by hand from it."""
    programme = reading.load(PROJECT)[0].records["programmes/dvizhenie-vverkh"]
    by_number = {number: case["term"] for case in CASES["source"] for number in case["measures"]}
    assert by_number == {measure.number: str(measure.when) for measure in programme.roadmap.measures}


@pytest.mark.parametrize("term", sorted({case["term"] for case in CASES["source"] + CASES["others"]}))
def test_a_term_in_words_is_understood_again(term: str) -> None:
    assert understood(worded(When.parse(term))) == term


def test_the_hint_names_only_what_is_understood() -> None:
    assert [way for way in WAYS if understood(way) is None] == []
