"""Rules about clocks: a time zone is one that exists, and an hour is by a clock that somebody has named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.catalog import Catalog
from generator.catalog.computed.russian_zones import zone_by_code, zone_by_title, zone_meant
from generator.catalog.computed.zones import is_zone, places_of, stated_zone
from generator.checks.place import error, warning
from generator.problems import Problem
from generator.records.events import Event
from generator.records.territories import District, Region


def zones_exist(catalog: Catalog) -> Iterator[Problem]:
    """The time zone of an event, a region or a district is one of the database."""
    records: tuple[Event | Region | District, ...] = (
        *catalog.own_of(Event),
        *catalog.own_of(Region),
        *catalog.own_of(District),
    )
    for record in records:
        if record.timezone and not is_zone(record.timezone):
            yield error(
                catalog,
                record,
                ("timezone",),
                "unknown-timezone",
                f"часового пояса «{record.timezone}» нет",
                f"возможно, имелось в виду {meant}"
                if (meant := zone_meant(record.timezone))
                else "пишите часть света и город латиницей: Europe/Moscow, Europe/Samara, Asia/Krasnoyarsk",
            )


def hours_have_a_clock(catalog: Catalog) -> Iterator[Problem]:
    """An event with an hour in a territory is in a time zone that the event, the territory or the base names (warning):
    unsaid, the hour would be published as Moscow's, which is wrong in most zones of Russia."""
    for event in catalog.own_of(Event):
        if not (event.start.time or (event.end and event.end.time)) or stated_zone(catalog, event):
            continue
        places = list(places_of(catalog, event))
        if places and not any(place.timezone for place in places):  # a wrong one is told where it stands
            yield warning(
                catalog,
                event,
                ("start",),
                "clock-not-said",
                f"по чьим часам это время, не сказано: на сайте оно будет московским ({places[-1].title})",
                f"в файле data/{places[-1].key}.yml допишите {_line_of(places)}",
            )


def _line_of(places: Sequence[Region | District]) -> str:
    """The line to write, with the zone only where it is known which one it is."""
    by_code = (zone_by_code(place.oktmo) for place in places if place.oktmo)
    by_title = (zone_by_title(place.title) for place in places if isinstance(place, Region))
    if zone := next(filter(None, (*by_code, *by_title)), ""):
        return f"строку timezone: {zone}"
    return (
        "строку timezone: и пояс, по которому живёт эта территория: часть света и город латиницей, как Europe/Samara "
        "или Asia/Krasnoyarsk"
    )
