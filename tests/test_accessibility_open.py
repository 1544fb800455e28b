"""What opens on a page is as accessible as the page: axe in every look with search, filters and panels open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from looks import AXE_SCRIPT, THINNED, violations, violations_in_looks
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PRACTICE = "practices/vykhodnoi-bilet/"


@pytest.fixture(scope="module")
def site(browser: Browser, built_url: str) -> tuple[Browser, str]:
    return browser, built_url


@pytest.fixture(scope="module")
def opened(site, request) -> Iterator[Page]:
    """One page for all states on a screen of a width: what it has loaded once it does not load and read again."""
    browser, base = site
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, base_url=base, reduced_motion="reduce", color_scheme="light"
    )
    context.set_default_timeout(60_000)
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """The next finds it as if nobody had been there."""
    yield opened
    opened.evaluate("localStorage.clear(); sessionStorage.clear()")
    opened.emulate_media(color_scheme="light")


def unfold(page: Page, details: str) -> None:
    """Open one after another whatever is closed."""
    closed = page.locator(f"{details}:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()


# --- what a reader opens ----------------------------------------------------------------------------------------------


def asked(page: Page, query: str, shown: str) -> None:
    """The question in the open dialog, its answer on the screen."""
    page.locator("[data-m-search-open]").click()
    page.fill(".m-search-dialog input", query)
    page.wait_for_selector(f'.m-search-dialog .m-search[data-answered="{query}"]', timeout=60_000)
    page.locator(f".m-search-dialog {shown}").first.wait_for()


def with_filters(page: Page, shown: str) -> None:
    """The filters with every group unfolded; on a phone they lie behind one button."""
    page.wait_for_selector(".m-catalogue--on")
    panel = page.locator(".m-filters__panel > summary")
    if panel.is_visible():
        panel.click()
    unfold(page, ".m-facet")
    page.locator(shown).first.wait_for()


def low_vision(page: Page) -> None:
    page.locator("[data-vision]").click()
    page.locator("#m-vision").wait_for()


def a_word(page: Page) -> None:
    page.locator(".m-term:visible").first.click()
    page.locator(".m-meaning:popover-open").wait_for()


def menu(page: Page) -> None:
    page.locator(".md-header [for='__drawer']").click()
    page.wait_for_function("document.querySelector('.m-nav a').getBoundingClientRect().left >= 0")


def a_lesson(page: Page) -> None:
    page.get_by_role("link", name="Провести на уроке").click()
    page.locator(".m-steps__done:visible input >> nth=0").check()
    page.locator("#ideia").wait_for(state="hidden")


def a_roadmap(page: Page, state: str) -> None:
    page.select_option("#sostoianie", state)
    page.locator("form[data-filter] [role=status]", has_text="трок").wait_for()


OPEN: dict[str, tuple[str, Callable[[Page], object]]] = {
    "search, results": (PRACTICE, lambda page: asked(page, "наставник", ".m-search__list li")),
    "search, did you mean": (PRACTICE, lambda page: asked(page, "наставнк", ".m-search__note")),
    "search, all kinds": (
        PRACTICE, lambda page: (asked(page, "учитель", ".m-search__others"), page.click(".m-search__others"))
    ),
    "search, nothing": (PRACTICE, lambda page: asked(page, "щщъъыы", ".m-search__note")),
    "page of the search": ("poisk/?q=наставнк", lambda page: page.locator(".m-search__list li").first.wait_for()),
    "page of the search, nothing": ("poisk/?q=щщъъыы", lambda page: page.locator(".m-search__note").wait_for()),
    "filters": ("practices/", lambda page: with_filters(page, ".m-facet[open]")),
    "filters, chosen": (
        "practices/?subjects=matematika&fit=offline&size=20&hours=2", lambda page: with_filters(page, ".m-chips button")
    ),
    "filters, nothing": (
        "practices/?subjects=khimiia&levels=preschool&fit=small&evidence=d4",
        lambda page: with_filters(page, ".m-empty button"),
    ),
    "filters of events": ("events/?demo=1", lambda page: with_filters(page, ".m-facet[open]")),
    "version for low vision": (PRACTICE, low_vision),
    "a word explained": (PRACTICE, a_word),
    "menu of a phone": (PRACTICE, menu),
    "during the lesson": (PRACTICE, a_lesson),
    "everything unfolded": (PRACTICE, lambda page: unfold(page, "article details")),
    "roadmap, filtered": ("programmes/demo-programma/", lambda page: a_roadmap(page, "late")),
    "districts compared": (
        "indicators/demo-dolia-diagnostika/",
        lambda page: page.get_by_role("heading", name="Сравнение районов").first.scroll_into_view_if_needed(),
    ),
}  # fmt: skip


#: what stands otherwise on a wide screen; the other states differ from these in words
WIDE = ["search, results", "page of the search", "filters", "filters, chosen", "version for low vision",
        "a word explained", "during the lesson", "everything unfolded", "roadmap, filtered",
        "districts compared"]  # fmt: skip

#: what lies over the page; the page behind it is looked at by test_accessibility
PARTS = (".m-search-dialog", "#m-vision", ".m-meaning:popover-open", ".m-catalogue", "form[data-filter]")


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """Where words stood in the states before."""
    return set()


@pytest.mark.parametrize(
    ("opened", "state"), [(360, state) for state in OPEN] + [(1280, state) for state in WIDE], indirect=["opened"]
)
def test_axe_finds_nothing_in_what_is_open(page: Page, state: str, seen: set[str]) -> None:
    """On a wide screen contrast is measured in what a phone does not show: colours do not depend on the width."""
    address, opening = OPEN[state]
    page.goto(address)
    opening(page)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{over} px too wide"
    page.evaluate(THINNED)
    part = next((one for one in PARTS if page.locator(one).count() and page.locator(one).first.is_visible()), None)
    assert dict(violations_in_looks(page, seen, part)) == {}


@pytest.mark.parametrize("opened", [360], indirect=True)
def test_red_twin_a_pale_note_and_a_nameless_field_of_the_open_search_are_seen(page: Page) -> None:
    page.goto(PRACTICE)
    asked(page, "наставнк", ".m-search__note")
    page.evaluate("""() => {
        document.querySelector('.m-search-dialog .m-search__note').style.color = '#ccc';
        document.querySelector('.m-search-dialog').append(document.createElement('input'));
    }""")
    page.evaluate(THINNED)
    found = " ".join(violations(page))
    assert "color-contrast" in found
    assert "label" in found


@pytest.mark.parametrize("opened", [360], indirect=True)
def test_red_twin_a_note_that_is_pale_in_the_dark_alone_is_seen(page: Page) -> None:
    """It is new in the part that lies over the page; the other words of the part have been seen."""
    page.goto(PRACTICE)
    asked(page, "наставник", ".m-search__list li")
    seen: set[str] = set()
    assert dict(violations_in_looks(page, seen, ".m-search-dialog")) == {}
    page.emulate_media(color_scheme="light")
    page.evaluate("""() => {
        metodotekaVision.apply({});
        const note = document.createElement('p');
        note.className = 'x';
        note.textContent = 'Слово';
        document.querySelector('.m-search-dialog .m-search__list').before(note);
        matchMedia('(prefers-color-scheme: dark)').onchange = () => { note.style.color = '#333'; };
    }""")
    assert set(dict(violations_in_looks(page, seen, ".m-search-dialog"))) == {"dark", "contrast"}
