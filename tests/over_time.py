"""One truth over time: a small base that is looked at on several days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from figures_base import SOSED
from small_base import Pages, Write, writer

from generator.catalog.computed.indicators import Reading

KRAI = "regions/krai"
CLOSED = "data/closed-periods.yml"
DATED = "data/first-published.txt"
NEIGHBOUR = {SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"}}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def readings(pages: Pages, indicator: str = "dolia") -> dict[tuple[str, str], Reading]:
    return {(reading.scope, str(reading.period)): reading for reading in pages.catalog.readings.get(indicator, ())}


def again(root: Path, today: str) -> Pages:
    """The same files on another day."""
    return Pages(root / "base", day(today))
