"""What git knows: real repositories, and the cases in which it is better to know nothing."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from generator.documents import history

DAY = 86_400
START = 1_770_000_000  # 2 February 2026


def git(root: Path, *words: str, day: int = 0) -> str:
    when = f"{START + day * DAY} +0000"
    names = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull}
    words = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main", *words)
    done = subprocess.run(["git", *words], cwd=root, env=os.environ | names, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Three days of a base: two records, one of them mended, one removed; a file that is nobody's record."""
    root = tmp_path / "base"
    root.mkdir()
    git(root, "init")
    put(root, "data/practices/parnoe.yml", "title: a\n")
    put(root, "data/practices/staraia.yml", "title: b\n")
    put(root, "README.md", "x\n")
    git(root, "add", ".")
    git(root, "commit", "-m", "data: first")
    put(root, "data/practices/parnoe.yml", "title: c\n")
    git(root, "commit", "-am", "data: mended", day=1)
    (root / "data/practices/staraia.yml").unlink()
    put(root, "data/практика с пробелом.yml", "title: d\n")
    git(root, "add", ".")
    git(root, "commit", "-am", "data: third", day=2)
    return root


def test_a_file_has_the_commit_and_the_day_that_touched_it_last(base: Path) -> None:
    found = history.read(base)
    assert set(found.versions) == {"data/practices/parnoe.yml", "data/практика с пробелом.yml"}
    version = found.versions["data/practices/parnoe.yml"]
    assert (version.commit, version.date) == (git(base, "rev-parse", "--short", "HEAD~1"), dt.date(2026, 2, 3))


def test_changes_are_told_latest_first_one_a_file_and_day(base: Path) -> None:
    found = [(change.date.day, change.path.split("/")[-1], change.what) for change in history.read(base).changes]
    assert found == [
        (4, "staraia.yml", "removed"), (4, "практика с пробелом.yml", "added"), (3, "parnoe.yml", "changed"),
        (2, "parnoe.yml", "added"), (2, "staraia.yml", "added"),
    ]  # fmt: skip
    assert [change.path for change in history.read(base).since(dt.date(2026, 2, 3))] == [
        "data/practices/staraia.yml", "data/практика с пробелом.yml", "data/practices/parnoe.yml",
    ]  # fmt: skip


def test_added_and_mended_on_one_day_is_added(base: Path) -> None:
    put(base, "data/practices/novaia.yml", "title: a\n")
    git(base, "add", ".")
    git(base, "commit", "-m", "data: new", day=5)
    put(base, "data/practices/novaia.yml", "title: b\n")
    git(base, "commit", "-am", "data: new, mended", day=5)
    assert [change.what for change in history.read(base).changes if "novaia" in change.path] == ["added"]


def test_a_base_below_the_top_of_the_repository_has_its_own_paths(base: Path) -> None:
    put(base, "inner/data/practices/x.yml", "title: a\n")
    git(base, "add", ".")
    git(base, "commit", "-m", "data: inner", day=3)
    assert set(history.read(base / "inner").versions) == {"data/practices/x.yml"}


def test_without_a_repository_or_without_its_past_nothing_is_known(base: Path, tmp_path: Path) -> None:
    assert history.read(tmp_path) == history.History()
    git(tmp_path, "clone", "--depth", "1", f"file://{base}", "shallow")
    assert history.read(tmp_path / "shallow") == history.History()
    git(tmp_path, "clone", f"file://{base}", "whole")
    assert history.read(tmp_path / "whole") == history.read(base)


def test_a_repository_names_no_program_that_reading_runs(base: Path, tmp_path: Path) -> None:
    """Red twin below: the same settings do run the program when git is asked without our words."""
    trap = tmp_path / "trap"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("diff.external", "core.pager", "diff.x.textconv"):
        git(base, "config", key, str(script))
    put(base, ".gitattributes", "*.yml diff=x\n")
    assert history.read(base).versions
    assert not trap.exists()
    git(base, "log", "-p", "--ext-diff", "-1", "--", "data")
    assert trap.exists(), "the trap itself works"
