"""The site as an ordinary folder of Markdown, for any engine that reads ``mkdocs.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from generator import files
from generator.channels import desk as desks
from generator.publish import assets as theme_assets
from generator.publish.building import refuse_dangerous
from generator.publish.configured import frame_extra, read_config, settings_of, theme_dirs, written_settings
from generator.publish.faults import disk_errors_in_words
from generator.publish.finished import finished_pages, laid_out
from generator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.site import Site


def write_pages(root: Path, out: Path, site: Site, say: Callable[[str], None]) -> files.Written:
    """Lay the site out as a folder with ``mkdocs.yml``, ``docs`` and ``overrides``; plain ``mkdocs build`` there works.

    Writes what changed, removes what an earlier run wrote and this one did not, leaves everything else alone.
    """
    root, out = root.resolve(), out.resolve()
    config = read_config(root)
    docs_dir = Path(config.docs_dir)
    refuse_dangerous(root, out, docs_dir)
    pages, others, assets = finished_pages(replace(site, pages=laid_out(site.pages)), docs_dir)
    chosen = settings_of(config)
    others |= theme_assets.made_files(theme_dirs(config), chosen)
    extra = frame_extra(theme_dirs(config), chosen)
    wanted: dict[str, Any] = {"mkdocs.yml": _plain_mkdocs_yml(root, extra, chosen)}
    for folder in reversed(theme_dirs(config)):
        wanted |= {f"overrides/{path}": data for path, data in files.tree(folder).items()}
    if chosen.desk is None:
        wanted = {path: data for path, data in wanted.items() if not path.startswith(f"overrides/{desks.DESK_FOLDER}/")}
    wanted |= {f"docs/{path}": path_on_disk.read_bytes() for path, path_on_disk in assets.items()}
    wanted |= {f"docs/{path}": data for path, data in (*others.items(), *pages.items())}
    with disk_errors_in_words(out):
        written = files.write_tree(out, wanted)
    say(f"Файлов: {len(wanted)}, записано: {len(written.changed)}, удалено: {len(written.removed)}. Папка: {out}")
    return written


def _plain_mkdocs_yml(root: Path, extra: Mapping[str, Any], chosen: Settings) -> str:
    """``mkdocs.yml`` of the knowledge base without what only our plugin understands."""
    config = written_settings(root / "mkdocs.yml")
    for key in ("site_dir", "watch", "hooks", "strict", "edit_uri", "edit_uri_template"):
        config.pop(key, None)
    theme = config.get("theme") or {}
    theme = {"name": theme} if isinstance(theme, str) else dict(theme)
    config["extra"] = {**(config.get("extra") or {}), **extra}
    unused = theme_assets.unused(desk=chosen.desk is not None)
    config["exclude_docs"] = "\n".join([config.get("exclude_docs") or "", *unused]).strip() + "\n"
    config |= {"docs_dir": "docs", "theme": theme | {"custom_dir": "overrides"}, "plugins": [], "edit_uri": ""}
    return (
        "# Этот файл создан командой metodoteka pages и обновляется ею: правьте mkdocs.yml самой базы знаний.\n"
        + yaml.dump(config, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    )


class _Dumper(yaml.SafeDumper):
    """Writes a function of a foreign ``mkdocs.yml`` back as the tag that MkDocs read it from."""


def _named(dumper: yaml.SafeDumper, function: Any) -> yaml.Node:
    return dumper.represent_scalar(f"tag:yaml.org,2002:python/name:{function.__module__}.{function.__qualname__}", "")


_Dumper.add_representer(type(_named), _named)
