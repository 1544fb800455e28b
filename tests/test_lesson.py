"""A practice one can run: the lesson step by step, its clock, its way without a connection; where steps and facts stand
on the page; sending a page on. On the built site, in a real browser.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import lxml.html
import pytest
from kept_pages import one_visit
from looks import violations_in_looks
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PRACTICE = "practices/mozaika/"
STEPS = ".m-steps > li:visible"
#: the locks that the page got from the browser, in the order in which it asked
LOCKS = """
window.locks = [];
const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
navigator.wakeLock.request = async (kind) => { const lock = await ask(kind); window.locks.push(lock); return lock; };
"""
HELD = "window.locks.filter((lock) => !lock.released).length"

Opened = Callable[..., Page]


@contextmanager
def opening(browser: Browser, url: str) -> Iterator[Opened]:
    """``opening(…)(address, width, …)``: a page of the site, in a context of its own (``page.context``)."""
    with ExitStack() as visits:

        def open_(address: str = PRACTICE, width: int = 360, height: int = 640, script: str = "", **more) -> Page:
            page = visits.enter_context(one_visit(browser, url, width, height, **more))
            if script:
                page.add_init_script(script)
            page.goto(address)
            return page

        yield open_


@pytest.fixture
def opened(browser: Browser, built_url: str) -> Iterator[Opened]:
    """``opened(address, width, …)``: a page of the site."""
    with opening(browser, built_url) as open_:
        yield open_


def begin(page: Page) -> int:
    """Enter the lesson by its button; how many steps it has."""
    page.get_by_role("link", name="Провести на уроке").click()
    page.wait_for_selector(".m-teaching")
    return int(re.fullmatch(r"\d+ из (\d+)", page.locator(".m-teach__count").inner_text())[1])


# --- one step per screen ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1366])
def test_a_lesson_is_given_step_by_step_and_ends_where_it_began(opened: Opened, width: int) -> None:
    page = opened(width=width, height=768)
    before = page.locator(".m-lesson__part--apart .m-steps > li").count()
    every = page.locator(".m-steps > li").count()
    number = begin(page)
    assert before > 0, "the lesson leaves out what is done before it"
    assert number == every - before
    seen = []
    for n in range(1, number + 1):
        expect(page.locator(STEPS)).to_have_count(1)
        expect(page.locator(".m-teach__count")).to_have_text(f"{n} из {number}")
        heading = page.locator(STEPS).locator("h3, h4")
        expect(heading).to_be_focused()
        seen.append(heading.inner_text())
        if n == 1:
            expect(page.locator(".m-lesson__rest a").first).to_be_visible()
            page.get_by_role("button", name="Дальше").click()
        elif n < number:
            page.keyboard.press("ArrowRight")
    assert len(set(seen)) == number
    page.keyboard.press("ArrowRight")  # one press too many closes nothing
    expect(page.locator(".m-teach__count")).to_have_text(f"{number} из {number}")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(STEPS).locator("h3, h4")).to_have_text(seen[-2])
    page.keyboard.press("ArrowRight")
    page.locator(".m-teach__next").click()  # «Закончить» now
    expect(page.locator("html")).not_to_have_class(re.compile("m-teaching"))
    assert page.locator(STEPS).count() == every
    assert not page.url.endswith("#urok")
    expect(page.get_by_role("link", name="Провести на уроке")).to_be_focused()


def test_nothing_lies_over_the_step_and_letters_are_large(opened: Opened) -> None:
    for width, least in ((360, 19), (1366, 25)):
        page = opened(width=width, height=768)
        page.mouse.wheel(0, 1500)
        page.mouse.wheel(0, -300)  # upwards: now Material offers «К началу»
        begin(page)
        step = page.locator(STEPS)
        size = float(step.locator(".m-rich p").first.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px"))
        assert size >= least
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for place in (step.locator("h3, h4"), step.locator(".m-rich p").first):
            covered = place.evaluate("""e => { const { left, top, width, height } = e.getBoundingClientRect();
                const on = document.elementFromPoint(left + width / 2, top + height / 2);
                return e === on || e.contains(on) ? '' : on.outerHTML.slice(0, 90); }""")
            assert covered == ""
        for name in (".md-top", ".md-header", ".md-footer"):
            expect(page.locator(name).first).to_be_hidden()


def test_esc_back_and_the_link_to_preparation_lead_out(opened: Opened) -> None:
    page = opened()
    begin(page)
    page.keyboard.press("Escape")
    expect(page.locator("#ideia")).to_be_visible()
    begin(page)
    page.go_back()
    expect(page.locator("#ideia")).to_be_visible()
    assert page.url.endswith(PRACTICE)
    begin(page)
    page.locator(".m-lesson__rest a").first.click()
    expect(page.locator("#shagi-before")).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(PRACTICE + "#urok")  # by a kept address: leaving stays on the page
    page.wait_for_selector(".m-teaching")
    page.keyboard.press("Escape")
    expect(page.locator("#ideia")).to_be_visible()
    assert page.url.endswith(PRACTICE + "#shagi")


def test_the_meaning_of_a_word_closes_before_the_lesson(opened: Opened) -> None:
    """Esc is for what lies on top."""
    page = opened()
    begin(page)
    page.locator(STEPS).locator(".m-rich").evaluate(
        "e => e.insertAdjacentHTML('beforeend', '<button popovertarget=x>слово</button><p id=x popover>смысл</p>')"
    )
    page.get_by_role("button", name="слово").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("#x")).to_be_hidden()
    expect(page.locator(".m-teach__count")).to_have_text(re.compile("^1 из"))
    page.keyboard.press("Escape")
    expect(page.locator("html")).not_to_have_class(re.compile("m-teaching"))


def test_a_finger_turns_the_step(opened: Opened) -> None:
    page = opened(has_touch=True)
    begin(page)
    devtools = page.context.new_cdp_session(page)
    for fingers, count in (
        (((300, 300), (90, 310)), "2"),
        (((200, 300), (190, 120)), "2"),
        (((90, 300), (300, 300)), "1"),
    ):
        (x, y), (to_x, to_y) = fingers
        for kind, at in (("touchStart", [(x, y)]), ("touchMove", [(to_x, to_y)]), ("touchEnd", [])):
            points = [{"x": x, "y": y} for x, y in at]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(page.locator(".m-teach__count")).to_have_text(re.compile(f"^{count} из"))


# --- what is kept, the clock, the screen ------------------------------------------------------------------------------


def test_ticks_place_and_clock_outlive_a_page_that_was_put_away(opened: Opened) -> None:
    page = opened()
    begin(page)
    page.keyboard.press("ArrowRight")
    page.locator(STEPS).get_by_role("checkbox").check()
    page.get_by_role("button", name="Пуск").click()
    page.reload()
    page.wait_for_selector(".m-teaching")
    expect(page.locator(".m-teach__count")).to_have_text(re.compile("^2 из"))
    expect(page.locator(STEPS).get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("button", name="Пауза")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#ideia")).to_be_visible()
    begin(page)
    expect(page.locator(STEPS).get_by_role("checkbox")).to_be_checked()


def test_the_clock_is_right_after_the_page_has_slept(opened: Opened) -> None:
    """``fast_forward`` is a lid that was closed: time goes on, no timer of the page runs meanwhile."""
    page = opened()
    page.clock.install(time="2026-05-28T10:00:00")
    page.reload()
    begin(page)
    page.keyboard.press("ArrowRight")
    minutes = int(page.locator(STEPS).locator("[data-minutes]").get_attribute("data-minutes"))
    assert minutes > 3
    time, text = page.locator(".m-teach__time"), page.locator("#urok > [role=status]")
    expect(time).to_have_text(f"{minutes}:00")
    page.get_by_role("button", name="Пуск").click()
    page.clock.fast_forward("02:00")
    expect(time).to_have_text(f"{minutes - 2}:00")
    expect(text).to_have_text(re.compile("Отсчёт пошёл"))  # nothing is said every second
    page.get_by_role("button", name="Пауза").click()
    page.clock.fast_forward("05:00")
    expect(time).to_have_text(f"{minutes - 2}:00")
    page.get_by_role("button", name="Продолжить").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")  # a look at the next step stops nothing
    page.clock.fast_forward(f"{minutes - 2:02}:30")
    expect(time).to_have_text("+0:30")
    expect(text).to_have_text("Время шага вышло")
    expect(page.get_by_text("время вышло", exact=True)).to_be_visible()
    page.get_by_role("button", name="Отсчёт сначала").click()
    expect(time).to_have_text(f"{minutes}:00")
    expect(page.get_by_role("button", name="Пуск")).to_be_visible()


def test_the_screen_is_kept_awake_as_long_as_the_lesson(whole_browser: Browser, built_url: str) -> None:
    with opening(whole_browser, built_url) as opened:
        page = opened(script=LOCKS)
        assert page.evaluate(HELD) == 0
        begin(page)
        page.wait_for_function(f"() => {HELD} === 1")
        page.keyboard.press("Escape")
        page.wait_for_function(f"() => window.locks.length > 0 && {HELD} === 0")


def test_a_browser_without_the_lock_teaches_in_silence(opened: Opened) -> None:
    page = opened(script="delete Navigator.prototype.wakeLock")
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda text: faults.append(text.text))
    begin(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".m-teach__count")).to_have_text(re.compile("^2 из"))
    page.keyboard.press("Escape")
    expect(page.locator("#ideia")).to_be_visible()
    assert faults == []


# --- without a connection ---------------------------------------------------------------------------------------------


def test_a_lesson_runs_without_a_connection(opened: Opened) -> None:
    """Who has begun to read the page has all that the lesson needs, and it asks for nothing more."""
    page = opened()
    with page.expect_response("**/lesson.css"):
        page.mouse.wheel(0, 500)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    number = begin(page)
    for _ in range(number):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Пуск").click()
    page.locator(".m-teach__next").click()
    expect(page.locator("#ideia")).to_be_visible()
    assert [url for url in asked if "favicon" not in url] == []  # the browser's own, for the tab


def test_red_twin_what_never_came_leaves_all_steps_large(opened: Opened) -> None:
    page = opened()
    page.context.set_offline(True)
    page.get_by_role("link", name="Провести на уроке").click()
    expect(page.locator("#ideia")).to_be_hidden()
    assert page.evaluate(SHOWN) == ["h1", "h2", "div"], "whatever stands beside the lesson is hidden"
    assert page.locator(STEPS).count() > 2
    page.get_by_role("link", name="Вернуться ко всей странице").click()
    expect(page.locator("#ideia")).to_be_visible()


def test_whatever_may_stand_before_a_lesson_is_hidden_in_it(built: Path) -> None:
    """The style sheet names it: `> *` would be right by itself, and slow on every page (metodoteka.css)."""
    css = (built / "assets/stylesheets/metodoteka.css").read_text("utf-8")
    known = set(re.findall(r"\.([\w-]+)", re.search(r":target\) ?>\s*:is\(([^)]*)\):not\(#shagi\)", css)[1]))
    lessons = 0
    for path in built.glob("practices/*/index.html"):
        before, lesson, _ = path.read_text("utf-8").partition('<div class="m-lesson"')
        if lesson:
            article = lxml.html.fromstring(before[before.index("<article") :])
            others = [one for one in article if not known & set(one.get("class", "").split())]
            assert [one.tag for one in others] == ["h1", "h2"], path
            lessons += 1
    assert lessons > 50


SHOWN = """[...document.querySelector(".md-content__inner").children].filter((its) => its.checkVisibility())
  .map((its) => its.localName)"""


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_a_lesson(opened: Opened, width: int) -> None:
    page, seen = opened(width=width, color_scheme="light"), set[str]()
    begin(page)
    wrong = {f"first, {look}": found for look, found in violations_in_looks(page, seen)}
    page.get_by_role("button", name="Пуск").click()
    page.keyboard.press("ArrowRight")
    wrong |= {f"second, {look}": found for look, found in violations_in_looks(page, seen)}
    assert wrong == {}


# --- the page ---------------------------------------------------------------------------------------------------------


def test_steps_begin_on_the_second_screen_of_a_phone(opened: Opened, built: Path, record_property) -> None:
    pages = [path for path in sorted((built / "practices").glob("*/index.html")) if b'id="shag-1"' in path.read_bytes()]
    page = opened(java_script_enabled=False)
    found = {}
    for path in pages:  # all have one frame: to open each costs ten times as much
        main = re.search("<main.*</main>", path.read_text("utf-8"), re.DOTALL)[0]
        script = """(main) => {
            document.querySelector('main').outerHTML = main;
            document.querySelectorAll('.m-actions [hidden]').forEach((button) => { button.hidden = false; });
            return (document.querySelector('.m-steps > li').getBoundingClientRect().top + scrollY) / 640 + 1; }"""
        found[path.parent.name] = page.evaluate(script, main)
    median, most = statistics.median(found.values()), max(found.values())
    record_property(
        "figure",
        f"the first step of a practice begins at screen {median:.1f} of 360x640 (median of {len(found)}), "
        f"{most:.1f} at most",
    )
    assert len(found) > 40
    assert {name: at for name, at in found.items() if at >= 3} == {}


def test_facts_stay_beside_the_text_on_a_wide_screen(opened: Opened) -> None:
    page = opened(width=1366, height=768)
    for place in (0, 900, 2500):
        page.evaluate(f"scrollTo(0, {place})")
        facts = page.locator(".m-glance").bounding_box()
        assert 0 < facts["y"] < 500, f"out of sight at {place}"
        crossed = page.evaluate(
            """(left) => [...document.querySelectorAll('.m-glance ~ *')]
            .filter((e) => e.getBoundingClientRect().height && e.getBoundingClientRect().right > left)
            .map((e) => e.outerHTML.slice(0, 60))""",
            facts["x"],
        )
        assert crossed == []


# --- sending a page on ------------------------------------------------------------------------------------------------

SHARE = "window.sent = []; navigator.share = async (data) => { window.sent.push(data); };"
CLOSED = "navigator.share = async () => { throw new DOMException('closed', 'AbortError'); };"


def test_the_address_is_copied_and_told(opened: Opened, built_url: str) -> None:
    page = opened(PRACTICE + "?x=1#ideia", permissions=["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("button", name="Поделиться")).to_be_hidden()  # this browser has no such thing
    page.get_by_role("button", name="Скопировать ссылку").click()
    expect(page.get_by_role("status").filter(has_text="Ссылка скопирована")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == built_url + PRACTICE


def test_where_nothing_can_be_copied_the_address_is_shown(opened: Opened, built_url: str) -> None:
    page = opened(script="navigator.clipboard.writeText = async () => { throw new Error('no'); };"
                         "document.execCommand = () => false;")  # fmt: skip
    page.get_by_role("button", name="Скопировать ссылку").click()
    expect(page.locator("[data-sent]")).to_have_text(built_url + PRACTICE)
    assert page.evaluate("String(getSelection())") == built_url + PRACTICE


def test_a_page_is_handed_to_the_system_where_it_offers_that(opened: Opened, built_url: str, built: Path) -> None:
    district = min((built / "districts").glob("*/index.html")).parent.name
    for address in (PRACTICE, f"districts/{district}/"):
        page = opened(address, script=SHARE)
        page.get_by_role("button", name="Поделиться").click()
        page.wait_for_function("() => window.sent.length === 1")
        (sent,) = page.evaluate("window.sent")
        assert sent["url"] == built_url + address
        assert sent["title"] == page.locator("h1").evaluate("e => e.firstChild.textContent.trim()")
        assert sent["text"]
    page = opened(script=CLOSED)
    page.get_by_role("button", name="Поделиться").click()
    expect(page.locator("[data-sent]")).to_be_empty()  # closed without a choice is an answer
