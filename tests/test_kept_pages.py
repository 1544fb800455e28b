"""Pages that visits leave to one another: the next visit meets nothing of the one before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from form_page import Refused, visits
from kept_pages import one_visit
from look import served
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ADDRESS = "about/"
#: everything that a page can leave for the next
STORE = """async () => {
  localStorage.setItem("a", "1");
  sessionStorage.setItem("a", "1");
  document.cookie = "a=1; max-age=10000";
  window.name = "a";
  await (await caches.open("a")).put("/a", new Response("1"));
  await new Promise((done, failed) => Object.assign(indexedDB.open("a"), { onsuccess: done, onerror: failed }));
  addEventListener("pagehide", () => { localStorage.setItem("late", "1"); sessionStorage.setItem("late", "1"); });
  history.pushState({}, "", "?a");
}"""
STORED = """async () => ({
  local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie, name: window.name,
  caches: await caches.keys(), bases: (await indexedDB.databases()).map((one) => one.name),
  width: innerWidth,
  minute: new Date().toISOString().slice(0, 16), pages: history.length,
  hovered: document.querySelectorAll("a:hover").length,
})"""
OTHER = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>другая"
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
#: what is done to a page that is not given to the next visit
SPENDING: dict[str, Callable[[Page], Any]] = {
    "a route of the context": lambda page: page.context.route("**/a", lambda route: route.abort()),
    "a script": lambda page: page.add_init_script("window.a = 1"),
    "another page": lambda page: page.context.new_page(),
    "the clock": lambda page: page.clock.set_fixed_time("2030-01-01"),
    "a time": lambda page: page.set_default_timeout(1000),
    "a page that opened itself": lambda page: page.evaluate("open('about:blank') && null"),
    "closed": lambda page: page.close(),
}


def test_what_one_visit_stores_is_not_seen_by_the_next(browser: Browser, mini_url: str) -> None:
    with visits(browser, mini_url) as visit:
        first = visit(ADDRESS)
        fresh = first.evaluate(STORED)
        first.evaluate(STORE)
        first.reload()
        seen = first.evaluate(STORED)
        unlike = {name for name in fresh if seen[name] != fresh[name]}
        assert unlike == {"local", "session", "cookie", "name", "caches", "bases", "pages"}, (
            "the red twin: it was there"
        )
        assert {"late"} < set(seen["local"]) & set(seen["session"])
        first.evaluate(STORE)
        first.set_viewport_size({"width": 400, "height": 400})
        first.locator("main a:visible").first.hover()
    with visits(browser, mini_url) as visit:
        second = visit(ADDRESS)
        assert second is first, "this test shows nothing if the page is another one"
        assert second.evaluate(STORED) == fresh
        assert visit(ADDRESS) is not second
    with visits(browser, mini_url, "2027-03-04") as visit:
        assert visit(ADDRESS).evaluate("new Date().toISOString().slice(0, 16)") == "2027-03-04T12:00"


@pytest.mark.parametrize("name", SPENDING)
def test_a_page_that_something_was_done_to_is_closed(browser: Browser, mini_url: str, name: str) -> None:
    with visits(browser, mini_url) as visit:
        page = visit(ADDRESS)
        SPENDING[name](page)
    assert page.is_closed()
    with visits(browser, mini_url) as visit:
        assert visit(ADDRESS) is not page


def test_what_is_asked_of_one_visit_is_taken_back(browser: Browser, mini_url: str) -> None:
    looks = "['print', '(prefers-color-scheme: dark)', '(forced-colors: active)'].map((it) => matchMedia(it).matches)"
    asked: list[str] = []
    with one_visit(browser, mini_url, 400) as first:
        first.route("**/about/", lambda route: route.fulfill(body=OTHER, content_type="text/html"))
        first.on("request", lambda request: asked.append(request.url))
        first.once("request", lambda request: asked.append("once"))
        first.once("requestfailed", lambda request: asked.append("never"))
        first.emulate_media(media="print", color_scheme="dark", forced_colors="active")
        first.goto(ADDRESS)
        first.add_style_tag(content="h1, body { display: none }")
        assert asked.count("once") == 1, "the red twin"
        assert "другая" in first.content() and first.evaluate(looks) == [True] * 3, "the red twin"
        first.evaluate("sessionStorage.setItem('a', '1')")
        asked.clear()
    with one_visit(browser, mini_url) as second:
        assert second is first, "this test shows nothing if the page is another one"
        second.goto(ADDRESS)
        assert second.evaluate(looks) == [False] * 3
        assert "другая" not in second.content() and second.is_visible("h1")
        second.route("**/assets/**", lambda route: route.abort())
        second.goto(ADDRESS)
        assert second.evaluate("sessionStorage.length + innerWidth") == 1280
        assert asked == []


def test_a_worker_of_one_visit_is_not_that_of_the_next(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><link rel=icon href=data:,>", encoding="utf-8")
    (tmp_path / "worker.js").write_text("", encoding="utf-8")
    with served(tmp_path) as base:
        for _ in range(2):
            with visits(browser, base) as visit:
                page = visit("")
                assert page.evaluate(WORKERS) == 0
                page.evaluate("async () => { await navigator.serviceWorker.register('/worker.js') }")
                assert page.evaluate(WORKERS) == 1


def test_what_a_kept_page_says_is_told_of_the_visit_that_made_it_say_so(browser: Browser, mini_url: str) -> None:
    with pytest.raises(Refused, match="said"), visits(browser, mini_url) as visit:
        page = visit(ADDRESS)
        page.evaluate("console.error('said')")
    with visits(browser, mini_url) as visit:
        assert visit(ADDRESS) is page
    with pytest.raises(Refused, match="again"), visits(browser, mini_url) as visit:
        visit(ADDRESS).evaluate("new Promise((done) => { setTimeout(() => { done(); throw new Error('again'); }); })")
