"""What stands in calendars: an event with the stages of its contest, a stage alone, a series, measures of a roadmap.

A term stands as it is known. A day is a day; where only the month is named, the whole month is marked, says so in its
title and keeps nobody from other meetings. What has no year, or only a year, is left out and counted. What comes every
year is told as a rule.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator.catalog import Catalog
from generator.catalog.computed import roadmap, zones
from generator.exports.icalendar_text import CalendarEntry
from generator.pages import labels, open_data
from generator.records import Record
from generator.records.common import Dated
from generator.records.events import Event, Series
from generator.records.programmes import Measure, Programme
from generator.records.times import Moment, Month, When

_STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
_BEFORE = {"cancelled": "Отменено: ", "postponed": "Перенесено: "}
_NO_DAY, _NO_DAYS = " (день не назван)", " (точные дни не названы)"
_WHOLE_TERM = "Точный день в базе не назван, поэтому отмечен весь срок."

Term = tuple[dt.date, dt.date | None]


class Occasions(NamedTuple):
    """Entries, and how many terms could not become one."""

    entries: tuple[CalendarEntry, ...] = ()
    undated: int = 0


def merge_occasions(parts: Iterable[Occasions]) -> Occasions:
    """Several as one, in their order."""
    parts = list(parts)
    return Occasions(tuple(entry for part in parts for entry in part.entries), sum(part.undated for part in parts))


def of_event(catalog: Catalog, event: Event) -> Occasions:
    """An event, and the stages of its contest."""
    stages = (its for _, its in of_stages(catalog, event))
    if not open_data.has_calendar(event):
        return merge_occasions([Occasions(undated=1), *stages])
    inexact = "month" in (event.start.precision, (event.end or event.start).precision)
    place = catalog.find(event.territory)
    where = (event.place, catalog.title_of(place) if place else None)
    title = _BEFORE.get(event.state, "") + catalog.title_of(event)
    term = _term_of(event, zones.zone_of(catalog, event))
    entry = _entry(catalog, event, title, term, inexact=inexact, about=_about(catalog, event),
                   place=", ".join(filter(None, where)), status=_STATUS.get(event.state, "CONFIRMED"),
                   category=catalog.label("event-kinds", event.type))  # fmt: skip
    return merge_occasions([Occasions((entry,)), *stages])


def of_series(catalog: Catalog, series: Series) -> Occasions:
    """The editions that are known, the rule for the years without one, the stages of its contest."""
    editions = _editions(catalog, series)
    parts = [of_event(catalog, event) for event in editions]
    if series.when:
        parts.append(_rule(catalog, series, series.when, editions))
    return merge_occasions([*parts, *(its for _, its in of_stages(catalog, series))])


def of_stages(catalog: Catalog, record: Event | Series) -> Iterator[tuple[int, Occasions]]:
    """Each stage of a contest by its number; nothing stands in one whose term no calendar can show."""
    for number, stage in enumerate(record.contest.stages if record.contest else (), 1):
        yield number, _stage(catalog, record, stage, f"-etap-{number}")


def of_roadmap(catalog: Catalog, programme: Programme) -> Occasions:
    """The measures of a roadmap with their terms."""
    measures = programme.roadmap.measures if programme.roadmap else ()
    return merge_occasions(part for measure in measures for part in _measure(catalog, programme, measure))


def _entry(
    catalog: Catalog, record: Record, title: str, term: Term, part: str = "", *, inexact: bool,
    about: Sequence[str] = (), **more: Any,
) -> CalendarEntry:  # fmt: skip
    """``part`` tells entries of one record apart, and stays as it is when the record is renamed or changed. That of a
    joined base is the same entry as in the calendar there: who has both sees it once."""
    origin = catalog.origin_of(record)
    site = origin.base.url if origin else catalog.site
    first = record.aliases[0] if record.aliases else origin.id if origin else record.id
    address = origin.page if origin and origin.page else open_data.site_address(catalog.site, f"{record.key}/")
    lines = [*about, *([_WHOLE_TERM] if inexact else []), *([address] if ":" in address else [])]
    return CalendarEntry(
        uid=f"{record.kind}-{first}{part}@{urlsplit(site).hostname or 'metodoteka'}",
        title=title + _unnamed(term) if inexact else title,
        start=term[0],
        end=term[1],
        changed=record.updated or catalog.first_published.get(record.key),
        about="\n".join(lines),
        address=address,
        is_background=inexact,
        **more,
    )


def _unnamed(term: Term) -> str:
    start, end = term
    return _NO_DAYS if end and (start.year, start.month) != (end.year, end.month) else _NO_DAY


# --- events -----------------------------------------------------------------------------------------------------------


def _about(catalog: Catalog, event: Event) -> list[str]:
    lines = [event.summary or ""]
    if organizer := catalog.get("organizations", event.organizer):
        lines.append(f"Организатор: {catalog.title_of(organizer)}")
    if event.registration and event.state == "scheduled":
        until = event.registration.deadline
        how = (f"до {_words(labels.format_moment(until))}" if until else "", event.registration.link or "")
        if any(how):
            lines.append(f"Запись: {', '.join(filter(None, how))}")
    return [line for line in lines if line]


def _term_of(event: Event, zone: str) -> Term:
    """Hours where both ends have them, else whole days."""
    start, end = event.start, event.end
    if start.time and (end is None or end.time):
        return _hour(start, zone), _hour(end, zone) if end else None
    first, last = start.first, (end or start).last or start.last
    if first is None or last is None:
        raise ValueError(f"{event.key} has no year")
    return first, max(first, last)


def _hour(moment: Moment, zone: str) -> dt.datetime:
    hour = zones.hour_in(zone, moment)
    if hour is None:
        raise ValueError(f"{moment} has no hour")
    return hour


def _stage(catalog: Catalog, record: Event | Series, stage: Dated, number: str) -> Occasions:
    title = f"{stage.title}: {catalog.title_of(record)}"
    status = _STATUS.get(record.state, "CONFIRMED") if isinstance(record, Event) else "CONFIRMED"
    found = []
    for at, when in enumerate(stage.when.all_parts if stage.when else (), 1):
        part = number + (f"-{at}" if at > 1 else "")
        if when.end:
            term, inexact = _term(when, when.end), not _is_exact(when)
            entry = _entry(catalog, record, title, term, part, inexact=inexact, status=status)
            found.append(Occasions((entry,)))
        elif isinstance(record, Series):
            found.append(_rule(catalog, record, when, _editions(catalog, record), title, part))
        else:
            found.append(Occasions((), 1))
    return merge_occasions(found)


def _editions(catalog: Catalog, series: Series) -> list[Event]:
    known = catalog.referring(Event, series, "series")
    return [event for event in known if event.status == "published" and event.demo == series.demo]


def _rule(
    catalog: Catalog, series: Series, when: When, editions: Sequence[Event], title: str = "", of: str = ""
) -> Occasions:
    """What comes every year: from the year that the record, an edition or its programme names, but for the years whose
    edition stands in the calendar itself (with stages, where it is ``of`` one); up to the end of the series or of the
    programmes that it belongs to, where all of them have one."""
    years = sorted({event.start.year for event in editions if open_data.has_calendar(event)})
    dated = [event for event in editions if not of or (event.contest and event.contest.stages)]
    known = {event.start.year for event in dated}
    programmes = filter(None, (catalog.one(Programme, item.programme) for item in series.fulfils))
    terms = [programme.term for programme in programmes]
    starts = [series.valid_from.year] if series.valid_from else years or [term.start.year for term in terms]
    ends = [term.end.last for term in terms if term.end]
    until = series.valid_to.last if series.valid_to else max(ends) if ends and len(ends) == len(terms) else None
    if not when.is_yearly or not any(starts):
        return Occasions((), 1)
    entries = []
    for at, part in enumerate(when.all_parts, 1):
        first, last = _in_year(part, min(starts))
        entry = _entry(
            catalog, series, title or catalog.title_of(series), (first, last), f"{of}-pravilo-{at}", inexact=True
        )
        without = tuple(first.replace(year=year) for year in years if year in known and year >= first.year)
        entries.append(replace(entry, yearly=True, until=until, without=without))
    return Occasions(tuple(entries))


def _in_year(when: When, year: int) -> tuple[dt.date, dt.date]:
    ends = year + (when.end_month < when.start_month)
    return Month(year, when.start_month).first, Month(ends, when.end_month).last


# --- roadmaps ---------------------------------------------------------------------------------------------------------


def _measure(catalog: Catalog, programme: Programme, measure: Measure) -> Iterator[Occasions]:
    about = [f"Срок: {_words(labels.format_when(measure.when))}"]
    if names := ", ".join(_responsible(catalog, measure)):
        about.append(f"Отвечает: {names}")
    began = programme.approved_on or programme.term.start.first
    for at, when in enumerate(measure.when.all_parts, 1):
        spans = roadmap.occurrences(
            when, began, roadmap.horizon(programme, catalog.today), endless=programme.term.end is None
        )
        first, last = spans[0] if spans else (None, None)
        if first is None or last is None:
            yield Occasions((), 1)
            continue
        part = f"-{measure.number}" + (f"-{at}" if at > 1 else "")
        term = (first.first, last.last) if when.is_yearly else _term(when, last)
        entry = _entry(catalog, programme, f"{measure.number}. {measure.title}", term, part,
                       inexact=not _is_exact(when), about=about)  # fmt: skip
        if when.is_yearly:
            until = next((start.first for start, _ in reversed(spans) if start), None)
            entry = replace(entry, yearly=True, until=until if programme.term.end else None)
        yield Occasions((entry,))


def _responsible(catalog: Catalog, measure: Measure) -> Iterator[str]:
    for party in measure.responsible:
        found = catalog.get("organizations", party.organization) or catalog.get("associations", party.association)
        named = (party.role, catalog.title_of(found) if found else None)
        yield " — ".join(filter(None, named))


def _term(when: When, last: Month) -> tuple[dt.date, dt.date]:
    """The days of a dated term; what goes on without an end goes on to ``last``."""
    start = when.start or last
    first = start.first.replace(day=when.start_day or 1)
    end = last.first.replace(day=when.end_day or calendar.monthrange(last.year, last.month)[1])
    return first, max(first, end)


def _is_exact(when: When) -> bool:
    """Return whether both ends of a term are days."""
    return bool(when.start_day and when.end_day)


def _words(text: str) -> str:
    return text.replace("\u00a0", " ")


__all__ = ["Occasions", "merge_occasions", "of_event", "of_roadmap", "of_series", "of_stages"]
