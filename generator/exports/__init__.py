"""Open data beside the pages: pure functions of the catalog, the same records always give the same bytes.

tables   values of one indicator as CSV, as a Russian Excel opens it
shapes   what of a record is open data; data_json: records as JSON, record_schemas: what that looks like
tables_of_kinds  records as tables, figures: values of indicators as one; package: CSV with a data package,
         workbooks: Excel, database: SQLite; open_files: all of them
term_lists  the lists by term, for Excel; page_tables: a roadmap, the white spots
calendars  .ics to subscribe to; calendar_entries: what stands in them, icalendar_text: how it is written
feeds    what is new and what has changed, as Atom and JSON Feed
word     files of Word to take away: a practice and its sheets (made before the pages, which say how large they are)
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial

from generator.catalog import Catalog
from generator.exports import tables, word
from generator.exports.calendars import calendar_files
from generator.exports.feeds import feed_files
from generator.exports.open_files import FilesOfLastTime, open_files
from generator.exports.page_tables import page_table_files
from generator.exports.term_lists import term_list_files
from generator.pages import File
from generator.pages.watched import KeptGroups
from generator.settings import Settings


def all_files(
    catalog: Catalog, settings: Settings, last: FilesOfLastTime | None = None, groups: KeptGroups | None = None
) -> Iterator[File]:
    """Every export of the base; ``last`` are those of the last time, ``groups`` those that are made together."""
    groups = groups or KeptGroups()
    was_on = gc.isenabled()
    gc.disable()  # hundreds of thousands of cells, none of them garbage: a fifth of the time
    try:
        yield from groups.files("csv of indicators", catalog, tables.indicators_csv)
        for kind in catalog.paged:
            yield from groups.files(
                f"csv of terms: {kind}", catalog, partial(term_list_files, kind=kind), long_texts=False
            )
        yield from groups.files("tables of pages", catalog, partial(page_table_files, last=last))
        yield from open_files(catalog, settings, last, groups)
        yield from groups.files("calendars", catalog, partial(calendar_files, settings=settings))
        yield from groups.files("feeds", catalog, partial(feed_files, settings=settings), long_texts=False)
    finally:
        if was_on:
            gc.enable()


__all__ = ["all_files", "word"]
