"""A build that would make the same site again makes nothing; everything it depends on makes it anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support import MINI_DAY, as_it_lies, without_codes

from generator import cli, files
from generator.publish import unchanged

FOLDERS = ["data", "content", "my-theme"]
Change = Callable[[Path, pytest.MonkeyPatch], None]


def commit(root: Path, *_: object) -> None:
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)


def appended(name: str) -> Change:
    def change(root: Path, _: pytest.MonkeyPatch) -> None:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text("utf-8") if path.is_file() else "") + "\n", "utf-8")

    return change


def another_package(root: Path, patch: pytest.MonkeyPatch) -> None:
    (root / "installed" / "mkdocs-9.9.dist-info").mkdir(parents=True)
    patch.syspath_prepend(root / "installed")


def another_template(root: Path, patch: pytest.MonkeyPatch) -> None:
    shutil.copytree(files.templates_dir(), root / "pages")
    (root / "pages" / "home.md.j2").write_text("x", "utf-8")
    patch.setattr(files, "templates_dir", lambda: root / "pages")


CHANGES: dict[str, Change] = {
    "a record": appended("data/practices/parnoe.yml"),
    "a new record": appended("data/practices/novoe.yml"),
    "a record is gone": lambda root, _: (root / "data/practices/parnoe.yml").unlink(),
    "another name": lambda root, _: shutil.move(root / "content/about.md", root / "content/o-nas.md"),
    "a text": appended("content/about.md"),
    "a vocabulary": appended("data/vocabularies/areas.yml"),
    "a theme of its own": appended("my-theme/main.html"),
    "settings": appended("mkdocs.yml"),
    "a variable of the settings": lambda _, patch: patch.setenv("METODOTEKA_SITE_URL", "https://example.org/"),
    "the day": lambda _, patch: patch.setenv("SOURCE_DATE_EPOCH", str(int(MINI_DAY) + 86_400)),
    "history": commit,
    "a package": another_package,
    "a template of the program": another_template,
}


@pytest.fixture
def base(mini: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    subprocess.run(["git", "init", "-q", str(mini)], check=True)
    commit(mini)
    return mini


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_site_is_made_of_tells_of_every_change(base: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    before = unchanged.input_digest(base, FOLDERS, {"drafts": False})
    CHANGES[what](base, monkeypatch)
    assert unchanged.input_digest(base, FOLDERS, {"drafts": False}) != before


def test_times_of_files_and_other_folders_make_no_difference(base: Path) -> None:
    before = unchanged.input_digest(base, FOLDERS, {"drafts": False})
    for path in base.rglob("*.yml"):
        os.utime(path, (0, 0))
    appended("notes.txt")(base, pytest.MonkeyPatch())
    assert unchanged.input_digest(base, FOLDERS, {"drafts": False}) == before
    assert unchanged.input_digest(base, FOLDERS, {"drafts": True}) != before


def test_a_site_that_was_touched_is_made_anew(base: Path, tmp_path: Path) -> None:
    out, memory = tmp_path / "site", tmp_path / "cache" / "x.json"
    appended("index.html")(out, pytest.MonkeyPatch())
    appended("a.js")(out, pytest.MonkeyPatch())
    options = {"drafts": False}
    unchanged.remember(memory, out, FOLDERS, unchanged.input_digest(base, FOLDERS, options), 3)
    assert unchanged.known_build(memory, base, out, options) == 3
    assert unchanged.known_build(memory, base, out, {"drafts": True}) is None
    for spoil in ((out / "a.js").unlink, lambda: appended("b.js")(out, pytest.MonkeyPatch())):
        spoil()
        assert unchanged.known_build(memory, base, out, options) is None
    shutil.rmtree(out)
    assert unchanged.known_build(memory, base, out, options) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"7", b'{"format": 1}', b"[" * 100_000, b"\xff\xfe", b'{"format": 2, "warnings": 0}'],
)
def test_a_memory_that_is_cut_or_strange_is_survived(base: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    assert unchanged.known_build(tmp_path / "x.json", base, tmp_path / "site", {}) is None


def test_a_memory_of_another_version_or_place_counts_nothing(base: Path, tmp_path: Path) -> None:
    out, memory = tmp_path / "site", tmp_path / "x.json"
    appended("index.html")(out, pytest.MonkeyPatch())
    unchanged.remember(memory, out, FOLDERS, unchanged.input_digest(base, FOLDERS, {}), 0)
    known = json.loads(memory.read_bytes())
    for wrong in ({"format": 0}, {"folders": 7}, {"folders": ["no-such"]}, {"output": ""}, {"input": None}):
        memory.write_text(json.dumps(known | wrong), "utf-8")
        assert unchanged.known_build(memory, base, out, {}) is None, wrong
    unchanged.remember(tmp_path / "x.json" / "below-a-file.json", out, FOLDERS, "", 0)  # no such folder can be


def test_the_command_makes_the_same_site_once(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(unchanged.CACHE_VARIABLE, str(tmp_path / "cache"))
    build = ["--root", str(without_codes(base)), "build"]
    assert cli.main(build) == 0
    assert "ничего не изменилось" not in capsys.readouterr().out
    before = as_it_lies(base / "site")
    monkeypatch.setattr("generator.publish.building.ready", None)  # the second one does not get that far
    assert cli.main(build) == 0
    assert "ничего не изменилось" in capsys.readouterr().out
    assert as_it_lies(base / "site") == before
    monkeypatch.setenv(unchanged.CACHE_VARIABLE, "")
    with pytest.raises(TypeError):
        cli.main(build)
