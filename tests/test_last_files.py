"""Files beside the pages that a build takes over from the last site are what it would have made."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from edited_base import EditedBase, LastSite

from generator import files, site
from generator.channels.office import blanks
from generator.pages.reuse import KeptFiles
from generator.publish import workers
from generator.publish.last_files import keep_files, kept_files
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28), remarks=False)


def made(root: Path, kept: KeptFiles | None = None) -> dict[str, bytes]:
    blanks._kept.clear()  # what a process remembers
    return {one.path: one.data for one in site.prepare(root, SETTINGS, lazy_texts=True, kept=kept).files}


@pytest.fixture
def built(mini: Path, tmp_path: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """Where the last site lies, where what is known of it lies, and its files."""
    out, known = tmp_path / "site", tmp_path / "cache" / "known.json"
    kept = kept_files(out, known, clean=False)
    first = made(mini, kept)
    assert kept
    assert kept.taken == 0
    files.write_tree(out, first)
    keep_files(kept, known)
    return out, known, first


NEVER_KEPT = {"manifest.webmanifest", "marshrut/marshrut-blank.docx", "robots.txt"}
"""Beside the pages at old addresses: made in no time."""

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda old: old[: len(old) // 2],
    "another version": lambda old: old.replace(b'"format": 1', b'"format": 0'),
    "another program": lambda old: json.dumps({**json.loads(old), "program": "x"}).encode(),
    "deep": lambda _: b"[" * 100_000,
    "outside": lambda old: of_each(old, [["", [], ""], {"../../x": "1"}]),
    "no trace": lambda old: of_each(old, [[1, 2, 3], {}]),
    "no digest": lambda old: of_each(old, [["", [], ""], {"x": 1}]),
}


def of_each(old: bytes, content: object) -> bytes:
    known = json.loads(old)
    return json.dumps({**known, "files": dict.fromkeys(known["files"], content)}).encode()


def test_what_is_as_it_was_is_taken_and_nothing_else(mini: Path, built: tuple[Path, Path, dict[str, bytes]]) -> None:
    out, known, first = built
    kept = kept_files(out, known, clean=False)
    assert kept
    assert made(mini, kept) == first
    known_of = {path for _, digests in kept.now.values() for path in digests}
    assert kept.taken == len(known_of) > 20
    assert {path for path in first if "/staroe-imia/" not in path} - known_of == NEVER_KEPT
    clean = kept_files(out, known, clean=True)
    assert clean
    assert made(mini, clean) == first
    assert clean.taken == 0
    spoiled = next(path for path in first if path.endswith("kartochka/index.html"))
    (out / spoiled).write_bytes(b"written by hand")
    (out / next(path for path in first if path.endswith(".docx"))).unlink()
    again = kept_files(out, known, clean=False)
    assert again
    assert made(mini, again) == first
    assert 0 < again.taken < kept.taken
    for damage in DAMAGE.values():
        whole = known.read_bytes()
        known.write_bytes(damage(whole))
        damaged = kept_files(out, known, clean=False)
        assert damaged
        assert damaged._known == {}
        known.write_bytes(whole)


def test_pages_and_files_are_taken_over_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most are taken, those that show the change are not; `walk` compares every one of them."""
    base, last = EditedBase(tmp_path / "base", 3), LastSite()
    monkeypatch.setattr(files, "templates_dir", lambda: base.templates)
    last.left(site.prepare(base.root, base.settings, lazy_texts=True))
    whole = last.made(base)
    assert last.taken > len(last.texts) * 0.9
    base.change("practices/parnoe", summary="Совсем другое.")
    after = last.made(base)
    assert 0.5 * len(last.texts) < last.taken < len(whole)
    assert "Совсем другое" in after["practices/parnoe.md"]


def test_files_that_another_process_makes_are_the_same(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so is what is remembered of them."""
    monkeypatch.setattr(workers, "available", lambda: 2)

    def nothing_lies(path: str) -> bytes:
        raise FileNotFoundError(path)

    alone, together = KeptFiles({}, nothing_lies), KeptFiles({}, nothing_lies)
    wanted = made(mini, alone)
    blanks._kept.clear()
    its = site.prepare(mini, SETTINGS, lazy_texts=True, kept=together, in_subprocess=workers.in_subprocess)
    assert {one.path: one.data for one in its.files} == wanted
    assert together.now == alone.now


def test_traces_are_the_same_in_another_process(mini: Path) -> None:
    """Texts have another hash there, so a set lists them in another order."""
    program = (
        "import datetime, json, sys; from pathlib import Path; from generator import site;"
        "from generator.pages.reuse import KeptFiles; from generator.settings import Settings;"
        "kept = KeptFiles({}, lambda path: b'');"
        "day = datetime.date(2026, 5, 28);"
        "its = site.prepare(Path(sys.argv[1]), Settings(build_date=day, remarks=False), kept=kept, lazy_texts=True);"
        "print(json.dumps([kept.now, [page.traced()[1] for page in its.pages]]))"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    told = subprocess.run(
        [sys.executable, "-c", program, str(mini)], env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    blanks._kept.clear()
    kept = KeptFiles({}, lambda path: b"")
    its = site.prepare(mini, SETTINGS, kept=kept, lazy_texts=True)
    assert json.loads(told) == json.loads(json.dumps([kept.now, [page.traced()[1] for page in its.pages]]))
    assert None not in json.loads(told)[1]
