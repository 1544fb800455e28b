"""Who does the work and when they meet: organisations, associations, resource centres, series and events."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import zones
from generator.pages import open_data
from generator.pages.views import contacts, dates, measures, references
from generator.records import Record
from generator.records.common import TERRITORY
from generator.records.events import upcoming

#: how many past events a page lists; the rest are in the calendar
MAX_PAST = 20

VERTICAL = tuple(f"{kind}.vertical.subjects" for kind in TERRITORY)
LEADS = tuple(f"{kind}.leads" for kind in TERRITORY)
SHOWN_BY = ("tracks.phases.steps.record", "diagnostics.advice.records")


def organization_view(catalog: Catalog, record) -> dict[str, Any]:
    """Its place in the system, what it answers for, and everything in the base that it did or takes part in."""
    return {
        "parent": catalog.get("organizations", record.parent),
        "head": references.person_of(catalog, record.head),
        "asked": contacts.whom_to_ask(catalog, record),
        "units": catalog.linked(record, "organizations.parent"),
        "roles": roles(catalog, record, "organization"),
        "measures": measures.responsible(catalog, record),
        "practices": catalog.linked(record, "practices.authors.organization"),
        "measured": catalog.linked(record, "practices.outcomes.organization"),
        "awarded": catalog.linked(record, "practices.awards.organization"),
        "replications": _with_practices(catalog, record, "replications.organization"),
        "reviews": _with_practices(catalog, record, "reviews.organization"),
        "leads": catalog.linked(record, "associations.organization"),
        "joins": catalog.linked(record, "associations.members"),
        "centers": catalog.linked(record, "centers.organization"),
        "series": catalog.linked(record, "series.organizer"),
        "events": occasions(catalog, catalog.linked(record, "events.organizer")),
        "judges": catalog.linked(record, "series.contest.experts", "events.contest.experts"),
        "wins": wins(catalog, record),
        "tracks": catalog.linked(record, "tracks.organizer"),
        "courses": catalog.linked(record, "courses.provider"),
        "documents": issued(catalog, record),
        "indicators": _declared(catalog, record),
    }


def _with_practices(catalog: Catalog, organization: Record, path: str) -> list[tuple[Record, Record | None]]:
    """Replications or reviews of an organisation with their practices, the latest first."""
    return references.with_practice(catalog, sorted(catalog.linked(organization, path), key=dates.latest_first))


def association_view(catalog: Catalog, record) -> dict[str, Any]:
    """Its plan with the measures of the roadmap behind it, and the events that fulfil the same measures."""
    known = measures.merge_parts(measures.responsible(catalog, record), measures.proved(catalog, record))
    programme = measures.programme_of(catalog, record, known)
    planned = measures.planned(record.plan, programme)
    return {
        "organization": catalog.get("organizations", record.organization),
        "chair": references.person_of(catalog, record.chair),
        "asked": contacts.whom_to_ask(catalog, record),
        "members": [catalog.get("organizations", its_id) for its_id in record.members],
        "roles": roles(catalog, record, "association"),
        "plan": measures.plan_rows(record.plan, programme),
        "programme": programme,
        "measures": measures.merge_parts(known, planned),
        "series": _fulfilling(catalog, planned, "series"),
        "events": occasions(catalog, _fulfilling(catalog, planned, "events")),
        "tracks": catalog.linked(record, "tracks.phases.steps.record"),
        "advised": catalog.linked(record, "diagnostics.advice.records"),
    }


def center_view(catalog: Catalog, record) -> dict[str, Any]:
    """The status of today and how it came about; the yearly cycle apart from what is done once; plans by period."""
    programme = catalog.get("programmes", record.programme)
    history = sorted(record.status_history, key=lambda change: change.date.first or dt.date.min)
    held = [change for change in history if change.date.first is None or change.date.first <= catalog.today]
    cycle = measures.plan_rows(record.cycle, programme)
    host = catalog.get("organizations", record.organization)
    return {
        "host": host,
        "asked": contacts.whom_to_ask(catalog, record),
        "programme": programme,
        "lapsed": _is_lapsed(catalog, [programme]),
        "curator": references.person_of(catalog, record.curator),
        "history": [
            (change, catalog.get("documents", change.document), catalog.get("events", change.event))
            for change in history
        ],
        "state": held[-1] if held else None,
        "yearly": [row for row in cycle if row[0].when and row[0].when.is_yearly],
        "steady": [row for row in cycle if row[0].when and not row[0].when.is_yearly and not row[0].when.is_dated],
        "once": [row for row in cycle if row[0].when is None or row[0].when.is_dated],
        "plans": [
            (plan.period, _period_state(plan.period, catalog.today), measures.plan_rows(plan.items, programme))
            for plan in sorted(record.plans, key=lambda plan: plan.period, reverse=True)
        ],
        "serves": [catalog.find(address) for address in record.serves],
        "measures": measures.proved(catalog, record),
        "events": occasions(catalog, catalog.linked(host, "events.organizer") if host else ()),
        "shown_at": catalog.linked(record, *SHOWN_BY),
    }


def series_view(catalog: Catalog, record) -> dict[str, Any]:
    """Its editions by the build date. A series that has ended announces nothing, whatever its rule says."""
    parts = measures.merge_parts(measures.fulfilled(catalog, record), measures.proved(catalog, record))
    has_ended = dates.is_over(record.valid_to, catalog.today)
    found = occasions(catalog, catalog.linked(record, "events.series"))
    return {
        "organizer": catalog.get("organizations", record.organizer),
        "has_ended": has_ended,
        "lapsed": not has_ended and _is_lapsed(catalog, [part.programme for part in parts]),
        "programmes": [part.programme for part in parts],
        "measures": parts,
        "events": found | {"ahead": ()} if has_ended else found,
        **_contest(catalog, record, parts),
        "shown_at": catalog.linked(record, *SHOWN_BY),
    }


def event_view(catalog: Catalog, record) -> dict[str, Any]:
    """When it is as the build date sees it, whether one can still sign up, and what came of it."""
    parts = measures.merge_parts(measures.fulfilled(catalog, record), measures.proved(catalog, record))
    its_series = catalog.get("series", record.series)
    its_zone = zones.zone_of(catalog, record)
    deadline = record.registration.deadline if record.registration else None
    others = [e for e in catalog.linked(its_series, "events.series") if e is not record] if its_series else []
    return {
        "state": event_state(catalog, record),
        "calendar": open_data.has_calendar(record),
        "zone": dates.zone(its_zone, record.start, record.end),
        "deadline_zone": dates.zone(its_zone, deadline),
        "registration": registration(catalog, record),
        "organizer": catalog.get("organizations", record.organizer),
        "discussed": [catalog.get("practices", its_id) for its_id in record.outcome.practices]
        if record.outcome
        else [],
        "its_series": its_series,
        "editions": occasions(catalog, others),
        "measures": parts,
        **_contest(catalog, record, parts),
        "decisions": catalog.linked(record, "centers.status_history.event"),
        "awarded": catalog.linked(record, "practices.awards.event"),
        "shown_at": catalog.linked(record, *SHOWN_BY),
    }


def event_state(catalog: Catalog, record) -> str:
    """``cancelled`` and ``postponed`` as the record says; else what the build date makes of its dates."""
    return record.state if record.state != "scheduled" else dates.date_state(record.start, record.end, catalog.today)


def registration(catalog: Catalog, record) -> str:
    """``open``, ``closed`` (the deadline has passed), ``unknown`` (ahead, but the record does not say how to sign up),
    or empty when nobody signs up any more."""
    state = event_state(catalog, record)
    if state in ("cancelled", "over"):
        return ""
    if record.registration is None:
        return "unknown" if state in dates.AHEAD else ""
    return "closed" if dates.is_over(record.registration.deadline, catalog.today) else "open"


def occasions(catalog: Catalog, events) -> dict[str, Any]:
    """Events split by the build date: what is ahead, the latest of what is over, and how many are over in all."""
    behind = dates.past(catalog, events)
    return {
        "ahead": [(e, event_state(catalog, e)) for e in upcoming(events, catalog.today)],
        "past": [(e, event_state(catalog, e)) for e in behind[:MAX_PAST]],
        "past_count": len(behind),
    }


def ahead_above(catalog: Catalog, district: Record) -> list[tuple[Record, str]]:
    """(event, state) of what the region of a district has ahead beside the district's own, soonest first: the poster
    and the page say the same. Neither cancelled nor archived ones, and nothing invented beside what is real."""
    region = catalog.get("regions", district.region)
    own = {event.key for event in catalog.linked(district, "events.territory")}
    live = [
        event
        for event in (catalog.linked(region, "events.territory") if region else ())
        if event.key not in own
        and event.state != "cancelled"
        and event.status != "archived"
        and event.demo == district.demo
    ]
    return [(event, event_state(catalog, event)) for event in upcoming(live, catalog.today)]


def roles(catalog: Catalog, record: Record, name: str) -> list[tuple[Record, list[tuple[str, str, tuple[str, ...]]]]]:
    """Its part in the vertical of each territory: (territory, [(level, role, functions)]); who leads has no level."""
    found = []
    for territory in catalog.linked(record, *(f"{path}.{name}" for path in (*VERTICAL, *LEADS))):
        parts = [
            (catalog.label("management-levels", level.level), subject.role or "", subject.functions)
            for level in territory.vertical
            for subject in level.subjects
            if catalog.get(record.kind, getattr(subject, name)) is record
        ]
        parts += [
            ("", f"{lead.role}: {lead.what}" if lead.role else lead.what, ())
            for lead in territory.leads
            if catalog.get(record.kind, getattr(lead, name)) is record
        ]
        found.append((territory, parts))
    return found


def wins(catalog: Catalog, organization: Record) -> list[tuple[Record, Any, Record | None]]:
    """Contests that the organisation won: (event or series, winner, practice), latest first."""
    found = [
        (contest, winner, catalog.get("practices", winner.practice))
        for contest in catalog.linked(
            organization, "events.contest.winners.organization", "series.contest.winners.organization"
        )
        for winner in contest.contest.winners
        if catalog.get("organizations", winner.organization) is organization
    ]
    return sorted(found, key=lambda row: (*dates.backwards(getattr(row[0], "start", None)), row[0].id))


def issued(catalog: Catalog, organization) -> list[Record]:
    """Documents of the same territory whose issuer bears the organisation's name: ``issuer`` is words, no reference."""
    territory = catalog.find(organization.territory)
    if territory is not None:
        documents = catalog.linked(territory, "documents.territory")
    elif organization.level == "federal":
        documents = [d for d in catalog.all_shown("documents") if not d.territory]
    else:
        return []
    names = [_words(name) for name in (organization.title, organization.short_title) if name]
    return [
        document
        for document in documents
        if document.issuer
        and document.demo == organization.demo
        and any(f" {name} " in f" {_words(document.issuer)} " for name in names)
    ]


