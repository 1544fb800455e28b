"""Open data beside the pages: pure functions of the catalog, the same records always give the same bytes.

tables   values of one indicator as CSV, as a Russian Excel opens it
shapes   what of a record is open data; data_json: records as JSON, record_schemas: what that looks like
tables_of_kinds  records as tables, figures: values of indicators as one; package: CSV with a data package,
         workbooks: Excel, database: SQLite; open_files: all of them
word     files of Word to take away: a practice and its sheets (made before the pages, which say how large they are)
"""

from __future__ import annotations

from generator.catalog import Catalog
from generator.exports import tables, word
from generator.exports.open_files import open_files
from generator.pages import File
from generator.settings import Settings


def all_files(catalog: Catalog, settings: Settings) -> tuple[File, ...]:
    """Every export of the base, sorted by path."""
    found = (*tables.indicators_csv(catalog), *open_files(catalog, settings))
    return tuple(sorted(found, key=lambda file: file.path))


__all__ = ["all_files", "word"]
