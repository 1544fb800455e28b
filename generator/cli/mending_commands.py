"""The commands that mend files by hand: bring them to the one spelling, mend what is certain, explain a code."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator import files, mending, sources, text
from generator.cli import said
from generator.cli.words import Commands, command
from generator.mending import spelling

_FILES = ("файл", "файла", "файлов")


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "format",
        format,
        "привести записи к единому виду",
        "Расставляет поля, кавычки и списки записей и списков терминов одинаково. Смысл не меняется, комментарии "
        "остаются при своих полях. Файл, который не читается, остаётся как был. Код возврата 1, если такой есть.",
    )
    _paths(it)
    it.add_argument(
        "--check", action="store_true", help="ничего не писать, только сказать, что изменилось бы (код возврата 1)"
    )


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="ПУТЬ", help="только эти файлы и папки (по умолчанию вся папка data)"
    )


def format(options: argparse.Namespace) -> int:
    """Rewrite records in the one spelling; what cannot be read is told and left alone."""
    root = said.base(options)
    changed, wrong = [], []
    for path in mending.chosen(root, said.named(root, options.paths)):
        raw, trouble = sources.read_raw(root / path, path)
        was, more = sources.decode(raw, path) if raw is not None else (None, [])
        wrong += trouble + more
        if was is None:
            continue
        now, trouble = spelling.respelt(was, path)
        wrong += trouble
        if not trouble and now.encode() != raw:
            changed.append(path)
            if not options.check:
                files.write_if_changed(root / path, now)
    for path in changed:
        print(path)
    if options.check:
        print(
            f"Не в едином виде: {text.plural(len(changed), *_FILES)}. Привести: metodoteka format"
            if changed
            else "Все записи в едином виде."
        )
    else:
        print(
            f"Приведено к единому виду: {text.plural(len(changed), *_FILES)}."
            if changed
            else "Все записи уже в едином виде."
        )
    if wrong:
        said.report(wrong)
        print(
            f"Оставлены как были: {text.plural(len({problem.path for problem in wrong}), *_FILES)}.", file=sys.stderr
        )
    return int(bool(wrong) or (options.check and bool(changed)))
