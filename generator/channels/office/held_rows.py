"""Rows of a roadmap that wait: a measure that was not understood, or that the checks refuse, holds back itself and not
the roadmap. The others are written, and the mended copy of the file brings the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator import text
from generator.catalog.forms.questions import Question
from generator.channels.office.cell_messages import in_cells
from generator.channels.office.filled import FilledEntry, Remark, located
from generator.channels.office.proposing import Proposed
from generator.documents.sources import Loc
from generator.problems import WARNING, Problem

#: the lists whose members may wait, by kind
_ROWS: Mapping[str, Loc] = {"programmes": ("roadmap", "measures")}
_MOST_NAMED = 8


def without_waiting(
    entry: FilledEntry, remarks: Sequence[Remark], refused_rows: Collection[int], refusals: Sequence[Remark]
) -> tuple[FilledEntry, list[Remark]]:
    """The entry without the rows in which something could not be read and those that the checks refuse; their remarks
    hold back nothing else. An entry of which nothing would be left stays as it is."""
    base = _ROWS[entry.kind]
    rows = {row for loc in entry.unread if loc[: len(base)] == base and (row := _row(loc, base)) is not None}
    rows |= {*refused_rows}
    members = _members(entry)
    if not rows or len(rows) >= len(members):
        return entry, list(remarks)
    kept = [at for at in range(len(members)) if at not in rows]
    places = {place for loc, place in entry.places.items() if loc[: len(base)] == base and _row(loc, base) in rows}
    out = [
        replace(one, only_row=True) if one.is_error and one.place in places else one for one in (*remarks, *refusals)
    ]
    out.append(_remark(entry, sorted(rows), members, len(kept)))
    return _cut(entry, base, kept), out


def refused(one: Proposed, problems: Sequence[Problem], questions: Sequence[Question]) -> tuple[set[int], list[Remark]]:
    """The rows of a proposal that the checks refuse, and what is wrong with them, told at their cells."""
    rows: set[int] = set()
    wrong = []
    for problem in problems:
        row = row_of(one.entry, one.place_of(located(problem.field))) if problem.is_error else None
        if row is not None:
            rows.add(row)
            wrong.append(problem)
    return rows, list(in_cells(one, wrong, questions))


def row_of(entry: FilledEntry, loc: Loc) -> int | None:
    """The position of the member of the list that a place of the entry is in; None for one outside the list."""
    base = _ROWS.get(entry.kind, ())
    return _row(loc, base) if base and loc[: len(base)] == base else None


def _row(loc: Loc, base: Loc) -> int | None:
    at = loc[len(base)] if len(loc) > len(base) else None
    return at if isinstance(at, int) else None


def _members(entry: FilledEntry) -> list[Mapping[str, Any]]:
    found: Any = entry.data
    for part in _ROWS[entry.kind]:
        found = found.get(part) if isinstance(found, Mapping) else None
    return [one if isinstance(one, Mapping) else {} for one in found] if isinstance(found, list) else []


def _cut(entry: FilledEntry, base: Loc, kept: Sequence[int]) -> FilledEntry:
    now = {before: at for at, before in enumerate(kept)}

    def moved(loc: Loc) -> Loc | None:
        row = _row(loc, base) if loc[: len(base)] == base else None
        if row is None:
            return loc
        return (*base, now[row], *loc[len(base) + 1 :]) if row in now else None

    places = {to: place for loc, place in entry.places.items() if (to := moved(loc)) is not None}
    unread = frozenset(to for loc in entry.unread if (to := moved(loc)) is not None)
    members = _members(entry)
    data: Any = [members[at] for at in kept]
    group: Any = entry.data
    groups = []
    for part in base[:-1]:
        group = group[part]
        groups.append(group)
    for part, around in zip(reversed(base), [*reversed(groups), entry.data], strict=True):
        data = {**around, part: data}
    return replace(entry, data=data, places=places, unread=unread)


def _remark(entry: FilledEntry, rows: Sequence[int], members: Sequence[Mapping[str, Any]], kept: int) -> Remark:
    names = [f"№ {members[at].get('number') or '?'}" for at in rows[:_MOST_NAMED]]
    rest = f" и ещё {len(rows) - _MOST_NAMED}" if len(rows) > _MOST_NAMED else ""
    waits = text.plural(len(rows), "строка отложена", "строки отложены", "строк отложено")
    others = text.plural(kept, "мероприятие", "мероприятия", "мероприятий")
    message = f"{waits}: {', '.join(names)}{rest}; остальное прочитано: {others}"
    hint = "исправьте отмеченные клетки и внесите файл ещё раз: недостающие строки добавятся"
    return Remark(entry.place, message, hint, "rows-held", WARNING)
