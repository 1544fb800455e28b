"""The one room that knows Jinja2. Whatever a template prints is plain text unless a filter made it markup.

``{{ record.title }}`` comes out as exactly that text wherever it stands (heading, table, link, attribute): autoescape
is on and every plain string passes ``text.plain``. Only the filters below return markup.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jinja2
from jinja2 import pass_context
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from generator import files, text
from generator.catalog import Catalog
from generator.catalog.computed.disclosure import is_few
from generator.pages import (
    by_term,
    charts,
    coverage,
    facets,
    form,
    glossary,
    labels,
    open_data,
    person_names,
    reuse,
    template_faults,
)
from generator.pages.compiled import CompiledTemplates
from generator.pages.digests import Digests
from generator.pages.linker import Linker, folder_of
from generator.pages.translating import RUSSIAN_TEMPLATES, TranslatingLoader
from generator.pages.views import practices, proven
from generator.problems import Problem
from generator.records import Record, Vocabulary, complete
from generator.records.fields import label_of
from generator.records.learning import Glossary
from generator.records.vocabularies import own_lists
from generator.settings import Settings
from generator.text.language import NATIVE, Language, current_language, using_language


class _Finalized(CodeGenerator):
    """Code that does not escape what ``_finalize`` has made: that is markup already, a million times in a build."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")


class _Environment(jinja2.Environment):
    code_generator_class = _Finalized


