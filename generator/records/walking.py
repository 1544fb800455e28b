"""Walk the marked values of a record (references, vocabulary terms, texts, people) without knowing its kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.documents.sources import Loc
from generator.records.common import Person
from generator.records.fields import Field, fields


class Marked(NamedTuple):
    """A value with a meaning: where it stands, what it is, and its marker."""

    loc: Loc
    value: Any
    marker: Any


class _Slot(NamedTuple):
    name: str
    many: bool
    markers: tuple[Any, ...]
    model: type[BaseModel] | None


def walk(record: BaseModel) -> Iterator[Marked]:
    """Every marked value of ``record``, in the order of the fields; people come before their own fields."""
    yield from _walk(record, ())


def of_type(record: BaseModel, marker: type) -> Iterator[Marked]:
    """Only the values whose marker is of this type (:class:`RefTo`, :class:`Person` ...)."""
    return (found for found in walk(record) if isinstance(found.marker, marker) or found.marker is marker)


def field_path(loc: Loc) -> str:
    """The field without positions in lists: ``('steps', 1, 'text')`` -> ``steps.text``."""
    return ".".join(part for part in loc if isinstance(part, str))


def _walk(model: BaseModel, loc: Loc) -> Iterator[Marked]:
    for slot in slots(type(model)):
        value = getattr(model, slot.name)
        if value is None or value == ():
            continue
        here = (*loc, slot.name)
        for position, item in enumerate(value) if slot.many else ((None, value),):
            at = here if position is None else (*here, position)
            for marker in slot.markers:
                yield Marked(at, item, marker)
            if slot.model is not None:
                yield from _walk(item, at)


@cache
def slots(model: type[BaseModel]) -> tuple[_Slot, ...]:
    """The fields of a model that carry a marker or lead on to a model that does."""
    return tuple(slot for field in fields(model).values() if (slot := _slot(field)) is not None)


def _slot(field: Field) -> _Slot | None:
    markers = (*field.markers, Person) if field.group is Person else field.markers
    leads_on = field.group is not None and slots(field.group)
    return _Slot(field.name, field.many, markers, field.group) if markers or leads_on else None
