"""Indicators: targets, values by territory and period, charts. Territories and programmes show the same lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import indicators
from generator.catalog.computed.indicators import Reading
from generator.catalog.computed.readings import target_scopes
from generator.pages import charts, labels
from generator.pages.views import findings
from generator.pages.views.amounts import norm_words, share_mark, target_words
from generator.pages.views.value_lines import (
    HIDDEN_VALUE,
    NOBODY_TO_COUNT,
    Sources,
    ValueLine,
    against_in_words,
    format_reading,
)
from generator.records import Record
from generator.records.periods import PERIOD_PARTS, Period
from generator.records.programmes import Indicator, Target

#: a longer table shows the latest value of each territory only: the others stand on its page and in the file below
MAX_LINES = 200
MAX_CHARTS = 6  # of one group on a page; every territory has its chart on its own page
#: what a chart draws, by the sort of its periods
_SORTS = dict(zip(PERIOD_PARTS, ("годы", "учебные годы", "полугодия", "кварталы"), strict=True))


@dataclass(frozen=True)
class ChartFigure:
    """A chart with what stands over and under it: ``finding`` says in words what it shows, ``sources`` are numbers in
    :class:`Sources`, ``hows`` say how a figure without a source came about, ``aside`` what is not drawn."""

    svg: Markup
    finding: str
    sources: tuple[int, ...]
    hows: tuple[str, ...]
    aside: str = ""


def figure_of(svg: Markup, finding: str, lines: Iterable[ValueLine]) -> ChartFigure:
    """The chart of these lines with the sources that stand behind their figures."""
    known = [line for line in lines if line.known]
    periods: dict[str, list[str]] = {}
    for line in known:
        if line.source is None and line.how:
            periods.setdefault(line.how, []).append(line.period)
    if len(periods) > 1 and len({line.period for line in known}) > 1:  # each is true of its periods only
        hows = [f"{', '.join(its)} — {how}" for how, its in periods.items()]
    else:
        hows = list(periods)
    return ChartFigure(
        svg, finding, tuple(sorted({line.source for line in known if line.source is not None})), tuple(hows)
    )


@dataclass(frozen=True)
class IndicatorBlock:
    """An indicator on the page of one territory: the latest line, all lines (latest first), the goals, the one that
    the latest line is on its way to (the last one when all are behind), the chart, the same way as small as a word;
    ``readings`` are what the lines say, in order of time."""

    indicator: Indicator
    latest: ValueLine
    lines: tuple[ValueLine, ...]
    goals: tuple[str, ...]
    goal: str
    chart: ChartFigure | None
    spark: Markup
    readings: tuple[Reading, ...]

    @property
    def is_open(self) -> bool:
        """Return whether the table says what the chart and the latest line do not: a contradiction, a hidden value."""
        return not self.chart or not self.latest.known or any(line.computed for line in self.lines)


def indicator_view(catalog: Catalog, record: Indicator, sources: Sources) -> dict[str, Any]:
    """Who judges by it, its targets and minimums, its values with charts: real territories, then demonstration ones.

    ``sources`` takes up the sources of all values on the page.
    """
    by_scope = published_readings(catalog, record)
    named = [catalog.find(address) for address in record.territories]
    users = catalog.linked(record, "regions.indicators", "districts.indicators")
    for scope in (*named, *users):
        if catalog.is_shown(scope):
            by_scope.setdefault(scope.key, [])
    groups = []
    for demo in (False, True):
        scopes = sorted(
            (scope for key in by_scope if (scope := catalog.find(key)).demo == demo), key=lambda s: _order(catalog, s)
        )
        if scopes:
            groups.append(_group(catalog, record, scopes, by_scope, sources, demo))
    return {
        "users": users,
        "where": [scope for scope in named if catalog.is_shown(scope)],
        "documents": [catalog.get("documents", its_id) for its_id in record.legal_basis],
        "targets": [
            (labels.format_period(t.period), catalog.find(t.scope), target_words(record, t), t.wording)
            for t in sorted(record.targets, key=lambda t: (t.period, t.scope or ""))
        ],
        "minimums": [
            (labels.format_period(m.period), norm_words(record, m.value), catalog.get("documents", m.document))
            for m in sorted(record.minimums, key=lambda m: m.period)
        ],
        "groups": groups,
        "small_group": indicators.small_group(record, catalog.small_group),
        "has_values": any(by_scope.values()),
        "sources_of_values": sources.listed(catalog),
    }


def published_readings(catalog: Catalog, indicator: Indicator) -> dict[str, list[Reading]]:
    """Everything that the page of an indicator may show, by the address of the territory, in order of time."""
    by_scope: dict[str, list[Reading]] = {}
    for reading in catalog.readings.get(indicator.id, ()):
        scope = catalog.find(reading.scope)
        if catalog.is_shown(scope):
            by_scope.setdefault(scope.key, []).append(reading)
    return by_scope


def _group(catalog: Catalog, record, scopes, by_scope, sources: Sources, demo: bool) -> dict[str, Any]:
    visible = [scope for scope in scopes if any(_visible(reading) for reading in by_scope[scope.key])]
    drawn = {scope.key: scope for scope in visible[:MAX_CHARTS]}
    is_long = sum(len(by_scope[scope.key]) or 1 for scope in scopes) > MAX_LINES
    lines = {}
    for scope in scopes:
        readings = by_scope[scope.key][-1 if is_long and scope.key not in drawn else 0 :]
        its = [format_reading(catalog, record, scope, reading, sources) for reading in reversed(readings)]
        lines[scope.key] = its or [_unread(catalog, record, scope)]
    return {
        "heading": text.tr("Демонстрационные территории") if demo and not record.demo else "",
        "charts": [
            (scope, chart(catalog, record, scope, by_scope[scope.key], lines[scope.key])) for scope in drawn.values()
        ],
        "more_charts": len(visible) > MAX_CHARTS,
        "scopes": scopes,
        "nothing_known": not any(by_scope[scope.key] for scope in scopes),
        "lines": [line for scope in scopes for line in lines[scope.key][: 1 if is_long else None]],
        "latest_only": is_long,
    }


def _unread(catalog: Catalog, record: Indicator, scope: Record) -> ValueLine:
    """The line of a scope that nobody published a figure of: the goals stand all the same."""
    goals = [
        f"{target_words(record, goal)} ({labels.format_period(goal.period)})"
        for goal in goals_of(catalog, record, scope)
    ]
    return ValueLine(scope, target="; ".join(goals))


def _order(catalog: Catalog, scope: Record) -> tuple:
    """Regions in alphabetical order, each before its districts; then programmes and organisations."""
    region = catalog.get("regions", scope.region) if scope.kind == "districts" else scope
    kind = ("regions", "districts", "programmes", "organizations").index(scope.kind)
    head = catalog.title_of(region) if kind < 2 and region else ""
    return (kind > 1, text.collate(head), kind, text.collate(catalog.title_of(scope)), scope.id)


# --- for the pages of territories and programmes ----------------------------------------------------------------------


def indicator_blocks(catalog: Catalog, scope: Record, named: Sequence[str], sources: Sources) -> list[IndicatorBlock]:
    """Every shown indicator that names the territory, that the territory names, or that has values of it.

    ``references`` are the ids that the territory names: they come first and in its order.
    """
    first = [record for its_id in named if catalog.is_shown(record := catalog.get("indicators", its_id))]
    wanted = {record.key for record in first}
    wanted |= {i.key for i in catalog.linked(scope, "indicators.territories", "indicators.targets.scope")}
    out = []
    for record in {r.key: r for r in (*first, *catalog.all_shown("indicators"))}.values():
        readings = catalog.readings_at(record.id, scope.key)
        if record.key in wanted or readings:
            lines = tuple(format_reading(catalog, record, scope, reading, sources) for reading in reversed(readings))
            targets = goals_of(catalog, record, scope)
            goals = tuple(f"{labels.format_period(goal.period)} — {target_words(record, goal)}" for goal in targets)
            reached = readings[-1].period if readings else None
            ahead = [raw for goal, raw in zip(targets, goals, strict=True) if not reached or not goal.period < reached]
            drawn, small = None, Markup("")
            if any(map(_visible, readings)):
                drawn = chart(catalog, record, scope, readings, lines)
                small = Markup(charts.spark(points(catalog, record, scope, readings)))
            latest = lines[0] if lines else ValueLine(scope)
            goal = next(iter(ahead), goals[-1] if goals else "")
            out.append(IndicatorBlock(record, latest, lines, goals, goal, drawn, small, tuple(readings)))
    return out


def goals_of(catalog: Catalog, indicator: Indicator, scope: Record) -> list[Target]:
    """The targets a scope is judged by, in order of time: its own, else its region's, else those of the programmes."""
    return indicators.targets_for(indicator, target_scopes(catalog, scope.key))


