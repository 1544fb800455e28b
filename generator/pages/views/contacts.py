"""Whom to ask: the public contact of an organisation, or of the one that stands behind a community or a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Catalog
from generator.records.organizations import Association, Center, Organization
from generator.records.territories import Territory

#: who answers for the schools of a place, the nearest first (of the vocabulary ``organization-kinds``)
_ANSWERS = (
    "methodical-service", "education-department", "ministry", "tsnppm", "institute", "institute-branch", "academy",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """An organisation with a public contact; ``own`` when it is the record itself, ``phone`` is what a phone dials."""

    organization: Organization
    own: bool
    phone: str


def whom_to_ask(catalog: Catalog, record: Organization | Association | Center | Territory) -> Asked | None:
    """The nearest organisation that has published a contact or a site; None where none has."""
    for organization in _candidates(catalog, record):
        contacts = organization.contacts
        if (contacts or organization.site) and catalog.is_shown(organization):
            return Asked(organization, organization is record, dialled(contacts.phone if contacts else None))
    return None


def dialled(phone: str | None) -> str:
    """What a phone dials, empty when the number is not one plain number."""
    return re.sub(r"[^\d+]", "", phone) if phone and re.fullmatch(r"\+?[\d\s()–-]{5,}", phone) else ""


def _candidates(catalog: Catalog, record: Organization | Association | Center | Territory) -> Iterator[Organization]:
    if isinstance(record, Organization):
        yield from _with_parents(catalog, record)
        return
    if not isinstance(record, Territory):
        yield from _with_parents(catalog, catalog.one(Organization, record.organization))
    place = record if isinstance(record, Territory) else catalog.find(record.territory)
    its = catalog.referring(Organization, place, "territory") if place else ()
    answering = [one for one in its if one.type in _ANSWERS and (record.demo or not one.demo)]
    yield from sorted(answering, key=lambda one: _ANSWERS.index(one.type))


def _with_parents(catalog: Catalog, organization: Organization | None) -> Iterator[Organization]:
    """An organisation, then the one it belongs to and so on up; a circle of parents ends where it began."""
    seen: set[str] = set()
    while organization and organization.key not in seen:
        seen.add(organization.key)
        yield organization
        organization = catalog.one(Organization, organization.parent)
