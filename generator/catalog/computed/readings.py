"""Readings of the indicators: what was declared, what the records say, what the districts add up to.

Works on a linked catalog (its records, back-links and roadmaps); the formulas are in ``indicators``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator import text
from generator.catalog.computed import counting, disclosure, indicators, lifetimes, within_years
from generator.catalog.computed.indicators import Reading
from generator.catalog.index import Catalog
from generator.records import Record
from generator.records.closed_periods import ClosedFigure
from generator.records.common import TERRITORY
from generator.records.periods import Period
from generator.records.programmes import Indicator, Target, Value, Values
from generator.records.territories import District, Region
from generator.text import Phrase, phrase


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
            made = Reading(
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
                against="closed" if closed_figure(catalog, indicator, record) else "records",
                disputed=against is not None,
                counted=against.records if against else (),
                as_of=record.as_of,
            )
            cell = scope.key, record.period
            before = found[indicator.id].get(cell)
            found[indicator.id][cell] = _merged(catalog, indicator, before, made) if before else made
    sums: dict[str, dict[disclosure.FigureKey, Reading]] = {}
    for indicator in catalog.shown_of(Indicator):
        _add_computed(catalog, indicator, found[indicator.id])
        sums[indicator.id] = _sums(catalog, indicator, found[indicator.id])
        found[indicator.id] = {**sums[indicator.id], **found[indicator.id]}
    for its_id, cells in disclosure.hidden(
        catalog.shown_of(Indicator), found, _parts(catalog, found), catalog.small_group
    ).items():
        for cell in cells:
            found[its_id][cell] = replace(found[its_id][cell], hidden=True)
    for its_id, its_sums in sums.items():
        _hold_against_districts(catalog, found[its_id], its_sums)
    for its_cells in found.values():
        its_cells.update(within_years.disputed(its_cells))
    return {
        its_id: _judged(catalog, indicator, cells)
        for its_id, cells in found.items()
        if (indicator := catalog.one(Indicator, its_id))
    }


def _merged(catalog: Catalog, indicator: Indicator, one: Reading, other: Reading) -> Reading:
    """What two records say of one territory in one period: whoever knows a figure goes first, and this base before one
    that it is joined with. Another number is told beside it and never added to it."""
    if not _is_foreign(catalog, one) and not _is_foreign(catalog, other):
        return other  # twice in this base: the check tells
    first, second = sorted((one, other), key=lambda it: (not it.has_answer and not it.hidden, _is_foreign(catalog, it)))
    same = first.value is None or second.value is None or round(first.value, 6) == round(second.value, 6)
    few = second.hidden or indicators.is_small(indicator, second.denominator, catalog.small_group)
    if same or few or first.hidden or first.contradiction is not None:
        return first
    return replace(first, contradiction=second.value, against="bases", elsewhere=second.record, disputed=True)


def _is_foreign(catalog: Catalog, reading: Reading) -> bool:
    return reading.record is not None and not catalog.is_own(reading.record)


def _add_computed(catalog: Catalog, indicator: Indicator, readings: dict[disclosure.FigureKey, Reading]) -> None:
    """What the records say of every period until today, for every territory an indicator that is computed is for,
    unless somebody declared this period. A closed period keeps the figure that was written down of it."""
    if not indicator.computed:
        return
    # A number of a region is counted among its own records and those of its districts: the sum would lack the former.
    kinds = ("districts", "regions") if indicator.aggregation == "sum" else ("districts",)
    everywhere = [one for kind in kinds for one in catalog.listed(kind, demo=indicator.demo)]
    scopes: Sequence[Record | None] = [catalog.find(t) for t in indicator.territories] or everywhere
    for territory in filter(None, scopes):
        count = counting.counting(catalog, indicator.computed, territory)
        kept = {period for scope, period in catalog.closed.get(indicator.id, {}) if scope == territory.key}
        for period in sorted({*counting.periods(indicator, count.began, catalog.today), *kept}):
            if (territory.key, period) not in readings and (
                reading := counted_reading(catalog, indicator, territory, period, count)
            ):
                readings[territory.key, period] = reading


def counted_reading(
    catalog: Catalog, indicator: Indicator, territory: Record, period: Period, count: counting.Counting
) -> Reading | None:
    """The figure of a territory in a period by its records, or as it was written down when the period was closed; None
    where there is nothing to say."""
    share = indicator.type == "share"
    result = count.at(period, min(catalog.today, period.last))
    reading = None
    if result and (result.denominator or period.last >= catalog.today):
        reading = Reading(
            indicator.id,
            territory.key,
            period,
            Decimal(result.numerator) / result.denominator if result.denominator else None,
            Decimal(result.numerator) if share and result.denominator else None,
            Decimal(result.denominator) if share and result.denominator else None,
            "computed",
            note=result.note or None,
            counted=result.records,
            as_of=result.as_of if result.denominator else None,
        )
    kept = catalog.closed.get(indicator.id, {}).get((territory.key, period))
    if kept is None:
        return reading
    now = _by_records_now(reading) if reading and _differs(kept, reading) else None
    return replace(
        reading or Reading(indicator.id, territory.key, period, None, origin="computed"),
        value=kept.figure,
        numerator=kept.numerator,
        denominator=kept.denominator,
        as_of=kept.as_of,
        kept=kept.written,
        is_outdated=now is not None,
        note=now or (reading.note if reading else None),
    )


def _differs(kept: ClosedFigure, reading: Reading) -> bool:
    pairs = ((kept.figure, reading.value), (kept.numerator, reading.numerator), (kept.denominator, reading.denominator))
    return any(
        one != other and (one is None or other is None or round(one, 6) != round(other, 6)) for one, other in pairs
    )


def shown_figure(indicator: Indicator, value: Decimal) -> str:
    """A figure for a message: «83,3 %», «318»."""
    if indicator.type == "share":
        return f"{text.number(round(value * 100, 1))}\u00a0%"
    return text.number(round(value, 3))


def in_words(reading: Reading | ClosedFigure) -> Phrase:
    """«2 из 4», «318», «нет данных»."""
    if reading.numerator is not None and reading.denominator is not None:
        its = text.number(reading.numerator), text.number(reading.denominator)
        return phrase("{n} из {total}", n=its[0], total=its[1])
    return phrase("{figure}", figure=text.number(reading.value)) if reading.value is not None else Phrase("нет данных")


def _by_records_now(reading: Reading) -> tuple[Phrase, ...]:
    return (phrase("по записям сейчас {figure}", figure=in_words(reading)),)


def _sums(
    catalog: Catalog, indicator: Indicator, readings: Mapping[disclosure.FigureKey, Reading]
) -> dict[disclosure.FigureKey, Reading]:
    """What the districts of every region come to, period by period: those that answered for the period."""
    found = {}
    for region in catalog.all_shown("regions"):
        districts = [d for d in catalog.linked(region, "districts.region") if isinstance(d, District)]
        named = {d.key for address in indicator.territories if (d := catalog.find(address))}
        districts = [d for d in districts if d.key in named] or districts
        heirs = {d.key: [heir.key for a in d.successors if (heir := catalog.find(a))] for d in districts}
        keys = {d.key for d in districts}
        for period in sorted({period for scope, period in readings if scope in keys}):
            known = {key: readings[key, period] for key in sorted(keys) if (key, period) in readings}
            covered = lifetimes.coverage(districts, heirs, period, known)
            parts = [known[d.key] for d in sorted(covered.counted, key=lambda d: d.key)]
            total = indicators.add_up(indicator, region.key, period, parts, covered.parts[1])
            if total:
                found[region.key, period] = replace(total, missing=tuple(sorted(d.key for d in covered.missing)))
    return found


def _hold_against_districts(
    catalog: Catalog,
    readings: dict[disclosure.FigureKey, Reading],
    sums: Mapping[disclosure.FigureKey, Reading],
) -> None:
    """The figure that a region declared beside what its districts come to: two numbers where they differ. Nothing is
    said where a part of either is hidden, nor of a ratio that lacks a district; a sum, a numerator or a denominator
    that is already larger than the whole is a contradiction without the missing ones too."""
    for cell, total in sums.items():
        own = readings.get(cell)
        if own is None or own.origin == "summed" or own.hidden or own.value is None or total.value is None:
            continue
        region, period = catalog.find(cell[0]), cell[1]
        districts = catalog.linked(region, "districts.region") if region else ()
        if any(readings[d.key, period].hidden for d in districts if (d.key, period) in readings):
            continue
        is_whole = total.parts is not None and total.parts[0] == total.parts[1]
        differs = round(total.value, 6) != round(own.value, 6)
        too_much = _is_larger(total, own) if total.numerator is not None else total.value > own.value >= 0
        if own.contradiction is None and differs and (too_much or is_whole):
            readings[cell] = replace(own, contradiction=total.value, against="districts", disputed=True)


def _is_larger(part: Reading, whole: Reading) -> bool:
    pairs = ((part.numerator, whole.numerator), (part.denominator, whole.denominator))
    return any(one is not None and other is not None and one > other for one, other in pairs)


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
    first: dict[tuple[str, str], tuple[Period, Decimal]] = {}
    out = []
    for reading in ordered:
        targets = indicators.targets_for(indicator, target_scopes(catalog, reading.scope))
        value = None if reading.hidden else reading.value
        if value is not None:
            first.setdefault((reading.scope, reading.period.sort), (reading.period, value))
        out.append(judge(indicator, reading, targets, first.get((reading.scope, reading.period.sort)), catalog.today))
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


def closed_figure(catalog: Catalog, indicator: Indicator, record: Values) -> ClosedFigure | None:
    """What was written down of the period of ``record`` when it was closed."""
    scope = catalog.find(record.territory)
    return catalog.closed.get(indicator.id, {}).get((scope.key, record.period)) if scope else None


def contradiction(catalog: Catalog, indicator: Indicator, record: Values, value: Value) -> counting.Computed | None:
    """What was written down when the period was closed, else what the records say as of the day of a declared ``value``
    of ``record``, where that is another figure and the records say enough of that day."""
    declared = indicators.value_of(value)
    if not indicator.computed or declared is None:
        return None
    kept = closed_figure(catalog, indicator, record)
    if kept is not None and kept.figure is not None:
        differs = round(kept.figure, 6) != round(declared, 6)
        return counting.Computed(kept.figure, 1, (), kept.as_of) if differs else None
    as_of = record.as_of or min(record.period.last, catalog.today)
    count = counting.counting(catalog, indicator.computed, catalog.find(record.territory))
    result = count.at(record.period, as_of)
    if result is None or not result.denominator or not result.is_whole:
        return None
    return result if round(result.value, 6) != round(declared, 6) else None
