"""Pure: what a value means. Shares from numerators and denominators, status against target and minimum, sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.records.programmes import Indicator, Target, Value, Values
from generator.records.times import Period

STATUSES = {
    "reached": "достигнут",
    "on-the-way": "на пути к цели",
    "behind": "отстаёт",
    "no-target": "цель не задана",
    "partial": "неполные данные",
    "no-data": "нет данных",
}


@dataclass(frozen=True)
class Reading:
    """One indicator of one scope (``kind/id`` of a territory, programme or organisation) in one period.

    ``value`` is a share from 0 to 1 or a number in the indicator's unit, None for «нет данных»; ``hidden`` means that
    the group is too small to show; ``origin`` is ``declared``, ``computed`` or ``summed``; ``parts`` counts how many
    of how many territories a sum has figures for; ``contradiction`` is the computed value
    that a declared one differs from.
    """

    indicator: str
    scope: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    origin: str = "declared"
    note: str | None = None
    record: Values | None = None
    hidden: bool = False
    parts: tuple[int, int] | None = None
    status: str = "no-data"
    target: Target | None = None
    minimum: Decimal | None = None
    contradiction: Decimal | None = None


def value_of(value: Value) -> Decimal | None:
    """Numerator by denominator when both are given, else the stated value; no data is None and never 0."""
    if value.numerator is not None and value.denominator:
        return value.numerator / value.denominator
    return value.value


def is_small(indicator: Indicator, denominator: Decimal | None) -> bool:
    """True when so few people stand behind the figure that it could point at one of them."""
    return bool(indicator.small_group and denominator is not None and denominator < indicator.small_group)


def targets_for(indicator: Indicator, scopes: Sequence[str]) -> list[Target]:
    """Targets by period for the first of ``scopes`` that has any (own, then the region's, the programme's, general)."""
    for scope in (*scopes, None):
        own = [target for target in indicator.targets if target.scope == scope]
        if own:
            return sorted(own, key=lambda target: target.period)
    return []


def minimum_on(indicator: Indicator, period: Period) -> Decimal | None:
    """The normative minimum in force in ``period``: the latest one that began by then."""
    began = [minimum for minimum in indicator.minimums if minimum.period.first <= period.first]
    return max(began, key=lambda minimum: minimum.period).value if began else None


def target_on(targets: Sequence[Target], period: Period) -> Target | None:
    """The target to judge ``period`` by: the nearest one due in it or later, after the last one the last."""
    due = [target for target in targets if target.period.last >= period.last]
    return due[0] if due else (targets[-1] if targets else None)


def meets(indicator: Indicator, value: Decimal, bound: Decimal) -> bool:
    """At least the bound where more is better, at most where less is better («до 80 %» is reached at 80 %)."""
    return value >= bound if indicator.direction == "up" else value <= bound


def status(
    indicator: Indicator,
    value: Decimal | None,
    period: Period,
    targets: Sequence[Target],
    first: tuple[Period, Decimal] | None = None,
) -> str:
    """Reached, on the way, behind, no target or no data.

    On the way means at least the normative minimum, or, where no minimum is set, the planned line: the straight line
    from the ``first`` known value to the target. A target of which the source does not say what it is a share of
    cannot be compared with anything. Without either there is nothing to be behind of
    before the target is due.
    """
    if value is None:
        return "no-data"
    target = target_on([target for target in targets if target.base == "known"], period)
    minimum = minimum_on(indicator, period)
    if target is None and minimum is None:
        return "no-target"
    if target is not None and meets(indicator, value, target.value):
        return "reached"
    if minimum is not None:
        return "on-the-way" if meets(indicator, value, minimum) else "behind"
    if target.period.last <= period.last:
        return "behind"
    if first is None or first[0].first >= period.first:
        return "on-the-way"
    whole = (target.period.last - first[0].last).days
    passed = Decimal((period.last - first[0].last).days) / whole if whole > 0 else Decimal(1)
    planned = first[1] + (target.value - first[1]) * passed
    return "on-the-way" if meets(indicator, value, planned) else "behind"


def add_up(indicator: Indicator, scope: str, period: Period, parts: Iterable[Reading], of: int) -> Reading | None:
    """The figure of a larger territory from its parts; None where the indicator does not add up or no part has data.

    A share is the sum of numerators by the sum of denominators, never the mean of shares; ``of`` is how many parts
    there are, so that the page can say for how many of them there are figures. When exactly one part is hidden as a
    small group, the sum is hidden too: subtracting the shown parts from it would give the hidden one away.
    """
    parts = [part for part in parts if part.value is not None]
    gives_away = sum(part.hidden for part in parts) == 1
    if indicator.aggregation == "none" or not parts:
        return None
    if indicator.aggregation == "sum":
        total = sum((part.value for part in parts), Decimal(0))
        return Reading(
            indicator.id, scope, period, total, origin="summed", parts=(len(parts), of), hidden=gives_away
        )
    whole = [part for part in parts if part.numerator is not None and part.denominator]
    if not whole:
        return None
    numerator = sum((part.numerator for part in whole), Decimal(0))
    denominator = sum((part.denominator for part in whole), Decimal(0))
    return Reading(
        indicator.id,
        scope,
        period,
        numerator / denominator,
        numerator,
        denominator,
        "summed",
        hidden=gives_away or is_small(indicator, denominator),
        parts=(len(whole), of),
    )
