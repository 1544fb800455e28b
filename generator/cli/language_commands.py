"""The command that makes the catalogue of another language for a translator."""

from __future__ import annotations

import argparse
import sys

from generator import files
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.settings import languages
from generator.upkeep import own_language


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "locale",
        run_locale,
        "Заводит в папке locale файл перевода меню, кнопок и подписей сайта или дополняет его новыми словами; "
        "переведённое остаётся. Перевод вписывают в Poedit.",
    )
    it.add_argument("code", metavar="ЯЗЫК", help="код языка: tt, kk, ba")


def run_locale(options: argparse.Namespace) -> int:
    """Write the catalogue of a language into the base, and say how much of it is translated."""
    root = common.base_folder(options)
    if not own_language.is_code(options.code) or options.code == "ru":
        what = "Русский сайт перевода не требует." if options.code == "ru" else f"Языка с кодом «{options.code}» нет."
        print(f"{what} Напишите код из двух-трёх латинских букв: tt — татарский, kk — казахский.", file=sys.stderr)
        return 1
    try:
        made = own_language.own_language(root, options.code)
        bad = list(languages.bad_translations(root, options.code))
    except languages.BadCatalogue as fault:
        print(fault, file=sys.stderr)
        return 1
    if (files.locale_dir() / f"{options.code}.po").is_file():
        print(
            f"Перевод на {options.code} приходит с Методотекой: чтобы он заработал, своего файла не нужно. В своём "
            "держите только то, что хотите сказать иначе: остальное обновляется вместе с Методотекой."
        )
    files.write_together(root, {made.path: made.data.decode()})
    print(f"{made.path}: переведено {made.translated} из {made.messages}.")
    if made.gone:
        print(f"Больше не нужны: {made.gone}; они в конце файла, после #~.")
    for one in bad:
        print(f"{one.path}:{one.line}: перевод не показывается: {one.message}")
    print(f"Откройте файл в Poedit. Чтобы сайт заговорил на этом языке, добавьте в mkdocs.yml language: {options.code}")
    return 0
