"""Numbers in words are read alike in Python and in the scripts of the form, by one table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from form_page import FORM, Scripts
from playwright.sync_api import Browser

from generator.text import numerals

CASES = yaml.load((Path(__file__).parent / "cases" / "numerals.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize(("raw", "digits"), CASES["digits"].items())
def test_a_number_in_words_is_digits(raw: str, digits: str) -> None:
    assert numerals.in_digits(raw) == digits


@pytest.mark.parametrize("raw", CASES["unchanged"])
def test_what_is_no_one_number_stays(raw: str) -> None:
    assert numerals.in_digits(raw) == raw


@pytest.mark.parametrize("raw", [*CASES["rough"], *CASES["not_rough"]])
def test_a_word_of_about_so_many_is_known(raw: str) -> None:
    assert numerals.rough_number(raw) == CASES["rough"].get(raw)


@pytest.mark.parametrize("case", CASES["beside"], ids=lambda case: case["in"][0])
def test_words_that_a_number_would_lose_are_known(case: dict) -> None:
    assert numerals.extra_words(*case["in"]) == ((case["number"], case["words"]) if "number" in case else None)


@pytest.mark.parametrize("pair", [*CASES["alike"], *CASES["not_alike"]], ids=" ".join)
def test_forms_of_one_word_are_known(pair: list[str]) -> None:
    assert numerals.word_of_unit(*pair) is (pair in CASES["alike"])


def test_every_number_up_to_a_thousand_is_read() -> None:
    word = {number: form for form, number in reversed(numerals.numerals().items())}
    for number in range(1, 1000):
        last = number % 100 if number % 100 < 20 else number % 10
        parts = [number - number % 100, number % 100 - last, last]
        assert numerals.in_digits(" ".join(word[part] for part in parts if part)) == str(number)


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Scripts]:
    with Scripts.open(browser, FORM) as found:
        yield found


@pytest.mark.slow
@pytest.mark.browser
def test_the_form_reads_numbers_alike(scripts: Scripts) -> None:
    assert scripts.call("numerals.js", "(m) => Object.fromEntries(m.NUMERALS)", None) == numerals.numerals()
    texts = [*CASES["digits"], *CASES["unchanged"], *CASES["rough"], *CASES["not_rough"]]
    found = scripts.call("numerals.js", "(m, all) => all.map((t) => [m.inDigits(t), m.roughNumber(t)])", texts)
    assert found == [[numerals.in_digits(one), numerals.rough_number(one)] for one in texts]
    found = scripts.call("numerals.js", "(m, all) => all.map((its) => m.extraWords(...its))", _beside())
    assert found == [list(one) if (one := numerals.extra_words(*its)) else None for its in _beside()]
    pairs = [*CASES["alike"], *CASES["not_alike"]]
    found = scripts.call("numerals.js", "(m, all) => all.map(([a, b]) => m.wordOfUnit(a, b))", pairs)
    assert found == [pair in CASES["alike"] for pair in pairs]


def _beside() -> list[list[str]]:
    return [case["in"] for case in CASES["beside"]]
