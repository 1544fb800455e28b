"""What `check` passes, `build` builds: names, links, pipes and depths that a disk or the site cannot have are told by
`check`, with the file, in Russian, and nothing hangs. The lists of taken names are held to what the site publishes."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shipped_base import prepared
from support import PROJECT

from generator import cli, files
from generator.publish.finished import html_path
from generator.records import PAGED, taken_names

PAGE = "---\ntitle: Проба\nsummary: Страница для пробы.\n---\nТекст.\n"
TERM = "title: Проба\nsummary: Слово для пробы.\ndefinition: Слово для пробы.\n"


def link(target: str):
    return lambda path: path.symlink_to(target)


def deep(path: Path) -> None:
    for _ in range(1200):  # deeper than Python's own recursion goes, longer than a path may be
        path.mkdir()
        os.chdir(path)
        path = Path("d")
    os.chdir(PROJECT)


def raw_name(name: bytes):
    def make(path: Path) -> None:
        path.mkdir(exist_ok=True)
        Path(os.fsdecode(os.fsencode(path) + b"/" + name)).write_bytes(b"x")

    return make


CASES = {
    "data/terms/con.yml": (TERM, "claimed-name"),
    "data/terms/aux.md": (f"---\n{TERM}---\n", "claimed-name"),
    "data/terms/index.yml": (TERM, "claimed-name"),
    "data/practices/buklet.yml": ("title: Буклет\nstatus: draft\n", "claimed-name"),
    "data/terms/kanal.yml": (os.mkfifo, "not-a-file"),
    "data/kanal": (os.mkfifo, "not-a-file"),
    "data/links.json": ("[" * 200_000, "links-unreadable"),
    "data/links.json#pipe": (os.mkfifo, "not-a-file"),
    "data/addresses.txt": (link("/etc/passwd"), "symlink"),
    "data/terms/ssylka.yml": (link("../../mkdocs.yml"), "symlink"),
    "data/terms": (link("/tmp"), "symlink"),
    "data/vocabularies": (link("/tmp"), "symlink"),
    "data/nothing": (link("/nowhere"), "symlink"),
    "content": (link("/tmp"), "symlink"),
    "content/aux.md": (PAGE, "bad-file-name"),
    "content/con/a.md": (PAGE, "bad-file-name"),
    "content/practices.md": (PAGE, "address-taken"),
    "content/Guides/kak.md": (PAGE, "address-taken"),
    "content/practices/katalog.json": ("{}", "address-taken"),
    "content/a.txt": ("a", ""),
    "content/PRIMER.txt": (lambda path: [path.with_name(n).touch() for n in ("B.txt", "b.txt")], "address-taken"),
    "content/page.html": ("<script>alert(1)</script>", "content-file"),
    "content/page.MD": (PAGE, "content-file"),
    "content/a?.txt": ("a", "bad-file-name"),
    "content/vnutri.md": (link("about.md"), "symlink"),
    "content/papka": (link("guides"), "symlink"),
    "content/kanal.md": (os.mkfifo, "not-a-file"),
    "content/kanal.png": (os.mkfifo, "not-a-file"),
    "content/d": (deep, "deep-folder"),
    "content/bytes": (raw_name(b"\xff\xfe.png"), "bad-file-name"),
    "data/terms#bytes": (raw_name(b"\xff.yml"), "bad-file-name"),
}


@contextmanager
def no_hang(seconds: int) -> Iterator[None]:
    """What waits for ever (a pipe that is read) fails: it would be one of the faults."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", CASES)
def test_check_tells_what_the_site_cannot_publish(mini: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    what, code = CASES[name]
    path = mini / name.split("#")[0]
    if path.is_dir() and what is not CASES["data/terms#bytes"][0]:
        path.rename(mini / "aside")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(what, "utf-8") if isinstance(what, str) else what(path)

    with no_hang(60):
        status = cli.main(["--root", str(mini), "check"])
    subprocess.run(["rm", "-rf", mini / "content" / "d"], check=True)  # too deep for whoever clears temporary folders
    told = "".join(capfd.readouterr())
    assert "Traceback" not in told
    if not code:
        assert status == 0, told
        return
    assert f"[{code}]" in told, told
    assert name.split("#")[0].split("/")[0] in told
    assert status == int(code != "links-unreadable")


def test_a_hang_would_be_seen(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TimeoutError), no_hang(1):
        (tmp_path / "pipe").read_bytes()


def test_the_lists_of_taken_names_are_those_of_the_site() -> None:
    """Everything the shipped base publishes, but for records and ``content/``, lies where nobody else may."""
    made = prepared()
    published = [html_path(page.path) for page in made.pages] + [file.path for file in made.files]
    own = set()
    for path in published:
        folder, _, rest = path.removesuffix("index.html").rstrip("/").partition("/")
        name = rest.partition("/")[0]
        if folder in PAGED and made.catalog.find(f"{folder}/{name}"):
            continue
        if path.removesuffix("/index.html") in made.catalog.content:
            continue
        own.add(path)
        assert taken_names.is_own(path.removesuffix("index.html").rstrip("/")), path
    assert len(own) > 200, "the walk has lost the pages"
    assert not files.clashes(published)


def test_new_refuses_a_taken_name(mini: Path, capsys) -> None:
    assert cli.main(["--root", str(mini), "new", "terms", "con"]) == 1
    assert "занято в Windows" in capsys.readouterr().err
    assert not (mini / "data" / "terms" / "con.yml").exists()
