"""Marks of lists that people type, or that stay of Word's own lists when a text is pasted: «• », «–», «1)», «а)».

One rule for every way a text comes in: paragraphs of Word, cells of Excel, the form of the site (its script follows the
same table of cases, ``tests/cases/office/pasted-text.yml``).

A mark before a tab was made by a program and is certain. Without one a bullet is certain; a dash may begin a sentence,
a number a date and a letter a list of one, so those count only where a line beside has the same kind of mark. A mark
that is new inside a run of marked lines begins a list one level deeper, one that is known goes back to its level.

Markdown shows bullets and plain numbers. What it cannot show («а)», «1.2.», «IV.») stays before the words of an item:
people refer to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: what a bullet of a symbol font becomes in a text without fonts: private-use characters, or letters before a tab
_PRIVATE = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf071\uf06f\uf06e\uf0e8"
_LETTERS_OF_FONTS = "o§Øüvqèn✓□"  # «✓» and «□» without a tab may be answers, not marks
_GAP = "[ \u00a0\u2002-\u200a\u202f]*\t[ \t\u00a0]*|[ \u00a0\u2002-\u200a\u202f]+"
_MARK = re.compile(
    rf"(?:(?P<sure>[•▪●◦‣⁃{_PRIVATE}])(?P<gap0>{_GAP}|)"
    rf"|(?P<bullet>[·■➢➤*+-])(?P<gap1>{_GAP})"
    rf"|(?P<font>[{_LETTERS_OF_FONTS}])(?P<gap2>[ ]*\t[ \t]*)"
    rf"|(?P<dash>[–—−])(?P<gap3>{_GAP})"
    rf"|(?P<number>\d{{1,3}})(?P<end>[.)])(?P<gap4>{_GAP})"
    rf"|(?P<long>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}}[.)]?)(?P<gap5>{_GAP})"
    rf"|(?P<letter>[а-яёa-z])(?P<close>[.)])(?P<gap6>{_GAP})"
    rf"|(?P<roman>[IVXivx]{{1,6}})(?P<shut>[.)])(?P<gap7>{_GAP}))(?=\S)"
)
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s*(?!\d)(.*)", re.DOTALL)
_MOST_DEPTH = 5


@dataclass(frozen=True)
class ListMarker:
    """A line as a member of a list: ``kind`` bullet or number, its ``number`` as text, ``label`` what stays before the
    words, ``depth`` from 0, ``characters`` how many characters that are no spaces the mark takes of the line."""

    kind: str
    width: int
    number: str = ""
    label: str = ""
    depth: int = 0


@dataclass(frozen=True)
class _Seen:
    sort: str  # what makes marks alike: the character of a bullet, the shape of a number
    text: str
    certain: bool
    number: int | None = None


def list_markers(lines: Sequence[str]) -> list[ListMarker | None]:
    """For each line its mark, None for a line that is no member of a list. Lines come without spaces in front, tabs
    inside as they are; an empty line ends a list."""
    seen = [_seen(line) for line in lines]
    sure = [one is not None and (one.certain or _has_neighbour(seen, at)) for at, one in enumerate(seen)]
    out: list[ListMarker | None] = []
    levels: list[str] = []
    last: dict[str, int | None] = {}  # numbers of the lists of this run: one goes on behind a deeper list
    for one, counts in zip(seen, sure, strict=True):
        if one is None or not (counts or (one.number and last.get(one.sort) == one.number - 1)):
            levels.clear()
            last.clear()
            out.append(None)
            continue
        last[one.sort] = one.number
        if one.sort in levels:
            del levels[levels.index(one.sort) + 1 :]
        elif len(levels) < _MOST_DEPTH:
            levels.append(one.sort)
        out.append(_mark(one, len(levels) - 1))
    return out


def _mark(one: _Seen, depth: int) -> ListMarker:
    if one.sort[0] == "n":
        return ListMarker("number", len(one.text), one.text[:-1], "", depth)
    return ListMarker("bullet", len(one.text), "", "" if one.sort[0] == "b" else one.text, depth)


def _seen(line: str) -> _Seen | None:
    found = _MARK.match(line)
    if not found:
        return None
    gap = next(value for name, value in found.groupdict().items() if name.startswith("gap") and value is not None)
    made = "\t" in gap
    if character := found["sure"] or found["bullet"] or found["font"]:
        return _Seen("b" + character, character, True)
    if found["dash"]:
        return _Seen("b" + found["dash"], found["dash"], made)
    if found["number"]:
        number = int(found["number"])
        return _Seen("n" + found["end"], found["number"] + found["end"], made or number == 1, number)
    if found["long"]:
        last = int(found["long"].rstrip(".)").rpartition(".")[2])
        return _Seen(f"l{found['long'].count('.')}", found["long"], made, last)
    if found["letter"] and not (found["letter"] in "ivx" and made):
        text = found["letter"] + found["close"]
        return _Seen("a" + found["close"] + ("а" if found["letter"] > "z" else "a"), text, made, ord(found["letter"]))
    text = (found["roman"] or found["letter"]) + (found["shut"] or found["close"])
    return _Seen("r", text, made)


def _has_neighbour(seen: Sequence[_Seen | None], at: int) -> bool:
    """Return whether a line right above or below has a mark of the same sort, and numbers follow one another."""
    own = seen[at]
    for other in (seen[at - 1] if at else None, seen[at + 1] if at + 1 < len(seen) else None):
        alike = other is not None and other.sort == own.sort and own.sort[:2] not in ("r", "a.")
        if alike and (own.number is None or abs(other.number - own.number) == 1):
            return True
    return False


def numbered_lines(lines: Sequence[str]) -> list[str]:
    """The lines without their numbers, where each has the next one from 1 on; empty for anything else."""
    found = [_NUMBERED.match(line.strip()) for line in lines]
    numbers = [int(one[1]) for one in found if one]
    return [one[2] for one in found if one] if len(lines) > 1 and numbers == list(range(1, len(lines) + 1)) else []
