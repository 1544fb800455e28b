"""Hop 1. A file is read safely into plain data that remembers where everything stood (``parsing``).

Text is read composed (NFC) and without hidden characters that mean nothing (``text.normalize``), which is told; so
search, comparison and readers see canonical form. Everything that could hide or harm (``line_checks``, deep nesting,
oversize) is a problem with its place; one wrong file never hides the problems of another.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from generator.documents import folders
from generator.documents.file_memory import FileCache, digest_of_content
from generator.documents.file_names import right_name, surely_named
from generator.documents.line_checks import merge_conflict
from generator.documents.parsing import WHOLE_FILE as WHOLE_FILE
from generator.documents.parsing import Source, parse, plain_source
from generator.documents.plain_yaml import PlacesOf
from generator.documents.strict_yaml import Loc as Loc
from generator.problems import Problem
from generator.text import normalize

MAX_BYTES = 256 * 1024
#: what lies in data/ beside the folders
OF_DATA = (
    "addresses.txt", "first-published.txt", "closed-periods.yml", "links.json", "columns.yml", "README.md",
    "federation.lock.json",
)  # fmt: skip


#: how files begin that somebody has given the name of a record
_NO_TEXT = {
    b"PK\x03\x04": "документ Word или Excel (или архив)",
    b"\xd0\xcf\x11\xe0": "документ Word или Excel",
    b"{\\rtf": "документ RTF",
    b"%PDF-": "файл PDF",
    b"\x89PNG": "картинка",
    b"\xff\xd8\xff": "картинка",
}

Parsed = Callable[[str, str], tuple[Source | None, list[Problem]]]

_SETTLED = 3.0
"""Seconds since the last change after which another one has another time: the coarsest clock of a file system (FAT)
counts two. As git's index does with files that are "racily clean"."""


class _Mark(NamedTuple):
    """By what a file is known that nobody has touched: bytes, times of the last change of bytes and of the file
    (nanoseconds), and which file it is."""

    size: int
    changed: int
    moved: int
    file: int


def _mark_of(path: Path) -> _Mark | None:
    try:
        its = path.lstat()
    except OSError:
        return None
    return _Mark(its.st_size, its.st_mtime_ns, its.st_ctime_ns, its.st_ino)


class ParsedFiles:
    """What files said last time: a file with the same bytes is not parsed again, and one that nobody has touched since
    is not opened. ``memory`` is what they said in an earlier run."""

    def __init__(self, memory: FileCache | None = None) -> None:
        self.memory = memory
        self._read: dict[str, tuple[str, Source | None, list[Problem]]] = {}
        self._marks: dict[str, _Mark] = {}

    def untouched(self, path: Path, relative: str) -> tuple[Source | None, list[Problem]] | None:
        """What the file said last time, where it lies as it lay then; None where it has to be read."""
        mark = self._marks.get(relative)
        return self._read[relative][1:] if mark is not None and mark == _mark_of(path) else None

    def read(self, path: Path, relative: str, parse: Parsed) -> tuple[Source | None, list[Problem]]:
        """What the file at ``path`` says now; ``relative`` is the path people see."""
        if known := self.untouched(path, relative):
            return known
        now, mark = time.time(), _mark_of(path)  # before its bytes: who writes meanwhile changes it
        self._marks.pop(relative, None)
        raw, problems = read_raw(path, relative)
        if raw is None:
            return None, problems
        found = self._parsed(raw, relative, parse)
        if mark is not None and now - mark.changed / 1e9 > _SETTLED:
            self._marks[relative] = mark
        return found

    def _parsed(self, raw: bytes, relative: str, parse: Parsed) -> tuple[Source | None, list[Problem]]:
        """What the file with these bytes says."""
        digest = digest_of_content(raw)
        if relative in self._read and self._read[relative][0] == digest:
            return self._read[relative][1:]
        entry = self.memory.begin(relative, digest) if self.memory else None
        found = _recalled(entry.data, raw, relative) if entry and entry.data else None
        if found is None:
            text, problems = decode(raw, relative)
            found = (None, problems) if text is None else parse(text, relative)
            if entry and found[0] and not found[1] and isinstance(found[0].values, PlacesOf):
                entry.data = found[0].data
        self._read[relative] = digest, *found
        return found


