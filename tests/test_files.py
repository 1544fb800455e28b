"""The one room that writes: whole or not at all, inside the folder it was given, never over a stranger's file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import files


def test_write_if_changed_tells_whether_it_wrote(tmp_path):
    target = tmp_path / "a" / "b.txt"
    assert files.write_if_changed(target, "Ёж\n")
    before = target.stat().st_mtime_ns
    assert not files.write_if_changed(target, "Ёж\n".encode())
    assert target.stat().st_mtime_ns == before
    assert target.read_bytes() == "Ёж\n".encode()
    assert os.listdir(tmp_path / "a") == ["b.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    target = tmp_path / "a.txt"
    files.write_if_changed(target, "старое")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        files.write_if_changed(target, "новое")
    assert target.read_text("utf-8") == "старое"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
def test_a_written_file_can_be_read_by_a_web_server(tmp_path):
    files.write_if_changed(tmp_path / "a.txt", "x")
    (tmp_path / "plain.txt").write_text("x")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


def test_create_never_overwrites(tmp_path):
    files.create(tmp_path / "new" / "a.yml", "title: x\n")
    with pytest.raises(files.FileFault, match="уже есть"):
        files.create(tmp_path / "new" / "a.yml", "title: y\n")
    assert (tmp_path / "new" / "a.yml").read_text() == "title: x\n"


def test_write_tree_only_new_refuses_a_folder_with_something_in_it(tmp_path):
    files.write_tree(tmp_path / "base", {"data/a.yml": "x"}, only_new=True)
    assert files.write_tree(tmp_path / "base", {"data/a.yml": "y"}, only_new=True).changed == ("data/a.yml",)
    (tmp_path / "base" / "mine.txt").write_text("чужое")
    with pytest.raises(files.FileFault, match="не пустая"):
        files.write_tree(tmp_path / "base", {"data/a.yml": "z"}, only_new=True)


def test_write_tree_removes_its_own_and_the_folders_that_became_empty(tmp_path):
    files.write_tree(tmp_path, {"a/b/old.txt": "x", "a/keep.txt": "x"})
    written = files.write_tree(tmp_path, {"a/keep.txt": "x"})
    assert written == files.Written(changed=(), removed=("a/b/old.txt",))
    assert not (tmp_path / "a" / "b").exists()


def test_write_tree_does_not_follow_a_link_out_of_its_folder(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "docs").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(files.FileFault):
        files.write_tree(tmp_path / "out", {"docs/a.md": "x"})
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_list_of_own_files_that_points_outside_is_not_obeyed(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "diploma.txt").write_text("важное")
    (tmp_path / "out" / files.MANIFEST).write_text("../diploma.txt\n")
    with pytest.raises(files.FileFault):
        files.write_tree(tmp_path / "out", {"a.md": "x"})
    assert (tmp_path / "diploma.txt").exists()


def test_write_tree_refuses_names_that_are_one_file_on_another_disk(tmp_path):
    with pytest.raises(files.FileFault, match="с одним именем"):
        files.write_tree(tmp_path / "out", {"a/ONE.md": "x", "a/one.md": "y"})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", ["a.md", "a/b.md", "картинки/схема 1.png", ".icons/x/y.svg", "a-b_c.d.e"])
def test_good_paths_pass_unchanged(path):
    assert files.safe_relative(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/a",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        "C:/a",
        "a\\b",
        "a\0b",
        "nul",
        "a/CON.txt",
        "com1",
        "x.",
        "x ",
        "a|b",
    ],
)
def test_bad_paths_are_refused(path):
    with pytest.raises(files.FileFault):
        files.safe_relative(path)


def test_a_failing_block_leaves_no_trace(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    with pytest.raises(KeyboardInterrupt), files.replacing(tmp_path / "site") as fresh:
        (fresh / "index.html").write_text("half")
        raise KeyboardInterrupt
    assert files.tree(tmp_path / "site") == {"index.html": b"old"}
    assert os.listdir(tmp_path) == ["site"]


def test_a_strangers_folder_with_our_working_name_is_not_touched(tmp_path):
    work = tmp_path / ".site.metodoteka-build"
    work.mkdir()
    (work / "diploma.txt").write_text("важное")
    with pytest.raises(files.FileFault, match="чужая"), files.replacing(tmp_path / "site"):
        pass
    assert (work / "diploma.txt").read_text() == "важное"


def test_what_is_shipped_is_found_and_what_is_missing_is_told(monkeypatch, tmp_path):
    assert (files.theme_dir() / "main.html").is_file()
    assert (files.templates_dir()).is_dir()
    monkeypatch.setattr(files, "_SHIPPED", tmp_path / "nowhere")
    monkeypatch.setattr(files, "_HERE", Path(tmp_path / "generator"))
    with pytest.raises(files.FileFault, match="Не найдена папка «theme/mkdocs»"):
        files.theme_dir()
