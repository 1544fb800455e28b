"""The command that begins a knowledge base."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from generator import __version__, begin, files, settings
from generator.begin import wishes
from generator.cli.arguments import Commands, command
from generator.records import reading, schemas


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "init",
        run_init,
        "Создаёт новую базу знаний: настройки, пример записи каждого нужного вида, процессы площадки, README. "
        "На терминале спрашивает о том, что не сказано ключами; без терминала берёт значения по умолчанию.",
    )
    it.add_argument("folder", type=Path, metavar="ПАПКА", help="новая или пустая папка")
    for one in wishes.ASKED:
        it.add_argument(f"--{one.name}", default=None, metavar="СЛОВА", help=one.help)
    it.add_argument(
        "--package", default="", metavar="ЧТО", help="что ставить для сборки: колесо или имя пакета с версией"
    )
    it.add_argument("--yes", action="store_true", help="ни о чём не спрашивать")


def run_init(options: argparse.Namespace) -> int:
    """A new base in a new or empty folder; nothing is written where an answer is wrong."""
    given = {one.name: value for one in wishes.ASKED if (value := getattr(options, one.name)) is not None}
    folder = options.folder
    files.refuse_full(folder)
    if not options.yes and sys.stdin.isatty() and sys.stdout.isatty():
        given = _asked(given)
    try:
        wishes_given = wishes.wishes_of(given)
    except ValueError as fault:
        print("База не создана:", *(f"  --{line}" for line in str(fault).split("\n")), sep="\n", file=sys.stderr)
        return 2
    for doubt in (doubt for one in wishes.ASKED if one.name in given and (doubt := one.doubt(given[one.name]))):
        print(f"Проверьте: {doubt}.", file=sys.stderr)
    wheel = files.installed_wheel(options.package)
    package = f"./paket/{wheel[0]}" if wheel else options.package or f"metodoteka=={__version__}"
    for path, text in begin.new_base(wishes_given, package, settings.build_date()).items():
        files.create_file(folder / path, text)
    for path, text in schemas.all_schemas(reading.load_vocabularies(folder)[0]).items():
        files.create_file(folder / path, text)
    if wheel:
        files.create_file(folder / "paket" / wheel[0], wheel[1])
    print(f"База «{wishes_given.name}» создана: {folder}\n")
    if wishes_given.region != given.get("region", wishes_given.region).strip():
        print(f"Регион записан, как он называется в документах: {wishes_given.region}.\n")
    program = _called()
    print(f"Дальше:\n  cd {files.shell_word(folder)}\n  {program} check\n  {program} build\n  {program} serve\n")
    print("Что в ней лежит и как публиковать — в README.md. Примеры (primer-….yml) замените своими записями.")
    if not wheel and not options.package:
        print(
            f"Процессы поставят {package}. Если его нет в вашем хранилище пакетов, впишите другое в requirements.txt."
        )
    return 0


def _called() -> str:
    """How this program is called from another folder: a new keeper has often not put its environment on the path."""
    own = Path(sys.argv[0]).absolute()
    found = shutil.which("metodoteka")
    if own.stem != "metodoteka" or (found and Path(found).samefile(own)):
        return "metodoteka"
    return files.shell_word(own)


def _asked(given: dict[str, str]) -> dict[str, str]:
    """The answers of the keeper to what was not told; a wrong one is asked again, an empty one is the default."""
    print("Ответьте на вопросы; Enter — то, что в скобках. Всё можно потом изменить в mkdocs.yml.\n")
    answers = dict(given)
    for one in wishes.ASKED:
        if one.name in answers or (one.name == "oktmo" and not answers.get("district")):
            continue
        otherwise = wishes.default_of(one, answers)
        question = f"{one.asked}{f' [{otherwise}]' if otherwise else ''}: "
        answers[one.name] = _sure(one, question, otherwise)
    if wishes.asks_nobody(answers) and "address" not in given and "mail" not in given:
        print(f"  {wishes.NO_MAIL}")
        its = next(one for one in wishes.ASKED if one.name == "mail")
        answers["mail"] = _sure(its, "Почта для вопросов (пусто — адрес и почту впишете потом): ")
        answers["address"] = answers["address"] if answers["mail"] else ""
    return answers


def _sure(one: wishes.Wish, question: str, otherwise: str = "") -> str:
    """An answer: a wrong one is asked again, a doubtful one once: it may be right."""
    doubted = ""
    while True:
        answer = _answer(question) or otherwise
        fault = one.wrong(answer) if answer else ""
        doubt = one.doubt(answer) if answer and not fault and not doubted else ""
        if not fault and not doubt:
            return answer or doubted
        print(f"  {fault or f'{doubt}. Напишите ещё раз; Enter — оставить как есть'}")
        doubted = doubted or (answer if doubt else "")


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""
