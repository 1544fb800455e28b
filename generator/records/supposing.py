"""A record that is wrong in places, made whole for the rules: what a person wrote well is checked in the first round.

Rules look at whole records only. Where a value is missing or cannot be read, something is supposed to stand there, once
very early and small, once very late and large; what a rule says of both is true whatever the right value is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from generator.documents.sources import Loc, Source
from generator.records import KINDS, Record
from generator.records.wording import field_at

#: what may stand anywhere, from the first that a field takes: days, months, years, terms, numbers, addresses, groups
SUPPOSED: tuple[tuple[Any, ...], ...] = (
    ("1001-01-01", "1001-01", "1001", "always", "0", "1", "districts/x-1001", "regions/x-1001", {}, [{}], ["x1001"]),
    ("2998-12-31", "2998-12", "2998", "by-plan", "999999", "9", "2", "districts/x-2998", "regions/x-2998", {}, [{}],
     ["x2998"]),
)  # fmt: skip
_MOST_TRIES = 200


def supposed(source: Source, unread: Collection[Loc], values: tuple[Any, ...]) -> tuple[Record | None, set[Loc]]:
    """The record of ``source`` with ``values`` where a value is missing or wrong, and at ``unread``; the second half is
    where something was supposed or left out. None where nothing fits."""
    model = KINDS[source.folder]
    data = _copied(source.data)
    left: dict[Loc, Iterator[Any]] = {}
    for loc in unread:
        _try(model, data, loc, left, values)
    for _ in range(_MOST_TRIES):
        try:
            return model.model_validate({**data, "id": source.stem, "path": source.path}), set(left)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                _try(model, data, _in_data(data, tuple(item["loc"])), left, values)
    return None, set(left)


def _try(model: Any, data: dict[str, Any], loc: Loc, left: dict[Loc, Iterator[Any]], values: tuple[Any, ...]) -> None:
    """Put the next value there; when none is left, nothing."""
    if not loc:
        return
    if loc not in left:
        left[loc] = iter((*values, *_examples(model, loc)))
    _put(data, loc, _copied(next(left[loc], None)))  # its own: what is supposed inside goes into it


def _examples(model: Any, loc: Loc) -> tuple[Any, ...]:
    _, field = field_at(model, loc)
    if field is None:
        return ()
    return (*(() if field.example is None else (field.example,)), *([{}] if field.group else ()))


def _in_data(data: Any, loc: Loc) -> Loc:
    """The part of a place of pydantic that is a place of the data: names of members of unions are not."""
    out: list[str | int] = []
    for position, part in enumerate(loc):
        is_there = (isinstance(data, Mapping) and isinstance(part, str)) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if not is_there:
            break
        out.append(part)
        if position < len(loc) - 1:
            data = data.get(part) if isinstance(data, Mapping) else data[part]
    return tuple(out)


def _put(data: Any, loc: Loc, value: Any) -> None:
    for part in loc[:-1]:
        if isinstance(data, Mapping):
            data = data.setdefault(part, {})
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return
    if value is None and isinstance(data, dict):
        data.pop(loc[-1], None)
    elif isinstance(data, dict) or (isinstance(data, list) and isinstance(loc[-1], int) and loc[-1] < len(data)):
        data[loc[-1]] = value


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copied(inner) for name, inner in value.items() if inner is not None}
    return [_copied(inner) for inner in value] if isinstance(value, list | tuple) else value
