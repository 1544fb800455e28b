"""What the build date makes of a beginning and an end: ahead, over, or not to be told from the source."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel import Locale

from generator.catalog import Catalog
from generator.catalog.computed.zones import MOSCOW
from generator.pages import labels
from generator.records import Record
from generator.records.times import Moment
from generator.text.language import current_language, tr

#: states that a reader may still plan by
AHEAD = ("ahead", "running", "this-month", "this-year")


def date_state(start: Moment, end: Moment | None, today: dt.date) -> str:
    """``ahead``, ``running``, ``over``; ``this-month`` and ``this-year`` when the source names no day and today may be
    before it or after; ``unknown`` when it names no year."""
    last = (end or start).last
    if start.first is None or last is None:
        return "unknown"
    if last < today:
        return "over"
    if start.first > today:
        return "ahead"
    return {"month": "this-month", "year": "this-year"}.get(start.precision, "running")


def is_over(moment: Moment | None, today: dt.date) -> bool:
    """Return whether the moment has surely passed; False for none and for a year that nobody named."""
    return moment is not None and moment.last is not None and moment.last < today


def zone(name: str, start: Moment | None, end: Moment | None = None) -> str:
    """By whose clock the hours are, in words, and the hours in Moscow where they differ; empty without hours.

    Russian time is counted from Moscow's, so another zone says how far it is from there on that day.
    """
    timed = next((m for m in (start, end) if m is not None and m.time is not None and m.first is not None), None)
    if timed is None:
        return ""
    ahead = _from_moscow(name, dt.datetime.combine(timed.first, timed.time))
    if not ahead:
        return tr("по московскому времени")
    city = (language.locale if (language := current_language()) else Locale("ru")).time_zones.get(name, {}).get("city")
    clock_of = f"{city}, {ahead}" if city else ahead
    return tr(
        "по местному времени ({clock}; по московскому {there})", clock=clock_of, there=_in_moscow(name, start, end)
    )


def clock(name: str, day: dt.date) -> str:
    """By whose clock a territory lives on a day: «московское», «МСК+4»."""
    return _from_moscow(name, dt.datetime.combine(day, dt.time(12))) or tr("московское")


def _from_moscow(name: str, at: dt.datetime) -> str:
    """«МСК+4»: how far a zone is from Moscow's at a moment; empty where the hours are the same."""
    ahead = at.replace(tzinfo=ZoneInfo(name)).utcoffset() - at.replace(tzinfo=ZoneInfo(MOSCOW)).utcoffset()
    minutes = round(ahead.total_seconds() / 60)
    hours = f"{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02}" if minutes % 60 else "")
    return tr("МСК{hours}", hours=f"{'+' if minutes > 0 else '−'}{hours}") if minutes else ""


def _in_moscow(name: str, start: Moment | None, end: Moment | None) -> str:
    """The hours of a beginning and an end by Moscow's clock; with the day where it is another one there."""
    moments = [m for m in (start, end) if m is not None and m.time is not None and m.first is not None]
    there = [_by_clock(m, name, MOSCOW) for m in moments]
    if all(a.first == b.first for a, b in zip(moments, there, strict=True)):
        return "–".join(dict.fromkeys(f"{m.time:%H:%M}" for m in there))
    return labels.format_span(there[0], there[-1])


def _by_clock(moment: Moment, zone_from: str, zone_to: str) -> Moment:
    """The same instant by another clock."""
    at = dt.datetime.combine(moment.first, moment.time, tzinfo=ZoneInfo(zone_from)).astimezone(ZoneInfo(zone_to))
    return Moment(at.year, at.month, at.day, at.time())


def latest_first(record) -> tuple:
    """A sort key by ``record.date``: the latest first, undated ones last, then by id."""
    return (*backwards(record.date), record.id)


def backwards(moment: Moment | None) -> tuple[int, int]:
    """A sort key by which the latest comes first, none and one of no year last."""
    last, first, _ = moment.order if moment is not None else (0, 0, None)
    return -last, -first


def past(catalog: Catalog, events) -> tuple[Record, ...]:
    """Events that are over, latest first; those of an unknown year last."""
    over = [e for e in events if not e.is_upcoming(catalog.today)]
    return tuple(sorted(over, key=lambda e: (*backwards(e.start), e.id)))
