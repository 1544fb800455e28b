"""Hop 6: the pages go through the site engine, the gate looks at the result, the finished site replaces the old one.

This room and ``mkdocs_plugin`` are the only ones that know MkDocs. The list of pages goes one of two ways: the plugin
hands it to MkDocs from memory (:func:`build_site`, :func:`serve`, plain ``mkdocs build``), or :func:`write_pages` lays
it out as an ordinary folder for any engine that reads ``mkdocs.yml``.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

# Before the first import of MkDocs and Material: both print a banner about the end of the 1.x line otherwise.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.utils import yaml_load

from generator import files, problems
from generator.channels import desk as desks
from generator.publish import assets as theme_assets
from generator.publish import gate
from generator.publish.finished import finished_pages, html_path
from generator.publish.search_index import NotIndexed, make_index
from generator.settings import Desk, Settings, configuration, contact, desk_of, submit_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from generator.site import Site

PLUGIN = "metodoteka"
Say = Callable[[str], None]


class NotPublished(Exception):
    """The site was not published and the old one is as it was; the text is Russian and meant for the terminal."""


# --- settings --------------------------------------------------------------------------------------------------------


def settings(root: Path, **overrides: Any) -> Settings:
    """What ``mkdocs.yml`` of the knowledge base says about the site; ``overrides`` (not None) win."""
    return settings_of(_load(root), **overrides)


def settings_of(config: MkDocsConfig, **overrides: Any) -> Settings:
    """The same for a configuration that MkDocs has already read."""
    options = _plugin(config).config
    try:
        submit = submit_of(options.submit, config.repo_url or "", _written_edit_uri(config))
    except ValueError as fault:
        raise NotPublished(f"В файле mkdocs.yml ошибка:\n  {fault}") from None
    values = {
        "demo": options.demo,
        "drafts": options.drafts,
        "site_name": config.site_name,
        "site_url": config.site_url or "",
        "repo_url": config.repo_url or "",
        "edit_base": _edit_base(config),
        "desk": _desk(options.desk),
        "contact": _contact(options.contact, config),
        "submit": submit,
    }
    return Settings(**values | {name: value for name, value in overrides.items() if value is not None})


def _desk(written: Mapping[str, Any] | None) -> Desk | None:
    try:
        return desk_of(written)
    except ValueError as fault:
        raise NotPublished(_listed("В файле mkdocs.yml, desk (стол редактора):", str(fault).split("\n"))) from None


def _contact(written: Mapping[str, Any] | None, config: MkDocsConfig) -> contact.Contact:
    try:
        return contact.contact_of(written, config.repo_url or "")
    except ValueError as fault:
        raise NotPublished(_listed("В файле mkdocs.yml, contact (кого спросить):", str(fault).split("\n"))) from None


def _edit_base(config: MkDocsConfig) -> str:
    """Where a record's file is edited in the browser: ``repo_url`` + ``edit_uri``, or nothing.

    MkDocs guesses an ``edit_uri`` for the known forges, but for a ``docs`` folder that we do not have: only a written
    one counts.
    """
    written = _written_edit_uri(config)
    if not (config.repo_url and written):
        return ""
    return urljoin(config.repo_url.rstrip("/") + "/", written).rstrip("/") + "/"


def _written_edit_uri(config: MkDocsConfig) -> str:
    return _written(Path(config.config_file_path)).get("edit_uri") or ""


def _load(root: Path, **overrides: Any) -> MkDocsConfig:
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise NotPublished(f"В папке {root} нет файла mkdocs.yml: это не база знаний. Укажите папку через --root.")
    refuse_running(path)
    with _listening() as heard:
        try:
            config = load_config(config_file=str(path), **overrides)
        except (MkDocsException, yaml.YAMLError) as fault:
            details = heard or [str(fault)]
            raise NotPublished("В файле mkdocs.yml ошибка:\n" + "\n".join(f"  {line}" for line in details)) from None
    _plugin(config)
    return config


def refuse_running(mkdocs_yml: Path) -> None:
    """Raise :class:`NotPublished` for a ``mkdocs.yml`` that would run something when MkDocs reads it."""
    if found := configuration.check_settings(mkdocs_yml.parent, mkdocs_yml.name):
        raise NotPublished(f"В файле mkdocs.yml ошибка:\n{problems.as_text(found)}")


def _written(mkdocs_yml: Path) -> dict[str, Any]:
    """``mkdocs.yml`` as its author wrote it: MkDocs adds guesses of its own and takes what it has read apart."""
    refuse_running(mkdocs_yml)
    with mkdocs_yml.open(encoding="utf-8-sig") as stream:
        return yaml_load(stream)


def _plugin(config: MkDocsConfig) -> Any:
    if PLUGIN not in config.plugins:
        raise NotPublished(f"В файле mkdocs.yml нет плагина: добавьте строки\nplugins:\n  - {PLUGIN}")
    return config.plugins[PLUGIN]


# --- build -----------------------------------------------------------------------------------------------------------


def ready(root: Path, out: Path) -> None:
    """Raise :class:`NotPublished` or ``files.FileFault`` when the site could not take the place of ``out``, or when a
    site with an address of its own names nobody to ask.

    Asked before the work, so that nobody waits for a build that comes to nothing.
    """
    root, out = root.resolve(), out.resolve()
    config = _load(root)
    refuse_dangerous(root, out, Path(config.docs_dir))
    files.refuse_irreplaceable(out)
    _refuse_foreign_site(out)
    refuse_without_contact(settings_of(config))


def at_home(site_url: str) -> bool:
    """Whether the address is that of a machine and not of a site on the net, as ``mkdocs serve`` gives it."""
    host = urlsplit(site_url).hostname or ""
    return host == "localhost" or ":" in host or host.replace(".", "").isdigit()


def refuse_without_contact(known: Settings) -> None:
    """Raise :class:`NotPublished` for a site with an address of its own that names nobody to ask."""
    if known.site_url and not known.contact:
        raise NotPublished(contact.MISSING)


def build_site(root: Path, out: Path, site: Site, say: Say) -> None:
    """Render the prepared ``site`` with MkDocs and put it in place of ``out`` at once.

    Raises :class:`NotPublished` or ``files.FileFault``; then, and when the process is killed, ``out`` is as it was (or,
    where the system cannot exchange two folders, as it was after the next run; see ``files.disk.take_place``).
    """
    root, out = root.resolve(), out.resolve()
    ready(root, out)
    with _disk_errors_in_words(out), files.replacing(out) as fresh:
        say(f"Страниц: {len(site.pages)}. MkDocs делает из них сайт…")
        sizes = _run_mkdocs(root, fresh, site)
        say("Строим поиск…")
        build_search(fresh)
        say("Проверяем готовый сайт…")
        addresses = [html_path(page.path) for page in site.pages]
        if faults := gate.site_errors(fresh, addresses, desks.policies(settings(root)), sizes):
            raise NotPublished(_listed("Готовый сайт не прошёл проверку и не опубликован:", faults))
    say(f"Готово: {out / 'index.html'}")


def build_search(site_dir: Path) -> None:
    """Make the search index of a finished site; raises :class:`NotPublished`."""
    try:
        make_index(site_dir)
    except NotIndexed as fault:
        raise NotPublished(str(fault)) from fault
    except OSError as fault:
        raise NotPublished(f"Поиск не построен. {_disk_error(fault, site_dir)}") from fault


@contextlib.contextmanager
def _disk_errors_in_words(out: Path) -> Iterator[None]:
    """A full disk or a missing right is told in Russian, not with a traceback."""
    needed = files.size_of(out)
    try:
        yield
    except OSError as fault:
        raise NotPublished(f"{_disk_error(fault, out, needed)} Прежний сайт остался как был.") from fault


def _disk_error(fault: OSError, place: Path, needed: int = 0) -> str:
    text = files.describe_os_error(fault, place)
    if fault.errno in files.FULL and needed:
        # The new one is made beside the old one, and is about as large.
        text += f" Сайту нужно около {files.size_in_words(needed)}."
    return text


def _run_mkdocs(root: Path, site_dir: Path, site: Site) -> dict[str, int]:
    """The site in ``site_dir``; out: bytes of what was written there, by path."""
    config = _load(root, site_dir=str(site_dir))
    _plugin(config).handed_over = site
    with _listening() as heard:
        try:
            mkdocs_build(config)
        except MkDocsException as fault:
            raise NotPublished(_listed("MkDocs не смог собрать сайт:", heard or [str(fault)])) from fault
    if heard:
        raise NotPublished(_listed("На страницах есть неверные ссылки или другие ошибки, сайт не опубликован:", heard))
    return _plugin(config).sizes


def refuse_dangerous(root: Path, out: Path, docs_dir: Path) -> None:
    """Raise :class:`NotPublished` when writing to ``out`` would put the author's own files at risk."""
    if root.is_relative_to(out):
        raise NotPublished(f"Папка {out} содержит саму базу знаний. Укажите для результата другую папку.")
    sources = [root / name for name in ("data", "theme", "generator", "tests", ".git", ".github", ".venv")]
    for source in (docs_dir, *sources):
        if out.is_relative_to(source) or source.is_relative_to(out):
            raise NotPublished(f"Папка {out} пересекается с исходной папкой {source}. Укажите другую папку.")
    if out.exists() and not out.is_dir():
        raise NotPublished(f"{out} — это файл, а нужна папка.")


