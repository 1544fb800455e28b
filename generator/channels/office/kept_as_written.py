"""What of a record that an import changes stays as its author wrote it.

Comments stay at their fields, and at their members of lists wherever these went. None gets lost: what stood at a member
that is gone stays at the end of its list. What only looks different after its way through Word and back stays too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.catalog.differences.matching import by_keys
from generator.documents.comments import BLANK_LINE, Comments
from generator.documents.strict_yaml import Loc
from generator.text import cmark

#: fields by which a person knows a member of a list again when the rest of it has changed
_NAMES = ("number", "id", "indicator", "practice", "organization", "title", "role")


def carry_comments(notes: Comments, old: Any, new: Any) -> Comments:
    """``notes`` of the data ``old`` at the places of the data ``new``. Members of lists are known again by all they
    say, else by their names, else by where they stand."""
    places = {loc: _place(loc, old, new) for loc in {*notes.before, *notes.beside, *notes.after}}
    out = Comments()
    for before, place in ((notes.before, out.before), (notes.after, out.after)):
        for loc, lines in before.items():
            where, is_lost = places[loc]
            for line in lines:
                if not is_lost:
                    out.add(place, where, line)
                elif line != BLANK_LINE:
                    out.add(out.after, where, line)
    for loc, line in notes.beside.items():
        where, is_lost = places[loc]
        if is_lost:
            out.add(out.after, where, line)
        else:
            out.beside[where] = line
            out.commented.update(where[:end] for end in range(len(where) + 1))
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
    out = {pair.old: pair.new for pair in by_keys(old, new, [repr, _name])}
    taken = set(out.values())
    return out | {at: at for at in range(min(len(old), len(new))) if at not in out and at not in taken}


def _name(member: Any) -> tuple[str, str] | None:
    if not isinstance(member, Mapping):
        return None
    return next(((name, str(member[name])) for name in _NAMES if member.get(name)), None)


# --- line breaks ------------------------------------------------------------------------------------------------------


def keep_line_breaks(new: Any, old: Any) -> Any:
    """``new`` data with the texts of ``old`` where both show the same: Word keeps no line breaks inside a paragraph."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        return {name: keep_line_breaks(value, old.get(name)) for name, value in new.items()}
    if isinstance(new, list) and isinstance(old, list):
        return [keep_line_breaks(one, old[at]) if at < len(old) else one for at, one in enumerate(new)]
    if isinstance(new, str) and isinstance(old, str) and new != old and "\n" in old and _shown(new) == _shown(old):
        return type(new)(old)
    return new


def _shown(markdown: str) -> list[str]:
    return cmark.markdown_to_html(markdown).split()
