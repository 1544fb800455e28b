"""Points and spans of time as records write them: exactly as precise as their source, typed from text."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import core_schema

from generator.records.scalars import short, wrong
from generator.text.dates import comparable, is_possible, moment_of, read_moment
from generator.text.term_units import TERM_UNITS

#: a day that a text is about; with «до» or an hour behind it the text says something else
_DAY_INSIDE = re.compile(
    r"(?<![\d.])(?<!до )(?<!после )(?<!позднее )(?<!с )(?<!по )(?<!к )\d{1,2}\.\d{1,2}\.\d{4}(?!\d| \d)"
)


_ANY_YEAR = 2025


def _hint_of_day(raw: str) -> str:
    """What to write for «28.05.26», where only a person knows the century, and for «31.02.2026», which is no day."""
    found = re.match(r"(\d{1,2})[./-](\d{1,2})[./-](\d\d|\d{4})(?!\d)", raw)
    if not found:
        return ""
    if not is_possible(int(found[3]) + (2000 if len(found[3]) == 2 else 0), int(found[2]), int(found[1])):
        return "такого дня нет: проверьте число и месяц и пишите год-месяц-день: 2025-09-01"
    if len(found[3]) == 4 or found.end() < len(raw):
        return ""
    return f"напишите год четырьмя цифрами: 20{found[3]}-{int(found[2]):02}-{int(found[1]):02}"


def _without_year(raw: str, shortest: int) -> str:
    """What to write for «5 июня», which lacks its year; "" where it is no day of any year, or less than is asked."""
    its = "" if re.search(r"\d{3}", raw) else moment_of(comparable(f"{raw} {_ANY_YEAR}")) or ""
    return f"не назван год: если это {_ANY_YEAR}-й, напишите {its}" if len(its) >= shortest else ""


def date_within(raw: str) -> tuple[str, str | None]:
    """What to write for a text that a date is only a part of: the hint and, where it names one day, the day."""
    from generator.text.terms import read_term  # its words take a while to load, and most dates are right

    term = read_term(raw)
    first, dots, last = (term.write if term else "").partition("..")
    if last:
        return f"здесь одна дата, а написаны две: {first} и {last}; у чего есть поле end, там вторую пишут в него", None
    if dots:
        return "", first
    days = {found for one in _DAY_INSIDE.findall(raw) if (found := moment_of(comparable(one)))}
    return ("", days.pop()) if len(days) == 1 and not _DAY_INSIDE.fullmatch(raw) else ("", None)


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    raw = str(value).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        if not is_possible(*map(int, raw.split("-"))):
            raise wrong(f"даты «{short(raw)}» не бывает", "проверьте число, месяц и год")
        return dt.date.fromisoformat(raw)
    meant, sure, _ = read_moment(raw) or ("", False, False)
    if re.fullmatch(r"\d{4}(-\d{2})?", meant or raw):
        raise wrong(
            f"«{short(raw)}» — не день: здесь нужна полная дата",
            "пишите год-месяц-день: 2025-09-01; если день не известен, уберите поле",
        )
    raise wrong(
        f"«{short(raw)}» — не дата",
        "" if meant else _hint_of_day(raw) or _without_year(raw, 10) or "дата пишется как 2025-09-01 (год-месяц-день)",
        write=meant[:10] or None,
        sure=sure and len(meant) == 10,
    )


#: fields that say when something is over, each of them left out where it is not
ENDS = frozenset({"end", "until", "valid_to", "valid_until"})
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class TextType:
    """A value written as one piece of text: subclasses give ``parse(text)`` and the pattern for the JSON Schema.

    Not a tree of types but the few lines pydantic needs to call ``parse``; every subclass is a frozen dataclass.
    """

    pattern: ClassVar[str] = ""
    example: ClassVar[str] = ""

    @classmethod
    def parse(cls, value: str) -> Any:
        raise NotImplementedError

    @classmethod
    def _take(cls, value: Any) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise wrong("здесь нужен текст, а не список и не поля", f"например: {cls.example}")
        return cls.parse(value.strip())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._take)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        # Editors read an unquoted 2025 as a number, our reader takes it as text: both are right.
        return {"type": ["string", "integer"], "pattern": f"^(?:{cls.pattern})$", "examples": [cls.example]}


@total_ordering
@dataclass(frozen=True)
class Month(TextType):
    """A month of a year, ``2019-02``."""

    year: int
    month: int
    pattern: ClassVar[str] = r"\d{4}-\d{2}"
    example: ClassVar[str] = "2019-02"

    @classmethod
    def parse(cls, value: str) -> Month:
        found = re.fullmatch(r"(\d{4})-(\d{2})", value)
        if not found or not is_possible(int(found[1]), int(found[2]), 1):
            meant = read_moment(value)
            month = meant.write[:7] if meant and len(meant.write) >= 7 else None
            raise wrong(
                f"«{short(value)}» — не месяц",
                "" if month else "месяц пишется как 2019-02 (год-месяц)",
                write=month,
                sure=meant is not None and month == meant.write,  # a day would get lost
            )
        return cls(int(found[1]), int(found[2]))

    def __lt__(self, other: Month) -> bool:
        return (self.year, self.month) < (other.year, other.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class Moment(TextType):
    """A point in time exactly as precise as its source: a year, a month, a day, an hour, or a month of an unknown year.

    Written ``2025``, ``2025-04``, ``2025-04-17``, ``2025-04-17 15:00``; ``--04`` is April of a year nobody named
    (the notation of xsd:gMonth). ``year`` is 0 when unknown; ``month``, ``day`` and ``time`` are None when not given.
    """

    year: int
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None
    pattern: ClassVar[str] = r"\d{4}(-\d{2}(-\d{2}([ T]\d{2}:\d{2})?)?)?|--\d{2}"
    example: ClassVar[str] = "2025-04-17"

    @classmethod
    def parse(cls, value: str) -> Moment:
        hint = "можно указать год (2025), месяц (2025-04), день (2025-04-17) или час (2025-04-17 15:00)"
        found = re.fullmatch(r"(?:(\d{4})|-)(?:-(\d{2})(?:-(\d{2})(?:[ T](\d{2}):(\d{2}))?)?)?", value)
        if not found or (not found[1] and (not found[2] or found[3])):
            meant, sure, _ = read_moment(value) or (None, False, False)
            hint = "" if meant else _hint_of_day(value) or _without_year(value, 7) or hint
            raise wrong(f"«{short(value)}» — не дата", hint, write=meant, sure=sure)
        year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
        if not is_possible(2000 if year is None else year, month or 1, day or 1, hour or 0, minute or 0):
            raise wrong(f"даты «{short(value)}» не бывает", "проверьте год, месяц, число и время")
        return cls(year or 0, month, day, None if hour is None else dt.time(hour, minute or 0))

    def is_before(self, other: Moment | None) -> bool:
        """Return True where it is surely earlier: its latest day comes before the earliest day of ``other``."""
        return bool(other and self.last and other.first and self.last < other.first)

    @property
    def order(self) -> tuple[int, int, dt.time]:
        """By what lists of all pages are ordered: the day by which it will surely have been, and of the same the more
        precise first, so that April 2027 stands before the year 2027. Of an unknown year it comes before all."""
        if self.last is None or self.first is None:
            return 0, 0, dt.time.min
        return self.last.toordinal(), -self.first.toordinal(), self.time or dt.time.min

    @property
    def precision(self) -> str:
        """``year``, ``month``, ``day``, ``hour`` or ``month-only``."""
        if not self.year:
            return "month-only"
        if self.time:
            return "hour"
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> dt.date | None:
        """The earliest day it can mean; None when the year is unknown."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last(self) -> dt.date | None:
        """The latest day it can mean; None when the year is unknown."""
        if not self.year:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if not self.year:
            return f"--{self.month:02}"
        out = f"{self.year:04}" + (f"-{self.month:02}" if self.month else "") + (f"-{self.day:02}" if self.day else "")
        return f"{out} {self.time:%H:%M}" if self.time else out


