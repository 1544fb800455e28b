"""A table of ours that somebody has copied whole: into a cell of another, or once more into the document. What it says
is read once, and that there are two is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml import OxmlElement

from generator import text
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_tables import Answered, Match, Matcher
from generator.channels.office.document_text import Paragraph
from generator.channels.office.filled import FilePlace, Remark
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records.scalars import short

#: the field by which people know a member of a list: one title said in two tables is a copy that was changed
_KNOWN_BY = "title"


def with_inner_tables(found: Sequence[Match], matcher: Matcher) -> Iterator[Match]:
    """The tables without those that lie in their cells and are blocks of ours themselves, and behind them these."""
    inner: list[Match] = []
    for one in found:
        yield replace(one, answers=tuple(_without_tables(one, answer, matcher, inner) for answer in one.answers))
    yield from inner


def _without_tables(found: Match, answer: Answered, matcher: Matcher, inner: list[Match]) -> Answered:
    cells = []
    for cell in answer.cells:
        kept = []
        for paragraph in cell.paragraphs:
            its = _as_block(found, cell, paragraph, matcher) if paragraph.rows else None
            inner += [its] if its else []
            kept += [] if its else [paragraph]
        cells.append(cell if len(kept) == len(cell.paragraphs) else replace(cell, paragraphs=tuple(kept)))
    return answer if cells == list(answer.cells) else replace(answer, cells=tuple(cells))


def _as_block(found: Match, outer: DocumentCell, paragraph: Paragraph, matcher: Matcher) -> Match | None:
    """The block that a table inside a cell is; its places are that cell."""
    rows = tuple(
        tuple(DocumentCell(n, column, column, 1, False, words, _at(words)) for column, words in enumerate(row))
        for n, row in enumerate(paragraph.rows)
    )
    table = DocumentTable(found.table.number, "", rows)
    its = matcher.match(table)
    if its is None or its.block.shape != "rows":
        return None
    answers = [replace(one, cells=tuple(_placed(cell, outer) for cell in one.cells)) for one in its.answers]
    strays = [replace(one, cell=_placed(one.cell, outer)) for one in its.strays]
    return replace(its, table=found.table, answers=tuple(answers), strays=tuple(strays), first=table)


def _placed(cell: DocumentCell, outer: DocumentCell) -> DocumentCell:
    return replace(cell, row=outer.row, number=outer.number)


def _at(words: Sequence[Paragraph]) -> Any:
    return words[0].at if words else OxmlElement("w:p")


@dataclass
class Copies:
    """What the tables of a document have said of each list, to know a member that another table repeats."""

    _seen: dict[Loc, list[tuple[object, Mapping[str, Any]]]] = field(default_factory=dict)
    _repeated: dict[tuple[int, Loc], tuple[FilePlace, str, list[str]]] = field(default_factory=dict)

    def is_repeated(self, found: Match, loc: Loc, row: Mapping[str, Any], place: FilePlace) -> bool:
        """Return whether another table of the list has said just this. A table that somebody cut in two is one, within
        one table a step may come twice, and two authors of whom there is the role alone are two teachers."""
        table = found.origin
        if row in self._of_others(found, loc) and (_KNOWN_BY in row or len(row) > 1):
            words = str(row.get(_KNOWN_BY) or next(iter(row.values())))
            self._repeated.setdefault((id(table), loc), (place, found.block.heading, []))[2].append(short(words))
            return True
        self._seen.setdefault(loc, []).append((table, row))
        return False

    def other_answers(self, found: Match, loc: Loc, row: Mapping[str, Any], place: FilePlace) -> Iterator[Remark]:
        """A member that another table has too, with other answers: both are kept."""
        known = row.get(_KNOWN_BY)
        if known and any(its.get(_KNOWN_BY) == known for its in self._of_others(found, loc)):
            message = text.sentence("copied_differs", row=short(str(known)), heading=found.block.heading)
            hint = "если это копия таблицы, оставьте одну; если строки разные, назовите их по-разному"
            yield Remark(place, message, hint, "copied-table", WARNING)

    def _of_others(self, found: Match, loc: Loc) -> list[Mapping[str, Any]]:
        """What other tables have said of the list."""
        return [its for whose, its in self._seen.get(loc, ()) if whose is not found.origin]

    def remarks(self) -> Iterator[Remark]:
        """A remark for each table that repeats another."""
        for place, heading, words in self._repeated.values():
            message = text.sentence("copied_table", heading=heading, rows=f"«{'», «'.join(words)}»")
            yield Remark(place, message, "сотрите копию; если строки должны повториться, впишите их в одну таблицу",
                         "copied-table", WARNING)  # fmt: skip
