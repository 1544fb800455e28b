"""Where a page leads on to: where to learn what a practice needs, who near by has tried it, what the neighbours use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import evidence
from generator.records import Record

MAX_NEXT = 4
MAX_NEARBY = 5
_KINDS = {"events": "ближайшее мероприятие", "courses": "курс", "tracks": "трек", "diagnostics": "самодиагностика"}


@dataclass(frozen=True)
class Nearby:
    """A practice that districts of the same region use: the districts, and how often it worked out there."""

    practice: Record
    districts: tuple[Record, ...]
    worked: int
    times: int


def to_learn(catalog: Catalog, practice: Record) -> list[tuple[Record, str]]:
    """Events ahead, courses and tracks that develop the same areas, each with the reason; one of a kind at first."""
    found: dict[str, list[tuple[Record, str]]] = {kind: [] for kind in _KINDS}
    seen: set[str] = set()
    for area in practice.areas:
        for kind in _KINDS:
            records: Iterable[Record] = catalog.developing(kind, area, demo=practice.demo)
            if kind == "events":
                records = catalog.upcoming_for(area, demo=practice.demo)
            for record in records:
                if len(found[kind]) == MAX_NEXT:  # more are never shown
                    break
                if record.key not in seen:
                    seen.add(record.key)
                    skill = catalog.label("areas", area)
                    reason = text.tr("{kind}, развивает то же умение: {skill}", kind=text.tr(_KINDS[kind]), skill=skill)
                    found[kind].append((record, reason))
    rounds = range(max(map(len, found.values()), default=0))
    in_turn = [members[number] for number in rounds for members in found.values() if number < len(members)]
    return in_turn[:MAX_NEXT]


def by_place(catalog: Catalog, practice: Record) -> list[tuple[Record, int]]:
    """The territories where the practice was applied, those with most reports first."""
    times: dict[str, int] = {}
    places: dict[str, Record] = {}
    for replication in catalog.linked(practice, "replications.practice"):
        place = catalog.find(replication.territory)
        if catalog.is_shown(place):
            places[place.key] = place
            times[place.key] = times.get(place.key, 0) + 1
    return [(places[key], times[key]) for key in sorted(places, key=lambda key: (-times[key], key))]


def nearby(catalog: Catalog, district: Record) -> list[Nearby]:
    """Practices that other districts of the region report and this one does not, most widely used first."""
    region = catalog.get("regions", district.region)
    if region is None:
        return []
    own = {r.practice for r in catalog.linked(district, "replications.territory")}
    own |= {p.id for p in catalog.linked(district, "practices.territory")}
    used: dict[str, list[tuple[Record, Record]]] = {}
    for other in catalog.linked(region, "districts.region"):
        if other is district or other.status == "archived" or other.demo != district.demo:
            continue
        for replication in catalog.linked(other, "replications.territory"):
            practice = catalog.get("practices", replication.practice)
            if practice is not None and practice.id not in own and catalog.is_shown(practice):
                used.setdefault(practice.id, []).append((other, replication))
    ranked = sorted(used.items(), key=lambda item: (-len({place.key for place, _ in item[1]}), -len(item[1]), item[0]))
    return [
        Nearby(
            catalog.get("practices", its_id),
            tuple({place.key: place for place, _ in found}.values()),
            sum(evidence.succeeded(replication) for _, replication in found),
            len(found),
        )
        for its_id, found in ranked[:MAX_NEARBY]
    ]
