"""What a live preview keeps between two saves, so that a save makes only what it changes.

MkDocs makes the whole site anew with every change. Here the pages, the menu and the templates of last time stay in
memory. A save is on the screen when its records are read and checked: a page is laid out and goes through MkDocs when
somebody asks for it, the others follow one by one (``background``), then what lies beside the pages, then the search.
Pages that show the same stay as they are. Whatever all pages share (``mkdocs.yml``, the theme, the day, pictures, the
menu) makes everything anew, as a clean build does.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Set
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build as engine
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from generator import files, site
from generator.pages.reuse import KeptFiles, PageCache
from generator.publish import NotPublished, building, configured, scanning
from generator.publish.background import BackgroundWork, Turn
from generator.publish.engine_files import AskedFiles, generated_file
from generator.publish.finished import html_path
from generator.publish.new_remarks import NewRemarks

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

    from generator.publish.mkdocs_plugin import MetodotekaPlugin

_log = logging.getLogger("mkdocs.plugins.metodoteka")


class NothingBuilt(Abort):
    """Stopped before anything was written: the site of the last good build is whole."""


@dataclass
class MadeSite:
    """A site as MkDocs has made it, with everything that makes one more page of it: ``texts`` are those of the pages
    that lie in its folder, ``data`` what lies there beside them."""

    plugin: MetodotekaPlugin
    config: MkDocsConfig
    files: AskedFiles
    nav: Navigation
    env: jinja2.Environment
    texts: dict[str, str] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()
    """The files of the engine that lie in no folder."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return Path(self.config.site_dir)


