"""The table of contents: how a folder of records becomes everything that is published, one line per step."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import catalog, files
from generator.catalog import Catalog
from generator.catalog.computed import pictures
from generator.channels.office import columns_file
from generator.checks import gaps, links, people
from generator.checks.kept import keep_answers, recall_answers
from generator.documents import folders, history, sources
from generator.files import media
from generator.problems import Problem, failed
from generator.records import reading
from generator.settings import Settings, configuration, needed

if TYPE_CHECKING:  # what makes pages takes a while to load, and a check makes none
    from generator.pages import File, LaterPage, Page
    from generator.pages.form import Blank
    from generator.pages.reuse import KeptFiles, PageMemory


@dataclass(frozen=True)
class Site:
    """The whole site before the engine: pages and files, or nothing of them and the reasons why; ``held_back`` are the
    files of ``content/`` that are not published."""

    pages: tuple[Page | LaterPage, ...]
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    catalog: Catalog
    held_back: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        return failed(self.problems)


def prepare(
    root: Path,
    settings: Settings,
    say: Callable[[str], None] = lambda _: None,
    memory: PageMemory | None = None,
    *,
    texts_later: bool = False,
    kept: KeptFiles | None = None,
    read: reading.ReadMemory | None = None,
) -> Site:
    """Everything before the engine. Never raises for wrong records: with an error ``pages`` and ``files`` are empty.
    ``memory`` is what was read and shown last time: what is the same is not read and not laid out again; with
    ``texts_later`` a page is laid out when its text is asked for. ``kept`` are files of the last site, ``read`` is
    what was read where nothing was shown."""
    say("Читаем и проверяем записи…")
    found, problems = check(root, settings, memory.read if memory else read)
    found = replace(found, history=history.read(root))
    if failed(problems):
        return Site((), (), tuple(problems), found)
    # Where everything stood in its file is for problems, half of what a base takes, and for links that are dead.
    dead = any(link.is_dead for link in found.links.values())
    found = replace(found, sources=found.sources if dead else {}, references=[])
    say(f"Записей на сайте: {len(found.shown)}. Пишем страницы…")
    from generator import exports
    from generator.channels.office import blank_data, own_table_data
    from generator.channels.office import blanks as files_to_fill
    from generator.pages import File, redirect_files

    blanks = files_to_fill.made(found, settings, kept)
    if memory:
        memory.begin()
    taken = exports.word.files(found, settings, partial(files.asset_bytes, root / "content"), memory, kept)
    shown = build_pages(found, settings, blanks, taken, memory, texts_later=texts_later)
    beside = build_files(found, settings, blanks, taken, memory, kept)
    read_in_page = tuple(File(path, data) for of in (blank_data, own_table_data) for path, data in of.files(found))
    beside = (*beside, *read_in_page)
    led_on = redirect_files(found, shown, beside)
    return Site(shown, (*beside, *led_on), tuple(problems), found, pictures.held_back(found))


def check(root: Path, settings: Settings, memory: reading.ReadMemory | None = None) -> tuple[Catalog, list[Problem]]:
    """Hops 1 to 4: the linked catalog and every problem of every record, sorted by path and line. ``memory`` is what
    was read last time."""
    # Millions of small objects are made here and none of them is garbage: the collector would only walk them again
    # and again (a third of the time of reading, measured at 3,000 practices).
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        loaded, problems = reading.load(root, memory)
        of_files = memory.files.memory if memory else None
        if of_files:
            recall_answers(loaded, of_files)
        found, ruled = gaps.examined(
            loaded,
            problems,
            lambda it: catalog.build(
                it,
                settings.build_date,
                drafts=settings.drafts,
                demo=settings.demo,
                site=settings.site_url,
                small_group=settings.small_group,
                timezone=settings.timezone,
            ),
        )
        if of_files:
            keep_answers(loaded, of_files)
        return found, sorted(
            [
                *problems,
                *ruled,
                *_in_unread(root, loaded, problems),
                *configuration.check_settings(root),
                *needed.needed(root),
                *needed.nobody_to_ask(root),
                *needed.nowhere(root, links.site_addresses(found)),
                *_in_columns(root),
                *media.problems(root / "content", found.assets),
            ]
        )
    finally:
        if was_enabled:
            gc.enable()


def _in_columns(root: Path) -> Iterator[Problem]:
    path = root / columns_file.COLUMNS_FILE
    if folders.is_ordinary(path):
        yield from columns_file.columns_problems(folders.read_whole(path))


def _in_unread(root: Path, loaded: reading.Loaded, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Personal data in files that became no source: broken YAML, the second file of one name."""
    read = {source.path for source in loaded.sources.values()}
    for path in sorted({problem.path for problem in problems if problem.is_error} - read):
        raw, _ = sources.read_raw(root / path, path) if path.endswith((".yml", ".md")) else (None, [])
        text = sources.decode(raw, path)[0] if raw else None
        yield from people.personal_data_in_unread(text, path) if text else ()


def build_pages(
    found: Catalog,
    settings: Settings,
    blanks: Sequence[Blank] = (),
    word_files: Sequence[File] = (),
    memory: PageMemory | None = None,
    *,
    texts_later: bool = False,
) -> tuple[Page | LaterPage, ...]:
    """Hop 5: all Markdown pages, sorted by path; ``blanks`` and ``word_files`` are the files to fill in and to take
    away that they offer; ``texts_later`` as in :func:`prepare`."""
    from generator import pages

    make = pages.later if texts_later else pages.render
    return make(found, settings, blanks, word_files, memory)


def build_files(
    found: Catalog,
    settings: Settings,
    blanks: Sequence[Blank] = (),
    word_files: Sequence[File] = (),
    memory: PageMemory | None = None,
    kept: KeptFiles | None = None,
) -> tuple[File, ...]:
    """Hop 5: what is published beside the pages: files of filters and forms, files to fill in and to take
    away, search, what is new, sheets for paper, open data, the editor's desk."""
    from generator import exports, pages
    from generator.channels import desk
    from generator.pages import news, search

    return (
        *pages.app_manifest(settings),
        *pages.catalogues(found, memory),
        *pages.form_files(found, settings),
        *pages.route_files(found, settings),
        *pages.blank_files(blanks),
        *word_files,
        *search.files(found),
        *news.files(found),
        *pages.print_sheets(found, settings, memory, kept),
        *exports.all_files(found, settings, memory or kept),
        *desk.files(found, settings),
    )
