"""Regions and districts: one view for both, because a resident asks both the same questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import lifetimes, zones
from generator.pages import open_data
from generator.pages.views import (
    answers,
    community,
    contacts,
    dates,
    indicators,
    programmes,
    references,
    related,
    value_lines,
)
from generator.records import KINDS, Record
from generator.records.territories import Act, District, Region, Subject, Territory

MAX_TERRITORY_PRACTICES = 40  # of a place on its page; a region of a thousand schools has hundreds


@dataclass(frozen=True)
class Member:
    """A subject of the vertical: its record, or the title it is known by."""

    record: Record | None
    subject: Subject


@dataclass(frozen=True)
class Year:
    """Schools and teachers of a year; ``parts`` says of how many districts a sum knows, None for a published figure."""

    year: int
    schools: int | None
    teachers: int | None
    source: references.CitedSource | None = None
    schools_of: tuple[int, int] | None = None
    teachers_of: tuple[int, int] | None = None


def region_view(catalog: Catalog, record: Region) -> dict[str, Any]:
    """Beside what every territory shows: its districts, what the base has of them together, sums of their figures."""
    districts = catalog.linked(record, "districts.region")
    present = [district for district in districts if lifetimes.exists_on(district, catalog.today)]
    view = {
        **territory_view(catalog, record),
        "region": None,
        "nearby": [],
        "districts": present,
        "former_districts": [district for district in districts if district not in present],
        "in_districts": _in_districts(catalog, present),
        "told_in_districts": any(catalog.linked(one, f"{kind}.territory") for one in present for kind in _REPORTED),
        "programmes_above": [],
        "ahead_above": [],
        "years": years(catalog, record, districts),
    }
    return _topped(catalog, view, record)


def district_view(catalog: Catalog, record: District) -> dict[str, Any]:
    """Beside what every territory shows: its region and the programmes of the region."""
    above = catalog.get("regions", record.region)
    view = {
        **territory_view(catalog, record),
        "region": above,
        "nearby": related.nearby(catalog, record),
        "districts": [],
        "former_districts": [],
        "in_districts": [],
        "told_in_districts": False,
        "programmes_above": programmes.tallies(catalog, _programmes_above(catalog, record, above)),
        "years": years(catalog, record, []),
        "ahead_above": community.ahead_above(catalog, record),
    }
    return _topped(catalog, view, record)


def _topped(catalog: Catalog, view: dict[str, Any], record: Territory) -> dict[str, Any]:
    """The view with what stands at the top of the page and is taken from the rest of it."""
    tops = {"overview": overview(view), "answer": answers.answer(view, catalog.today)}
    return {**view, **tops, "contents": answers.contents(view, record, catalog.kinds)}


def territory_view(catalog: Catalog, record: Territory) -> dict[str, Any]:
    """What both show: people, figures, programmes, events, practices, documents of the place."""
    sources = value_lines.Sources()
    blocks = indicators.indicator_blocks(catalog, record, record.indicators, sources)
    practices = catalog.linked(record, "practices.territory")
    replications = catalog.linked(record, "replications.territory")
    return {
        "is_over": record.valid_to is not None and record.valid_to < catalog.today,
        "clock": dates.clock(zone, catalog.today) if (zone := zones.zone_at(catalog, record)) else "",
        "successors": [catalog.find(address) for address in record.successors],
        "predecessors": catalog.linked(record, "regions.successors", "districts.successors"),
        "leads": [(lead, references.body_of(catalog, lead)) for lead in record.leads],
        "curator": references.person_of(catalog, record.curator),
        "vertical": vertical(catalog, record),
        "blocks": [block for block in blocks if block.lines],
        "without_values": [block for block in blocks if not block.lines],
        "sources_of_values": sources.listed(catalog),
        "programmes": programmes.tallies(catalog, catalog.linked(record, "programmes.territory")),
        "events": community.occasions(catalog, catalog.linked(record, "events.territory")),
        "filled": open_data.count_announced(open_data.events_at(catalog, record)),
        "series": catalog.linked(record, "series.territory"),
        "practices": practices[:MAX_TERRITORY_PRACTICES],
        "practices_count": len(practices),
        "replications_count": len(replications),
        "replications": [
            (catalog.get("practices", item.practice), item, catalog.get("organizations", item.organization))
            for item in sorted(replications, key=dates.latest_first)[:MAX_TERRITORY_PRACTICES]
        ],
        "asked": contacts.whom_to_ask(catalog, record),
        "associations": catalog.linked(record, "associations.territory"),
        "centers": catalog.linked(record, "centers.territory", "centers.serves"),
        "organizations": organizations_by_level(catalog, record),
        "tracks": catalog.linked(record, "tracks.territory"),
        "courses": catalog.linked(record, "courses.territory"),
        "acts": acts(catalog, record.acts),
        "documents": _other_documents(catalog, record),
        "clusters": [
            (cluster, references.cite(catalog, cluster.source))
            for cluster in sorted(record.clusters, key=lambda cluster: -cluster.year)
        ],
    }


def overview(view: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The figures at the top of the page, each leading to its section: (anchor, number, word)."""
    counts = (
        ("raiony", "districts", len(view["districts"])),
        ("pokazateli", "indicators", len(view["blocks"]) + len(view["without_values"])),
        ("programmy", "programmes", len(view["programmes"]) + len(view["programmes_above"])),
        ("praktiki", "practices", view["practices_count"]),
        ("praktiki", "replications", view["replications_count"]),
        ("meropriiatiia", "events", len(view["events"]["ahead"]) + view["events"]["past_count"]),
        ("soobshchestva", "associations", len(view["associations"])),
        ("organizatsii", "organizations", sum(len(found) for _, found in view["organizations"])),
    )
    return [(anchor, text.number(n), text.noun(n, *KINDS[kind].label)) for anchor, kind, n in counts if n]