class Templates:
    """The page templates bound to one catalog; with a ``memory`` they lay out only what shows something new."""

    def __init__(
        self,
        environment: jinja2.Environment,
        words: glossary.GlossaryIndex,
        questions: reuse.TemplateQuestions,
        memory: reuse.PageCache | None,
        common: Callable[[], str],
        frame: str = NATIVE,
        own: str = "",
    ):
        """``common`` gives :func:`common_digest`, ``frame`` is the language of the site, ``own`` the folder of the
        base's templates. A page is laid out in the language that is spoken now, whatever is spoken then."""
        self._language = current_language()
        self._frame = frame
        self._own = own
        self._environment = environment
        self._glossary = words
        self._questions = questions
        self._memory = memory
        self._common = cache(common)

    def render(self, template: str, path: str, **view: Any) -> str:
        """The text of the page at ``path``; ``view`` is what the template shows. Raises ``TemplateFault`` for a name
        that the view does not have: a template that asks for nothing is a mistake, of ours or of a base with its
        own."""
        make = partial(self._made, template, path, view)
        if self._memory is None:
            return make()
        return self._memory.recall((self._common(), template, path), view, self._questions, make)

    def traced(self, template: str, path: str, view: Mapping[str, Any]) -> tuple[str, reuse.Trace | None]:
        """The text of the page and its trace."""
        return self._questions.traced((self._common(), template, path, view), partial(self._made, template, path, view))

    def broken(self, folder: Path, names: list[str]) -> list[Problem]:
        """What of the templates of these names, kept in ``folder`` of the base, cannot be read."""
        return [*template_faults.broken_templates(self._environment, folder, names)]

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
        language = None if template in RUSSIAN_TEMPLATES else self._language
        with using_language(language):
            try:
                page = _tidy(self._environment.get_template(template).render(here=path, explained=explained, **view))
            except template_faults.TemplateFault:
                raise
            except (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as fault:
                broken = template_faults.template_fault(fault, template, self._own)
                if broken is None:
                    raise
                raise broken from fault
        return _named_russian(page) if language is None and self._frame != NATIVE else page


def create_templates(
    catalog: Catalog,
    settings: Settings,
    term_lists: Mapping[str, by_term.TermLists] | None = None,
    memory: reuse.PageCache | None = None,
    digests: Digests | None = None,
) -> Templates:
    """Templates bound to one catalog: the filters and the names that every template may use. ``term_lists`` are, by
    kind, the lists by term that the pages link to; ``memory`` is what was laid out last time, ``digests`` those that
    others have of the same records.

    What depends on the catalog is ``noted``, or one of the few things that :func:`common_digest` holds."""
    language = current_language()
    loader: jinja2.BaseLoader = jinja2.FileSystemLoader(template_folders(settings))
    environment = _Environment(
        loader=TranslatingLoader(loader, language) if language else loader,
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(language, [files.templates_dir()]),
    )
    questions = reuse.TemplateQuestions(catalog, memory.digests if memory else digests or Digests())
    noted = questions.noted
    linker = Linker(catalog, noted)
    environment.filters |= _filters(catalog, linker, noted, language)
    environment.tests["on_site"] = _of_catalog(lambda target: linker.path_of(target) is not None)
    environment.tests["kept"] = _of_catalog(noted("kept", lambda kind: kind not in catalog.without))
    environment.tests["few"] = _of_catalog(lambda outcome: is_few(outcome, catalog.small_group))
    environment.globals |= _names(catalog, settings, linker, noted, term_lists or {})
    return Templates(
        environment, glossary.build_glossary(catalog), questions, memory,
        lambda: common_digest(catalog, settings, questions.digests, language), settings.language,
        settings.templates,
    )  # fmt: skip


_Noted = Callable[[str, Callable[..., Any]], Callable[..., Any]]


def _filters(
    catalog: Catalog, linker: Linker, noted: _Noted, language: Language | None
) -> dict[str, Callable[..., Any]]:
    """What a template may write behind ``|``."""
    return {
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
        "card": _of_catalog(noted("card", _cards(catalog))),
        "chosen": labels.translated_label if language else label_of,
        "tr": text.tr,
        "language": text.language_name,
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


def _cards(catalog: Catalog) -> Callable[..., dict[str, Any]]:
    """``practices.card_facts`` of the catalog: a practice has its card on a dozen pages."""

    @lru_cache(1 << 12)
    def made(its_id: str, asked: str, _language: str) -> dict[str, Any]:
        return practices.card_facts(catalog, catalog.records[its_id], asked)

    return lambda practice, asked="": made(practice.key, asked, text.current_language_code())


def _names(
    catalog: Catalog, settings: Settings, linker: Linker, noted: _Noted, term_lists: Mapping[str, by_term.TermLists]
) -> dict[str, Any]:
    """What every template has by name."""
    return {
        "site_small_group": catalog.small_group,
        "settings": settings,
        "today": catalog.today,
        "label": catalog.label,
        "words": labels,
        "charts": charts,
        "markup": Markup,
        "term_path": noted("term_path", _term_paths(term_lists)),
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


def common_digest(catalog: Catalog, settings: Settings, digests: Digests, language: Language | None = None) -> str:
    """The digest of what any page may show without asking: the settings and the day, the templates, the vocabularies,
    the addresses of ``content/``, the words that texts explain, and the language of the rest."""
    terms = (term for term in catalog.listed(Glossary.kind) if isinstance(term, Glossary))
    words = [(term.key, term.title, term.synonyms, term.summary) for term in terms]
    addresses = sorted(catalog.content)
    templates = [files.tree(folder) for folder in template_folders(settings)]
    language_key = (language.code, language.digest) if language else ()
    shared = settings, catalog.today, catalog.site, catalog.small_group, catalog.without, bool(catalog.joined_bases)
    return digests.of((*shared, language_key, templates, catalog.vocabularies, addresses, words))


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
    linker = Linker(catalog, noted)

    def of_page(here: str) -> Callable[[str], str]:
        resolve = linker.resolver(here)

        def whole(href: str) -> str:
            target = resolve(href)
            if ":" in target.split("/")[0]:
                return target
            return urljoin(f"{settings.site_url.rstrip('/')}{folder_of(here)}/", target) if settings.site_url else ""

        return whole

    return of_page


def _finalize(value: Any) -> Markup:
    """Plain text stays plain text: entities for everything that Markdown, HTML or a template could read as a
    character."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return _plain(value)
    if value is None:
        return Markup("")
    if isinstance(value, dt.date):
        return _plain(text.date(value))
    if isinstance(value, Decimal):
        return _plain(text.number(value))
    return escape(value)


@lru_cache(1 << 13)  # a title, a label or a summary stands on many pages
def _plain(value: str) -> Markup:
    return Markup(text.plain(value))


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


def _named_russian(page: str) -> str:
    """A page whose front matter says that it is Russian, unless it names its language: a screen reader would read it
    aloud in that of the frame."""
    head, mark, rest = page.partition("\n---\n")
    if not mark or not head.startswith("---\n") or "\nlang: " in head:
        return page
    return f'{head}\nlang: "{NATIVE}"{mark}{rest}'


def _term_paths(term_lists: Mapping[str, by_term.TermLists]) -> Callable[[str, str, str], str]:
    """(``practices``, ``subjects``, ``matematika``) -> the Markdown path of the list of that term, or nothing."""
    paths = {
        (kind, key, one.id): one.path
        for kind, by_key in term_lists.items()
        for key, lists in by_key.items()
        for one in lists
    }
    return lambda kind, key, its_id: paths.get((kind, key, its_id), "")
