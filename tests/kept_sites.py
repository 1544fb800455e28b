"""Sites that tests have built not long ago, for runs of a few files: each saves ten seconds of a processor.

A site is kept under a hash of everything that it is made of: the program, the theme, the records and texts, the
packages, the day. Other than a build of the program (law 16) nothing is asked whether it has changed since: the hash is
counted anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from support import PROJECT

#: the folder to keep sites in, or nothing where all have to be built
VARIABLE = "METODOTEKA_TESTS_KEEP"
#: what every site is made of
ALWAYS = ("generator", "theme", "mkdocs.yml", "requirements.lock", "tests/conftest.py", "tests/support.py")
_MOST = 4

Make = Callable[[Path], None]


def unless_changed(name: str, *parts: str) -> Callable[[Make], Make]:
    """Make a folder anew only when one of the parts of the project that it is made of is another one."""

    def keeping(make: Make) -> Make:
        def kept(folder: Path) -> None:
            if not (keep := os.environ.get(VARIABLE)):
                make(folder)
                return
            site = Path(keep) / f"{name}-{key(*ALWAYS, *parts)}"
            if site.is_dir():
                shutil.copytree(site, folder, dirs_exist_ok=True)
            else:
                make(folder)
                store(folder, site)

        return kept

    return keeping


def key(*parts: str, root: Path = PROJECT) -> str:
    """A hash of the parts: every file by its path and bytes."""
    told = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(("METODOTEKA", "SOURCE_")))
    last = ["git", "-C", str(root), "log", "-1", "--format=%H", "--", "data", "content"]  # pages tell their dates
    changed = subprocess.run(last, capture_output=True, text=True, check=False).stdout
    counted = hashlib.sha256(f"{dt.date.today()} {sys.version} {told} {changed}".encode())
    for part in parts:
        whole = root / part
        files = [whole] if whole.is_file() else sorted(path for path in whole.rglob("*") if path.is_file())
        for path in files:
            if "__pycache__" not in path.parts:  # compiled templates lie there too, and come while tests run
                counted.update(f"{path.relative_to(root).as_posix()}\0".encode())
                counted.update(hashlib.sha256(path.read_bytes()).digest())
    return counted.hexdigest()[:20]


def store(folder: Path, site: Path) -> None:
    """Keep a copy of the folder, whole or not at all, and no more than a few of them."""
    site.parent.mkdir(parents=True, exist_ok=True)
    older = sorted(site.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in older[: max(0, len(older) + 1 - _MOST)]:
        shutil.rmtree(path, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=site.parent) as half:
        copy = shutil.copytree(folder, Path(half) / "site")
        with contextlib.suppress(OSError):  # another run was quicker
            copy.rename(site)
