"""What ``mkdocs.yml`` must say for the pages to become a site: each setting that is missing or wrong is told as what it
is, with the line to write, before MkDocs and its theme stumble over it in their own words.

What would run something is told apart, and earlier (``configuration``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import files
from generator.catalog.computed.zones import is_zone
from generator.documents import folders
from generator.problems import ERROR, WARNING, Problem, nearest
from generator.records.programmes import SMALL_GROUP, SMALL_GROUPS
from generator.settings import (
    Desk,
    colours,
    configuration,
    contact,
    desk_of,
    federation,
    languages,
    look,
    options,
    sections,
    submit_of,
)
from generator.settings.configuration import SETTINGS_FILE
from generator.settings.options import GUIDE, PLUGIN_OPTIONS
from generator.text.language import NATIVE

PLUGIN = "metodoteka"
#: the format of records, lists and settings that this version reads and writes; it only grows (``upkeep.upgrading``)
FORMAT = 2
#: what MkDocs knows
_OF_MKDOCS = (
    "config_file_path site_name nav pages exclude_docs draft_docs not_in_nav site_url site_description site_author"
    " theme docs_dir site_dir copyright google_analytics dev_addr use_directory_urls repo_url repo_name"
    " edit_uri_template edit_uri extra_css extra_javascript extra_templates markdown_extensions mdx_configs strict"
    " remote_branch remote_name extra plugins hooks watch validation INHERIT"
).split()
MISSING_FILE = (
    "Он не длинный, его пишет команда metodoteka init. Наименьший файл настроек — пять строк:\n"
    "site_name: Методическая база района\n"
    "docs_dir: content\n"
    "theme: {name: material, language: ru, font: false}\n"
    "markdown_extensions: [attr_list]\n"
    "plugins: [metodoteka]"
)


def needed(root: Path) -> list[Problem]:
    """What is missing or wrong in the settings in ``root``; nothing where there is no such file, or where it may not be
    read at all (``configuration.check_settings`` tells)."""
    data = configuration.read_settings(root)
    if data is None:
        return []
    places = configuration.setting_places(root)
    twice = [
        Problem(SETTINGS_FILE, line, 1, name, "config-setting", f"настройка «{name}» названа ещё раз", _TWICE, WARNING)
        for name, line in configuration.named_twice(root)
    ]
    return [*twice, *(_problem(places, name, name, *fault) for name, *fault in _faults(root, data))]


def nobody_to_ask(root: Path) -> Iterator[Problem]:
    """A site with an address that names nobody to ask: what a build refuses, told by the check as well."""
    data = configuration.read_settings(root) or {}
    its = configuration.plugin_options(data).get("contact")
    try:
        known = contact.contact_of(its if isinstance(its, dict) else None, str(data.get("repo_url") or ""))
    except ValueError:  # told as what it is
        return
    if configuration.site_url(root) and not known:
        places = configuration.setting_places(root)
        yield _problem(places, "site_url", "contact", contact.NOBODY_TO_ASK, contact.WHAT_TO_WRITE)


def left_over(root: Path, gone: frozenset[str], kinds: Iterable[str]) -> Iterator[Problem]:
    """Records of kinds that the base does without, ``gone``; ``kinds`` are those of its records, one for each."""
    places = configuration.setting_places(root) if gone else {}
    for message, hint in sections.records_left(gone, Counter(kinds)):
        yield _problem(places, sections.WITHOUT, sections.WITHOUT, message, hint, WARNING)


def nowhere(root: Path, addresses: Collection[str], gone: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Lines of ``nav`` that name a page which is neither written nor made; ``addresses`` are those of the base,
    ``gone`` the kinds that it does without."""
    data = configuration.read_settings(root)
    made = {address.partition("/")[0] for address in addresses} | {"index", "poisk", ""}
    for path in dict.fromkeys(_pages_of(data.get("nav") if data else None)):
        address = path.removesuffix(".md").removesuffix("index").rstrip("/")
        is_written = folders.is_ordinary(root / "content" / path)
        if not is_written and address not in addresses and address.partition("/")[0] not in made:
            message = f"в nav названа страница {path}, а такой нет"
            if address in gone:
                hint = f"уберите строку из nav или {address} из without: этот вид записей выключен"
                yield _problem(configuration.setting_places(root), path, "nav", message, hint)
                continue
            meant = nearest(path, _written(root))
            hint = f"создайте файл content/{path} или уберите строку"
            hint = f"возможно, имелось в виду {meant}; если нет, {hint}" if meant else hint
            yield _problem(configuration.setting_places(root), path, "nav", message, hint)


