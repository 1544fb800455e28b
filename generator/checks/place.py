"""Where a rule's complaint stands: the place of a field in the file its record came from."""

from __future__ import annotations

from dataclasses import replace

from generator.catalog import Catalog
from generator.documents.sources import Loc, Source
from generator.problems import WARNING, Problem
from generator.records import Record
from generator.records.content import ContentPage


def source_of(catalog: Catalog, record: Record | ContentPage) -> Source:
    """The file of a record or of a hand-written page."""
    return catalog.sources[f"content/{record.address}" if isinstance(record, ContentPage) else record.key]


def error(
    catalog: Catalog,
    record: Record | ContentPage,
    loc: Loc,
    code: str,
    message: str,
    hint: str = "",
    *,
    line: int = 0,
    column: int = 1,
    write: str | None = None,
) -> Problem:
    """An error at ``loc``; ``line`` and ``column`` (from 1) go into a text of several lines, ``write`` is the text that
    mends it."""
    source = source_of(catalog, record)
    at = source.place(loc, line, column) if line else None
    return source.problem(loc, code, message, hint, at=at, write=write)


def warning(
    catalog: Catalog,
    record: Record | ContentPage,
    loc: Loc,
    code: str,
    message: str,
    hint: str = "",
    *,
    write: str | None = None,
) -> Problem:
    """A warning at ``loc``: the site is published all the same."""
    return source_of(catalog, record).problem(loc, code, message, hint, severity=WARNING, write=write)


def unsaid(problem: Problem) -> Problem:
    """The problem without the line of the file: what is written there must not be repeated in a log that all can
    read."""
    return replace(problem, source="")
