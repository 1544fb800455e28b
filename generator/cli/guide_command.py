"""The command that shows the guides for the keeper of a base."""

from __future__ import annotations

import argparse
import sys

from generator.begin import guides
from generator.cli.arguments import Commands, command


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "guide",
        run_guide,
        "Показывает руководство для того, кто ведёт базу: что решает каждая настройка, как опубликовать сайт. "
        "Без имени — список руководств. Длинное удобно листать: metodoteka guide nastroika-saita | more",
    )
    it.add_argument("name", nargs="?", metavar="ИМЯ", help="имя или название, например nastroika-saita")


def run_guide(options: argparse.Namespace) -> int:
    """Print a guide, or the list of all; a wrong name has status 1."""
    listed = "\n".join(f"  {name:<18} {title}" for name, title in guides.guide_titles().items())
    if options.name is None:
        print(f"Руководства (metodoteka guide ИМЯ):\n{listed}")
        return 0
    if not (name := guides.guide_meant(options.name)):
        print(f"Руководства «{options.name}» нет. Есть:\n{listed}", file=sys.stderr)
        return 1
    print(guides.guide_text(name), end="")
    return 0
