"""Walk the marked values of a record (references, vocabulary terms, texts, people) without knowing its kind."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from generator.documents.sources import Loc
from generator.records.common import Person
from generator.records.scalars import PlainText, RefTo, RichText, TermOf

Marker = RefTo | TermOf | RichText | PlainText | type[Person]
_MARKERS = (RefTo, TermOf, RichText, PlainText)


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


def group_in(annotation: Any) -> type[BaseModel] | None:
    """The group of fields that an annotation leads to (itself, a member of a list, an optional one), or None."""
    inner = _unwrap(annotation)[2]
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


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
    return tuple(
        slot
        for name, info in model.model_fields.items()
        if (slot := _slot(name, info.annotation, tuple(info.metadata))) is not None
    )


def _slot(name: str, annotation: Any, metadata: tuple[Any, ...]) -> _Slot | None:
    many, markers, _ = _unwrap(annotation)
    markers += tuple(m for m in metadata if isinstance(m, _MARKERS))
    model = group_in(annotation)
    if model is Person:
        markers += (Person,)
    return _Slot(name, many, markers, model) if markers or (model and slots(model)) else None


def _unwrap(annotation: Any) -> tuple[bool, tuple[Any, ...], Any]:
    """``tuple[Annotated[X, marker], ...] | None`` -> (True, (marker,), X)."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        many, markers, leaf = _unwrap(inner)
        return many, markers + tuple(m for m in metadata if isinstance(m, _MARKERS)), leaf
    if origin in (Union, types.UnionType):
        return _unwrap(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if origin is tuple:
        _, markers, leaf = _unwrap(get_args(annotation)[0])
        return True, markers, leaf
    return False, (), annotation
