"""What a page says to machines: schema.org descriptions as JSON-LD, made from the catalog alone.

Pure functions ``(catalog, settings, path) -> dict``; :func:`block` is the one piece of text that gets into a page. A
demonstration record is invented, so a page of one tells machines where it stands and nothing else; so does the page of
a record of a joined base, which is told of there.
"""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import zones
from generator.pages import open_data
from generator.records import KINDS, Record
from generator.records.practices import minutes_of, steps_by_time
from generator.records.times import Moment
from generator.settings import Settings

_SCHEMA = "https://schema.org/"
_LICENSES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: the files that there are of every kind
_TABLES = (("csv", "text/csv"), ("json", "application/json"), ("xlsx", _XLSX))
_MODES = {"onsite": "Offline", "online": "Online", "hybrid": "Mixed"}
_STATES = {"scheduled": "EventScheduled", "postponed": "EventPostponed", "cancelled": "EventCancelled"}

# In JSON these stand in strings only; as escapes they cannot end the script element, open a comment in it or be taken
# for an entity, and no Markdown or template engine on the way sees a character of its own.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'`{}\u2028\u2029\x7f"}
_ESCAPED = re.compile("[" + re.escape("".join(map(chr, _ESCAPES))) + "]")
_STRINGS = re.compile(r'("(?:[^"\\]|\\.)*")')


def block(catalog: Catalog, settings: Settings, path: str, record: Record | None = None, title: str = "") -> str:
    """The script element with everything about the page at the Markdown ``path``; one line, no blank lines in it."""
    graph = [crumbs(catalog, settings, path, title or (catalog.title_of(record) if record else ""))]
    if record is not None and not record.demo and record.is_public and catalog.is_own(record):
        graph.append(of_record(catalog, settings, record))
    if path == "index.md":
        graph.append(_website(settings, path))
    if path == open_data.OPEN_DATA_PAGE:
        graph.append(_all_data(catalog, settings, path))
    return json_ld({"@context": _SCHEMA, "@graph": graph})


def _website(settings: Settings, here: str) -> dict[str, Any]:
    """The site itself, and who answers for it where the owner has said it."""
    return {
        "@type": "WebSite",
        "name": settings.site_name,
        "url": _url(settings, here, ""),
        "inLanguage": "ru",
        "license": _LICENSES["CC BY 4.0"],
        "publisher": _publisher(settings),
    }


def _publisher(settings: Settings) -> dict[str, Any] | None:
    contact = settings.contact
    its = {"@type": "Organization", "name": contact.name, "email": contact.mail, "url": contact.page}
    return its if contact.name else None


def _all_data(catalog: Catalog, settings: Settings, here: str) -> dict[str, Any]:
    """All records together as a data set, with the files that they can be had as."""
    files = (
        ("application/vnd.sqlite3", "metodoteka.sqlite"),
        ("application/json", "datapackage.json"),
        *(
            (media, f"{name}.{ending}")
            for name in (*([open_data.FIGURES] if open_data.has_figures(catalog) else []), *catalog.paged)
            for ending, media in _TABLES
        ),
    )
    return {
        "@type": "Dataset",
        "name": f"{settings.site_name}: открытые данные",
        "description": f"Записи методической базы знаний: {_named(catalog)} — таблицами и файлами JSON.",
        "url": _url(settings, here, open_data.OPEN_DATA),
        "version": open_data.VERSION,
        "publisher": _publisher(settings),
        "inLanguage": "ru",
        "isAccessibleForFree": True,
        "license": _LICENSES["CC BY 4.0"],
        "distribution": [_download(settings, here, media, f"{open_data.DATA_FOLDER}/{name}") for media, name in files],
    }


#: what the data are about, each with the kinds of which one has to be there
_SUBJECTS = (
    ("практики", ("practices",)), ("мероприятия", ("events",)), ("программы и дорожные карты", ("programmes",)),
    ("показатели с их значениями", ("indicators",)), ("территории", ("regions", "districts")),
    ("организации", ("organizations",)), ("документы", ("documents",)),
)  # fmt: skip


def _named(catalog: Catalog) -> str:
    return text.join([words for words, kinds in _SUBJECTS if set(kinds) & set(catalog.kinds)])


def _download(settings: Settings, here: str, media: str, path: str) -> dict[str, Any]:
    return {"@type": "DataDownload", "encodingFormat": media, "contentUrl": _url(settings, here, path).rstrip("/")}


def json_ld(data: Mapping[str, Any]) -> str:
    """``data`` as a ``<script type="application/ld+json">`` element that no text inside can leave."""
    return f'<script type="application/ld+json">{dumps(data)}</script>'


def dumps(data: Mapping[str, Any]) -> str:
    """JSON without empty values and without a single character that HTML or Markdown could take for its own."""
    dumped = json.dumps(_filled(data), ensure_ascii=False, separators=(",", ":"), default=_plain)
    # Braces are JSON's own outside strings: only those inside strings are escaped.
    return "".join(_escaped_strings(dumped))