def _recalled(data: dict[str, Any], raw: bytes, relative: str) -> tuple[Source | None, list[Problem]] | None:
    text, _ = decode(raw, relative)
    return None if text is None else (plain_source(data, normalize(text), relative), [])


def read_folder(
    root: Path, folder: str, remembered: ParsedFiles | None = None, parsed: Parsed | None = None
) -> tuple[list[Source], list[Problem]]:
    """Every record of ``root/data/<folder>``, sorted by name. Files that are no records are problems, not silence.
    ``parsed`` does what :func:`parse` does."""
    found: list[Source] = []
    problems: list[Problem] = [*folders.linked(root, f"data/{folder}")]
    for path in _inside(root / "data" / folder):
        relative = f"data/{folder}/{folders.printable_name(path.name)}"
        known = remembered.untouched(path, relative) if remembered else None
        if known is None and (trouble := _not_a_record(path, relative)):
            problems.append(trouble)
            continue
        source, its_problems = known or read(path, relative, remembered, parsed)
        problems.extend(its_problems)
        if source:
            found.append(source)
    return found, problems


def read_content(
    root: Path, entries: Iterable[folders.FolderEntry], remembered: ParsedFiles | None = None
) -> tuple[list[Source], list[Problem]]:
    """Every hand-written page among what lies in ``content/`` (``folders.walk_folder``); ``folder`` is the page's path
    below
    ``content`` without ``.md``."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in content_pages(entries):
        source, its_problems = read(root / path, path, remembered)
        problems.extend(its_problems)
        if source:
            found.append(source)
    return found, problems


def data_folders(root: Path) -> list[str]:
    """Names of the folders of ``data/`` (hidden ones left out)."""
    return [path.name for path in _inside(root / "data") if folders.is_own_folder(path)]


def stray_files(root: Path) -> Iterator[Problem]:
    """Files of ``data/`` outside its folders: nothing reads them, so their author has to know."""
    for path in _inside(root / "data"):
        relative = folders.printable_name(path.relative_to(root).as_posix())
        if folders.is_own_folder(path):
            continue
        if trouble := folders.fault(folders.entry(path), relative):
            yield trouble
        elif path.name not in OF_DATA:
            yield _whole(
                relative,
                "unknown-file",
                "запись лежит не в папке своего вида",
                "перенесите файл в папку, например data/practices/",
            )


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder of the base, sorted, hidden names left out; nothing of a missing folder or a link."""
    if not folders.is_own_folder(folder):
        return []
    # by their names: whole paths take longer to compare
    return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), key=lambda path: path.name)


def own_text(path: Path) -> str:
    """A UTF-8 text of our own (schemas, templates, lists); raises OSError or UnicodeDecodeError."""
    return path.read_text(encoding="utf-8")


def read_list(path: Path) -> list[tuple[int, str]]:
    """The lines of a list of our own with their numbers, blank lines and ``#`` comments left out; [] without the
    file."""
    if not folders.is_ordinary(path):
        return []
    lines = enumerate(own_text(path).split("\n"), 1)
    return [(number, line.strip()) for number, line in lines if line.strip() and not line.startswith("#")]


def conflict(root: Path, relative: str, hint: str = "") -> Problem | None:
    """The first mark of a merge in a file that is no record, with what to do about it there; None without one, without
    the file, and where it is no text (its reader tells)."""
    if not folders.is_ordinary(root / relative):
        return None
    try:
        found = merge_conflict(own_text(root / relative).split("\n"), relative)
    except (OSError, UnicodeDecodeError):
        return None
    return replace(found, hint=hint or found.hint) if found else None


