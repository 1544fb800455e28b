"""The rules over a base in which some files are not whole: all that can be told is told in one run.

A file that is wrong in one place is no record yet, but the rest of it is checked with the others, and the others are
checked as if it were whole: nobody is told of what only follows from a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.catalog import Catalog
from generator.checks import run
from generator.documents.sources import Loc, Source
from generator.problems import Problem, loc_of
from generator.records import KINDS, Record, validating
from generator.records.content import ContentPage
from generator.records.partial_records import STAND_INS, PartialRecord, apply_replacements, lies_in, partial_record
from generator.records.reading import Loaded

#: what is looked for in the text as it stands, so that a gap changes nothing of it
_OF_TEXT = ("personal-data", "maybe-personal-data", "name-in-text", "name-in-role")


def examined(
    loaded: Loaded,
    shape: Collection[Problem],
    build: Callable[[Loaded], Catalog],
    unread: Mapping[str, Collection[Loc]] = MappingProxyType({}),
) -> tuple[Catalog, list[Problem]]:
    """The catalog of what is whole, and what the rules say of everything that can be read, sorted by path and line.

    ``shape`` are the problems found while reading. ``unread`` are further places, by the address of their record, of
    which nobody knows what stood there.
    """
    found = build(loaded)
    doubtful = {
        key: source
        for key, source in loaded.sources.items()
        if (_is_page(source) and source.folder not in loaded.content)
        or (source.folder in KINDS and not _is_page(source) and (key not in loaded.records or unread.get(key)))
    }
    if not doubtful:
        return found, run(found)
    asked = {key: apply_replacements(source, shape) for key, source in doubtful.items()}
    common: set[Problem] | None = None
    laid: dict[str, PartialRecord] = {}
    for values in STAND_INS:
        laid = {key: partial_record(source, values, unread.get(key, ())) for key, (source, _) in asked.items()}
        problems_now = _problems_with(loaded, laid, build)
        common = problems_now if common is None else common & problems_now
    # What stands under a name that nobody knows may be what others ask for: of them only what holds without it, too.
    vague = {one.source.path for one in laid.values() if one.strays}
    if vague:
        problems_now = _problems_with(loaded, {key: one for key, one in laid.items() if not one.strays}, build)
        common = {problem for problem in common or () if problem.path in vague or problem in problems_now}
    hidden = [problem for source, renamed in asked.values() for problem in _of_renamed(source, renamed)]
    return found, sorted({*(common or ()), *hidden})


def _problems_with(
    loaded: Loaded, laid: Mapping[str, PartialRecord], build: Callable[[Loaded], Catalog]
) -> set[Problem]:
    """What the rules say of the base with these in it, but for what a gap leaves open."""
    by_path = {one.source.path: one for one in laid.values()}
    ruled = run(build(_completed(loaded, laid)))
    return {_placed(it, by_path.get(it.path)) for it in ruled if _is_sure(it, by_path.get(it.path))}


def _completed(loaded: Loaded, laid: Mapping[str, PartialRecord]) -> Loaded:
    """The base with all of these whole, in the order in which it is read: rules name the later of two."""
    whole = replace(
        loaded,
        records=dict(loaded.records),
        content=dict(loaded.content),
        sources=dict(loaded.sources),
        broken=set(loaded.broken),
    )
    for key, one in laid.items():
        whole.sources[key] = one.source
        if isinstance(one.record, ContentPage):
            whole.content[one.record.address] = one.record
        elif isinstance(one.record, Record):
            whole.records[one.record.key] = one.record
            whole.broken.discard(one.record.key)
            whole.sources[one.record.key] = one.source
    order = {kind: number for number, kind in enumerate(KINDS)}
    whole.records = dict(sorted(whole.records.items(), key=lambda it: (order[it[1].kind], it[1].path)))
    return whole


def _is_sure(problem: Problem, one: PartialRecord | None) -> bool:
    return one is None or problem.code in _OF_TEXT or not one.leaves_open(problem.field)


def _placed(problem: Problem, one: PartialRecord | None) -> Problem:
    """Without the text to write where the value has no place of its own yet: inside a list that is still to be made."""
    if one is None or problem.replacement is None or loc_of(problem.field) in one.source.values:
        return problem
    return replace(problem, replacement=None, certain=False)


def _of_renamed(source: Source, renamed: Iterable[str]) -> list[Problem]:
    """What is wrong with the shape of a field that was not looked at while its name was misspelt."""
    if not renamed or _is_page(source):
        return []
    return [one for one in validating.parse(source)[1] if any(lies_in(one.field, name) for name in renamed)]


def _is_page(source: Source) -> bool:
    return source.path.startswith("content/")
