"""What was found in the pages of the last site for those who take it along: a page with the same bytes is not read
word by word again.

Like the manifest of the pages (``last_build``) it lies in the cache of whoever builds, as packed JSON, and is taken
only for a page whose digest, and whose words of the filters, are those that it was made of.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.files.packed import program_digest, read_packed, write_packed
from generator.publish.own_index import IndexedPage


class LookedPage(NamedTuple):
    """What a page shows (files) and what the search has of it; ``mark`` is the digest of its bytes, ``filters`` are
    what else that was made of."""

    mark: str
    filters: str
    shows: tuple[str, ...]
    entry: IndexedPage | None

    @property
    def packed(self) -> bytes:
        """The same for :class:`LastLooks`."""
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


class LastLooks:
    """The pages that were looked at last time, by their paths; nothing without a ``place`` to remember them, or where
    all is to be made anew."""

    def __init__(self, place: Path | None = None, *, clean: bool = False) -> None:
        self._place = place
        self._known = read_packed(place, program_digest()) if place and not clean else {}

    @property
    def is_kept(self) -> bool:
        """Whether this time is remembered for the next one."""
        return self._place is not None

    def find(self, name: str, mark: str, filters: str) -> tuple[LookedPage, bytes] | None:
        """What is known of the page at ``name``, and the same packed; None where it has to be looked at."""
        packed = self._known.get(name, b"")
        try:
            page = _read(*json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))
        except (zlib.error, ValueError, TypeError, RecursionError):
            return None
        return (page, packed) if (page.mark, page.filters) == (mark, filters) else None

    def keep(self, pages: Mapping[str, bytes]) -> None:
        """Remember these pages (``LookedPage.packed``)."""
        if self._place:
            write_packed(self._place, program_digest(), pages)


def _read(mark: str, filters: str, shows: Any, entry: Any) -> LookedPage:
    """A page as JSON gives it back. Raises TypeError for anything else."""
    page = None if entry is None else IndexedPage(*entry)
    texts = [mark, filters, *shows, *(() if page is None else (*page[:4], page.stems))]
    if not all(isinstance(text, str) for text in texts) or (page and not isinstance(page.demo, bool)):
        raise TypeError("not a page")
    return LookedPage(mark, filters, tuple(shows), page)
