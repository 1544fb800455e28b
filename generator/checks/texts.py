"""Rules about texts: nothing is lost, nothing is left to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator import text
from generator.catalog import Catalog
from generator.checks.kept import kept
from generator.checks.place import error
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.content import ContentPage
from generator.records.scalars import PlainText, RichText
from generator.records.walking import of_type


def nothing_is_lost(catalog: Catalog) -> Iterator[Problem]:
    """What the page would not show as written (HTML, scripts, forbidden addresses) is an error for the author to
    see."""
    for owner in _owners(catalog):
        for loc, loss in _losses(owner):
            yield error(catalog, owner, loc, "text-lost", loss.what, loss.hint, line=loss.line, column=loss.column)


@kept
def _losses(owner: Record | ContentPage) -> Iterator[tuple[Loc, text.Loss]]:
    for found in of_type(owner, RichText):
        for loss in text.losses(found.value, page=isinstance(owner, ContentPage)):
            yield found.loc, loss


def nothing_is_left_to_fill_in(catalog: Catalog) -> Iterator[Problem]:
    """A published record has no «…» of the template instead of a text."""
    for owner in catalog.records.values():
        for found in of_type(owner, RichText, PlainText) if owner.is_public else ():
            if found.value.strip() in ("…", "..."):
                yield error(
                    catalog,
                    owner,
                    found.loc,
                    "left-to-fill-in",
                    "вместо текста осталось многоточие из заготовки",
                    "напишите текст или уберите поле",
                )


def _owners(catalog: Catalog) -> Iterator[Record | ContentPage]:
    return chain(catalog.records.values(), catalog.content.values())
