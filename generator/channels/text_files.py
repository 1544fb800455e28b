"""Files of text with records as the form gives them (``sent_text``): read, checked together, written together.

A record that names a new organisation arrives with it in one file; neither is written without the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator import files
from generator.channels import submissions
from generator.channels.office.filled import FilePlace, FilledEntry, Remark, located
from generator.channels.office.import_base import Base
from generator.channels.office.import_results import Fate, FileResult, Result
from generator.channels.sent_text import SentRecord, parse_submission
from generator.channels.submissions import Proposal
from generator.documents import sources
from generator.problems import WARNING, Problem
from generator.records.complete import FIRST_STATUS
from generator.records.scalars import is_id

#: how the names of such files end
TEXTS = (".yml", ".yaml", ".txt")


@dataclass(frozen=True)
class _Read:
    """What one file gave: its records with their proposals, and what is wrong with the text itself."""

    path: Path
    records: tuple[tuple[SentRecord, Proposal], ...]
    remarks: tuple[Remark, ...]

    @property
    def has_errors(self) -> bool:
        return any(remark.is_error for remark in self.remarks)


def run(base: Base, paths: Iterable[Path], *, dry_run: bool = False) -> list[FileResult]:
    """Import files of text and say what became of each. A record that the base has under the same name is never
    changed: a form sends new ones only."""
    taken = {*base.catalog.records, *base.catalog.broken, *base.catalog.aliases}
    out = []
    for path in paths:
        read = _read(path, taken)
        results, remarks = _judged(base, read)
        if not dry_run and all(result.fate != "wrong" for result in results):
            made = [one for (_, one), result in zip(read.records, results, strict=True) if result.fate == "created"]
            files.write_together(base.root, {one.path: one.text for one in made})
            taken |= {one.key for one in made}
        out.append(FileResult(path, tuple(results), (*read.remarks, *remarks)))
    return out


def _read(path: Path, taken: Iterable[str]) -> _Read:
    raw, problems = sources.read_raw(path, path.name)
    text, more = sources.decode(raw, path.name) if raw is not None else (None, [])
    if text is None:
        return _Read(path, (), tuple(_remark(problem, 0) for problem in (*problems, *more)))
    sent, faults = parse_submission(text)
    if len(sent) == 1 and not sent[0].id and path.suffix == ".yml" and is_id(path.stem):
        sent = [sent[0]._replace(id=path.stem)]
    remarks = [Remark(_line(one.line), one.message, one.hint, "sent-text", one.severity) for one in faults]
    pairs: list[tuple[SentRecord, Proposal]] = []
    used = set(taken)
    for one in sent:
        proposals, its_problems = submissions.as_proposals([one], used)
        remarks += [_remark(problem, one.line - 1) for problem in its_problems]
        for proposal in proposals:
            used.add(proposal.key)
            pairs.append((one, _awaiting(proposal)))
            if proposal.data.get("status") not in (None, FIRST_STATUS):
                message = f"состояние «{proposal.data['status']}» не перенесено: новая запись ждёт проверки"
                remarks.append(Remark(_line(one.line), message, "", "sent-text", WARNING))
    return _Read(path, tuple(pairs), tuple(remarks))


def _awaiting(proposal: Proposal) -> Proposal:
    """The proposal in the state in which every record arrives: no sender publishes."""
    return replace(proposal, data={**proposal.data, "status": FIRST_STATUS})


def _judged(base: Base, read: _Read) -> tuple[list[Result], list[Remark]]:
    """What becomes of the records of a file: all of the new ones are written, or none."""
    new = [proposal for _, proposal in read.records if proposal.key not in base.catalog.records]
    told = submissions.check_proposals(base.root, base.settings, new)[1] if new else {}
    remarks: dict[str, list[Remark]] = {}
    for record, proposal in read.records:
        found = [_of_check(problem, record) for problem in told.get(proposal.key, ())]
        remarks[proposal.key] = found if proposal in new else _already(base, record, proposal)
    every = [remark for found in remarks.values() for remark in found]
    is_wrong = read.has_errors or any(remark.is_error for remark in every)
    results = []
    for _, proposal in read.records:
        fate: Fate = "unchanged" if proposal not in new and not remarks[proposal.key] else "created"
        entry = FilledEntry(proposal.kind, proposal.data, FilePlace(f"запись {proposal.key}"))
        title = str(proposal.data.get("title") or proposal.key)
        path = "" if is_wrong else proposal.path
        results.append(Result("wrong" if is_wrong else fate, entry, path, title, tuple(remarks[proposal.key])))
    return results, every


def _already(base: Base, record: SentRecord, proposal: Proposal) -> list[Remark]:
    """Nothing for a record that says the same; else that its name is taken."""
    if _without_state(base.catalog.sources[proposal.key].data) == _without_state(proposal.data):
        return []
    message = f"запись {proposal.key} в базе уже есть, и она другая"
    hint = "если это та же запись, внесите правку в неё саму; если другая — дайте ей в тексте другое имя"
    return [Remark(_line(record.line), message, hint, "sent-text")]


def _without_state(data: Any) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("status", "updated")}


def _of_check(problem: Problem, record: SentRecord) -> Remark:
    """What the checks say of the record as it would be written, at its place in the text that was sent."""
    source = sources.parse(record.text, f"data/{record.kind}/{record.id or 'bez-imeni'}.yml")[0]
    at = source.place(located(problem.field)).line if source else 1
    return _remark(replace(problem, line=at), record.line - 1)


def _remark(problem: Problem, above: int) -> Remark:
    place = _line(problem.line + above) if problem.line else FilePlace("файл")
    return Remark(place, problem.message, problem.hint, problem.code, problem.severity)


def _line(number: int) -> FilePlace:
    return FilePlace(f"строка {number}")
