"""A save is noticed when it happens, where the system tells of it, and half a second later at most where it does not.

MkDocs looks through all folders twice a second. That works on every disk (a folder shared with a virtual machine, one
on the net), and is why it is still done here; beside it the system is asked to tell, which costs nothing. In a large
base looking would take half of a processor for ever, so there it is done more seldom.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterable, Set
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_CHANGES = frozenset(("created", "deleted", "modified", "moved"))
"""Others tell that a file was opened or closed, as a build does."""
_EVERY = 0.5
"""Seconds between two looks at the folders that may come: as MkDocs looks at the files."""
_REST = 20
"""How many times longer than a look at all files took nobody looks."""
_Mark = tuple[int, int, int] | None


def notice_at_once(server: LiveReloadServer, root: Path, folders: Iterable[str] = ()) -> None:
    """Let the ``server``, which has not started yet, be told by the system too; ``folders`` in ``root`` are watched
    when they come, and their going is a change."""
    both = _Both(BaseObserver(_PatientEmitter, timeout=_EVERY), Observer())
    server.observer = both  # type: ignore[assignment]
    watched, server._watched_paths = server._watched_paths, {}
    for path in watched:
        with contextlib.suppress(KeyError):
            server.observer.unschedule(server._watch_refs.pop(path))
        server.watch(path)
    both.notice_folders(frozenset(str(root / name) for name in folders), partial(_watch_anew, server))


def _watch_anew(server: LiveReloadServer, folder: str) -> None:
    """Watch a folder that has just come or gone, and make the site with what lies there."""
    if server._watched_paths.pop(folder, None):  # of the one that went
        with contextlib.suppress(KeyError):
            server.observer.unschedule(server._watch_refs.pop(folder))
    if os.path.isdir(folder):  # noqa: PTH112
        server.watch(folder)
    with server._rebuild_cond:
        server._want_rebuild = True
        server._rebuild_cond.notify_all()


class _PatientEmitter(PollingEmitter):
    """Looks again when it has rested long enough from the last look."""

    _taken = 0.0
    """Seconds of the processor that it took: by the clock it takes longer while others work."""

    def queue_events(self, timeout: float) -> None:
        """Wait, then look; ``timeout`` is the least time between two looks."""
        begun = time.thread_time()
        super().queue_events(max(timeout, _REST * self._taken))
        self._taken = time.thread_time() - begun


class _Both:
    """Two observers as one: what both notice is told once."""

    def __init__(self, looking: BaseObserver, notified: BaseObserver) -> None:
        self._looking, self._notified = looking, notified
        self._known: dict[str, _Mark] = {}
        self._lock = threading.Lock()
        self._folders: threading.Thread | None = None
        self._over = threading.Event()

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> Any:
        """Watch a file or a folder; returns what :meth:`unschedule` takes."""
        once = FileSystemEventHandler()
        once.on_any_event = lambda event: self._tell(handler, event)  # type: ignore[method-assign]
        with contextlib.suppress(OSError):  # the system watches no more folders, or not this one
            self._notified.schedule(once, path, recursive=recursive)
        return self._looking.schedule(once, path, recursive=recursive)

    def notice_folders(self, wanted: Set[str], found: Callable[[str], object]) -> None:
        """Call ``found`` with each of the ``wanted`` folders that comes or goes."""
        known = {path: _folder(path) for path in wanted}

        def look() -> None:
            while not self._over.wait(_EVERY):
                for path, before in known.items():
                    if (now := _folder(path)) != before:
                        known[path] = now
                        found(path)

        self._folders = threading.Thread(target=look, daemon=True)

    def unschedule(self, watch: Any) -> None:
        """Watch it no longer."""
        with contextlib.suppress(KeyError):
            self._notified.unschedule(watch)
        self._looking.unschedule(watch)

    def start(self) -> None:
        """Begin."""
        with contextlib.suppress(OSError):
            self._notified.start()
        self._looking.start()
        if self._folders:
            self._folders.start()

    def stop(self) -> None:
        """End; :meth:`join` waits for it."""
        self._over.set()
        self._notified.stop()
        self._looking.stop()

    def join(self) -> None:
        """Wait for the end."""
        for observer in (self._notified, self._looking):
            if observer.is_alive():
                observer.join()

    def _tell(self, handler: FileSystemEventHandler, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in _CHANGES:
            return
        places = {os.fsdecode(path) for path in (event.src_path, event.dest_path) if path}
        with self._lock:
            now = {path: _mark(path) for path in places}
            is_known = all(path in self._known and self._known[path] == mark for path, mark in now.items())
            self._known |= now
        if not is_known:
            handler.on_any_event(event)


def _folder(path: str) -> tuple[int, int] | None:
    """Which folder lies at a path; None where there is none."""
    try:
        its = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return (its.st_dev, its.st_ino) if stat.S_ISDIR(its.st_mode) else None


def _mark(path: str) -> _Mark:
    """What tells one state of a file from another; None where there is none."""
    try:
        its = os.stat(path)  # noqa: PTH116  asked at every change
    except OSError:
        return None
    return its.st_mtime_ns, its.st_size, its.st_ino
