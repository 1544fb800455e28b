"""The records that parts of a record name, found once so that templates only lay them out.

A part (an author, a source, an award) comes in a pair or a triple with what it names; what is not in the base is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.catalog import Catalog
from generator.records import Record
from generator.records.common import Citation, Party, Person
from generator.records.fields import fields_in_file
from generator.records.link_memory import LinkStatus
from generator.records.scalars import RefTo


@dataclass(frozen=True)
class CitedSource:
    """A source with the document of the base it is, and what is remembered of its link where that is dead."""

    citation: Citation
    document: Record | None
    dead: LinkStatus | None


@dataclass(frozen=True)
class Foot:
    """The end of a record's page: its sources and who answers for it."""

    sources: tuple[CitedSource, ...]
    owner: Record | None


def foot(catalog: Catalog, record: Record) -> Foot:
    """What the end of the record's page shows beside the record's own fields."""
    return Foot(tuple(cite(catalog, item) for item in record.sources), catalog.get("organizations", record.owner))


def by_references(catalog: Catalog, record: Record) -> dict[str, Any]:
    """What the page of a kind without a view of its own shows: ``references`` is field -> the record that it names (a
    list takes those that are in the base), ``linked`` is ``kind.field`` -> the records that name this one there."""
    named: dict[str, Any] = {}
    for name, field in fields_in_file(type(record)).items():
        marker = next((marker for marker in field.markers if isinstance(marker, RefTo)), None)
        if marker:
            value = getattr(record, name)
            found = [catalog.find(marker.key(one)) for one in (value if field.many else [value]) if one]
            named[name] = list(filter(None, found)) if field.many else next(iter(found), None)
    paths = catalog.backlinks.get(record.key, {})
    return {"named": named, "linked": {path: catalog.linked(record, path) for path in sorted(paths)}}


def cite(catalog: Catalog, citation: Citation | None) -> CitedSource | None:
    """A source ready to print; None where there is none."""
    return citation and CitedSource(citation, catalog.get("documents", citation.document), catalog.dead(citation.link))


def person_of(catalog: Catalog, item: Person | None) -> tuple[Person, Record | None] | None:
    """A person with the organisation; None for nobody."""
    return (item, catalog.get("organizations", item.organization)) if item else None


def body_of(catalog: Catalog, item: Any) -> Record | None:
    """The organisation that a party, a subject or a lead names, else the association."""
    return catalog.get("organizations", item.organization) or catalog.get("associations", item.association)


def party_of(catalog: Catalog, item: Party) -> tuple[Party, Record | None, str | None]:
    """A responsible party with what it names and the short title of an organisation."""
    body = body_of(catalog, item)
    return item, body, body.short_title if body is not None and body.kind == "organizations" else None


def with_organization(catalog: Catalog, items: Iterable[Any]) -> list[tuple[Any, Record | None]]:
    """Records or their parts (replications, outcomes), each with the organisation it names."""
    return [(item, catalog.get("organizations", item.organization)) for item in items]


def with_practice(catalog: Catalog, items: Iterable[Any]) -> list[tuple[Any, Record | None]]:
    """Records or their parts (replications, reviews), each with the practice it names."""
    return [(item, catalog.get("practices", item.practice)) for item in items]
