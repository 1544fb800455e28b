"""The commands for the people who keep the base: who is named in it, and how a name is taken out again."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from generator import files, problems, settings, site, text
from generator.catalog import outside_links
from generator.catalog.computed import readings
from generator.cli import common
from generator.cli.arguments import Commands, command
from generator.documents import history
from generator.publish import configured
from generator.records import link_memory
from generator.records.closed_periods import CLOSED_FILE
from generator.records.link_memory import STRIKES
from generator.upkeep import closing, link_check, privacy


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "links",
        run_links,
        "Вежливо спрашивает другие сайты, открываются ли ссылки из записей, и запоминает ответы в data/links.json. "
        "Ссылка считается неработающей после трёх неудач в разные дни. Сборка сайта в интернет не ходит: она читает "
        "этот файл. "
        "Код возврата 1, если неработающие ссылки есть.",
    )
    it.add_argument("--all", action="store_true", help="спросить и о тех, что открывались на этой неделе")
    it.add_argument("--pause", type=float, default=link_check.PAUSE, metavar="СЕКУНД",
                    help="сколько ждать между вопросами одному сайту (по умолчанию 1)")  # fmt: skip
    it.add_argument("--private", action="store_true", help="спрашивать и адреса внутренней сети")
    it.add_argument("--archive", default=link_check.ARCHIVE, metavar="АДРЕС", help="где спрашивать о копиях")

    command(
        commands,
        "close",
        run_close,
        "Вычисленные показатели меняются вместе с записями. Когда год (полугодие, учебный год) кончился, команда "
        "записывает его значения в data/closed-periods.yml: на сайте они останутся такими, какими были. Записанное "
        "раньше не меняется.",
    )

    it = command(
        commands,
        "privacy",
        None,
        "Кто назван в записях по имени и на каком основании, и как имя убрать.",
    )
    actions = it.add_subparsers(title="что сделать", help="показать или убрать", metavar="report|forget", required=True)
    it = command(
        actions,
        "report",
        run_privacy,
        "Показывает всех, кто назван по имени, и их согласия, а также всё личное и похожее на имена в текстах.",
        help="показать всех, кто назван по имени",
    )
    it.add_argument("--format", choices=["text", "json"], default="text", help="text — для чтения, json — для программ")
    it = command(
        actions,
        "forget",
        run_forget,
        "Убирает имя и сведения о согласии из всех записей, роль остаётся. Говорит, чего команда убрать не может. "
        "Код возврата: 0 — имя убрано, 1 — не найдено или требуется ваше решение.",
        help="убрать имя из всех записей",
    )
    it.add_argument("name", nargs="+", metavar="ИМЯ", help="кого забыть, например: Имярек Демонстрационный")
    it.add_argument("--dry-run", action="store_true", help="показать, что изменится, и ничего не менять")


def run_links(options: argparse.Namespace) -> int:
    """Ask other sites whether our links still open, and remember the answers."""
    root = common.base_folder(options)
    found = site.check(root, settings.Settings())[0]
    places = outside_links.outside_addresses(found)
    web = link_check.Web(private=options.private, archive=options.archive, contact=configured.settings(root).site_url)

    def progress(done: int, count: int) -> None:
        if done % 25 == 0 or done == count:
            common.say(f"Спрошено ссылок: {done} из {count}")

    asked = link_check.check_links(
        places, found.links, found.today, web.ask, everything=options.all, pause=options.pause, progress=progress
    )
    asked = link_check.with_archived(asked, web.copy_of)
    files.write_if_changed(root / link_memory.LINKS_FILE, link_memory.dump(asked))
    groups = (
        ("Не открываются (три неудачи подряд):", [url for url, link in asked.items() if link.is_dead]),
        ("Не открылись сейчас, подождём:", [url for url, link in asked.items() if 0 < link.strikes < STRIKES]),
        ("Переехали насовсем:", [url for url, link in asked.items() if link.moved]),
    )
    for heading, urls in groups:
        if urls:
            print(heading)
        for url in urls:
            link, where = asked[url], places[url][0]
            more = f", и ещё мест: {len(places[url]) - 1}" if len(places[url]) > 1 else ""
            print(f"  {where.path}:{where.line}: {url}{more}\n    {link.moved or link.answer}")
            if link.is_dead and link.archived:
                print(f"    копия в архиве: {link.archived}")
    print(
        f"Всего ссылок: {len(asked)}. Не открываются: {len(groups[0][1])}, ждём: {len(groups[1][1])}. "
        f"Ответы записаны в {link_memory.LINKS_FILE}"
    )
    return int(bool(groups[0][1]))


def run_close(options: argparse.Namespace) -> int:
    """Write down the computed figures of periods that are over."""
    root = common.base_folder(options)
    found, wrong = site.check(root, common.settings_for_checks(root))
    if problems.failed(wrong):
        return common.report_problems(wrong)
    added = closing.to_close(found)
    if not added:
        kept = found.closed_rows
        print("Нового нет: вычисленные значения закончившихся периодов уже записаны." if kept else
              "Записывать нечего: вычисленных значений за закончившиеся периоды в базе нет.")  # fmt: skip
        return 0
    files.write_if_changed(root / CLOSED_FILE, closing.closed_text(found, added))
    for one in added:
        print(f"{one.scope}, {one.period}: {one.indicator} — {readings.in_words(one)}")
    print(f"Записано значений: {len(added)}. Файл: {CLOSED_FILE}")
    return 0


def run_privacy(options: argparse.Namespace) -> int:
    """Everybody who is named, with their consents, and private data in texts."""
    root = common.base_folder(options)
    catalog = site.check(root, common.settings_for_checks(root))[0]
    named, private, in_texts = privacy.people(catalog), privacy.private_data(catalog), privacy.name_mentions(catalog)
    carried = privacy.carried_pictures(catalog)
    if options.format == "json":
        found = {
            "people": [asdict(one) for one in named],
            "private": [asdict(one) for one in private],
            "names": [asdict(one) for one in in_texts],
            "pictures": [asdict(one) for one in carried],
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    if not named:
        print("По имени никто не назван.")
    for one in named:
        seen = "имя видно на сайте" if one.is_shown else "на сайте вместо имени роль"
        demo = " (демонстрация)" if one.demo else ""
        print(f"{one.path}:{one.line}: {one.name}, {one.role}{demo}\n    {one.consent}; {seen}")
    if carried:
        print("\nКартинки с людьми и те, что ждут:")
    for picture in carried:
        consents = f"согласий: {picture.consents}; " if picture.consents else ""
        print(f"{picture.path}:{picture.line}: {picture.file}\n    {consents}{picture.waits or 'видна на сайте'}")
    if private:
        print("\nТелефоны, почта, номера документов и другое личное в текстах (само найденное не повторяется):")
        for trace in private:
            print(f"{trace.path}:{trace.line}: {trace.field}: {trace.excerpt}")
    if in_texts:
        print("\nПохоже на имена в текстах:")
        for trace in in_texts:
            print(f"{trace.path}:{trace.line}: {trace.field}: {trace.excerpt}")
    count = text.plural(len(named), "человек", "человека", "человек")
    waiting = sum(bool(one.waits) for one in carried)
    print(f"\nНазвано по имени: {count}. Личного в текстах: {len(private)}. Похоже на имена: {len(in_texts)}.")
    if waiting:
        print(f"Картинок ждёт: {waiting}.")
    return 0


def run_forget(options: argparse.Namespace) -> int:
    """Take a name and its consent out of every record."""
    root, name = common.base_folder(options), " ".join(options.name)
    catalog = site.check(root, common.settings_for_checks(root))[0]
    found = privacy.matching(privacy.people(catalog), name)
    traces = privacy.find_mentions(catalog, name)
    if len({one.name for one in found}) > 1:
        print(f"Под «{name}» подходят разные люди, назовите точнее:", file=sys.stderr)
        for one in found:
            print(f"  {one.name}: {one.path}:{one.line}", file=sys.stderr)
        return 1
    wanted, by_hand = {}, []
    for key in dict.fromkeys(one.key for one in found):
        source = catalog.sources[key]
        after = privacy.remove_person(source, [one.loc for one in found if one.key == key])
        if after is None:
            by_hand += [one for one in found if one.key == key]
        else:
            wanted[source.path] = after
    if not options.dry_run:
        for path, after in wanted.items():
            files.write_if_changed(root / path, after)
    _tell(root, name, found, wanted, by_hand, traces, dry_run=options.dry_run)
    return 0 if wanted and not by_hand else 1


def _tell(root, name, found, wanted, by_hand, traces, *, dry_run: bool) -> None:
    if not found and not traces:
        print(f"«{name}» в записях не найдено, ничего не изменено.")
        return
    if wanted:
        print("Будет убрано:" if dry_run else "Убраны имя и сведения о согласии, роль осталась:")
        for one in found:
            if one not in by_hand:
                print(f"  {one.path}:{one.line}: {one.role}")
    for one in by_hand:
        print(f"Уберите сами, поля записаны непривычно: {one.path}:{one.line}, поля name и consent")
    if traces:
        print("Похоже на то же имя в тексте. Решите сами, команда не трогает тексты:")
        for trace in traces:
            print(f"  {trace.path}:{trace.line}: {trace.field}: {trace.excerpt}")
    print("Чего команда убрать не может:")
    commits = history.commits_with(root, found[0].name if found else name)
    if commits:
        versions = text.plural(commits, "сохранённой версии", "сохранённых версиях", "сохранённых версиях")
        print(f"  - историю репозитория: имя есть в {versions}; чистка истории меняет её для всех, решает владелец")
    else:
        print("  - историю репозитория: здесь она недоступна или имени в ней нет; проверьте на сервере")
    print("  - опубликованный сайт: соберите и опубликуйте его заново")
    print("  - копии: ответвления репозитория, поисковые системы, веб-архивы, распечатки")
