"""Hop 5. The catalog becomes Markdown pages: one template of ``theme/pages`` per kind, one view function per kind.

A view gathers what a page shows from the catalog, the template only lays it out. The result depends on nothing but the
catalog and the settings: same input, same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from generator.catalog import Catalog
from generator.pages import (
    by_term,
    catalogue,
    coverage,
    editors,
    environment,
    facets,
    form,
    home,
    joined,
    linked_data,
    listings,
    offline,
    open_data,
    redirects,
    reuse,
    route,
    sheets,
    statements,
    translating,
    views,
)
from generator.pages.digests import Digests, digest_of_text
from generator.pages.site_files import File, SpooledFile
from generator.pages.watched import KeptGroups
from generator.problems import PAGES, codes
from generator.records import Record
from generator.records.practices import Practice
from generator.settings import Settings
from generator.text.language import NATIVE, each_in_language, in_current_language, tr, using_language

_OF_RUSSIAN_TEXTS = (None, "", NATIVE)
"""What the texts of ``content/`` call their language when it is Russian."""


@dataclass(frozen=True)
class Page:
    """A Markdown page: ``path`` below the docs folder (``practices/x.md``), ``text`` with front matter."""

    path: str
    text: str


class LazyPage:
    """A page that is laid out when its text is asked for, and each time anew: nobody has to hold the texts of all
    pages, and whoever wants one can make it."""

    __slots__ = ("_beside", "_gathered", "_template", "_templates", "path")

    def __init__(
        self,
        templates: environment.Templates,
        template: str,
        path: str,
        view: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        beside: Callable[[], str],
    ) -> None:
        """``view`` is what the template shows, or gathers it; ``beside`` gives what stands behind its text."""
        self._templates, self._template, self.path, self._gathered, self._beside = (
            templates, template, path, view, beside,
        )  # fmt: skip

    @property
    def _view(self) -> Mapping[str, Any]:
        return self._gathered() if callable(self._gathered) else self._gathered

    @property
    def text(self) -> str:
        """What :class:`Page` has."""
        return f"{self._templates.render(self._template, self.path, **self._view)}\n{self._beside()}\n"

    def traced(self) -> tuple[str, reuse.Trace | None]:
        """The text, and what it was made of."""
        shown, trace = self._templates.traced(self._template, self.path, self._view)
        beside = self._beside()
        return f"{shown}\n{beside}\n", trace and trace._replace(shown=f"{trace.shown} {digest_of_text(beside)}")

    def is_as(self, trace: reuse.Trace) -> bool:
        """Whether the text is the one that left this trace."""
        template, _, beside = trace.shown.partition(" ")
        here = trace._replace(shown=template)
        now = digest_of_text(self._beside())
        return now == beside and self._templates.is_as(here, self._template, self.path, self._view)


def render(
    catalog: Catalog,
    settings: Settings,
    blanks: Sequence[form.Blank] = (),
    sizes: Mapping[str, int] = MappingProxyType({}),
    memory: reuse.PageCache | None = None,
) -> tuple[Page, ...]:
    """All pages of the site, sorted by path; ``blanks`` are the files to fill in that lie beside them, ``sizes``
    are the bytes of those that a practice offers to take away, by path; ``memory`` is what was laid out last time."""
    return tuple(Page(page.path, page.text) for page in lazy_pages(catalog, settings, blanks, sizes, memory))


def lazy_pages(
    catalog: Catalog,
    settings: Settings,
    blanks: Sequence[form.Blank] = (),
    sizes: Mapping[str, int] = MappingProxyType({}),
    memory: reuse.PageCache | None = None,
    digests: Digests | None = None,
) -> tuple[LazyPage, ...]:
    """The pages of :func:`render` with their views gathered, each ready to be laid out; ``digests`` as of
    :func:`environment.create_templates`."""
    localized = translating.with_translated_terms(catalog)
    term_lists = by_term.all_term_lists(localized)
    templates = environment.create_templates(localized, settings, term_lists, memory, digests)
    gathered = [*_all(templates, localized, settings, term_lists, sizes)]
    with using_language(None):
        if localized is not catalog:
            templates = environment.create_templates(
                catalog, settings, by_term.all_term_lists(catalog), memory, digests
            )
        gathered += _russian(templates, catalog, settings, blanks)
    return tuple(sorted(gathered, key=lambda page: page.path))


def print_sheets(
    catalog: Catalog,
    settings: Settings,
    memory: reuse.PageCache | None = None,
    kept: reuse.KeptFiles | None = None,
) -> Iterator[File]:
    """Cards, booklets and posters for paper; ``kept`` is what lies in the last site."""
    localized = translating.with_translated_terms(catalog)
    digests = kept.digests if kept else None
    templates = environment.create_templates(localized, settings, memory=memory, digests=digests)
    for path, html in sheets.render(localized, settings, templates, kept):
        yield File(path, html.encode())
    with using_language(None):
        if localized is not catalog:
            templates = environment.create_templates(catalog, settings, memory=memory, digests=digests)
        papers = sheets.render_russian(catalog, settings, templates, kept)
    for path, html in each_in_language(None, papers):
        yield File(path, html.encode())


def _all(
    templates: environment.Templates,
    catalog: Catalog,
    settings: Settings,
    term_lists: Mapping[str, by_term.TermLists],
    sizes: Mapping[str, int],
) -> Iterator[LazyPage]:
    page = partial(_page, templates, catalog, settings)
    yield page("home.md.j2", "index.md", _gathered(home.view, catalog, settings.home))
    for kind in catalog.paged:
        filtered = bool(facets.facets_of(catalog, kind)) and bool(catalogue.ordered(catalog, kind))
        narrowing = {"filtered": filtered, "term_lists": by_term.roots(kind, term_lists[kind]),
                     "most_in_booklet": sheets.MAX_CHOSEN, "booklets": kind == sheets.BOUND,
                     "counted": kind in coverage.MAPPED}  # fmt: skip
        for path, view in listings.listing_pages(catalog, kind):
            number = view["number"]
            yield page(
                "listing.md.j2",
                path,
                {**view, **narrowing},
                title=tr("Страница {number}", number=number) if number > 1 else "",
            )
        for template, path, view in by_term.term_pages(catalog, kind, term_lists[kind]):
            yield page(template, path, view, title=view["one"].label if "one" in view else tr(view["facet"].by))
        for record in catalog.all_shown(kind):
            its_view = _gathered(_view_of_record, catalog, record, sizes)
            yield page(f"{kind}.md.j2", f"{record.key}.md", its_view, record)
    if "practices" not in catalog.without:
        yield page(
            "white_spots.md.j2", coverage.COVERAGE_PAGE, _gathered(coverage.view, catalog), title=tr("Белые пятна")
        )
    yield page(
        "open_data.md.j2", open_data.OPEN_DATA_PAGE, _gathered(open_data.view, catalog), title=tr("Открытые данные")
    )
    if catalog.joined_bases:
        yield page("joined.md.j2", joined.JOINED_PAGE, _gathered(joined.view, catalog), title=tr("Объединённые базы"))
    yield page("guides.md.j2", "guides/index.md", _gathered(listings.guides, catalog))
    for text_page in catalog.content.values():
        if text_page.lang not in _OF_RUSSIAN_TEXTS:
            yield page("content.md.j2", f"{text_page.address}.md", {"page": text_page}, title=text_page.title)
    yield page("own.md.j2", "kabinet.md", {}, title=tr("Мой кабинет"))
    yield page("search.md.j2", "poisk.md", _gathered(listings.all_listings, catalog), title=tr("Поиск"))
    yield page("offline.md.j2", offline.OFFLINE_PAGE, _gathered(offline.view, catalog), title=tr("Без интернета"))
    if route.has_route(catalog):
        offered = _gathered(route.view, catalog, sizes.get(route.ROUTE_BLANK, 0))
        yield page("route.md.j2", route.ROUTE_PAGE, offered, title=tr("Мой маршрут"))


def _russian(
    templates: environment.Templates, catalog: Catalog, settings: Settings, blanks: Sequence[form.Blank]
) -> Iterator[LazyPage]:
    """The pages that are Russian whatever the site speaks: for methodists and keepers, and texts of people."""
    page = partial(_page, templates, catalog, settings)
    yield page("editors.md.j2", editors.EDITORS_PAGE, _gathered(editors.view, catalog, settings), title="Редакция")
    if settings.remarks:
        yield page("codes.md.j2", f"{PAGES}/index.md", {"groups": codes.GROUPS}, title="Замечания проверки")
    for code in codes.CODES.values() if settings.remarks else ():
        view = {"code": code, "shown": codes.visible_example}
        yield page("code.md.j2", f"{PAGES}/{code.code}.md", view, title=code.title)
    for text_page in catalog.content.values():
        if text_page.lang in _OF_RUSSIAN_TEXTS:
            yield page("content.md.j2", f"{text_page.address}.md", {"page": text_page}, title=text_page.title)
    for template, path, view, title in statements.statement_pages(settings):
        yield page(template, path, view, title=title)
    for template, path, view, title in form.form_pages(catalog, settings, blanks):
        yield page(template, path, view, title=title)


def _gathered(view: Callable[..., Mapping[str, Any]], *given: Any) -> Callable[[], Mapping[str, Any]]:
    """A view that is gathered when the page is asked for, by whoever makes it: a save changes few of all pages."""
    return in_current_language(partial(view, *given))


def _view_of_record(catalog: Catalog, record: Record, sizes: Mapping[str, int]) -> dict[str, Any]:
    view = {"record": record, **views.view_of(catalog, record)}
    if isinstance(record, Practice):
        view["word_whole"], view["word_sheets"] = sheets.offered_word_files(record, sizes)
    return view


def _page(
    templates: environment.Templates,
    catalog: Catalog,
    settings: Settings,
    template: str,
    path: str,
    view: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    record: Record | None = None,
    title: str = "",
) -> LazyPage:
    beside = in_current_language(partial(linked_data.block, catalog, settings, path, record, title))
    return LazyPage(templates, template, path, view, beside)


def catalogues(
    catalog: Catalog, memory: reuse.PageCache | None = None, groups: KeptGroups | None = None
) -> tuple[File, ...]:
    """The compact files behind the filters of listings, and the texts of their cards; ``groups`` are those of the last
    site."""
    groups = groups or KeptGroups()

    def of_kind(seen: Catalog, kind: str) -> Iterator[File]:
        templates = environment.create_templates(seen, Settings(build_date=seen.today), memory=memory)
        return (File(path, data) for path, data in catalogue.files_of_kind(templates, seen, kind))

    by_kind = (
        groups.files(f"catalogue: {kind}", catalog, partial(of_kind, kind=kind), long_texts=False)
        for kind in catalog.paged
    )
    return tuple(file for found in by_kind for file in found)


def form_files(catalog: Catalog, settings: Settings, groups: KeptGroups | None = None) -> tuple[File, ...]:
    """What the forms of the site load in the reader's browser; ``groups`` are those of the last site."""

    def of(found: Iterator[tuple[str, bytes]]) -> Iterator[File]:
        return (File(path, data) for path, data in found)

    groups = groups or KeptGroups()
    asked = groups.files("forms", catalog, lambda seen: of(form.files(seen, settings)))
    return (*asked, *groups.files("lists of forms", catalog, lambda seen: of(form.list_files(seen)), long_texts=False))


