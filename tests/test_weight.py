"""What a visit costs, counted by the server in bytes over the wire; pages name our files by their mark."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from weigh import ENGINE, bodies, ours, told, total, weigh

from generator.publish import assets

pytestmark = pytest.mark.slow


@pytest.mark.browser
def test_a_practice_page_is_light_and_the_next_one_lighter(browser: Browser, built: Path, record_property) -> None:
    first, second = weigh(browser, built)
    for line in told(first, second):
        record_property("figure", line)
    assert total(first) <= 110_000, first
    assert bodies(ours(first)) <= 25_000, ours(first)
    assert total(second) <= 12_000, second
    assert len(second) == 1, "with a warm cache only the page itself is asked for"


def test_every_script_and_style_of_ours_is_named_with_its_mark(built: Path) -> None:
    """``_headers`` lets browsers keep these folders for a year: a name without a mark would be stale that long."""
    marks = assets.digests([built])
    for page in built.rglob("*.html"):
        for address in re.findall(r'(?:src|href|data-vision)="([^"]*assets/(?:javascripts|stylesheets)/[^"]*)"',
                                  page.read_text("utf-8")):  # fmt: skip
            path, _, mark = address.partition("?")
            path = "assets/" + path.split("assets/")[1]
            if not any(fnmatch(path, name) for name in ENGINE):
                assert marks[path.removeprefix("assets/")] == mark, f"{page.parent.name}: {address}"


def test_nothing_of_material_lies_there_unused(built: Path) -> None:
    left = [p.relative_to(built).as_posix() for p in built.rglob("*") if p.suffix == ".map" or "lunr" in p.parts]
    assert left == []
    assert not (built / "assets" / "javascripts" / "workers").exists()
