"""Tracks, courses, self-diagnostics, documents and terms of the sample."""

from __future__ import annotations

from typing import Any

from generator.sample.base_words import (
    COURSE_TITLES,
    DIRECTIONS,
    DOCUMENTS,
    EVENT_NOTES,
    STATEMENTS,
    TERMS,
    TRACK_STEPS,
    TRACK_TITLES,
)
from generator.sample.phrases import rich
from generator.sample.plan import Plan, address, common, its_id, organization

_STEP_KINDS = ("courses", "practices", "events", "series", "associations", "diagnostics", "centers")


def track(plan: Plan, n: int) -> dict[str, Any]:
    """A way of three phases; every step leads to a record of some kind."""
    chance = plan.random("tracks", n)
    region = n % plan.counts["regions"]
    steps = iter(chance.sample(TRACK_STEPS, 6))
    kinds = iter(chance.sample(_STEP_KINDS, 6))
    signed_up = chance.randrange(12, 60)

    def step() -> dict[str, Any]:
        kind = next(kinds)
        return {"title": next(steps), "record": address(kind, chance.randrange(plan.counts[kind]))}

    return common(
        "tracks", n, TRACK_TITLES[n % len(TRACK_TITLES)], ("Путь по шагам: куда пойти и что попробовать.",)
    ) | {
        "territory": address("regions", region),
        "audience": [plan.term("audiences", chance.choice(("teachers", "young-teachers", "methodists")))],
        "areas": chance.sample(plan.terms["areas"], 2),
        "goal": "Пройти путь от затруднения до своей практики за один учебный год",
        "phases": [
            {
                "title": title,
                "text": "Не больше двух дел в месяц.\nПеред каждым — короткий разговор с методистом.",
                "steps": [step(), step()],
            }
            for title in ("Подготовительный", "Основной", "Оценочный")
        ],
        "enrolment": [
            {"period": "2025/26 учебный год", "signed_up": signed_up, "finished": signed_up - chance.randrange(10)}
        ],
        "organizer": organization("institut", region),
    }


def course(plan: Plan, n: int) -> dict[str, Any]:
    """A course of the institute of a region."""
    chance = plan.random("courses", n)
    region = n % plan.counts["regions"]
    return common(
        "courses",
        n,
        COURSE_TITLES[n % len(COURSE_TITLES)],
        ("Выдуманный курс: половина часов — проба на своих уроках.",),
    ) | {
        "provider": organization("institut", region),
        "territory": address("regions", region),
        "hours": chance.choice((16, 24, 36, 72)),
        "mode": chance.choice(("onsite", "online", "hybrid")),
        "federal_register": "unknown",
        "areas": chance.sample(plan.terms["areas"], 2),
        "audience": [plan.term("audiences", "teachers")],
        "sessions": [{"start": f"2027-{chance.randrange(1, 6):02}", "note": "группа до 25 человек"}],
        "link": f"https://example.org/obrazets/kurs-{n + 1}",
        "body": rich([f"На курсе — {chance.choice(DIRECTIONS)}."], chance.sample(EVENT_NOTES, 2)),
    }


def diagnostics(plan: Plan, n: int) -> dict[str, Any]:
    """Ten statements, two for every area, and what to do where the sum is low."""
    chance = plan.random("diagnostics", n)
    areas = list(dict.fromkeys(plan.term("areas", area) for area, _ in STATEMENTS))
    return common(
        "diagnostics", n, "Что у меня получается", ("Десять утверждений о своей работе; ответы видите только вы.",)
    ) | {
        "audience": [plan.term("audiences", "teachers")],
        "privacy": "Отвечать не обязательно.\nОтветы остаются на вашем устройстве и никому не передаются.",
        "scale": [
            {"value": value, "label": label}
            for value, label in enumerate(("нет", "скорее нет", "отчасти", "скорее да", "да"))
        ],
        "statements": [{"area": plan.term("areas", area), "text": text} for area, text in STATEMENTS],
        "advice": [
            {
                "area": area,
                "below": 5,
                "text": "Выберите одну практику и попробуйте её на одной теме.",
                "records": [address("practices", chance.randrange(plan.counts["practices"])), address("courses", n)],
            }
            for area in areas
        ],
    }


def document(plan: Plan, n: int) -> dict[str, Any]:
    """The first document is repealed by the second; nobody else refers to it."""
    chance = plan.random("documents", n)
    kind, name = DOCUMENTS[n % len(DOCUMENTS)]
    region = n % plan.counts["regions"]
    day = f"{chance.randrange(2019, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return common("documents", n, name, ("Выдуманный документ: показывает, как выглядит карточка.",)) | {
        "type": plan.term("document-kinds", kind),
        "number": f"{n + 1}/о",
        "date": day,
        "issuer": "Институт развития образования (образец)",
        "level": plan.term("management-levels", "regional"),
        "territory": address("regions", region),
        "link": f"https://example.org/obrazets/dokument-{n + 1}.pdf",
        "in_force": "yes" if n else "no",
        "checked_on": "2026-10-15",
        "repealed_by": None if n else its_id("documents", 1),
    }


def term(plan: Plan, n: int) -> dict[str, Any]:
    """An entry of the glossary."""
    name, definition, synonym = TERMS[n]
    return common("terms", n, name, (definition,)) | {
        "definition": definition,
        "synonyms": [synonym],
        "related": [its_id("terms", (n + 1) % plan.counts["terms"])],
    }
