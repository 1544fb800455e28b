"""The command for templates that a base has of its own."""

from __future__ import annotations

import argparse
import sys

from generator import files
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.documents import folders
from generator.problems import suggest
from generator.settings import overrides


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "override",
        run_override,
        "Кладёт в базу копию шаблона Методотеки, чтобы изменить одну страницу, и запоминает, с какого состояния она "
        "сделана: когда шаблон в Методотеке изменится, check скажет.",
    )
    it.add_argument("name", metavar="ШАБЛОН", help="имя шаблона: home.md.j2 или partials/footer.html")
    how = it.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="показать, чем свой отличается от нынешнего в Методотеке")
    how.add_argument("--seen", action="store_true", help="отметить, что свой сверен с нынешним")


def run_override(options: argparse.Namespace) -> int:
    """Copy a template of ours into the base, show how the two differ, or remember that they were compared."""
    root = common.base_folder(options)
    path = overrides.own_template_path(options.name)
    if path is None:
        hint = suggest(options.name, overrides.known_names(), example="например, home.md.j2 или partials/footer.html")
        print(f"Шаблона «{options.name}» у Методотеки нет: {hint}", file=sys.stderr)
        return 2
    is_there = folders.is_ordinary(root / path)
    if is_there != (options.diff or options.seen):
        state = "уже есть: покажите отличия (--diff) или отметьте, что он сверен (--seen)" if is_there else "в базе нет"
        print(f"Файл {path} {state}.", file=sys.stderr)
        return 1
    if options.diff:
        print(overrides.difference(root, path) or "Отличий нет.")
        return 0
    texts = {overrides.TAKEN_TEMPLATES: overrides.remembered_templates(root, path)}
    if not options.seen:
        texts[path] = overrides.product_template(path) or ""
    files.write_together(root, texts)
    print(f"{path}: отмечен как сверенный." if options.seen else f"{path}: копия шаблона, меняйте её.")
    if path.startswith(f"{overrides.THEME}/") and not options.seen and not overrides.has_own_theme(root):
        print("В mkdocs.yml, в theme: нужна строка custom_dir: theme")
    return 0
