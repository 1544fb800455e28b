"""Links inside the site as a template asks for them: from the page that is laid out to records, listings and pages
written by hand; texts of people as finished HTML with such links."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.pages import glossary, reuse, site_pages
from generator.records import Record


def relative_url(from_path: str, to_path: str) -> str:
    """The address of page ``to_path`` as seen from page ``from_path``, both Markdown paths; pages live in folders."""
    there, here = folder_of(to_path).strip("/").split("/"), folder_of(from_path).strip("/").split("/")
    shared = 0
    for one, other in zip(there, here, strict=False):
        if one != other:
            break
        shared += 1
    up = len(here) - shared if here[0] else 0
    return "../" * up + "".join(f"{name}/" for name in there[shared:] if name) or "./"


@lru_cache(1 << 13)
def folder_of(path: str) -> str:
    """The folder on the site in which the page with this Markdown path lies."""
    stem = path.removesuffix(".md")
    return "/" + (posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem)


def _framed(html: str) -> str:
    """Tables of finished rich text in a frame that scrolls: on a phone words stay whole, the keyboard reaches it."""
    framed = html.replace("<table>", '<div class="m-table-wrap" tabindex="0"><table>')
    return framed.replace("</table>", "</table></div>")


def _lang(code: str | None) -> str:
    """The attribute that says in which language a text is, Russian where nobody says."""
    return f' lang="{text.escape_html(code or text.NATIVE)}"'


class Linker:
    """Links from the page being rendered (``here``) to records, listings and hand-written pages."""

    def __init__(self, catalog: Catalog, noted: reuse.Noting | None = None):
        self._catalog = catalog
        self._others = site_pages.pages_without_record(catalog)
        self.title_of: Callable[[Record], str] = noted("title", catalog.title_of) if noted else catalog.title_of
        self.path_of: Callable[[Record | str], str | None] = noted("path", self._path_of) if noted else self._path_of

    def _path_of(self, target: Record | str) -> str | None:
        """The Markdown path of a record, or of an address (``practices``, ``guides/iom``); None when it has no page."""
        if isinstance(target, Record):
            return f"{target.key}.md" if self._catalog.is_shown(target) and target.kind in self._catalog.paged else None
        record = self._catalog.find(target)
        return self._path_of(record) if record is not None else self._others.get(target)

    @pass_context
    def link(self, context: Context, target: Record | None, title: str | None = None) -> Markup:
        """A Markdown link to a record's page, or its title alone when it has none; nothing for None."""
        if target is None:
            return Markup("")
        shown = Markup(text.plain(title or self.title_of(target)))
        path = self.path_of(target)
        if path is None:
            return shown
        return Markup("[{}]({})").format(
            shown, Markup(posixpath.relpath("/" + path, posixpath.dirname("/" + context["here"])))
        )

    @pass_context
    def href(self, context: Context, target: Record | str) -> Markup:
        """The relative address of a record or of an address on the site, for raw HTML; ``#`` is never returned."""
        path = self.path_of(target)
        if path is None:
            raise LookupError(f"no page for {target!r}; ask whether it is shown before linking to it")
        return Markup(relative_url(context["here"], path))

    @pass_context
    def page_href(self, context: Context, path: str) -> Markup:
        """The relative address of the page with this Markdown path (a further page of a listing)."""
        return Markup(relative_url(context["here"], path))

    @pass_context
    def file_href(self, context: Context, path: str) -> Markup:
        """The relative address of a file that lies on the site at this path."""
        return Markup(posixpath.relpath("/" + path, folder_of(context["here"])))

    @pass_context
    def rich(self, context: Context, value: str | None) -> Markup:
        """Contributors' Markdown as finished, safe HTML in a block of its own; nothing for nothing."""
        if not value:
            return Markup("")
        language = getattr(context.get("record"), "lang", None)
        shown = text.render(value, self.resolver(context["here"]), russian=not language)
        # The glossary explains Russian words.
        html = _framed(shown if language else context["explained"].mark(shown))
        own = text.current_language_code() != text.NATIVE or language
        return Markup(f'<div class="m-rich"{_lang(language) if own else ""}>\n{html}\n</div>')

    @pass_context
    def meanings(self, context: Context) -> Markup:
        """The meanings of the terms that the texts above have explained; for the end of a page."""
        return glossary.popovers(context["explained"], lambda term: self.href(context, term))

    @pass_context
    def sections(self, context: Context, value: str) -> list[text.Section]:
        """A hand-written page cut at its headings, each section as finished HTML."""
        russian = not getattr(context.get("page"), "lang", None)
        found = text.sections(value, self.resolver(context["here"], assets=True), images=True, russian=russian)
        return [replace(section, html=_framed(section.html)) for section in found]

    def resolver(self, here: str, *, assets: bool = False) -> Callable[[str], str]:
        """(the address of a link in a text of the page ``here``) -> the address as it stands in that page."""

        def resolve(href: str) -> str:
            if ":" in href.split("/")[0] or href.startswith("#"):
                return href
            address, _, anchor = href.partition("#")
            path = self.path_of(address.strip("/").removesuffix(".md"))
            if path is None:
                # A picture beside a hand-written page; a record's link has been checked to lead to a page, which may be
                # hidden now (a draft): then the listing of its kind is the nearest thing.
                if assets:
                    return posixpath.relpath("/" + posixpath.join(posixpath.dirname(here), address), folder_of(here))
                path = self.path_of(address.strip("/").split("/")[0]) or "index.md"
            return relative_url(here, path) + (f"#{anchor}" if anchor else "")

        return resolve
