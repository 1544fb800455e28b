"""A small base that is joined with others, put together without packages: for tests of what is shown and counted.

The records of a neighbour are written and read as any; those that this base has itself are its own.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from small_base import TODAY, lay_small_base

from generator import catalog
from generator.catalog import Catalog
from generator.records import reading
from generator.records.joined import JoinedBase, Origin

SITE = "https://raion.example/baza/"
SCHOOL = JoinedBase("litsei", "Лицей № 1", "https://litsei.example/", "mailto:sprosit@litsei.example", 7,
                    dt.date(2026, 5, 20))  # fmt: skip
OTHER_SCHOOL = JoinedBase("shkola-2", "Школа № 2", "https://shkola2.example/", "", 3, dt.date(2026, 5, 21))

Changes = dict[str, dict[str, Any]]


def read_joined(
    root: Path, own: Changes, *others: tuple[JoinedBase, Changes], site: str = SITE, today: dt.date = TODAY
) -> Catalog:
    """The catalogue of the small base with the changes ``own``, joined with bases that have these records beside."""
    lay_small_base(root, own)
    loaded = reading.load(root)[0]
    loaded.joined_bases = tuple(base for base, _ in others)
    for base, changes in others:
        there = root.parent / base.name
        lay_small_base(there, changes)
        for key, record in reading.load(there)[0].records.items():
            if key not in loaded.records:
                loaded.records[key] = record.model_copy(update={"path": f"{base.name}:{record.path}"})
                loaded.origins[key] = Origin(base, f"{base.url}{key}/", record.id)
    return catalog.build(loaded, today, site=site)
