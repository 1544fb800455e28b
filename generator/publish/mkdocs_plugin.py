"""The plugin that lets plain ``mkdocs serve`` and ``mkdocs build`` do what the command does.

Everything that can fail happens in ``on_config``: an error raised later (already in ``on_files``) comes after MkDocs
has emptied the old site.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from generator import files, publish
from generator import site as contents
from generator.pages.compiled import CompiledTemplates
from generator.pages.translating import TranslatingLoader
from generator.publish import assets, building, configured, finished_blocks, live_server, output, script_language
from generator.publish import preview as previewing
from generator.publish.engine_files import AskedFiles, generated_file, size_of_file
from generator.publish.finished import Gathered, LazyTexts, finished_page, gathered
from generator.publish.minify import minify
from generator.publish.preview import MadeSite, NothingBuilt, Preview
from generator.records.programmes import SMALL_GROUP
from generator.settings import languages
from generator.text.language import NATIVE, Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from generator.settings import Settings

log = logging.getLogger("mkdocs.plugins.metodoteka")


class Options(base.Config):
    """What ``mkdocs.yml`` may say under ``plugins: metodoteka:``."""

    demo = c.Type(bool, default=True)
    """Show the demonstration region."""
    drafts = c.Type(bool, default=False)
    """Show drafts and records under review."""
    small_group = c.Type(int, default=SMALL_GROUP)
    """Figures of fewer people are not shown; an indicator may raise it."""
    remarks = c.Type(bool, default=True)
    """Pages that explain what the checks say, one for each code."""
    lead = c.Type(str, default="")
    """The sentence under the name on the home page."""
    footer = c.Optional(c.Type(dict))
    """Words and links of the base at the foot of each page (``settings.look``)."""
    fonts = c.Optional(c.Type(dict))
    """Files of fonts of the base: text, head, license."""
    home = c.Optional(c.Type(list))
    """The parts of the home page in their order."""
    without = c.Type(list, default=[])
    """Kinds of records that the base does without (``settings.sections``)."""
    format = c.Type(int, default=1)
    """The format of the data; without it the first one (``settings.needed.FORMAT``)."""
    language = c.Type(str, default=NATIVE)
    """The language in which the frame of the site speaks: ru, or one that ``languages.languages`` knows."""
    timezone = c.Type(str, default="")
    """The clock of what no territory gives a clock to: Asia/Krasnoyarsk; Moscow's where nobody says one."""
    desk = c.Optional(c.Type(dict))
    """Where the editor's desk keeps what is written (``settings.Desk``); without it there is no desk."""
    contact = c.Optional(c.Type(dict))
    """Whom a reader may ask: name, mail, page (``settings.contact_of``)."""
    federation = c.Optional(c.Type(list))
    """The bases that this one is joined with (``settings.federation``)."""
    submit = c.Type(dict, default={})
    """How the forms of the site are sent: way, repo, branch, mail (``settings.submit_of``)."""


