"""Every link from the base to another site, and where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.documents.sources import Loc


@dataclass(frozen=True)
class Where:
    """A place that links to an address: the record's address, its file and line."""

    key: str
    path: str
    line: int


def outside_addresses(catalog: Catalog) -> dict[str, tuple[Where, ...]]:
    """Every address on other sites in records and hand-written pages, with the places that link to it."""
    found: dict[str, dict[Where, None]] = defaultdict(dict)
    for key, source in catalog.sources.items():
        if key.startswith("vocabularies/"):
            continue
        for loc, value in _texts(source.data):
            for url, line in _links(value):
                found[url.partition("#")[0]][Where(key, source.path, source.place(loc, line).line)] = None
    return {url: tuple(places) for url, places in sorted(found.items())}


def _links(value: str) -> Iterator[tuple[str, int]]:
    """Addresses with the line of the text they stand in."""
    if re.fullmatch(r"https?://\S+", value):
        yield value, 1
    elif "://" in value or "www." in value:
        yield from ((url, line) for url, line, _ in text.links(value) if url.startswith(("http://", "https://")))


def _texts(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, dict | list):
        for part, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, (*loc, part))
    elif isinstance(data, str):
        yield loc, data
