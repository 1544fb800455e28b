"""Hop 6 through the real MkDocs, on a small stub of a site: three ways give one result, nothing half-done is public."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path

import pytest
import small_site
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from small_site import MKDOCS_YML, PNG, REDIRECT, WRONG, a_site, built, slimmed, snapshot
from support import PROJECT

from generator import files, publish
from generator import site as contents
from generator.files import media
from generator.pages import Page
from generator.publish import configured, folder
from generator.settings import Settings

root = small_site.root

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
import small_site as t
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
    assert process.wait(300) != 0
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


# --- live preview ----------------------------------------------------------------------------------------------------

SERVE_IN_A_CHILD = """
import sys
from pathlib import Path
from generator import site
from generator.problems import Problem
from generator.publish import serving
sys.path.insert(0, {tests!r})
import small_site as t
root = Path({root!r})
def prepare(_, settings, *__, **___):
    words = (root / "data" / "words.txt").read_text("utf-8")
    words += " с черновиками" * settings.drafts + " без примеров" * (not settings.demo)
    words += " со своими" * bool(settings.templates)
    frame = "---\\ntemplate: net.html\\n---\\n" * ("UNFRAMED" in words)
    live = [t.Page(path, frame + "# " + words) for path in ("live.md", "live2.md")]
    return t.a_site(problems=(t.WRONG,)) if "WRONG" in words else t.a_site(*live)
site.prepare = prepare
serving.serve(root, lambda line: print(line, flush=True), port={port}, demo=False)
"""


def test_a_wrong_record_while_serving_keeps_the_last_good_site(root):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = root / "data" / "words.txt"
    words.write_text("Первое", "utf-8")
    code = SERVE_IN_A_CHILD.format(tests=str(PROJECT / "tests"), root=str(root), port=port)
    temporary = root.parent / "temporary"
    temporary.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]),
        "TMPDIR": str(temporary),
    }
    with (root / "log.txt").open("w") as log:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=log, stderr=subprocess.STDOUT, env=environment)
    try:
        wait_for(lambda: "Первое" in page_at(port))
        words.write_text("WRONG", "utf-8")
        wait_for(lambda: "не хватает названия" in (root / "log.txt").read_text("utf-8"))
        wait_for(lambda: "Страницы в браузере прежние" in (root / "log.txt").read_text("utf-8"))
        assert "Готово" not in (root / "log.txt").read_text("utf-8")
        assert "Первое без примеров" in page_at(port)
        words.write_text("UNFRAMED", "utf-8")
        wait_for(lambda: "Страница не собрана" in page_at(port))
        wait_for(lambda: "шаблона «net.html» нет" in (root / "log.txt").read_text("utf-8"))
        words.write_text("Второе", "utf-8")
        wait_for(lambda: "Второе" in page_at(port))
        # What the command says stands against the settings, all else of them shows when it is saved.
        settings = (root / "mkdocs.yml").read_text("utf-8")
        (root / "mkdocs.yml").write_text(
            settings.replace("- metodoteka", "- metodoteka: {drafts: true, demo: true}"), "utf-8"
        )
        wait_for(lambda: "Второе с черновиками без примеров" in page_at(port))
        for _ in range(2):  # a folder that comes while the site is shown, and comes back
            (root / "templates").mkdir()
            wait_for(lambda: "со своими" in page_at(port))
            (root / "templates" / "a.md.j2").write_text("а", "utf-8")
            shutil.rmtree(root / "templates")
            wait_for(lambda: "со своими" not in page_at(port))
            time.sleep(1.5)  # a folder that goes and comes between two looks may have the same number
        assert any(temporary.iterdir())
        again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
        assert f"Порт {port} занят другой программой" in again.stderr and "Собираем" not in again.stdout
    finally:
        process.terminate()
        process.wait(300)
    assert not any(temporary.iterdir()), "a closed terminal leaves no site behind"
    told = (root / "log.txt").read_text("utf-8")
    assert told.count("net.html") == 1 and "Error" not in told, "once for all pages, and no word of the engine"


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
