"""What ``mkdocs.yml`` may hold, looked at before MkDocs reads it.

MkDocs reads the file with a loader that runs what Python tags name (``!!python/object/apply:…``), imports every module
that is named as an extension, runs the files of ``hooks`` and reads the file of ``INHERIT`` in the same way. Whoever
checks somebody else's change on their own computer would run it. So the text is walked as data first, and what would
run something is refused with its place; nothing here builds an object. ``!ENV`` (a value from the environment) and
``!relative`` of MkDocs stay, but for names of secrets, which would be published with the site.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import yaml
from yaml_env_tag import construct_env_tag

from generator.documents import folders, sources
from generator.problems import Problem

SETTINGS_FILE = "mkdocs.yml"
_MOST = 262_144  # bytes
_DEEPEST = 40
_PLAIN = ("str", "int", "float", "bool", "null", "seq", "map", "merge", "timestamp", "value")
_OURS = ("!ENV", "!relative")
_SECRET = re.compile(r"TOKEN|SECRET|PASS|KEY|CREDENTIAL|AUTH|PRIVATE|COOKIE", re.IGNORECASE)
#: packages whose extensions come with MkDocs and its theme; others have to be installed under a name of their own
_KNOWN = ("markdown.extensions.", "pymdownx.", "material.extensions.")
_TEMPLATES = re.compile(r"(?:\./)*(?:data|content)(?:/|$)|/|~|\.\.(?:/|$)|.*/\.\.(?:/|$)")


def check_settings(root: Path, name: str = SETTINGS_FILE) -> list[Problem]:
    """What is wrong with the settings of the site in ``root``; nothing where there is no such file."""
    path = root / name
    if unusual := folders.fault(folders.entry(path), name):
        return [unusual]
    if not path.is_file():
        return []
    if conflict := sources.conflict(root, name):
        return [conflict]
    if path.stat().st_size > _MOST:
        return [_located(name, None, "config-yaml", "файл настроек больше 256 КБ", "оставьте в нём только настройки")]
    try:
        return check_settings_text(sources.own_text(path), name)
    except (OSError, UnicodeDecodeError):
        hint = "сохраните файл в кодировке UTF-8"
        return [_located(name, None, "config-yaml", "файл настроек не читается как текст", hint)]


def check_settings_text(text: str, name: str = SETTINGS_FILE) -> list[Problem]:
    """The same for the text of the file."""
    return list(_checked(text, name))


@lru_cache(maxsize=4)  # one command asks a dozen times, each time it reads the file
def _checked(text: str, name: str) -> tuple[Problem, ...]:
    try:
        found = list(_tags(text, name))
        return tuple(sorted(found or _settings(text, name)))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        message = "файл настроек записан с ошибкой, дальше неё он не читается"
        hint = "проверьте отступы, кавычки и скобки в этом месте"
        return (*_before_the_error(text, name), _located(name, mark, "config-yaml", message, hint))


def site_url(root: Path) -> str:
    """``site_url`` of the settings in ``root`` as MkDocs reads it, which takes far longer to load than this file; empty
    where it is not told, where it is no address, and where the file may not be read at all."""
    written = (read_settings(root) or {}).get("site_url")
    try:
        address = urlsplit(written if isinstance(written, str) else "")
    except ValueError:
        return ""
    if not (address.scheme and address.netloc):
        return ""
    return urlunsplit(address._replace(path=address.path.removesuffix("/") + "/"))


def least_group(root: Path) -> int:
    """The people below which a group is not shown, as our plugin is told in the settings in ``root``; the usual number
    where it is not told, and where what is told cannot be."""
    from generator.records.programmes import SMALL_GROUP, SMALL_GROUPS  # see settings._small_group

    value = plugin_options(read_settings(root) or {}).get("small_group")
    return value if type(value) is int and value in SMALL_GROUPS else SMALL_GROUP


def timezone(root: Path) -> str:
    """The clock of the base, as our plugin is told in the settings in ``root``; empty where it is not told."""
    value = plugin_options(read_settings(root) or {}).get("timezone")
    return value if isinstance(value, str) else ""


def without(root: Path) -> frozenset[str]:
    """The kinds of records that the base does without, as our plugin is told; names of no kind are told elsewhere."""
    from generator.records import KINDS

    value = plugin_options(read_settings(root) or {}).get("without")
    return frozenset(KINDS).intersection(str(one) for one in value) if isinstance(value, list) else frozenset()


def plugin_options(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the settings tell our plugin, as it is written."""
    plugins = data.get("plugins")
    named = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    blocks = [one["metodoteka"] for one in named if isinstance(one, dict) and "metodoteka" in one]
    return {name: value for options in blocks if isinstance(options, dict) for name, value in options.items()}


