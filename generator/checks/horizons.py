"""Rules about days that are hardly meant: a note about the past with a day that has not come, a year far away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.independence import is_ahead
from generator.checks.place import warning
from generator.checks.texts import owners
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records.events import Event
from generator.records.fields import marked
from generator.records.learning import Document
from generator.records.organizations import Center
from generator.records.periods import Period
from generator.records.times import Moment, Month, When
from generator.records.walking import groups_within

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


def _dates(record: BaseModel) -> Iterator[tuple[Loc, Any]]:
    """Every date of a record with its place."""
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