# --- words and pictures -----------------------------------------------------------------------------------------------


def shown_with(indicator: Indicator, readings: Iterable[Reading]) -> Callable[[Decimal], str]:
    """How a chart prints a figure: with as many digits as the table beside it does."""
    digits = {reading.value: reading.digits for reading in readings if _visible(reading)}
    if indicator.type == "share":
        return lambda value: text.percent(value, digits.get(value, indicator.digits))
    return lambda value: text.number(value, digits.get(value, indicator.digits))


def drawn_sort(readings: Iterable[Reading]) -> str:
    """The sort of period that is drawn: years, school years, halves and quarters are no one line. The one with most
    figures, of equal ones the longest."""
    sorts = [reading.period.sort for reading in readings if _visible(reading)]
    return max(PERIOD_PARTS, key=sorts.count)


def _first(readings: Iterable[Reading]) -> tuple[Period, Decimal] | None:
    """The first known figure: there the planned line begins."""
    known = [(r.period, r.value) for r in readings if r.value is not None and not r.hidden]
    return min(known, default=None)


def points(catalog: Catalog, indicator: Indicator, scope: Record, readings: Sequence[Reading]) -> list[charts.Point]:
    """Value, target and minimum of one scope by period, of one sort of period; targets of an unknown base are not drawn
    beside values, nor a planned line where a norm judges instead of it."""
    sort = drawn_sort(readings)
    by_period = {reading.period: reading for reading in readings if reading.period.sort == sort}
    known = [g for g in goals_of(catalog, indicator, scope) if g.base == "known" and g.period.sort == sort]
    goals = {goal.period: goal for goal in known}
    plan = dict(indicators.planned_line(known, _first(by_period.values())))
    found = []
    for period in sorted({*by_period, *goals}):
        reading, goal = by_period.get(period), goals.get(period)
        norm = indicators.minimum_on(indicator, period)
        found.append(
            charts.Point(
                labels.short_period(period),
                period.last.toordinal(),
                reading.value if reading is not None and _visible(reading) else None,
                goal.value if goal else None,
                norm,
                plan.get(period) if norm is None else None,
                _instead_of_value(reading),
                target_words(indicator, goal) if goal else "",
                norm_words(indicator, norm) if norm is not None else "",
            )
        )
    return found


