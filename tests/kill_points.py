"""A run that dies at its n-th touch of the disk, as SIGKILL would end it: no handler, no ``finally``, no flush."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

#: the audit events (https://docs.python.org/3/library/audit_events.html) that come before the disk is touched
TOUCHES = frozenset(
    "fcntl.flock open os.chmod os.link os.mkdir os.remove os.rename os.rmdir os.scandir os.truncate".split()
)
DIED = 9


def die_at(number: int) -> None:
    """From now on this process ends before its ``number``-th touch of the disk (from 1)."""
    left = number

    def count(event: str, _: tuple) -> None:
        nonlocal left
        if event in TOUCHES:
            left -= 1
            if left == 0:
                os._exit(DIED)

    sys.addaudithook(count)


def died(run: Callable[[], object], number: int) -> bool:
    """Do ``run`` in a process of its own that dies at its ``number``-th touch; False when it ended well before that."""
    child = os.fork()
    if child == 0:
        try:
            die_at(number)
            run()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, DIED), f"the run itself failed before touch {number}"
    return status == DIED