def _written(root: Path) -> list[str]:
    """The pages written by hand, as ``nav`` names them."""
    return [one.name for one in folders.walk_folder(root / "content") if one.name.endswith(".md")]


_TWICE = "действует только последняя: оставьте одну из строк"
_Fault = tuple[str, str, str, str]  # setting, what is wrong, what to write, severity


def _faults(root: Path, data: Mapping[str, Any]) -> Iterator[_Fault]:
    for name in data:
        if name not in (*_OF_MKDOCS, *PLUGIN_OPTIONS) and (meant := nearest(str(name), _OF_MKDOCS)):
            yield name, f"настройки «{name}» нет", f"возможно, имелось в виду «{meant}»", WARNING
    yield from ((*fault, WARNING) for fault in options.outside_the_plugin(data))
    if not data.get("site_name"):
        yield "site_name", "у сайта нет названия", "добавьте строку: site_name: Методическая база района", ERROR
    yield from _address(data)
    yield from _content(root, data)
    yield from _theme(root, data.get("theme"), configuration.plugin_options(data).get("language"))
    if "attr_list" not in _names(data.get("markdown_extensions")):
        message = "не включено расширение attr_list: без него на страницах остались бы знаки разметки"
        yield "markdown_extensions", message, _row(data, "markdown_extensions", "attr_list"), ERROR
    yield from _plugin(root, data)


def _address(data: Mapping[str, Any]) -> Iterator[_Fault]:
    for name, example in (("site_url", "https://baza.example.org/"), ("repo_url", "https://github.com/org/baza")):
        written = data.get(name)
        if not written:
            continue
        try:
            good = isinstance(written, str) and urlsplit(written).scheme in ("http", "https")
            good = good and bool(urlsplit(str(written)).hostname)
        except ValueError:
            good = False
        if not good:
            yield name, f"«{str(written)[:60]}» — не адрес", f"адрес пишется целиком: {name}: {example}", ERROR


def _content(root: Path, data: Mapping[str, Any]) -> Iterator[_Fault]:
    written = data.get("docs_dir")
    if written is None or str(written).strip("./") != "content":
        message = (
            "страницы базы лежат в папке content, а здесь сказано не так" if written else "не сказано, где страницы"
        )
        yield "docs_dir", message, "напишите: docs_dir: content", ERROR
    elif not (root / "content").is_dir():
        yield "docs_dir", "нет папки content", "создайте её; в ней лежат страницы, написанные руками", ERROR


def _theme(root: Path, written: Any, site_code: Any) -> Iterator[_Fault]:
    theme = _theme_of({"theme": written})
    name, language = str(theme.get("name") or ""), str(theme.get("language") or "en")
    whole = f"theme: {{name: {name if _package(name) else 'material'}, language: ru, font: false}}"
    if not theme:
        yield "theme", "не названа тема", f"добавьте строку: {whole}", ERROR
    elif "material" not in name:
        message = f"тема «{name[:40]}» не годится: страницы сделаны для темы material"
        yield "theme", message, _theme_line(written), ERROR
    elif (spec := _package(name)) is None:
        yield "theme", f"тема «{name[:40]}» не установлена", _theme_line(written), ERROR
    else:
        if theme.get("font") is not False:
            message = "шрифты берутся с чужого сайта, а страницы базы никого не спрашивают"
            yield "theme", message, f"добавьте в theme строку font: false, целиком: {whole}", ERROR
        own = root / str(theme.get("custom_dir") or "theme")
        kept = [Path(place) / "templates" for place in spec.submodule_search_locations or ()]
        if not any((at / "partials" / "languages" / f"{language}.html").is_file() for at in (own, *kept)):
            message = f"тема не знает языка «{language[:20]}»"
            yield "language", message, "напишите в theme: language: ru", ERROR
        elif language not in (NATIVE, site_code) and theme.get("font") is False:  # else the whole line is told already
            message = f"вокруг русского текста была бы рамка на языке «{language[:20]}»: поиск, меню, подписи"
            hint = "напишите в theme: language: ru"
            if language in languages.languages(root):
                hint += f"; а если сайт говорит на нём, под plugins: metodoteka: language: {language}"
            yield "language", message, hint, WARNING


def _theme_of(data: Mapping[str, Any]) -> dict[str, Any]:
    written = data.get("theme")
    return {"name": written} if isinstance(written, str) else written if isinstance(written, dict) else {}


