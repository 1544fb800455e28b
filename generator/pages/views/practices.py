"""Practices with everything that others wrote about them."""

from __future__ import annotations

from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import evidence
from generator.pages import words
from generator.pages.views import dates, onward
from generator.records import Record

MOST_RELATED = 5


def practice(catalog: Catalog, record) -> dict[str, Any]:
    """Evidence with its reasons, maturity, replications, reviews, related practices with the reason, totals of time."""
    reviews = catalog.linked(record, "reviews.practice")
    return {
        "evidence": catalog.evidence[record.id],
        "maturity": catalog.maturity[record.id],
        "authors": evidence.author_organizations(record),
        "replications": sorted(catalog.linked(record, "replications.practice"), key=dates.latest_first),
        "reviews": [
            (review, review.valid_until is None or catalog.today <= review.valid_until)
            for review in sorted(reviews, key=dates.latest_first)
        ],
        **glance(catalog, record),
        "places": onward.by_place(catalog, record),
        "to_learn": onward.to_learn(catalog, record),
        "related": related(catalog, record),
        "shown_at": catalog.linked(
            record,
            "events.outcome.practices",
            "events.contest.winners.practice",
            "series.contest.winners.practice",
            "tracks.phases.steps.record",
        ),
    }


def glance(catalog: Catalog, record) -> dict[str, Any]:
    """What a teacher asks first, in words: time, preparation, class, things to have. Empty where nobody has said."""
    c = record.conditions
    lesson = [step for step in record.steps if step.when == "lesson"]
    minutes = sum(step.minutes or 0 for step in lesson or record.steps)
    by_steps = text.plural(minutes, "минута", "минуты", "минут") if minutes else ""
    carry = words.hours(c.carry_hours) if c and c.carry_hours is not None else ""
    size = ""
    if c and (c.class_size_min is not None or c.class_size_max is not None):
        parts = (("от", c.class_size_min), ("до", c.class_size_max))
        size = " ".join(f"{word} {number}" for word, number in parts if number is not None)
    materials = dict.fromkeys(material for step in record.steps for material in step.materials)
    equipment = [catalog.label("equipment", its_id) for its_id in c.equipment] if c else []
    return {
        "carry": carry or by_steps,
        "by_steps": by_steps if carry and by_steps != carry else "",
        "steps_said": "шаги на уроке" if lesson else "все шаги вместе",
        "prepare": words.hours(c.prepare_hours) if c and c.prepare_hours is not None else "",
        "class_size": size,
        "equipment": equipment,
        "materials": list(materials),
    }


def related(catalog: Catalog, record) -> list[tuple[Record, str]]:
    """Practices to read next, each with the reason: named by the author, grown from this one, or shared areas and
    subjects."""
    found: dict[str, tuple[Record, str]] = {}
    for its_id in record.based_on:
        found[its_id] = (catalog.get("practices", its_id), "из неё выросла эта практика")
    for other in catalog.linked(record, "practices.based_on"):
        found.setdefault(other.id, (other, "выросла из этой практики"))
    for its_id in record.related:
        found.setdefault(its_id, (catalog.get("practices", its_id), "советует автор"))
    for other in catalog.linked(record, "practices.related"):
        found.setdefault(other.id, (other, "её автор советует эту практику"))
    if len(found) < MOST_RELATED:
        for other, reason in _similar(catalog, record):
            if other.id not in found and len(found) < MOST_RELATED:
                found[other.id] = (other, reason)
    return [(other, reason) for other, reason in found.values() if catalog.is_shown(other)]


def _similar(catalog: Catalog, record) -> list[tuple[Record, str]]:
    """Practices that share most with this one, best first; ties by id, so that the order never depends on chance."""
    areas, subjects, levels, forms = map(set, (record.areas, record.subjects, record.levels, record.forms))

    def shared(other) -> int:
        return (
            2 * len(areas.intersection(other.areas))
            + 2 * len(subjects.intersection(other.subjects))
            + len(levels.intersection(other.levels))
            + len(forms.intersection(other.forms))
        )

    best = sorted(catalog.sharing_areas(record), key=lambda other: (-shared(other), other.id))[: 2 * MOST_RELATED]
    return [(other, _why_similar(catalog, record, other)) for other in best]


def _why_similar(catalog: Catalog, record, other) -> str:
    subjects = sorted(set(record.subjects) & set(other.subjects))
    if subjects:
        return "тот же предмет: " + ", ".join(catalog.label("subjects", its_id) for its_id in subjects)
    areas = sorted(set(record.areas) & set(other.areas))
    return "развивает то же умение: " + ", ".join(catalog.label("areas", its_id) for its_id in areas)


def replication(catalog: Catalog, record) -> dict[str, Any]:
    """The practice, who applied it and where."""
    return {
        "practice": catalog.get("practices", record.practice),
        "organization": catalog.get("organizations", record.organization),
        "territory": catalog.find(record.territory),
    }


def review(catalog: Catalog, record) -> dict[str, Any]:
    """The practice, the expert centre, and whether the review still counts."""
    return {
        "practice": catalog.get("practices", record.practice),
        "organization": catalog.get("organizations", record.organization),
        "is_valid": record.valid_until is None or catalog.today <= record.valid_until,
    }
