"""A release closes its part of CHANGELOG.md, sets the version in its one place, commits and tags, or does nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import PROJECT

CHANGES = """\
# Что изменилось

## [Не выпущено]

### Добавлено

- Календарь каждого этапа.

## [0.1.0] — 2026-01-15

- Первый выпуск.
"""
ENVIRONMENT = {
    **os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "SOURCE_DATE_EPOCH": "1795910400",
    "GIT_AUTHOR_NAME": "Редактор", "GIT_AUTHOR_EMAIL": "r@example.org",
    "GIT_COMMITTER_NAME": "Редактор", "GIT_COMMITTER_EMAIL": "r@example.org",
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (".ci", "generator"):
        (tmp_path / name).mkdir()
    shutil.copy(PROJECT / ".ci/release.py", tmp_path / ".ci")
    (tmp_path / "generator/__init__.py").write_text('"""Карта."""\n\n__version__ = "0.1.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, "utf-8")
    git(tmp_path, "init", "--quiet", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "docs: begin")
    return tmp_path


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def release(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ".ci/release.py", *words], cwd=root, env=ENVIRONMENT, capture_output=True, text=True
    )


def test_a_release_is_closed_committed_and_tagged(root: Path) -> None:
    done = release(root, "0.2.0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "git push origin HEAD v0.2.0" in done.stdout
    assert '__version__ = "0.2.0"' in (root / "generator/__init__.py").read_text("utf-8")
    changes = (root / "CHANGELOG.md").read_text("utf-8")
    assert "## [Не выпущено]\n\n## [0.2.0] — 2026-11-29\n\n### Добавлено\n\n- Календарь" in changes
    assert git(root, "status", "--porcelain") == ""
    told = git(root, "tag", "--list", "--format=%(objecttype) %(contents)", "v0.2.0")
    assert told.split() == "tag 0.2.0 ### Добавлено - Календарь каждого этапа.".split()
    notes = release(root, "--notes", "v0.2.0")
    assert notes.stdout == "### Добавлено\n\n- Календарь каждого этапа.\n"
    assert "под «[Не выпущено]» пусто" in release(root, "0.3.0").stderr


@pytest.mark.parametrize(
    ("version", "change", "said"),
    [
        ("", "", "не вида 1.2.0"),
        ("0.2", "", "не вида 1.2.0"),
        ("v0.2.0", "", "не вида 1.2.0"),
        ("0.1.0", "", "Версия 0.1.0 уже выпущена"),
        ("0.0.9", "", "Версия 0.1.0 уже выпущена"),
        ("0.2.0", "changelog", "пусто"),
        ("0.2.0", "edit", "несохранённые правки"),
        ("0.2.0", "tag", "Метка v0.2.0 уже есть"),
    ],
)
def test_what_cannot_be_released_is_refused_and_nothing_is_changed(
    root: Path, version: str, change: str, said: str
) -> None:
    if change == "changelog":
        (root / "CHANGELOG.md").write_text(re.sub(r"### Добавлено\n\n.*\n\n", "", CHANGES), "utf-8")
        git(root, "commit", "--quiet", "-am", "docs: nothing yet")
    elif change == "edit":
        (root / "CHANGELOG.md").write_text(CHANGES.replace("Первый", "Самый первый"), "utf-8")
    elif change == "tag":
        git(root, "tag", "v0.2.0")
    before = git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD"), git(root, "diff")
    done = release(root, version)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert (git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD"), git(root, "diff")) == before


def test_a_tag_that_is_not_the_version_gets_no_notes(root: Path) -> None:
    done = release(root, "--notes", "v0.9.0")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Метка v0.9.0, а в generator/__init__.py версия 0.1.0" in done.stderr


def test_the_version_stands_in_one_place() -> None:
    """The number is not repeated where a release would forget it."""
    (version,) = re.findall(r'^__version__ = "(.+)"$', (PROJECT / "generator/__init__.py").read_text("utf-8"), re.M)
    assert 'dynamic = ["version"]' in (PROJECT / "pyproject.toml").read_text("utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml", "generator/README.md", "Makefile"):
        assert not re.search(rf"metodoteka[-=]+{re.escape(version)}", (PROJECT / name).read_text("utf-8")), name
