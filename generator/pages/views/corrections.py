"""What a figure was before it was corrected, as its page tells it: was, when, why."""

from __future__ import annotations

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import Reading, is_small
from generator.records.programmes import Correction, Indicator, Value


def corrections(catalog: Catalog, indicator: Indicator, reading: Reading) -> tuple[str, ...]:
    """«исправлено 10 февраля 2026 г.: было 54 из 60, опечатка», the latest first.

    Nothing of a hidden figure. Where the indicator hides any figure of the same year, former numbers are left out: a
    total as it was, minus the parts as they are, could give a small group away.
    """
    value = _value(indicator, reading)
    if value is None or reading.hidden or not value.corrections:  # most have none, and each asks all of its year
        return ()
    year = reading.period.year
    secret = any(other.hidden and other.period.year == year for other in catalog.readings.get(indicator.id, ()))
    return tuple(
        _described(indicator, one, secret or is_small(indicator, one.denominator, catalog.small_group))
        for one in reversed(value.corrections)
    )


def _value(indicator: Indicator, reading: Reading) -> Value | None:
    lines = reading.record.values if reading.record else ()
    return next((value for value in lines if value.indicator in (indicator.id, *indicator.aliases)), None)


def _described(indicator: Indicator, one: Correction, secret: bool) -> str:
    was = _was(indicator, one)
    shown = "" if secret or not was else text.tr("было {was}, ", was=was)
    return text.tr("исправлено {day}: {was}{why}", day=text.date(one.date), was=shown, why=one.why)


def _was(indicator: Indicator, one: Correction) -> str:
    if one.numerator is not None and one.denominator is not None:
        return text.tr("{n} из {total}", n=text.number(one.numerator), total=text.number(one.denominator))
    if one.value is None:
        return ""
    if indicator.type == "share":
        return text.percent(one.value, indicator.digits)
    return text.in_unit(text.number(one.value), indicator.unit)