def read_settings(root: Path) -> dict[str, Any] | None:
    """The settings in ``root`` as their author wrote them; None where there are none, or where they may not be read.
    Nobody writes into what is found."""
    if check_settings(root) or not (root / SETTINGS_FILE).is_file():
        return None
    text = sources.own_text(root / SETTINGS_FILE)
    try:
        data = _meant(text, tuple(os.environ.items()) if "!ENV" in text else ())
    except (yaml.YAMLError, ValueError):
        return None
    return data if isinstance(data, dict) else {}


@lru_cache(maxsize=4)  # one check asks eight times: a fifth of what it takes on a small base
def _meant(text: str, _environment: tuple[tuple[str, str], ...]) -> Any:
    return yaml.load(text.removeprefix("\ufeff"), Loader=_Meant)


def setting_places(root: Path) -> dict[str, tuple[int, int]]:
    """Line and column at which a name or a value stands first in settings that can be read. Nobody writes into it."""
    return _places_in(sources.own_text(root / SETTINGS_FILE))


@lru_cache(maxsize=4)
def _places_in(text: str) -> dict[str, tuple[int, int]]:
    found = _places(yaml.compose(text.removeprefix("\ufeff"), yaml.CSafeLoader))
    return {name: (mark.line + 1, mark.column + 1) for name, mark in found.items()}


def named_twice(root: Path) -> Iterator[tuple[str, int]]:
    """The settings of the first level that settings which can be read name again, with the line."""
    whole = yaml.compose(sources.own_text(root / SETTINGS_FILE).removeprefix("\ufeff"), yaml.CSafeLoader)
    seen: set[str] = set()
    for name, _ in whole.value if isinstance(whole, yaml.MappingNode) else ():
        if isinstance(name, yaml.ScalarNode):
            if name.value in seen and name.value != "<<":
                yield name.value, name.start_mark.line + 1
            seen.add(name.value)


def _before_the_error(text: str, name: str) -> list[Problem]:
    """What stands before the place where a file cannot be read further."""
    found = []
    try:
        for one in _tags(text, name):
            found.append(one)
    except (yaml.YAMLError, ValueError):
        pass
    return sorted(found)


def _tags(text: str, name: str) -> Iterator[Problem]:
    """Every tag that would build something, by the events of the parser: no object is made, no depth is walked."""
    depth, env, opened = 0, 0, []
    for event in yaml.parse(text.removeprefix("\ufeff"), yaml.CSafeLoader):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            opened.append(event.anchor)
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
            opened.pop()
            env = 0 if depth < env else env
        if depth > _DEEPEST or (isinstance(event, yaml.AliasEvent) and event.anchor in opened):
            raise ValueError("deeper than any settings are")
        tag = getattr(event, "tag", None)
        if tag and not _is_plain(tag):
            yield _located(
                name,
                event.start_mark,
                "config-tag",
                f"метка «{_spelled(tag)}» запускает программу или читает то, чего в настройках быть не может",
                "уберите метку и напишите значение обычным текстом; из меток годятся только !ENV и !relative",
            )
        if tag == "!ENV" and isinstance(event, yaml.SequenceStartEvent):
            env = depth
        is_variable = isinstance(event, yaml.ScalarEvent) and (tag == "!ENV" or (env and depth >= env))
        if is_variable and re.fullmatch(r"\w{3,}", event.value) and _SECRET.search(event.value):
            yield _located(
                name,
                event.start_mark,
                "config-tag",
                f"переменная {event.value[:60]} похожа на пароль или ключ, а настройки видны на сайте",
                "возьмите другую переменную, например METODOTEKA_SITE_URL, или напишите значение прямо здесь",
            )


