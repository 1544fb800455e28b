"""A few children in a text are told where a class and a school, or the record itself, say who they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_base import PRACTICE, Write, writer

from generator import site
from generator.settings import Settings
from generator.text import find_few_children, find_few_of_a_school

CORPUS = Path(__file__).parent / "corpus"
CODE = "few-people-in-text"
SCHOOL = "4 ученика, 6 класс, школа № 3"


def lines(name: str) -> list[str]:
    return [line for line in (CORPUS / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("line", lines("few-people.txt"))
def test_a_few_children_are_found(line: str) -> None:
    text, number = line.split(" | ")
    assert min(found.number for found in find_few_children(text)) == int(number)


@pytest.mark.parametrize("text", lines("few-people-not.txt"))
def test_how_a_lesson_goes_points_at_nobody(text: str) -> None:
    assert [found for found in find_few_children(text) if found.number < 5] == []


@pytest.mark.parametrize(
    "text",
    [
        SCHOOL,
        "В школе № 3 четверо учеников шестого класса читали вслух.",
        "Двое детей 2 «Б» класса гимназии № 1",
        "Куйбышевская средняя школа, 9 класс: три ученика",
        "МБОУ СОШ № 5, 1 кл., 2 ребёнка",
    ],
)
def test_class_and_school_beside_it_tell_who_they_are(text: str) -> None:
    assert len(list(find_few_of_a_school(text))) == 1
    assert not list(
        find_few_of_a_school(text.replace("№", "").replace("школ", "урок").replace("гимн", "").replace("СОШ", ""))
    )


@pytest.mark.parametrize("text", ["4 ученика и 6 класс.\n\nШкола № 3 далеко.", "24 ученика, 6 класс, школа № 3"])
def test_what_stands_apart_or_is_many_tells_nobody(text: str) -> None:
    assert [found for found in find_few_of_a_school(text) if found.number < 5] == []


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def test_it_is_told_with_a_mend_and_not_repeated(write: Write, tmp_path: Path) -> None:
    replication = {"practice": "priem", "organization": "ministerstvo", "territory": "regions/krai", "date": "2025-03",
                   "result": "worked", "summary": None, "note": "Решили двое из четырёх учеников."}  # fmt: skip
    outcome = {"what": "решили трое из четырёх учеников", "n": 20}
    practice = {**PRACTICE, "idea": f"Так делали: {SCHOOL}.", "problem": "Один ученик молчит.", "outcomes": [outcome]}
    write({"practices/priem": practice, "replications/raz": replication})
    for least, expected in (
        (5, {"data/practices/priem.yml": 2, "data/replications/raz.yml": 1}),
        (3, {}),
    ):
        _, problems = site.check(tmp_path / "base", Settings(small_group=least))
        told = [p for p in problems if p.code == CODE]
        assert {path: sum(p.path == path for p in told) for path in {p.path for p in told}} == expected
        assert all(p.hint and not p.source and not p.is_error for p in told)
