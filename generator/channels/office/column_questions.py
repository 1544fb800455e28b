"""Columns of a plan that nobody knows: asked in the copy with remarks («какой столбец — срок?»), answered there or with
``--columns``, and remembered in the base for the next file with the same headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.channels.office.document_body import DocumentTable
from generator.channels.office.document_tables import read_label
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.headings import COLUMN_MEANINGS, heading_key, meaning, read_columns
from generator.channels.office.people_in_cells import ROLE_WORDS
from generator.records.scalars import short
from generator.text.terms import read_term

COLUMNS_SHEET = "Столбцы"
COLUMNS_HEAD = ("Где", "Столбец", "Что в нём", "Что это")
LEAD = (
    "Таблица похожа на план, но не по всем её заголовкам понятно, что в столбцах. В последнем столбце выберите, что "
    "это, и внесите этот файл ещё раз: ответ запомнится для таблиц с такими же заголовками."
)
_FIRST_ROWS, _LOOKED_AT, _SHOWN = 15, 40, 2
_ENOUGH = 0.5  # of the cells of a column are terms: then it is one of terms


@dataclass(frozen=True)
class AskedColumn:
    """A column whose meaning is asked: where it is, its heading, what it holds, what it may be."""

    where: str
    heading: str
    holds: str
    guess: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """As it stands under ``COLUMNS_HEAD``."""
        return self.where, self.heading, self.holds, COLUMN_MEANINGS[self.guess] if self.guess else ""


@dataclass(frozen=True)
class KnownColumns:
    """What people have said of headings: ``meanings`` of this file, ``remembered`` of tables with the same headings."""

    meanings: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[frozenset[str], Mapping[str, str]] = field(default_factory=dict)

    def of(self, labels: Sequence[str]) -> Mapping[str, str]:
        """The roles of the headings of one table by ``heading_key``."""
        return {**self.remembered.get(shape_of(labels), {}), **self.meanings}


def parse_columns(raw: str) -> dict[str, str]:
    """«Когда=срок;Кто=ответственные» as roles by ``heading_key``. Raises ValueError with a Russian sentence."""
    out: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in raw.split(";"))):
        heading, equals, means = part.partition("=")
        role = meaning(means)
        if not equals or not heading.strip() or role is None:
            known = ", ".join(COLUMN_MEANINGS.values())
            raise ValueError(f"«{part}» не понято: пишите «Заголовок=что это». Что это: {known}")
        out[heading_key(heading)] = role
    return out


def meanings_in_rows(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """What a person answered in the rows under ``COLUMNS_HEAD``."""
    out: dict[str, str] = {}
    for row in rows:
        if len(row) >= len(COLUMNS_HEAD) and tuple(row[: len(COLUMNS_HEAD)]) != COLUMNS_HEAD and row[1].strip():
            role = meaning(row[3]) if row[3].strip() else None
            out |= {} if role is None else {heading_key(row[1]): role}
    return out


def ask(tables: Sequence[DocumentTable], period: str) -> tuple[AskedColumn, ...]:
    """The columns of the first table that has terms and is no plan by its headings; nothing for any other list."""
    for table in tables:
        for number, row in enumerate(table.rows[:_FIRST_ROWS]):
            labels = [read_label(cell) for cell in row]
            below = table.rows[number + 1 : number + 1 + _LOOKED_AT]
            if sum(bool(label) for label in labels) < 2 or not below:
                continue
            holds = {cell.column: [_words(table, one[0].row, cell.column) for one in below if one] for cell in row}
            terms = {at for at, cells in holds.items() if _are_terms([cell for cell in cells if cell], period)}
            found = read_columns(labels)
            if not terms or found.named >= {"title", "when"}:
                continue
            roles = {row[at].column: role for at, role in found.roles.items()}
            guesses = _guesses(holds, terms, roles)
            where = f"лист «{table.sheet}»" if table.sheet else f"таблица {table.number + 1}"
            return tuple(
                AskedColumn(where, short(label, 80), _shown(holds[cell.column]), guesses.get(cell.column, ""))
                for cell, label in zip(row, labels, strict=True)
                if label
            )
    return ()


def columns_remark(place: FilePlace) -> Remark:
    """What is told of a table whose columns are asked."""
    message = "таблица похожа на план, но не понятно, что в её столбцах"
    hint = (
        f"в копии с замечаниями есть таблица «{COLUMNS_SHEET}»: выберите в ней, где срок и где мероприятие, и внесите "
        'копию; или повторите команду с ключом --columns "Заголовок=срок;Другой заголовок=мероприятие"'
    )
    return Remark(place, message, hint, "unknown-columns")


def _words(table: DocumentTable, row: int, column: int) -> str:
    cell = table.cell(row, column)
    return cell.text if cell else ""


def _are_terms(cells: Sequence[str], period: str) -> bool:
    # A bare number or year is anything; a column of terms has words or dates.
    words = [one for one in cells if not re.fullmatch(r"[\d\s.,]{1,5}", one)]
    found = [one for one in words if (its := read_term(one, period)) and its.sure]
    return len(found) >= 2 and len(found) >= _ENOUGH * len(cells)


def _guesses(holds: Mapping[int, Sequence[str]], terms: set[int], roles: Mapping[int, str]) -> dict[int, str]:
    out = dict(roles)
    free = [at for at in holds if at not in out]
    if "when" not in out.values():
        out |= {next(iter(at for at in free if at in terms), -1): "when"}
    free = [at for at in free if at not in out]
    people = [at for at in free if sum(bool(ROLE_WORDS.match(one)) for one in holds[at]) * 2 > len(holds[at])]
    if people and "responsible" not in out.values():
        out[people[0]] = "responsible"
        free.remove(people[0])
    longest = max(free, key=lambda at: sum(map(len, holds[at])), default=None)
    if longest is not None and "title" not in out.values() and any(holds[longest]):
        out[longest] = "title"
    return out


def _shown(cells: Sequence[str]) -> str:
    return short("; ".join([one for one in cells if one][:_SHOWN]), 120)


def shape_of(labels: Iterable[str]) -> frozenset[str]:
    """What two tables with the same headings share, in any order and with any endings."""
    return frozenset(filter(None, map(heading_key, labels)))
