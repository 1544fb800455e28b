"""Kinds of records that a base does without: ``without: [programmes, indicators, values]`` in ``mkdocs.yml``.

No page, menu, form, file, filter or search of such a base speaks of them. A kind cannot stay where each record of it
has to name a record of a kind that is gone: an account of an application without practices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from generator.problems import nearest
from generator.records import KINDS
from generator.records.fields import Group, groups, marked
from generator.records.scalars import RefTo

WITHOUT = "without"
_Complaint = tuple[str, str]  # what is wrong, what to write


def kinds_at_fault(written: Any) -> Iterator[_Complaint]:
    """What is wrong with the setting as it is written."""
    if not isinstance(written, list):
        yield (
            f"«{written!s:.40}» — не список видов записей",
            "напишите, например: without: [programmes, indicators, values]",
        )
        return
    for one in written:
        if one not in KINDS:
            yield f"вида записей «{one!s:.40}» нет", _meant(str(one))
    gone = frozenset(str(one) for one in written)
    for kind, needed in orphans(gone).items():
        names = ", ".join(f"«{KINDS[one].heading}»" for one in needed)
        hint = f"добавьте {kind} в without или уберите оттуда {needed[0]}"
        yield f"«{KINDS[kind].heading}» ({kind}) не бывает без {names}", hint


def records_left(gone: frozenset[str], found: Mapping[str, int]) -> Iterator[_Complaint]:
    """Records of the kinds that are gone: ``found`` is how many there are of each kind."""
    for kind in (kind for kind in KINDS if kind in gone and found.get(kind)):
        message = f"вид записей {kind} выключен, а в data/{kind} есть записи: {found[kind]}; на сайте их нет"
        yield message, f"уберите {kind} из without или перенесите папку data/{kind} из базы"


def orphans(gone: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The kinds that are left though a record of them has to name a record of a kind that is gone, each with these."""
    return {
        kind: needed
        for kind in KINDS
        if kind not in gone and (needed := next((one for one in _needed(KINDS[kind]) if gone.issuperset(one)), ()))
    }


@cache
def _needed(model: Group) -> tuple[tuple[str, ...], ...]:
    """What each record has to name: for each such field the kinds of which it takes one."""
    asked = [(name, marks) for name, _, _, marks in marked(model) if model.model_fields[name].is_required()]
    inner = [one for name, _ in asked if name in groups(model) for one in _needed(groups(model)[name])]
    return (*(mark.kinds for _, marks in asked for mark in marks if isinstance(mark, RefTo)), *inner)


def _meant(written: str) -> str:
    """Kinds are called by the names of their folders; a heading in Russian is answered with its folder."""
    headings = {model.heading.casefold(): kind for kind, model in KINDS.items()}
    by_heading = headings.get(nearest(written.casefold(), headings) or "")
    guess = by_heading or nearest(written, KINDS)
    return f"возможно, имелось в виду {guess}" if guess else "бывают: " + ", ".join(KINDS)
