"""The steps of a practice on its page and its card: before the lesson, at it, after it; what its minutes are of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_base import PRACTICE, TODAY, Write, writer

from generator.pages import sheets
from generator.pages.views.practices import glance
from generator.settings import Settings

DAY = Settings(build_date=TODAY)

DIVIDED = [
    {"title": "Спросить", "minutes": 10},
    {"title": "Сделать листы", "minutes": 20, "when": "before"},
    {"title": "Разобрать тетради", "minutes": 30, "when": "after"},
    {"title": "Решить", "minutes": 7, "when": "lesson"},
]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def page_of(write: Write, steps: list[dict], conditions: dict | None = None):
    return write({"practices/priem": {**PRACTICE, "steps": steps, "conditions": conditions or {"internet": "none"}}})


def test_steps_stand_in_three_groups_and_numbers_go_on(write: Write) -> None:
    page = page_of(write, DIVIDED).text("practices/priem")
    assert re.findall(r'<h3 id="shagi-(\w+)">([^<]+) <span class="m-muted">(\d+)', page) == [
        ("before", "До урока", "20"),
        ("lesson", "На уроке", "17"),
        ("after", "После урока", "30"),
    ]
    assert re.findall(r'<li id="shag-(\d)"><h4>([^<]+)', page) == [
        ("1", "Сделать листы"),
        ("2", "Спросить"),
        ("3", "Решить"),
        ("4", "Разобрать тетради"),
    ]
    assert re.findall(r'<ol class="m-steps"(?: start="(\d)")?>', page) == ["", "2", "4"]


def test_the_lesson_view_puts_the_others_apart_and_leads_to_them(write: Write) -> None:
    page = page_of(write, DIVIDED).text("practices/priem")
    parts = re.findall(r'<section class="m-lesson__part( m-lesson__part--apart)?" aria-labelledby="shagi-(\w+)">', page)
    assert [(name, bool(apart)) for apart, name in parts] == [("before", True), ("lesson", False), ("after", True)]
    rest = page[page.index("m-lesson__rest") :]
    assert re.findall(r'href="(#shagi-\w+)"', rest) == ["#shagi-before", "#shagi-after"]


def test_steps_with_none_at_the_lesson_are_all_shown(write: Write) -> None:
    """Nothing would be left of the lesson view otherwise."""
    page = page_of(write, DIVIDED[1:3]).text("practices/priem")
    assert 'id="shagi-before"' in page
    assert "m-lesson__part--apart" not in page
    assert "m-lesson__rest" not in page


def test_steps_that_nobody_divided_have_no_groups(write: Write) -> None:
    page = page_of(write, [{"title": "Спросить", "minutes": 10}]).text("practices/priem")
    assert "m-lesson__part" not in page
    assert '<li id="shag-1"><h3>Спросить' in page


@pytest.mark.parametrize(
    ("steps", "conditions", "expected"),
    [
        (DIVIDED, {}, ("17 минут", "20 минут")),
        (DIVIDED, {"prepare_hours": 0.5, "carry_hours": 0.3}, ("18 минут", "30 минут")),
        (DIVIDED[:1], {}, ("10 минут", "")),
        (DIVIDED[1:3], {}, ("", "20 минут")),
    ],
    ids=["by steps", "by conditions", "not divided", "none at the lesson"],
)
def test_minutes_are_of_the_lesson_and_preparation_is_apart(
    write: Write, steps: list[dict], conditions: dict, expected: tuple[str, str]
) -> None:
    catalog = page_of(write, steps, {"internet": "none", **conditions}).catalog
    told = glance(catalog, catalog.shown["practices/priem"])
    assert tuple(told[name].replace("\u00a0", " ") for name in ("carry", "prepare")) == expected


def test_the_card_has_the_steps_in_the_order_of_the_page(write: Write) -> None:
    catalog = page_of(write, DIVIDED).catalog
    told = sheets.card(catalog, DAY, catalog.shown["practices/priem"])
    assert [step.title for step in told["steps"]] == ["Сделать листы", "Спросить", "Решить", "Разобрать тетради"]
