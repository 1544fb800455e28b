"""The command that checks the whole base. The most frequent of all: its module loads nothing that makes a site."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from pathlib import Path

from generator import problems, site, text
from generator.cli import common
from generator.cli.arguments import Commands, command


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "check",
        run_check,
        "Показывает все замечания ко всем записям: место, что не так, как исправить. "
        "Код возврата 1, если есть ошибки, иначе 0.",
    )
    it.add_argument(
        "paths", nargs="*", type=Path, metavar="ПУТЬ", help="показать замечания только к этим файлам и папкам"
    )
    it.add_argument(
        "--format",
        choices=list(problems.FORMATS),
        default="text",
        help="text — для чтения, json — для программ, github — пометки в запросе на слияние",
    )
    it.add_argument("--strict", action="store_true", help="предупреждения считать ошибками")
    most = problems.MAX_ALIKE
    it.add_argument("--all", action="store_true", help=f"показать и те, которых в файле больше {most} одинаковых")


def run_check(options: argparse.Namespace) -> int:
    """Every problem of every record in one run."""
    gc.disable()  # once enabled, it would walk over all that was read, and the command is at its end
    try:
        return _check_and_tell(options)
    finally:
        gc.enable()


def _check_and_tell(options: argparse.Namespace) -> int:
    root = common.base_folder(options)
    chosen = common.settings_for_checks(root)
    found, all_problems = site.check(root, chosen)
    shown = problems.with_pages(_below(all_problems, root, options.paths), chosen.site_url)
    every = {"every": True} if options.all and options.format != "json" else {}  # programs get all of them anyway
    print(problems.FORMATS[options.format](shown, **every), end="\n" if shown or options.format == "json" else "")
    if options.format == "text":
        count = text.plural(len(found.records), "запись", "записи", "записей")
        print(f"Проверено: {count}. {common.count_problems(shown)}")
        if shown:
            print("Объяснить замечание: metodoteka explain КОД (код — в квадратных скобках)")
    return int(problems.failed(shown, strict=options.strict))


def _below(found: Sequence[problems.Problem], root: Path, paths: Sequence[Path]) -> list[problems.Problem]:
    """Only the problems of the given files and folders; paths count from the current folder, then from the base."""
    if not paths:
        return list(found)
    wanted = common.resolve_paths(root, paths)
    return [p for p in found if any((root / p.path).resolve().is_relative_to(full) for full in wanted)]
