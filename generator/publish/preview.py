"""What a live preview keeps between two saves, so that a save makes only what it changes.

MkDocs makes the whole site anew with every change. Here the pages, the menu and the templates of last time stay in
memory: pages that show the same stay as they are, the others go through the same functions of MkDocs one by one, and
the search follows when the page is on the screen. Whatever all pages share (``mkdocs.yml``, the theme, the day,
pictures, the menu) makes everything anew, as a clean build does.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build as engine
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from generator import files
from generator.pages.reuse import PageMemory
from generator.publish import NotPublished, building, configured
from generator.publish.engine_files import generated_file
from generator.publish.finished import html_path

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

    from generator.publish.mkdocs_plugin import MetodotekaPlugin

_log = logging.getLogger("mkdocs.plugins.metodoteka")


@dataclass
class MadeSite:
    """A site as MkDocs has made it, with everything that makes one more page of it."""

    plugin: MetodotekaPlugin
    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment


class Preview:
    """The last site of a live preview. ``memory`` is what its pages showed."""

    def __init__(self) -> None:
        self.memory = PageMemory()
        self.search = SearchInTurn()
        self.made_anew = 0
        """Pages that the last save made anew."""
        self._site: MadeSite | None = None
        self._frame: Any = None

    def keep(self, made: MadeSite, frame: Any) -> None:
        """Remember a whole site that MkDocs has just made; ``frame`` is what :func:`frame_of` said before."""
        self._site, self._frame = made, frame

    def renewed(self) -> bool:
        """Bring the site in its folder up to date; False when all of it has to be made anew.

        Raises what ``MetodotekaPlugin.take`` raises for wrong records: then the site is as it was.
        """
        its = self._site
        if its is None or not configured.asks_nobody_else(its.config) or self._frame != frame_of(its.config):
            return False
        pages, others = its.plugin.pages, its.plugin.others
        its.plugin.take(its.config)
        self._site = None  # a fault from here on leaves nothing to build upon
        if _moved(pages, its.plugin.pages) & _in_menu(its.config.nav):
            return False
        self.made_anew = _update(its, pages, others)
        self._site = its
        return True


_CURRENT: ContextVar[Preview | None] = ContextVar("preview", default=None)


def current() -> Preview | None:
    """The preview for which MkDocs makes the site anew just now."""
    return _CURRENT.get()


@contextlib.contextmanager
def remembering(preview: Preview) -> Iterator[None]:
    """What MkDocs makes within is the next site of ``preview``. Its folder is emptied first: nobody writes there."""
    preview.search.finish()
    before = _CURRENT.set(preview)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def frame_of(config: MkDocsConfig) -> Any:
    """What all pages share, as far as a change of it shows: the day, ``mkdocs.yml``, the theme, what lies beside the
    texts of ``content/``."""
    folders = [*configured.theme_dirs(config), Path(config.docs_dir)]
    there = [Path(config.config_file_path), *(path for folder in folders for path in sorted(folder.rglob("*")))]
    marks = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in there if _is_shared(path)]
    return configured.settings_of(config), marks


def _is_shared(path: Path) -> bool:
    return path.is_file() and path.suffix != ".md"


def _moved(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Pages that are new, and pages that are gone."""
    return before.keys() ^ now.keys()


def _in_menu(nav: Any) -> set[str]:
    """The pages that ``nav`` of ``mkdocs.yml`` names, there or not."""
    if isinstance(nav, str):
        return {nav}
    inner = nav.values() if isinstance(nav, Mapping) else nav if isinstance(nav, list) else ()
    return {path for one in inner for path in _in_menu(one)}


def _update(its: MadeSite, pages: Mapping[str, str], others: Mapping[str, bytes | files.Spooled]) -> int:
    """Write what differs from ``pages`` and ``others``, the site as it was; how many pages that were."""
    folder = Path(its.config.site_dir)
    new_pages, new_others = its.plugin.pages, its.plugin.others
    for path in sorted(pages.keys() - new_pages.keys()):
        files.remove_file(folder, html_path(path))
    for path in sorted(others.keys() - new_others.keys()):
        files.remove_file(folder, path)
    known = its.files.src_uris
    rest = [one for path, one in known.items() if path not in pages and path not in others]
    data = [_file(its.config, known, others, path, content) for path, content in new_others.items()]
    texts = [_file(its.config, known, pages, path, content) for path, content in new_pages.items()]
    its.files = Files([*rest, *data, *texts])  # in the order of a clean build, which the site map follows
    for file in data:
        if others.get(file.src_uri) != new_others[file.src_uri]:
            file.copy_file()
    changed = [file for file in texts if pages.get(file.src_uri) != new_pages[file.src_uri]]
    _through_the_engine(its, changed)
    return len(changed)


def _file(
    config: MkDocsConfig,
    known: Mapping[str, File],
    before: Mapping[str, Any],
    path: str,
    content: str | bytes | files.Spooled,
) -> File:
    """The file of the engine at ``path``: the one from last time, whose page stands in the menu, with its content."""
    if path not in before or path not in known:
        return generated_file(config, path, content)
    file = known[path]
    assert not isinstance(content, files.Spooled)  # a preview compares, so it holds what it shows
    if before[path] != content:
        file._content = content
    return file


def _through_the_engine(its: MadeSite, changed: list[File]) -> None:
    """Make these pages as MkDocs' ``build`` makes all of them, and the files that it makes of the list of pages."""
    for file in changed:
        page = file.page or Page(None, file, its.config)
        engine._populate_page(page, its.config, its.files)
    for template in its.config.theme.static_templates:
        engine._build_theme_template(template, its.env, its.files, its.config, its.nav)
    documents = its.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    for file in changed:
        assert file.page is not None
        engine._build_page(file.page, its.config, documents, its.nav, its.env)
    for file in documents:
        assert file.page is not None
        file.page.validate_anchor_links(files=its.files, log_level=its.config.validation.links.anchors)


class SearchInTurn:
    """The search index of the preview, made behind the pages: while one is being made, further wishes wait for one
    more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_wanted = self._is_working = False
        self._worker: threading.Thread | None = None

    def renew(self, site_dir: Path) -> None:
        """Make the index anew, in a thread of its own; returns at once."""
        with self._lock:
            self._is_wanted = True
            if not self._is_working:
                self._is_working = True
                self._worker = threading.Thread(target=self._work, args=(site_dir,), daemon=True)
                self._worker.start()

    def finish(self) -> None:
        """Give up what has not begun, and wait until nobody writes any more."""
        with self._lock:
            self._is_wanted = False
        self.wait()

    def wait(self) -> None:
        """Wait until the index is that of the pages."""
        if self._worker is not None:
            self._worker.join()

    def _work(self, site_dir: Path) -> None:
        while True:
            with self._lock:
                self._is_working, self._is_wanted = self._is_wanted, False
                if not self._is_working:
                    return
            try:
                building.build_search(site_dir)
            except NotPublished as fault:
                if not self._is_wanted:  # else a page went away under its hands
                    _log.warning("Поиска на сайте не будет. %s", fault)
