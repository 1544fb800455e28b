"""What is new and what has changed, to subscribe to: Atom (RFC 4287) and JSON Feed 1.1, the newest first.

The days are those of the records and of the memory of the base (``data/first-published.txt``), never those of git or of
the build. They stand at midnight UTC: that is the same day in every zone of Russia.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from generator.catalog import Catalog
from generator.pages import File, by_term, labels, open_data
from generator.records import KINDS, Record
from generator.records.common import TERRITORY
from generator.records.fields import marked
from generator.records.programmes import Values
from generator.records.scalars import RefTo
from generator.records.territories import District, Region
from generator.settings import Settings

_MOST = 50  # entries of a feed: who reads it once a week misses nothing
_NO_MEMORY = dt.date(2000, 1, 1)  # a feed has to name a day; a build has none of its own


@dataclass(frozen=True)
class _Change:
    """The last thing that happened to a record."""

    record: Record
    day: dt.date
    published: dt.date | None
    address: str
    title: str

    @property
    def is_new(self) -> bool:
        return self.published == self.day


def feed_files(catalog: Catalog, settings: Settings) -> Iterator[File]:
    """Every feed: of the site, of each kind, subject, region and district."""
    name = settings.site_name
    changes = _changes(catalog)
    real = [change for change in changes if not change.record.demo]
    yield from _files(catalog, name, "", f"{name}: что нового", real)
    for kind in catalog.paged:
        own = [change for change in real if change.record.kind == kind]
        yield from _files(catalog, name, kind, f"{name}: {KINDS[kind].heading}", own)
    listed = by_term.terms_with_page(catalog, "practices", "subjects")
    for term in (term for term in open_data.subjects(catalog) if term.id in listed):
        names = {term.id, *term.aliases}
        own = [change for change in real if not names.isdisjoint(getattr(change.record, "subjects", ()))]
        folder = open_data.subject_folder("practices", term.id)
        yield from _files(catalog, name, folder, f"{name}: {term.label}", own, "practices")
    yield from _of_places(catalog, name, changes)


def _of_places(catalog: Catalog, name: str, changes: Sequence[_Change]) -> Iterator[File]:
    at: dict[str, list[_Change]] = {}
    for change in changes:
        for key in _places(catalog, change.record):
            at.setdefault(key, []).append(change)
    for place in (*catalog.shown_of(Region), *catalog.shown_of(District)):
        own = [change for change in at.get(place.key, ()) if change.record.demo == place.demo]
        yield from _files(catalog, name, place.key, f"{name}: {catalog.title_of(place)}", own)


def _places(catalog: Catalog, record: Record) -> set[str]:
    """The territories that a record concerns: itself, those that it names, the regions that they lie in."""
    named = [record.key] if record.kind in TERRITORY else []
    for field, many in _territory_fields(type(record)):
        value = getattr(record, field)
        named += value if many else [value] if value else []
    found = [its for key in named if (its := catalog.find(key))]
    regions = [catalog.one(Region, its.region) for its in found if isinstance(its, District)]
    return {its.key for its in (*found, *regions) if its}


@cache
def _territory_fields(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (name, many)
        for name, many, _, markers in marked(model)
        if name != "successors" and any(isinstance(one, RefTo) and set(TERRITORY) <= {*one.kinds} for one in markers)
    )


def _changes(catalog: Catalog) -> list[_Change]:
    """The last change of every published record that has a day, the newest first."""
    found = []
    for record in filter(catalog.is_own, catalog.shown.values()):
        shown_at = catalog.find(record.territory) if isinstance(record, Values) else record
        first = catalog.first_published.get(record.key)
        days = [day for day in (record.updated, first) if day]
        if record.status == "published" and days and catalog.is_shown(shown_at) and shown_at:
            address = open_data.site_address(catalog.site, f"{shown_at.key}/")
            title = catalog.title_of(record)
            if isinstance(record, Values):
                title = f"Значения показателей: {catalog.title_of(shown_at)}, {labels.format_period(record.period)}"
            found.append(_Change(record, max(days), first, address, title))
    return sorted(found, key=lambda change: (-change.day.toordinal(), change.record.key))


def _files(
    catalog: Catalog, name: str, folder: str, title: str, changes: Sequence[_Change], page: str = ""
) -> Iterator[File]:
    """Both feeds in a folder; ``page`` is the address of what they are about, where that is another one."""
    atom, as_json = (f"{folder}/{file}".lstrip("/") for file in open_data.FEED_FILES)
    page = f"{page or folder}/".lstrip("/")
    shown = changes[:_MOST]
    yield File(atom, _atom(catalog, name, title, page, atom, shown))
    yield File(as_json, _json(catalog, name, title, page, as_json, shown))


def _first_day(catalog: Catalog) -> dt.date:
    """Since when the base remembers anything: the day of a feed in which nothing stands yet."""
    return min(catalog.first_published.values(), default=_NO_MEMORY)


def _id(catalog: Catalog, what: str) -> str:
    """The same for ever, whatever is renamed behind it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{catalog.site.rstrip('/')}/{what}").urn


