"""The commands that fix files by hand: bring them to the canonical form, fix what is certain, explain a code."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator import files, problems, text
from generator.channels import fixes
from generator.channels.fixes import canonical_form, fixing
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.documents import sources
from generator.problems import codes

_SHOWN = 120
_FILES = ("файл", "файла", "файлов")


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "format",
        run_format,
        "Расставляет поля, кавычки и списки записей и списков терминов одинаково. Смысл не меняется, комментарии "
        "остаются при своих полях. Файл, который не читается, остаётся как был. Код возврата 1, если такой есть.",
    )
    _paths(it)
    it.add_argument(
        "--check", action="store_true", help="ничего не писать, только сказать, что изменилось бы (код возврата 1)"
    )

    it = command(
        commands,
        "fix",
        run_fix,
        "Исправляет сам: даты вида 01.09.2025, названия вместо идентификаторов, числа с запятой, прямые кавычки, "
        "тире вместо дефиса в списках, двоеточие без пробела, невидимые знаки и табуляции, латинские буквы в русских "
        "словах, файлы в Windows-1251 и UTF-16, имена файлов, опечатки в именах полей. "
        "Показывает каждую правку. В чём есть сомнение, того не трогает, а показывает в конце. "
        "Код возврата 1, если остались ошибки.",
    )
    _paths(it)
    it.add_argument("--dry-run", action="store_true", help="ничего не писать, только показать правки")

    it = command(
        commands,
        "explain",
        run_explain,
        "Рассказывает, что значит замечание, как исправить, и показывает пример. Код — слово в квадратных скобках в "
        "конце замечания. Без кода — список всех.",
    )
    it.add_argument("code", nargs="?", metavar="КОД", help="например missing-field")


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="ПУТЬ", help="только эти файлы и папки (по умолчанию вся папка data)"
    )


def run_format(options: argparse.Namespace) -> int:
    """Rewrite records in the canonical form; what cannot be read is told and left alone."""
    root = common.base_folder(options)
    changed, wrong = [], []
    for path in fixes.chosen(root, common.resolve_paths(root, options.paths)):
        raw, trouble = sources.read_raw(root / path, path)
        was, more = sources.decode(raw, path) if raw is not None else (None, [])
        wrong += trouble + more
        if was is None:
            continue
        now, trouble = canonical_form.format_record(was, path)
        wrong += trouble
        if not trouble and now.encode() != raw:
            changed.append(path)
            if not options.check:
                files.write_if_changed(root / path, now)
    for path in changed:
        print(path)
    if options.check:
        print(
            f"Не в едином виде: {text.plural(len(changed), *_FILES)}. Привести: metodoteka format"
            if changed
            else "Все записи в едином виде."
        )
    else:
        print(
            f"Приведено к единому виду: {text.plural(len(changed), *_FILES)}."
            if changed
            else "Все записи уже в едином виде."
        )
    if wrong:
        common.report_problems(wrong)
        print(f"Оставлены как были: {text.plural(len({problem.path for problem in wrong}), *_FILES)}.", file=sys.stderr)
    return int(bool(wrong) or (options.check and bool(changed)))


def run_fix(options: argparse.Namespace) -> int:
    """Mend what is certain, show every fix, check again and tell what is left."""
    root = common.base_folder(options)
    paths = fixes.fixable(root, common.resolve_paths(root, options.paths))
    found = fixing.fix_files(root, common.settings_for_checks(root), paths)
    if not options.dry_run:
        for path, now in found.texts.items():
            # First the name, then the text: killed in between, there is one file still, and the next run fixes it.
            if paths[path] != path:
                files.move(root, paths[path], path)
            files.write_if_changed(root / path, now)
    for path in sorted({fix.path for fix in found.done}):
        print(path)
        for fix in sorted(fix for fix in found.done if fix.path == path):
            place = f"строка {fix.line}: " if fix.line else ""
            print(f"  {place}{fix.what or _difference(fix.was, fix.now)}")
    for path in found.undone:
        print(f"{path}: часть правок отменена, от них появились бы новые замечания")
    if found.done:
        count = text.plural(len(found.done), "правка", "правки", "правок")
        where = text.plural(len({fix.path for fix in found.done}), "файле", "файлах", "файлах")
        print(f"{'Было бы сделано' if options.dry_run else 'Сделано'}: {count} в {where}.")
    else:
        print("Исправлять самому нечего.")
    if found.left:
        print("Осталось решить вам:", file=sys.stderr)
        return common.report_problems(found.left)
    return 0


def _difference(was: str, now: str) -> str:
    """«было → стало»; of a long line only the words around what differs."""
    if len(was) + len(now) <= _SHOWN:
        return f"{was} → {now}"
    start = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    end = next((n for n, (a, b) in enumerate(zip(was[::-1], now[::-1], strict=False)) if a != b), 0)
    start, end = max(0, start - 15), max(0, end - 15)
    before, after = "…" * (start > 0), "…" * (end > 0)
    return " → ".join(f"{before}{one[start : len(one) - end]}{after}" for one in (was, now))


def run_explain(options: argparse.Namespace) -> int:
    """The explanation of one code, or the list of all; a wrong code has status 1 and the nearest right one."""
    if options.code is None:
        for title, group in codes.GROUPS.items():
            print(title)
            for code in group:
                print(f"  {code.code:<24} {code.title}")
        return 0
    code = codes.CODES.get(options.code.strip("[]"))
    if code is None:
        hint = problems.suggest(options.code, codes.CODES, example="все коды: metodoteka explain")
        print(f"Кода «{options.code}» нет: {hint}", file=sys.stderr)
        return 1
    print(codes.explain_code(code))
    return 0
