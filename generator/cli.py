"""The command: it reads its words, calls one tested function and prints. Exit status 0 good, 1 wrong records, 2
usage."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generator import __version__, files, problems, publish, scaffold, schemas, settings, site, text
from generator.records import KINDS, PAGED, reading

PROBLEM_WORDS = {
    problems.ERROR: ("ошибка", "ошибки", "ошибок"),
    problems.WARNING: ("предупреждение", "предупреждения", "предупреждений"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: the program's); returns the exit status, raises SystemExit(2) for
    usage."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (publish.NotPublished, files.FileFault) as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nОстановлено, ничего не изменено.", file=sys.stderr)
        return 130


# --- the commands ----------------------------------------------------------------------------------------------------


def check(options: argparse.Namespace) -> int:
    """Every problem of every record in one run."""
    root = _base(options)
    found, all_problems = site.check(root, settings.Settings())
    shown = _below(all_problems, root, options.paths)
    print(problems.FORMATS[options.format](shown), end="\n" if shown or options.format == "json" else "")
    if options.format == "text":
        count = text.plural(len(found.records), "запись", "записи", "записей")
        print(f"Проверено: {count}. {_counted(shown)}")
    return int(problems.failed(shown, strict=options.strict))


def build(options: argparse.Namespace) -> int:
    """Check, render and publish the site; the old one stays until the new one is whole."""
    root = _base(options)
    prepared = _prepared(options, root)
    if prepared is None:
        return 1
    publish.build(root, options.out or root / "site", prepared, _say)
    return 0


def pages(options: argparse.Namespace) -> int:
    """Lay the pages out as an ordinary folder."""
    root = _base(options)
    prepared = _prepared(options, root)
    if prepared is None:
        return 1
    publish.write_pages(root, options.out, prepared, _say)
    return 0


def serve(options: argparse.Namespace) -> int:
    """Show the site on this computer and follow changes."""
    publish.serve(
        _base(options),
        _say,
        host=options.host,
        port=options.port,
        demo=_unless(options.no_demo),
        drafts=options.drafts or None,
        desk=options.desk,
    )
    return 0


def new(options: argparse.Namespace) -> int:
    """A commented record to fill in; an existing file is never touched."""
    root = _base(options)
    its_id = options.id or "novaia-zapis"
    path = root / "data" / options.kind / f"{its_id}.yml"
    vocabularies = reading.load_vocabularies(root)[0]
    files.create(path, scaffold.template(options.kind, its_id, vocabularies, settings.build_date()))
    print(f"Создан файл {path}\nЗаполните его и проверьте: metodoteka check {path}")
    return 0


def schema(options: argparse.Namespace) -> int:
    """Write the JSON Schemas of all kinds where they differ from the models."""
    root = _base(options)
    wanted = schemas.all_schemas(reading.load_vocabularies(root)[0])
    changed = [path for path, content in wanted.items() if files.write_if_changed(root / path, content)]
    print("Схемы обновлены: " + ", ".join(changed) if changed else "Схемы уже соответствуют моделям.")
    return 0


def sample(options: argparse.Namespace) -> int:
    """A generated base of labelled records, for trying out scale."""
    from generator import sample as samples  # a large room that no other command needs

    files.write_tree(options.out, samples.base(options.records, options.seed, files.vocabularies_dir()))
    print(f"Образец базы записан в {options.out}. Посмотреть: metodoteka --root {options.out} build")
    return 0


def addresses(options: argparse.Namespace) -> int:
    """Add the addresses of everything published to the register of addresses that must stay."""
    root = _base(options)
    found, wrong = site.check(root, settings.Settings())
    if problems.failed(wrong):
        return _report(wrong)
    known = {address for _, address in found.addresses}
    kept = sorted(
        known | {key for key, r in found.records.items() if r.is_public and not r.demo and r.kind in PAGED}
    )
    files.write_if_changed(root / "data" / "addresses.txt", ADDRESSES_HEAD + "\n".join(kept) + "\n")
    print(f"Опубликованных адресов: {len(kept)}, новых: {len(kept) - len(known)}")
    return 0


ADDRESSES_HEAD = (
    "# Опубликованные адреса: они не исчезают. Список пополняет команда metodoteka addresses;\n"
    "# переименованная запись держит прежний адрес в поле aliases.\n"
)


# --- what they share -------------------------------------------------------------------------------------------------


def _base(options: argparse.Namespace) -> Path:
    root = options.root.resolve()
    if not (root / "data").is_dir():
        raise publish.NotPublished(
            f"В папке {root} нет папки data: это не база знаний. Укажите папку: metodoteka --root ПАПКА …"
        )
    return root


def _prepared(options: argparse.Namespace, root: Path) -> site.Site | None:
    chosen = publish.settings(root, demo=_unless(options.no_demo), drafts=options.drafts or None)
    prepared = site.prepare(root, chosen, _say)
    warnings = [p for p in prepared.problems if not p.is_error]
    if prepared.failed:
        _report(prepared.problems)
        print("Сайт не изменён: сначала исправьте ошибки.", file=sys.stderr)
        return None
    if warnings:
        _say(f"{_counted(warnings)} Подробно: metodoteka check")
    return prepared


def _unless(flag: bool) -> bool | None:
    """``--no-demo`` overrides the setting, its absence leaves the setting alone."""
    return False if flag else None


def _report(found: Sequence[problems.Problem]) -> int:
    print(problems.as_text(found), file=sys.stderr)
    print(_counted(found), file=sys.stderr)
    return int(problems.failed(found))


def _counted(found: Sequence[problems.Problem]) -> str:
    parts = [
        text.plural(count, *words)
        for severity, words in PROBLEM_WORDS.items()
        if (count := sum(p.severity == severity for p in found))
    ]
    return ("Найдено: " + ", ".join(parts) + ".") if parts else "Замечаний нет."


def _below(found: Sequence[problems.Problem], root: Path, paths: Sequence[Path]) -> list[problems.Problem]:
    """Only the problems of the given files and folders; paths count from the current folder, then from the base."""
    if not paths:
        return list(found)
    wanted = []
    for path in paths:
        full = path.resolve() if path.resolve().is_relative_to(root) else (root / path).resolve()
        if not full.exists():
            raise publish.NotPublished(f"Нет такого файла или папки: {path}")
        wanted.append(full)
    return [p for p in found if any((root / p.path).resolve().is_relative_to(full) for full in wanted)]


_started = time.monotonic()


def _say(message: str) -> None:
    print(f"[{time.monotonic() - _started:5.1f} с] {message}", flush=True)


# --- the words of the command line -----------------------------------------------------------------------------------

_RUSSIAN = {
    "usage: ": "использование: ",
    "positional arguments": "что указать",
    "options": "ключи",
    "optional arguments": "ключи",
    "show this help message and exit": "показать эту справку",
    "show program's version number and exit": "показать версию",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\nСправка: %(prog)s --help\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "не хватает: %s",
    "unrecognized arguments: %s": "непонятно: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "значения %(value)r не бывает, можно: %(choices)s",
    "invalid %(type)s value: %(value)r": "значение %(value)r не подходит",
    "expected one argument": "нужно одно значение",
    "expected at least one argument": "нужно хотя бы одно значение",
    "not allowed with argument %s": "нельзя вместе с %s",
    "ambiguous option: %(option)s could match %(matches)s": "ключ %(option)s можно понять по-разному: %(matches)s",
}


def _parser() -> argparse.ArgumentParser:
    # argparse looks its own words up through gettext under this name.
    argparse._ = lambda message: _RUSSIAN.get(message, message)
    parser = argparse.ArgumentParser(
        "metodoteka",
        description="Методотека: проверяет записи базы знаний и делает из них сайт.",
        epilog="Справка о команде: metodoteka КОМАНДА --help",
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="ПАПКА", help="папка базы знаний (по умолчанию текущая)"
    )
    parser.add_argument("--version", action="version", version=f"metodoteka {__version__}", help="показать версию")
    commands = parser.add_subparsers(title="команды", metavar="КОМАНДА", required=True, dest="КОМАНДА")

    it = _command(
        commands,
        "check",
        check,
        "проверить записи и показать все замечания",
        "Показывает все замечания ко всем записям: место, что не так, как исправить. "
        "Код возврата 1, если есть ошибки, иначе 0.",
    )
    it.add_argument(
        "paths", nargs="*", type=Path, metavar="ПУТЬ", help="показать замечания только к этим файлам и папкам"
    )
    it.add_argument(
        "--format",
        choices=list(problems.FORMATS),
        default="text",
        help="text — для чтения, json — для программ, github — пометки в запросе на слияние",
    )
    it.add_argument("--strict", action="store_true", help="предупреждения считать ошибками")

    it = _command(
        commands,
        "build",
        build,
        "собрать сайт",
        "Проверяет записи, пишет страницы, собирает сайт и ставит его на место прежнего целиком. "
        "Если есть ошибка, прежний сайт остаётся.",
    )
    it.add_argument("--out", type=Path, metavar="ПАПКА", help="куда (по умолчанию site в папке базы)")
    _choice_of_records(it)

    it = _command(
        commands,
        "pages",
        pages,
        "записать страницы Markdown обычной папкой",
        "Пишет полную папку со страницами, оформлением и mkdocs.yml: "
        "её может собрать любой генератор, знающий mkdocs.yml.",
    )
    it.add_argument("--out", type=Path, metavar="ПАПКА", required=True, help="куда")
    _choice_of_records(it)

    it = _command(
        commands,
        "serve",
        serve,
        "показать сайт у себя и обновлять при правках",
        "Открывает сайт на этом компьютере; правки в data, content и theme видны сразу.",
    )
    it.add_argument("--host", default="127.0.0.1", metavar="АДРЕС", help="адрес (по умолчанию только этот компьютер)")
    it.add_argument("--port", type=int, default=8000, metavar="ПОРТ", help="порт (по умолчанию 8000)")
    it.add_argument("--desk", action="store_true", help="со столом редактора (/admin/): пишет через decap-server")
    _choice_of_records(it)

    it = _command(
        commands,
        "new",
        new,
        "завести новую запись с подсказками",
        "Создаёт файл записи с подсказками к каждому полю. Готовый файл не перезаписывает. "
        "Виды: " + ", ".join(f"{kind} ({model.heading.lower()})" for kind, model in KINDS.items()) + ".",
    )
    it.add_argument("kind", choices=list(KINDS), metavar="ВИД", help="вид записи, например practices")
    it.add_argument("id", nargs="?", metavar="ИМЯ", type=_id, help="имя файла латиницей: parnoe-nastavnichestvo")

    _command(
        commands,
        "schema",
        schema,
        "обновить схемы для подсказок в редакторе",
        "Пишет JSON Schema всех видов в data/schemas.",
    )

    it = _command(
        commands,
        "sample",
        sample,
        "создать большую базу-образец для проб",
        "Создаёт помеченную базу выдуманных записей всех видов, чтобы попробовать генератор на размере.",
    )
    it.add_argument("--records", type=_positive, default=100, metavar="N", help="сколько практик (по умолчанию 100)")
    it.add_argument("--seed", type=int, default=1, metavar="S", help="зерно: одинаковое даёт одинаковую базу")
    it.add_argument("--out", type=Path, required=True, metavar="ПАПКА", help="куда (новая или пустая папка)")

    _command(
        commands,
        "addresses",
        addresses,
        "запомнить опубликованные адреса",
        "Дописывает в data/addresses.txt адреса всех опубликованных записей. Проверка следит, чтобы они не исчезали.",
    )
    return parser


def _command(
    commands, name: str, run: Callable[[argparse.Namespace], int], help: str, description: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=description)
    # Before the command or after it: people try both.
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, metavar="ПАПКА", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def _choice_of_records(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="показать и черновики")
    parser.add_argument("--no-demo", action="store_true", help="без демонстрационных записей")


def _id(value: str) -> str:
    fitting = text.slug(value)
    if value != fitting:
        raise argparse.ArgumentTypeError(
            f"имя «{value}» не годится: нужны латинские строчные буквы, цифры и дефисы, например {fitting}"
        )
    return value


def _positive(value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"нужно целое число от 1, а не «{value}»")
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
