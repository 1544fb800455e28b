"""The command that packs a finished site for a computer without a net."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator import files
from generator.cli import common
from generator.cli.arguments import Commands, command, number_of_workers
from generator.publish import offline, pack


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "pack",
        run_pack,
        "Складывает готовый сайт в чемоданчик: один zip, который носят на флешке и открывают из папки, без сети и "
        "сервера. На сайт его кладёт metodoteka build --pack.",
    )
    it.add_argument("--site", type=Path, metavar="ПАПКА", help="готовый сайт (по умолчанию site в папке базы)")
    it.add_argument("--out", type=Path, metavar="ФАЙЛ", help=f"куда (по умолчанию {offline.PACK} рядом с папкой сайта)")
    number_of_workers(it)


def run_pack(options: argparse.Namespace) -> int:
    """Pack a finished site into one file and say how large it is."""
    site = (options.site or common.base_folder(options) / "site").resolve()
    out = (options.out or site.parent / offline.PACK).resolve()
    common.say("Складываем чемоданчик…")
    data = pack.packed_site(site, options.workers)
    files.write_if_changed(out, data)
    common.say(f"Готово: {out}, {offline.megabytes(len(data))}.")
    return 0
