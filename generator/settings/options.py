"""What the settings of our plugin are as data: of which type each is, and where in ``mkdocs.yml`` it stands.

MkDocs tells a wrong type in English and a setting of the plugin that stands on the first level not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.catalog.computed.russian_zones import zone_by_title, zone_meant
from generator.catalog.computed.zones import MOSCOW, is_zone
from generator.documents import folders, sources
from generator.settings import configuration


class Option(NamedTuple):
    """A setting of the plugin: its type (the plugin says the same), and how it is written."""

    type: type
    example: str


#: what ``plugins: metodoteka:`` may say; the plugin says the same types to MkDocs
PLUGIN_OPTIONS = {
    "contact": Option(dict, "{mail: metodist@example.org}"),
    "demo": Option(bool, "true"),
    "desk": Option(dict, "{backend: local}"),
    "drafts": Option(bool, "false"),
    "federation": Option(list, "[]"),
    "fonts": Option(dict, "{text: assets/fonts/imia.woff2, license: SIL OFL 1.1}"),
    "footer": Option(dict, "{text: Методический кабинет района}"),
    "format": Option(int, "2"),
    "home": Option(list, "[difficulties, news, figures]"),
    "language": Option(str, "ru"),
    "lead": Option(str, "Что попробовать на уроке"),
    "remarks": Option(bool, "true"),
    "small_group": Option(int, "5"),
    "submit": Option(dict, "{way: download}"),
    "timezone": Option(str, "Europe/Moscow"),
    "without": Option(list, "[programmes, indicators, values]"),
}
_CALLED = {
    bool: "не да и не нет", int: "не целое число", str: "не строка", list: "не список",
    dict: "не строки вида «имя: значение»",
}  # fmt: skip
#: where the keeper reads what a setting may say
GUIDE = "руководство «Настройка сайта»: metodoteka guide nastroika-saita"
_Fault = tuple[str, str, str]  # setting, what is wrong, what to write


def of_wrong_type(options: Mapping[str, Any]) -> Iterator[_Fault]:
    """The settings of the plugin that are not of their type; an empty one is as good as none."""
    for name, written in options.items():
        its = PLUGIN_OPTIONS.get(name)
        is_right = its and isinstance(written, its.type) and (its.type is bool or not isinstance(written, bool))
        if not its or written is None or is_right:
            continue
        hint = f"напишите, например: {name}: {its.example}"
        if its.type is bool:
            hint = f"напишите {name}: true или {name}: false"
        elif its.type is dict:
            hint += f"; что в ней бывает — {GUIDE}"
        yield name, f"«{written!s:.40}» — {_CALLED[its.type]}", hint


def outside_the_plugin(data: Mapping[str, Any]) -> Iterator[_Fault]:
    """The settings of the plugin that stand on the first level, where nobody reads them."""
    has_rows = bool(configuration.plugin_options(data))
    for name in (str(one) for one in data if one in PLUGIN_OPTIONS):
        line = yaml.safe_dump({name: data[name]}, default_flow_style=True, allow_unicode=True, width=1000).strip()
        message = f"на этом месте настройку не читают: «{name}» пишут под plugins: metodoteka"
        if has_rows:
            yield name, message, f"перенесите под «- metodoteka:» к соседним, с тем же отступом, строку {line[1:-1]}"
        else:
            yield name, message, f"уберите её отсюда, а в plugins вместо metodoteka напишите metodoteka: {line}"


def zone_line(root: Path, written: str) -> str:
    """The line to write instead of a time zone that there is none: what was meant, else that of the base's region."""
    return f"timezone: {zone_meant(written, _zone_of_the_region(root)) or MOSCOW}"


def _zone_of_the_region(root: Path) -> str:
    """The zone of the only region of the base; empty where there are several, or where its title tells nothing."""
    found = set()
    for one in folders.walk_folder(root / "data" / "regions"):
        if one.name.endswith(".yml") and folders.is_ordinary(path := root / "data" / "regions" / one.name):
            fields = dict(re.findall(r"(?m)^(title|timezone): *[\"']?([^\"'#\n]+)", sources.own_text(path)))
            own = fields.get("timezone", "").strip()
            found.add(own if is_zone(own) and own else zone_by_title(fields.get("title", "")))
    return found.pop() if len(found) == 1 else ""