class Preview:
    """The last site of a live preview. ``memory`` is what its pages showed, ``options`` are what the command says
    instead of ``mkdocs.yml``; ``when_done`` is called when everything is that of the last save and nobody waits."""

    def __init__(
        self, options: Mapping[str, Any] | None = None, when_done: Callable[[], object] = lambda: None
    ) -> None:
        self.options = options or {}
        self.memory = PageCache()
        self.remarks = NewRemarks()
        self.search = SearchInTurn(when_done)
        self.behind = BackgroundWork()
        self._kept = KeptFiles({}, partial(_lying, None))
        self.made_anew = 0
        """Pages that the last save made anew."""
        self.is_refused = False
        """Whether the last save left the site as it was, since something is wrong."""
        self._site: MadeSite | None = None
        self._frame: Any = None

    def keep(self, made: MadeSite, frame: Any) -> None:
        """Remember a whole site that MkDocs has just made; ``frame`` is what :func:`frame_of` said before."""
        made.texts = dict(made.plugin.pages)
        made.data = {path: _bytes_of(content) for path, content in made.plugin.others.items()}
        made.ours = frozenset([*made.texts, *made.data])
        self._site, self._frame = made, frame

    def kept_files(self) -> KeptFiles:
        """What is known of the files beside the pages of the last site, which the next one may take over."""
        self._kept = self._kept.for_next(partial(_lying, self._site))
        return self._kept

    def renewed(self) -> bool:
        """Begin to bring the site in its folder up to date; False when all of it has to be made anew. Whoever asks
        for a file meanwhile waits for it (:meth:`wait_for`).

        Raises what ``MetodotekaPlugin.take`` raises for wrong records: then the site is as it was.
        """
        with self.search.paused(), site.collector_off():
            return self._renewed()

    def _renewed(self) -> bool:
        its = self._site
        if its is None or not configured.asks_nobody_else(its.config) or self._frame != frame_of(its.config):
            return False
        self.behind.pause()
        if not self.behind.is_done:
            self.memory.keep_what_is_left()
        before = set(its.plugin.pages)
        try:
            its.plugin.take(its.config, lazy=True)
        except BaseException:
            self.behind.resume()
            raise
        self._site = None  # a fault from here on leaves nothing to build upon
        try:
            if (before ^ its.plugin.pages.keys()) & _in_menu(its.config.nav) or _renamed_in_menu(its):
                self.behind.stop()
                return False
            turn = self._turn(its)
        except BaseException:
            self.behind.stop()
            raise
        self._site, self.made_anew = its, 0
        self.behind.begin(turn)
        return True

    def wait_for(self, path: str) -> None:
        """Wait until the file at ``path`` of the site, or the page of a folder, is that of the last save."""
        is_folder = "." not in path.rpartition("/")[2]  # one is led on to its page
        self.behind.wait_for(f"{path}/index.html".lstrip("/") if is_folder else path)

    def wait(self) -> None:
        """Wait until the whole site and its search are those of the last save."""
        self.behind.wait()
        self.search.wait()

    def finish(self) -> None:
        """Forget the site, give up what has not begun, and wait until nobody writes any more."""
        self._site = None
        self.behind.stop()
        self.search.finish()

    def _turn(self, its: MadeSite) -> Turn:
        data = its.data.keys() - its.plugin.others.keys()
        _take_over(its, data)
        last = {path for path in its.files.asking(data) if path in its.plugin.pages}
        pages: dict[str, Callable[[], object]] = {
            html_path(path): partial(self._page, its, path) for path in its.plugin.pages if path not in last
        }
        of_rest = {*data, *map(html_path, last), *its.config.theme.static_templates}
        return Turn(
            pages,
            self._rest(its, data, last),
            lambda path: path in of_rest or not (its.folder / path).is_file(),
            partial(self.search.renew, its.folder),
            self._failed,
        )

    def _page(self, its: MadeSite, path: str) -> None:
        text = its.plugin.pages[path]
        if its.texts.get(path) != text:
            self._through_the_engine(its, path)
            its.texts[path] = text

    def _through_the_engine(self, its: MadeSite, path: str) -> None:
        """Make this page as MkDocs' ``build`` makes all of them."""
        page = its.files.src_uris[path].page
        assert page is not None
        engine._populate_page(page, its.config, its.files)
        engine._build_page(page, its.config, _documents(its), its.nav, its.env)
        self.made_anew += 1

    def _rest(self, its: MadeSite, known: Set[str], last: Iterable[str]) -> Generator[str, None, None]:
        """Make what lies beside the pages, where ``known`` files are now, and the pages with links there."""
        made: set[str] = set()
        for file in its.plugin.rest():
            path = files.safe_relative(file.path)
            _write(its, path, file.data)
            made.add(path)
            yield path
        for path in sorted(known - made):
            files.remove_file(its.folder, path)
            del its.data[path]
        its.files = _files(its, its.data)
        for path in sorted(last):
            self._page(its, path)
            yield html_path(path)
        for path in its.files.answered_otherwise():
            if path in its.plugin.pages:
                self._through_the_engine(its, path)
        for template in its.config.theme.static_templates:
            engine._build_theme_template(template, its.env, its.files, its.config, its.nav)
        for document in _documents(its):
            assert document.page is not None
            document.page.validate_anchor_links(files=its.files, log_level=its.config.validation.links.anchors)

    def _failed(self, fault: Exception) -> None:
        self._site = None  # the next save makes everything anew
        reason = files.describe_os_error(fault) if isinstance(fault, OSError) else str(fault)
        _log.error("Сайт обновлён не весь. %s", reason, exc_info=not isinstance(fault, OSError | files.FileFault))


_CURRENT: ContextVar[Preview | None] = ContextVar("preview", default=None)


def current() -> Preview | None:
    """The preview for which MkDocs makes the site anew just now."""
    return _CURRENT.get()


@contextlib.contextmanager
def remembering(preview: Preview) -> Iterator[None]:
    """What MkDocs makes within is the next site of ``preview``. Until the folder is emptied (:meth:`Preview.finish`
    comes first), nobody writes there."""
    preview.behind.pause()
    before = _CURRENT.set(preview)
    try:
        yield
    finally:
        _CURRENT.reset(before)
        preview.behind.resume()


def frame_of(config: MkDocsConfig) -> Any:
    """What all pages share, as far as a change of it shows: the day, ``mkdocs.yml``, the theme, the words of its
    language, what lies beside the texts of ``content/``."""
    settings = configured.settings_of(config)
    folders = [*configured.theme_dirs(config), Path(config.docs_dir)]
    alone = [Path(config.config_file_path), *map(Path, settings.catalogues)]
    there = [*alone, *(path for folder in folders for path in sorted(folder.rglob("*")))]
    marks = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in there if _is_shared(path)]
    return settings, marks