#: terms that name no time: their notation is their shape
UNDATED_TERMS = (
    "always", "by-plan", "by-schedule", "by-agreement", "as-needed", "all-year", "school-year", "in-holidays",
)  # fmt: skip
_DATE = r"\d{4}-\d{2}(?:-\d{2})?"
_ONE_TERM = (
    rf"{_DATE}(?:\.\.(?:{_DATE})?)?|--\d{{2}}(?:\.\.--\d{{2}})?|yearly \d{{2}}(?:\.\.\d{{2}})?"
    rf"|[1-9]\d? per (?:(?:{'|'.join(TERM_UNITS)})|[2-9] (?:{'|'.join(TERM_UNITS)})s)|{'|'.join(UNDATED_TERMS)}"
)
_HOW = (
    "пишите: 2019-02, 2019-02-15, 2019-05..2019-06, yearly 03 (ежегодно в марте), yearly 03..04, 2 per year (2 раза в "
    "год), always (постоянно), by-plan (по плану), by-schedule (по графику); несколько — через « + »"
)


@dataclass(frozen=True)
class When(TextType):
    """The term of a measure or of a line of a plan.

    ``2019-02`` one month, ``2019-02-15`` one day; ``2019-05..2019-06`` a span of months or days; ``2019-05..`` from a
    month on; ``yearly 03`` every year in a month; ``yearly 03..04`` every year in a span (``yearly 12..02`` crosses New
    Year); ``--09``, ``--09..--10`` in a year that nobody named; ``2 per year`` so many times in a unit (``1 per 2
    years``); ``always``; ``by-plan`` or ``by-schedule`` (a separate document says when) and the other words of
    ``UNDATED_TERMS``. Several of them are joined by `` + ``: ``2026-12 + 2027-04``.

    ``start`` and ``end`` are months also where ``start_day`` and ``end_day`` name days of them.
    """

    shape: str  # month | day | span | from | yearly | yearly-span | month-only | several | often | one of UNDATED_TERMS
    start: Month | None = None
    end: Month | None = None
    start_month: int = 0
    end_month: int = 0
    start_day: int = 0
    end_day: int = 0
    times: int = 0
    every: int = 1
    unit: str = ""
    parts: tuple[When, ...] = ()
    pattern: ClassVar[str] = rf"(?:{_ONE_TERM})(?: \+ (?:{_ONE_TERM}))*"
    example: ClassVar[str] = "yearly 03..04"

    @classmethod
    def parse(cls, value: str) -> When:
        if " + " in value and all(re.fullmatch(_ONE_TERM, part) for part in value.split(" + ")):
            return cls("several", parts=tuple(_one_term(part) for part in value.split(" + ")))
        if re.fullmatch(_ONE_TERM, value):
            return _one_term(value)
        from generator.text.terms import read_term  # its words take a while to load, and most terms are right

        meant, sure, exact = read_term(value) or (None, False, False)
        message = f"срок «{short(value)}» не понятен"
        # «до конца 2026 года» says more than a month: a person decides, and keeps the words beside it.
        raise wrong(message, "" if meant else _HOW, write=meant, sure=sure and exact)

    @property
    def all_parts(self) -> tuple[When, ...]:
        """The terms that it is made of, itself where it is one."""
        return self.parts or (self,)

    @property
    def is_yearly(self) -> bool:
        """Return True for what comes every year in the same months."""
        return all(part.shape in ("yearly", "yearly-span") for part in self.all_parts)

    @property
    def is_dated(self) -> bool:
        """Return True for what falls due once, or several times, in years that are named."""
        return all(part.start is not None for part in self.all_parts)

    def __str__(self) -> str:
        match self.shape:
            case "several":
                return " + ".join(map(str, self.parts))
            case "yearly":
                return f"yearly {self.start_month:02}"
            case "yearly-span":
                return f"yearly {self.start_month:02}..{self.end_month:02}"
            case "month-only":
                end = f"..--{self.end_month:02}" if self.end_month != self.start_month else ""
                return f"--{self.start_month:02}{end}"
            case "often":
                return f"{self.times} per {f'{self.every} {self.unit}s' if self.every > 1 else self.unit}"
            case "month" | "day":
                return _with_day(self.start, self.start_day)
            case "span":
                return f"{_with_day(self.start, self.start_day)}..{_with_day(self.end, self.end_day)}"
            case "from":
                return f"{_with_day(self.start, self.start_day)}.."
            case _:
                return self.shape


