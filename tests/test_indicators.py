"""Shares, status against target and minimum, sums over territories, and what must not leak."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.catalog.computed import indicators
from generator.catalog.computed.indicators import Reading
from generator.records.periods import Period
from generator.records.programmes import Indicator, Value


def indicator(**fields) -> Indicator:
    common = {"id": "i", "path": "i.yml", "title": "И", "type": "share", "unit": "%", "aggregation": "ratio-of-sums"}
    return Indicator.model_validate(common | fields)


def target(period: str, value: str, **more) -> dict:
    return {"period": period, "value": value, "comparator": "at-least"} | more


def reading(numerator: int, denominator: int, hidden: bool = False) -> Reading:
    n, d = Decimal(numerator), Decimal(denominator)
    return Reading("i", "districts/x", Period(2025), n / d, n, d, hidden=hidden)


def value(**fields) -> Decimal | None:
    return indicators.value_of(Value.model_validate({"indicator": "i"} | fields))


def test_no_data_is_never_zero() -> None:
    assert value() is None
    assert value(numerator="0", denominator="5") == 0
    assert value(numerator="1", denominator="0") is None
    assert value(value="0.25") == Decimal("0.25")


@pytest.mark.parametrize(
    ("fields", "period", "share", "expected"),
    [
        ({}, "2025", "0.5", "no-target"),
        ({"targets": [target("2025", "0.7")]}, "2025", None, "no-data"),
        ({"targets": [target("2025", "0.7")]}, "2025", "0.7", "reached"),
        ({"targets": [target("2025", "0.7")]}, "2025", "0.69", "behind"),
        ({"targets": [target("2025", "0.8", comparator="up-to")]}, "2025", "0.8", "reached"),
        ({"targets": [target("2027", "0.7")]}, "2025", "0.1", "on-the-way"),
        (
            {"targets": [target("2027", "0.7")], "minimums": [{"period": "2024", "value": "0.4"}]},
            "2025",
            "0.5",
            "on-the-way",
        ),
        (
            {"targets": [target("2027", "0.7")], "minimums": [{"period": "2024", "value": "0.4"}]},
            "2025",
            "0.3",
            "behind",
        ),
        (
            {"targets": [target("2027", "0.7")], "minimums": [{"period": "2026", "value": "0.4"}]},
            "2025",
            "0.3",
            "on-the-way",
        ),
        ({"direction": "down", "targets": [target("2025", "0.2")]}, "2025", "0.1", "reached"),
        ({"direction": "down", "targets": [target("2025", "0.2")]}, "2025", "0.3", "behind"),
    ],
)
def test_status(fields: dict, period: str, share: str | None, expected: str) -> None:
    subject = indicator(**fields)
    amount = Decimal(share) if share else None
    assert indicators.status(subject, amount, Period.parse(period), list(subject.targets)) == expected


@pytest.mark.parametrize(("share", "expected"), [("0.49", "behind"), ("0.51", "on-the-way")])
def test_the_planned_line_runs_from_the_first_value_to_the_target(share: str, expected: str) -> None:
    subject = indicator(targets=[target("2027", "0.8")])
    first = (
        Period(2023),
        Decimal("0.2"),
    )  # half of the way in time is half of the way in value: 0.5 at the end of 2025
    assert indicators.status(subject, Decimal(share), Period(2025), list(subject.targets), first) == expected


def test_a_share_of_a_region_is_a_ratio_of_sums_never_a_mean_of_shares() -> None:
    total = indicators.add_up(indicator(), "regions/r", Period(2025), [reading(1, 10), reading(90, 90)], of=3)
    assert total.value == Decimal(91) / 100
    assert total.value != (Decimal(1) / 10 + 1) / 2
    assert total.parts == (2, 3)


def test_nothing_to_add_is_no_sum() -> None:
    assert indicators.add_up(indicator(), "regions/r", Period(2025), [], of=3) is None
    assert indicators.add_up(indicator(aggregation="none"), "regions/r", Period(2025), [reading(1, 2)], of=1) is None


def test_shares_are_not_added() -> None:
    assert indicators.add_up(indicator(aggregation="sum"), "regions/r", Period(2025), [reading(4, 5)], of=1) is None


def test_a_sum_is_as_doubtful_and_as_old_as_its_worst_part() -> None:
    parts = [replace(reading(1, 10), as_of=dt.date(2025, 3, 31)), replace(reading(1, 10), disputed=True)]
    total = indicators.add_up(indicator(), "regions/r", Period(2025), parts, of=2)
    assert total.disputed
    assert total.as_of == dt.date(2025, 3, 31)


TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("changes", "direction", "own", "text"),
    [
        ({}, "up", "reached", "reached"),
        ({"parts": (2, 3)}, "up", "reached", "partial"),
        ({"parts": (2, 3)}, "up", "behind", "partial"),
        ({"parts": (3, 3)}, "up", "reached", "reached"),
        ({"disputed": True}, "up", "reached", "disputed"),
        ({"disputed": True}, "up", "no-target", "no-target"),
        ({"as_of": dt.date(2025, 3, 31)}, "up", "behind", "partial"),
        ({"as_of": dt.date(2025, 12, 31)}, "up", "behind", "behind"),
        ({"period": Period(2026), "as_of": dt.date(2026, 3, 31)}, "up", "behind", "not-over"),
        ({"period": Period(2026)}, "up", "behind", "not-over"),
        ({"period": Period(2026)}, "up", "on-the-way", "on-the-way"),
        ({"period": Period(2026)}, "up", "reached", "reached"),
        ({"period": Period(2026)}, "down", "reached", "not-over"),
        ({"period": Period(2026)}, "down", "on-the-way", "not-over"),
        ({"period": Period(2025, "school"), "as_of": dt.date(2026, 5, 31)}, "up", "behind", "behind"),
        ({"hidden": True}, "up", "reached", "no-data"),
    ],
)
def test_what_may_be_said_of_a_figure(changes: dict, direction: str, own: str, text: str) -> None:
    subject = indicator(direction=direction)
    assert indicators.publishable_status(subject, replace(reading(4, 5), **changes), own, TODAY) == text


def test_below_the_minimum_nothing_is_reached() -> None:
    subject = indicator(targets=[target("2025", "0.5")], minimums=[{"period": "2025", "value": "0.9"}])
    assert indicators.status(subject, Decimal("0.6"), Period(2025), list(subject.targets)) == "behind"


@pytest.mark.parametrize(("share", "expected"), [("0.58", "behind"), ("0.62", "on-the-way")])
def test_the_planned_line_is_the_one_that_the_chart_draws(share: str, expected: str) -> None:
    """From the target of 2025 to the one of 2027, whatever the first value was."""
    subject = indicator(targets=[target("2025", "0.5"), target("2027", "0.7")])
    for first in ("0.19", "0.5"):
        line = (Period(2023), Decimal(first))
        assert indicators.status(subject, Decimal(share), Period(2026), list(subject.targets), line) == expected


@pytest.mark.parametrize(
    ("value", "bounds", "digits"),
    [
        ("0.696", ["0.7"], 1),  # «69,6 %, не менее 70 %»
        ("0.69996", ["0.7"], 3),
        ("0.7", ["0.7"], 0),
        ("0.704", ["0.7"], 0),
        ("0.694", ["0.695"], 0),
        ("0.696", ["0.6975"], 1),
        ("0.5", [], 0),
    ],
)
def test_so_many_digits_that_the_status_can_be_seen(value: str, bounds: list[str], digits: int) -> None:
    assert indicators.digits_of(indicator(), Decimal(value), [Decimal(bound) for bound in bounds]) == digits


@pytest.mark.parametrize(("denominator", "small"), [(None, False), ("4", True), ("5", False)])
def test_small_groups(denominator: str | None, small: bool) -> None:
    assert indicators.is_small(indicator(small_group="5"), Decimal(denominator) if denominator else None) is small


def test_the_nearest_targets_win() -> None:
    subject = indicator(
        targets=[
            target("2025", "0.5"),
            target("2025", "0.6", scope="regions/r"),
            target("2025", "0.7", scope="districts/d"),
        ]
    )
    assert indicators.targets_for(subject, ["districts/d", "regions/r"])[0].value == Decimal("0.7")
    assert indicators.targets_for(subject, ["districts/e", "regions/r"])[0].value == Decimal("0.6")
    assert indicators.targets_for(subject, ["districts/e", "regions/q"])[0].value == Decimal("0.5")
