"""Rules about texts and people: nothing is lost, no private data, no name without consent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator import text
from generator.catalog import Catalog
from generator.checks.place import error, warning
from generator.problems import Problem
from generator.records.common import Person
from generator.records.content import ContentPage
from generator.records.scalars import PlainText, RichText
from generator.records.walking import walk

_WHAT = {"phone": "телефон", "email": "личная электронная почта"}


def nothing_is_lost(catalog: Catalog) -> Iterator[Problem]:
    """What the page would not show as written (HTML, scripts, forbidden addresses) is an error for the author to
    see."""
    for owner in _owners(catalog):
        for found in walk(owner):
            if isinstance(found.marker, RichText):
                for loss in text.losses(found.value, page=isinstance(owner, ContentPage)):
                    yield error(
                        catalog, owner, found.loc, "text-lost", loss.what, loss.hint, line=loss.line, column=loss.column
                    )


def nothing_is_left_to_fill_in(catalog: Catalog) -> Iterator[Problem]:
    """A published record has no «…» of the template instead of a text."""
    for owner in catalog.records.values():
        for found in walk(owner) if owner.is_public else ():
            if isinstance(found.marker, RichText | PlainText) and found.value.strip() in ("…", "..."):
                yield error(
                    catalog,
                    owner,
                    found.loc,
                    "left-to-fill-in",
                    "вместо текста осталось многоточие из заготовки",
                    "напишите текст или уберите поле",
                )


def no_personal_data_in_text(catalog: Catalog) -> Iterator[Problem]:
    """No phone and no private e-mail in free text; an organisation's public contacts have fields of their own."""
    for owner in _owners(catalog):
        for found in walk(owner):
            if (
                not isinstance(found.marker, RichText | PlainText)
                or "contacts" in found.loc
                or found.loc[0] == "sources"
            ):
                continue
            for private in text.personal_data(found.value):
                line = found.value.count("\n", 0, private.start) + 1
                column = private.start - found.value.rfind("\n", 0, private.start)
                yield error(
                    catalog,
                    owner,
                    found.loc,
                    "personal-data",
                    f"в тексте {_WHAT[private.kind]}: {private.text}",
                    "уберите; общие контакты организации пишутся в её поле contacts",
                    line=line,
                    column=column,
                )


def names_need_consent(catalog: Catalog) -> Iterator[Problem]:
    """A name is published only under a valid consent (152-ФЗ): none ever given is an error, one that ran out a
    warning."""
    for owner in catalog.records.values():
        for found in walk(owner):
            if found.marker is not Person or not found.value.name:
                continue
            consent = found.value.consent
            if consent is None or "name" not in consent.categories:
                yield error(
                    catalog,
                    owner,
                    (*found.loc, "name"),
                    "no-consent",
                    "имя есть, а согласия на его публикацию нет",
                    "уберите имя (роль останется) или заполните consent: given, document, categories, resource"
                    if consent is None
                    else "уберите имя (роль останется) или добавьте name в categories, если согласие дано и на имя",
                )
            elif not consent.valid_on(catalog.today):
                yield warning(
                    catalog,
                    owner,
                    (*found.loc, "consent"),
                    "consent-expired",
                    f"на {text.date(catalog.today)} согласие не действует: вместо имени показывается роль",
                    "проверьте даты согласия, получите новое или уберите имя",
                )


def _owners(catalog: Catalog) -> Iterator:
    return chain(catalog.records.values(), catalog.content.values())