def _with_day(month: Month | None, day: int) -> str:
    return f"{month}-{day:02}" if day else str(month)


def _one_term(value: str) -> When:
    """One term of the right notation; raises for a month that there is not."""
    if value in UNDATED_TERMS:
        return When(value)
    if found := re.fullmatch(r"(\d+) per (?:(\d) )?([\w-]+?)(s?)", value):
        return When("often", times=int(found[1]), every=int(found[2] or 1), unit=found[3])
    if found := re.fullmatch(r"(yearly |--)(\d{2})(?:\.\.(?:--)?(\d{2}))?", value):
        first, last = int(found[2]), int(found[3] or found[2])
        if not all(1 <= month <= 12 for month in (first, last)):
            raise wrong(f"срок «{short(value)}» не понятен", _HOW)
        shape = "month-only" if found[1] == "--" else "yearly-span" if found[3] else "yearly"
        return When(shape, start_month=first, end_month=last)
    return _dated_term(value)


def _dated_term(value: str) -> When:
    begins, dots, ends = value.partition("..")
    start, end = _month_and_day(begins), _month_and_day(ends or begins)
    first, last = (
        start[0].first.replace(day=start[1] or 1),
        end[0].last if not end[1] else end[0].first.replace(day=end[1]),
    )
    if last < first:
        message = f"срок «{short(value)}» кончается раньше, чем начинается"
        raise wrong(message, write=f"{ends}..{begins}", sure=False)
    shape = ("span" if ends else "from") if dots else "day" if start[1] else "month"
    return When(shape, start[0], None if shape == "from" else end[0], start[0].month, end[0].month, start[1], end[1])


def _month_and_day(value: str) -> tuple[Month, int]:
    return (Month.parse(value), 0) if len(value) == 7 else (Month.parse(value[:7]), _day(value).day)


#: the day begins in Kamchatka when the server still has the one before
_A_DAY = dt.timedelta(days=1)


def is_ahead(when: Moment | dt.date | None, today: dt.date) -> bool:
    """True for what lies surely after ``today``; a month of an unknown year may have been."""
    first = when.first if isinstance(when, Moment) else when
    return first is not None and first > today + _A_DAY


def has_happened(when: Moment, today: dt.date) -> bool:
    """False for what lies after ``today``, and for what has no year: of it nobody knows."""
    return when.first is not None and not is_ahead(when, today)
