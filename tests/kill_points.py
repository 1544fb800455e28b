"""A run that dies at its n-th touch of the disk, as SIGKILL would end it: no handler, no ``finally``, no flush."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

#: the audit events (https://docs.python.org/3/library/audit_events.html) that come before the disk is changed; an
#: opening for reading is no change, but it stands behind a step that no event tells of (the exchange of two folders)
TOUCHES = frozenset("fcntl.flock open os.chmod os.link os.mkdir os.remove os.rename os.rmdir os.truncate".split())
DIED = 9
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _changes(event: str, arguments: tuple) -> bool:
    if event != "open":
        return event in TOUCHES
    path, mode, flags = arguments
    is_folder = isinstance(path, (str, os.PathLike)) and os.path.isdir(path)
    return is_folder or bool(flags & _WRITING) or bool(mode and set(mode) & set("wax+"))


def die_at(number: int) -> None:
    """From now on this process ends before its ``number``-th touch of the disk (from 1)."""
    left = number

    def count(event: str, arguments: tuple) -> None:
        nonlocal left
        if left > 0 and _changes(event, arguments):
            left -= 1
            if left == 0:
                os._exit(DIED)

    sys.addaudithook(count)


def touches(run: Callable[[], object]) -> int:
    """How many touches ``run`` has when nothing ends it; it is done, in a process of its own."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        seen = 0

        def count(event: str, arguments: tuple) -> None:
            nonlocal seen
            seen += _changes(event, arguments)

        sys.addaudithook(count)
        status = 1
        try:
            run()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os.write(theirs, str(seen).encode())
            os._exit(status)
    os.close(theirs)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with os.fdopen(ours) as answer:
        seen = int(answer.read())
    assert status == 0, "the run itself failed"
    return seen


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
