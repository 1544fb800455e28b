"""A walk over the folders that come by pull request, where a name or an entry may be hostile or simply impossible.

Git carries symbolic links, names that are no UTF-8 and folders of any depth; a folder on a keeper's own computer may
hold pipes and devices besides. Nothing of the kind is ever opened or followed: the walk says what it is.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem

#: folders inside folders; more is no way to keep texts, and some systems end a path at 260 characters
MAX_LEVELS = 8
#: where packages of other bases lie that were taken in, each file under its digest; it is no part of the base
PACKAGES_FOLDER = ".metodoteka/federation"

REGULAR, SYMLINK, SPECIAL, DEEP, NAME = "file", "link", "special", "deep", "name"


@dataclass(frozen=True)
class FolderEntry:
    """Something in a folder: where it is, its name from that folder with ``/`` between, and what it is.

    FILE is an ordinary file, LINK a symbolic link, SPECIAL a pipe, a socket or a device, DEEP a folder below the
    deepest allowed, NAME a file or folder whose name is no UTF-8 (``name`` then shows the wrong bytes as ``\\xff``).
    """

    path: Path
    name: str
    what: str


def is_ordinary(path: Path) -> bool:
    """Return True for a file that may be opened: no link, no folder, no pipe or device (reading those may never
    end)."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def read_whole(path: Path) -> bytes:
    """The bytes of an ordinary file; raises OSError, also where something else stands in its place."""
    if not is_ordinary(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return path.read_bytes()


def ordinary_files(folder: Path) -> list[Path]:
    """The ordinary files that lie in ``folder`` itself, sorted by name; hidden ones and Office's locks are left out."""
    return [path for path in visible_entries(folder) if is_ordinary(path)]


def visible_entries(folder: Path) -> list[Path]:
    """Everything that lies in ``folder`` itself, sorted by name; what is hidden and Office's locks are left out."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))


def is_own_folder(path: Path) -> bool:
    """Return True for a folder that is one itself, not a symbolic link to another."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def printable_name(name: str) -> str:
    """A name for people's eyes: bytes that are no UTF-8 as ``\\xff``."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def entry(path: Path) -> FolderEntry:
    """What one path is; a path that cannot be looked at counts as a file, reading it will tell why. A folder is FILE
    too: ask :func:`is_own_folder`."""
    name = printable_name(path.name)
    if name != path.name:
        return FolderEntry(path, name, NAME)
    try:
        mode = path.lstat().st_mode
    except OSError:
        return FolderEntry(path, name, REGULAR)
    if stat.S_ISLNK(mode):
        return FolderEntry(path, name, SYMLINK)
    return FolderEntry(path, name, REGULAR if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else SPECIAL)


def walk_folder(folder: Path) -> list[FolderEntry]:
    """Everything below ``folder`` but the folders themselves, sorted by name; hidden entries and Office's locks
    (``~$``) are left out. Nothing of a folder that is missing or is itself a link."""
    found: list[FolderEntry] = []
    waiting = [(folder, "", 0)] if is_own_folder(folder) else []
    while waiting:
        place, above, level = waiting.pop()
        for path in place.iterdir():
            if path.name.startswith((".", "~$")):
                continue
            one = entry(path)
            name = above + one.name
            if one.what != REGULAR or not is_own_folder(path):
                found.append(FolderEntry(path, name, one.what))
            elif level >= MAX_LEVELS:
                found.append(FolderEntry(path, name, DEEP))
            else:
                waiting.append((path, f"{name}/", level + 1))
    return sorted(found, key=lambda one: one.name.split("/"))


def fault(one: FolderEntry, path: str) -> Problem | None:
    """Why nothing can be read from an entry (``path`` is what people see); None for an ordinary file or a folder."""
    if one.what == SYMLINK:
        return _whole(path, "symlink", "файл оказался ссылкой на другое место", "положите на её место сам файл")
    if one.what == SPECIAL:
        return _whole(
            path, "not-a-file", "это не файл, а канал или устройство", "уберите его: в базе бывают только файлы"
        )
    if one.what == DEEP:
        message = f"папки вложены друг в друга глубже {MAX_LEVELS} уровней"
        return _whole(path, "deep-folder", message, "перенесите файлы в папку ближе к началу")
    if one.what == NAME:
        message = "имя записано не в UTF-8: на другом компьютере файл не прочтут"
        return _whole(path, "bad-file-name", message, "переименуйте: строчные латинские буквы, цифры и дефисы")
    return None


def linked(root: Path, *names: str) -> Iterator[Problem]:
    """Problems of folders of the base itself that are links to somewhere else."""
    for name in names:
        if (root / name).is_symlink():
            message, hint = "папка оказалась ссылкой на другое место", "положите на её место саму папку"
            yield _whole(name, "symlink", message, hint)


def _whole(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, "", code, message, hint)
