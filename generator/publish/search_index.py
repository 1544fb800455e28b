"""The search index: Pagefind reads the finished pages and lays its index beside them, under ``assets/pagefind``.

Only pages whose frame says ``data-pagefind-body`` (``theme/mkdocs/main.html``) are read: drafts, archived records,
redirects, the 404 page and further pages of a listing do not say it.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import html
import json
import os
import re
import subprocess
import threading
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Sized
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pagefind_bin import get_executable

from generator import files
from generator.publish import searched, workers

BUNDLE = "assets/pagefind"
KINDS_FILE = "assets/search/kinds.json"
_MARK = re.compile(r'<article [^>]*?data-m-kind="([^"]*)"( data-m-demo)?')
_SEARCHED = "data-pagefind-body"
_SHARE = 500
_AHEAD = 100
"""Pages that Pagefind has been given and has not read yet: it holds each of them whole."""
#: parts of a page that say nothing about it, or say it about another page
NOT_SEARCHED = (
    ".headerlink", ".m-actions", ".m-banner", ".m-cards", ".m-cite", ".m-crumbs", ".m-empty", ".m-facts dt",
    ".m-glance dt", ".m-glance__wide", ".m-history", ".m-jump", ".m-lesson__ways", ".m-pager", ".m-steps__done",
    ".m-subnav",
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
_CHUNK, _SMALLEST, _LARGEST = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", 600, 2500
#: words of a page that its result carries to the reader: the excerpt is made of them, further down the summary is told
_EXCERPT_WORDS = 180


class NotIndexed(Exception):
    """Pagefind could not make the index; the text is Russian and meant for the terminal."""


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
    page = {"type": "AddFile", "index_id": 0, "file_path": name, "url": None, "file_contents": read}
    return SearchedPage(
        name, html.unescape(mark[1]) if mark else "", bool(mark and mark[2]), _message(_number(name), page)
    )


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
    """An index that is made while pages are given to it, sorted by their paths.

    Pagefind walks a folder in the order in which the disk lists it, and the index depends on that order; it also writes
    half a file to a full disk and says nothing. So it gets the pages one by one, sorted, and gives the files back
    through the same pipe (``--service``, the protocol of its Python and Node packages: JSON in base64, a comma after
    each message, https://pagefind.app/docs/py-api/). A request does not wait for the answer to the one before: one by
    one the same takes thirty times longer. The pipe stays open until the last answer: the program ends as soon as it is
    closed.

    The catalogues of the site have to lie in ``site_dir`` before the first of them. Every method raises
    :class:`NotIndexed`, and ``finish`` OSError when the disk refuses.
    """

    def __init__(self, site_dir: Path) -> None:
        self._site_dir = site_dir
        self._kinds: dict[str, tuple[str, bool]] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._complaints: list[bytes] = []
        self._answers: list[dict[str, bytes] | NotIndexed] = []
        self._helpers: list[threading.Thread] = []
        self._ended = False
        self._room = threading.Semaphore(_AHEAD)

    @cached_property
    def filters(self) -> dict[str, str]:
        """What :func:`searched_page` wants to know."""
        return searched.words_of_filters(self._site_dir)

    def __enter__(self) -> Indexing:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child:
            self._child.kill()
            self._child.wait()
            for helper in self._helpers:
                helper.join(10)
            for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
                with contextlib.suppress(OSError):
                    assert pipe
                    pipe.close()

    @property
    def begun(self) -> bool:
        """Whether a page was given."""
        return self._child is not None

    def add(self, pages: Iterable[SearchedPage]) -> None:
        """Let Pagefind read these pages, after those of before. It is started with the first of them."""
        for page in pages:
            if not self._child:
                self._begin()
            self._kinds[page.name] = page.kind, page.demo
            while not self._room.acquire(timeout=1) and self._helpers[0].is_alive():
                pass
            self._send(page.request)

    def end(self) -> None:
        """There are no more pages: what is left to do, Pagefind does while others work."""
        if not self._child:
            raise NotIndexed(f"Pagefind не смог построить поиск: в папке {self._site_dir} нет страниц.")
        self._ended = True
        self._send(_message(0, {"type": "GetFiles", "index_id": 0}))
        with contextlib.suppress(OSError):
            assert self._child.stdin
            self._child.stdin.flush()

    def finish(self, hands: int = 1) -> None:
        """Wait for the index and lay it out; ``hands`` processes shorten what a reader gets of every page."""
        if not self._ended:
            self.end()
        given = sorted((name, data) for name, data in self._given().items() if name not in _NOT_NEEDED)
        self._clear({name for name, _ in given})
        ids: dict[str, str] = {}
        for part in workers.in_shares(_told, workers.cut(given, _SHARE), hands):
            for name, data, url in part:
                files.write_if_changed(self._site_dir / BUNDLE / files.safe_relative(name), data, kept=False)
                if url:
                    ids[name] = url
        listing = json.dumps(_by_kind(ids, self._kinds), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        files.write_if_changed(self._site_dir / KINDS_FILE, listing + "\n", kept=False)
        if broken := index_errors(self._site_dir):
            raise NotIndexed("Поиск по сайту построен не целиком:\n" + "\n".join(f"  {fault}" for fault in broken[:20]))

    def _clear(self, index: Container[str]) -> None:
        """A live preview makes the index again and again in the same folder."""
        there = self._site_dir / BUNDLE
        for path in sorted(there.rglob("*")) if there.is_dir() else ():
            if path.is_file() and (name := path.relative_to(there).as_posix()) not in index:
                files.remove_file(there, name)

    def _begin(self) -> None:
        chunk = str(min(_LARGEST, max(_SMALLEST, len(self.filters))))
        pipe = subprocess.PIPE
        try:
            self._child = subprocess.Popen(
                [str(get_executable()), "--service"], env={**os.environ, _CHUNK: chunk},
                stdin=pipe, stdout=pipe, stderr=pipe,
            )  # fmt: skip
        except OSError as fault:
            raise NotIndexed(f"Не удалось запустить Pagefind, который строит поиск: {fault}.") from fault
        self._helpers = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._hear)]
        for helper in self._helpers:
            helper.start()
        config = {"exclude_selectors": list(NOT_SEARCHED), "force_language": "ru"}
        self._send(_message(0, {"type": "NewIndex", "config": config}))

    def _send(self, message: bytes) -> None:
        assert self._child and self._child.stdin
        with contextlib.suppress(OSError, ValueError):  # it died: the answers say so
            self._child.stdin.write(message)

    def _hear(self) -> None:
        assert self._child and self._child.stderr
        self._complaints.append(self._child.stderr.read())

    def _listen(self) -> None:
        assert self._child
        try:
            if files_given := _answered(self._child.stdout, self._kinds, self._room.release):
                self._answers.append(files_given)
        except NotIndexed as fault:
            self._answers.append(fault)
            self._child.kill()  # whoever waits to write to it must not wait for ever

    def _given(self) -> dict[str, bytes]:
        assert self._child and self._child.stdin
        self._helpers[0].join()
        with contextlib.suppress(OSError):
            self._child.stdin.close()
        try:
            code = self._child.wait(60)
        except subprocess.TimeoutExpired:
            raise NotIndexed("Pagefind построил поиск, но не закончил работу.") from None
        self._helpers[1].join(10)  # processes are forked next: no thread may be at work then
        answer = self._answers[0] if self._answers else None
        if isinstance(answer, NotIndexed):
            raise answer
        if code or answer is None:
            text = b"".join(self._complaints).decode("utf-8", "replace").strip()
            raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{text}")
        return answer


def _message(number: int, payload: Mapping[str, Any]) -> bytes:
    message = json.dumps({"message_id": number, "payload": payload}, ensure_ascii=False)
    return base64.b64encode(message.encode()) + b","


def _number(name: str) -> int:
    """A number for a request: it comes back with the answer, and nobody asks for it."""
    return zlib.crc32(name.encode())


def _answered(pipe: Any, wanted: Sized, read: Callable[[], None]) -> dict[str, bytes] | None:
    """The files that Pagefind gave when it had read all the pages ``wanted``; None when it stopped before. ``read`` is
    called for every page that it has read."""
    taken = 0
    for answer in _messages(pipe):
        if answer["type"] == "Error":
            raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{answer.get('message')}")
        if answer["type"] == "IndexedFile":
            taken += 1
            read()
        if answer["type"] == "GetFiles":
            if taken != len(wanted):
                raise NotIndexed(f"Pagefind прочитал {taken} страниц из {len(wanted)}.")
            return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
    return None


def _messages(pipe: Any) -> Iterator[dict[str, Any]]:
    begun: list[bytes] = []
    while piece := pipe.read1(1 << 20):
        *ends, rest = piece.split(b",")
        for end in ends:
            message = b"".join([*begun, end])
            begun = []
            try:
                yield json.loads(base64.b64decode(message))["payload"]
            except (ValueError, KeyError, TypeError):
                raise NotIndexed(f"Pagefind ответил непонятно: {message[:200]!r}") from None
        begun.append(rest)


def _told(given: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes, str]]:
    """Files of the index as a reader gets them, and of the fragments the addresses of their pages. Of a page a reader
    gets what a result shows: its words are in the index already."""
    return [(name, *_shortened(data)) if name.startswith("fragment/") else (name, data, "") for name, data in given]


def _shortened(data: bytes) -> tuple[bytes, str]:
    page = json.loads(gzip.decompress(data).removeprefix(_HEAD))
    page["meta"] = {key: page["meta"][key] for key in ("title", searched.ABOUT) if key in page["meta"]}
    page["content"] = " ".join(page["content"].split()[:_EXCERPT_WORDS])
    page["anchors"] = []
    short = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(_HEAD + short, 9, mtime=0), page["url"]


# --- what lies on the disk -------------------------------------------------------------------------------------------

_HEAD = b"pagefind_dcd"


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
    if not content.startswith(_HEAD):
        raise ValueError("не то начало")
    return content.removeprefix(_HEAD)


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
