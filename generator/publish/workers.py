"""Work handed out to processes of this computer, one share at a time.

What a share needs beside itself, its worker has from the process that it was forked from; what goes there and comes
back is plain data. Processes that were not forked from this one make that state for themselves (``far_pages``).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.publish import NotPublished

_Share = TypeVar("_Share")
_Done = TypeVar("_Done")

_AHEAD = 2
"""Shares that wait for each worker: results are taken in order and must not pile up."""
_TRIES = 3
_SHARES = 4
"""Shares that a worker makes before another takes its place: what it has touched of the memory that it shares with the
process it was forked from is its own from then on."""
_make: Callable[[Any], Any]


def available() -> int:
    """How many processes can work at once here; 1 where a process cannot be forked safely."""
    if sys.platform == "darwin" or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def release_memory() -> None:
    """Give memory that is free back to the system, where its C library can: else it keeps what has been freed."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def cut(whole: Sequence[_Share], size: int) -> list[Sequence[_Share]]:
    """The shares of ``size`` that a whole has; the last may be smaller."""
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def in_their_order(
    begin: Callable[[_Share], Callable[[], _Done]], shares: Iterable[_Share], ahead: int
) -> Iterator[_Done]:
    """What becomes of every share, in their order: ``begin`` hands one out and gives a function that waits for it;
    ``ahead`` of them are on their way at once."""
    waiting: deque[Callable[[], _Done]] = deque()
    for share in shares:
        if len(waiting) == ahead:
            yield waiting.popleft()()
        waiting.append(begin(share))
    while waiting:
        yield waiting.popleft()()


def in_shares(make: Callable[[_Share], _Done], shares: Sequence[_Share], workers: int = 0) -> Iterator[_Done]:
    """What ``make`` makes of every share, in their order; by ``workers`` processes (0: one for each processor).

    A share must come out the same however often it is made: when a worker dies, the shares on their way are made again.
    Raises :class:`NotPublished` when they die again and again, and what ``make`` raises. With one share or one worker
    all is done in this process.
    """
    workers = min(workers or available(), available(), len(shares))
    if workers < 2:
        yield from map(make, shares)
        return
    release_memory()
    to_do, on_the_way = deque(shares), deque[_Share]()
    tries = 0
    while to_do:
        try:
            for done in _by_a_pool(make, to_do, on_the_way, workers):
                tries = 0
                yield done
        except BrokenProcessPool:
            tries += 1
            if tries == _TRIES:
                raise NotPublished(
                    "Вспомогательный процесс сборки несколько раз закрыла система: скорее всего, не хватило памяти. "
                    "Повторите с ключом --workers 1."
                ) from None
            to_do.extendleft(reversed(on_the_way))
            on_the_way.clear()


def in_subprocess(make: Callable[[], _Done]) -> Callable[[], _Done]:
    """Begin ``make`` in a process of its own; what to call for what it returns. It must come out the same however often
    it is made: where no process can be forked, and where that one died, it is made when it is called for."""
    if available() < 2:
        return make
    gc.freeze()
    watched, alive = os.pipe()
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(lambda _: make(), watched, alive))
    future: Future[_Done] = pool.submit(_do, None)
    gc.unfreeze()

    def done() -> _Done:
        try:
            return future.result()
        except BrokenProcessPool:
            return make()
        finally:
            pool.shutdown(cancel_futures=True)
            os.close(alive)
            os.close(watched)

    return done


def _by_a_pool(
    make: Callable[[_Share], _Done], to_do: deque[_Share], on_the_way: deque[_Share], workers: int
) -> Iterator[_Done]:
    gc.freeze()  # what the workers share with this process stays shared: a collector would write into all of it
    watched, alive = os.pipe()
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), initializer=_begin, initargs=(make, watched, alive)
    )
    futures: deque[Future[_Done]] = deque()
    left = _SHARES * workers
    try:
        while (to_do and left) or futures:
            while to_do and left and len(futures) < workers * (1 + _AHEAD):
                left -= 1
                on_the_way.append(to_do.popleft())
                futures.append(pool.submit(_do, on_the_way[-1]))
            done = futures.popleft().result()
            on_the_way.popleft()
            yield done
    finally:
        pool.shutdown(cancel_futures=True)
        os.close(alive)
        os.close(watched)
        gc.unfreeze()


def _begin(make: Callable[[Any], Any], watched: int, alive: int) -> None:
    """A worker begins: it knows what to make, and ends when the process that wants it is no more."""
    global _make
    _make = make
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that handed out the work hears it, and says so
    os.close(alive)
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: int) -> None:
    os.read(watched, 1)  # nobody writes: it returns when the last writing end is closed, and only the parent holds one
    os._exit(1)


def _do(share: Any) -> Any:
    return _make(share)
