"""What became of the entries of filled files: judged together with the base, told with their remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from generator import text
from generator.catalog import Catalog
from generator.catalog.forms.questions import Question
from generator.channels import submissions
from generator.channels.office.cell_messages import in_cells
from generator.channels.office.filled import FilledEntry, Remark
from generator.channels.office.import_base import Base
from generator.channels.office.proposing import Proposed
from generator.channels.submissions import Proposal
from generator.pages import labels
from generator.problems import Problem
from generator.records.pictures import FOLDER
from generator.records.scalars import short
from generator.records.times import Moment, When

#: what became of an entry: ``waits`` for a yes because a record would change, ``kept`` because another row was wrong
Fate = Literal["created", "changed", "unchanged", "waits", "wrong", "kept"]


@dataclass(frozen=True)
class Result:
    """What became of one entry; ``path`` is the file of its record, empty where there is none."""

    fate: Fate
    entry: FilledEntry
    path: str
    title: str
    remarks: tuple[Remark, ...] = ()
    changes: tuple[str, ...] = ()
    #: files that the record carries and that came with the entry, by their paths from the root of the base
    files: Mapping[str, bytes] = field(default_factory=dict)

    #: what a new record will say, in words
    words: tuple[str, ...] = ()

    @property
    def waiting(self) -> int:
        """How many pictures of the entry wait for an answer about them."""
        return sum(remark.code == "picture-waiting" for remark in self.remarks)


@dataclass(frozen=True)
class FileResult:
    """What became of one file: ``remarks`` are all of them, those of its entries included; ``remarked`` is the copy
    with remarks, None where none was made."""

    path: Path
    results: tuple[Result, ...]
    remarks: tuple[Remark, ...]
    remarked: Path | None = None

    @property
    def failed(self) -> bool:
        """Return whether something in the file has to be fixed or decided."""
        return any(remark.is_error for remark in self.remarks) or any(one.fate == "waits" for one in self.results)


def judge_entries(
    base: Base, made: Sequence[Proposed], may_change: Callable[[str, Sequence[str]], bool]
) -> list[Result]:
    """The fate of every entry; ``may_change`` is asked before a record that exists is changed.

    Good rows that name a record which is not written are judged again without it.
    """
    proposals = {one.proposal.key: one.proposal for one in made if one.proposal and not one.is_unchanged}
    unread = {one.proposal.key: one.unread for one in made if one.proposal}
    found: Catalog = base.catalog
    by_key: dict[str, list[Problem]] = {}
    if proposals:
        found, by_key = submissions.check_proposals(base.checked, proposals.values(), unread)
    wrong = {key for key, problems in by_key.items() if any(p.is_error for p in problems)}
    wrong |= {
        one.proposal.key
        for one in made
        if one.proposal and (one.entry.held or any(remark.holds for remark in one.remarks))
    }
    by_key = {key: list(problems) for key, problems in by_key.items()}
    while _names_lost(found, _new(made, wrong), proposals.keys() - wrong):
        rest = [proposal for key, proposal in proposals.items() if key not in wrong]
        found, more = submissions.check_proposals(base.checked, rest, unread)
        by_key |= more
        fresh = {key for key, problems in more.items() if any(p.is_error for p in problems)}
        if not fresh:
            break
        wrong |= fresh
    return [_result(base, one, by_key.get(one.proposal.key, []) if one.proposal else [], may_change) for one in made]


def _names_lost(found: Catalog, lost: set[str], good: set[str]) -> bool:
    """Return whether a good record names one that will not be written."""
    return any(reference.target in lost and reference.owner.key in good for reference in found.references)


def _new(made: Sequence[Proposed], keys: Iterable[str]) -> set[str]:
    """Those of the addresses that no record of the base has."""
    new = {one.proposal.key for one in made if one.proposal and one.is_new}
    return new & set(keys)


def _result(
    base: Base, one: Proposed, problems: Sequence[Problem], may_change: Callable[[str, Sequence[str]], bool]
) -> Result:
    remarks = (*one.remarks, *in_cells(one, problems, base.questions(one.entry.kind)))
    path = one.proposal.path if one.proposal else ""
    title = _title(base, one)
    carried = (
        {f"content/{FOLDER}/{one.proposal.key}/{name}": data for name, data in one.entry.files.items()}
        if one.proposal
        else {}
    )
    if one.proposal is None or one.entry.held or any(remark.holds for remark in remarks):
        return Result("wrong", one.entry, "", title, remarks, one.changes)
    if one.is_unchanged:
        return Result("unchanged", one.entry, path, title, remarks, files=carried)
    if one.is_new:
        words = describe_record(one.proposal.data, base.questions(one.entry.kind), base.catalog)
        return Result("created", one.entry, path, title, remarks, files=carried, words=tuple(words))
    fate: Fate = "changed" if may_change(title, one.changes) else "waits"
    return Result(fate, one.entry, path, title, remarks, one.changes, carried)


def _title(base: Base, one: Proposed) -> str:
    record = base.catalog.find(one.proposal.key) if one.proposal else None
    raw = one.entry.data.get("title") or (record and base.catalog.title_of(record)) or ""
    return str(raw) or _about(base, one.proposal) or one.entry.place.label


def _about(base: Base, proposal: Proposal | None) -> str:
    """What a record without a title is about, in words."""
    if proposal is None:
        return ""
    parts: list[str] = []
    for name, kind in (("practice", "practices"), ("organization", "organizations"), ("territory", "")):
        value = proposal.data.get(name)
        if value and not (name == "territory" and parts):
            record = base.catalog.find(f"{kind}/{value}" if kind else str(value))
            parts.append(base.catalog.title_of(record) if record else str(value))
    return ", ".join([*parts, *filter(None, [str(proposal.data.get("period") or "")])])


# --- a record that is not written yet, in words -----------------------------------------------------------------------


_MOST_MEASURES = 3
_LONGEST = 100


def describe_record(data: Mapping[str, Any], questions: Sequence[Question], catalog: Catalog) -> list[str]:
    """The main fields of a record by their labels: «Начало: сентябрь 2026 г.»; of a list of groups their number."""
    return [f"{question.label}: {value}" for question in questions if (value := _value(question, data, catalog))]


def _value(question: Question, data: Mapping[str, Any], catalog: Catalog) -> str:
    raw = data.get(question.name)
    if raw in (None, "", [], {}) or question.name == "title":
        return ""
    if question.path == "roadmap":
        return "; ".join(_measures(raw.get("measures", ())))
    if isinstance(raw, list):
        words = [_one(question, one, catalog) for one in raw]
        return ", ".join(words) if all(words) else str(len(raw))
    return short(_one(question, raw, catalog), _LONGEST)


def _one(question: Question, raw: Any, catalog: Catalog) -> str:
    if isinstance(raw, Mapping):
        return ""
    if question.references:
        key = str(raw) if len(question.references) > 1 else f"{question.references[0]}/{raw}"
        record = catalog.find(key)
        return catalog.title_of(record) if record else str(raw)
    if question.options:
        return dict(question.options).get(str(raw), str(raw))
    if question.pattern == f"^(?:{When.pattern})$":
        return labels.format_when(When.parse(str(raw)))
    if question.pattern == f"^(?:{Moment.pattern})$":
        return labels.format_moment(Moment.parse(str(raw)))
    return str(raw)


def _measures(measures: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield text.plural(len(measures), "мероприятие", "мероприятия", "мероприятий")
    for one in measures[:_MOST_MEASURES]:
        when = labels.format_when(When.parse(str(one["when"]))) if one.get("when") else "срок не понят"
        yield f"№ {one.get('number')} «{short(str(one.get('title', '')), 50)}» — {when}"
