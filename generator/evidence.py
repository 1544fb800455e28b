"""Pure: how well a practice is proven and how far it has travelled, computed and never typed in.

The ladder is built on the ESSA tiers 1-4, the EEF Toolkit and the comparison of twelve clearinghouses by Wadhwa, Zheng
and Cook (2023, doi:10.3102/00346543231152262): rigour is kept apart from the size of an effect, replication and
independence are recorded on their own. An expert review never raises the level, a
published synthesis is a separate axis.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.records.practices import Outcome, Practice, Replication, Review

LEVELS = ("d0", "d1", "d2", "d3", "d4", "d5")
MATURITY = ("described", "reviewed", "recommended", "replicated")
REPLICATIONS_FOR_D3 = 2


@dataclass(frozen=True)
class Evidence:
    """``level`` is a term of the vocabulary ``evidence-levels``; ``reasons`` say in Russian what it rests on;
    ``next_step`` says what is missing for a higher one (empty at the top)."""

    level: str
    reasons: tuple[str, ...]
    next_step: str


def is_complete(outcome: Outcome) -> bool:
    """Measured so that one can judge: before and after, on how many, with what."""
    return None not in (outcome.before, outcome.after, outcome.n) and bool(outcome.instrument)


def independent(organization: str, authors: Collection[str], parents: Mapping[str, str]) -> bool:
    """True when the organisation is not an author, nor above or below one in the tree ``child -> parent``."""
    own_line = {organization, *_ancestors(organization, parents)}
    return all(author not in own_line and organization not in _ancestors(author, parents) for author in authors)


def level(practice: Practice, replications: Sequence[Replication], parents: Mapping[str, str]) -> Evidence:
    """The highest level whose condition holds.

    ``replications`` are the public replications of this practice, ``parents`` maps organisation ids to parent ids.
    """
    authors = author_organizations(practice)
    elsewhere = [r for r in replications if r.result == "worked" and independent(r.organization, authors, parents)]
    measured_elsewhere = {r.organization for r in elsewhere if any(map(is_complete, r.outcomes))}
    measured = [o for o in practice.outcomes if is_complete(o)]
    everywhere = measured + [o for r in elsewhere for o in r.outcomes if is_complete(o)]
    outside = [
        o
        for o in everywhere
        if o.evaluator == "independent" and (o.organization is None or independent(o.organization, authors, parents))
    ]
    conditions = (
        (True, "практика описана", ""),
        (
            bool(practice.mechanism and practice.sources),
            "объяснено, почему она работает, и назван источник",
            "объяснить, почему практика работает, и назвать источник",
        ),
        (
            bool(measured),
            "автор измерил результат: было и стало, число наблюдений, инструмент",
            "измерить результат: было и стало, на скольких, каким инструментом",
        ),
        (
            len(measured_elsewhere) >= REPLICATIONS_FOR_D3,
            f"результат повторили и измерили независимые от автора организации: {len(measured_elsewhere)}",
            "повторить с измеренным результатом в двух независимых от автора организациях",
        ),
        (
            any(o.comparison for o in everywhere),
            "результат сравнили с группой без практики",
            "сравнить результат с группой, где практику не применяли",
        ),
        (bool(outside), "результат измерил кто-то независимый от автора", "поручить измерение независимой организации"),
    )
    reached = max(n for n, (holds, _, _) in enumerate(conditions) if holds)
    reasons = tuple(reason for holds, reason, _ in conditions[: reached + 1] if holds)
    missing = next((mend for holds, _, mend in conditions[reached + 1 :] if not holds), "")
    return Evidence(LEVELS[reached], reasons, missing)


def maturity(
    practice: Practice,
    replications: Sequence[Replication],
    reviews: Sequence[Review],
    parents: Mapping[str, str],
    today: dt.date,
) -> str:
    """How far the practice has travelled (S1: выявление, обобщение, продвижение, внедрение); an expired review is
    none."""
    authors = author_organizations(practice)
    if any(r.result == "worked" and independent(r.organization, authors, parents) for r in replications):
        return "replicated"
    valid = [r for r in reviews if r.valid_until is None or today <= r.valid_until]
    if any(r.verdict == "recommended" for r in valid):
        return "recommended"
    return "reviewed" if valid else "described"


def author_organizations(practice: Practice) -> frozenset[str]:
    """Ids of the organisations whose people wrote the practice."""
    return frozenset(person.organization for person in practice.authors if person.organization)


def _ancestors(organization: str, parents: Mapping[str, str]) -> set[str]:
    seen: set[str] = set()
    while (organization := parents.get(organization, "")) and organization not in seen:
        seen.add(organization)
    return seen
