"""The table of contents: how a folder of records becomes everything that is published, one line per step."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator import catalog, files
from generator.catalog import Catalog
from generator.catalog.computed import pictures
from generator.channels.office import columns_file
from generator.checks import figures, gaps, links, over_time, people, reported
from generator.checks.cached_answers import forget_answers, keep_answers, recall_answers
from generator.documents import folders, history, sources
from generator.files import media
from generator.problems import Problem, failed
from generator.records import reading
from generator.records.joined import LOCK_FILE
from generator.settings import Settings, configuration, federation, languages, navigation, needed, overrides
from generator.text.language import using_language

if TYPE_CHECKING:  # what makes pages takes a while to load, and a check makes none
    from generator.pages import File, LazyPage, Page, SpooledFile
    from generator.pages.digests import Digests
    from generator.pages.form import Blank
    from generator.pages.reuse import KeptFiles, PageCache
    from generator.pages.watched import KeptGroups
    from generator.records.joined_reading import ForeignBase
    from generator.records.joining import Joined


_RECORDS_APART = 4000
"""A larger base is made by one process up to the engine: each further one comes to hold most of the records anew, half
a gigabyte here."""

_Part = Callable[["KeptFiles | None", "KeptGroups"], Iterator["File | SpooledFile"]]
"""The files of the last site, one by one and in groups -> some of those that lie beside the pages."""

InSubprocess = Callable[[Callable[[], Any]], Callable[[], Any]]
"""What begins something in a process of its own, and gives what to call for what that returns."""


class MadeOf(NamedTuple):
    """What pages are made of beside the catalog (:func:`build_pages`); whoever has both can make them."""

    settings: Settings
    blanks: tuple[Blank, ...]
    sizes: Mapping[str, int]


@dataclass(frozen=True)
class Site:
    """The whole site before the engine: pages and files, or nothing of them and the reasons why; ``held_back`` are the
    files of ``content/`` that are not published, ``rest`` gives the files that are made when they are asked for."""

    pages: tuple[Page | LazyPage, ...]
    files: tuple[File | SpooledFile, ...]
    problems: tuple[Problem, ...]
    catalog: Catalog
    held_back: frozenset[str] = frozenset()
    rest: Callable[[], Iterable[File | SpooledFile]] = tuple
    made_of: MadeOf | None = None

    @property
    def failed(self) -> bool:
        return failed(self.problems)


def prepare(
    root: Path,
    settings: Settings,
    say: Callable[[str], None] = lambda _: None,
    memory: PageCache | None = None,
    *,
    lazy_texts: bool = False,
    lazy_files: bool = False,
    kept: KeptFiles | None = None,
    read: reading.ReadCache | None = None,
    spool: files.Spool | None = None,
    in_subprocess: InSubprocess | None = None,
    when_read: Callable[[], object] | None = None,
) -> Site:
    """Everything before the engine. Never raises for wrong records: with an error ``pages`` and ``files`` are empty.
    ``memory`` is what was read and shown last time: what is the same is not read and not laid out again; with
    ``lazy_texts`` a page is laid out when its text is asked for, with ``lazy_files`` a file beside the pages is made
    when a page tells its size, or by ``Site.rest``. ``kept`` are files of the last site, ``read`` is what was read
    where nothing was shown; what lies beside the pages is held in ``spool``, as long as that is open, or in
    memory; a part of it is made ``in_subprocess``. ``when_read`` is called when all is read and checked, by whoever
    does that once: what only a second time would need, half of all that is held, is let go then. Raises OSError when
    the disk of the spool is full."""
    say("Читаем и проверяем записи…")
    found, problems = whole(root, settings, memory.read if memory else read)
    found = found.beside(history=history.read(root))
    if failed(problems):
        if when_read:
            when_read()
        return Site((), (), tuple(problems), found)
    # Where everything stood in its file is for problems, half of what a base takes, and for links that are dead.
    dead = any(link.is_dead for link in found.links.values())
    found = _without_places(found, keep_sources=dead)
    if when_read:
        forget_answers()
        when_read()
    say(f"Записей на сайте: {len(found.shown)}. Пишем страницы…")
    from generator import exports
    from generator.channels.office import blanks as files_to_fill
    from generator.pages import File, SpooledFile, redirect_files
    from generator.pages.watched import KeptGroups

    def held(made: Iterable[File | SpooledFile]) -> Iterable[File | SpooledFile]:
        if spool is None:
            return made
        return (SpooledFile(it.path, spool.put(it.data)) if isinstance(it, File) else it for it in made)

    groups = KeptGroups(kept, settings)
    parts = _parts(found, settings, memory)
    if in_subprocess and kept and spool and not lazy_files and len(found.records) <= _RECORDS_APART:
        parts = tuple(_begun_elsewhere(in_subprocess, part, settings, kept, spool) for part in parts)
    blanks = files_to_fill.made(found.own_part, settings, kept, groups)
    if memory:
        memory.begin()
    word_files = exports.word.WordFiles(found, settings, partial(files.asset_bytes, root / "content"), memory, kept)
    taken = () if lazy_files else tuple(held(word_files.all()))
    sizes = word_files if lazy_files else {file.path: file.size for file in taken}
    digests = kept.digests if kept else None
    shown = build_pages(found, settings, blanks, sizes, memory, lazy_texts=lazy_texts, digests=digests)

    def beside() -> Iterator[File | SpooledFile]:
        made = []
        others = build_files(found, settings, blanks, memory, kept, groups, parts)
        for file in held(chain(others, word_files.all()) if lazy_files else others):
            made.append(file)
            yield file
        with using_language(languages.language(settings.language, settings.catalogues)):
            led_on = redirect_files(found, shown, (*taken, *made))
        yield from led_on

    made_of = MadeOf(settings, blanks, sizes)
    if lazy_files:
        return Site(shown, (), tuple(problems), found, pictures.held_back(found), beside, made_of)
    return Site(shown, (*taken, *beside()), tuple(problems), found, pictures.held_back(found), made_of=made_of)


def _read_in_page(asked: Catalog) -> Iterator[File]:
    from generator.channels.office import blank_data, own_table_data
    from generator.pages import File

    return (File(path, data) for of in (blank_data, own_table_data) for path, data in of.files(asked))


def _without_places(found: Catalog, *, keep_sources: bool) -> Catalog:
    alone = found.alone and _without_places(found.alone, keep_sources=False)
    return found.beside(
        sources=found.sources if keep_sources else {},
        references=[],
        alone=alone,
        # What is still to be computed would hold all that is let go here.
        evidence=dict(found.evidence),
        maturity=dict(found.maturity),
        roadmaps=dict(found.roadmaps),
        readings=dict(found.readings),
    )


def check(root: Path, settings: Settings, memory: reading.ReadCache | None = None) -> tuple[Catalog, list[Problem]]:
    """Hops 1 to 4: the linked catalog and every problem of every record, sorted by path and line. ``memory`` is what
    was read last time. Records of other bases are no part of it (:func:`whole`)."""
    return _checked(root, settings, memory)[1:]


def whole(root: Path, settings: Settings, memory: reading.ReadCache | None = None) -> tuple[Catalog, list[Problem]]:
    """The same with the records of the bases that this one is joined with, and what is wrong with those."""
    loaded, found, problems = _checked(root, settings, memory)
    bases, trouble = _taken_in(root)
    joined = _let_in(loaded, bases, settings)
    if joined is None:
        return found, sorted([*problems, *trouble])
    together = replace(_catalog(joined.loaded, settings), alone=found)
    beside = {*figures.figures_agree_across_bases(together), *over_time.regions_agree_with_districts(together)}
    beside |= {*reported.parts_fit_into_their_whole(together)}
    return together, sorted([*problems, *trouble, *joined.problems, *(beside - {*problems})])


def joined_records(root: Path, settings: Settings, bases: Sequence[ForeignBase]) -> Joined | None:
    """The records of ``bases`` beside the own ones, and what is to tell of them; None where there are none."""
    return _let_in(reading.load(root)[0], list(bases), settings)


def _taken_in(root: Path) -> tuple[list[ForeignBase], list[Problem]]:
    listed = federation.listed_bases(root)
    if not listed and not folders.is_ordinary(root / LOCK_FILE):
        return [], []
    from generator.checks import foreign_records

    return foreign_records.taken_in(root, listed)


def _let_in(loaded: reading.Loaded, bases: Sequence[ForeignBase], settings: Settings) -> Joined | None:
    if not bases:
        return None
    from generator.checks import foreign_records

    return foreign_records.let_in(loaded, bases, partial(_catalog, settings=settings))


def _catalog(loaded: reading.Loaded, settings: Settings) -> Catalog:
    return catalog.build(
        loaded,
        settings.build_date,
        drafts=settings.drafts,
        demo=settings.demo,
        site=settings.site_url,
        small_group=settings.small_group,
        timezone=settings.timezone,
        without=settings.without,
    )


def _checked(
    root: Path, settings: Settings, memory: reading.ReadCache | None
) -> tuple[reading.Loaded, Catalog, list[Problem]]:
    with collector_off():
        loaded, problems = reading.load(root, memory)
        of_files = memory.files.memory if memory else None
        if of_files:
            recall_answers(loaded, of_files)
        found, ruled = gaps.examined(loaded, problems, partial(_catalog, settings=settings))
        if of_files:
            keep_answers(loaded, of_files)
        all_problems = sorted(
            [
                *problems,
                *ruled,
                *_in_unread(root, loaded, problems),
                *configuration.check_settings(root),
                *needed.needed(root),
                *needed.nobody_to_ask(root),
                *needed.files_not_there(root),
                *needed.own_colours(root),
                *overrides.stale(root),
                *_in_templates(root, found, settings),
                *needed.left_over(root, found.without, (one.kind for one in found.records.values())),
                *navigation.misshapen(root),
                *needed.nowhere(root, links.site_addresses(found), found.without),
                *_in_columns(root),
                *media.problems(root / "content", found.assets),
            ]
        )
        return loaded, found, all_problems


@contextlib.contextmanager
def collector_off() -> Iterator[None]:
    """Where millions of small objects are made and none of them is garbage: the collector would only walk them again
    and again (a third of the time of reading, measured at 3,000 practices)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _in_templates(root: Path, found: Catalog, settings: Settings) -> Iterator[Problem]:
    """Templates of the base that cannot be read: most bases have none, and no check needs the pages then."""
    if names := overrides.page_templates(root):
        from generator.pages.environment import create_templates

        folder = root / overrides.TEMPLATES
        yield from create_templates(found, replace(settings, templates=str(folder))).broken(folder, names)
    if paths := overrides.frame_templates(root):
        from generator.pages.template_faults import broken_frame

        yield from broken_frame(root, paths)


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
    sizes: Mapping[str, int] = MappingProxyType({}),
    memory: PageCache | None = None,
    *,
    lazy_texts: bool = False,
    digests: Digests | None = None,
) -> tuple[Page | LazyPage, ...]:
    """Hop 5: all Markdown pages, sorted by path; ``blanks`` are the files to fill in that they offer, ``sizes`` the
    bytes of those to take away, by path; ``lazy_texts`` as in :func:`prepare`, ``digests`` those that others have of
    the records."""
    from generator import pages

    with using_language(languages.language(settings.language, settings.catalogues)):
        if lazy_texts:
            return pages.lazy_pages(found, settings, blanks, sizes, memory, digests)
        return pages.render(found, settings, blanks, sizes, memory)


