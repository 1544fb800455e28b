"""Records that come through an issue of the forge: taken as data, checked as every other way, answered in words.

The text of an issue is public before anybody has read it, and so is what a robot says under it. So nothing of the text
is repeated in the answer but a title without a person in it; a file that was attached is never fetched; the id and the
path of a record are made by the program; and a text with a mistake, or with anything that looks like a person, becomes
no file at all. ``intake_text`` takes the issue apart, ``intake_answer`` writes the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import text
from generator.catalog import Catalog
from generator.catalog.forms import questions
from generator.channels.checked_base import CheckedBase
from generator.channels.intake_remarks import (
    IntakeRemark,
    ReadRecord,
    of_fault,
    of_problem,
    people_around,
    people_in,
    place_of,
)
from generator.channels.intake_text import MAX_ISSUE, take_apart
from generator.channels.senders import alike_there, of_sender, organization_there, readdressed
from generator.channels.submissions import (
    Proposal,
    SentRecord,
    check_proposals,
    demonstrations,
    new_id,
    parse_submission,
)
from generator.documents import sources
from generator.problems import NOTICE, WARNING, Problem
from generator.settings import Settings

_CAPITAL = re.compile(r"(?<=\W)[A-ZА-ЯЁ][a-zа-яё]")


@dataclass(frozen=True)
class TakenRecord:
    """A record of the issue: its kind, its title as far as it may be shown (empty: it may not), the path that the
    program gives it, and what is to be said of it."""

    kind: str
    title: str
    path: str
    remarks: tuple[IntakeRemark, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What has been understood of an issue; ``texts`` are the files to propose by their paths, empty while a remark
    stops them; ``has_files`` says that files were attached; ``author`` is the role of whoever proposes it, empty where
    no record says one."""

    records: tuple[TakenRecord, ...] = ()
    remarks: tuple[IntakeRemark, ...] = ()
    texts: Mapping[str, str] | None = None
    has_files: bool = False
    author: str = ""

    @property
    def all_remarks(self) -> list[IntakeRemark]:
        """Of the issue, then of its records."""
        return [*self.remarks, *(one for record in self.records for one in record.remarks)]

    @property
    def is_right(self) -> bool:
        """Return whether the records may be proposed as they are."""
        return bool(self.records) and not self.has_files and not any(one.stops for one in self.all_remarks)

    @property
    def names_people(self) -> bool:
        """Return whether something in the issue looks like a person."""
        return any(one.about_people for one in self.all_remarks)


def take_issue(root: Path, settings: Settings, body: str, title: str = "") -> Taken:
    """Read the text ``body`` of an issue with the heading ``title`` against the base in ``root``. Writes nothing, asks
    nobody, raises nothing for what is in the text."""
    if len(body) > MAX_ISSUE:
        hint = "оставьте в обращении одну запись; длинные материалы дают ссылкой"
        long = f"текст длиннее {text.number(MAX_ISSUE)} знаков и не прочитан"
        return Taken(remarks=(IntakeRemark("обращение", long, hint),))
    parts = take_apart(body)
    sent, faults = parse_submission(parts.record)
    remarks = [*people_around(title, parts), *(of_fault(one, parts.record) for one in faults)]
    read = [_read(one) for one in sent]
    checked = CheckedBase(root, settings)
    base = checked.state().catalog
    read = _proposed(read, base)
    proposals = [one.proposal for one in read if one.proposal]
    _, found = check_proposals(checked, proposals)
    records = tuple(_taken_record(one, found, base) for one in read)
    taken = Taken(records, tuple(remarks), None, parts.has_files, next(filter(None, map(_role, read)), ""))
    return replace(taken, texts={one.path: one.text for one in proposals}) if taken.is_right else taken


# --- one record ------------------------------------------------------------------------------------------------------


def _read(sent: SentRecord) -> ReadRecord:
    # The name is not the sender's: a path of the program's own, for places only.
    source, problems = sources.parse(sent.text, f"data/{sent.kind}/zapis.yml")
    if source is not None and any(one.is_error for one in problems):
        source = None
    return ReadRecord(sent, source, tuple(problems))


