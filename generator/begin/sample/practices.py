"""Practices of the sample, and what others say of them: replications and reviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from generator.begin.sample.plan import NOW, Plan, common, in_turn, its_id, organization_id, record_address, title
from generator.begin.sample.words import MATERIAL, rich

_AUDIENCES = ("teachers", "young-teachers", "primary-teachers", "class-teachers", "mentors")


def make_practice(plan: Plan, n: int) -> dict[str, Any]:
    """The ``n``-th practice: complete, with a source, written in a school of its district."""
    chance = plan.random("practices", n)
    name, of, area, form = in_turn(MATERIAL.methods, n, chance)
    school = plan.author_of(n)
    updated = NOW - dt.timedelta(days=chance.randrange(30, 900))
    out = common("practices", n, f"{name} {chance.choice(MATERIAL.contexts)}", chance.sample(MATERIAL.summaries, 2))
    out["status"] = chance.choices(("published", "archived", "review", "draft"), (95, 2, 1.5, 1.5))[0]
    return out | {
        "owner": organization_id("metodkabinet", plan.district_of(school)),
        "updated": updated.isoformat(),
        "review_by": updated.replace(year=updated.year + 6, day=1).isoformat(),
        "sources": _sources(plan, chance),
        "body": _long_text(chance, 3) if chance.random() < 0.2 else None,
        "subjects": (subjects := _some(chance, plan.terms["subjects"], 0, 2)),
        "levels": _levels(plan, chance, subjects),
        "areas": list(dict.fromkeys((plan.term("areas", area), *_some(chance, plan.terms["areas"], 0, 1)))),
        "forms": list(dict.fromkeys((plan.term("forms", form), *_some(chance, plan.terms["forms"], 0, 1)))),
        "audience": [plan.term("audiences", name) for name in _some(chance, _AUDIENCES, 1, 2)],
        "territory": record_address("districts", plan.district_of(school)),
        "problem": _problem(chance),
        "idea": rich(
            chance.sample(MATERIAL.ideas, 2),
            [f"Ниже — порядок {of}, проверенный в обычных классах.", *_neighbour(chance, n)],
        ),
        "mechanism": rich(chance.sample(MATERIAL.mechanisms, 2)) if chance.random() < 0.7 else None,
        "steps": (steps := _steps(chance)),
        "results": rich(
            chance.sample(MATERIAL.results, 2),
            ["Признаки, по которым это видно:"],
            [f"- {character}" for character in chance.sample(MATERIAL.signs, 3)],
        ),
        "conditions": _conditions(plan, chance, sum(step["minutes"] for step in steps)),
        "cost": plan.term("costs", chance.choice(("free", "free", "low", "medium"))),
        "authors": [
            {"role": role, "organization": organization_id("shkola", school)}
            for role in _some(chance, MATERIAL.roles, 1, 2)
        ],
        "attachments": [_attachment(chance, "praktika", n, part) for part in range(chance.randrange(3))],
        "based_on": [its_id("practices", chance.randrange(n))] if n and chance.random() < 0.15 else None,
        "related": _others(plan, chance, n),
        "outcomes": [_outcome(plan, chance, n) for _ in range(chance.choice((0, 0, 0, 1, 1, 2)))],
        "synthesis": [_synthesis(chance)] if chance.random() < 0.1 else None,
        "awards": [
            {
                "title": chance.choice(MATERIAL.awards),
                "date": f"{chance.randrange(2023, 2026)}-{chance.randrange(1, 13):02}",
                "organization": organization_id("institut", plan.region_of(plan.district_of(school))),
            }
        ]
        if chance.random() < 0.1
        else None,
    }


def make_replication(plan: Plan, n: int) -> dict[str, Any]:
    """A school other than the author's tried a practice."""
    chance = plan.random("replications", n)
    which = chance.randrange(plan.counts["practices"])
    school = plan.another_school(plan.author_of(which), chance)
    result = chance.choices(tuple(MATERIAL.stories), (60, 25, 15))[0]
    tried = NOW - dt.timedelta(days=chance.randrange(20, 1000))
    return {
        "status": "published",
        "demo": True,
        "practice": its_id("practices", which),
        "organization": organization_id("shkola", school),
        "territory": record_address("districts", plan.district_of(school)),
        "date": tried.isoformat()[: chance.choice((7, 10))],
        "changed": rich(chance.sample(MATERIAL.changes, chance.randrange(1, 4))),
        "result": result,
        "note": rich(chance.sample(MATERIAL.stories[result], 3), [chance.choice(MATERIAL.paragraphs)]),
        "outcomes": [_outcome(plan, chance, which, tried.year)]
        if result == "worked" and chance.random() < 0.5
        else None,
        "reporter": {"role": chance.choice(MATERIAL.roles), "organization": organization_id("shkola", school)},
    }


