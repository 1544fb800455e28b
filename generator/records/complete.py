"""What a new record has to say, the same on every way in: its first state, and what it needs before it is published.

What is obligatory at all stands in the models (a field without a default). The form of the site, the files of Word and
Excel, the editor's desk, ``metodoteka new`` and the checks take the rest from here, so that no two of them disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from generator.records import KINDS, Record
from generator.records.fields import fields

#: in what state a record arrives, by any sender and channel: it waits for the keepers to look at it
FIRST_STATUS = "review"


def lacking(kind: str) -> Mapping[str, str]:
    """Field -> what a published record of the kind lacks without it; the summary has a rule of its own."""
    return KINDS[kind].to_publish


def needs_summary(kind: str) -> bool:
    """Whether a published record of the kind says in one or two plain sentences what it is."""
    return KINDS[kind].has_pages and KINDS[kind].needs_summary


def to_publish(kind: str) -> tuple[str, ...]:
    """The fields without which a record of the kind may be sent, but not published."""
    return (*(("summary",) if needs_summary(kind) else ()), *lacking(kind))


def says_something(value: Any) -> bool:
    """False for nothing, and for a group or a list of groups where no field is filled in."""
    if isinstance(value, BaseModel):
        return any(map(says_something, value.__dict__.values()))
    if isinstance(value, tuple):
        return any(map(says_something, value))
    return value is not None


def missing(record: Record) -> tuple[str, ...]:
    """The labels of the fields without which the record is not published yet."""
    its = fields(type(record))
    return tuple(its[name].label for name in to_publish(record.kind) if not says_something(getattr(record, name)))