def crumbs(catalog: Catalog, settings: Settings, path: str, title: str) -> dict[str, Any]:
    """Where the page stands: Главная › Практики › the page."""
    steps = [(text.tr("Главная"), "")]
    folder = path.split("/")[0]
    if "/" in path and (folder in catalog.paged or folder == "guides"):
        steps.append((text.tr(KINDS[folder].heading if folder in catalog.paged else "Руководства"), folder))
    if path not in ("index.md", f"{folder}/index.md") and title:
        steps.append((title, path.removesuffix(".md")))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": _url(settings, path, address)}
            for number, (name, address) in enumerate(steps, 1)
        ],
    }


def of_record(catalog: Catalog, settings: Settings, record: Record) -> dict[str, Any]:
    """The record in schema.org's terms: its type and what every kind has, then what its kind adds."""
    here = f"{record.key}.md"
    common = {
        "@type": record.schema_type,
        "name": catalog.title_of(record),
        "description": record.summary,
        "url": _url(settings, here, record.key),
    }
    return common | _KINDS.get(record.kind, _other)(_Writer(catalog, settings, here), record)


class _Writer:
    """Labels and links as seen from one page."""

    def __init__(self, catalog: Catalog, settings: Settings, here: str):
        self.catalog, self.settings, self.here = catalog, settings, here

    def labels(self, vocabulary: str, ids) -> list[str]:
        return [self.catalog.label(vocabulary, its_id) for its_id in ids]

    def thing(self, record: Record | None) -> dict[str, Any] | None:
        """A short mention of another record; a demonstration one is never mentioned."""
        if record is None or record.demo:
            return None
        url = _url(self.settings, self.here, record.key) if self.catalog.is_shown(record) else None
        return {"@type": record.schema_type, "name": self.catalog.title_of(record), "url": url}

    def organization(self, its_id: str | None) -> dict[str, Any] | None:
        return self.thing(self.catalog.get("organizations", its_id))

    def place(self, address: str | None) -> dict[str, Any] | None:
        return self.thing(self.catalog.find(address))

    def document(self, record: Record) -> dict[str, Any]:
        """What every text of the base has: licence, date, who answers for it, sources."""
        return {
            "inLanguage": "ru",
            "license": _LICENSES.get(record.license, record.license),
            "dateModified": record.updated,
            "publisher": self.organization(record.owner),
            "citation": [self.citation(item) for item in record.sources],
        }

    def citation(self, item) -> dict[str, Any] | None:
        if item.document:
            return self.thing(self.catalog.get("documents", item.document))
        return {
            "@type": "CreativeWork",
            "name": item.title,
            "author": item.authors,
            "datePublished": str(item.year) if item.year else None,
            "url": item.link,
        }


def _practice(w: _Writer, record) -> dict[str, Any]:
    times = steps_by_time(record.steps)
    minutes = minutes_of(times.get("lesson", ()) if times else record.steps)
    return w.document(record) | {
        "learningResourceType": "методическая практика",
        "isAccessibleForFree": True,
        "about": w.labels("subjects", record.subjects),
        "educationalLevel": w.labels("levels", record.levels),
        "teaches": w.labels("areas", record.areas),
        "audience": [
            {"@type": "EducationalAudience", "educationalRole": "teacher", "audienceType": name}
            for name in w.labels("audiences", record.audience)
        ],
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "author": [w.organization(person.organization) for person in record.authors],
        "isBasedOn": [w.thing(w.catalog.get("practices", other)) for other in record.based_on],
        "spatialCoverage": w.place(record.territory),
    }


def _event(w: _Writer, record) -> dict[str, Any]:
    online = {"@type": "VirtualLocation", "url": record.registration.link} if record.registration else None
    territory = w.place(record.territory)
    place = {"@type": "Place", "name": record.place or (territory or {}).get("name"), "containedInPlace": territory}
    return {
        "inLanguage": "ru",
        "startDate": iso_moment(record.start, zones.zone_of(w.catalog, record)),
        "endDate": iso_moment(record.end, zones.zone_of(w.catalog, record)),
        "eventStatus": _SCHEMA + _STATES[record.state],
        "eventAttendanceMode": f"{_SCHEMA}{_MODES[record.mode]}EventAttendanceMode" if record.mode else None,
        "location": online if record.mode == "online" else place if place["name"] else None,
        "organizer": w.organization(record.organizer),
        "about": w.labels("subjects", record.subjects),
        "teaches": w.labels("areas", record.areas),
        "audience": [{"@type": "Audience", "audienceType": name} for name in w.labels("audiences", record.audience)],
        "maximumAttendeeCapacity": record.capacity,
        "superEvent": w.thing(w.catalog.get("series", record.series)),
    }


def _series(w: _Writer, record) -> dict[str, Any]:
    return {
        "organizer": w.organization(record.organizer),
        "location": w.place(record.territory),
        "subEvent": [w.thing(event) for event in w.catalog.linked(record, "events.series")],
    }


