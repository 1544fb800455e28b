"""The search index of a live preview, made behind its pages."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.publish import NotPublished, building, scanning

_log = logging.getLogger("mkdocs.plugins.metodoteka")


class SearchInTurn:
    """The search index of the preview, made behind the pages: while one is being made, further wishes wait for one
    more. Whoever reads a save goes first: both would share the time of one processor."""

    def __init__(self, when_done: Callable[[], object]) -> None:
        self._when_done = when_done
        self._lock = threading.Lock()
        self._is_wanted = self._is_working = False
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._scan = scanning.LastScan(kept=True)
        self._worker: threading.Thread | None = None

    def renew(self, site_dir: Path) -> None:
        """Make the index anew, in a thread of its own; returns at once."""
        with self._lock:
            self._is_wanted = True
            if not self._is_working:
                self._is_working = True
                self._worker = threading.Thread(target=self._work, args=(site_dir,), daemon=True)
                self._worker.start()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """No page is read for the index while the block lasts."""
        self._may_go_on.clear()
        try:
            yield
        finally:
            self._may_go_on.set()

    def finish(self) -> None:
        """Give up what has not begun, and wait until nobody writes any more."""
        with self._lock:
            self._is_wanted = False
        self.wait()

    def wait(self) -> None:
        """Wait until the index is that of the pages."""
        if self._worker is not None:
            self._worker.join()

    def _work(self, site_dir: Path) -> None:
        while True:
            with self._lock:
                self._is_working, self._is_wanted = self._is_wanted, False
                if not self._is_working:
                    break
            try:
                building.build_search(site_dir, self._scan, self._may_go_on.wait)
            except NotPublished as fault:
                if not self._is_wanted:  # else a page went away under its hands
                    _log.warning("Поиска на сайте не будет. %s", fault)
        self._when_done()
