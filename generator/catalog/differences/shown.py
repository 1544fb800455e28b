"""How a value of a record is shown in a sentence about a change: titles instead of ids, figures as people write them.

A phone or a private address is never repeated, nor is a person's name: the text of a review travels further than the
file, and what has been told there cannot be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import value_of
from generator.catalog.differences.excerpts import unmarked
from generator.catalog.differences.invisible import spelled_out
from generator.records import Record
from generator.records.choices import Choices
from generator.records.common import Citation, Person
from generator.records.fields import fields
from generator.records.practices import Synthesis
from generator.records.programmes import Indicator
from generator.records.scalars import RefTo, TermOf
from generator.records.vocabularies import Vocabulary, VocabularyTerm

MAX_QUOTED = 90
#: what a member of a list is called by, the first that it has
_CALLED = (
    "title", "label", "what", "criterion", "indicator", "document", "text", "record", "organization", "association",
    "role", "nomination", "group", "area", "url", "link", "note", "period", "year", "occurrence", "when", "state",
    "level", "start", "value", "alt", "rows", "given",
)  # fmt: skip


#: names of works, and of those who wrote them, are shown as they are
_OF_WORKS = ("title", "label", "authors", "publisher")


@dataclass(frozen=True)
class TitleLookup:
    """Where titles and labels come from: the newer state of the base, else the older one."""

    before: Catalog
    after: Catalog

    def record(self, address: str) -> str:
        """The title of the record at ``kind/id``, the address itself when nobody has such a record."""
        for catalog in (self.after, self.before):
            found = catalog.find(address)
            if found is not None:
                return catalog.title_of(found)
        return address

    def term(self, vocabulary: str, its_id: str) -> str:
        """The label of a term, its id when no list has it."""
        found = self.after.term(vocabulary, its_id) or self.before.term(vocabulary, its_id)
        return found.label if found else its_id


def quoted(value: str, most: int = MAX_QUOTED) -> str:
    """A text in quotes, on one line, not too long, without phones and private addresses."""
    line = unmarked(spelled_out(redact(value, names=False)))
    if len(line) > most:
        line = line[: most - 1].rstrip() + "…"
    return f"«{line}»"


def redact(value: str, names: bool = True) -> str:
    """A text on one line, without phones and private addresses, and with ``names`` without people's names."""
    return text.masked(" ".join(value.split()), with_names=names)


def format_value(model: type[BaseModel], name: str, value: Any, names: TitleLookup) -> str:
    """One value of the field ``name`` of ``model`` as a reader of the site would call it."""
    if value is None:
        return "нет"
    if isinstance(value, bool):
        return "да" if value else "нет"
    for marker in fields(model)[name].markers:
        if isinstance(marker, RefTo):
            return quoted(names.record(marker.key(value)))
        if isinstance(marker, TermOf):
            return quoted(names.term(marker.vocabulary, value))
    if isinstance(value, Decimal | int):
        return text.number(value) if name != "year" else str(value)
    if isinstance(value, dt.date):
        return text.date(value)
    if isinstance(value, BaseModel):
        return called(value, names)
    if isinstance(value, str):
        if labels := fields(model)[name].labels:
            return labels.get(value, value)
        return quoted(value if _of_a_work(model, name) else redact(value))
    return str(value)


def free_text(model: type[BaseModel], name: str, value: Any) -> str | None:
    """The words of a field that people fill with words of their own, without what should not be repeated; None for
    everything else (numbers, dates, choices, references, terms)."""
    if not isinstance(value, str) or any(
        isinstance(marker, RefTo | TermOf | Choices) for marker in fields(model)[name].markers
    ):
        return None
    return redact(value, names=not _of_a_work(model, name))


def _of_a_work(model: type[BaseModel], name: str) -> bool:
    return name in _OF_WORKS and issubclass(model, (Citation, Synthesis, VocabularyTerm, Vocabulary))


def called(item: BaseModel, names: TitleLookup) -> str:
    """What people would call a group of fields: its title, or whom or what it names."""
    if isinstance(item, Person):
        return quoted(redact(item.role))
    for name in _CALLED:
        raw = getattr(item, name, None)
        if raw is not None and raw != ():
            return format_value(type(item), name, raw, names)
    return ""


def figure(indicator: Record | None, its_value: Any) -> str:
    """A figure of the indicator with what it is made of: «40 из 268», «75 %», «нет данных»."""
    if its_value is not None and its_value.denominator == 0 == its_value.numerator:
        return "0 из 0, некого считать"
    if its_value is None or value_of(its_value) is None:
        return "нет данных"
    if its_value.numerator is not None and its_value.denominator:
        return f"{text.number(its_value.numerator)} из {text.number(its_value.denominator)}"
    return format_figure(indicator, value_of(its_value))


def format_figure(indicator: Record | None, value: Decimal | None) -> str:
    """A value of the indicator: a share in percent, a number as it is, «нет данных» for None."""
    if value is None:
        return "нет данных"
    if isinstance(indicator, Indicator) and indicator.type == "share":
        return f"{text.number(round(value * 100, 1))}{text.russian.NBSP}%"
    return text.number(round(value, 3))


def strings(model: Any) -> Iterator[str]:
    """Every text of a record, however deep."""
    if isinstance(model, str):
        yield model
    elif isinstance(model, tuple | list):
        for part in model:
            yield from strings(part)
    elif isinstance(model, BaseModel):
        for name in type(model).model_fields:
            if name not in ("id", "path"):
                yield from strings(getattr(model, name))


def bag(model: Any) -> Counter[str]:
    """The words of a text, a record or a group of fields, each with how often it stands there."""
    return Counter(" ".join(strings(model)).casefold().split())


def alike(one: Counter[str], other: Counter[str]) -> float:
    """How many of their words two bags share, from 0 to 1. Linear in their size, unlike difflib: texts come from
    strangers."""
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 1.0
