"""Associations, resource centres, series and events of the sample."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from generator.begin.sample.plan import NOW, Plan, common, in_turn, its_id, organization_id, record_address
from generator.begin.sample.programmes import measures_of
from generator.begin.sample.words import MATERIAL, rich

_KINDS = ("seminar", "webinar", "master-class", "open-lesson", "methodical-day", "conference", "internship", "meeting")
_EDITIONS = 4
_FIRST_YEAR = 2023
_PLAN_MONTHS = (9, 10, 12, 2, 3, 4, 5)


def make_association(plan: Plan, n: int) -> dict[str, Any]:
    """A community of teachers of a district, led from one of its schools."""
    chance = plan.random("associations", n)
    where = n % plan.counts["districts"]
    out = common("associations", n, MATERIAL.associations[n % len(MATERIAL.associations)])
    members = chance.sample(range(plan.schools), min(plan.schools, chance.randrange(2, 6)))
    return out | {
        "type": plan.term(
            "association-kinds", chance.choice(("district-association", "network-community", "creative-group"))
        ),
        "level": plan.term("management-levels", "municipal"),
        "subjects": chance.sample(plan.terms["subjects"], chance.randrange(3)),
        "areas": chance.sample(plan.terms["areas"], 2),
        "audience": [plan.term("audiences", "teachers")],
        "territory": record_address("districts", where),
        "organization": organization_id("metodkabinet", where),
        "chair": {"role": "руководитель сообщества", "organization": organization_id("shkola", members[0])},
        "members": [organization_id("shkola", school) for school in sorted(members)],
        "functions": chance.sample(MATERIAL.directions, 3),
        "plan": _plan(chance, 5),
    }


def make_center(plan: Plan, n: int) -> dict[str, Any]:
    """A resource centre at a school, with the history of its status and its plans."""
    chance = plan.random("centers", n)
    school = n * 3 % plan.schools
    where = plan.district_of(school)
    programme = plan.region_of(where)
    out = common(
        "centers", n, "Ресурсный центр", (f"Выдуманный центр при школе: {chance.choice(MATERIAL.directions)}.",)
    )
    return out | {
        "organization": organization_id("shkola", school),
        "territory": record_address("districts", where),
        "directions": chance.sample(MATERIAL.directions, 3),
        "areas": chance.sample(plan.terms["areas"], 2),
        "status_history": [
            {"state": "applied", "date": "2024-04"},
            {"state": "granted", "date": "2024-06-20", "document": its_id("documents", 1)},
            *([{"state": "prolonged", "date": "2026-06"}] if chance.random() < 0.5 else []),
        ],
        "cycle": [item | {"measure": chance.randrange(1, measures_of(programme) + 1)} for item in _plan(chance, 3)],
        "plans": [{"period": "2026/27", "items": _plan(chance, 4)}],
        "curator": {"role": "методист", "organization": organization_id("metodkabinet", where)},
        "serves": [record_address("districts", where)],
        "programme": its_id("programmes", programme),
    }


def make_series(plan: Plan, n: int) -> dict[str, Any]:
    """What happens every year, in turn a conference, a contest, a school and a methodical day."""
    chance = plan.random("series", n)
    name, kind, month = MATERIAL.yearly[n % len(MATERIAL.yearly)]
    region = n % plan.counts["regions"]
    return common("series", n, name) | {
        "type": plan.term("event-kinds", kind),
        "when": f"yearly {month}",
        "territory": record_address("regions", region),
        "organizer": organization_id("institut", region),
        "audience": [plan.term("audiences", "teachers")],
        "areas": chance.sample(plan.terms["areas"], 2),
        "contest": _contest(plan, chance, held=False) if kind == "contest" else None,
    }


def make_event(plan: Plan, n: int) -> dict[str, Any]:
    """The first events are editions of the series, one a year; the others stand alone, a few of them are contests."""
    chance = plan.random("events", n)
    where = n % plan.counts["districts"]
    rounds, number = divmod(n, plan.counts["series"])
    topic = in_turn(MATERIAL.event_topics, n, chance)
    if rounds < _EDITIONS:
        name, kind, month = MATERIAL.yearly[number % len(MATERIAL.yearly)]
        topic = f"{name}. {topic}"
        day = dt.date(_FIRST_YEAR + rounds, int(month), chance.randrange(1, 29))
        edition = {"series": its_id("series", number), "edition": rounds + 1}
    else:
        kind = "contest" if n % 12 == 0 else chance.choice(_KINDS)
        day = dt.date(2024, 1, 10) + dt.timedelta(days=chance.randrange(1200))
        edition = {}
    state = chance.choices(("scheduled", "postponed", "cancelled"), (94, 3, 3))[0]
    held = day < NOW and state == "scheduled"
    capacity = chance.choice((None, 20, 40, 100))
    programme = plan.region_of(where)
    about = chance.choice(MATERIAL.event_notes) if held else "Приглашаем участников."
    return common("events", n, topic, (f"Выдуманное мероприятие. {about}",)) | {
        "type": plan.term("event-kinds", kind),
        **_when(chance, day),
        "mode": chance.choice(("onsite", "online", "hybrid")),
        "place": chance.choice(MATERIAL.places),
        "territory": record_address("districts", where),
        "organizer": organization_id("metodkabinet", where),
        "audience": [plan.term("audiences", "teachers")],
        "subjects": chance.sample(plan.terms["subjects"], chance.randrange(3)),
        "areas": chance.sample(plan.terms["areas"], 1),
        "capacity": capacity,
        "cost": plan.term("costs", "free"),
        **edition,
        "fulfils": [
            {"programme": its_id("programmes", programme), "measure": chance.randrange(1, measures_of(programme) + 1)}
        ]
        if chance.random() < 0.4
        else None,
        "state": state,
        "outcome": _outcome(plan, chance, capacity or 140) if held else None,
        "contest": _contest(plan, chance, held) if kind == "contest" else None,
        "body": rich(
            [f"На встрече — {chance.choice(MATERIAL.plans).lower()} и разговор по делу."],
            chance.sample(MATERIAL.event_notes, 2) if held else ["Материалы появятся здесь после встречи."],
        ),
    }


def _when(chance: Random, day: dt.date) -> dict[str, Any]:
    """A beginning as precise as its source would be, most often to the hour; with an end and a way to sign up then."""
    shape = chance.choices(("hour", "day", "month", "year"), (70, 15, 12, 3))[0]
    if shape != "hour":
        return {"start": day.isoformat()[: {"day": 10, "month": 7, "year": 4}[shape]]}
    hour = chance.randrange(9, 16)
    deadline = (day - dt.timedelta(days=chance.randrange(3, 15))).isoformat()
    return {
        "start": f"{day} {hour:02}:00",
        "end": f"{day} {hour + chance.randrange(1, 5):02}:30",
        "registration": {"link": "https://example.org/obrazets/zapis", "deadline": deadline},
    }


def _outcome(plan: Plan, chance: Random, most: int) -> dict[str, Any]:
    shown = chance.sample(range(plan.counts["practices"]), min(plan.counts["practices"], chance.randrange(3)))
    return {
        "participants": chance.randrange(8, most),
        "practices": [its_id("practices", practice) for practice in sorted(shown)],
        "note": rich(chance.sample(MATERIAL.event_notes, 2)),
    }


def _contest(plan: Plan, chance: Random, held: bool) -> dict[str, Any]:
    nominations = MATERIAL.contest["nominations"]
    winners = [
        {
            "practice": its_id("practices", chance.randrange(plan.counts["practices"])),
            "nomination": nomination,
            "place": place,
        }
        for nomination, place in zip(nominations, ("победитель", "лауреат", "лауреат"), strict=True)
    ]
    return {
        "nominations": list(nominations),
        "stages": [{"when": when, "title": name} for when, name in MATERIAL.contest["stages"]],
        "criteria": list(MATERIAL.contest["criteria"]),
        "experts": [organization_id("institut", region) for region in range(plan.counts["regions"])][:3],
        "winners": winners if held else None,
    }


def _plan(chance: Random, length: int) -> list[dict[str, Any]]:
    """Lines of a yearly plan in the order of the school year."""
    months = sorted(chance.sample(range(len(_PLAN_MONTHS)), length))
    return [
        {"when": f"yearly {_PLAN_MONTHS[month]:02}", "title": what}
        for month, what in zip(months, chance.sample(MATERIAL.plans, length), strict=True)
    ]