def _refuse_foreign_site(out: Path) -> None:
    """Only an empty folder or a site of ours is replaced; ours names itself in its home page (see main.html)."""
    if not out.is_dir() or not any(out.iterdir()):
        return
    home = out / "index.html"
    if not (home.is_file() and b'name="generator" content="metodoteka' in home.read_bytes()):
        raise NotPublished(
            f"В папке {out} лежат файлы, созданные не Методотекой. Очистите её сами или укажите другую папку."
        )


# --- an ordinary folder for any engine -------------------------------------------------------------------------------


def write_pages(root: Path, out: Path, site: Site, say: Say) -> files.Written:
    """Lay the site out as a folder with ``mkdocs.yml``, ``docs`` and ``overrides``; plain ``mkdocs build`` there works.

    Writes what changed, removes what an earlier run wrote and this one did not, leaves everything else alone.
    """
    root, out = root.resolve(), out.resolve()
    config = _load(root)
    docs_dir = Path(config.docs_dir)
    refuse_dangerous(root, out, docs_dir)
    pages, others, assets = finished_pages(site, docs_dir)
    chosen = settings_of(config)
    others |= theme_assets.headers_file(theme_dirs(config), chosen)
    extra = frame_extra(theme_dirs(config), chosen)
    wanted: dict[str, bytes | str] = {"mkdocs.yml": _plain_mkdocs_yml(root, extra, chosen)}
    for folder in reversed(theme_dirs(config)):
        wanted |= {f"overrides/{path}": data for path, data in files.tree(folder).items()}
    if chosen.desk is None:
        wanted = {path: data for path, data in wanted.items() if not path.startswith(f"overrides/{desks.DESK_FOLDER}/")}
    wanted |= {f"docs/{path}": path_on_disk.read_bytes() for path, path_on_disk in assets.items()}
    wanted |= {f"docs/{path}": data for path, data in (*others.items(), *pages.items())}
    with _disk_errors_in_words(out):
        written = files.write_tree(out, wanted)
    say(f"Файлов: {len(wanted)}, записано: {len(written.changed)}, удалено: {len(written.removed)}. Папка: {out}")
    return written


