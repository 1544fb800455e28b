"""What a reader keeps on his device: nothing before he asks, nothing of it lost, nothing left when he says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kept_pages import one_visit
from look import served
from playwright.sync_api import Browser, Page
from support import PROJECT

pytestmark = pytest.mark.browser

OWN = PROJECT / "theme" / "mkdocs" / "assets" / "own"
SAVED = {"mini-doski": {"state": "tried", "note": "<b>шестой</b> класс", "since": "2026-11-29", "title": "Мини-доски"}}
ME = {"class": "grade-6", "subject": "matematika"}
EVERYTHING = {"me": ME, "saved": SAVED, "seen": {"day": "2026-11-29", "known": ["a1"], "now": ["a1", "b2"]},
              "diagnosis": {"answers": [0, 3]}, "route": {"steps": [{"id": "x", "done": True}]}}  # fmt: skip
#: what a browser refuses: to name the storage at all, or to write into it
SWITCHED_OFF = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two bases at one host, one below the other."""
    folder: Path = tmp_path_factory.mktemp("host")
    for its in (folder, folder / "raion"):
        (its / "assets").mkdir(parents=True)
        (its / "assets" / "own").symlink_to(OWN)
        (its / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    with served(folder) as url:
        yield url


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    with one_visit(browser, base) as page:
        page.goto(base)
        yield page


def own(page: Page, does: str, given: Any = None) -> Any:
    """What the store of the page answers to a line of script; ``x`` is what it is given."""
    return page.evaluate(
        f"""async (x) => {{
          const its = await import(new URL("assets/own/store.js", location.href).href);
          const answer = ({does});
          return answer === undefined ? null : JSON.parse(JSON.stringify(answer));
        }}""",
        given,
    )


def kept(page: Page) -> dict[str, str]:
    return page.evaluate("({...localStorage, ...sessionStorage})")


def filled(page: Page, mode: str = "kept") -> None:
    assert own(page, "its.choose(x)", mode)
    for name, value in EVERYTHING.items():
        assert own(page, "its.write(...x)", [name, value]), name


def test_nothing_is_written_before_it_is_asked_for(page: Page) -> None:
    assert own(page, "its.mode()") == "off"
    assert own(page, "its.write('saved', x) && its.read('saved')", SAVED) == SAVED
    assert kept(page) == {}
    page.reload()
    assert own(page, "its.read('saved')") is None


def test_what_the_page_has_in_mind_goes_along_when_it_is_asked_for(page: Page) -> None:
    assert own(page, "its.write('me', x) && its.choose('kept')", ME)
    page.reload()
    assert own(page, "its.mode()") == "kept"
    assert own(page, "its.read('me')") == ME
    assert own(page, "its.choose('tab')")
    assert page.evaluate("localStorage.length") == 0, "nothing stays where it was"
    page.reload()
    assert own(page, "[its.mode(), its.read('me')]") == ["tab", ME]
    assert own(page, "its.choose('off') && its.read('me')") == ME
    assert kept(page) == {}


def test_a_strange_computer_keeps_nothing_when_the_tab_is_closed(page: Page) -> None:
    filled(page, "tab")
    page.reload()
    assert own(page, "its.exportAll().values") == EVERYTHING
    later = page.context.new_page()
    page.close()
    later.goto("")
    assert own(later, "[its.mode(), its.exportAll().values]") == ["off", {}]
    assert kept(later) == {}


def test_a_tab_that_the_browser_brings_back_after_an_hour_is_empty(page: Page) -> None:
    filled(page, "tab")
    page.evaluate("for (const key in sessionStorage) if (key.endsWith('looked')) sessionStorage[key] -= 3600001")
    page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    brought = page.context.new_page()
    brought.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, {json.dumps(kept(page))})")
    brought.goto("")
    assert own(brought, "[its.mode(), its.exportAll().values]") == ["off", {}]
    assert kept(brought) == {}


def test_two_bases_on_one_host_do_not_mix(page: Page, base: str) -> None:
    filled(page)
    page.goto(f"{base}raion/")
    assert own(page, "[its.mode(), its.exportAll().values]") == ["off", {}]
    assert own(page, "its.choose('kept') && its.write('me', {class: 'grade-1'})")
    own(page, "its.eraseAll()")
    page.goto(base)
    assert own(page, "its.exportAll().values") == EVERYTHING


def test_everything_goes_out_is_erased_and_comes_back(page: Page) -> None:
    filled(page)
    taken_out = own(page, "its.exportAll()")
    own(page, "its.eraseAll()")
    assert kept(page) == {}
    assert own(page, "[its.mode(), its.read('saved')]") == ["off", None]
    assert own(page, "its.choose('kept') && its.importAll(x)", taken_out) == {"taken": list(EVERYTHING), "left": []}
    page.reload()
    assert own(page, "its.exportAll()") == taken_out
    assert own(page, "its.forget('route')") is None
    assert own(page, "its.read('route')") is None


def test_a_file_adds_practices_to_those_that_are_there(page: Page) -> None:
    filled(page)
    other = {"urok-dialog": {"state": "", "note": "", "since": "2026-01-01", "title": ""}}
    own(page, "its.importAll(x)", file({"saved": other}))
    assert own(page, "its.read('saved')") == SAVED | other


def file(values: Any, version: Any = 1, form: str = "metodoteka.own") -> dict[str, Any]:
    return {"format": form, "version": version, "values": values}


