"""What programs and pasting leave in a text goes, what a person typed stays: for one line and for Markdown."""

from __future__ import annotations

import re
import unicodedata

_NOTHING = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_BREAK = re.compile("_x000D_\n?|\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BULLET = re.compile("[•·▪●◦‣⁃■□➢✓\uf0b7\uf0a7\uf0d8] *(?=\\S)")
_DASH = re.compile(r"[–—-] +(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)] +(?=\S)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)]) ")


class Markdown(str):
    """A text that a reader has made Markdown of already, from what its file knows of lists and paragraphs."""


def line(raw: str) -> str:
    """``raw`` on one line: invisible signs go, every kind of space and break becomes a space."""
    return _SPACES.sub(" ", _lines_of(raw).replace("\n", " ")).strip()


def lines(raw: str) -> list[str]:
    """Texts of a list that stand in one cell, each on a line of its own or parted by «;», without marks of a list."""
    parts = [line(part) for one in _lines_of(raw).split("\n") for part in one.split(";")]
    return [without_mark(part) for part in parts if part]


def without_mark(said: str) -> str:
    """A line without the bullet, the dash or the number that made it a member of a list."""
    return re.sub(f"^(?:{_BULLET.pattern}|{_DASH.pattern}|{_NUMBER.pattern})", "", said)


def markdown(raw: str) -> str:
    """``raw`` as Markdown: pasted bullets («•», «–», «1)») become lists, lines of a cell become paragraphs.

    A single line that begins with a dash may be speech and stays. Text that is Markdown already does not change.
    """
    said = [_SPACES.sub(" ", one).strip() for one in _lines_of(raw).split("\n")]
    dashes = sum(bool(_DASH.match(one)) for one in said)
    said = [_as_item(one, dashes > 1) for one in said]
    typed = "\n".join(said).strip()
    # Whoever leaves blank lines, or breaks lines on purpose, has made the paragraphs already.
    made = "\n\n" in typed or any(one.endswith("\\") for one in said)
    out: list[str] = []
    for one in typed.split("\n"):
        if out and one and out[-1] and not _belongs(out[-1], one, made):
            out.append("")
        out.append(one)
    return "\n".join(out)


def _belongs(before: str, after: str, made: bool) -> bool:
    """True when two lines stay together: members of one list, and lines of a paragraph that somebody made."""
    if _ITEM.match(after):
        return bool(_ITEM.match(before))
    return made


def _as_item(one: str, dashes: bool) -> str:
    if found := _BULLET.match(one):
        return "- " + one[found.end() :]
    if dashes and (found := _DASH.match(one)):
        return "- " + one[found.end() :]
    if found := _NUMBER.match(one):
        return f"{found[1]}. {one[found.end() :]}"
    return one


def _lines_of(raw: str) -> str:
    return unicodedata.normalize("NFC", _NOTHING.sub("", _BREAK.sub("\n", raw)))
