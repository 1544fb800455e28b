"""By keyboard alone, and heard: filters from the first value to the reset, the search from its button and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from kept_pages import one_visit
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, built_url: str, request) -> Iterator[Page]:
    with one_visit(browser, built_url, request.param) as page:
        yield page


def tab_to(page: Page, target: Locator, most: int) -> None:
    """Press Tab until the target has the focus; more than ``most`` is no way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return
    there = page.evaluate("document.activeElement.outerHTML")[:200]
    raise AssertionError(f"not reached with {most} Tabs, the focus is on {there}")


def test_a_filter_is_chosen_heard_and_reset(page: Page) -> None:
    page.goto("practices/")
    page.wait_for_selector(".m-catalogue--on")
    text = page.locator(".m-catalogue__count")
    assert text.evaluate("e => !!e.closest('[role=status][aria-live=polite]')"), "the number is not heard"
    everything = text.inner_text()
    panel = page.locator(".m-filters__panel > summary")
    if panel.is_visible():
        panel.focus()
        page.keyboard.press("Enter")
        group = page.locator(".m-facet > summary").first
        tab_to(page, group, 3)
        page.keyboard.press("Enter")
    value = page.locator('input[name="subjects"][value="matematika"]')
    tab_to(page, value, 40)
    page.keyboard.press("Space")
    expect(text).not_to_have_text(everything)
    expect(value).to_be_focused()
    chosen = text.inner_text()
    page.keyboard.press("Space")
    expect(text).to_have_text(everything)
    page.keyboard.press("Space")
    expect(text).to_have_text(chosen)
    if panel.is_visible():
        page.get_by_role("button", name="Показать:").press("Enter")
    reset = page.get_by_role("button", name="Сбросить всё")
    reset.focus()
    page.keyboard.press("Enter")
    expect(text).to_have_text(everything)
    expect(value).not_to_be_checked()
    expect(page).to_have_url(re.compile(r"practices/$"))
    assert page.evaluate("document.activeElement !== document.body"), "the reset button goes, the focus has to stay"


def test_the_first_card_is_near(page: Page) -> None:
    """From the link past the menu: at most five stops, past forty filters."""
    page.goto("practices/")
    page.wait_for_selector(".m-catalogue--on")
    page.locator(".md-skip").focus()
    page.keyboard.press("Enter")
    skip = page.get_by_role("link", name="К списку")
    tab_to(page, skip, 3)
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".m-catalogue .m-card a").first, 2)


def test_the_search_is_heard_walked_with_tab_and_gives_the_focus_back(page: Page) -> None:
    page.goto("practices/mozaika/")
    button = page.locator("[data-m-search-open]")
    button.focus()
    page.keyboard.press("Enter")
    field = page.locator(".m-search-dialog input")
    expect(field).to_be_focused()
    page.keyboard.type("наставник")
    page.locator('.m-search[data-answered="наставник"]').wait_for()
    text = page.locator(".m-search-dialog [role=status]").filter(has_text="Найден")
    assert int(re.search(r"\d+", text.inner_text())[0]) > 5
    first = page.locator(".m-search-dialog .m-search__list a").first
    tab_to(page, first, 15)
    # The page behind is out of reach: Tab goes round in the dialog (and through the browser's own bar).
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_mended_question_is_heard_and_its_offer_is_reached(page: Page) -> None:
    page.goto("about/")
    page.keyboard.press("/")
    expect(page.locator(".m-search-dialog input")).to_be_focused()
    page.keyboard.type("наставнк")
    page.locator('.m-search[data-answered="наставнк"]').wait_for()
    note = page.locator(".m-search-dialog .m-search__note")
    assert note.evaluate("e => !!e.closest('[role=status], [aria-live]')"), "the note is not heard"
    expect(note).to_contain_text("наставник")
