"""The commands of a keeper who sends changes on: a branch, a commit and the address of the request in one step."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator import files, publish, settings, text
from generator.channels import proposals
from generator.channels.proposals import Destination, ProposedBranch
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.publish import configured
from generator.upkeep import inbox, sending
from generator.upkeep.review import printed

_FILES = ("файл", "файла", "файлов")


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "propose",
        run_propose,
        "Берёт изменённое в папках data и content, проверяет, кладёт в отдельную ветку с описанием словами, отправляет "
        "её в репозиторий и показывает адрес, по которому открывается запрос. Ваша ветка и остальные ваши правки не "
        "меняются. Повторный запуск для тех же записей дополняет ту же ветку. Код возврата: 0 — предложено, 1 — есть "
        "ошибки или предложить нельзя, и тогда ничего не сделано.",
    )
    it.add_argument(
        "paths", nargs="*", type=Path, metavar="ПУТЬ", help="только эти файлы и папки (по умолчанию все изменённые)"
    )
    it.add_argument("--dry-run", action="store_true", help="только показать, что будет предложено")
    it.add_argument(
        "--draft", action="store_true", help="предложить и с ошибками: их исправят в запросе, принять его пока нельзя"
    )
    it.add_argument("--replace", action="store_true", help="заменить и то, что на этой ветке правили другие")
    it.add_argument("--branch", default="", metavar="ИМЯ", help="имя ветки (по умолчанию по записям)")
    add_destination(it)

    it = command(
        commands,
        "inbox",
        run_inbox,
        "Читает файлы Word, Excel и формы (.docx, .xlsx, .yml, .zip с картинками), которые лежат в папке: вложения "
        "писем, общий диск. Каждый файл становится веткой с предложением (см. propose), а рядом ложатся ответ, готовый "
        "к отправке, и копия с замечаниями. Картинки и документы в ветку не идут, пока их не посмотрят: они ложатся "
        "рядом, в папку «Посмотреть — …» (см. --looked). Письма (.eml, .txt) и архивы (.zip) раскладываются сами. Файл "
        "берётся один раз; исправленный дополняет ту же ветку. Папки внутри, картинки и заметки, которые лежат "
        "отдельно, не берёт и один раз говорит почему; временные и ещё не дописанные файлы не трогает. Годится для "
        "запуска по расписанию: когда брать нечего, молчит. "
        "Код возврата: 0 — всё взято, 1 — есть замечания, 2 — работать нельзя.",
    )
    it.add_argument("folder", type=Path, metavar="ПАПКА", help="папка с присланными файлами")
    it.add_argument(
        "--again", action="store_true", help="взять ещё раз файлы с замечаниями: например, в базу добавили их школу"
    )
    it.add_argument("--programme", default="", metavar="ИМЯ", help="программа, к которой относятся дорожные карты")
    it.add_argument("--dry-run", action="store_true", help="только показать, что будет; ничего не писать")
    it.add_argument(
        "--looked",
        action="append",
        default=[],
        metavar="ФАЙЛ",
        help="картинки и документы этого файла посмотрены, отправить и их; можно повторять",
    )
    it.add_argument(
        "--closed-remote",
        action="store_true",
        help="репозиторий закрыт, его видят только свои: картинки и документы отправлять сразу",
    )
    add_destination(it)


def add_destination(
    parser: argparse.ArgumentParser, no_push: str = "сделать ветку только здесь, никуда не отправлять"
) -> None:
    """The options that say where a proposal goes; ``no_push`` says what is done when it goes nowhere."""
    parser.add_argument("--no-push", action="store_true", help=no_push)
    parser.add_argument("--remote", default="", metavar="ИМЯ", help="куда отправить (по умолчанию origin)")
    parser.add_argument("--into", default="", metavar="ВЕТКА", help="куда войдут правки (по умолчанию основная ветка)")


def find_base_target(options: argparse.Namespace, root: Path, *, push: bool | None = None) -> Destination:
    """Where the proposals of a command with these options go; ``push`` wins over ``--no-push``."""
    chosen = _site_settings(root)
    return proposals.find_destination(
        root,
        remote=options.remote,
        into=options.into,
        push=not options.no_push if push is None else push,
        repo_url=chosen.repo_url,
        edit_base=chosen.edit_base,
        prompt=sys.stdin.isatty(),
    )


def _site_settings(root: Path) -> settings.Settings:
    try:
        return configured.settings(root)
    except publish.NotPublished:  # what is wrong there is told by the review
        return settings.Settings()


def run_propose(options: argparse.Namespace) -> int:
    """Make a branch of what a person has changed, when nothing is wrong with it."""
    root = common.base_folder(options)
    chosen = common.resolve_paths(root, options.paths, may_be_gone=True)
    target = find_base_target(options, root)
    found = sending.folder_changes(root, target, chosen)
    for path, branch in (found.waiting or {}).items():
        print(f"Уже предложено: {path} (ветка {branch})")
    if found.waiting and not found.files:
        print("Больше предлагать нечего.")
        return 0
    sent = sending.send(
        root,
        common.settings_for_checks(root),
        target,
        found.files,
        branch=options.branch,
        since=found.since,
        with_errors=options.draft,
        dry_run=options.dry_run,
        replace=options.replace,
        prompt=sys.stdin.isatty(),
    )
    wrong = sent.review.failed
    print(printed.review_as_text(sent.review), file=sys.stderr if wrong and sent.branch is None else sys.stdout)
    if sent.branch is None:
        if wrong and not options.dry_run:
            print("Ничего не предложено: сначала исправьте ошибки.", file=sys.stderr)
        elif options.dry_run:
            print(f"Будет предложено (ветка {sent.name}): {text.plural(len(found.files), *_FILES)}.")
        return int(wrong)
    tell_branch(sent.branch, target)
    if found.elsewhere:
        print(f"Не предложено, потому что не в data и content: {text.plural(found.elsewhere, *_FILES)}.")
    return 0


def run_inbox(options: argparse.Namespace) -> int:
    """Take what lies in a folder: a branch and an answer for each file."""
    try:
        root = common.base_folder(options)
        chosen = common.settings_for_checks(root)
        status, target = 0, None

        def find() -> Destination:
            nonlocal target
            target = find_base_target(options, root)
            return target

        asked = {"dry_run": options.dry_run, "again": options.again, "programme": options.programme}
        asked |= {"closed": options.closed_remote, "looked": [Path(one).name for one in options.looked]}
        for one in inbox.take(root, options.folder.resolve(), chosen, find, **asked):
            _tell_handled(one, target, dry_run=options.dry_run)
            status = max(status, int(one.failed))
        return status
    except (files.FileFault, publish.NotPublished, OSError) as fault:
        print(files.describe_os_error(fault) if isinstance(fault, OSError) else fault, file=sys.stderr)
        return 2


def _tell_handled(one: inbox.Handled, target: Destination | None, *, dry_run: bool) -> None:
    print(f"\n{text.masked(one.name)}")
    for fate, title in one.found.titles:
        if fate in inbox.FATES:
            print(f"  {inbox.FATES[fate]}: «{text.masked(title)}»")
    if one.trouble:
        print(f"  ! {one.trouble}", file=sys.stderr)
    if one.left:
        print(f"  не взято оттуда, посмотрите сами: {', '.join(f'«{text.masked(name)}»' for name in one.left[:20])}")
    if one.passed:
        print(f"  не взято: {one.passed}")
    if one.found.wrong:
        print(f"  нужно исправить: {text.plural(len(one.found.wrong), 'место', 'места', 'мест')}", file=sys.stderr)
    if one.branch is not None and target is not None:
        tell_branch(one.branch, target)
    if one.found.held:
        _tell_held(one)
    if beside := " и ".join(f"«{text.masked(name)}»" for name in (one.answer, one.copy) if name):
        print(f"  Отправьте автору: {beside}")
    if dry_run:
        print("  (ничего не записано: --dry-run)")


def _tell_held(one: inbox.Handled) -> None:
    """Pictures and documents that nobody has looked at yet."""
    count = text.plural(len(one.found.held), "файл", "файла", "файлов")
    print(f"  картинки и документы ({count}) не отправлены: открытую ветку увидят все")
    if one.pictures:
        print(
            f"  Посмотрите их в папке «{text.masked(one.pictures)}»; как отправить, сказано там в «{inbox.WHAT_NEXT}»"
        )


def tell_branch(made: ProposedBranch, target: Destination) -> None:
    """What was done and what a person does next."""
    outcome = {"new": "Предложено", "updated": "Предложение дополнено", "same": "Это уже предложено"}[made.fate]
    print(f"\n{outcome}: ветка {made.branch}, правка {made.commit[:10]}")
    if made.address:
        print(f"Откройте запрос: {made.address}")
    elif made.sent:
        place = f" {target.url}" if target.url else ""
        print(f"Откройте репозиторий{place} и создайте запрос из этой ветки в «{target.into}».")
    else:
        print(f"Ветка только на этом компьютере. Отправить: git push ИМЯ_РЕПОЗИТОРИЯ {made.branch}")
