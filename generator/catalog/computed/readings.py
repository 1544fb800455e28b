"""Readings of the indicators: what was declared, what the records say, what the districts add up to.

Works on a linked catalog (its records, back-links and roadmaps); the formulas are in ``indicators``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.catalog.computed import disclosure, evidence, indicators
from generator.catalog.computed.indicators import Reading
from generator.catalog.index import Catalog
from generator.records.programmes import Target
from generator.records.times import Period


def of(catalog: Catalog) -> dict[str, tuple[Reading, ...]]:
    """Readings of every indicator by its id, sorted by scope and period, each judged by its targets.

    Demonstration figures about a real place are left out: they are nobody's data.
    """
    found: dict[str, dict[tuple[str, Period], Reading]] = defaultdict(dict)
    for record in catalog.shown.values():
        scope = catalog.find(record.territory) if record.kind == "values" else None
        if scope is None or (record.demo and not scope.demo):
            continue
        for value in record.values:
            indicator = catalog.get("indicators", value.indicator)
            if indicator is None:
                continue
            amount = indicators.value_of(value)
            reading = Reading(
                indicator.id,
                scope.key,
                record.period,
                amount,
                value.numerator,
                value.denominator,
                note=value.note,
                record=record,
                hidden=value.suppressed,
                as_of=record.as_of,
            )
            if indicator.computed and amount is not None:
                computed = compute(
                    catalog, indicator.computed, scope.key, record.period, record.as_of or record.period.last
                )
                same = computed is None or round(computed[0], 6) == round(amount, 6)
                reading = replace(reading, contradiction=None if same else computed[0], disputed=not same)
            found[indicator.id][scope.key, record.period] = reading
    for indicator in catalog.all_shown("indicators"):
        if indicator.computed:
            _add_computed(catalog, indicator, found[indicator.id])
        _add_sums(catalog, indicator, found[indicator.id])
    for its_id, cells in disclosure.hidden(catalog.all_shown("indicators"), found, _parts(catalog, found)).items():
        for cell in cells:
            found[its_id][cell] = replace(found[its_id][cell], hidden=True)
    return {its_id: _judged(catalog, catalog.get("indicators", its_id), readings) for its_id, readings in found.items()}


def _add_computed(catalog: Catalog, indicator, readings: dict) -> None:
    """What the records say today, for every territory the indicator is for, unless somebody declared this period."""
    period = Period(catalog.today.year)
    scopes = [catalog.find(t) for t in indicator.territories] or catalog.listed("districts", demo=indicator.demo)
    for territory in scopes:
        result = compute(catalog, indicator.computed, territory.key, period, catalog.today) if territory else None
        if result and (territory.key, period) not in readings:
            value, numerator, denominator = result
            parts = (numerator, denominator) if indicator.type == "share" else (None, None)
            readings[territory.key, period] = Reading(
                indicator.id, territory.key, period, value, *parts, "computed", as_of=catalog.today
            )


def _add_sums(catalog: Catalog, indicator, readings: dict) -> None:
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


def _judged(catalog: Catalog, indicator, readings: Mapping[tuple[str, Period], Reading]) -> tuple[Reading, ...]:
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
    indicator, reading: Reading, targets: Sequence[Target], first: tuple[Period, Decimal] | None, today: dt.date
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
        status=indicators.judged(indicator, reading, status, today),
        digits=indicator.digits if value is None else indicators.digits_of(indicator, value, bounds),
    )


def target_scopes(catalog: Catalog, scope: str) -> list[str]:
    """Whose targets a scope is judged by, nearest first: its own, its region's, those of the programmes of both."""
    territory = catalog.find(scope)
    if territory is None or territory.kind not in ("regions", "districts"):
        return [scope]
    line = [territory]
    if territory.kind == "districts" and (region := catalog.get("regions", territory.region)):
        line.append(region)
    return [t.key for t in line] + [p.key for t in line for p in catalog.linked(t, "programmes.territory")]


def compute(
    catalog: Catalog, name: str, scope: str, period: Period, as_of: dt.date
) -> tuple[Decimal, Decimal, Decimal] | None:
    """A figure from the records of a territory as of a date: (value, numerator, denominator); None where nothing
    counts."""
    territory = catalog.find(scope)
    if territory is None:
        return None
    numerator, denominator = COMPUTATIONS[name](catalog, territory, period, as_of)
    if denominator == 0:
        return None
    return Decimal(numerator) / denominator, Decimal(numerator), Decimal(denominator)


def _practices_replicated(catalog, territory, period, as_of) -> tuple[int, int]:
    """Practices of the territory that somebody else applied with success by the date; by all its practices."""
    practices = [p for p in catalog.linked(territory, "practices.territory") if p.status == "published"]
    replicated = 0
    for practice in practices:
        by_then = [r for r in catalog.linked(practice, "replications.practice") if r.date.last and r.date.last <= as_of]
        replicated += evidence.maturity(practice, by_then, (), catalog.ties, as_of) == "replicated"
    return replicated, len(practices)


def _roadmap_done(catalog, territory, period, as_of) -> tuple[int, int]:
    """Dated occurrences that fell due by the date and are done; by all that fell due. Only programmes that report."""
    due = [
        occurrence
        for programme in catalog.linked(territory, "programmes.territory")
        if programme.roadmap and programme.roadmap.reported_on
        for occurrences in catalog.roadmaps.get(programme.id, {}).values()
        for occurrence in occurrences
        if occurrence.end and occurrence.end.last <= as_of
    ]
    return sum(o.state == "done" for o in due), len(due)


def _events_held(catalog, territory, period, as_of) -> tuple[int, int]:
    """Events of the territory that took place in the period, up to the date."""
    held = [
        e
        for e in catalog.linked(territory, "events.territory")
        if e.state != "cancelled" and e.start.first and period.first <= e.start.first <= min(period.last, as_of)
    ]
    return len(held), 1


COMPUTATIONS = {
    "practices-replicated": _practices_replicated,
    "roadmap-done": _roadmap_done,
    "events-held": _events_held,
}
