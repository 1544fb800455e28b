"""Which tables of a document are a roadmap or a plan, and what each of their columns is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_tables import read_label
from generator.channels.office.headings import read_columns
from generator.text.dates import months_named
from generator.text.terms import read_term

ROADMAP_FIELDS = {
    "number": "№",
    "section": "Раздел",
    "title": "Мероприятие",
    "when": "Срок",
    "when_end": "Окончание",
    "responsible": "Ответственные",
    "result": "Результат",
    "note": "Примечание",
}
NEEDED = {"title", "when", "responsible"}  # without one of them a table is some other plan
HEADER_ROWS = 4
SHEET_ROWS = 20  # above the heading of a sheet stand approvals and titles

#: by which a table is read: the labels of its heading -> roles that a person has given
RolesOf = Callable[[Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True)
class RoadmapPart:
    """A roadmap table with the tables that go on with it: what each column is, and where the rows begin."""

    tables: tuple[DocumentTable, ...]
    columns: Mapping[int, str]
    unknown: tuple[DocumentCell, ...]
    first: int
    context: Mapping[int, str] = field(default_factory=dict)
    left_out: tuple[DocumentCell, ...] = ()
    labels: tuple[str, ...] = ()


def roadmap_parts(
    tables: Sequence[DocumentTable], needed: Set[str] = NEEDED, explain: RolesOf = lambda labels: {}
) -> tuple[RoadmapPart, ...]:
    """The roadmaps among the tables: those whose headings have ``needed``. A table without a heading of its own that
    follows one goes on with it. ``explain`` gives the roles that a person has given to the headings of a table."""
    out: list[RoadmapPart] = []
    before: DocumentTable | None = None
    for table in tables:
        found = _headed(table, needed, explain)
        follows = (
            before is not None
            and (before.number + 1, before.width, before.sheet) == (table.number, table.width, table.sheet)
        )  # fmt: skip
        if found is not None and not (out and follows and found.columns == out[-1].columns):
            out.append(found)
            before = table
        elif out and follows:
            out[-1] = replace(out[-1], tables=(*out[-1].tables, table))
            before = table
    return tuple(out)


def almost(tables: Sequence[DocumentTable]) -> tuple[DocumentTable, str] | None:
    """A table that has the measures of a roadmap and one more of its columns, and the name of the column it lacks."""
    for table in tables:
        for row in table.rows[:HEADER_ROWS]:
            missing = NEEDED - read_columns([read_label(cell) for cell in row]).named
            if len(missing) == 1 and "title" not in missing and len(table.rows) > 1:
                return table, ROADMAP_FIELDS[missing.pop()]
    return None


def _headed(table: DocumentTable, needed: Set[str], explain: RolesOf) -> RoadmapPart | None:
    for number, row in enumerate(table.rows[: SHEET_ROWS if table.sheet else HEADER_ROWS]):
        labels = [read_label(cell) for cell in row]
        explained = explain(labels)
        found = read_columns(labels, explained)
        if not found.named >= needed or (_names_month(labels) and not explained):
            continue
        first = number + 1
        while first < len(table.rows) and first <= number + 2 and _heads_on(table.rows[first]):
            first += 1  # a heading of two rows: its first cell is merged downwards
        return RoadmapPart(
            (table,),
            {row[at].column: role for at, role in found.roles.items()},
            tuple(row[at] for at in found.unknown),
            first,
            {row[at].column: labels[at] for at in found.context},
            tuple(row[at] for at in found.left_out),
            tuple(labels),
        )
    return None


def _heads_on(row: Sequence[DocumentCell]) -> bool:
    return bool(row) and row[0].goes_on


def is_heading(labels: Sequence[str]) -> bool:
    """Return True for a row of labels that may head a roadmap: a measure, its term, who is responsible."""
    return read_columns(labels).named >= NEEDED


def is_heading_again(part: RoadmapPart, row: Sequence[DocumentCell]) -> bool:
    """Return True for the heading once more, as on every sheet: in the columns stands what they are. Words of a
    row may be headings elsewhere («семинар», «методист»), so it must be the same columns, and no cell may be a term."""
    labels = [read_label(cell) for cell in row]
    roles = read_columns(labels).roles
    same = {role for at, role in roles.items() if part.columns.get(row[at].column) == role}
    known = {"number", "when", "responsible"} & set(part.columns.values())
    return "title" in same and len(same & known) >= min(2, len(known)) and not _names_month(labels)


def _names_month(labels: Sequence[str]) -> bool:
    """Return True for a row of which one cell only says when something is: no heading does."""
    return any(months_named(label) and read_term(label) for label in labels)
