"""A change as the message of its commit: the first line says which records, the rest what happened to them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import Catalog
from generator.records import Record
from generator.records.scalars import short
from generator.text import masked, plural
from generator.upkeep.review import ChangeReview
from generator.upkeep.review.changes import RecordChange

_LONGEST_TITLE = 100
_MOST_ROWS = 120


def commit_title(review: ChangeReview) -> str:
    """«data: новая практика «Парное наставничество» и ещё 2 записи», with the prefix that this repository uses."""
    first, *more = review.changes
    prefix = "content" if all(change.path.startswith("content/") for change in review.changes) else "data"
    rest = f" и ещё {plural(len(more), 'запись', 'записи', 'записей')}" if more else ""
    return f"{prefix}: {short(first.what, _LONGEST_TITLE - len(rest))}{rest}"


def commit_body(review: ChangeReview) -> str:
    """What changes, in the words of the review, and in which role somebody proposes it; nobody's name."""
    rows = list(_rows(review.changes))
    if left := len(rows[_MOST_ROWS:]):
        rows = [*rows[:_MOST_ROWS], f"и ещё {plural(left, 'строка', 'строки', 'строк')}"]
    who = proposed_by(review)
    return "\n".join(rows) + (f"\n\nПредложено: {who}" if who else "")


def _rows(changes: tuple[RecordChange, ...]) -> Iterator[str]:
    for change in changes:
        if len(changes) > 1:
            yield change.what
        for line in change.details:
            yield f"- {line.text}"
            yield from (f"    {under}" for under in line.under)


def proposed_by(review: ChangeReview) -> str:
    """The roles and organisations that the new records name as theirs: «учитель, МБОУ СОШ № 5; …». Who changes a record
    that was there is not known."""
    catalog = review.after
    if catalog is None:
        return ""
    records = [catalog.records[key] for key in sorted(review.new) if key in catalog.records]
    return "; ".join(list(dict.fromkeys(who for record in records for who in _proposers(record, catalog)))[:3])


def _proposers(record: Record, catalog: Catalog) -> Iterator[str]:
    authors = getattr(record, "authors", ())
    for author in authors:
        yield ", ".join(filter(None, (masked(author.role), _called(author.organization, catalog))))
    if not authors and record.owner:
        yield _called(record.owner, catalog)


def _called(its_id: str | None, catalog: Catalog) -> str:
    found = catalog.get("organizations", its_id) if its_id else None
    return catalog.title_of(found) if found is not None else ""
