"""Counted words, numbers and dates in another language than Russian: what ``russian`` does for Russian."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list

from generator.text.language import Language


def enumerated(language: Language, items: Sequence[str]) -> str:
    """«a, b, and c»"""
    return format_list(list(items), locale=language.locale)


def counted(language: Language, n: int | Decimal, one: str) -> str | None:
    """The form of a counted word (by the Russian one for one) that fits the number; None for a word that the language
    does not know. A fraction takes the form of many."""
    forms = language.plurals.get(one)
    if not forms:
        return None
    whole = abs(int(n)) if n == int(n) else 5
    return forms[min(language.form_of(whole), len(forms) - 1)]


def in_signs(language: Language, number: str) -> str:
    """A number as Python writes it (``-1,234.5``) in the signs of the language, with a true minus."""
    signs = language.locale.number_symbols["latn"]
    wanted = {",": signs["group"], ".": signs["decimal"], "-": "−"}
    return "".join(wanted.get(character, character) for character in number)


def as_percent(language: Language, number: str) -> str:
    """A number in words of the language as so many percent."""
    before, _, after = language.locale.percent_formats[None].pattern.partition("#,##0")
    return f"{before}{number}{after}"


def name_of_month(language: Language, month: int) -> str:
    """«March» for 3."""
    return language.locale.months["stand-alone"]["wide"][month]


def written_month(language: Language, year: int, month: int) -> str:
    """«March 2019»"""
    return format_skeleton("yMMMM", datetime.date(year, month, 1), locale=language.locale)


def span_of_months(language: Language, first: tuple[int, int], last: tuple[int, int]) -> str:
    """«May – June 2019», from year and month to year and month."""
    begins, ends = datetime.date(*first, 1), datetime.date(*last, 1)
    return format_interval(begins, ends, "yMMMM", locale=language.locale)


def written_date(language: Language, value: datetime.date) -> str:
    """«September 1, 2026»"""
    return format_date(value, "long", locale=language.locale)


def span_of_days(language: Language, first: datetime.date, last: datetime.date) -> str:
    """«September 1 – 3, 2026»"""
    return format_interval(first, last, "yMMMMd", locale=language.locale)