def make_review(plan: Plan, n: int) -> dict[str, Any]:
    """The institute of the region read a practice."""
    chance = plan.random("reviews", n)
    which = chance.randrange(plan.counts["practices"])
    day = NOW - dt.timedelta(days=chance.randrange(30, 700))
    scores = [chance.randrange(2, 6) for _ in range(4)]
    verdict = "recommended" if sum(scores) > 13 else "with-changes" if sum(scores) > 9 else "not-recommended"
    return {
        "status": "published",
        "demo": True,
        "practice": its_id("practices", which),
        "organization": organization_id("institut", plan.region_of(plan.district_of(plan.author_of(which)))),
        "date": day.isoformat(),
        "criteria": [
            {"criterion": criterion, "score": score, "max": 5}
            for criterion, score in zip(chance.sample(MATERIAL.criteria, 4), scores, strict=True)
        ],
        "verdict": verdict,
        "valid_until": day.replace(year=day.year + 6, day=1).isoformat(),
        "note": rich(chance.sample(MATERIAL.review_notes, 4)),
    }


def _problem(chance: Random) -> str:
    first, second, third = chance.sample(MATERIAL.difficulties, 3)
    opening = [chance.choice(MATERIAL.problem_openers), f"Вот что говорят учителя: {first}."]
    return rich(
        [*opening, *chance.sample(MATERIAL.problem_causes, 2)],
        [f"Бывает и иначе: {second}.", f"А иногда ещё и так: {third}.", chance.choice(MATERIAL.problem_costs)],
    )


def _steps(chance: Random) -> list[dict[str, Any]]:
    chosen = _in_order(chance, tuple(MATERIAL.steps.items()), chance.randrange(4, 8))
    return [
        {
            "title": name,
            "text": rich(
                _in_order(chance, sentences, chance.randrange(2, 4)), chance.sample(MATERIAL.tips, chance.randrange(2))
            ),
            "minutes": chance.choice((5, 10, 15, 20, 30, 45)),
            "materials": _some(chance, MATERIAL.materials, 0, 2),
        }
        for name, sentences in chosen
    ]


