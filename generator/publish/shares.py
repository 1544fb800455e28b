"""The pages of a site through the engine in shares: each page is made, written and looked at, and then let go.

What MkDocs' own ``build`` does, in its order, but for one thing: MkDocs makes the content of all pages, then the HTML
of all pages, and keeps everything to the end. To make a page needs nothing of another page but its address, and of the
pages of the menu their titles. So a share of the pages can be made by any process that knows the settings.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs import utils
from mkdocs.commands import build as engine
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from generator.channels import desk as desks
from generator.files import write_or_link
from generator.files.packed import digest
from generator.pages.reuse import Trace
from generator.publish import configured, engine_log, gate, workers
from generator.publish.engine_files import ThemeFiles, copy_file
from generator.publish.finished import LazyTexts
from generator.publish.frames import Frames
from generator.publish.last_build import LastBuild, Remembered, page_read, shared_by_all
from generator.publish.markdown_pass import MarkdownPass
from generator.publish.minify import minify

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig

_PAGES = 50
"""Pages of one share: few enough that no worker waits long for the last one, and that little is held."""

_WARM = 500
"""Pages from which on it is worth while to make a few of them before the workers are forked."""

_FILES = 200
"""Files of one share that only have to be put into the site."""

_log = logging.getLogger("mkdocs.structure.pages")


class BuiltPage(NamedTuple):
    """What is left of a page when it lies on the disk: bytes of the file, what the gate says of it, its front matter
    and its links to anchors, what is known of it (``Remembered.written``), whether that may be remembered, and whether
    it was taken from the last build."""

    size: int
    faults: list[str]
    meta: dict[str, Any]
    links: dict[str, dict[str, str]]
    known: bytes
    is_plain: bool
    taken: bool


class BuiltShare(NamedTuple):
    """The pages of a share, in the order in which they were asked for; what MkDocs said; why it could not go on."""

    pages: list[BuiltPage]
    logged: list[str]
    fault: str


class PageBuilder:
    """Everything that pages are made with: the same for all of them."""

    def __init__(
        self,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        env: jinja2.Environment,
        last: LastBuild,
        put: Callable[[bytes, str], None] | None = None,
    ) -> None:
        """``put`` takes what was made and where it is to lie; without it that is written."""
        self.config, self.files, self.nav, self.last = config, files, nav, last
        self._put = put or _write
        self._texts: Mapping[str, str] = configured.plugin_of(config).pages
        self._policies = desks.policies(configured.settings_of(config))
        self.documents = files.documentation_pages()
        its = (file for file in files if file.inclusion.is_included() and not file.is_documentation_page())
        self.static = {file.dest_uri: file for file in its}
        self._markdown = MarkdownPass(config, files)
        self._env = env
        self._frames = Frames(self._whole, env)

    def share(self, part: Sequence[int] | Sequence[str]) -> BuiltShare | dict[str, gate.InspectedFile]:
        """Make these pages, or put these files into the site (:meth:`copies`)."""
        if isinstance(part[0], str):
            return self.copy_files(part)  # type: ignore[arg-type]
        return self.pages(part)  # type: ignore[arg-type]

    def copy_files(self, paths: Sequence[str]) -> dict[str, gate.InspectedFile]:
        """Put these files, which are no pages, into the site, and look at those that have to be looked at
        (``gate.inspect_files``). Raises OSError when the disk refuses."""
        for path in paths:
            copy_file(self.static[path], self.last.place(path))
        inspected = [path for path in paths if gate.is_inspected(path)]
        return gate.inspect_files(Path(self.config.site_dir), self._policies, inspected, self.last.passed)

    def warm_up(self) -> None:
        """Make a page of every folder, and work out what pages ask of the whole base: it is done here once, with the
        templates that they need, and not by every worker that is forked later. Whatever is wrong with such a page is
        told when it is made in its turn."""
        if made_of := configured.plugin_of(self.config).handed_over:
            made_of.catalog.work_out()
        folders = {file.src_uri.partition("/")[0]: number for number, file in enumerate(self.documents)}
        for number in folders.values():
            self.pages([number])

    def pages(self, numbers: Sequence[int]) -> BuiltShare:
        """Make and write these pages. Raises OSError when the disk refuses; any other fault stands in the result."""
        made: list[BuiltPage] = []
        with engine_log.listening() as logged:
            try:
                made += [self._page(self.documents[number]) for number in numbers]
            except OSError:
                raise
            except Exception as fault:
                return BuiltShare(made, logged, str(fault) or type(fault).__name__)
        return BuiltShare(made, logged, "")

    def reused_page(self, number: int) -> BuiltPage | None:
        """The page written as the last build left it; None when it has to be made."""
        file = self.documents[number]
        known = self.last.known(file.dest_uri)
        return self._taken(file, known, *self._made_of(file.src_uri, known)) if known else None

    def _page(self, file: File) -> BuiltPage:
        known = self.last.known(file.dest_uri)
        text, trace = self._made_of(file.src_uri, known)
        return self._taken(file, known, text, trace) or self._anew(file, text, trace)

    def _taken(self, file: File, known: Remembered | None, text: str, trace: Trace | None) -> BuiltPage | None:
        data = self.last.find(file.dest_uri, known, text, self._is_there)
        if known is None or data is None:
            return None
        write_or_link(Path(file.abs_dest_path), data, self.last.place(file.dest_uri))
        its = known if trace is known.trace else known._replace(trace=trace)
        written = self.last.written(file.dest_uri) if its is known else its.written
        return self._left(file, data.decode(), [], its, written, taken=True)

    def _anew(self, file: File, text: str, trace: Trace | None) -> BuiltPage:
        page = file.page
        assert page is not None
        page.render = lambda *_: self._markdown.render(page)  # type: ignore[method-assign]
        engine._populate_page(page, self.config, self.files)
        made = self._frames.finished(page)
        data = made.html.encode(errors="xmlcharrefreplace")
        self._put(data, file.abs_dest_path)
        its = self._known(page, text, digest(data))._replace(trace=trace)
        left = self._left(file, made.html, made.faults, its, its.written)
        page.markdown, page.content, page.links_to_anchors, page.present_anchor_ids = None, None, None, None
        page.toc = []  # type: ignore[assignment]
        del page.render
        return left

    def _made_of(self, path: str, known: Remembered | None) -> tuple[str, Trace | None]:
        """A digest of the text of a page, and what the text was made of; it is laid out only when that differs from
        what is ``known``."""
        if not isinstance(self._texts, LazyTexts):
            return digest(path, self._texts[path]), None
        if known and known.trace and self._texts.is_as(path, known.trace):
            return known.text, known.trace
        trace = self._texts.traced(path) if self.last.is_kept else None
        return digest(path, self._texts[path]), trace

    def _left(
        self, file: File, html: str, faults: list[str], known: Remembered, written: bytes, *, taken: bool = False
    ) -> BuiltPage:
        size = len(html.encode(errors="xmlcharrefreplace"))
        is_plain = taken or known.is_plain  # what was taken came from JSON
        return BuiltPage(size, faults, known.meta, known.links, written, is_plain, taken)

    def _is_there(self, path: str) -> bool:
        return self.files.get_file_from_path(path) is not None

    def _known(self, page: Page, text: str, html: str) -> Remembered:
        there = page.present_anchor_ids or set()
        links = {
            target.src_uri: wanted
            for target, anchors in (page.links_to_anchors or {}).items()
            if (
                wanted := {name: link for name, link in anchors.items() if target is not page.file or name not in there}
            )
        }
        return Remembered(text, html, dict(page.meta), "\0".join(sorted(there)), links, self._markdown.asked)

    def _whole(self, page: Page) -> str:
        """The page with its templates, as MkDocs' ``_build_page`` makes it and the plugin leaves it."""
        page.active = True
        try:
            context = engine.get_context(self.nav, self.documents, self.config, page)
            return minify(self._env.get_template(page.meta.get("template", "main.html")).render(context))
        finally:
            page.active = False


