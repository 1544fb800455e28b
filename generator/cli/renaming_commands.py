"""The commands that give records and terms other names and let everything that names them follow."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from generator import files, problems, publish, site, text
from generator.catalog import Catalog
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.documents import folders, sources
from generator.records import KINDS
from generator.records.content import ContentPage
from generator.settings import Settings
from generator.upkeep.renaming import naming, territories
from generator.upkeep.renaming.naming import NotRenamed, Renamed
from generator.upkeep.renaming.places import Owner, is_term

_WHAT = "вид/имя записи или список/термин, например practices/parnoe или areas/methods"
_JOINED = "термин или территория, например areas/doska или districts/severnyi"
_FILES = ("файл", "файла", "файлов")
_PLACES = ("место", "места", "мест")


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "rename",
        run_rename,
        "Даёт записи или термину другое имя (оно в адресе страницы). Прежнее имя остаётся в aliases: старые адреса "
        "ведут на новые. Все записи и страницы, которые называют прежнее имя, называют новое; файл записи, её картинки "
        "и материалы переезжают.",
    )
    it.add_argument("was", metavar="ЧТО", help=_WHAT)
    it.add_argument("new_id", metavar="ИМЯ", help="новое имя: латинские буквы, цифры, дефис")
    _dry(it)

    it = command(
        commands,
        "replace",
        run_replace,
        "В записях и текстах называет вместо одной записи другую, вместо одного термина другой; сами они остаются. "
        "С условием — только в части записей: так термин или территорию делят на несколько.",
    )
    it.add_argument("was", metavar="ЧТО", help=_WHAT)
    it.add_argument("now", metavar="НА_ЧТО", help="то же по виду")
    it.add_argument("--in", dest="paths", nargs="+", type=Path, default=[], metavar="ПУТЬ",
                    help="только в этих файлах и папках")  # fmt: skip
    it.add_argument("--where", nargs="+", default=[], metavar="ПОЛЕ=ЗНАЧЕНИЕ",
                    help="только в записях с таким значением поля: type=school, subjects=matematika")  # fmt: skip
    _dry(it)

    it = command(
        commands,
        "merge",
        run_merge,
        "Объединяет термины списка или территории (merge areas/doska --into areas/golos); другие записи им не "
        "объединить. Термины: прежние становятся прежними именами одного, записи называют его. Территории: у прежней "
        "появляются последний день и преемник; всё, что живёт дальше (школы, центры, практики, будущие мероприятия), "
        "называет преемника, а показатели и прошедшее остаются в своих годах.",
    )
    it.add_argument("joined", nargs="+", metavar="ЧТО", help=_JOINED)
    it.add_argument("--into", required=True, metavar="ВО_ЧТО", help="термин или территория, которые остаются")
    _last(it)
    _dry(it)

    it = command(
        commands,
        "split",
        run_split,
        "Территория разделена: у неё появляются последний день и преемники. Кому из них досталась школа или практика, "
        "программа не знает: она покажет такие места, а заменить их поможет metodoteka replace с условием.",
    )
    it.add_argument("was", metavar="ЧТО", help="территория, например districts/severnyi")
    it.add_argument("--into", required=True, nargs="+", metavar="ВО_ЧТО", help="территории, на которые она разделена")
    _last(it)
    _dry(it)


def _dry(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="ничего не писать, только показать, что изменится")


def _last(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--last", type=_day, metavar="ДЕНЬ", help="последний день прежней территории: 2026-12-31")


def _day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{value}» — не день: пишите год-месяц-число, например 2026-12-31") from None


def run_rename(options: argparse.Namespace) -> int:
    """Another name for a record or a term."""
    was = _address(options.was)
    new_id = _address(options.new_id).removeprefix(f"{was.partition('/')[0]}/")  # named by its path, as the first
    return _run(options, lambda found: naming.rename_all(found, was, new_id))


def run_replace(options: argparse.Namespace) -> int:
    """Another record or term in the place of one, everywhere or where a condition holds."""
    root = common.base_folder(options)
    chosen = _condition(root, common.resolve_paths(root, options.paths), options.where)
    was, now = _address(options.was), _address(options.now)
    where = " ".join([*options.where, *map(str, options.paths)])
    return _run(options, lambda found: naming.replace_name(found, was, now, chosen), where)


def run_merge(options: argparse.Namespace) -> int:
    """Several terms or territories become one."""
    joined, into = [_address(one) for one in options.joined], _address(options.into)
    if is_term(into):
        return _run(options, lambda found: naming.join_terms(found, joined, into))
    return _run(options, lambda found: territories.join_territories(found, joined, into, options.last))


def run_split(options: argparse.Namespace) -> int:
    """A territory is parted among several."""
    was, into = _address(options.was), [_address(one) for one in options.into]
    status = _run(options, lambda found: territories.part_territory(found, was, into, options.last))
    print(
        f"Что досталось преемнику: metodoteka replace {was} {into[0]} с условием (--where type=school или --in ПУТЬ). "
        "Без условия replace заменит и показатели прошлых лет."
    )
    return status


def _address(written: str) -> str:
    """``kind/id`` of what a person has named: by the path of its file, too."""
    path = PurePosixPath(
        written.replace("\\", "/").removeprefix("./").removeprefix("data/").removeprefix("vocabularies/")
    )
    return str(path.with_suffix("") if path.suffix in (".yml", ".md") else path)


def _condition(root: Path, paths: Iterable[Path], conditions: Iterable[str]) -> Callable[[Owner], bool]:
    """Whether an owner of a place lies in one of the paths (none: anywhere) and has all the values."""
    wanted = [one.partition("=") for one in conditions]
    if wrong := [name for name, equals, _ in wanted if not equals or not name]:
        raise publish.NotPublished(f"--where {wrong[0]}: напишите поле и значение через знак равенства: type=school")
    known = {name for model in KINDS.values() for name in model.model_fields}
    if strange := next((name for name, _, _ in wanted if name not in known), ""):
        hint = problems.suggest(strange, known, example="поля записей названы на странице «Открытые данные»")
        raise publish.NotPublished(f"--where {strange}: такого поля у записей нет; {hint}")
    folders = list(paths)

    def fits(owner: Owner) -> bool:
        path = root / (f"content/{owner.address}.md" if isinstance(owner, ContentPage) else owner.path)
        inside = not folders or any(path.is_relative_to(one) for one in folders)
        return inside and all(_has(getattr(owner, name, None), value) for name, _, value in wanted)

    return fits


def _has(value: Any, wanted: str) -> bool:
    return wanted in map(str, value) if isinstance(value, tuple) else value is not None and str(value) == wanted


def _run(options: argparse.Namespace, change: Callable[[Catalog], Renamed], where: str = "") -> int:
    root = common.base_folder(options)
    settings = common.settings_for_checks(root)
    found, wrong = site.check(root, settings)
    if problems.failed(wrong):
        common.report_problems(wrong)
        raise publish.NotPublished("Сначала исправьте ошибки: с ними не видно, кто кого называет.")
    try:
        done = _without_same(root, change(found))
    except NotRenamed as why:
        raise publish.NotPublished(str(why)) from None
    if there := next((now for now in done.moved.values() if (root / now).exists()), ""):
        raise publish.NotPublished(f"{there} уже есть: уберите или переименуйте, потом повторите.")
    _tell(done, where)
    if options.dry_run:
        if errors := _errors_after(root, done, settings):
            common.report_problems(errors)
            raise publish.NotPublished("С этой заменой в базе появились бы ошибки: без --dry-run она не будет сделана.")
        print("Ничего не записано: --dry-run")
        return 1 if done.left and not done.texts else 0
    if not done.texts:
        return 1 if done.left else 0
    before = _write(root, done)
    if problems.failed(again := site.check(root, settings)[1]):
        _take_back(root, done, before)
        common.report_problems([one for one in again if one.is_error])
        raise publish.NotPublished("С этой заменой в базе появились бы ошибки, поэтому всё осталось как было.")
    if any(path.startswith("data/vocabularies/") for path in done.texts):
        print("Термины для подсказок в редакторе обновит metodoteka schema.")
    print("Дальше: metodoteka check, затем отправьте на проверку (metodoteka propose) или соберите сайт.")
    return 0


def _without_same(root: Path, done: Renamed) -> Renamed:
    """Without the texts that the files have already: what was done once is not told as a change."""
    same = {path for path, it in done.texts.items() if (root / path).is_file() and sources.own_text(root / path) == it}
    return replace(done, texts={path: it for path, it in done.texts.items() if path not in same})


def _errors_after(root: Path, done: Renamed, settings: Settings) -> list[problems.Problem]:
    """The errors that the records and pages would have, tried on a copy of them: nothing of the base is written."""
    if not done.texts:
        return []
    tops = ("data", "content")
    tried = {f"{top}/{one.name}": one.path for top in tops for one in folders.walk_folder(root / top)}
    for was, now in done.moved.items():
        for name in [name for name in tried if name == was or name.startswith(f"{was}/")]:
            tried[now + name.removeprefix(was)] = tried.pop(name)
    with files.scratch({**tried, **{path: it.encode() for path, it in done.texts.items()}}) as copy:
        found = site.check(copy, settings)[1]
    return [one for one in found if one.is_error and one.path.startswith(tops)]


def _write(root: Path, done: Renamed) -> dict[str, str]:
    """Write what changes; what the files held before, by path."""
    known = {*done.texts, *done.moved}
    before = {path: sources.own_text(root / path) for path in known if (root / path).is_file()}
    files.write_together(root, done.texts)
    for was, now in done.moved.items():
        files.remove_file(root, was) if now in done.texts else files.move(root, was, now)
    return before


def _take_back(root: Path, done: Renamed, before: dict[str, str]) -> None:
    files.write_together(root, before)
    for was, now in done.moved.items():
        files.remove_file(root, now) if now in done.texts else files.move(root, now, was)


def _tell(done: Renamed, where: str = "") -> None:
    for edit in done.edits:
        print(f"{edit.path}:{edit.line}\n  было:  {edit.was}\n  стало: {edit.now or '(строка убрана)'}")
    for was, now in done.moved.items():
        print(f"{was} → {now}")
    if done.left:
        print("Замените сами, здесь нужно ваше решение:")
        for edit in done.left:
            print(f"  {edit.path}:{edit.line}: {edit.was}")
    if not done.texts:
        nobody = "этого никто не называет" if not where else f"там, где {where}, этого никто не называет"
        print(f"Менять нечего: {nobody}." if not done.left else "Больше менять нечего.")
        return
    places, changed = text.plural(len(done.edits), *_PLACES), text.plural(len(done.texts), *_FILES)
    print(f"Изменений: {places}; затронуто: {changed}.")
