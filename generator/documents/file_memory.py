"""What files of a base said in an earlier run: a file with the same bytes is not parsed again, nor asked again what
depends on nothing else.

Plain JSON, no more: data of files that were right (``plain_yaml``), and answers that are texts and numbers. An entry
that is strange in any way is as good as none. Pure: where it lies between two runs is the business of the caller.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Answers = dict[str, tuple[Any, ...]]
"""Name of a question about one file -> the answers."""


@dataclass
class FileEntry:
    """What is known of a file with these bytes: its data, None where it has to be read in any case, and the answers to
    questions about what was read (``of_source``) and about the record or page that it became (``of_record``)."""

    digest: str
    data: dict[str, Any] | None = None
    of_source: Answers = field(default_factory=dict)
    of_record: Answers = field(default_factory=dict)

    @property
    def packed(self) -> bytes:
        """The same for :class:`FileCache`."""
        return _dumped([self.digest, self.data, self.of_source, self.of_record])


class FileCache:
    """Entries by the paths of their files; ``known`` are those of the last run, packed."""

    def __init__(self, known: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._known = known
        self._found: dict[str, bytes] = {}
        self._as_known: dict[str, tuple[Answers, Answers]] = {}
        self.entries: dict[str, FileEntry] = {}
        """Those of this run."""

    def knows(self, path: str) -> bool:
        """Whether anything is known of the file at ``path``, as it is or as it was."""
        return path in self._known

    def add(self, found: Mapping[str, bytes]) -> None:
        """Know more, as if an earlier run had found it out (:meth:`packed`)."""
        self._found.update(found)

    def begin(self, path: str, digest: str) -> FileEntry:
        """The entry of the file at ``path``, whose bytes have this digest now: what is known of them, or an empty
        one."""
        if entry := _unpacked(self._found.get(path) or self._known.get(path, b""), digest):
            self._as_known[path] = entry.of_source, entry.of_record
        self.entries[path] = entry or FileEntry(digest)
        return self.entries[path]

    def packed(self) -> dict[str, bytes] | None:
        """Everything for the next run; None when it is as it was."""
        now = {path: self._packed(path, entry) for path, entry in self.entries.items()}
        return None if now == self._known else now

    def _packed(self, path: str, entry: FileEntry) -> bytes:
        known = self._found.get(path) or self._known.get(path, b"")
        before = self._as_known.get(path)
        if before == (entry.of_source, entry.of_record):
            return known
        if before == (entry.of_source, {}) and known.endswith(b"{}]"):  # they stand last: the data are not packed anew
            return known.removesuffix(b"{}]") + _dumped(entry.of_record) + b"]"
        return entry.packed


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of_content(raw: bytes) -> str:
    """By which the bytes of a file are known again."""
    return hashlib.blake2b(raw, digest_size=20).hexdigest()


def _unpacked(packed: bytes, digest: str) -> FileEntry | None:
    try:
        known, data, of_source, of_record = json.loads(packed)
        if known != digest or not (data is None or isinstance(data, dict)):
            return None
        return FileEntry(digest, data, _answers(of_source), _answers(of_record))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _answers(read: Mapping[str, Any]) -> Answers:
    return {name: tuple(map(_as_tuples, answers)) for name, answers in read.items()}


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def is_plain(value: Any) -> bool:
    """Whether JSON gives a value back as it is: tuples of texts and whole numbers."""
    kind = type(value)
    return kind is str or kind is int or (kind is tuple and all(map(is_plain, value)))