def _id_of(catalog: Catalog, record: Record) -> str:
    return _id(catalog, f"{record.kind}/{record.aliases[0] if record.aliases else record.id}")


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _summary(change: _Change) -> str:
    return f"{'Новое' if change.is_new else 'Изменено'}. {change.record.summary or ''}".strip()


# --- Atom -------------------------------------------------------------------------------------------------------------


def _atom(catalog: Catalog, name: str, title: str, page: str, own: str, changes: Sequence[_Change]) -> bytes:
    home, here = (open_data.site_address(catalog.site, path) for path in (page, own))
    newest = max((change.day for change in changes), default=_first_day(catalog))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru">',
        f"<id>{_id(catalog, own)}</id>",
        f"<title>{_xml(title)}</title>",
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{_xml(name)}</name></author>",
        f"<link rel={quoteattr('alternate')} type={quoteattr('text/html')} href={quoteattr(home)}/>",
        f"<link rel={quoteattr('self')} type={quoteattr('application/atom+xml')} href={quoteattr(here)}/>",
        "<rights>CC BY 4.0</rights>",
        *(line for change in changes for line in _atom_entry(catalog, change)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _atom_entry(catalog: Catalog, change: _Change) -> Iterator[str]:
    kind = KINDS[change.record.kind].label[0]
    yield "<entry>"
    yield f"<id>{_id_of(catalog, change.record)}</id>"
    yield f"<title>{_xml(change.title)}</title>"
    yield f"<link href={quoteattr(change.address)}/>"
    if change.published:
        yield f"<published>{_moment(change.published)}</published>"
    yield f"<updated>{_moment(change.day)}</updated>"
    yield f"<category term={quoteattr(change.record.kind)} label={quoteattr(kind)}/>"
    yield f"<summary>{_xml(_summary(change))}</summary>"
    yield "</entry>"


def _xml(words: str) -> str:
    return escape("".join(character for character in words if character.isprintable() or character in "\n "))


# --- JSON Feed --------------------------------------------------------------------------------------------------------


def _json(catalog: Catalog, name: str, title: str, page: str, own: str, changes: Iterable[_Change]) -> bytes:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": open_data.site_address(catalog.site, page),
        "feed_url": open_data.site_address(catalog.site, own),
        "language": "ru",
        "authors": [{"name": name}],
        "items": [_json_item(catalog, change) for change in changes],
    }
    return (json.dumps(feed, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _json_item(catalog: Catalog, change: _Change) -> dict[str, Any]:
    item = {
        "id": _id_of(catalog, change.record),
        "url": change.address,
        "title": change.title,
        "content_text": _summary(change),
        "date_modified": _moment(change.day),
        "tags": [KINDS[change.record.kind].label[0]],
    }
    return item | ({"date_published": _moment(change.published)} if change.published else {})
