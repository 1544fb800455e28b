"""The чемоданчик: the finished site as one .zip that is carried to a school computer and opened from its folder.

A pure function of the finished site. Pages lead to files (``carried_pages``), the site's scripts become classic ones
(``classic_scripts``), the index of the search has other files. Left out is what only a server can do: the editor's
desk, files of forms, the cabinet. The same site gives the same bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator import files, text
from generator.publish import NotPublished, classic_scripts, search_index, workers
from generator.publish.carried_pages import ABOUT_PAGE, Carried, carried_page, with_article, without_names
from generator.publish.offline import MACHINES, OFFERED_PAGE, PACK, megabytes
from generator.publish.scanning import files_of_site
from generator.publish.search_pages import IndexedPage, indexed_page, says_searched, words_of_filters
from generator.settings import build_date

INSIDE = "baza"
"""The folder of the site in the archive; the file to open lies beside it."""
FIRST = "Открыть.html"
LONGEST = 150
"""Characters of a path: Windows takes 260 with the folder into which somebody unpacks."""
_UNIX, _READABLE = 3, 0o100644
"""Who made an entry, and its rights: unzip reads names in UTF-8 only of entries of Unix."""
_PART = 1000
"""Pages of one file of the index."""
_SHARE = 100
_NEVER = re.compile(
    rf"{MACHINES}|dannye/|admin/|zamechaniia/|bez-interneta/|_headers$|sw\.js$|404\.html$|manifest\.|sitemap\.|.*\.zip$|(?:.*/)?\."
    r"|assets/(?:search/index|offline|form(?!/vendor/fflate\.)|route|own)/|assets/images/(?:app-|metodoteka\.png)|assets/search/index\.json$"
    r"|(?:predlozhit|marshrut|kabinet)/.*\.json$"
)
_RUNS = re.compile(
    r"assets/(?:javascripts/(?:first|search-open|vision|catalogue|filter|actions|bundle\.\w+\.min)|sheets/print)\.js$"
)
"""The scripts of pages that need no server once they are classic."""
_DATA = re.compile(r"assets/search/\w+\.(?:json|txt)$|.*/katalog(?:-\d+)?\.json$")
"""What these scripts fetch."""
_MODULES = re.compile(
    r"assets/(?:(?:search(?:/vendor)?|catalogue|lesson|shared)/[^/]*|form/vendor/fflate|javascripts/vision)\.js$"
)
_SIGN = re.compile(r"""url\(["']?([^"':)]+\.svg)["']?\)""")
_SOURCES = "assets/search/sources.js"
"""The script that finds the index; here another one."""


class _Part(NamedTuple):
    """A carried file, and what the search has of it."""

    data: bytes
    entry: IndexedPage | None = None


def packed_site(site_dir: Path, jobs: int = 1, day: dt.date | None = None) -> bytes:
    """The archive of the finished site that lies in ``site_dir``, made on ``day`` (that of the build); ``jobs``
    processes make it.

    Raises :class:`NotPublished` when it is no site with the page of the чемоданчик, or when a path is too long.
    """
    frame = site_dir / OFFERED_PAGE
    if not frame.is_file():
        raise NotPublished(f"В папке {site_dir} нет готового сайта. Сначала соберите его: metodoteka build")
    names = sorted(name for name in files_of_site(site_dir) if _is_carried(name))
    if long := [name for name in names if len(name) > LONGEST]:
        raise NotPublished(f"Windows не откроет путь длиннее {LONGEST} знаков: {long[0]}. Дайте записи имя короче.")
    carried = Carried(frozenset((*names, ABOUT_PAGE, classic_scripts.LOADER)), frozenset(filter(_RUNS.match, names)))
    carry = partial(_carried, site_dir, carried, words_of_filters(site_dir))
    made: dict[str, bytes] = {}
    entries: list[IndexedPage] = []
    for part in workers.in_shares(carry, workers.cut(names, _SHARE), jobs):
        made |= {name: its.data for name, its in part.items()}
        entries += [its.entry for its in part.values() if its.entry]
    made |= {name: data.encode() for name, data in _search(entries)}
    made[classic_scripts.LOADER] = _loader(name for name in made if name.endswith(".js")).encode()
    size = sum(map(len, made.values()))
    page = frame.read_text("utf-8")
    article = _about(size, len(entries), day or build_date(), can_ask=">Спросить</a>" in page)
    about = with_article(page, "О чемоданчике", article)
    made[ABOUT_PAGE] = carried_page(ABOUT_PAGE, about, carried).encode()
    return _zipped({FIRST: _first(), **{f"{INSIDE}/{name}": data for name, data in made.items()}})


def _is_carried(name: str) -> bool:
    if name.endswith(".js"):
        return bool(_RUNS.match(name) or _MODULES.match(name))
    return not _NEVER.match(name)


def _carried(site_dir: Path, carried: Carried, filters: Mapping[str, str], names: Sequence[str]) -> dict[str, _Part]:
    found: dict[str, _Part] = {}
    for name in names:
        data = (site_dir / name).read_bytes()
        if name.endswith(".html"):
            page = without_names(data.decode())
            entry = indexed_page(name, page, filters) if says_searched(page) else None
            found[name] = _Part(carried_page(name, page, carried).encode(), entry)
        elif name.endswith(".js"):
            found[name] = _Part(classic_scripts.classic(name, data.decode()).encode())
        elif _DATA.match(name):
            found[f"{name}.js"] = _Part(classic_scripts.data_script(name, data.decode()).encode())
        elif name.endswith(".css"):
            found[name] = _Part(_with_pictures(site_dir / name, data.decode()).encode())
        else:
            found[name] = _Part(data)
    return found


def _with_pictures(path: Path, style: str) -> str:
    """A style sheet with its signs inside: a browser does not cut a shape out of a picture of another file here."""

    def inside(its: re.Match[str]) -> str:
        picture = path.parent / its[1]
        if not picture.is_file():
            return its[0]
        return f'url("data:image/svg+xml;base64,{base64.b64encode(picture.read_bytes()).decode()}")'

    return _SIGN.sub(inside, style)


def _search(entries: Sequence[IndexedPage]) -> Iterator[tuple[str, str]]:
    """The index in files of its own, and the script that finds it."""
    parts = workers.cut(sorted(entries, key=lambda page: page.path), _PART)
    paths = [f"assets/search/index-{number}.json" for number in range(len(parts))]
    code = (
        'import { partShelf } from "./search-shelf.js";\n'
        f"const NAMES = {json.dumps(paths)};\n"
        "const read = async (url) => partShelf(await (await fetch(url)).json());\n"
        "export const shelves = (root) => Promise.all(NAMES.map((name) => read(root + name)));\n"
    )
    yield _SOURCES, classic_scripts.classic(_SOURCES, code)
    for path, part in zip(paths, parts, strict=True):
        yield f"{path}.js", classic_scripts.data_script(path, search_index.index_part(part))


def _loader(carried: Iterable[str]) -> str:
    code = (files.theme_dir() / classic_scripts.LOADER).read_text("utf-8")
    return code.replace("new Set([])", f"new Set({json.dumps(sorted(carried))})")


def _about(size: int, pages: int, day: dt.date, *, can_ask: bool) -> str:
    ask = " Спросить об этом можно по ссылке «Спросить» внизу страницы." if can_ask else ""
    return f"""
