"""Pure: what the record of a contest says of a practice that names it as its award."""

from __future__ import annotations

from generator.catalog.computed.independence import Authorship
from generator.catalog.index import Catalog
from generator.records.events import Event, Series, Winner
from generator.records.practices import Award, Practice
from generator.text import Phrase


def own_wins(catalog: Catalog, practice: Practice, event: Event) -> list[Winner]:
    """The lines of the contest that name the practice as a winner, by its id or by a former one."""
    winners = event.contest.winners if event.contest else ()
    return [w for w in winners if w.practice == practice.id or catalog.get("practices", w.practice) is practice]


def is_unconfirmed(catalog: Catalog, practice: Practice, event: Event) -> bool:
    """Return whether the contest names its winners and the practice is none of them."""
    return bool(event.contest and event.contest.winners) and not own_wins(catalog, practice, event)


def objection(catalog: Catalog, practice: Practice, award: Award) -> Phrase:
    """Why an award is no word of a stranger; empty when whoever gave it is one or is not known: the
    organisation that is named, else whoever holds the contest, or all of its experts are the author's own."""
    authorship = Authorship.of(practice, catalog.ties)
    event = catalog.one(Event, award.event)
    series = catalog.one(Series, event.series) if event else None
    experts = event.contest.experts if event and event.contest else ()
    organizer = (event and event.organizer) or (series and series.organizer)
    judges = (award.organization,) if award.organization else (experts or (organizer,))
    whys = [authorship.objection_to_award(one) if one else Phrase() for one in judges]
    return whys[0] if all(whys) else Phrase()
