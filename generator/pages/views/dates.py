"""What the build date makes of a beginning and an end: ahead, over, or not to be told from the source."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel import Locale

from generator.catalog import Catalog
from generator.records import Record
from generator.records.times import Moment

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


def zone(name: str, moments: list[Moment | None]) -> str:
    """By whose clock the hours are, in words; empty when no moment has an hour.

    Russian time is counted from Moscow's, so another zone says how far it is from there on that day.
    """
    timed = next((m for m in moments if m is not None and m.time is not None and m.first is not None), None)
    if timed is None:
        return ""
    at = dt.datetime.combine(timed.first, timed.time)
    ahead = at.replace(tzinfo=ZoneInfo(name)).utcoffset() - at.replace(tzinfo=ZoneInfo("Europe/Moscow")).utcoffset()
    minutes = round(ahead.total_seconds() / 60)
    if minutes == 0:
        return "по московскому времени"
    hours = f"{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02}" if minutes % 60 else "")
    city = Locale("ru").time_zones.get(name, {}).get("city")
    return f"по местному времени ({f'{city}, ' if city else ''}МСК{'+' if minutes > 0 else '−'}{hours})"


def latest_first(record) -> tuple:
    """A sort key by ``record.date``: the latest first, undated ones last, then by id."""
    moment = record.date
    return (-(moment.first.toordinal() if moment is not None and moment.first else 0), record.id)


def upcoming(catalog: Catalog, events) -> tuple[Record, ...]:
    """Events that are not over on the build date, soonest first."""
    ahead = [e for e in events if (e.end or e.start).last and (e.end or e.start).last >= catalog.today]
    return tuple(sorted(ahead, key=lambda e: (e.start.first, e.start.time or dt.time.min, e.id)))


def past(catalog: Catalog, events) -> tuple[Record, ...]:
    """Events that are over, latest first; those of an unknown year last."""
    over = [e for e in events if not ((e.end or e.start).last and (e.end or e.start).last >= catalog.today)]
    return tuple(sorted(over, key=lambda e: (-(e.start.first or dt.date.min).toordinal(), e.id)))
