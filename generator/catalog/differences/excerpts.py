"""The changed places of a text with the words around them: ``«… к углу, [−где плакат−][+купите слонов+] и …»``.

What went stands between ``[−`` and ``−]``, what came between ``[+`` and ``+]``: readable as it is on a terminal, and
the comment under a request turns the same marks into struck and underlined words. A text of the change cannot write
them.

Words are compared, not characters. Texts come from strangers, so the work is bounded: triples of words that occur once
in both texts are anchors (the idea of patience diff), only the short stretches between them go through ``difflib``, and
a stretch that is too long counts as replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.catalog.differences.invisible import spelled_out

MARKED = re.compile(r"\[−(?P<gone>.*?)−\]|\[\+(?P<came>.*?)\+\]")
"""Finds what is marked in a finished row."""

MAX_NEW_TEXT = 1500  # characters of one new text; what is beyond is counted
_MOST_ADDED, _MOST_REMOVED = 700, 300  # of one changed place
_MOST_PLACES = 12
_AROUND = 5  # words shown on each side
_JOINED = 2  # fewer equal words than this between two changes are no island worth looking at
_ANCHOR = 3
_MOST_COMPARED = 10_000  # pairs of words in one stretch
_MOST_WORK = 300_000  # pairs of words in one text

_WORD = re.compile(r"\w+|[^\w\s]")


class Hunk(NamedTuple):
    """A difference of two lists of words: ``[a0:a1]`` of the older one is ``[b0:b1]`` of the newer one."""

    a0: int
    a1: int
    b0: int
    b1: int


def changed(old: str, new: str) -> list[str]:
    """A row for every changed place of two texts (without what should not be repeated), the last one counts what is
    left out."""
    a, b = _words(old), _words(new)
    hunks = differing([old[s:e] for s, e in a], [new[s:e] for s, e in b])
    places = list(_neighbours(hunks))
    rows = [_row(old, new, a, b, place) for place in places[:_MOST_PLACES]]
    if left := places[_MOST_PLACES:]:
        came, gone = (sum(h.b1 - h.b0 for p in left for h in p), sum(h.a1 - h.a0 for p in left for h in p))
        rows.append(f"и ещё мест: {len(left)} (слов добавлено: {came}, убрано: {gone}) — смотрите файл")
    return rows


def trim_common_ends(old: str, new: str) -> tuple[str, str]:
    """Two texts that share little, without what they begin and end with alike: what was, what is."""
    a, b = _words(old), _words(new)
    start, end = _ends([old[s:e] for s, e in a], [new[s:e] for s, e in b])
    cut = [text[spans[start][0] if start < len(spans) else len(text) :
                spans[len(spans) - end - 1][1] if end < len(spans) else len(text)]
           for text, spans in ((old, a), (new, b))]  # fmt: skip
    before, after = ("…" if start else ""), ("…" if end else "")
    return tuple(  # type: ignore[return-value]
        f"{name}: «{before}{clipped(text, most)}{after}»"
        for name, text, most in (("было", cut[0], _MOST_ADDED), ("стало", cut[1], MAX_NEW_TEXT))
    )


def clipped(text: str, most: int) -> str:
    """A text on one line without our own marks; of a long one the beginning and the end, and how much is between."""
    line = unmarked(spelled_out(text))
    if len(line) <= most:
        return line
    head, tail = line[: most * 2 // 3].rsplit(" ", 1)[0], line[-(most // 3) :].split(" ", 1)[-1]
    hidden = len(line) - len(head) - len(tail)
    return f"{head} …(здесь не показано знаков: {hidden}, смотрите файл)… {tail}"


def differing(a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """Where two lists of words differ, in order. The work is linear in their length but for a bounded part."""
    start, end = _ends(a, b)
    found: list[Hunk] = []
    at, to, work = start, start, 0
    a_end, b_end = len(a) - end, len(b) - end
    for i, j, size in (*_anchors(a, b, start, a_end, b_end), (a_end, b_end, 0)):
        if i < at or j < to:
            continue
        pairs = (i - at) * (j - to)
        work += pairs if pairs <= _MOST_COMPARED else 0
        if pairs and pairs <= _MOST_COMPARED and work <= _MOST_WORK:
            codes = SequenceMatcher(None, a[at:i], b[to:j], autojunk=False).get_opcodes()
            found += (Hunk(at + a0, at + a1, to + b0, to + b1) for tag, a0, a1, b0, b1 in codes if tag != "equal")
        elif i > at or j > to:
            found.append(Hunk(at, i, to, j))
        at, to = i + size, j + size
    return [_slid(one, a, b) for one in _merged(found)]


def _words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]


def _ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many words two lists have in common at the beginning, and then at the end."""
    most = min(len(a), len(b))
    start = next((n for n in range(most) if a[n] != b[n]), most)
    end = next((n for n in range(most - start) if a[-1 - n] != b[-1 - n]), most - start)
    return start, end


