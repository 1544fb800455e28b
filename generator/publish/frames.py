"""The frame of a page (head, menu, footer), made once for all pages of a kind.

Pages of one folder and depth whose front matter says the same differ in their frame by a few texts only. So the
templates are asked once for a page that has a mark instead of each of them, and a page is what stands between the
marks, with its own texts in their places. Before a frame is used, one page is made both ways and compared.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.publish import gate
from generator.publish.minify import ANY_TAG, minify

if TYPE_CHECKING:
    import jinja2
    from mkdocs.structure.pages import Page

# Characters that no text of a page has: each stands for one of its texts.
_HEADING, _ABOUT, _ADDRESS, _FIRST, _TITLE, _NAME = "\ue001\ue002\ue003\ue004\ue005\ue006"
_ITEM = "\ue007"
_CONTENT = "<h1>\ue008</h1>"
_WRITTEN = (_HEADING, _ABOUT, _ADDRESS, _FIRST)
"""What a frame says as it is. Not so the address in the link that tells of a mistake, nor what the engine calls a page
(mostly after its file) and the last part of its address, which stand there only:"""
_IN_ADDRESS = {quote(mark): mark for mark in (_ADDRESS, _TITLE, _NAME)}
_MARK = re.compile("|".join([_CONTENT, _ITEM, *_WRITTEN, _TITLE, _NAME, *_IN_ADDRESS]))
_SPLIT = re.compile(f"({_MARK.pattern})")
_UNLIKE_TEXT = re.compile(r'[<>"\t\n\r\f]|  ')
"""What would end an attribute, or what :func:`slim` would make shorter between tags."""
_NAME_OF_TAG = re.compile(r"<([a-z0-9]+)")
_VOID = frozenset(("meta", "link", "img", "input", "br", "hr"))


class Finished(NamedTuple):
    """A page as it goes to the disk, and what the gate says of it."""

    html: str
    faults: list[str]


class _Frame(NamedTuple):
    """A frame cut at its marks (every second piece is a mark), its start tags with marks, what its policy lets run."""

    pieces: list[str]
    tags: list[str]
    allowed: list[str]


class Frames:
    """The frames of a site; ``whole`` makes a page with its templates, and slims it, as the engine does."""

    def __init__(self, whole: Callable[[Page], str], env: jinja2.Environment) -> None:
        self._whole = whole
        self._item = env.get_template("partials/toc-item.html")
        self._items: dict[tuple[object, ...], str] = {}
        self._frames: dict[str, _Frame | None] = {}
        self._seen: set[str] = set()

    def finished(self, page: Page) -> Finished:
        """The page with its content, looked at."""
        key = self._kind(page)
        if key is not None:
            if key not in self._frames and key in self._seen:  # many kinds have one page
                self._frames[key] = self._made(page)
            if (frame := self._frames.get(key)) and (made := self._filled(frame, page)):
                return made
            self._seen.add(key)
        html = self._whole(page)
        return Finished(html, gate.page_faults(html))

    def _kind(self, page: Page) -> str | None:
        """What the frames of pages of a kind have in common; None for a page that has a frame of its own."""
        content, toc = page.content or "", list(page.toc)
        if page.parent or page.is_homepage or page.previous_page or page.next_page or "title" in page.meta:
            return None
        if len(toc) != 1 or toc[0].level != 1 or "<h1" not in content:
            return None
        meta = {name: value for name, value in page.meta.items() if name not in ("description", "updated", "canonical")}
        folder, _, _ = page.url.rstrip("/").rpartition("/")
        about, deeper = bool(page.meta.get("description")), bool(toc[0].children)
        try:
            whole = bool(page.canonical_url)
            return json.dumps([folder, about, deeper, whole, meta], sort_keys=True, ensure_ascii=False)
        except TypeError:  # a date, which JSON does not know
            return None

    def _made(self, page: Page) -> _Frame | None:
        """The frame of a page; None where it does not give the page back as the templates make it."""
        item = AnchorLink(_ITEM, _ITEM, 2)
        html = self._whole(_marked(page, item))
        html = html.replace(self._toc_item(item), _ITEM)
        policy = gate.POLICY.search(html)
        tags = [tag for tag in ANY_TAG.findall(html) if _MARK.search(tag)]
        pieces = _SPLIT.split(html)
        marks = pieces[1::2]
        if not policy or marks.count(_CONTENT) != 1 or {_TITLE, _NAME} & {*marks} or gate.page_faults(html):
            return None
        frame = _Frame(pieces, [_closed(tag) for tag in tags], gate.allowed_scripts(policy[1]))
        made = self._filled(frame, page)
        return frame if made and made.html == self._whole(page) else None

    def _filled(self, frame: _Frame, page: Page) -> Finished | None:
        """The page in its frame; None where it has to be made and looked at as a whole."""
        content = minify((page.content or "").strip())
        heading = next(iter(page.toc))
        address = page.canonical_url or ""
        texts = {
            _HEADING: str(escape(Markup(heading.title).striptags())),
            _ABOUT: str(escape(str(page.meta.get("description") or ""))),
            _ADDRESS: str(escape(address)),
            _FIRST: heading.id,
            _ITEM: "\n".join(self._toc_item(child) for child in heading.children),
        }
        if content[:1] != "<" or content[-1:] != ">" or any(_UNLIKE_TEXT.search(texts[mark]) for mark in _WRITTEN):
            return None
        name = page.url.rstrip("/").rpartition("/")[2]
        plain = {_ADDRESS: address, _TITLE: str(page.title), _NAME: name}
        texts |= {quoted: quote(plain[mark], safe="/") for quoted, mark in _IN_ADDRESS.items()}
        heads = "".join(_MARK.sub(lambda mark: texts[mark[0]], tag) for tag in frame.tags)
        faults = gate.part_faults(frame.allowed, f"{heads}<ul>{texts[_ITEM]}</ul>", content)
        if faults is None:
            return None
        texts[_CONTENT] = content
        pieces = [texts[piece] if number % 2 else piece for number, piece in enumerate(frame.pieces)]
        return Finished("".join(pieces), faults)

    def _toc_item(self, item: AnchorLink) -> str:
        key = _key(item)
        if key not in self._items:
            if len(self._items) > 4096:
                self._items.clear()
            self._items[key] = minify(self._item.render(toc_item=item)).strip()
        return self._items[key]


def _key(item: AnchorLink) -> tuple[object, ...]:
    return item.title, item.id, item.level, tuple(map(_key, item.children))


def _closed(tag: str) -> str:
    name = _NAME_OF_TAG.match(tag)
    return tag if not name or name[1] in _VOID else f"{tag}</{name[1]}>"


def _marked(page: Page, item: AnchorLink) -> Page:
    """A page like this one with marks for its texts."""
    marked, file = copy.copy(page), copy.copy(page.file)
    folder, slash, _ = page.url.rstrip("/").rpartition("/")
    file.url = f"{folder}{slash}{_NAME}/"
    heading = AnchorLink(_HEADING, _FIRST, 1)
    heading.children = [item] if next(iter(page.toc)).children else []
    marked.file, marked.toc, marked.content, marked.title = file, TableOfContents([heading]), _CONTENT, _TITLE
    marked.meta = {**page.meta, "description": _ABOUT} if page.meta.get("description") else page.meta
    marked.canonical_url = _ADDRESS if page.canonical_url else None
    return marked
