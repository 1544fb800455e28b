"""Hop 6 through the real MkDocs, on a small stub of a site: three ways give one result, nothing half-done is public."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path

import html5lib
import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator import files, publish, text
from generator import site as contents
from generator.files import media
from generator.pages import File, Page
from generator.problems import Problem
from generator.publish import building, configured, finished, folder
from generator.publish.slim import slim
from generator.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent

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
    return {path: slim(data.decode()).encode() if path.endswith(".html") else data for path, data in site.items()}


def snapshot(folder: Path) -> dict[str, bytes]:
    return files.tree(folder)


def pages_of(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in snapshot(folder).items() if name.endswith(".html")}


# --- one list of pages, three ways -----------------------------------------------------------------------------------


def test_command_plugin_and_plain_folder_give_the_same_files(root, tmp_path, monkeypatch):
    by_command = snapshot(built(root))

    monkeypatch.setattr(contents, "prepare", lambda *_, **__: a_site())
    mkdocs_build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "by-plugin")))
    assert snapshot(tmp_path / "by-plugin") == by_command

    folder.write_pages(root, tmp_path / "pages", a_site(), lambda _: None)
    run = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "by-folder")]
    subprocess.run(run, cwd=tmp_path / "pages", check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    # The search is made of the finished site by our own commands and plugin: another engine's site has none.
    of_search = "assets/search/index"
    without_search = {path: data for path, data in by_command.items() if not path.startswith(of_search)}
    assert slimmed(snapshot(tmp_path / "by-folder")) == slimmed(without_search)


def test_the_site_has_the_pages_the_redirect_and_the_pictures(root):
    site = snapshot(built(root))
    assert "Текст." in site["practices/one/index.html"].decode()
    assert site["practices/old/index.html"] == REDIRECT
    assert b"Author" in PNG and site["images/scheme.png"] == media.examine("scheme.png", PNG)[1]
    assert b"Author" not in site["images/scheme.png"]
    assert "guide/index.html" not in site


def test_the_same_input_gives_the_same_bytes(root):
    assert snapshot(built(root)) == snapshot(built(root))


def test_pages_folder_names_nothing_that_only_our_plugin_knows(root, tmp_path):
    folder.write_pages(root, tmp_path / "pages", a_site(), lambda _: None)
    config = (tmp_path / "pages" / "mkdocs.yml").read_text("utf-8")
    assert "plugins: []" in config and "!!python" not in config
    assert (tmp_path / "pages" / "overrides" / "partials" / "palette.html").is_file()


def test_pages_folder_is_kept_up_to_date_and_strangers_stay(root, tmp_path):
    out = tmp_path / "pages"
    folder.write_pages(root, out, a_site(), lambda _: None)
    (out / "docs" / "mine.txt").write_text("чужое")

    again = folder.write_pages(root, out, a_site(), lambda _: None)
    assert (again.changed, again.removed) == ((), ())

    less = folder.write_pages(root, out, a_site(without="replications/index.md"), lambda _: None)
    assert less.removed == ("docs/replications/index.md",)
    assert (out / "docs" / "mine.txt").read_text() == "чужое"


def test_an_edited_page_of_a_stranger_stops_the_writing(root, tmp_path):
    target = tmp_path / "pages" / "docs" / "index.md"
    target.parent.mkdir(parents=True)
    target.write_text("чужая страница")
    with pytest.raises(files.FileFault, match="чужие файлы"):
        folder.write_pages(root, tmp_path / "pages", a_site(), lambda _: None)
    assert [path.name for path in (tmp_path / "pages").rglob("*") if path.is_file()] == ["index.md"]


# --- settings --------------------------------------------------------------------------------------------------------


def test_settings_come_from_mkdocs_yml_and_overrides_win(root):
    found = configured.settings(root)
    assert (found.demo, found.drafts, found.site_url) == (True, False, "https://example.org/baza/")
    assert found.edit_base == "https://example.org/forge/baza/edit/main/"
    assert configured.settings(root, demo=False, drafts=None) == Settings(
        demo=False,
        site_name="Проба",
        site_url=found.site_url,
        repo_url=found.repo_url,
        edit_base=found.edit_base,
        contact=found.contact,
    )


def test_without_edit_uri_no_edit_address_is_guessed(root):
    """MkDocs would guess ``edit/master/docs/`` for a repository on GitHub, a folder that we do not have."""
    text_of = (root / "mkdocs.yml").read_text("utf-8").replace("edit_uri: edit/main\n", "")
    (root / "mkdocs.yml").write_text(text_of.replace("example.org/forge", "github.com/someone"), "utf-8")
    assert configured.settings(root).edit_base == ""


@pytest.mark.parametrize(
    ("mkdocs_yml", "message"),
    [
        (MKDOCS_YML.replace("  - metodoteka\n", "  []\n"), "не включён плагин"),
        (MKDOCS_YML.replace("content", "nothing-here"), "ошибка"),
        ("site_name: [", "ошибка"),
        (None, "нет файла настроек mkdocs.yml"),
    ],
)
def test_a_wrong_mkdocs_yml_is_told_in_russian(root, mkdocs_yml, message):
    (root / "mkdocs.yml").unlink()
    if mkdocs_yml is not None:
        (root / "mkdocs.yml").write_text(mkdocs_yml, "utf-8")
    with pytest.raises(publish.NotPublished, match=message):
        configured.settings(root)


# --- the old site stays ----------------------------------------------------------------------------------------------

WRONG = Problem("data/practices/one.yml", 3, 1, "title", "missing", "не хватает названия")


def test_a_broken_link_is_reported_and_the_old_site_stays(root):
    before = snapshot(built(root))
    broken = Page("practices/two.md", "# Вторая\n\n[никуда](three.md) и [мимо](one.md#net-takogo)\n")
    with pytest.raises(publish.NotPublished, match=r"three\.md(.|\n)*net-takogo"):
        built(root, a_site(broken))
    assert snapshot(root / "site") == before
    assert not list(root.glob(".*build"))


def test_plain_mkdocs_with_a_wrong_record_leaves_the_old_site(root, monkeypatch, capsys):
    before = snapshot(built(root))
    monkeypatch.setattr(contents, "prepare", lambda *_, **__: a_site(problems=(WRONG,)))
    with pytest.raises(Abort):
        mkdocs_build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    assert snapshot(root / "site") == before
    assert "не хватает названия" in capsys.readouterr().err


def test_red_twin_mkdocs_alone_empties_the_old_site(tmp_path):
    """Why all this: one wrong byte, and MkDocs without us leaves a folder without a home page."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_bytes(b"\xff wrong")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material}\nplugins: []\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    run = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode != 0
    assert not (tmp_path / "site" / "index.html").exists()


