"""The command: it reads its words, calls one tested function and prints. Exit status 0 good, 1 wrong records, 2
usage. Each module here holds the commands of one trade and adds them to the command line itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from generator import __version__, files, publish, text
from generator.cli import (
    common,
    fix_commands,
    intake_commands,
    office_commands,
    proposal_commands,
    publishing_commands,
    record_commands,
    review_commands,
    site_commands,
    upkeep_commands,
)
from generator.cli.arguments import RUSSIAN
from generator.files import output

READING = frozenset({"check", "explain", "intake", "review", "serve"})
"""Commands that write nothing into the base; the others clear what a killed run left there."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: the program's); returns the exit status, raises SystemExit(2) for
    usage."""
    output.configure_output()
    options = parser().parse_args(arguments)
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


def parser() -> argparse.ArgumentParser:
    """The whole command line, in Russian."""
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
    site_commands.add(commands)
    record_commands.add(commands)
    fix_commands.add(commands)
    office_commands.add(commands)
    intake_commands.add(commands)
    proposal_commands.add(commands)
    publishing_commands.add(commands)
    review_commands.add(commands)
    upkeep_commands.add(commands)
    return it
