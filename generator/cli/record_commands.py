"""The commands that make records or lists of our own."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator import files, problems, settings, site
from generator.cli import said
from generator.cli.words import Commands, command, identifier, positive
from generator.forms import scaffold
from generator.records import KINDS, PAGED, reading, schemas
from generator.records.addresses import reason as reason_against


def add(commands: Commands) -> None:
    """Add these commands to the command line."""
    it = command(
        commands,
        "new",
        new,
        "завести новую запись с подсказками",
        "Создаёт файл записи с подсказками к каждому полю. Готовый файл не перезаписывает. "
        "Виды: " + ", ".join(f"{kind} ({model.heading.lower()})" for kind, model in KINDS.items()) + ".",
    )
    it.add_argument("kind", choices=list(KINDS), metavar="ВИД", help="вид записи, например practices")
    it.add_argument("id", nargs="?", metavar="ИМЯ", type=identifier, help="имя файла латиницей: parnoe-nastavnichestvo")

    command(
        commands,
        "schema",
        schema,
        "обновить схемы для подсказок в редакторе",
        "Пишет JSON Schema всех видов в data/schemas.",
    )

    it = command(
        commands,
        "sample",
        sample,
        "создать большую базу-образец для проб",
        "Создаёт помеченную базу выдуманных записей всех видов, чтобы попробовать генератор на размере.",
    )
    it.add_argument("--records", type=positive, default=100, metavar="N", help="сколько практик (по умолчанию 100)")
    it.add_argument("--seed", type=int, default=1, metavar="S", help="зерно: одинаковое даёт одинаковую базу")
    it.add_argument("--out", type=Path, required=True, metavar="ПАПКА", help="куда (новая или пустая папка)")

    command(
        commands,
        "addresses",
        addresses,
        "запомнить опубликованные адреса",
        "Дописывает в data/addresses.txt адреса всех опубликованных записей. Проверка следит, чтобы они не исчезали.",
    )


def new(options: argparse.Namespace) -> int:
    """A commented record to fill in; an existing file is never touched."""
    root = said.base(options)
    its_id = options.id or "novaia-zapis"
    if why := reason_against(options.kind, its_id):
        raise files.FileFault(f"Файл не создан: {why}. Назовите запись иначе, например {its_id}-2.")
    path = root / "data" / options.kind / f"{its_id}.yml"
    vocabularies = reading.load_vocabularies(root)[0]
    files.create(path, scaffold.template(options.kind, its_id, vocabularies, settings.build_date()))
    print(f"Создан файл {path}\nЗаполните его и проверьте: metodoteka check {path}")
    return 0


def schema(options: argparse.Namespace) -> int:
    """Write the JSON Schemas of all kinds where they differ from the models."""
    root = said.base(options)
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
    root = said.base(options)
    found, wrong = site.check(root, settings.Settings())
    if problems.failed(wrong):
        return said.report(wrong)
    known = {address for _, address in found.addresses}
    kept = sorted(known | {key for key, r in found.records.items() if r.is_public and not r.demo and r.kind in PAGED})
    files.write_if_changed(root / "data" / "addresses.txt", ADDRESSES_HEAD + "\n".join(kept) + "\n")
    print(f"Опубликованных адресов: {len(kept)}, новых: {len(kept) - len(known)}")
    return 0


ADDRESSES_HEAD = (
    "# Опубликованные адреса: они не исчезают. Список пополняет команда metodoteka addresses;\n"
    "# переименованная запись держит прежний адрес в поле aliases.\n"
)
