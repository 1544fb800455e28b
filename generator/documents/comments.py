"""What people write beside the data of a YAML text: comments and blank lines, each at the field or item it belongs to.

PyYAML drops comments, and a round-trip library keeps them with the *preceding* token, so that a field that moves leaves
its comment behind. Here a comment belongs to what a reader takes it for:

1. At the end of a line: to the field or the item of a list that begins last before it.
2. On lines of its own: to the field or item below it, with which it moves. Indented deeper than that one it closes the
   group or the list above, where the fields stand as far in as the comment does; below a field without a value and
   deeper than it the comment fills that field (a group of which everything is commented out).
3. A blank line belongs to what follows it, comments included. Several are one; none opens a file, a group or a list,
   and none ends a file.

Pure: takes text that ``strict_yaml`` has read without a complaint, touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from generator.documents.strict_yaml import Loc

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_FENCE = re.compile(r"-{3,}\s*$")
_MODELINE = re.compile(r"# *yaml-language-server:")
BLANK = ""


@dataclass(frozen=True)
class Notes:
    """Comments (``# …``, without their indent) and blank lines (empty) by place.

    ``before`` stand above a field or an item, ``beside`` ends its first line, ``after`` closes a group or a list.
    """

    before: dict[Loc, list[str]] = field(default_factory=dict)
    beside: dict[Loc, str] = field(default_factory=dict)
    after: dict[Loc, list[str]] = field(default_factory=dict)
    spoken: set[Loc] = field(default_factory=set)
    """The places that have a comment at them or inside: they are written though they hold no value."""

    def add(self, place: dict[Loc, list[str]], loc: Loc, text: str) -> None:
        """Put a line of its own at ``loc``."""
        place.setdefault(loc, []).append(text)
        if text != BLANK:
            self.spoken.update(loc[:end] for end in range(len(loc) + 1))

    def all(self) -> list[str]:
        """Every comment, sorted: what must be there before and after."""
        own_lines = [line for place in (self.before, self.after) for lines in place.values() for line in lines]
        return sorted(line for line in (*own_lines, *self.beside.values()) if line != BLANK)


class _Entry(NamedTuple):
    """A field (its name) or an item of a list (its dash): where it begins."""

    loc: Loc
    line: int
    column: int
    empty: bool


class _Span(NamedTuple):
    """Lines and columns from 0, the end excluded."""

    start: tuple[int, int]
    end: tuple[int, int]


class _Outline:
    """The entries of a text in order, the ends of its bracketed lists, and what is inside of scalars."""

    def __init__(self, text: str):
        self.lines = text.split("\n")
        self.entries: list[_Entry] = []
        self.brackets: dict[Loc, _Span] = {}
        self.scalars: list[_Span] = []
        self._dashes = (t.start_mark for t in yaml.scan(text, Loader=_Loader) if isinstance(t, yaml.BlockEntryToken))
        events = yaml.parse(text, Loader=_Loader)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self._node(event, events, ())

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc) -> None:
        start = (event.start_mark.line, event.start_mark.column)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, start)
        elif isinstance(event, yaml.SequenceStartEvent):
            number = 0
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                mark = item.start_mark if event.flow_style else next(self._dashes)
                self.entries.append(_Entry((*loc, number), mark.line, mark.column, _is_empty(item)))
                self._node(item, events, (*loc, number))
                number += 1
            if event.flow_style:
                self.brackets[loc] = _Span(start, (item.end_mark.line, item.end_mark.column))
        elif isinstance(event, yaml.MappingStartEvent):
            while not isinstance(key := next(events), yaml.MappingEndEvent):
                here = (*loc, key.value)
                self._scalar(key, (key.start_mark.line, key.start_mark.column))
                value = next(events)
                self.entries.append(_Entry(here, key.start_mark.line, key.start_mark.column, _is_empty(value)))
                self._node(value, events, here)
            if event.flow_style:
                self.brackets[loc] = _Span(start, (key.end_mark.line, key.end_mark.column))

    def _scalar(self, event: yaml.ScalarEvent, start: tuple[int, int]) -> None:
        end = (event.end_mark.line, event.end_mark.column)
        if event.style in ("|", ">"):
            # The first line says how the block is read and may end with a comment; the blank lines at the end, which
            # the parser counts in, stand outside.
            last = end[0] if end[1] else end[0] - 1
            last = min(last, len(self.lines) - 1)
            while last > start[0] and not self.lines[last].strip():
                last -= 1
            start, end = (start[0] + 1, 0), (last + 1, 0)
        self.scalars.append(_Span(start, end))

    def free(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers; what is inside a scalar is dots, and lines wholly inside are left out."""
        spans = iter(sorted(self.scalars))
        span = next(spans, None)
        for number, line in enumerate(self.lines):
            out = line
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


def _is_empty(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.value == "" and not event.style


def parted(text: str, path: str) -> tuple[str, str]:
    """The YAML of a file and, of a ``.md`` one, the Markdown under it without the blank lines around it."""
    if not path.endswith(".md"):
        return text, ""
    lines = text.split("\n")
    opened = next(n for n, line in enumerate(lines) if _FENCE.match(line))
    closed = next(n for n, line in enumerate(lines) if n > opened and _FENCE.match(line))
    body = lines[closed + 1 :]
    while body and not body[0].strip():
        body = body[1:]
    while body and not body[-1].strip():
        body = body[:-1]
    return "\n".join(lines[opened + 1 : closed]) + "\n", "\n".join(body)


def of(text: str) -> Notes:
    """The comments and blank lines of a YAML text; the line by which editors find the schema is none of them."""
    notes = Notes()
    outline = _Outline(text)
    columns = {entry.loc[:-1]: entry.column for entry in reversed(outline.entries)}
    run: list[tuple[int, int, str]] = []  # lines of their own since the last entry: line, column, text
    entries = iter([*outline.entries, None])
    previous, following = None, next(entries)
    for number, line in outline.free():
        while following and following.line < number:
            previous, following = following, next(entries)
        found = _COMMENT.search(line)
        comment = outline.lines[number][found.start() :].rstrip() if found else BLANK
        if found and _MODELINE.match(comment):
            comment, found, line = BLANK, None, "."
        alone = not line[: found.start()].strip() if found else not line.strip()
        if following and following.line == number:
            _settle(notes, outline, columns, run, previous, following)
            run = []
            while following and following.line == number and (not found or following.column < found.start()):
                previous, following = following, next(entries)
        if alone and (found or number < len(outline.lines) - 1):
            run.append((number, found.start() if found else 0, comment))
        elif found:
            _put_beside(notes, outline, previous, (number, found.start()), comment)
    _settle(notes, outline, columns, run, previous, None)
    return notes


def _put_beside(notes: Notes, outline: _Outline, entry: _Entry | None, at: tuple[int, int], comment: str) -> None:
    loc = entry.loc if entry else ()
    while loc and loc[:-1] in outline.brackets and outline.brackets[loc[:-1]].end <= at:
        loc = loc[:-1]
    if loc in notes.beside or not loc:
        notes.add(notes.before if loc else notes.after, loc, comment)
    else:
        notes.beside[loc] = comment
        notes.spoken.update(loc[:end] for end in range(len(loc) + 1))


def _settle(
    notes: Notes,
    outline: _Outline,
    columns: dict[Loc, int],
    run: list[tuple[int, int, str]],
    previous: _Entry | None,
    following: _Entry | None,
) -> None:
    """Give the lines of their own between two entries to the one below or to what ends above."""
    while run and run[-1][2] == BLANK and following is None:
        run.pop()
    opens = previous is None or (following is not None and following.loc[: len(previous.loc)] == previous.loc)
    closing, blanks = True, []
    for number, column, comment in run:
        if comment == BLANK:
            blanks.append(comment)
            continue
        home = _closed_by(outline, columns, number, column, previous, following) if closing else None
        closing = home is not None
        place, loc = (notes.before, following.loc) if home is None else (notes.after, home)
        if blanks and not (opens and not notes.before.get(loc) and not notes.after.get(loc)):
            notes.add(place, loc, BLANK)
        notes.add(place, loc, comment)
        blanks = []
    if blanks and following and not (opens and following.loc not in notes.before):
        notes.add(notes.before, following.loc, BLANK)


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
