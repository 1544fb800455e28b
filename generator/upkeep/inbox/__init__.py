"""A folder of letters: every file that was saved there becomes a branch with a proposal, and gets its answer.

``take`` is the whole way. ``understanding`` reads one file against the base, ``journal`` remembers what was taken,
``answers`` says it to whoever sent the file, ``archives`` takes letters and archives apart. A file is known by its
content: it is taken once. A run that is killed goes on where it was: what it has not finished is done again with the
same result, in the same branch.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import files
from generator.channels import proposals, sent_parcels
from generator.channels.office.file_formats import MAX_OFFICE_BYTES, OTHER_FORMATS, UNREAD_FORMATS
from generator.channels.office.importing import SUFFIX
from generator.channels.proposals import Destination, NotProposed, ProposedBranch
from generator.documents import folders
from generator.records.reading import ReadCache
from generator.settings import Settings
from generator.upkeep import sending
from generator.upkeep.inbox import answers, archives, journal
from generator.upkeep.inbox.answers import FATES, WHAT_NEXT
from generator.upkeep.inbox.journal import JOURNAL, Journal, TakenFile
from generator.upkeep.inbox.passed_over import passed_over
from generator.upkeep.inbox.understanding import Understood, are_versions, understand
from generator.upkeep.review import git
from generator.upkeep.review.changes import key_of

__all__ = ["BUSY", "FATES", "TYPES", "WHAT_NEXT", "Handled", "take"]

TYPES = frozenset({".docx", ".xlsx", ".yml", ".yaml", ".zip", *OTHER_FORMATS, *UNREAD_FORMATS})
"""Ends of names that are looked at; those that cannot be read get an answer, too."""
_UNFINISHED = (".part", ".crdownload", ".download", ".tmp", ".partial", ".filepart")
_GROWING = 10  # seconds since the last change in which a file may still be growing
BUSY = "В этой папке уже работает другой запуск. Дождитесь его окончания."


@dataclass(frozen=True)
class Handled:
    """What became of one file: its name, what was understood, its branch (None: nothing was proposed), the names of the
    answer and of the copy with remarks, the folder in which its pictures lie, why it has to wait ("" when it is
    done), of a letter or an archive the files that are ``left`` in it, and why it was ``passed`` over ("" for what was
    looked at)."""

    name: str
    found: Understood
    branch: ProposedBranch | None = None
    answer: str = ""
    copy: str = ""
    pictures: str = ""
    trouble: str = ""
    left: tuple[str, ...] = ()
    passed: str = ""

    @property
    def failed(self) -> bool:
        """Return whether somebody has to do something about the file."""
        return bool(self.found.wrong or self.trouble)


def take(
    root: Path,
    folder: Path,
    settings: Settings,
    find: Callable[[], Destination],
    *,
    dry_run: bool = False,
    again: bool = False,
    programme: str = "",
    closed: bool = False,
    looked: Collection[str] = (),
) -> Iterator[Handled]:
    """Take every file of ``folder`` that is new or better, one after another; nothing where there is nothing to do.

    ``find`` says where proposals go, and is asked only when there is something. With ``again`` files that had remarks
    are taken once more, when the base has got what they lacked; ``programme`` is the id of the programme that a roadmap
    without a name belongs to. Pictures and documents that came along are laid beside and proposed only where the
    repository is ``closed`` to strangers, or for the files that somebody has ``looked`` into: these are taken once
    more. Raises :class:`files.FileFault` and OSError when the folder, the journal or the
    repository cannot be worked with.
    """
    if not folders.is_own_folder(folder):
        raise files.FileFault(f"Нет такой папки: {folder}")
    if missing := next((name for name in looked if not folders.is_ordinary(folder / name)), ""):
        raise files.FileFault(f"Нет такого файла: {folder / missing}")
    run = _Run(root, folder, settings, find, dry_run, again, programme, closed, frozenset(looked))
    if dry_run:
        yield from _unpack(run)
        yield from _taken(run)
        yield from _passed(run)
    elif archives.packed(folder, set(_journal(folder))) or _new(run, _journal(folder)) or _left_alone(run):
        with files.alone_in(folder, BUSY):
            yield from _unpack(run)
            yield from _taken(run)
            yield from _passed(run)


@dataclass(frozen=True)
class _Run:
    """What one run was asked for."""

    root: Path
    folder: Path
    settings: Settings
    find: Callable[[], Destination]
    dry_run: bool
    again: bool
    programme: str
    closed: bool
    looked: frozenset[str]


def _unpack(run: _Run) -> Iterator[Handled]:
    """Lay the files of letters and archives beside them, to be taken as if they had been sent alone. One that holds
    nothing to take is told: somebody waits for an answer."""
    folder, known = run.folder, _journal(run.folder)
    for one in archives.unpacked(folder, set(known)):
        for member, data in one.members.items() if not run.dry_run else ():
            files.write_if_changed(folder / member, data)
        if not run.dry_run:
            known[one.hash] = TakenFile(one.name, done=True)
            files.write_if_changed(folder / JOURNAL, journal.write_journal(known))
        trouble = ""
        if one.is_closed:
            trouble = "письмо в собственном виде Outlook (.msg): сохраните его как .eml или сохраните вложения отдельно"
        elif not one.members:
            trouble = "внутри нет ни бланка Word или Excel, ни записи из формы: посмотрите сами и ответьте автору"
        if trouble or one.left:
            yield Handled(one.name, Understood({}, (), ()), trouble=trouble, left=one.left)


def _left_alone(run: _Run) -> list[tuple[str, str, str]]:
    found = passed_over(run.folder, _journal(run.folder), TYPES | archives.TAKEN_APART, _UNFINISHED)
    return [one for one in found if not _is_growing(run.folder / one[0])]


def _passed(run: _Run) -> Iterator[Handled]:
    """What belongs to no record is told once, and left where it is."""
    for name, its_hash, why in _left_alone(run):
        if not run.dry_run:
            known = _journal(run.folder) | {its_hash: TakenFile(name, done=True)}
            files.write_if_changed(run.folder / JOURNAL, journal.write_journal(known))
        yield Handled(name, Understood({}, (), ()), passed=why)


def _is_growing(path: Path) -> bool:
    return path.is_file() and 0 <= time.time() - path.stat().st_mtime < _GROWING


def _journal(folder: Path) -> Journal:
    path = folder / JOURNAL
    return journal.read_journal(folders.read_whole(path).decode("utf-8", "replace")) if path.exists() else {}


def _new(run: _Run, known: Journal) -> list[tuple[Path, bytes, str]]:
    """The files to take with their content and its hash: finished ones, neither taken before nor laid there by us."""
    found = []
    for path in folders.ordinary_files(run.folder):
        if path.suffix.lower() not in TYPES or path.name.lower().endswith(_UNFINISHED):
            continue
        its = path.stat()
        if _is_growing(path) and archives.FROM_FILE not in path.name:
            continue
        # One that is too large is told by its beginning.
        data = folders.read_whole(path) if its.st_size <= MAX_OFFICE_BYTES else bytes(MAX_OFFICE_BYTES + 1)
        if its.st_size <= MAX_OFFICE_BYTES and len(data) != its.st_size:
            continue
        if path.suffix.lower() == ".zip" and not sent_parcels.is_parcel(data):
            continue  # taken apart, or not whole yet
        mark = data if len(data) <= MAX_OFFICE_BYTES else f"{path.name} {its.st_size} {its.st_mtime_ns}".encode()
        its_hash = hashlib.sha256(mark).hexdigest()
        if (not _is_done(run, known, its_hash) or path.name in run.looked) and not journal.is_ours(known, its_hash):
            found.append((path, data, its_hash))
    return [*found, *_still_packed(run, known)] if run.dry_run else found


def _is_done(run: _Run, known: Journal, its_hash: str) -> bool:
    """Return whether this content was taken. A text that is nothing but a record was taken apart under the same hash as
    the record that came out of it: only what was answered was taken."""
    its = known.get(its_hash)
    return its is not None and its.done and bool(its.made) and not (run.again and its.remarks)


def _still_packed(run: _Run, known: Journal) -> Iterator[tuple[Path, bytes, str]]:
    """The files in letters and archives that a run would lay beside them."""
    for one in archives.unpacked(run.folder, set(known)):
        for member, data in one.members.items():
            its_hash = hashlib.sha256(data).hexdigest()
            if not _is_done(run, known, its_hash):
                yield run.folder / member, data, its_hash


def _taken(run: _Run) -> Iterator[Handled]:
    known = _journal(run.folder)
    waiting = _new(run, known)
    if not waiting:
        return
    target = run.find()
    base, memory = git.tree_of(run.root, target.base), ReadCache()
    for path, data, its_hash in waiting:
        try:
            may_go = run.closed or path.name in run.looked
            found = understand(path.name, data, base, run.settings, run.programme, with_files=may_go, memory=memory)
        except Exception as fault:  # a mistake of ours must not keep the other files waiting
            reason = (str(fault).strip() or type(fault).__name__).splitlines()[-1]
            trouble = f"файл не прочитан из-за ошибки программы: {reason}"
            yield Handled(path.name, Understood({}, (), ()), trouble=trouble)
            continue
        handled = Handled(path.name, found)
        paths: tuple[str, ...] = ()
        if found.contents:
            try:
                handled, paths = _propose(run, target, known, base, handled)
            except NotProposed as fault:
                yield replace(handled, trouble=str(fault))
                continue
        if handled.branch is not None:
            target = replace(target, heads={**target.heads, handled.branch.branch: handled.branch.commit})
        if not run.dry_run and not handled.trouble:
            handled = _lay(run.folder, known, its_hash, path, handled, paths)
        yield handled


# --- the branch of a file --------------------------------------------------------------------------------------------


def _propose(
    run: _Run, target: Destination, known: Journal, base: git.Tree, handled: Handled
) -> tuple[Handled, tuple[str, ...]]:
    """Propose what the file says: on the branch of the version before it, else on one of its own."""
    contents: dict[str, bytes | None] = dict(handled.found.contents)
    branch = ""
    for older in journal.earlier(known, handled.name, list(contents)):
        if older.branch not in target.heads:
            continue  # accepted or turned down: the branch is gone
        if _is_version(run.root, target, older, handled.name, handled.found.contents):
            branch = older.branch
            if not handled.found.wrong:  # what could not be read this time may still be meant
                contents |= {path: None for path in older.paths if path not in contents and path not in base}
            break
        if set(older.paths) & set(contents) and not journal.same_name(older.name, handled.name):
            titles = ", ".join(f"«{title}»" for _, title in handled.found.titles)
            trouble = (
                f"запись с таким же именем уже предложена из другого файла (ветка {older.branch}), а тексты разные: "
                f"{titles}. Если это одна практика, соедините файлы; если разные, назовите одну из них иначе."
            )
            return replace(handled, trouble=trouble), ()
    sent = sending.send(run.root, run.settings, target, contents, branch=branch, by_role=True, dry_run=run.dry_run)
    if sent.branch is None and not run.dry_run:
        errors = "; ".join(problem.message for problem in sent.review.remarks if problem.is_error)
        return replace(handled, trouble=f"в базе с этими записями появились бы ошибки: {errors}"), ()
    return replace(handled, branch=sent.branch), tuple(sorted(handled.found.contents))


def _is_version(root: Path, target: Destination, older: TakenFile, name: str, contents: Mapping[str, bytes]) -> bool:
    """Return whether the file says much the same as one that was taken before, or gives the same records under the same
    name (figures): a name alone says little, blanks have the same for all."""
    records = [path for path in contents if key_of(path)]
    if journal.same_name(older.name, name) and {path for path in older.paths if key_of(path)} == set(records):
        return True
    before = [proposals.content_on(root, target, older.branch, path) or b"" for path in older.paths if key_of(path)]
    return are_versions(before, [contents[path] for path in records])


# --- what is laid beside it ------------------------------------------------------------------------------------------


def _lay(folder: Path, known: Journal, its_hash: str, path: Path, handled: Handled, paths: tuple[str, ...]) -> Handled:
    """The answer and the copy with remarks; the journal knows of both before they lie there."""
    found = handled.found
    stem = path.stem.removesuffix(SUFFIX)
    copy = _copy_name(folder, known, path, stem) if found.copy is not None else ""
    answer = f"{archives.ANSWER}{stem}.txt"
    letter = answers.answer_to(archives.sent_name(path.name), found, copy, sent=handled.branch is not None)
    wanted = {answer: letter.encode()} | ({copy: found.copy} if found.copy is not None else {})
    before = known[its_hash].made if its_hash in known else {}
    made = {name: hashlib.sha256(data).hexdigest() for name, data in wanted.items()}
    # A hash of before is kept under a name of its own: a killed run may have laid it there.
    made |= {f"{name} {one[:8]}": one for name, one in before.items() if one not in made.values()}
    branch = handled.branch.branch if handled.branch is not None else ""
    entry = TakenFile(path.name, branch, paths, len(found.wrong), made)
    aside = f"{archives.HELD}{stem}" if found.held else ""
    if found.held:
        held = {path_in_base.rpartition("/")[2]: data for path_in_base, data in found.held.items()}
        for name, data in (held | {WHAT_NEXT: answers.what_next(path.name, folder).encode()}).items():
            files.write_if_changed(folder / aside / name, data)
    for done in (False, True):
        known[its_hash] = replace(entry, done=done)
        if done:
            for name, data in wanted.items():
                files.write_if_changed(folder / name, data)
        files.write_if_changed(folder / JOURNAL, journal.write_journal(known))
    return replace(handled, answer=answer, copy=copy, pictures=aside)


def _copy_name(folder: Path, known: Journal, path: Path, stem: str) -> str:
    """The name of the copy with remarks: another one where somebody is mending the copy that lies there."""
    name = f"{stem}{SUFFIX}{path.suffix}"
    lying = folder / name
    if name == path.name or not folders.is_ordinary(lying):
        return name
    is_untouched = journal.is_ours(known, hashlib.sha256(folders.read_whole(lying)).hexdigest())
    return name if is_untouched else f"{stem}{SUFFIX} (2){path.suffix}"
