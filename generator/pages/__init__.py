"""Hop 5. The catalog becomes Markdown pages: one template of ``theme/pages`` per kind, one view function per kind.

A view gathers what a page shows from the catalog, the template only lays it out. The result depends on nothing but the
catalog and the settings: same input, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import text
from generator.catalog import Catalog
from generator.pages import environment, listings, sheets, views
from generator.records import PAGED
from generator.settings import Settings


@dataclass(frozen=True)
class Page:
    """A Markdown page: ``path`` below the docs folder (``practices/x.md``), ``text`` with front matter."""

    path: str
    text: str


@dataclass(frozen=True)
class File:
    """A finished file beside the pages (a redirect)."""

    path: str
    data: bytes


def render(catalog: Catalog, settings: Settings) -> tuple[Page, ...]:
    """All pages of the site, sorted by path."""
    templates = environment.create(catalog, settings)
    return tuple(sorted(_all(templates, catalog), key=lambda page: page.path))


def print_sheets(catalog: Catalog, settings: Settings) -> tuple[File, ...]:
    """Cards, booklets and posters for paper, sorted by path."""
    templates = environment.create(catalog, settings)
    made = sheets.render(catalog, settings, templates)
    return tuple(sorted((File(path, html.encode()) for path, html in made), key=lambda file: file.path))


def _all(templates: environment.Templates, catalog: Catalog) -> Iterator[Page]:
    yield Page("index.md", templates.render("home.md.j2", "index.md", **listings.home(catalog)))
    for kind in PAGED:
        for path, view in listings.of_kind(catalog, kind):
            yield Page(path, templates.render("listing.md.j2", path, **view))
        for record in catalog.all_shown(kind):
            path = f"{record.key}.md"
            yield Page(path, templates.render(f"{kind}.md.j2", path, record=record, **views.of(catalog, record)))
    yield Page("guides/index.md", templates.render("guides.md.j2", "guides/index.md", **listings.guides(catalog)))
    for page in catalog.content.values():
        path = f"{page.address}.md"
        yield Page(path, templates.render("content.md.j2", path, page=page))


def redirects(catalog: Catalog) -> tuple[File, ...]:
    """A page at every former address that sends the reader on to the present one."""
    return tuple(
        File(f"{old}/index.html", _redirect(catalog, old, new).encode())
        for old, new in sorted(catalog.aliases.items())
        if new in catalog.shown and new.split("/")[0] in PAGED
    )


def _redirect(catalog: Catalog, old: str, new: str) -> str:
    target = environment.relative_url(f"{old}.md", f"{new}.md")
    title = text.html(catalog.title_of(catalog.shown[new]))
    return (
        '<!doctype html>\n<html lang="ru"><head><meta charset="utf-8"><title>Страница переехала</title>'
        f'<meta name="robots" content="noindex"><link rel="canonical" href="{target}">'
        f'<meta http-equiv="refresh" content="0; url={target}"></head>'
        f'<body><p>Страница переехала: <a href="{target}">{title}</a></p></body></html>\n'
    )


__all__ = ["File", "Page", "print_sheets", "redirects", "render"]
