"""The Markdown pass in pieces gives what MkDocs makes of the page as one text."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from small_site import MKDOCS_YML
from test_finished_blocks import PIECES

from generator.publish import configured, finished_blocks
from generator.publish.markdown_pass import MarkdownPass

MORE = [
    "## Шаги {#shagi}",
    "## Ещё шаги {#shagi}",
    "# Заголовок &#171;с кавычками&#187; и `кодом` {#z}",
    "## [Ссылка](b.md#shagi) в заголовке {#s}",
    "### Третий {#tretii .a}",
    "#### Четвёртый {#chetvertyi}",
    "Подчёркнутый\n------------",
    "Текст со [ссылкой][дальше].",
    "[дальше]: b.md",
    "[TOC]",
    "1. раз\n\n2. два",
    "- пункт\n\n    продолжение",
    "Письмо <a@example.org> и <https://example.org>",
    "![](scheme.png) [мимо](nowhere.md)",
    "\ttab",
    "    отступ",
    "Строка  \nпосле разрыва",
    "Сноска*",
    "<b id='zhirno'>жирно</b>",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> tuple[MkDocsConfig, Files]:
    root = tmp_path_factory.mktemp("pass")
    (root / "content").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS_YML, "utf-8")
    config = configured.read_config(root)
    pages = [File(path, "", "", True) for path in ("a.md", "b.md", "scheme.png")]
    for file in pages:
        file.page = Page(None, file, config)
    return config, Files(pages)


def seen(page: Page) -> tuple[Any, ...]:
    """All that the engine and the templates take from a rendered page."""

    flat = [(item.title, item.id, item.level, str(item)) for item in page.toc]
    there = page.present_anchor_ids or set()
    links = {
        file.src_uri: {name: link for name, link in anchors.items() if file is not page.file or name not in there}
        for file, anchors in (page.links_to_anchors or {}).items()
    }
    return page.content, flat, page._title_from_render, there, {path: found for path, found in links.items() if found}


def both(engine: tuple[MkDocsConfig, Files], ours: MarkdownPass, text: str) -> tuple[tuple[Any, ...], ...]:
    config, files = engine
    pages = []
    for render in (lambda page: page.render(config, files), ours.render):
        page = Page(None, next(iter(files)), config)
        page.markdown, _ = finished_blocks.set_aside(text)
        render(page)
        pages.append(seen(page))
    return tuple(pages)


@given(
    pieces=st.lists(st.sampled_from(PIECES + MORE), min_size=1, max_size=7), ends=st.sampled_from(["", "\n", "\n\n"])
)
@settings(max_examples=150, deadline=None)
def test_any_order_of_pieces_comes_out_the_same(
    engine: tuple[MkDocsConfig, Files], pieces: list[str], ends: str
) -> None:
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    ours = MarkdownPass(*engine)
    for _ in range(2):  # the second time much is remembered
        theirs, mine = both(engine, ours, ends + "\n\n".join(pieces) + ends)
        assert mine == theirs


@given(
    level=st.integers(1, 6),
    words=st.lists(st.sampled_from([*"Яa9«»„“—–№%,.…:;?()/- \u00a0", "&#46;", "&#60;", "&#42;", "сло"]), min_size=1),
)
@settings(max_examples=150, deadline=None)
def test_a_plain_heading_comes_out_as_the_engine_makes_it(
    engine: tuple[MkDocsConfig, Files], level: int, words: list[str]
) -> None:
    ours = MarkdownPass(*engine)
    for before in ("", "# Первый {#pervyi}\n\n"):
        theirs, mine = both(engine, ours, f"{before}{'#' * level} {''.join(words)} {{#z-1}}")
        assert mine == theirs


def test_extensions_that_look_further_get_the_whole_page(engine: tuple[MkDocsConfig, Files]) -> None:
    config, files = engine
    text = "Слово[^1].\n\n## Шаги {#shagi}\n\n[^1]: Сноска.\n"
    written = config.markdown_extensions
    try:
        config.markdown_extensions = [*written, "footnotes"]
        theirs, mine = both(engine, MarkdownPass(config, files), text)
        assert mine == theirs
        assert "footnote" in mine[0]
    finally:
        config.markdown_extensions = written


def test_what_an_address_becomes_depends_on_the_page(engine: tuple[MkDocsConfig, Files]) -> None:
    """The red twin of remembering: the same words on two pages lead to two addresses."""
    config, files = engine
    deep = File("folder/c.md", "", "", True)
    ours = MarkdownPass(config, Files([*files, deep]))
    contents = []
    for file in (next(iter(files)), deep):
        page = Page(None, file, config)
        page.markdown = "[б](../b.md)\n" if file is deep else "[б](b.md)\n"
        ours.render(page)
        contents.append(page.content)
    assert contents == ['<p><a href="../b/">б</a></p>', '<p><a href="../../b/">б</a></p>']
