"""A small site to publish, and what a folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import files
from generator import site as contents
from generator.pages import File, Page
from generator.problems import Problem
from generator.publish import building
from generator.publish.minify import minify

MKDOCS_YML = """\
site_name: Проба
site_description: Пробная база
site_url: https://example.org/baza/
repo_url: https://example.org/forge/baza
edit_uri: edit/main
docs_dir: content
plugins:
  - metodoteka
theme:
  name: material
  language: ru
  font: false
  palette:
    - scheme: default
      toggle: {icon: metodoteka/light, name: Включить тёмное}
    - scheme: slate
      toggle: {icon: metodoteka/dark, name: Включить светлое}
nav:
  - Главная: index.md
  - Практики:
      - Все практики: practices/index.md
      - Применения: replications/index.md
markdown_extensions:
  - attr_list
  - tables
  - toc: {permalink: "#", permalink_title: Ссылка}
validation:
  nav: {omitted_files: ignore}
  links: {anchors: warn, unrecognized_links: warn}
"""

HOME = "---\ndescription: О чём база\n---\n\n# Проба\n\n[Практики](practices/index.md)\n"
LISTING = "# Практики\n\n[Первая](one.md), [её шаги](one.md#shagi)\n\n![](../images/scheme.png)\n"
RECORD = "---\ndescription: Первая\nupdated: '2025-09-01'\n---\n\n# Первая &#171;практика&#187;\n\n## Шаги\n\nТекст.\n"
REDIRECT = (
    b'<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><title>x</title>'
    b'<meta http-equiv="refresh" content="0; url=../one/">'
)

# One grey point, and what its maker wrote into it: published without.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000d74455874417574686f72005072696d65722a0df0f1"
    "0000000a49444154789c636800000082008177cd72b6"
    "0000000049454e44ae426082"
)


def a_site(
    *more: Page, without: str = "", problems: tuple[Problem, ...] = (), extra: tuple[File, ...] = ()
) -> contents.Site:
    pages = [
        Page("index.md", HOME),
        Page("practices/index.md", LISTING),
        Page("practices/one.md", RECORD),
        Page("replications/index.md", "# Применения\n\nПока нет.\n"),
    ]
    kept = tuple(page for page in pages if page.path != without)
    return contents.Site(
        () if problems else kept + more, (File("practices/old/index.html", REDIRECT), *extra), problems, None
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    base = tmp_path / "base"
    (base / "data").mkdir(parents=True)
    (base / "content" / "images").mkdir(parents=True)
    (base / "content" / "images" / "scheme.png").write_bytes(PNG)
    (base / "content" / "guide.md").write_text("# Этот файл становится страницей не здесь\n", "utf-8")
    (base / "mkdocs.yml").write_text(MKDOCS_YML, "utf-8")
    return base


def built(root: Path, site: contents.Site | None = None) -> Path:
    building.build_site(root, root / "site", site or a_site(), lambda _: None)
    return root / "site"


def slimmed(site: dict[str, bytes]) -> dict[str, bytes]:
    """Pages as our plugin leaves them: another engine writes the same ones with its frame's indentation."""
    return {path: minify(data.decode()).encode() if path.endswith(".html") else data for path, data in site.items()}


def snapshot(folder: Path) -> dict[str, bytes]:
    return files.tree(folder)


def pages_of(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in snapshot(folder).items() if name.endswith(".html")}


WRONG = Problem("data/practices/one.yml", 3, 1, "title", "missing", "не хватает названия")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "{{ config.site_name }} {% raw %}",
    "&lt;b&gt; &amp; <b>жирно</b>",
    "[ссылка](javascript:alert(1)) `код` **жирно**",
]