def files_not_there(root: Path) -> Iterator[Problem]:
    """The sign, the icon and the style sheets of the settings whose file no reader would get."""
    data = configuration.read_settings(root) or {}
    theme, places = _theme_of(data), configuration.setting_places(root) if data else {}
    sheets = data.get("extra_css")
    named = [(name, theme.get(name)) for name in ("logo", "favicon")]
    named += [("extra_css", sheet) for sheet in (sheets if isinstance(sheets, list) else ())]
    spec = _package(str(theme.get("name") or ""))
    kept = [Path(place) / "templates" for place in (spec.submodule_search_locations or () if spec else ())]
    custom_dir = str(theme.get("custom_dir") or "")
    shown = [root / "content", files.theme_dir(), *kept, *([root / custom_dir] if custom_dir else [])]
    for name, path in named:
        if isinstance(path, str) and path and "://" not in path and not any((at / path).is_file() for at in shown):
            own = f"{custom_dir.strip('/') or 'theme'}/{path.lstrip('/')}"
            there = not custom_dir and folders.is_ordinary(root / own)
            hint = "" if there else f"положите файл сюда: {own}, или уберите строку"
            hint += "" if custom_dir else f"{'; и ' if hint else ''}напишите в theme: custom_dir: theme"
            yield _problem(places, path, name, f"файла {path} на сайте не будет: в папках сайта его нет", hint, WARNING)


def own_colours(root: Path) -> Iterator[Problem]:
    """Colours of words in the style sheets of the base that cannot be read on its pages."""
    data = configuration.read_settings(root) or {}
    folder = root / str(_theme_of(data).get("custom_dir") or "theme")
    sheets = data.get("extra_css")
    for sheet in sheets if isinstance(sheets, list) else ():
        path = folder / str(sheet)
        if path.is_relative_to(root) and ".." not in str(sheet) and folders.is_ordinary(path):
            for one in colours.unreadable(folders.read_whole(path).decode("utf-8", "replace")):
                where = "тёмном" if one.dark else "светлом"
                its = f"{one.contrast:.1f}".replace(".", ",")
                message = f"{one.name}: {one.colour} на {where} не прочесть: контраст {its}, нужно от 4,5"
                hint = f"напишите {one.name}: {one.better}"
                at = path.relative_to(root).as_posix()
                yield Problem(at, one.line, 1, one.name, "config-setting", message, hint, WARNING)


def _theme_line(written: Any) -> str:
    """How to name the theme that the pages are made for, without touching what else is said of it."""
    if isinstance(written, dict):
        return "в theme исправьте только строку name: name: material"
    return "напишите: theme: {name: material, language: ru, font: false}"


def _package(name: str) -> Any:
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None


def _plugin(root: Path, data: Mapping[str, Any]) -> Iterator[_Fault]:
    if PLUGIN not in _names(data.get("plugins")):
        message = f"не включён плагин {PLUGIN}: без него не будет страниц записей"
        yield "plugins", message, _row(data, "plugins", PLUGIN), ERROR
    if not isinstance(rows := _rows_of_the_plugin(data), dict | None):
        message = f"у плагина {PLUGIN} «{rows!s:.40}» вместо строк «имя: значение»"
        yield PLUGIN, message, f"напишите в plugins: - {PLUGIN}: {{format: {FORMAT}}}", ERROR
    for name in configuration.plugin_options(data):
        if name not in PLUGIN_OPTIONS:
            guess = nearest(str(name), PLUGIN_OPTIONS)
            hint = f"возможно, имелось в виду «{guess}»" if guess else "бывают: " + ", ".join(PLUGIN_OPTIONS)
            yield str(name), f"настройки «{name}» у плагина {PLUGIN} нет", hint, ERROR
    yield from _values(root, configuration.plugin_options(data), data)


def _rows_of_the_plugin(data: Mapping[str, Any]) -> Any:
    plugins = data.get("plugins")
    named = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    return next((one[PLUGIN] for one in named if isinstance(one, dict) and PLUGIN in one), None)


