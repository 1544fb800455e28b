"""What commands print of records, titles and names of files obeys no sign of them: no escape sequence of a terminal, no
control, nothing that turns a line about; and its red twin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from review_base import commit, git, repository

from generator import cli
from generator.cli import common

ESCAPED = r'"Урок \e[31m \0 \x9b \u202E конец \U000E0041"'
RAW = "Урок \x1b[31m \x9b \u202e конец \U000e0041"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0001-\U000e007f]")

RECORD = f"title: {ESCAPED}\nsummary: {ESCAPED}\nstatus: {ESCAPED}\n{ESCAPED}: 1\nlevels: [{ESCAPED}]\n"


def hostile(root: Path) -> Path:
    """A base with a change on a branch whose record and whose file's name hold such signs."""
    repository(root)
    git(root, "switch", "--quiet", "--create", "pravka")
    (root / "data/terms/x.yml").write_text(RECORD, "utf-8")
    (root / "data/terms/y.yml").write_text(f"title: {RAW}\n", "utf-8")
    (root / "data/practices/parnoe.yml").write_text(
        (root / "data/practices/parnoe.yml").read_text("utf-8") + f"mechanism: {ESCAPED}\n", "utf-8"
    )
    (root / "data/terms" / f"{RAW}.yml").write_text("title: Имя\n", "utf-8")
    commit(root)
    return root


COMMANDS = (
    ["check"], ["check", "--format", "json"], ["check", "--format", "github"], ["fix", "--dry-run"],
    ["format", "--check"], ["review", "--base", "main"], ["review", "--base", "main", "--format", "json"],
    ["privacy", "report"], ["import", f"{RAW}.xlsx"], ["import", f"{RAW}.docx"], ["explain", RAW],
)  # fmt: skip


def printed(root: Path, words: list[str], capfd) -> str:
    try:
        cli.main(["--root", str(root), *words])
    except SystemExit as stopped:
        assert stopped.code != 2, words
    told = capfd.readouterr()
    return told.out + told.err


def test_no_command_prints_what_a_terminal_obeys(tmp_path: Path, capfd) -> None:
    root = hostile(tmp_path / "base")
    for words in COMMANDS:
        told = printed(root, words, capfd)
        assert told, words
        assert OBEYED.findall(told) == [], words


def test_without_the_guard_a_terminal_would_obey(tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common.SafeStream, "write", lambda shown, written: shown._stream.write(written))
    root = hostile(tmp_path / "base")
    assert any(OBEYED.search(printed(root, words, capfd)) for words in COMMANDS)
