"""A call in a process of its own that may take so much time and no more: what became of it is told, whatever it was."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import NamedTuple

CRASHED = 70
"""Exit status of a child whose call ended in an exception."""


class Outcome(NamedTuple):
    """How a child ended (negative: the signal), what it said, its CPU seconds and the most memory it had (MB)."""

    status: int
    output: str
    seconds: float
    megabytes: int

    @property
    def broke(self) -> bool:
        """An exception that nobody caught, or an end by a signal (the limit of time among them)."""
        return self.status == CRASHED or self.status < 0


def call(run: Callable[[], int], seconds: int = 120) -> Outcome:
    """Run in a forked child with this much CPU time."""
    with tempfile.TemporaryFile() as heard:
        child = os.fork()
        if child == 0:
            status = CRASHED
            try:
                os.dup2(heard.fileno(), 1)
                os.dup2(heard.fileno(), 2)
                sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                used = resource.getrusage(resource.RUSAGE_SELF)
                limit = int(used.ru_utime + used.ru_stime) + seconds
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
                status = int(run() or 0)
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else int(bool(end.code))
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, status, usage = os.wait4(child, 0)
        heard.seek(0)
        text = heard.read().decode("utf-8", "replace")
    seconds_used = usage.ru_utime + usage.ru_stime
    return Outcome(os.waitstatus_to_exitcode(status), text, seconds_used, usage.ru_maxrss // 1024)
