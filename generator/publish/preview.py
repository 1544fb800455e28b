"""What a live preview keeps between two saves, so that a save makes only what it changes.

MkDocs makes the whole site anew with every change. Here the pages, the menu and the templates of last time stay in
memory. A save is on the screen when its records are read and checked: a page is laid out and goes through MkDocs when
somebody asks for it, the others follow one by one (``background``), then what lies beside the pages, then the search.
Pages that show the same stay as they are. Whatever all pages share (``mkdocs.yml``, the theme, the day, pictures, the
menu) makes everything anew, as a clean build does.
"""

from __future__ import annotations

import contextlib
import html
import logging
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
from generator.pages.template_faults import frame_fault
from generator.publish import configured, search_index, shares
from generator.publish.background import BackgroundWork, Turn
from generator.publish.engine_files import AskedFiles, generated_file
from generator.publish.finished import html_path
from generator.publish.new_remarks import NewRemarks
from generator.publish.search_renewal import SearchInTurn

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

    from generator.publish.mkdocs_plugin import MetodotekaPlugin

_log = logging.getLogger("mkdocs.plugins.metodoteka")

_NOT_MADE = """<!doctype html>
<html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Страница не собрана</title>
<style>:root {{ color-scheme: light dark }} body {{ font: 1.1rem/1.5 sans-serif; max-width: 40rem; margin: 2rem auto;
padding: 0 1rem; overflow-wrap: anywhere }}</style>
<body><h1>Страница не собрана</h1><p>{words}</p>
<p>Исправьте и сохраните: страница обновится сама.</p></body></html>
"""


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
    named: dict[str, str] = field(default_factory=dict)
    """The texts of the pages whose titles the menu takes from them."""
    is_whole: bool = True
    """Whether everything that lies beside the pages has been made once."""
    faults: set[str] = field(default_factory=set)
    """What was told of pages that could not be made."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return Path(self.config.site_dir)

    def fault_of_template(self, fault: Exception) -> str | None:
        """What is wrong with a template of the base, in words; None for any other fault."""
        return frame_fault(fault, Path(self.config.config_file_path).parent)


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
        self.is_beginning = False
        """Whether MkDocs prepares a site that :meth:`begin` will make page by page."""
        self.is_begun = False
        """Whether a whole site was begun, of which nobody has been told yet that all of it is there."""
        self.is_refused = False
        """Whether the last save left the site as it was, since something is wrong."""
        self._site: MadeSite | None = None
        self._frame: Any = None

    def keep(self, made: MadeSite, frame: Any) -> None:
        """Remember a whole site that MkDocs has just made; ``frame`` is what :func:`frame_of` said before."""
        made.texts = dict(made.plugin.pages)
        made.data = {path: _bytes_of(content) for path, content in made.plugin.others.items()}
        made.ours = frozenset([*made.texts, *made.data])
        made.named = _named_by_menu(made)
        self._site, self._frame = made, frame

    def begin(self, config: MkDocsConfig) -> None:
        """Begin a whole site in its folder: like what a save changes, a page is made when somebody asks for it. Raises
        what ``MetodotekaPlugin.take`` raises."""
        self.is_beginning = True
        try:
            with site.collector_off():
                shares.prepared_build(config)
        finally:
            self.is_beginning = False
        plugin = configured.plugin_of(config)
        its, its.is_whole = plugin.made, False
        its.ours = frozenset([*plugin.pages, *plugin.others])
        its.named = _named_by_menu(its)
        for file in its.files:
            if not file.is_documentation_page() and file.inclusion.is_included() and file.src_uri not in its.ours:
                file.copy_file()
        turn = self._turn(its)
        self._site, self._frame, self.made_anew = its, plugin.frame, 0
        self.is_begun = True
        self.behind.begin(turn)

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
            if (before ^ its.plugin.pages.keys()) & _in_menu(its.config.nav) or _named_by_menu(its) != its.named:
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
        if (its := self._site) and path.startswith(search_index.INDEX_FILES) and not (its.folder / path).is_file():
            self.wait()  # the first index, which is made of all pages

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
        of_closing = {*map(html_path, last), *its.config.theme.static_templates}
        return Turn(
            pages,
            self._rest(its, data),
            lambda path: path in data or not (its.folder / path).is_file(),
            self._closing(its, last),
            of_closing.__contains__,
            partial(self.search.renew, its.folder),
            partial(self._failed, its),
        )

    def _page(self, its: MadeSite, path: str, *, anew: bool = False) -> None:
        """Make a page where it is not as it was; one that cannot be made says so in its place, and the others are made.
        A fault of the disk would be that of all of them."""
        try:
            text = its.plugin.pages[path]
            if anew or its.texts.get(path) != text:
                self._through_the_engine(its, path)
                its.texts[path] = text
        except Exception as fault:
            if isinstance(fault, OSError) and not its.fault_of_template(fault):  # one that is not there is one too
                raise
            shown = _NOT_MADE.format(words=html.escape(self._failed(its, fault)))
            files.write_if_changed(its.folder / html_path(path), shown, kept=False)
            its.texts.pop(path, None)

    def _through_the_engine(self, its: MadeSite, path: str) -> None:
        """Make this page as MkDocs' ``build`` makes all of them."""
        page = its.files.src_uris[path].page
        assert page is not None
        engine._populate_page(page, its.config, its.files)
        engine._build_page(page, its.config, _documents(its), its.nav, its.env)
        page.markdown = page.content = None
        self.made_anew += 1

    def _rest(self, its: MadeSite, known: Set[str]) -> Generator[str, None, None]:
        """Make what lies beside the pages, where ``known`` files are now."""
        made: set[str] = set()
        for file in its.plugin.rest():
            path = files.safe_relative(file.path)
            _write(its, path, file.data)
            made.add(path)
            yield path
        for path in sorted(known - made):
            files.remove_file(its.folder, path)
            del its.data[path]
        its.is_whole = True
        its.files = _files(its, its.data)

    def _closing(self, its: MadeSite, last: Iterable[str]) -> Generator[str, None, None]:
        """Make the pages with links to what lies beside them (``last``), and what tells of all pages."""
        for path in sorted(last):
            self._page(its, path)
            yield html_path(path)
        for path in its.files.answered_otherwise():
            if path in its.plugin.pages:
                self._page(its, path, anew=True)
        for template in its.config.theme.static_templates:
            engine._build_theme_template(template, its.env, its.files, its.config, its.nav)
        for document in _documents(its):
            assert document.page is not None
            document.page.validate_anchor_links(files=its.files, log_level=its.config.validation.links.anchors)

    def _failed(self, its: MadeSite, fault: Exception) -> str:
        """Tell once why something could not be made; returns why."""
        if self._site is its:
            self._site = None  # the next save makes everything anew
        words = its.fault_of_template(fault)
        if words is None and isinstance(fault, OSError):
            words = files.describe_os_error(fault)
        reason = words or str(fault) or type(fault).__name__
        if reason not in its.faults:  # the same template makes many pages
            its.faults.add(reason)
            is_known = words is not None or isinstance(fault, files.FileFault)
            _log.error("Сайт обновлён не весь. %s", reason, exc_info=None if is_known else fault)
        return reason


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


def _named_by_menu(its: MadeSite) -> dict[str, str]:
    pages = its.plugin.pages
    return {path: pages[path] for path in _unnamed_in_menu(its.config.nav) if path in pages}


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
    return AskedFiles([*rest, *made], its.config, its.files.asked, expecting=not its.is_whole)


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
