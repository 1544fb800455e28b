"""Closed periods: the computed figures of what is over are written down, so that they stand for good."""

from __future__ import annotations

from generator.catalog import Catalog
from generator.records.closed_periods import ClosedFigure, dump_closed
from generator.records.programmes import Indicator


def to_close(catalog: Catalog) -> list[ClosedFigure]:
    """The computed figures of periods that are over and not yet written down. One that is older than the end of its
    period waits: the report on the rest may still come. What is hidden stays out of a file that
    everybody can read; demonstration figures are written as well, so that a try-out shows how it works."""
    found = []
    for indicator in catalog.shown_of(Indicator):
        for reading in catalog.readings.get(indicator.id, ()):
            if reading.origin != "computed" or reading.kept or reading.hidden or reading.value is None:
                continue
            if reading.period.last >= catalog.today or (reading.as_of and reading.as_of < reading.period.last):
                continue
            share = reading.numerator is not None
            found.append(
                ClosedFigure(
                    indicator=indicator.id,
                    scope=reading.scope,
                    period=reading.period,
                    numerator=reading.numerator,
                    denominator=reading.denominator,
                    value=None if share else reading.value,
                    as_of=reading.as_of or reading.period.last,
                    written=catalog.today,
                )
            )
    return found


def closed_text(catalog: Catalog, added: list[ClosedFigure]) -> str:
    """The text of the file with the new figures; what was written before never changes."""
    return dump_closed([*catalog.closed_rows, *added])
