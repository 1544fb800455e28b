"""Where a rule's complaint stands: the place of a field in the file its record came from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from generator.catalog import Catalog
from generator.documents.sources import Loc, Source
from generator.problems import ERROR, WARNING, Problem
from generator.records import Record
from generator.records.content import ContentPage


def source_of(catalog: Catalog, record: Record | ContentPage) -> Source:
    """The file of a record or of a hand-written page."""
    return catalog.sources[f"content/{record.address}" if isinstance(record, ContentPage) else record.key]


def _problem(
    severity: str,
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
    """A problem at ``loc``; ``line`` and ``column`` (from 1) go into a text of several lines, ``write`` is the text
    that fixes it."""
    source = source_of(catalog, record)
    at = source.place(loc, line, column) if line else None
    return source.problem(loc, code, message, hint, at=at, severity=severity, write=write)


#: with an error nothing is published; a warning lets the site be published all the same
error = partial(_problem, ERROR)
warning = partial(_problem, WARNING)


def without_repeats(problem: Problem) -> Problem:
    """The problem without the line of the file: what is written there must not be repeated in a log that all can
    read."""
    return replace(problem, source="")
