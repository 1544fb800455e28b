"""Which field of a record is meant: by its place, by a name that it does not have there, by its label."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterator
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.documents.sources import Loc, Source
from generator.problems import certainly, nearest
from generator.records.fields import FILE_NAME, Field, fields
from generator.text import in_latin

_SPELT_ALIKE = 0.8
#: fields that people know by another name, which some other kind has
_ALSO = {"date": ("start", "when"), "дата": ("date", "start", "when")}


def certain_field(source: Source, loc: Loc, model: type[BaseModel], owner: type[BaseModel] | None) -> str | None:
    """The field whose name or label was surely meant, unless the group has it already."""
    its = own_fields_of(owner, model)
    labels = {field.label.casefold(): name for name, field in its.items() if field.label}
    name = str(loc[-1])
    if name in own_fields_of(model, model) or any(_groups_with(name, model, ())):
        return None  # the right field in a wrong place
    spelt = in_latin(name) if in_latin(name).isascii() else text.slug(name).replace("-", "_")  # «статус» is `status`
    found = certainly(name, its) or labels.get(name.strip().casefold()) or (spelt if spelt in its else None)
    return None if found is None or (*loc[:-1], found) in source.keys else found


def hint_for_field(name: str, model: type[BaseModel], owner: type[BaseModel] | None, there: Container[Any]) -> str:
    """A hint for a field that the place does not have: one of another place, the nearest by name or label, or all."""
    its = own_fields_of(owner, model)
    if name in own_fields_of(model, model):
        return "такое поле бывает у самой записи: сдвиньте строку к началу, без отступа"
    if inside := list(_groups_with(name, model, ()))[:3]:
        return "такое поле бывает внутри " + ", ".join(f"«{group}»" for group in inside) + ": проверьте отступ"
    if guess := meant_name(name, model, owner, there):
        return f"возможно, имелось в виду «{guess}»"
    same = meant_name(name, model, owner) or ""
    if difflib.SequenceMatcher(None, name.casefold(), same).ratio() >= _SPELT_ALIKE:
        return f"похоже на поле «{same}», а оно уже есть: перенесите значение в него, а эту строку сотрите"
    return "здесь бывают поля: " + ", ".join(its)


def meant_name(
    name: str, model: type[BaseModel], owner: type[BaseModel] | None, there: Container[Any] = ()
) -> str | None:
    """The nearest field of a group by name or label; None where none is near. What is ``there`` is not meant."""
    its = {one: field for one, field in own_fields_of(owner, model).items() if one not in there}
    by_label = {field.label.casefold(): name for name, field in its.items() if field.label}
    guess = next((one for one in _ALSO.get(name.casefold(), ()) if one in its), None)
    guess = guess or nearest(in_latin(name), its) or by_label.get(nearest(name.casefold(), by_label) or "")
    # Between a Russian word and an English name a likeness of letters says little.
    alike = difflib.get_close_matches(text.slug(name).replace("-", "_"), its, n=1, cutoff=_SPELT_ALIKE)
    return guess or next(iter(alike), None)


def _groups_with(name: str, model: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    """The groups of a record that have a field of this name."""
    for field in fields(model).values():
        if field.group is not None:
            if name in fields(field.group):
                yield ".".join((*path, field.name))
            yield from _groups_with(name, field.group, (*path, field.name))


def own_fields_of(owner: type[BaseModel] | None, model: type[BaseModel]) -> dict[str, Field]:
    """The fields of a group by name; of a record those that are written in its file."""
    its = fields(owner) if owner else {}
    return {name: field for name, field in its.items() if owner is not model or name not in FILE_NAME}


def field_at(model: type[BaseModel], loc: Loc) -> tuple[type[BaseModel] | None, Field | None]:
    """The model that owns the last name of ``loc`` and the field of that name (None where there is none)."""
    owner: type[BaseModel] | None = model
    field: Field | None = None
    for part in loc:
        if isinstance(part, int):
            continue
        if field is not None:
            owner = field.group
        if owner is None:
            return None, None
        field = fields(owner).get(part)
        if field is None:
            return owner, None
    return owner, field
