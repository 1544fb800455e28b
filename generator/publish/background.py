"""Work that goes on behind the page on the screen: what somebody waits for is done first, the rest in its order."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field


@dataclass
class Turn:
    """What there is to do after one save. ``pages`` are what makes a file, by path, in their order; ``rest`` makes one
    more file with each step and says its path, ``is_of_rest`` tells of a path whether it may be one of these.
    ``closing`` does the same when everything else is made, ``is_of_closing`` tells of its files. ``done`` is called
    when all is made, ``failed`` when something could not be."""

    pages: dict[str, Callable[[], object]]
    rest: Generator[str, None, None]
    is_of_rest: Callable[[str], bool]
    closing: Generator[str, None, None]
    is_of_closing: Callable[[str], bool]
    done: Callable[[], object]
    failed: Callable[[Exception], object]
    ready: set[str] = field(default_factory=set)
    is_rest_made: bool = False
    _context: contextvars.Context = field(default_factory=contextvars.copy_context)
    """What ``rest`` has set for itself, the language it speaks: pages are made between two of its steps."""

    def next_file(self) -> str | None:
        """Make one more file of ``rest``, or of ``closing`` when that is made; None when there is none."""
        return self._context.run(next, self.closing if self.is_rest_made else self.rest, None)

    def close(self) -> None:
        """Give up what is left."""
        self._context.run(self.rest.close)
        self.closing.close()

    def awaits(self, path: str) -> bool:
        """Whether the file at a path is still to be made, or may be."""
        if path in self.pages:
            return True
        if path in self.ready:
            return False
        return self.is_of_closing(path) or (not self.is_rest_made and self.is_of_rest(path))


class BackgroundWork:
    """Makes one turn after another in a thread of its own. Whoever asks for a file (:meth:`wait_for`) gets it when it
    is that of the last turn, and never one that is being replaced."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._turn: Turn | None = None
        self._wanted: list[str] = []
        self._is_paused = self._is_busy = False
        self._worker: threading.Thread | None = None

    @property
    def is_done(self) -> bool:
        """Whether everything is made."""
        return self._turn is None

    def begin(self, turn: Turn) -> None:
        """Begin a turn; returns at once. What is left of the one before is given up."""
        with self._changed:
            self._turn, self._is_paused = turn, False
            self._changed.notify_all()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def pause(self) -> None:
        """Do nothing more until :meth:`resume` or :meth:`begin`; returns when nobody works."""
        with self._changed:
            self._is_paused = True
            self._changed.wait_for(lambda: not self._is_busy)

    def resume(self) -> None:
        """Go on."""
        with self._changed:
            self._is_paused = False
            self._changed.notify_all()

    def stop(self) -> None:
        """Give up what is left; returns when nobody works."""
        self.pause()
        with self._changed:
            self._turn = None
        self.resume()

    def wait(self) -> None:
        """Wait until everything is made."""
        with self._changed:
            self._changed.wait_for(lambda: self._turn is None)

    def wait_for(self, *paths: str) -> None:
        """Wait until the files at these paths are those of the last turn; they are made before all others."""
        with self._changed:
            self._wanted += paths
            self._changed.wait_for(lambda: not any(map(self._is_awaited, paths)))
            for path in paths:
                self._wanted.remove(path)

    def _is_awaited(self, path: str) -> bool:
        return self._turn is not None and self._turn.awaits(path)

    def _work(self) -> None:
        last: Turn | None = None
        while True:
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._turn is None or not self._is_paused)
                turn = self._turn
                self._is_busy = True
            if last is not None and last is not turn:
                last.close()  # here, where nothing of it is being made
            last = turn
            with self._changed:
                if turn is None:
                    self._is_busy = False
                    self._worker = None
                    self._changed.notify_all()
                    return
                wanted = [path for path in self._wanted if turn.awaits(path)]
                path = next((path for path in wanted if path in turn.pages), None)
                if path is None and (turn.is_rest_made or not any(map(turn.is_of_rest, wanted))):
                    path = next(iter(turn.pages), None)
            try:
                is_over = self._step(turn, path)
            except Exception as fault:  # what it is, `failed` says; nobody may wait for ever
                turn.failed(fault)
                is_over = True
            if is_over:
                self._end(turn)

    def _step(self, turn: Turn, path: str | None) -> bool:
        """Make one file; whether it was the last."""
        if path is not None:
            turn.pages[path]()
            with self._changed:
                del turn.pages[path]
            return False
        made = turn.next_file()
        if made is not None:
            turn.ready.add(made)
            return False
        if not turn.is_rest_made:
            with self._changed:
                turn.is_rest_made = True
                self._changed.notify_all()
            return False
        turn.done()
        return True

    def _end(self, turn: Turn) -> None:
        with self._changed:
            if self._turn is turn:
                self._turn = None