def files_of(root: Path, folder: str) -> list[str]:
    """The files of ``root/data/<folder>``, of any type, as paths from the root, sorted; no hidden ones, no symlinks."""
    found = _inside(root / "data" / folder)
    return [path.relative_to(root).as_posix() for path in found if folders.is_ordinary(path)]


def content_pages(entries: Iterable[folders.FolderEntry]) -> list[str]:
    """The hand-written pages among what lies in ``content/``, as paths from the root, in their order; no symlinks."""
    return [
        f"content/{entry.name}" for entry in entries if entry.what == folders.REGULAR and entry.name.endswith(".md")
    ]


def read(
    path: Path, relative: str, remembered: ParsedFiles | None = None, parsed: Parsed | None = None
) -> tuple[Source | None, list[Problem]]:
    """Read and parse one file. ``relative`` is the path people see. Never raises for what is in the file."""
    if remembered is not None:
        return remembered.read(path, relative, parsed or parse)
    raw, problems = read_raw(path, relative)
    if raw is None:
        return None, problems
    text, problems = decode(raw, relative)
    return (None, problems) if text is None else (parsed or parse)(text, relative)


def read_raw(path: Path, relative: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of one file that is not too large, or why there are none."""
    try:
        if trouble := folders.fault(folders.entry(path), relative):
            return None, [trouble]
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, [
                _whole(
                    relative,
                    "too-large",
                    f"файл слишком большой: {size // 1024} КБ при пределе {MAX_BYTES // 1024} КБ",
                    "вынесите длинные материалы во вложения или ссылки",
                )
            ]
        return path.read_bytes(), []
    except OSError as error:
        why = "нет прав на чтение" if isinstance(error, PermissionError) else "диск или система не отдают его"
        return None, [_whole(relative, "unreadable", f"файл не читается: {why}", "проверьте права на файл и диск")]


def no_text(raw: bytes) -> str | None:
    """What a file is that begins as no text does: «картинка»; None for every other one."""
    return next((what for begin, what in _NO_TEXT.items() if raw.startswith(begin)), None)


def decode(raw: bytes, relative: str) -> tuple[str | None, list[Problem]]:
    """Bytes -> text; UTF-8 only (a leading BOM, as Windows Notepad writes it, is accepted and dropped)."""
    if what := no_text(raw):
        hint = "запись — это текст; бланк вносит metodoteka import, картинку — picture, другой файл — attach"
        return None, [Problem(relative, 1, 1, "", "encoding", f"это не текст, а {what} с чужим именем", hint)]
    try:
        # its codec takes as long as all the rest, and few files begin so
        encoding = "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"
        return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        guess = "UTF-16" if wide else "Windows-1251"
        return None, [
            Problem(
                relative,
                line,
                column,
                "",
                "encoding",
                f"файл записан не в UTF-8 (похоже на {guess})",
                "откройте файл в редакторе и сохраните в кодировке UTF-8",
            )
        ]


def _not_a_record(path: Path, relative: str) -> Problem | None:
    trouble = folders.fault(folders.entry(path), relative)
    if trouble:
        return trouble
    if path.is_dir():
        return _whole(
            relative,
            "nested-folder",
            "папка внутри папки записей не читается",
            f"перенесите файлы из неё в {PurePosixPath(relative).parent}/",
        )
    if path.suffix not in (".yml", ".md"):
        return _whole(
            relative,
            "unknown-file",
            f"файл «{path.name}» — не запись: имя записи кончается на .yml или .md",
            f"переименуйте в {right}"
            if (right := right_name(path.name))
            else "уберите файл из data/; материалы к записи дают ссылкой в attachments",
            sure=surely_named(path.name),
        )
    return None


def _whole(relative: str, code: str, message: str, hint: str, *, sure: bool = False) -> Problem:
    return Problem(relative, 0, 0, "", code, message, hint, certain=sure)
