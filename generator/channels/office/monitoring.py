"""A table of a monitoring becomes sets of values: indicators of the base against territories, or against years.

Indicators and territories are those whose titles the base knows word for word; the rest of the table is told. What the
table does not say (for which year, for whom) is asked, never supposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_tables import place_of_cell, read_label
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.names import NameIndex, Unclear, index_names, normalize_title
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records.scalars import short
from generator.text.dates import parts_named, read_period, read_plan_period

_HEADER_ROWS = 20
_PLACES = ("districts", "regions", "organizations", "programmes")
_VALUES = {"значение", "значение показателя", "факт", "фактическое значение", "значение за год"}
_NOTHING = {"", "-", "–", "—", "н/д", "нет данных", "нд", "x", "х"}
_OF = re.compile(r"(\d{1,7})\s*(?:из|/)\s*(\d{1,7})")


@dataclass(frozen=True)
class Monitoring:
    """A table of figures: what its columns and its rows are («indicator», «place», «period») with the words for it;
    ``unknown`` cells head something that the base does not know."""

    table: DocumentTable
    columns: Mapping[int, tuple[str, str]]
    rows: Mapping[int, tuple[str, str]]
    unknown: tuple[DocumentCell, ...]


def find_monitoring(tables: Sequence[DocumentTable], catalog: Catalog) -> Monitoring | None:
    """The first table with an indicator of the base on one side and territories or periods on the other."""
    names = index_names(catalog)
    for table in tables:
        for number, row in enumerate(table.rows[:_HEADER_ROWS]):
            columns = {cell.column: what for cell in row if (what := _meant(read_label(cell), names))}
            if not columns:
                continue
            for side in range(min(3, table.width)):
                rows = _rows(table, number, side, names)
                kinds = {what for what, _ in columns.values()}, {what for what, _ in rows.values()}
                if rows and _fits(*kinds):
                    return Monitoring(table, columns, rows, tuple(_unknown(table, number, side, columns, rows)))
    return None


def read_monitoring(
    found: Monitoring, titles: Sequence[str], catalog: Catalog
) -> tuple[list[FilledEntry], list[Remark]]:
    """An entry for each territory and period, and remarks on what is not taken over or has to be said."""
    reader = _Sets(found, titles, index_names(catalog))
    entries = reader.entries()
    return entries, [*reader.remarks, *(_left_out(found.table, cell) for cell in found.unknown)]


def _fits(columns: set[str], rows: set[str]) -> bool:
    return len(columns) == len(rows) == 1 and "indicator" in columns | rows and columns != rows


def _meant(label: str, names: NameIndex) -> tuple[str, str] | None:
    """An indicator, a territory or organisation, or a period that a cell names."""
    if not 2 < len(label) <= 300:
        return None
    if normalize_title(label) in _VALUES:
        return "period", ""  # the titles say which
    for what, kinds in (("indicator", ("indicators",)), ("place", _PLACES)):
        try:
            names.key(label, kinds)
            return what, label
        except Unclear:
            continue
    found = read_period(label)
    return ("period", found.write) if found and found.sure else None


def _rows(table: DocumentTable, head: int, side: int, names: NameIndex) -> dict[int, tuple[str, str]]:
    cells = ((number, table.cell(number, side)) for number in range(head + 1, len(table.rows)))
    return {number: what for number, cell in cells if cell and (what := _meant(read_label(cell), names))}


def _unknown(
    table: DocumentTable, head: int, side: int, columns: Mapping[int, Any], rows: Mapping[int, Any]
) -> Iterator[DocumentCell]:
    for cell in table.rows[head]:
        if cell.text and cell.column > side and cell.column not in columns:
            yield cell
    for number in range(head + 1, len(table.rows)):
        below = table.cell(number, side)
        if below is not None and below.text and number not in rows:
            yield below


def _left_out(table: DocumentTable, cell: DocumentCell) -> Remark:
    message = f"«{short(cell.text)}» — нет такого показателя, территории или периода в базе: числа не перенесены"
    hint = "назовите так же, как в базе, или попросите того, кто ведёт базу, добавить запись"
    return Remark(place_of_cell(table, cell.row, cell), message, hint, "unknown-name", WARNING)


@dataclass
class _Sets:
    """Sets of values being filled from a table."""

    found: Monitoring
    titles: Sequence[str]
    names: NameIndex
    remarks: list[Remark] = field(default_factory=list)

    def entries(self) -> list[FilledEntry]:
        sets: dict[tuple[str, str], dict[str, Any]] = {}
        places: dict[tuple[str, str], dict[Loc, FilePlace]] = {}
        for row, one in self.found.rows.items():
            for column, other in self.found.columns.items():
                cell = self.found.table.cell(row, column)
                if cell is None or normalize_title(cell.text) in _NOTHING:
                    continue
                axes = dict([one, other])
                key = (axes.get("place", ""), axes.get("period", ""))
                data = sets.setdefault(key, {"values": []})
                at = places.setdefault(key, {})
                loc: Loc = ("values", len(data["values"]))
                data["values"].append({"indicator": axes["indicator"], **_number(cell.text)})
                at[loc] = at[*loc, "value"] = place_of_cell(self.found.table, row, cell)
        return [entry for key, data in sets.items() if (entry := self._entry(key, data, places[key]))]

    def _entry(
        self, key: tuple[str, str], data: Mapping[str, Any], places: Mapping[Loc, FilePlace]
    ) -> FilledEntry | None:
        place = next(iter(places.values()))
        whose = key[0] or self._whose()
        period = key[1] or self._period()
        for lacking, message, hint in (
            (not whose, "не сказано, чьи это значения", self._how_to_say_whose()),
            (
                not period,
                "не сказано, за какой период значения",
                "напишите над таблицей «за 2025 год» или «за I квартал 2025 года»",
            ),
        ):
            if lacking:
                if message not in {one.message for one in self.remarks}:
                    self.remarks.append(Remark(place, message, hint, "missing-field"))
                return None
        whole = {"territory": whose, "period": period, "source": {"title": self._title()}, **data}
        return FilledEntry("values", whole, place, "", dict(places))

    def _period(self) -> str:
        parts = [parts_named(title) for title in self.titles]
        if None in parts or any(parts):  # a part of a year is never taken for the year
            named = set().union(*(its for its in parts if its))
            return named.pop() if len(named) == 1 and None not in parts else ""
        for_year = {its.write for title in self.titles for raw in re.findall(r"\b20\d\d(?:[/–-](?:20)?\d\d)?", title)
                    if (its := read_period(raw)) and its.sure}  # fmt: skip
        return read_plan_period(self.titles) or (for_year.pop() if len(for_year) == 1 else "")

    def _whose(self) -> str:
        """The one territory or organisation that the titles name, in whatever case."""
        stems = _stems(" ".join(self.titles))
        named = {key for key, title in self.names.titles.items()
                 if key.partition("/")[0] in _PLACES and len(title) > 4 and _stems(title) in stems}  # fmt: skip
        return named.pop() if len(named) == 1 else ""

    def _how_to_say_whose(self) -> str:
        """What to write above the table, with the one record whose title says more than the table does."""
        stems = _stems(" ".join(self.titles))
        near = [title for key, title in self.names.titles.items() if key.partition("/")[0] in _PLACES and "(" in title
                and _stems(title.partition("(")[0]).strip() and _stems(title.partition("(")[0]) in stems]  # fmt: skip
        example = f": «{near[0]}»" if len(near) == 1 else ""
        return f"напишите над таблицей название района, региона или школы так, как оно стоит в базе{example}"

    def _title(self) -> str:
        return short(max(self.titles, key=len, default="") or "таблица мониторинга", 200)


def _stems(raw: str) -> str:
    """The words of a text without their endings, with a space around each."""
    words = [text.stem(word) for word in re.findall(r"\w+", normalize_title(raw))]
    return f" {' '.join(words)} "


def _number(raw: str) -> dict[str, str]:
    """«45 из 60» is a numerator and a denominator; anything else a value, understood with the unit of its indicator."""
    found = _OF.search(raw)
    return {"numerator": found[1], "denominator": found[2]} if found else {"value": raw}


def read_as_values(entries: Sequence[FilledEntry]) -> Remark:
    """What a table of figures was read as."""
    count = text.plural(len(entries), "набор значений", "набора значений", "наборов значений")
    hint = "посмотрите, что получится, с ключом --dry-run; территории и показатели названы как в базе"
    return Remark(FilePlace("файл"), f"это таблица мониторинга: {count}", hint, "read-as", WARNING)