def one_saved(**other: str) -> dict[str, Any]:
    return {"saved": {"a": {"state": "", "note": "", "since": "2026-11-29"} | other}}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (None, "format"),
        ([], "format"),
        ("text", "format"),
        (file({}, form="другой"), "format"),
        (file({}, version="1"), "format"),
        (file([]), "format"),
        (file({"me": ME}, version=2), "newer"),
        (file({"constructor": {}}), "unknown"),
        (file({"me": {"class": 6}}), "shape"),
        (file({"me": {"class": "<img src=x>"}}), "shape"),
        (file({"saved": [1]}), "shape"),
        (file({"saved": {"a b": SAVED["mini-doski"]}}), "shape"),
        (file(one_saved(state="x")), "shape"),
        (file(one_saved(note="я" * 2001)), "shape"),
        (file(one_saved(since="вчера")), "shape"),
        (file({"seen": {"day": "2026-13-01", "known": [], "now": []}}), "shape"),
        (file({"route": "text"}), "shape"),
        (file({"route": {"x": "я" * 400_000}}), "shape"),
    ],
)
def test_a_strange_file_is_refused_and_said_why(page: Page, given: Any, why: str) -> None:
    filled(page)
    answer = own(page, "its.importAll(x)", given)
    assert answer["taken"] == []
    assert [one["why"] for one in answer["left"]] == [why]
    assert own(page, "its.exportAll().values") == EVERYTHING


def test_a_hostile_file_changes_no_object_of_the_page(page: Page) -> None:
    filled(page)
    proto = '"__proto__":{"state":"","note":"","since":"2026-11-29","class":"x"}'
    values = f'{{{proto},"route":{{"a":{{{proto}}}}},"saved":{{{proto}}},"me":{{{proto}}}}}'
    text = f'{{"format":"metodoteka.own","version":1,"values":{values}}}'
    answer = own(page, "its.importAll(JSON.parse(x))", text)
    assert sorted(one["why"] for one in answer["left"]) == ["shape", "shape", "unknown"]
    assert own(page, "({}).note ?? null") is None
    assert own(page, "its.read('me')") == {}, "an inherited class is none"
    deep = '{"format":"metodoteka.own","version":1,"values":{"route":{"a":' + "[" * 100_000 + "]" * 100_000 + "}}}"
    assert own(page, "its.importAll(JSON.parse(x))", deep)["left"] == [{"name": "route", "why": "shape"}]


def test_names_of_every_object_are_ids_like_others(page: Page) -> None:
    filled(page)
    assert own(page, "its.read('saved').constructor ?? null") is None
    one = {"constructor": SAVED["mini-doski"]}
    assert own(page, "its.write('saved', x) && its.read('saved')", one) == one


def test_full_storage_leaves_what_was_there(page: Page) -> None:
    filled(page)
    page.add_script_tag(content=FULL)
    assert own(page, "its.write('me', {class: 'grade-1'})") is False
    assert own(page, "its.importAll(x)", file({"me": {"class": "grade-1"}})) == {
        "taken": [],
        "left": [{"name": "", "why": "full"}],
    }
    assert own(page, "its.choose('tab')") is False
    assert own(page, "[its.mode(), its.exportAll().values]") == ["kept", EVERYTHING]


def test_storage_that_is_switched_off_is_survived(browser: Browser, base: str) -> None:
    with browser.new_context(base_url=base) as context:
        context.add_init_script(SWITCHED_OFF)
        page = context.new_page()
        page.goto("")
        assert own(page, "[its.choose('kept'), its.choose('tab'), its.mode()]") == [False, False, "off"]
        assert own(page, "its.write('saved', x) && its.read('saved')", SAVED) == SAVED
        own(page, "its.eraseAll()")
        assert own(page, "its.read('saved')") is None


@pytest.mark.parametrize("text", ["", "не JSON", "null", "[]", '{"v":1}', '{"v":1,"value":{"class":7}}'])
def test_somebody_elses_text_in_the_storage_is_no_value(page: Page, text: str) -> None:
    filled(page)
    page.evaluate(
        "text => { for (const key in localStorage) if (key.endsWith('#me')) localStorage[key] = text; }", text
    )
    assert own(page, "its.read('me')") is None
    assert own(page, "its.write('me', x) && its.read('me')", ME) == ME


def test_what_a_newer_version_has_written_is_not_overwritten(page: Page) -> None:
    filled(page)
    newer = '{"v":2,"value":{"classes":["grade-6"]}}'
    page.evaluate(
        "text => { for (const key in localStorage) if (key.endsWith('#me')) localStorage[key] = text; }", newer
    )
    assert own(page, "[its.read('me'), its.write('me', x)]", ME) == [None, False]
    assert newer in kept(page).values()


def test_other_tabs_hear_of_it(page: Page) -> None:
    filled(page)
    other = page.context.new_page()
    other.goto("")
    own(other, "its.onChange((name) => (window.heard ??= []).push(name))")
    own(page, "its.write('me', {class: 'grade-1'})")
    other.wait_for_function("window.heard")
    assert other.evaluate("heard") == ["me"]
    own(other, "its.update('saved', (saved) => ({...saved, other: saved['mini-doski']}))")
    assert sorted(own(page, "its.read('saved')")) == ["mini-doski", "other"]


def test_values_of_two_tabs_join(page: Page) -> None:
    filled(page, "tab")
    other = page.context.new_page()
    other.goto("")
    one = {"urok-dialog": {"state": "", "note": "", "since": "2026-01-01", "title": ""}}
    assert own(other, "its.choose('kept') && its.write('saved', x)", one)
    assert own(page, "its.choose('kept') && its.read('saved')") == SAVED | one


def test_erasing_reaches_a_tab_of_its_own(page: Page) -> None:
    filled(page, "tab")
    other = page.context.new_page()
    other.goto("")
    own(page, "its.onChange((name) => { window.heard = name; })")
    own(other, "its.eraseAll()")
    page.wait_for_function("window.heard")
    assert kept(page) == {}