def _conditions(plan: Plan, chance: Random, minutes: int) -> dict[str, Any]:
    """``minutes`` of all the steps: the hours to carry them out are not fewer."""
    fewest = chance.choice((2, 4, 6, 8, 10))
    return {
        "class_size_min": fewest,
        "class_size_max": fewest + chance.choice((10, 15, 20, 25)),
        "small_school": chance.choice(("suits", "suits", "with-changes", "no")),
        "internet": chance.choice(("none", "none", "helpful", "required")),
        "equipment": _some(chance, [term for term in plan.terms["equipment"] if term != "none"], 0, 2),
        "prepare_hours": chance.choice((0.5, 1, 1.5, 2, 3)),
        "carry_hours": max(chance.choice((0.5, 1, 2, 4, 8)), -(-minutes // 60)),
        "note": rich(chance.sample(MATERIAL.conditions, 2)),
    }


def _outcome(plan: Plan, chance: Random, which: int, year: int = 0) -> dict[str, Any]:
    what, measure, instrument = chance.choice(MATERIAL.outcomes)
    before = chance.randrange(15, 55)
    people = chance.randrange(8, 90)
    independent = chance.random() < 0.15
    comparison = {
        "group": "параллельный класс без практики",
        "before": before / 100,
        "after": (before + chance.randrange(-5, 10)) / 100,
        "n": chance.randrange(8, 60),
    }
    author = plan.region_of(plan.district_of(plan.author_of(which)))
    return {
        "what": what,
        "measure": measure,
        "before": before / 100,
        "after": (before + chance.randrange(1, 40)) / 100,
        "unit": "доля",
        "n": people,
        "period": f"{year or chance.randrange(2022, 2026)} год, {chance.randrange(5, 20)} недель",
        "instrument": instrument,
        "comparison": comparison if chance.random() < 0.15 else None,
        "evaluator": "independent" if independent else "author",
        "organization": organization_id("institut", author) if independent else None,
        "limits": chance.choice(MATERIAL.limits),
    }


def _synthesis(chance: Random) -> dict[str, Any]:
    months = chance.randrange(1, 8)
    return {
        "title": f"Образец обзора исследований № {chance.randrange(1, 60)}",
        **MATERIAL.fixed["synthesis"],
        "effect": f"прибавка за год, месяцев обучения: {months}",
        "months": months,
        "studies": chance.randrange(12, 160),
    }


def _sources(plan: Plan, chance: Random) -> list[dict[str, Any]]:
    book = {
        "title": f"Образец сборника практик, выпуск {chance.randrange(1, 40)}",
        "year": chance.randrange(1995, 2026),
        "publisher": MATERIAL.fixed["synthesis"]["publisher"],
        "page": f"с. {chance.randrange(5, 200)}",
        "note": "порядок действий",
    }
    # The first document stands for one that was repealed; nobody cites it.
    act = {
        "document": its_id("documents", chance.randrange(1, plan.counts["documents"])),
        "note": "основание для пробы",
    }
    return [book, act] if chance.random() < 0.5 else [book]


def _neighbour(chance: Random, n: int) -> list[str]:
    if not n or chance.random() < 0.6:
        return []
    other = chance.randrange(n)
    return [
        f"Похожий порядок описан в практике «[{title('другой подход', other)}]({record_address('practices', other)})»."
    ]


def _others(plan: Plan, chance: Random, n: int) -> list[str]:
    found = {chance.randrange(plan.counts["practices"]) for _ in range(chance.randrange(4))} - {n}
    return [its_id("practices", other) for other in sorted(found)]


def _long_text(chance: Random, parts: int) -> str:
    texts = iter(chance.sample(MATERIAL.paragraphs, parts * 2))
    headings = chance.sample(MATERIAL.headings, parts)
    return rich(*([line] for heading in headings for line in (f"### {heading}", next(texts), next(texts))))


def _attachment(chance: Random, what: str, n: int, part: int) -> dict[str, Any]:
    return {
        "title": f"{chance.choice(MATERIAL.materials).capitalize()} (образец)",
        "url": f"https://example.org/obrazets/{what}-{n + 1}-{part + 1}.pdf",
        "format": f"PDF, {chance.randrange(40, 900)} КБ",
    }


def _levels(plan: Plan, chance: Random, subjects: Sequence[str]) -> list[str]:
    """One or two levels, and one for each subject in which it is taught."""
    own = [chance.choice(plan.taught[subject]) for subject in subjects if subject in plan.taught]
    return list(dict.fromkeys((*_some(chance, plan.terms["levels"], 1, 2), *own)))


def _some(chance: Random, values: Sequence[str], fewest: int, most: int) -> list[str]:
    return chance.sample(values, min(len(values), chance.randint(fewest, most)))


def _in_order(chance: Random, values: tuple[Any, ...], count: int) -> list[Any]:
    """Some of the values, in their own order."""
    return [values[position] for position in sorted(chance.sample(range(len(values)), count))]
