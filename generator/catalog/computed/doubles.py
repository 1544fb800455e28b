"""Pure: which organisations may be one that is written under two names, so that one cannot confirm the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from generator import text
from generator.records.organizations import Organization


def pairs(organizations: Iterable[Organization]) -> Iterator[tuple[Organization, Organization]]:
    """Schools of one place whose names may be those of one, and no number that tells them apart; the later of the two
    comes first."""
    near: dict[Hashable, list[Organization]] = defaultdict(list)
    for record in organizations:
        if record.level == "school" and record.territory:
            near[record.territory, record.demo, frozenset(re.findall(r"\d+", record.title))].append(record)
    for group in near.values():
        for n, record in enumerate(group):
            for other in group[:n]:
                if _may_be_one(record, other):
                    yield record, other


def by_id(organizations: Iterable[Organization]) -> Mapping[str, frozenset[str]]:
    """The same: the ids of those that an organisation may be one with."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs(organizations):
        found[one.id].add(other.id)
        found[other.id].add(one.id)
    return {its_id: frozenset(others) for its_id, others in found.items()}


def _may_be_one(one: Organization, other: Organization) -> bool:
    if {one.parent, other.parent} & {one.id, other.id} or (one.inn and other.inn) or (one.ogrn and other.ogrn):
        return False
    return text.folded(one.title) == text.folded(other.title) or text.alike_organizations(
        one.title, other.title, exactly=True
    )