def _write(data: bytes, path: str) -> None:
    write_or_link(Path(path), data)


def can_be_shared(config: MkDocsConfig) -> bool:
    """Whether a page needs nothing of the others: no other plugin, no hook and no foreign template that could ask."""
    own = config.theme.custom_dir
    return configured.asks_nobody_else(config) and not (own and any(Path(own).rglob("*.html")))


class BuiltPages(NamedTuple):
    """What the gate says of every page and file, by path; how many pages were taken from the last build; what to call
    when the site stands in its place, so that the next build can take its pages."""

    faults: dict[str, list[str]]
    taken: int
    keep: Callable[[], None]


Remembering = Callable[[str], LastBuild]
"""What all pages share (``shared_by_all``) -> the pages of the last build that can be taken over."""


Elsewhere = Callable[[PageBuilder, Sequence[Sequence[int]]], Iterator[BuiltShare]]
"""Shares of pages -> the same made by other machines and written here, in their order."""


def build_in_shares(
    config: MkDocsConfig,
    last_build: Remembering,
    jobs: int = 0,
    elsewhere: Elsewhere | None = None,
) -> BuiltPages:
    """``mkdocs.commands.build.build`` with the pages made in shares by ``jobs`` processes, or ``elsewhere``. Those
    that the last build left as they are go to the new site.

    Raises what that raises; a fault of a page is logged and ends in ``Abort``.
    """
    config, files, nav, env = prepared_build(config)
    last = last_build(shared_by_all(config, nav, configured.plugin_of(config).pictures))
    made = _make(PageBuilder(config, files, nav, env, last), jobs, elsewhere)
    for template in config.theme.static_templates:
        engine._build_theme_template(template, env, files, config, nav)
    for template in config.extra_templates:
        engine._build_extra_template(template, files, config, nav)
    for file in files.documentation_pages():
        assert file.page is not None
        file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    config.plugins.on_post_build(config=config)
    return made


