"""Technological maps of lessons: a head of facts («Тема: …») as paragraphs or as a table, then a table of stages.

The head is read line by line: a label that ``lesson_words.yml`` knows begins a fact, words without a label go on with
the one before. A row that heads columns for teacher and pupils begins the stages. What is neither is kept with its
place, so that it can be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from generator import text
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_plan import HINT_STYLE, REMARK_STYLE
from generator.channels.office.document_tables import place_of_cell, read_label
from generator.channels.office.document_text import Finding, Paragraph, Piece
from generator.channels.office.filled import FilePlace
from generator.channels.office.headings import read_words
from generator.records.scalars import short

_NAMED = re.compile(
    r"технологическ\w+ карт\w+|техкарт|(?:план|конспект|сценари|разработк|ход)\w*(?:[\s-]+\w+){0,3}?\s+(?:урок|занят)"
    r"|\bурок\b",
    re.IGNORECASE,
)
_NOT_A_LESSON = re.compile(r"план\w* (?:работ|мероприят)|дорожн\w+ карт|циклограмм|расписани|график", re.IGNORECASE)
#: what stands above the stages and says nothing of the lesson
_HEADLINE = re.compile(
    r"\W*(?:ход|содержание|структура|этапы|план) (?:\w+ )?(?:урока|занятия|ООД|НОД)\W*(?:\(.*\))?\W*"
    r"|\W*(?:технологическая карта|(?:план[- ])?конспект|план)(?: \w+){0,3}\W*(?:№?\s*\d+)?\W*",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\W*(?:технологическая карта|(?:план|конспект)\w*(?:[- ]\w+)? (?:урок|занят))", re.IGNORECASE)
_SEPARATED = re.compile(r"\s*:\s*|\s+[–—-]\s+|\s*(?=[«\"„“])|\s+(?=\d)")
_LABEL_BEGINS = re.compile(r"(?<![А-ЯЁA-Z])[А-ЯЁA-Z]|(?:^|(?<=\s))№")
_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})\s*[.)]\s*")
_AROUND = " :.*\u00a0"  # characters around a label
_MOST_COLONS = 20  # of a line in which labels are looked for; a text with more is none of facts
_MOST_LABEL, _HEAD_ROWS = 90, 2
_LOOKED_AT = 200  # rows of a table among which its stages begin
_LONG_TITLE = 120  # characters of a row of one cell that are words of a lesson and not the name of its next stage


@dataclass
class LessonFact:
    """A fact of the head: its role, the label as it stands, its words."""

    role: str
    label: str
    place: FilePlace
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(one.text for one in self.paragraphs if one.text)


@dataclass
class LessonStage:
    """A stage: the words of its cell, what each column says of it in order (heading, role, paragraphs), what in its
    cells was not taken as it stands."""

    heading: list[Paragraph]
    place: FilePlace
    parts: list[tuple[str, str, Sequence[Paragraph]]] = field(default_factory=list)
    findings: list[tuple[FilePlace, Sequence[Finding]]] = field(default_factory=list)


@dataclass
class LessonMap:
    """A lesson: its facts, its stages, and what is neither, each with its place."""

    facts: list[LessonFact] = field(default_factory=list)
    stages: list[LessonStage] = field(default_factory=list)
    unplaced: list[tuple[FilePlace, str]] = field(default_factory=list)
    findings: list[tuple[FilePlace, Sequence[Finding]]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


def read_lessons(blocks: Sequence[Paragraph | DocumentTable], titles: Sequence[str]) -> list[LessonMap]:
    """The lessons that a document or the sheets of a workbook hold; none for any other document. ``titles`` are the
    name of the file and what stands above its tables."""
    heading = " ".join(titles)
    is_named = bool(_NAMED.search(heading)) and not _NOT_A_LESSON.search(heading)
    reader = _Reader(is_named)
    tables = [one for one in blocks if isinstance(one, DocumentTable)]
    if not any(any(map(reader.columns, one.rows[:_LOOKED_AT])) for one in tables):
        return []
    for number, block in enumerate(blocks):
        reader.table(block) if isinstance(block, DocumentTable) else reader.paragraph(number, block)
    found = [one for one in reader.lessons if one.stages]
    for one in reader.lessons[-1:] if found and not reader.lessons[-1].stages else ():
        found[-1].unplaced += [*((fact.place, f"{fact.label}: {fact.text}") for fact in one.facts), *one.unplaced]
    return found if is_named or any(fact.role == "title" for one in found for fact in one.facts) else []


class _Reader:
    """Goes down the blocks; the last of ``lessons`` grows."""

    def __init__(self, is_named: bool):
        self._is_named = is_named
        self.lessons = [LessonMap()]
        self._fact: LessonFact | None = None  # that words without a label go on with
        self._heads: dict[int, tuple[str, str]] = {}  # labels that stand above their values, by column
        self._columns: dict[int, tuple[str, str]] = {}  # of the stages: role and heading by column
        self._width = 0  # of the table whose stages may go on in the next one

    @property
    def _lesson(self) -> LessonMap:
        return self.lessons[-1]

    # --- the head ----------------------------------------------------------------------------------------------------

    def paragraph(self, number: int, paragraph: Paragraph) -> None:
        """A paragraph between the tables."""
        begins = text.masked(short(paragraph.text, 40))
        place = FilePlace(f"абзац «{begins}»" if begins else "документ", ("paragraph", number))
        if paragraph.findings:
            self._lesson.findings.append((place, paragraph.findings))
        if paragraph.style not in (HINT_STYLE, REMARK_STYLE) and paragraph.text:
            self._width = 0
            self._words(paragraph, place)

    def _words(self, paragraph: Paragraph, place: FilePlace) -> None:
        """A paragraph of the head: facts, or words that go on with one."""
        for line in _lines(paragraph):
            found = list(facts_in(line))
            if not found:
                self._go_on(line, place)
            for role, label, rest in found:
                its = (
                    replace(place, label=f"строка «{label.strip(_AROUND)}»")
                    if place.at[:1] == ("paragraph",)
                    else place
                )
                self._begin(role, label, its, [rest] if re.search(r"[^\W_]", rest.text) else [])

    def _begin(self, role: str, label: str, place: FilePlace, paragraphs: list[Paragraph]) -> None:
        if self._lesson.stages and role == "title":
            self.lessons.append(LessonMap())
        self._fact = LessonFact(role, label.strip(_AROUND), place, paragraphs)
        self._lesson.facts.append(self._fact)

    def _go_on(self, line: Paragraph, place: FilePlace) -> None:
        """Words without a label: of the fact before, a headline, or what has no place. A theme is one line."""
        if _HEADLINE.fullmatch(line.text):
            self._lesson.above.append(line.text)
            self._fact = None
        elif self._fact is not None and not self._lesson.stages and not (_is_short(self._fact) and self._fact.text):
            self._fact.paragraphs.append(line)
        else:
            self._leave(line.text, place)

    def _leave(self, words: str, place: FilePlace) -> None:
        self._lesson.above += [] if self._lesson.stages else [words]
        if _TITLE.match(words) and len(words) < _LONG_TITLE and not self._lesson.stages:
            return  # it says what the file is; subject, class and theme are taken from it
        self._lesson.unplaced.append((place, words))

    # --- tables ------------------------------------------------------------------------------------------------------

    def table(self, table: DocumentTable) -> None:
        """A table: rows of facts, then rows of stages. One without a heading that follows stages goes on with them."""
        if table.width != self._width or any(map(self.columns, table.rows)):
            self._columns = {}
        self._heads = {}
        if table.findings:
            first = next((row[0] for row in table.rows if row), None)
            place = place_of_cell(table, first.row, first) if first else FilePlace(f"таблица {table.number + 1}")
            self._lesson.findings.append((place, table.findings))
        skip = 0
        for number, row in enumerate(table.rows):
            if skip:
                skip -= 1
            elif columns := self.columns(row):
                skip = self._head(table, number, columns)
            elif filled := [cell for cell in row if not cell.goes_on and (cell.text or cell.findings)]:
                heads_stages = len(filled) == 1 and self._stands_over_stages(table, number)
                if heads_stages or (self._columns and self._is_title(table, row, filled)):
                    self._title_row(table, number, filled[0])
                else:
                    (self._stage_row if self._columns else self._fact_row)(table, number, filled)
        self._width = table.width if self._columns else 0

    def columns(self, row: Sequence[DocumentCell]) -> dict[int, tuple[str, str]]:
        """What the columns under a row are, where it heads stages: teacher and pupils, or a stage with one of them."""
        labels = {cell.column: read_label(cell) for cell in row if cell.text}
        found = {at: (read_words(label, "columns", certain=False), label) for at, label in labels.items()}
        roles = {role for role, _ in found.values()}
        people = roles & {"teacher", "pupils"}
        is_head = len(people) == 2 or ("stage" in roles and (people or (self._is_named and "activity" in roles)))
        return found if is_head and len(found) > 1 else {}

    def _stands_over_stages(self, table: DocumentTable, number: int) -> bool:
        """Return True for a row right above a heading in which no column names the stages: it names the stage."""
        below = self.columns(table.rows[number + 1]) if number + 1 < len(table.rows) else {}
        return bool(below) and "stage" not in {role for role, _ in below.values()}

    def _is_title(self, table: DocumentTable, row: Sequence[DocumentCell], filled: Sequence[DocumentCell]) -> bool:
        """Return True for a row of one cell among stages."""
        if len(filled) > 1:
            return False
        is_wide = filled[0].span > 1 and filled[0].span >= table.width - 1
        return len(row) == 1 or is_wide or (bool(table.sheet) and self._columns.get(filled[0].column) is None)

    def _head(self, table: DocumentTable, number: int, columns: dict[int, tuple[str, str]]) -> int:
        """Take a heading of stages; the number of rows under it that still belong to it."""
        self._fact = None
        self._columns = dict(columns)
        below = 0
        for row in table.rows[number + 1 : number + 1 + _HEAD_ROWS]:
            if not (row and row[0].goes_on):
                break
            below += 1
            for cell in row:
                over = table.cell(number, cell.column)
                if cell.text and over is not None:
                    role, label = self._columns.get(cell.column) or columns.get(over.column, ("", ""))
                    self._columns[cell.column] = (role, f"{label}: {read_label(cell)}" if label else read_label(cell))
        return below

    def _stage_row(self, table: DocumentTable, number: int, filled: Sequence[DocumentCell]) -> None:
        row = table.rows[number]
        if [cell.text for cell in filled] == [str(at) for at in range(1, len(filled) + 1)] and len(filled) > 1:
            return  # «1 2 3» under a heading
        roles = {role: cell for cell in row if (role := self._columns.get(cell.column, ("", ""))[0])}
        named = roles.get("stage")
        has_stages = "stage" in {role for role, _ in self._columns.values()}
        begins = bool(named and named.text and not named.goes_on) if has_stages else False
        if begins or not self._lesson.stages:
            heading = list(named.paragraphs) if named and begins else []
            self._lesson.stages.append(LessonStage(heading, place_of_cell(table, number, filled[0])))
        stage = self._lesson.stages[-1]
        for cell in filled:
            place = place_of_cell(table, number, cell)
            if cell.findings:
                stage.findings.append((place, cell.findings))
            role, label = self._columns.get(cell.column, ("", ""))
            if re.search(r"\w", cell.text) and not (cell is named and begins) and role != "number":
                stage.parts.append((label, role, _without(label, cell.paragraphs)))

    def _title_row(self, table: DocumentTable, number: int, cell: DocumentCell) -> None:
        """A row of one cell among stages: the name of the next one, or more of the one that is."""
        place = place_of_cell(table, number, cell)
        if _HEADLINE.fullmatch(cell.text):
            return
        if len(cell.text) > _LONG_TITLE and self._lesson.stages:
            self._lesson.stages[-1].parts.append(("", "", cell.paragraphs))
        else:
            self._lesson.stages.append(LessonStage(list(cell.paragraphs), place))
        if cell.findings:
            self._lesson.stages[-1].findings.append((place, cell.findings))

    def _fact_row(self, table: DocumentTable, number: int, filled: Sequence[DocumentCell]) -> None:
        """A row of the head in a table: one cell of words, labels with their values beside or below them."""
        for cell in filled:
            if cell.findings:
                self._lesson.findings.append((place_of_cell(table, number, cell), cell.findings))
        filled = [cell for cell in filled if cell.text]
        roles = {cell.column: role for cell in filled if (role := _label_role(cell))}
        if len(filled) == 1 and not roles:
            self._single_cell(table, number, filled[0])
            return
        if len(roles) == len(filled) > 1:
            self._heads = {cell.column: (roles[cell.column], cell.text) for cell in filled}
            self._fact = None
            return
        label: DocumentCell | None = None
        for cell in filled:
            place = place_of_cell(table, number, cell)
            if cell.column in roles:
                label, self._heads = cell, {}
                self._begin(roles[cell.column], cell.text, place, [])
            elif label is not None:
                self._value(cell, place)
            elif cell.column in self._heads:
                self._begin(*self._heads[cell.column], place, [])
                self._value(cell, place)
            elif not _NUMBER.fullmatch(cell.text + "."):
                self._beside(cell, place, table.rows[number][0].goes_on)
        self._lesson.facts = [one for one in self._lesson.facts if one.paragraphs or one is self._fact]

    def _single_cell(self, table: DocumentTable, number: int, cell: DocumentCell) -> None:
        place = place_of_cell(table, number, cell)
        if cell.column in self._heads and self._fact is None and not any(map(_has_facts, cell.paragraphs)):
            self._begin(*self._heads[cell.column], place, [])
        for paragraph in cell.paragraphs:
            if paragraph.text:
                self._words(paragraph, place)

    def _value(self, cell: DocumentCell, place: FilePlace) -> None:
        """The value beside a label. Facts inside it («Предметные: …») are facts of their own."""
        for paragraph in cell.paragraphs:
            self._words(paragraph, place)
        if self._fact is not None and self._fact.paragraphs:
            self._fact.place = place

    def _beside(self, cell: DocumentCell, place: FilePlace, goes_on: bool) -> None:
        """A cell with no label before it: facts in itself, more of a label that is merged downwards, or unknown."""
        if goes_on or any(map(_has_facts, cell.paragraphs)):
            self._value(cell, place)
        else:
            self._leave(cell.text, place)


def facts_in(line: Paragraph) -> Iterator[tuple[str, str, Paragraph]]:
    """The facts of a line, each with its role, its label and its words: «Класс: 5 Предмет: математика» has two."""
    raw = "".join(piece.text for piece in line.pieces)
    found: list[tuple[int, int, str, str]] = []
    start = ((mark := _NUMBER.match(raw)) and mark.end()) or 0
    if first := _first_label(raw, start):
        found.append(first)
    for colon in islice(re.finditer(":", raw), _MOST_COLONS):
        begun = found[-1][1] if found else start
        if colon.start() >= begun and (one := _label_before(raw, colon.start(), begun, at_start=not found)):
            found.append(one)
    if not found or (raw[: found[0][0]].strip(" \t\u00a0.)(") and not _NUMBER.fullmatch(raw[: found[0][0]])):
        return
    ends = [one[0] for one in found[1:]] + [len(raw)]
    for (_, end, role, label), until in zip(found, ends, strict=True):
        yield role, label, _sliced(line, end, until)


def _first_label(raw: str, start: int) -> tuple[int, int, str, str] | None:
    """The label with which a line begins; all of the line may be a label."""
    if len(raw) - start <= _MOST_LABEL and (role := read_words(raw[start:].strip(_AROUND), "facts")):
        return start, len(raw), role, raw[start:]
    for found in _SEPARATED.finditer(raw, start, start + _MOST_LABEL):
        label = raw[start : found.start()]
        if label.strip() and (role := read_words(label, "facts", certain=":" not in found[0] or len(label) > 60)):
            return start, found.end(), role, label
    return None


def _label_before(raw: str, colon: int, begun: int, at_start: bool) -> tuple[int, int, str, str] | None:
    """The longest known label that ends at a colon and begins with a capital letter, after ``begun``."""
    for found in _LABEL_BEGINS.finditer(raw, max(begun, colon - _MOST_LABEL), colon):
        label = raw[found.start() : colon]
        if role := read_words(label, "facts"):
            return found.start(), colon + 1, role, label
    return None


def _without(label: str, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Words of a cell that does not repeat the heading of its column."""
    first = paragraphs[0] if paragraphs else None
    if not label or first is None or not (found := re.match(re.escape(label) + r"[\s:.]*", first.text)):
        return paragraphs
    return [_sliced(first, found.end(), len(first.text)), *paragraphs[1:]]


