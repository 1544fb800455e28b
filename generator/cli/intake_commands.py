"""The command that takes records out of an issue of the forge."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from generator import files, publish
from generator.channels import intake, intake_answer, intake_branch
from generator.channels.intake_text import MAX_ISSUE
from generator.cli import common
from generator.cli.arguments import Commands, command, positive
from generator.documents import sources

_MOST_EVENT = 4_000_000  # bytes of what a forge tells of an event


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "intake",
        run_intake,
        "Берёт из текста обращения запись, которую сложила форма сайта, и проверяет её как все остальные. Пишет ответ, "
        "в котором нет ни слова о людях, и, если замечаний нет, файлы записей. Вложения не открывает, в базу ничего не "
        "пишет. Код возврата 1, если принять нельзя.",
    )
    source = it.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--from", dest="source", metavar="ФАЙЛ", help="файл с текстом обращения (- значит стандартный ввод)"
    )
    source.add_argument(
        "--propose", type=Path, metavar="ФАЙЛ", help="то, что записано ключом --result, положить в ветку с предложением"
    )
    it.add_argument("--number", type=positive, metavar="N", help="номер обращения, для --propose")
    source.add_argument(
        "--event", type=Path, metavar="ФАЙЛ", help="событие площадки в JSON: из него берутся issue.title и issue.body"
    )
    it.add_argument("--answer", type=Path, metavar="ФАЙЛ", help="куда записать ответ (по умолчанию — на экран)")
    it.add_argument("--out", type=Path, metavar="ПАПКА", help="новая папка, куда положить файлы записей")
    it.add_argument("--result", type=Path, metavar="ФАЙЛ", help="ответ и файлы одним JSON: для процесса площадки")


def run_intake(options: argparse.Namespace) -> int:
    """Take one issue; the screen shows the answer or, where that goes into a file, only numbers."""
    root = common.base_folder(options)
    if options.propose:
        return _propose(root, options.propose, options.number or 0)
    title, body = _of_event(options.event) if options.event else ("", _of_text(options.source))
    try:
        taken = intake.take_issue(root, common.settings_for_checks(root), body, title)
    except Exception as error:
        # A fault of ours: the log is public, and what Python says of it may repeat the text.
        raise publish.NotPublished(f"Обращение не прочитано, в программе ошибка: {type(error).__name__}.") from None
    answer = intake_answer.as_answer(taken)
    if options.answer:
        files.write_if_changed(options.answer, answer)
    if options.result:
        files.write_if_changed(options.result, json.dumps(intake_answer.as_result(taken), ensure_ascii=False))
    for path, record in (taken.texts or {}).items() if options.out else ():
        files.create_file(options.out / path, record)
    if not options.answer and not options.result:
        sys.stdout.write(answer)
    stops = sum(one.stops for one in taken.all_remarks)
    print(
        f"Записей в обращении: {len(taken.records)}, замечаний: {stops}. "
        + ("Принять можно." if taken.is_right else "Принять нельзя, смотрите ответ."),
        file=sys.stderr,
    )
    return int(not taken.is_right)


def _propose(root: Path, result: Path, number: int) -> int:
    """The branch of an issue: a further commit where it exists, nobody's commit undone."""
    found = _json(result)
    try:
        records, author = {str(path): str(record) for path, record in found["files"].items()}, str(found["author"])
    except (KeyError, TypeError, AttributeError) as error:
        raise publish.NotPublished(f"В файле {result.name} не то, что пишет ключ --result.") from error
    made = intake_branch.propose_issue(root, number, records, author)
    print(f"Ветка {made.branch}: {'без изменений' if made.fate == 'same' else 'готова'}.")
    return 0


def _of_text(source: str) -> str:
    # One character more than is read tells that the text is too long.
    return sys.stdin.read(MAX_ISSUE + 1) if source == "-" else _text(Path(source))


def _of_event(path: Path) -> tuple[str, str]:
    try:
        issue = _json(path)["issue"]
        return str(issue["title"] or ""), str(issue["body"] or "")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise publish.NotPublished(
            "В файле события нет обращения: нужен JSON, где есть issue.title и issue.body."
        ) from error


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise publish.NotPublished(
            f"{path.name} — не JSON. Нужен файл с issue.title и issue.body или из --result."
        ) from error


def _text(path: Path) -> str:
    if not path.is_file():
        raise publish.NotPublished(f"Нет такого файла: {path}")
    if path.stat().st_size > _MOST_EVENT:
        raise publish.NotPublished(f"Файл больше {files.size_in_words(_MOST_EVENT)} и не прочитан.")
    try:
        return sources.own_text(path)
    except UnicodeDecodeError as error:
        raise publish.NotPublished("Файл записан не в UTF-8: сохраните его в UTF-8.") from error
