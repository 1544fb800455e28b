"""``mkdocs.yml`` of a new base, and its own colours: what was asked, the rest as the product's own site has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import files
from generator.begin.wishes import SECTIONS, Wishes
from generator.documents import sources
from generator.records import KINDS
from generator.records.formatter import scalar
from generator.settings.colours import DARK_PAPER, PAPER, darkened
from generator.settings.forge import edit_address

#: where the colours of a base lie, below ``theme/``
COLOURS = "assets/stylesheets/okraska.css"
_OPTIONS = (
    "      remarks: false # true — страницы с объяснением каждого замечания проверки; без них: metodoteka explain КОД\n"
    "      # lead: Что попробовать на уроке и у кого спросить # строка под названием на главной\n"
)
_LOGO = (
    "  # Свой знак: положите файл в theme/assets/images/ и назовите его здесь, а папку — строкой custom_dir: theme\n"
    "  # logo: assets/images/znak.svg\n"
)


def settings_text(wishes: Wishes) -> str:
    """The text of the file, with comments."""
    own = _blocks(sources.own_text(files.site_settings()))
    edit = edit_address(wishes.repo, "edit/main/")
    lines = [
        "# Настройки сайта. Страницы записей сюда не вписываются: их создаёт Методотека из папки data/, здесь только",
        "# разделы. Что означает каждая настройка: metodoteka guide nastroika-saita.",
        "",
        f"site_name: {scalar(wishes.name)}",
        f"site_description: {scalar(_description(wishes))}",
        "# Адрес сайта и репозитория. Без них всё работает, но нет карты сайта и ссылок «Предложить правку». Процессы",
        "# площадки сообщают свои адреса через переменные среды.",
        f"site_url: !ENV [METODOTEKA_SITE_URL, {scalar(wishes.address) if wishes.address else chr(34) * 2}]",
        f"repo_url: !ENV [METODOTEKA_REPO_URL, {scalar(wishes.repo) if wishes.repo else chr(34) * 2}]",
        f"edit_uri: {edit}",
        own["copyright"],
        "",
        own["docs_dir"],
        own["site_dir"],
        "",
        _plugins(own["plugins"], wishes),
        "",
        _theme(own["theme"], wishes),
        "",
        own["extra"],
        *([f"\nextra_css: [{COLOURS}]"] if wishes.colour else []),
        "",
        "nav:",
        "  - Главная: index.md",
        *_nav(own["nav"], wishes),
        "  - О базе: about.md",
        "",
        own["markdown_extensions"],
        "",
        own["validation"],
    ]
    return "\n".join(lines) + "\n"


def _description(wishes: Wishes) -> str:
    where = wishes.district or wishes.region
    return f"Открытая методическая база знаний: {where}" if where else "Открытая методическая база знаний"


def _blocks(text: str) -> dict[str, str]:
    """Each setting of the first level with the lines that belong to it."""
    found = re.finditer(r"(?ms)^(\w+):.*?(?=^(?:#.*\n)*\w+:|\Z)", text)
    return {one[1]: one[0].rstrip() for one in found}


def _plugins(own: str, wishes: Wishes) -> str:
    own = own.replace("показывать демонстрационный регион", "показывать записи, помеченные как примеры")
    own = own.replace("      # small_group:", f"{_OPTIONS}      # small_group:", 1)
    if gone := [kind for kind in KINDS if kind not in wishes.kinds]:
        comment = "каких видов записей в базе нет; понадобится — уберите из списка и допишите строку в nav"
        own = own.replace("      drafts:", f"      # {comment}\n      without: [{', '.join(gone)}]\n      drafts:", 1)
    if wishes.timezone and not wishes.region:
        own = own.replace("      drafts:", f"      timezone: {wishes.timezone}\n      drafts:")
    if not wishes.mail:
        return own
    at = own.index("      # contact:")
    return (
        own[:at]
        + f"      contact:\n        mail: {scalar(wishes.mail)}\n"
        + own[own.index("      # Базы, записи которых") :]
    )


def _theme(own: str, wishes: Wishes) -> str:
    own = re.sub(r"(?m)^  logo:.*\n", _LOGO, own)
    return own.replace("theme:\n", "theme:\n  custom_dir: theme\n", 1) if wishes.colour else own


def _nav(own: str, wishes: Wishes) -> Iterator[str]:
    called = {kind: label for label, kind in re.findall(r"(?m)^ +- ([^:\n]+): (\w+)/index\.md$", own)}
    for name in wishes.sections:
        heading, kinds = SECTIONS[name]
        shown = [kind for kind in kinds if KINDS[kind].has_pages]
        if len(shown) == 1:
            yield f"  - {heading}: {shown[0]}/index.md"
        else:
            yield f"  - {heading}:"
            yield from (f"      - {called[kind]}: {kind}/index.md" for kind in shown)
            if "diagnostics" in shown:
                yield "      - Мой маршрут: marshrut/index.md"


# --- colours ---------------------------------------------------------------------------------------------------------


def colours(colour: str) -> str:
    """The style sheet with the colours of a base: ``colour`` (#rrggbb) so dark or light that it can be read."""
    light, dark = darkened(colour, PAPER), darkened(colour, DARK_PAPER)
    return (
        "/* Цвета этой базы: знак, ссылки и отметки. Остальные имена — в metodoteka.css Методотеки. */\n"
        f':root,\n[data-md-color-scheme="default"] {{\n  --m-brand: {light};\n  --m-link: {light};\n}}\n\n'
        f'[data-md-color-scheme="slate"] {{\n  --m-brand: {dark};\n  --m-link: {dark};\n}}\n'
    )
