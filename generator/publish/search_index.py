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
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable

from generator import files
from generator.publish import searched

BUNDLE = "assets/pagefind"
KINDS_FILE = "assets/search/kinds.json"
_MARK = re.compile(r'<article [^>]*?data-m-kind="([^"]*)"( data-m-demo)?')
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


def make_index(site_dir: Path) -> None:
    """Make the search index of the finished site in ``site_dir``. The same pages give the same bytes, on any disk.

    Raises :class:`NotIndexed`, also when what lies on the disk in the end is not a whole index, and OSError when the
    disk refuses.
    """
    pages = dict(_pages(site_dir))
    filters = searched.words_of_filters(site_dir)
    read = {name: searched.as_searched(name, text, filters) for name, text in pages.items()}
    index = {name: _told(name, data) for name, data in _indexed(read).items() if name not in _NOT_NEEDED}
    there = site_dir / BUNDLE  # a live preview makes the index again and again in the same folder
    for path in sorted(there.rglob("*")) if there.is_dir() else ():
        if path.is_file() and (name := path.relative_to(there).as_posix()) not in index:
            files.remove_file(there, name)
    for name, data in sorted(index.items()):
        files.write_if_changed(site_dir / BUNDLE / files.safe_relative(name), data, kept=False)
    listing = json.dumps(_by_kind(index, pages), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    files.write_if_changed(site_dir / KINDS_FILE, listing + "\n", kept=False)
    if broken := index_errors(site_dir):
        raise NotIndexed("Поиск по сайту построен не целиком:\n" + "\n".join(f"  {fault}" for fault in broken[:20]))


def _pages(site_dir: Path) -> Iterator[tuple[str, str]]:
    """The pages that are searched, sorted by path: with the mark, or all of them where none has it."""
    found = sorted((path.relative_to(site_dir).as_posix(), path) for path in site_dir.rglob("*.html"))
    if not found:
        raise NotIndexed(f"Pagefind не смог построить поиск: в папке {site_dir} нет страниц.")
    texts = {name: path.read_text("utf-8") for name, path in found}
    marked = {name: text for name, text in texts.items() if "data-pagefind-body" in text}
    yield from (marked or texts).items()


# --- Pagefind --------------------------------------------------------------------------------------------------------


def _indexed(pages: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the index: name below the bundle -> content. Raises :class:`NotIndexed`.

    Pagefind walks a folder in the order in which the disk lists it, and the index depends on that order; it also writes
    half a file to a full disk and says nothing. So it gets the pages one by one, sorted, and gives the files back
    through the same pipe (``--service``, the protocol of its Python and Node packages: JSON in base64, a comma after
    each message, https://pagefind.app/docs/py-api/). The requests are not held up by the answers: one by one the same
    takes thirty times longer. The pipe stays open until the last answer: the program ends as soon as it is closed.
    """
    try:
        child = subprocess.Popen(
            [str(get_executable()), "--service"],
            env={**os.environ, _CHUNK: str(min(_LARGEST, max(_SMALLEST, len(pages))))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as fault:
        raise NotIndexed(f"Не удалось запустить Pagefind, который строит поиск: {fault}.") from fault
    complaints: list[bytes] = []
    helpers = [
        threading.Thread(target=_send, args=(child.stdin, _requests(pages)), daemon=True),
        threading.Thread(target=lambda: complaints.append(child.stderr.read()), daemon=True),
    ]
    try:
        for helper in helpers:
            helper.start()
        found = _answered(child.stdout, len(pages))
        with contextlib.suppress(OSError):
            child.stdin.close()
        code = child.wait(60)
    except subprocess.TimeoutExpired:
        raise NotIndexed("Pagefind построил поиск, но не закончил работу.") from None
    finally:
        child.kill()
        child.wait()
        for helper in helpers:
            helper.join(10)
    if code or found is None:
        text = b"".join(complaints).decode("utf-8", "replace").strip()
        raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{text}")
    return found


def _requests(pages: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {"exclude_selectors": list(NOT_SEARCHED), "force_language": "ru"}}
    for name, text in pages.items():
        yield {"type": "AddFile", "index_id": 0, "file_path": name, "url": None, "file_contents": text}
    yield {"type": "GetFiles", "index_id": 0}


def _send(pipe: Any, requests: Iterable[dict[str, Any]]) -> None:
    with contextlib.suppress(OSError, ValueError):  # it died: the answers say so
        for number, request in enumerate(requests, start=1):
            message = json.dumps({"message_id": number, "payload": request})
            pipe.write(base64.b64encode(message.encode()) + b",")
        pipe.flush()


def _answered(pipe: Any, count: int) -> dict[str, bytes] | None:
    """The files that Pagefind gave for ``count`` pages; None when it stopped before. Raises :class:`NotIndexed`."""
    taken = 0
    for answer in _messages(pipe):
        if answer["type"] == "Error":
            raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{answer.get('message')}")
        taken += answer["type"] == "IndexedFile"
        if answer["type"] == "GetFiles":
            if taken != count:
                raise NotIndexed(f"Pagefind прочитал {taken} страниц из {count}.")
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


def _told(name: str, data: bytes) -> bytes:
    """A file of the index as a reader gets it: of a page what a result shows. Its words are in the index already."""
    if not name.startswith("fragment/"):
        return data
    page = json.loads(gzip.decompress(data).removeprefix(_HEAD))
    page["meta"] = {key: page["meta"][key] for key in ("title", searched.ABOUT) if key in page["meta"]}
    page["content"] = " ".join(page["content"].split()[:_EXCERPT_WORDS])
    page["anchors"] = []
    short = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(_HEAD + short, 9, mtime=0)


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
    pieces = sorted([*bundle.glob("fragment/*.pf_fragment"), *bundle.glob("index/*.pf_index")])
    for piece in pieces:
        try:
            content = _unpacked(piece)
            if piece.suffix == ".pf_fragment":
                json.loads(content)
        except (OSError, ValueError, EOFError) as fault:
            found.append(f"{piece.name}: не читается ({fault})")
        if piece.stem.encode() not in listed:
            found.append(f"{piece.name}: нет в оглавлении поиска")
    # CBOR with plain texts inside: every name of a piece stands in it as it is.
    names = {name.decode() for name in re.findall(rb"ru_[0-9a-f]{7,}", listed)}
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


def _by_kind(index: Mapping[str, bytes], pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Kind -> ids of Pagefind's results in it, separated by spaces: real records, then demonstration ones.

    Pagefind's own filters would do, but their files differ from build to build (values in the order of a hash map,
    https://github.com/Pagefind/pagefind/issues/638), and a result does not say which of them it has.
    """
    found: dict[str, tuple[list[str], list[str]]] = {}
    for name, packed in sorted(index.items()):
        folder, _, file = name.partition("/")
        if folder != "fragment":
            continue
        page = json.loads(gzip.decompress(packed).removeprefix(_HEAD))
        if mark := _MARK.search(pages.get(f"{page['url'].strip('/')}/index.html".lstrip("/"), "")):
            found.setdefault(html.unescape(mark[1]), ([], []))[bool(mark[2])].append(file.removesuffix(".pf_fragment"))
    return {kind: [" ".join(ids) for ids in groups] for kind, groups in found.items()}
