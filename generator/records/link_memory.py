"""What is remembered of links to other sites between two checks: ``data/links.json``, written by ``metodoteka links``.

The build only reads it, so that it never needs a network. A link is called dead after three checks on different days:
a site may be down for an evening.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LINKS_FILE = "data/links.json"
STRIKES = 3


@dataclass(frozen=True)
class LinkStatus:
    """What the last check found: ``answer`` in Russian words, ``strikes`` in a row and since when, the day it last
    opened, where it has moved for good, and a copy in a web archive."""

    checked: dt.date
    answer: str = ""
    strikes: int = 0
    since: dt.date | None = None
    opened: dt.date | None = None
    moved: str = ""
    archived: str = ""

    @property
    def is_dead(self) -> bool:
        """True after three failed checks on different days."""
        return self.strikes >= STRIKES


def parse(text: str) -> dict[str, LinkStatus]:
    """The text of ``data/links.json`` -> links by address. Raises ValueError for anything but what ``dump`` writes."""
    try:
        return {url: _link(fields) for url, fields in json.loads(text)["links"].items()}
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(str(fault)) from fault


def dump(links: Mapping[str, LinkStatus]) -> str:
    """The text of ``data/links.json``: sorted, one line an address, so that a change is a line in a comparison."""
    rows = [
        f"{json.dumps(url, ensure_ascii=False)}: {json.dumps(_plain(link), ensure_ascii=False)}"
        for url, link in sorted(links.items())
    ]
    return '{"links": {\n' + ",\n".join(rows) + "\n}}\n"


def _plain(link: LinkStatus) -> dict[str, str | int]:
    fields = {name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(link).items()}
    return {name: value for name, value in fields.items() if value}


def _link(fields: Mapping[str, Any]) -> LinkStatus:
    days = {name: dt.date.fromisoformat(fields[name]) for name in ("checked", "since", "opened") if name in fields}
    return LinkStatus(**{**fields, **days})
