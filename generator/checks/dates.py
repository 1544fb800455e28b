"""Rules about time: what comes before what, what is past, by whose clock an hour is, which days are hardly meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.russian_zones import zone_by_code, zone_by_title, zone_meant
from generator.catalog.computed.zones import is_zone, places_of, stated_zone
from generator.checks.place import error, warning
from generator.checks.texts import owners
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.content import ContentPage
from generator.records.events import Event
from generator.records.fields import marked
from generator.records.learning import Document
from generator.records.memo import memoized
from generator.records.organizations import Center
from generator.records.periods import Period
from generator.records.programmes import Programme, Values, written_span
from generator.records.territories import District, Region
from generator.records.times import Moment, Month, When, is_ahead
from generator.records.walking import groups_within

#: pairs of fields of one group: the first may not come after the second
_ORDER = (
    ("start", "end"),
    ("valid_from", "valid_to"),
    ("given", "until"),
    ("given", "withdrawn"),
    ("updated", "review_by"),
    ("date", "valid_until"),
    ("date", "checked_on"),
)


def dates_in_order(catalog: Catalog) -> Iterator[Problem]:
    """Within a group the beginning is not after the end; stages lie within the term (they may overlap); registration
    ends before the event does; the history of a status goes forward."""
    for record in catalog.own_records:
        for loc, group in groups_within(record, _pairs):
            for first, last in _pairs(type(group)):
                a, b = group.__dict__.get(first), group.__dict__.get(last)
                if a is not None and b is not None and _after(a, b):
                    yield error(
                        catalog,
                        record,
                        (*loc, last),
                        "dates-order",
                        f"{last} ({b}) раньше, чем {first} ({a})",
                        text.sentence("check_both_dates"),
                    )
        yield from _of_kind(catalog, record)


def _of_kind(catalog: Catalog, record: Record) -> Iterator[Problem]:
    """What only records of one kind can have wrong."""
    match record:
        case Programme():
            yield from _programme_dates(catalog, record)
        case Event():
            yield from _event_dates(catalog, record)
        case Center():
            yield from _center_dates(catalog, record)
        case Values():
            yield from _values_dates(catalog, record)


def _programme_dates(catalog: Catalog, record: Programme) -> Iterator[Problem]:
    last = record.term.end
    for position, stage in enumerate(record.stages):
        if last and last < record.term.start:
            break  # the term itself is wrong
        if stage.start < record.term.start or (last and last < (stage.end or stage.start)):
            yield error(
                catalog,
                record,
                ("stages", position),
                "stage-outside-term",
                f"этап {written_span(stage)} выходит за срок программы {written_span(record.term)}",
                "проверьте срок программы и этапа",
            )
    if record.approved_on and last and record.approved_on > last.last:
        yield error(
            catalog,
            record,
            ("approved_on",),
            "dates-order",
            "программа утверждена после своего окончания",
            text.sentence("check_dates"),
        )


def _event_dates(catalog: Catalog, record: Event) -> Iterator[Problem]:
    deadline = record.registration and record.registration.deadline
    if deadline and _after(deadline, record.end or record.start):
        yield error(
            catalog,
            record,
            ("registration", "deadline"),
            "dates-order",
            text.sentence("late_registration"),
            text.sentence("check_dates"),
        )


def _center_dates(catalog: Catalog, record: Center) -> Iterator[Problem]:
    for position, (earlier, later) in enumerate(zip(record.status_history, record.status_history[1:], strict=False), 1):
        if _after(earlier.date, later.date):
            yield error(
                catalog,
                record,
                ("status_history", position, "date"),
                "dates-order",
                "история статуса идёт не по порядку",
                "запишите от ранней даты к поздней",
            )


def _values_dates(catalog: Catalog, record: Values) -> Iterator[Problem]:
    if record.as_of and record.as_of < record.period.first:
        yield error(
            catalog,
            record,
            ("as_of",),
            "dates-order",
            f"числа за период с {text.date(record.period.first)} собраны раньше, чем он начался",
            "проверьте год в as_of и в period",
        )


def past_shelf_life(catalog: Catalog) -> Iterator[Problem]:
    """Past `review_by` the page says that it is due for a re-reading (warning)."""
    for record in catalog.own_records:
        if record.review_by and record.review_by < catalog.today and record.status == "published":
            yield warning(
                catalog,
                record,
                ("review_by",),
                "past-shelf-life",
                f"срок проверки прошёл {text.date(record.review_by)}",
                "перечитайте запись и поставьте новый срок",
            )


@cache
def _pairs(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Those of the pairs that a group has."""
    return tuple(pair for pair in _ORDER if set(pair) <= model.model_fields.keys())


