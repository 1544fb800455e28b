"""Fields that had another name in an older format of the data: they are read under either, so a release that renames
one breaks no base. ``metodoteka upgrade`` writes the present names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator.documents.sources import Loc
from generator.records.fields import groups


def former_fields(model: type[BaseModel], data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Where plain data of ``model`` names a field as it was called before, and its present name. A group that has both
    keeps the former one: nobody can say which is meant."""
    if not _has_any(model):
        return
    if isinstance(data, list):
        for number, one in enumerate(data):
            yield from former_fields(model, one, (*loc, number))
    elif isinstance(data, dict):
        for old, new in getattr(model, "former", {}).items():
            if old in data and new not in data:
                yield (*loc, old), new
        inner = groups(model)
        for name, value in data.items():
            its = inner.get(str(getattr(model, "former", {}).get(name, name)))
            if its is not None:
                yield from former_fields(its, value, (*loc, name))


def present_names(model: type[BaseModel], data: Any) -> Any:
    """The same data with the present names, each at the place of the former one."""
    if not _has_any(model):
        return data
    if isinstance(data, list):
        return [present_names(model, one) for one in data]
    if not isinstance(data, dict):
        return data
    inner, former = groups(model), getattr(model, "former", {})
    names = {name: former[name] if name in former and former[name] not in data else name for name in data}
    return {
        names[name]: present_names(inner[names[name]], value) if names[name] in inner else value
        for name, value in data.items()
    }


@cache
def _has_any(model: type[BaseModel]) -> bool:
    return bool(getattr(model, "former", {})) or any(_has_any(group) for group in groups(model).values())
