"""Published pages: titles and descriptions are text, the frame, anchors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import pytest
import small_site
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from small_site import HOSTILE, a_site, built, pages_of, snapshot

from generator import text
from generator.pages import Page
from generator.publish import finished

root = small_site.root

# --- titles and descriptions are text --------------------------------------------------------------------------------


def parsed(page: Path):
    return html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)


def element_texts(document, name: str) -> list[str]:
    return ["".join(found.itertext()) for found in document.iter(name)]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_title_stays_text_everywhere_on_the_page(root, words):
    front_matter = "---\ndescription: " + json.dumps(words, ensure_ascii=False) + "\n---\n\n"
    page = Page("practices/two.md", f"{front_matter}# {text.plain(words)}\n\nТекст.\n")
    document = parsed(built(root, a_site(page)) / "practices/two/index.html")
    assert element_texts(document, "title") == [f"{words} — Проба"]
    assert [meta.get("content") for meta in document.iter("meta") if meta.get("name") == "description"] == [words]
    assert element_texts(document, "h1") == [words + "#"]  # with the sign of the permanent link
    topic = [found for found in document.iter("div") if found.get("data-md-component") == "header-topic"]
    assert ["".join(found.itertext()).strip() for found in topic] == [words]
    assert not [script for script in element_texts(document, "script") if "alert" in script]
    assert not [found for found in document.iter("img") if found.get("onerror") or found.get("src") == "x"]


def test_the_title_is_the_heading_even_below_crumbs(root):
    """MkDocs alone makes a title of the file's name as soon as anything stands above the heading."""
    page = Page("practices/two.md", "<nav>Практики</nav>\n\n# Вторая &#171;практика&#187;\n\n## Шаги\n")
    document = parsed(built(root, a_site(page)) / "practices/two/index.html")
    assert element_texts(document, "title") == ["Вторая «практика» — Проба"]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_title_in_front_matter_stays_text(root, words):
    page = Page(
        "practices/two.md", f"---\ntitle: {json.dumps(words, ensure_ascii=False)}\n---\n\nТекст без заголовка.\n"
    )
    document = parsed(built(root, a_site(page)) / "practices/two/index.html")
    assert element_texts(document, "title") == [f"{words} — Проба"]
    assert element_texts(document, "h1") == [words]
    assert not [script for script in element_texts(document, "script") if "alert" in script]


def test_red_twin_stock_material_lets_a_description_out(tmp_path):
    """Why the theme has its own head: the same page in stock Material carries the script."""
    (tmp_path / "docs").mkdir()
    words = '"><script>alert(1)</script>'
    (tmp_path / "docs" / "index.md").write_text(
        f"---\ndescription: {json.dumps(words, ensure_ascii=False)}\n---\n\n# x\n", "utf-8"
    )
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material, font: false}\nplugins: []\n")
    mkdocs_build(load_config(str(tmp_path / "mkdocs.yml")))
    document = parsed(tmp_path / "site" / "index.html")
    assert "alert(1)" in element_texts(document, "script")


# --- the frame of a page ---------------------------------------------------------------------------------------------


def test_a_record_outside_the_navigation_lights_the_tab_of_its_section(root):
    page = pages_of(built(root))["practices/one/index.html"]
    lit = re.findall(r'md-tabs__item--active">\s*<a href="[^"]*"[^>]*>([^<]+)', with_tabs(root, page))
    assert lit == ["Практики"]


def with_tabs(root: Path, page: str) -> str:
    if "md-tabs__item" in page:
        return page
    config = (
        (root / "mkdocs.yml")
        .read_text("utf-8")
        .replace("  font: false\n", "  font: false\n  features: [navigation.tabs]\n")
    )
    (root / "mkdocs.yml").write_text(config, "utf-8")
    return pages_of(built(root))["practices/one/index.html"]


def test_the_page_of_a_missing_address_helps_in_russian(root):
    page = pages_of(built(root))["404.html"]
    assert "Такой страницы нет" in page
    assert 'href="/baza/practices/"' in page


def test_the_sitemap_tells_only_dates_that_pages_have(root):
    sitemap = snapshot(built(root))["sitemap.xml"].decode()
    assert "https://example.org/baza/practices/one/</loc><lastmod>2025-09-01</lastmod>" in sitemap
    assert sitemap.count("<lastmod>") == 1


# --- anchors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("# Этапы работы\n", "# Этапы работы {#etapy-raboty}\n"),
        ("## Шаги\n\n## Шаги\n", "## Шаги {#shagi}\n\n## Шаги {#shagi-2}\n"),
        ("## Свой {#svoi}\n", "## Свой {#svoi}\n"),
        ("## Свой {#shagi}\n\n## Шаги\n", "## Свой {#shagi}\n\n## Шаги {#shagi-2}\n"),
        ('<p id="shagi">x</p>\n\n## Шаги\n', '<p id="shagi">x</p>\n\n## Шаги {#shagi-2}\n'),
        ("## Что &#171;это&#187;\n", "## Что &#171;это&#187; {#chto-eto}\n"),
        ("```\n# не заголовок\n```\n# Да\n", "```\n# не заголовок\n```\n# Да {#da}\n"),
        ("<div>\n## не заголовок\n</div>\n\n## Да\n", "<div>\n## не заголовок\n</div>\n\n## Да {#da}\n"),
        ("<ul><li><p>а</p></li></ul>\n\n## Да\n", "<ul><li><p>а</p></li></ul>\n\n## Да {#da}\n"),
        ("---\ntitle: x\n# примечание\n---\n# Да\n", "---\ntitle: x\n# примечание\n---\n# Да {#da}\n"),
    ],
)
def test_headings_carry_readable_anchors(page, expected):
    assert finished.with_heading_ids(page) == expected
