"""The command: it reads its words, calls one tested function and prints. Exit status 0 good, 1 wrong records, 2
usage. Each module here holds the commands of one trade and adds them to the command line itself; ``table`` names them
all, so that only the module of the command that was asked for has to be loaded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path

from generator import __version__, publish
from generator.cli.arguments import RUSSIAN
from generator.cli.table import MODULES
from generator.publish import output

READING = frozenset({"check", "explain", "intake", "review", "serve"})
"""Commands that write nothing into the base; the others clear what a killed run left there."""

_FIRST_STEPS = """
Начать новую базу:      metodoteka init ПАПКА
Проверить записи:       metodoteka check
Собрать и посмотреть:   metodoteka build, metodoteka serve
"""


def main(arguments: Sequence[str] | None = None, loaded: Callable[[], object] = lambda: None) -> int:
    """Run the command with ``arguments`` (default: the program's); returns the exit status, raises SystemExit(2) for
    usage. ``loaded`` is called when everything that the command needs is in memory and before it does anything."""
    output.configure_output()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        print(parser(words).format_help() + _FIRST_STEPS)
        return 0
    options = parser(words).parse_args(words)
    from generator import files, text  # what the list of commands does not need takes a while to load
    from generator.cli import common

    loaded()
    try:
        if options.КОМАНДА not in READING:
            files.sweep_base(options.root.resolve())
        with redirect_stdout(common.SafeStream(sys.stdout)), redirect_stderr(common.SafeStream(sys.stderr)):
            return options.run(options)
    except (publish.NotPublished, files.FileFault) as fault:
        print(text.visible(str(fault)), file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise  # nobody reads any more: told by nobody
    except OSError as fault:
        print(f"{files.describe_os_error(fault)} Каждый файл записан целиком или остался прежним.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nОстановлено. Каждый файл записан целиком или остался прежним.", file=sys.stderr)
        return 130


def parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The whole command line, in Russian. Of commands that none of ``words`` names there is only the line in the list;
    a word that names a command by chance, as the value of an option, only makes one more of them whole."""
    # argparse looks its own words up through gettext under this name.
    argparse._ = lambda message: RUSSIAN.get(message, message)
    it = argparse.ArgumentParser(
        "metodoteka",
        description="Методотека: проверяет записи базы знаний и делает из них сайт.",
        epilog="Справка о команде: metodoteka КОМАНДА --help",
    )
    it.add_argument(
        "--root", type=Path, default=Path(), metavar="ПАПКА", help="папка базы знаний (по умолчанию текущая)"
    )
    it.add_argument("--version", action="version", version=f"metodoteka {__version__}", help="показать версию")
    commands = it.add_subparsers(title="команды", metavar="КОМАНДА", required=True, dest="КОМАНДА")
    for module, lines in MODULES.items():
        if words is None or not lines.keys().isdisjoint(words):
            import_module(f"generator.cli.{module}").add(commands)
        else:
            for name, line in lines.items():
                commands.add_parser(name, help=line)
    return it
