"""Templates in the language that the site speaks: each is translated when Jinja asks for its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import jinja2

from generator.catalog import Catalog
from generator.pages.labels import GRADE
from generator.records import Vocabulary
from generator.settings.languages.templates import translated_template
from generator.text.language import NATIVE, Language, current_language, tr

#: pages for methodists, keepers and machines, which are Russian whatever the site speaks
RUSSIAN_TEMPLATES = frozenset(
    ("accessibility.md.j2", "certificate.html.j2", "code.md.j2", "codes.md.j2", "consent.html.j2", "desk.html.j2",
     "editors.md.j2", "form.md.j2", "form_parts.md.j2", "forms.md.j2", "personal_data.md.j2", "statements.md.j2")
)  # fmt: skip
_OF_THE_THEME = "partials/languages/{}.html"


class TranslatingLoader(jinja2.BaseLoader):
    """Another loader whose templates come in ``language``. Where Material has no words in this language, it gets its
    Russian ones, and the page says all the same in which language it is."""

    def __init__(self, inner: jinja2.BaseLoader, language: Language) -> None:
        self._inner, self._language = inner, language

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """As of the inner loader, translated."""
        try:
            source, name, is_fresh = self._inner.get_source(environment, template)
        except jinja2.TemplateNotFound:
            if template != _OF_THE_THEME.format(self._language.code):
                raise
            source, name, is_fresh = self._inner.get_source(environment, _OF_THE_THEME.format(NATIVE))
            source = source.replace(f'"language": "{NATIVE}"', f'"language": "{self._language.code}"')
        if template not in RUSSIAN_TEMPLATES:
            source = translated_template(source, self._language.messages.get)
        return source, name, is_fresh

    def list_templates(self) -> list[str]:
        """The names of the inner loader."""
        return self._inner.list_templates()


def with_translated_terms(catalog: Catalog) -> Catalog:
    """The catalog with the terms of its vocabularies in the language that is spoken, the very same where that is
    Russian."""
    if current_language() is None:
        return catalog
    return replace(catalog, vocabularies={name: _translated(one) for name, one in catalog.vocabularies.items()})


def translated_term(label: str) -> str:
    """The label of a term in the language that is spoken; classes are known by their number."""
    number, _, rest = label.partition(" ")
    return (
        tr(GRADE, classes=number)
        if number.isdecimal() and f"{number} {rest}" == GRADE.format(classes=number)
        else tr(label)
    )


def _translated(vocabulary: Vocabulary) -> Vocabulary:
    terms = (
        term.model_copy(
            update={"label": translated_term(term.label), "description": term.description and tr(term.description)}
        )
        for term in vocabulary.terms
    )
    written = {name: getattr(vocabulary, name) for name in type(vocabulary).model_fields}
    return type(vocabulary).model_construct(**written | {"terms": tuple(terms)})