def _is_shared(path: Path) -> bool:
    return path.is_file() and path.suffix != ".md"


def _in_menu(nav: Any) -> set[str]:
    """The pages that ``nav`` of ``mkdocs.yml`` names, there or not."""
    if isinstance(nav, str):
        return {nav}
    inner = nav.values() if isinstance(nav, Mapping) else nav if isinstance(nav, list) else ()
    return {path for one in inner for path in _in_menu(one)}


def _unnamed_in_menu(nav: Any) -> set[str]:
    """Those of them whose title the menu takes from the page."""
    inner = nav.values() if isinstance(nav, Mapping) else nav if isinstance(nav, list) else ()
    found = {path for one in inner if not isinstance(one, str) for path in _unnamed_in_menu(one)}
    return found | {one for one in inner if isinstance(one, str) and isinstance(nav, list)}


def _renamed_in_menu(its: MadeSite) -> bool:
    """Whether a page may have another title that stands in the menu of all pages."""
    pages = its.plugin.pages
    return any(path in pages and pages[path] != its.texts.get(path) for path in _unnamed_in_menu(its.config.nav))


def _take_over(its: MadeSite, rest: Iterable[str]) -> None:
    """Write what is made at once, take away the pages that are gone; ``rest`` are files that will be made later."""
    for path in sorted(its.texts.keys() - its.plugin.pages.keys()):
        files.remove_file(its.folder, html_path(path))
        del its.texts[path]
    for path, content in its.plugin.others.items():
        _write(its, path, _bytes_of(content))
    its.files = _files(its, [*its.plugin.others, *rest])


def _files(its: MadeSite, data: Iterable[str]) -> AskedFiles:
    """The files of the engine, each as it was last time where it was there: its page stands in the menu. In the order
    of a clean build, which the site map follows."""
    known, ours = its.files.src_uris, its.plugin.pages
    rest = [one for path, one in known.items() if path not in its.ours and path not in ours]
    its.ours = frozenset([*data, *ours])
    made = [known.get(path) or generated_file(its.config, path, "") for path in [*data, *ours]]
    for file in made:
        if file.src_uri in ours and file.page is None:
            Page(None, file, its.config)
    return AskedFiles([*rest, *made], its.config, its.files.asked)


def _documents(its: MadeSite) -> list[File]:
    return list(its.files.documentation_pages(inclusion=InclusionLevel.is_in_serve))


def _write(its: MadeSite, path: str, content: bytes) -> None:
    """Whoever reads the file now reads the former one to its end."""
    if its.data.get(path) != content:
        files.write_if_changed(its.folder / path, content, kept=False)
        its.data[path] = content


def _lying(its: MadeSite | None, path: str) -> bytes:
    if its is None or path not in its.data:
        raise FileNotFoundError(path)
    return its.data[path]


def _bytes_of(content: bytes | files.Spooled) -> bytes:
    return content if isinstance(content, bytes) else content.read()


class SearchInTurn:
    """The search index of the preview, made behind the pages: while one is being made, further wishes wait for one
    more. Whoever reads a save goes first: both would share the time of one processor."""

    def __init__(self, when_done: Callable[[], object]) -> None:
        self._when_done = when_done
        self._lock = threading.Lock()
        self._is_wanted = self._is_working = False
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._scan = scanning.LastScan(kept=True)
        self._worker: threading.Thread | None = None

    def renew(self, site_dir: Path) -> None:
        """Make the index anew, in a thread of its own; returns at once."""
        with self._lock:
            self._is_wanted = True
            if not self._is_working:
                self._is_working = True
                self._worker = threading.Thread(target=self._work, args=(site_dir,), daemon=True)
                self._worker.start()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """No page is read for the index while the block lasts."""
        self._may_go_on.clear()
        try:
            yield
        finally:
            self._may_go_on.set()

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
                    break
            try:
                building.build_search(site_dir, self._scan, self._may_go_on.wait)
            except NotPublished as fault:
                if not self._is_wanted:  # else a page went away under its hands
                    _log.warning("Поиска на сайте не будет. %s", fault)
        self._when_done()
