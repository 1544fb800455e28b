"""The one room that knows Jinja2. Whatever a template prints is plain text unless a filter made it markup.

``{{ record.title }}`` comes out as exactly that text wherever it stands (heading, table, link, attribute): autoescape
is on and every plain string passes ``text.plain``. Only the filters below return markup.
"""

from __future__ import annotations

import datetime as dt
import json
import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from types import CodeType
from typing import Any
from urllib.parse import urljoin

import jinja2
from jinja2 import pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from generator import files, text
from generator.catalog import Catalog
from generator.catalog.computed.disclosure import is_few
from generator.pages import (
    by_term,
    charts,
    consents,
    coverage,
    editors,
    facets,
    form,
    glossary,
    joined,
    labels,
    offline,
    open_data,
    person_names,
    reuse,
    route,
    statements,
)
from generator.pages.translating import RUSSIAN_TEMPLATES, TranslatingLoader
from generator.pages.views import practices, proven
from generator.problems import PAGES, codes
from generator.records import Record, Vocabulary, complete
from generator.records.fields import label_of
from generator.records.learning import Glossary
from generator.records.vocabularies import own_lists
from generator.settings import Settings
from generator.text.language import Language, speaking, spoken


class _CompiledOnce(jinja2.BytecodeCache):
    """The code of the templates, compiled once in a process: pages, sheets and every rebuild of `serve` have an
    environment of their own, and to compile takes longer than to render a base. Jinja keys it by name, place and text.

    What is compiled must hold for any catalog, and Jinja works out ``"guides/iom" is on_site`` while it compiles unless
    the test or filter asks for the context: those that know a catalog do (``_of_catalog``)."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._compiled[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _CompiledOnce()


class Templates:
    """The page templates bound to one catalog; with a ``memory`` they lay out only what shows something new."""

    def __init__(
        self,
        environment: jinja2.Environment,
        words: glossary.GlossaryIndex,
        questions: reuse.TemplateQuestions,
        memory: reuse.PageMemory | None,
        common: Callable[[], str],
    ):
        """``common`` gives :func:`common_digest`. A page is laid out in the language that is spoken now, whatever is
        spoken then."""
        self._language = spoken()
        self._environment = environment
        self._glossary = words
        self._questions = questions
        self._memory = memory
        self._common = cache(common)

    def render(self, template: str, path: str, **view: Any) -> str:
        """The text of the page at ``path``; ``view`` is what the template shows. Raises jinja2.UndefinedError for a
        name that the view does not have: a template that asks for nothing is a mistake of ours."""
        make = partial(self._made, template, path, view)
        if self._memory is None:
            return make()
        return self._memory.recall((self._common(), template, path), view, self._questions, make)

    def traced(self, template: str, path: str, view: Mapping[str, Any]) -> tuple[str, reuse.Trace | None]:
        """The text of the page and its trace."""
        return self._questions.traced((self._common(), template, path, view), partial(self._made, template, path, view))

    def file(self, template: str, path: str, view: Mapping[str, Any], kept: reuse.KeptFiles | None) -> str:
        """The whole HTML file that stands at the address ``path``, with no engine behind it; ``kept`` as in
        :meth:`KeptFiles.recall`."""
        here, name = f"{path}.md", f"{path}/index.html"
        if kept is None:
            return self.render(template, here, **view)
        shown = self._common(), template, here, view
        return kept.recall(name, shown, self._questions, lambda: {name: self._made(template, here, view).encode()})[
            name
        ].decode()

    def is_as(self, trace: reuse.Trace, template: str, path: str, view: Mapping[str, Any]) -> bool:
        """Whether the page would have the text that left this trace."""
        return self._questions.is_as(trace, (self._common(), template, path, view))

    def _made(self, template: str, path: str, view: Mapping[str, Any]) -> str:
        explained = glossary.Explained(self._glossary, path)
        with speaking(None if template in RUSSIAN_TEMPLATES else self._language):
            return _tidy(self._environment.get_template(template).render(here=path, explained=explained, **view))


def create_templates(
    catalog: Catalog,
    settings: Settings,
    term_lists: Mapping[str, by_term.TermLists] | None = None,
    memory: reuse.PageMemory | None = None,
) -> Templates:
    """Templates bound to one catalog: the filters and the names that every template may use. ``term_lists`` are, by
    kind, the lists by term that the pages link to; ``memory`` is what was laid out last time.

    What depends on the catalog is ``noted``, or one of the few things that :func:`common_digest` holds."""
    language = spoken()
    loader: jinja2.BaseLoader = jinja2.FileSystemLoader(template_folders(settings))
    environment = jinja2.Environment(
        loader=TranslatingLoader(loader, language) if language else loader,
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    questions = reuse.TemplateQuestions(catalog, memory.digests if memory else reuse.Digests())
    noted = questions.noted
    linker = _Linker(catalog, noted)
    environment.filters |= {
        "link": linker.link,
        "href": linker.href,
        "rich": linker.rich,
        "sections": linker.sections,
        "page_href": linker.page_href,
        "file_href": linker.file_href,
        "title": _of_catalog(linker.title_of),
        "territory": _of_catalog(noted("territory", lambda record: catalog.find(record.territory))),
        "evidence_level": _of_catalog(noted("level", lambda practice: catalog.evidence[practice.id].level)),
        "cautions": _of_catalog(
            noted("cautions", lambda practice: [proven.caution(key) for key in proven.cautions(catalog, practice)])
        ),
        "card": _of_catalog(noted("card", lambda practice, asked="": practices.card_facts(catalog, practice, asked))),
        "chosen": labels.spoken_label if language else label_of,
        "tr": text.tr,
        "marks": _of_catalog(lambda record: _marks(catalog, record)),
        "missing": complete.missing,
        "json": _json,
        "who": _of_catalog(lambda person: person_names.who(catalog, person)),
        "strip": text.strip,
        "date": text.date,
        "plural": text.plural,
        "number": text.number,
        "percent": text.percent,
        "comma": _comma,
        "day": labels.format_moment,
        "term": labels.format_when,
        "period": labels.format_period,
        "month": labels.format_month,
        "anchor": text.slug,
    }
    environment.tests["on_site"] = _of_catalog(lambda target: linker.path_of(target) is not None)
    environment.tests["kept"] = _of_catalog(lambda kind: kind not in catalog.without)
    environment.tests["few"] = _of_catalog(lambda outcome: is_few(outcome, catalog.small_group))
    environment.globals |= {
        "site_small_group": catalog.small_group,
        "settings": settings,
        "today": catalog.today,
        "label": catalog.label,
        "words": labels,
        "charts": charts,
        "markup": Markup,
        "term_path": noted("term_path", _term_paths(term_lists or {})),
        "spot_words": coverage.words_of,
        "data_folder": open_data.DATA_FOLDER,
        "white_spots": coverage.COVERAGE_PAGE,
        "form_path": {name: form.page_path(name) for name in form.FORM_ADDRESSES}.__getitem__,
        "meanings": linker.meanings,
        "address_of": noted("address", lambda record: home_address(catalog, settings, record)),
        "edit_url": lambda record: settings.edit_base + record.path if settings.edit_base else "",
        "joined": bool(catalog.joined_bases),
        "origin_of": noted("origin", catalog.origin_of),
    }
    return Templates(
        environment, glossary.build_glossary(catalog), questions, memory,
        lambda: common_digest(catalog, settings, questions.digests, language),
    )  # fmt: skip


def common_digest(
    catalog: Catalog, settings: Settings, digests: reuse.Digests, language: Language | None = None
) -> str:
    """The digest of what any page may show without asking: the settings and the day, the templates, the vocabularies,
    the addresses of ``content/``, the words that texts explain, and the language of the rest."""
    terms = (term for term in catalog.listed(Glossary.kind) if isinstance(term, Glossary))
    words = [(term.key, term.title, term.synonyms, term.summary) for term in terms]
    addresses = sorted(catalog.content)
    templates = [files.tree(folder) for folder in template_folders(settings)]
    spoken_words = (language.code, language.digest) if language else ()
    said = settings, catalog.today, catalog.site, catalog.small_group, catalog.without, bool(catalog.joined_bases)
    return digests.of((*said, spoken_words, templates, catalog.vocabularies, addresses, words))


def template_folders(settings: Settings) -> list[Path]:
    """Where templates are looked for: those of the base itself, then ours."""
    return [*([Path(settings.templates)] if settings.templates else []), files.templates_dir()]


def _marks(catalog: Catalog, record: Record) -> list[tuple[Vocabulary, list[str]]]:
    """The base's own lists, each with the terms that the record carries."""
    own = own_lists(catalog.vocabularies, record.kind) if record.marks else ()
    return [(its, terms) for its in own if (terms := facets.marks_of(record, its.id))]


