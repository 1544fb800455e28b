"""Figures in words: an amount, a bound beside it, what is said about it."""

from __future__ import annotations

from decimal import Decimal

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import Reading
from generator.pages import labels
from generator.records.programmes import Indicator, Target

UNKNOWN_BASE = "источник не говорит, от чего"


def format_amount(indicator: Indicator, value: Decimal, digits: int | None = None, *, of: bool = False) -> str:
    """«75 %» for a share, «318 уроков» for a number, rounded as the indicator says or to ``digits``; ``of``: in the
    genitive."""
    digits = indicator.digits if digits is None else digits
    if indicator.type == "share":
        return text.percent(value, digits)
    return text.in_unit(text.number(value, digits), indicator.unit, of=of)


def share_mark(value: Decimal) -> str:
    """A mark of an axis of shares, exactly: «2,5 %» is not «3 %»."""
    exact = int((value * 100).normalize().as_tuple().exponent)
    return text.percent(value, max(0, -exact))


def bound(indicator: Indicator, value: Decimal, digits: int) -> str:
    """A target or a norm beside a figure of so many digits: no more of them than it has, in the genitive."""
    exact = value * 100 if indicator.type == "share" else value
    own = max(0, -int(exact.normalize().as_tuple().exponent))
    return format_amount(indicator, value, max(indicator.digits, min(digits, own)), of=True)


def target_words(indicator: Indicator, target: Target, digits: int = 0) -> str:
    """«не менее 70 %», «до 80 %»; what the source leaves unsaid is said."""
    words = f"{labels.translated_label(target, 'comparator')} {bound(indicator, target.value, digits)}"
    return f"{words}; {text.tr(UNKNOWN_BASE)}" if target.base == "unknown" else words


def norm_words(indicator: Indicator, value: Decimal, digits: int = 0) -> str:
    """A normative minimum is a bound from below where more is better, from above where less is."""
    words = "не менее {bound}" if indicator.direction == "up" else "не более {bound}"
    return text.tr(words, bound=bound(indicator, value, digits))


def note_of(catalog: Catalog, indicator: Indicator, reading: Reading) -> str | None:
    """What is said beside a figure: by whoever reported it, by the program; None for nothing."""
    ours = _torn_in_words(catalog, indicator, reading), _parts_in_words(catalog, indicator, reading)
    note = reading.note
    its = [one.translated() for one in note] if isinstance(note, tuple) else [note]
    return "; ".join(filter(None, (*its, *ours))) or None


def _parts_in_words(catalog: Catalog, indicator: Indicator, reading: Reading) -> str:
    """«расходятся числа: Северный район»: because of whom a sum is disputed; empty where it is not."""
    if reading.origin != "summed" or not reading.disputed:
        return ""
    its = [one for scope in sorted(reading.summed) for one in catalog.readings_at(indicator.id, scope)]
    torn = [one.scope for one in its if one.period == reading.period and one.disputed]
    names = [catalog.title_of(one) for scope in torn if (one := catalog.find(scope))]
    return text.tr("расходятся числа: {names}", names=", ".join(names)) if names else ""


def _torn_in_words(catalog: Catalog, indicator: Indicator, reading: Reading) -> str:
    """«числа расходятся: первое полугодие 2025 г. — 30 уроков, …»: figures of parts of the period that cannot be true
    beside it; empty where there are none."""
    if not reading.torn_by:
        return ""
    its = {one.period: one for one in catalog.readings_at(indicator.id, reading.scope)}
    parts = [
        f"{labels.format_period(period)} — {format_amount(indicator, value, its[period].digits)}"
        for period in reading.torn_by
        if (value := its[period].value) is not None
    ]
    return text.tr("числа расходятся: {figures}", figures=", ".join(parts))