def build_files(
    found: Catalog,
    settings: Settings,
    blanks: Sequence[Blank] = (),
    memory: PageCache | None = None,
    kept: KeptFiles | None = None,
    groups: KeptGroups | None = None,
    parts: Sequence[_Part] = (),
) -> Iterator[File | SpooledFile]:
    """Hop 5: what is published beside the pages and the files of Word: files of filters and forms, files to fill in,
    search, what is new, sheets for paper, open data, the editor's desk. ``kept`` are files of the last site, ``groups``
    those that are made together; ``parts`` give all but the files to fill in where they are made elsewhere."""
    from generator import pages
    from generator.pages.watched import KeptGroups

    yield from pages.blank_files(blanks)
    for part in parts or _parts(found, settings, memory):
        yield from part(kept, groups or KeptGroups())


def _begun_elsewhere(
    in_subprocess: InSubprocess, part: _Part, settings: Settings, kept: KeptFiles, spool: files.Spool
) -> _Part:
    """The same part, begun in a process of its own, which puts its files into ``spool`` and tells where they are."""
    from generator.pages import SpooledFile
    from generator.pages.watched import KeptGroups

    its = spool.sibling()

    def make() -> tuple[list[tuple[str, int, int]], Mapping[str, Any], int]:
        own = kept.sibling()
        made = [(file.path, its.put(file.data)) for file in part(own, KeptGroups(own, settings))]
        return [(path, piece.start, piece.size) for path, piece in made], own.now, own.taken

    done = in_subprocess(make)

    def wanted(*_: Any) -> Iterator[SpooledFile]:
        made, now, taken = done()
        kept.join(now, taken)
        for path, start, size in made:
            yield SpooledFile(path, files.Spooled(its, start, size))

    return wanted


