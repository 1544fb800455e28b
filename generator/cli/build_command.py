"""The command that builds the site. Its module loads what makes one only when there is something to make."""

from __future__ import annotations

import argparse
from functools import cache, partial
from pathlib import Path

from generator.cli import common
from generator.cli.arguments import Commands, choice_of_records, command, number_of_workers
from generator.publish import signed_site, unchanged
from generator.settings import build_date
from generator.upkeep.federation import ages


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "build",
        run_build,
        "Проверяет записи, пишет страницы, собирает сайт и ставит его на место прежнего целиком. "
        "Если есть ошибка, прежний сайт остаётся. Если с прошлой сборки ничего не изменилось, говорит об этом.",
    )
    it.add_argument("--out", type=Path, metavar="ПАПКА", help="куда (по умолчанию site в папке базы)")
    number_of_workers(it)
    it.add_argument(
        "--scheduler",
        default="",
        metavar="АДРЕС",
        help="отдать страницы машинам кластера Dask, адрес его диспетчера: tcp://10.0.0.5:8786 или tls://… "
        "(руководство «Начать базу, опубликовать и хранить», раздел «Большая база»)",
    )
    it.add_argument(
        "--clean",
        action="store_true",
        help="собрать всё заново, даже если ничего не изменилось, и ничего не брать из прежнего сайта",
    )
    it.add_argument(
        "--pack",
        action="store_true",
        help="положить на сайт чемоданчик: всю базу одним zip для компьютера без сети (страница «Без интернета»)",
    )
    choice_of_records(it)


def run_build(options: argparse.Namespace) -> int:
    """Check, render and publish the site; the old one stays until the new one is whole, and where it would be made
    again as it is."""
    root = common.base_folder(options)
    out = options.out or root / "site"
    memory = unchanged.cache_path(root, out)
    chosen = {"drafts": options.drafts, "no_demo": options.no_demo, "pack": options.pack}
    digest = cache(partial(unchanged.input_digest, root, options=chosen))  # read once, before anything else is
    warnings = None if options.clean else unchanged.known_build(memory, root, out, chosen, digest)
    if warnings is not None:
        more = f" Предупреждений: {warnings}, подробно: metodoteka check." if warnings else ""
        common.say(f"С прошлой сборки ничего не изменилось, сайт готов: {out / 'index.html'}{more}")
        _tell_others(root, out)
        return 0

    from generator.cli import site_commands
    from generator.publish import building, far_pages

    folders = building.ready(root, out)
    if options.scheduler:
        common.say(far_pages.look_at(options.scheduler))
    before = digest(tuple(folders)) if memory and folders else ""
    kept = building.kept_of(root, out, clean=options.clean)
    signature = signed_site.signature_below(out)
    if signature:
        signed_site.remember_signature(root, signature)
    with building.spool_beside(out) as spool:
        prepared = site_commands.prepare_site(options, root, kept, spool)
        if prepared is None:
            return 1
        building.build_site(
            root, out, prepared, common.say, options.workers,
            clean=options.clean, kept=kept, pack=options.pack, scheduler=options.scheduler,
        )  # fmt: skip
    if folders:
        unchanged.remember(memory, out, folders, before, sum(not problem.is_error for problem in prepared.problems))
    _tell_others(root, out, signature)
    return 0


def _tell_others(root: Path, out: Path, replaced: Path | None = None) -> None:
    for age in ages.age_notices(root, build_date()):
        common.say(age)
    if notice := signed_site.not_signed(root, out, replaced):
        common.say(notice)
