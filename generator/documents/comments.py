"""What people write beside the data of a YAML text: comments and blank lines, each at the field or item it belongs to.

PyYAML drops comments, and a round-trip library keeps them with the *preceding* token, so that a field that moves leaves
its comment behind. Here a comment belongs to what a reader takes it for:

1. At the end of a line: to the field or the item of a list that begins last before it.
2. On lines of its own: to the field or item below it, with which it moves. Indented deeper than that one it closes the
   group or the list above, where the fields stand as far in as the comment does; below a field without a value and
   deeper than it the comment fills that field (a group of which everything is commented out).
3. A blank line belongs to what follows it, comments included. Several are one; none opens a file, a group or a list,
   and none ends a file.

Pure: takes a record that ``sources`` has read without a complaint, touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from generator.documents.sources import Source
from generator.documents.strict_yaml import IN_BRACKETS, Loc, Position, Span

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_DASH_BEHIND = re.compile("[ -]*-")
_MODELINE = re.compile(r"# *yaml-language-server:")
BLANK_LINE = ""


@dataclass(frozen=True)
class Comments:
    """Comments (``# …``, without their indent) and blank lines (empty) by place.

    ``before`` stand above a field or an item, ``beside`` ends its first line, ``after`` closes a group or a list.
    """

    before: dict[Loc, list[str]] = field(default_factory=dict)
    beside: dict[Loc, str] = field(default_factory=dict)
    after: dict[Loc, list[str]] = field(default_factory=dict)
    commented: set[Loc] = field(default_factory=set)
    """The places that have a comment at them or inside: they are written though they hold no value."""

    def add(self, place: dict[Loc, list[str]], loc: Loc, text: str) -> None:
        """Put a line of its own at ``loc``."""
        place.setdefault(loc, []).append(text)
        if text != BLANK_LINE:
            self.commented.update(loc[:end] for end in range(len(loc) + 1))

    def all(self) -> list[str]:
        """Every comment, sorted: what must be there before and after."""
        own_lines = [line for place in (self.before, self.after) for lines in place.values() for line in lines]
        return sorted(line for line in (*own_lines, *self.beside.values()) if line != BLANK_LINE)


class _Entry(NamedTuple):
    """A field (its name) or an item of a list (its dash): where it begins."""

    loc: Loc
    line: int
    column: int
    empty: bool


class _Inside(NamedTuple):
    """Lines and columns from 0, the end excluded."""

    start: tuple[int, int]
    end: tuple[int, int]


class _Outline:
    """The entries of a record's text in order, the ends of its bracketed lists, and what is inside of scalars."""

    def __init__(self, source: Source):
        self._source = source
        self.lines = source.lines
        self.rows = range(source.fields.start - 1, source.fields.stop - 1)
        written = (*source.keys.values(), *source.values.values())
        self.scalars = [self._scalar(span) for span in written if span.is_scalar]

    @cached_property
    def entries(self) -> list[_Entry]:
        return list(_entries(self._source))

    @cached_property
    def brackets(self) -> dict[Loc, _Inside]:
        return {loc: _inside(span) for loc, span in self._source.values.items() if span.style == IN_BRACKETS}

    def _scalar(self, span: Span) -> _Inside:
        start, end = _inside(span)
        if span.style in ("|", ">"):
            # The first line says how the block is read and may end with a comment; the blank lines at the end, which
            # the parser counts in, stand outside.
            last = min(end[0] if end[1] else end[0] - 1, self.rows.stop - 1)
            while last > start[0] and not self.lines[last].strip():
                last -= 1
            start, end = (start[0] + 1, 0), (last + 1, 0)
        return _Inside(start, end)

    def free(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers; what is inside a scalar is dots, and lines wholly inside are left out."""
        spans = iter(sorted(self.scalars))
        span = next(spans, None)
        for number in self.rows:
            line = out = self.lines[number]
            while span and span.end <= (number, 0):
                span = next(spans, None)
            if span and span.start <= (number, 0) and (number + 1, 0) <= span.end:
                continue
            here = span
            while here and here.start < (number, len(line)):
                first = here.start[1] if here.start[0] == number else 0
                last = here.end[1] if here.end[0] == number else len(line)
                out = out[:first] + "." * (last - first) + out[last:]
                if here.end > (number, len(line)):
                    break
                here = span = next(spans, None)
            yield number, out


def _entries(source: Source) -> Iterator[_Entry]:
    for loc, span in source.values.items():
        if loc and (begin := _begin(source, loc, span)):
            yield _Entry(loc, begin.line - 1, begin.column - 1, span.is_empty)


def _begin(source: Source, loc: Loc, span: Span) -> Position | None:
    """The name of a field, or the dash of an item of a list in lines."""
    if isinstance(loc[-1], str):
        return source.keys[loc].start if loc in source.keys else None
    its_list = source.values[loc[:-1]]
    if its_list.style == IN_BRACKETS:
        return span.start
    line, column = span.line, its_list.column  # all dashes of a list stand below each other
    while line > 1 and not _DASH_BEHIND.fullmatch(source.lines[line - 1][:column]):
        line -= 1
    return Position(line, column)


def _inside(span: Span) -> _Inside:
    return _Inside((span.line - 1, span.column - 1), (span.end_line - 1, span.end_column - 1))


def comment_texts(source: Source) -> list[str]:
    """The comments alone, as ``Comments.all`` tells them: to find where they belong takes most of the time."""
    outline = _Outline(source)
    rows = ((number, _COMMENT.search(line)) for number, line in outline.free())
    texts = (outline.lines[number][found.start() :].rstrip() for number, found in rows if found)
    return sorted(text for text in texts if not _MODELINE.match(text))


def read_comments(source: Source) -> Comments:
    """The comments and blank lines between the fields of a record that was read without a complaint; the line by which
    editors find the schema is none of them."""
    notes = Comments()
    outline = _Outline(source)
    columns = {entry.loc[:-1]: entry.column for entry in reversed(outline.entries)}
    run: list[tuple[int, int, str]] = []  # lines of their own since the last entry: line, column, text
    entries = iter([*outline.entries, None])
    previous, following = None, next(entries)
    for number, line in outline.free():
        while following and following.line < number:
            previous, following = following, next(entries)
        found = _COMMENT.search(line)
        comment = outline.lines[number][found.start() :].rstrip() if found else BLANK_LINE
        if found and _MODELINE.match(comment):
            comment, found, line = BLANK_LINE, None, "."
        alone = not line[: found.start()].strip() if found else not line.strip()
        if following and following.line == number:
            _settle(notes, outline, columns, run, previous, following)
            run = []
            while following and following.line == number and (not found or following.column < found.start()):
                previous, following = following, next(entries)
        if alone:
            run.append((number, found.start() if found else 0, comment))
        elif found:
            _put_beside(notes, outline, previous, (number, found.start()), comment)
    _settle(notes, outline, columns, run, previous, None)
    return notes


def _put_beside(notes: Comments, outline: _Outline, entry: _Entry | None, at: tuple[int, int], comment: str) -> None:
    loc = entry.loc if entry else ()
    while loc and loc[:-1] in outline.brackets and outline.brackets[loc[:-1]].end <= at:
        loc = loc[:-1]
    if loc in notes.beside or not loc:
        notes.add(notes.before if loc else notes.after, loc, comment)
    else:
        notes.beside[loc] = comment
        notes.commented.update(loc[:end] for end in range(len(loc) + 1))


def _settle(
    notes: Comments,
    outline: _Outline,
    columns: dict[Loc, int],
    run: list[tuple[int, int, str]],
    previous: _Entry | None,
    following: _Entry | None,
) -> None:
    """Give the lines of their own between two entries to the one below or to what ends above."""
    while run and run[-1][2] == BLANK_LINE and following is None:
        run.pop()
    opens = previous is None or (following is not None and following.loc[: len(previous.loc)] == previous.loc)
    closing, blanks = True, []
    for number, column, comment in run:
        if comment == BLANK_LINE:
            blanks.append(comment)
            continue
        home = _closed_by(outline, columns, number, column, previous, following) if closing else None
        closing = home is not None
        place, loc = (notes.before, following.loc) if home is None else (notes.after, home)
        if blanks and not (opens and not notes.before.get(loc) and not notes.after.get(loc)):
            notes.add(place, loc, BLANK_LINE)
        notes.add(place, loc, comment)
        blanks = []
    if blanks and following and not (opens and following.loc not in notes.before):
        notes.add(notes.before, following.loc, BLANK_LINE)


def _closed_by(
    outline: _Outline,
    columns: dict[Loc, int],
    line: int,
    column: int,
    previous: _Entry | None,
    following: _Entry | None,
) -> Loc | None:
    """The group or list that a comment on a line of its own closes, None when it belongs to what follows."""
    if previous is None:
        return () if following is None else None
    for end in range(len(previous.loc) - 1, -1, -1):  # inside brackets columns say nothing
        loc = previous.loc[:end]
        if loc in outline.brackets and outline.brackets[loc].end > (line, column):
            return None if following and following.loc[:end] == loc else loc
    below = following.column if following else -1
    if previous.empty and column > previous.column and column > below:
        return previous.loc
    for end in range(len(previous.loc) - 1, -1, -1):
        loc = previous.loc[:end]
        if following and following.loc[:end] == loc:
            return None
        if below < columns[loc] <= column or not loc:
            return loc
    return None
