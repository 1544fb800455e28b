"""The one room that writes: whole or not at all, inside the folder it was given, never over a stranger's file."""

from __future__ import annotations

import errno
import os
import re
import sys
from functools import partial
from itertools import count
from pathlib import Path

import kill_points
import pytest
from support import PROJECT

from generator import files
from generator.files import disk, shipped

FORKING = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own for every moment")


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


def test_the_same_bytes_get_a_second_name_and_others_are_written(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old.html"
    old.write_bytes(b"1")
    files.write_or_link(new / "deep" / "a.html", b"1", old)
    assert (new / "deep" / "a.html").samefile(old)
    files.write_or_link(new / "b.html", b"2", old)
    files.write_or_link(new / "c.html", b"1", tmp_path / "nowhere.html")
    files.write_or_link(new / "d.html", b"1")
    assert [(new / f"{name}.html").read_bytes() for name in "bcd"] == [b"2", b"1", b"1"]
    assert old.read_bytes() == b"1"


def test_a_second_name_that_is_there_is_left_or_replaced_and_never_written_through(tmp_path):
    """A page may be made twice: the site that people look at meanwhile has the same file."""
    new, old = tmp_path / "new.html", tmp_path / "old.html"
    old.write_bytes(b"1")
    os.utime(old, ns=(1, 1))
    for _ in range(2):
        files.write_or_link(new, b"1", old)
    assert new.samefile(old) and old.stat().st_mtime_ns == 1
    files.write_or_link(new, b"2", old)
    assert (new.read_bytes(), old.read_bytes()) == (b"2", b"1")
    files.write_or_link(new, b"3")
    assert (new.read_bytes(), old.read_bytes()) == (b"3", b"1")


def test_what_is_no_ordinary_readable_file_gets_no_second_name(tmp_path, monkeypatch):
    old = tmp_path / "old.html"
    old.write_bytes(b"1")
    (tmp_path / "link.html").symlink_to(old)
    files.write_or_link(tmp_path / "a.html", b"1", tmp_path / "link.html")
    assert not (tmp_path / "a.html").is_symlink(), "a link would lead out of the site"
    old.chmod(0o600)
    files.write_or_link(tmp_path / "b.html", b"1", old)
    assert (tmp_path / "b.html").stat().st_mode & 0o044, "a web server has to read it"
    old.chmod(0o644)

    def refuse(*_):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", refuse)
    files.write_or_link(tmp_path / "c.html", b"1", old)
    assert (tmp_path / "c.html").read_bytes() == b"1"


def test_create_never_overwrites(tmp_path):
    files.create_file(tmp_path / "new" / "a.yml", "title: x\n")
    with pytest.raises(files.FileFault, match="уже есть"):
        files.create_file(tmp_path / "new" / "a.yml", "title: y\n")
    assert (tmp_path / "new" / "a.yml").read_text() == "title: x\n"


def test_a_new_file_is_whole_or_not_there_on_a_disk_without_hard_links_too(tmp_path, monkeypatch):
    def no_links(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    files.create_file(tmp_path / "a.yml", "title: x\n")
    with pytest.raises(files.FileFault, match="уже есть"):
        files.create_file(tmp_path / "a.yml", "title: y\n")
    assert files.tree(tmp_path) == {"a.yml": b"title: x\n"}


# --- killed at any moment --------------------------------------------------------------------------------------------


def old_site(folder: Path) -> None:
    (folder / "deep").mkdir(parents=True)
    (folder / "index.html").write_text("old")
    (folder / "deep" / "page.html").write_text("old")


def publish_new(site: Path) -> None:
    with files.replacing(site) as fresh:
        (fresh / "index.html").write_text("new")
        (fresh / "new.html").write_text("new")


OLD = {"index.html": b"old", "deep/page.html": b"old"}
NEW = {"index.html": b"new", "new.html": b"new"}


@FORKING
@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange of two folders")
def test_at_no_moment_there_is_no_site(tmp_path):
    seen = []
    for number in count(1):
        base = tmp_path / str(number)
        old_site(base / "site")
        finished = not kill_points.died(partial(publish_new, base / "site"), number)
        seen.append(files.tree(base / "site"))
        assert seen[-1] in (OLD, NEW), f"killed before touch {number}"
        publish_new(base / "site")
        assert files.tree(base / "site") == NEW
        assert os.listdir(base) == ["site"], f"left after touch {number}"
        if finished:
            break
    assert OLD in seen and seen.count(NEW) > 1


@FORKING
def test_where_nothing_can_be_exchanged_the_next_run_brings_the_old_site_back(tmp_path, monkeypatch):
    """The red twin: two renames have a moment without a site."""
    monkeypatch.setattr(disk, "exchange", lambda *_: False)
    missing = 0
    for number in count(1):
        base = tmp_path / str(number)
        old_site(base / "site")
        finished = not kill_points.died(partial(publish_new, base / "site"), number)
        missing += not (base / "site").exists()
        with pytest.raises(ZeroDivisionError), files.replacing(base / "site"):
            _ = 1 / 0
        assert files.tree(base / "site") in (OLD, NEW), f"killed before touch {number}"
        assert os.listdir(base) == ["site"]
        if finished:
            break
    assert missing > 0


def test_an_exchange_that_the_disk_refuses_is_told_and_one_it_does_not_know_is_not(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(FileNotFoundError):
        disk.exchange(tmp_path / "a", tmp_path / "nothing")


@FORKING
@pytest.mark.parametrize("edit", ["write_if_changed", "create_file"])
def test_what_a_killed_edit_left_is_cleared_by_the_next(tmp_path, edit):
    """An edit that is killed leaves the file as it was; what lies beside it goes with the next command."""
    littered = 0
    for number in count(1):
        folder = tmp_path / str(number) / "data" / "terms"
        folder.mkdir(parents=True)
        target = folder / "a.yml"
        if edit == "write_if_changed":
            target.write_text("old")
        disk._swept.clear()
        finished = not kill_points.died(partial(getattr(files, edit), target, "new"), number)
        assert not target.exists() or target.read_text() in ("old", "new")
        littered += len(os.listdir(folder)) - target.exists()
        files.sweep_base(tmp_path / str(number))
        assert set(os.listdir(folder)) <= {"a.yml"}
        if finished:
            break
    assert littered > 0


@FORKING
def test_what_another_process_is_writing_is_not_cleared(tmp_path):
    with disk._beside(tmp_path / "data" / "a.yml", b"x", kept=False) as temporary:
        child = os.fork()
        if child == 0:
            files.sweep_base(tmp_path)
            os._exit(0)
        os.waitpid(child, 0)
        assert os.path.exists(temporary)
    (tmp_path / "data" / ".mine.tmp").write_text("чужое")
    files.sweep_base(tmp_path)
    assert (tmp_path / "data" / ".mine.tmp").exists()


def test_a_disk_without_locks_is_not_called_a_second_build(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(files.FileFault, match="не умеет защищать"), files.replacing(tmp_path / "site"):
        pass


# --- folders that cannot be replaced ---------------------------------------------------------------------------------


def test_a_mount_point_is_told_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "site")
    with pytest.raises(files.FileFault, match=r"том контейнера(.|\n)*site/site"):
        files.refuse_irreplaceable(tmp_path / "site")


@pytest.mark.skipif(sys.platform != "linux", reason="the list of what is mounted")
def test_mount_points_are_known_from_the_system():
    assert disk.is_mount_point(Path("/proc"))
    assert not disk.is_mount_point(Path("/proc/self"))


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "a").write_text("x")
    for out in (tmp_path / "a", tmp_path / "a" / "b" / "site"):
        with pytest.raises(files.FileFault, match="это файл, а нужна папка"):
            files.refuse_irreplaceable(out)
    with pytest.raises(files.FileFault, match="весь диск"):
        files.refuse_irreplaceable(Path(tmp_path.anchor))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_told(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(files.FileFault, match="нельзя писать"):
        files.refuse_irreplaceable(tmp_path / "site")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "не осталось места: .*Свободно .*Освободите"),
        (errno.EROFS, "только для чтения"),
        (12345, "12345"),
    ],
)
def test_what_the_disk_refuses_is_a_russian_sentence_with_the_place(tmp_path, code, words):
    text = files.describe_os_error(OSError(code, os.strerror(code), str(tmp_path / "deep" / "a.html")))
    assert str(tmp_path / "deep" / "a.html") in text
    assert re.search(words, text)