def vertical(catalog: Catalog, record: Territory) -> list[tuple[str, list[Member]]]:
    """The subjects by level, from the country to the school (the order of the vocabulary)."""
    order = _levels(catalog)
    found = sorted(record.vertical, key=lambda item: order.get(item.level, len(order)))
    return [
        (
            catalog.label("management-levels", item.level),
            [Member(references.body_of(catalog, subject), subject) for subject in item.subjects],
        )
        for item in found
    ]


def organizations_by_level(catalog: Catalog, record: Territory) -> list[tuple[str, list[Record]]]:
    """The organisations of the place by level."""
    groups: dict[str, list[Record]] = {}
    for organization in catalog.linked(record, "organizations.territory"):
        groups.setdefault(organization.level, []).append(organization)
    order = _levels(catalog)
    return [
        (catalog.label("management-levels", level), groups[level])
        for level in sorted(groups, key=lambda level: order.get(level, len(order)))
    ]


def acts(catalog: Catalog, items: Sequence[Act]) -> list[tuple[Record | None, str | None, Record | None]]:
    """(document, title, what came in its place): documents of the base first (those in force before those that are
    not), then what is known by subject only."""
    pairs = [(catalog.get("documents", item.document), item.title) for item in items]
    pairs.sort(key=lambda pair: (pair[0] is None, pair[0] is not None and pair[0].in_force == "no"))
    return [
        (document, title, catalog.get("documents", document.repealed_by) if document else None)
        for document, title in pairs
    ]


def years(catalog: Catalog, record: Territory, districts: Sequence[District]) -> list[Year]:
    """Published figures by year, latest first; where the region itself has none for a year, the sum over districts."""
    found = {
        item.year: Year(item.year, item.schools, item.teachers, references.cite(catalog, item.source))
        for item in record.statistics
    }
    theirs = {(d.id, item.year): item for d in districts for item in d.statistics}
    for year in {year for _, year in theirs} - set(found):
        asked = [d for d in districts if (d.id, year) in theirs or lifetimes.exists_on(d, dt.date(year, 12, 31))]
        parts = [item for (_, its_year), item in theirs.items() if its_year == year]
        schools = [item.schools for item in parts if item.schools is not None]
        teachers = [item.teachers for item in parts if item.teachers is not None]
        found[year] = Year(
            year,
            sum(schools) if schools else None,
            sum(teachers) if teachers else None,
            None,
            (len(schools), len(asked)) if schools else None,
            (len(teachers), len(asked)) if teachers else None,
        )
    return [found[year] for year in sorted(found, reverse=True)]


def _programmes_above(catalog: Catalog, record: District, region: Record | None) -> list[Record]:
    """The region's programmes; a district that is no more had no part in those that began after it."""
    found = catalog.linked(region, "programmes.territory") if region else ()
    return [p for p in found if record.valid_to is None or p.term.start.first <= record.valid_to]


_REPORTED = ("practices", "replications")


def _in_districts(catalog: Catalog, districts: Sequence[Record]) -> list[tuple[str, str]]:
    """What the base has of the districts together: (number, word) for the kinds that occur, each record once."""
    kinds = ("practices", "replications", "organizations", "associations", "events")
    counts = (
        (kind, len({r.key for district in districts for r in catalog.linked(district, f"{kind}.territory")}))
        for kind in kinds
    )
    return [(text.number(count), text.noun(count, *KINDS[kind].label)) for kind, count in counts if count]


def _other_documents(catalog: Catalog, record: Territory) -> list[Record]:
    """Documents of the place that the acts have not named."""
    named = {act.document for act in record.acts}
    return [d for d in catalog.linked(record, "documents.territory") if d.id not in named]


def _levels(catalog: Catalog) -> dict[str, int]:
    vocabulary = catalog.vocabularies.get("management-levels")
    terms = sorted(vocabulary.terms, key=lambda term: term.order or 0) if vocabulary else []
    return {term.id: position for position, term in enumerate(terms)}
