"""Which table of a document is which block of a form, and where in it each question is answered.

The bookmark at a label is believed first, then the words of the label; a label that a person touched is still found by
its nearest words, because a wrong guess there shows at once: the answer beside it does not fit.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.channels.office import document_account as account
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
    """A question and the ``cells`` with its answer, several where a label is merged downwards; ``member`` counts the
    members of a group that repeats. ``beside`` is what was written where no answer belongs and may be one: into the
    cell of the label, into a column behind the answer."""

    line: QuestionLine
    cells: tuple[DocumentCell, ...]
    member: int | None = None
    beside: tuple[DocumentCell, ...] = ()

    @cached_property
    def cell(self) -> DocumentCell:
        """The answer as one cell."""
        first, *more = self.cells
        if not more:
            return first
        paragraphs = tuple(paragraph for cell in self.cells for paragraph in cell.paragraphs)
        return replace(
            first, paragraphs=paragraphs, findings=tuple(one for cell in self.cells for one in cell.findings)
        )


@dataclass(frozen=True)
class Stray:
    """Words in a table of ours that are no answer, with the ``label`` that stands at them; ``at_label`` for what was
    written into the cell of a label, ``merged`` for a number that is merged over several rows and counted in the first
    alone."""

    cell: DocumentCell
    label: str = ""
    at_label: bool = False
    merged: bool = False


@dataclass(frozen=True)
class Match:
    """A table that is a block of the form: answers in order, and what else somebody wrote into it, with the label that
    stands at it; ``asked`` are the cells of the labels; ``marked`` is how many of them have our bookmark;
    ``columns`` are those of a table with a member a row; ``first`` is the table of which it is the second part,
    or which lies in a cell of this one."""

    block: QuestionTable
    table: DocumentTable
    answers: tuple[Answered, ...]
    strays: tuple[Stray, ...]
    score: float
    marked: int = 0
    asked: tuple[DocumentCell, ...] = ()
    columns: Mapping[int, QuestionLine] = field(default_factory=dict)
    first: DocumentTable | None = None

    @property
    def origin(self) -> DocumentTable:
        """The whole table, by its first part."""
        return self.first or self.table

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
        self._by_label = {normalize_label(line.label): line for line in reversed(self.lines)}
        self._near: dict[str, QuestionLine | None] = {}

    def marked(self, cell: DocumentCell) -> QuestionLine | None:
        """The question whose bookmark is in the cell."""
        return next((line for mark in _bookmarks(cell) if (line := self._marks.get(mark))), None)

    def written(self, cell: DocumentCell, line: QuestionLine) -> tuple[DocumentCell, ...]:
        """What a person wrote into the cell of the label, as a cell of its own; nothing for no words."""
        merged = [self._marks[mark] for mark in _bookmarks(cell) if mark in self._marks]
        typed = account.written_at_label(cell, dict.fromkeys([line, *merged]))
        return (replace(cell, paragraphs=typed, findings=()),) if typed else ()

    def named(self, cell: DocumentCell) -> QuestionLine | None:
        """The question whose label the cell has, with or without a hint behind it."""
        text = normalize_label(read_label(cell))
        if len(text) > _LONGEST:  # an answer was typed under the label
            text = normalize_label(next((line for line in cell.lines), ""))
        if not text or len(text) > _LONGEST:
            return None
        if line := self._by_label.get(text):
            return line
        begun = [name for name in self._by_label if text.startswith(name + " ")]  # the hint's style was lost
        return self._by_label[max(begun, key=len)] if begun else None

    def nearest(self, cell: DocumentCell) -> QuestionLine | None:
        """The question whose label is like the words of the cell."""
        text = normalize_label(read_label(cell))
        if not text or len(text) > _LONGEST or cell.row > _MOST_GUESSED:
            return None
        if text not in self._near:
            near = difflib.get_close_matches(text, self._by_label, n=1, cutoff=_ALIKE)
            self._near[text] = self._by_label[near[0]] if near else None
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
    heads = [cell for row in table.rows for cell in row[: min(2, len(row) - 1)]]
    merged = {line.path for row in table.rows if len(row) == 1 and (line := labels.marked(row[0]))}
    marked = {line.path for cell in heads if (line := labels.marked(cell))} | merged
    named = {line.path for cell in heads if (line := labels.named(cell))}
    is_under = normalize_label(table.heading) == normalize_label(block.heading)
    if not (marked or named or is_under):
        return nothing
    answers: list[Answered] = []
    asked: list[DocumentCell] = []
    strays: list[Stray] = []
    own: set[str] = set()
    above: list[Answered] = []  # of the row above
    for row in table.rows:
        if above and row and row[0].goes_on and not row[0].text:  # its label is merged over two rows
            answers[-len(above) :] = above = [_longer(answer, row) for answer in above]
            continue
        at, line = _asks(row, labels, pool if block.shape == "answers" else None)
        if line is None:
            above = []
            continue
        typed = labels.written(row[at], line)
        above = list(_answers(row, at, line, block, typed))
        answers += above
        asked.append(row[at])
        if line in labels.lines and (len(row) > 1 or labels.marked(row[at])):
            own.add(line.path)
        if not any(answer.beside or answer.cells == typed for answer in above):
            strays += [Stray(cell, line.label, at_label=True) for cell in typed]
    strays += _strays(table, asked, answers)
    # A table of one question has no more than one label; a foreign one has rows that are none of ours.
    if not (marked or len(own) >= _ENOUGH or (own and (is_under or not strays))):
        return nothing
    score = _score(len(own), table, block)
    return Match(block, table, tuple(answers), tuple(strays), score, len(marked), tuple(asked))


def _asks(row: Sequence[DocumentCell], labels: Labels, pool: Labels | None) -> tuple[int, QuestionLine | None]:
    """Which cell of a row asks, and what: the first, or the second behind a column of numbers. A label alone in its row
    is one that was merged with its answer."""
    if len(row) == 1:
        return 0, labels.marked(row[0]) or labels.named(row[0])
    for at, cell in enumerate(row[: min(2, len(row) - 1)]):
        if line := labels.line(cell, guess=True) or (pool.line(cell, guess=True) if pool else None):
            return at, line
        if cell.text and not account.numbers_a_row(cell.text):
            break
    return 0, None


def _answers(
    row: Sequence[DocumentCell], at: int, line: QuestionLine, block: QuestionTable, beside: tuple[DocumentCell, ...]
) -> Iterator[Answered]:
    """The answers of a row whose cell number ``at`` is the label; ``beside`` is what was written into that cell."""
    label, others = row[at], [cell for cell in row[at + 1 :] if not cell.goes_on]
    if len(row) == 1:
        yield from (Answered(line, (cell,), 0 if block.shape == "columns" else None) for cell in beside)
    elif block.shape == "answers":
        yield from (Answered(line, (cell,), None, (*beside, *others[1:])) for cell in others[:1])
    else:
        is_alone = not any(cell.text for cell in others)
        for number, cell in enumerate(others):
            member = cell.column - label.column - label.span
            yield Answered(line, (cell,), member, beside if is_alone and not number else ())


def _longer(answer: Answered, row: Sequence[DocumentCell]) -> Answered:
    """An answer with what stands under it in a row that goes on with the one above."""
    more = (cell for cell in row if cell.column == answer.cells[0].column and cell.text and not cell.goes_on)
    return replace(answer, cells=(*answer.cells, *more))


def _as_rows(table: DocumentTable, block: QuestionTable, labels: Labels) -> Match:
    head, columns, marked = 0, {}, 0
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        here = {cell.column: line for cell in row if (line := labels.line(cell, guess=True))}
        if len(here) > len(columns):
            head, columns = number, here
            marked = sum(labels.marked(cell) is not None for cell in row)
    if len(columns) < min(2, len(block.lines)):
        return Match(block, table, (), (), 0)
    asked = [cell for cell in table.rows[head] if cell.column in columns]
    answers = _members(table, head + 1, columns, block)
    names = {cell.column: read_label(cell) for cell in table.rows[head]}
    strays = [
        Stray(typed, columns[cell.column].label, at_label=True)
        for cell in asked
        for typed in labels.written(cell, columns[cell.column])
    ]
    strays += _strays(table, asked, answers, names)
    strays += _merged_numbers(table, head + 1, columns, block)
    score = _score(len(columns), table, block)
    return Match(block, table, tuple(answers), tuple(strays), score, marked, tuple(asked), columns)


def goes_on(before: Match | None, table: DocumentTable) -> Match | None:
    """The second part of a table with a member a row that somebody cut in two: right behind the first, as wide, with
    numbers alone where the first has none of our columns."""
    if before is None or not before.columns or table.number != before.table.number + 1:
        return None
    is_its = (table.width, table.heading) == (before.table.width, before.table.heading)
    beside = [cell.text for row in table.rows for cell in row if cell.column not in before.columns and cell.text]
    if not is_its or not all(map(account.numbers_a_row, beside)):
        return None
    answers = _members(table, 0, before.columns, before.block)
    first = before.first or before.table
    return replace(before, table=table, answers=tuple(answers), strays=(), marked=0, asked=(), first=first)


def _members(
    table: DocumentTable, first: int, columns: Mapping[int, QuestionLine], block: QuestionTable
) -> list[Answered]:
    """The answers of a table with a member a row. A row goes on with the one above where the cell that names the member
    is merged over both; any other cell that is merged so is said of every row, but for a number, which would be
    counted twice."""
    naming = next((column for column, line in columns.items() if line is block.lines[0]), None)
    out: dict[tuple[int, int], Answered] = {}
    member = -1
    for row in table.rows[first:]:
        goes_on = member >= 0 and any(cell.column == naming and cell.goes_on for cell in row)
        member += not goes_on
        for cell in row:
            if (line := columns.get(cell.column)) is None or (goes_on and (cell.goes_on or not cell.text)):
                continue
            if cell.goes_on and line.question.widget == "number":
                continue
            if before := out.get((member, cell.column)):
                out[member, cell.column] = replace(before, cells=(*before.cells, cell))
            else:
                whole = table.whole(cell.row, cell.column) or cell
                out[member, cell.column] = Answered(line, (whole,), member)
    return list(out.values())


def _merged_numbers(
    table: DocumentTable, first: int, columns: Mapping[int, QuestionLine], block: QuestionTable
) -> Iterator[Stray]:
    for row in table.rows[first:]:
        names_one = any(columns.get(cell.column) is block.lines[0] and not cell.goes_on and cell.text for cell in row)
        for cell in row if names_one else ():
            line, whole = columns.get(cell.column), table.whole(cell.row, cell.column)
            if cell.goes_on and line and line.question.widget == "number" and whole and whole.text:
                yield Stray(replace(whole, row=cell.row, number=cell.number), line.label, merged=True)


def _strays(
    table: DocumentTable,
    asked: Sequence[DocumentCell],
    answers: Sequence[Answered],
    names: Mapping[int, str] | None = None,
) -> Iterator[Stray]:
    """What is neither label nor answer, with the words that stand at it: the head of its column (``names``), else those
    of its row."""
    taken = [cell for answer in answers for cell in (*answer.cells, *answer.beside)]
    found = list(account.cells_left(table, [*asked, *taken]))
    begun = {cell.row: read_label(cell) for cell in found if cell.number == 0}
    for cell in found:
        if names is not None:
            yield Stray(cell, "" if cell in table.rows[asked[0].row] else names.get(cell.column, ""))
        elif cell.number:
            yield Stray(cell, begun.get(cell.row, ""))
        elif not any(other.row == cell.row and other.number for other in found):
            yield Stray(cell)


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
