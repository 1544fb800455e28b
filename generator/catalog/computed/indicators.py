"""Pure: what a value means. Shares from numerators and denominators, status against target and minimum, sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator import text
from generator.records import Record
from generator.records.periods import PERIOD_PARTS, Period
from generator.records.programmes import SMALL_GROUP, Indicator, Target, Value, Values
from generator.text import Phrase

STATUSES = {
    "reached": "достигнут",
    "on-the-way": "на пути к цели",
    "behind": "отстаёт",
    "no-target": "цель не задана",
    "partial": "неполные данные",
    "disputed": "числа расходятся",
    "not-over": "период ещё идёт",
    "other-period": "цель — за другой период",
    "nobody": text.sentence("nobody_to_count"),
    "no-data": "нет данных",
}
#: what a declared figure is held against, where it is another one
AGAINST = {
    "records": "по записям базы",
    "districts": "по районам вместе",
    "closed": "записано при закрытии периода",
}
#: of a period that is not over, by its sort
RUNNING = dict(
    zip(
        PERIOD_PARTS,
        ("год ещё идёт", "учебный год ещё идёт", "полугодие ещё идёт", "квартал ещё идёт"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Reading:
    """One indicator of one scope (``kind/id`` of a territory, programme or organisation) in one period.

    ``value`` is a share from 0 to 1 or a number in the indicator's unit, None for «нет данных»; ``hidden`` means that
    it must not be shown (``disclosure``); ``origin`` is ``declared``, ``computed`` or ``summed``; ``parts`` counts
    how many of how many territories a sum has figures for, ``summed`` are their addresses, ``missing`` those of the
    others; ``contradiction`` is the value that a declared one differs from, counted from the ``against``:
    ``records``, ``districts``, ``closed``, what was written down of a closed period, or ``bases``, what the record
    ``elsewhere`` of another base says of the same; ``disputed`` means that of
    this figure or of a part of it two numbers are told; ``torn_by`` are the shorter periods whose figures cannot be
    true beside it; ``counted`` are the records among which the computed value was counted, ``as_of`` is the day it
    was counted on; ``kept`` is the day on which the figure of a closed period was written down, ``is_outdated`` that
    the records say another one by now; ``digits`` are shown after the comma, so many that the figure and its bounds
    look as they are; ``note`` is what stands beside the figure, as it was reported or as it was computed.
    """

    indicator: str
    scope: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    origin: str = "declared"
    note: str | tuple[Phrase, ...] | None = None
    record: Values | None = None
    hidden: bool = False
    parts: tuple[int, int] | None = None
    summed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    status: str = "no-data"
    target: Target | None = None
    minimum: Decimal | None = None
    contradiction: Decimal | None = None
    against: str = "records"
    elsewhere: Values | None = None
    disputed: bool = False
    torn_by: tuple[Period, ...] = ()
    counted: tuple[Record, ...] = ()
    as_of: dt.date | None = None
    kept: dt.date | None = None
    is_outdated: bool = False
    digits: int = 0

    @property
    def note_in_russian(self) -> str:
        """What stands beside the figure, for those who keep the base."""
        return "; ".join(map(str, self.note)) if isinstance(self.note, tuple) else self.note or ""

    @property
    def is_empty(self) -> bool:
        """Return whether there was nobody to count, «0 из 0»: that is not the same as no data."""
        return self.value is None and self.denominator == 0

    @property
    def known_on(self) -> dt.date | None:
        """The last day that the figure can be of: the day it was counted on, else the day its record was written."""
        return self.as_of or (self.record.updated if self.record else None)

    @property
    def has_answer(self) -> bool:
        """Return whether somebody said something: a figure, or that there is nobody to count."""
        return self.value is not None or self.is_empty


def value_of(value: Value) -> Decimal | None:
    """Numerator by denominator when both are given, else the stated value; no data is None and never 0."""
    if value.numerator is not None and value.denominator:
        return value.numerator / value.denominator
    return value.value


def small_group(indicator: Indicator, site: int = SMALL_GROUP) -> int:
    """Groups of fewer people are not shown: ``site`` is the number of the whole site, an indicator may raise it, and
    with 0 say that it counts no people. What is computed counts records, not people, unless the indicator says."""
    if indicator.small_group is not None:
        return max(indicator.small_group, site) if indicator.small_group else 0
    return 0 if indicator.computed else site


def counts_people(indicator: Indicator, site: int = SMALL_GROUP) -> bool:
    """Return whether the indicator counts people: then its figures are whole numbers. A share does unless it says that
    it does not, a number where its unit says so."""
    return small_group(indicator, site) > 0 if indicator.type == "share" else text.names_people(indicator.unit)


def is_small(indicator: Indicator, denominator: Decimal | None, site: int = SMALL_GROUP) -> bool:
    """Return whether so few people stand behind the figure that it could point at one of them."""
    return denominator is not None and 0 < denominator < small_group(indicator, site)


def rounded(indicator: Indicator, value: Decimal, digits: int) -> Decimal:
    """As it is printed with so many digits: a share in per cent, half away from zero."""
    places = digits + 2 if indicator.type == "share" else digits
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def digits_of(indicator: Indicator, value: Decimal, bounds: Iterable[Decimal]) -> int:
    """How many digits to show so that nobody reads «70 %, не менее 70 %, отстаёт»: as many as the indicator says, and
    more while the printed figures stand to each other as the real ones do not."""
    bounds = tuple(bounds)
    for digits in range(indicator.digits, indicator.digits + 7):
        printed = rounded(indicator, value, digits)
        if all(
            meets(indicator, value, bound) == meets(indicator, printed, rounded(indicator, bound, digits))
            for bound in bounds
        ):
            break
    return digits


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
    """The target to judge ``period`` by: the nearest one due in it or later, after the last one the last. A year is not
    judged by the target of a half of it."""
    targets = [target for target in targets if target.period.sort == period.sort]
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

    Below the normative minimum nothing is reached. On the way means at least the normative minimum, or, where no
    minimum is set, the planned line: the straight line from the target before, else from the ``first`` known value, to
    the target. A target of which the source does not say what it is a share of cannot be compared with anything.
    Without either there is nothing to be behind of before the target is due.
    """
    if value is None:
        return "no-data"
    every = [target for target in targets if target.base == "known"]
    known = [target for target in every if target.period.sort == period.sort]
    target = target_on(known, period)
    minimum = minimum_on(indicator, period)
    if target is None and minimum is None:
        return "other-period" if every else "no-target"
    if minimum is not None and not meets(indicator, value, minimum):
        return "behind"
    if target is not None and meets(indicator, value, target.value):
        return "reached"
    if target is None or minimum is not None:
        return "on-the-way"
    if target.period.last <= period.last:
        return "behind"
    planned = planned_on(planned_line(known, first), period)
    return "on-the-way" if planned is None or meets(indicator, value, planned) else "behind"


