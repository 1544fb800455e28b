"""What ``mkdocs.yml`` of a knowledge base says, as MkDocs reads it and as its author wrote it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import yaml
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.utils import yaml_load

from generator import files, problems
from generator.catalog.computed.zones import is_zone
from generator.documents import folders
from generator.publish import NotPublished, engine_log
from generator.publish import assets as theme_assets
from generator.publish.faults import in_lines
from generator.records.programmes import SMALL_GROUPS
from generator.settings import (
    Desk,
    Settings,
    configuration,
    contact,
    desk_of,
    languages,
    look,
    navigation,
    needed,
    submit_of,
)
from generator.settings.forge import edit_address
from generator.settings.needed import PLUGIN
from generator.settings.overrides import TEMPLATES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def settings(root: Path, **overrides: Any) -> Settings:
    """What ``mkdocs.yml`` of the knowledge base says about the site; ``overrides`` (not None) win."""
    return settings_of(read_config(root), **overrides)


def settings_of(config: MkDocsConfig, **overrides: Any) -> Settings:
    """The same for a configuration that MkDocs has already read."""
    options = plugin_of(config).config
    try:
        submit = submit_of(options.submit, config.repo_url or "", _written_edit_uri(config))
    except ValueError as fault:
        raise NotPublished(f"В файле mkdocs.yml ошибка:\n  {fault}") from None
    values = {
        "demo": options.demo,
        "drafts": options.drafts,
        "remarks": options.remarks,
        "lead": options.lead,
        "without": frozenset(map(str, options.without)),
        "footer": look.footer_of(options.footer),
        "fonts": look.fonts_of(options.fonts),
        "home": look.home_of(options.home),
        "templates": _own_templates(Path(config.config_file_path or "").parent),
        **_language(options.language, Path(config.config_file_path or "").parent),
        "small_group": _small_group(options.small_group),
        "timezone": _timezone(options.timezone),
        "site_name": config.site_name,
        "site_url": config.site_url or "",
        "repo_url": config.repo_url or "",
        "edit_base": _edit_base(config),
        "desk": _desk(options.desk),
        "contact": _contact(options.contact, config),
        "submit": submit,
        "joined": bool(options.federation),
    }
    return Settings(**values | {name: value for name, value in overrides.items() if value is not None})


def _own_templates(root: Path) -> str:
    folder = root / TEMPLATES
    return str(folder) if folders.is_own_folder(folder) else ""


def _language(code: str, root: Path) -> dict[str, Any]:
    if code not in languages.languages(root):
        raise NotPublished(f"В файле mkdocs.yml, language: {needed.unknown_language(root, code)}")
    found = languages.catalogue_files(root, code)
    try:
        languages.language(code, found)
    except languages.BadCatalogue as fault:
        raise NotPublished(str(fault)) from None
    return {"language": code, "catalogues": found}


def _small_group(written: int) -> int:
    if written not in SMALL_GROUPS:
        raise NotPublished(
            f"В файле mkdocs.yml, small_group: {written} не годится. Напишите, меньше скольких человек не показывать: 5"
        )
    return written


def _timezone(written: str) -> str:
    if written and not is_zone(written):
        raise NotPublished(
            f"В файле mkdocs.yml, timezone: часового пояса «{written}» нет. Напишите часть света и город латиницей: "
            "Europe/Moscow, Asia/Krasnoyarsk"
        )
    return written


def _desk(written: Mapping[str, Any] | None) -> Desk | None:
    try:
        return desk_of(written)
    except ValueError as fault:
        raise NotPublished(in_lines("В файле mkdocs.yml, desk (стол редактора):", str(fault).split("\n"))) from None


def _contact(written: Mapping[str, Any] | None, config: MkDocsConfig) -> contact.Contact:
    try:
        return contact.contact_of(written, config.repo_url or "")
    except ValueError as fault:
        raise NotPublished(in_lines("В файле mkdocs.yml, contact (кого спросить):", str(fault).split("\n"))) from None


def _edit_base(config: MkDocsConfig) -> str:
    """Where a record's file is edited in the browser: ``repo_url`` + ``edit_uri``, or nothing.

    MkDocs guesses an ``edit_uri`` for the known forges, but for a ``docs`` folder that we do not have: only a written
    one counts.
    """
    written = _written_edit_uri(config)
    if not (config.repo_url and written):
        return ""
    its = edit_address(config.repo_url, written)
    return urljoin(config.repo_url.rstrip("/") + "/", its).rstrip("/") + "/"


def _written_edit_uri(config: MkDocsConfig) -> str:
    path = Path(config.config_file_path)
    return _edit_uri_in(path, path.read_bytes(), tuple(sorted(os.environ.items())))


@lru_cache(maxsize=1)  # one build asks twenty times, and the loader of the engine is slow
def _edit_uri_in(mkdocs_yml: Path, written: bytes, surroundings: Sequence[tuple[str, str]]) -> str:
    """``written`` and ``surroundings`` are all that the answer depends on: the text and what its ``!ENV`` name."""
    return written_settings(mkdocs_yml).get("edit_uri") or ""


def read_config(root: Path, **overrides: Any) -> MkDocsConfig:
    """The configuration as MkDocs reads it; raises :class:`NotPublished` with all that is wrong in ``mkdocs.yml``."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise NotPublished(
            f"В папке {root} нет файла настроек mkdocs.yml. Если база в другой папке, укажите её: --root ПАПКА. "
            f"Если здесь, создайте файл. {needed.MISSING_FILE}"
        )
    refuse_running(path)
    if wrong := sorted(one for one in (*needed.needed(root), *navigation.misshapen(root)) if one.is_error):
        raise NotPublished(f"В файле mkdocs.yml нужно исправить:\n{problems.as_text(wrong)}")
    with engine_log.listening() as logged:
        try:
            config = load_config(config_file=str(path), **overrides)
        except (MkDocsException, yaml.YAMLError) as fault:
            details = logged or [str(fault)]
            raise NotPublished("В файле mkdocs.yml ошибка:\n" + "\n".join(f"  {line}" for line in details)) from None
    plugin_of(config)
    return config


