"""The commands by which bases are joined: sign a package of the own records, take in those of others."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator import publish, site
from generator.cli import common
from generator.cli.arguments import Commands, command, positive
from generator.problems import as_text

_MOST_NAMED = 10

if TYPE_CHECKING:
    from generator.records.joining import Joined
    from generator.settings.federation import ListedBase
    from generator.upkeep.federation.pulling import Pulled


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "sign",
        run_sign,
        "Подписывает открытые данные готового сайта, чтобы их могли взять другие базы: кладёт рядом с ними опись и "
        "подпись. Выполняется после сборки и перед публикацией. Закрытый ключ создаётся один раз (--new-key), хранится "
        "вне базы и никому не передаётся; открытый ключ команда печатает, его дают хозяевам других баз.",
    )
    it.add_argument("site", nargs="?", type=Path, metavar="САЙТ", help="папка готового сайта (по умолчанию site)")
    it.add_argument(
        "--key", type=Path, metavar="ФАЙЛ", help="файл с закрытым ключом (без него — переменная METODOTEKA_SIGN_KEY)"
    )
    it.add_argument("--new-key", type=Path, metavar="ФАЙЛ", help="создать ключ в новом файле и показать открытый")
    it.add_argument("--serial", type=positive, default=0, metavar="ЧИСЛО",
                    help="номер пакета, он только растёт (по умолчанию время в секундах)")  # fmt: skip

    it = command(
        commands,
        "pull",
        run_pull,
        "Берёт записи баз, названных в настройке federation: проверяет подписи, кладёт пакеты рядом с базой и "
        "записывает взятое в data/federation.lock.json. Только эта команда ходит за записями в сеть. Код возврата 1, "
        "если хотя бы одну базу взять не удалось: её прежние записи остаются.",
    )
    it.add_argument("--locked", action="store_true", help="взять ровно то, что записано в data/federation.lock.json")
    it.add_argument("--base", default="", metavar="ИМЯ", help="только эту базу")
    it.add_argument("--dry-run", action="store_true", help="показать, что пришло бы, и ничего не менять")
    it.add_argument("--limit", type=positive, default=200, metavar="МБ",
                    help="сколько брать за один раз, не больше (по умолчанию 200)")  # fmt: skip


def run_sign(options: argparse.Namespace) -> int:
    """Make a key, or sign the open data of a finished site."""
    from generator.upkeep.federation import signing  # with the library of signatures, which nothing else needs

    root = common.base_folder(options)
    if options.new_key:
        key = signing.new_key(options.new_key, root)
        print(f"Закрытый ключ: {options.new_key}. Сделайте его копию и никому не передавайте.")
        if signing.is_in_repository(options.new_key):
            print(f"Файл лежит в репозитории! Добавьте строку {options.new_key.name} в .gitignore, пока он не записан.")
        print(f"Открытый ключ, дайте его хозяевам других баз:\n{key}")
        return 0
    secret = signing.read_key(options.key, root) if options.key else signing.key_of_environment(root)
    if secret is None:
        raise publish.NotPublished("Не сказано, чем подписать: metodoteka sign --key ФАЙЛ (создать: --new-key ФАЙЛ)")
    from generator.publish import configured, signed_site
    from generator.records.federation_package import SIGNATURE_NAME

    out = options.site or root / "site"
    now = dt.datetime.now(dt.UTC)
    signed = signing.sign_site(out, root, secret, configured.settings(root), now, options.serial)
    signed_site.remember_signature(root, signed.path.with_name(SIGNATURE_NAME))
    if options.key and signing.is_in_repository(options.key):
        print(f"Ключ лежит в репозитории! Добавьте строку {options.key.name} в .gitignore.", file=sys.stderr)
    print(f"Подписано: {signed.path}, номер {signed.manifest.serial}, файлов {len(signed.manifest.files)}")
    if signed.manifest.handed_on:
        print("С пакетами других баз: " + ", ".join(one.name for one in signed.manifest.handed_on))
    print(f"Открытый ключ: {signed.manifest.key}")
    return 0


def run_pull(options: argparse.Namespace) -> int:
    """Take in the packages of the bases that the settings list."""
    from generator.records.federation_package import MEGABYTE
    from generator.records.joined import LOCK_FILE
    from generator.settings import configuration, federation, needed

    root = common.base_folder(options)
    if wrong := [one for one in needed.needed(root) if one.field == "federation"]:
        print(as_text(wrong), file=sys.stderr)
        return 1
    listed = federation.listed_bases(root)
    if options.base and options.base not in {one.name for one in listed}:
        raise publish.NotPublished(f"Базы «{options.base}» в настройке federation нет")
    if not listed and not (root / LOCK_FILE).exists():
        print("В mkdocs.yml не названо ни одной базы (настройка federation): брать нечего.")
        return 0
    from generator.publish import signed_site
    from generator.settings import build_date
    from generator.upkeep.federation import ages, fetching, pulling

    pulled = pulling.pull(
        root,
        listed,
        fetching.Fetcher(root, options.limit * MEGABYTE),
        configuration.site_url(root),
        locked=options.locked,
        only=options.base,
        say=common.say,
    )
    _tell(root, pulled, listed)
    today = build_date()
    days = ages.days_asked(root)
    if not options.dry_run:
        pulling.keep(root, pulled)
        ages.remember_asked(root, (it.locked.name for it in pulled.taken), (it.name for it in pulled.lock), today)
        if pulled.taken and signed_site.is_behind(root, pulled.lock):
            print(
                "Соберите и подпишите сайт, чтобы другие базы получили новое: metodoteka build, потом "
                "metodoteka sign --key ФАЙЛ"
            )
    for name, why in pulled.failed.items():
        age = f" ({notice})" if (notice := ages.age_notice(name, days, today)) else ""
        kept = f"Прежние её записи остаются{age}." if name in pulled.before else "Её записей здесь нет."
        print(f"База «{name}» не взята: {why.rstrip('.')}. {kept}", file=sys.stderr)
    return int(bool(pulled.failed))


def _tell(root: Path, pulled: Pulled, listed: Sequence[ListedBase]) -> None:
    from generator.checks.foreign_records import in_order
    from generator.records.joined_reading import foreign_base, read_package
    from generator.upkeep.federation import telling

    came = {one.locked.name: foreign_base(one.locked, one.manifest, one.content.get) for one in pulled.taken}
    bases = [came.get(one.name) or read_package(root, one) for one in in_order(listed, pulled.lock)]
    joined = site.joined_records(root, common.settings_for_checks(root), [one for one in bases if one])
    for taken in pulled.taken:
        one = taken.locked
        was = pulled.before.get(one.name)
        print(f"«{taken.manifest.title}» ({one.name}), подписано {one.signed}, номер {one.serial}:")
        if was and was.key != one.key:
            print(
                "  ключ этой базы теперь другой" + (f", за него ручается база «{one.through}»" if one.through else "")
            )
        before = read_package(root, was) if was else None
        for line in telling.what_came(before, came[one.name], joined) if joined else ():
            print(f"  {line}")
    stay = {one.name for one in pulled.lock}
    for name, was in pulled.before.items():
        if name not in stay:
            print(f"База «{name}» убрана отсюда вместе с её записями: {telling.why_gone(was, listed)}.")
    if joined:
        _tell_joined(joined)


def _tell_joined(joined: Joined) -> None:
    """What of the packages is here already, and what is left out."""
    for base in dict.fromkeys(one.base for one in joined.same):
        mine = [one for one in joined.same if one.base == base]
        named = [one.here if one.here == one.theirs else f"{one.theirs} — здесь {one.here}" for one in mine]
        more = f" и ещё {len(named) - _MOST_NAMED}" if len(named) > _MOST_NAMED else ""
        print(f"Есть и здесь, из базы «{base}» не взято: {', '.join(named[:_MOST_NAMED])}{more}")
    for note in joined.notes:
        print(note)
    if joined.problems:
        print(as_text(joined.problems))