def _organization(w: _Writer, record) -> dict[str, Any]:
    contacts = record.contacts
    return {
        "@type": "GovernmentOrganization" if record.type == "ministry" else record.schema_type,
        "alternateName": record.short_title,
        "sameAs": record.site,
        "parentOrganization": w.organization(record.parent),
        "areaServed": w.place(record.territory),
        "taxID": record.inn,
        "telephone": contacts and contacts.phone,
        "email": contacts and contacts.email,
        "address": contacts and contacts.address,
    }


def _association(w: _Writer, record) -> dict[str, Any]:
    return {
        "areaServed": w.place(record.territory),
        "parentOrganization": w.organization(record.organization),
        "member": [w.organization(member) for member in record.members],
        "knowsAbout": w.labels("subjects", record.subjects) + w.labels("areas", record.areas),
    }


def _center(w: _Writer, record) -> dict[str, Any]:
    return {
        "parentOrganization": w.organization(record.organization),
        "areaServed": [w.place(address) for address in (record.serves or filter(None, [record.territory]))],
        "knowsAbout": list(record.directions),
    }


def _indicator(w: _Writer, record) -> dict[str, Any]:
    """The declared and computed readings of an indicator are a data set; it covers the periods that have one."""
    real = [r for r in w.catalog.readings.get(record.id, ()) if not getattr(w.catalog.find(r.scope), "demo", True)]
    has_table = any(w.catalog.is_shown(w.catalog.find(reading.scope)) for reading in real)
    days = sorted(day for reading in real for day in (reading.period.first, reading.period.last))
    parts = [record.title, record.numerator, record.denominator]
    words = ("", "числитель: ", "знаменатель: ")
    technique = "; ".join(word + part for word, part in zip(words, parts, strict=True) if part)
    return w.document(record) | {
        # Catalogues of data sets want at least fifty characters.
        "description": record.summary or f"Показатель методической работы «{technique}»",
        "isAccessibleForFree": True,
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": record.title,
            "unitText": record.unit,
            "measurementTechnique": technique,
        },
        "temporalCoverage": f"{days[0]}/{days[-1]}" if days else None,
        "spatialCoverage": [w.place(address) for address in sorted({reading.scope for reading in real})],
        "distribution": [
            _download(w.settings, w.here, "application/json", open_data.record_file(record)),
            *([_download(w.settings, w.here, "text/csv", f"{record.key}/{record.id}.csv")] if has_table else []),
        ],
    }


def _territory(w: _Writer, record) -> dict[str, Any]:
    return {
        "identifier": record.oktmo and {"@type": "PropertyValue", "propertyID": "ОКТМО", "value": record.oktmo},
        "containedInPlace": w.place(f"regions/{record.region}") if record.kind == "districts" else None,
    }


def _course(w: _Writer, record) -> dict[str, Any]:
    return {"provider": w.organization(record.provider), "sameAs": record.link}


def _document(w: _Writer, record) -> dict[str, Any]:
    return {
        "legislationIdentifier": record.number,
        "legislationDate": iso_moment(record.date),
        "legislationPassedBy": record.issuer,
        "sameAs": record.link,
    }


def _term(w: _Writer, record) -> dict[str, Any]:
    return {"alternateName": list(record.synonyms)}


def _other(w: _Writer, record) -> dict[str, Any]:
    return w.document(record)


#: what machines are told of a kind beyond what every text has
_KINDS = {
    "practices": _practice,
    "events": _event,
    "series": _series,
    "organizations": _organization,
    "associations": _association,
    "centers": _center,
    "indicators": _indicator,
    "regions": _territory,
    "districts": _territory,
    "courses": _course,
    "documents": _document,
    "terms": _term,
}


def iso_moment(when: Moment | None, timezone: str = "") -> str | None:
    """ISO 8601, exactly as precise as the record: ``2026``, ``2026-04``, ``2026-04-17``, ``2026-04-17T15:00+03:00``;
    None when the year is unknown."""
    if when is None or not when.year:
        return None
    if not when.time:
        return str(when)
    at = dt.datetime(when.year, when.month or 1, when.day or 1, when.time.hour, when.time.minute)
    try:
        return at.replace(tzinfo=ZoneInfo(timezone)).isoformat(timespec="minutes")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return at.isoformat(timespec="minutes")


def _url(settings: Settings, here: str, address: str) -> str:
    """A page's address: absolute when the site's is known, else relative to the page at ``here``."""
    if settings.site_url:
        return settings.site_url.rstrip("/") + "/" + (address + "/" if address else "")
    stem = here.removesuffix(".md")
    folder = posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem
    return posixpath.relpath("/" + address, "/" + folder) + "/"


def _filled(value: Any) -> Any:
    """Without empty values: schema.org says nothing where the records say nothing."""
    if isinstance(value, Mapping):
        return {key: filled for key, item in value.items() if (filled := _filled(item)) not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [filled for item in value if (filled := _filled(item)) not in (None, "", [], {})]
    return value


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _escaped_strings(text: str):
    for number, part in enumerate(_STRINGS.split(text)):
        yield part.translate(_ESCAPES) if number % 2 and _ESCAPED.search(part) else part
