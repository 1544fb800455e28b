"""Names in the texts of files: another one is written in the place, and the rest of the file stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from generator.documents.sources import Loc, Source
from generator.records import formatter
from generator.upkeep.renaming.places import Place

#: what a line that is new was
NOT_THERE = "(строки не было)"


@dataclass(frozen=True, order=True)
class Edit:
    """One line of a file (from 1) as it was and as it is; ``now`` is empty for a line that goes."""

    path: str
    line: int
    was: str
    now: str


@dataclass(frozen=True)
class Rewritten:
    """The new texts by path, the lines that changed, and the places that a person has to change by hand."""

    texts: dict[str, str]
    edits: tuple[Edit, ...]
    left: tuple[Edit, ...]


def rewrite(places: Iterable[Place], now: str) -> Rewritten:
    """Write the name ``now`` (``kind/id`` or ``list/term``) at the places. A list that would name it twice names it
    once. What stands on several lines is left and told."""
    of_file: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        of_file[place.source.path].append(place)
    texts: dict[str, str] = {}
    edits: list[Edit] = []
    left: list[Edit] = []
    for path, found in sorted(of_file.items()):
        lines: list[str | None] = list(found[0].source.lines)
        for place in sorted(found, key=_position, reverse=True):
            (edits if _write(lines, place, now) else left).append(_edit(lines, place))
        if any(edit.path == path for edit in edits):
            texts[path] = "\n".join(line for line in lines if line is not None)
    return Rewritten(texts, tuple(_joined(edits, texts)), tuple(sorted(left)))


def changed_lines(source: Source, text: str) -> tuple[Edit, ...]:
    """The lines in which the new ``text`` of a file differs: of one that is written anew nobody knows them before."""
    was, now = source.lines, text.split("\n")
    found: list[Edit] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        for n in range(max(b - a, d - c) if tag != "equal" else 0):
            old, new = (was[a + n].strip() if a + n < b else ""), (now[c + n].strip() if c + n < d else "")
            if old or new:
                found.append(Edit(source.path, (c if new else a) + n + 1, old or NOT_THERE, new))
    return tuple(found)


def _position(place: Place) -> tuple[int, int]:
    at = place.source.place(place.loc, place.line or 1, place.column or 1)
    return at.line, at.column


def _edit(lines: list[str | None], place: Place) -> Edit:
    line = _position(place)[0]
    return Edit(place.source.path, line, place.source.lines[line - 1].strip(), (lines[line - 1] or "").strip())


def _joined(edits: Iterable[Edit], texts: dict[str, str]) -> Iterable[Edit]:
    """Each changed line once, as it is in the end: a line may name the same thing several times."""
    last: dict[tuple[str, int], Edit] = {}
    for edit in edits:
        last[edit.path, edit.line] = edit
    return sorted(last.values())


def _write(lines: list[str | None], place: Place, now: str) -> bool:
    if place.line:
        return _write_link(lines, place, now)
    span = place.source.values.get(place.loc)
    if span is None or not span.is_on_one_line:
        return False
    if _is_listed(place, now):
        return _leave_out(lines, place)
    row = lines[span.line - 1]
    if row is None:
        return False
    written = formatter.scalar(_like(place, now))
    lines[span.line - 1] = row[: span.column - 1] + written + row[span.end_column - 1 :]
    return True


def _like(place: Place, now: str) -> str:
    """The name as this place spells names: whole, or the bare id."""
    return now if "/" in place.value else now.split("/")[1]


def _write_link(lines: list[str | None], place: Place, now: str) -> bool:
    at = place.source.place(place.loc, place.line, place.column)
    row = lines[at.line - 1]
    was = place.value.split("#")[0].strip("/").removesuffix(".md")
    start = row.find(was, max(at.column - 1, 0)) if row is not None else -1
    if row is None or start < 0:
        return False
    lines[at.line - 1] = row[:start] + now + row[start + len(was) :]
    return True


def _is_listed(place: Place, now: str) -> bool:
    """Return whether the list in which the name stands has the other one already."""
    return isinstance(place.loc[-1], int) and _like(place, now) in _list_at(place.source, place.loc[:-1])


def _list_at(source: Source, loc: Loc) -> list[str]:
    value: Any = source.data
    for part in loc:
        value = value[part]
    return list(value)


def _leave_out(lines: list[str | None], place: Place) -> bool:
    """The list without the name: its line goes, or the list in brackets is written anew."""
    span, whole = place.source.values[place.loc], place.source.values.get(place.loc[:-1])
    row = lines[span.line - 1]
    if row is not None and row.strip() in (f"- {place.value}", f"- '{place.value}'"):
        lines[span.line - 1] = None
        return True
    if row is None or whole is None or not whole.is_on_one_line:
        return False
    kept = [one for one in _list_at(place.source, place.loc[:-1]) if one != place.value]
    written = "[" + ", ".join(formatter.scalar(one) for one in kept) + "]"
    lines[whole.line - 1] = row[: whole.column - 1] + written + row[whole.end_column - 1 :]
    return True
