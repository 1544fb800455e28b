"""Open data beside the pages: pure functions of the catalog, the same records always give the same bytes.

tables   values of indicators as CSV
word     files of Word to take away: a practice and its sheets (made before the pages, which say how large they are)
"""

from __future__ import annotations

from generator.catalog import Catalog
from generator.exports import tables, word
from generator.pages import File


def all_files(catalog: Catalog) -> tuple[File, ...]:
    """Every export of the base, sorted by path."""
    return tuple(sorted(tables.indicators_csv(catalog), key=lambda file: file.path))


__all__ = ["all_files", "word"]
