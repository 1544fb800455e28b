"""What a new record has to say, the same on every way in: its first state, and what it needs before it is published.

What is obligatory at all stands in the models (a field without a default). The form of the site, the files of Word and
Excel, the editor's desk, ``metodoteka new`` and the checks take the rest from here, so that no two of them disagree.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.records import KINDS

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
