"""What lies beside the pages of a site."""

from __future__ import annotations

from dataclasses import dataclass

from generator.files import Spooled


@dataclass(frozen=True)
class File:
    """A finished file beside the pages (a redirect, a catalogue)."""

    path: str
    data: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)


class SpooledFile:
    """A :class:`File` whose bytes wait on the disk."""

    __slots__ = ("content", "path")

    def __init__(self, path: str, content: Spooled) -> None:
        self.path, self.content = path, content

    @property
    def data(self) -> bytes:
        """What :class:`File` has; raises OSError when the disk refuses."""
        return self.content.read()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.content.size
