"""The promises of weight and use on a base of many practices, really built and counted by the server over the wire.

The one test file that builds a large site: 400 practices, about 1,100 pages. `make hostile` runs it with 1,000, for
which the promises are given (``tests/hostile/thousand.py``): that takes two and a half times as long, and what grows
with a base grows evenly, so the smaller one has smaller limits. The fixture is shared by everything that has to be true
at that size.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import weigh
import weigh_search
from look import served
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from support import without_codes

from generator import cli

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PRACTICES = int(os.environ.get("METODOTEKA_PRACTICES", "400"))
#: kilobytes over the wire: of the catalogue with its filters, of the first search, of every next one
CATALOGUE, FIRST, NEXT = {400: (46, 140, 40), 1000: (60, 140, 40)}[PRACTICES]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a generated base; the build fails when the gate finds a fault."""
    folder = tmp_path_factory.mktemp("many")
    assert cli.main(["sample", "--records", str(PRACTICES), "--seed", "1", "--out", str(folder / "base")]) == 0
    without_codes(folder / "base")  # they are as many on any base
    assert cli.main(["--root", str(folder / "base"), "build", "--out", str(folder / "site")]) == 0
    return folder / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as page:
        yield page


# --- weights ----------------------------------------------------------------------------------------------------------


def test_a_practice_page_is_no_heavier_than_on_a_small_base(browser: Browser, many: Path, record_property) -> None:
    first, second = weigh.weigh(browser, many)
    for line in weigh.told(first, second):
        record_property("figure", f"{PRACTICES} practices: {line}")
    assert weigh.total(first) <= 110_000, first
    assert weigh.total(second) <= 12_000, second


def test_opening_the_catalogue_and_choosing(many: Path, page: Page, record_property) -> None:
    """After a practice page, with a warm cache: the page of the listing, and beside it what the filters ask for."""
    with weigh.counting(many) as (base, sent):
        page.goto(base + weigh.practices(many)[0], wait_until="networkidle")
        before = len(sent)
        page.goto(base + "practices/", wait_until="networkidle")
        page.wait_for_selector(".m-catalogue--on")
        opened = sent[before:]
        before = len(sent)
        page.locator('.m-facet__value input[name="subjects"]').first.check()
        page.locator(".m-catalogue__count", has_text=re.compile(r"из")).wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)  # the texts of the cards arrive after the count
        chosen = sent[before:]
        texts = page.locator(".m-catalogue .m-card").count()
    own = [one for one in opened if one.path != "practices"]
    record_property(
        "figure",
        f"{PRACTICES} practices: catalogue opened with a warm cache: filters {weigh.total(own) / 1000:.1f} KB"
        f" + texts of the first {texts} cards chosen {weigh.total(chosen) / 1000:.1f} KB (at most {CATALOGUE});"
        f" the page itself {weigh.total(opened) / 1000 - weigh.total(own) / 1000:.1f} KB,"
        f" everything {weigh.total(opened + chosen) / 1000:.1f} KB",
    )
    assert {one.path for one in own} >= {"practices/katalog.json", "assets/javascripts/catalogue.js"}
    assert chosen and all(one.path.startswith("practices/katalog-") for one in chosen), chosen
    assert weigh.total(own + chosen) <= 1000 * CATALOGUE, own + chosen


def test_a_search_costs_what_was_promised(browser: Browser, many: Path, record_property) -> None:
    weights = weigh_search.weigh(browser, many)
    record_property("figure", f"{PRACTICES} practices: {weigh_search.as_text(weights, (FIRST, NEXT))}")
    first, *rest = weights.values()
    assert 50_000 < first <= 1000 * FIRST
    assert max(rest) <= 1000 * NEXT


# --- use --------------------------------------------------------------------------------------------------------------


def test_a_filter_a_cell_of_the_map_and_the_list_agree(many: Path, page: Page) -> None:
    with served(many) as base:
        page.goto(base + "belye-piatna/")
        cells = page.evaluate("[...document.querySelectorAll('.m-spots td a')].map((a) => [a.href, a.textContent])")
        assert len(cells) > 100
        for href, words in cells[:: len(cells) // 5]:
            page.goto(href)
            page.wait_for_selector(".m-catalogue--on")
            text = page.locator(".m-catalogue__count").inner_text()
            broad = re.search(r"из них (\d+) для любого", text)
            own = int(re.search(r"\d+", text)[0]) - int(broad[1] if broad else 0)
            assert own == int(re.match(r"\d+", words)[0]), href


def test_the_largest_booklet_can_be_printed(many: Path, page: Page, tmp_path: Path) -> None:
    """A booklet has an end: the first 120 practices, and it says of how many."""
    booklets = (many / "practices" / "buklet").glob("*/index.html")
    largest = max(booklets, key=lambda p: (p.stat().st_size, p.parent.name)).parent.name
    with served(many) as base:
        page.goto(f"{base}practices/buklet/{largest}/")
        count, shown = map(int, re.findall(r"\d+", page.locator(".s-head p").last.inner_text()))
        assert count > shown == page.locator(".s-item").count()
        page.pdf(path=tmp_path / "booklet.pdf", prefer_css_page_size=True)
    pages = len(PdfReader(tmp_path / "booklet.pdf").pages)
    assert shown / 4 <= pages <= shown / 2, f"{pages} pages for {shown} practices"


@pytest.mark.parametrize("address", ["", "practices/", "belye-piatna/", "districts/", "programmes/", "poisk/"])
def test_pages_of_many_records_stay_within_a_phone(many: Path, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    with served(many) as base:
        page.goto(base + address, wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.outerHTML.length") < 200_000
