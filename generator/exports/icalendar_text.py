"""A calendar as programs read it: RFC 5545, with the names by which Apple, Google and Outlook call a calendar.

Hours are told in UTC, so nobody needs a table of time zones; days stand as days. A calendar without entries still has a
component, as the grammar asks: a subscription must not break because a district has announced nothing yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DAY_ONE = dt.date(2000, 1, 1)
_LONGEST = 75  # octets of a line
_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Moscow", "BEGIN:STANDARD", "DTSTART:20141026T020000", "TZOFFSETFROM:+0400",
    "TZOFFSETTO:+0300", "TZNAME:MSK", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class CalendarEntry:
    """``start`` and ``end`` are days, both of them included, or hours with their zone (``end`` may be None then);
    ``yearly`` repeats the entry in each year up to the day ``until`` (None: without end) but for the days ``without``;
    ``changed`` is the day on which the record was updated last."""

    uid: str
    title: str
    start: dt.date
    end: dt.date | None
    changed: dt.date | None
    about: str = ""
    address: str = ""
    place: str = ""
    category: str = ""
    status: str = "CONFIRMED"
    is_background: bool = False
    yearly: bool = False
    until: dt.date | None = None
    without: tuple[dt.date, ...] = ()


def icalendar(name: str, about: str, entries: Iterable[CalendarEntry], today: dt.date) -> bytes:
    """A calendar that may be subscribed to: read again once a day. ``today`` stamps what has no day of a change."""
    body = [line for entry in entries for line in _entry(entry, today)]
    head = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Metodoteka//RU", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        _text("NAME", name), _text("X-WR-CALNAME", name), _text("DESCRIPTION", about), _text("X-WR-CALDESC", about),
        "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D",
    )  # fmt: skip
    lines = (*head, *(body or _ZONE), "END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _entry(entry: CalendarEntry, today: dt.date) -> Iterator[str]:
    changed = entry.changed
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{changed or today:%Y%m%d}T000000Z"
    if changed:
        yield f"LAST-MODIFIED:{changed:%Y%m%d}T000000Z"
        # Grows with every day on which the record was changed, and is the same in every build of the same records.
        yield f"SEQUENCE:{max(0, (changed - _DAY_ONE).days)}"
    yield from _times(entry)
    yield _text("SUMMARY", entry.title)
    for name, words in (("DESCRIPTION", entry.about), ("LOCATION", entry.place), ("CATEGORIES", entry.category)):
        if words:
            yield _text(name, words)
    if "://" in entry.address:
        yield f"URL:{entry.address}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if entry.is_background else 'OPAQUE'}"
    yield "END:VEVENT"


def _times(entry: CalendarEntry) -> Iterator[str]:
    if isinstance(entry.start, dt.datetime):
        yield f"DTSTART:{_hour(entry.start)}"
        if isinstance(entry.end, dt.datetime) and entry.end > entry.start:
            yield f"DTEND:{_hour(entry.end)}"
        return
    last = entry.end or entry.start
    yield f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}"  # the day after the last one
    if entry.yearly:
        yield "RRULE:FREQ=YEARLY" + (f";UNTIL={entry.until:%Y%m%d}" if entry.until else "")
        yield from (f"EXDATE;VALUE=DATE:{day:%Y%m%d}" for day in entry.without)


def _hour(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(name: str, words: str) -> str:
    """A line of text: what the grammar gives a meaning is escaped, and no character could begin another line."""
    plain = "".join(
        character if character.isprintable() or character == "\n" else " " for character in words.replace("\r\n", "\n")
    )
    for character, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(character, safe)
    return f"{name}:{plain}"


def _folded(line: str) -> Iterator[str]:
    """At most 75 octets, a letter never cut in two; what goes on begins with a space."""
    if len(line.encode()) <= _LONGEST:
        yield line
        return
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
