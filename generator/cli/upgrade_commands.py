"""The command that brings an older base to the present format."""

from __future__ import annotations

import argparse
import sys

from generator import begin, files, site
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.settings import needed
from generator.upkeep import upgrading
from generator.upkeep.upgrading import workflows


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "upgrade",
        run_upgrade,
        "Приводит записи, списки, настройки и процессы базы, сделанной прежней версией, к нынешней и показывает каждую "
        "правку. Базу нынешнего формата не меняет.",
    )
    it.add_argument("--dry-run", action="store_true", help="только показать")


def run_upgrade(options: argparse.Namespace) -> int:
    """Change the files of the base to the present format, all together, and check what came out."""
    root = common.base_folder(options)
    try:
        was, found = upgrading.format_of(root), upgrading.upgraded_files(root)
    except upgrading.NotUpgraded as fault:
        print(fault, file=sys.stderr)
        return 1
    for one in found:
        print(one.path)
        for line in one.notes:
            print(f"  {line}")
    done = [one for one in found if not one.by_hand]
    if options.dry_run:
        if schemas := sorted(upgrading.refreshed_schemas(root)):
            print(f"Схемы для подсказок в редакторе, которые обновились бы: {', '.join(schemas)}")
        print(f"Файлов изменилось бы: {len(done)}.")
        return 0
    texts = {one.path: one.text for one in done if one.text is not None}
    if (made := workflows.remembered_text(root, texts)) is not None:
        texts[begin.MADE_WORKFLOWS] = made
    files.write_together(root, texts)
    for one in done:
        if one.text is None:
            files.remove_file(root, one.path)
    fresh = upgrading.refreshed_schemas(root)
    files.write_together(root, fresh)
    if not found and not fresh:
        print(f"База уже в нынешнем формате ({needed.FORMAT}), менять нечего.")
        return 0
    if fresh:
        print(f"Обновлены схемы для подсказок в редакторе: {len(fresh)}.")
    print(
        f"\nФормат был {was}, теперь {needed.FORMAT}. Изменено файлов: {len(done)}. Посмотрите правки и сохраните их."
    )
    if by_hand := [one.path for one in found if one.by_hand]:
        print(f"Сделайте сами то, что сказано выше: {', '.join(by_hand)}")
    checked, problems = site.check(root, common.settings_for_checks(root))
    print(f"Проверено записей: {len(checked.records)}. {common.count_problems(problems)} Подробно: metodoteka check")
    return 0
