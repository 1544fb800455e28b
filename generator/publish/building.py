"""The prepared site goes through MkDocs, the search index and the gate, and takes the place of the old one at once."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.exceptions import MkDocsException

from generator import files
from generator.channels import desk as desks
from generator.pages.template_faults import frame_fault
from generator.publish import NotPublished, engine_log, far_pages, gate, offline, scanning, search_index, shares
from generator.publish import pack as packing
from generator.publish.configured import (
    asks_nobody_else,
    plugin_of,
    read_config,
    refuse_without_contact,
    settings,
    settings_of,
)
from generator.publish.faults import describe_disk_error, disk_errors_in_words, in_lines
from generator.publish.finished import html_path, laid_out
from generator.publish.last_build import LastBuild
from generator.publish.last_files import keep_files, kept_files
from generator.publish.unchanged import cache_path
from generator.settings import languages
from generator.text.language import using_language

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.pages.reuse import KeptFiles
    from generator.publish.shares import BuiltPages, Elsewhere, Remembering
    from generator.site import Site


def ready(root: Path, out: Path) -> list[str]:
    """Raise :class:`NotPublished` or ``files.FileFault`` when the site could not take the place of ``out``, or when a
    site with an address of its own names nobody to ask. Out: the folders of the base, from its root, that a site is
    made of; none where a plugin or a hook may read others.

    Asked before the work, so that nobody waits for a build that comes to nothing.
    """
    root, out = root.resolve(), out.resolve()
    config = read_config(root)
    refuse_dangerous(root, out, Path(config.docs_dir))
    files.refuse_irreplaceable(out)
    _refuse_foreign_site(out)
    refuse_without_contact(settings_of(config))
    if not asks_nobody_else(config):
        return []
    own = [config.docs_dir, *filter(None, [config.theme.custom_dir, settings_of(config).templates])]
    return ["data", languages.OWN_FOLDER, *(os.path.relpath(folder, root) for folder in own)]


@contextlib.contextmanager
def spool_beside(out: Path) -> Iterator[files.Spool]:
    """Where files wait for their place in a site at ``out``: on the same disk, which has to take them anyway. Raises
    :class:`NotPublished` when that refuses."""
    there = next(folder for folder in out.resolve().parents if folder.is_dir())
    with disk_errors_in_words(out), files.Spool(there) as spool:
        yield spool


def build_site(
    root: Path,
    out: Path,
    site: Site,
    say: Callable[[str], None],
    workers: int = 0,
    *,
    clean: bool = True,
    kept: KeptFiles | None = None,
    pack: bool = False,
    scheduler: str = "",
) -> None:
    """Render the prepared ``site`` with MkDocs and put it in place of ``out`` at once; by ``workers`` processes (0: one
    for each processor). Unless ``clean``, pages that are as they were in ``out`` are taken from there;
    ``kept`` are the files that were (:func:`kept_of`). With ``pack`` the site offers a чемоданчик. Pages are
    made by the cluster at the address ``scheduler``, if there is one.

    Raises :class:`NotPublished` or ``files.FileFault``; then, and when the process is killed, ``out`` is as it was (or,
    where the system cannot exchange two folders, as it was after the next run; see ``files.disk.take_place``).
    """
    root, out = root.resolve(), out.resolve()
    ready(root, out)
    chosen = settings(root)
    own = desks.policies(chosen)

    def placed() -> None:
        if built:
            built.keep()
        keep_files(kept, _memory(root, out, ".files.json"))
        say(f"Готово: {out / 'index.html'}")

    with disk_errors_in_words(out), files.replacing(out, placed) as fresh:
        say(f"Страниц: {len(site.pages)}. MkDocs делает из них сайт…")
        last_build = partial(LastBuild, out, _memory(root, out, ".pages"), clean=clean)
        elsewhere = far_pages.elsewhere(root, site, scheduler, say) if scheduler else None
        sizes, built = _run_mkdocs(root, fresh, site, last_build, workers, elsewhere)
        if built and built.taken:
            say(f"Не изменилось и взято из прежнего сайта страниц: {built.taken}.")
        say("Строим поиск и складываем чемоданчик…" if pack else "Строим поиск…")
        last = scanning.LastScan(_memory(root, out, ".looks"), clean=clean)
        with using_language(languages.language(chosen.language, chosen.catalogues)):
            sizes |= search_and_offer(fresh, site.catalog, workers, last, pack=pack, kept=kept, last_site=out)
        say("Проверяем готовый сайт…")
        addresses = [html_path(page.path) for page in site.pages]
        known = built.faults if built else {}
        known = {name: faults for name, faults in known.items() if name != offline.OFFERED_PAGE}
        if faults := gate.site_errors(fresh, addresses, own, sizes, known, workers):
            raise NotPublished(in_lines("Готовый сайт не прошёл проверку и не опубликован:", faults))


def search_and_offer(
    site_dir: Path,
    catalog: Catalog,
    jobs: int = 1,
    last: scanning.LastScan | None = None,
    *,
    pack: bool = False,
    kept: KeptFiles | None = None,
    last_site: Path | None = None,
) -> dict[str, int]:
    """Make what is made of the finished pages in ``site_dir``, by ``jobs`` processes: the search index, the чемоданчик
    (``pack``), the lists of what can be taken along. ``last`` is what was found in the pages of the last site, ``kept``
    are its files, ``last_site`` is where it lies while this one is made. Out: bytes of the files that were written, by
    path. Raises :class:`NotPublished`."""
    its = (name for name in scanning.files_of_site(site_dir) if offline.can_be_taken(name))
    names = sorted(name for name in its if not name.startswith(search_index.INDEX_FILES))
    scanned = scanning.scan_files(site_dir, names, last or scanning.LastScan(), jobs)
    index = _searched(
        partial(search_index.write_index, site_dir, search_index.pages_to_find(site_dir, scanned), last_site), site_dir
    )
    scanned |= index
    packed = packing.packed_site(site_dir, jobs) if pack else b""
    return {name: its.size for name, its in index.items()} | offline.offer(site_dir, catalog, scanned, packed, kept)


def kept_of(root: Path, out: Path, *, clean: bool) -> KeptFiles | None:
    """What the last build of ``root`` left in ``out`` of the files beside the pages."""
    return kept_files(out.resolve(), _memory(root, out, ".files.json"), clean=clean)


def _memory(root: Path, out: Path, suffix: str) -> Path | None:
    """One of the files that remember the build of ``root`` into ``out``."""
    memory = cache_path(root, out)
    return memory.with_suffix(suffix) if memory else None


def build_search(site_dir: Path, last: scanning.LastScan | None = None, wait: scanning.Wait = lambda: None) -> None:
    """Make the search index of a finished site; pages that ``last`` remembers are not read anew. ``wait`` is called
    before each page. Raises :class:`NotPublished`."""
    _searched(partial(search_index.make_index, site_dir, last, wait), site_dir)


def _searched(make: Callable[[], dict[str, scanning.Scanned]], site_dir: Path) -> dict[str, scanning.Scanned]:
    try:
        return make()
    except search_index.NotIndexed as fault:
        raise NotPublished(str(fault)) from fault
    except OSError as fault:
        raise NotPublished(f"Поиск не построен. {describe_disk_error(fault, site_dir)}") from fault


def _run_mkdocs(
    root: Path,
    site_dir: Path,
    site: Site,
    last_build: Remembering,
    workers: int,
    elsewhere: Elsewhere | None,
) -> tuple[dict[str, int], BuiltPages | None]:
    """The site in ``site_dir``; out: bytes of what was written there, by path, and what is known of pages that were
    made in shares."""
    config = read_config(root, site_dir=str(site_dir))
    is_shared = shares.can_be_shared(config)
    plugin_of(config).handed_over = site if is_shared else replace(site, pages=laid_out(site.pages, workers))
    built = None
    with engine_log.listening() as logged:
        try:
            if is_shared:
                built = shares.build_in_shares(config, last_build, workers, elsewhere)
            else:
                mkdocs_build(config)
        except MkDocsException as fault:
            raise NotPublished(in_lines("MkDocs не смог собрать сайт:", logged or [str(fault)])) from fault
        except Exception as fault:
            if (words := frame_fault(fault, root)) is None:
                raise
            raise NotPublished(in_lines("MkDocs не смог собрать сайт:", [words])) from fault
    if logged:
        raise NotPublished(
            in_lines("На страницах есть неверные ссылки или другие ошибки, сайт не опубликован:", logged)
        )
    return plugin_of(config).sizes, built


def refuse_dangerous(root: Path, out: Path, docs_dir: Path) -> None:
    """Raise :class:`NotPublished` when writing to ``out`` would put the author's own files at risk."""
    if root.is_relative_to(out):
        raise NotPublished(f"Папка {out} содержит саму базу знаний. Укажите для результата другую папку.")
    sources = [
        root / name
        for name in ("data", "theme", "templates", "locale", "generator", "tests", ".git", ".github", ".venv")
    ]
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