def _of_catalog(answer: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or test whose answer depends on the catalog, and so is never worked out while a template is compiled."""
    return pass_context(lambda _context, *args: answer(*args))


def home_address(catalog: Catalog, settings: Settings, record: Record) -> str:
    """The permanent address of a record in the base that keeps it."""
    origin = catalog.origin_of(record)
    return origin.page if origin and origin.page else address_of(settings, record)


def address_of(settings: Settings, record: Record) -> str:
    """The permanent address of an own record: whole where the owner has told the site's own, else below the site's
    root."""
    return f"{settings.site_url.rstrip('/')}/{record.key}/" if settings.site_url else f"{record.key}/"


def outward(
    catalog: Catalog, settings: Settings, noted: reuse.Noting | None = None
) -> Callable[[str], Callable[[str], str]]:
    """For a file that leaves the site: (Markdown path of the page it belongs to) -> (address of a link in its texts ->
    the whole address). Nothing for a link inside a site that has not told its own address."""
    linker = _Linker(catalog, noted)

    def of_page(here: str) -> Callable[[str], str]:
        resolve = linker.resolver(here)

        def whole(href: str) -> str:
            target = resolve(href)
            if ":" in target.split("/")[0]:
                return target
            return urljoin(f"{settings.site_url.rstrip('/')}{_folder(here)}/", target) if settings.site_url else ""

        return whole

    return of_page


def relative_url(from_path: str, to_path: str) -> str:
    """The address of page ``to_path`` as seen from page ``from_path``, both Markdown paths; pages live in folders."""
    return posixpath.relpath(_folder(to_path), _folder(from_path)) + "/"


def _folder(path: str) -> str:
    stem = path.removesuffix(".md")
    return "/" + (posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem)


def _finalize(value: Any) -> Any:
    """Plain text stays plain text: entities for everything that Markdown, HTML or a template could read as a
    character."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(text.plain(value))
    if isinstance(value, dt.date):
        return Markup(text.plain(text.date(value)))
    if isinstance(value, Decimal):
        return Markup(text.plain(text.number(value)))
    return value


def _json(value: Any) -> Markup:
    """For front matter: a JSON string is a YAML string whatever is in it."""
    return Markup(json.dumps(str(value), ensure_ascii=False).replace("\u0085", "\\u0085"))


def _comma(items: Sequence[Any]) -> Markup:
    """Items joined with commas, each escaped unless it is markup already."""
    return Markup(", ").join(_finalize(item) for item in items)


def _tidy(page: str) -> str:
    """At most one blank line in a row, none at the end: templates may be written with air."""
    lines: list[str] = []
    for line in page.split("\n"):
        line = line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


def _framed(html: str) -> str:
    """Tables of finished rich text in a frame that scrolls: on a phone words stay whole, the keyboard reaches it."""
    framed = html.replace("<table>", '<div class="m-table-wrap" tabindex="0"><table>')
    return framed.replace("</table>", "</table></div>")


def _term_paths(term_lists: Mapping[str, by_term.TermLists]) -> Callable[[str, str, str], str]:
    """(``practices``, ``subjects``, ``matematika``) -> the Markdown path of the list of that term, or nothing."""
    paths = {
        (kind, key, one.id): one.path
        for kind, by_key in term_lists.items()
        for key, lists in by_key.items()
        for one in lists
    }
    return lambda kind, key, its_id: paths.get((kind, key, its_id), "")


#: pages of the site itself -> the kind of records without which they show nothing
_OWN_PAGES = {
    coverage.COVERAGE_PAGE: "practices",
    editors.EDITORS_PAGE: "",
    open_data.OPEN_DATA_PAGE: "",
    route.ROUTE_PAGE: "diagnostics",
}


def _pages_without_record(catalog: Catalog) -> dict[str, str]:
    """Address -> Markdown path of listings, hand-written pages, forms, meanings of messages. What a person wrote by
    hand goes before what is made."""
    of_joined = [joined.JOINED_FOLDER] if catalog.joined_bases else []
    folders = (
        *catalog.paged,
        *of_joined,
        "guides",
        form.FORM_FOLDER,
        PAGES,
        *(posixpath.dirname(path) for path, kind in _OWN_PAGES.items() if kind not in catalog.without),
    )
    forms = (form.page_path(name).removesuffix(".md") for name in catalog.forms)
    taken = offline.OFFLINE_PAGE.removesuffix(".md")
    leaves = (
        taken,
        "kabinet",
        *(path.removesuffix(".md") for path in statements.STATEMENTS),
        *codes.CODE_ADDRESSES,
        *forms,
        *(sheet.address for sheet in consents.CONSENT_SHEETS),
    )
    return {
        "": "index.md",
        "index": "index.md",
        **{address: f"{address}.md" for address in leaves},
        **{address: f"{address}/index.md" for address in folders},
        **{address: f"{address}.md" for address in catalog.content},
    }


class _Linker:
    """Links from the page being rendered (``here``) to records, listings and hand-written pages."""

    def __init__(self, catalog: Catalog, noted: reuse.Noting | None = None):
        self._catalog = catalog
        self._others = _pages_without_record(catalog)
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
        return Markup(posixpath.relpath("/" + path, _folder(context["here"])))

    @pass_context
    def rich(self, context: Context, value: str | None) -> Markup:
        """Contributors' Markdown as finished, safe HTML in a block of its own; nothing for nothing."""
        if not value:
            return Markup("")
        html = _framed(context["explained"].mark(text.render(value, self.resolver(context["here"]))))
        return Markup(f'<div class="m-rich">\n{html}\n</div>')

    @pass_context
    def meanings(self, context: Context) -> Markup:
        """The meanings of the terms that the texts above have explained; for the end of a page."""
        return glossary.popovers(context["explained"], lambda term: self.href(context, term))

    @pass_context
    def sections(self, context: Context, value: str) -> list[text.Section]:
        """A hand-written page cut at its headings, each section as finished HTML."""
        found = text.sections(value, self.resolver(context["here"], assets=True), images=True)
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
                    return posixpath.relpath("/" + posixpath.join(posixpath.dirname(here), address), _folder(here))
                path = self.path_of(address.strip("/").split("/")[0]) or "index.md"
            return relative_url(here, path) + (f"#{anchor}" if anchor else "")

        return resolve
