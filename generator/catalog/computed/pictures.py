"""Which pictures of records are published today, and which of their files are held back."""

from __future__ import annotations

from collections.abc import Iterable

from generator.catalog.index import Catalog
from generator.records import Record
from generator.records.common import Attachment
from generator.records.materials import is_offered, material_path, materials_of
from generator.records.pictures import FOLDER, Picture, path_of


def shown(catalog: Catalog, record: Record) -> list[Picture]:
    """The pictures of a record that may be published and whose file is there, in its order."""
    pictures: tuple[Picture, ...] = getattr(record, "pictures", ())
    published = (it for it in pictures if it.shown_on(catalog.today, catalog.site))
    return [it for it in published if path_of(record, it) in catalog.asset_names]


def published_documents(catalog: Catalog, record: Record) -> list[tuple[str, Attachment]]:
    """The documents of a record that may be taken away, in its order: path below ``content``, material."""
    found = ((material_path(record, it), it) for _, it in materials_of(record) if is_offered(it))
    return [(path, it) for path, it in found if path in catalog.asset_names]


def reachable(catalog: Catalog, record: Record, materials: Iterable[Attachment]) -> list[tuple[str | None, Attachment]]:
    """The materials that a reader can get at: the path of its file where the record carries one, else None."""
    paths = {material.file: path for path, material in published_documents(catalog, record)}
    found = ((paths.get(it.file) if it.file else None, it) for it in materials)
    return [(path, it) for path, it in found if path or it.url]


def held_back(catalog: Catalog) -> frozenset[str]:
    """The files of records, by their paths below ``content``, that no shown record shows: nobody gets them by guessing
    an address."""
    files = [name for name in catalog.assets if name.startswith(f"{FOLDER}/")]
    if not files:
        return frozenset()
    published = {path_of(record, it) for record in catalog.shown.values() for it in shown(catalog, record)}
    published |= {path for record in catalog.shown.values() for path, _ in published_documents(catalog, record)}
    return frozenset(files) - published
