"""Readings of the indicators: what was declared, what the records say, what the districts add up to.

Works on a linked catalog (its records, back-links and roadmaps); the formulas are in ``indicators``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.catalog.computed import disclosure, evidence, indicators
from generator.catalog.computed.indicators import Reading
from generator.catalog.index import Catalog
from generator.records import Record
from generator.records.common import TERRITORY
from generator.records.events import Event
from generator.records.practices import Practice, Replication
from generator.records.programmes import Indicator, Programme, Target, Value, Values
from generator.records.territories import District, Region
from generator.records.times import Period


def compute_readings(catalog: Catalog) -> dict[str, tuple[Reading, ...]]:
    """Readings of every indicator by its id, sorted by scope and period, each judged by its targets.

    Demonstration figures about a real place are left out: they are nobody's data.
    """
    found: dict[str, dict[tuple[str, Period], Reading]] = defaultdict(dict)
    for record in catalog.shown.values():
        if not isinstance(record, Values):
            continue
        scope = catalog.find(record.territory)
        if scope is None or (record.demo and not scope.demo):
            continue
        for value in record.values:
            indicator = catalog.one(Indicator, value.indicator)
            if indicator is None:
                continue
            against = contradiction(catalog, indicator, record, value)
            found[indicator.id][scope.key, record.period] = Reading(
                indicator.id,
                scope.key,
                record.period,
                indicators.value_of(value),
                value.numerator,
                value.denominator,
                note=value.note,
                record=record,
                hidden=value.suppressed,
                contradiction=against.value if against else None,
                disputed=against is not None,
                counted=against.records if against else (),
                as_of=record.as_of,
            )
    for indicator in catalog.shown_of(Indicator):
        _add_computed(catalog, indicator, found[indicator.id])
        _add_sums(catalog, indicator, found[indicator.id])
    for its_id, cells in disclosure.hidden(catalog.shown_of(Indicator), found, _parts(catalog, found)).items():
        for cell in cells:
            found[its_id][cell] = replace(found[its_id][cell], hidden=True)
    return {
        its_id: _judged(catalog, indicator, cells)
        for its_id, cells in found.items()
        if (indicator := catalog.one(Indicator, its_id))
    }


def _add_computed(catalog: Catalog, indicator: Indicator, readings: dict[disclosure.FigureKey, Reading]) -> None:
    """What the records say today, for every territory an indicator that is computed is for, unless somebody declared
    this period."""
    if not indicator.computed:
        return
    period = Period(catalog.today.year)
    scopes = [catalog.find(t) for t in indicator.territories] or catalog.listed("districts", demo=indicator.demo)
    for territory in filter(None, scopes):
        result = compute(catalog, indicator.computed, territory.key, period, catalog.today)
        if result and (territory.key, period) not in readings:
            share = indicator.type == "share"
            readings[territory.key, period] = Reading(
                indicator.id,
                territory.key,
                period,
                result.value,
                Decimal(result.numerator) if share else None,
                Decimal(result.denominator) if share else None,
                "computed",
                counted=result.records,
                as_of=catalog.today,
            )


def _add_sums(catalog: Catalog, indicator: Indicator, readings: dict[disclosure.FigureKey, Reading]) -> None:
    """Region figures from the districts', where the region has not declared one itself."""
    for region in catalog.all_shown("regions"):
        districts = [d for d in catalog.linked(region, "districts.region") if d.status != "archived"]
        named = {d.key for address in indicator.territories if (d := catalog.find(address))}
        districts = [d for d in districts if d.key in named] or districts
        keys = {d.key for d in districts}
        for period in sorted({period for scope, period in readings if scope in keys}):
            parts = [readings[key, period] for key in sorted(keys) if (key, period) in readings]
            total = indicators.add_up(indicator, region.key, period, parts, len(districts))
            if total and (region.key, period) not in readings:
                readings[region.key, period] = total


def _parts(catalog: Catalog, found: Mapping[str, Mapping[tuple[str, Period], Reading]]) -> disclosure.Parts:
    """What a scope may consist of, as far as it has figures of its own: a region of districts, a territory of its
    organisations, an organisation of those that are part of it."""
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for scope in sorted({scope for cells in found.values() for scope, _ in cells}):
        record = catalog.find(scope)
        if record is None:
            continue
        above = {
            "districts": (("regions", "region"),),
            "organizations": (("", "territory"), ("organizations", "parent")),
        }
        for kind, field in above.get(record.kind, ()):
            its = getattr(record, field)
            whole = catalog.find(its) if not kind else catalog.get(kind, its)
            if whole is not None:
                parts[whole.key][record.kind].append(scope)
    return {whole: list(groups.values()) for whole, groups in parts.items()}


