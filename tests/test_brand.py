"""The picture that messengers show beside a link to the site."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import brand
import pytest
from playwright.sync_api import Browser

from generator import cli


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


@pytest.mark.slow
def test_pages_name_the_picture_absolutely_and_only_where_the_site_knows_its_address(
    built_mini: Path, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pictures(site: Path) -> dict[str, list[str]]:
        pages = [site / path for path in ("index.html", "practices/parnoe/index.html", "404.html")]
        return {str(p): re.findall(r'property="og:image" content="([^"]*)"', p.read_text("utf-8")) for p in pages}

    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://baza.example/metodoteka")
    monkeypatch.setenv("METODOTEKA_REPO_URL", "https://git.example/o/baza")
    assert cli.main(["--root", str(mini), "build"]) == 0

    address = "https://baza.example/metodoteka/assets/images/metodoteka.png"
    assert set(map(tuple, pictures(mini / "site").values())) == {(address,)}
    assert (mini / "site/assets/images/metodoteka.png").is_file()
    assert set(map(tuple, pictures(built_mini).values())) == {()}