def _declared(catalog: Catalog, organization: Record) -> list[Record]:
    """Indicators for which the organisation has values."""
    found = {v.indicator for values in catalog.linked(organization, "values.territory") for v in values.values}
    return [i for i in catalog.all_shown("indicators") if i.id in found]


def _fulfilling(catalog: Catalog, parts: list[measures.ProgrammeMeasures], kind: str) -> list[Record]:
    """Events or series that fulfil one of the measures."""
    return [
        record
        for part in parts
        for record in catalog.linked(part.programme, f"{kind}.fulfils.programme")
        if any(
            item.measure in {place.measure.number for place in part.places}
            and catalog.get("programmes", item.programme) is part.programme
            for item in record.fulfils
        )
    ]


def _contest(catalog: Catalog, record, parts: list[measures.ProgrammeMeasures]) -> dict[str, Any]:
    """Who won a contest (winner, practice, organisation), who judges it, and its stages: their bare numbers of measures
    mean the only programme that it fulfils."""
    contest = record.contest
    if contest is None:
        return {"winners": [], "experts": [], "stages": [], "stage_calendars": {}, "programme": None}
    programme = parts[0].programme if len(parts) == 1 else None
    return {
        "winners": [
            (winner, practice, catalog.get("organizations", winner.organization))
            for winner, practice in references.with_practice(catalog, contest.winners)
        ],
        "experts": [catalog.get("organizations", its_id) for its_id in contest.experts],
        "stages": measures.plan_rows(contest.stages, programme),
        "stage_calendars": open_data.stages_ahead(catalog, record),
        "programme": programme,
    }


def _is_lapsed(catalog: Catalog, programmes: list) -> bool:
    """Return whether there are programmes behind a record and the term of all of them is over."""
    return any(programmes) and all(p.term.end and p.term.end.last < catalog.today for p in programmes if p)


def _period_state(period, today: dt.date) -> str:
    if period.last < today:
        return text.tr("закончился")
    return text.tr("идёт" if period.first <= today else "впереди")


def _words(name: str) -> str:
    return " ".join(re.sub(r"[«»\"„“”]", "", name).casefold().split())


__all__ = ["association_view", "center_view", "event_view", "organization_view", "series_view"]
