"""A bank of practices of one's own: a table with a practice in each row becomes drafts of practices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office import people_in_cells
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_tables import place_of_cell, read_label
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.headings import is_number, read_bank_columns
from generator.channels.office.parties import Parties
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records.scalars import short

BANK_NAMED = re.compile(r"практик|опыт|разработк", re.IGNORECASE)
BANK_NEEDS, BANK_NEEDS_ONE = {"title", "summary"}, {"subjects", "levels", "author", "organization"}
#: what a link of the table is called, and its author where only a name or a school stands there
MATERIALS_TITLE, AUTHOR_ROLE = "Материалы практики", "автор практики"
_HEADER_ROWS = 20
_TEXTS = ("title", "summary", "problem", "idea", "results", "subjects", "levels")
_BANK = {"title": "Название", "summary": "Коротко", "subjects": "Предметы", "levels": "Ступени и классы"}


@dataclass(frozen=True)
class Bank:
    """A table of practices: which column is what, and where its rows begin."""

    table: DocumentTable
    columns: Mapping[int, str]
    unknown: tuple[DocumentCell, ...]
    first: int


def find_bank(tables: Sequence[DocumentTable], titles: Sequence[str]) -> Bank | None:
    """The first table that is a bank of practices; a list of books or pupils is none, whatever its columns."""
    heading = " ".join(titles)
    for table in tables:
        for number, row in enumerate(table.rows[:_HEADER_ROWS]):
            labels = [read_label(cell) for cell in row]
            roles = read_bank_columns(labels)
            named = set(roles.values())
            if named >= BANK_NEEDS and named & BANK_NEEDS_ONE and BANK_NAMED.search(f"{heading} {' '.join(labels)}"):
                columns = {row[at].column: role for at, role in roles.items()}
                unknown = tuple(
                    cell for at, cell in enumerate(row) if at not in roles and labels[at] and not is_number(labels[at])
                )
                return Bank(table, columns, unknown, number + 1)
    return None


def read_bank(bank: Bank, catalog: Catalog) -> tuple[list[FilledEntry], list[Remark]]:
    """A draft for each row, and remarks on what is not taken over."""
    parties = Parties(catalog)
    remarks = [
        Remark(place_of_cell(bank.table, cell.row, cell), f"столбец «{short(read_label(cell))}» не переносится", "",
               "unknown-column", WARNING)
        for cell in bank.unknown
    ]  # fmt: skip
    entries = []
    for number in range(bank.first, len(bank.table.rows)):
        cells = {role: cell for at, role in bank.columns.items() if (cell := bank.table.whole(number, at)) is not None}
        if (title := cells.get("title")) is None or not title.text or len({cell.text for cell in cells.values()}) < 2:
            continue
        entries.append(_entry(bank, number, cells))
        remarks += _people(entries[-1], cells, parties)
    count = text.plural(len(entries), "черновик практики", "черновика практик", "черновиков практик")
    message = f"это банк практик: {count}"
    hint = "черновики не публикуются: допишите шаги, результат и источник, потом смените статус"
    return entries, [*remarks, Remark(FilePlace("файл"), message, hint, "read-as", WARNING)]


def _entry(bank: Bank, number: int, cells: Mapping[str, DocumentCell]) -> FilledEntry:
    data: dict[str, Any] = {"status": "draft"}
    places: dict[Loc, FilePlace] = {}
    for role in _TEXTS:
        if (cell := cells.get(role)) is not None and cell.text:
            data[role] = "\n".join(cell.lines) if role not in ("title", "summary") else cell.text
            places[role,] = place_of_cell(bank.table, number, cell, _BANK.get(role, role))
    link = cells.get("link")
    if link is not None and (found := re.search(r"https?://[^\s<>\"«»]+", link.text)):
        data["attachments"] = [{"title": MATERIALS_TITLE, "url": found[0].rstrip(".,;)")}]
        places["attachments",] = place_of_cell(bank.table, number, link, "Ссылка")
    return FilledEntry("practices", data, place_of_cell(bank.table, number, bank.table.rows[number][0]), "", places)


def _people(entry: FilledEntry, cells: Mapping[str, DocumentCell], parties: Parties) -> Iterator[Remark]:
    """The role of the author and the organisation, where the base has it; names are left out and told."""
    lines = cells["author"].lines if "author" in cells else []
    place = entry.place
    roles = [party.data["role"] for party in parties.read(lines) if "role" in party.data]
    for person in parties.people(lines):
        remark = people_in_cells.person_remark(person, place, "")
        yield Remark(place, remark.message, remark.hint, remark.code, WARNING)
    organization = ""
    if (cell := cells.get("organization")) is not None and cell.text:
        found = [party.data for party in parties.read(cell.lines)]
        if len(found) == 1 and "organization" in found[0]:
            organization = found[0]["organization"]
        else:
            message = f"организации «{short(cell.text)}» в базе нет: автор записан без неё"
            yield Remark(place, message, "добавьте организацию в базу и впишите её в черновик", "unknown-name", WARNING)
    if roles or organization:
        its = {"organization": organization} if organization else {}
        entry.data["authors"] = [{"role": role, **its} for role in roles or [AUTHOR_ROLE]]  # type: ignore[index]
