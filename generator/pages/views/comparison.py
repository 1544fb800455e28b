"""The districts of a region side by side on one indicator, in the same period: other comparisons would lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import lifetimes
from generator.catalog.computed.indicators import Reading, over_on
from generator.pages import charts, labels
from generator.pages.views import amounts, findings
from generator.pages.views import indicators as figures
from generator.pages.views.value_lines import Sources, ValueLine, format_reading
from generator.records import Record
from generator.records.periods import Period
from generator.records.programmes import Indicator
from generator.records.territories import District

ENOUGH = 2  # districts with a value; one bar compares nothing


@dataclass(frozen=True)
class DistrictComparison:
    """The districts of ``region`` in ``period`` (in words), best first, those without a value last; ``total`` is the
    region's own line where there is one."""

    region: Record
    period: str
    lines: tuple[ValueLine, ...]
    total: ValueLine | None
    chart: figures.ChartFigure


def indicator_page_view(catalog: Catalog, record: Indicator) -> dict[str, Any]:
    """Everything that the page of an indicator shows, the comparisons of districts with it."""
    sources = Sources()
    view = figures.indicator_view(catalog, record, sources)
    readings = figures.published_readings(catalog, record)
    for group in view["groups"]:
        group["comparisons"] = comparisons(catalog, record, group["scopes"], readings, sources)
    return view


def comparisons(
    catalog: Catalog,
    record: Indicator,
    scopes: Sequence[Record],
    readings: dict[str, list[Reading]],
    sources: Sources,
) -> list[DistrictComparison]:
    """One for every region where at least two districts have a value for the same period: the latest such period."""
    by_region: dict[str, list[Record]] = {}
    for scope in scopes:
        if isinstance(scope, District):
            by_region.setdefault(scope.region, []).append(scope)
    found = []
    for its_id, districts in by_region.items():
        region = catalog.get("regions", its_id)
        period = _period(districts, readings)
        if region is not None and period is not None:
            found.append(_compare(catalog, record, region, period, districts, readings, sources))
    return found


def _period(districts: Sequence[Record], readings: dict[str, list[Reading]]) -> Period | None:
    """The latest period in which enough districts have a value that may be shown, of those that end on one day the
    longest: a year rather than the last quarter of it."""
    times: dict[Period, int] = {}
    for district in districts:
        for reading in readings.get(district.key, ()):
            if reading.value is not None and not reading.hidden:
                times[reading.period] = times.get(reading.period, 0) + 1
    known = [period for period, count in times.items() if count >= ENOUGH]
    return max(known, key=lambda period: (period.last, -period.first.toordinal())) if known else None


def _compare(catalog, record: Indicator, region, period: Period, districts, readings, sources) -> DistrictComparison:
    there = [d for d in districts if _at(readings, d, period) or lifetimes.exists_on(d, over_on(period))]
    pairs = [(district, _at(readings, district, period)) for district in there]
    better = -1 if record.direction == "up" else 1

    def order(pair: tuple[Record, Reading | None]) -> tuple:
        district, reading = pair
        shown = reading is not None and reading.value is not None and not reading.hidden
        return (not shown, better * reading.value if shown else 0, text.collate(district.title), district.id)

    pairs.sort(key=order)
    lines = tuple(
        format_reading(catalog, record, district, reading, sources) if reading else ValueLine(district)
        for district, reading in pairs
    )
    own = _at(readings, region, period)
    when = labels.format_period(period)
    total = format_reading(catalog, record, region, own, sources) if own else None
    drawn = [_bar(record, district, reading, line) for (district, reading), line in zip(pairs, lines, strict=True)]
    show = figures.shown_with(record, [reading for _, reading in pairs if reading is not None])
    silent = _silent(catalog, record, region, period, there)
    finding = findings.comparison_finding(record, [(bar.label, bar.fact) for bar in drawn], show, silent)
    chart = figures.figure_of(_chart(record, region, f"{when}. {finding}", drawn, show), finding, lines)
    return DistrictComparison(region, when, lines, total if total and total.known else None, chart)


def _silent(catalog: Catalog, record: Indicator, region: Record, period: Period, there: Sequence[Record]) -> int:
    """How many more districts of the region the indicator is for: all of them where it names none, as a sum has it."""
    if any(isinstance(catalog.find(one), District) for one in record.territories):
        return 0
    known = {one.key for one in there}
    others = [one for one in catalog.linked(region, "districts.region") if one.key not in known]
    return sum(one.demo == there[0].demo and lifetimes.exists_on(one, over_on(period)) for one in others)


def _at(readings: dict[str, list[Reading]], scope: Record, period: Period) -> Reading | None:
    return next((reading for reading in readings.get(scope.key, ()) if reading.period == period), None)


def _bar(record: Indicator, district: Record, reading: Reading | None, line: ValueLine) -> charts.Bar:
    """A target of an unknown base is not drawn beside values: nothing can be compared with it."""
    fact: Decimal | None = reading.value if reading is not None and not reading.hidden else None
    target = reading.target if reading is not None and reading.target and reading.target.base == "known" else None
    return charts.Bar(
        district.title,
        fact,
        target.value if target else None,
        line.state,
        amounts.target_words(record, target, reading.digits) if target else "",
        line.value,
    )


def _chart(
    record: Indicator, region: Record, words: str, bars: Sequence[charts.Bar], show: Callable[[Decimal], str]
) -> Markup:
    unit = "" if record.type == "share" else f" ({record.unit})"
    beside = text.tr("районы рядом, {region}, {period}", region=region.title, period=words)
    title = f"{record.title}{unit}: {beside}"
    axis = amounts.share_mark if record.type == "share" else text.number
    return Markup(charts.side_by_side(f"raiony-{record.id}-{region.id}", title, bars, show, axis))
