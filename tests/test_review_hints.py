"""Hints for a reviewer: what may be advice on health or an advertisement is found, an ordinary lesson is not."""

from __future__ import annotations

import pytest
from support import PROJECT

from generator.catalog.differences.shown import strings
from generator.records import reading
from generator.upkeep.review.hints import ADVERT, HEALTH

CORPUS = PROJECT / "tests" / "corpus"


def lines(name: str) -> list[str]:
    return (CORPUS / f"hints-{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", lines("health"))
def test_advice_on_health_is_found(text: str) -> None:
    assert HEALTH.search(text)


@pytest.mark.parametrize("text", lines("advert"))
def test_an_advertisement_is_found(text: str) -> None:
    assert ADVERT.search(text)


@pytest.mark.parametrize("text", lines("not"))
def test_an_ordinary_lesson_is_not(text: str) -> None:
    assert [found for pattern in (HEALTH, ADVERT) for found in pattern.findall(text)] == []


def test_hardly_anything_of_the_base_itself_is_a_hint() -> None:
    """A hint that stands everywhere is read by nobody: at most one in fifty records."""
    loaded, _ = reading.load(PROJECT)
    records = [*loaded.records.values(), *loaded.content.values()]
    hits = [one for one in records if any(HEALTH.search(text) or ADVERT.search(text) for text in strings(one))]
    assert len(records) > 300
    assert len(hits) <= len(records) // 50, [one.id for one in hits]


@pytest.mark.parametrize("text", ["дайте детям ", "курс ", "5 ", "скидк", "а", "5 мг ", "таблет "])
def test_a_long_text_of_half_hints_is_read_to_its_end(text: str) -> None:
    """A stretch between two words of a hint is bounded, so a long text is read once, not squared."""
    for pattern in (HEALTH, ADVERT):
        assert len(list(pattern.finditer(text * (20_000 // len(text))))) <= 20_000
