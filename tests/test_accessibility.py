"""One walk over every kind of page in a real browser, and what it finds: accessibility is a build failure (axe, the
keyboard, zoom, large letters, motion, forced colours), nobody else is asked for anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from kept_pages import one_visit
from look import specimens
from looks import (
    AXE_SCRIPT,
    CHARACTERS_A_LINE,
    CUT,
    PLACES,
    THINNED,
    TOO_WIDE,
    has_new_places,
    violations,
    violations_in_looks,
)
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]

#: pages that have no folder of their own kind
LISTS = {"white spots": "belye-piatna/", "terms": "practices/po/levels/", "term": "practices/po/subjects/matematika/"}


@pytest.fixture(scope="module")
def site(browser: Browser, built_url: str) -> tuple[Browser, str]:
    return browser, built_url


@pytest.fixture
def phone(site) -> Iterator[Page]:
    yield from _page(site, 360)


@pytest.fixture
def desktop(site) -> Iterator[Page]:
    yield from _page(site, 1280)


def _page(site, width: int) -> Iterator[Page]:
    browser, base = site
    with one_visit(browser, base, width, color_scheme="light") as page:
        yield page


#: pages whose scripts ask for more when the page is there already
ASKING = {"home", "practices-list", "poisk-list", "predlozhit-list", "predlozhit"}
#: the most that «Версия для слабовидящих» does to letters
LARGEST = {"size": "200", "letters": "wider", "lines": "wider"}


class Walk(NamedTuple):
    """What a walk over every kind of page has found."""

    axe: dict[str, list[str]]
    too_wide: dict[tuple[str, int], int]
    unreadable: dict[tuple[str, int], list]  # in the largest letters
    outside: list[str]
    told: list[str]
    cookies: list
    seen: set[str]  # where words stood on a phone
    wide: set[str]  # there or on a desktop


@pytest.fixture(scope="module")
def walk(site, built: Path) -> Walk:
    """Every page is opened once, as a phone shows it, and asked everything: to open it costs as much as a question."""
    found = Walk({}, {}, {}, [], [], [], set(), set())
    for page in _page(site, 360):
        page.add_init_script(AXE_SCRIPT)
        page.on("request", lambda request: found.outside.append(request.url))
        page.on("console", lambda one: found.told.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: found.told.append(str(error)))
        for name, address in (specimens(built) | {"table": "guides/vidy-obrazovaniia/"} | LISTS).items():
            page.goto(address, wait_until="networkidle" if name in ASKING else "load")
            for width in (360, 320, 640, 1280):
                if width != 360:
                    page.set_viewport_size({"width": width, "height": 800})
                if (over := page.evaluate(TOO_WIDE)) > 0:
                    found.too_wide[name, width] = over
            wide = set(page.evaluate(PLACES))
            page.evaluate("chosen => metodotekaVision.apply(chosen)", LARGEST)
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 800})
                over, cut = max(0, page.evaluate(TOO_WIDE)), page.evaluate(CUT)
                letters = page.evaluate(CHARACTERS_A_LINE, 8) if width == 360 else []
                if over or cut or letters:
                    found.unreadable[name, width] = [over, *cut, *letters]
            page.evaluate("metodotekaVision.apply({})")
            page.evaluate(THINNED)
            wrong_in = violations_in_looks(page, found.seen)
            found.axe.update({f"{name}, phone, {look}": wrong for look, wrong in wrong_in})
            found.wide.update(found.seen)
            if wide - found.wide:
                page.set_viewport_size({"width": 1280, "height": 800})
                wrong_in = violations_in_looks(page, found.wide, looks=["light"])
                found.axe.update({f"{name}, desktop, {look}": wrong for look, wrong in wrong_in})
                page.set_viewport_size({"width": 360, "height": 800})
            found.wide.update(wide)
        page.goto("about/")
        page.locator("[data-vision]").click()
        page.locator("#m-vision").wait_for()
        found.cookies.extend(page.context.cookies())
    return found


def test_axe_finds_nothing_on_any_page_kind_on_a_phone_and_on_a_desktop(walk: Walk) -> None:
    """The desktop in one look: colours do not depend on the width. What a wide screen opens by itself is looked at by
    test_accessibility_open. On a phone every page is looked at; on a desktop those that show something that no page
    before has shown, and the contrast of it is measured."""
    assert walk.axe == {}


def test_no_page_scrolls_sideways(walk: Walk) -> None:
    """WCAG 2.1, 1.4.10 Reflow: 320 CSS pixels is a 1280 px window at 400 %, 640 one at 200 % (1.4.4)."""
    assert walk.too_wide == {}


def test_the_largest_letters_can_be_read(walk: Walk) -> None:
    """Nothing scrolls sideways, and a cell with a text of several lines has room for eight characters a
    line, though they stand wide."""
    assert walk.unreadable == {}


def test_the_site_asks_nobody_else_sets_no_cookie_and_the_policy_breaks_nothing(site, walk: Walk) -> None:
    """Every refusal of the policy is an error in the console; the data blocks (JSON-LD) are no scripts."""
    _, base = site
    own = [url for url in walk.outside if url.startswith(base)]
    assert len(own) > 100
    assert [url for url in walk.outside if not url.startswith((base, "data:"))] == []
    assert walk.told == []
    assert walk.cookies == []


def test_red_twin_a_page_that_is_too_wide_is_seen(browser: Browser) -> None:
    with browser.new_page(viewport={"width": 320, "height": 800}) as page:
        page.set_content("<p style='width: 400px'>x</p>")
        assert page.evaluate(TOO_WIDE) > 0


def test_red_twin_axe_sees_pale_text_and_a_nameless_button(phone: Page) -> None:
    phone.goto("about/")
    phone.evaluate(
        "const a = document.querySelector('article'); a.append(document.createElement('button'));"
        " a.querySelector('p').style.color = '#ccc'"
    )
    found = " ".join(violations(phone))
    assert "button-name" in found
    assert "color-contrast" in found


def test_red_twin_what_no_page_has_shown_is_looked_at_in_every_look(phone: Page) -> None:
    """Words that are pale in the dark only are found; a page like those before has nothing new."""
    seen: set[str] = set()
    phone.goto("about/")
    assert dict(violations_in_looks(phone, seen)) == {}
    phone.goto("about/")
    assert not has_new_places(phone, seen)
    phone.evaluate(
        "const words = document.querySelector('article p'); words.classList.add('x');"
        " matchMedia('(prefers-color-scheme: dark)').onchange = () => { words.style.color = '#333'; };"
    )
    assert set(dict(violations_in_looks(phone, seen))) == {"dark", "contrast"}


def test_red_twin_a_link_that_its_colour_alone_tells_from_a_text_is_seen(phone: Page) -> None:
    """Links that stand alone have been seen; the one in the text is a new place."""
    seen: set[str] = set()
    phone.goto("about/")
    phone.evaluate("""() => {
        const alone = document.createElement('p');
        alone.className = 'x';
        alone.innerHTML = '<a href="#a">Ссылка</a>';
        document.querySelector('article p').before(alone);
    }""")
    assert dict(violations_in_looks(phone, seen, looks=["light"])) == {}
    phone.evaluate("""() => {
        const text = document.querySelector('p.x').cloneNode(true);
        text.append(' стоит в тексте, в котором слов больше, чем в ней самой');
        text.firstChild.className = 'plain';
        document.querySelector('p.x').after(text);
        document.querySelector('p.x a').className = 'plain';
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('p.x a.plain { color: #444 !important; text-decoration: none !important }');
        document.adoptedStyleSheets = [sheet];
    }""")
    ((_, found),) = violations_in_looks(phone, seen, looks=["light"])
    assert [one.partition(" ")[0] for one in found] == ["link-in-text-block"]


@pytest.mark.parametrize("width", [360, 1280])
def test_red_twin_what_differs_is_not_taken_for_a_repetition(site, width: int) -> None:
    """Cards of a list are alike; one in the middle that is not is looked at, and so is its button."""
    for page in _page(site, width):
        page.goto("practices/po/subjects/matematika/")
        cards = page.locator("article .m-card")
        whole = cards.count()
        cards.nth(whole // 2).locator(".m-card__title a").evaluate("e => e.style.color = '#ccc'")
        cards.nth(whole // 2 + 3).evaluate("e => e.append(document.createElement('button'))")
        page.evaluate(THINNED)
        assert cards.count() < whole
        found = " ".join(violations(page))
        assert "button-name" in found
        assert "color-contrast" in found


# --- keyboard --------------------------------------------------------------------------------------------------------

FOCUSED = """() => {
  const focus = document.activeElement;
  const e = focus.matches('.md-option') ? focus.parentElement.querySelector('label:not([hidden])') : focus;
  const s = getComputedStyle(e), box = e.getBoundingClientRect();
  const shown = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1;
  return { name: (focus.getAttribute('aria-label') || e.innerText || '').trim(), tag: e.tagName, shown,
           inside: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.right > 0 && box.left < innerWidth };
}"""


def test_tab_reaches_skip_link_sections_and_text_with_a_visible_focus(desktop: Page) -> None:
    desktop.goto("practices/")
    seen = []
    for _ in range(22):
        desktop.keyboard.press("Tab")
        seen.append(desktop.evaluate(FOCUSED))
    assert seen[0]["name"] == "Перейти к содержанию"
    names = [step["name"] for step in seen]
    for expected in ("Версия для слабовидящих", "Показатели", "О базе"):
        assert any(expected in name for name in names), names
    assert [step for step in seen if not (step["shown"] and step["inside"])] == []


def test_the_skip_link_leads_past_the_header(desktop: Page) -> None:
    # Faster than any hand: before the filters have come the focus may stand on a card that they replace.
    desktop.goto("practices/", wait_until="networkidle")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_of_a_phone_opens_and_leads_on_by_keyboard(phone: Page, key: str) -> None:
    phone.goto("")
    phone.locator(".md-header [for='__drawer']").focus()
    phone.keyboard.press(key)
    assert phone.locator("#__drawer").is_checked()
    assert phone.evaluate("document.activeElement.innerText.trim()") == "Главная"
    link = phone.locator(".m-nav a", has_text="Ресурсные центры")
    link.focus()
    phone.wait_for_function("e => e.getBoundingClientRect().left >= 0", arg=link.element_handle())
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/centers/")


def test_the_keyboard_walks_past_a_shut_menu(phone: Page) -> None:
    """Two dozen links beside the window are nobody's way to the text; opened, the menu shuts with Esc. The red twin
    shows them to the keyboard."""
    phone.goto("practices/mozaika/")

    def walked(stops: int) -> list[dict]:
        phone.evaluate("document.activeElement.blur()")
        return [phone.keyboard.press("Tab") or phone.evaluate(FOCUSED) for _ in range(stops)]

    assert [step["name"] for step in walked(12) if not step["inside"]] == []
    opener = phone.locator(".md-header [for='__drawer']")
    opener.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Escape")
    assert not phone.locator("#__drawer").is_checked()
    assert opener.evaluate("e => e === document.activeElement")
    phone.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }",
        ".md-sidebar--primary { visibility: visible !important }",
    )
    assert [step["name"] for step in walked(12) if not step["inside"]] != []


def test_the_colour_scheme_turns_by_keyboard_and_stays(desktop: Page) -> None:
    desktop.goto("practices/")
    desktop.locator("[data-md-component=palette] input:checked").focus()
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Enter")
    assert desktop.get_attribute("body", "data-md-color-scheme") == "slate"
    found = desktop.evaluate(FOCUSED)
    assert (found["name"], found["shown"]) == ("Тёмное оформление. Включить как в системе", True)
    desktop.goto("about/", wait_until="commit")
    desktop.wait_for_selector("body")
    assert desktop.get_attribute("body", "data-md-color-scheme") == "slate"


# --- motion, colours of the system -----------------------------------------------------------------------------------


MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e);
  return [...s.transitionDuration.split(','), ...s.animationDuration.split(',')].some(d => parseFloat(d) > 0.05);
}).map(e => e.className)"""


def test_nothing_moves_for_those_who_asked_for_rest(desktop: Page) -> None:
    desktop.goto("practices/")
    assert desktop.evaluate(MOVING) == []
    assert desktop.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    desktop.emulate_media(reduced_motion="no-preference")
    assert desktop.evaluate(MOVING) != [], "the question itself finds motion where there is some"


def test_forced_colours_keep_states_pictures_and_focus(desktop: Page, built: Path) -> None:
    desktop.emulate_media(forced_colors="active")
    desktop.goto("")
    icon = desktop.locator(".m-icon").first.evaluate("e => getComputedStyle(e).backgroundColor")
    paper = desktop.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert icon != paper
    desktop.goto(specimens(built)["practices"])
    badge = desktop.locator(".m-badge").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert badge != "none"
    desktop.keyboard.press("Tab")
    assert desktop.evaluate(FOCUSED)["shown"]
