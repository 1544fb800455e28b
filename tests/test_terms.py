"""Terms of plans as people write them: one table (tests/cases/terms.yml) for the reader, records, cells and pages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support import ask_each

from generator.channels.office import typed
from generator.channels.office.names import Unclear
from generator.channels.office.time_terms import as_written, format_term
from generator.pages import labels
from generator.records.numbering import MeasureNumber, read_number
from generator.records.times import When
from generator.text.dates import read_plan_period
from generator.text.terms import read_term

CASES = yaml.load((Path(__file__).parent / "cases" / "terms.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
MEANT = sorted({case["means"] for case in CASES if case["means"]})


def test_every_row_of_the_table() -> None:
    wrong = []
    for case in CASES:
        found = read_term(case["in"], case.get("period", ""))
        certain = found if found and found.sure else None
        got = (certain and certain.write, bool(certain and not certain.exact))
        if got != (case["means"], case.get("words", False)):
            wrong.append((case["in"], *got))
    assert wrong == []
    assert len(CASES) >= 120


def test_a_cell_keeps_the_words_that_say_more() -> None:
    for case in CASES:
        if case["means"] is None:
            with pytest.raises(Unclear):
                typed.parse_term(case["in"], case.get("period", ""))
        else:
            words = case["in"] if case.get("words") else ""
            assert typed.term_and_words(case["in"], case.get("period", "")) == (case["means"], words)


def test_a_term_is_the_notation_of_records_and_comes_back_from_its_words() -> None:
    ask_each(((term,) for term in MEANT), comes_back)


def comes_back(term: str) -> None:
    when = When.parse(term)
    assert str(when) == term
    assert labels.format_when(when)
    found = read_term(format_term(when))
    assert found and (found.write, found.sure) == (term, True)


def test_words_of_a_document_come_back_as_the_same_term_or_not_at_all() -> None:
    assert as_written(When.parse("2026-12"), "до конца 2026 года") == "до конца 2026 года"
    assert as_written(When.parse("2027-05-20"), "до 20 мая") == "20 мая 2027 г."  # its year stood in the plan's title


@pytest.mark.parametrize(
    ("titles", "period"),
    [
        (["План работы РМО на 2026-2027 учебный год"], "2026/27"),
        (["Утверждаю", "приказ от 25.08.2026 № 12-5", "План на 2026/27 уч. г."], "2026/27"),
        (["План мероприятий на 2026 год"], "2026"),
        (["План на 2026–2027 учебный год", "Отчёт за 2025-2026 учебный год"], ""),
        (["Дорожная карта на 2026-2030 годы"], ""),
        (["Приказ от 25 августа 2026 г."], ""),
        (["План на 2026 год", "план на 2027 год"], ""),
        ([], ""),
    ],
)
def test_the_period_of_a_plan_is_taken_only_when_there_is_one(titles: list[str], period: str) -> None:
    assert read_plan_period(titles) == period


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1", "1"), ("1.", "1"), ("1)", "1"), ("(3)", "3"), ("№ 5", "5"), ("п. 3", "3"), ("1.1", "1.1"),
        ("1.1.", "1.1"), ("2.10.3", "2.10.3"), ("5а", "5а"), ("5 а", "5а"), ("5a", "5а"), ("IV", "4"), ("II.3", "2.3"),
        ("ІІІ", "3"), ("Х", "10"), ("01", "1"), ("", ""), ("—", ""), ("первый", ""), ("1.1.1.1.1", ""), ("0", ""),
    ],
)  # fmt: skip
def test_numbers_of_documents(written: str, number: str) -> None:
    assert read_number(written) == number


def test_numbers_stand_as_a_document_orders_them() -> None:
    order = ["1", "1.1", "1.2", "1.10", "2", "5", "5а", "10"]
    numbers = [MeasureNumber.parse(one) for one in order]
    assert sorted(sorted(numbers, key=str)) == numbers
    assert [str(one) for one in numbers] == order
