"""What stands in the card and the table of a workbook to begin with: the indicators of a district, a roadmap."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office import time_terms
from generator.channels.office.layout import NUMBER_KEY, RECORD_KEY, WorkbookLayout
from generator.records.periods import Period


def for_territory(it: WorkbookLayout, catalog: Catalog, territory: str, period: str) -> WorkbookLayout:
    """The workbook of the figures of ``territory`` (an address, or empty) in ``period``: the indicators that apply to
    it, with what they were before; where no territory is named, all that people report."""
    place = catalog.find(territory) if territory else None
    card, table = it.sheets
    filled = {"territory": _title(catalog, place) if place else "", "period": period}
    found = [
        indicator
        for indicator in (*catalog.listed("indicators"), *catalog.listed("indicators", demo=True))
        if not indicator.computed
        and _is_for(indicator, period)
        and (not territory or not indicator.territories or territory in indicator.territories)
        and indicator.demo == bool(place and place.demo)
    ]
    rows = tuple(
        {
            NUMBER_KEY: at,
            "values.indicator": _title(catalog, indicator),
            "=unit": indicator.unit,
            "=numerator": indicator.numerator or "",
            "=denominator": indicator.denominator or "",
            "=before": _before(catalog, indicator, territory, period),
            "=type": indicator.type,
        }
        for at, indicator in enumerate(found, 1)
    )
    return replace(it, sheets=(replace(card, rows=(filled,)), replace(table, rows=rows)))


def _is_for(indicator: Any, period: str) -> bool:
    """False where the indicator is counted over another kind of period than the one asked for."""
    if not indicator.periodicity or not re.fullmatch(Period.pattern, period):
        return True
    return Period.parse(period).sort == indicator.periodicity


def _before(catalog: Catalog, indicator: Any, territory: str, period: str) -> str:
    """«45 из 60 (75 %), 2024»: the last figures known before ``period``, and nothing of small groups."""
    until = Period.parse(period) if period and re.fullmatch(Period.pattern, period) else None
    known = [
        reading
        for reading in catalog.readings.get(indicator.id, ())
        if reading.scope == territory
        and reading.value is not None
        and not reading.hidden
        and (until is None or reading.period < until)
    ]
    if not known:
        return ""
    last = max(known, key=lambda reading: reading.period)
    share = text.percent(last.value, last.digits) if indicator.type == "share" else text.number(last.value)
    if last.numerator is not None and last.denominator:
        share = f"{text.number(last.numerator)} из {text.number(last.denominator)} ({share})"
    return f"{share}, {last.period}"


def for_programme(it: WorkbookLayout, catalog: Catalog, programme: str) -> WorkbookLayout:
    """The workbook of the roadmap of a programme of the base (an id): its measures as they are now."""
    record = catalog.get("programmes", programme)
    card, table = it.sheets
    path = "roadmap.measures."
    rows = tuple(
        {
            f"{path}number": measure.number.whole or str(measure.number),
            f"{path}title": measure.title,
            f"{path}when": time_terms.as_written(measure.when, measure.when_wording or ""),
            f"{path}responsible": "\n".join(_party(catalog, party) for party in measure.responsible),
            f"{path}note": measure.note or "",
        }
        for measure in (record.roadmap.measures if record.roadmap else ())
    )
    return replace(it, sheets=(replace(card, rows=({RECORD_KEY: _title(catalog, record)},)), replace(table, rows=rows)))


def _party(catalog: Catalog, party: Any) -> str:
    its = catalog.get("organizations", party.organization) if party.organization else None
    its = its or (catalog.get("associations", party.association) if party.association else None)
    return " — ".join(filter(None, (its and _title(catalog, its), party.role)))


def _title(catalog: Catalog, record: Any) -> str:
    return catalog.offered_title(record)
