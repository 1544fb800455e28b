"""What a filled Office file gives, whatever its format: entries (one per record) that know where every value stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.documents.sources import Loc
from generator.problems import ERROR, Problem


@dataclass(frozen=True)
class FilePlace:
    """Where something stands in a file: ``label`` for a person («лист «Практики», ячейка C5»), ``at`` for whoever puts
    a remark there (a sheet with row and column, a table with row and cell, a paragraph)."""

    label: str
    at: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something to fix in a filled file: where, what is wrong, what to write instead; ``code`` as in problems. One that
    is ``only_row`` holds back its row of a list and not the record around it; one that ``asks`` is no mistake, but
    whoever sent the file gets it back with the question."""

    place: FilePlace
    message: str
    hint: str = ""
    code: str = ""
    severity: str = ERROR
    only_row: bool = False
    asks: bool = False

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    @property
    def holds(self) -> bool:
        """Return True for what keeps the whole record from being written."""
        return self.is_error and not self.only_row


@dataclass(frozen=True)
class FilledEntry:
    """One record as it was filled in: its plain data, and the place of every value and of every group.

    ``id`` is empty for a new record; ``place`` is where the entry as a whole stands (a row, a document). An entry that
    is ``held`` lacks something that a remark on the file is about, and must not be written before that is fixed.
    ``unread`` is where something stood that could not be read, so that nobody may say it was empty. ``period`` is the
    year or school year that a plan says it is for, empty for none: it gives months their year. ``files`` are the files
    that the record carries, made ready, by their names.
    """

    kind: str
    data: Mapping[str, Any]
    place: FilePlace
    id: str = ""
    places: Mapping[Loc, FilePlace] = field(default_factory=dict)
    held: bool = False
    unread: frozenset[Loc] = frozenset()
    period: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def nearest(self, loc: Loc) -> FilePlace:
        """The place of ``loc``, or of the nearest group around it that has one."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, self.place)

    def remark(self, problem: Problem, loc: Loc) -> Remark:
        """A problem of the record, about ``loc`` of the entry, as a remark in the file it came from."""
        return Remark(self.nearest(loc), problem.message, problem.hint, problem.code, problem.severity)


@dataclass(frozen=True)
class Filled:
    """Everything one file gave: the entries that could be read, and remarks on what could not; ``asked`` are rows about
    columns that nobody knows, for the copy with remarks; ``explained`` are headings of tables whose columns a person
    has explained, with their roles."""

    entries: tuple[FilledEntry, ...]
    remarks: tuple[Remark, ...] = ()
    asked: tuple[tuple[str, str, str, str], ...] = ()
    explained: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...] = ()


def located(dotted: str) -> Loc:
    """``steps[2].text`` -> ``('steps', 1, 'text')``, the reverse of ``problems.dotted``."""
    out: list[str | int] = []
    for part in dotted.split(".") if dotted else ():
        name, *positions = part.replace("]", "").split("[")
        out += [name] if name else []
        out += [int(position) - 1 for position in positions]
    return tuple(out)
