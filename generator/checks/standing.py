"""Rules about what holds for a time: the status of a centre, the cluster and the figures of a territory in a year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.catalog import Catalog
from generator.checks.place import error, warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records.events import Event
from generator.records.fields import label_of
from generator.records.learning import Document
from generator.records.organizations import Center, StatusChange
from generator.records.territories import District, Region


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
