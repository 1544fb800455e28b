"""Files with records as the form gives them: a text (``sent_text``), or with pictures an archive (``sent_parcels``);
read, checked together, written together.

A record that names a new organisation arrives with it in one file; neither is written without the other. Everybody who
takes such a file (``metodoteka import``, the folder of letters) takes it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from generator import files
from generator.catalog.forms import questions
from generator.channels import sent_parcels, submissions, versions
from generator.channels.fixes.characters import decoded
from generator.channels.office import file_formats, safety, sent_files
from generator.channels.office.filled import FilePlace, FilledEntry, Remark, located
from generator.channels.office.import_base import Base
from generator.channels.office.import_results import Fate, FileResult, Result, describe_record
from generator.channels.office.sandbox import run_guarded
from generator.channels.senders import alike_there, of_sender, organization_there, readdressed
from generator.channels.sent_text import SentFault, SentRecord, parse_submission
from generator.channels.submissions import Proposal
from generator.documents import folders, sources
from generator.problems import WARNING, Problem
from generator.records import formatter
from generator.records.pictures import FOLDER
from generator.records.scalars import is_id, short

#: how the names of such files end
TEXTS = (".yml", ".yaml", ".txt", ".zip")

#: whether the second data are a better version of the record of the first
IsVersion = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]


@dataclass(frozen=True)
class _SentEntry:
    """One record of a file on its way: as it was sent, as it is proposed, its files made ready, what is said of it.
    ``at`` says where it stands in the file, ``is_held`` that a file it names is not there, ``is_known`` that it goes
    along with another one and the base has it already; ``kept_back`` is what of a new one its sender does not decide,
    ``changes`` in words what a version of a record of the base would change in it."""

    sent: SentRecord
    proposal: Proposal
    at: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    is_held: bool = False
    is_known: bool = False
    kept_back: tuple[Remark, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Read:
    """What one file gave: its records, and what is wrong with the file itself."""

    path: Path
    entries: tuple[_SentEntry, ...]
    remarks: tuple[Remark, ...]

    @property
    def has_errors(self) -> bool:
        return any(remark.is_error for remark in self.remarks)


def run(
    base: Base,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    is_version: IsVersion | None = None,
    may_change: Callable[[str, Sequence[str]], bool] = lambda title, changes: False,
    with_files: bool = True,
) -> list[FileResult]:
    """Import files that the form gives and say what became of each; nothing of a file is written unless all of it is
    right.

    A better version of a record of the base takes its place when ``may_change`` (its title, the changes in words) says
    so; another record of the same name is told and not written. Where ``is_version`` is given (data of the base, data
    that were sent), every better version takes the place of the record, and any other record of the same name gets
    another name; whoever accepts it decides. Not ``with_files``, pictures that came along are left out, and what
    records say of them.
    """
    taken = {*base.catalog.records, *base.catalog.broken, *base.catalog.aliases}
    lying: dict[str, Mapping[str, Any]] = {key: source.data for key, source in base.catalog.sources.items()}
    out = []
    for path in paths:
        read = _read(base, path, taken if is_version is None else ())
        read = _placed(base, read if with_files else _without_files(read), taken, lying, is_version)
        results, remarks = _judged(base, read, lying, may_change if is_version is None else None)
        if not dry_run and all(result.fate != "wrong" for result in results):
            made = [one for one, result in zip(read.entries, results, strict=True)
                    if result.fate in ("created", "changed")]  # fmt: skip
            carried = {path: data for result in results for path, data in result.files.items()}
            files.write_together(base.root, {one.proposal.path: one.proposal.text for one in made}, carried)
            taken |= {one.proposal.key for one in made}
            lying |= {one.proposal.key: one.proposal.data for one in made}
        out.append(FileResult(path, tuple(results), (*read.remarks, *remarks)))
    return out


# --- files to records -------------------------------------------------------------------------------------------------


def _read(base: Base, path: Path, taken: Iterable[str]) -> _Read:
    if path.suffix.lower() == ".zip":
        try:
            parcel = sent_parcels.open_parcel(folders.read_whole(path))
        except sent_parcels.NotOpened as fault:
            return _Read(path, (), (Remark(FilePlace("файл"), str(fault), fault.hint, "sent-parcel"),))
        except OSError as fault:
            return _Read(path, (), (Remark(FilePlace("файл"), files.describe_os_error(fault), "", "sent-parcel"),))
        left = [
            Remark(FilePlace(f"в архиве, {short(name, 60)}"), "этот файл не взят: он не от записи", "", "sent-parcel",
                   WARNING) for name in parcel.left
        ]  # fmt: skip
        return _with_entries(base, _Read(path, (), tuple(left)), parcel.records, taken, parcel.pictures)
    raw, problems = sources.read_raw(path, path.name)
    text, more = sources.decode(raw, path.name) if raw is not None else (None, [])
    did: list[str] = []
    if text is None and raw is not None and not sources.no_text(raw):
        text, did = decoded(raw)  # programs for mail save a text in the encoding of the country
    if text is None:
        return _Read(path, (), tuple(_remark(problem, 0) for problem in (*problems, *more)))
    sent, faults = parse_submission(text)
    faults += [SentFault(1, one, "посмотрите, все ли слова на месте", WARNING) for one in did if "стал в UTF-8" in one]
    if len(sent) == 1 and not sent[0].id and path.suffix == ".yml" and is_id(path.stem) and taken:
        sent = [sent[0]._replace(id=path.stem)]
    remarks = [Remark(_line(one.line), one.message, one.hint, "sent-text", one.severity) for one in faults]
    return _with_entries(base, _Read(path, (), tuple(remarks)), sent, taken, None)


def _with_entries(
    base: Base,
    read: _Read,
    sent: Iterable[SentRecord],
    taken: Iterable[str],
    pictures: Mapping[str, Mapping[str, bytes]] | None,
) -> _Read:
    """The file with its records; their pictures are in ``pictures``, or lie beside the file where that is None."""
    remarks, entries, used = list(read.remarks), [], set(taken)
    for one in sent:
        at = "" if pictures is None else f"{one.kind}/{one.id}.yml, "
        proposals, problems = submissions.as_proposals([one], used)
        remarks += [_remark(problem, one.line - 1, at) for problem in problems]
        for proposal in proposals:
            used.add(proposal.key)
            data, changed = of_sender(proposal.kind, formatter.unended(dict(proposal.data)))
            kept_back = tuple(Remark(_line(one.line, at), words, "", "sent-text", WARNING) for words in changed)
            entry = _SentEntry(one, replace(proposal, data=data), at, kept_back=kept_back)
            entries.append(_with_pictures(base, entry, read.path.parent, (pictures or {}).get(f"{one.kind}/{one.id}"),
                                          pictures is not None))  # fmt: skip
    return replace(read, entries=tuple(entries), remarks=tuple(remarks))


def _with_pictures(
    base: Base, one: _SentEntry, folder: Path, sent: Mapping[str, bytes] | None, in_archive: bool
) -> _SentEntry:
    """The record with the pictures it names, made ready by the program that reads them."""
    key = one.proposal.key
    known = [PurePosixPath(name).name for name in base.catalog.assets if name.startswith(f"{FOLDER}/{key}/")]
    look = partial(_in_archive, sent or {}) if in_archive else partial(safety.lying_in, folder)
    entry = FilledEntry(one.proposal.kind, one.proposal.data, _line(one.sent.line, one.at))
    try:
        made, remarks = run_guarded(sent_files.beside, entry, look, known)
    except file_formats.Refused as refused:
        fault = Remark(entry.place, f"картинки не взяты: {refused.message}", refused.hint, refused.code)
        return replace(one, remarks=(*one.remarks, fault), is_held=True)
    remarks = tuple(_of_form(remark) for remark in remarks)
    remarks += tuple(_unnamed(one, sent or {}))
    proposal = replace(one.proposal, data=made.data)
    return replace(one, proposal=proposal, files=made.files, remarks=(*one.remarks, *remarks), is_held=made.held)


def _unnamed(one: _SentEntry, sent: Mapping[str, bytes]) -> Iterator[Remark]:
    """The files of an archive that lie beside the record and that it does not name."""
    for name in sorted(sent.keys() - sent_parcels.named_files(one.proposal.data)):
        hint = "если он нужен, назовите его в записи, в поле file картинки или материала"
        yield Remark(_line(one.sent.line, one.at), f"файл {name} не взят: запись его не называет", hint, "sent-parcel",
                     WARNING)  # fmt: skip


def _without_files(read: _Read) -> _Read:
    kept = []
    for one in read.entries:
        entry = FilledEntry(one.proposal.kind, one.proposal.data, _line(one.sent.line), files=one.files)
        data = sent_files.without_files(entry).data
        kept.append(replace(one, proposal=replace(one.proposal, data=data), files={}))
    return replace(read, entries=tuple(kept))


def _of_form(remark: Remark) -> Remark:
    if remark.code != "picture-not-there":
        return remark
    hint = "форма даёт запись и картинки одним файлом .zip: внесите его; или положите картинку рядом с этим файлом"
    return replace(remark, message=remark.message.replace("рядом с бланком нет", "нет: записи без него не показать"),
                   hint=hint)  # fmt: skip


def _in_archive(sent: Mapping[str, bytes], name: str) -> tuple[str, bytes] | None:
    return (name, sent[name]) if name in sent else None


# --- records to the base ----------------------------------------------------------------------------------------------


def _placed(
    base: Base, read: _Read, taken: set[str], lying: Mapping[str, Mapping[str, Any]], is_version: IsVersion | None
) -> _Read:
    """The records under the names that they will have; those that go along and that the base has already are its
    own."""
    moved: dict[str, str] = {}
    out = []
    for sent in read.entries:
        one = sent
        if one.proposal.key not in lying and (now := base.catalog.aliases.get(one.proposal.key)):
            one = replace(one, proposal=replace(one.proposal, id=now.partition("/")[2]))  # renamed since it was sent
        before = lying.get(one.proposal.key)
        if before is None and not one.sent.id and (its := _twin(one, lying) or _named(read, one, lying)):
            one = replace(one, proposal=replace(one.proposal, id=its))
            named = _of_version(base, one, lying[one.proposal.key])
        elif len(read.entries) > 1 and (there := _known(base, one)):
            message = f"«{short(str(one.proposal.data['title']))}» в базе уже есть: запись сослалась на неё"
            remark = Remark(_line(one.sent.line, one.at), message, "", "sent-known", WARNING)
            moved |= {one.proposal.key: there} if there != one.proposal.id else {}
            proposal = replace(one.proposal, id=there)
            named = replace(one, proposal=proposal, is_known=True, remarks=(*one.remarks, remark))
        elif before is None:
            named = one
        elif _same(before, one.proposal.data) or (is_version or versions.is_same_record)(before, one.proposal.data):
            named = _of_version(base, one, before)
        elif is_version is None:
            named = one
        else:
            kind = one.proposal.kind
            its_id = submissions.new_id(kind, one.proposal.data, _ids(kind, taken))
            moved[one.proposal.key] = its_id
            named = replace(one, proposal=replace(one.proposal, id=its_id))
        out.append(named)
    if moved:
        out = [replace(one, proposal=_moved(one.proposal, moved)) for one in out]
    return replace(read, entries=tuple(out))


def _twin(one: _SentEntry, lying: Mapping[str, Mapping[str, Any]]) -> str:
    """The id of the record that is this one word for word: a text without a name was sent, or taken, before."""
    of_kind = (key for key in lying if key.startswith(f"{one.proposal.kind}/"))
    return next((key.partition("/")[2] for key in of_kind if _same(lying[key], one.proposal.data)), "")


def _named(read: _Read, one: _SentEntry, lying: Mapping[str, Mapping[str, Any]]) -> str:
    return versions.record_meant(read.path.stem, one.proposal, lying) if len(read.entries) == 1 else ""


def _of_version(base: Base, one: _SentEntry, before: Mapping[str, Any]) -> _SentEntry:
    key = one.proposal.key
    source = base.catalog.sources.get(key)
    if source is not None and (source.body is not None or key in base.catalog.origins):
        return one  # a long text in a file of its own, a record of a joined base: these are changed where they lie
    is_as_read = source is not None and source.data is before
    made = versions.version_of(one.proposal, before, source if is_as_read else None, base.catalog.today.isoformat())
    return replace(one, proposal=made, changes=versions.version_changes(base.catalog, made, before))


def _moved(proposal: Proposal, moved: Mapping[str, str]) -> Proposal:
    return replace(proposal, data=readdressed(proposal.data, proposal.kind, moved))


def _ids(kind: str, taken: Iterable[str]) -> set[str]:
    return {key.partition("/")[2] for key in taken if key.startswith(f"{kind}/")}


def _judged(
    base: Base,
    read: _Read,
    lying: Mapping[str, Mapping[str, Any]],
    may_change: Callable[[str, Sequence[str]], bool] | None,
) -> tuple[list[Result], list[Remark]]:
    """What becomes of the records of a file: all of them are written, or none. None for ``may_change``: whoever accepts
    it decides."""
    fates = {one.proposal.key: _fate(one, lying, may_change is None) for one in read.entries}
    written = [one.proposal for one in read.entries if fates[one.proposal.key] in ("created", "changed", "waits")]
    assets = [f"{FOLDER}/{one.proposal.key}/{name}" for one in read.entries for name in one.files]
    problems = submissions.check_proposals(base.checked, written, assets=assets)[1] if written else {}
    remarks = {
        one.proposal.key: [
            *one.remarks,
            *(one.kept_back if fates[one.proposal.key] == "created" else ()),
            *_not_repeated(read, (_of_check(problem, one) for problem in problems.get(one.proposal.key, ()))),
            *(_already(one) if fates[one.proposal.key] == "wrong" else ()),
            *(_alike(one, base) if fates[one.proposal.key] == "created" else ()),
        ]
        for one in read.entries
    }
    every = [remark for found in remarks.values() for remark in found]
    is_wrong = read.has_errors or any(one.is_held for one in read.entries) or any(one.is_error for one in every)
    results = []
    for one in read.entries:
        its, key = one.proposal, one.proposal.key
        entry = FilledEntry(its.kind, its.data, FilePlace(f"запись {key}"), files=one.files)
        title = str(its.data.get("title") or key)
        path = "" if is_wrong else its.path
        carried = {f"content/{FOLDER}/{key}/{name}": data for name, data in one.files.items()} if path else {}
        fate: Fate = "wrong" if is_wrong else fates[key]
        if fate == "waits" and may_change is not None and may_change(title, one.changes):
            fate = "changed"
        words = _words(base, its) if fate == "created" else ()
        results.append(Result(fate, entry, path, title, tuple(remarks[key]), one.changes, carried, words))
    return results, every


def _words(base: Base, its: Proposal) -> tuple[str, ...]:
    return tuple(describe_record(its.data, questions.every(its.kind, base.catalog.vocabularies), base.catalog))


def _not_repeated(read: _Read, remarks: Iterable[Remark]) -> list[Remark]:
    """What reading the text has not said already, of the same words in other fields too."""
    return [one for one in remarks if one not in read.remarks]


def _alike(one: _SentEntry, base: Base) -> Iterator[Remark]:
    if alike := alike_there(one.proposal.kind, one.proposal.data, base.catalog):
        yield Remark(_line(one.sent.line, one.at), *alike, "sent-alike", WARNING)


def _fate(one: _SentEntry, lying: Mapping[str, Mapping[str, Any]], is_decided_later: bool) -> Fate:
    before = lying.get(one.proposal.key)
    if before is None:
        return "created"
    if _same(before, one.proposal.data) or one.is_known:
        return "unchanged"
    if is_decided_later:
        return "changed"
    return "waits" if one.changes else "wrong"


def _known(base: Base, one: _SentEntry) -> str:
    """The id of the organisation of the base that one sent along is, where it is told otherwise there; else empty."""
    there = organization_there(one.proposal.data, base.catalog) if one.proposal.kind == "organizations" else ""
    before = base.catalog.sources.get(f"organizations/{there}")
    return there if before is not None and not _same(before.data, one.proposal.data) else ""


def _same(one: Any, other: Any) -> bool:
    return _without_state(one) == _without_state(other)


def _already(one: _SentEntry) -> list[Remark]:
    message = f"запись {one.proposal.key} в базе уже есть, и она другая"
    hint = (
        f"если это та же запись, исправьте её файл в папке data/{one.proposal.kind}; если другая, дайте другое имя: в "
        "строке «--- # data/…», а если её нет — самому файлу"
    )
    return [Remark(_line(one.sent.line, one.at), message, hint, "sent-text")]


def _without_state(data: Any) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if name not in ("status", "updated", "aliases", "pictures")}
    pictures = data.get("pictures")
    if isinstance(pictures, list):
        kept["pictures"] = of_sender("practices", {"pictures": pictures})[0]["pictures"]
    return formatter.unended(kept)


def _of_check(problem: Problem, one: _SentEntry) -> Remark:
    """What the checks say of the record as it would be written, at its place in the text that was sent."""
    record = one.sent
    source = sources.parse(record.text, f"data/{record.kind}/{record.id or 'bez-imeni'}.yml")[0]
    at = source.place(located(problem.field)).line if source else 1
    return _remark(replace(problem, line=at), record.line - 1, one.at)


def _remark(problem: Problem, above: int, at: str = "") -> Remark:
    place = _line(problem.line + above, at) if problem.line else FilePlace(at.rstrip(", ") or "файл")
    return Remark(place, problem.message, problem.hint, problem.code, problem.severity)


def _line(number: int, at: str = "") -> FilePlace:
    return FilePlace(f"{at}строка {number}")