<h1>О чемоданчике</h1>
<p class="m-lead">Это копия базы в папке: она читается без сети, без установки и без сервера.</p>
<p>Копия сделана {text.date(day)} Что с тех пор исправили или сняли с публикации, здесь осталось прежним.{ask}
Имена людей остались на сайте: согласие даётся для него.</p>
<p>Страниц, которые находит поиск: {text.number(pages)}. На диске: {megabytes(size)}.</p>
<h2 id="chto-rabotaet">Что здесь работает</h2>
<ul><li>чтение, списки и отбор, поиск с учётом форм слов, шаги на уроке, версия для слабовидящих;</li>
<li>печать: карточки практик, буклеты, афиши, дорожные карты;</li>
<li>файлы Word и Excel, которые лежат рядом со страницами.</li></ul>
<h2 id="chego-net">Чего здесь нет</h2>
<p>Сюда ведут ссылки на то, чего в чемоданчике нет: кабинет и маршрут, отправка записей и формы, свой буклет, таблицы и
файлы открытых данных, ленты новостей, замечания проверки. Всё это работает на сайте базы. Копия сама не обновляется:
когда на сайте появится новая, скачайте её и замените папку.</p>
"""


def _first() -> bytes:
    """The file that is opened. It runs no script: seen inside an unpacked archive it says what to do."""
    return f"""<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Чемоданчик: открыть базу</title></head>
<body><h1>Методическая база без интернета</h1>
<p><a href="{INSIDE}/index.html">Открыть базу</a></p>
<p>Если ссылка не открывается, архив ещё не распакован: закройте это окно, нажмите на файл {PACK} правой кнопкой,
выберите «Извлечь все» и откройте «{FIRST}» в новой папке. Папка «{INSIDE}» должна лежать рядом с этим файлом.</p>
</body></html>
""".encode()


def _zipped(wanted: Mapping[str, bytes]) -> bytes:
    """An archive that is the same bytes for the same files: sorted, without times and owners."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(wanted, key=lambda name: (name != FIRST, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _READABLE << 16
            archive.writestr(info, wanted[name])
    return made.getvalue()
