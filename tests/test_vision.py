"""«Версия для слабовидящих» in a real browser: by keyboard, kept on the device, before the first paint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kept_pages import one_visit
from look import specimens
from looks import CHARACTERS_A_LINE, THINNED, violations
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PRACTICES = "practices/"
COLORS = "(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"


@pytest.fixture
def page(browser: Browser, built_url: str) -> Iterator[Page]:
    with one_visit(browser, built_url, 360, 740) as page:
        yield page


def opened(page: Page, address: str = PRACTICES) -> Page:
    page.goto(address)
    page.locator("[data-vision]").click()
    page.locator("#m-vision").wait_for()
    return page


def test_the_keyboard_opens_chooses_and_closes(page: Page) -> None:
    """What does not come is said: a script of the page at once, the panel at the press that asks for it."""
    for name in ("catalogue", "vision"):
        page.route(f"**/assets/javascripts/{name}.js*", lambda route: route.abort())
    page.goto(PRACTICES)
    missed = page.get_by_role("alert")
    expect(missed).to_contain_text("часть кнопок и фильтров не работает")
    missed.evaluate("told => told.remove()")
    page.locator("[data-vision]").focus()
    page.keyboard.press("Enter")
    expect(missed).to_contain_text("Проверьте связь")
    page.unroute_all()
    page.keyboard.press("Enter")
    page.locator("#m-vision h2").wait_for()
    assert page.evaluate("document.activeElement.id") == "m-vision-title"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("html", "data-vision-size") == "125"
    assert page.locator("#m-vision [aria-live]").inner_text() == "Размер текста: 125 %"
    page.keyboard.press("Escape")
    assert page.locator("#m-vision").is_hidden()
    assert page.evaluate("document.activeElement.hasAttribute('data-vision')")
    assert page.get_attribute("[data-vision]", "aria-expanded") == "false"


def test_a_choice_stays_on_the_device_and_holds_before_the_first_paint(page: Page) -> None:
    opened(page).get_by_label("белым по чёрному").check()
    page.get_by_label("150 %").check()
    # The very first frame: what the head script has done by the time the body begins.
    page.add_init_script(
        "new MutationObserver((_, o) => { if (document.body) { o.disconnect();"
        " window.early = document.documentElement.dataset.visionColors } })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.goto("about/")
    assert page.evaluate("window.early") == "dark"
    assert page.locator("body").evaluate(COLORS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == pytest.approx(30)
    assert page.context.cookies() == []


def test_reset_gives_the_usual_site_back(page: Page) -> None:
    opened(page)
    usual = page.locator("body").evaluate(COLORS)
    for name in ("синим по голубому", "200 %", "заменить словами"):
        page.get_by_label(name).check()
    assert page.locator("body").evaluate(COLORS) != usual
    page.get_by_role("button", name="Вернуть обычный вид").click()
    assert page.locator("body").evaluate(COLORS) == usual
    assert page.evaluate("Object.keys(document.documentElement.dataset).filter(k => k.startsWith('vision'))") == []
    assert page.evaluate("localStorage.getItem('/.__vision')") == "{}"


def test_letters_lines_and_pictures(page: Page, built: Path) -> None:
    opened(page, specimens(built)["indicators"])
    page.locator("[name=vision-letters][value=wider]").check()
    page.locator("[name=vision-lines][value=wider]").check()
    page.get_by_label("заменить словами").check()
    style = page.locator("article p").first.evaluate(
        "e => { const s = getComputedStyle(e), n = parseFloat; return [n(s.letterSpacing) / n(s.fontSize),"
        " n(s.lineHeight) / n(s.fontSize)] }"
    )
    # WCAG 2.1, 1.4.12 Text Spacing asks for 0.12 and 1.5 at least.
    assert style[0] >= 0.12
    assert style[1] >= 1.5
    assert page.locator("article svg[role=img]:visible").count() == 0
    assert page.locator(".m-instead").count() == page.locator("article svg[role=img]").count() > 0
    page.reload()
    page.locator(".m-instead").first.wait_for()


def test_a_stranger_text_in_the_storage_changes_nothing(page: Page) -> None:
    page.goto(PRACTICES)
    for stored in ("{", "7", '{"colors": "dark\\"><script>", "size": "9999"}'):
        page.evaluate("text => localStorage.setItem('/.__vision', text)", stored)
        page.reload()
        assert page.evaluate("document.documentElement.outerHTML.includes('data-vision-colors')") is False
    assert page.locator("h1").count() == 1


def test_every_scheme_has_contrast_and_axe_finds_nothing_in_the_open_panel(page: Page) -> None:
    """The other schemes change colours alone."""
    opened(page)
    page.locator("[name=vision-colors][value=light]").check()
    page.evaluate(THINNED)
    wrong = {"light": violations(page)}
    for colors in ("dark", "sepia", "blue"):
        page.locator(f"[name=vision-colors][value={colors}]").check()
        wrong[colors] = violations(page, "color-contrast")
    assert not any(wrong.values()), wrong


def test_the_largest_letters_leave_no_column_of_single_letters(browser: Browser, built_url: str) -> None:
    """Pages that test_accessibility does not open; the red twin lets columns shrink as browsers like to."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=built_url, bypass_csp=True)
    page = context.new_page()
    page.goto("guides/urovni-dokazatelnosti/")
    page.evaluate("localStorage.setItem('/.__vision', '{\"size\":\"200\"}')")
    narrow, twin = {}, 0
    for address in ("guides/urovni-dokazatelnosti/", "centers/demo-rts-matematika/", "districts/demo-severnyi/"):
        page.goto(address)
        narrow[address] = page.evaluate(CHARACTERS_A_LINE, 9)
        page.add_style_tag(content=":is(th, td) { min-width: 0 !important; overflow-wrap: anywhere !important }")
        twin += len(page.evaluate(CHARACTERS_A_LINE, 9))
    context.close()
    assert not any(narrow.values()), narrow
    assert twin > 20


def test_without_scripts_there_is_no_button(browser: Browser, built_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built_url + PRACTICES)
    assert page.locator("[data-vision]").is_hidden()
    assert page.locator("h1").is_visible()
    context.close()
