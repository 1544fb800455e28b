"""Which table of a document is which block of a form, and where in it each question is answered.

The bookmark at a label is believed first, then the words of the label; a label that a person touched is still found by
its nearest words, because a wrong guess there shows at once: the answer beside it does not fit.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn

from generator.office.document_body import Cell, Table
from generator.office.document_plan import HINT_STYLE, Block, Line, folded

_HEADER_ROWS = 3
_ALIKE = 0.86
_MOST_GUESSED = 200  # rows whose labels are looked up by likeness, which is slow
_LONGEST = 300  # signs of a label with its hint


@dataclass(frozen=True)
class Answered:
    """A question and the cell with its answer; ``member`` counts the members of a group that repeats."""

    line: Line
    cell: Cell
    member: int | None = None


@dataclass(frozen=True)
class Match:
    """A table that is a block of the form: answers in order, and labels with an answer that nobody asked for."""

    block: Block
    table: Table
    answers: tuple[Answered, ...]
    unknown: tuple[tuple[str, Cell], ...]
    score: float


def match(table: Table, blocks: Sequence[Block]) -> Match | None:
    """The block that the table is, or None. Best of all blocks by how many of its labels stand where they should."""
    found = [one for block in blocks if (one := _as_block(table, block, blocks)).score >= 1]
    return max(found, key=lambda one: one.score, default=None)


def label(cell: Cell) -> str:
    """The label in a cell, without the hint under it."""
    return " ".join(p.text for p in cell.paragraphs if p.text and p.style != HINT_STYLE)


def _as_block(table: Table, block: Block, blocks: Sequence[Block]) -> Match:
    if block.shape == "rows":
        return _as_rows(table, block)
    pool = [line for one in blocks if one.shape == "answers" for line in one.lines] if block.shape == "answers" else ()
    answers: list[Answered] = []
    unknown: list[tuple[str, Cell]] = []
    own = 0.0
    for row in table.rows:
        if len(row) < 2:
            continue
        line = _line(row[0], block.lines)
        own += line is not None
        line = line or _line(row[0], pool)
        members = row[1:] if block.shape == "columns" else row[1:2]
        if line is None:
            unknown += [(label(row[0]), cell) for cell in members if cell.text and label(row[0])]
            continue
        answers += [
            Answered(line, cell, cell.column - 1 if block.shape == "columns" else None)
            for cell in members
            if not cell.goes_on
        ]
    return Match(block, table, tuple(answers), tuple(unknown), _score(own, table, block))


def _as_rows(table: Table, block: Block) -> Match:
    head, columns = 0, {}
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        here = {cell.column: line for cell in row if (line := _line(cell, block.lines))}
        if len(here) > len(columns):
            head, columns = number, here
    if len(columns) < min(2, len(block.lines)):
        return Match(block, table, (), (), 0)
    answers, unknown = [], []
    labels = {cell.column: label(cell) for cell in table.rows[head]}
    for member, row in enumerate(table.rows[head + 1 :]):
        for cell in row:
            if cell.column in columns:
                answers.append(Answered(columns[cell.column], table.whole(cell.row, cell.column) or cell, member))
            elif cell.text and not cell.text.rstrip(".)").isdigit():
                unknown.append((labels.get(cell.column, ""), cell))
    return Match(block, table, tuple(answers), tuple(unknown), _score(len(columns), table, block))


def _score(found: float, table: Table, block: Block) -> float:
    """How sure: labels found, and a little for the heading above and for how much of the block they are."""
    if not found:
        return 0
    return found + (folded(table.heading) == folded(block.heading)) * 0.6 + 0.3 * found / len(block.lines)


def _line(cell: Cell, lines: Iterable[Line]) -> Line | None:
    lines = list(lines)
    marks = set(_bookmarks(cell))
    for line in lines:
        if line.mark[:40] in marks:
            return line
    said = folded(label(cell))
    if not said or len(said) > _LONGEST:
        return None
    for line in lines:
        if said == folded(line.label):
            return line
    begun = [line for line in lines if said.startswith(folded(line.label) + " ")]  # the hint's style was lost
    if begun:
        return max(begun, key=lambda line: len(line.label))
    if cell.row > _MOST_GUESSED:
        return None
    alike = {folded(line.label): line for line in lines}
    near = difflib.get_close_matches(said, alike, n=1, cutoff=_ALIKE)
    return alike[near[0]] if near else None


def _bookmarks(cell: Cell) -> Iterator[str]:
    for mark in cell.at.iter(qn("w:bookmarkStart")):
        yield mark.get(qn("w:name")) or ""
