"""A base of which nothing is known yet is read by all processors at once: each finds out of its share what an earlier
run would have left (``documents.file_memory``). Then the base is read as if there had been one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from generator.checks.cached_answers import ask_all, forget_answers
from generator.documents import sources
from generator.documents.file_memory import FileCache
from generator.publish import NotPublished
from generator.records import KINDS, reading

_WORTH_IT = 500
"""New files from which on it pays to begin processes."""
_SHARES = 4
"""For each process: large enough to be few, small enough that all end at about the same time."""


def read_ahead(root: Path, memory: reading.ReadCache, processes: int = 0) -> None:
    """Let ``memory`` know what the records in ``root`` say of which it knows nothing, if they are many; by so many
    ``processes`` (0: one for each processor)."""
    of_files = memory.files.memory
    if of_files is None or processes == 1:
        return
    new = [path for kind in KINDS for path in sources.files_of(root, kind) if not of_files.knows(path)]
    if len(new) < _WORTH_IT:
        return
    from generator.publish import workers  # loads what begins processes, and most checks need none

    processes = min(processes or workers.available(), workers.available())
    if processes < 2:
        return
    shares = workers.cut(new, len(new) // (processes * _SHARES) + 1)
    with contextlib.suppress(NotPublished):  # processes that die again and again: all is read by this one
        for found in workers.in_shares(partial(_found_out, root), shares, processes):
            of_files.add(found)


def _found_out(root: Path, paths: Sequence[str]) -> Mapping[str, bytes]:
    """What there is to remember of the files that are right."""
    memory = FileCache()
    parsed = sources.ParsedFiles(memory)
    for path in paths:
        source, problems = sources.read(root / path, path, parsed)
        if source and not problems:
            ask_all(source, memory.entries[path])
    forget_answers()
    return memory.packed() or {}
