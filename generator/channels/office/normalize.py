"""What programs and pasting leave in a text goes, what a person typed stays: for one line and for Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator import text
from generator.channels.office import list_marks

_BREAK = re.compile("_x000D_\n?")  # how Excel writes a carriage return
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BULLET = re.compile("[•·▪●◦‣⁃■➢\uf0b7\uf0a7\uf0d8] *(?=\\S)")
_FENCE = re.compile("^(?:```|~~~)", re.MULTILINE)
_DASH = re.compile(r"[–—-] +(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)] +(?=\S)")


class Markdown(str):
    """A text that a reader has made Markdown of already, from what its file knows of lists and paragraphs."""


def single_line(raw: str) -> str:
    """``raw`` on one line: invisible characters go, every kind of space and break becomes a space."""
    return _SPACES.sub(" ", _lines_of(raw).replace("\n", " ")).strip()


def split_list(raw: str) -> list[str]:
    """Texts of a list that stand in one cell, each on a line of its own or parted by «;», without marks of a list."""
    typed = [one.strip() for one in _lines_of(raw).split("\n")]
    found = list_marks.list_markers(typed)
    sentences = [one[mark.width :] if mark else one for one, mark in zip(typed, found, strict=True)]
    parts = [single_line(part) for one in sentences for part in one.split(";")]
    return [without_mark(part) for part in parts if part]


def without_mark(raw: str) -> str:
    """A line without the bullet, the dash or the number that made it a member of a list."""
    return re.sub(f"^(?:{_BULLET.pattern}|{_DASH.pattern}|{_NUMBER.pattern})", "", raw)


def to_markdown(raw: str) -> str:
    """``raw`` as Markdown: pasted bullets («•», «–», «1)») become lists, lines of a cell become paragraphs.

    A single line that begins with a dash may be speech and stays. Text that is Markdown already does not change.
    """
    if _FENCE.search(raw):
        return _lines_of(raw).strip("\n")  # the text of a program, where every space counts
    lines = [_Line(one) for one in _lines_of(raw).replace("\u2011", "-").strip().split("\n")]
    found = list_marks.list_markers([one.text for one in lines])
    # Blank lines, or lines broken on purpose, are paragraphs already.
    made = any(not one.text or one.text.endswith("\\") for one in lines)
    out: list[str] = []
    kinds: dict[str, str] = {}  # of the lists that are open, by how far in they stand
    for one, mark in zip(lines, found, strict=True):
        item = _as_item(one, mark)
        if mark is None and out and out[-1].endswith("\\"):
            item = one.raw.rstrip()  # the line of a paragraph that goes on, as far in as it stands
        if mark is None:
            together = made
            kinds.clear()
        else:
            indent = item[: len(item) - len(item.lstrip())]
            together = bool(kinds) and kinds.get(indent, mark.kind) == mark.kind
            kinds = {**{deep: kind for deep, kind in kinds.items() if deep < indent}, indent: mark.kind}
        if out and item and out[-1] and not together:
            out.append("")
        out.append(item)
    return "\n".join(out)


@dataclass(frozen=True)
class _Line:
    """A line of a cell: its words with their tabs, and how far in it stands."""

    raw: str

    @property
    def text(self) -> str:
        return self.raw.strip()

    @property
    def indent(self) -> str:
        found = re.match(r" +(?=(?:[-*+]|\d{1,9}[.)]) )", self.raw)
        return found[0] if found else ""


def _as_item(one: _Line, mark: list_marks.ListMarker | None) -> str:
    words = _SPACES.sub(" ", one.text).strip()
    if mark is None:
        return words
    indent = one.indent or "   " * mark.depth
    label = mark.label + " " if mark.label else ""
    return f"{indent}{mark.number + '.' if mark.kind == 'number' else '-'} {label}{words[mark.width :].lstrip()}"


def _lines_of(raw: str) -> str:
    return text.clean(_BREAK.sub("\n", raw))