def _is_plain(tag: str) -> bool:
    return tag in ("!", *_OURS) or tag.removeprefix("tag:yaml.org,2002:") in _PLAIN


def _spelled(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:80]


class _Data(yaml.CSafeLoader):
    """Plain data: what the tags of MkDocs stand at is taken as it is written."""


_Data.add_multi_constructor("!", lambda loader, tag, node: _written(node))


class _Meant(_Data):
    """The same with values taken from the environment, as MkDocs takes them."""


_Meant.add_constructor("!ENV", construct_env_tag)


def _written(node: yaml.Node) -> Any:
    return [_written(one) for one in node.value] if isinstance(node, yaml.SequenceNode) else str(node.value)


def _settings(text: str, name: str) -> Iterator[Problem]:
    """Settings that make MkDocs run or read something of the change itself."""
    text = text.removeprefix("\ufeff")
    data = yaml.load(text, Loader=_Data)
    if not isinstance(data, dict):
        return
    places = _places(yaml.compose(text, yaml.CSafeLoader))
    if data.get("hooks"):
        hint = "уберите hooks; свой код подключают плагином, который устанавливают отдельно"
        yield _located(name, places.get("hooks"), "config-runs", "hooks запускает программы из этой же папки", hint)
    if "INHERIT" in data:
        hint = "уберите INHERIT и впишите нужные настройки в сам файл"
        yield _located(name, places.get("INHERIT"), "config-runs", "INHERIT читает настройки из другого файла", hint)
    theme = data.get("theme")
    folder = str(theme.get("custom_dir") or "") if isinstance(theme, dict) else ""
    if folder and _TEMPLATES.match(folder.replace("\\", "/")):
        message = f"шаблоны темы запускаются, а папка custom_dir «{folder[:60]}» для них не годится"
        hint = "положите шаблоны в папку theme рядом с mkdocs.yml и напишите: custom_dir: theme"
        yield _located(name, places.get("custom_dir"), "config-runs", message, hint)
    installed = {one.name for one in entry_points(group="markdown.extensions")}
    for extension in _extensions(data.get("markdown_extensions")):
        if extension not in installed and not extension.startswith(_KNOWN):
            message = f"расширение Markdown «{extension[:60]}» не установлено: запустился бы файл с этим именем"
            hint = "проверьте имя или установите расширение; встроенные: attr_list, tables, toc, footnotes, pymdownx.…"
            yield _located(name, places.get(extension), "config-runs", message, hint)


def _extensions(written: Any) -> Iterator[str]:
    """Names of Markdown extensions: a list of names and of ``name: options``, or a mapping."""
    for one in written if isinstance(written, list | dict) else ():
        yield from map(str, one) if isinstance(one, dict) else (str(one),)


def _places(node: yaml.Node | None) -> dict[str, yaml.Mark]:
    """Where a name stands first; every node is visited once, however often it is referred to."""
    found: dict[str, yaml.Mark] = {}
    waiting, seen = [node], set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, yaml.ScalarNode):
            found.setdefault(one.value, one.start_mark)
        elif isinstance(one, yaml.MappingNode):
            waiting += [part for pair in reversed(one.value) for part in reversed(pair)]
        else:
            waiting += reversed(one.value)
    return found


def _located(name: str, mark: yaml.Mark | None, code: str, message: str, hint: str) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    return Problem(name, line, column, "", code, message, hint)
