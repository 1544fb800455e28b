"""Rules about territories that are over: what lives on belongs to their successors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from generator import text
from generator.catalog import Catalog, Reference
from generator.checks.place import warning
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event, Series
from generator.records.learning import Document
from generator.records.practices import Replication
from generator.records.programmes import Indicator, Programme, Values
from generator.records.territories import District, Territory
from generator.records.times import Moment

#: fields by which a territory tells its own story
_OF_ITSELF = ("successors",)


def territories_are_alive(catalog: Catalog) -> Iterator[Problem]:
    """What lives on, or came later, names a territory that is still there: a school, a centre, a practice of a district
    that was joined to another belongs to that one (warning). What was held and measured there stays in its time."""
    for territory in (one for one in catalog.own_records if isinstance(one, Territory)):
        if territory.valid_to is None or territory.valid_to >= catalog.today:
            continue
        heirs = [one for address in territory.successors if (one := catalog.find(address)) is not None]
        for reference in outliving(catalog, territory, territory.valid_to):
            yield warning(
                catalog,
                reference.owner,
                reference.loc,
                "territory-is-over",
                f"«{territory.title}» существует до {text.date(territory.valid_to)}",
                _hint(territory, heirs),
            )


def _hint(territory: Territory, heirs: list[Record]) -> str:
    if not heirs:
        return f"назовите преемника в поле successors записи {territory.key} и замените территорию здесь"
    if len(heirs) == 1:
        return (
            f"замените на «{heirs[0].key}»; во всех таких записях сразу: "
            f"metodoteka merge {territory.key} --into {heirs[0].key}"
        )
    return "замените на того из преемников, кому это досталось: " + ", ".join(heir.key for heir in heirs)


def outliving(catalog: Catalog, territory: Territory, last: dt.date) -> Iterator[Reference]:
    """The references to a territory of what is still there after its last day."""
    for reference in catalog.references:
        if catalog.aliases.get(reference.target, reference.target) != territory.key or reference.loc[0] in _OF_ITSELF:
            continue
        if reference.owner.status != "archived" and _lives_on(reference.owner, last):
            yield reference


def _lives_on(record: Record, last: dt.date) -> bool:
    """Return whether the record is of the time after ``last``; one without a date of its own is."""
    match record:
        case Event():
            return _is_after(record.start, last)
        case Replication():
            return _is_after(record.date, last)
        case Programme():
            return record.term.end.last > last
        case Series():
            return record.valid_to is None or _is_after(record.valid_to, last)
        case District():
            return record.valid_to is None or record.valid_to > last
        case Values() | Indicator() | Document():  # figures have a rule of their own; an act is of whoever passed it
            return False
    return True


def _is_after(moment: Moment, last: dt.date) -> bool:
    return moment.first is not None and moment.first > last