def _proposed(read: Sequence[ReadRecord], base: Catalog) -> list[ReadRecord]:
    """The records, every readable one with what is proposed: named by the program, set to the state in which records
    arrive."""
    taken = {*base.records, *base.broken, *base.aliases}
    moved: dict[str, str] = {}
    out: list[ReadRecord] = []
    for one in read:
        if one.source is None:
            out.append(one)
            continue
        kind = one.sent.kind
        data, changed = of_sender(kind, one.source.data)
        if kind == "organizations" and (there := organization_there(data, base)):
            moved |= {f"{kind}/{one.sent.id}": there} if one.sent.id and one.sent.id != there else {}
            out.append(replace(one, changed=(*map(_kept_back, changed), _is_there(one, there, base, len(read) == 1))))
            continue
        if next(demonstrations(questions.every(kind, base.vocabularies), data, base), ""):
            data["demo"] = "true"
        its_id = new_id(kind, data, {key.partition("/")[2] for key in taken if key.startswith(f"{kind}/")})
        taken.add(f"{kind}/{its_id}")
        if one.sent.id and one.sent.id != its_id:
            moved[f"{kind}/{one.sent.id}"] = its_id
        out.append(replace(one, proposal=Proposal(kind, its_id, data), changed=tuple(map(_kept_back, changed))))
    return [_moved(one, moved) for one in out] if moved else out


def _moved(one: ReadRecord, moved: Mapping[str, str]) -> ReadRecord:
    if one.proposal is None:
        return one
    data = readdressed(one.proposal.data, one.sent.kind, moved)
    return replace(one, proposal=replace(one.proposal, data=data))


def _is_there(one: ReadRecord, its_id: str, base: Catalog, alone: bool) -> IntakeRemark:
    """An organisation that the base has: what came with it refers to the one that is there; alone it says nothing."""
    its = f"organizations/{its_id} «{base.title_of(base.records[f'organizations/{its_id}'])}»"
    message = f"такая организация в базе уже есть: {its}"
    if alone:
        hint = "если в ней что-то не так, предложите правку на её странице; если это другая, назовите её иначе"
        return IntakeRemark(place_of(one, ("title",)), message, hint)
    return IntakeRemark(place_of(one, ("title",)), f"{message}; новой не будет, запись сослалась на неё", "", NOTICE)


def _kept_back(message: str) -> IntakeRemark:
    return IntakeRemark("запись", message, severity=NOTICE)


# --- what is said of it ----------------------------------------------------------------------------------------------


def _taken_record(one: ReadRecord, found: Mapping[str, Sequence[Problem]], base: Catalog) -> TakenRecord:
    problems = [*one.problems, *(found[one.proposal.key] if one.proposal else ())]
    remarks = list(one.changed)
    seen: set[tuple[str, str]] = set()
    for problem in problems:
        remark = of_problem(problem, one)
        if (remark.place, remark.message) not in seen:
            seen.add((remark.place, remark.message))
            remarks.append(remark)
    remarks += [*people_in(one), *_alike(one, base)]
    title = _title(one) if not any(remark.about_people for remark in remarks) else ""
    return TakenRecord(one.sent.kind, title, one.proposal.path if one.proposal else "", tuple(remarks))


def _role(one: ReadRecord) -> str:
    """«учитель математики»: the role of the first author, without the organisation and the name; empty for one that has
    a word with a capital, which may be a surname."""
    authors = one.source.data.get("authors") if one.source else None
    first = authors[0] if isinstance(authors, list) and authors else None
    role = first.get("role") if isinstance(first, Mapping) else None
    return role if isinstance(role, str) and not _CAPITAL.search(text.clean(role).strip()) else ""


def _title(one: ReadRecord) -> str:
    raw = one.source.data.get("title") if one.source else None
    return text.clean(raw) if isinstance(raw, str) else ""


def _alike(one: ReadRecord, base: Catalog) -> Iterator[IntakeRemark]:
    """A record of the base with the same title: sent twice, or two that readers would mix up."""
    if one.proposal and one.source and (alike := alike_there(one.sent.kind, one.source.data, base)):
        yield IntakeRemark(place_of(one, ("title",)), *alike, WARNING)
