"""Practices with everything that others wrote about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import awards, pictures
from generator.catalog.computed.maturity import is_in_force, objection_to_review
from generator.pages import drawings, labels
from generator.pages.views import dates, proven, references, related
from generator.records import Record
from generator.records.common import UNKNOWN_RIGHTS
from generator.records.events import Event
from generator.records.pictures import path_of
from generator.records.practices import STEP_TIMES, Step, minutes_of, steps_by_time

MAX_RELATED = 5


def practice_view(catalog: Catalog, record) -> dict[str, Any]:
    """Evidence with its reasons, maturity, replications, reviews, related practices with the reason, totals of time."""
    replications = sorted(catalog.linked(record, "replications.practice"), key=dates.latest_first)
    reviews = sorted(catalog.linked(record, "reviews.practice"), key=dates.latest_first)
    found = catalog.evidence[record.id]
    return {
        "evidence": found,
        "level": catalog.term("evidence-levels", found.level),
        "reasons": [proven.linked_reason(catalog, reason) for reason in found.reasons],
        "notes": [proven.linked_reason(catalog, note) for note in found.notes],
        "maturity": catalog.maturity[record.id],
        "outcomes": proven.measured_rows(catalog, record),
        "replications": [
            (item, organization, proven.denied(item))
            for item, organization in references.with_organization(catalog, replications)
        ],
        "reviews": [
            (
                review,
                organization,
                is_in_force(review, catalog.today),
                objection_to_review(record, review, catalog.ties, catalog.today).translated(),
            )
            for review, organization in references.with_organization(catalog, reviews)
        ],
        "awards": [
            (
                award,
                event,
                by,
                event is not None and awards.is_unconfirmed(catalog, record, event),
                awards.objection(catalog, record, award).translated(),
            )
            for award, by in references.with_organization(catalog, record.awards)
            for event in (catalog.one(Event, award.event),)
        ],
        "authors": [references.person_of(catalog, author) for author in record.authors],
        **glance(catalog, record),
        "step_groups": step_groups(record),
        "word_whole": None,  # the files beside the page, where they are made (generator/pages)
        "word_sheets": None,
        "drawings": drawings.of(record),
        "pictures": [(it.step or 0, path_of(record, it), it) for it in pictures.shown(catalog, record)],
        "attached": pictures.reachable(catalog, record, record.attachments),
        "unnamed": any(author.shown_name(catalog.today, catalog.site) is None for author in record.authors),
        "pictures_elsewhere": [it for it in record.pictures if it.rights == UNKNOWN_RIGHTS and it.source],
        "places": related.by_place(catalog, record),
        "to_learn": related.to_learn(catalog, record),
        "related": related_practices(catalog, record),
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
    times = steps_by_time(record.steps)
    by_steps = _minutes(times.get("lesson", ()) if times else record.steps)
    carry = labels.format_hours(c.carry_hours) if c and c.carry_hours is not None else ""
    size = ""
    if c and (c.class_size_min is not None or c.class_size_max is not None):
        parts = (("от", c.class_size_min), ("до", c.class_size_max))
        size = " ".join(f"{text.tr(word)} {number}" for word, number in parts if number is not None)
    materials = dict.fromkeys(material for step in record.steps for material in step.materials)
    equipment = [catalog.label("equipment", its_id) for its_id in c.equipment] if c else []
    return {
        "carry": carry or by_steps,
        "by_steps": by_steps if carry and by_steps != carry else "",
        "steps_said": text.tr("шаги на уроке" if times else "все шаги вместе"),
        "prepare": labels.format_hours(c.prepare_hours)
        if c and c.prepare_hours is not None
        else _minutes(times.get("before", ())),
        "class_size": size,
        "equipment": equipment,
        "materials": list(materials),
    }


def classes(catalog: Catalog, levels: Sequence[str]) -> str:
    """Stages and classes in short: «4–11 классы», «1, 3–4 классы, дошкольное образование»; a stage stands for its
    classes. Empty when nothing is named."""
    terms = catalog.vocabularies["levels"].terms
    named = [term for term in terms if {term.id, term.broader} & set(levels)]
    stages = {term.broader for term in named}
    numbers: list[list[int]] = []
    others = []
    for term in sorted(named, key=lambda term: (term.order or 10**6, term.id)):
        if term.id in stages:
            continue
        grade = labels.grade_of(term.label)
        if not grade:
            others.append(term.label[:1].lower() + term.label[1:])
        elif numbers and numbers[-1][-1] == grade - 1:
            numbers[-1].append(grade)
        else:
            numbers.append([grade])
    spans = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in numbers]
    many = len(spans) > 1 or any(len(run) > 1 for run in numbers)
    words = text.tr("{classes}\u00a0классы" if many else "{classes}\u00a0класс", classes=", ".join(spans))
    return ", ".join(([words] if spans else []) + others)


def card_facts(catalog: Catalog, record, asked: str = "") -> dict[str, Any]:
    """What a card of a listing says of a practice: what :func:`glance` says, the classes in short, the subjects (the
    one that the listing is about first, then what is inside of it or above), and what speaks against it."""
    above = {term.id: term.broader for term in catalog.vocabularies["subjects"].terms}
    return {
        **glance(catalog, record),
        "classes": classes(catalog, record.levels),
        "subjects": sorted(
            record.subjects, key=lambda one: (one != asked, asked != above.get(one), one != above.get(asked))
        ),
        "cautions": [proven.caution(key) for key in proven.cautions(catalog, record)],
    }


def _minutes(steps: Sequence[Step]) -> str:
    minutes = minutes_of(steps)
    return text.plural(minutes, "минута", "минуты", "минут") if minutes else ""


def step_groups(record) -> list[tuple[str, str, str, list[tuple[int, Step]]]]:
    """The steps as the page shows them: (time, heading, minutes in words, numbered steps). Numbers go on from group to
    group. Steps that nobody has divided are one group without a time and a heading."""
    groups, number = [], 0
    for time, steps in (steps_by_time(record.steps) or {"": record.steps}).items():
        heading = text.tr(STEP_TIMES.labels[time]).capitalize() if time else ""
        groups.append((time, heading, _minutes(steps), list(enumerate(steps, number + 1))))
        number += len(steps)
    return groups


def related_practices(catalog: Catalog, record) -> list[tuple[Record, str]]:
    """Practices to read next, each with the reason: named by the author, grown from this one, or shared areas and
    subjects."""
    found: dict[str, tuple[Record, str]] = {}
    for its_id in record.based_on:
        found[its_id] = (catalog.get("practices", its_id), text.tr("из неё выросла эта практика"))
    for other in catalog.linked(record, "practices.based_on"):
        found.setdefault(other.id, (other, text.tr("выросла из этой практики")))
    for its_id in record.related:
        found.setdefault(its_id, (catalog.get("practices", its_id), text.tr("советует автор")))
    for other in catalog.linked(record, "practices.related"):
        found.setdefault(other.id, (other, text.tr("её автор советует эту практику")))
    if len(found) < MAX_RELATED:
        for other, reason in _similar(catalog, record):
            if other.id not in found and len(found) < MAX_RELATED:
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

    best = sorted(catalog.sharing_areas(record), key=lambda other: (-shared(other), other.id))[: 2 * MAX_RELATED]
    return [(other, _why_similar(catalog, record, other)) for other in best]


def _why_similar(catalog: Catalog, record, other) -> str:
    subjects = sorted(set(record.subjects) & set(other.subjects))
    if subjects:
        return text.tr("тот же предмет: ") + ", ".join(catalog.label("subjects", its_id) for its_id in subjects)
    areas = sorted(set(record.areas) & set(other.areas))
    return text.tr("развивает то же умение: ") + ", ".join(catalog.label("areas", its_id) for its_id in areas)


def replication_view(catalog: Catalog, record) -> dict[str, Any]:
    """The practice, who applied it and where, what was measured, and whether that denies what is said."""
    return {
        "denied": proven.denied(record),
        "practice": catalog.get("practices", record.practice),
        "organization": catalog.get("organizations", record.organization),
        "reporter": references.person_of(catalog, record.reporter),
        "outcomes": proven.measured_rows(catalog, record),
    }


def review_view(catalog: Catalog, record) -> dict[str, Any]:
    """The practice, the expert centre, whether the review still holds and why it says nothing if it does not count."""
    practice = catalog.get("practices", record.practice)
    return {
        "practice": practice,
        "objection": objection_to_review(practice, record, catalog.ties, catalog.today).translated()
        if practice
        else "",
        "organization": catalog.get("organizations", record.organization),
        "expert": references.person_of(catalog, record.expert),
        "is_valid": is_in_force(record, catalog.today),
    }