def prepared_build(config: MkDocsConfig) -> tuple[MkDocsConfig, Files, Navigation, jinja2.Environment]:
    """A build up to the first page: what a :class:`PageBuilder` needs of MkDocs."""
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    utils.clean_directory(config.site_dir)
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(ThemeFiles(config.theme.dirs), config)  # type: ignore[arg-type]
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    for page in nav.pages:
        _named(page, config, files)
    env = config.plugins.on_env(env, config=config, files=files)
    return config, files, nav, env


def _named(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Give a page of the menu its title where ``nav`` does not: it stands on every other page."""
    if page.title is None:
        engine._populate_page(page, config, files)
        page.title = page.title  # kept when the text is let go


def _make(builder: PageBuilder, jobs: int, elsewhere: Elsewhere | None) -> BuiltPages:
    sizes = configured.plugin_of(builder.config).sizes
    order = sorted(range(len(builder.documents)), key=lambda number: builder.documents[number].dest_uri)
    pages, copy_files = workers.cut(order, _PAGES), workers.cut(sorted(builder.static), _FILES)
    parts: list[Any] = [*pages, *copy_files]
    jobs = jobs if len(order) > _PAGES else 1  # a small site is made sooner than a process
    all_made: Iterator[BuiltShare | dict[str, gate.InspectedFile]]
    if elsewhere:
        all_made = chain(elsewhere(builder, pages), workers.in_shares(builder.share, copy_files, jobs))
    else:
        if jobs != 1 and len(order) > _WARM and workers.available() > 1:
            builder.warm_up()
        all_made = workers.in_shares(builder.share, parts, jobs)
    known: dict[str, bytes] = {}
    passing: set[str] = set()
    passed: set[str] = set()
    taken = 0
    faults: dict[str, list[str]] = {}
    for part, done in zip(parts, all_made, strict=True):
        if isinstance(done, dict):
            faults |= {name: its.faults for name, its in done.items()}
            passed |= {its.mark for its in done.values() if not its.faults}
            continue
        for message in done.logged:
            _log.warning("%s", message)
        if done.fault:
            raise Abort(done.fault)
        for number, made in zip(part, done.pages, strict=True):
            file = builder.documents[number]
            page = file.page
            assert page is not None
            page.meta, sizes[file.dest_uri], faults[file.dest_uri] = made.meta, made.size, made.faults
            known[file.dest_uri] = made.known
            if not made.is_plain:
                passing.add(file.dest_uri)
            taken += made.taken
            page.links_to_anchors = {_file(builder, target): links for target, links in made.links.items()}
    for file in builder.documents:
        for target in (file.page and file.page.links_to_anchors) or ():
            if target.page and target.page.present_anchor_ids is None:
                target.page.present_anchor_ids = set(page_read(known[target.dest_uri]).anchors.split("\0"))
    lasting = {path: one for path, one in known.items() if path not in passing}
    return BuiltPages(faults, taken, partial(builder.last.keep, lasting, passed))


def _file(builder: PageBuilder, path: str) -> File:
    found = builder.files.get_file_from_path(path)
    assert found is not None
    return found
