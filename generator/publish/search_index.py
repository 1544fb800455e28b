"""The search index: Pagefind reads the finished pages and lays its index beside them, under ``assets/pagefind``.

Only pages whose frame says ``data-pagefind-body`` (``theme/mkdocs/main.html``) are read: drafts, archived records,
redirects, the 404 page and further pages of a listing do not say it.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.files.packed import digest
from generator.publish import joined_index, searched, workers
from generator.publish.last_search import IndexPart, LastSearch, ToldPage
from generator.publish.pagefind import NotIndexed, Pagefind, page_request

BUNDLE = "assets/pagefind"
KINDS_FILE = "assets/search/kinds.json"
_MARK = re.compile(r'<article [^>]*?data-m-kind="([^"]*)"( data-m-demo)?')
_SEARCHED = "data-pagefind-body"
_SHARE = 500
_USUAL, _MOST = 60, 150
"""Pages that one Pagefind reads, as a rule and at most. It needs 60 KB for each of them while it reads and 200 KB while
it makes the index, begins in a moment, and what it has read is remembered (``last_search``): so parts are small."""
_IN_PART = 20_000
"""Bytes of words in one file of a part: Pagefind's own size, since nobody loads these."""
#: parts of a page that say nothing about it, or say it about another page
NOT_SEARCHED = (
    ".headerlink", ".m-actions", ".m-banner", ".m-cards", ".m-cite", ".m-crumbs", ".m-empty", ".m-facts dt",
    ".m-glance dt", ".m-glance__wide", ".m-history", ".m-jump", ".m-lesson__ways", ".m-origin", ".m-pager",
    ".m-steps__done", ".m-subnav",
)  # fmt: skip
#: Pagefind writes its own user interfaces too; ours needs none of them
_NOT_NEEDED = (
    "pagefind-component-ui.css", "pagefind-component-ui.js", "pagefind-highlight.js", "pagefind-modular-ui.css",
    "pagefind-modular-ui.js", "pagefind-ui.css", "pagefind-ui.js", "wasm.unknown.pagefind",
)  # fmt: skip


#: Bytes of words in one file of the index, before compression. With Pagefind's own 20,000 a question at 1,000 practices
#: costs a phone 25-35 KB a word, with 6,000 it costs 6-10 (tests/weigh_search.py), and a question of six words on the
#: shipped base 56 KB with 2,500 and 30 with 600. More files make a longer table of them, which the first question pays
#: for: so the size grows with the site. Pagefind calls the variable unstable: a version that does not know it makes
#: larger files, and the test of the bytes says so.
_SMALLEST, _LARGEST = 600, 2500
#: words of a page that its result carries to the reader: the excerpt is made of them, further down the summary is told
_EXCERPT_WORDS = 180


class SearchedPage(NamedTuple):
    """A page that is searched: its path, its kind, whether it is a demonstration, the digest of its bytes, and the
    request for Pagefind, if it is there already."""

    name: str
    kind: str
    demo: bool
    mark: str
    request: bytes = b""


def searched_page(
    name: str, text: str, filters: Mapping[str, str], mark: str, *, known: bool = False
) -> SearchedPage | None:
    """The page at ``name`` for :class:`Indexing`; None for one that does not say that it is searched. ``mark`` is a
    digest of its bytes. What may be ``known`` from last time is made ready to be read only when it is not."""
    return _searched_page(name, text, filters, mark, known=known) if _SEARCHED in text else None


def _searched_page(name: str, text: str, filters: Mapping[str, str], mark: str, *, known: bool = False) -> SearchedPage:
    found = _MARK.search(text)
    kind, demo = (html.unescape(found[1]), bool(found[2])) if found else ("", False)
    request = b"" if known else page_request(name, searched.as_searched(name, text, filters))
    return SearchedPage(name, kind, demo, mark, request)


