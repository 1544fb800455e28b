"""Bytes that wait on the disk until they are wanted, in a file without a name: it goes with the process, however that
ends (tempfile.TemporaryFile)."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Spooled:
    """A piece of a :class:`Spool`."""

    spool: Spool
    start: int
    size: int

    def read(self) -> bytes:
        """The bytes. Raises OSError when the disk refuses, ValueError when the spool is closed."""
        return self.spool.read(self.start, self.size)


class Spool:
    """Takes bytes and gives each piece back as often as it is asked for, while the ``with`` block lasts."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is on the disk that has room: the folder for temporary files may itself be in memory."""
        self._folder = folder
        # Nothing waits in a buffer: a process that is forked from this one reads what was put before.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - __exit__ closes it
        self._end = 0
        self._lock = threading.Lock()
        self._siblings: list[Spool] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        for spool in (self, *self._siblings):
            spool._file.close()

    def sibling(self) -> Spool:
        """Another one, which lasts as long: for a process that is forked now to put into. What that tells of its pieces
        (start and size) can be read here."""
        self._siblings.append(Spool(self._folder))
        return self._siblings[-1]

    def put(self, data: bytes) -> Spooled:
        """Keep these bytes. Raises OSError when the disk is full."""
        with self._lock:
            self._file.seek(self._end)
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
            piece = Spooled(self, self._end, len(data))
            self._end += len(data)
        return piece

    def read(self, start: int, size: int) -> bytes:
        """The bytes of a piece; processes that were forked from one another may all read at once."""
        if hasattr(os, "pread"):  # asks for no place that all of them would share
            return b"".join(_pieces(self._file.fileno(), start, size))
        with self._lock:
            self._file.seek(start)
            return self._file.read(size)


def _pieces(file: int, start: int, size: int) -> Iterator[bytes]:
    """A system gives at most two gigabytes at once."""
    while size and (piece := os.pread(file, size, start)):
        yield piece
        start, size = start + len(piece), size - len(piece)
