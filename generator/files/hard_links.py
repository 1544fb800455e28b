"""Files that stay as they are from one site to the next get a second name instead of being written again."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.files.disk import FILE_MODE


def write_or_link(path: Path, data: bytes, before: Path | None = None) -> None:
    """Write a file of a folder that nobody sees yet. Where ``before`` holds these very bytes it gets a second name, a
    hard link, instead: nothing is written, and later only a name is removed. No byte of ``before`` is ever changed;
    whoever writes into the file by other means does it when ``before`` has gone."""
    try:
        _write_or_link(path, data, before)
    except FileNotFoundError:  # asked before each file, making folders takes longer than the files
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_or_link(path, data, before)


def _write_or_link(path: Path, data: bytes, before: Path | None) -> None:
    if before is not None and _holds(before, data):
        try:
            os.link(before, path)
            return
        except FileNotFoundError:
            raise
        except FileExistsError:
            if path.samefile(before):
                return
        except OSError:  # a disk without links, a file of somebody else
            pass
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError:  # it may be a second name of a file that is still in use
        path.unlink()
        path.write_bytes(data)


def _holds(path: Path, data: bytes) -> bool:
    """Whether an ordinary file, with the rights of one that is written now, holds these bytes."""
    try:
        its = os.lstat(path)
        return its.st_mode == stat.S_IFREG | FILE_MODE and its.st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
