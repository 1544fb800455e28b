"""Answers to questions as people type them: right pages, filters, diagnoses, slips, a page that stays put."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from ask_search import HELD_BACK, TABLES, TOP, Answer, answers, asking, questions, share, told
from playwright.sync_api import Browser, Page, expect
from test_search import answered, browsing, searched
from time_search import SHIFTS

from generator.text.russian import stem

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def search(browser: Browser, built: Path) -> Iterator[Page]:
    """One page to ask on: an index that has come need not come again."""
    with asking(browser, built) as page:
        yield page


@pytest.fixture(scope="module")
def asked(search: Page) -> list[Answer]:
    """Every question of the table, asked once."""
    return answers(search, questions(TABLES / "questions.yml"))


def test_nine_questions_in_ten_have_a_right_page_in_the_first_three(
    search: Page, asked: list[Answer], record_property
) -> None:
    """As people type, the table of questions; the held-back ones are told only: nobody tunes to them."""
    assert len({one.ask for one in asked}) >= 150
    held = [told(table.stem, answers(search, questions(table))) for table in HELD_BACK]
    record_property("figure", "; ".join([told("questions", asked), *held]))
    assert share(asked) >= 0.9, [(one.ask, one.found[:TOP]) for one in asked if not one.good]


def test_filters_and_what_is_said_of_a_diagnosis(search: Page, asked: list[Answer]) -> None:
    """The rows `chips` and `says` of the table; a question without a diagnosis says nothing of them."""
    cases = questions(TABLES / "questions.yml")
    pairs = zip(cases, asked, strict=True)
    wrong = [f"{one.ask}: care {one.cared}" for case, one in pairs if one.cared != ("says" in case)]
    for case in (one for one in cases if "chips" in one or "says" in one):
        query = case["ask"]
        search.fill(".m-search input", query)
        answered(search, query)
        chips = [
            re.sub(r"(демо: )?\d+$", "", text)
            for text in search.locator(".m-search__filters button").all_text_contents()
        ]
        if set(case.get("chips", [])) - set(chips):
            wrong.append(f"{query}: filters {chips}, wanted {case['chips']}")
        raw = search.text_content(".m-search__care") if search.is_visible(".m-search__care") else ""
        if case.get("says", "") not in raw:
            wrong.append(f"{query}: says «{raw}»")
    assert wrong == []


def test_a_filter_of_a_question_counts_what_the_catalogue_counts(browser: Browser, built_url: str) -> None:
    query = "математика 6 класс без проектора"
    with browsing(browser, built_url) as (page, base):
        page.goto(f"{base}poisk/?q={quote(query)}")
        answered(page, query)
        link = page.locator(".m-search__catalogue")
        count = int(re.search(r"\d+", link.text_content())[0])
        for chip in ("Математика", "6 класс", "Проектора и экрана нет"):
            page.get_by_role("button", name=re.compile(f"^{chip}")).click()
            expect(page.get_by_role("button", name=re.compile(f"^{chip}"))).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".m-search__status")).to_have_text(re.compile(rf"^\D*{count}\b"))
        link.click()
        page.wait_for_selector(".m-catalogue--on")
        assert int(re.search(r"\d+", page.inner_text(".m-catalogue__count"))[0]) == count


def test_what_a_guide_quotes_is_not_the_guide(search: Page, built: Path) -> None:
    """Every phrase in quotation marks in a guide that another page has all words of, asked: the guide is not the first
    answer, unless it says the same words itself."""

    def raw(path: Path) -> str:
        article = html.unescape(path.read_text("utf-8").partition("<article")[2].partition("m-history")[0])
        return re.sub("<[^>]+>", " ", article).lower()

    def words(text: str) -> set[str]:
        return {stem(word) for word in re.findall("[а-яё]{3,}", text)}

    guides = set(built.glob("guides/*/index.html"))
    others = [words(raw(path)) for path in built.rglob("index.html") if path not in guides and searched(path)]
    found = {}
    for path in guides:
        own = words(re.sub("«[^«»]*»", " ", raw(path)))
        for quoted in re.findall("«([^«»]{12,60})»", raw(path)):
            its = words(quoted)
            if len(its) > 1 and not its <= own and any(its <= other for other in others):
                found[quoted] = f"guides/{path.parent.name}"
    assert len(found) > 3, "the walk has lost the quotations"
    asked = answers(search, [{"ask": quoted, "right": [guide]} for quoted, guide in found.items()])
    assert [one.ask for one in asked if one.rank == 1] == []


def test_a_slip_is_offered_and_a_known_word_stays(search: Page) -> None:
    """Right and wrong guesses, also in forms that no title has; a twin with the plain count of letters would take
    «говорение» for «повторение»."""
    guesses = search.evaluate("""async () => {
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
        forms: ["посищениях", "практекой", "групавую", "псехологу", "школную", "опластные"].map(guess),
        unlike: ["лечение", "курение", "гранта", "мощный"].map(guess),
        twin: distance("говорение", "повторение", 2),
      };
    }""")
    assert guesses["known"] > 200
    assert guesses["notes"] == {}
    assert not {"повторение", "решение", "успевающий", "начать"} & set(guesses["kept"])
    assert guesses["mended"][:4] == ["наставник", "мозаика", "аттестация", "грамотность"]
    assert guesses["forms"] == ["посещениях", "практикой", "групповую", "психологу", "школьную", "областные"]
    assert not {"личный", "корень", "грамоте"} & set(guesses["unlike"])
    assert guesses["twin"] == 2


def test_what_the_base_lacks_is_told_however_it_is_typed(search: Page) -> None:
    """Two letters, letters of a title («ИИ» in «биографии») and the other layout hide no topic without a page."""
    asked = ["ИИ", "РОВ", "ytqhjctnb", "nhbp", "у"]
    notes = {one.ask: one.note for one in answers(search, [{"ask": ask, "right": []} for ask in asked])}
    assert notes == {"ИИ": "absent", "РОВ": "absent", "ytqhjctnb": "absent", "nhbp": "absent", "у": "short"}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_results_does_not_jump(browser: Browser, built_url: str, width: int) -> None:
    """Shifts from the empty window to the answer (https://web.dev/articles/cls: below 0.1 is good), at a slow pace
    of the index; the twin shows the listings above the answer, as they stood once."""
    with browsing(browser, built_url, width, 640) as (page, base):

        def shifts(twin: str = "") -> float:
            page.route("**/search/index/**", lambda route: (time.sleep(0.2), route.continue_()))
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
