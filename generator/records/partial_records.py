"""A record that is wrong in places, made whole for the rules: what a person wrote well is checked in the first round.

Rules look at whole records only. What a remark certainly asks to write is taken as written. Where a value is missing or
cannot be read, something is supposed to stand there, once very early and small, once very late and large; what a rule
says of both is true whatever the right value is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.documents import sources
from generator.documents.sources import Loc, Source
from generator.problems import Problem, dotted, loc_of
from generator.records import KINDS, Vocabulary, taken_names
from generator.records.content import ContentPage
from generator.records.fields import FILE_NAME
from generator.records.meant_fields import field_at, meant_name
from generator.records.scalars import is_id

#: what may stand anywhere, from the first that a field takes: days, months, years, terms, numbers, addresses, groups
STAND_INS: tuple[tuple[Any, ...], ...] = (
    ("1001-01-01", "1001-01", "1001", "always", "0", "1", "districts/x-1001", "regions/x-1001", {}, [{}], ["x1001"],
     "false"),
    ("2998-12-31", "2998-12", "2998", "by-plan", "999999", "9", "2", "districts/x-2998", "regions/x-2998", {}, [{}],
     ["x2998"], "true"),
)  # fmt: skip
_MOST_TRIES = 200
_Place = TypeVar("_Place")


@dataclass(frozen=True)
class PartialRecord:
    """A record or a page that is whole now, ``None`` where nothing fits; ``source`` is its file with the names of the
    fields put right. ``gaps`` are the places where something was supposed or left out, ``strays`` the names of fields
    that stand where they do not belong, as written and as meant."""

    record: Any
    source: Source
    gaps: frozenset[str]
    strays: frozenset[str]

    def leaves_open(self, field: str) -> bool:
        """Return True for a place of which nothing can be said yet: it lies in a gap, or it is empty and what stands
        elsewhere may belong there."""
        if any(lies_in(field, gap) for gap in self.gaps):
            return True
        return field.rpartition(".")[2] in self.strays and loc_of(field) not in self.source.keys


def partial_record(source: Source, values: tuple[Any, ...], unread: Collection[Loc] = ()) -> PartialRecord:
    """``source`` (see :func:`apply_replacements`) with ``values`` where a value is missing or wrong, and at
    ``unread``."""
    model = _model_of(source)
    its_id = source.stem if _is_well_named(source) else f"x{source.stem.encode().hex()[:50]}"
    data = _copied({name: value for name, value in source.data.items() if name not in FILE_NAME})
    left: dict[Loc, Iterator[Any]] = {}
    strays: set[str] = set()
    record = None
    for loc in unread:
        _try(model, data, loc, left, values)
    for _ in range(_MOST_TRIES):
        try:
            record = model.model_validate({**data, "id": its_id, "path": source.path})
            break
        except ValidationError as error:
            for item in error.errors(include_url=False):
                loc = tuple(item["loc"])
                if item["type"] == "too_short":
                    _lengthen(model, data, loc, item["ctx"]["min_length"], left)
                elif item["type"] == "extra_forbidden":
                    strays |= {str(loc[-1]), meant_name(str(loc[-1]), model, field_at(model, loc)[0]) or ""}
                    left[loc] = iter(())
                    _put(data, loc, None)
                else:
                    _try(model, data, _in_data(data, loc), left, values)
    return PartialRecord(record, source, frozenset(map(dotted, left)), frozenset(strays - {""}))


def apply_replacements(source: Source, problems: Iterable[Problem]) -> tuple[Source, list[str]]:
    """The file as it is when all certain remarks on its shape are followed, every value where it stood; and the places
    of the fields that got their right names, whose values nobody has looked at yet."""
    data, renamed = _copied(source.data, empty=True), {}
    for problem in problems:
        if problem.path != source.path or not problem.certain or problem.replacement is None or not problem.field:
            continue
        loc = loc_of(problem.field)
        if problem.code == "unknown-field":
            renamed[loc] = (*loc[:-1], problem.replacement)
        else:
            text = sources.parse(f"value: {problem.replacement}\n", source.path.removesuffix(".md"))[0]
            _put(data, loc, text.data["value"] if text is not None else None)
    for old, new in renamed.items():
        group = _at(data, old[:-1])
        if isinstance(group, dict) and old[-1] in group and new[-1] not in group:
            group[new[-1]] = group.pop(old[-1])
    keys, values = _all_moved(source.keys, renamed), _all_moved(source.values, renamed)
    right = replace(source, data=data, keys=keys, values=values, blocks=_all_moved(source.blocks, renamed))
    return right, [dotted(new) for new in renamed.values()]


def lies_in(field: str, place: str) -> bool:
    """Return True for a place and everything inside it, both as people read them (``steps[2].text`` lies in
    ``steps``)."""
    return field == place or field.startswith((f"{place}.", f"{place}["))


def _all_moved(places: Mapping[Loc, _Place], renamed: Mapping[Loc, Loc]) -> dict[Loc, _Place]:
    return {_moved(loc, renamed): place for loc, place in places.items()}


def _moved(loc: Loc, renamed: Mapping[Loc, Loc]) -> Loc:
    return next((new + loc[len(old) :] for old, new in renamed.items() if loc[: len(old)] == old), loc)


def _model_of(source: Source) -> type[BaseModel]:
    if source.path.startswith("content/"):
        return ContentPage
    return Vocabulary if source.folder == "vocabularies" else KINDS[source.folder]


def _is_well_named(source: Source) -> bool:
    if source.path.startswith("content/"):
        return True
    return is_id(source.stem) and not taken_names.reason(source.folder, source.stem)


def _try(
    model: type[BaseModel], data: dict[str, Any], loc: Loc, left: dict[Loc, Iterator[Any]], values: tuple[Any, ...]
) -> None:
    """Put the next value there; when none is left, nothing."""
    if not loc:
        return
    if loc not in left:
        left[loc] = iter((*values, *_examples(model, loc, first=values is STAND_INS[0])))
    _put(data, loc, _copied(next(left[loc], None)))  # its own: what is supposed inside goes into it


def _lengthen(
    model: type[BaseModel], data: dict[str, Any], loc: Loc, least: int, left: dict[Loc, Iterator[Any]]
) -> None:
    """Put what is still to be filled in behind a list that has too few values; pydantic counts only the right ones."""
    values = _at(data, loc)
    _, field = field_at(model, loc)
    is_group = field is not None and field.group is not None
    while isinstance(values, list) and len(values) < least:
        if is_group:
            left[*loc, len(values)] = iter(())
        values.append({} if is_group else None)


def _examples(model: type[BaseModel], loc: Loc, *, first: bool) -> tuple[Any, ...]:
    """Words of a closed list, from its other end the second time, or the least and the greatest number that fits; else
    the example of the field."""
    _, field = field_at(model, loc)
    if field is None:
        return ()
    found = tuple(field.labels)[:: 1 if first else -1] or _limits(field.bounds, first=first)
    found += () if field.example is None else (field.example,)
    return (*found, *([{}] if field.group else ()))


def _limits(bounds: Iterable[tuple[str, Any]], *, first: bool) -> tuple[str, ...]:
    """The least number inside these bounds, or the greatest."""
    inside = {"ge": 0, "gt": 1} if first else {"le": 0, "lt": -1}
    return tuple(str(limit + inside[name]) for name, limit in bounds if name in inside)


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


def _at(data: Any, loc: Loc) -> Any:
    for part in loc:
        inside = isinstance(data, Mapping) or (isinstance(data, list) and isinstance(part, int) and part < len(data))
        data = (data.get(part) if isinstance(data, Mapping) else data[part]) if inside else None
    return data


def _put(data: Any, loc: Loc, value: Any) -> None:
    for part in loc[:-1]:
        if isinstance(data, dict):
            data = data.setdefault(part, {})
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return
    last = loc[-1]
    if isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = value
    elif isinstance(data, dict) and value is None:
        data.pop(last, None)
    elif isinstance(data, dict):
        data[last] = value


def _copied(value: Any, *, empty: bool = False) -> Any:
    """The data anew, with or without fields after whose names nothing stands."""
    if isinstance(value, Mapping):
        return {name: _copied(inner, empty=empty) for name, inner in value.items() if empty or inner is not None}
    return [_copied(inner, empty=empty) for inner in value] if isinstance(value, list | tuple) else value