BUILD_IN_A_CHILD = """
import os, sys, time
from pathlib import Path
from generator import files
from generator.publish import building
sys.path.insert(0, {tests!r})
import test_publish as t
{trick}
building.build_site(Path({root!r}), Path({root!r}) / "site", t.a_site(t.Page("new.md", "# Новая")), print)
"""


def child(root: Path, trick: str) -> subprocess.Popen:
    code = BUILD_IN_A_CHILD.format(tests=str(PROJECT / "tests"), root=str(root), trick=textwrap.dedent(trick))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_build_leaves_the_old_site_and_the_next_one_cleans_up(root, how):
    before = snapshot(built(root))
    process = child(root, "building.gate.site_errors = lambda *_: (print('HALF-WAY', flush=True), time.sleep(60))")
    for line in process.stdout:
        if "HALF-WAY" in line:
            break
    process.send_signal(how)
    assert process.wait(30) != 0
    assert snapshot(root / "site") == before

    assert "new/index.html" not in snapshot(built(root))
    assert not list(root.glob(".*build"))


def test_a_build_killed_between_the_two_renames_is_put_right_by_the_next_one(root):
    before = snapshot(built(root))
    """Only where two folders cannot be exchanged in one step (see tests/test_files.py)."""
    trick = """
        files.disk.exchange = lambda *_: False
        rename = os.rename
        def dying(source, target):
            if str(source).endswith("new"):
                os._exit(9)
            rename(source, target)
        os.rename = dying
    """
    assert child(root, trick).wait(60) == 9
    assert not (root / "site").exists()  # the one moment in which a kill can be seen from outside

    with pytest.raises(publish.NotPublished):
        built(root, a_site(Page("bad.md", "# Плохая\n\n[никуда](nowhere.md)\n")))
    assert snapshot(root / "site") == before


