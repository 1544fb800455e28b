"""A change as the rules for a reviewer see it, and how they say where to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.catalog import Catalog
from generator.catalog.differences.shown import TitleLookup
from generator.documents.sources import Loc, Source
from generator.problems import NOTICE, Problem
from generator.records import Record
from generator.records.content import ContentPage
from generator.upkeep.review.changes import Touched
from generator.upkeep.review.git import ChangedFile


@dataclass(frozen=True)
class Case:
    """A change as the rules see it: both states of the base, what it touches, and every file that differs."""

    before: Catalog
    after: Catalog
    touched: Sequence[Touched]
    files: Sequence[ChangedFile]

    @property
    def names(self) -> TitleLookup:
        """Titles of both states."""
        return TitleLookup(self.before, self.after)

    def records(self) -> Iterator[tuple[Record | None, Record]]:
        """Touched records that exist after the change, each with its former state."""
        return ((one.before, one.after) for one in self.touched if isinstance(one.after, Record))

    def source(self, one: Any) -> Source:
        """The file of a record, a vocabulary or a page as it is after the change."""
        if isinstance(one, Record):
            return self.after.sources[one.key]
        page = isinstance(one, ContentPage)
        return self.after.sources[f"content/{one.address}" if page else f"vocabularies/{one.id}"]

    def notice(self, record: Any, loc: Loc, code: str, message: str, hint: str = "", **at: int) -> Problem:
        """Something to look at in a record (or a page) as it is after the change; ``line`` and ``column`` go into a
        text."""
        source = self.source(record)
        place = source.place(loc, at["line"], at.get("column", 1)) if at.get("line") else None
        return source.problem(loc, code, message, hint, at=place, severity=NOTICE)


def of_file(path: str, code: str, message: str, hint: str = "", severity: str = NOTICE) -> Problem:
    """Something about a whole file."""
    return Problem(path, 0, 0, "", code, message, hint, severity)
