"""Calendars to subscribe to: of everything, of each region, district and subject, of a series, a roadmap, an event, a
stage of a contest.

Each lies beside the page that it belongs to, also when nothing stands in it yet (``pages.redirects`` sees to former
addresses). An event that is cancelled stays in it and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from generator import text
from generator.catalog import Catalog
from generator.exports.calendar_entries import Occasions, merge_occasions, of_event, of_roadmap, of_series, of_stages
from generator.exports.icalendar_text import icalendar
from generator.pages import File, by_term, open_data
from generator.records import Record
from generator.records.events import Event, Series
from generator.records.programmes import Programme
from generator.records.territories import District, Region
from generator.settings import Settings


def calendar_files(catalog: Catalog, settings: Settings) -> Iterator[File]:
    """Every calendar of the site."""
    name = settings.site_name
    events = [event for event in catalog.shown_of(Event) if event.status == "published"]
    events.sort(key=lambda event: (str(event.start), event.id))
    known = [(event, of_event(catalog, event)) for event in events]

    def of(wanted: Iterable[Event]) -> Occasions:
        keys = {event.key for event in wanted}
        return merge_occasions(its for event, its in known if event.key in keys)

    def of_record(record: Record, its: Occasions) -> File:
        return _file(record.key, f"{name}: {catalog.title_of(record)}", its, catalog.today)

    def of_each_stage(record: Event | Series) -> Iterator[File]:
        for number, its in of_stages(catalog, record):
            if its.entries:
                title = f"{name}: {catalog.title_of(record)}, этап {number}"
                yield _file(record.key, title, its, catalog.today, open_data.stage_calendar(number))

    if Event.kind in catalog.kinds:
        yield _file("events", f"{name}: мероприятия", of(open_data.events_of_base(catalog)), catalog.today)
        for place in (*catalog.shown_of(Region), *catalog.shown_of(District)):
            yield of_record(place, of(open_data.events_at(catalog, place)))
    listed = by_term.terms_with_page(catalog, "events", "subjects")
    for term in (term for term in open_data.subjects(catalog) if term.id in listed):
        its = of(open_data.events_of_subject(catalog, term))
        folder = open_data.subject_folder("events", term.id)
        yield _file(folder, f"{name}: {term.label}, мероприятия", its, catalog.today)
    for event, its in known:
        if open_data.has_calendar(event):
            yield of_record(event, its)
        yield from of_each_stage(event)
    for series in catalog.shown_of(Series):
        if series.status == "published":
            yield of_record(series, of_series(catalog, series))
            yield from of_each_stage(series)
    for programme in catalog.shown_of(Programme):
        if programme.status == "published" and programme.roadmap:
            yield of_record(programme, of_roadmap(catalog, programme))


def _file(folder: str, name: str, its: Occasions, today: dt.date, called: str = open_data.CALENDAR_FILE) -> File:
    about = "Обновляется вместе с сайтом."
    if its.undated:
        left_out = text.plural(its.undated, "срок", "срока", "сроков").replace("\u00a0", " ")
        about += f" Без даты, которую можно отметить: {left_out}. Об этом сказано на сайте."
    return File(f"{folder}/{called}", icalendar(name, about, its.entries, today))
