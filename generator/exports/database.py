"""All tables as one SQLite file, for those who ask questions; the same records always give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from generator.exports.tables_of_kinds import CellValue, FilledTable, Table

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def database(tables: Sequence[FilledTable]) -> bytes:
    """The bytes of a database; every table has its primary key."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    try:
        made.executescript("PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-8'; BEGIN;")
        for filled in tables:
            made.execute(_create(filled.table))
            places = ",".join("?" * len(filled.table.columns))
            made.executemany(
                f"INSERT INTO {_quoted(filled.table.name)} VALUES ({places})", map(_own_texts, filled.rows)
            )
        made.execute("COMMIT")
        return made.serialize()
    finally:
        made.close()


def _own_texts(row: Sequence[CellValue]) -> list[CellValue]:
    """The row with texts that nobody else holds: SQLite leaves each in UTF-8 beside the one that it was given, for as
    long as that lives, and those of records live to the end of a build."""
    return [one.encode().decode() if isinstance(one, str) else one for one in row]


def _create(table: Table) -> str:
    columns = [f"{_quoted(one.name)} {_TYPES.get(one.type, 'TEXT')}" for one in table.columns]
    key = _list(table.key)
    of = [f'FOREIGN KEY ("record_id") REFERENCES {_quoted(table.of)} ("id")'] if table.of else []
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join([*columns, f'PRIMARY KEY ({key})', *of])})"


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'
