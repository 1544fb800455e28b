"""The answer card of a territory: plan, progress, figures with their way; the poster and the page agree."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from figures_base import RAION, SHARE, part, roadmap, target, values
from small_base import Pages, Write, writer

from generator.pages import sheets
from generator.pages.views import answers, territories
from generator.records.territories import District
from generator.settings import Settings

LATER = dt.date(2027, 2, 1)  # 2025 and 2026 are over


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def shown(pages: Pages) -> answers.TerritoryAnswer:
    return territories.district_view(pages.catalog, pages.catalog.one(District, "raion"))["answer"]


def figures(write: Write, *counted: tuple[str, dict[str, Any]], today: dt.date = LATER, **fields: Any) -> Pages:
    found: dict[str, Any] = {"indicators/dolia": {**SHARE, **fields}}
    for period, told in counted:
        found |= values(RAION, period, told)
    return write(found, today=today)


@pytest.mark.parametrize(
    ("direction", "before", "after", "way", "text"),
    [
        ("up", 30, 45, "better", "выросло, стало лучше: было 50 %, 2025 год"),
        ("up", 45, 30, "worse", "снизилось, стало хуже: было 75 %, 2025 год"),
        ("down", 30, 45, "worse", "выросло, стало хуже: было 50 %, 2025 год"),
        ("down", 45, 30, "better", "снизилось, стало лучше: было 75 %, 2025 год"),
        ("up", 30, 30, "same", "без изменений: 50 %, 2025 год"),
    ],
)
def test_the_way_is_told_in_words(write: Write, direction: str, before: int, after: int, way: str, text: str) -> None:
    pages = figures(write, ("2025", part(before, 60)), ("2026", part(after, 60)), direction=direction)
    (figure,) = shown(pages).figures
    assert (figure.trend.way, figure.trend.words.replace("\u00a0", " ")) == (way, text)
    assert text in pages.read(RAION)


def test_a_running_period_is_not_judged_against_a_whole_one(write: Write) -> None:
    """The red twin of the fall above: the same figures while 2026 still runs are no fall."""
    told = (("2025", part(45, 60)), ("2026", part(30, 60)))
    (figure,) = shown(figures(write, *told, today=dt.date(2026, 11, 1))).figures
    assert figure.trend.way == "open"
    assert figure.trend.words.startswith("период ещё идёт; было 75")


@pytest.mark.parametrize(
    "told",
    [
        [("2026", part(30, 60))],  # nothing before it
        [("2025/26", part(45, 60)), ("2026", part(30, 60))],  # a school year is no year
        [("2025", part(1, 4)), ("2026", part(30, 60))],  # the earlier figure is hidden: few people
    ],
)
def test_what_cannot_be_compared_has_no_way(write: Write, told: list) -> None:
    pages = figures(write, *told, small_group=5)
    (figure,) = shown(pages).figures
    assert figure.trend is None
    assert "сравнить не с чем" in pages.read(RAION)
    assert "25 %" not in pages.read(RAION).replace("\u00a0", " ")


def test_a_hidden_figure_is_not_on_the_card(write: Write) -> None:
    assert shown(figures(write, ("2026", part(1, 4)), small_group=5)).figures == []


def test_the_plan_and_how_far_it_is_are_counted_as_below(write: Write) -> None:
    pages = write()
    card = pages.read(RAION).split("Паспорт")[0]
    assert "Есть ли план? Да: " in card
    assert re.findall(r"(выполнено|не начато|просрочено|нет данных) — (\d)", card) == [
        ("выполнено", "1"), ("не начато", "2"), ("просрочено", "1"), ("нет данных", "1")
    ]  # fmt: skip
    assert "из 5 сроков" in card
    silent = write({"programmes/put": {"roadmap": roadmap(reported_on=None)}}).read(RAION)
    assert "о ходе никто не отчитался" in silent.split("Паспорт")[0]


def test_without_a_plan_the_card_says_so(write: Write) -> None:
    page = write({"programmes/put": {"status": "draft"}}).read(RAION)
    assert "В базе его нет: ни программы, ни дорожной карты." in page


def test_the_goal_of_a_row_is_the_one_ahead(write: Write) -> None:
    goals = [target(0.5, period="2025"), target(0.6, period="2026"), target(0.8, period="2027")]
    section = figures(write, ("2026", part(30, 60)), targets=goals).section(RAION, "Показатели")
    row = section.split("m-multiples__value")[0]
    assert "Цель: 2026 год" in row
    assert "2025 год" not in row
    assert 'class="m-spark"' in row


def test_the_page_and_the_poster_announce_the_same(write: Write) -> None:
    """What the region has ahead stands on both, told apart; what is cancelled on neither."""
    changes = {"events/seminar": {"territory": "regions/krai"}}
    pages = write(changes)
    section = pages.section(RAION, "Мероприятия")
    assert "### Впереди в регионе" in section
    district = pages.catalog.one(District, "raion")
    months = sheets.poster(pages.catalog, Settings(), district)["months"]
    posted = [event.key for _, events in months for event in events]
    assert posted == [event.key for event, _ in territories.district_view(pages.catalog, district)["ahead_above"]]
    assert posted
    elsewhere = {"centers/tsentr": {"status_history": [{"state": "granted", "date": "2025-06", "document": "prikaz"}]}}
    off = write({**elsewhere, "events/seminar": {"territory": "regions/krai", "state": "cancelled"}})
    assert "Объявленных мероприятий нет." in off.section(RAION, "Мероприятия")


def test_the_chips_lead_to_sections_of_the_page(write: Write) -> None:
    for address in (RAION, "regions/krai"):
        text = write().text(address)
        chips = re.findall(r'<li><a href="#([\w-]+)">', text.split('class="m-jump"')[1].split("</nav>")[0])
        assert len(chips) > 5
        for anchor in chips:
            assert f"{{#{anchor}}}" in text, anchor