def _values(root: Path, written: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[_Fault]:
    wrong = {name: (name, message, hint, ERROR) for name, message, hint in options.of_wrong_type(written)}
    yield from wrong.values()
    its = {name: value for name, value in written.items() if value is not None and name not in wrong}
    for message, hint in sections.kinds_at_fault(its.get(sections.WITHOUT, [])):
        yield sections.WITHOUT, message, hint, ERROR
    yield from _language(root, its.get("language", NATIVE))
    yield from _format(its.get("format", FORMAT))
    try:
        look.home_of(its.get("home"))
    except ValueError as fault:
        yield from (("home", f"главная страница: {line}", _AS_WRITTEN, ERROR) for line in str(fault).split("\n"))
    zone = its.get("timezone")
    if zone and not is_zone(zone):
        line = options.zone_line(root, zone)
        yield "timezone", f"часового пояса «{zone[:40]}» нет", f"напишите, например: {line}", ERROR
    if its.get("small_group", SMALL_GROUP) not in SMALL_GROUPS:
        message = f"{its['small_group']} — слишком мало или слишком много"
        hint = f"напишите, меньше скольких человек не показывать, от 2 до 100: small_group: {SMALL_GROUP}"
        yield "small_group", message, hint, ERROR
    try:
        federation.federation_of(its.get("federation"))
    except ValueError as fault:
        for line in str(fault).split("\n"):
            yield "federation", f"другие базы: {line}", f"исправьте; строка на базу: {federation.EXAMPLE_LINE}", ERROR
    repo, edit = (str(data.get(name) or "") for name in ("repo_url", "edit_uri"))
    readers: dict[str, Callable[[Any], object]] = {
        "contact": lambda option: contact.contact_of(option, repo), "desk": desk_of,
        "submit": lambda option: submit_of(option, repo, edit), "footer": look.footer_of,
        "fonts": lambda option: look.fonts_of(option, root / str(_theme_of(data).get("custom_dir") or "theme")),
    }  # fmt: skip
    for name, read in readers.items():
        try:
            yield from _sign_in(read(its.get(name, {})))
        except ValueError as fault:
            for line in str(fault).split("\n"):
                yield name, f"{_CALLED[name]}: {line}", _AS_WRITTEN, ERROR


def _sign_in(read: object) -> Iterator[_Fault]:
    """A desk whose editors sign in abroad: the keeper decides it, and says so."""
    if isinstance(read, Desk) and read.services_abroad and not read.abroad:
        through = ", ".join(read.services_abroad)
        message = f"вход на стол редактора идёт через зарубежную службу ({through}): ей видно, кто и когда вошёл"
        yield "desk", message, _ABROAD_HINT, WARNING


_ABROAD_HINT = (
    "заведите свою площадку («Своя площадка»: metodoteka guide opublikovat-bazu);"
    " если так решено, напишите в desk: abroad: true"
)


def _language(root: Path, written: Any) -> Iterator[_Fault]:
    if written not in languages.languages(root):
        message, _, hint = unknown_language(root, written).partition(". ")
        yield "language", message, hint, ERROR


def unknown_language(root: Path, written: Any) -> str:
    """What to tell of a language in which the site cannot speak, and how to add it."""
    known = ", ".join(languages.languages(root))
    return (
        f"языка «{written!s:.20}» у сайта нет. Есть: {known}. Новый добавит переводчик: metodoteka locale tt "
        f"заведёт файл {languages.OWN_FOLDER}/tt.po для татарского, перевод вписывают в Poedit"
    )


def _format(written: Any) -> Iterator[_Fault]:
    if type(written) is not int or written < 1:
        yield "format", f"«{written!s:.20}» — не номер формата", f"напишите format: {FORMAT}", ERROR
    elif written > FORMAT:
        message = f"база записана в формате {written}, а эта Методотека знает {FORMAT}"
        yield "format", message, "обновите программу: pip install --upgrade -r requirements.txt", ERROR
    elif written < FORMAT:
        message = f"база записана в прежнем формате {written}, нынешний — {FORMAT}"
        yield "format", message, "metodoteka upgrade исправит, что изменилось, и покажет каждую правку", WARNING


_AS_WRITTEN = f"исправьте; как её пишут — {GUIDE}"
_CALLED = {
    "contact": "кого спросить", "desk": "стол редактора", "submit": "как уходят записи", "footer": "подвал",
    "fonts": "шрифты",
}  # fmt: skip


def _names(written: Any) -> list[str]:
    """The names in a list of names and of ``name: options``, or in a mapping."""
    rows = written if isinstance(written, list | dict) else ()
    return [str(name) for one in rows for name in (one if isinstance(one, dict) else (one,))]


def _row(data: Mapping[str, Any], name: str, value: str) -> str:
    return f"добавьте в {name} строку: - {value}" if data.get(name) else f"добавьте строку: {name}: [{value}]"


def _pages_of(nav: Any) -> Iterator[str]:
    if isinstance(nav, str) and nav.endswith(".md") and "://" not in nav:
        yield nav
    for one in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else ():
        yield from _pages_of(one)


def _problem(
    places: Mapping[str, tuple[int, int]], at: str, name: str, message: str, hint: str, severity: str = ERROR
) -> Problem:
    line, column = places.get(at, (0, 0))
    return Problem(SETTINGS_FILE, line, column, name, "config-setting", message, hint, severity)
