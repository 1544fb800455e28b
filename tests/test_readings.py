"""What counts in a figure that the records give, what a declared one is compared with, and who has the last word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from figures_base import NUMBER, RAION, SHARE, SOSED, part, values
from small_base import PRACTICE, Write, writer

from generator.catalog.computed.indicators import Reading

HELD = {"indicators/dolia": {**NUMBER, "aggregation": "none", "computed": "events-held", "territories": [RAION]}}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def event(start: str, **more: Any) -> dict[str, Any]:
    return {"title": f"Встреча {start}", "type": "seminar", "start": start, "territory": RAION, **more}


def readings(write: Write, changes: dict[str, dict[str, Any]]) -> dict[tuple[str, str], Reading]:
    """Readings of the indicator «dolia» by territory and period."""
    found = write(changes).catalog.readings.get("dolia", ())
    return {(reading.scope, str(reading.period)): reading for reading in found}


# --- events of a year -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("also", "held"),
    [
        (event("2026-03-10"), 2),
        (event("2026-01-01"), 2),
        (event("2026-05-28"), 2),  # today
        (event("2026-03-10", state="cancelled"), 1),
        (event("2025-12-31"), 1),
        (event("2027-01-01"), 1),
        (event("2026-05-29"), 1),  # tomorrow
        (event("2026-03-10", territory="regions/krai"), 1),
    ],
    ids=["another", "first day", "today", "cancelled", "the year before", "the year after", "after today", "elsewhere"],
)
def test_an_event_counts_when_it_took_place_here_this_year(write: Write, also: dict[str, Any], held: int) -> None:
    found = readings(write, {**HELD, "events/odin": event("2026-02-10"), "events/drugoi": also})
    assert found[RAION, "2026"].value == held


# --- a declared figure ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "by_the_records"),
    [("2025-06-30", 1), ("2025-10-09", 1), ("2025-10-10", 2), ("2025-12-31", 2), ("2026-02-01", 2), (None, 2)],
)
@pytest.mark.parametrize("declared", [1, 2])
def test_a_declared_figure_is_compared_on_its_own_day(
    write: Write, as_of: str | None, by_the_records: int, declared: int
) -> None:
    """Without a day it is the last one of its period; what came after the period is not of it."""
    line = {"indicator": "dolia", "value": declared}
    found = readings(write, {
        **HELD, "events/odin": event("2025-03-10"), "events/drugoi": event("2025-10-10"),
        "events/potom": event("2026-01-10"),
        **values(RAION, "2025", line, as_of=as_of),
    })[RAION, "2025"]  # fmt: skip
    assert found.value == declared
    assert found.disputed is (declared != by_the_records)
    assert found.contradiction == (None if declared == by_the_records else by_the_records)


def test_what_is_declared_for_this_year_stands_and_other_years_do_not_stop_the_records(write: Write) -> None:
    line = {"indicator": "dolia", "value": 7}
    base = {**HELD, "events/odin": event("2026-02-10")}
    assert readings(write, {**base, **values(RAION, "2026", line)})[RAION, "2026"].value == 7
    found = readings(write, {**base, **values(RAION, "2025", line)})
    assert (found[RAION, "2025"].value, found[RAION, "2026"].value) == (7, 1)


def test_the_records_speak_for_the_territories_of_the_indicator_or_for_all(write: Write) -> None:
    base = {SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"}}
    shape = HELD["indicators/dolia"]
    assert {scope for scope, _ in readings(write, base | HELD)} == {RAION}
    everywhere = {"indicators/dolia": {**shape, "territories": None}}
    assert {scope for scope, _ in readings(write, base | everywhere)} == {RAION, SOSED}


@pytest.mark.parametrize(("shape", "parts"), [(SHARE, (0, 1)), (NUMBER | {"aggregation": "none"}, (None, None))])
def test_only_a_share_has_a_numerator_and_a_denominator(write: Write, shape: dict[str, Any], parts: tuple) -> None:
    computed = "practices-replicated" if shape is SHARE else "events-held"
    found = readings(write, {
        "indicators/dolia": {**shape, "computed": computed, "territories": [RAION]},
        "practices/priem": {**PRACTICE, "territory": RAION},
    })[RAION, "2026"]  # fmt: skip
    assert (found.numerator, found.denominator) == parts


# --- a region ---------------------------------------------------------------------------------------------------------

SUMMED = {
    "indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums"},
    SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"},
    **values(RAION, "2025", part(45, 60)),
    **values(SOSED, "2025", part(5, 40)),
}  # fmt: skip


def test_a_region_is_the_sum_of_its_districts_unless_it_has_said_itself(write: Write) -> None:
    assert readings(write, SUMMED)["regions/krai", "2025"].value == Decimal("0.5")
    declared = readings(write, {**SUMMED, **values("regions/krai", "2025", part(30, 100))})
    assert declared["regions/krai", "2025"].value == Decimal("0.3")


def test_an_indicator_of_one_district_is_summed_over_that_one(write: Write) -> None:
    shape, file = {"aggregation": "ratio-of-sums"}, values(RAION, "2025", part(45, 60))
    base = {SOSED: SUMMED[SOSED], **file}
    for territories, of in (([RAION], 1), (None, 2)):
        found = readings(write, {**base, "indicators/dolia": {**SHARE, **shape, "territories": territories}})
        assert found["regions/krai", "2025"].value == Decimal("0.75")
        assert found["regions/krai", "2025"].parts == (1, of)
