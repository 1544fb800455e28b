"""Walk the marked values of a record (references, vocabulary terms, texts, people) without knowing its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.documents.sources import Loc
from generator.records.common import Person, Record
from generator.records.fields import groups, marked
from generator.records.memo import memoized


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
    return of_type(record, object)


def of_type(record: BaseModel, *markers: type) -> Iterator[Marked]:
    """Only the values whose marker is of one of these types (:class:`RefTo`, :class:`Person` ...); fields that lead to
    none are not looked into."""
    return _walk(record, (), markers)


def groups_within(
    model: BaseModel, holds: Callable[[type[BaseModel]], object], loc: Loc = ()
) -> Iterator[tuple[Loc, BaseModel]]:
    """The record, and every group of fields inside it, whose class ``holds`` what is looked for, with their places;
    groups that lead to none are not looked into. ``holds`` is asked once of each class."""
    own, leading = _holding(type(model), holds)
    if own:
        yield loc, model
    for name in leading:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from groups_within(value, holds, (*loc, name))
        elif value:
            for position, item in enumerate(value):
                yield from groups_within(item, holds, (*loc, name, position))


@cache
def _holding(model: type[BaseModel], holds: Callable[[type[BaseModel]], object]) -> tuple[bool, tuple[str, ...]]:
    """Whether a class holds it, and its fields that lead to one that does."""
    return bool(holds(model)), tuple(name for name, inner in groups(model).items() if any(_holding(inner, holds)))


@lru_cache(4096)
def field_path(loc: Loc) -> str:
    """The field without positions in lists: ``('steps', 1, 'text')`` -> ``steps.text``."""
    return ".".join(part for part in loc if isinstance(part, str))


@memoized(by=lambda record, *markers: (record.key, markers))
def marked_values(record: Record, *markers: type) -> tuple[Marked, ...]:
    """The same of a whole record; found once."""
    return tuple(_walk(record, (), markers))


def _walk(model: BaseModel, loc: Loc, wanted: tuple[type, ...]) -> Iterator[Marked]:
    for slot in _slots(type(model), wanted):
        value = getattr(model, slot.name)
        if value is None or value == ():
            continue
        here = (*loc, slot.name)
        for position, item in enumerate(value) if slot.many else ((None, value),):
            at = here if position is None else (*here, position)
            for marker in slot.markers:
                yield Marked(at, item, marker)
            if slot.model is not None:
                yield from _walk(item, at, wanted)


def slots(model: type[BaseModel]) -> tuple[_Slot, ...]:
    """The fields of a model that carry a marker or lead on to a model that does."""
    return _slots(model, (object,))


@cache
def _slots(model: type[BaseModel], wanted: tuple[type, ...]) -> tuple[_Slot, ...]:
    found = []
    for name, many, its_type, markers in marked(model):
        group = its_type if issubclass(its_type, BaseModel) else None
        all_markers = (*markers, Person) if group is Person else markers
        fitting = tuple(m for m in all_markers if m in wanted or isinstance(m, wanted))
        if fitting or (group is not None and _slots(group, wanted)):
            found.append(_Slot(name, many, fitting, group))
    return tuple(found)
