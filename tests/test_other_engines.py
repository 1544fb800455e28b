"""The way out: the pages of the base under two other engines give the same site, search included."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import lxml.html
import pytest
from conftest import MINI_DAY, copy_of_mini

from generator import cli

pytestmark = pytest.mark.slow

#: what stands beside the pages of an engine and is not ours
ENGINE = {
    "properdocs": ("-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml"),
    "zensical": ("-m", "zensical", "build", "--clean", "-f", "mkdocs.yml"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``metodoteka pages`` gives of the mini base."""
    root = tmp_path_factory.mktemp("engines")
    base = copy_of_mini(root / "base")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
        assert cli.main(["--root", str(base), "pages", "--out", str(root / "pages")]) == 0
    return root


@pytest.fixture(scope="module", params=list(ENGINE))
def elsewhere(request, folder: Path) -> Path:
    """The site that another engine makes of it, finished by ``metodoteka index``."""
    place = folder / request.param
    shutil.copytree(folder / "pages", place)
    built = subprocess.run([sys.executable, *ENGINE[request.param]], cwd=place, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    assert cli.main(["--root", str(folder / "base"), "index", str(place / "site")]) == 0
    return place / "site"


def addresses(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


@cache  # the pages of our own site are compared with those of every engine
def article(path: Path) -> list[str]:
    """Title, what messengers show, and the words of the article."""
    page = lxml.html.fromstring(path.read_text("utf-8"))
    found = page.xpath("//article") or page.xpath("//body")
    for one in found[0].xpath(".//script | .//style | .//a[@class='headerlink']"):
        one.drop_tree()
    words = re.sub(r"\s+", "", found[0].text_content())  # spaces between blocks are not shown
    head = [
        page.findtext(".//title") or "",
        *page.xpath("//meta[@property='og:type' or @property='og:title']/@content"),
    ]
    return [re.sub(r"\s+", " ", one).strip() for one in head] + [words]


def test_every_page_is_there_with_the_same_words(elsewhere: Path, built_mini: Path) -> None:
    assert addresses(elsewhere) == addresses(built_mini)
    alike = addresses(built_mini) - {"bez-interneta/index.html"}  # which says how heavy the files of the engine are
    differ = [name for name in sorted(alike) if article(elsewhere / name) != article(built_mini / name)]
    assert [(name, article(elsewhere / name), article(built_mini / name)) for name in differ[:1]] == []


def test_the_search_knows_the_same_pages(elsewhere: Path, built_mini: Path) -> None:
    count = [len(list((site / "assets/search/index").iterdir())) for site in (elsewhere, built_mini)]
    assert count[0] == count[1] > 10


def test_a_folder_without_a_site_is_told(folder: Path, tmp_path: Path, capsys) -> None:
    assert cli.main(["--root", str(folder / "base"), "index", str(tmp_path)]) == 1
    assert "нет готового сайта" in capsys.readouterr().err
