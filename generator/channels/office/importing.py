"""Filled files become records: read everything, understand everything, check everything, and only then write.

One wrong row never stops the others, a wrong file never stops the other files. Whatever the format of a file, the way
is the same; ``OFFICE_FORMATS`` says how each is read and how remarks are put into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any

from generator import files, text
from generator.channels import submissions
from generator.channels.office import (
    column_memory,
    document_in,
    document_remarks,
    file_formats,
    held_rows,
    normalize,
    proposing,
    safety,
    sent_files,
    workbook_in,
    workbook_remarks,
)
from generator.channels.office.filled import FilePlace, Filled, FilledEntry, Remark
from generator.channels.office.import_base import Base, open_base
from generator.channels.office.import_results import Fate, FileResult, Result, judge_entries
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.names import NameIndex, Unclear, index_names
from generator.channels.office.parties import Parties
from generator.channels.office.plans import ReadAs
from generator.channels.office.proposing import Proposed
from generator.channels.office.sandbox import run_guarded
from generator.documents.sources import Loc
from generator.problems import ERROR, MAX_MESSAGE, WARNING
from generator.records import KINDS
from generator.records.pictures import FOLDER
from generator.records.scalars import short

__all__ = [
    "OFFICE_FORMATS", "SUFFIX", "Base", "Fate", "FileResult", "Format", "Result", "expanded", "open_base", "run",
]  # fmt: skip

_MOST_NAMED = 8
SUFFIX = " — замечания"


@dataclass(frozen=True)
class Format:
    """How files of one kind are read, and how remarks are put into their bytes."""

    read: Callable[[bytes, Base, str], Filled]
    put: Callable[[bytes, Sequence[Remark], Sequence[Sequence[str]]], bytes]


OFFICE_FORMATS: dict[str, Format] = {
    ".xlsx": Format(
        lambda data, base, name: workbook_in.read(data, base.layouts, base.catalog, base.wanted, name),
        workbook_remarks.annotate_workbook,
    ),
    ".docx": Format(
        lambda data, base, name: document_in.read(data, base.forms, base.catalog, base.wanted, name),
        document_remarks.annotate_document,
    ),
}


@dataclass
class _File:
    """A file on its way."""

    path: Path
    data: bytes = b""
    remarks: list[Remark] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    asked: Sequence[Sequence[str]] = ()
    explained: Sequence[tuple[Sequence[str], Mapping[str, str]]] = ()


def expanded(paths: Iterable[Path]) -> list[Path]:
    """The files that are meant: a pattern (``*.xlsx``) that no shell has replaced stands for what it finds."""
    out: list[Path] = []
    for path in paths:
        is_pattern = any(character in path.name for character in "*?") and not path.exists()
        found = sorted(path.parent.glob(path.name)) if is_pattern else []
        out += found or [path]
    return out


def run(
    base: Base,
    paths: Iterable[Path],
    *,
    programme: str = "",
    may_change: Callable[[str, Sequence[str]], bool] = lambda title, changes: False,
    dry_run: bool = False,
    whole: bool = False,
    holds_back: bool = False,
    remarks_to: Path | None = None,
    kind: str = "",
    columns: Mapping[str, str] | None = None,
    with_files: bool = True,
) -> list[FileResult]:
    """Import ``paths`` and say what became of each. ``kind`` is what plans of one's own become (``plans.PLAN_KINDS``),
    ``columns`` what a person says of their headings (``column_questions.parse_columns``).

    ``programme`` is the id of the programme that a roadmap without a name belongs to; ``may_change`` is asked before
    a record that exists is changed (its title, the changes in words). With ``whole`` nothing is written unless all of
    it is right, or where what goes along ``holds_back`` it; with ``dry_run`` nothing is written at all, but for remarks
    into ``remarks_to`` where it is given. Not ``with_files``, pictures and documents that came along are left out, and
    what records say of them.
    """
    known = replace(base.wanted.columns, meanings=columns or {})
    base = replace(base, wanted=ReadAs(kind, known, programme))
    sources, entries = _read(base, paths, programme)
    for source, fault in product(sources[:1], column_memory.memory_faults(base.root)):
        place, message = FilePlace(f"{fault.path}, строка {fault.line}"), f"память о столбцах: {fault.message}"
        source.remarks.append(Remark(place, message, fault.hint, fault.code, WARNING))
    entries = entries if with_files else [sent_files.without_files(entry) for entry in entries]
    made = _understood(base, entries, _where(sources, entries))
    results = judge_entries(base, made, may_change)
    remarks = [remark for one in (*sources, *results) for remark in one.remarks]
    is_whole = all(one.fate not in ("wrong", "waits") for one in results) and not any(one.is_error for one in remarks)
    if whole and (holds_back or not is_whole):
        results = [replace(one, fate="kept", path="") if one.fate in ("created", "changed") else one for one in results]
    if not dry_run:
        written = {one.proposal.path: one.proposal.text for one, result in zip(made, results, strict=True)
                   if one.proposal and result.fate in ("created", "changed")}  # fmt: skip
        read = {at for at, one in enumerate(results) if one.fate in ("created", "changed", "unchanged")}
        explained = [one for source in sources if read & {*source.at} for one in source.explained]
        carried = {path: data for result in results if result.path for path, data in result.files.items()}
        files.write_together(base.root, written | column_memory.renewed(base.root, explained), carried)
    return [_file_result(source, [results[at] for at in source.at], dry_run, remarks_to) for source in sources]


# --- files to entries ------------------------------------------------------------------------------------------------


def _read(base: Base, paths: Iterable[Path], programme: str) -> tuple[list[_File], list[FilledEntry]]:
    sources: list[_File] = []
    entries: list[FilledEntry] = []
    for path in dict.fromkeys(paths):
        source = _File(path)
        sources.append(source)
        try:
            source.data = safety.read_validated(path)
            suffix = path.suffix.lower()
            if suffix not in OFFICE_FORMATS:
                raise file_formats.Refused("office-format", f"файлы {suffix} пока не читаются", "нужен файл .xlsx")
            filled = run_guarded(OFFICE_FORMATS[suffix].read, source.data, base, path.stem)
        except file_formats.Refused as refused:
            source.data = b""
            # A pattern like *.xlsx catches the files that Office keeps beside open ones: nothing to fix there.
            severity = WARNING if refused.code == "office-lock" else ERROR
            source.remarks.append(Remark(FilePlace("файл"), refused.message, refused.hint, refused.code, severity))
            continue
        source.remarks += filled.remarks
        source.asked, source.explained = filled.asked, filled.explained
        unread = {remark.place for remark in filled.remarks if remark.is_error}
        for entry in filled.entries:
            entry, remarks = _with_files(base, entry, path.parent)
            source.remarks += remarks
            source.at.append(len(entries))
            gaps = frozenset(loc for loc, place in entry.places.items() if place in unread and _is_empty(entry, loc))
            entry = replace(entry, unread=gaps)
            if entry.kind == "programmes" and not entry.id and workbook_in.NAMED not in entry.data:
                if programme:
                    entry = replace(entry, id=programme)
                elif not entry.data.get("title"):
                    entry = replace(entry, held=True)
                    source.remarks.append(_whose(base, entry))
            entries.append(entry)
    return sources, entries


def _with_files(base: Base, entry: FilledEntry, folder: Path) -> tuple[FilledEntry, list[Remark]]:
    """The entry with the files it names, which lie in the folder of the filled form."""
    known = [PurePosixPath(name).name for name in base.catalog.assets if name.startswith(f"{FOLDER}/{entry.kind}/")]
    try:
        return run_guarded(sent_files.beside, entry, partial(safety.lying_in, folder), known)
    except file_formats.Refused as refused:
        place = entry.nearest((sent_files.PICTURES,))
        return entry, [Remark(place, f"картинки не взяты: {refused.message}", refused.hint, refused.code)]


def _is_empty(entry: FilledEntry, loc: Loc) -> bool:
    found: Any = entry.data
    for part in loc:
        is_there = part in found if isinstance(found, Mapping) else isinstance(found, list) and part < len(found)
        if not is_there:
            return True
        found = found[part]
    return False


def _whose(base: Base, entry: FilledEntry) -> Remark:
    """A roadmap that does not say of which programme it is: what was read, and the two ways on."""
    count = len((entry.data.get("roadmap") or {}).get("measures") or ())
    known = [f"{one.id} — {short(base.catalog.title_of(one), 60)}" for one in base.catalog.listed("programmes")]
    found = f" Программы базы: {'; '.join(known)}." if 0 < len(known) <= _MOST_NAMED else ""
    return Remark(
        entry.place,
        f"дорожная карта прочитана ({text.plural(count, 'мероприятие', 'мероприятия', 'мероприятий')}), но не сказано, "
        "чья она",
        f"если программа уже есть в базе, повторите команду с ключом --programme ИМЯ.{found} Новой программе нужны "
        "название и срок: возьмите шаблон (metodoteka template roadmap --format docx), впишите их и вставьте в "
        "него эту таблицу",
        "whose-roadmap",
    )


def _where(sources: Sequence[_File], entries: Sequence[FilledEntry]) -> list[str]:
    """The place of every entry, with its file where there are several."""
    files_of = {at: source.path.name for source in sources for at in source.at}
    return [
        entry.place.label if len(sources) == 1 else f"файл {files_of[at]}, {entry.place.label}"
        for at, entry in enumerate(entries)
    ]


def _understood(base: Base, entries: Sequence[FilledEntry], where: Sequence[str]) -> list[Proposed]:
    """Proposals of all entries. Those with a title get their names first, so that rows may refer to each other."""
    before = index_names(base.catalog)
    taken = {*base.catalog.records, *base.catalog.broken, *base.catalog.aliases}
    ids: dict[int, str] = {}
    for at, entry in enumerate(entries):
        title = normalize.single_line(str(entry.data.get("title") or ""))
        has_title = "title" in KINDS[entry.kind].same_by
        if title and has_title and not entry.id and workbook_in.NAMED not in entry.data:
            of_kind = {key.partition("/")[2] for key in taken if key.startswith(f"{entry.kind}/")}
            ids[at] = submissions.new_id(entry.kind, {"title": title}, of_kind)
            taken.add(f"{entry.kind}/{ids[at]}")
    its_names = index_names(base.catalog, _with_titles(base, entries, ids, before))
    parties = {demo: Parties(base.catalog, demo) for demo in (False, True)}
    read = [
        interpret_entry(base.questions(entry.kind), entry, its_names, parties[_is_demonstration(base, entry, before)])
        for entry in entries
    ]
    made = proposing.proposed(read, where, base.questions, base.catalog, before, ids)
    kept = _without_waiting_rows(base, made, read)
    return proposing.proposed(kept, where, base.questions, base.catalog, before, ids) if kept != read else made


def _without_waiting_rows(
    base: Base, made: Sequence[Proposed], read: Sequence[tuple[FilledEntry, list[Remark]]]
) -> list[tuple[FilledEntry, list[Remark]]]:
    """The entries without the rows of lists that could not be read or that the checks refuse; what is wrong with them
    is told in one round."""
    asked = {at: one for at, one in enumerate(made) if one.proposal and one.entry.kind == "programmes"}
    if not asked:
        return list(read)
    unread = {one.proposal.key: one.unread for one in asked.values()}
    _, found = submissions.check_proposals(base.checked, [one.proposal for one in asked.values()], unread)
    out = list(read)
    for at, one in asked.items():
        rows, remarks = held_rows.refused(one, found[one.proposal.key], base.questions("programmes"))
        out[at] = held_rows.without_waiting(*read[at], rows, remarks)
    return out


def _is_demonstration(base: Base, entry: FilledEntry, known: NameIndex) -> bool:
    """Return True for a programme of the base that is there to try things out: its parties are too."""
    record = base.catalog.get(entry.kind, entry.id or _named(entry, known))
    return bool(record and record.demo)


def _named(entry: FilledEntry, known: NameIndex) -> str:
    try:
        return known.key(str(entry.data.get(workbook_in.NAMED, "")), (entry.kind,)).partition("/")[2]
    except Unclear:  # is told where the proposal is made
        return ""


def _with_titles(
    base: Base, entries: Sequence[FilledEntry], ids: Mapping[int, str], known
) -> Iterable[tuple[str, str, str]]:
    """Titles that the base does not have yet."""
    for at, its_id in ids.items():
        title = normalize.single_line(str(entries[at].data["title"]))
        if not known.ids.get(entries[at].kind, {}).get(proposing.normalize_title(title)):
            yield entries[at].kind, its_id, title


# --- what a person gets ----------------------------------------------------------------------------------------------


def _file_result(source: _File, results: Sequence[Result], dry_run: bool, remarks_to: Path | None) -> FileResult:
    all_remarks = (*source.remarks, *(remark for one in results for remark in one.remarks))
    remarks = tuple(replace(one, message=text.cut_inside(one.message, MAX_MESSAGE)) for one in all_remarks)
    remarked = None
    if source.data and (remarks_to is not None or not dry_run):
        try:
            remarked = _put(source, remarks, remarks_to)
        except file_formats.Refused as refused:
            message = f"копию с замечаниями сделать не удалось: {refused.message}"
            remarks = (*remarks, Remark(FilePlace("файл"), message, refused.hint, "remarks-not-written"))
        except OSError as fault:
            message = f"файл с замечаниями не записан: {fault.strerror}"
            hint = "закройте его, если он открыт, или укажите другую папку: --out-remarks ПАПКА"
            remarks = (*remarks, Remark(FilePlace("файл"), message, hint, "remarks-not-written"))
    return FileResult(source.path, tuple(results), remarks, remarked)


def _put(source: _File, remarks: Sequence[Remark], folder: Path | None) -> Path | None:
    """The copy with remarks beside the file (or in ``folder``); the file itself is never touched, unless it is such a
    copy: then it is renewed, and cleaned when nothing is left to fix."""
    path, its_format = source.path, OFFICE_FORMATS[source.path.suffix.lower()]
    is_copy = path.stem.endswith(SUFFIX)
    target = (folder or path.parent) / (path.name if is_copy else f"{path.stem}{SUFFIX}{path.suffix}")
    if any((remark.is_error or remark.asks) and remark.place.at for remark in remarks):
        files.write_if_changed(target, run_guarded(its_format.put, source.data, remarks, source.asked))
        return target
    if is_copy and folder is None:
        files.write_if_changed(target, run_guarded(its_format.put, source.data, (), ()))
    return None
