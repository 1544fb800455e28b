"""Whole commands on a base of some size: what people wait for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.begin import sample
from tests.bench.fresh import Run, run
from tests.bench.hugo import by_hugo
from tests.bench.served import save_to_screen

SEED = 1
_PLACE = "\nproblem: |\n"


class Whole(NamedTuple):
    """What every command took on a base of ``size`` practices; None where nothing could be measured."""

    size: int
    records: int
    pages: int
    hugo: Run | None
    bare: Run
    clean: Run
    searchless: Run
    edited: Run
    same: Run
    opened: Run
    served: Run
    cold: Run
    changed: Run


def measured(folder: Path, size: int, hugo: str | None) -> Whole:
    """Make the base below ``folder`` and run everything; ``hugo`` is the program that may build the same."""
    base, site = folder / "base", folder / "site"
    _tell(f"База на {size} практик…")
    files.write_tree(base, sample.generate_base(size, SEED, files.vocabularies_dir()))
    records = sum(1 for _ in (base / "data").rglob("*.yml"))
    its = "-m", "generator", "--root", base
    _tell("Проверка…")
    cold = run(*its, "check", cache=folder / "cache of checks")
    _change(base, 0)
    changed = run(*its, "check", cache=folder / "cache of checks")
    _tell("Сборки…")
    clean = run(*its, "build", "--out", site, cache=folder / "cache")
    same = run(*its, "build", "--out", site, cache=folder / "cache")
    _change(base, 1)
    edited = run(*its, "build", "--out", site, cache=folder / "cache")
    searchless = run("-m", "tests.bench.searchless", "--root", base, "build", "--out", folder / "searchless")
    _tell("Просмотр с правками…")
    opened, served = save_to_screen(base, f"practices/{_first(base).stem}/", lambda number: _change(base, number + 2))
    _tell("Другие генераторы…")
    by_it = by_hugo(hugo, base, folder / "hugo", records) if hugo else None
    run(*its, "pages", "--out", folder / "pages")
    settings = folder / "pages" / "mkdocs.yml"
    bare = run("-m", "mkdocs", "build", "--quiet", "-f", settings, "-d", folder / "bare")
    pages = sum(1 for _ in (folder / "pages" / "docs").rglob("*.md"))
    return Whole(size, records, pages, by_it, bare, clean, searchless, edited, same, opened, served, cold, changed)


def _first(base: Path) -> Path:
    """The file of the practice that is changed."""
    return min((base / "data" / "practices").iterdir())


def _change(base: Path, number: int) -> str:
    """Give a practice one more sentence; the sentence."""
    path, words = _first(base), f"До правки номер {number} было так."
    path.write_text(path.read_text("utf-8").replace(_PLACE, f"{_PLACE}  {words}\n", 1), "utf-8")
    return words


def _tell(words: str) -> None:
    print(words, file=sys.stderr)
