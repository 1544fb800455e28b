"""What Pagefind made last time of parts of the site: a part whose pages are the same is not read again.

It lies in the cache of whoever builds, a file for each part, known by the program and by all that Pagefind gets of its
pages. The words of the index are there and nothing that runs: scripts and WebAssembly come from Pagefind itself each
time. A part that is cut, strange or of another version is made anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.files.packed import digest, program_digest, read_packed, write_packed

_TOLD, _WORDS = "told", "words/"


class ToldPage(NamedTuple):
    """What a reader gets of a page: the digest by which Pagefind names it, the file, the address."""

    mark: str
    data: bytes
    url: str


class IndexPart(NamedTuple):
    """The index of a part of the site: its list of pages and its pieces of words by path, its pages in order."""

    words: Mapping[str, bytes]
    pages: list[ToldPage]


class LastSearch:
    """The parts of the last index; nothing without a folder to remember them in, or where all is to be made anew."""

    def __init__(self, place: Path | None = None, *, clean: bool = False) -> None:
        self._place, self._clean = place, clean
        self._shared = digest(program_digest(), metadata.version("pagefind_bin")) if place else ""

    def find(self, key: str) -> IndexPart | None:
        """The part whose pages have this ``key``; None where it has to be made."""
        if not self._place or self._clean:
            return None
        known = read_packed(self._place / key, self._shared)
        try:
            whole, told = json.loads(known.pop(_TOLD))
            if whole != digest(*known, *known.values()):
                return None
            pages = [ToldPage(str(mark), known[f"{number}"], str(url)) for number, (mark, url) in enumerate(told)]
        except (KeyError, ValueError, TypeError, RecursionError):
            return None
        words = {name.removeprefix(_WORDS): data for name, data in known.items() if name.startswith(_WORDS)}
        return IndexPart(words, pages)

    def keep(self, key: str, part: IndexPart) -> None:
        """Remember a part that was made."""
        if self._place:
            entries = {f"{number}": page.data for number, page in enumerate(part.pages)}
            entries |= {f"{_WORDS}{name}": data for name, data in part.words.items()}
            told = digest(*entries, *entries.values()), [[page.mark, page.url] for page in part.pages]
            write_packed(self._place / key, self._shared, entries | {_TOLD: json.dumps(told).encode()})

    def forget_others(self, keys: Collection[str]) -> None:
        """Forget all parts but these."""
        if self._place:
            with contextlib.suppress(OSError):
                for name in {path.name for path in self._place.iterdir()}.difference(keys):
                    files.remove_file(self._place, name)
