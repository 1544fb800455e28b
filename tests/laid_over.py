"""One copy of the mini base for all cases that change a few of its files: to copy and to read the rest of it anew for
every case takes longer than to check it.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from support import copy_of_mini

from generator.records.reading import ReadCache


@cache
def shared_mini() -> tuple[Path, ReadCache]:
    """The copy, and what was read of it: a file with the same bytes is not read again."""
    folder = mkdtemp(prefix="metodoteka-cases-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return copy_of_mini(Path(folder) / "base"), ReadCache()


@contextmanager
def laid_over(root: Path, files: Mapping[str, bytes], without: Iterable[str] = ()) -> Iterator[None]:
    """The base with these files and without those, and afterwards as it was."""
    touched = [root / path for path in (*without, *files)]
    before = {path: path.read_bytes() if path.is_file() else None for path in touched}
    new_folders: list[Path] = []
    try:
        for path in without:
            (root / path).unlink()
        for name, content in files.items():
            path = root / name
            new_folders += [folder for folder in path.parents if not folder.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield
    finally:
        for path, content in before.items():
            path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
        for folder in sorted(new_folders, key=lambda path: -len(path.parts)):
            folder.rmdir()
