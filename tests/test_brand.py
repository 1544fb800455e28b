"""The picture that messengers show beside a link to the site."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import brand
import pytest
from playwright.sync_api import Browser


def size(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])


def test_the_committed_picture_is_light_and_of_the_right_size() -> None:
    assert size(brand.PICTURE) == brand.SIZE
    assert brand.PICTURE.stat().st_size < 40_000


@pytest.mark.browser
def test_the_script_makes_such_a_picture_of_its_source(browser: Browser, tmp_path: Path) -> None:
    brand.draw(browser, tmp_path / "made.png")
    assert size(tmp_path / "made.png") == brand.SIZE
    logo = brand.PICTURE.with_name("metodoteka.svg").read_text(encoding="utf-8")
    (shape,) = re.findall(r'd="(M7 [^"]+)"', logo)
    assert shape in brand.SOURCE.read_text(encoding="utf-8"), "the logo has changed: draw the picture anew"


def pictures(site: Path) -> set[tuple[str, ...]]:
    """What pages of every sort name as their picture: one for all of them."""
    pages = [site / path for path in ("index.html", "practices/parnoe/index.html", "404.html")]
    return {tuple(re.findall(r'property="og:image" content="([^"]*)"', page.read_text("utf-8"))) for page in pages}


@pytest.mark.slow
def test_a_site_that_does_not_know_its_address_names_no_picture(built_mini: Path) -> None:
    """Where it knows it, test_whole_way looks."""
    assert pictures(built_mini) == {()}
