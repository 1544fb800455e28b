"""The commands for people who work in Word and Excel: a file to fill in, filled files into the base."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, publish, text
from generator.channels.office.layout import FORMS, TITLES
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.pages.form import PROGRAMS
from generator.publish.last_reading import load_read_cache
from generator.records import KINDS

if TYPE_CHECKING:
    from generator.channels.office.import_base import Base
    from generator.channels.office.import_results import FileResult, Result
    from generator.channels.office.layout import WorkbookLayout

_FATES = {
    "created": ("создана", "создано", "создано"),
    "changed": ("изменена", "изменено", "изменено"),
    "unchanged": ("без изменений", "без изменений", "без изменений"),
    "waits": ("ждёт решения", "ждут решения", "ждут решения"),
    "kept": ("отложена", "отложены", "отложено"),
    "wrong": ("с замечаниями", "с замечаниями", "с замечаниями"),
}
_MOST_SHOWN = 20


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "template",
        run_template,
        "Создаёт файл для заполнения: с выпадающими списками, подсказками и примером. Заполненный файл вносит в базу "
        "команда import. Что можно заполнять: "
        + ", ".join(f"{name} — «{title}»" for name, title in TITLES.items())
        + ".",
    )
    it.add_argument("form", choices=FORMS, metavar="ЧТО", help=", ".join(FORMS))
    it.add_argument("--format", choices=list(PROGRAMS), default="xlsx", help="формат (по умолчанию xlsx)")
    it.add_argument("--out", type=Path, metavar="ФАЙЛ", help="куда (по умолчанию ЧТО.xlsx в текущей папке)")
    it.add_argument("--territory", default="", metavar="districts/ИМЯ", help="для values: чьи показатели")
    it.add_argument("--period", default="", metavar="ПЕРИОД", help="для values: 2025, 2025/26, 2025-H1 или 2025-Q1")
    it.add_argument("--programme", default="", metavar="ИМЯ", help="для roadmap: программа, которая уже есть в базе")
    it.add_argument("--record", default="", metavar="ИМЯ", help="для docx: запись базы, которую хотят поправить в Word")

    it = command(
        commands,
        "import",
        run_import,
        "Читает заполненные файлы и делает из них записи. Строка с ошибкой не мешает остальным: рядом с файлом "
        "появится его копия с замечаниями у ячеек, исправьте их и внесите копию ещё раз. Запись, которая уже есть, не "
        "меняется без вашего согласия. Код возврата 1, если что-то осталось исправить или решить, иначе 0.",
    )
    it.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="ФАЙЛ",
        help="заполненные файлы .xlsx или .docx; файл формы с сайта: .yml, .txt или .zip с картинками",
    )
    it.add_argument("--all", action="store_true", help=f"показать все замечания, а не первые {_MOST_SHOWN} к файлу")
    it.add_argument("--update", action="store_true", help="менять записи, которые уже есть, не спрашивая")
    it.add_argument("--dry-run", action="store_true", help="только показать, что получится; ничего не записывать")
    it.add_argument("--all-or-nothing", action="store_true", help="не записывать ничего, если есть хоть одна ошибка")
    it.add_argument("--out-remarks", type=Path, metavar="ПАПКА", help="куда положить файлы с замечаниями")
    it.add_argument("--programme", default="", metavar="ИМЯ", help="программа, к которой относится дорожная карта")
    it.add_argument(
        "--columns",
        default="",
        metavar="СТОЛБЦЫ",
        help='что в столбцах вашего плана, если это не понятно по заголовкам: "Когда=срок;Кто=ответственные"',
    )
    it.add_argument(
        "--as",
        dest="kind",
        choices=("roadmap", "events"),
        default="",
        metavar="ЧТО",
        help="чем станет ваш собственный план: roadmap — дорожная карта программы, events — мероприятия и серии; без "
        "ключа решает сама таблица, и об этом сказано",
    )


def run_template(options: argparse.Namespace) -> int:
    """A file to fill in; one that is there already is never overwritten."""
    from generator.channels.office import blanks, importing  # only here and below: their libraries take a while to load

    root = common.base_folder(options)
    base = importing.open_base(root, common.settings_for_checks(root), load_read_cache(root))
    for name, form in (("territory", "values"), ("period", "values"), ("programme", "roadmap")):
        if getattr(options, name) and options.form != form:
            raise publish.NotPublished(f"Ключ --{name} имеет смысл только для {form}.")
    if off := common.why_off(root, base.layouts[options.form].form.kind):
        raise publish.NotPublished(f"Файл не создан: {off}. Уберите его оттуда и повторите.")
    if options.record and (options.format != "docx" or options.form == "roadmap"):
        raise publish.NotPublished("Ключ --record работает с --format docx; для дорожной карты есть --programme.")
    out = options.out or Path(f"{options.form}.{options.format}")
    if out.suffix.lower() != f".{options.format}":
        other = out.suffix.lower().removeprefix(".")
        hint = f", или допишите ключ --format {other}" if other in blanks.MADE else ""
        raise publish.NotPublished(f"Имя файла {out.name} должно кончаться на .{options.format}{hint}")
    make = blanks.MADE[options.format]
    data = _printed(base, options) if options.record else make(_begun(base, options), base.settings.build_date)
    try:
        files.create_file(out, data)
    except OSError as fault:
        raise publish.NotPublished(f"Файл {out} не записан: {fault.strerror}. Укажите другое место: --out") from None
    brought = f"{common.called_again(options)} import {files.shell_word(out)}"
    print(f"Создан файл {out}\nЗаполните его и внесите в базу: {brought}")
    return 0


def _begun(base: Base, options: argparse.Namespace) -> WorkbookLayout:
    """The form with what the base knows already."""
    from generator.channels.office import blanks

    _must_exist(base, options.territory)
    _must_exist(base, options.programme and f"programmes/{options.programme}")
    return blanks.begun(
        base.layouts[options.form],
        base.catalog,
        territory=options.territory,
        period=_period(options.period),
        programme=options.programme,
    )


def _printed(base: Base, options: argparse.Namespace) -> bytes:
    """A record of the base as a Word document to change."""
    from generator.channels.office import document_out

    its = base.layouts[options.form]
    _must_exist(base, f"{its.form.kind}/{options.record}")
    source = base.catalog.sources[f"{its.form.kind}/{options.record}"]
    return document_out.document_template(its, source.data, options.record)


def _period(raw: str) -> str:
    from generator.channels.office import names, typed

    try:
        return typed.parse_period(raw) if raw else ""
    except names.Unclear as unclear:
        raise publish.NotPublished(f"--period: {unclear.message}; {unclear.hint}") from None


def _must_exist(base: Base, address: str) -> None:
    if address and base.catalog.find(address) is None:
        raise publish.NotPublished(f"Записи {address} в базе нет. Проверьте имя: список лежит в data/")


def run_import(options: argparse.Namespace) -> int:
    """Filled files into the base; what has to be fixed goes back into a copy of the file."""
    from generator.channels import text_files  # libraries for Office files, which no other command needs
    from generator.channels.office import importing

    root = common.base_folder(options)
    base = importing.open_base(root, common.settings_for_checks(root), load_read_cache(root))
    if options.programme:
        _must_exist(base, f"programmes/{options.programme}")
    paths = importing.expanded(options.files)
    texts = [path for path in paths if path.suffix.lower() in text_files.TEXTS]
    may_change = cache(_decision(options))  # a person is asked once
    take_texts = partial(text_files.run, base, texts, may_change=may_change)
    take_blanks = partial(
        importing.run,
        base,
        [path for path in paths if path not in texts],
        programme=options.programme,
        may_change=may_change,
        dry_run=options.dry_run,
        whole=options.all_or_nothing,
        remarks_to=options.out_remarks,
        kind=options.kind,
        columns=_columns(options.columns),
    )
    try:
        if options.all_or_nothing:
            results = _all_or_nothing(take_texts, take_blanks, dry_run=options.dry_run)
        else:
            results = [*take_texts(dry_run=options.dry_run), *take_blanks()]
    except OSError as fault:
        raise publish.NotPublished(f"Записи не сохранены: {fault.strerror}. Ни один файл не испорчен.") from None
    for one in results:
        _tell(one, options)
    _tell_next(results, options)
    return int(any(one.failed for one in results))


def _all_or_nothing(
    take_texts: Callable[..., list[FileResult]], take_blanks: Callable[..., list[FileResult]], *, dry_run: bool
) -> list[FileResult]:
    """What became of all files when one mistake in any of them holds back the others."""
    texts = take_texts(dry_run=True)
    blanks = take_blanks(holds_back=any(one.failed for one in texts))
    if any(one.failed for one in (*texts, *blanks)):
        return [*map(_kept_back, texts), *blanks]
    return [*(texts if dry_run else take_texts()), *blanks]


def _kept_back(one: FileResult) -> FileResult:
    results = [replace(its, fate="kept", path="") if its.fate in ("created", "changed") else its for its in one.results]
    return replace(one, results=tuple(results))


def _columns(raw: str) -> dict[str, str]:
    from generator.channels.office import column_questions

    try:
        return column_questions.parse_columns(raw)
    except ValueError as fault:
        raise publish.NotPublished(f"--columns: {fault}") from None


def _decision(options: argparse.Namespace) -> Callable[[str, Sequence[str]], bool]:
    """Who says whether a record that exists may change: the key, a person, or nobody when nothing is written."""
    if options.update:
        return lambda title, changes: True
    return (lambda title, changes: False) if options.dry_run else _asked


def _asked(title: str, changes: Sequence[str]) -> bool:
    """Ask a person at a terminal; nobody there means no."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    print(f"\nЗапись «{title}» уже есть. Изменится:")
    print("\n".join(f"  {change}" for change in changes))
    try:
        return input("Изменить? [да/нет] ").strip().lower() in ("да", "д", "yes", "y")
    except EOFError:  # the person closed the terminal's input: that is no yes
        return False


