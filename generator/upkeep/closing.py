"""Closed periods: the computed figures of what is over are written down, so that they stand for good."""

from __future__ import annotations

from collections.abc import Sequence

from generator.catalog import Catalog
from generator.documents import sources
from generator.documents.sources import Source
from generator.records.closed_periods import CLOSED_FILE, ClosedFigure, dump_closed, row_lines
from generator.records.periods import Period
from generator.records.programmes import Indicator
from generator.records.reading import CLOSED


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
    """The text of the file with the new figures at their places; what was written before never changes, and the notes
    that people have put beside it stay."""
    wanted = dump_closed([*catalog.closed_rows, *added])
    source = catalog.sources.get(CLOSED)
    if source is None or not catalog.closed_rows:
        return wanted
    lines = list(source.lines)
    starts = [source.place(("figures", n)) for n in range(len(catalog.closed_rows))]
    margin = " " * (source.lines[starts[0].line - 1].find("-"))
    end = len(lines) - next((n for n, row in enumerate(reversed(lines)) if row.strip()), 0)
    before = [
        (_place(row), _with_notes(source.lines, at.line)) for row, at in zip(catalog.closed_rows, starts, strict=True)
    ]
    for one in sorted(added, key=_place, reverse=True):
        line = next((line for place, line in before if place > _place(one)), end + 1)
        lines[line - 1 : line - 1] = [margin + row for row in row_lines(one)]
    text = "\n".join(lines)
    again = sources.parse(text, CLOSED_FILE)[0]
    return text if again is not None and _says_all(again, source, added) else wanted


def _place(one: ClosedFigure) -> tuple[str, str, Period]:
    return one.indicator, one.scope, one.period


def _with_notes(lines: Sequence[str], line: int) -> int:
    """The line of a figure, or the first of the comments right above it."""
    while line > 1 and lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line


def _says_all(again: Source, source: Source, added: list[ClosedFigure]) -> bool:
    """Whether the text has each figure that stood there, as it stood, and each new one."""
    now, before = again.data.get("figures", ()), source.data["figures"]
    return len(now) == len(before) + len(added) and all(one in now for one in before)
