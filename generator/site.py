"""The table of contents: how a folder of records becomes everything that is published, one line per step."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator import catalog, exports, files, pages
from generator.catalog import Catalog
from generator.catalog.computed import pictures
from generator.channels import desk
from generator.checks import gaps, people
from generator.documents import history, sources
from generator.files import media
from generator.pages import File, Page, search
from generator.pages.form import Blank
from generator.problems import Problem, failed
from generator.records import reading
from generator.settings import Settings, configuration


@dataclass(frozen=True)
class Site:
    """The whole site before the engine: pages and files, or nothing of them and the reasons why; ``held_back`` are the
    files of ``content/`` that are not published."""

    pages: tuple[Page, ...]
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    catalog: Catalog
    held_back: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        return failed(self.problems)


def prepare(root: Path, settings: Settings, say: Callable[[str], None] = lambda _: None) -> Site:
    """Everything before the engine. Never raises for wrong records: with an error ``pages`` and ``files`` are empty."""
    say("Читаем и проверяем записи…")
    found, problems = check(root, settings)
    found = replace(found, history=history.read(root))
    if failed(problems):
        return Site((), (), tuple(problems), found)
    say(f"Записей на сайте: {len(found.shown)}. Пишем страницы…")
    # Their libraries take a while to load, and `check` needs none.
    from generator.channels.office import blank_data
    from generator.channels.office import blanks as files_to_fill

    blanks = files_to_fill.made(found, settings)
    taken = exports.word.files(found, settings, partial(files.asset_bytes, root / "content"))
    made = build_pages(found, settings, blanks, taken), build_files(found, settings, blanks, taken)
    read_in_page = tuple(File(path, data) for path, data in blank_data.files(found))
    return Site(made[0], (*made[1], *read_in_page), tuple(problems), found, pictures.held_back(found))


def check(root: Path, settings: Settings) -> tuple[Catalog, list[Problem]]:
    """Hops 1 to 4: the linked catalog and every problem of every record, sorted by path and line."""
    # Millions of small objects are made here and none of them is garbage: the collector would only walk them again
    # and again (a third of the time of reading, measured at 3,000 practices).
    gc.disable()
    try:
        loaded, problems = reading.load(root)
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
            ),
        )
        return found, sorted(
            [
                *problems,
                *ruled,
                *_in_unread(root, loaded, problems),
                *configuration.check_settings(root),
                *media.problems(root / "content", found.assets),
            ]
        )
    finally:
        gc.enable()


def _in_unread(root: Path, loaded: reading.Loaded, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Personal data in files that became no source: broken YAML, the second file of one name."""
    read = {source.path for source in loaded.sources.values()}
    for path in sorted({problem.path for problem in problems if problem.is_error} - read):
        raw, _ = sources.read_raw(root / path, path) if path.endswith((".yml", ".md")) else (None, [])
        text = sources.decode(raw, path)[0] if raw else None
        yield from people.personal_data_in_unread(text, path) if text else ()


def build_pages(
    found: Catalog, settings: Settings, blanks: Sequence[Blank] = (), word_files: Sequence[File] = ()
) -> tuple[Page, ...]:
    """Hop 5: all Markdown pages, sorted by path; ``blanks`` and ``word_files`` are the files to fill in and to take
    away that they offer."""
    return pages.render(found, settings, blanks, word_files)


def build_files(
    found: Catalog, settings: Settings, blanks: Sequence[Blank] = (), word_files: Sequence[File] = ()
) -> tuple[File, ...]:
    """Hop 5: what is published beside the pages: redirects, files of filters and forms, files to fill in and to take
    away, search, sheets for paper, open data, the editor's desk."""
    return (
        *pages.redirects(found),
        *pages.catalogues(found),
        *pages.form_files(found, settings),
        *pages.blank_files(blanks),
        *word_files,
        *search.files(found),
        *pages.print_sheets(found, settings),
        *exports.all_files(found),
        *desk.files(found, settings),
    )
