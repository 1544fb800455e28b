"""Regions, districts and organisations of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from generator.begin.sample.plan import MADE_UP, SAMPLE_YEARS, Plan, common, its_id, organization_id, record_address
from generator.begin.sample.words import MATERIAL

_SHOWN_SCHOOLS = 3


def make_region(plan: Plan, n: int) -> dict[str, Any]:
    """A region with its ministry, institute and centre."""
    chance = plan.random("regions", n)
    return {
        **common("regions", n, "Край-образец"),
        "type": plan.term("territory-kinds", "krai"),
        "timezone": "Europe/Moscow",
        **_system(chance),
        "leads": [
            {"organization": organization_id("ministerstvo", n), "what": "общее руководство системой"},
            {"organization": organization_id("institut", n), "what": "сопровождение методических служб"},
        ],
        "vertical": [
            _level(
                "regional", [organization_id(word, n) for word, _, _ in MATERIAL.regional], "работает со всеми районами"
            ),
            _level("municipal", [], "помогают школам на месте", group="Методические службы районов"),
        ],
    }


def make_district(plan: Plan, n: int) -> dict[str, Any]:
    """A district with its service, its schools and figures of several years."""
    chance = plan.random("districts", n)
    schools = range(n, plan.schools, plan.counts["districts"])[:_SHOWN_SCHOOLS]
    services = [organization_id(word, n) for word, _, _ in MATERIAL.municipal]
    return {
        **common("districts", n, f"{MATERIAL.districts[n % len(MATERIAL.districts)]} район"),
        "type": plan.term("territory-kinds", "municipal-district"),
        "center": f"село Образцовое {n + 1}",
        **_system(chance),
        "indicators": [its_id("indicators", number) for number in range(len(MATERIAL.declared))],
        "vertical": [
            _level("municipal", services, "ведёт методическую работу", group="Муниципальные тьюторы"),
            _level(
                "school",
                [organization_id("shkola", n) for n in schools],
                "делится своими практиками",
                group="Наставники",
            ),
        ],
        "statistics": [
            {
                "year": year,
                "schools": 8 + n % 20,
                "teachers": 180 + chance.randrange(200),
                "source": MADE_UP,
            }
            for year in SAMPLE_YEARS
        ],
        "clusters": [
            {
                "year": SAMPLE_YEARS[-1],
                "level": chance.choice(("базовый", "развитый", "опорный")),
                "source": MADE_UP,
            }
        ],
        "curator": {"role": "методист института", "organization": organization_id("institut", plan.region_of(n))},
        "region": its_id("regions", plan.region_of(n)),
    }


def make_organizations(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """All organisations with their ids: those of the regions, of the districts, then the schools."""
    for number, (word, n, kind, name, level, territory, parent) in enumerate(_places(plan)):
        chance = plan.random("organizations", number)
        yield (
            organization_id(word, n),
            {
                **common(
                    "organizations", number, name, (f"Выдуманная организация: {chance.choice(MATERIAL.directions)}.",)
                ),
                "type": plan.term("organization-kinds", kind),
                "level": plan.term("management-levels", level),
                "territory": territory,
                "parent": None if parent in (None, word) else organization_id(parent, n),
                "functions": chance.sample(MATERIAL.directions, 3),
                "site": f"https://example.org/obrazets/{number + 1}",
                "contacts": {"email": "info@example.org", "address": f"улица Школьная, дом {number % 90 + 1}"},
            },
        )


def _places(plan: Plan) -> Iterator[tuple[str, int, str, str, str, str, str | None]]:
    """Word and number of the id, kind, name, level, territory, word of the organisation above (or the same word)."""
    for n in range(plan.counts["regions"]):
        for word, kind, name in MATERIAL.regional:
            yield word, n, kind, name, "regional", record_address("regions", n), "ministerstvo"
    for n in range(plan.counts["districts"]):
        for word, kind, name in MATERIAL.municipal:
            yield word, n, kind, name, "municipal", record_address("districts", n), "upravlenie"
    for n in range(plan.schools):
        name = f"Школа № {n + 1}" if n % 4 else f"Малокомплектная школа № {n + 1}"
        yield "shkola", n, "school", name, "school", record_address("districts", plan.district_of(n)), None


def _level(level: str, members: list[str], role: str, group: str = "") -> dict[str, Any]:
    subjects = [{"organization": member, "role": role} for member in members]
    return {"level": level, "subjects": subjects + ([{"title": group, "role": "помогают на месте"}] if group else [])}


def _system(chance: Random) -> dict[str, Any]:
    """What a territory says of its system of support."""
    return {
        **MATERIAL.fixed["system"],
        "contradictions": chance.sample(MATERIAL.contradictions, 3),
        "priorities": chance.sample(MATERIAL.priorities, 4),
        "principles": chance.sample(MATERIAL.principles, 4),
        "tasks": chance.sample(MATERIAL.tasks, 5),
        "directions": chance.sample(MATERIAL.directions, 5),
        "expected_results": chance.sample(MATERIAL.expected, 3),
    }