def test_a_swap_that_fails_brings_the_old_site_back(root, monkeypatch):
    before = snapshot(built(root))
    rename = os.rename

    def failing(source, target):
        if str(source).endswith("new"):
            raise OSError("no space")
        rename(source, target)

    monkeypatch.setattr(files.disk, "exchange", lambda *_: False)
    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(publish.NotPublished, match="no space"):
        built(root)
    monkeypatch.undo()
    assert snapshot(root / "site") == before


def test_two_builds_at_once_do_not_harm_each_other(root):
    built(root)
    with files.replacing(root / "site") as fresh:
        (fresh / "index.html").write_text("first")
        with pytest.raises(files.FileFault, match="другая сборка"):
            built(root)
    assert (root / "site" / "index.html").read_text() == "first"


# --- where a site may be written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("out", [".", "..", "data", "content", "content/images", "data/site", ".git", "mkdocs.yml"])
def test_dangerous_places_are_refused(root, out):
    before = snapshot(root)
    with pytest.raises(publish.NotPublished):
        building.build_site(root, root / out, a_site(), lambda _: None)
    assert snapshot(root) == before


def test_a_folder_of_somebody_else_is_refused(root):
    (root / "site").mkdir()
    (root / "site" / "diploma.docx").write_text("важное")
    with pytest.raises(publish.NotPublished, match="не Методотекой"):
        built(root)
    assert (root / "site" / "diploma.docx").read_text() == "важное"


def test_an_empty_folder_and_a_link_to_one_are_accepted(root, tmp_path):
    (tmp_path / "real").mkdir()
    (root / "site").symlink_to(tmp_path / "real")
    assert (built(root) / "index.html").is_file()
    assert (root / "site").is_symlink()


# --- what never gets public ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (a_site(Page("practices/one/index.md", "# Она же\n")), "один адрес"),
        (a_site(Page("practices/ONE.md", "# Она же\n")), "один адрес"),
        (a_site(extra=(File("practices/one/index.html", b"x"),)), "один адрес"),
        (a_site(extra=(File("images/scheme.png", b"x"),)), "один адрес"),
        (a_site(Page("empty.md", "---\ntitle: Пусто\n---\n\n")), "empty.md: пустая страница"),
    ],
    ids=["page and folder", "case", "redirect over a page", "file over a picture", "empty"],
)
def test_what_mkdocs_would_swallow_is_refused_before_it_starts(root, site, message):
    with pytest.raises(files.FileFault, match=message):
        finished.finished_pages(site, root / "content")


@pytest.mark.parametrize(
    "path", ["../out.md", "/etc/x.md", "a//b.md", "con.md", "a\\b.md", "a/./b.md", "x /y.md", "a:b.md"]
)
def test_unsafe_paths_are_refused(root, path):
    with pytest.raises(files.FileFault):
        finished.finished_pages(a_site(Page(path, "# x\n")), root / "content")


@pytest.mark.parametrize("name", ["page.html", "script.js", "picture.svg", "style.css", "noextension"])
def test_what_a_browser_would_run_is_not_taken_from_content(root, name):
    (root / "content" / name).write_text("<script>alert(1)</script>")
    with pytest.raises(files.FileFault, match=name.split(".")[-1]):
        finished.finished_pages(a_site(), root / "content")


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_content_is_refused(root, tmp_path, kind):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("secret")
    target = tmp_path / "secret" / "key.txt" if kind == "file" else tmp_path / "secret"
    (root / "content" / ("key.txt" if kind == "file" else "folder")).symlink_to(target)
    with pytest.raises(files.FileFault, match="ссылкой на другое место"):
        finished.finished_pages(a_site(), root / "content")


ADDRESSES = [finished.html_path(page.path) for page in a_site().pages]

