"""Sheets of a workbook as tables of a document, so that a plan is read by the same rules in Excel and in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.channels.office import typed
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_text import Paragraph, Piece
from generator.channels.office.number_formats import display_number
from generator.channels.office.tables import SheetGrid

_MOST_ROWS, _MOST_COLUMNS = 5_000, 63


def as_tables(pages: Sequence[SheetGrid]) -> tuple[DocumentTable, ...]:
    """A table for each sheet. Merged cells are as Word has them: one cell across, or one that goes on downwards."""
    return tuple(DocumentTable(number, page.name, _rows(page), (), page.name) for number, page in enumerate(pages))


def _rows(page: SheetGrid) -> tuple[tuple[DocumentCell, ...], ...]:
    tops = {(row, column): (bottom, right) for (row, column), (bottom, right) in page.merges}
    below = {
        (row, left): right - left + 1
        for (top, left), (bottom, right) in page.merges
        for row in range(top + 1, min(bottom, _MOST_ROWS) + 1)
    }
    out = []
    for row, cells in enumerate(page.grid[:_MOST_ROWS]):
        made: list[DocumentCell] = []
        column = 0
        while column < min(len(cells), _MOST_COLUMNS):
            _, right = tops.get((row, column), (row, column))
            goes_on = (row, column) in below
            span = below.get((row, column), right - column + 1)
            paragraphs = () if goes_on else tuple(_paragraphs(cells[column]))
            made.append(DocumentCell(row, column, len(made), span, goes_on, paragraphs, None))
            column += span
        out.append(tuple(made))
    return tuple(out)


def _paragraphs(raw: Any) -> Iterator[Paragraph]:
    if typed.is_empty(raw):
        return
    if not isinstance(raw, str):
        raw = str(raw) if isinstance(raw, typed.DisplayedNumber) else _shown(raw)
    for line in raw.split("\n"):
        if line.strip():
            yield Paragraph((Piece(line),), "", None)


def _shown(raw: Any) -> str:
    """A value of the fast reader, which knows no formats: a day as people write it."""
    if isinstance(raw, bool):
        return "да" if raw else "нет"
    if hasattr(raw, "strftime") and hasattr(raw, "year"):
        return f"{raw:%d.%m.%Y}"
    return display_number(raw).typed if isinstance(raw, int | float) else str(raw)
