"""A record that was sent and the one of the base that it is about: whether the two are versions of each other, what of
the base stays, what changes in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.catalog import Catalog
from generator.catalog.differences.shown import alike, bag
from generator.channels.office.kept_as_written import carry_comments
from generator.channels.office.proposing import words_of_change
from generator.channels.senders import with_keepers_words
from generator.channels.submissions import Proposal
from generator.documents import comments
from generator.documents.sources import Source
from generator.records import formatter

_SAME_TEXT = 0.5  # of the words
_COPY = re.compile(r"[ _(.—].*")  # « (1)», « — копия», «_v2» behind the name of a file


def say_much_the_same(before: Sequence[Any], now: Sequence[Any]) -> bool:
    """Return True for data of records of which the second may be a better version of the first: by what they say in
    whole phrases, whatever they are called. Of records without phrases (figures) nobody can tell."""
    one, other = (bag(tuple(_phrases(records))) for records in (before, now))
    return bool(one and other) and alike(one, other) >= _SAME_TEXT


def _phrases(records: Sequence[Any]) -> Iterator[str]:
    waiting: list[Any] = [*records]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and len(one.split()) > 1:
            yield one


def is_same_record(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return True for data of the same title, and of another title where the rest says much the same: of records that
    say little (two schools of one town) nobody can tell."""
    if before.get("title") == now.get("title"):
        return True
    one, other = ({name: value for name, value in data.items() if name != "title"} for data in (before, now))
    return say_much_the_same([one], [other])


def record_meant(stem: str, sent: Proposal, lying: Mapping[str, Mapping[str, Any]]) -> str:
    """The id of the record of the base whose file was taken, changed and sent back under its own name or that of a
    copy («aktivnye-pauzy (1)»), or under another one with its title; empty for none, and where it is another one."""
    for its_id in (stem, _COPY.sub("", stem)):
        before = lying.get(f"{sent.kind}/{its_id}")
        if before is not None and is_same_record(before, sent.data):
            return its_id
    title, kind = sent.data.get("title"), f"{sent.kind}/"
    of_title = ((key, data) for key, data in lying.items() if key.startswith(kind) and title == data.get("title"))
    found = [key for key, data in of_title if title and say_much_the_same([data], [sent.data])]
    return found[0].removeprefix(kind) if len(found) == 1 else ""


def version_of(sent: Proposal, before: Mapping[str, Any], source: Source | None, day: str) -> Proposal:
    """The proposal as a version of the record that the base has as ``before``: what its keepers have decided stays, and
    the comments in its file (``source``) too; its day is ``day`` where the sender left the old one."""
    data = with_keepers_words(sent.data, before)
    if "updated" in before and data.get("updated") == before["updated"]:
        data["updated"] = day
    notes = carry_comments(comments.read_comments(source), before, data) if source is not None else sent.notes
    return replace(sent, data=data, notes=notes)


def version_changes(catalog: Catalog, sent: Proposal, before: Mapping[str, Any]) -> tuple[str, ...]:
    """What the version changes in the record, in words."""
    return words_of_change(catalog, replace(sent, data=formatter.unended(dict(before))), sent)
