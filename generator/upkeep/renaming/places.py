"""Where the base names a record or a term: fields, links inside texts, lists of terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from generator import text
from generator.catalog import Catalog
from generator.checks.links import address_of_link
from generator.checks.place import source_of
from generator.documents.sources import Loc, Source
from generator.records import KINDS, Record
from generator.records.content import ContentPage
from generator.records.pictures import FOLDER
from generator.records.scalars import RefTo, RichText, TermOf
from generator.records.vocabularies import MARKS
from generator.records.walking import of_type

Owner = Record | ContentPage


@dataclass(frozen=True)
class Place:
    """One place that names something: the file, the field, what stands there. ``line`` and ``column`` count within a
    text where the name is part of one, and are 0 where it is the whole value."""

    source: Source
    loc: Loc
    value: str
    line: int = 0
    column: int = 0


def is_term(address: str) -> bool:
    """Return True for ``vocabulary/term``, False for ``kind/id``: no list of terms is called as a kind."""
    return address.split("/")[0] not in KINDS


def namings(catalog: Catalog, address: str, chosen: Callable[[Owner], bool] | None = None) -> Iterator[Place]:
    """Every place that names the record or the term at ``address`` in the records and pages that are ``chosen``; with
    None in all of them, and in the lists of terms."""
    owners: Iterator[Owner] = chain(catalog.own_records, catalog.content.values())
    for owner in owners:
        if chosen is None or chosen(owner):
            source = source_of(catalog, owner)
            yield from _terms(source, owner, address) if is_term(address) else _references(source, owner, address)
    if is_term(address) and chosen is None:
        yield from _in_lists(catalog, address)


def pictures_of(catalog: Catalog, address: str) -> Iterator[Place]:
    """Every place where a hand-written page shows a file of the record at ``address``: its folder moves with it."""
    its = f"{FOLDER}/{address}/"
    for page in catalog.content.values():
        if its not in page.body:
            continue
        shown = {href for href, _, _ in text.images(page.body) if its in href and page.file_at(href).startswith(its)}
        for number, row in enumerate(page.body.split("\n"), 1):  # an address may stand in a line of its own: [1]: …
            at = {found.start() + href.index(its) for href in shown for found in re.finditer(re.escape(href), row)}
            for start in at:
                column = start + len(FOLDER) + 2
                yield Place(source_of(catalog, page), ("body",), address, number, column)


def _references(source: Source, owner: Owner, address: str) -> Iterator[Place]:
    for found in of_type(owner, RefTo):
        if found.marker.key(found.value) == address:
            yield Place(source, found.loc, found.value)
    for found in of_type(owner, RichText):
        for href, line, column in text.links(found.value):
            if address_of_link(href) == address:
                yield Place(source, found.loc, href, line, column)


def _terms(source: Source, owner: Owner, address: str) -> Iterator[Place]:
    vocabulary, _, term = address.partition("/")
    for found in of_type(owner, TermOf):
        if found.marker.vocabulary == MARKS and found.value == address:
            yield Place(source, found.loc, address)
        elif found.marker.vocabulary == vocabulary and found.value == term:
            yield Place(source, found.loc, term)


def _in_lists(catalog: Catalog, address: str) -> Iterator[Place]:
    """Terms name each other: the broader term and the classes of a subject by their ids, others by ``list/term``."""
    vocabulary, _, term = address.partition("/")
    for name, its in catalog.vocabularies.items():
        source = catalog.sources.get(f"vocabularies/{name}")
        if source is None:
            continue
        for position, one in its.written():
            loc: Loc = ("terms", position)
            if name == vocabulary and one.broader == term:
                yield Place(source, (*loc, "broader"), term)
            if one.belongs_to == address:
                yield Place(source, (*loc, "belongs_to"), address)
            if vocabulary == "levels":
                yield from (
                    Place(source, (*loc, "levels", n), term) for n, level in enumerate(one.levels) if level == term
                )