def _has_facts(paragraph: Paragraph) -> bool:
    return any(next(facts_in(line), None) for line in _lines(paragraph))


def _label_role(cell: DocumentCell) -> str:
    words = cell.text.strip()
    return (
        read_words(words.rstrip(_AROUND), "facts", certain=not words.endswith(":")) if len(words) < _MOST_LABEL else ""
    )


def _is_short(fact: LessonFact) -> bool:
    return fact.role in ("title", "subjects", "levels", "about", "person", "school", "left_out", "summary")


def _lines(paragraph: Paragraph) -> list[Paragraph]:
    """The lines that somebody began with Shift+Enter, each as a paragraph."""
    raw = "".join(piece.text for piece in paragraph.pieces)
    if paragraph.rows or "\n" not in raw:
        return [paragraph]
    edges = [0, *(at + 1 for at, one in enumerate(raw) if one == "\n"), len(raw) + 1]
    parts = [_sliced(paragraph, start, end - 1) for start, end in pairwise(edges)]
    return [one for one in parts if one.text]


def _sliced(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """A part of a paragraph, by the places of its characters, with its look."""
    pieces: list[Piece] = []
    at = 0
    for piece in paragraph.pieces:
        words = piece.text[max(0, start - at) : max(0, end - at)]
        pieces += [replace(piece, text=words)] if words else []
        at += len(piece.text)
    return replace(paragraph, pieces=tuple(pieces), findings=())