def _tell(one: FileResult, options: argparse.Namespace) -> None:
    print(f"\n{one.path}")
    counts = Counter(result.fate for result in one.results)
    if one.results:
        in_rows = all("строка" in result.entry.place.label for result in one.results)
        print(f"  {_counted(counts, in_rows)}" + (" (ничего не записано: --dry-run)" if options.dry_run else ""))
    for result in one.results:
        if result.fate in ("created", "changed"):
            print(f"  {'+' if result.fate == 'created' else '~'} {result.path}")
            _tell_pictures(result)
            if options.dry_run and result.words:
                print(f"      {KINDS[result.entry.kind].label[0]}: {text.masked(result.title)}")
                print("\n".join(f"      {text.masked(one)}" for one in result.words))
        if result.fate == "waits":
            print(f"  ? «{text.masked(result.title)}» уже есть в базе, изменится:")
            print("\n".join(f"      {text.masked(change)}" for change in result.changes))
    shown = sorted(one.remarks, key=lambda remark: not remark.is_error)
    most = len(shown) if options.all else _MOST_SHOWN
    for remark in shown[:most]:
        hint = f"\n      как исправить: {text.masked(remark.hint)}" if remark.hint else ""
        label = "" if remark.is_error else "обратите внимание: "
        # The screen may be a public log; the copy with the remarks goes back to whoever wrote it, and says it all.
        print(f"  ! {remark.place.label}: {label}{text.masked(remark.message)}{hint}", file=sys.stderr)
    if len(shown) > most:
        print(f"  … и ещё {text.plural(len(shown) - most, *_REMARKS)}, все: с ключом --all", file=sys.stderr)
    if one.remarked:
        print(f"  Замечания внесены в файл: {one.remarked}")


