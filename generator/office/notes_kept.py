"""Comments of a record that an import changes: they stay at their fields, and at their members of lists wherever these
went. None gets lost: what stood at a member that is gone stays at the end of its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.comments import BLANK, Notes
from generator.strict_yaml import Loc

#: fields by which a person knows a member of a list again when the rest of it has changed
_NAMES = ("number", "id", "indicator", "practice", "organization", "title", "role")


def carried(notes: Notes, old: Any, new: Any) -> Notes:
    """``notes`` of the data ``old`` at the places of the data ``new``. Members of lists are known again by all they
    say, else by their names, else by where they stand."""
    places = {loc: _place(loc, old, new) for loc in {*notes.before, *notes.beside, *notes.after}}
    out = Notes()
    for before, place in ((notes.before, out.before), (notes.after, out.after)):
        for loc, lines in before.items():
            where, is_lost = places[loc]
            for line in lines:
                if not is_lost:
                    out.add(place, where, line)
                elif line != BLANK:
                    out.add(out.after, where, line)
    for loc, line in notes.beside.items():
        where, is_lost = places[loc]
        if is_lost:
            out.add(out.after, where, line)
        else:
            out.beside[where] = line
            out.spoken.update(where[:end] for end in range(len(where) + 1))
    return out


def _place(loc: Loc, old: Any, new: Any) -> tuple[Loc, bool]:
    """Where ``loc`` went, and whether it is gone: then the place is that of the nearest thing around it that stayed."""
    out: list[str | int] = []
    for part in loc:
        if isinstance(part, int):
            at = _positions(old, new).get(part) if isinstance(old, list) and isinstance(new, list) else None
            if at is None:
                return tuple(out), True
            old, new, part = old[part], new[at], at
        else:
            if not (isinstance(old, Mapping) and isinstance(new, Mapping)) or part not in new:
                return tuple(out), True
            old, new = old.get(part), new[part]
        out.append(part)
    return tuple(out), False


def _positions(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """Old position -> new one: of equal members first, then of those with the same name, then of those that are left
    where they were."""
    out: dict[int, int] = {}
    for alike in (lambda one, other, here: one == other, _same_name, lambda one, other, here: here):
        for at, one in enumerate(old):
            free = [to for to in range(len(new)) if to not in out.values() and alike(one, new[to], at == to)]
            if free and at not in out:
                out[at] = free[0]
    return out


def _same_name(one: Any, other: Any, here: bool) -> bool:
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return False
    name = next((name for name in _NAMES if one.get(name)), "")
    return bool(name) and str(one[name]) == str(other.get(name))
