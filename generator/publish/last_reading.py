"""What an earlier run read of a base, so that a check or a build reads only the files that have changed.

It lies in the cache of whoever runs the program, as plain JSON (``files.packed``), and is known by the program and by
the bytes of every file. A cache inside of the base, or of the checkout that the base is a part of, is done without:
what lies there, a stranger's change may have written, and it could hide what the checks have to tell.
"""

from __future__ import annotations

from pathlib import Path

from generator.documents.file_memory import FileCache
from generator.files.packed import program_digest, read_packed, write_packed
from generator.publish.unchanged import cache_path
from generator.records.reading import ReadCache


def load_read_cache(root: Path, *, clean: bool = False) -> ReadCache:
    """What is known of the files of the base in ``root``; nothing where all is to be read anew."""
    place = _place(root)
    if place is None:
        return ReadCache(FileCache())
    return ReadCache(FileCache({} if clean else read_packed(place, program_digest())))


def save_read_cache(root: Path, memory: ReadCache) -> None:
    """Write down what is known of the files now, where that has changed."""
    place, its = _place(root), memory.files.memory
    if place and its and (entries := its.packed()) is not None:
        write_packed(place, program_digest(), entries)


def _place(root: Path) -> Path | None:
    place, base = cache_path(root, root), root.resolve()
    whole = next((folder for folder in (base, *base.parents) if (folder / ".git").exists()), base)
    if place is None or place.resolve().is_relative_to(whole):
        return None
    return place.with_suffix(".read")
