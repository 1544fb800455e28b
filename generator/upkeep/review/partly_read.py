"""A file that is wrong in places, beside its other state: what of it can be read is compared, what is wrong is named.

The wrong places are given what stands there in the other state, so that nothing is said of them, and the rest is said
as of any record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.catalog import Catalog
from generator.catalog.differences.matching import matched
from generator.documents.sources import Loc, Source
from generator.problems import loc_of
from generator.records import KINDS, Record, Vocabulary, reading, validating
from generator.records.fields import fields
from generator.records.partial_records import STAND_INS, PartialRecord, apply_replacements, lies_in, partial_record


class PartlyRead(NamedTuple):
    """What could be read of a record or a page, and the ``gaps``, the places of which nothing is said."""

    record: Any
    gaps: tuple[str, ...]


def partly_read(catalog: Catalog, key: str, other: Any) -> PartlyRead | None:
    """The record, list or page of a file that is wrong in places; ``other`` is its other state, None where it has
    none. None where the file is no record at all, or nothing is like the other state."""
    source = catalog.sources.get(key)
    if source is not None and source.folder == "vocabularies":
        return _partial_list(source, other)
    if source is None or key.partition("/")[0] not in (*KINDS, "content"):
        return None
    written, _ = apply_replacements(source, _remarks(source))
    found = partial_record(written, STAND_INS[0])
    if found.record is None or (other is not None and not isinstance(found.record, type(other))):
        return None
    gaps = sorted(found.gaps)
    return PartlyRead(_filled(found.record, other, _by_head(map(loc_of, gaps)), found.strays), _outermost(gaps))


def _partial_list(source: Source, other: Any) -> PartlyRead | None:
    gaps: list[str] = []

    def fill(found: PartialRecord) -> Any:
        gaps.extend(sorted(found.gaps))
        return _filled(found.record, other, _by_head(map(loc_of, gaps)), found.strays)

    its_list = reading.partial_vocabulary(source, fill)
    return None if its_list is None else PartlyRead(its_list, _outermost(gaps))


def _outermost(gaps: Collection[str]) -> tuple[str, ...]:
    """The places without those inside another one of them."""
    return tuple(one for one in gaps if not any(one != other and lies_in(one, other) for other in gaps))


def _remarks(source: Source) -> list[Any]:
    return validating.parse(source)[1] if source.folder in KINDS else []


def _by_head(gaps: Any) -> dict[Any, list[Loc]]:
    found: dict[Any, list[Loc]] = {}
    for loc in gaps:
        if loc:
            found.setdefault(loc[0], []).append(loc[1:])
    return found


def _filled(group: Any, other: Any, gaps: Mapping[Any, list[Loc]], strays: Collection[str]) -> Any:
    """The group with what stands in ``other`` at its gaps; nothing where there is no other."""
    model: type[BaseModel] = type(group)
    known = fields(model)
    update: dict[str, Any] = {}
    for name, inside in gaps.items():
        its, former = getattr(group, name, None), getattr(other, name, None)
        if name not in known:
            update |= {one: getattr(other, one) for one in strays if one in known and getattr(group, one) in (None, ())}
        elif () in inside or not known[name].group:
            update[name] = former if other is not None else _nothing(its)
        elif isinstance(its, tuple):
            update[name] = _filled_members(its, former or (), _by_head(inside), strays)
        elif isinstance(its, BaseModel):
            update[name] = _filled(its, former, _by_head(inside), strays)
    if isinstance(group, Record | Vocabulary):
        update.pop("id", None)  # it is the name of the file
    return group.model_copy(update=update)


def _filled_members(
    members: tuple[Any, ...], former: tuple[Any, ...], gaps: Mapping[Any, list[Loc]], strays: Collection[str]
) -> tuple[Any, ...]:
    pairs = {pair.new: former[pair.old] for pair in matched(former, members)}
    # A new member that nobody can call by its name is nothing to tell of.
    whole = [n for n, inside in gaps.items() if () in inside or (("id",) in inside and n not in pairs)]
    found = [
        _filled(one, pairs.get(n), _by_head(gaps[n]), strays) if n in gaps and n not in whole else one
        for n, one in enumerate(members)
        if n not in whole
    ]
    return tuple(found)


def _nothing(value: Any) -> Any:
    return () if isinstance(value, tuple) else None
