"""The words of the command line: argparse in Russian, what several commands ask for, types of their values."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.cli.table import ONE_LINE

Commands = Any  # what argparse gives for subparsers has no public name

RUSSIAN = {
    "usage: ": "использование: ",
    "positional arguments": "что указать",
    "options": "ключи",
    "optional arguments": "ключи",
    "show this help message and exit": "показать эту справку",
    "show program's version number and exit": "показать версию",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\nСправка: %(prog)s --help\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "не хватает: %s",
    "unrecognized arguments: %s": "непонятно: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "значения %(value)r не бывает, можно: %(choices)s",
    "invalid %(type)s value: %(value)r": "значение %(value)r не подходит",
    "expected one argument": "нужно одно значение",
    "expected at least one argument": "нужно хотя бы одно значение",
    "not allowed with argument %s": "нельзя вместе с %s",
    "ambiguous option: %(option)s could match %(matches)s": "ключ %(option)s можно понять по-разному: %(matches)s",
}


def command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int] | None,
    description: str,
    help: str = "",
) -> argparse.ArgumentParser:
    """A command of its own words; ``run`` takes the options and returns the exit status (None: its own commands do).
    What a command is in one line says the table; ``help`` is for those of a command that has commands itself."""
    parser = commands.add_parser(name, help=help or ONE_LINE[name], description=description)
    # Before the command or after it: people try both.
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, metavar="ПАПКА", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def choice_of_records(parser: argparse.ArgumentParser) -> None:
    """Which records a site shows."""
    parser.add_argument("--drafts", action="store_true", help="показать и черновики")
    parser.add_argument("--no-demo", action="store_true", help="без демонстрационных записей")


WORKERS_VARIABLE = "METODOTEKA_WORKERS"


def number_of_workers(parser: argparse.ArgumentParser) -> None:
    """How many processes make pages. Fewer of them take less of the processors in all, only longer: who has these busy
    already says so once for all commands."""
    parser.add_argument(
        "--workers",
        type=int,
        default=os.environ.get(WORKERS_VARIABLE) or "0",
        metavar="ЧИСЛО",
        help=f"сколько процессов (по умолчанию — как в {WORKERS_VARIABLE}, без неё или с нулём — по числу ядер)",
    )


def identifier(value: str) -> str:
    """The type of a record's name."""
    from generator import text  # takes a while to load, and the list of commands needs no name of a record
    from generator.records.scalars import MAX_ID, is_id

    if not is_id(value):
        fitting = text.slug(text.in_one_alphabet(value))[:MAX_ID].strip("-")
        raise argparse.ArgumentTypeError(
            f"имя «{value}» не годится: нужны латинские строчные буквы, цифры и дефисы, до {MAX_ID} знаков, "
            f"например {fitting}"
        )
    return value


def kind_of_records(value: str) -> str:
    """The type of a kind of records: the name of its folder, or what people call it («практика», «практики»)."""
    from generator.problems import nearest
    from generator.records import KINDS

    called = {word.casefold(): kind for kind, model in KINDS.items() for word in (kind, *model.label, model.heading)}
    if value.casefold() in called:
        return called[value.casefold()]
    near = nearest(value.casefold(), called)
    kinds = [called[near]] if near else KINDS
    some = ", ".join(f"{kind} ({KINDS[kind].heading.lower()})" for kind in kinds)
    raise argparse.ArgumentTypeError(
        f"записей вида «{value}» не бывает; " + (f"возможно, имелось в виду {some}" if near else f"можно: {some}")
    )


def positive(value: str) -> int:
    """The type of a number of things."""
    if not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"нужно целое число от 1, а не «{value}»")
    return int(value)