def _instead_of_value(reading: Reading | None) -> str:
    if reading is not None and reading.hidden:
        return text.tr(HIDDEN_VALUE)
    return text.tr(NOBODY_TO_COUNT if reading is not None and reading.is_empty else "нет данных")


def chart(
    catalog: Catalog, indicator: Indicator, scope: Record, readings: Sequence[Reading], lines: Iterable[ValueLine]
) -> ChartFigure:
    """The points of one scope drawn over time, with what they show in words.

    ``lines`` are the lines of the table beside it, which know the sources.
    """
    sort = drawn_sort(readings)
    others = any(_visible(reading) and reading.period.sort != sort for reading in readings)
    every = goals_of(catalog, indicator, scope)
    goals = {goal.period: goal for goal in every if goal.base == "known" and goal.period.sort == sort}
    parts = [(period, target_words(indicator, goal)) for period, goal in sorted(goals.items())]
    drawn_readings = [reading for reading in readings if reading.period.sort == sort]
    show = shown_with(indicator, readings)
    against = partial(against_in_words, catalog)
    finding = findings.trend_finding(indicator, drawn_readings, parts, show, against, catalog.today)
    title = f"{indicator.title}: {catalog.title_of(scope)}"
    axis = share_mark if indicator.type == "share" else text.number
    if indicator.type != "share":
        title += f" ({indicator.unit})"
    title = f"{title}. {finding}"
    found = points(catalog, indicator, scope, readings)
    drawn = charts.over_time(f"grafik-{indicator.id}-{scope.kind}-{scope.id}", title, found, show, axis)
    only = text.tr("Нарисованы только {periods}, другие периоды — в таблице.", periods=text.tr(_SORTS[sort]))
    return replace(figure_of(Markup(drawn), finding, lines), aside=only if others else "")


def _visible(reading: Reading) -> bool:
    return reading.value is not None and not reading.hidden
