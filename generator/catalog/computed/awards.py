"""Pure: what the record of a contest says of a practice that names it as its award."""

from __future__ import annotations

from generator.catalog.index import Catalog
from generator.records.events import Event, Winner
from generator.records.practices import Practice


def own_wins(catalog: Catalog, practice: Practice, event: Event) -> list[Winner]:
    """The lines of the contest that name the practice as a winner, by its id or by a former one."""
    winners = event.contest.winners if event.contest else ()
    return [w for w in winners if w.practice == practice.id or catalog.get("practices", w.practice) is practice]


def is_unconfirmed(catalog: Catalog, practice: Practice, event: Event) -> bool:
    """Return whether the contest names its winners and the practice is none of them."""
    return bool(event.contest and event.contest.winners) and not own_wins(catalog, practice, event)
