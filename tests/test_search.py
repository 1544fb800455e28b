"""The search over the whole site in a real browser: what people type, keyboard only, bytes, axe, what is not found."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from ask_search import asking
from kept_pages import one_visit
from playwright.sync_api import Browser, Page, expect
from shipped_base import checked
from support import PROJECT, copy_of_mini, without_codes
from weigh_search import as_text, weigh

from generator import cli
from generator.pages import search
from generator.publish import search_index, search_pages
from generator.settings import Settings

CASES = yaml.load((PROJECT / "tests" / "cases" / "search.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
HITS = ".m-search__list a"


@contextmanager
def browsing(
    browser: Browser, base: str, width: int = 1280, height: int = 720, **context
) -> Iterator[tuple[Page, str]]:
    """A page that remembers nothing, and the address of the site."""
    with one_visit(browser, base, width, height, **context) as page:
        yield page, base


def answered(page: Page, query: str) -> list[str]:
    """The addresses of the results on the screen once the answer to ``query`` stands there."""
    page.wait_for_selector(f'.m-search[data-answered="{query}"]', timeout=60_000)
    return [str(href) for href in page.eval_on_selector_all(HITS, "links => links.map(a => a.pathname)")]


@pytest.fixture(scope="module")
def search_page(browser: Browser, built: Path) -> Iterator[Page]:
    """One page of the search for whatever can be asked there one after another."""
    with asking(browser, built) as page:
        yield page


# --- the words, without a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shipped():
    return checked(Settings())[0]


def test_synonyms_come_from_the_glossary_and_the_vocabularies(shipped) -> None:
    found = search.synonyms(shipped)
    assert found["иом"][0] == "индивидуальный образовательный маршрут"
    assert "наставничество" in found["наставник"]
    assert {"ученики", "ребенок"} <= set(found["дети"])
    assert found["домашка"] == ["домашнее задание"]
    assert found["орфография"] == ["слово по частям", "русский язык"]
    assert "орфография" not in found.get("русский язык", [])  # narrower: the pages carry the label


def test_a_word_of_plans_is_no_filter_of_events(shipped) -> None:
    """«Чтение», «подготовка к экзамену» and «анализ урока» ask for no conference, no task and no monitoring."""
    names = {name for kind, *_, its in search.filters(shipped) if kind == "events" for name in its}
    assert {"конференция", "нпк", "круглый стол", "дискуссия", "мониторинг"} <= names
    assert not {"чтения", "подготовка", "анализ", "отчет", "обсуждение"} & names
    assert "чтения" not in search.synonyms(shipped)


def test_words_are_those_of_titles_and_summaries_the_frequent_ones_first(shipped) -> None:
    words = search.search_words(shipped)
    assert {"наставник", "математика", "аттестация"} <= set(words)
    assert words.index("практики") < words.index("мозаика")
    assert all(len(word) > 3 for word in words)


def test_the_files_of_the_search_are_the_same_every_time(shipped) -> None:
    assert search.files(shipped) == search.files(shipped)


# --- the index -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_index_is_the_same_every_time(built: Path, tmp_path: Path) -> None:
    """Made of a whole folder as made page by page; what lay there of another index goes."""
    copy = tmp_path / "again"
    shutil.copytree(built, copy, ignore=shutil.ignore_patterns("index.json"))
    (copy / search_index.INDEX_FOLDER / "aaaaaaaaaa.json").write_text("{}", "utf-8")
    search_index.make_index(copy)
    first, second = (
        {p.relative_to(folder).as_posix(): p.read_bytes() for p in (folder / "assets").rglob("*") if p.is_file()}
        for folder in (built, copy)
    )
    assert first == second


def searched(path: Path) -> bool:
    return search_pages.says_searched(path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_what_is_not_published_or_only_leads_on_is_not_indexed(tmp_path: Path) -> None:
    base = without_codes(copy_of_mini(tmp_path / "base"))
    practice = base / "data" / "practices" / "parnoe.yml"
    archived = practice.read_text(encoding="utf-8").replace("aliases: [staroe-imia]", "")
    archived = re.sub(r"^status: .*$", "status: archived", archived, flags=re.MULTILINE)
    (base / "data" / "practices" / "staraia.yml").write_text(archived, encoding="utf-8")
    out = tmp_path / "site"
    assert cli.main(["--root", str(base), "build", "--drafts", "--out", str(out)]) == 0
    pages = {path.parent.relative_to(out).as_posix(): searched(path) for path in out.rglob("index.html")}
    assert pages["practices/parnoe"]
    assert pages["practices"]
    assert pages["about"]
    assert pages["bez-interneta"], "other search engines may not know it, ours does"
    assert pages["kabinet"]
    assert not pages["practices/chernovik"]
    assert not pages["practices/staraia"]
    assert not pages["poisk"]
    assert not pages["."]
    assert not searched(out / "404.html")
    redirects = [p for p in out.rglob("index.html") if b'http-equiv="refresh"' in p.read_bytes()]
    assert not any(searched(path) for path in redirects)
    runs = json.loads((out / search_index.INDEX_HEAD).read_text(encoding="utf-8"))["runs"].split()
    assert sum(map(int, runs[1::2])) == sum(pages.values())


def test_a_site_without_pages_is_told_about(tmp_path: Path) -> None:
    with pytest.raises(search_index.NotIndexed, match="нет страниц"):
        search_index.make_index(tmp_path / "nothing")


# --- what people type ------------------------------------------------------------------------------------------------


def test_the_table_has_at_least_forty_queries() -> None:
    assert len({case["query"] for case in CASES}) >= 40


@pytest.mark.slow
@pytest.mark.browser
def test_every_query_of_the_table_finds_what_it_must(search_page: Page) -> None:
    wrong = []
    for case in CASES:
        query = case["query"]
        search_page.fill(".m-search input", query)
        hits = [path.strip("/") for path in answered(search_page, query)]
        text = search_page.text_content(".m-search__note") or ""
        first = case.get("first", [])
        if set(hits[: len(first)]) != set(first):
            wrong.append(f"{query}: first {first}, found {hits[:5]}")
        if missing := set(case.get("seen", [])) - set(hits[:5]):
            wrong.append(f"{query}: not among the first five {missing}, found {hits[:5]}")
        if case.get("none") and hits:
            wrong.append(f"{query}: nothing is to be found, found {hits[:5]}")
        if offered := case.get("offers"):
            said_not = f"По запросу «{query}» ничего не нашлось."
            if (
                search_page.text_content(".m-search__again") != f"«{offered}»"
                or search_page.text_content(".m-search__status") != said_not
            ):
                wrong.append(f"{query}: does not offer «{offered}»")
        if absent := [part for part in case.get("note", []) if part not in text]:
            wrong.append(f"{query}: the note does not say {absent}: «{text}»")
        if not case.get("note") and not case.get("none") and text:
            wrong.append(f"{query}: a note that nobody asked for: «{text}»")
        if "finds" in case:
            while search_page.is_visible(".m-search__more"):
                shown = search_page.locator(HITS).count()
                search_page.click(".m-search__more")
                search_page.wait_for_function(f"() => document.querySelectorAll('{HITS}').length > {shown}")
            if f"/{case['finds']}/" not in answered(search_page, query):
                wrong.append(f"{query}: does not find {case['finds']} at all")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.browser
def test_the_nominative_of_every_adjective_finds_what_its_genitive_finds(
    browser: Browser, built: Path, built_url: str
) -> None:
    """Every word of the site in -ый, -ой, -ий, -ей whose other form is on the site too, asked of the index itself; the
    red twin asks with a letter too many."""
    words = Counter()
    for path in built.rglob("index.html"):
        if searched(path):
            article = re.sub("<[^>]+>", " ", html.unescape(path.read_text("utf-8").partition("<article")[2]))
            words.update(set(re.findall("[а-яё]{4,}", article.lower().replace("ё", "е"))))
    other = {"ый": ("ого", "ому"), "ой": ("ого", "ому", "а"), "ий": ("его", "ого", "ия"), "ей": ("ю", "я")}
    pairs = [
        [word, form]
        for word in sorted(words)
        for form in [word[:-2] + end for end in other.get(word[-2:], ()) if word[:-2] + end in words][:1]
    ]
    assert len(pairs) > 200, "the walk has lost the words"
    with browsing(browser, built_url) as (page, base):
        page.goto(f"{base}poisk/")
        lost = page.evaluate(
            """async pairs => {
              const { load, pagesWith, pagesOf } = await import("../assets/search/search-index.js");
              await load(found => found);
              const out = { asked: [], written: [] };
              for (const [word, form] of pairs) {
                const wanted = [...(await pagesWith(form)).hits.keys()];
                const found = (await pagesWith(word)).hits;
                if (wanted.some(id => !found.has(id))) out.asked.push(word);
                const slip = (await pagesWith(`${word.slice(0, 2)}щ${word.slice(2)}`)).hits;
                if (wanted.some(id => !slip.has(id))) out.written.push(word);
              }
              return out;
            }""",
            pairs,
        )
    assert lost["asked"] == []
    assert len(lost["written"]) > 100


@pytest.mark.slow
@pytest.mark.browser
def test_counts_kinds_and_demonstration_marks(browser: Browser, built_url: str) -> None:
    with browsing(browser, built_url) as (page, base):
        page.goto(f"{base}poisk/?q={quote('наставник')}")
        answered(page, "наставник")
        status = page.text_content(".m-search__status")
        total = int(re.match(r"Найден[оа] (\d+)", status)[1])
        excerpt = page.locator(".m-search__text").first
        assert "наставник" in excerpt.locator("mark").first.text_content().lower()
        assert "<" not in excerpt.text_content()
        assert "наставники" not in excerpt.text_content().lower()  # the space after a marked word stays
        page.click(".m-search__others")
        chips = page.locator(".m-search__kinds button")
        counts = [int(re.search(r"(\d+)$", text)[1]) for text in chips.all_text_contents()]
        assert counts[0] == total == sum(counts[1:])  # demonstration pages are not among the found
        page.get_by_role("button", name=re.compile("^Практики")).click()
        expect(page.get_by_role("button", name=re.compile("^Практики"))).to_have_attribute("aria-pressed", "true")
        only_practices = f"[...document.querySelectorAll('{HITS}')].every(a => a.pathname.startsWith('/practices/'))"
        page.wait_for_function(f"() => {only_practices}")
        assert "kind=" in page.url
        page.go_back()
        page.wait_for_function(f"() => !{only_practices}")
        # Demonstration records stand behind the real ones, on demand, and say what they are.
        while page.is_visible(".m-search__more"):
            shown = page.locator(HITS).count()
            page.click(".m-search__more")
            page.wait_for_function(f"() => document.querySelectorAll('{HITS}').length > {shown}")
        marked = "items => items.map(item => !!item.querySelector('.m-badge--demo'))"
        demo = page.eval_on_selector_all(".m-search__list li", marked)
        assert demo.count(False) == total
        assert demo == sorted(demo)
        assert any(demo)


@pytest.mark.slow
@pytest.mark.browser
def test_a_shared_address_shows_the_same_search(browser: Browser, built_url: str) -> None:
    with browsing(browser, built_url) as (page, base):
        page.goto(f"{base}poisk/")
        page.fill(".m-search input", "выходной билет")
        hits = answered(page, "выходной билет")
        address = page.url
        assert quote("выходной").lower() in address.lower()
        page.goto("about:blank")
        page.goto(address)
        assert answered(page, "выходной билет") == hits
        assert page.input_value(".m-search input") == "выходной билет"


# --- by keyboard -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_the_whole_way_by_keyboard(browser: Browser, built_url: str) -> None:
    with browsing(browser, built_url) as (page, base):
        page.goto(f"{base}practices/mozaika/")
        link = page.locator(".m-crumbs a").first
        link.focus()
        page.keyboard.press("/")
        field = page.locator(".m-search-dialog input")
        expect(field).to_be_focused()
        page.keyboard.type("наставничество", delay=5)
        first = answered(page, "наставничество")[0]
        page.keyboard.press("ArrowDown")
        expect(page.locator(HITS).first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator(HITS).nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(link).to_be_focused()
        page.keyboard.press("Control+k")
        expect(field).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{first}")
        # The button itself, by Tab and Enter; the focus comes back to it.
        page.locator("[data-m-search-open]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".m-search-dialog input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("[data-m-search-open]")).to_be_focused()
        # Enter in the field leads to the page with all results.
        page.keyboard.press("/")
        expect(page.locator(".m-search-dialog input")).to_be_focused()
        page.keyboard.type("тьютор")
        page.keyboard.press("Enter")
        page.wait_for_url("**/poisk/?q=*")
        assert "/terms/tiutor/" in answered(page, "тьютор")


@pytest.mark.slow
@pytest.mark.browser
def test_a_slash_typed_into_a_field_is_a_slash(search_page: Page) -> None:
    search_page.fill(".m-search input", "")
    search_page.locator(".m-search input").focus()
    search_page.keyboard.type("a/b")
    assert search_page.input_value(".m-search input") == "a/b"
    assert search_page.locator("dialog[open]").count() == 0


# --- what it costs, and what it does without --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_nothing_of_the_search_is_loaded_before_it_is_used(browser: Browser, built_url: str) -> None:
    with browsing(browser, built_url) as (page, base):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(base)))
        page.goto(f"{base}practices/mozaika/", wait_until="networkidle")
        early = [url.split("?")[0] for url in asked if "search" in url]
        assert early == ["assets/javascripts/search-open.js"]
        page.keyboard.press("/")
        page.locator(".m-search-dialog").wait_for()
        assert not [url for url in asked if "search/index" in url]  # that waits for the first question


@pytest.mark.slow
@pytest.mark.browser
def test_bytes_of_the_first_search_and_of_the_next(browser: Browser, built: Path, record_property) -> None:
    weights = weigh(browser, built)
    record_property("figure", as_text(weights))
    first, *rest = weights.values()
    assert 50_000 < first <= 130_000
    assert max(rest) <= 40_000


@pytest.mark.slow
@pytest.mark.browser
def test_without_javascript_the_button_leads_to_the_listings(browser: Browser, built_url: str) -> None:
    with browsing(browser, built_url, java_script_enabled=False) as (page, base):
        page.goto(f"{base}practices/mozaika/")
        page.click("[data-m-search-open]")
        expect(page).to_have_url(f"{base}poisk/")
        assert "JavaScript" in page.inner_text("article")
        page.click("article >> text=Мероприятия")
        expect(page).to_have_url(f"{base}events/")


@pytest.mark.slow
@pytest.mark.browser
def test_without_an_index_the_search_says_so(browser: Browser, built_url: str) -> None:
    with browsing(browser, built_url) as (page, base):
        page.route("**/assets/search/index**", lambda route: route.fulfill(status=404))
        page.goto(f"{base}practices/")
        page.keyboard.press("/")
        page.fill(".m-search-dialog input", "урок")
        expect(page.locator(".m-search__status")).to_contain_text("недоступен")
        assert page.locator(".m-search__note a").get_attribute("href").endswith("/poisk/")


@pytest.mark.slow
@pytest.mark.browser
def test_without_its_script_an_asked_search_shows_the_listings(browser: Browser, built_url: str) -> None:
    """On a bad connection the window behind «Найти» was empty: neither a field nor the listings."""
    with browsing(browser, built_url) as (page, base):
        page.route("**/assets/search/search.js", lambda route: route.abort())
        page.goto(f"{base}poisk/?q=дроби")
        expect(page.locator("[data-m-search-page]")).to_contain_text("Поиск не загрузился")
        expect(page.locator(".m-search-otherwise a").first).to_be_visible()
        page.route("**/assets/offline/offline.js", lambda route: route.abort())
        page.goto(f"{base}bez-interneta/")
        expect(page.locator("[data-offline-plain]")).to_contain_text("Проверьте связь")


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_record_says_stays_text(browser: Browser, built_url: str) -> None:
    """A title and an excerpt that look like HTML are shown, not run; the twin proves that they would run."""
    hostile = "<img src=x onerror='window.ran=1'>"
    # Without the policy of the page: it would stop the handler even where the text became markup.
    with browsing(browser, built_url, bypass_csp=True) as (page, base):
        page.goto(f"{base}about/")
        show = """async ([base, hostile]) => {
            const {mount} = await import(base + 'assets/search/search-view.js');
            const data = async () => ({url: '/', title: hostile, base: hostile, text: [hostile, hostile]});
            const hits = [{kind: hostile, demo: false, data}];
            const find = async () => ({hits, note: {why: 'maybe', query: hostile}});
            const {dialog, input} = mount(base, find, {inDialog: true});
            document.body.append(dialog); dialog.showModal();
            input.value = hostile; input.dispatchEvent(new Event('input'));
            while (!dialog.querySelector('.m-search__list li')) await new Promise(requestAnimationFrame);
            await new Promise((done) => setTimeout(done, 100));
            return dialog.querySelectorAll('img').length;
        }"""
        assert page.evaluate(show, [base, hostile]) == 0
        assert page.locator(".m-search__list li").count() == 1
        assert page.evaluate("window.ran") is None
        page.evaluate("hostile => { document.body.insertAdjacentHTML('beforeend', hostile) }", hostile)
        page.wait_for_function("() => window.ran === 1")
