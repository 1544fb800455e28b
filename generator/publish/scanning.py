"""A look into every file of the finished site: its bytes, their digest, what it shows, and what the search has of it.

What was found in the pages of the last site is remembered: a page with the same bytes is not read word by word again.
Like the manifest of the pages (``last_build``) it lies in the cache of whoever builds, as packed JSON, and is taken
only for a page whose digest, and whose words of the filters, are those that it was made of.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import posixpath
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from generator.files.packed import program_digest, read_packed, write_packed
from generator.publish import workers
from generator.publish.search_pages import IndexedPage, indexed_page, says_searched, words_of_filters

_SHARE = 200  # files that one process looks at before it says what it found
Wait = Callable[[], object]
"""Returns when one may go on."""
_SHOWN = re.compile(r'<(?:img|source|audio|video)\b[^>]*?\bsrc="([^":?#]+)"')


class Scanned(NamedTuple):
    """What is known of a file: its bytes, the digest of them, the files that it shows, what the search has of it, and
    the last two for :class:`LastScan`."""

    size: int
    mark: str
    shows: tuple[str, ...] = ()
    entry: IndexedPage | None = None
    packed: bytes = b""


class _Page(NamedTuple):
    """What is remembered of a page; ``mark`` is the digest of its bytes, ``filters`` are what else it was made of."""

    mark: str
    filters: str
    shows: tuple[str, ...]
    entry: IndexedPage | None

    @property
    def packed(self) -> bytes:
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


class LastScan:
    """The pages that were looked at last time, by their paths; nothing without a ``place`` to remember them, or where
    all is to be made anew."""

    def __init__(self, place: Path | None = None, *, clean: bool = False, kept: bool = False) -> None:
        """``kept``: they are remembered while the program runs, without a place."""
        self._place = place
        self.is_kept = kept or place is not None
        self._known: Mapping[str, bytes] = read_packed(place, program_digest()) if place and not clean else {}

    def find(self, name: str, mark: str, filters: str) -> Scanned | None:
        """What is known of the page at ``name``, but for its bytes; None where it has to be looked at."""
        packed = self._known.get(name, b"")
        try:
            page = _read(*json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))
        except (zlib.error, ValueError, TypeError, RecursionError):
            return None
        return (
            Scanned(0, mark, page.shows, page.entry, packed) if (page.mark, page.filters) == (mark, filters) else None
        )

    def keep(self, pages: Mapping[str, Scanned]) -> None:
        """Remember these pages for the next time: on the disk, or here where there is no place."""
        if not self.is_kept:
            return
        known = {name: its.packed for name, its in pages.items() if its.packed}
        if self._place:
            write_packed(self._place, program_digest(), known)
        else:
            self._known = known


def scan_files(
    site_dir: Path, names: Sequence[str], last: LastScan, jobs: int = 1, wait: Wait = lambda: None
) -> dict[str, Scanned]:
    """Look into these files of the site that lies in ``site_dir``, by ``jobs`` processes; ``last`` remembers it.
    ``wait`` is called before each file, for who has to let others go first."""
    scanned: dict[str, Scanned] = {}
    scan = partial(_scan_share, site_dir, words_of_filters(site_dir), last, wait)
    for part in workers.in_shares(scan, workers.cut(names, _SHARE), jobs):
        scanned |= part
    last.keep(scanned)
    return {name: its._replace(packed=b"") for name, its in scanned.items()}


def scan_bytes(data: bytes) -> Scanned:
    """What is known of a file that holds these bytes."""
    return Scanned(len(data), short_digest(data))


def indexed_pages(scanned: Iterable[Scanned]) -> list[IndexedPage]:
    """What the search has of these files."""
    return [its.entry for its in scanned if its.entry]


def short_digest(data: bytes) -> str:
    """The first 128 bits of SHA-256 in the letters of an address, as ``store.js`` reckons them."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()[:16]).decode().rstrip("=")


def files_of_site(site_dir: Path) -> Iterator[str]:
    """The paths of all files of the site that lies there, in no order."""
    for folder, _, names in os.walk(site_dir):
        below = Path(folder).relative_to(site_dir)
        yield from ((below / name).as_posix() for name in names)


def _scan_share(
    site_dir: Path, filters: Mapping[str, str], last: LastScan, wait: Wait, names: Sequence[str]
) -> dict[str, Scanned]:
    scanned = {}
    for name in names:
        wait()
        scanned[name] = _scan(name, (site_dir / name).read_bytes(), filters, last)
    return scanned


def _scan(name: str, data: bytes, filters: Mapping[str, str], last: LastScan) -> Scanned:
    its = scan_bytes(data)
    if not name.endswith(".html"):
        return its
    own = filters.get(name, "")
    if found := last.find(name, its.mark, own):
        return found._replace(size=its.size)
    text, folder = data.decode("utf-8", "replace"), posixpath.dirname(name)
    shows = tuple(posixpath.normpath(posixpath.join(folder, source)) for source in _SHOWN.findall(text))
    entry = indexed_page(name, text, filters) if says_searched(text) else None
    packed = _Page(its.mark, own, shows, entry).packed if last.is_kept else b""
    return its._replace(shows=shows, entry=entry, packed=packed)


def _read(mark: str, filters: str, shows: Any, entry: Any) -> _Page:
    """A page as JSON gives it back. Raises TypeError for anything else."""
    page = None if entry is None else IndexedPage(*entry)
    texts = [mark, filters, *shows, *(() if page is None else page._replace(demo=""))]  # type: ignore[arg-type]
    if not all(isinstance(text, str) for text in texts) or (page and not isinstance(page.demo, bool)):
        raise TypeError("not a page")
    return _Page(mark, filters, tuple(shows), page)
