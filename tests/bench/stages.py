"""Where the time goes: bases of 100, 1,000 and 3,000 practices, stage by stage, every stage in a fresh process.

Seconds are those of the processor, of all processes of a command together: another program on the machine must not
change the result. Megabytes are those of all of them too. Prints a table and writes nothing into the tree. No test
asserts on seconds: machines differ, ratios tell.

What to look at: the cost of a record must not grow with the base (3,000 against 100 at most 1.2 times), our own stages
should take at most half of the whole build, and 1,000 broken records at most twice the time of 1,000 good ones.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from generator import catalog, checks, files, problems, site
from generator.begin import sample
from generator.records import reading
from generator.settings import Settings
from tests.bench.fresh import Run, run

SIZES = (100, 1000, 3000)
BROKEN = 1000
SEED = 1
MODULE = "tests.bench.stages"


class Stage(NamedTuple):
    """``prepare`` is not counted, ``work`` gets what it returned."""

    prepare: Callable[[Path], Any]
    work: Callable[[Any], Any]


def _loaded(root: Path) -> Any:
    return reading.load(root)[0]


def _linked(root: Path) -> Any:
    return catalog.build(_loaded(root), Settings().build_date)


def _check_and_print(root: Path) -> str:
    return problems.as_text(site.check(root, Settings())[1])


STAGES = {
    "read": Stage(lambda root: root, _loaded),
    "catalog": Stage(_loaded, lambda loaded: catalog.build(loaded, Settings().build_date)),
    "check": Stage(_linked, checks.run),
    "render": Stage(_linked, lambda found: site.build_pages(found, Settings())),
    "command": Stage(lambda root: root, _check_and_print),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. With ``--stage`` this is one of the fresh processes."""
    parser = argparse.ArgumentParser(
        "python -m tests.bench.stages", description="Скорость генератора по этапам, на сгенерированных базах"
    )
    parser.add_argument(
        "sizes", nargs="*", type=int, default=SIZES, metavar="N", help="сколько практик (100 1000 3000)"
    )
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.stage:
        print(json.dumps(_timed(STAGES[options.stage], options.root)))
        return 0
    with tempfile.TemporaryDirectory(prefix="metodoteka-bench-") as folder:
        columns = [_measure(Path(folder) / str(size), size) for size in options.sizes]
        broken = _measure_broken(Path(folder) / "broken")
    _print(columns, broken)
    return 0


def _timed(stage: Stage, root: Path) -> dict[str, Any]:
    prepared = stage.prepare(root)
    start = time.process_time()
    result = stage.work(prepared)
    seconds = time.process_time() - start
    return {"seconds": seconds, "count": len(getattr(result, "records", result))}


# --- measuring -------------------------------------------------------------------------------------------------------


def _measure(folder: Path, size: int) -> dict[str, Any]:
    """One column of the table: what the base is and what every stage took."""
    print(f"База на {size} практик…", file=sys.stderr)
    root, pages = folder / "base", folder / "pages"
    start = time.process_time()
    texts = sample.generate_base(size, SEED, files.vocabularies_dir())
    column: dict[str, Any] = {"size": size, "generate": Run(time.process_time() - start, 0, 0, {})}
    files.write_tree(root, texts)
    for name in ("read", "catalog", "check", "render"):
        column[name] = _stage(name, root)
    column["whole"] = run("-m", "generator", "--root", root, "build", "--out", folder / "site")
    run("-m", "generator", "--root", root, "pages", "--out", pages)
    column["bare"] = run("-m", "mkdocs", "build", "--quiet", "-f", pages / "mkdocs.yml", "-d", folder / "bare")
    column["records"] = column["read"].printed["count"]
    column["pages"] = sum(1 for _ in (pages / "docs").rglob("*.md"))
    return column


def _measure_broken(root: Path) -> dict[str, Any]:
    """``check`` with its report on a base whose practices are all right, then on the same with all of them wrong."""
    print(f"База с {BROKEN} неверных записей…", file=sys.stderr)
    texts = sample.generate_base(BROKEN, SEED, files.vocabularies_dir())
    files.write_tree(root, texts)
    good = _stage("command", root)
    practices = [path for path in texts if path.startswith("data/practices/")]
    for n, path in enumerate(practices):
        (root / path).write_text(_break(texts[path], n), encoding="utf-8")
    return {"good": good, "bad": _stage("command", root), "problems": len(site.check(root, Settings())[1])}


