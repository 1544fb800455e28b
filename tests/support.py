"""Plain helpers that several test modules import; fixtures are in conftest.py."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from _pytest.outcomes import Failed

PROJECT = Path(__file__).resolve().parent.parent
MINI = PROJECT / "tests" / "mini"
#: the day on which the site of the mini base is built that tests share (28 May 2026), as SOURCE_DATE_EPOCH says it
MINI_DAY = "1779926400"


def copy_of_mini(root: Path) -> Path:
    """The mini base (one record of every kind, no problems) with the real vocabularies and the real mkdocs.yml."""
    shutil.copytree(MINI, root)
    shutil.copytree(PROJECT / "data" / "vocabularies", root / "data" / "vocabularies")
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    return root


def without_codes(root: Path) -> Path:
    """The base without the two hundred pages that explain remarks: two thirds of what a build of a small one takes."""
    settings = root / "mkdocs.yml"
    before, plugin, after = settings.read_text("utf-8").partition("  - metodoteka:\n")
    assert plugin
    settings.write_text(f"{before}{plugin}      remarks: false\n{after}", "utf-8")
    return root


def as_it_lies(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of the last change of every file below the folder."""
    files = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (its.st_size, its.st_mtime_ns) for path, its in files}


def same_as_file(text: str, path: Path, rewrite: bool) -> None:
    """Compare with a golden file; with ``rewrite`` write it instead."""
    if rewrite:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.is_file() else f"(no {path.name}: run pytest --rewrite)"
    assert text == expected


def ask_each(rows: Iterable[tuple], check: Callable[..., None]) -> None:
    """``check(*row)`` for every row, and all that are wrong are told: a row of a table that is a test of its own costs
    the run five milliseconds, whatever it asks."""
    wrong, asked = [], 0
    for row in rows:
        asked += 1
        try:
            check(*row)
        except (Exception, Failed) as error:
            wrong.append(f"{row}: {type(error).__name__}: {error}")
    assert asked, "there is nothing to ask"
    assert not wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong)
