"""Which pictures of records are published today, and which of their files are held back."""

from __future__ import annotations

from generator.catalog.index import Catalog
from generator.records import Record
from generator.records.pictures import FOLDER, Picture, path_of


def shown(catalog: Catalog, record: Record) -> list[Picture]:
    """The pictures of a record that may be published and whose file is there, in its order."""
    pictures: tuple[Picture, ...] = getattr(record, "pictures", ())
    there = set(catalog.assets) if pictures else ()
    return [it for it in pictures if it.shown_on(catalog.today, catalog.site) and path_of(record, it) in there]


def held_back(catalog: Catalog) -> frozenset[str]:
    """The files of records, by their paths below ``content``, that no shown record shows: nobody gets them by guessing
    an address."""
    published = {path_of(record, it) for record in catalog.shown.values() for it in shown(catalog, record)}
    return frozenset(name for name in catalog.assets if name.startswith(f"{FOLDER}/") and name not in published)