def _break(text: str, n: int) -> str:
    """The record with one mistake that people make; ``n`` chooses which."""
    old, new = _MISTAKES[n % len(_MISTAKES)]
    return text.replace(old, new, 1)


_MISTAKES = (
    ("\ntitle:", "\ntitel:"),
    ("\nupdated: ", "\nupdated: 31.02."),
    ("\nowner: obrazets-", "\nowner: obrazec-"),
    ("\ncost: ", "\ncost: net-"),
    ("\n  internet: ", "\n  internet: sometimes-"),
    ("\nstatus:", "\ntitle: ещё раз\nstatus:"),
    ("\nstatus: ", "\nstatus "),
    ("\n    minutes: ", "\n    minutes: около "),
    ("\ndemo:", "\n\tdemo:"),
    ("\nproblem: |\n", "\nproblem: |\n  <script>alert(1)</script> звоните 8 (863) 200-00-00\n"),
    ("\nterritory: districts/", "\nterritory: "),
    ("\nsteps:\n", "\nstep:\n"),
)


def _stage(name: str, root: Path) -> Run:
    taken = run("-m", MODULE, "--stage", name, "--root", root)
    return taken._replace(seconds=taken.printed["seconds"])


# --- the table -------------------------------------------------------------------------------------------------------

_ROWS = (
    ("generate", "создание базы-образца"),
    ("read", "чтение записей"),
    ("catalog", "связывание"),
    ("check", "правила"),
    ("render", "страницы Markdown"),
    ("bare", "MkDocs отдельно"),
    ("whole", "сборка целиком"),
)
_OWN = ("read", "catalog", "check", "render")


def _print(columns: list[dict[str, Any]], broken: dict[str, Any]) -> None:
    print(f"\nPython {platform.python_version()}, {platform.system()}, ядер: {os.cpu_count()}\n")
    _row("практик", [f"{c['size']}" for c in columns])
    _row("всех записей", [f"{c['records']}" for c in columns])
    _row("страниц", [f"{c['pages']}" for c in columns])
    print("\nвремя процессора, с")
    for name, label in _ROWS:
        _row(label, [f"{c[name].seconds:.2f}" for c in columns])
    _row("сборка целиком по часам", [f"{c['whole'].wall:.2f}" for c in columns])
    _row("MkDocs отдельно по часам", [f"{c['bare'].wall:.2f}" for c in columns])
    print("\nвремя на запись, мс; дальше — последняя база к первой и цена прибавленной записи: в конце к началу")
    for name, label in _ROWS[1:]:
        _row(label, [*(f"{1000 * _per_record(c, name):.2f}" for c in columns), *_growth(columns, name)])
    print("\nпамять, наибольшая, МБ")
    for name, label in _ROWS[1:]:
        _row(label, [f"{c[name].megabytes:.0f}" for c in columns])
    print()
    own = [sum(c[name].seconds for name in _OWN) for c in columns]
    _row(
        "свои этапы во всей сборке",
        [f"{100 * s / c['whole'].seconds:.0f} %" for s, c in zip(own, columns, strict=True)],
    )
    _row("вся сборка к MkDocs отдельно", [f"×{c['whole'].seconds / c['bare'].seconds:.2f}" for c in columns])
    _row("то же по часам", [f"×{c['whole'].wall / c['bare'].wall:.2f}" for c in columns])
    good, bad = broken["good"].seconds, broken["bad"].seconds
    print(
        f"\nпроверка базы на {BROKEN} практик: верных {good:.2f} с, неверных {bad:.2f} с (×{bad / good:.2f}), "
        f"замечаний: {broken['problems']}"
    )


def _per_record(column: dict[str, Any], name: str) -> float:
    return column[name].seconds / column["records"]


def _growth(columns: list[dict[str, Any]], name: str) -> list[str]:
    """How the cost of a record grows. What a stage costs even without records hides it in small bases, so the cost of
    the records that each base has more than the one before is compared as well."""
    added = [
        (after[name].seconds - before[name].seconds) / (after["records"] - before["records"])
        for before, after in pairwise(columns)
    ]
    total = [f"×{_per_record(columns[-1], name) / _per_record(columns[0], name):.2f}"] if len(columns) > 1 else []
    return total + ([f"×{added[-1] / added[0]:.2f}"] if len(added) > 1 else [])


def _row(label: str, values: Sequence[str]) -> None:
    print(f"  {label:<30}" + "".join(f"{value:>12}" for value in values))


if __name__ == "__main__":
    sys.exit(main())
