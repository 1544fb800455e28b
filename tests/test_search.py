"""The search over the whole site in a real browser: what people type, keyboard only, bytes, axe, what is not found."""

from __future__ import annotations

import html
import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from ask_search import TABLES, TOP, answers, questions, share, told
from look import served
from playwright.sync_api import Browser, Page, expect
from support import PROJECT, copy_of_mini
from time_search import SHIFTS
from weigh_search import as_text, weigh

from generator import cli, site
from generator.pages import search
from generator.publish import search_index
from generator.settings import Settings
from generator.text import stems

CASES = yaml.safe_load((PROJECT / "tests" / "cases" / "search.yml").read_text(encoding="utf-8"))
HITS = ".m-search__list a"


@contextmanager
def browsing(browser: Browser, folder: Path, **context) -> Iterator[tuple[Page, str]]:
    """A page that remembers nothing, and the address of the served folder."""
    with served(folder) as base, browser.new_context(reduced_motion="reduce", **context) as opened:
        yield opened.new_page(), base


def answered(page: Page, query: str) -> list[str]:
    """The addresses of the results on the screen once the answer to ``query`` stands there."""
    page.wait_for_selector(f'.m-search[data-answered="{query}"]', timeout=30_000)
    return [str(href) for href in page.eval_on_selector_all(HITS, "links => links.map(a => a.pathname)")]


# --- the words, without a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shipped():
    return site.check(PROJECT, Settings())[0]


def test_synonyms_come_from_the_glossary_and_the_vocabularies(shipped) -> None:
    found = search.synonyms(shipped)
    assert found["иом"][0] == "индивидуальный образовательный маршрут"
    assert "наставничество" in found["наставник"]
    assert {"ученики", "ребенок"} <= set(found["дети"])
    assert found["домашка"] == ["домашнее задание"]
    assert found["орфография"] == ["слово по частям", "русский язык"]
    assert "орфография" not in found.get("русский язык", [])  # narrower: the pages carry the label


def test_words_are_those_of_titles_and_summaries_the_frequent_ones_first(shipped) -> None:
    words = search.words(shipped)
    assert {"наставник", "математика", "аттестация"} <= set(words)
    assert words.index("практики") < words.index("мозаика")
    assert all(len(word) > 3 for word in words)


def test_the_files_of_the_search_are_the_same_every_time(shipped) -> None:
    assert search.files(shipped) == search.files(shipped)


# --- the index -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_index_is_the_same_every_time(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "again"
    shutil.copytree(built, copy, ignore=shutil.ignore_patterns("pagefind"))
    search_index.make_index(copy)
    first, second = (
        {p.relative_to(folder).as_posix(): p.read_bytes() for p in (folder / "assets").rglob("*") if p.is_file()}
        for folder in (built, copy)
    )
    assert first == second
    assert not [name for name in first if "-ui." in name]


