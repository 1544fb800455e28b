"""Tracks, courses, self-diagnostics, documents and terms of the sample."""

from __future__ import annotations

from typing import Any

from generator.begin.sample.plan import Plan, common, its_id, organization_id, record_address
from generator.begin.sample.words import MATERIAL, rich

_STEP_KINDS = ("courses", "practices", "events", "series", "associations", "diagnostics", "centers")


def make_track(plan: Plan, n: int) -> dict[str, Any]:
    """A way of three phases; every step leads to a record of some kind."""
    chance = plan.random("tracks", n)
    region = n % plan.counts["regions"]
    steps = iter(chance.sample(MATERIAL.track_steps, 6))
    kinds = iter(chance.sample(_STEP_KINDS, 6))
    signed_up = chance.randrange(12, 60)

    def step() -> dict[str, Any]:
        kind = next(kinds)
        return {"title": next(steps), "record": record_address(kind, chance.randrange(plan.counts[kind]))}

    return common("tracks", n, MATERIAL.track_titles[n % len(MATERIAL.track_titles)]) | {
        "territory": record_address("regions", region),
        "audience": [plan.term("audiences", chance.choice(("teachers", "young-teachers", "methodists")))],
        "areas": chance.sample(plan.terms["areas"], 2),
        "phases": [{"title": title, **MATERIAL.fixed["phase"], "steps": [step(), step()]} for title in MATERIAL.phases],
        "enrolment": [
            {"period": "2025/26 учебный год", "signed_up": signed_up, "finished": signed_up - chance.randrange(10)}
        ],
        "organizer": organization_id("institut", region),
    }


def make_course(plan: Plan, n: int) -> dict[str, Any]:
    """A course of the institute of a region."""
    chance = plan.random("courses", n)
    region = n % plan.counts["regions"]
    return common("courses", n, MATERIAL.course_titles[n % len(MATERIAL.course_titles)]) | {
        "provider": organization_id("institut", region),
        "territory": record_address("regions", region),
        "hours": chance.choice((16, 24, 36, 72)),
        "mode": chance.choice(("onsite", "online", "hybrid")),
        "federal_register": "unknown",
        "areas": chance.sample(plan.terms["areas"], 2),
        "audience": [plan.term("audiences", "teachers")],
        "sessions": [{"start": f"2027-{chance.randrange(1, 6):02}", "note": "группа до 25 человек"}],
        "link": f"https://example.org/obrazets/kurs-{n + 1}",
        "body": rich([f"На курсе — {chance.choice(MATERIAL.directions)}."], chance.sample(MATERIAL.event_notes, 2)),
    }


def make_diagnostics(plan: Plan, n: int) -> dict[str, Any]:
    """Ten statements, two for every area, and what to do where the sum is low."""
    chance = plan.random("diagnostics", n)
    areas = list(dict.fromkeys(plan.term("areas", area) for area, _ in MATERIAL.statements))
    return common("diagnostics", n, "Что у меня получается") | {
        "audience": [plan.term("audiences", "teachers")],
        "scale": [{"value": value, "label": label} for value, label in enumerate(MATERIAL.scale)],
        "statements": [{"area": plan.term("areas", area), "text": text} for area, text in MATERIAL.statements],
        "advice": [
            {
                "area": area,
                "below": 5,
                "text": "Выберите одну практику и попробуйте её на одной теме.",
                "records": [
                    record_address("practices", chance.randrange(plan.counts["practices"])),
                    record_address("courses", n),
                ],
            }
            for area in areas
        ],
    }


def make_document(plan: Plan, n: int) -> dict[str, Any]:
    """The first document is repealed by the second; nobody else refers to it."""
    chance = plan.random("documents", n)
    kind, name = MATERIAL.documents[n % len(MATERIAL.documents)]
    region = n % plan.counts["regions"]
    day = f"{chance.randrange(2019, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return common("documents", n, name) | {
        "type": plan.term("document-kinds", kind),
        "number": f"{n + 1}/о",
        "date": day,
        "level": plan.term("management-levels", "regional"),
        "territory": record_address("regions", region),
        "link": f"https://example.org/obrazets/dokument-{n + 1}.pdf",
        "in_force": "yes" if n else "no",
        "checked_on": "2026-10-15",
        "repealed_by": None if n else its_id("documents", 1),
    }


def make_term(plan: Plan, n: int) -> dict[str, Any]:
    """An entry of the glossary."""
    name, definition, synonym = MATERIAL.terms[n]
    return common("terms", n, name, (definition,)) | {
        "definition": definition,
        "synonyms": [synonym],
        "related": [its_id("terms", (n + 1) % plan.counts["terms"])],
    }
