"""By whose clock the hours of an event are: its own, that of the place where it is, or the base's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.catalog.index import Catalog
from generator.records import Record
from generator.records.events import Event
from generator.records.organizations import Organization
from generator.records.territories import District, Region
from generator.records.times import Moment

MOSCOW = "Europe/Moscow"


def is_zone(name: str) -> bool:
    """Return whether the time zone database (https://www.iana.org/time-zones) has a zone ``Area/City``."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last: a folder of the database
        return False
    return True


def zone_of(catalog: Catalog, event: Event) -> str:
    """The zone in which the hours of ``event`` are written. The first that is said counts: the event's own, that of its
    district, of its region, of the organiser's territory, of the base; Moscow's where nobody says one."""
    return stated_zone(catalog, event) or MOSCOW


def stated_zone(catalog: Catalog, event: Event) -> str:
    """The same, empty where nobody says one."""
    candidates = (event.timezone, *(place.timezone for place in places_of(catalog, event)), catalog.timezone)
    return _first_of(candidates)


def zone_at(catalog: Catalog, place: Region | District) -> str:
    """By whose clock a territory lives: its own, its region's or the base's; empty where nobody says it."""
    return _first_of((*(one.timezone for one in _upwards(catalog, place)), catalog.timezone))


def hour_in(zone: str, moment: Moment | None) -> dt.datetime | None:
    """The hour that ``moment`` names by the clock of ``zone``; None where it names no hour."""
    if moment is None or moment.time is None or moment.first is None:
        return None
    return dt.datetime.combine(moment.first, moment.time, ZoneInfo(zone))


def _first_of(candidates: Iterable[str | None]) -> str:
    return next((name for name in candidates if name and is_zone(name)), "")


def places_of(catalog: Catalog, event: Event) -> Iterator[Region | District]:
    """The territories whose clock an event goes by, the nearest first."""
    yield from _upwards(catalog, catalog.find(event.territory))
    organizer = catalog.one(Organization, event.organizer)
    if not event.territory and organizer is not None:
        yield from _upwards(catalog, catalog.find(organizer.territory))


def _upwards(catalog: Catalog, place: Record | None) -> Iterator[Region | District]:
    if isinstance(place, District):
        yield place
        place = catalog.one(Region, place.region)
    if isinstance(place, Region):
        yield place
