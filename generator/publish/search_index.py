"""The search index: Pagefind reads the finished pages and lays its index beside them, under ``assets/pagefind``.

Only pages whose frame says ``data-pagefind-body`` (``theme/mkdocs/main.html``) are read: drafts, archived records,
redirects, the 404 page and further pages of a listing do not say it.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.publish import joined_index, searched, workers
from generator.publish.pagefind import NotIndexed, Pagefind, page_request

BUNDLE = "assets/pagefind"
KINDS_FILE = "assets/search/kinds.json"
_MARK = re.compile(r'<article [^>]*?data-m-kind="([^"]*)"( data-m-demo)?')
_SEARCHED = "data-pagefind-body"
_SHARE = 500
_PART = 500
"""Pages that one Pagefind reads: it needs 60 KB for each of them, and 200 KB while it makes the index."""
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
    """A page that is searched: its path, its kind, whether it is a demonstration, and the request for Pagefind."""

    name: str
    kind: str
    demo: bool
    request: bytes


def searched_page(name: str, text: str, filters: Mapping[str, str]) -> SearchedPage | None:
    """The page at ``name`` for :class:`Indexing`; None for one that does not say that it is searched."""
    return _searched_page(name, text, filters) if _SEARCHED in text else None


def _searched_page(name: str, text: str, filters: Mapping[str, str]) -> SearchedPage:
    mark = _MARK.search(text)
    read = searched.as_searched(name, text, filters)
    kind, demo = (html.unescape(mark[1]), bool(mark[2])) if mark else ("", False)
    return SearchedPage(name, kind, demo, page_request(name, read))


def make_index(site_dir: Path) -> None:
    """Make the search index of the finished site in ``site_dir``: of the pages that say so, or of all where none does.
    The same pages give the same bytes, on any disk.

    Raises :class:`NotIndexed`, also when what lies on the disk in the end is not a whole index, and OSError when the
    disk refuses.
    """

    found = sorted((path.relative_to(site_dir).as_posix(), path) for path in site_dir.rglob("*.html"))
    if not found:
        raise NotIndexed(f"Pagefind не смог построить поиск: в папке {site_dir} нет страниц.")
    marked = [(name, path) for name, path in found if _SEARCHED.encode() in path.read_bytes()]
    with Indexing(site_dir) as index:
        for name, path in marked or found:
            index.add([_searched_page(name, path.read_text("utf-8"), index.filters)])
        index.finish()


# --- Pagefind --------------------------------------------------------------------------------------------------------


class Indexing:
    """An index that is made while pages are given to it, sorted by their paths; of many pages in parts, each by a
    Pagefind of its own, which are joined in the end: what it holds does not grow with the site.

    The catalogues of the site have to lie in ``site_dir`` before the first of them. Every method raises
    :class:`NotIndexed`, and ``add`` and ``finish`` OSError when the disk refuses.
    """

    def __init__(self, site_dir: Path) -> None:
        self._site_dir = site_dir
        self._kinds: dict[str, tuple[str, bool]] = {}
        self._now: Pagefind | None = None
        self._ended: Pagefind | None = None
        self._parts: list[dict[str, bytes]] = []

    @cached_property
    def filters(self) -> dict[str, str]:
        """What :func:`searched_page` wants to know."""
        return searched.words_of_filters(self._site_dir)

    def __enter__(self) -> Indexing:
        return self

    def __exit__(self, *_: object) -> None:
        for running in filter(None, (self._now, self._ended)):
            running.close()

    @property
    def begun(self) -> bool:
        """Whether a page was given."""
        return bool(self._kinds)

    def add(self, pages: Iterable[SearchedPage]) -> None:
        """Let Pagefind read these pages, after those of before. It is started with the first of them."""
        for page in pages:
            if self._now and self._now.given == _PART:
                self._keep_part()
                self._now.end()
                self._now, self._ended = None, self._now
            if not self._now:
                self._now = Pagefind(NOT_SEARCHED, self._piece_size)
            self._kinds[page.name] = page.kind, page.demo
            self._now.give(page.request)

    def end(self) -> None:
        """There are no more pages: what is left to do, Pagefind does while others work."""
        if not self._now:
            raise NotIndexed(f"Pagefind не смог построить поиск: в папке {self._site_dir} нет страниц.")
        self._now.end()

    def finish(self, hands: int = 1) -> None:
        """Wait for the index and lay it out; ``hands`` processes shorten what a reader gets of every page."""
        self.end()
        assert self._now
        self._keep_part()
        if self._parts:
            self._now, self._ended = None, self._now
            self._keep_part()
            ids = self._lay_out_joined(hands)
        else:
            made = self._now.files()
            self._now.close()  # processes are forked next: no thread may be at work then
            ids = self._lay_out(made, hands)
        listing = json.dumps(_by_kind(ids, self._kinds), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        files.write_if_changed(self._site_dir / KINDS_FILE, listing + "\n", kept=False)
        if broken := index_errors(self._site_dir):
            raise NotIndexed("Поиск по сайту построен не целиком:\n" + "\n".join(f"  {fault}" for fault in broken[:20]))

    @property
    def _piece_size(self) -> int:
        return min(_LARGEST, max(_SMALLEST, len(self.filters)))

    def _lay_out(self, made: Mapping[str, bytes], hands: int) -> dict[str, str]:
        """Write the index that one Pagefind made; out: the addresses of the pages, by the names of their files."""
        given = sorted((name, data) for name, data in made.items() if name not in _NOT_NEEDED)
        self._clear({name for name, _ in given})
        ids: dict[str, str] = {}
        for part in workers.in_shares(_told, workers.cut(given, _SHARE), hands):
            for name, data, url in part:
                self._write(name, data)
                if url:
                    ids[name] = url
        return ids

    def _keep_part(self) -> None:
        """Wait for the part that was ended and keep it: what it says of its pages on the disk, where they lie out of
        the way of those of other parts."""
        if not self._ended:
            return
        made = self._ended.files()
        self._ended.close()
        self._ended = None
        for name in [name for name in made if name.startswith("fragment/")]:
            self._write(f"{len(self._parts)}/{name}", made.pop(name))
        self._parts.append({name: data for name, data in made.items() if name not in _NOT_NEEDED})

    def _lay_out_joined(self, hands: int) -> dict[str, str]:
        """Write the index that the parts make together; out as of :meth:`_lay_out`."""
        there = self._site_dir / BUNDLE
        lists = (joined_index.list_of_pages(part) for part in self._parts)
        kept = [f"{n}/fragment/{name}.pf_fragment" for n, its in enumerate(lists) for name, _ in its.pages]
        self._clear({*kept})
        shortened = workers.in_shares(partial(_told_on_disk, there), workers.cut(kept, _SHARE), hands)
        naming = joined_index.Names()
        ids: dict[str, str] = {}
        names: list[str] = []
        for share in shortened:
            for digest, data, url in share:
                names.append(naming.of_page(digest))
                ids[f"fragment/{names[-1]}.pf_fragment"] = url
                self._write(f"fragment/{names[-1]}.pf_fragment", data)
        for name, data in joined_index.joined(self._parts, names, self._piece_size):
            self._write(name, data)
        for name in kept:
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


def _told(given: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes, str]]:
    """Files of the index as a reader gets them, and of the fragments the addresses of their pages. Of a page a reader
    gets what a result shows: its words are in the index already."""
    return [(name, *_shortened(data)) if name.startswith("fragment/") else (name, data, "") for name, data in given]


def _told_on_disk(folder: Path, names: Sequence[str]) -> list[tuple[str, bytes, str]]:
    """What is told of pages that lie in ``folder``: digests of what Pagefind says, what a reader gets, addresses."""
    found = []
    for name in names:
        data = (folder / name).read_bytes()
        found.append((joined_index.digest_of_file(_unpacked(folder / name)), *_shortened(data)))
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
