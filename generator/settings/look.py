"""How a base looks, as ``mkdocs.yml`` says it under ``plugins: metodoteka:``: the foot of each page (``footer``), fonts
of its own (``fonts``), the parts of the home page and their order (``home``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.documents import folders
from generator.problems import nearest

#: part of the home page -> what it is, in the order of the product
HOME_PARTS = {
    "difficulties": "с чем вы пришли",
    "skills": "что делать увереннее, предмет и класс",
    "conditions": "подойдёт ли мне",
    "proven": "что лучше доказано",
    "news": "обзоры, новое, события, район",
    "sample": "пример на выдуманных записях",
    "figures": "что есть в базе",
}
#: where fonts set what: setting -> the name in our style sheets
_FONTS = {"text": "--m-text-font", "head": "--m-head-font"}
#: what a reader loads before the words stand still: more is told
MOST_OF_A_FONT = 120_000
FONTS_FILE = "assets/stylesheets/shrifty.css"
_FALLBACK = {"text": "system-ui, sans-serif", "head": "Georgia, serif"}


@dataclass(frozen=True)
class Footer:
    """Words of the base at the foot of each page, and its links: title and address, whole or from the root."""

    text: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """What the frame of the pages needs, as plain values; nothing where nothing is said."""
        content = {"text": self.text, "links": [list(link) for link in self.links]}
        return content if self.text or self.links else {}


@dataclass(frozen=True)
class Fonts:
    """Files of fonts below the folder of the theme; empty for those of the reader's device."""

    text: str = ""
    head: str = ""
    license: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.head)

    def css(self) -> str:
        """The style sheet that makes the pages use them; it lies in ``FONTS_FILE``."""
        lines = [f"/* Шрифты этой базы: {self.license} */"]
        for use in _FONTS:
            if its := getattr(self, use):
                source = f'url("../../{its}") format("woff2")'
                lines.append(f'@font-face {{ font-family: "base-{use}"; src: {source}; font-display: swap; }}')
                lines.append(f':root {{ {_FONTS[use]}: "base-{use}", {_FALLBACK[use]}; }}')
        return "\n".join(lines) + "\n"


def footer_of(written: Mapping[str, Any] | None) -> Footer:
    """``footer:`` of the settings. Raises ValueError with everything that is wrong."""
    wrong = list(_unknown(written or {}, ("text", "links")))
    rows = (written or {}).get("links") or []
    links = []
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        fields = row if isinstance(row, dict) else {}
        title, url = (str(fields.get(name) or "").strip() for name in ("title", "url"))
        if not title or not _is_address(url):
            wrong.append(
                f"links, строка {number}: нужны title и url: {{title: Управление образования, url: https://…}}"
            )
        links.append((title, url))
    if isinstance((written or {}).get("text", ""), dict | list):
        wrong.append("text: нужна строка текста")
    if wrong:
        raise ValueError("\n".join(wrong))
    return Footer(str((written or {}).get("text") or "").strip(), tuple(links))


def _is_address(url: str) -> bool:
    its = urlsplit(url)
    return bool(its.hostname) if its.scheme in ("http", "https") else bool(re.fullmatch(r"[a-z0-9][a-z0-9/._#-]*", url))


def fonts_of(written: Mapping[str, Any] | None, theme: Path | None = None) -> Fonts:
    """``fonts:`` of the settings; with a ``theme``, the folder of the base's own theme, the files are looked at. Raises
    ValueError with everything that is wrong."""
    wrong = list(_unknown(written or {}, (*_FONTS, "license")))
    values = {name: str(value).strip() for name, value in (written or {}).items() if value and not wrong}
    for use in (use for use in _FONTS if values.get(use)):
        if not re.fullmatch(r"assets/[\w./-]+\.woff2", values[use]) or ".." in values[use]:
            wrong.append(
                f"{use}: «{values[use]:.60}» — не файл .woff2 из папки assets темы: {use}: assets/fonts/imia.woff2"
            )
        elif theme:
            wrong += [f"{use}: {fault}" for fault in _font_faults(theme / values[use], values[use])]
    if (values.get("text") or values.get("head")) and not values.get("license"):
        wrong.append(
            "license: на каких условиях шрифт можно раздавать с сайта? Напишите, например: license: SIL OFL 1.1"
        )
    if wrong:
        raise ValueError("\n".join(wrong))
    return Fonts(**values)


def _font_faults(path: Path, name: str) -> Iterator[str]:
    if not folders.is_ordinary(path):
        yield f"файла theme/{name} нет; положите его туда, а в theme: должна быть строка custom_dir: theme"
        return
    data = folders.read_whole(path)
    if data[:4] != b"wOF2":
        yield f"theme/{name} — не WOFF2; переведите шрифт в него, например: fonttools ttLib.woff2 compress файл.ttf"
    elif len(data) > MOST_OF_A_FONT:
        size, most = (round(number / 1000) for number in (len(data), MOST_OF_A_FONT))
        yield (
            f"theme/{name} весит {size} КБ, его загрузит каждый читатель; оставьте кириллицу и латиницу, не больше"
            f" {most} КБ: pyftsubset файл.ttf --unicodes=U+0020-007E,U+00A0-00FF,U+0400-045F,U+2010-2026 --flavor=woff2"
        )


def home_of(written: Any) -> tuple[str, ...]:
    """``home:`` of the settings: the parts of the home page in their order; nothing for those of the product. Raises
    ValueError with everything that is wrong."""
    if written is None:
        return ()
    names = [str(one) for one in written] if isinstance(written, list) else []
    wrong = [_part_meant(one) for one in names if one not in HOME_PARTS]
    wrong += [f"{one}: назван дважды, оставьте одно" for one in dict.fromkeys(names) if names.count(one) > 1]
    if not names:
        wrong.append(f"нужен список частей главной, например: home: [{', '.join(HOME_PARTS)}]")
    if wrong:
        raise ValueError("\n".join(wrong))
    return tuple(names)


def _part_meant(written: str) -> str:
    guess = nearest(written, HOME_PARTS)
    known = ", ".join(f"{name} ({words})" for name, words in HOME_PARTS.items())
    return f"«{written:.40}» на главной нет; " + (f"возможно, имелось в виду {guess}" if guess else f"бывают: {known}")


def _unknown(written: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    for name in written:
        if name not in known:
            guess = nearest(str(name), known)
            yield f"{name}: такой строки нет; " + (f"возможно, {guess}" if guess else "бывают: " + ", ".join(known))
