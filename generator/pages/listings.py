"""The listings of every kind, the list of guides: what they show and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.pages import open_data
from generator.pages.digests import InList
from generator.pages.views.dates import past
from generator.records import KINDS, Record
from generator.records.events import Event, upcoming
from generator.records.learning import Glossary

PAGE_SIZE = 60
#: with fewer a glossary is seen at a glance
LETTERS_FROM = 20

#: a pager names so many pages on either side of the one that is open, and all pages while there are few
NEAR, FEW_PAGES = 2, 9

Groups = list[tuple[str, tuple[Record, ...]]]


def listing_pages(catalog: Catalog, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of a listing: the first at ``<kind>/``, further ones at ``<kind>/stranitsa/<n>/``.

    Demonstration records have a place of their own behind the real ones.
    """
    records = arranged(catalog, kind, demo=False)
    demo = arranged(catalog, kind, demo=True)
    numbered = [(record, group) for group, members in (*records, *demo) for record in members]
    pages = max(1, -(-len(numbered) // PAGE_SIZE))
    letters = _letters(kind, [title for _, title in numbered])
    filled = open_data.count_announced(open_data.events_of_base(catalog)) if kind == Event.kind else None
    paths = [listing_path(kind, number) for number in range(1, pages + 1)]
    for number, path in enumerate(paths, 1):
        chunk = numbered[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        yield (
            path,
            {
                "kind": kind,
                "model": KINDS[kind],
                "groups": _regrouped(chunk),
                "number": number,
                "pager": pager_links(paths, number),
                "count": sum(len(members) for _, members in records),
                "demo_count": sum(len(members) for _, members in demo),
                "filled": filled,
                "letters": letters,
            },
        )


def pager_links(paths: Sequence[str], number: int) -> list[tuple[int, str] | None]:
    """What the pager of page ``number`` (from 1) of ``paths`` names: numbers with paths, None where it leaves some out;
    nothing for a single page. All of a thousand pages would be most of what each of them weighs."""
    last = len(paths)
    first_near, last_near = (number - NEAR, number + NEAR) if last > FEW_PAGES else (1, last)
    named = sorted({1, last, *range(max(1, first_near), min(last, last_near) + 1)}) if last > 1 else []
    found: list[tuple[int, str] | None] = []
    for before, at in zip([0, *named], named, strict=False):
        if at - before == 2:  # nothing is shorter than the gap that would stand for one page
            found.append((at - 1, paths[at - 2]))
        elif at - before > 2:
            found.append(None)
        found.append((at, paths[at - 1]))
    return found


def _letters(kind: str, titles: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The letters to jump to: for each the page where it begins and the name of its heading there."""
    found: dict[str, tuple[str, str]] = {}
    for place, title in enumerate(titles):
        if kind == Glossary.kind and len(title) == 1 and title not in found:
            name = f"bukva-{text.slug(title) or 'net'}"
            names = [anchor for _, anchor in found.values()]  # «Е» and «Э» are one in Latin letters
            taken = sum(anchor == name or anchor.startswith(f"{name}-") for anchor in names)
            found[title] = listing_path(kind, place // PAGE_SIZE + 1), f"{name}-{taken + 1}" if taken else name
    return found


def all_listings(catalog: Catalog) -> dict[str, Any]:
    """What the page of the search leads to: every listing, and the guides where there are some."""
    return {"sections": with_counts(catalog), "guided": bool(guides(catalog)["guides"])}


def with_counts(catalog: Catalog) -> list[tuple[type[Record], int]]:
    """The kinds that have listings, each with how many real records its listing offers."""
    return [(KINDS[kind], len(catalog.listed(kind))) for kind in catalog.paged]


def listing_path(kind: str, number: int) -> str:
    """The Markdown path of page ``number`` (from 1) of a listing."""
    return f"{kind}/index.md" if number == 1 else f"{kind}/stranitsa/{number}.md"


def arranged(catalog: Catalog, kind: str, *, demo: bool) -> Groups:
    """The records of a listing in named groups: events by time, districts by region, the rest in one alphabetical
    group."""
    records = catalog.listed(kind, demo=demo)
    if not records:
        return []
    head = text.tr("Демонстрационные записи") if demo else ""
    by = _GROUPED.get(kind)
    groups = by(catalog, records) if by and not (demo and kind == Glossary.kind) else [("", records)]
    return [(": ".join(filter(None, (head, title))), members) for title, members in groups if members]


def _by_time(catalog: Catalog, records: Sequence[Record]) -> Groups:
    ahead = upcoming(records, catalog.today)
    return [(text.tr("Скоро"), ahead), (text.tr("Прошедшие"), past(catalog, records))]


def _by_region(catalog: Catalog, records: Sequence[Any]) -> Groups:
    found: dict[str, list[Record]] = {}
    for record in records:
        region = catalog.get("regions", record.region)
        found.setdefault(region.title if region else record.region, []).append(record)
    return [(title, tuple(members)) for title, members in found.items()]


def _by_letter(catalog: Catalog, records: Sequence[Record]) -> Groups:
    """By the first letter, «Ё» with «Е»; what begins with no letter comes first, without one."""
    if len(records) < LETTERS_FROM:
        return [("", tuple(records))]
    found: dict[str, list[Record]] = {}
    for record in records:
        first = next(filter(str.isalnum, catalog.title_of(record)), "")
        letter = text.folded(first).upper() if first.isalpha() else ""
        found.setdefault(letter, []).append(record)
    return [(letter, tuple(members)) for letter, members in found.items()]


#: kinds whose listings have groups
_GROUPED: dict[str, Callable[[Catalog, Sequence[Any]], Groups]] = {
    "events": _by_time, "districts": _by_region, "terms": _by_letter,
}  # fmt: skip


def guides(catalog: Catalog) -> dict[str, Any]:
    """Hand-written pages below ``guides/``, by their order."""
    found = [page for page in catalog.content.values() if page.address.startswith("guides/")]
    return {"guides": sorted(found, key=lambda page: (page.order or 999, page.title))}


def _regrouped(chunk) -> list[tuple[str, InList[Record]]]:
    groups: list[tuple[str, list[Record]]] = []
    for record, title in chunk:
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
        groups[-1][1].append(record)
    return [(title, InList(members)) for title, members in groups]
