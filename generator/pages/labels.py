"""The Russian words for values that are not words: moments, terms, periods. One place for all templates."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from pydantic import BaseModel

from generator import text
from generator.records import events, fields
from generator.records.periods import Period
from generator.records.programmes import Term_
from generator.records.times import Moment, Month, When
from generator.text.language import tr

#: an event that does not take place as planned says so instead of its day
EVENT_STATE_LABELS = events.EVENT_STATES.labels


#: how a class is called that is known by its number
GRADE = "{classes} класс"


def grade_of(label: str) -> int | None:
    """The number of a class by the label of its term: 5 for «5 класс»."""
    before, after = tr(GRADE).split("{classes}")
    number = label.removeprefix(before).removesuffix(after)
    return int(number) if number.isdecimal() and label == before + number + after else None


def translated_label(group: BaseModel, name: str) -> str | None:
    """``fields.label_of`` in the language of the site."""
    label = fields.label_of(group, name)
    return label and tr(label)


def format_moment(value: Moment) -> str:
    """As precise as the source and no more: «17 апреля 2025 г., 15:00», «апрель 2025 г.», «2025 год», «апрель (год
    не назван)»."""
    match value.precision:
        case "year":
            return tr("{year}\u00a0год", year=value.year)
        case "month":
            return text.month(value.year, value.month)
        case "month-only":
            return tr("{months} (год не назван)", months=text.month_name(value.month))
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
    return f"{format_moment(start)}\u00a0— {format_moment(end)}"


def format_hours(value: Decimal) -> str:
    """«12 минут» below an hour, «1,5 часа» from there on."""
    if value < 1:
        return text.plural(round(value * 60), "минута", "минуты", "минут")
    return text.plural(value, "час", "часа", "часов")


def format_month(value: Month) -> str:
    """«март 2019 г.»"""
    return text.month(value.year, value.month)


def format_months(start: Month, end: Month | None) -> str:
    """«май – июнь 2019 г.»; without an end «с мая 2019 г.»"""
    if end is None:
        return tr("с {day}", day=text.month_of_date(start.first))
    return text.months(start.year, start.month, end.year, end.month)


def format_programme_term(value: Term_) -> str:
    """«май – июнь 2019 г.», «с мая 2019 г., бессрочно»."""
    months = format_months(value.start, value.end)
    return months if value.end else tr("{months}, бессрочно", months=months)


def format_when(value: When) -> str:
    """The term of a measure in words, by its shape."""
    match value.shape:
        case "several":
            return _several(value)
        case "yearly" | "yearly-span":
            return tr("ежегодно, {months}", months=_months_of_year(value))
        case "month-only":
            return tr("{months} (год не назван)", months=_months_of_year(value))
        case "often":
            return how_often(value)
        case "month" | "day" | "span" | "from":
            return _dated(value)
        case _:
            return tr(_UNDATED[value.shape])


_UNDATED = {
    "always": "постоянно", "by-plan": "по отдельному плану", "by-schedule": "по отдельному графику",
    "by-agreement": "по согласованию", "as-needed": "по мере необходимости", "all-year": "в течение года",
    "school-year": "в течение учебного года", "in-holidays": "в каникулы",
}  # fmt: skip
_ONCE_IN = {
    "day": "ежедневно", "week": "еженедельно", "month": "ежемесячно", "quarter": "ежеквартально", "year": "ежегодно"
}  # fmt: skip
_UNITS = {
    "day": ("день", "дня", "дней"), "week": ("неделю", "недели", "недель"), "month": ("месяц", "месяца", "месяцев"),
    "quarter": ("квартал", "квартала", "кварталов"), "term": ("четверть", "четверти", "четвертей"),
    "trimester": ("триместр", "триместра", "триместров"),
    "half-year": ("полугодие", "полугодия", "полугодий"), "year": ("год", "года", "лет"),
}  # fmt: skip


def how_often(value: When) -> str:
    """«ежемесячно», «2 раза в год», «раз в 2 года»."""
    if value.times == value.every == 1 and value.unit in _ONCE_IN:
        return tr(_ONCE_IN[value.unit])
    often = tr("раз") if value.times == 1 else text.plural(value.times, "раз", "раза", "раз")
    unit = tr(_UNITS[value.unit][0]) if value.every == 1 else text.plural(value.every, *_UNITS[value.unit])
    return tr("{often} в {unit}", often=often, unit=unit)


def _months_of_year(value: When) -> str:
    first, last = text.month_name(value.start_month), text.month_name(value.end_month)
    return first if first == last else f"{first}\u00a0– {last}"


def _several(value: When) -> str:
    """Parts of one kind share their words: «ежегодно, март, сентябрь», «декабрь, апрель (год не назван)»."""
    if value.is_yearly:
        return tr("ежегодно, {months}", months=", ".join(map(_months_of_year, value.parts)))
    if all(part.shape == "month-only" for part in value.parts):
        return tr("{months} (год не назван)", months=", ".join(map(_months_of_year, value.parts)))
    return ", ".join(map(format_when, value.parts))


def _dated(value: When) -> str:
    start = value.start.first.replace(day=value.start_day or 1)
    if value.shape == "from":
        begins = text.date(start) if value.start_day else text.month_of_date(start)
        return tr("с {day}", day=begins)
    if value.shape != "span":
        return text.date(start) if value.start_day else format_month(value.start)
    if value.start_day and value.end_day:
        return text.date_range(start, value.end.first.replace(day=value.end_day))
    if not (value.start_day or value.end_day):
        return format_months(value.start, value.end)
    ends = text.date(value.end.first.replace(day=value.end_day)) if value.end_day else format_month(value.end)
    return f"{text.date(start) if value.start_day else format_month(value.start)}\u00a0– {ends}"


def format_period(value: Period) -> str:
    """«2025 год», «2025/26 учебный год», «первое полугодие 2025 г.», «II квартал 2025 г.»"""
    match value.sort:
        case "school-year":
            return tr("{years} учебный\u00a0год", years=str(value))
        case "half-year":
            words = "первое полугодие {year}\u00a0г." if value.part == "H1" else "второе полугодие {year}\u00a0г."
            return tr(words, year=value.year)
        case "quarter":
            return tr("{quarter} квартал {year}\u00a0г.", quarter=_QUARTERS[value.part], year=value.year)
        case _:
            return tr("{year} год", year=value.year)


def short_period(value: Period) -> str:
    """«2025», «2025/26», «II пол. 2025», «IV кв. 2025»: what stands below a point of a chart."""
    match value.sort:
        case "half-year":
            return tr("{half} пол. {year}", half="I" if value.part == "H1" else "II", year=value.year)
        case "quarter":
            return tr("{quarter} кв. {year}", quarter=_QUARTERS[value.part], year=value.year)
        case _:
            return str(value)


_QUARTERS = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


def format_size(count: int) -> str:
    """How large a file is: «27 КБ»; ``count`` in bytes, kilobytes of 1,000, rounded up."""
    return tr("{n}\u00a0КБ", n=text.number(ceil(count / 1000)))
