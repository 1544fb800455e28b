"""What of a record is open data: its fields as the models name them, without names of people and without the figures of
small groups.

A consent is given for the pages of one site (152-ФЗ, статья 10.1); a file goes anywhere, so no file has a name. What a
page hides of a few people is hidden here as well. References and terms are told by their present ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator.catalog import Catalog
from generator.catalog.computed import zones
from generator.catalog.computed.disclosure import is_few
from generator.pages import open_data
from generator.records import Record
from generator.records.common import Attachment, Consent, Person
from generator.records.events import Event
from generator.records.fields import Field, Group, fields, fields_in_file
from generator.records.materials import is_offered
from generator.records.pictures import Picture
from generator.records.practices import Outcome, Practice
from generator.records.times import Moment

#: fields that no file tells: names of people, and what is known of them only to show a name or a picture
_LEFT_OUT: Mapping[Group, frozenset[str]] = {
    Person: frozenset({"name"}),
    Picture: frozenset({"people", "confirmed", "confirmed_by"}),
}
#: what of a measured result could point at somebody where there are few people
_OF_FEW = ("before", "after", "n")
#: whether the numbers of a measured result stand there
OUTCOME_NUMBERS = {"shown": "показаны", "hidden": "скрыто: мало людей", "none": "нет данных"}
#: what the files tell of the clock of an event: whose it is, and the hours with their offset from UTC
CLOCK = {
    "timezone": ("Часовой пояс", "По чьим часам записано время: мероприятия, его территории или всей базы"),
    "start_iso": (
        "Начало: время со смещением",
        "ISO 8601: 2026-04-17T15:00:00+03:00; пусто, если час не назван",
    ),
    "end_iso": ("Окончание: время со смещением", "ISO 8601; пусто, если час не назван"),
}
ToPlain = Callable[["Shapes", Any], Any]


@cache
def open_fields(model: Group) -> Mapping[str, Field]:
    """The fields of a kind or of a group that are open data, in the order of a record."""
    its = fields_in_file(model) if issubclass(model, Record) else fields(model)
    secret = _LEFT_OUT.get(model, frozenset())
    return {
        name: field
        for name, field in its.items()
        if name not in secret and not (field.group and issubclass(field.group, Consent))
    }


class Shapes:
    """Values of records in plain words of JSON, as seen from one catalog."""

    def __init__(self, catalog: Catalog):
        self.catalog = catalog
        self._keys: dict[str, str] = {}

    def record(self, record: Record) -> dict[str, Any]:
        """One record: id, kind, address, its fields without empty ones, and what the base has worked out of it."""
        catalog = self.catalog
        shape = {"id": record.id, "kind": record.kind, "url": self.url(record)}
        shape |= self.group(record)
        shape["title"] = catalog.title_of(record)
        if day := catalog.first_published.get(record.key):
            shape["first_published"] = day.isoformat()
        if isinstance(record, Practice):
            shape["evidence_level"] = catalog.evidence[record.id].level
            shape["maturity"] = catalog.maturity[record.id]
        if isinstance(record, Event):
            shape |= {name: value for name, value in zip(CLOCK, self.clock(record), strict=True) if value}
        return shape

    def clock(self, event: Event) -> tuple[str, str | None, str | None]:
        """What :data:`CLOCK` names of an event."""
        zone = zones.zone_of(self.catalog, event)
        hours = (zones.hour_in(zone, moment) for moment in (event.start, event.end))
        start, end = (hour.isoformat() if hour else None for hour in hours)
        return zone, start, end

    def url(self, record: Record) -> str:
        """The address of the page of a record."""
        return open_data.site_address(self.catalog.site, f"{record.key}/")

    def group(self, group: BaseModel) -> dict[str, Any]:
        """The filled fields of a record or of a group of fields."""
        shape: dict[str, Any] = {}
        few = isinstance(group, Outcome) and is_few(group, self.catalog.small_group)
        for name, many, plain in _plan(type(group)):
            value = getattr(group, name)
            if many:
                value = self.members(value)
            if value is None or value == () or (few and name in _OF_FEW):
                continue
            if name == "file" and isinstance(group, Attachment) and not is_offered(group):
                continue
            shape[name] = [plain(self, one) for one in value] if many else plain(self, value)
        if isinstance(group, Outcome):
            shape["numbers"] = numbers_state(group, few)
            if few and "comparison" in shape:
                shape["comparison"] = {"group": shape["comparison"]["group"]}
        return shape

    def members(self, members: tuple[Any, ...]) -> tuple[Any, ...]:
        """The members of a list that may be told: nothing of a picture before it is confirmed."""
        if not members or not isinstance(members[0], Picture):
            return members
        return tuple(one for one in members if one.shown_on(self.catalog.today, self.catalog.site))

    def reference(self, kinds: tuple[str, ...], value: str) -> str:
        """The present id of the record that a reference names: with its kind where several may be meant."""
        key = f"{kinds[0]}/{value}" if len(kinds) == 1 else value
        key = self.catalog.aliases.get(key, key)
        return key.partition("/")[2] if len(kinds) == 1 else key

    def title(self, kinds: tuple[str, ...], value: str) -> str:
        """The title of the record that a reference names; empty where there is none."""
        found = self.catalog.find(f"{kinds[0]}/{value}" if len(kinds) == 1 else value)
        return self.catalog.title_of(found) if found else ""

    def term(self, vocabulary: str, value: str) -> str:
        """The present id of a term."""
        found = self.catalog.term(vocabulary, value)
        return found.id if found else value


def numbers_state(outcome: Outcome, few: bool) -> str:
    """One of :data:`OUTCOME_NUMBERS`."""
    return "hidden" if few else "none" if outcome.before is None and outcome.after is None else "shown"


@cache
def _plan(model: Group) -> tuple[tuple[str, bool, ToPlain], ...]:
    return tuple((name, field.many, plain_of(field)) for name, field in open_fields(model).items())


@cache
def _of_type(its_type: type) -> ToPlain:
    if issubclass(its_type, bool | int | str):
        return lambda _, value: value
    if issubclass(its_type, Decimal):
        return lambda _, value: plain_number(value)
    if issubclass(its_type, Moment):
        return lambda _, value: iso(value)
    if issubclass(its_type, dt.date):
        return lambda _, value: value.isoformat()
    return lambda _, value: str(value)


def plain_of(field: Field) -> ToPlain:
    """(shapes, one value of the field) -> that value in plain words of JSON."""
    if field.group:
        return lambda shapes, value: shapes.group(value)
    if kinds := field.references:
        return lambda shapes, value: shapes.reference(kinds, value)
    if vocabulary := field.vocabulary:
        return lambda shapes, value: shapes.term(vocabulary, value)
    return _of_type(field.type)


def plain_number(value: Decimal) -> int | float:
    """A number as it is, never rounded for show."""
    return int(value) if value == value.to_integral_value() else float(value)


def iso(value: Moment) -> str:
    """ISO 8601, as precise as the record: ``2026-04-17T15:00``; ``--04`` is April of a year that nobody named."""
    return str(value).replace(" ", "T")
