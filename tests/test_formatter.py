"""The one spelling of a record: a table of cases, to which the form of the site is held too, and what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import PROJECT

from generator.documents import sources
from generator.records import KINDS, formatter

CASES = sorted((Path(__file__).parent / "cases" / "format").glob("*.yml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_record_has_one_spelling(path: Path) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    assert formatter.render(case["kind"], case["data"]) == case["text"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_written_is_read_back(path: Path) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    again, problems = sources.parse(case["text"], f"data/{case['kind']}/x.yml")
    wrong = [problem for problem in problems if problem.code not in ("control-character", "tab", "hidden-character")]
    assert wrong == []
    if not problems:
        assert formatter.render(case["kind"], again.data) == case["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_record_keeps_its_data(kind: str) -> None:
    for source in sources.read_folder(PROJECT, kind)[0]:
        again, problems = sources.parse(formatter.render(kind, source.data), f"data/{kind}/{source.stem}.yml")
        assert problems == []
        assert _trimmed(again.data) == _trimmed(source.data)


def _trimmed(value):
    """Texts without the line feed that a block of Markdown ends with, empty values left out."""
    if isinstance(value, dict):
        return {name: _trimmed(part) for name, part in value.items() if formatter.filled(part) is not None}
    if isinstance(value, list):
        return [_trimmed(part) for part in value]
    return value.removesuffix("\n") if isinstance(value, str) else value


def test_the_same_fields_in_any_order_are_the_same_text() -> None:
    case = yaml.load((CASES[0].parent / "practice.yml").read_text("utf-8"), yaml.CSafeLoader)
    turned = dict(reversed(case["data"].items()))
    assert formatter.render("practices", turned) == case["text"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_comes_back_or_is_refused_by_the_reader(plain: str, rich: str) -> None:
    written = formatter.render("practices", {"title": plain, "idea": rich})
    again, problems = sources.parse(written, "data/practices/x.yml")
    if again is None:
        assert {problem.code for problem in problems} <= {"control-character", "tab", "not-a-record"}, problems
        return
    # A title of several lines is wrong; it stays the block that it came as, and a block ends with a line feed.
    assert again.data.get("title", "").removesuffix("\n") == plain.removesuffix("\n")
    assert again.data.get("idea", "").removesuffix("\n") == rich.removesuffix("\n")


def test_an_unknown_kind_has_no_spelling() -> None:
    with pytest.raises(KeyError):
        formatter.render("praktiki", {})


def test_every_reader_of_yaml_sees_the_number_that_a_document_gives() -> None:
    numbers = ["1.10", "27", "1.1", "5а"]
    measures = [{"number": number, "title": "Дело", "when": "2026"} for number in numbers]
    text = formatter.render("programmes", {"title": "П", "roadmap": {"measures": measures}})
    assert [str(one["number"]) for one in yaml.load(text, yaml.CSafeLoader)["roadmap"]["measures"]] == numbers
    assert "number: 27\n" in text
