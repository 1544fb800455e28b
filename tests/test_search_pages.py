"""What the search has of a finished page, and that the browser stems as the generator does."""

from __future__ import annotations

import hashlib
import re

import pytest
from form_page import Scripts
from playwright.sync_api import Browser
from support import PROJECT

from generator.publish import search_pages

SEARCH = PROJECT / "theme" / "mkdocs" / "assets" / "search"
PAGE = """<body><article class="md-typeset" data-m-searched data-m-kind="Практики" data-m-demo><h1>Молодой учитель</h1>
<p class="m-origin">Запись <a href="/">Базы &amp; дома</a></p><p class="m-lead">Ещё один <b>приём</b>, второй.</p>
<h2 id="zatrudnenie">Затруднение</h2> <div class="m-rich"><p>Шумно.</p></div>
<p>Учителями, учителя; молодого. <a class="headerlink">#</a></p>
<h2 id="dalshe">Дальше</h2><p>Мозаика</p></article><footer>Низ</footer>"""


def places(page: search_pages.IndexedPage) -> dict[str, tuple[str, str]]:
    """Stem -> its place and its window."""
    return {stem: (place, window) for stem, place, window in re.findall(r"(\S+) (\d+) (\d+)", page.stems)}


def test_a_page_is_found_by_stems_with_the_place_where_they_stand() -> None:
    page = search_pages.indexed_page("practices/x/index.html", PAGE, {"practices/x/index.html": "zzgrade6"})
    assert page[:6] == (
        "practices/x/", "Молодой учитель", "Ещё один приём, второй.", "Базы & дома", "Практики", True
    )  # fmt: skip
    assert page.text.startswith("Ещё один приём, второй. Затруднение. Шумно. Учителями")
    found = places(page)
    assert found["учител"] == ("25", "0")  # the second of two words of a short title, three times in all
    assert found["ещ"] == ("12", "0")  # what a page is about is also text of it
    assert found["шумн"] == ("12", "1")
    assert found["zzgrade6"][0] == "11"
    assert "мозаик" not in found  # it speaks of another page
    assert search_pages.stems_of("Ёлка й МОЛОДОЙ") == ["елк", "й", "молод"]


def test_a_word_is_more_of_a_short_title_and_of_its_beginning() -> None:
    long = PAGE.replace("Молодой учитель", "Как работает в своей первой четверти молодой учитель")
    assert places(search_pages.indexed_page("a/index.html", long, {}))["учител"][0] == "22"


def test_a_page_of_another_frame_is_its_main_part() -> None:
    page = search_pages.indexed_page("a/index.html", "<body><p>Меню</p><main><h1>Урок</h1><p>Чтение", {})
    assert (page.title, page.kind, page.demo) == ("Урок", "", False)
    assert places(page).keys() == {"урок", "чтен"}


def test_what_a_guide_quotes_is_not_searched() -> None:
    page = "<article data-m-searched><h1>Поиск</h1><p>Наберите «шумный класс».</p></article>"
    assert "шумн" not in places(search_pages.indexed_page("guides/poisk/index.html", page, {}))
    assert "шумн" in places(search_pages.indexed_page("practices/poisk/index.html", page, {}))


@pytest.mark.browser
def test_the_browser_stems_every_word_of_the_base_alike(browser: Browser) -> None:
    texts = " ".join(path.read_text("utf-8") for path in (PROJECT / "data").rglob("*.yml"))
    words = sorted(set(re.findall(r"[а-я]+", texts.lower().replace("ё", "е"))))
    assert len(words) > 10_000
    with Scripts.open(browser, SEARCH) as scripts:
        stems = scripts.call("search-stems.js", "(its, words) => words.map(its.stemOf)", words)
    assert [pair for pair in zip(words, stems, strict=True) if search_pages.stem_of(pair[0]) != pair[1]] == []


def test_the_stemmer_is_the_one_that_its_list_names() -> None:
    listed = (SEARCH / "vendor" / "VERSIONS.txt").read_text("utf-8")
    assert hashlib.sha256((SEARCH / "vendor" / "snowball-russian.js").read_bytes()).hexdigest() in listed