Knot = tuple[Period, Decimal]


def planned_line(targets: Sequence[Target], first: Knot | None) -> list[Knot]:
    """The planned line that judges and is drawn: through the targets of a known base, from the ``first`` known value
    where that lies before them."""
    knots = [(target.period, target.value) for target in targets if target.base == "known"]
    return [first, *knots] if first and knots and first[0].last < knots[0][0].last else knots


def planned_on(knots: Sequence[Knot], period: Period) -> Decimal | None:
    """What the line says of a period: between two of its knots in proportion to the time; None before the first."""
    before = [knot for knot in knots if knot[0].last <= period.last]
    after = [knot for knot in knots if knot[0].last > period.last]
    if not before:
        return None
    if not after:
        return before[-1][1]
    start, end = before[-1], after[0]
    passed = Decimal((period.last - start[0].last).days) / (end[0].last - start[0].last).days
    return start[1] + (end[1] - start[1]) * passed


def publishable_status(indicator: Indicator, reading: Reading, status: str, today: dt.date) -> str:
    """What may be said of a reading whose figure alone would have the ``status``.

    Nothing is reached or missed by a part of the districts, or by a figure that the records contradict. A period that
    is not over is not behind yet, and «не более», of a target or of a norm, is not kept yet; where it is over and the
    figure is older than its end, the figure is not whole: time alone makes nobody behind.
    """
    if reading.hidden:
        return "no-data"
    if reading.value is None:
        waits = reading.origin == "computed" and reading.period.first <= today <= reading.period.last
        return "nobody" if reading.is_empty else "not-over" if waits else "no-data"
    if unfinished(reading, today) == "partial":
        return "partial"
    if status in ("no-target", "other-period"):
        return status
    if reading.disputed:
        return "disputed"
    end = over_on(reading.period)
    counted = reading.known_on or min(today, end)
    if counted >= end or (status != "behind" and indicator.direction == "up"):
        return status
    return "not-over" if today <= end else "partial"


def unfinished(reading: Reading, today: dt.date) -> str:
    """Why a figure is not to be compared with one of a whole period: ``partial``, it is of some of the districts,
    ``not-over``, the period still runs; empty for a whole one."""
    if reading.parts is not None and reading.parts[0] < reading.parts[1]:
        return "partial"
    end = over_on(reading.period)
    return "not-over" if today <= end and (reading.known_on or today) < end else ""


def over_on(period: Period) -> dt.date:
    """The last day that a figure of the period counts: a school year is counted when lessons end, on 31 May."""
    return dt.date(period.year + 1, 5, 31) if period.part == "school" else period.last


def add_up(indicator: Indicator, scope: str, period: Period, parts: Iterable[Reading], of: int) -> Reading | None:
    """The figure of a larger territory from its parts; None where the indicator does not add up or no part has data.

    A share is the sum of numerators by the sum of denominators, never the mean of shares; shares do not add up. ``of``
    is how many parts there are, so that the page can say for how many of them there are figures. The sum is as
    old as its oldest part, and disputed where one of them is. What of it may be shown is said by ``disclosure``.
    """
    parts = [part for part in parts if part.has_answer]
    if indicator.aggregation == "none" or (indicator.aggregation == "sum" and indicator.type == "share"):
        return None
    ratio = indicator.aggregation == "ratio-of-sums"
    whole = [part for part in parts if None not in (part.denominator, part.numerator)] if ratio else parts
    if not whole:
        return None
    numerator = sum((part.numerator for part in whole if part.numerator is not None), Decimal(0))
    denominator = sum((part.denominator for part in whole if part.denominator is not None), Decimal(0))
    value = sum((part.value for part in whole if part.value is not None), Decimal(0))
    return Reading(
        indicator.id,
        scope,
        period,
        (numerator / denominator if denominator else None) if ratio else value,
        numerator if ratio else None,
        denominator if ratio else None,
        "summed",
        parts=(len(whole), of),
        summed=tuple(part.scope for part in whole),
        disputed=any(part.disputed for part in whole),
        as_of=min((part.known_on for part in whole if part.known_on), default=None),
    )
