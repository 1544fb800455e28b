"""The reading of a stranger's file in a process of its own: whatever the file does to a parser, the import goes on.

The libraries that parse are written in C and Rust. A file that ``safety`` has let through may still make one of them
abort, ask for all memory or never end, and no exception can be caught then. Linux can split a process in two within
milliseconds, so there every file is parsed by a child with little memory and little time. Elsewhere a child would have
to read the whole base once more; there the file is parsed here, behind the checks of ``safety`` alone.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from generator.channels.office.file_formats import Refused

SECONDS = 60  # a filled template of 200 rows takes less than two
MEMORY = 2_000_000_000  # bytes above what is in use; the largest file that `safety` lets through takes one
CAN_FORK = sys.platform == "linux"
_SEND_AGAIN = (
    "откройте файл в Excel, Word или LibreOffice, скопируйте содержимое в новый шаблон и внесите его; если файл пришёл "
    "от незнакомого, не открывайте его"
)


def run_guarded(work: Callable[..., Any], *given: Any) -> Any:
    """What ``work(*given)`` returns; it may be run in another process, so it must change nothing here. Raises
    ``Refused`` as ``work`` does, and where it did not survive; RuntimeError with the trace for any other fault."""
    if not CAN_FORK:
        return work(*given)
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe(duplex=False)
    child = forking.Process(target=_in_child, args=(theirs, work, given), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(SECONDS):
            message = f"файл не прочитан: за {SECONDS} секунд чтение не закончилось"
            raise Refused("office-slow", message, _SEND_AGAIN)
        what, value = ours.recv()
    except EOFError:
        message = "файл не прочитан: он так испорчен, что программа чтения на нём останавливается"
        raise Refused("office-died", message, _SEND_AGAIN) from None
    finally:
        ours.close()
        child.kill()
        child.join()
    if what == "refused":
        raise Refused(*value)
    if what == "fault":
        raise RuntimeError(value)
    return value


def _in_child(theirs: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    gc.disable()  # it would touch, and so copy, all that was made before
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a dying library prints helps nobody
    faulthandler.disable()  # it may keep an error stream of its own
    _limit()
    try:
        answer = ("done", work(*given))
    except Refused as refused:
        answer = ("refused", (refused.code, refused.message, refused.hint))
    except MemoryError:
        message = "файл не прочитан: он требует слишком много памяти"
        answer = ("refused", ("office-large", message, _SEND_AGAIN))
    except Exception:  # a mistake of ours: its trace goes where a person sees it
        answer = ("fault", traceback.format_exc())
    theirs.send(answer)


def _limit() -> None:
    """No more memory than ``MEMORY`` above what is in use, and no picture of it on disk when the process dies."""
    import resource  # only where there is a fork

    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    with contextlib.suppress(ValueError, OSError):  # a stricter limit of the system stays
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
