"""A site is kept for the next run of a few tests only as long as it would be built the same."""

from __future__ import annotations

import os
from pathlib import Path

import kept_sites
import pytest
import scratch


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Two parts that a site is made of."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yml").write_text("title: Раз", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Проба", "utf-8")
    return tmp_path


def test_whatever_a_site_is_made_of_gives_it_another_key(parts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [key := kept_sites.key("data", "mkdocs.yml", root=parts)]
    assert kept_sites.key("data", "mkdocs.yml", root=parts) == key
    (parts / "data" / "a.yml").write_text("title: Два", "utf-8")
    seen.append(kept_sites.key("data", "mkdocs.yml", root=parts))
    (parts / "data" / "a.yml").rename(parts / "data" / "b.yml")
    seen.append(kept_sites.key("data", "mkdocs.yml", root=parts))
    (parts / "mkdocs.yml").write_text("site_name: Другая", "utf-8")
    seen.append(kept_sites.key("data", "mkdocs.yml", root=parts))
    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://baza.example/")
    seen.append(kept_sites.key("data", "mkdocs.yml", root=parts))
    assert len(set(seen)) == 5


def test_a_site_is_made_once_and_given_to_each_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    @kept_sites.unless_changed("probe", "tests/mini")
    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "site").mkdir(parents=True)
        (folder / "site" / "index.html").write_text("Проба", "utf-8")

    monkeypatch.setenv(kept_sites.VARIABLE, str(tmp_path / "kept"))
    for name in ("one", "two"):
        make(tmp_path / name)
        assert (tmp_path / name / "site" / "index.html").read_text("utf-8") == "Проба"
        (tmp_path / name / "site" / "index.html").write_text("Испорчено", "utf-8")
    assert made == [tmp_path / "one"]
    monkeypatch.setenv(kept_sites.VARIABLE, "")
    make(tmp_path / "three")
    assert made == [tmp_path / "one", tmp_path / "three"], "a run of all tests builds everything"


def test_no_more_than_a_few_are_kept(tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    for number in range(6):
        kept_sites.store(tmp_path / "built", tmp_path / "kept" / f"site-{number}")
    assert len(list((tmp_path / "kept").iterdir())) == 4
    assert (tmp_path / "kept" / "site-5").is_dir()


def test_files_of_tests_lie_in_memory_where_there_is_enough_of_it(tmp_path: Path, monkeypatch) -> None:
    """A folder that is small or not there, and a computer with little memory, are left alone."""
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 9000000 kB\nMemAvailable:    8388608 kB\n", "ascii")
    monkeypatch.setattr(scratch, "_ROOM", 1)
    assert scratch.in_memory(tmp_path, meminfo)
    assert not scratch.in_memory(tmp_path / "missing", meminfo)
    meminfo.write_text("MemTotal: 9000000 kB\nMemAvailable:    8388607 kB\n", "ascii")
    assert not scratch.in_memory(tmp_path, meminfo)
    assert not scratch.in_memory(tmp_path, tmp_path / "another system")
    meminfo.write_text("MemAvailable:    8388608 kB\n", "ascii")
    monkeypatch.setattr(scratch, "_ROOM", 2**80)
    assert not scratch.in_memory(tmp_path, meminfo)


def test_what_killed_programs_have_left_in_memory_goes_after_a_day(tmp_path: Path) -> None:
    for name in ("pytest-of-root", "old", "new"):
        (tmp_path / name / "inside").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "new")
    (tmp_path / "file").write_text("", "utf-8")
    for name in ("pytest-of-root", "old", "link", "file"):
        os.utime(tmp_path / name, (0, 0), follow_symlinks=False)
    scratch.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["inside", "inside", "new", "pytest-of-root"]
