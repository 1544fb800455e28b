"""Tables as CSV with a Frictionless Data Package beside them: every column has its type, Russian title and help.

CSV as RFC 4180 and Table Schema have it: UTF-8, commas, points in numbers, ISO dates. For Excel there are workbooks.
https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from generator.exports.data_json import dumped
from generator.exports.tables import not_a_formula
from generator.exports.tables_of_kinds import CellValue, DataColumn, FilledTable
from generator.pages import File, open_data
from generator.settings import Settings

_LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
_WORDS = {True: "true", False: "false", None: ""}


def package_files(tables: Sequence[FilledTable], settings: Settings, *, demo: bool) -> Iterator[File]:
    """The CSV of every table and ``datapackage.json``."""
    folder = open_data.data_folder(demo=demo)
    for filled in tables:
        yield File(f"{folder}/{filled.table.name}.csv", to_csv(filled))
    yield File(f"{folder}/datapackage.json", f"{dumped(_package(tables, settings, demo))}\n".encode())


def to_csv(filled: FilledTable) -> bytes:
    """A table as CSV. Words of people are never a formula for whoever opens it in a spreadsheet."""
    made = io.BytesIO()  # a text that is written piece by piece takes four bytes for every letter
    out = io.TextIOWrapper(made, "utf-8", newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(filled.table.header)
    writer.writerows([_cell(value) for value in row] for row in filled.rows)
    out.flush()
    return made.getvalue()


def _cell(value: CellValue) -> str | int | float:
    if isinstance(value, str):
        return not_a_formula(value)
    return _WORDS[value] if value is None or isinstance(value, bool) else value


def _package(tables: Sequence[FilledTable], settings: Settings, demo: bool) -> dict[str, Any]:
    name = "metodoteka-demo" if demo else "metodoteka"
    title = f"{settings.site_name}: {'демонстрационные записи' if demo else 'открытые данные'}"
    home = {"homepage": settings.site_url} if settings.site_url else {}
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "version": open_data.VERSION,
        **home,
        "licenses": [_LICENSE],
        "resources": [_resource(filled) for filled in tables],
    }


def _resource(filled: FilledTable) -> dict[str, Any]:
    table = filled.table
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key)}
    if table.of:
        to = {"resource": _name(table.of), "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["record_id"], "reference": to}]
    return {
        "profile": "tabular-data-resource",
        "name": _name(table.name),
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }


def _name(table: str) -> str:
    return table.replace("_", "-")


def _field(column: DataColumn) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        limits["enum"] = list(column.values)
    described: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.label}
    if column.help:
        described["description"] = column.help
    return described | ({"constraints": limits} if limits else {})