PROTECTED = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
FAULTS = {
    "a page is missing": ("practices/one/index.html", None, "страницы нет"),
    "a page is empty": ("practices/one/index.html", "", "пуста"),
    "script": ("index.html", '<script src="https://cdn.example/x.js"></script>', "cdn.example"),
    "script without scheme": ("index.html", "<script src=//cdn.example/x.js></script>", "cdn.example"),
    "style": ("index.html", '<link rel="stylesheet" href="http://fonts.example/css">', "fonts.example"),
    "preconnect": ("index.html", '<link rel=preconnect href="https://fonts.example">', "fonts.example"),
    "picture": ("index.html", '<img alt=">" src="https://pixel.example/1.gif">', "pixel.example"),
    "picture set": ("index.html", '<img srcset="https://pixel.example/1.gif 2x">', "pixel.example"),
    "frame": ("index.html", "<iframe src='https://video.example/e'></iframe>", "video.example"),
    "inline style": ("index.html", '<p style="background:url(//pixel.example/1)">x</p>', "pixel.example"),
    "style sheet": ("assets/stylesheets/metodoteka.css", '@import "https://fonts.example/a.css";', "fonts.example"),
    "font": ("assets/stylesheets/metodoteka.css", "@font-face{src:url('//fonts.example/a')}", "fonts.example"),
    "entities in the address": ("index.html", '<img src="https&#58;&#47;&#47;pixel.example/1">', "pixel.example"),
    "style element": ("index.html", "<style>@import '//fonts.example/a'</style>", "fonts.example"),
    "backslashes": ("index.html", '<img src="\\\\pixel.example\\1">', "pixel.example"),
    "form": ("index.html", '<form action="https://spy.example/"></form>', "spy.example"),
    "template variable": ("index.html", "<p>Привет, {{ name }}</p>", "{{"),
    "template tag": ("index.html", "<p>{% if x %}</p>", "{%"),
    "attribute list": ("index.html", "<h2>Шаги {#shagi}</h2>", "{#shagi}"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_the_gate_catches(root, fault):
    name, content, message = fault
    site = built(root)
    if content is None:
        (site / name).unlink()
    else:
        (site / name).write_text(PROTECTED * (name.endswith(".html") and content != "") + content, "utf-8")
    faults = publish.gate.site_errors(site, ADDRESSES)
    assert len(faults) == 1
    assert name in faults[0]
    assert message in faults[0]


def test_the_gate_lets_pass_what_is_right(root):
    site = built(root)
    (site / "index.html").write_text(
        PROTECTED + '<link rel="canonical" href="https://example.org/">'
        '<a href="https://example.org/" data-x="//x">туда</a>'
        "<p>Пишут url(https://example.org/a.png) и &lt;img src=//x&gt;</p><a href='#' title='src=\"//x\"'>да</a>"
        "<img src='data:image/gif;base64,//8A' alt='//нет'><script type='application/json'>{{b}}</script>"
        "<code>{{ x }}</code>"
        "<p>&#123;&#123; 1</p>",
        "utf-8",
    )
    assert publish.gate.site_errors(site, ADDRESSES) == []


def test_a_site_that_fails_at_the_gate_is_not_published(root):
    with pytest.raises(publish.NotPublished, match="не прошёл проверку"):
        built(root, a_site(Page("x.md", '# x\n\n<img src="https://pixel.example/1.gif" alt="">\n')))
    assert not (root / "site").exists()


# --- titles and descriptions are text --------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "{{ config.site_name }} {% raw %}",
    "&lt;b&gt; &amp; <b>жирно</b>",
    "[ссылка](javascript:alert(1)) `код` **жирно**",
]


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


# --- live preview ----------------------------------------------------------------------------------------------------

SERVE_IN_A_CHILD = """
import sys
from pathlib import Path
from generator import site
from generator.problems import Problem
from generator.publish import serving
sys.path.insert(0, {tests!r})
import test_publish as t
root = Path({root!r})
def prepare(*_, **__):
    words = (root / "data" / "words.txt").read_text("utf-8")
    return t.a_site(problems=(t.WRONG,)) if "WRONG" in words else t.a_site(t.Page("live.md", "# " + words))
site.prepare = prepare
serving.serve(root, lambda line: print(line, flush=True), port={port})
"""


def test_a_wrong_record_while_serving_keeps_the_last_good_site(root):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = root / "data" / "words.txt"
    words.write_text("Первое", "utf-8")
    code = SERVE_IN_A_CHILD.format(tests=str(PROJECT / "tests"), root=str(root), port=port)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])}
    with (root / "log.txt").open("w") as log:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=log, stderr=subprocess.STDOUT, env=environment)
    try:
        wait_for(lambda: "Первое" in page_at(port))
        words.write_text("WRONG", "utf-8")
        wait_for(lambda: "не хватает названия" in (root / "log.txt").read_text("utf-8"))
        assert "Первое" in page_at(port)
        words.write_text("Второе", "utf-8")
        wait_for(lambda: "Второе" in page_at(port))
    finally:
        process.terminate()
        process.wait(30)


def page_at(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/live/", timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def wait_for(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