def _after(a: Any, b: Any) -> bool:
    """Return whether ``a`` is surely after ``b``: their earliest and latest days do not overlap. Hours count within a
    day."""
    first, last = getattr(a, "first", a), getattr(b, "last", b)
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return False  # a month of an unknown year is before and after nothing
    one, other = getattr(a, "time", None), getattr(b, "time", None)
    if first == last and one is not None and other is not None:
        return bool(one > other)
    return first > last


# --- clocks -----------------------------------------------------------------------------------------------------------


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


# --- days that are hardly meant ---------------------------------------------------------------------------------------


_NOTED = {"updated": "запись уже обновлена", "checked_on": "сведения уже сверены"}
#: years ahead that a plan may name: a strategy or a consent is made for long, a meeting or a re-reading is not
_FAR = 30
_NEAR = 10
#: that a day of the past lies ahead is told of in other words
_PAST = frozenset({*_NOTED, "since", "date", "as_of", "reported_on", "approved_on"})
_NEAR_FIELDS = frozenset({"review_by", "deadline"})
#: nothing that a base of teachers tells of is older, but documents and books
_OLDEST = 1700
_DATES = (dt.date, Moment, Month, Period, When)


def notes_are_of_the_past(catalog: Catalog) -> Iterator[Problem]:
    """The days on which a record was updated and its facts were compared have come (warning; a day is left for the time
    zones). Waiting fixes it."""
    for record in owners(catalog):
        for loc, value in _dates(record):
            what = _NOTED.get(str(loc[-1]))
            if what and isinstance(value, dt.date) and is_ahead(value, catalog.today):
                message = f"{what}, а дата ещё не наступила: {text.date(value)}"
                yield warning(catalog, record, loc, "day-ahead", message, "поставьте день, когда это сделали")


def years_are_near(catalog: Catalog) -> Iterator[Problem]:
    """No date lies so far ahead or behind that its year is likely a slip (warning): a re-reading or an event in more
    than ten years, anything else in more than thirty. Time brings it nearer."""
    this_year = catalog.today.year
    for record in owners(catalog):
        for loc, value in _dates(record):
            near = loc[-1] in _NEAR_FIELDS or (isinstance(record, Event) and loc[-1] in ("start", "end"))
            limit = this_year + (_NEAR if near else _FAR)
            for year in _years(value):
                if year > limit and (loc[-1] not in _PAST or isinstance(record, Center)):
                    message = f"{year} год — это больше чем через {limit - this_year} лет"
                    yield warning(catalog, record, loc, "year-far", message, _hint(loc, this_year))
                elif year < _OLDEST and not isinstance(record, Document):
                    message = f"{year} год — это слишком давно"
                    yield warning(catalog, record, loc, "year-far", message, "проверьте год")


def _hint(loc: Loc, this_year: int) -> str:
    if loc[-1] == "review_by":
        return f"напишите день, когда запись перечитают, например: {this_year + 1}-09-01"
    if loc[-1] in ("until", "valid_until", "valid_to"):
        return "проверьте год; если срока нет, сотрите это поле"
    return "проверьте год"


def _years(value: Any) -> set[int]:
    if isinstance(value, When):
        return {month.year for part in value.all_parts for month in (part.start, part.end) if month}
    return {value.year} if value.year else set()


@memoized(by=lambda record: record.path)
def _dates(record: Record | ContentPage) -> tuple[tuple[Loc, Any], ...]:
    """Every date of a record or a page with its place."""
    return tuple(_each_date(record))


def _each_date(record: BaseModel) -> Iterator[tuple[Loc, Any]]:
    for loc, group in groups_within(record, _date_fields):
        for name in _date_fields(type(group)):
            value = getattr(group, name)
            if isinstance(value, tuple):
                yield from (((*loc, name, place), one) for place, one in enumerate(value))
            elif value is not None:
                yield (*loc, name), value


@cache
def _date_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a group that are dates."""
    return tuple(name for name, _, its_type, _ in marked(model) if its_type in _DATES)
