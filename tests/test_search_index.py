"""The files of the search index: the same from the same pages, and not whole when something is missing or damaged."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from form_page import Scripts
from playwright.sync_api import Browser
from support import PROJECT

from generator import files
from generator.publish import search_index, search_pages
from generator.publish.search_pages import IndexedPage

SEARCH = PROJECT / "theme" / "mkdocs" / "assets" / "search"
BODY = "<body><article data-m-searched data-m-kind='Практики'><h1>{0}</h1><p>{0} наставничество</p></article>"
WORDS = ["Математика", "Физика", "Химия", "Чтение", "Письмо"]


def indexed(folder: Path, order: list[int]) -> Path:
    for number in order:
        target = folder / f"p{number}" / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(BODY.format(WORDS[number]), "utf-8")
    search_index.make_index(folder)
    return folder


def a_page(number: int, words: str, kind: str = "Практики", *, demo: bool = False) -> IndexedPage:
    page = BODY.format(words).replace("'Практики'", f"'{kind}'" + " data-m-demo" * demo)
    return search_pages.indexed_page(f"p{number:05}/index.html", page, {})


def some_pages(count: int) -> list[IndexedPage]:
    """Pages of random words; one word is on all of them. Some hundreds are read, the others say the same elsewhere."""
    chance = random.Random(1)
    letters = "абвгдежзиклмнопрст"
    read = [
        a_page(number, " ".join("".join(chance.choices(letters, k=4)) for _ in range(12)) + " урок")
        for number in range(min(count, 410))
    ]
    return [
        read[number % len(read)]._replace(
            path=f"p{number:05}/", kind=chance.choice(["Практики", "События"]), demo=chance.random() < 0.2
        )
        for number in range(count)
    ]


def test_the_index_does_not_depend_on_the_order_in_which_a_disk_lists_files(tmp_path: Path, monkeypatch) -> None:
    first = files.tree(indexed(tmp_path / "first", [0, 1, 2, 3, 4]))
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda place: ((a, b, list(reversed(c))) for a, b, c in walk(place)))
    assert files.tree(indexed(tmp_path / "second", [4, 2, 0, 3, 1])) == first
    assert len(first) > 9


def test_what_a_guide_quotes_is_shown_and_not_found() -> None:
    words = "<p>Назовите беду одной фразой: «Шумят и не слышат».</p>"
    body = f"<body><article data-m-searched><h1>Начать</h1>{words}</article>"
    guide = search_pages.indexed_page("guides/nachat/index.html", body, {})
    other = search_pages.indexed_page("practices/nachat/index.html", body, {})
    assert guide.text == other.text == "Назовите беду одной фразой: «Шумят и не слышат»."
    assert "шум" not in guide.stems.split()
    assert "шум" in other.stems.split()
    assert "фраз" in guide.stems.split()


def test_an_index_part_is_the_same_in_any_order() -> None:
    pages = [a_page(number, "урок уроки") for number in range(3)]
    part = search_index.index_part(pages)
    assert part == search_index.index_part(reversed(pages))
    made = json.loads(part)
    assert (made["kinds"], made["runs"]) == (["Практики"], "0 3")
    codes = made["postings"][made["stems"].split().index("урок")].split()
    assert [(int(code[:-1], 36), code[-1]) for code in codes] == [(28, "0"), (58, "0"), (58, "0")]


@pytest.mark.browser
def test_the_browser_finds_on_the_shelf_what_was_put_there(browser: Browser, tmp_path: Path) -> None:
    """Every stem of a site with several pages in a file of texts, by the files of the site and by one file."""
    pages = some_pages(4_100)
    made = {name: json.loads((tmp_path / name).read_bytes()) for name in search_index.write_index(tmp_path, pages)}
    stems = sorted({stem for page in pages[:40] for stem in page.stems.split()[::3]})
    of_pages = [set(page.stems.split()[::3]) for page in pages]
    wanted = {stem: [n for n, its in enumerate(of_pages) if stem in its] for stem in [*stems, "нет"]}
    marks = [{"kind": page.kind, "demo": page.demo} for page in pages]
    call = """async (its, [made, part, stems, numbers]) => {
      const found = [];
      for (const shelf of [its.siteShelf(made["assets/search/index.json"],
        async (digest) => made[`assets/search/index/${digest}.json`]), its.partShelf(part)]) {
        const told = {};
        for (const stem of stems) told[stem] = [...(await shelf.having(stem)).keys()];
        const begun = (await shelf.beginning("аб")).size;
        const texts = [];
        for (const number of numbers) texts.push((await shelf.text(number)).slice(0, 2));
        found.push([told, shelf.marks, texts, begun]);
      }
      return found;
    }"""
    part = json.loads(search_index.index_part(pages))
    numbers = [0, 1, 2, 4_099]
    with Scripts.open(browser, SEARCH) as scripts:
        found = scripts.call("search-shelf.js", call, [made, part, list(wanted), numbers])
    assert json.loads((tmp_path / search_index.INDEX_HEAD).read_bytes())["group"] == 2
    begun = [page for page in pages if any(stem.startswith("аб") for stem in page.stems.split()[::3])]
    for told, kinds, texts, count in found:
        assert told == wanted
        assert kinds == marks
        assert texts == [[pages[number].path, pages[number].title] for number in numbers]
        assert count == len(begun) > 5


# --- an index that is not whole --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def an_index(tmp_path_factory) -> Path:
    return indexed(tmp_path_factory.mktemp("index"), [0, 1, 2, 3, 4])


def test_a_whole_index_has_no_faults(an_index: Path) -> None:
    assert search_index.index_errors(an_index) == []


@pytest.mark.parametrize("kind", ["head", "words", "texts"])
@pytest.mark.parametrize("harm", ["missing", "empty", "half"])
def test_an_index_that_is_not_whole_is_told(an_index: Path, tmp_path: Path, kind: str, harm: str) -> None:
    copy = tmp_path / "site"
    shutil.copytree(an_index, copy)
    head = copy / search_index.INDEX_HEAD
    name = json.loads(head.read_bytes()).get(kind, "")[:10]
    target = copy / search_index.INDEX_FOLDER / f"{name}.json" if name else head
    if harm == "missing":
        target.unlink()
    else:
        data = target.read_bytes()
        target.write_bytes(data[: len(data) // 2] if harm == "half" else b"")
    assert search_index.index_errors(copy)


def test_a_file_that_no_list_names_is_told(an_index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(an_index, copy)
    (copy / search_index.INDEX_FOLDER / "aaaaaaaaaa.json").write_text("{}", "utf-8")
    assert any("нет в оглавлении" in fault for fault in search_index.index_errors(copy))
