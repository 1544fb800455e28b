"""The command that checks the whole base. The most frequent of all: its module loads nothing that makes a site."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator import problems, publish, site, text
from generator.cli import common
from generator.cli.arguments import Commands, command, kind_of_records, number_of_workers
from generator.problems import groups
from generator.publish.last_reading import load_read_cache, save_read_cache
from generator.publish.read_ahead import read_ahead


def add(commands: Commands) -> None:
    """Add this command to the command line."""
    it = command(
        commands,
        "check",
        run_check,
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
    most = problems.MAX_ALIKE
    it.add_argument("--all", action="store_true",
                    help=f"показать каждое: и те, которых в файле больше {most} одинаковых, и больше "
                    f"{groups.MOST_WARNINGS} предупреждений подряд")  # fmt: skip
    it.add_argument("--by", choices=list(_BY), help="вместо замечаний — сколько их по коду, виду записей, "
                    "ответственному; самое важное сверху")  # fmt: skip
    it.add_argument("--code", nargs="+", default=[], metavar="КОД", help="только замечания с этими кодами")
    it.add_argument("--kind", nargs="+", default=[], metavar="ВИД", help="только к записям этих видов: practices")
    it.add_argument("--owner", nargs="+", default=[], metavar="КТО", help="только к записям этих ответственных (owner)")
    it.add_argument("--errors", action="store_true", help="только ошибки")
    number_of_workers(it)


def run_check(options: argparse.Namespace) -> int:
    """Every problem of every record in one run."""
    gc.disable()  # once enabled, it would walk over all that was read, and the command is at its end
    try:
        return _check_and_tell(options)
    finally:
        gc.enable()


def _check_and_tell(options: argparse.Namespace) -> int:
    root = common.base_folder(options)
    chosen = common.settings_for_checks(root)
    memory = load_read_cache(root)
    read_ahead(root, memory, options.workers)
    found, all_problems = site.whole(root, chosen, memory)
    save_read_cache(root, memory)
    owners = {record.path: record.owner or "" for record in found.records.values()}
    wanted = _chosen(_below(all_problems, root, options.paths), options, owners)
    shown = problems.with_pages(wanted, chosen.site_url if chosen.remarks else "")
    out = _printed(shown, options, owners)
    print(out, end="\n" if out else "")
    if options.format == "text":
        count = text.plural(len(found.records) - len(found.origins), "запись", "записи", "записей")
        others = f" Из других баз: {len(found.origins)}." if found.joined_bases else ""
        counted = common.count_problems(shown)
        if len(shown) < len(all_problems):  # «no remarks» would be said of the whole base
            whole = common.count_problems(all_problems).removeprefix("Найдено: ")
            counted = f"{counted if shown else 'Среди выбранного замечаний нет.'} Во всей базе: {whole}"
        print(f"Проверено: {count}.{others} {counted}")
        if shown:
            print("Объяснить замечание: metodoteka explain КОД (код — в квадратных скобках)")
    return int(problems.failed(shown, strict=options.strict))


#: what problems are grouped by -> the option that chooses by it
_BY = {"code": "--code", "kind": "--kind", "owner": "--owner"}


def _name_of(by: str, owners: Mapping[str, str]) -> Callable[[problems.Problem], str]:
    names: dict[str, Callable[[problems.Problem], str]] = {
        "code": lambda problem: problem.code,
        "kind": lambda problem: _kind_of(problem.path),
        "owner": lambda problem: owners.get(problem.path, ""),
    }
    return names[by]


def _kind_of(path: str) -> str:
    """``practices`` for data/practices/x.yml; ``content`` and the like for what is no record."""
    parts = path.split("/")
    return parts[1] if parts[0] == "data" and len(parts) > 2 else parts[0]


def _chosen(
    found: Sequence[problems.Problem], options: argparse.Namespace, owners: Mapping[str, str]
) -> list[problems.Problem]:
    """Only the problems that the options ask for. Raises NotPublished for what does not exist: a code, a kind, an
    owner."""
    if options.code:
        _must_exist(options.code)
    places = {_kind_of(problem.path) for problem in found} | {"content", "mkdocs.yml"}  # no records stand there
    chosen = {
        "code": options.code,
        "kind": [one if one in places else _meant_kind(one) for one in options.kind],
        "owner": [_meant_owner(one, owners) for one in options.owner],
    }
    wanted = [(by, names) for by, names in chosen.items() if names]
    return [
        problem
        for problem in found
        if (problem.is_error or not options.errors)
        and all(_name_of(by, owners)(problem) in names for by, names in wanted)
    ]


def _meant_kind(word: str) -> str:
    try:
        return kind_of_records(word)
    except argparse.ArgumentTypeError as fault:
        raise publish.NotPublished(f"--kind: {fault}") from None


def _meant_owner(name: str, owners: Mapping[str, str]) -> str:
    known = {*owners.values()} | {Path(path).stem for path in owners if _kind_of(path) == "organizations"}
    if name in known:
        return name
    near = problems.nearest(name, known)
    hint = f"Похоже на {near}." if near else "Пишите имя файла из data/organizations без расширения."
    raise publish.NotPublished(f"--owner: организации «{name}» в базе нет. {hint}")


def _must_exist(wanted: Sequence[str]) -> None:
    from generator.problems import codes  # reads its files on loading

    if unknown := [code for code in wanted if code not in codes.CODES]:
        near = problems.nearest(unknown[0], codes.CODES)
        hint = f"Похоже на {near}. " if near else ""
        raise publish.NotPublished(f"Кода «{unknown[0]}» нет. {hint}Список кодов: metodoteka explain")


def _printed(shown: Sequence[problems.Problem], options: argparse.Namespace, owners: Mapping[str, str]) -> str:
    if options.by:
        return groups.as_table(groups.grouped(shown, _name_of(options.by, owners)), _BY[options.by])
    if options.format != "text" or options.all or options.code:
        # programs get all of them anyway
        every = {"every": True} if options.all and options.format != "json" else {}
        return problems.FORMATS[options.format](shown, **every)
    errors = [problem for problem in shown if problem.is_error]
    warnings = [problem for problem in shown if not problem.is_error]
    if len(warnings) <= groups.MOST_WARNINGS:
        return problems.as_text(shown)
    table = groups.as_table(groups.grouped(warnings, _name_of("code", owners)), _BY["code"])
    return "\n".join(filter(None, (problems.as_text(errors), f"Предупреждений много, поэтому по видам:\n{table}")))


def _below(found: Sequence[problems.Problem], root: Path, paths: Sequence[Path]) -> list[problems.Problem]:
    """Only the problems of the given files and folders; paths count from the current folder, then from the base."""
    if not paths:
        return list(found)
    wanted = common.resolve_paths(root, paths)
    return [p for p in found if any((root / p.path).resolve().is_relative_to(full) for full in wanted)]