class MetodotekaPlugin(BasePlugin[Options]):
    """Hands the generated pages to MkDocs; the events are called by MkDocs in the order in which they stand here."""

    handed_over: contents.Site | None = None
    """A site that ``building.build_site`` has prepared already, so that the records are read once."""

    gathered_elsewhere: Gathered | None = None
    """What of the site handed over goes to the engine, where another machine has gathered it (``far_pages``)."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: dict[str, int] = {}
        """Bytes of what goes to the site, by path: pages, our own files, and files of a theme that are empty."""
        self.blocks: list[str] = []
        """Finished HTML of the page that is between its Markdown and its content."""
        self.preview = Preview()
        self.language: Language | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        output.configure_output()
        self.preview = previewing.current() or self.preview
        self.config.update(self.preview.options)
        self.config_file = str(Path(config.config_file_path or "mkdocs.yml").resolve())
        root = Path(self.config_file).parent
        try:
            # Too late for plain `mkdocs build`, which has read the file already; said all the same.
            configured.refuse_running(Path(self.config_file))
            # Its own overrides come first in the list, MkDocs and Material have put theirs behind them.
            theme_dirs = configured.theme_dirs(config)
            config.theme.dirs[: 1 if config.theme.custom_dir else 0] = map(str, theme_dirs)
            settings = configured.settings_of(config)
            if not configured.at_home(settings.site_url):  # the address of `mkdocs serve`
                configured.refuse_without_contact(settings)
            config.extra |= configured.frame_extra(theme_dirs, settings)
            self.language = languages.language(settings.language, settings.catalogues)
            if self.language:
                script_language.translate_settings(config, self.language)
            config.exclude_docs = assets.excluding(config.exclude_docs, desk=settings.desk is not None)
        except publish.NotPublished as fault:
            raise NothingBuilt(str(fault)) from fault
        if self.handed_over is None:
            self.frame = previewing.frame_of(config)  # before the records are read: what changes meanwhile is seen
        self.take(config, lazy=self.preview.is_beginning)
        config.watch += [str(root / name) for name in live_server.SHOWN_FOLDERS if (root / name).is_dir()]
        return config

    def on_pre_build(self, **_: Any) -> None:
        self.preview.finish()  # the folder of the site is emptied next

    def take(self, config: MkDocsConfig, *, lazy: bool = False) -> None:
        """Take the site of the records as they are now: ``pages``, ``others`` and ``assets``, by path; with ``lazy``
        pages are laid out when they are asked for, and ``rest`` gives most of the other files. Raises
        :class:`NothingBuilt` where there is none, and then changes nothing."""
        try:
            settings = configured.settings_of(config)
            site = self.handed_over or self._prepared(Path(self.config_file).parent, settings, lazy=lazy)
            pages, others, its_assets, pictures = self.gathered_elsewhere or gathered(site, Path(config.docs_dir))
            others |= assets.made_files(configured.theme_dirs(config), settings)
            if self.language:
                others |= script_language.translated_scripts(configured.theme_dirs(config), self.language)
        except (publish.NotPublished, files.FileFault) as fault:
            raise NothingBuilt(str(fault)) from fault
        self.pages, self.others, self.assets, self.pictures = pages, others, its_assets, pictures
        self.rest = site.rest

    def _prepared(self, root: Path, settings: Settings, *, lazy: bool) -> contents.Site:
        preview = self.preview
        kept = preview.kept_files()
        site = contents.prepare(root, settings, log.info, preview.memory, lazy_texts=lazy, lazy_files=lazy, kept=kept)
        if words := preview.remarks.report(site.problems):
            print(words, file=sys.stderr)
        if site.failed:
            raise NothingBuilt("В записях есть ошибки: сайт не собран, прежний остался как был.")
        return site

    def on_nav(self, nav: Navigation, /, **_: Any) -> Navigation:
        self.nav = nav
        return nav

    def on_files(self, found: Files, /, *, config: MkDocsConfig, **_: Any) -> Files:
        for file in list(found):
            is_stray = file.src_dir == config.docs_dir and file.src_uri not in self.assets
            if is_stray or file.src_uri in self.others:  # a file of the theme that we write anew
                found.remove(file)
        texts = dict.fromkeys(self.pages, "") if isinstance(self.pages, LazyTexts) else self.pages
        for path, content in {**self.others, **texts}.items():
            found.append(generated_file(config, path, content))
        return AskedFiles(found, config) if self.handed_over is None else found

    def on_page_read_source(self, /, *, page: Page, **_: Any) -> str:
        path = page.file.src_uri
        return finished_page(path, self.pages[path], self.pictures)

    def on_page_markdown(self, markdown: str, /, *, page: Page, **_: Any) -> str:
        if home := page.meta.get("canonical"):  # the page of a record of another base
            page.canonical_url = str(home)
        markdown, self.blocks = finished_blocks.set_aside(markdown)
        return markdown

    def on_page_content(self, html: str, /, *, page: Page, **_: Any) -> str:
        page.present_anchor_ids = (page.present_anchor_ids or set()) | finished_blocks.anchors(self.blocks)
        return finished_blocks.put_back(html, self.blocks)

    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files, **_: Any) -> Any:
        """What goes to the site as it is, and how large: the gate looks whether all of it arrived.

        Of the theme's files only the empty ones are noted: another plugin may make the rest smaller.
        """
        own = config.theme.custom_dir
        env.bytecode_cache = CompiledTemplates(self.language, [Path(it) for it in config.theme.dirs if it != own])
        if self.language:
            env.loader = TranslatingLoader(env.loader, self.language)
        ours = {*self.others, *self.assets}
        for file in files:
            if file.inclusion.is_included() and not file.is_documentation_page():
                size = size_of_file(file)
                if file.src_uri in ours or not size:
                    self.sizes[file.dest_uri] = size
        if isinstance(files, AskedFiles):
            self.made = MadeSite(self, config, files, self.nav, env)
        return env

    def _minified(self, output: str, /, **_: Any) -> str:
        return minify(output)

    @event_priority(-100)
    def _noted(self, output: str, /, *, page: Page, **_: Any) -> str:
        self.sizes[page.file.dest_uri] = len(output.encode())
        return output

    on_post_page = CombinedEvent(_minified, _noted)

    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Plain ``mkdocs build`` has the search too; ``building`` makes it in its own turn, and a preview behind its
        pages."""
        if self.handed_over is not None:
            return
        self.preview.keep(self.made, self.frame)
        if previewing.current() is None:
            try:
                building.build_search(Path(config.site_dir))
            except publish.NotPublished as fault:
                log.warning("Поиска на сайте не будет. %s", fault)

    def on_serve(self, server: LiveReloadServer, /, *, builder: Callable[..., None], **_: Any) -> LiveReloadServer:
        return live_server.showing(server, self.preview, Path(self.config_file), builder)
