"""Programmes with their roadmaps, indicators and values of the sample."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from generator.begin.sample.plan import (
    MADE_UP,
    NOW,
    SAMPLE_YEARS,
    Plan,
    common,
    its_id,
    organization_id,
    record_address,
)
from generator.begin.sample.words import MATERIAL
from generator.catalog.computed import roadmap
from generator.records.times import When

# All six shapes that the term of a measure can have.
_WHENS = (
    *("yearly 03", "yearly 09", "yearly 12..02", "yearly 03..04", "always", "by-plan", "by-schedule"),
    *("2025-05..2025-06", "2026-02", "2027-03", "2026-10..2026-11", "2025-10"),
)
_APPROVED, _LAST, _REPORTED = dt.date(2024, 12, 20), dt.date(2027, 12, 31), dt.date(2026, 10, 1)


def make_programme(plan: Plan, n: int) -> dict[str, Any]:
    """Programmes of the regions first, then of every fifth district; two of three report progress."""
    chance = plan.random("programmes", n)
    district = (n - plan.counts["regions"]) * 5
    territory = record_address("districts", district) if district >= 0 else record_address("regions", n)
    lead = organization_id("metodkabinet", district) if district >= 0 else organization_id("institut", n)
    reported = n % 3 != 2
    return {
        **common("programmes", n, "Программа сопровождения педагогов"),
        "territory": territory,
        "approved_on": _APPROVED.isoformat(),
        "basis": [{"document": its_id("documents", 1 + n % (plan.counts["documents"] - 1))}],
        "relevance": f"{MATERIAL.fixed['survey']}\n"
        f"Она отвечает на противоречие {chance.choice(MATERIAL.contradictions)}.",
        "tasks": chance.sample(MATERIAL.tasks, 4),
        "term": {"start": MATERIAL.stages[0][1], "end": MATERIAL.stages[-1][2]},
        "stages": [{"title": title, "start": start, "end": end} for title, start, end in MATERIAL.stages],
        "expected_results": chance.sample(MATERIAL.expected, 4),
        "roadmap": {
            "reported_on": _REPORTED.isoformat() if reported else None,
            "measures": [_measure(plan, chance, number, lead, reported) for number in range(1, measures_of(n) + 1)],
        },
    }


def measures_of(programme: int) -> int:
    """How many measures the roadmap of a programme has."""
    return 12 + programme % 7


def make_indicator(plan: Plan, n: int) -> dict[str, Any]:
    """First those that districts declare, then those that are computed from the records."""
    if n >= len(MATERIAL.declared):
        kind, name, computation = MATERIAL.computed[n - len(MATERIAL.declared)]
        share = kind == "share"
        return {
            **common("indicators", n, name),
            "type": kind,
            "unit": "%" if share else "раз",
            "periodicity": "year",
            "digits": 1 if share else 0,
            "computed": computation,
        }
    kind, name, *parts = MATERIAL.declared[n]
    share = kind == "share"
    return {
        **common("indicators", n, name),
        "type": kind,
        "unit": "%" if share else "раз",
        **dict(zip(("numerator", "denominator"), parts, strict=False)),
        "periodicity": "year",
        "aggregation": "ratio-of-sums" if share else "sum",
        "minimums": [{"period": "2022", "value": 0.3}] if share else None,
        "targets": [{"period": "2025", "comparator": "at-least", "value": 0.7 if share else 60, "base": "known"}],
        "digits": 1 if share else 0,
        "small_group": 5 if share else None,
    }


def make_values(plan: Plan, n: int) -> tuple[str, dict[str, Any]]:
    """The figures of one district in one year, with the id of the record; a few are missing, as in life."""
    chance = plan.random("values", n)
    where, year = n // len(SAMPLE_YEARS), SAMPLE_YEARS[n % len(SAMPLE_YEARS)]
    found = []
    for number, (kind, *_) in enumerate(MATERIAL.declared):
        whole = chance.randrange(12, 180)  # no more than teachers in a district
        part = round(whole * min(0.95, 0.25 + 0.12 * (year - SAMPLE_YEARS[0]) + chance.random() * 0.25))
        figures = {"numerator": part, "denominator": whole} if kind == "share" else {"value": chance.randrange(20, 90)}
        if number == 0 or chance.random() < 0.95:
            found.append({"indicator": its_id("indicators", number), **figures})
    return f"{its_id('districts', where)}-{year}", {
        "status": "published",
        "demo": True,
        "territory": record_address("districts", where),
        "period": str(year),
        "as_of": f"{year}-12-31",
        "source": MADE_UP,
        "values": found,
    }


def _measure(plan: Plan, chance: Random, number: int, lead: str, reported: bool) -> dict[str, Any]:
    when = _WHENS[(number - 1) % len(_WHENS)]
    progress = [
        {
            "occurrence": str(start),
            "state": "done" if chance.random() < 0.85 else "under-way",
            "proof": [{"record": _proof(plan, chance), "title": "запись о проведении"}],
        }
        for start, end in roadmap.occurrences(When.parse(when), _APPROVED, _LAST)
        if reported and start and end.last < NOW and chance.random() < 0.9
    ]
    return {
        "number": number,
        "title": MATERIAL.measures[(number - 1) % len(MATERIAL.measures)],
        "when": when,
        "responsible": [{"organization": lead, "role": chance.choice((None, "методист", "руководитель"))}],
        "progress": progress,
    }


def _proof(plan: Plan, chance: Random) -> str:
    # An event may have been cancelled or come after the report, a document be older than the programme.
    return record_address("practices", chance.randrange(plan.counts["practices"]))