def _anchors(a: Sequence[str], b: Sequence[str], start: int, a_end: int, b_end: int) -> Iterator[tuple[int, int, int]]:
    """(position, position, length) of runs of words that occur once in both lists, in the same order in both."""
    if (a_end - start) * (b_end - start) <= _MOST_COMPARED:
        return
    where: list[dict[tuple[str, ...], int]] = [{}, {}]
    for known, words, end in ((where[0], a, a_end), (where[1], b, b_end)):
        runs = [tuple(words[n : n + _ANCHOR]) for n in range(start, end - _ANCHOR + 1)]
        counts = Counter(runs)
        known.update((run, start + n) for n, run in enumerate(runs) if counts[run] == 1)
    pairs = [(at, where[1][run]) for run, at in where[0].items() if run in where[1]]
    yield from ((*pairs[n], _ANCHOR) for n in rising([to for _, to in pairs]))


def rising(values: Sequence[int]) -> list[int]:
    """The positions of a longest rising subsequence."""
    tops: list[int] = []  # positions; the values there rise
    tails: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(tops[at - 1] if at else -1)
        tops[at : at + 1], tails[at : at + 1] = [n], [value]
    out, n = [], tops[-1] if tops else -1
    while n >= 0:
        out.append(n)
        n = before[n]
    return out[::-1]


def _merged(found: Sequence[Hunk]) -> list[Hunk]:
    """Changes with hardly a word between them are one: «[−два раза−][+три дня+]», not four little ones."""
    out: list[Hunk] = []
    for one in found:
        if out and one.b0 - out[-1].b1 < _JOINED and one.a0 - out[-1].a1 < _JOINED:
            out[-1] = Hunk(out[-1].a0, one.a1, out[-1].b0, one.b1)
        else:
            out.append(one)
    return out


def _slid(one: Hunk, a: Sequence[str], b: Sequence[str]) -> Hunk:
    """A sentence that came or went begins with its first word, not with the full stop of the one before it."""
    words, first, last = (b, one.b0, one.b1) if one.a0 == one.a1 else (a, one.a0, one.a1)
    alone = one.a0 == one.a1 or one.b0 == one.b1
    if alone and last < len(words) and words[first] == words[last] and not words[first].isalnum():
        return Hunk(*(at + 1 for at in one))
    return one


def _neighbours(hunks: Sequence[Hunk]) -> Iterator[list[Hunk]]:
    """Changes that share the words around them are shown together."""
    group: list[Hunk] = []
    for one in hunks:
        if group and one.b0 - group[-1].b1 > 2 * _AROUND:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _row(old: str, new: str, a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]], place: list[Hunk]) -> str:
    """One place: words around it, what went, what came."""
    first, last = max(place[0].b0 - _AROUND, 0), min(place[-1].b1 + _AROUND, len(b))
    out, at = "", first
    for one in place:
        gone = old[a[one.a0][0] : a[one.a1 - 1][1]] if one.a1 > one.a0 else ""
        came = new[b[one.b0][0] : b[one.b1 - 1][1]] if one.b1 > one.b0 else ""
        marks = f"[−{clipped(gone, _MOST_REMOVED)}−]" if gone else ""
        marks += f"[+{clipped(came, _MOST_ADDED)}+]" if came else ""
        out += _kept(new, b, at, one.b0)
        out += (" " if _apart(new, b, one.b0) or (not came and _apart(old, a, one.a0)) else "") + marks
        out += " " if _apart(new, b, one.b1) or (not came and _apart(old, a, one.a1)) else ""
        at = one.b1
    out += _kept(new, b, at, last)
    return f"«{'…' if first else ''}{out.strip()}{'…' if last < len(b) else ''}»"


def _kept(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    return unmarked(spelled_out(text[spans[start][0] : spans[end - 1][1]])) if end > start else ""


def _apart(text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Return whether a space stands before the word ``at``."""
    return 0 < at < len(spans) and spans[at][0] > spans[at - 1][1]


def unmarked(line: str) -> str:
    """A text of the change cannot write our marks, nor close our quotes."""
    for mark, instead in (("[−", "[ −"), ("−]", "− ]"), ("[+", "[ +"), ("+]", "+ ]"), ("«", "„"), ("»", "“")):
        line = line.replace(mark, instead)
    return line
