"""The command that publishes records which somebody has looked at."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from generator import files, problems, publish, text
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.cli.proposal_commands import add_destination, find_base_target, tell_branch
from generator.upkeep import publishing
from generator.upkeep.publishing import OneLine, Publishing
from generator.upkeep.review.changes import key_of

_RECORDS = ("запись", "записи", "записей")


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "publish",
        run_publish,
        "Меняет состояние записей на «опубликовано» (status: published), остальное в файлах не трогает. Сначала "
        "показывает замечания, которые были бы у опубликованной записи; с ошибкой хотя бы в одной не меняется ничего. "
        "С --request публикует записи запроса прямо в его ветке, ничего из неё не запуская. "
        "Код возврата: 0 — опубликовано, 1 — сначала надо исправить.",
    )
    it.add_argument("records", nargs="*", metavar="ЗАПИСЬ", help="например practices/parnoe или её файл")
    it.add_argument("--request", default="", metavar="ВЕТКА", help="опубликовать записи запроса из этой ветки")
    it.add_argument("--at", default="", metavar="ПРАВКА", help="только если ветка кончается этой правкой")
    it.add_argument("--dry-run", action="store_true", help="только показать замечания и что изменится")
    add_destination(it, "не писать в ветку запроса, только показать, что в ней изменить")


def run_publish(options: argparse.Namespace) -> int:
    """Publish records of the folder, or those of a request."""
    root = common.base_folder(options)
    if bool(options.records) == bool(options.request):
        raise publish.NotPublished("Назовите записи (metodoteka publish practices/ИМЯ) или запрос (--request ВЕТКА).")
    return _in_request(root, options) if options.request else _in_folder(root, options)


def _in_folder(root: Path, options: argparse.Namespace) -> int:
    keys = list(_keys(root, options.records))
    try:
        found = publishing.publishing(root, keys, common.settings_for_checks(root))
    except KeyError as unknown:
        raise publish.NotPublished(
            f"Записи {unknown.args[0]} в базе нет. Проверьте имя: список лежит в data/"
        ) from None
    if not _tell(found):
        return int(found.failed)
    if options.dry_run:
        print("Ничего не записано: --dry-run")
        return 0
    files.write_together(root, found.texts)
    print("Дальше: отправьте на проверку (metodoteka propose) или соберите сайт (metodoteka build).")
    return 0


def _keys(root: Path, named: list[str]) -> Iterator[str]:
    """Addresses of the records that a person named, by address or by file."""
    for name in named:
        path = Path(name)
        if path.suffix in (".yml", ".md"):
            (full,) = common.resolve_paths(root, [path])
            yield key_of(full.relative_to(root).as_posix()) or name
        else:
            yield name.removeprefix("data/").strip("/")


def _in_request(root: Path, options: argparse.Namespace) -> int:
    target = find_base_target(options, root, push=True)
    request = publishing.find_request(root, target, options.request, options.at)
    found = publishing.requested(root, target, request, common.settings_for_checks(root))
    if not _tell(found):
        return int(found.failed)
    if not request.branch:
        print("\nЭто ветка чужой копии, отсюда в неё не записать. Измените в запросе сами:")
    if options.dry_run or options.no_push or not request.branch:
        print("\n".join(map(_by_hand, found.lines)))
        return 0
    tell_branch(publishing.push_published(root, target, request, found), target)
    return 0


def _by_hand(line: OneLine) -> str:
    instead = f"вместо «{line.was}» напишите" if line.was else "добавьте"
    return f"  {line.path}, строка {line.number}: {instead} «{line.now}»"


def _tell(found: Publishing) -> bool:
    """Tell what is wrong and what would be published; True when there is something to publish and nothing is wrong."""
    if found.problems:
        print(problems.as_text(found.problems), file=sys.stderr)
        print(common.count_problems(found.problems), file=sys.stderr)
    for title in found.already:
        print(f"Уже опубликовано: «{title}»")
    for title in found.drafts:
        print(f"Оставлено черновиком: «{title}» (автор её не закончил; назовите её сами, если пора)")
    if found.failed:
        print("Ничего не опубликовано: сначала исправьте ошибки.", file=sys.stderr)
        return False
    if not found.texts:
        print("Публиковать нечего.")
        return False
    print(f"Опубликовать: {text.plural(len(found.titles), *_RECORDS)}")
    for title in found.titles:
        print(f"  «{title}»")
    return True
