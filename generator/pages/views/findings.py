"""What a chart shows, in one sentence: the first and the last figure, the lowest and the highest. Never a judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from generator import text
from generator.catalog.computed.indicators import Reading
from generator.pages import labels
from generator.records.programmes import Indicator
from generator.records.times import Period

FormatValue = Callable[[Decimal], str]


def trend_finding(
    indicator: Indicator, readings: Sequence[Reading], goals: Sequence[tuple[Period, str]], show: FormatValue
) -> str:
    """«С 2023 по 2025 год доля выросла с 41 до 63 %; цель на 2026 год — не менее 70 %».

    ``readings`` are of one territory, in order of time, ``goals`` its targets in words, in order of time; ``show``
    prints a figure as the chart does. Only periods of one kind are compared: half a year has fewer lessons than a
    year. A figure that the records contradict is said to be so (law 12). Empty without a figure.
    """
    known = [reading for reading in readings if reading.value is not None and not reading.hidden]
    if not known:
        return ""
    last = known[-1]
    first = next(reading for reading in known if reading.period.part == last.period.part)
    if first is last:
        first = known[0]
    parts = [_change(indicator, first, last, show)]
    if first.contradiction is not None or last.contradiction is not None:
        parts.append("по записям базы выходит другое число")
    ahead = next((goal for goal in goals if goal[0].last >= last.period.last), goals[-1] if goals else None)
    if ahead:
        parts.append(f"цель на {labels.format_period(ahead[0])} — {ahead[1]}")
    return "; ".join(parts)


def comparison_finding(indicator: Indicator, figures: Sequence[tuple[str, Decimal | None]], show: FormatValue) -> str:
    """«Наименьшее значение — 40 %: Южный; наибольшее — 80 %: Северный; значения есть у 3 из 5».

    ``figures`` are names and values.
    """
    known = [(name, value) for name, value in figures if value is not None]
    if not known:
        return ""
    low, high = (pick(value for _, value in known) for pick in (min, max))
    finding = f"У всех одинаково: {_amount(indicator, low, show)}"
    if show(low) != show(high):
        ends = (
            f"{_amount(indicator, end, show)}: {_names([name for name, value in known if value == end])}"
            for end in (low, high)
        )
        finding = "Наименьшее значение — {}; наибольшее — {}".format(*ends)
    missing = f"; значения есть у {len(known)} из {len(figures)}" if len(known) < len(figures) else ""
    return finding + missing


def _change(indicator: Indicator, first: Reading, last: Reading, show: FormatValue) -> str:
    start, end = first.value or Decimal(0), last.value or Decimal(0)  # both are known: see trend_finding
    then, now = _amount(indicator, start, show), _amount(indicator, end, show)
    began, ended = labels.format_period(first.period), labels.format_period(last.period)
    if first is last:
        return f"{text.upper_first(ended)} — {now}"
    if then == now:  # as the indicator is rounded; a smaller difference is not told
        return f"{text.upper_first(began)} и {ended} — {now}"
    if first.period.part != last.period.part:
        return f"{text.upper_first(began)} — {then}, {ended} — {now}"
    verb = _verb(indicator, end > start)
    if not first.period.part:
        from_what = show(start).removesuffix("\u00a0%")
        return f"С {first.period.year} по {last.period.year} год {verb} с {from_what} до {now}"
    return f"{text.upper_first(verb)} с {then} ({began}) до {now} ({ended})"


def _verb(indicator: Indicator, grew: bool) -> str:
    if indicator.type == "share":
        return "доля выросла" if grew else "доля снизилась"
    return "значение выросло" if grew else "значение снизилось"


def _amount(indicator: Indicator, value: Decimal, show: FormatValue) -> str:
    """A share has its character already, a number gets its unit."""
    return show(value) if indicator.type == "share" else f"{show(value)} {indicator.unit}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 3 else f"{names[0]} и ещё {text.number(len(names) - 1)}"
