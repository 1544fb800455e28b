"""What goes to the engine: every page, file and picture at one address of its own, every heading with its anchor."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, text
from generator.files import media
from generator.files.media import measures
from generator.pages import LazyPage, Page, SpooledFile
from generator.pages.reuse import Trace
from generator.publish import workers

if TYPE_CHECKING:
    from generator.site import Site


def finished_pages(site: Site, docs_dir: Path) -> tuple[dict[str, str], dict[str, bytes], dict[str, Path]]:
    """What goes to the engine: pages, other files, and the assets of ``content/`` that go out as they lie there; all by
    path. Raises ``files.FileFault`` as :func:`gathered` does."""
    pages, others, assets, pictures = gathered(site, docs_dir)
    data = {path: content if isinstance(content, bytes) else content.read() for path, content in others.items()}
    return {path: finished_page(path, page, pictures) for path, page in pages.items()}, data, assets


_SHARE = 100
"""Pages of one share that are only laid out."""


def laid_out(pages: Sequence[Page | LazyPage], jobs: int = 0) -> tuple[Page, ...]:
    """The pages with their texts, by ``jobs`` processes (0: one for each processor)."""

    def lay_out(share: Sequence[int]) -> list[Page]:
        return [Page(pages[number].path, pages[number].text) for number in share]

    shares = workers.cut(range(len(pages)), _SHARE)
    return tuple(page for made in workers.in_shares(lay_out, shares, jobs) for page in made)


class LazyTexts(Mapping[str, str]):
    """The texts of pages by path, each laid out when it is asked for; the last one is kept, since it is asked for
    again. Raises ``files.FileFault`` for an empty one."""

    def __init__(self, pages: Iterable[LazyPage]) -> None:
        self._pages = {files.safe_relative(page.path): page for page in pages}
        self._last = "", ""

    def __getitem__(self, path: str) -> str:
        if self._last[0] != path:
            self._keep(path, self._pages[path].text)
        return self._last[1]

    def __contains__(self, path: object) -> bool:
        return path in self._pages  # a mapping would lay the page out

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def traced(self, path: str) -> Trace | None:
        """Lay the page out; what it was made of."""
        text, trace = self._pages[path].traced()
        self._keep(path, text)
        return trace

    def is_as(self, path: str, trace: Trace) -> bool:
        """Whether the page has the text that left this trace."""
        return self._pages[path].is_as(trace)

    def _keep(self, path: str, text: str) -> None:
        if fault := _empty(path, text):
            raise files.FileFault(f"Страницы нельзя опубликовать:\n  {fault}")
        self._last = path, text


Gathered = tuple[Mapping[str, str], dict[str, bytes | files.Spooled], dict[str, Path], dict[str, Path]]


def gathered(site: Site, docs_dir: Path) -> Gathered:
    """Pages as hop 5 made them, other files, the assets of ``content/`` that go out as they lie there, and all of its
    assets; all by path. Pictures with traces of their makers are among the other files, without them; pictures of
    records that nobody has confirmed are not there at all.

    Raises ``files.FileFault`` when two of them claim one address or a page is empty: MkDocs would keep one of the two
    and say nothing. Called before MkDocs empties the old site. Of pages that are laid
    out later (all, or none) :class:`LazyTexts` tells which is empty.
    """
    assets = {name: path for name, path in files.assets(docs_dir).items() if name not in site.held_back}
    addresses = [html_path(page.path) for page in site.pages] + [file.path for file in site.files] + list(assets)
    faults = [f"{a} и {b}: один адрес у двух страниц или файлов" for a, b in files.clashes(addresses)]
    pages = [page for page in site.pages if isinstance(page, Page)]
    later = [page for page in site.pages if isinstance(page, LazyPage)]
    faults += [fault for page in pages if (fault := _empty(page.path, page.text))]
    if faults:
        raise files.FileFault("Страницы нельзя опубликовать:\n" + "\n".join(f"  {fault}" for fault in faults))
    texts = LazyTexts(later) if later else {files.safe_relative(page.path): page.text for page in pages}
    others = {
        files.safe_relative(file.path): file.content if isinstance(file, SpooledFile) else file.data
        for file in site.files
    }
    clean = media.finished(assets)
    left = {path: file for path, file in assets.items() if path not in clean}
    return texts, others | clean, left, assets


def finished_page(path: str, page: str, pictures: Mapping[str, Path]) -> str:
    """The Markdown of the page at ``path`` for any engine: its pictures of ``content/`` (by path) with their sizes, its
    headings with their anchors."""
    return with_heading_ids(with_picture_sizes(page, path, pictures))


def html_path(page_path: str) -> str:
    """The file that MkDocs makes of a page: ``a/b.md`` -> ``a/b/index.html``, ``a/index.md`` -> ``a/index.html``."""
    stem = page_path.removesuffix(".md")
    return f"{stem}.html" if stem == "index" or stem.endswith("/index") else f"{stem}/index.html"


_PICTURE = re.compile(r'<img src="([^":]+\.(?:png|jpg|jpeg))"')
_HEAD = 1 << 16  # bytes of a picture in which its size stands


def with_picture_sizes(page: str, path: str, assets: Mapping[str, Path]) -> str:
    """Write width and height of every PNG and JPEG of ``content/`` into the page, so that the text below does not jump
    when it comes. A file that is no such picture stays without."""

    def sized(picture: re.Match[str]) -> str:
        source = posixpath.normpath(posixpath.join(posixpath.dirname(html_path(path)), html.unescape(picture[1])))
        if source not in assets:
            return picture[0]
        with assets[source].open("rb") as stream:
            size = measures.size(stream.read(_HEAD))
        return f'{picture[0]} width="{size[0]}" height="{size[1]}"' if size else picture[0]

    return _PICTURE.sub(sized, page)


def _empty(path: str, text: str) -> str:
    return "" if _body(text).strip() else f"{path}: пустая страница"


def _body(page: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)


_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_WRITTEN_IDS = [re.compile(r"""id=(?<=\bid=)["']([^"']+)"""), re.compile(r"\{[^{}\n]*#([\w-]+)")]
_HAS_ID = re.compile(r"\{[^{}]*#[^{}]*\}\s*$")
_BLOCK = (
    "address|article|aside|blockquote|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|li|main|nav|ol|p"
    "|pre|script|section|style|summary|svg|table|ul"
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BLOCK_TAG = re.compile(rf"<(/?)(?:{_BLOCK})\b")


def with_heading_ids(page: str) -> str:
    """Write the anchor of every Markdown heading into the page: ``## Этапы`` -> ``## Этапы {#etapy}``.

    The anchors are then the same in every engine, without a slug function in ``mkdocs.yml`` that only Python's MkDocs
    could call. Headings with an id of their own, fenced code and raw HTML (finished text of contributors) stay as is.
    """
    head = page[: len(page) - len(_body(page))]
    lines = page[len(head) :].split("\n")
    wanting = {number for number, line in enumerate(lines) if _wants_id(line)}
    if not wanting:
        return page
    used = {anchor for written in _WRITTEN_IDS for anchor in written.findall(page, len(head))}
    open_blocks = done = 0
    fence = ""
    for number, line in enumerate(lines):
        if number not in wanting and "```" not in line and "~~~" not in line:
            continue
        if not fence:
            open_blocks = _left_open("\n".join(lines[done:number]), open_blocks)
        done = number + 1
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and line.strip() == mark[1] and mark[1].startswith(fence) else fence
        elif mark and not open_blocks:
            fence = mark[1]
        elif not open_blocks and number in wanting and (heading := _HEADING.fullmatch(line)):
            slug = anchor = _slug(heading[2])
            again = 1
            while anchor in used:
                again += 1
                anchor = f"{slug}-{again}"
            used.add(anchor)
            lines[number] = f"{heading[1]} {heading[2]} {{#{anchor}}}"
        else:
            open_blocks = _left_open(line, open_blocks)
    return head + "\n".join(lines)


def _left_open(text: str, depth: int) -> int:
    """How many blocks of HTML are open behind the text when there were ``depth`` before it."""
    for closing in _BLOCK_TAG.findall(text):
        depth = max(0, depth - 1) if closing else depth + 1
    return depth


def _wants_id(line: str) -> bool:
    return line[:1] == "#" and bool(_HEADING.fullmatch(line)) and not _HAS_ID.search(line)


@lru_cache(4096)  # the same few headings stand on every page of a kind
def _slug(heading: str) -> str:
    return text.heading_slug(_plain(heading), "-") or "razdel"


def _plain(heading: str) -> str:
    without_links = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>", r"\1", heading)
    return html.unescape(re.sub(r"[*_`]", "", without_links))