def test_of_a_copy_the_place_where_it_goes_is_told(tmp_path):
    """Its disk is the full one; how much is free on the disk of the original helps nobody."""
    fault = OSError(
        errno.ENOSPC, os.strerror(errno.ENOSPC), str(PROJECT / "mkdocs.yml"), None, str(tmp_path / "b.html")
    )
    assert f"не осталось места: {tmp_path / 'b.html'}. Свободно" in files.describe_os_error(fault)


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


def test_the_new_folder_is_told_to_be_there_before_the_old_one_is_removed(tmp_path):
    site, seen = tmp_path / "site", []

    def placed() -> None:
        left = [one for path, one in files.tree(tmp_path).items() if path.startswith(".site.metodoteka-build/")]
        seen.append((files.tree(site), left.count(b"old")))

    old_site(site)
    with files.replacing(site, placed) as fresh:
        (fresh / "index.html").write_text("new")
    assert seen == [({"index.html": b"new"}, len(OLD))]
    assert os.listdir(tmp_path) == ["site"]
    with pytest.raises(KeyError), files.replacing(site, placed):
        raise KeyError
    assert len(seen) == 1, "nothing has taken its place"


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
    assert files.site_settings().is_file()
    monkeypatch.setattr(shipped, "_SHIPPED", tmp_path / "nowhere")
    monkeypatch.setattr(shipped, "_HERE", Path(tmp_path / "generator"))
    with pytest.raises(files.FileFault, match="Не найдена папка «theme/mkdocs», которая"):
        files.theme_dir()
    with pytest.raises(files.FileFault, match=r"Не найден файл «mkdocs\.yml», который"):
        files.site_settings()