def searched(path: Path) -> bool:
    return "data-pagefind-body" in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_is_not_published_or_only_leads_on_is_not_indexed(tmp_path: Path) -> None:
    base = copy_of_mini(tmp_path / "base")
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
    assert not pages["practices/chernovik"]
    assert not pages["practices/staraia"]
    assert not pages["poisk"]
    assert not pages["."]
    assert not searched(out / "404.html")
    redirects = [p for p in out.rglob("index.html") if b'http-equiv="refresh"' in p.read_bytes()]
    assert not any(searched(path) for path in redirects)
    entry = json.loads((out / search_index.BUNDLE / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert entry["languages"]["ru"]["page_count"] == sum(pages.values())


def test_a_site_that_pagefind_cannot_read_is_told_about(tmp_path: Path) -> None:
    with pytest.raises(search_index.NotIndexed, match="Pagefind"):
        search_index.make_index(tmp_path / "nothing")


# --- what people type ------------------------------------------------------------------------------------------------


def test_the_table_has_at_least_forty_queries() -> None:
    assert len({case["query"] for case in CASES}) >= 40


@pytest.mark.slow
@pytest.mark.browser
def test_every_query_of_the_table_finds_what_it_must(browser: Browser, built: Path) -> None:
    wrong = []
    with browsing(browser, built) as (page, base):
        page.goto(f"{base}poisk/")
        for case in CASES:
            query = case["query"]
            page.fill(".m-search input", query)
            hits = [path.strip("/") for path in answered(page, query)]
            said = page.text_content(".m-search__note") or ""
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
                    page.text_content(".m-search__again") != f"«{offered}»"
                    or page.text_content(".m-search__status") != said_not
                ):
                    wrong.append(f"{query}: does not offer «{offered}»")
            if absent := [part for part in case.get("note", []) if part not in said]:
                wrong.append(f"{query}: the note does not say {absent}: «{said}»")
            if not case.get("note") and not case.get("none") and said:
                wrong.append(f"{query}: a note that nobody asked for: «{said}»")
            if "finds" in case:
                while page.is_visible(".m-search__more"):
                    shown = page.locator(HITS).count()
                    page.click(".m-search__more")
                    page.wait_for_function(f"() => document.querySelectorAll('{HITS}').length > {shown}")
                if f"/{case['finds']}/" not in answered(page, query):
                    wrong.append(f"{query}: does not find {case['finds']} at all")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.browser
def test_the_nominative_of_every_adjective_finds_what_its_genitive_finds(browser: Browser, built: Path) -> None:
    """Every word of the site in -ый, -ой, -ий, -ей whose other form is on the site too, asked of the index itself; the
    red twin asks as the word is written."""
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
    with browsing(browser, built) as (page, base):
        page.goto(f"{base}poisk/")
        lost = page.evaluate(
            """async pairs => {
              const { asPagefindReads } = await import("../assets/search/search.js");
              const pagefind = await import("../assets/pagefind/pagefind.js");
              const ids = async word => new Set((await pagefind.search(word)).results.map(result => result.id));
              const out = { asked: [], written: [] };
              for (const [word, form] of pairs) {
                const wanted = await ids(form);
                for (const [name, query] of [["asked", asPagefindReads(word)], ["written", word]]) {
                  const found = await ids(query);
                  if ([...wanted].some(id => !found.has(id))) out[name].push(word);
                }
              }
              return out;
            }""",
            pairs,
        )
    assert lost["asked"] == []
    assert len(lost["written"]) > 100


@pytest.mark.slow
@pytest.mark.browser
def test_nine_questions_in_ten_have_a_right_page_in_the_first_three(
    browser: Browser, built: Path, record_property
) -> None:
    """As people type, the table of questions; the held-back one is told only: nobody tunes the search to it."""
    cases = questions(TABLES / "questions.yml")
    assert len({case["ask"] for case in cases}) >= 150
    asked = answers(browser, built, cases)
    held = answers(browser, built, questions(TABLES / "held-back.yml"))
    record_property("figure", f"{told('questions', asked)}; {told('held back', held)}")
    assert share(asked) >= 0.9, [(one.ask, one.found[:TOP]) for one in asked if not one.good]


@pytest.mark.slow
@pytest.mark.browser
def test_filters_and_what_is_said_of_a_diagnosis(browser: Browser, built: Path) -> None:
    """The rows `chips` and `says` of the table; a question without a diagnosis says nothing of them."""
    wrong = []
    with browsing(browser, built) as (page, base):
        page.goto(f"{base}poisk/")
        for case in questions(TABLES / "questions.yml"):
            query = case["ask"]
            page.fill(".m-search input", query)
            answered(page, query)
            chips = [
                re.sub(r"(демо: )?\d+$", "", text)
                for text in page.locator(".m-search__filters button").all_text_contents()
            ]
            if set(case.get("chips", [])) - set(chips):
                wrong.append(f"{query}: filters {chips}, wanted {case['chips']}")
            said = page.text_content(".m-search__care") if page.is_visible(".m-search__care") else ""
            if case.get("says", "") not in said or bool(said) != ("says" in case):
                wrong.append(f"{query}: says «{said}»")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.browser
def test_a_filter_of_a_question_counts_what_the_catalogue_counts(browser: Browser, built: Path) -> None:
    query = "математика 6 класс без проектора"
    with browsing(browser, built) as (page, base):
        page.goto(f"{base}poisk/?q={quote(query)}")
        answered(page, query)
        before = page.text_content(".m-search__status")
        link = page.locator(".m-search__catalogue")
        count = int(re.search(r"\d+", link.text_content())[0])
        for chip in ("Математика", "6 класс", "Проектора и экрана нет"):
            page.get_by_role("button", name=re.compile(f"^{chip}")).click()
            expect(page.get_by_role("button", name=re.compile(f"^{chip}"))).to_have_attribute("aria-pressed", "true")
        page.wait_for_function(
            "before => document.querySelector('.m-search__status').textContent !== before", arg=before
        )
        assert int(re.search(r"\d+", page.text_content(".m-search__status"))[0]) == count
        link.click()
        page.wait_for_selector(".m-catalogue--on")
        assert int(re.search(r"\d+", page.inner_text(".m-catalogue__count"))[0]) == count


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_guide_quotes_is_not_the_guide(browser: Browser, built: Path) -> None:
    """Every phrase in quotation marks in a guide that another page has all words of, asked: the guide is not the first
    answer, unless it says the same words itself."""

    def said(path: Path) -> str:
        article = html.unescape(path.read_text("utf-8").partition("<article")[2].partition("m-history")[0])
        return re.sub("<[^>]+>", " ", article).lower()

    def words(text: str) -> set[str]:
        return {stems.stem(word) for word in re.findall("[а-яё]{3,}", text)}

    guides = set(built.glob("guides/*/index.html"))
    others = [words(said(path)) for path in built.rglob("index.html") if path not in guides and searched(path)]
    found = {}
    for path in guides:
        own = words(re.sub("«[^«»]*»", " ", said(path)))
        for quoted in re.findall("«([^«»]{12,60})»", said(path)):
            its = words(quoted)
            if len(its) > 1 and not its <= own and any(its <= other for other in others):
                found[quoted] = f"guides/{path.parent.name}"
    assert len(found) > 3, "the walk has lost the quotations"
    asked = answers(browser, built, [{"ask": quoted, "right": [guide]} for quoted, guide in found.items()])
    assert [one.ask for one in asked if one.rank == 1] == []


@pytest.mark.slow
@pytest.mark.browser
def test_a_slip_is_offered_and_a_known_word_stays(browser: Browser, built: Path) -> None:
    """Right and wrong guesses; a twin with the plain count of letters would take «говорение» for «повторение»."""
    with browsing(browser, built) as (page, base):
        page.goto(f"{base}poisk/")
        guesses = page.evaluate("""async () => {
          const { distance, nearest } = await import("../assets/search/search-words.js");
          const { load, commonWords, pagesWith } = await import("../assets/search/search-index.js");
          const { read } = await import("../assets/search/search-question.js");
          await load(read);
          const words = await commonWords();
          const known = [];
          for (const word of words.slice(0, 400)) if ((await pagesWith(word)).count) known.push(word);
          const notes = {};
          const { find } = await import("../assets/search/search.js");
          for (const word of known) {
            const { note } = await find(word);
            if (note && ["typo", "maybe"].includes(note.why)) notes[word] = note.query;
          }
          const guess = (word) => nearest(word, words);
          return {
            notes, known: known.length,
            kept: ["говорение", "деление", "неуспевающий", "скачать", "обучать", "урна"].map(guess),
            mended: ["наставнк", "мозайка", "аттистация", "граматность", "ришение", "раскас"].map(guess),
            twin: distance("говорение", "повторение", 2),
          };
        }""")
    assert guesses["known"] > 200
    assert guesses["notes"] == {}
    assert not {"повторение", "решение", "успевающий", "начать"} & set(guesses["kept"])
    assert guesses["mended"][:4] == ["наставник", "мозаика", "аттестация", "грамотность"]
    assert guesses["twin"] == 2


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_results_does_not_jump(browser: Browser, built: Path, width: int) -> None:
    """Shifts from the empty window to the answer (https://web.dev/articles/cls: below 0.1 is good), at a slow pace
    of the index; the twin shows the listings above the answer, as they stood once."""
    with browsing(browser, built, viewport={"width": width, "height": 640}) as (page, base):

        def shifts(twin: str = "") -> float:
            page.route("**/pagefind/**", lambda route: (time.sleep(0.2), route.continue_()))
            page.add_init_script(f"({SHIFTS})()")
            page.goto(f"{base}poisk/?q={quote('шумный класс')}", wait_until="commit")
            if twin:
                page.wait_for_selector("article h1")
                page.evaluate(
                    "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }",
                    twin,
                )
            answered(page, "шумный класс")
            page.wait_for_timeout(300)
            return page.evaluate("window.shifts")

        assert shifts() < 0.1
        assert (
            shifts(
                ".m-search-page { min-height: 0 !important } .m-asked .m-search-otherwise { display: block !important }"
            )
            > 0.1
        )


@pytest.mark.slow
@pytest.mark.browser
def test_counts_kinds_and_demonstration_marks(browser: Browser, built: Path) -> None:
    with browsing(browser, built) as (page, base):
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
def test_a_shared_address_shows_the_same_search(browser: Browser, built: Path) -> None:
    with browsing(browser, built) as (page, base):
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
def test_the_whole_way_by_keyboard(browser: Browser, built: Path) -> None:
    with browsing(browser, built) as (page, base):
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
        page.keyboard.type("тьютор")
        page.keyboard.press("Enter")
        page.wait_for_url("**/poisk/?q=*")
        assert "/terms/tiutor/" in answered(page, "тьютор")


@pytest.mark.slow
@pytest.mark.browser
def test_a_slash_typed_into_a_field_is_a_slash(browser: Browser, built: Path) -> None:
    with browsing(browser, built) as (page, base):
        page.goto(f"{base}poisk/")
        page.locator(".m-search input").focus()
        page.keyboard.type("a/b")
        assert page.input_value(".m-search input") == "a/b"
        assert page.locator("dialog[open]").count() == 0


# --- what it costs, and what it does without --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_nothing_of_the_search_is_loaded_before_it_is_used(browser: Browser, built: Path) -> None:
    with browsing(browser, built) as (page, base):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(base)))
        page.goto(f"{base}practices/mozaika/", wait_until="networkidle")
        early = [url.split("?")[0] for url in asked if "search" in url or "pagefind" in url]
        assert early == ["assets/javascripts/search-open.js"]
        page.keyboard.press("/")
        page.locator(".m-search-dialog").wait_for()
        assert not [url for url in asked if "pagefind" in url]  # that waits for the first question


