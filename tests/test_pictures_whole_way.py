"""A record with a picture walked once whole: letter, look, branch, review, publish, page. Nobody has answered who can
be seen on the picture, so it waits at each step, and each says so; answered and confirmed it is on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_base import commit, git, write
from support import without_codes
from test_inbox import aged, branches, run, shipped, work
from test_sent_parcels import PATH, RECORD, parcel

from generator import cli

__all__ = ["shipped", "work"]  # fixtures
WHOLE = """problem: Ученики сидят по одному.
results: Разговаривают четверо.
conditions:
  small_school: suits
sources:
  - {title: Книга о столах, authors: Имярек А. А., year: 2020}
pictures:
"""
UNANSWERED = (
    RECORD.replace("shkola-5", "shkola-a")
    .replace("pictures:\n", WHOLE)
    .replace("    people: nobody\n    confirmed: 2026-05-20\n    confirmed_by: Методист\n", "")
)
ANSWERED = "rights: own\n    people: nobody\n    confirmed: 2026-05-27\n    confirmed_by: shkola-a"


def pages(base: Path, out: Path) -> str:
    """What the page of the practice says; its pictures by name."""
    assert cli.main(["--root", str(base), "pages", "--out", str(out)]) == 0
    return (out / "docs/practices/stoly-po-chetyre.md").read_text("utf-8")


def test_a_picture_waits_until_somebody_says_who_is_on_it(
    work: Path, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1779926400")  # 28 May 2026
    base = work / "base"
    aged(parcel(work / "letters" / "stoly.zip", **{PATH: UNANSWERED.encode(), "data/organizations/shkola-5.yml": b""}))
    assert run(work, "--dry-run") == 0 and branches(work) == set()
    assert run(work) == 0 and run(work, "--looked", "stoly.zip") == 0
    (branch,) = branches(work)
    assert "картинка ждёт" in (work / "letters" / "Ответ — stoly.txt").read_text("utf-8")

    git(base, "fetch", "--quiet", "origin")
    git(base, "switch", "--quiet", "--detach", f"origin/{branch}")
    capsys.readouterr()
    assert cli.main(["--root", str(base), "review", "--base", "origin/main"]) == 0
    assert "картинка ждёт" in capsys.readouterr().out
    git(base, "switch", "--quiet", "main")

    # The record is published without it, and whoever publishes reads why.
    capsys.readouterr()
    done = cli.main(["--root", str(base), "publish", "--request", branch])
    said = capsys.readouterr()
    assert done == 0 and "picture-waiting" in said.err, said.err
    git(base, "fetch", "--quiet", "origin")
    git(base, "merge", "--quiet", "--no-edit", f"origin/{branch}")
    text = (base / PATH).read_text("utf-8")
    name = next(line.partition("file:")[2].strip() for line in text.splitlines() if "file:" in line)
    without_codes(base)
    assert "status: published" in text and name not in pages(base, tmp_path / "before")
    assert not list((tmp_path / "before").rglob(name))

    # Somebody answers, the reviewer confirms: now it is there.
    write(base, {PATH: text.replace("rights: own", ANSWERED)})
    commit(base, "data: картинка подтверждена")
    assert name in pages(base, tmp_path / "after")
    assert list((tmp_path / "after").rglob(name))
