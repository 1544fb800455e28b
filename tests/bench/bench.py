"""How long people wait: whole commands on a base of 1,000 practices, beside other engines and beside the goals.

Prints a table and writes nothing into the tree. No test asserts on seconds: machines differ, ratios tell. Where the
time goes, stage by stage: ``python -m tests.bench.stages``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import goals
from tests.bench.fresh import run
from tests.bench.hugo import hugo_found
from tests.bench.whole import measured

_SIZES = [1000]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 always: the table is to be read."""
    parser = argparse.ArgumentParser("python -m tests.bench", description="Скорость команд рядом с целями")
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, metavar="N", help="сколько практик (1000)")
    parser.add_argument("--large", type=int, metavar="N", help="и база на столько практик: 10000 — это часы")
    parser.add_argument("--hugo", metavar="ФАЙЛ", help="программа Hugo (по умолчанию та, что находит система)")
    options = parser.parse_args(arguments)
    hugo = hugo_found(options.hugo)
    sizes = [*options.sizes, *([options.large] if options.large else [])]
    with tempfile.TemporaryDirectory(prefix="metodoteka-bench-") as folder:
        whole = [measured(Path(folder) / str(size), size, hugo) for size in sizes]
    print(f"\n{goals.title()}")
    goals.print_rows("Здесь", [*goals.rows_here(run("-m", "generator", "--help"), run("-m", "generator", "check"))])
    for its in whole:
        named = f"Практик: {its.size}, записей: {its.records}, страниц: {its.pages}"
        goals.print_rows(named, [*goals.rows(its)])
    if len(whole) > 1:
        goals.print_rows("Рост", [*goals.rows_between(whole[0], whole[-1])])
    return 0