def theme_dirs(config: MkDocsConfig) -> list[Path]:
    """Overrides in the order in which MkDocs looks: those of the knowledge base itself, then ours."""
    own = config.theme.custom_dir
    return [Path(own), files.theme_dir()] if own else [files.theme_dir()]


def frame_extra(folders: Sequence[Path], chosen: Settings) -> dict[str, Any]:
    """What the frame of the pages reads from ``extra`` of ``mkdocs.yml``, as plain data, whichever engine makes them;
    ``folders`` are those of the theme."""
    return {"digests": dict(theme_assets.digests(folders)), "contact": chosen.contact.plain}


def _plain_mkdocs_yml(root: Path, extra: Mapping[str, Any], chosen: Settings) -> str:
    """``mkdocs.yml`` of the knowledge base without what only our plugin understands."""
    config = _written(root / "mkdocs.yml")
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


# --- serve -----------------------------------------------------------------------------------------------------------

_SPOKEN = {
    "Building documentation...": "Собираем сайт…",
    "Detected file changes": "Файлы изменились.",
    "Reloading browsers": "Готово: страница в браузере обновится сама.",
    "Serving on": "Сайт открыт по адресу {url} Остановить: Ctrl+C.",
    "Shutting down...": "Остановлено.",
}


def serve(
    root: Path,
    say: Say,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    demo: bool | None = None,
    drafts: bool | None = None,
    desk: bool = False,
) -> None:
    """Show the site with live reload on changes of records, texts and theme, until Ctrl+C; with ``desk`` the editor's
    desk too, which writes through a ``decap-server`` on this computer.

    A wrong record while serving is reported and the last good site stays on the screen (see ``mkdocs_plugin``).
    """
    root = root.resolve()
    _load(root)
    if not 0 < port < 65_536:
        raise NotPublished(f"Порта {port} не бывает: нужно число от 1 до 65535, например --port 8000")
    url = f"http://{host}:{port}/"
    options = {name: value for name, value in (("demo", demo), ("drafts", drafts)) if value is not None}
    if desk:
        options["desk"] = {"backend": "local"}
        say(f"Стол редактора: {url}{desks.DESK_FOLDER}/ (пишет в эту папку через decap-server на этом компьютере).")

    class Spoken(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = re.sub(r"^\[[\d:]+\] ", "", record.getMessage())
            if record.levelno >= logging.WARNING:
                say(message)
            for start, russian in _SPOKEN.items():
                if message.startswith(start):
                    say(russian.format(url=url))

    with _handling(Spoken(), logging.INFO):
        try:
            mkdocs_serve(
                config_file=str(root / "mkdocs.yml"),
                dev_addr=f"{host}:{port}",
                plugins=_with_options(_written(root / "mkdocs.yml")["plugins"], options),
                # The address of the published site would put the preview under a folder of its own.
                site_url=url,
            )
        except OSError as fault:
            raise NotPublished(_not_served(fault, host, port)) from fault
        except MkDocsException as fault:
            raise NotPublished(str(fault)) from fault


def _not_served(fault: OSError, host: str, port: int) -> str:
    """Why the site is not shown: the address, or the disk on which it is made."""
    if fault.errno == errno.EADDRINUSE:
        return f"Порт {port} занят другой программой. Укажите другой: --port {port + 1}"
    if fault.errno == errno.EADDRNOTAVAIL or isinstance(fault, socket.gaierror):
        return f"Адреса {host} у этого компьютера нет. Уберите ключ --host или напишите --host 127.0.0.1"
    if fault.errno in (errno.EACCES, errno.EPERM) and not fault.filename:
        return f"Порт {port} открыть нельзя: порты до 1024 отданы системе. Укажите другой: --port 8000"
    return f"Сайт не показан. {files.describe_os_error(fault)}"


def _with_options(written: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """The ``plugins`` of ``mkdocs.yml`` with options of ours replaced.

    As a mapping: MkDocs takes the entries of a list apart while it reads them, the next rebuild would find nothing.
    """
    if not isinstance(written, dict):
        written = dict((item, {}) if isinstance(item, str) else next(iter(item.items())) for item in written)
    return written | {PLUGIN: {**(written[PLUGIN] or {}), **options}}


# --- what MkDocs says ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect MkDocs' warnings and errors instead of letting them run over the screen in English."""
    heard: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    with _handling(Collect(), logging.WARNING):
        yield heard


@contextlib.contextmanager
def _handling(handler: logging.Handler, level: int) -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    handler.setLevel(level)
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def _listed(heading: str, lines: Iterable[str], most: int = 40) -> str:
    lines = list(dict.fromkeys(lines))
    rest = [f"  … и ещё {len(lines) - most}"] if len(lines) > most else []
    return "\n".join([heading, *(f"  {line}" for line in lines[:most]), *rest])
