"""One threshold for the whole site: figures, former figures and measured results of fewer people are not told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from figures_base import RAION, SHARE, part, values
from small_base import PRACTICE, TODAY, Pages, Write, writer

from generator import catalog, exports, site
from generator.catalog.computed import indicators
from generator.records import reading
from generator.records.programmes import Indicator
from generator.settings import Settings

REPLICATION = {"practice": "priem", "organization": "ministerstvo", "territory": "regions/krai", "date": "2025-03",
               "result": "worked", "summary": None}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def measured(write: Write, **outcome: Any) -> Pages:
    told = {"what": "решили задачу", "before": 0.21, "after": 0.79, "instrument": "работа", **outcome}
    return write({"practices/priem": {**PRACTICE, "outcomes": [told]},
                  "replications/raz": {**REPLICATION, "outcomes": [told]}})  # fmt: skip


@pytest.mark.parametrize("address", ["practices/priem", "replications/raz"])
@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True), (31, True)])
def test_a_result_of_a_few_pupils_shows_no_numbers(write: Write, address: str, n: int, shown: bool) -> None:
    words = measured(write, n=n).read(address)
    assert ("0,21" in words) is shown
    assert ("0,79" in words) is shown
    assert ("меньше 5" in words) is not shown


def test_a_small_group_of_comparison_hides_both(write: Write) -> None:
    other = {"group": "соседний класс", "before": 0.25, "after": 0.5, "n": 3}
    words = measured(write, n=40, comparison=other).read("practices/priem")
    assert "соседний класс" in words
    assert "0,25" not in words
    assert "3 человека" not in words


@pytest.mark.parametrize(
    ("own", "site_wide", "least"), [(None, 5, 5), (None, 10, 10), (3, 5, 5), (12, 10, 12), (0, 10, 0)]
)
def test_an_indicator_may_raise_the_threshold_and_never_lower_it(own: int | None, site_wide: int, least: int) -> None:
    shape = {"id": "i", "path": "i.yml", "title": "И", "type": "share", "unit": "%"}
    record = Indicator.model_validate(shape | ({} if own is None else {"small_group": own}))
    assert indicators.small_group(record, site_wide) == least


def test_the_files_of_the_data_keep_the_threshold_too(write: Write) -> None:
    """Whatever is published beside the pages: tables, JSON, the database (tests/test_open_data.py reads workbooks)."""
    found = write({"indicators/dolia": SHARE, **values(RAION, "2025", part(4, 9))}).catalog
    by_size = {
        size: tuple(exports.all_files(replace(found, small_group=size, readings={}), Settings())) for size in (5, 10)
    }
    assert by_size[5] == by_size[10], "without readings no file has the figures"
    told = [file.path for file in exports.all_files(found, Settings()) if b"0.4444" in file.data]
    assert told == ["dannye/v1/indicator_values.csv", "dannye/v1/indicator_values.json"]


def test_the_site_may_ask_for_more_people(write: Write, tmp_path: Path) -> None:
    write({"indicators/dolia": SHARE, **values(RAION, "2025", part(4, 9))})
    loaded, _ = reading.load(tmp_path / "base")
    assert not catalog.build(loaded, TODAY).readings["dolia"][0].hidden, "red twin"
    assert catalog.build(loaded, TODAY, small_group=10).readings["dolia"][0].hidden
    found, problems = site.check(tmp_path / "base", Settings(build_date=TODAY, small_group=10))
    assert [p.code for p in problems if p.path == "data/values/raion-2025.yml"] == ["small-group-written"]
    assert found.small_group == 10