def route_files(catalog: Catalog, settings: Settings) -> tuple[File, ...]:
    """What «Мой маршрут» loads in the reader's browser."""
    return tuple(File(path, data) for path, data in route.files(catalog, settings.site_name))


def blank_files(blanks: Sequence[form.Blank]) -> Iterator[File]:
    """The files to fill in as they lie on the site."""
    for blank in blanks:
        yield File(blank.path, blank.data)


def app_manifest(settings: Settings) -> tuple[File, ...]:
    """The file that makes the site an application for whoever wants it as one."""
    return (File(*offline.manifest(settings)),)


def redirect_files(
    catalog: Catalog, pages: Sequence[Page | LazyPage], beside: Sequence[File | SpooledFile]
) -> tuple[File, ...]:
    """What lies at the former addresses of everything that the site has."""
    by_path = {file.path: file for file in beside}
    found = redirects.at_former_addresses(
        catalog, (page.path for page in pages), by_path, lambda path: by_path[path].data
    )
    return tuple(File(path, data) for path, data in found.items())


__all__ = [
    "File", "LazyPage", "Page", "SpooledFile", "app_manifest", "blank_files", "catalogues", "form_files",
    "lazy_pages", "print_sheets", "redirect_files", "render", "route_files",
]  # fmt: skip
