"""What the home page shows: ways to a practice within a minute, then what is proven, near, ahead and new.

Everything is counted from the records that the linked pages show, by the same functions. Where a base has no real
practice yet the ways lead to the demonstration ones and the page says so. What a base lacks is told on the map of
white spots, not here: a section without records is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.pages import by_term, catalogue
from generator.records import KINDS, Record
from generator.records.events import upcoming
from generator.settings.look import HOME_PARTS

NEWEST = 4
NEXT_EVENTS = 4
STRONGEST = 3
MAX_SUBJECTS = 8
MAX_PLACES = 6
#: the kinds whose numbers stand at the end
COUNTED = ("practices", "programmes", "indicators", "organizations", "associations", "events", "documents", "terms")
#: the guide whose headings are the difficulties in a teacher's own words, each with the practices it links to
DIFFICULTIES = "guides/zatrudneniia"
#: a condition that more than this part of the practices meets tells none from another
#: months of progress on the scale of the EEF that the filter «+5 месяцев и больше» asks for, too
HIGH = 5


@dataclass(frozen=True)
class Shortcut:
    """A line that leads to practices: what it says, how many there are, the path of a ready list or a query; ``suited``
    is how many more the list has that suit it without naming it."""

    label: str
    count: int
    path: str = ""
    query: str = ""
    suited: int = 0


@dataclass(frozen=True)
class Difficulty:
    """What a teacher comes with («Половина класса молчит»), the place in the guide that answers, and how many
    practices it names there."""

    label: str
    anchor: str
    count: int


@dataclass(frozen=True)
class DistrictSummary:
    """A district with its region and what has been told of practices there."""

    district: Record
    region: Record | None
    replications: int
    practices: int


def view(catalog: Catalog, parts: Sequence[str] = ()) -> dict[str, Any]:
    """All sections of the page in their order, ``parts`` or the product's; lists may be empty, the template says so in
    words."""
    real = catalog.listed("practices")
    only_demo = not real
    practices = real or catalog.listed("practices", demo=True)
    lists = by_term.term_lists_of_kind(catalog, "practices")
    subjects = _ways(lists, "subjects", only_demo, top=True)
    return {
        "parts": parts or tuple(HOME_PARTS),
        "only_demo": only_demo and bool(practices),
        "has_demo": catalog.has_demo,
        "count": len(practices),
        "difficulties": difficulties(catalog),
        "guide": DIFFICULTIES,
        "areas": _ways(lists, "areas", only_demo),
        "subjects": _best(subjects, MAX_SUBJECTS),
        "stages": _ways(lists, "levels", only_demo, top=True),
        "roots": {key: by_term.root_path("practices", found[0].facet) for key, found in lists.items()},
        "conditions": conditions(catalog, practices),
        "local": strongest(catalog, practices),
        "published": proven_practices(practices),
        "places": places(catalog, demo=False),
        "demo_places": places(catalog, demo=True),
        "regions": [_region(catalog, region) for region in catalog.listed("regions")],
        "demo_regions": [_region(catalog, region) for region in catalog.listed("regions", demo=True)],
        "newest": newest(practices),
        "events": upcoming(catalog.listed("events"), catalog.today)[:NEXT_EVENTS],
        "demo_events": upcoming(catalog.listed("events", demo=True), catalog.today)[:NEXT_EVENTS],
        "figures": [
            (kind, len(found), text.noun(len(found), *KINDS[kind].label))
            for kind in COUNTED
            if (found := catalog.listed(kind))
        ],
    }


def difficulties(catalog: Catalog) -> list[Difficulty]:
    """The headings of the guide under which practices of the base are linked to, in its order; none without it.

    The guide is a text like any other: whoever changes it changes the home page, and the check of links keeps it from
    leading to nothing.
    """
    page = catalog.content.get(DIFFICULTIES)
    found = []
    for section in text.sections(page.body) if page else ():
        named = set(re.findall(r'href="(practices/[^"#]+)"', section.html))
        shown = [one for address in named if catalog.is_shown(one := catalog.find(address.rstrip("/")))]
        live = [one for one in shown if one.status != "archived" and not one.demo]
        if section.level == 2 and live:
            found.append(Difficulty(section.title, text.slug(section.title), len(live)))
    return found


def _ways(lists: by_term.TermLists, key: str, demo: bool, *, top: bool = False) -> list[Shortcut]:
    """The ready lists of a facet that have records, in the order of the vocabulary; ``top``: without narrower terms."""
    found = [one for one in lists.get(key, ()) if not (top and one.parent)]
    ways = [
        Shortcut(one.label, len(one.records), one.path, suited=len(one.suited))
        if demo
        else Shortcut(one.label, one.real, one.path, suited=one.real_suited)
        for one in found
    ]
    return [way for way in ways if way.count]


def _best(ways: Sequence[Shortcut], most: int) -> list[Shortcut]:
    """The ``most`` ways with most practices, in the order in which they came."""
    kept = sorted(ways, key=lambda way: -way.count)[:most]
    return [way for way in ways if way in kept]


def conditions(catalog: Catalog, practices: Sequence[Record]) -> list[Shortcut]:
    """«Подойдёт ли мне?»: the filters that the catalogue has, each with how many practices it leaves; those that leave
    nearly all of many are no choice."""
    words = {
        "simple": "Есть доска, тетради и бумага, больше ничего",
        "sheets": "Нужны готовые листы, чтобы раздать",
        "small": "В школе мало детей, классы вместе",
        "offline": "В кабинете нет интернета",
        "no-projector": "Нет проектора и экрана",
    }
    found = [
        Shortcut(text.tr(words[key]), sum(bool(met(practice)) for practice in practices), query=f"?fit={key}")
        for key, _, met in catalogue.FIT_CONDITIONS
    ]
    hours = [catalogue.prepare_hours(catalog, practice) for practice in practices]
    for most, label in ((0.5, "На подготовку есть полчаса"), (1, "На подготовку есть час")):
        ready = sum(h is not None and h <= most for h in hours)
        found.append(Shortcut(text.tr(label), ready, query=f"?hours={most}&sort=preparation"))
    most = len(practices) * (catalogue.NEARLY if len(practices) >= catalogue.FEW else 1)
    return [way for way in found if 0 < way.count <= most]


def strongest(catalog: Catalog, practices: Sequence[Record]) -> list[Record]:
    """Practices whose result somebody has measured (from Д2 up), best proven first; none when nobody has measured."""
    level = {practice.id: int(catalog.evidence[practice.id].level[1:]) for practice in practices}
    measured = [practice for practice in practices if level[practice.id] >= 2]
    return sorted(measured, key=lambda p: (-level[p.id], p.id))[:STRONGEST]


def proven_practices(practices: Sequence[Record]) -> list[tuple[Record, Any]]:
    """Practices about whose method a review of research says much progress, each with that review; most months first.

    An axis of its own: these are averages of many studies elsewhere, not results of this place.
    """
    found = []
    for practice in practices:
        estimates = [item for item in practice.synthesis if item.months is not None and item.months >= HIGH]
        if estimates:
            found.append((practice, max(estimates, key=lambda item: item.months)))
    return sorted(found, key=lambda pair: (-pair[1].months, pair[0].id))[:STRONGEST]


def places(catalog: Catalog, *, demo: bool) -> list[DistrictSummary]:
    """Districts where most practices were applied first, then those that have told of none, by title."""
    found = [
        DistrictSummary(
            district,
            catalog.get("regions", district.region),
            len(catalog.linked(district, "replications.territory")),
            len(catalog.linked(district, "practices.territory")),
        )
        for district in catalog.listed("districts", demo=demo)
        if not district.valid_to or district.valid_to >= catalog.today
    ]
    return sorted(found, key=lambda place: -place.replications)[:MAX_PLACES]


def _region(catalog: Catalog, region: Record) -> tuple[Record, int]:
    present = [d for d in catalog.linked(region, "districts.region") if d.status != "archived"]
    return region, len(present)


def newest(practices: Sequence[Record]) -> list[Record]:
    """The latest by the day of the record."""
    return sorted(practices, key=lambda p: (-(p.updated or dt.date.min).toordinal(), p.id))[:NEWEST]