def make_index(site_dir: Path, last: LastSearch | None = None) -> None:
    """Make the search index of the finished site in ``site_dir``: of the pages that say so, or of all where none does.
    The same pages give the same bytes, on any disk; ``last`` is what the last one had.

    Raises :class:`NotIndexed`, also when what lies on the disk in the end is not a whole index, and OSError when the
    disk refuses.
    """

    found = sorted((path.relative_to(site_dir).as_posix(), path) for path in site_dir.rglob("*.html"))
    if not found:
        raise NotIndexed(f"Pagefind не смог построить поиск: в папке {site_dir} нет страниц.")
    marked = [(name, path) for name, path in found if _SEARCHED.encode() in path.read_bytes()]
    with Indexing(site_dir, last) as index:
        for name, path in marked or found:
            text = path.read_text("utf-8")
            index.add([_searched_page(name, text, index.filters, digest(text))])
        index.finish()


# --- Pagefind --------------------------------------------------------------------------------------------------------


class Indexing:
    """An index that is made while pages are given to it, sorted by their paths; in parts, each by a Pagefind of its
    own, which are joined in the end: what it holds does not grow with the site. Parts of ``last`` whose pages are the
    same are taken from there. Where a part ends, the names of the pages say: one page more moves no other end.

    The catalogues of the site have to lie in ``site_dir`` before the first of them. Every method raises
    :class:`NotIndexed`, and ``add`` and ``finish`` OSError when the disk refuses.
    """

    def __init__(self, site_dir: Path, last: LastSearch | None = None) -> None:
        self._site_dir = site_dir
        self._last = last or LastSearch()
        self._kinds: dict[str, tuple[str, bool]] = {}
        self._waiting: list[SearchedPage] = []
        self._at_work: tuple[int, Pagefind] | None = None
        self._keys: list[str] = []
        self._parts: dict[int, IndexPart] = {}
        self._made: dict[int, tuple[dict[str, bytes], list[str]]] = {}
        """Parts that were made now: the words, and the pages, whose files lie on the disk."""
        self._beside: dict[str, bytes] = {}
        """What an index of Pagefind has beside words and pages."""

    @cached_property
    def filters(self) -> dict[str, str]:
        """What :func:`searched_page` wants to know."""
        return searched.words_of_filters(self._site_dir)

    def __enter__(self) -> Indexing:
        return self

    def __exit__(self, *_: object) -> None:
        if self._at_work:
            self._at_work[1].close()

    @property
    def begun(self) -> bool:
        """Whether a page was given."""
        return bool(self._kinds)

    def add(self, pages: Iterable[SearchedPage]) -> None:
        """Let Pagefind read these pages, after those of before."""
        for page in pages:
            self._kinds[page.name] = page.kind, page.demo
            self._waiting.append(page)
            if len(self._waiting) == _MOST or zlib.crc32(page.name.encode()) % _USUAL == 0:
                self._read_part()

    def end(self) -> None:
        """There are no more pages: what is left to do, Pagefind does while others work."""
        if not self._kinds:
            raise NotIndexed(f"Pagefind не смог построить поиск: в папке {self._site_dir} нет страниц.")
        if self._waiting:
            self._read_part()

    def finish(self, hands: int = 1) -> None:
        """Wait for the index and lay it out; ``hands`` processes shorten what a reader gets of every page."""
        self.end()
        self._keep_part()
        if not self._beside:
            self._beside = _beside_an_index()
        ids = self._lay_out(hands)
        self._last.forget_others(self._keys)
        listing = json.dumps(_by_kind(ids, self._kinds), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        files.write_if_changed(self._site_dir / KINDS_FILE, listing + "\n", kept=False)
        if broken := index_errors(self._site_dir):
            raise NotIndexed("Поиск по сайту построен не целиком:\n" + "\n".join(f"  {fault}" for fault in broken[:20]))

    @property
    def _piece_size(self) -> int:
        return min(_LARGEST, max(_SMALLEST, len(self.filters)))

    def _read_part(self) -> None:
        """Begin the part of the pages that wait, or take it from the last index."""
        pages, self._waiting = self._waiting, []
        number = len(self._keys)
        about = (text for page in pages for text in (page.name, page.mark, self.filters.get(page.name, "")))
        self._keys.append(digest(*about))
        if known := self._last.find(self._keys[-1]):
            self._parts[number] = known
            return
        its = Pagefind(NOT_SEARCHED, _IN_PART)
        before, self._at_work = self._at_work, (number, its)
        try:
            for page in pages:
                its.give(page.request or self._request(page.name))
            its.end()
        finally:
            self._keep_part(before)

    def _request(self, name: str) -> bytes:
        text = (self._site_dir / name).read_text("utf-8")
        return page_request(name, searched.as_searched(name, text, self.filters))

    def _keep_part(self, part: tuple[int, Pagefind] | None = None) -> None:
        """Wait for a part, or for the last one, and keep it: what it says of its pages on the disk, where they lie out
        of the way of those of other parts."""
        if not part:
            part, self._at_work = self._at_work, None
        if not part:
            return
        number, its = part
        try:
            made = its.files()
        finally:
            its.close()
        for name in [name for name in made if name.startswith("fragment/")]:
            self._write(f"{number}/{name}", made.pop(name))
        words = {name: made.pop(name) for name in [*made] if name.endswith((".pf_meta", ".pf_index"))}
        self._beside = self._beside or {name: data for name, data in made.items() if name not in _NOT_NEEDED}
        listed = joined_index.list_of_pages(words).pages
        self._made[number] = words, [f"{number}/fragment/{name}.pf_fragment" for name, _ in listed]

    def _lay_out(self, hands: int) -> dict[str, str]:
        """Write the index that the parts make together; out: the addresses of the pages, by the names of their
        files."""
        there = self._site_dir / BUNDLE
        raw = [name for number in sorted(self._made) for name in self._made[number][1]]
        self._clear({*raw})
        shares = workers.in_shares(partial(_told_on_disk, there), workers.cut(raw, _SHARE), hands)
        told = chain.from_iterable(shares)
        for number in sorted(self._made):
            words, pages = self._made[number]
            self._parts[number] = IndexPart(words, [*islice(told, len(pages))])
            self._last.keep(self._keys[number], self._parts[number])
        naming = joined_index.Names()
        ids: dict[str, str] = {}
        names: list[str] = []
        parts = [self._parts[number] for number in sorted(self._parts)]
        for page in chain.from_iterable(part.pages for part in parts):
            names.append(naming.of_page(page.mark))
            ids[f"fragment/{names[-1]}.pf_fragment"] = page.url
            self._write(f"fragment/{names[-1]}.pf_fragment", page.data)
        words_of_parts = [part.words for part in parts]
        for name, data in joined_index.joined(words_of_parts, self._beside, names, self._piece_size):
            self._write(name, data)
        for name in raw:
            files.remove_file(there, name)
        return ids

    def _write(self, name: str, data: bytes) -> None:
        files.write_if_changed(self._site_dir / BUNDLE / files.safe_relative(name), data, kept=False)

    def _clear(self, index: Container[str]) -> None:
        """A live preview makes the index again and again in the same folder."""
        there = self._site_dir / BUNDLE
        for path in sorted(there.rglob("*")) if there.is_dir() else ():
            if path.is_file() and (name := path.relative_to(there).as_posix()) not in index:
                files.remove_file(there, name)


def _beside_an_index() -> dict[str, bytes]:
    """What Pagefind lays beside words and pages, whatever it has read."""
    its = Pagefind(NOT_SEARCHED, _IN_PART)
    try:
        its.give(page_request("index.html", "<html lang=ru><body><p>да</p></body></html>"))
        made = its.files()
    finally:
        its.close()
    pieces = (".pf_meta", ".pf_index", ".pf_fragment")
    return {name: data for name, data in made.items() if not name.endswith(pieces) and name not in _NOT_NEEDED}


def _told_on_disk(folder: Path, names: Sequence[str]) -> list[ToldPage]:
    """What is told of pages that lie in ``folder``."""
    found = []
    for name in names:
        data = (folder / name).read_bytes()
        found.append(ToldPage(joined_index.digest_of_file(_unpacked(folder / name)), *_shortened(data)))
    return found


def _shortened(data: bytes) -> tuple[bytes, str]:
    page = json.loads(gzip.decompress(data).removeprefix(joined_index.BEGINNING))
    page["meta"] = {key: page["meta"][key] for key in ("title", searched.ABOUT, searched.BASE) if key in page["meta"]}
    page["content"] = " ".join(page["content"].split()[:_EXCERPT_WORDS])
    page["anchors"] = []
    short = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    return joined_index.index_file(short), page["url"]


# --- what lies on the disk -------------------------------------------------------------------------------------------


def index_errors(site_dir: Path) -> list[str]:
    """What is wrong with the index that lies in ``site_dir``, in Russian: it is read back as a browser would, from
    ``pagefind-entry.json`` over the list of pages to every piece of words and every page."""
    bundle = site_dir / BUNDLE
    needed = ["pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.ru.pagefind"]
    found = [f"{name}: файла нет или он пуст" for name in needed if not _size(bundle / name)]
    try:
        language = json.loads((bundle / "pagefind-entry.json").read_bytes())["languages"]["ru"]
        count, listed = language["page_count"], _unpacked(bundle / f"pagefind.{language['hash']}.pf_meta")
    except (OSError, ValueError, KeyError, TypeError, EOFError) as fault:
        return [*found, f"оглавление поиска не читается ({fault})"]
    # CBOR with plain texts inside: every name of a piece stands in it as it is.
    names = {name.decode() for name in re.findall(rb"ru_[0-9a-f]{7,}", listed)}
    pieces = sorted([*bundle.glob("fragment/*.pf_fragment"), *bundle.glob("index/*.pf_index")])
    for piece in pieces:
        try:
            content = _unpacked(piece)
            if piece.suffix == ".pf_fragment":
                json.loads(content)
        except (OSError, ValueError, EOFError) as fault:
            found.append(f"{piece.name}: не читается ({fault})")
        if piece.stem not in names and piece.stem.encode() not in listed:
            found.append(f"{piece.name}: нет в оглавлении поиска")
    found += [f"{name}: файла нет" for name in sorted(names - {piece.stem for piece in pieces})]
    pages = sum(piece.suffix == ".pf_fragment" for piece in pieces)
    if pages != count:
        found.append(f"в поиске {pages} страниц, а должно быть {count}")
    listing = site_dir / KINDS_FILE
    try:
        json.loads(listing.read_bytes())
    except (OSError, ValueError) as fault:
        found.append(f"{KINDS_FILE}: не читается ({fault})")
    return found


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _unpacked(path: Path) -> bytes:
    content = gzip.decompress(path.read_bytes())
    if not content.startswith(joined_index.BEGINNING):
        raise ValueError("не то начало")
    return content.removeprefix(joined_index.BEGINNING)


def _by_kind(addresses: Mapping[str, str], kinds: Mapping[str, tuple[str, bool]]) -> dict[str, list[str]]:
    """Kind -> ids of Pagefind's results in it, separated by spaces: real records, then demonstration ones;
    ``addresses`` are those of the fragments, ``kinds`` what their pages say of themselves.

    Pagefind's own filters would do, but their files differ from build to build (values in the order of a hash map,
    https://github.com/Pagefind/pagefind/issues/638), and a result does not say which of them it has.
    """
    found: dict[str, tuple[list[str], list[str]]] = {}
    for name, url in sorted(addresses.items()):
        kind, demo = kinds.get(f"{url.strip('/')}/index.html".lstrip("/"), ("", False))
        if kind:
            its_id = name.removeprefix("fragment/").removesuffix(".pf_fragment")
            found.setdefault(kind, ([], []))[demo].append(its_id)
    return {kind: [" ".join(ids) for ids in groups] for kind, groups in found.items()}