def refuse_running(mkdocs_yml: Path) -> None:
    """Raise :class:`NotPublished` for a ``mkdocs.yml`` that would run something when MkDocs reads it."""
    if found := configuration.check_settings(mkdocs_yml.parent, mkdocs_yml.name):
        raise NotPublished(f"В файле mkdocs.yml ошибка:\n{problems.as_text(found)}")


def written_settings(mkdocs_yml: Path) -> dict[str, Any]:
    """``mkdocs.yml`` as its author wrote it: MkDocs adds guesses of its own and takes what it has read apart."""
    refuse_running(mkdocs_yml)
    with mkdocs_yml.open(encoding="utf-8-sig") as stream:
        return yaml_load(stream)


def plugin_of(config: MkDocsConfig) -> Any:
    """Our plugin in a configuration; raises :class:`NotPublished` where ``mkdocs.yml`` does not name it."""
    if PLUGIN not in config.plugins:
        raise NotPublished(f"В файле mkdocs.yml нет плагина: добавьте строки\nplugins:\n  - {PLUGIN}")
    return config.plugins[PLUGIN]


def asks_nobody_else(config: MkDocsConfig) -> bool:
    """Return True where no other plugin and no hook looks at the pages, or reads more than we know of."""
    return list(config.plugins) == [PLUGIN] and not config.hooks


def theme_dirs(config: MkDocsConfig) -> list[Path]:
    """Overrides in the order in which MkDocs looks: those of the knowledge base itself, then ours."""
    own = config.theme.custom_dir
    return [Path(own), files.theme_dir()] if own else [files.theme_dir()]


def frame_extra(folders: Sequence[Path], chosen: Settings) -> dict[str, Any]:
    """What the frame of the pages reads from ``extra`` of ``mkdocs.yml``, as plain data, whichever engine makes them;
    ``folders`` are those of the theme."""
    language = languages.language(chosen.language, chosen.catalogues)
    also: dict[str, Any] = {"language": [language.code, language.digest]} if language else {}
    also |= {"joined": True} if chosen.joined else {}
    also |= {"without": sorted(chosen.without)} if chosen.without else {}
    also |= {"footer": chosen.footer.plain} if chosen.footer.plain else {}
    also |= {"fonts": {"text": chosen.fonts.text}} if chosen.fonts else {}
    marks = {**theme_assets.digests(folders, language), **theme_assets.fonts_mark(chosen.fonts)}
    return {"digests": marks, "contact": chosen.contact.plain, **also}


def at_home(site_url: str) -> bool:
    """Whether the address is that of a machine and not of a site on the net, as ``mkdocs serve`` gives it."""
    host = urlsplit(site_url).hostname or ""
    return host == "localhost" or ":" in host or host.replace(".", "").isdigit()


def refuse_without_contact(known: Settings) -> None:
    """Raise :class:`NotPublished` for a site with an address of its own that names nobody to ask."""
    if known.site_url and not known.contact:
        raise NotPublished(contact.MISSING)