def _tell_pictures(result: Result) -> None:
    """How many pictures have come with a record, and what they wait for."""
    if result.files:
        waiting = f", ждут ответов: {result.waiting}" if result.waiting else ""
        look = "посмотрите их, прежде чем отправлять: в хранилище их видят все"
        print(f"    картинок: {len(result.files)}{waiting}; {look}")


_REMARKS = ("замечание", "замечания", "замечаний")


def _counted(counts: Counter[str], in_rows: bool) -> str:
    """«Создано 12 записей, 3 строки с замечаниями.»"""
    parts = []
    for fate, (one, few, many) in _FATES.items():
        count = counts[fate]
        if count:
            words = ("строка", "строки", "строк") if fate == "wrong" and in_rows else ("запись", "записи", "записей")
            verb = text.plural(count, one, few, many).partition(text.russian.NBSP)[2]
            things = text.plural(count, *words)
            parts.append(f"{verb} {things}" if fate in ("created", "changed") else f"{things} {verb}")
    line = ", ".join(parts) + "."
    return text.upper_first(line)


def _tell_next(results: Sequence[FileResult], options: argparse.Namespace) -> None:
    fates = Counter(result.fate for one in results for result in one.results)
    print()
    if fates["kept"]:
        print("Ничего не записано: есть ошибки, а вы просили всё или ничего (--all-or-nothing).")
    if any(one.remarked for one in results):
        print("Дальше: исправьте отмеченные ячейки и внесите файл с замечаниями ещё раз той же командой.")
    if fates["waits"]:
        print("Чтобы изменить записи, которые уже есть, повторите с ключом --update.")
    written = {result.entry.kind for one in results for result in one.results if result.fate in ("created", "changed")}
    for off in filter(None, (common.why_off(common.base_folder(options), kind) for kind in sorted(written))):
        print(f"На сайте этого не будет: {off}. Нужны эти записи — уберите его оттуда.")
    if (fates["created"] or fates["changed"]) and not options.dry_run:
        print("Дальше: посмотрите записи (metodoteka serve --drafts) и отправьте их на проверку запросом на слияние.")