@pytest.mark.slow
@pytest.mark.browser
def test_bytes_of_the_first_search_and_of_the_next(browser: Browser, built: Path, record_property) -> None:
    weights = weigh(browser, built)
    record_property("figure", as_text(weights))
    first, *rest = weights.values()
    assert 50_000 < first <= 260_000
    assert max(rest) <= 80_000


@pytest.mark.slow
@pytest.mark.browser
def test_without_javascript_the_button_leads_to_the_listings(browser: Browser, built: Path) -> None:
    with browsing(browser, built, java_script_enabled=False) as (page, base):
        page.goto(f"{base}practices/mozaika/")
        page.click("[data-m-search-open]")
        assert page.url == f"{base}poisk/"
        assert "JavaScript" in page.inner_text("article")
        page.click("article >> text=Мероприятия")
        assert page.url == f"{base}events/"


@pytest.mark.slow
@pytest.mark.browser
def test_without_an_index_the_search_says_so(browser: Browser, built: Path) -> None:
    with browsing(browser, built) as (page, base):
        page.route("**/assets/pagefind/**", lambda route: route.fulfill(status=404))
        page.goto(f"{base}practices/")
        page.keyboard.press("/")
        page.fill(".m-search-dialog input", "урок")
        expect(page.locator(".m-search__status")).to_contain_text("недоступен")
        assert page.locator(".m-search__note a").get_attribute("href").endswith("/poisk/")


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_record_says_stays_text(browser: Browser, built: Path) -> None:
    """A title and an excerpt that look like HTML are shown, not run; the twin proves that they would run."""
    hostile = "<img src=x onerror='window.ran=1'>"
    # Without the policy of the page: it would stop the handler even where the text became markup.
    with browsing(browser, built, bypass_csp=True) as (page, base):
        page.goto(f"{base}about/")
        show = """async ([base, hostile]) => {
            const {mount} = await import(base + 'assets/search/search-view.js');
            const excerpt = `${hostile} <mark>${hostile}</mark>`;
            const data = async () => ({url: '/', meta: {title: hostile, kind: hostile}, excerpt});
            const hits = [{kind: hostile, demo: false, data}];
            const find = async () => ({hits, note: {why: 'maybe', query: hostile}});
            const {dialog, input} = mount(base, find, {inDialog: true});
            document.body.append(dialog); dialog.showModal();
            input.value = hostile; input.dispatchEvent(new Event('input'));
            await new Promise((done) => setTimeout(done, 800));
            return dialog.querySelectorAll('img').length;
        }"""
        assert page.evaluate(show, [base, hostile]) == 0
        assert page.locator(".m-search__list li").count() == 1
        assert page.evaluate("window.ran") is None
        page.evaluate("hostile => { document.body.insertAdjacentHTML('beforeend', hostile) }", hostile)
        page.wait_for_function("() => window.ran === 1")
