"""Ways to grow (tracks, courses, self-diagnostics) and the reference shelf (documents, terms)."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.pages.views import dates, measures
from generator.pages.views.community import event_state
from generator.records import KINDS, Record

#: practices that the diagnostics names for an area, and records of one kind that a document's page lists
MAX_ADVISED_PRACTICES = 3
MAX_CITING = 200

#: kinds of documents that are nobody's law: whether they are in force is no question
WITHOUT_FORCE = ("article", "speech")

#: how a record rests on a document, by the field that names it; a mere source needs no words
CITED_AS = {
    "programmes.approved_by": "утверждена этим документом",
    "programmes.basis.document": "основание разработки",
    "programmes.roadmap.measures.progress.proof.record": "подтверждает выполненное",
    "indicators.legal_basis": "правовое основание",
    "indicators.minimums.document": "устанавливает минимум",
    "regions.acts.document": "правовой акт территории",
    "districts.acts.document": "правовой акт территории",
    "centers.status_history.document": "решение о статусе",
}


def track_view(catalog: Catalog, record) -> dict[str, Any]:
    """Its phases, every step with the record it leads to and, for an event, whether it is still ahead."""
    return {
        "organizer": catalog.get("organizations", record.organizer),
        "phases": [(phase, [_step(catalog, step) for step in phase.steps]) for phase in record.phases],
        "has_wording": any(row.wording for row in record.enrolment),
    }


def _step(catalog: Catalog, step) -> tuple[Any, Record | None, str]:
    target = catalog.find(step.record)
    return step, target, event_state(catalog, target) if target is not None and target.kind == "events" else ""


def course_view(catalog: Catalog, record) -> dict[str, Any]:
    """Its sessions by the build date (a course that has ended announces none), and where it counts."""
    has_ended = dates.is_over(record.valid_to, catalog.today)
    sessions = [(s, dates.date_state(s.start, s.end, catalog.today)) for s in record.sessions]
    return {
        "provider": catalog.get("organizations", record.provider),
        "has_ended": has_ended,
        "sessions": sorted(
            (pair for pair in sessions if not (has_ended and pair[1] in dates.AHEAD)),
            key=lambda pair: pair[0].start.order,
        ),
        "measures": measures.proved(catalog, record),
        "tracks": catalog.linked(record, "tracks.phases.steps.record"),
        "advised": catalog.linked(record, "diagnostics.advice.records"),
    }


def diagnostics_view(catalog: Catalog, record) -> dict[str, Any]:
    """The statements by area in the order of their first appearance, with the highest sum, advice and practices."""
    top = max(point.value for point in record.scale)
    areas = {statement.area: [] for statement in record.statements}
    for statement in record.statements:
        areas[statement.area].append(statement)
    practices = _practices(catalog, record)
    advised = {area: {key for a in record.advice if a.area == area for key in a.records} for area in areas}
    return {
        "scale": sorted(record.scale, key=lambda point: point.value),
        "areas": [
            {
                "id": area,
                "statements": statements,
                "top": top * len(statements),
                "advice": _advice(catalog, record, area),
                "practices": practices(area, advised[area]),
                "has_advised": any(key.startswith("practices/") for key in advised[area]),
                "stated_by": _documents(catalog, statements),
            }
            for area, statements in areas.items()
        ],
        "tracks": catalog.linked(record, "tracks.phases.steps.record"),
    }


def _documents(catalog: Catalog, stated: Sequence[Any]) -> list[tuple[Record | None, list[int]]]:
    """Whose words these are: the documents that they name, each with the numbers of what it says; without a document
    they are the editors' own."""
    found: dict[str | None, list[int]] = {}
    for number, one in enumerate(stated, 1):
        found.setdefault(one.source, []).append(number)
    return [(catalog.get("documents", source), numbers) for source, numbers in found.items()]


def _advice(catalog: Catalog, record: Record, area: str) -> list[tuple[Any, Record | None, list[Record]]]:
    """What to do about an area, the lowest sums first, each with the document of its threshold and the records that it
    leads to."""
    advice = sorted((a for a in record.advice if a.area == area), key=lambda a: a.below)
    return [
        (a, catalog.get("documents", a.source), [to for address in a.records if (to := catalog.find(address))])
        for a in advice
    ]


def _practices(catalog: Catalog, record: Record):
    """(area, addresses named already) -> the best other practices for it: better proved first, then less about else."""
    listed = catalog.listed("practices", demo=record.demo)

    def best(area: str, named: set[str]) -> list[Record]:
        fitting = (p for p in listed if area in p.areas and p.key not in named)
        return heapq.nsmallest(MAX_ADVISED_PRACTICES, fitting, key=lambda p: proven_first(catalog, p))

    return best


def proven_first(catalog: Catalog, practice: Record) -> tuple[int, int]:
    """The order in which practices are advised for an area: better proved first, then less about else. Equal ones stay
    as they are listed."""
    return -int(catalog.evidence[practice.id].level[1:]), len(practice.areas)


def document_view(catalog: Catalog, record) -> dict[str, Any]:
    """Whether it is in force, and everything in the base that rests on it."""
    is_repealed = record.in_force == "no" or record.repealed_by is not None
    return {
        "is_repealed": is_repealed,
        "successor": catalog.get("documents", record.repealed_by),
        "says_force": is_repealed or record.in_force == "yes" or record.type not in WITHOUT_FORCE,
        "repealed": catalog.linked(record, "documents.repealed_by"),
        "cited": citations(catalog, record),
    }


def citations(catalog: Catalog, record) -> list[tuple[str, int, list[tuple[str, Record, str]]]]:
    """Who cites a document: (heading of the kind, how many, [(title, where it leads, on what ground)]), by kinds.

    Sets of values have no page: they lead to the territory they speak of.
    """
    grounds: dict[str, dict[str, tuple[Record, list[str]]]] = {}
    for path, owners in catalog.backlinks.get(record.key, {}).items():
        if path == "documents.repealed_by":
            continue
        for owner in owners:
            if owner is not record:
                words = grounds.setdefault(owner.kind, {}).setdefault(owner.key, (owner, []))[1]
                words += [text.tr(CITED_AS[path])] if path in CITED_AS else []
    found = []
    for kind in (kind for kind in KINDS if kind in grounds):
        rows = [(catalog.title_of(owner), owner, ", ".join(words)) for owner, words in grounds[kind].values()]
        rows.sort(key=lambda row: (row[1].demo, text.collate(row[0]), row[1].id))
        found.append(
            (
                text.tr(KINDS[kind].heading),
                len(rows),
                [
                    (title, catalog.find(owner.territory) if kind == "values" else owner, words)
                    for title, owner, words in rows[:MAX_CITING]
                ],
            )
        )
    return found


def term_view(catalog: Catalog, record) -> dict[str, Any]:
    """Related terms, named by this one or naming it."""
    named = {its_id: catalog.get("terms", its_id) for its_id in record.related}
    named |= {other.id: other for other in catalog.linked(record, "terms.related")}
    related = [other for other in named.values() if catalog.is_shown(other) and other is not record]
    return {"related": sorted(related, key=lambda other: (text.collate(other.title), other.id))}


__all__ = ["course_view", "diagnostics_view", "document_view", "proven_first", "term_view", "track_view"]
