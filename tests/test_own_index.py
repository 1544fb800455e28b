"""The search of what was taken along: its index, and that the browser stems as the generator does."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from form_page import Scripts
from playwright.sync_api import Browser
from support import PROJECT

from generator.publish import own_index

OFFLINE = PROJECT / "theme" / "mkdocs" / "assets" / "offline"
PAGE = """<article class="md-typeset" data-pagefind-body data-m-kind="Практики" data-m-demo><h1>Молодой учитель</h1>
<p class="m-lead">Ещё один приём.</p><p>Учителями, учителя; молодого. <a class="headerlink">#</a></p></article>"""


def test_a_page_is_found_by_stems_with_the_place_where_they_stand() -> None:
    page = own_index.indexed_page("practices/x/index.html", PAGE, {})
    assert page is not None
    assert page[:5] == ("practices/x/", "Молодой учитель", "Ещё один приём.", "Практики", True)
    places = dict(re.findall(r"(\S+) (\d+)", page.stems))
    assert places["учител"] == "23"  # in the title, three times in all
    assert places["ещ"] == "12"  # what a page is about is also text of it
    assert own_index.stems_of("Ёлка й МОЛОДОЙ") == ["елк", "й", "молод"]
    assert own_index.indexed_page("404.html", "<article><h1>x</h1></article>", {}) is None


def test_a_part_is_the_same_in_any_order() -> None:
    pages = [own_index.indexed_page(f"{name}/index.html", PAGE, {}) for name in "abc"]
    part = own_index.index_part(filter(None, pages))
    assert part == own_index.index_part(filter(None, reversed(pages)))
    made = json.loads(part)
    at = made["stems"].split().index("учител")
    assert [int(code, 36) for code in made["postings"][at].split()] == [23, 53, 53]


@pytest.mark.browser
def test_the_browser_stems_every_word_of_the_base_alike(browser: Browser) -> None:
    texts = " ".join(path.read_text("utf-8") for path in (PROJECT / "data").rglob("*.yml"))
    words = sorted(set(re.findall(r"[а-я]+", texts.lower().replace("ё", "е"))))
    assert len(words) > 10_000
    with Scripts.open(browser, OFFLINE) as scripts:
        stems = scripts.call("engine.js", "(its, words) => words.map(its.stemOf)", words)
    assert [pair for pair in zip(words, stems, strict=True) if own_index.stem_of(pair[0]) != pair[1]] == []


def test_the_stemmer_is_the_one_that_its_list_names() -> None:
    listed = (OFFLINE / "vendor" / "VERSIONS.txt").read_text("utf-8")
    assert hashlib.sha256((OFFLINE / "vendor" / "snowball-russian.js").read_bytes()).hexdigest() in listed
