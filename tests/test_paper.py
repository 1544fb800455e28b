"""What a page is on paper and on the first screen, in a real browser: printed pages that can be sent by mail, the way
in without scrolling, a poster and an error page that hold on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from kept_pages import one_visit
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]

MOST_PRINTED = 1_000_000  # bytes of a PDF
PRINTED = {
    "belye-piatna/": ".m-spots__empty",
    "programmes/dvizhenie-vverkh/": ".m-timeline [fill^='url(']",
    "programmes/dvizhenie-vverkh/list-a4/": ".s-drawing [fill^='url(']",
}


@pytest.fixture
def page(browser: Browser, built_url: str) -> Iterator[Page]:
    with one_visit(browser, built_url, 1280, 720, bypass_csp=True) as page:
        yield page


@pytest.mark.parametrize("address", PRINTED)
def test_a_printed_page_stays_below_a_megabyte(page: Page, address: str) -> None:
    page.goto(address)
    assert page.locator(PRINTED[address]).count() > 20, "the page has what used to be heavy"
    for background in (False, True):
        assert len(page.pdf(print_background=background)) < MOST_PRINTED


def test_no_row_of_a_printed_roadmap_takes_a_third_of_a_sheet(page: Page) -> None:
    """The red twin keeps what proves a measure in a narrow column of its own."""
    page.set_viewport_size({"width": 679, "height": 1000})  # a sheet of A4 without its margins
    page.emulate_media(media="print")
    page.goto("programmes/demo-programma/")
    rows = page.locator(".m-table-wrap--roadmap tbody tr")
    highest = "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().height))"
    said = rows.evaluate_all("(all) => all.map((one) => one.innerText)")
    assert any("апрель 2026: 17 апреля 2026" in one.replace("\u00a0", " ") for one in said), "what is folded is open"
    assert rows.evaluate_all(highest) < 1123 / 3
    narrow = ".md-typeset .m-table-wrap--roadmap table:has(.m-proofs) .m-proofs { width: 41mm; grid-column: 2 }"
    page.add_style_tag(content=narrow)
    assert rows.evaluate_all(highest) > 1123 / 3


def test_a_printed_answer_of_the_search_has_no_empty_sheet(page: Page) -> None:
    page.goto("poisk/?q=чтение")
    expect(page.locator(".m-search__title").first).to_be_visible()
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm"}))).pages
    assert all(sheet.extract_text().strip() for sheet in sheets)


def test_behind_the_last_line_no_sheet_begins(page: Page) -> None:
    """A page whose last line stands at the lower edge of a sheet once had an empty one behind it."""
    page.emulate_media(media="print")
    for address in ("courses/demo-kurs-otsenivanie/", "terms/refleksiia/", "practices/mozaika/"):
        page.goto(address)
        space = page.evaluate("getComputedStyle(document.querySelector('.m-history').lastElementChild).marginBottom")
        assert space == "0px", address


def test_red_twin_the_hatches_of_the_screen_would_be_a_picture_each(page: Page) -> None:
    page.goto("belye-piatna/")
    hatch = "repeating-linear-gradient(135deg, transparent 0 0.3rem, var(--m-tint-strong) 0.3rem 0.36rem)"
    cells = ".md-typeset .m-table-wrap.m-spots .m-spots__empty"
    page.add_style_tag(content=f"{cells} {{ border: 0 !important; background: {hatch}, var(--m-paper) !important }}")
    assert len(page.pdf(print_background=True)) > MOST_PRINTED


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1366, 768)])
def test_the_search_and_the_three_doors_are_on_the_first_screen(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto("")
    for found in (page.locator(".m-ask button"), *page.locator(".m-door").all()):
        box = found.bounding_box()
        assert box and box["y"] + box["height"] <= height
    assert page.locator(".m-door").count() == 3


def test_a_missing_page_asks_what_was_sought_and_leads_on(page: Page) -> None:
    page.goto("404.html")
    assert page.locator(".m-actions a").count() >= 4
    page.get_by_role("searchbox", name="Что вы искали?").fill("мозаика")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/poisk/\?q="))


def test_no_bracket_of_a_poster_stands_alone_on_a_line(page: Page, built: Path) -> None:
    """The red twin is the size that it has on paper."""
    page.set_viewport_size({"width": 360, "height": 740})
    alone = """(h) => {
      const node = h.firstChild, range = document.createRange(), end = node.data.trimEnd().length;
      const top = (at) => { range.setStart(node, at); range.setEnd(node, at + 1);
        return range.getBoundingClientRect().top; };
      return top(end - 1) !== top(end - 2);
    }"""
    posters = sorted(built.glob("districts/*/afisha/index.html"))
    twin = 0
    for poster in posters:
        page.goto(f"{poster.parent.relative_to(built).as_posix()}/")
        title = page.locator("h1")
        assert not title.evaluate(alone), poster
        page.add_style_tag(content=".s-poster h1 { font-size: 26pt !important }")
        twin += title.evaluate(alone)
    assert posters and twin
