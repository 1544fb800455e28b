"""Rules about what holds for a time: the status of a centre, the cluster and the figures of a territory in a year, a
territory itself, whose successors have what lives on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from generator import text
from generator.catalog import Catalog, Reference
from generator.checks.place import error, warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event, Series
from generator.records.fields import label_of
from generator.records.learning import Document
from generator.records.organizations import Center, StatusChange
from generator.records.practices import Replication
from generator.records.programmes import Indicator, Programme, Values
from generator.records.territories import District, Region, Territory
from generator.records.times import Moment


def statuses_follow_each_other(catalog: Catalog) -> Iterator[Problem]:
    """A status is granted to whom has none, prolonged or withdrawn only from whom has one; the meeting that decided it
    was not cancelled; that the decision is younger than the status is told (warning). A history may begin with any of
    them: what came before is not known then. Those out of the order of time are told of elsewhere."""
    for record in catalog.own_of(Center):
        if all(_in_time(one, other) for one, other in pairwise(record.status_history)):
            yield from _transitions(catalog, record)
        for n, change in enumerate(record.status_history):
            yield from _decision(catalog, record, change, ("status_history", n))


def _in_time(one: StatusChange, other: StatusChange) -> bool:
    return not other.date.is_before(one.date)


def _transitions(catalog: Catalog, record: Center) -> Iterator[Problem]:
    holds: bool | None = None
    for n, change in enumerate(record.status_history):
        wrong = ""
        if change.state == "granted" and holds:
            wrong = "статус уже присвоен: второй раз его не присваивают, а продлевают"
        elif change.state == "prolonged" and holds is False:
            wrong = "продлён статус, которого у центра в это время нет"
        elif change.state == "withdrawn" and holds is False:
            wrong = "снят статус, которого у центра в это время нет"
        if wrong:
            hint = "проверьте state и даты; чего не хватает между ними (granted или withdrawn), допишите"
            yield error(catalog, record, ("status_history", n, "state"), "status-order", wrong, hint)
        if change.state != "applied" or holds is None:
            holds = change.state in ("granted", "prolonged")


def _decision(catalog: Catalog, record: Center, change: StatusChange, loc: Loc) -> Iterator[Problem]:
    event, document = catalog.one(Event, change.event), catalog.one(Document, change.document)
    if event is not None and event.state != "scheduled":
        message = f"решение приняли на заседании, которое {label_of(event, 'state')}: «{event.title}»"
        hint = "назовите заседание, которое состоялось, или исправьте его state"
        yield error(catalog, record, (*loc, "event"), "status-decision", message, hint)
    for name, one, when in (
        ("event", event, event.start if event else None),
        ("document", document, document.date if document else None),
    ):
        if one is not None and change.date.is_before(when):
            message = f"решение «{one.title}» ({when}) позже, чем статус ({change.date})"
            hint = "если решили задним числом, всё верно; иначе проверьте дату статуса и то ли решение названо"
            yield warning(catalog, record, (*loc, name), "status-before-decision", message, hint)


def one_of_a_year(catalog: Catalog) -> Iterator[Problem]:
    """A territory has one cluster and one set of figures in a year, and only while it exists."""
    for record in (*catalog.own_of(Region), *catalog.own_of(District)):
        for name, what in (("clusters", "кластер"), ("statistics", "число школ и педагогов")):
            seen = set()
            for n, item in enumerate(getattr(record, name)):
                loc: Loc = (name, n, "year")
                if item.year in seen:
                    message = f"{what} за {item.year} год уже есть выше: какой верен, неизвестно"
                    yield error(catalog, record, loc, "year-twice", message, "оставьте одну запись за год")
                seen.add(item.year)
                first, last = record.valid_from, record.valid_to
                if (first and item.year < first.year) or (last and item.year > last.year):
                    message = f"в {item.year} году этой территории не было"
                    hint = "проверьте год; числа за это время пишут там, откуда она вышла или куда вошла"
                    yield error(catalog, record, loc, "year-outside-life", message, hint)


# --- territories that are over ----------------------------------------------------------------------------------------


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
            return record.term.end is None or record.term.end.last > last
        case Series():
            return record.valid_to is None or _is_after(record.valid_to, last)
        case District():
            return record.valid_to is None or record.valid_to > last
        case Values() | Indicator() | Document():  # figures have a rule of their own; an act is of whoever passed it
            return False
    return True


def _is_after(moment: Moment, last: dt.date) -> bool:
    return moment.first is not None and moment.first > last
