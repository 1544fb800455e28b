"""The page «Объединённые базы»: with which bases this one is joined, what of them is here, and of which day it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from generator.catalog import Catalog
from generator.pages.open_data import OPEN_DATA
from generator.records import KINDS
from generator.records.joined import JoinedBase

JOINED_FOLDER = "bazy"
JOINED_PAGE = f"{JOINED_FOLDER}/index.md"


@dataclass(frozen=True)
class JoinedSummary:
    """A joined base: how many of its records are shown here, by kind in one, few, many; the title of the base that
    handed it on, and where its open data lie; both may be empty."""

    base: JoinedBase
    counts: tuple[tuple[str, int, tuple[str, str, str]], ...]
    through: str
    data: str

    @property
    def total(self) -> int:
        """How many records of it are shown here."""
        return sum(count for _, count, _ in self.counts)


def view(catalog: Catalog) -> dict[str, Any]:
    """What the page says of every base."""
    return {"bases": summaries(catalog)}


def summaries(catalog: Catalog) -> list[JoinedSummary]:
    """The bases in the order in which the settings name them."""
    counted = Counter(
        (origin.base.name, record.kind) for record in catalog.shown.values() if (origin := catalog.origin_of(record))
    )
    titles = {base.name: base.title for base in catalog.joined_bases}
    return [
        JoinedSummary(
            base,
            tuple((kind, n, model.label) for kind, model in KINDS.items() if (n := counted[base.name, kind])),
            titles.get(base.through, base.through),
            f"{base.url}{OPEN_DATA}/" if base.url else "",
        )
        for base in catalog.joined_bases
    ]
