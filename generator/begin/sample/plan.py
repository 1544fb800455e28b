"""What a generated base consists of: how many records of each kind, their names, and who belongs to whom.

Everything here is arithmetic on positions, so a record can be written without looking at the others.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from generator.begin.sample.words import MATERIAL
from generator.records import Vocabulary

#: the day on which the sample was «written»: later events are announced, earlier ones have been held
NOW = dt.date(2026, 11, 1)
SAMPLE_YEARS = (2022, 2023, 2024, 2025)
#: the source of every figure
MADE_UP = MATERIAL.fixed["made_up"]

_WORDS = {
    "practices": "praktika",
    "replications": "primenenie",
    "reviews": "ekspertiza",
    "regions": "region",
    "districts": "raion",
    "programmes": "programma",
    "indicators": "pokazatel",
    "values": "znacheniia",
    "associations": "soobshchestvo",
    "centers": "tsentr",
    "organizations": "organizatsiia",
    "series": "seriia",
    "events": "meropriiatie",
    "tracks": "trek",
    "courses": "kurs",
    "diagnostics": "diagnostika",
    "documents": "dokument",
    "terms": "termin",
}


@dataclass(frozen=True)
class Plan:
    """``counts`` are records by kind, ``schools`` how many of the organisations are schools; ``terms`` are the ids in
    force of every vocabulary, ``taught`` the levels of each subject that the vocabulary gives some."""

    seed: int
    counts: Mapping[str, int]
    schools: int
    terms: Mapping[str, Sequence[str]]
    taught: Mapping[str, Sequence[str]]

    def random(self, kind: str, n: int) -> Random:
        """The chance of one record: the same for the same seed, whatever else is in the base."""
        return Random(f"{self.seed} {kind} {n}")

    def term(self, vocabulary: str, wanted: str) -> str:
        """``wanted`` where the list has it, else its first term."""
        known = self.terms[vocabulary]
        return wanted if wanted in known else known[0]

    # Who belongs to whom.

    def region_of(self, district: int) -> int:
        return district % self.counts["regions"]

    def district_of(self, school: int) -> int:
        return school % self.counts["districts"]

    def author_of(self, practice: int) -> int:
        return practice % self.schools

    def another_school(self, school: int, chance: Random) -> int:
        """A school that is not ``school`` (there are at least two)."""
        return (school + chance.randrange(1, self.schools)) % self.schools


def plan(records: int, seed: int, vocabularies: Mapping[str, Vocabulary]) -> Plan:
    """Proportions for ``records`` practices."""
    regions = math.ceil(records / 500)
    districts = max(2, regions * 2, records // 60)
    schools = max(4, records // 8)
    counts = {
        "practices": records,
        "replications": _share(records, 0.3),
        "reviews": _share(records, 0.1),
        "regions": regions,
        "districts": districts,
        "programmes": regions + districts // 5,
        "indicators": len(MATERIAL.declared) + len(MATERIAL.computed),
        "values": districts * len(SAMPLE_YEARS),
        "associations": max(3, records // 40),
        "centers": max(2, records // 60),
        "organizations": regions * len(MATERIAL.regional) + districts * len(MATERIAL.municipal) + schools,
        "series": max(2, records // 60),
        "events": _share(records, 0.3),
        "tracks": max(2, records // 200),
        "courses": max(3, records // 50),
        "diagnostics": max(1, records // 1000),
        "documents": max(8, records // 30),
        "terms": min(len(MATERIAL.terms), max(6, records // 20)),
    }
    current = {
        name: tuple(t.id for t in vocabulary.terms if not t.valid_to) for name, vocabulary in vocabularies.items()
    }
    taught = {term.id: term.levels for term in vocabularies["subjects"].terms if term.levels}
    return Plan(seed, counts, schools, current, taught)


def its_id(kind: str, n: int) -> str:
    """The id of the ``n``-th record (from 0) of a kind."""
    return f"obrazets-{_WORDS.get(kind, kind)}-{n + 1:04}"


def record_address(kind: str, n: int) -> str:
    """``kind/id`` of the ``n``-th record of a kind."""
    return f"{kind}/{its_id(kind, n)}"


def organization_id(word: str, n: int) -> str:
    """The id of an organisation: ``shkola`` or of ``MATERIAL.regional`` or ``MATERIAL.municipal``, and which one."""
    return f"obrazets-{word}-{n + 1:04}"


def title(text: str, n: int) -> str:
    """A title that says at once that the record is made up; the number tells records with the same words apart."""
    return f"Образец {n + 1}. {text}"


def common(kind: str, n: int, name: str, summary: Iterable[str] = ()) -> dict[str, Any]:
    """The fields that every record begins with, and those that are the same in all records of the kind."""
    own = {"title": title(name, n), "summary": " ".join(summary), "status": "published", "demo": True}
    return own | MATERIAL.fixed.get(kind, {})


def in_turn(values: Sequence[Any], n: int, chance: Random) -> Any:
    """The ``n``-th value, so that each is used once; beyond the last one any of them."""
    return values[n] if n < len(values) else chance.choice(values)


def _share(records: int, part: float) -> int:
    return max(1, round(records * part))
