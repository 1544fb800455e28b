"""A command in a fresh process: its time, of the processor and by the clock, and its memory."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.together import Together

PROJECT = Path(__file__).resolve().parent.parent.parent
DAY = "1793491200"  # 1 November 2026: the sample is written for it


class Run(NamedTuple):
    """What a process and those that it started took (processor and clock, memory of all of them together), and what it
    printed last (a JSON object, or nothing)."""

    seconds: float
    wall: float
    megabytes: float
    printed: dict[str, Any]


def run(*arguments: str | Path, cache: Path | None = None, program: str = sys.executable) -> Run:
    """Run a program to its end; ``cache`` is where it remembers what it did, if anywhere. Stops the benchmark when it
    fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [program, *map(str, arguments)], cwd=PROJECT, env=_environment(cache), stdout=subprocess.PIPE
    )
    together = Together(process.pid)
    assert process.stdout
    output = process.stdout.read()
    peak = together.peak()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{output.decode()}\nНе удалось: {program} {' '.join(map(str, arguments))}")
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss: bytes there, kilobytes elsewhere
    last = output.decode().strip().rpartition("\n")[2]
    megabytes = peak or usage.ru_maxrss / unit  # the second is of one process, and at least as much as this one had
    return Run(usage.ru_utime + usage.ru_stime, wall, megabytes, json.loads(last) if last.startswith("{") else {})


@contextlib.contextmanager
def running(*arguments: str | Path) -> Iterator[int]:
    """Python at work while the block lasts; in: what it is told, out: the number of its process."""
    with subprocess.Popen(
        [sys.executable, *map(str, arguments)], cwd=PROJECT, env=_environment(None), stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def _environment(cache: Path | None) -> dict[str, str]:
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return {**os.environ, **quiet, "SOURCE_DATE_EPOCH": DAY, "METODOTEKA_CACHE": str(cache or "")}
