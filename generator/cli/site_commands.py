"""The commands that make a site of the base without publishing it: write its pages, show it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, publish, site
from generator.cli import common
from generator.cli.arguments import Commands, choice_of_records, command
from generator.publish import building, configured, folder, serving, workers
from generator.publish.last_reading import load_read_cache, save_read_cache
from generator.publish.read_ahead import read_ahead

if TYPE_CHECKING:
    from generator.pages.reuse import KeptFiles


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "pages",
        run_pages,
        "Пишет полную папку со страницами, оформлением и mkdocs.yml: "
        "её может собрать любой генератор, знающий mkdocs.yml.",
    )
    it.add_argument("--out", type=Path, metavar="ПАПКА", required=True, help="куда")
    choice_of_records(it)

    it = command(
        commands,
        "index",
        run_index,
        "Строит поиск и список для чтения без сети на сайте, который собрал из папки metodoteka pages другой "
        "генератор: ProperDocs, Zensical или сам mkdocs build.",
    )
    it.add_argument("site", type=Path, metavar="САЙТ", help="папка готового сайта")

    it = command(
        commands,
        "serve",
        run_serve,
        "Открывает сайт на этом компьютере; правки в data, content и theme видны сразу.",
    )
    it.add_argument("--host", default="127.0.0.1", metavar="АДРЕС", help="адрес (по умолчанию только этот компьютер)")
    it.add_argument("--port", type=int, default=8000, metavar="ПОРТ", help="порт (по умолчанию 8000)")
    it.add_argument("--desk", action="store_true", help="со столом редактора (/admin/): пишет через decap-server")
    choice_of_records(it)


def run_pages(options: argparse.Namespace) -> int:
    """Lay the pages out as an ordinary folder."""
    root = common.base_folder(options)
    prepared = prepare_site(options, root)
    if prepared is None:
        return 1
    folder.write_pages(root, options.out, prepared, common.say)
    return 0


def run_index(options: argparse.Namespace) -> int:
    """What only ``build`` makes, on a site that another engine has built."""
    root = common.base_folder(options)
    if not (options.site / "index.html").is_file():
        raise publish.NotPublished(f"В папке {options.site} нет готового сайта: в ней должен быть файл index.html.")
    found, _ = site.whole(root, common.settings_for_checks(root))
    common.say("Строим поиск…")
    building.search_and_offer(options.site, found)
    common.say(f"Готово: {options.site / 'index.html'}")
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """Show the site on this computer and follow changes."""
    serving.serve(
        common.base_folder(options),
        common.say,
        host=options.host,
        port=options.port,
        demo=_override_off(options.no_demo),
        drafts=options.drafts or None,
        desk=options.desk,
    )
    return 0


def prepare_site(
    options: argparse.Namespace, root: Path, kept: KeptFiles | None = None, spool: files.Spool | None = None
) -> site.Site | None:
    """The site before the engine, its warnings counted; None when there are errors, which are told already. ``kept``
    are files of the last site, ``spool`` holds what lies beside the pages."""
    chosen = configured.settings(root, demo=_override_off(options.no_demo), drafts=options.drafts or None)
    read = load_read_cache(root, clean=getattr(options, "clean", False))
    processes = getattr(options, "workers", 1)
    in_subprocess = None if processes == 1 else workers.in_subprocess
    read_ahead(root, read, processes)

    def keep_and_let_go() -> None:
        save_read_cache(root, read)
        read.let_go()
        workers.release_memory()

    prepared = site.prepare(
        root,
        chosen,
        common.say,
        lazy_texts=True,
        kept=kept,
        read=read,
        spool=spool,
        in_subprocess=in_subprocess,
        when_read=keep_and_let_go,
    )
    warnings = [p for p in prepared.problems if not p.is_error]
    if prepared.failed:
        common.report_problems(prepared.problems)
        print("Сайт не изменён: сначала исправьте ошибки.", file=sys.stderr)
        return None
    if warnings:
        common.say(f"{common.count_problems(warnings)} Подробно: metodoteka check")
    return prepared


def _override_off(flag: bool) -> bool | None:
    """``--no-demo`` overrides the setting, its absence leaves the setting alone."""
    return False if flag else None
