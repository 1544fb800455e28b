"""Rules about texts: nothing is lost, nothing is left to fill in, whose a text is can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from generator import text
from generator.catalog import Catalog
from generator.checks.cached_answers import kept, kept_of_source
from generator.checks.place import error, source_of, warning
from generator.documents.sources import Loc, Source
from generator.problems import Problem
from generator.records import Record
from generator.records.content import ContentPage
from generator.records.scalars import PlainText, RichText
from generator.records.text_rights import text_faults
from generator.records.walking import of_type

_ELLIPSES = ("…", "...")
_LONE_DASH = re.compile(r"""[:\s-][ ]*["']?[-–—~]+["']?\s*$""", re.MULTILINE)
_NOTHING = re.compile(r"[-–—~]+")  # what people put where they have nothing to say
_Address = tuple[str, int, int]
"""A link in a text: the address, line and column."""


def nothing_is_lost(catalog: Catalog) -> Iterator[Problem]:
    """What the page would not show as written (HTML, scripts, forbidden addresses) is an error for the author to
    see."""
    for owner in owners(catalog):
        for loc, loss in _of_texts(owner):
            if isinstance(loss, text.Loss):
                yield error(catalog, owner, loc, "text-lost", loss.what, loss.hint, line=loss.line, column=loss.column)


def links_of(owner: Record | ContentPage) -> Iterator[tuple[Loc, str, int, int]]:
    """Every link in the texts of a record or a page that is shown: field, address, line and column in the text."""
    for loc, link in _of_texts(owner):
        if isinstance(link, tuple):
            yield loc, *link


@kept
def _of_texts(owner: Record | ContentPage) -> Iterator[tuple[Loc, text.Loss | _Address]]:
    """What is lost of the texts, and their links: both are told from the same HTML."""
    for found in of_type(owner, RichText):
        for loss in text.losses(found.value, page=isinstance(owner, ContentPage)):
            yield found.loc, loss
        for link in text.links(found.value):
            yield found.loc, link


def nothing_is_left_to_fill_in(catalog: Catalog) -> Iterator[Problem]:
    """A published record has no «…» of the template instead of a text; a dash in its place is told (warning)."""
    for owner in catalog.own_records:
        if not _placeholders(source_of(catalog, owner)) or not owner.is_public:
            continue
        for found in of_type(owner, RichText, PlainText):
            if found.value.strip() in _ELLIPSES:
                yield error(
                    catalog,
                    owner,
                    found.loc,
                    "left-to-fill-in",
                    "вместо текста осталось многоточие из заготовки",
                    "напишите текст или уберите поле",
                )
            elif _NOTHING.fullmatch(found.value.strip()):
                message = "вместо текста стоит черта: на сайте она и будет видна"
                hint = "напишите текст; если сказать нечего, уберите поле"
                yield warning(catalog, owner, found.loc, "left-to-fill-in", message, hint)


@kept_of_source
def _placeholders(source: Source) -> Iterator[str]:
    """What may stand for a text in a file: an ellipsis, a dash at the end of a line."""
    yield from (one for one in _ELLIPSES if one in source.text)
    if _LONE_DASH.search(source.text):
        yield "-"


def owners(catalog: Catalog) -> Iterator[Record | ContentPage]:
    """Everything that has texts: the records, then the hand-written pages."""
    return chain(catalog.own_records, catalog.content.values())


# --- whose a text is --------------------------------------------------------------------------------------------------


def texts_have_rights(catalog: Catalog) -> Iterator[Problem]:
    """A published text that was written at work has the permission of the organisation; somebody else's names its
    licence and where it was taken from. What is not published yet may still learn it."""
    for record in catalog.own_records:
        if record.is_public:
            for name, message, hint in text_faults(record):
                yield error(catalog, record, (name,), "text-rights", message, hint)
