"""What a chart shows, in one sentence: the first and the last figure, the lowest and the highest. Never a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from generator import text
from generator.catalog.computed import indicators
from generator.catalog.computed.indicators import Reading
from generator.pages import labels
from generator.records.periods import Period
from generator.records.programmes import Indicator
from generator.text.language import tr

FormatValue = Callable[[Decimal], str]


def trend_finding(
    indicator: Indicator,
    readings: Sequence[Reading],
    goals: Sequence[tuple[Period, str]],
    show: FormatValue,
    against: Callable[[Reading], str],
    today: dt.date,
) -> str:
    """«С 2023 по 2025 год доля выросла с 41 до 63 %; цель на 2026 год — не менее 70 %».

    ``readings`` are of one territory, in order of time, ``goals`` its targets in words, in order of time; ``show``
    prints a figure as the chart does, ``against`` says who tells another one. Only periods of one kind are compared:
    half a year has fewer lessons than a year; a figure of some of the districts, or of a year that still runs, is told
    beside them. Behind a figure that is contradicted stands the other one, with its period (law 12). Empty without a
    figure.
    """
    known = [reading for reading in readings if reading.value is not None and not reading.hidden]
    if not known:
        return ""
    latest = known[-1]
    whole = [reading for reading in known if not indicators.unfinished(reading, today)]
    compared = _ends(whole) if whole else ()
    parts = [_change(indicator, *compared, show)] if compared else []
    ends = {reading.period: reading for reading in compared}.values()  # of one figure alone both ends are the same
    parts += [_other(indicator, reading, show, against) for reading in ends if reading.disputed]
    if latest not in compared:
        parts.append(_beside(indicator, latest, show, today))
        parts += [_other(indicator, latest, show, against)] if latest.disputed else []
    ahead = next((goal for goal in goals if goal[0].last >= latest.period.last), goals[-1] if goals else None)
    if ahead:
        parts.append(tr("цель на {period} — {goal}", period=labels.format_period(ahead[0]), goal=ahead[1]))
    return text.upper_first("; ".join(parts))


def _ends(whole: Sequence[Reading]) -> tuple[Reading, Reading]:
    """The first and the last figure of one kind of period."""
    last = whole[-1]
    first = next(reading for reading in whole if reading.period.part == last.period.part)
    return (whole[0] if first is last else first), last


def _beside(indicator: Indicator, reading: Reading, show: FormatValue, today: dt.date) -> str:
    """«2026 год — 521 урок (год ещё идёт)»."""
    runs = indicators.unfinished(reading, today) == "not-over"
    why = indicators.RUNNING[reading.period.sort] if runs else indicators.STATUSES["partial"]
    amount = _amount(indicator, reading.value or Decimal(0), show)  # it is known: see trend_finding
    return f"{labels.format_period(reading.period)} — {amount} ({tr(why)})"


def _other(indicator: Indicator, reading: Reading, show: FormatValue, against: Callable[[Reading], str]) -> str:
    """«2025 год: по записям базы — 50 %»; of a sum and of what shorter periods contradict only that numbers differ."""
    period = labels.format_period(reading.period)
    if reading.contradiction is None:
        return f"{period}: {tr(indicators.STATUSES['disputed'])}"
    return f"{period}: {against(reading)} — {_amount(indicator, reading.contradiction, show)}"


def comparison_finding(
    indicator: Indicator, figures: Sequence[tuple[str, Decimal | None]], show: FormatValue, silent: int = 0
) -> str:
    """«Наименьшее значение — 40 %: Южный; наибольшее — 80 %: Северный; значения есть у 3 из 5».

    ``figures`` are names and values, ``silent`` counts those who should have one and never reported any.
    """
    known = [(name, value) for name, value in figures if value is not None]
    if not known:
        return ""
    low, high = (pick(value for _, value in known) for pick in (min, max))
    total = len(figures) + silent
    same = "У всех одинаково: {amount}" if len(known) == total else "Одинаково: {amount}"
    finding = tr(same, amount=_amount(indicator, low, show))
    if show(low) != show(high):
        ends = (
            f"{_amount(indicator, end, show)}: {_names([name for name, value in known if value == end])}"
            for end in (low, high)
        )
        lowest, highest = ends
        finding = tr("Наименьшее значение — {lowest}; наибольшее — {highest}", lowest=lowest, highest=highest)
    if len(known) == total:
        return finding
    return finding + tr("; значения есть у {n} из {total}", n=len(known), total=total)


def _change(indicator: Indicator, first: Reading, last: Reading, show: FormatValue) -> str:
    start, end = first.value or Decimal(0), last.value or Decimal(0)  # both are known: see trend_finding
    then, now = (_amount(indicator, value, show) for value in (start, end))
    began, ended = labels.format_period(first.period), labels.format_period(last.period)
    if first is last:
        return f"{text.upper_first(ended)} — {now}"
    if then == now:  # as the indicator is rounded; a smaller difference is not told
        return tr("{began} и {ended} — {now}", began=text.upper_first(began), ended=ended, now=now)
    if first.period.part != last.period.part:
        return f"{text.upper_first(began)} — {then}, {ended} — {now}"
    then, now = (_amount(indicator, value, show, of=True) for value in (start, end))
    of_years, of_periods = _MOVED[indicator.type == "share", end > start]
    if not first.period.part:
        then = show(start).removesuffix("\u00a0%")
        return tr(of_years, first=first.period.year, last=last.period.year, then=then, now=now)
    return text.upper_first(tr(of_periods, then=then, began=began, now=now, ended=ended))


#: (whether it is a share, whether it grew) -> how it is said of two years, and of two other periods
_MOVED = {
    (True, True): ("С {first} по {last} год доля выросла с {then} до {now}",
                   "доля выросла с {then} ({began}) до {now} ({ended})"),
    (True, False): ("С {first} по {last} год доля снизилась с {then} до {now}",
                    "доля снизилась с {then} ({began}) до {now} ({ended})"),
    (False, True): ("С {first} по {last} год значение выросло с {then} до {now}",
                    "значение выросло с {then} ({began}) до {now} ({ended})"),
    (False, False): ("С {first} по {last} год значение снизилось с {then} до {now}",
                     "значение снизилось с {then} ({began}) до {now} ({ended})"),
}  # fmt: skip


def _amount(indicator: Indicator, value: Decimal, show: FormatValue, *, of: bool = False) -> str:
    """A share has its character already, a number gets its unit; ``of``: in the genitive."""
    return show(value) if indicator.type == "share" else text.in_unit(show(value), indicator.unit, of=of)


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 3 else tr("{name} и ещё {n}", name=names[0], n=text.number(len(names) - 1))
