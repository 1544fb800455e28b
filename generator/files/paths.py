"""Which names and paths every disk can hold, and which of them are one file. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath, PurePosixPath

from generator.files.disk import FileFault

#: names that Windows keeps for devices, whatever their ending: a repository that holds one cannot be checked out there
#: (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)
RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{sign}" for port in ("com", "lpt") for sign in "0123456789¹²³"))
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')

_LONGEST_NAME = 255  # bytes; what disks of all systems hold


def safe_relative(path: str) -> str:
    """``path`` itself when it is safe below any folder on any system; otherwise raises :class:`FileFault`.

    Safe: relative, with forward slashes, normalised, without ``..``, without names that Windows reserves or forbids.
    """
    if why := unsafe(path):
        raise FileFault(f"Недопустимый путь файла: {path!r}: {why}")
    return path


def unsafe(path: str) -> str:
    """Why a path is not safe below any folder on any system, in Russian; empty when it is."""
    parts = PurePosixPath(path).parts
    if not parts or path != "/".join(parts) or path.startswith("/") or any(part in (".", "..") for part in parts):
        return "путь ведёт за пределы папки или записан не по правилам"
    if found := _FORBIDDEN.search(path):
        return f"в имени знак, которого не бывает в именах файлов Windows: {found[0]!r}"
    for part in parts:
        if is_reserved(part):
            return f"имя «{part}» занято в Windows: там такой файл не создать"
        if part[-1] in ". " or part[0] == " ":
            return f"имя «{part}» начинается с пробела или кончается точкой или пробелом: Windows такого не хранит"
        if len(part.encode(errors="surrogateescape")) > _LONGEST_NAME:
            return f"имя длиннее, чем хранят диски: {len(part.encode())} байтов при пределе {_LONGEST_NAME}"
    return ""


def shell_word(path: PurePath) -> str:
    """A path as one word of a command that a person is told to run, in a shell of any system."""
    return str(path) if re.fullmatch(r"[\w./\\:~+-]+", str(path)) else f'"{path}"'


def is_reserved(name: str) -> bool:
    """Return True for a name that Windows keeps for devices, with any ending: ``con``, ``aux.yml``, ``COM1``."""
    return name.partition(".")[0].lower() in RESERVED


def normalize_path(path: str) -> str:
    """The form under which two paths are one file on a disk that ignores case or normalises Unicode."""
    return unicodedata.normalize("NFC", path.casefold())


def clashes(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of paths that would be one file (the same path twice, or different in case only)."""
    seen: dict[str, str] = {}
    found = []
    for path in paths:
        first = seen.setdefault(normalize_path(path), path)
        if first is not path:
            found.append((first, path))
    return found
