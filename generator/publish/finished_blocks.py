"""Finished HTML goes round the Markdown pass of the engine instead of through it.

Most of a generated page is HTML already, and Python-Markdown reads every tag of it only to give it back as it was: a
third of a build. Each such block waits aside, an empty ``div`` with its number stands in its place, and the block
returns behind the pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_TAGS = (
    "address|article|aside|blockquote|details|div|dl|figure|footer|form|header|main|nav|ol|p|script|section|table|ul"
)
# A paragraph of the source that begins with a tag of a block, as Python-Markdown knows them; and one that follows.
_FIRST, _BLOCK = re.compile(rf"\n*<({_TAGS})\b"), re.compile(rf"\n\n<({_TAGS})\b")
_NEXT = re.compile(rf"\s*?\n<({_TAGS})\b")
_TAG_OF = {tag: re.compile(rf"<(/?){tag}\b") for tag in _TAGS.split("|")}
_CODE = re.compile(r"^ {0,3}(?:`{3}|~{3})", re.MULTILINE)
_STAND_IN = '<div data-aside="{}"></div>'
_PLACE = re.compile(r'<div data-aside="(\d+)"></div>')
# From behind the name of the attribute: the engine jumps from one to the next, and does not try every letter.
_IDS = re.compile(r'="(?:(?<=\bid=")|(?<=\bname="))([^"]+)"')


def set_aside(page: str) -> tuple[str, list[str]]:
    """The Markdown of a page with a stand-in for each run of finished blocks of HTML, and the runs in their order.

    A block begins a paragraph, closes what it opens and is followed by an empty line or another block; whatever is not
    so plain stays for the engine, and so does everything after the first fenced code.
    """
    if _PLACE.search(page):
        return page, []
    parts: list[str] = []
    runs: list[str] = []
    place = 0
    fence = _CODE.search(page) if "```" in page or "~~~" in page else None
    while begin := _BLOCK.search(page, place) if place else _FIRST.match(page) or _BLOCK.search(page):
        if fence and fence.start() < begin.start():
            break
        found = _run(page, begin)
        end = found[-1].stop if found else begin.end()
        if found:
            parts += [page[place : found[0].start], _STAND_IN.format(len(runs))]
            runs.append(_joined(page, found))
        else:
            parts.append(page[place:end])
        place = end
        if fence and fence.start() < end:  # its marks were text of a block
            fence = _CODE.search(page, end)
    return "".join([*parts, page[place:]]), runs


def put_back(content: str, blocks: Sequence[str]) -> str:
    """The HTML of a page with its blocks in place of their stand-ins."""
    return _PLACE.sub(lambda place: blocks[int(place[1])], content)


def anchors(blocks: Sequence[str]) -> set[str]:
    """What of the blocks a link can lead to."""
    return {anchor for block in blocks for anchor in _IDS.findall(block)}


def _run(page: str, begin: re.Match[str]) -> list[slice]:
    """Where the blocks stand that follow one another from there; none when something else stands behind the last."""
    found: list[slice] = []
    block: re.Match[str] | None = begin
    while block:
        start = block.start(1) - 1
        end = _closing(page, start, block[1])
        if end < 0:
            break
        found.append(slice(start, end))
        block = _NEXT.match(page, end)
    while found and not _followed_by_nothing(page, found[-1].stop):
        found.pop()
    return found


def _joined(page: str, blocks: Sequence[slice]) -> str:
    """The blocks as the engine gives them back: an empty line between them for several, a line end for none."""
    parts = [page[blocks[0].start : blocks[0].stop]]
    for before, block in pairwise(blocks):
        parts.append("\n\n" if page.count("\n", before.stop, block.start) > 1 else "\n")
        parts.append(page[block.start : block.stop])
    return "".join(parts)


def _followed_by_nothing(page: str, end: int) -> bool:
    return page.startswith("\n\n", end) or not page[end:].strip()


def _closing(page: str, begin: int, tag: str) -> int:
    """Where the element that begins there ends; -1 when it does not."""
    depth = 0
    for found in _TAG_OF[tag].finditer(page, begin):
        depth += -1 if found[1] else 1
        if not depth:
            return page.find(">", found.end()) + 1
    return -1