def _judged(
    catalog: Catalog, indicator: Indicator, readings: Mapping[disclosure.FigureKey, Reading]
) -> tuple[Reading, ...]:
    ordered = sorted(readings.values(), key=lambda reading: (reading.scope, reading.period))
    first: dict[str, tuple[Period, Decimal]] = {}
    out = []
    for reading in ordered:
        targets = indicators.targets_for(indicator, target_scopes(catalog, reading.scope))
        value = None if reading.hidden else reading.value
        if value is not None:
            first.setdefault(reading.scope, (reading.period, value))
        out.append(judge(indicator, reading, targets, first.get(reading.scope), catalog.today))
    return tuple(out)


def judge(
    indicator: Indicator,
    reading: Reading,
    targets: Sequence[Target],
    first: tuple[Period, Decimal] | None,
    today: dt.date,
) -> Reading:
    """The reading with its target, its minimum, its status, and as many digits as show that the status is right."""
    value = None if reading.hidden else reading.value
    target, minimum = indicators.target_on(targets, reading.period), indicators.minimum_on(indicator, reading.period)
    status = indicators.status(indicator, value, reading.period, targets, first)
    bounds = [target.value] if target is not None and target.base == "known" else []
    bounds += [minimum] if minimum is not None else []
    return replace(
        reading,
        target=target,
        minimum=minimum,
        status=indicators.publishable_status(indicator, reading, status, today),
        digits=indicator.digits if value is None else indicators.digits_of(indicator, value, bounds),
    )


def target_scopes(catalog: Catalog, scope: str) -> list[str]:
    """Whose targets a scope is judged by, nearest first: its own, its region's, those of the programmes of both."""
    territory = catalog.find(scope)
    if territory is None or territory.kind not in TERRITORY:
        return [scope]
    line = [territory]
    if isinstance(territory, District) and (region := catalog.one(Region, territory.region)):
        line.append(region)
    return [t.key for t in line] + [p.key for t in line for p in catalog.linked(t, "programmes.territory")]


@dataclass(frozen=True)
class Computed:
    """A figure from the records of a territory: ``numerator`` by ``denominator`` (1 for a number), and the ``records``
    among which it was counted."""

    numerator: int
    denominator: int
    records: tuple[Record, ...]

    @property
    def value(self) -> Decimal:
        """The share, or the number."""
        return Decimal(self.numerator) / self.denominator


def contradiction(catalog: Catalog, indicator: Indicator, record: Values, value: Value) -> Computed | None:
    """What the records say as of the day of a declared ``value`` of ``record``, where that is another figure."""
    declared = indicators.value_of(value)
    if not indicator.computed or declared is None:
        return None
    as_of = record.as_of or record.period.last
    computed = compute(catalog, indicator.computed, record.territory, record.period, as_of)
    return computed if computed and round(computed.value, 6) != round(declared, 6) else None


def compute(catalog: Catalog, name: str, scope: str, period: Period, as_of: dt.date) -> Computed | None:
    """A figure from the records of a territory as of a date; None where nothing counts."""
    territory = catalog.find(scope)
    computed = COMPUTATIONS[name](catalog, territory, period, as_of) if territory else None
    return computed if computed and computed.denominator else None


def _practices_replicated(catalog: Catalog, territory: Record, period: Period, as_of: dt.date) -> Computed:
    """Practices of the territory that somebody else applied with success by the date; by all its practices."""
    practices = tuple(p for p in catalog.referring(Practice, territory, "territory") if p.status == "published")
    replicated = 0
    for practice in practices:
        told = catalog.referring(Replication, practice, "practice")
        by_then = [r for r in told if r.date.last and r.date.last <= as_of]
        replicated += evidence.maturity(practice, by_then, (), catalog.ties, as_of) == "replicated"
    return Computed(replicated, len(practices), practices)


def _roadmap_done(catalog: Catalog, territory: Record, period: Period, as_of: dt.date) -> Computed:
    """Dated occurrences that fell due by the date and are done; by all that fell due. Only programmes that report."""
    programmes = catalog.referring(Programme, territory, "territory")
    reporting = tuple(p for p in programmes if p.roadmap and p.roadmap.reported_on)
    due = [
        occurrence
        for programme in reporting
        for occurrences in catalog.roadmaps.get(programme.id, {}).values()
        for occurrence in occurrences
        if occurrence.end and occurrence.end.last <= as_of
    ]
    return Computed(sum(o.state == "done" for o in due), len(due), reporting)


def _events_held(catalog: Catalog, territory: Record, period: Period, as_of: dt.date) -> Computed:
    """Events of the territory that took place in the period, up to the date."""
    held = tuple(
        e
        for e in catalog.referring(Event, territory, "territory")
        if e.state != "cancelled" and e.start.first and period.first <= e.start.first <= min(period.last, as_of)
    )
    return Computed(len(held), 1, held)


COMPUTATIONS = {
    "practices-replicated": _practices_replicated,
    "roadmap-done": _roadmap_done,
    "events-held": _events_held,
}
