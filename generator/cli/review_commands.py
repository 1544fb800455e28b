"""The command that looks at a proposed change."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from generator import files, settings
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.upkeep import review
from generator.upkeep.review import markdown, printed

REVIEW_FORMATS = {
    "text": printed.review_as_text,
    "markdown": markdown.as_markdown,
    "github": printed.review_as_github,
    "gitlab": printed.as_gitlab,
    "sarif": printed.as_sarif,
    "json": printed.review_as_json,
}


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "review",
        run_review,
        "Сравнивает папку базы с веткой, в которую правка войдёт: что изменилось словами, замечания к этим файлам "
        "и что посмотреть проверяющему. Ничего не меняет и ничего из правки не запускает. Код возврата 1, если есть "
        "ошибки, 2, если сравнить нельзя, иначе 0.",
    )
    it.add_argument(
        "--base", required=True, metavar="ВЕТКА", help="с чем сравнить: ветка или правка, например origin/main"
    )
    it.add_argument(
        "--head", default="", metavar="ВЕТКА", help="что сравнить (по умолчанию папка как она есть, с новыми файлами)"
    )
    it.add_argument(
        "--format",
        action="append",
        choices=list(REVIEW_FORMATS),
        help="text — для чтения, markdown — для комментария, github, gitlab, sarif и json — для программ; "
        "можно несколько раз, вместе с --out столько же раз",
    )
    it.add_argument(
        "--out", action="append", type=Path, metavar="ФАЙЛ", help="записать в файл вместо экрана (- значит экран)"
    )


def run_review(options: argparse.Namespace) -> int:
    """Tell what a change does, once, in as many formats as asked for."""
    root = common.base_folder(options)
    formats = options.format or ["text"]
    places = options.out or [Path("-")] * len(formats)
    if len(places) != len(formats):
        print(f"Форматов {len(formats)}, а файлов {len(places)}: укажите --out для каждого --format.", file=sys.stderr)
        return 2
    try:
        # Not from mkdocs.yml: that file is part of the change, and reading it may run what it names.
        its_settings = settings.Settings(site_url=os.environ.get("METODOTEKA_SITE_URL", ""))
        found = review.review_change(root, options.base, its_settings, options.head)
    except files.GitFault as fault:
        print(fault, file=sys.stderr)
        return 2
    for name, place in zip(formats, places, strict=True):
        # A name of a file may hold bytes that are no text.
        out = REVIEW_FORMATS[name](found).encode("utf-8", "replace").decode() + "\n"
        if place == Path("-"):
            sys.stdout.write(out if out.strip() else "")
        else:
            files.write_if_changed(place, out)
    return int(found.failed)
