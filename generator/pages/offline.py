"""What a reader may take along: the sections of the site that can be kept on a device, and the page that offers them.

A section is a set of folders of the finished site; how large it is, ``publish/offline`` counts when the site is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.catalog import Catalog
from generator.pages import by_term
from generator.records import KINDS, PAGED
from generator.records.practices import Practice
from generator.records.territories import District
from generator.settings import Settings
from generator.text.language import tr

OFFLINE_PAGE = "bez-interneta.md"
APP_MANIFEST = "manifest.webmanifest"
EVERYTHING = "vse"
"""The section, and its list of files, of everything that can be taken."""
_FOR_ANY = "practices-any"
#: what is taken along as one: neither is much on its own
_REFERENCE = ("terms", "documents")
_GROUPS = {
    "all": "Целиком", "levels": "Практики по ступени", "subjects": "Практики по предмету",
    "districts": "Район", "more": "Справочник",
}  # fmt: skip


@dataclass(frozen=True)
class OfflineShare:
    """Folders of the finished site (``practices/mozaika``: everything below it too) that one list of files names."""

    id: str
    folders: tuple[str, ...]


@dataclass(frozen=True)
class OfflineSection:
    """What can be taken at once: its name, the group that it stands in, the shares that it is made of, and the folder
    of the page to begin with."""

    id: str
    title: str
    group: str
    shares: tuple[str, ...]
    first: str


def offline_shares(catalog: Catalog) -> tuple[OfflineShare, ...]:
    """What the sections are made of, beside :data:`EVERYTHING`; two shares may have a folder in common."""
    return tuple(share for share, _ in _cut(catalog) if share.id != EVERYTHING)


def offline_sections(catalog: Catalog) -> tuple[OfflineSection, ...]:
    """What the site offers to take, in the order of the page."""
    return tuple(section for _, section in _cut(catalog) if section)


def view(catalog: Catalog) -> dict[str, Any]:
    """What the page shows: for every group its heading and its sections."""
    found = offline_sections(catalog)
    by_group = {tr(heading): [one for one in found if one.group == name] for name, heading in _GROUPS.items()}
    return {"groups": [(heading, its) for heading, its in by_group.items() if its]}


def manifest(settings: Settings) -> tuple[str, bytes]:
    """The file by which a browser can put the site among the applications of a device: path -> bytes. Its addresses
    count from where it lies, so the site may lie in a folder."""
    icons = [{"src": "assets/images/favicon.svg", "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": f"assets/images/app-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    content = {
        "name": settings.site_name,
        "short_name": settings.site_name,
        "lang": settings.language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#12535a",
        "icons": icons,
    }
    return APP_MANIFEST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _cut(catalog: Catalog) -> Iterator[tuple[OfflineShare, OfflineSection | None]]:
    """Every share with the section that is named after it; a share without one is part of others."""
    yield OfflineShare(EVERYTHING, ("",)), OfflineSection(EVERYTHING, tr("Вся база"), "all", (EVERYTHING,), "")
    if catalog.all_shown("practices"):
        yield _all_of("practices", tr("Все практики"), "all", "practices")
        yield from _by_level(catalog)
        yield from _by_subject(catalog)
    for district in catalog.shown_of(District):
        its_id = f"district-{district.id}"
        named = catalog.title_of(district)
        yield (
            OfflineShare(its_id, _about(catalog, district)),
            OfflineSection(its_id, named, "districts", (its_id,), district.key),
        )
    if "diagnostics" not in catalog.without:
        own = ("marshrut", "diagnostics", "tracks", "assets/route", "assets/form")
        yield _all_of("route", tr("Самодиагностика и мой маршрут"), "more", *own)
    if any(address.startswith("guides/") for address in catalog.content):
        yield _all_of("guides", tr("Руководства"), "more", "guides", "about")
    reference = [kind for kind in _REFERENCE if kind in catalog.kinds]
    if len(reference) == len(_REFERENCE):
        yield _all_of("terms", tr("Словарь и документы"), "more", *reference)
    elif reference:
        yield _all_of("terms", tr(KINDS[reference[0]].heading), "more", *reference)


def _all_of(its_id: str, title: str, group: str, *folders: str) -> tuple[OfflineShare, OfflineSection]:
    return OfflineShare(its_id, folders), OfflineSection(its_id, title, group, (its_id,), folders[0])


def _by_level(catalog: Catalog) -> Iterator[tuple[OfflineShare, OfflineSection | None]]:
    """The lists of a stage and of its classes, and its practices: classes of one stage have most of them in common."""
    lists = by_term.term_lists_of_kind(catalog, "practices").get("levels", [])
    for stage in (one for one in lists if not one.parent):
        its_id = f"level-{stage.id}"
        pages = [one.path.removesuffix(".md") for one in lists if stage.id in (one.id, one.parent)]
        practices = sorted({record.key for record in (*stage.records, *stage.suited)})
        yield (
            OfflineShare(its_id, (*pages, *practices)),
            OfflineSection(its_id, stage.label, "levels", (its_id,), stage.path.removesuffix(".md")),
        )


def _by_subject(catalog: Catalog) -> Iterator[tuple[OfflineShare, OfflineSection | None]]:
    """The list of a subject and its practices; those for any subject are a share that all subjects have."""
    for_any = {record.key for record in catalog.shown_of(Practice) if not record.subjects}
    more = (_FOR_ANY,) if for_any else ()
    if for_any:
        yield OfflineShare(_FOR_ANY, tuple(sorted(for_any))), None
    for one in by_term.term_lists_of_kind(catalog, "practices").get("subjects", ()):
        its_id = f"subject-{one.id}"
        page = one.path.removesuffix(".md")
        practices = sorted({record.key for record in (*one.records, *one.suited)} - for_any)
        yield (
            OfflineShare(its_id, (page, *practices)),
            OfflineSection(its_id, one.label, "subjects", (*more, its_id), page),
        )


def _about(catalog: Catalog, district: District) -> tuple[str, ...]:
    """The pages of a district, of its region, and of everything that says it is there or for it."""
    own = catalog.backlinks.get(district.key, {})
    there = {
        record.key
        for path, records in own.items()
        if path.endswith((".territory", ".serves"))
        for record in records
        if record.kind in PAGED
    }
    region = catalog.get("regions", district.region)
    above = [region.key] if region and catalog.is_shown(region) else []
    return (district.key, *above, *sorted(there))
