"""The Russian words for values that are not words: moments, terms, periods. One place for all templates."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from generator import text
from generator.records import events
from generator.records.times import Moment, Month, Period, When

#: an event that does not take place as planned says so instead of its day
EVENT_STATE_LABELS = events.EVENT_STATES.labels


def format_moment(value: Moment) -> str:
    """As precise as the source and no more: «17 апреля 2025 г., 15:00», «апрель 2025 г.», «2025 год», «апрель (год
    не назван)»."""
    match value.precision:
        case "year":
            return f"{value.year}\u00a0год"
        case "month":
            return text.month(value.year, value.month)
        case "month-only":
            return f"{text.month_name(value.month)} (год не назван)"
        case "hour":
            return f"{text.date(value.first)}, {value.time:%H:%M}"
        case _:
            return text.date(value.first)


def format_span(start: Moment, end: Moment | None) -> str:
    """From a beginning to an end: days of one month or year are joined, hours of one day too."""
    if end is None or end == start:
        return format_moment(start)
    if start.time and end.time and start.first == end.first:
        return f"{format_moment(start)}–{end.time:%H:%M}"
    if start.day and end.day and not (start.time or end.time):
        return text.date_range(start.first, end.first)
    if start.precision == end.precision == "month":
        return text.months(start.year, start.month, end.year, end.month)
    return f"{format_moment(start)} — {format_moment(end)}"


def format_hours(value: Decimal) -> str:
    """«12 минут» below an hour, «1,5 часа» from there on."""
    if value < 1:
        return text.plural(round(value * 60), "минута", "минуты", "минут")
    return text.plural(value, "час", "часа", "часов")


def format_month(value: Month) -> str:
    """«март 2019 г.»"""
    return text.month(value.year, value.month)


def format_months(start: Month, end: Month) -> str:
    """«май – июнь 2019 г.»"""
    return text.months(start.year, start.month, end.year, end.month)


def format_when(value: When) -> str:
    """The term of a measure in words, by its shape."""
    match value.shape:
        case "month":
            return format_month(value.start)
        case "span":
            return format_months(value.start, value.end)
        case "yearly":
            return f"ежегодно, {text.month_name(value.start_month)}"
        case "yearly-span":
            return f"ежегодно, {text.month_name(value.start_month)} – {text.month_name(value.end_month)}"
        case "always":
            return "постоянно"
        case "by-plan":
            return "по отдельному плану"
        case _:
            return "по отдельному графику"


def format_period(value: Period) -> str:
    """«2025 год», «2025/26 учебный год», «первое полугодие 2025 г.»"""
    match value.part:
        case "school":
            return f"{value} учебный\u00a0год"
        case "H1":
            return f"первое полугодие {value.year}\u00a0г."
        case "H2":
            return f"второе полугодие {value.year}\u00a0г."
        case _:
            return f"{value.year} год"


def format_size(count: int) -> str:
    """How large a file is: «27 КБ»; ``count`` in bytes, kilobytes of 1,000, rounded up."""
    return f"{text.number(ceil(count / 1000))}{text.russian.NBSP}КБ"
