"""How soon the first page, and what was saved, is on the screen under ``serve``."""

from __future__ import annotations

import contextlib
import socket
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.bench.fresh import Run, running
from tests.bench.together import Together, seconds_of

_SAVES = 3
_EVERY = 0.05  # seconds
_IDLE = 0.05  # seconds of the processor in one by the clock: what a server takes that waits


def save_to_screen(base: Path, address: str, save: Callable[[int], str]) -> tuple[Run, Run]:
    """From the command until the page at ``address`` is there; and the middle one of three saves when everything is
    made: from the moment when ``save`` has written the change of that number, until the page shows the words that it
    returned. Memory is the most of all the time."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page = f"http://127.0.0.1:{port}/{address}"
    taken: list[tuple[float, float]] = []
    with running("-m", "generator", "--root", base, "serve", "--port", str(port)) as process:
        together, start = Together(process), time.perf_counter()
        _wait_for(page, "<article")
        opened = time.perf_counter() - start, seconds_of(process)
        _until_idle(process)
        for number in range(_SAVES):
            worked, start = seconds_of(process), time.perf_counter()
            _wait_for(page, save(number))
            taken.append((time.perf_counter() - start, seconds_of(process) - worked))
            _until_idle(process)  # what follows the page (other pages, the search) is not of the next one
        peak = together.peak()
    wall, seconds = sorted(taken)[_SAVES // 2]
    return Run(opened[1], opened[0], peak, {}), Run(seconds, wall, peak, {})


def _until_idle(process: int) -> None:
    before = -1.0
    while (now := seconds_of(process)) - before > _IDLE:
        before = now
        time.sleep(1)


def _wait_for(page: str, words: str) -> None:
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(page, timeout=600) as answer:
            if words in answer.read().decode().replace("\xa0", " "):  # typography keeps short words with the next one
                return
        time.sleep(_EVERY)
