"""The memory and the time of a command and of all processes that it starts, together."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

_EVERY = 0.3  # seconds
_PROC = Path("/proc")


class Together:
    """Watches a process and its children until it is asked for the peak: megabytes of memory, where what they share
    counts once (PSS of Linux, proc(5)); 0 where the system does not tell."""

    def __init__(self, process: int) -> None:
        self._process, self._most, self._over = process, 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def peak(self) -> float:
        """The largest sum that was seen."""
        self._over.set()
        self._watch.join()
        return self._most

    def _look(self) -> None:
        while True:
            self._most = max(self._most, sum(map(_megabytes, _family(self._process))))
            if self._over.wait(_EVERY):
                return


def _family(process: int) -> list[int]:
    found = [process]
    with contextlib.suppress(OSError):
        for task in (_PROC / str(process) / "task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
    return found


def _megabytes(process: int) -> float:
    with contextlib.suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def seconds_of(process: int) -> float:
    """What a process has taken of the processor, with those that it has waited for; 0 where the system does not
    tell."""
    with contextlib.suppress(OSError):
        told = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
        return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")  # utime, stime and those of children: proc(5)
    return 0.0
