"""Everything of open data in one folder of the site, real and demonstration records apart: JSON and its schemas, CSV
with its package, workbooks, a database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from generator.catalog import Catalog
from generator.exports.data_json import dumped, json_files, json_list
from generator.exports.database import database
from generator.exports.figures import figures
from generator.exports.package import package_files
from generator.exports.record_schemas import schema_files
from generator.exports.tables_of_kinds import DataColumn, FilledTable, Table, tables
from generator.exports.workbooks import rows_of_tables, workbook
from generator.pages import File, open_data
from generator.pages.reuse import KeptFiles, PageCache
from generator.pages.watched import KeptGroups
from generator.records import KINDS
from generator.records.vocabularies import MARKS
from generator.settings import Settings

FilesOfLastTime = KeptFiles | PageCache

#: one line of every record: what there is and when it changed
RECORDS_TABLE = Table(
    "records",
    "Все записи",
    (
        DataColumn("kind", "Вид", required=True),
        DataColumn("kind_label", "Вид: словами", required=True),
        DataColumn("id", "Идентификатор", required=True),
        DataColumn("title", "Название", required=True),
        DataColumn("url", "Адрес страницы", required=True),
        DataColumn("status", "Состояние", required=True),
        DataColumn("updated", "Обновлено", "date"),
        DataColumn("first_published", "Впервые опубликовано", "date"),
        DataColumn("territory", "Территория"),
        DataColumn("owner", "Кто отвечает за запись"),
    ),
    ("kind", "id"),
)
_VOCABULARIES_TABLE = Table(
    "vocabularies",
    "Списки терминов",
    (
        DataColumn("vocabulary", "Список", required=True),
        DataColumn("id", "Код", required=True),
        DataColumn("label", "Название", required=True),
        DataColumn("broader", "Входит в"),
        DataColumn("description", "Что это значит"),
    ),
    ("vocabulary", "id"),
)


def open_files(
    catalog: Catalog, settings: Settings, last: FilesOfLastTime | None = None, groups: KeptGroups | None = None
) -> Iterator[File]:
    """Every file of open data; workbooks of the same tables are those of the ``last`` time."""
    groups = groups or KeptGroups()
    yield File("robots.txt", _robots(settings))
    yield from json_files(catalog, groups)
    yield from groups.files("schemas", catalog, schema_files)
    for demo in (False, True) if catalog.has_own_demo else (False,):
        make = partial(_of_records, settings=settings, last=last, demo=demo)
        yield from groups.files(f"tables: {demo}", catalog, make)


def _robots(settings: Settings) -> bytes:
    """Everything may be read by programs, but for the desk, which shows nothing to them.

    Programs ask for it at the root of an address only: a site in a folder names the whole path, so that its lines may
    be taken over there as they are."""
    lines = ["User-agent: *", f"Disallow: {urlsplit(settings.site_url).path.rstrip('/')}/admin/"]
    if settings.site_url:
        lines.append(f"Sitemap: {settings.site_url.rstrip('/')}/sitemap.xml")
    return ("\n".join(lines) + "\n").encode()


def _of_records(catalog: Catalog, settings: Settings, last: FilesOfLastTime | None, *, demo: bool) -> Iterator[File]:
    folder = open_data.data_folder(demo=demo)
    by_kind = {kind: tables(catalog, kind, demo=demo) for kind in catalog.paged}
    values = [figures(catalog, demo=demo)] if open_data.has_figures(catalog) else []
    common = [_records(by_kind), *values, _vocabularies(catalog)]
    every = [*common, *(filled for its in by_kind.values() for filled in its)]
    yield from package_files(every, settings, demo=demo)
    yield File(f"{folder}/metodoteka.sqlite", database(every))
    for its in values:
        lines = [dumped(_named(its, row)) for row in its.rows]
        yield File(f"{folder}/{open_data.FIGURES}.json", json_list(lines, kind=open_data.FIGURES, demo=demo))
    for name, filled in {**by_kind, **({open_data.FIGURES: values} if values else {})}.items():
        if filled[0].rows or not demo:
            path, make = f"{folder}/{name}.xlsx", partial(workbook, filled)
            yield File(path, last.file(path, rows_of_tables(filled), make) if last else make())


def _named(filled: FilledTable, row: tuple) -> dict:
    return {name: value for name, value in zip(filled.table.header, row, strict=True) if value is not None}


def _records(by_kind: dict[str, list[FilledTable]]) -> FilledTable:
    rows = []
    for kind, (main, *_) in by_kind.items():
        places = {name: at for at, name in enumerate(main.table.header)}
        wanted = [places.get(column.name) for column in RECORDS_TABLE.columns[2:]]
        label = KINDS[kind].label[0]
        rows += [(kind, label, *(None if at is None else row[at] for at in wanted)) for row in main.rows]
    return FilledTable(RECORDS_TABLE, tuple(rows))


def _vocabularies(catalog: Catalog) -> FilledTable:
    rows = (
        (name, term.id, term.label, term.broader, term.description)
        for name, its in sorted(catalog.vocabularies.items())
        if name != MARKS
        for term in its.terms
    )
    return FilledTable(_VOCABULARIES_TABLE, tuple(rows))
