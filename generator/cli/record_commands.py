"""The commands that make records or lists of our own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from generator import files, problems, settings, site
from generator.catalog.forms import scaffold
from generator.cli import common
from generator.cli.arguments import Commands, command, identifier, kind_of_records, positive
from generator.documents import sources
from generator.files.media import handouts, reencode
from generator.records import KINDS, pictures, reading, schemas
from generator.records.common import DOCUMENT_RIGHTS
from generator.records.scalars import is_id
from generator.records.taken_names import reason as reason_against
from generator.records.vocabularies import MARKS, Vocabulary
from generator.upkeep import published_addresses


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "new",
        run_new,
        "Создаёт файл записи с подсказками к каждому полю. Готовый файл не перезаписывает. "
        "Виды: " + ", ".join(f"{kind} ({model.heading.lower()})" for kind, model in KINDS.items()) + ".",
    )
    it.add_argument("kind", type=kind_of_records, metavar="ВИД", help="вид записи, например practices")
    it.add_argument("id", nargs="?", metavar="ИМЯ", type=identifier, help="имя файла латиницей: parnoe-nastavnichestvo")

    it = command(
        commands,
        "vocabulary",
        run_vocabulary,
        "Показывает термины списка, как их знает эта база: из Методотеки и свои. Без имени — названия всех списков. "
        "Файл data/vocabularies/ИМЯ.yml дополняет список и меняет в нём термины.",
    )
    it.add_argument("name", nargs="?", metavar="ИМЯ", help="имя списка, например subjects, или его название")

    command(
        commands,
        "schema",
        run_schema,
        "Пишет JSON Schema всех видов в data/schemas.",
    )

    it = command(
        commands,
        "sample",
        run_sample,
        "Создаёт помеченную базу выдуманных записей всех видов, чтобы попробовать генератор на размере.",
    )
    it.add_argument("--records", type=positive, default=100, metavar="N", help="сколько практик (по умолчанию 100)")
    it.add_argument("--seed", type=int, default=1, metavar="S", help="зерно: одинаковое даёт одинаковую базу")
    it.add_argument("--bases", type=positive, metavar="N", help="базы N районов и базу региона, чтобы их объединить")
    it.add_argument("--out", type=Path, required=True, metavar="ПАПКА", help="куда (новая или пустая папка)")

    it = command(
        commands,
        "picture",
        picture,
        "Уменьшает картинку, убирает из неё сведения о съёмке и кладёт в content/files/. Запись не меняет: что в неё "
        "написать, скажет. Кладите картинку, когда рецензент её уже посмотрел: в хранилище её видят все.",
    )
    it.add_argument("picture", type=Path, metavar="ФАЙЛ", help="картинка: PNG, JPEG, WebP или GIF")
    it.add_argument("record", metavar="ЗАПИСЬ", help="адрес записи, например practices/mozaika")
    it.add_argument("--name", type=identifier, metavar="ИМЯ", help="имя файла латиницей: stoly")

    it = command(
        commands,
        "attach",
        attach,
        "Убирает из документа сведения об авторе и кладёт его в content/files/. Запись не меняет: что в неё написать, "
        "скажет. Макросы, примечания, скрытое, связи с другими файлами, телефоны в тексте не пропустит. PDF не берёт: "
        "дайте документ или ссылку.",
    )
    it.add_argument("document", type=Path, metavar="ФАЙЛ", help="документ: docx, xlsx, pptx, odt, ods, odp, до 2 МБ")
    it.add_argument("record", metavar="ЗАПИСЬ", help="адрес записи, например practices/mozaika")
    it.add_argument("--name", type=identifier, metavar="ИМЯ", help="имя файла латиницей: list")

    it = command(
        commands,
        "addresses",
        run_addresses,
        "Дописывает в data/addresses.txt адреса всех опубликованных записей: проверка следит, чтобы они не исчезали. В "
        "data/first-published.txt — с какого дня опубликована каждая: по нему считаются показатели за прошлые годы.",
    )
    it.add_argument(
        "--push", action="store_true", help="и отправить список в основную ветку, а в защищённую — запросом"
    )
    it.set_defaults(remote="", into="", no_push=False)


def picture(options: argparse.Namespace) -> int:
    """A picture made ready in the folder of its record; an existing file is never touched."""
    root = common.base_folder(options)
    if not _is_record(root, options.record):
        return 1
    try:
        suffix, data = reencode.brought(options.picture)
    except reencode.NotReady as fault:
        print(fault)
        return 1
    name = f"{options.name or 'kartinka'}{suffix}"
    files.create_file(root / "content" / pictures.FOLDER / options.record / name, data)
    print(
        f"Готово: content/{pictures.FOLDER}/{options.record}/{name}, {files.size_in_words(len(data))}.\n"
        f"Добавьте в запись:\n\npictures:\n  - file: {name}\n    alt: что на картинке, словами\n"
        f"    rights: own  # или: {pictures.RIGHTS}\n    people: nobody  # или: {pictures.PEOPLE}\n\n"
        "Узнаваемых детей на картинках базы не бывает. На сайте картинка появится, когда рецензент поставит confirmed."
    )
    return 0


def attach(options: argparse.Namespace) -> int:
    """A document freed of its author in the folder of its record; an existing file is never touched."""
    root, source = common.base_folder(options), options.document
    if not _is_record(root, options.record):
        return 1
    try:
        data = handouts.brought_document(source)
    except handouts.NotFreed as fault:
        print(fault)
        return 1
    name = f"{options.name or 'material'}{source.suffix.lower()}"
    files.create_file(root / "content" / pictures.FOLDER / options.record / name, data)
    size = files.size_in_words(len(data))
    print(f"Готово: content/{pictures.FOLDER}/{options.record}/{name}, {size}.")
    for doubt in (one for one in handouts.faults(source.suffix.lower(), data) if not one.is_sure):
        print(f"Обратите внимание: {doubt.message}; {doubt.hint}.")
    print(
        f"Добавьте в запись:\n\nattachments:\n  - title: как называется\n    file: {name}\n"
        f"    rights: own  # или: {DOCUMENT_RIGHTS}\n    format: {source.suffix[1:].upper()}, {size}\n"
    )
    return 0


def _is_record(root: Path, address: str) -> bool:
    path = root / "data" / f"{address}.yml"
    if _is_key(address) and (path.is_file() or path.with_suffix(".md").is_file()):
        return True
    print(f"Записи {address} нет. Адрес выглядит так: practices/mozaika")
    return False


def _is_key(address: str) -> bool:
    kind, _, its_id = address.partition("/")
    return kind in KINDS and "pictures" in KINDS[kind].model_fields and is_id(its_id)


def run_new(options: argparse.Namespace) -> int:
    """A commented record to fill in; an existing file is never touched."""
    root = common.base_folder(options)
    its_id = options.id or "novaia-zapis"
    if why := reason_against(options.kind, its_id):
        raise files.FileFault(f"Файл не создан: {why}. Назовите запись иначе, например {its_id}-2.")
    if off := common.why_off(root, options.kind):
        raise files.FileFault(f"Файл не создан: {off}. Уберите его оттуда и повторите.")
    path = root / "data" / options.kind / f"{its_id}.yml"
    loaded = reading.load(root)[0]
    of_kind = (record for record in loaded.records.values() if record.kind == options.kind)
    if now := next((record.key for record in of_kind if its_id in record.aliases), ""):
        raise files.FileFault(
            f"Файл не создан: так раньше называлась запись {now}, и прежние ссылки ведут на неё. Назовите запись "
            f"иначе, например {its_id}-2."
        )
    real = sorted(key for key, record in loaded.records.items() if not record.demo)  # what a new record may name
    text = scaffold.record_template(options.kind, its_id, loaded.vocabularies, settings.build_date(), real)
    files.create_file(path, text)
    checked = f"{common.called_again(options)} check {files.shell_word(path)}"
    print(f"Создан файл {path}\nЗаполните его и проверьте: {checked}")
    return 0


def run_vocabulary(options: argparse.Namespace) -> int:
    """Show a list of terms as the base has it, or the names of all lists."""
    lists, _, wrong = reading.load_vocabularies(common.base_folder(options))
    lists.pop(MARKS, None)
    called = {word.casefold(): name for name, its in lists.items() for word in (name, its.title)}
    asked = (options.name or "").casefold()
    if options.name is None:
        print("\n".join(f"{name} — {its.title}" for name, its in lists.items()))
    elif asked in called:
        print("\n".join(_indented(lists[called[asked]])))
    elif not wrong:
        near = [word for word in called if asked in word] or list(filter(None, [problems.nearest(asked, called)]))
        meant = dict.fromkeys(called[word] for word in near) or lists
        hint = ", ".join(f"{name} ({lists[name].title.lower()})" for name in meant)
        hint = f"есть {hint}" if meant is lists else f"возможно, имелось в виду {hint}"
        print(f"Списка «{options.name}» в базе нет: {hint}", file=sys.stderr)
        return 2
    return common.report_problems(wrong) if wrong else 0


def _indented(vocabulary: Vocabulary) -> Iterator[str]:
    """The terms, each below the one it belongs to by as much as there are terms above it."""
    for term in vocabulary.terms:
        depth, above = 0, vocabulary.by_id.get(term.broader or "")
        while above and depth < len(vocabulary.terms):  # a circle is told by the check
            depth, above = depth + 1, vocabulary.by_id.get(above.broader or "")
        yield f"{'    ' * depth}{term.id} — {term.label}"


def run_schema(options: argparse.Namespace) -> int:
    """Write the JSON Schemas of all kinds where they differ from the models."""
    root = common.base_folder(options)
    wanted = schemas.all_schemas(reading.load_vocabularies(root)[0])
    changed = [path for path, content in wanted.items() if files.write_if_changed(root / path, content)]
    print("Схемы обновлены: " + ", ".join(changed) if changed else "Схемы уже соответствуют моделям.")
    return 0


def run_sample(options: argparse.Namespace) -> int:
    """A generated base of labelled records, for trying out scale."""
    from generator.begin import sample as samples

    if options.bases:
        return _sample_of_bases(options)
    files.write_tree(options.out, samples.generate_base(options.records, options.seed, files.vocabularies_dir()))
    where = files.shell_word(options.out)
    print(f"Образец базы записан в {options.out}. Посмотреть: metodoteka --root {where} build")
    return 0


def _sample_of_bases(options: argparse.Namespace) -> int:
    from generator.begin import sample as samples
    from generator.begin.sample import joined_bases
    from generator.upkeep.federation import signing

    files.refuse_full(options.out)
    folder = options.out / joined_bases.KEYS_FOLDER
    names = joined_bases.base_names(options.bases)
    keys = {name: signing.new_key(folder / f"{name}.key", options.out / name) for name in names}
    made = samples.generate_joined(options.bases, options.records, options.seed, files.vocabularies_dir(), keys)
    files.write_tree(options.out, made)
    print(
        f"Образец записан в {options.out}: база региона «{joined_bases.REGION}» и базы районов, {len(names)}.\n"
        "Собрать и подписать районы, взять их записи в регион и собрать его, из этой папки:\n"
        "  for b in raion-*; do metodoteka --root $b build && metodoteka --root $b sign --key kliuchi/$b.key; done\n"
        f"  metodoteka --root {joined_bases.REGION} pull && metodoteka --root {joined_bases.REGION} build"
    )
    return 0


def _text_if_any(path: Path) -> str:
    return sources.own_text(path) if path.is_file() else ""


def run_addresses(options: argparse.Namespace) -> int:
    """Add the addresses of everything published to the register of addresses that must stay, and the day of each."""
    root = common.base_folder(options)
    found, wrong = site.check(root, common.settings_for_checks(root))
    if problems.failed(wrong):
        return common.report_problems(wrong)
    known = {address for _, address in found.addresses}
    kept = known | published_addresses.published(found) | published_addresses.published_lists(found)
    days = published_addresses.first_days(found.first_published, published_addresses.published(found), found.today)
    listed, dated = (root / path for path in (published_addresses.LIST, published_addresses.DAYS))
    files.write_if_changed(listed, published_addresses.address_list(kept, _text_if_any(listed)))
    files.write_if_changed(dated, published_addresses.day_list(days, _text_if_any(dated)))
    print(f"Опубликованных адресов: {len(kept)}, новых: {len(kept) - len(known)}")
    if options.push:
        from generator.cli import proposal_commands  # with everything that reads Word and Excel

        target = proposal_commands.find_base_target(options, root)
        made = published_addresses.push_addresses(root, target, kept, days)
        if made is None:
            print(f"Список в ветке «{target.into}» на сервере полон.")
        else:
            print(f"Ветка «{target.into}» защищена: список ждёт в запросе.")
            proposal_commands.tell_branch(made, target)
    return 0
