"""What is new in the base, for «Мой кабинет»: one file for everybody, so that no request says who asks.

The browser chooses by class, subject and district, which never leave the device, and compares with what it has seen
before. A record is new on the day it was published first (``data/first-published.txt``), and again when it says that it
was updated later. Where neither is known nobody can tell, and it is left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator import text
from generator.catalog import Catalog
from generator.pages import File
from generator.pages.facets import ANY, FACETS, Facet
from generator.records import KINDS, Record
from generator.records.common import TERRITORY
from generator.records.events import Event
from generator.records.practices import Replication
from generator.records.territories import District

NEWS = "kabinet/novoe.json"
PLACES = "kabinet/mesta.json"
#: kinds that somebody may wait for, in the order in which those of one day stand
NEWS_KINDS = ("practices", "replications", "events", "series", "courses", "tracks", "diagnostics", "programmes",
        "associations", "centers", "documents")  # fmt: skip
#: so many of the newest, and so many more of each subject: a teacher of drawing finds something, too
NEWS_OF_ALL, NEWS_OF_SUBJECT = 200, 5


class _New(NamedTuple):
    """A record with the day of the news, and whether it is news of a change."""

    record: Record
    day: dt.date
    changed: bool


class _Concerns(NamedTuple):
    """Whom a record concerns: subjects, classes and places; none of a sort: everybody."""

    subjects: frozenset[str]
    levels: frozenset[str]
    places: tuple[str, ...]


def files(catalog: Catalog) -> tuple[File, ...]:
    """The news, and the districts one may name as one's own. The same bytes for the same records and day."""
    return File(NEWS, _bytes(news_index(catalog))), File(PLACES, _bytes(districts_to_choose(catalog)))


def news_index(catalog: Catalog) -> dict[str, Any]:
    """``kinds``: [kind, what one of it is called]; ``subjects`` and ``levels``: [id, label, number of the term above or
    -1]; ``places``: addresses. ``news``, the newest first: [number of the kind, id, title, day, 1 for a change, numbers
    of subjects, of levels, of places, 1 for a demonstration]."""
    concerned = {kind: _concerned(catalog, kind) for kind in NEWS_KINDS}
    chosen = _chosen(dated_news(catalog), concerned)
    kinds = [kind for kind in NEWS_KINDS if any(new.record.kind == kind for new in chosen)]
    terms = {name: _terms(catalog, name) for name in ("subjects", "levels")}
    number = {name: {term[0]: n for n, term in enumerate(listed)} for name, listed in terms.items()}
    named = sorted({place for new in chosen for place in concerned[new.record.kind][new.record.key].places})
    news = []
    for record, day, changed in chosen:
        its = concerned[record.kind][record.key]
        numbers = [sorted(number[name][one] for one in getattr(its, name) if one in number[name]) for name in number]
        news.append([kinds.index(record.kind), record.id, catalog.title_of(record), day.isoformat(), int(changed),
                     *numbers, [named.index(place) for place in its.places], int(bool(record.demo))])  # fmt: skip
    return {"kinds": [[kind, text.tr(KINDS[kind].label[0])] for kind in kinds], **terms, "places": named, "news": news}


def districts_to_choose(catalog: Catalog) -> list[list[Any]]:
    """Districts that are not gone: [id, title, id of the region, its title, 1 for a demonstration], by title."""
    found = []
    for district in (*catalog.listed("districts"), *catalog.listed("districts", demo=True)):
        if isinstance(district, District) and (not district.valid_to or district.valid_to >= catalog.today):
            region = catalog.get("regions", district.region)
            around = ["", ""] if region is None else [region.id, region.title]
            found.append([district.id, district.title, *around, int(bool(district.demo))])
    return sorted(found, key=lambda place: (place[4], text.collate(place[1]), place[0]))


def dated_news(catalog: Catalog) -> list[_New]:
    """Everything of which anybody can tell since when it is new, the newest first."""
    found = []
    for kind in NEWS_KINDS:
        for record in (*catalog.listed(kind), *catalog.listed(kind, demo=True)):
            new = None if _is_over(catalog, record) else _new(catalog, record)
            if new:
                found.append(new)
    return sorted(found, key=lambda new: (-new.day.toordinal(), NEWS_KINDS.index(new.record.kind), new.record.id))


def _new(catalog: Catalog, record: Record) -> _New | None:
    first, updated = catalog.first_published.get(record.key), record.updated
    if first and (not updated or updated <= first):
        return _New(record, first, False)
    return _New(record, updated, first is not None) if updated else None


def _is_over(catalog: Catalog, record: Record) -> bool:
    """Return whether it is an event of which only the past can be told."""
    if not isinstance(record, Event):
        return False
    last = (record.end or record.start).last
    return last is not None and last < catalog.today


def _chosen(found: Iterable[_New], concerned: Mapping[str, Mapping[str, _Concerns]]) -> list[_New]:
    """The :data:`NEWS_OF_ALL` newest, and of each subject as many more."""
    chosen: list[_New] = []
    of_subject: Counter[str] = Counter()
    for new in found:
        subjects = concerned[new.record.kind][new.record.key].subjects
        if len(chosen) < NEWS_OF_ALL or any(of_subject[one] < NEWS_OF_SUBJECT for one in subjects):
            chosen.append(new)
            of_subject.update(subjects)
    return chosen


def _concerned(catalog: Catalog, kind: str) -> dict[str, _Concerns]:
    """Whom each record of a kind concerns, by its address: what the filters of its listing answer to. A replication
    concerns those whom its practice does."""
    records = (*catalog.listed(kind), *catalog.listed(kind, demo=True))
    if kind == "replications":
        of_practice = _concerned(catalog, "practices")
        none = _Concerns(frozenset(), frozenset(), ())
        replications = (record for record in records if isinstance(record, Replication))
        pairs = ((record, of_practice.get(f"practices/{record.practice}", none)) for record in replications)
        return {record.key: its._replace(places=_territory(catalog, record)) for record, its in pairs}
    facets = {facet.key: facet for facet in FACETS.get(kind, ())}
    subjects, levels = (_answers(catalog, facets.get(name), records) for name in ("subjects", "levels"))
    place = facets.get("place")
    return {
        record.key: _Concerns(
            subjects.get(record.key, frozenset()),
            levels.get(record.key, frozenset()),
            tuple(dict.fromkeys(place.stated(catalog, record) if place else _territory(catalog, record))),
        )
        for record in records
    }


def _answers(catalog: Catalog, facet: Facet | None, records: Iterable[Record]) -> dict[str, frozenset[str]]:
    if facet is None:
        return {}
    return {key: (its.named | its.fitting) - {ANY} for key, its in facet.answered(catalog, records).items()}


def _territory(catalog: Catalog, record: Record) -> tuple[str, ...]:
    place = catalog.find(getattr(record, "territory", None))
    return (place.key,) if place and place.kind in TERRITORY else ()


def _terms(catalog: Catalog, vocabulary: str) -> list[list[Any]]:
    terms = sorted(catalog.vocabularies[vocabulary].terms, key=lambda term: (term.order or 10**6, term.id))
    number = {term.id: n for n, term in enumerate(terms)}
    return [[term.id, term.label, number.get(term.broader or "", -1)] for term in terms]


def _bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


__all__ = [
    "NEWS",
    "NEWS_KINDS",
    "NEWS_OF_ALL",
    "NEWS_OF_SUBJECT",
    "PLACES",
    "dated_news",
    "districts_to_choose",
    "files",
    "news_index",
]
