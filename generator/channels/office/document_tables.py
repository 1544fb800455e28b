"""Which table of a document is which block of a form, and where in it each question is answered.

The bookmark at a label is believed first, then the words of the label; a label that a person touched is still found by
its nearest words, because a wrong guess there shows at once: the answer beside it does not fit.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_plan import HINT_STYLE, QuestionLine, QuestionTable, normalize_label
from generator.channels.office.document_styles import qn
from generator.channels.office.filled import FilePlace
from generator.channels.office.tables import column_letters

_HEADER_ROWS = 3
_ALIKE = 0.86
_MOST_GUESSED = 200  # rows whose labels are looked up by likeness, which is slow
_LONGEST = 300  # characters of a label with its hint
_ENOUGH = 2  # labels that make a table one of ours


@dataclass(frozen=True)
class Answered:
    """A question and the cell with its answer; ``member`` counts the members of a group that repeats."""

    line: QuestionLine
    cell: DocumentCell
    member: int | None = None


@dataclass(frozen=True)
class Match:
    """A table that is a block of the form: answers in order, and labels with an answer that nobody asked for;
    ``marked`` is how many labels have our bookmark."""

    block: QuestionTable
    table: DocumentTable
    answers: tuple[Answered, ...]
    unknown: tuple[tuple[str, DocumentCell], ...]
    score: float
    marked: int = 0

    @property
    def paths(self) -> set[str]:
        """The questions that it answers."""
        return {answer.line.path for answer in self.answers}

    @property
    def is_under_its_heading(self) -> bool:
        """Return whether the heading of the block stands above the table."""
        return normalize_label(self.table.heading) == normalize_label(self.block.heading)


class Labels:
    """The labels of some questions as cells are compared with them; what was looked up once is remembered."""

    def __init__(self, lines: Iterable[QuestionLine]):
        self.lines = tuple(lines)
        self._marks = {line.mark[:40]: line for line in reversed(self.lines)}
        self._said = {normalize_label(line.label): line for line in reversed(self.lines)}
        self._near: dict[str, QuestionLine | None] = {}

    def marked(self, cell: DocumentCell) -> QuestionLine | None:
        """The question whose bookmark is in the cell."""
        return next((line for mark in _bookmarks(cell) if (line := self._marks.get(mark))), None)

    def named(self, cell: DocumentCell) -> QuestionLine | None:
        """The question whose label the cell has, with or without a hint behind it."""
        text = normalize_label(read_label(cell))
        if not text or len(text) > _LONGEST:
            return None
        if line := self._said.get(text):
            return line
        begun = [name for name in self._said if text.startswith(name + " ")]  # the hint's style was lost
        return self._said[max(begun, key=len)] if begun else None

    def nearest(self, cell: DocumentCell) -> QuestionLine | None:
        """The question whose label is like the words of the cell."""
        text = normalize_label(read_label(cell))
        if not text or len(text) > _LONGEST or cell.row > _MOST_GUESSED:
            return None
        if text not in self._near:
            near = difflib.get_close_matches(text, self._said, n=1, cutoff=_ALIKE)
            self._near[text] = self._said[near[0]] if near else None
        return self._near[text]

    def line(self, cell: DocumentCell, guess: bool) -> QuestionLine | None:
        """The question that the cell asks, by bookmark, by its words, and with ``guess`` by words that are near."""
        return self.marked(cell) or self.named(cell) or (self.nearest(cell) if guess else None)


class Matcher:
    """The blocks of one form, made ready to be found among the tables of a document."""

    def __init__(self, blocks: Sequence[QuestionTable]):
        self._blocks = [(block, Labels(block.lines)) for block in blocks]
        self._pool = Labels(line for block in blocks if block.shape == "answers" for line in block.lines)

    def match(self, table: DocumentTable) -> Match | None:
        """The block that the table is, or None: best of all by how many of its labels stand where they should. A label
        alone is no proof, because words such as «Итог» stand in every second table of the world."""
        found = [one for block, labels in self._blocks if (one := _as_block(table, block, labels, self._pool)).score]
        return max(found, key=lambda one: one.score, default=None)


def read_label(cell: DocumentCell) -> str:
    """The label in a cell, without the hint under it."""
    return " ".join(p.text for p in cell.paragraphs if p.text and p.style != HINT_STYLE)


def _as_block(table: DocumentTable, block: QuestionTable, labels: Labels, pool: Labels) -> Match:
    if block.shape == "rows":
        return _as_rows(table, block, labels)
    nothing = Match(block, table, (), (), 0)
    asked = [row[0] for row in table.rows if len(row) > 1]
    marked = {line.path for cell in asked if (line := labels.marked(cell))}
    named = {line.path for cell in asked if (line := labels.named(cell))}
    is_under = normalize_label(table.heading) == normalize_label(block.heading)
    if not (marked or named or is_under):
        return nothing
    answers: list[Answered] = []
    unknown: list[tuple[str, DocumentCell]] = []
    own: set[str] = set()
    for row in table.rows:
        if len(row) < 2:
            continue
        line = labels.line(row[0], guess=True)
        if line:
            own.add(line.path)
        elif block.shape == "answers":
            line = pool.line(row[0], guess=True)
        members = row[1:] if block.shape == "columns" else row[1:2]
        if line is None:
            unknown += [(read_label(row[0]), cell) for cell in members if cell.text and read_label(row[0])]
            continue
        answers += [
            Answered(line, cell, cell.column - 1 if block.shape == "columns" else None)
            for cell in members
            if not cell.goes_on
        ]
    # A table of one question has no more than one label; a foreign one has rows that are none of ours.
    if not (marked or len(own) >= _ENOUGH or (own and (is_under or not unknown))):
        return nothing
    return Match(block, table, tuple(answers), tuple(unknown), _score(len(own), table, block), len(marked))


def _as_rows(table: DocumentTable, block: QuestionTable, labels: Labels) -> Match:
    head, columns, marked = 0, {}, 0
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        here = {cell.column: line for cell in row if (line := labels.line(cell, guess=True))}
        if len(here) > len(columns):
            head, columns = number, here
            marked = sum(labels.marked(cell) is not None for cell in row)
    if len(columns) < min(2, len(block.lines)):
        return Match(block, table, (), (), 0)
    answers, unknown = [], []
    names = {cell.column: read_label(cell) for cell in table.rows[head]}
    for member, row in enumerate(table.rows[head + 1 :]):
        for cell in row:
            if cell.column in columns:
                answers.append(Answered(columns[cell.column], table.whole(cell.row, cell.column) or cell, member))
            elif cell.text and not cell.text.rstrip(".)").isdigit():
                unknown.append((names.get(cell.column, ""), cell))
    return Match(block, table, tuple(answers), tuple(unknown), _score(len(columns), table, block), marked)


def _score(found: float, table: DocumentTable, block: QuestionTable) -> float:
    """How sure: labels found, and a little for the heading above and for how much of the block they are."""
    if not found:
        return 0
    return (
        found
        + (normalize_label(table.heading) == normalize_label(block.heading)) * 0.6
        + 0.3 * found / len(block.lines)
    )


def _bookmarks(cell: DocumentCell) -> Iterator[str]:
    for mark in cell.at.iter(qn("w:bookmarkStart")):
        yield mark.get(qn("w:name")) or ""


def place_of_cell(table: DocumentTable, row: int, cell: DocumentCell, column: str = "") -> FilePlace:
    """Where a cell stands, for a person and for remarks; with the name of its ``column``, the cell and not its row."""
    if table.sheet:
        label = f"лист «{table.sheet}», " + (f"ячейка {column_letters(cell.column)}" if column else "строка ")
        return FilePlace(f"{label}{row + 1}", (table.sheet, row + 1, cell.column + 1))
    label = f"таблица {table.number + 1}, строка {row + 1}" + (f", столбец «{column}»" if column else "")
    return FilePlace(label, ("table", table.number, row, cell.number))
