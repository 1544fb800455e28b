"""Hints for a reviewer: what may be advice on health or an advertisement is found, an ordinary lesson is not."""

from __future__ import annotations

import pytest
from support import PROJECT

from generator.differences.shown import strings
from generator.records import reading
from generator.review.hints import ADVERT, HEALTH

CORPUS = PROJECT / "tests" / "corpus"


def lines(name: str) -> list[str]:
    return (CORPUS / f"hints-{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("said", lines("health"))
def test_advice_on_health_is_found(said: str) -> None:
    assert HEALTH.search(said)


@pytest.mark.parametrize("said", lines("advert"))
def test_an_advertisement_is_found(said: str) -> None:
    assert ADVERT.search(said)


@pytest.mark.parametrize("said", lines("not"))
def test_an_ordinary_lesson_is_not(said: str) -> None:
    assert [found for pattern in (HEALTH, ADVERT) for found in pattern.findall(said)] == []


def test_hardly_anything_of_the_base_itself_is_a_hint() -> None:
    """A hint that stands everywhere is read by nobody: at most one in fifty records."""
    loaded, _ = reading.load(PROJECT)
    records = [*loaded.records.values(), *loaded.content.values()]
    hits = [one for one in records if any(HEALTH.search(said) or ADVERT.search(said) for said in strings(one))]
    assert len(records) > 300
    assert len(hits) <= len(records) // 50, [one.id for one in hits]


@pytest.mark.parametrize("said", ["дайте детям ", "курс ", "5 ", "скидк", "а", "5 мг ", "таблет "])
def test_a_long_text_of_half_hints_is_read_to_its_end(said: str) -> None:
    """A stretch between two words of a hint is bounded, so a long text is read once, not squared."""
    for pattern in (HEALTH, ADVERT):
        assert len(list(pattern.finditer(said * (20_000 // len(said))))) <= 20_000
