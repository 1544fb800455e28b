"""The commands that look at the whole base: check it, build it, show it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from generator import problems, site, text
from generator.cli import common
from generator.cli.arguments import Commands, choice_of_records, command
from generator.publish import building, folder, serving


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "check",
        run_check,
        "проверить записи и показать все замечания",
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

    it = command(
        commands,
        "build",
        run_build,
        "собрать сайт",
        "Проверяет записи, пишет страницы, собирает сайт и ставит его на место прежнего целиком. "
        "Если есть ошибка, прежний сайт остаётся.",
    )
    it.add_argument("--out", type=Path, metavar="ПАПКА", help="куда (по умолчанию site в папке базы)")
    it.add_argument(
        "--workers", type=int, default=0, metavar="ЧИСЛО", help="сколько процессов (по умолчанию по числу ядер)"
    )
    choice_of_records(it)

    it = command(
        commands,
        "pages",
        run_pages,
        "записать страницы Markdown обычной папкой",
        "Пишет полную папку со страницами, оформлением и mkdocs.yml: "
        "её может собрать любой генератор, знающий mkdocs.yml.",
    )
    it.add_argument("--out", type=Path, metavar="ПАПКА", required=True, help="куда")
    choice_of_records(it)

    it = command(
        commands,
        "serve",
        run_serve,
        "показать сайт у себя и обновлять при правках",
        "Открывает сайт на этом компьютере; правки в data, content и theme видны сразу.",
    )
    it.add_argument("--host", default="127.0.0.1", metavar="АДРЕС", help="адрес (по умолчанию только этот компьютер)")
    it.add_argument("--port", type=int, default=8000, metavar="ПОРТ", help="порт (по умолчанию 8000)")
    it.add_argument("--desk", action="store_true", help="со столом редактора (/admin/): пишет через decap-server")
    choice_of_records(it)


def run_check(options: argparse.Namespace) -> int:
    """Every problem of every record in one run."""
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


def run_build(options: argparse.Namespace) -> int:
    """Check, render and publish the site; the old one stays until the new one is whole."""
    root = common.base_folder(options)
    out = options.out or root / "site"
    building.ready(root, out)
    prepared = common.prepare_site(options, root)
    if prepared is None:
        return 1
    building.build_site(root, out, prepared, common.say, options.workers)
    return 0


def run_pages(options: argparse.Namespace) -> int:
    """Lay the pages out as an ordinary folder."""
    root = common.base_folder(options)
    prepared = common.prepare_site(options, root)
    if prepared is None:
        return 1
    folder.write_pages(root, options.out, prepared, common.say)
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """Show the site on this computer and follow changes."""
    serving.serve(
        common.base_folder(options),
        common.say,
        host=options.host,
        port=options.port,
        demo=common.override_off(options.no_demo),
        drafts=options.drafts or None,
        desk=options.desk,
    )
    return 0


def _below(found: Sequence[problems.Problem], root: Path, paths: Sequence[Path]) -> list[problems.Problem]:
    """Only the problems of the given files and folders; paths count from the current folder, then from the base."""
    if not paths:
        return list(found)
    wanted = common.resolve_paths(root, paths)
    return [p for p in found if any((root / p.path).resolve().is_relative_to(full) for full in wanted)]
