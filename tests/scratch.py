"""Where a run keeps the files of its tests: in memory, where there is enough of it. A hundred thousand small files that
are written, read once and removed cost four times as much on a disk.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

MEMORY = Path("/dev/shm")
#: bytes: a whole run holds one and a half of these gigabytes at most, browsers and workers take the rest
_ROOM, _FREE = 4 * 2**30, 8 * 2**30
_DAY = 86_400


def in_memory(folder: Path = MEMORY, meminfo: Path = Path("/proc/meminfo")) -> bool:
    """Whether the folder lies in memory and there is enough of it for all files of a run beside what else runs."""
    try:
        free = re.search(r"^MemAvailable: +(\d+) kB$", meminfo.read_text("ascii"), re.MULTILINE)
        space = os.statvfs(folder)
    except (OSError, AttributeError):  # another system, or a container that has none
        return False
    enough = space.f_bavail * space.f_frsize >= _ROOM and free is not None and int(free[1]) * 1024 >= _FREE
    return enough and os.access(folder, os.W_OK)


def sweep(folder: Path) -> None:
    """Remove what programs that were killed have left a day ago or longer; folders of tests are pytest's to remove."""
    for left in folder.iterdir():
        with contextlib.suppress(OSError):  # another run was quicker
            if not left.name.startswith("pytest-of-") and time.time() - left.lstat().st_mtime > _DAY:
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def use() -> None:
    """Temporary files of this process and of all that it starts lie in memory, unless somebody has chosen a folder."""
    if "TMPDIR" in os.environ or not in_memory():
        return
    folder = MEMORY / f"metodoteka-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    sweep(folder)
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
