"""Rules about events that cannot be so: results of what did not take place, winners of nothing, awards that the contest
does not know, editions out of order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import awards
from generator.checks.place import error, warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records.events import Event, Series, Winner
from generator.records.practices import Award, Practice


def results_are_of_what_was(catalog: Catalog) -> Iterator[Problem]:
    """A cancelled event has neither results nor winners; of one that was postponed they say that it took place
    (warning). More people than places are told (warning)."""
    for record in catalog.own_of(Event):
        winners = record.contest.winners if record.contest else ()
        loc: Loc = ("outcome",) if record.outcome else ("contest", "winners")
        if record.state != "scheduled" and (record.outcome or winners):
            if record.state == "cancelled":
                hint = "если оно состоялось, исправьте state; если нет, уберите итоги"
                message = "мероприятие отменено, а итоги у него есть"
                yield error(catalog, record, loc, "results-of-nothing", message, hint)
            else:
                hint = "если оно уже прошло, поставьте день, когда прошло, и state: scheduled"
                message = "мероприятие перенесено, а итоги у него есть"
                yield warning(catalog, record, loc, "results-early", message, hint)
        came = record.outcome.participants if record.outcome else None
        if came is not None and record.capacity is not None and came > record.capacity:
            message = f"участвовало {came}, а мест было {record.capacity}"
            hint = "проверьте оба числа; если часть смотрела дистанционно, напишите об этом в outcome.note"
            yield warning(catalog, record, ("outcome", "participants"), "more-than-places", message, hint)


def winners_can_be(catalog: Catalog) -> Iterator[Problem]:
    """A winner is a practice or an organisation, in a nomination that the contest has, and stands there once."""
    records: list[Event | Series] = [*catalog.own_of(Event), *catalog.own_of(Series)]
    for record in records:
        if record.contest is None:
            continue
        nominations = {text.folded(one): one for one in record.contest.nominations}
        seen = set()
        for n, winner in enumerate(record.contest.winners):
            loc: Loc = ("contest", "winners", n)
            if not winner.practice and not winner.organization:
                hint = "назовите practice или organization"
                yield error(catalog, record, loc, "winner-impossible", "не сказано, кто победил", hint)
                continue
            if winner.nomination and nominations and text.folded(winner.nomination) not in nominations:
                message = f"номинации «{winner.nomination}» в этом конкурсе нет"
                hint = f"есть: {', '.join(nominations.values())}; исправьте или допишите её в nominations"
                yield error(catalog, record, (*loc, "nomination"), "winner-impossible", message, hint)
            key = (*_who(catalog, winner), text.folded(winner.nomination or ""))
            if key in seen:
                message = "этот победитель в этой номинации уже назван выше"
                yield error(catalog, record, loc, "winner-impossible", message, "оставьте одну запись")
            seen.add(key)


def _who(catalog: Catalog, winner: Winner) -> tuple[str | None, str | None]:
    practice = catalog.get("practices", winner.practice)
    organization = catalog.get("organizations", winner.organization)
    if practice:
        return practice.id, None
    return winner.practice, organization.id if organization else winner.organization


def awards_agree_with_contests(catalog: Catalog) -> Iterator[Problem]:
    """An award that names its contest says what the contest says: the contest took place, not after the award; where
    its winners are named, the practice is one of them (warning) and holds the same place. An award of no contest says
    when it was given (warning)."""
    for record in catalog.own_of(Practice):
        for n, award in enumerate(record.awards):
            event = catalog.one(Event, award.event)
            loc: Loc = ("awards", n)
            if award.date is None and award.event is None:
                hint = "допишите date (хватит года) или event — конкурс, где её присудили"
                yield warning(catalog, record, loc, "award-undated", "не сказано, когда присудили награду", hint)
            if event is None:
                continue
            if event.state == "cancelled":
                hint = "проверьте, тот ли конкурс назван в event"
                yield error(catalog, record, (*loc, "event"), "award-disagrees", "этот конкурс отменён", hint)
            elif award.date and award.date.is_before(event.start):
                message = f"награда ({award.date}) раньше, чем начался конкурс ({event.start})"
                hint = "проверьте дату награды и тот ли конкурс назван"
                yield error(catalog, record, (*loc, "date"), "award-disagrees", message, hint)
            else:
                yield from _against_winners(catalog, record, award, event, loc)


def _against_winners(catalog: Catalog, record: Practice, award: Award, event: Event, loc: Loc) -> Iterator[Problem]:
    own = awards.own_wins(catalog, record, event)
    if awards.is_unconfirmed(catalog, record, event):
        message = f"среди победителей в записи «{event.title}» этой практики нет"
        hint = "допишите её в contest.winners этого мероприятия или исправьте награду"
        yield warning(catalog, record, (*loc, "event"), "award-unknown", message, hint)
    places = {rank: winner.place for winner in own if (rank := rank_of(winner.place))}
    rank = rank_of(award.title)
    if rank and places and rank not in places and len(places) == len(own):
        named = ", ".join(f"«{place}»" for place in places.values())
        message = f"награда «{award.title}», а в записи конкурса — {named}"
        hint = "сверьте с решением жюри и исправьте там, где ошибка"
        yield error(catalog, record, (*loc, "title"), "award-disagrees", message, hint)


#: a place in a contest in words, the way awards and winners name it
_RANKS = (
    (r"гран[ -]?при", "гран-при"),
    (r"победител|(?:\b1|\bi|перв\w+)(?:-?е|-?ое)? мест", "победитель"),
    (r"при[зс][её]р|(?:\b[23]|\bi{2,3}|втор\w+|трет\w+)(?:-?е|-?ое)? мест", "призёр"),
    (r"лауреат", "лауреат"),
    (r"дипломант", "дипломант"),
    (r"участник|за участие", "участник"),
)


def rank_of(words: str | None) -> str:
    """What place a text names, «победитель» for «1-е место»; empty where it names none or more than one."""
    found = {rank for pattern, rank in _RANKS if re.search(pattern, text.folded(words or ""))}
    return found.pop() if len(found) == 1 else ""


def editions_follow(catalog: Catalog) -> Iterator[Problem]:
    """Editions of a series have numbers of their own, which grow with time, and lie within the time of the series
    (warning)."""
    known: dict[str, list[Event]] = defaultdict(list)
    for event in catalog.own_of(Event):
        series = catalog.one(Series, event.series)
        if series is None:
            continue
        if event.edition:
            known[series.id].append(event)
        if event.start.is_before(series.valid_from) or (series.valid_to and series.valid_to.is_before(event.start)):
            message = f"серия проводится {_span(series)}, а эта встреча — {event.start}"
            hint = "проверьте дату встречи, серию (series) и её сроки"
            yield warning(catalog, event, ("start",), "edition-outside-series", message, hint)
    for events in known.values():
        ordered = sorted((e for e in events if e.start.first), key=lambda e: (e.edition or 0, e.start.first, e.id))
        for earlier, later in pairwise(ordered):
            if earlier.edition == later.edition:
                message = f"{later.edition}-й раз уже есть: «{earlier.title}»"
                yield error(catalog, later, ("edition",), "edition-order", message, "проверьте, который это раз")
            elif later.start.is_before(earlier.start):
                message = f"{later.edition}-й раз ({later.start}) раньше, чем {earlier.edition}-й ({earlier.start})"
                yield error(catalog, later, ("edition",), "edition-order", message, "проверьте номер и год")


def _span(series: Series) -> str:
    parts = (("с", series.valid_from), ("до", series.valid_to))
    return " ".join(f"{word} {moment}" for word, moment in parts if moment)
