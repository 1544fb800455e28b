"""Rules about one thing that two records tell: it would count twice wherever records are counted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import outcomes, ties
from generator.checks.place import warning, without_repeats
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event
from generator.records.memo import memoized
from generator.records.organizations import Organization
from generator.records.practices import Practice, Replication
from generator.records.territories import District


def nothing_is_repeated(catalog: Catalog) -> Iterator[Problem]:
    """Two records of one event, one school, one replication, or of one practice in the same words (warning): each is
    counted, and a practice split in two or an event entered twice makes a figure grow."""
    for model, (loc, key_of, what, hint) in _KEYS.items():
        seen: dict[Hashable, Record] = {}
        for record in catalog.own_of(model):
            key = key_of(record) if record.status != "archived" else None
            if key is None:
                continue
            first = seen.setdefault((record.demo, key), record)
            if first is not record:
                message = f"{what} уже есть: {first.key}; считаются обе записи"
                yield warning(catalog, record, loc, "told-twice", message, f"оставьте одну из двух записей; {hint}")


def measurements_are_reported_once(catalog: Catalog) -> Iterator[Problem]:
    """One measurement stands in one practice: the same numbers with the same instrument and time in another one prove
    it a second time (warning)."""
    for record in catalog.own_of(Practice):
        for n, first in catalog.first_measured.get(record.key, {}).items():
            message = f"{outcomes.SAME_NUMBERS}: «{first.title}»"
            hint = (
                "измерение доказывает одну практику, и здесь оно не засчитано: оставьте его там, где оно было, или "
                "напишите другое"
            )
            yield without_repeats(warning(catalog, record, ("outcomes", n), "measured-twice", message, hint))


def places_agree(catalog: Catalog) -> Iterator[Problem]:
    """A school applies a practice where it stands (warning): the record counts for the territory that it names."""
    for record in catalog.own_of(Replication):
        organization = catalog.one(Organization, record.organization)
        home = catalog.find(organization.territory) if organization else None
        there = catalog.find(record.territory)
        if organization is None or organization.level != "school" or not home or not there or home is there:
            continue
        if isinstance(home, District) and isinstance(there, District):
            message = f"«{organization.title}» стоит здесь: {home.title}, а применение записано сюда: {there.title}"
            hint = f"напишите territory: {home.key} или исправьте территорию в записи организации"
            yield warning(catalog, record, ("territory",), "replication-elsewhere", message, hint)


def schools_have_one_record(catalog: Catalog) -> Iterator[Problem]:
    """Two names that may be those of one school in one place, and no number that tells them apart (warning): as two
    organisations they confirm each other."""
    live = [record for record in catalog.own_of(Organization) if record.status != "archived"]
    for record, other in ties.possible_doubles(live):
        if _of_organization(record) != _of_organization(other):  # else told as written twice
            message = f"«{record.title}» и «{other.title}» — похоже, одна организация: {other.key}"
            hint = (
                "оставьте одну запись; если их две, допишите обеим ИНН или уточните названия: до тех пор "
                "доказанность считает их за одну"
            )
            yield warning(catalog, record, ("title",), "one-school", message, hint)


def _of_event(record: Event) -> Hashable:
    # In a month there may be two of one name.
    return (text.folded(record.title or ""), str(record.start), record.territory) if record.start.day else None


def _of_organization(record: Organization) -> Hashable:
    return text.folded(record.title or ""), record.territory, record.parent


def _of_replication(record: Replication) -> Hashable:
    # Of a month or a year there may be two; a day is that of one.
    return (record.practice, record.organization, str(record.date)) if record.date.day else None


@memoized(by=lambda record: record.key)
def _of_practice(record: Practice) -> Hashable:
    steps = tuple(text.folded(f"{step.title} {step.text or ''}") for step in record.steps)
    return (text.folded(record.idea or ""), *steps) if steps and record.idea else None


_Rule = tuple[Loc, Callable[[Any], Hashable], str, str]
_KEYS: Mapping[type[Record], _Rule] = {
    Event: (("title",), _of_event, "такое же мероприятие в тот же день", "если их два, назовите их по-разному"),
    Organization: (
        ("title",), _of_organization, "организация с таким же названием там же",
        "если их две, допишите в названиях, чем они отличаются",
    ),
    Practice: (
        ("steps",), _of_practice, "практика с той же идеей и теми же шагами",
        "если это другая практика, опишите, что в ней иначе, и назовите исходную в based_on",
    ),
    Replication: (
        ("date",), _of_replication, "применение той же практики той же организацией в тот же день",
        "если их два, проверьте дни",
    ),
}  # fmt: skip