def _parts(found: Catalog, settings: Settings, memory: PageCache | None) -> tuple[_Part, ...]:
    """What lies beside the pages, in two halves that take about the same time."""
    return partial(_laid_out, found, settings, memory), partial(_exported, found, settings, memory)


def _laid_out(
    found: Catalog, settings: Settings, memory: PageCache | None, kept: KeptFiles | None, groups: KeptGroups
) -> Iterator[File]:
    from generator import pages
    from generator.channels import desk
    from generator.pages import news, search, translating

    with using_language(languages.language(settings.language, settings.catalogues)):
        localized = translating.with_translated_terms(found)
        yield from pages.app_manifest(settings)
        yield from pages.catalogues(localized, memory, groups)
        yield from groups.files("route", localized, partial(pages.route_files, settings=settings))
        yield from groups.files("search", found, search.files, long_texts=False)
        yield from groups.files("news", localized, news.files, long_texts=False)
        yield from pages.print_sheets(found, settings, memory, kept)
    yield from pages.form_files(found.own_part, settings, groups)
    yield from groups.files("desk", found.own_part, partial(desk.files, settings=settings))
    yield from groups.files("read in a page", found.own_part, _read_in_page)


def _exported(
    found: Catalog, settings: Settings, memory: PageCache | None, kept: KeptFiles | None, groups: KeptGroups
) -> Iterator[File]:
    from generator import exports

    yield from exports.all_files(found, settings, memory or kept, groups)
