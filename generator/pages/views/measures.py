"""Where a record stands in the roadmaps: what it answers for, what it fulfils or proves, what its plan names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from generator import text
from generator.catalog import Catalog
from generator.records import Record
from generator.records.common import Dated
from generator.records.numbering import MeasureNumber
from generator.records.programmes import Measure, Programme


class MeasureRoles(NamedTuple):
    """A measure and the roles in which the record appears there (none: as itself)."""

    measure: Measure
    roles: tuple[str, ...] = ()


class ProgrammeMeasures(NamedTuple):
    """The measures of one programme, in the order of their numbers."""

    programme: Programme
    places: tuple[MeasureRoles, ...]


def responsible(catalog: Catalog, record: Record) -> list[ProgrammeMeasures]:
    """The measures that an organisation or an association answers for."""
    name = {"organizations": "organization", "associations": "association"}[record.kind]

    def roles(measure: Measure) -> list[str | None]:
        return [p.role for p in measure.responsible if catalog.get(record.kind, getattr(p, name)) is record]

    return _parts(catalog, catalog.linked(record, f"programmes.roadmap.measures.responsible.{name}"), roles)


def proved(catalog: Catalog, record: Record) -> list[ProgrammeMeasures]:
    """The measures whose reported progress names the record as a proof."""

    def proofs(measure: Measure) -> list[None]:
        return [None for step in measure.progress for p in step.proof if catalog.find(p.record) is record]

    return _parts(catalog, catalog.linked(record, "programmes.roadmap.measures.progress.proof.record"), proofs)


def fulfilled(catalog: Catalog, record: Record) -> list[ProgrammeMeasures]:
    """The measures that an event or a series says it fulfils."""
    wanted: dict[str, set[MeasureNumber]] = {}
    for item in record.fulfils:
        wanted.setdefault(item.programme, set()).add(item.measure)
    named = [(catalog.get("programmes", its_id), numbers) for its_id, numbers in wanted.items()]
    return merge_parts(
        [
            ProgrammeMeasures(p, tuple(MeasureRoles(m) for m in _measures(p) if m.number in numbers))
            for p, numbers in named
            if p
        ]
    )


def merge_parts(*groups: list[ProgrammeMeasures]) -> list[ProgrammeMeasures]:
    """Parts of several origins as one list: each measure once, its roles together."""
    found: dict[str, tuple[Programme, dict[MeasureNumber, MeasureRoles]]] = {}
    for part in (part for parts in groups for part in parts):
        places = found.setdefault(part.programme.id, (part.programme, {}))[1]
        for place in part.places:
            known = places.get(place.measure.number, MeasureRoles(place.measure))
            places[place.measure.number] = MeasureRoles(place.measure, tuple(dict.fromkeys(known.roles + place.roles)))
    parts = [
        ProgrammeMeasures(programme, tuple(places[n] for n in sorted(places))) for programme, places in found.values()
    ]
    return sorted((part for part in parts if part.places), key=lambda part: _by_title(part.programme))


def planned(items: Iterable[Dated], programme: Programme | None) -> list[ProgrammeMeasures]:
    """The measures of ``programme`` that the lines of a plan name by number."""
    numbers = {item.measure for item in items if item.measure}
    places = tuple(MeasureRoles(m) for m in _measures(programme) if m.number in numbers)
    return [ProgrammeMeasures(programme, places)] if programme and places else []


def plan_rows(items: Iterable[Dated], programme: Programme | None) -> list[tuple[Dated, Measure | None]]:
    """The lines of a plan, each with the measure it names when the programme has it."""
    by_number = {m.number: m for m in _measures(programme)}
    return [(item, by_number.get(item.measure)) for item in items]


def programme_of(catalog: Catalog, record: Record, known: list[ProgrammeMeasures]) -> Programme | None:
    """The roadmap that the bare numbers in an association's plan mean: the one that names the association, else the
    only one of its territory (or of the region the district lies in). None when it cannot be told."""
    found = {part.programme.id: part.programme for part in known}
    if not found:
        territory = catalog.find(record.territory)
        region = catalog.get("regions", getattr(territory, "region", None))
        for scope in (territory, region):
            if scope is not None:
                found |= {p.id: p for p in catalog.linked(scope, "programmes.territory") if p.roadmap}
    return next(iter(found.values())) if len(found) == 1 else None


def _parts(
    catalog: Catalog, programmes: Iterable[Programme], roles: Callable[[Measure], list[str | None]]
) -> list[ProgrammeMeasures]:
    found = []
    for programme in programmes:
        places = [(measure, roles(measure)) for measure in _measures(programme)]
        found.append(
            ProgrammeMeasures(
                programme,
                tuple(MeasureRoles(m, tuple(dict.fromkeys(filter(None, names)))) for m, names in places if names),
            )
        )
    return [part for part in found if part.places]


def _measures(programme: Programme | None) -> list[Measure]:
    return sorted(programme.roadmap.measures, key=lambda m: m.number) if programme and programme.roadmap else []


def _by_title(record: Record) -> tuple:
    return (text.collate(record.title or ""), record.id)
