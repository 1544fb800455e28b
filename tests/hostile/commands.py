"""The real command in a process of its own, as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.hostile.table import DAY, PROJECT


def words_for(base: Path, *words: str) -> list[str]:
    """The command line of ``metodoteka --root base …``."""
    return [sys.executable, "-m", "generator", "--root", str(base), *words]


def environment(**more: str) -> Mapping[str, str]:
    """The environment of a command: the day of the trials, this repository's program, and every build a clean
    one."""
    own = {"SOURCE_DATE_EPOCH": DAY, "PYTHONPATH": str(PROJECT), "METODOTEKA_CACHE": ""}
    return os.environ | own | more


def run(base: Path, *words: str, before: tuple[str, ...] = (), **more: str) -> tuple[int, str]:
    """Run to the end, ``before`` are the words of a program that starts it; status and everything that was said."""
    done = subprocess.run(
        [*before, *words_for(base, *words)], cwd=base, env=environment(**more), capture_output=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")
