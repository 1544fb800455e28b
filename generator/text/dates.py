"""Dates, periods and terms as Russian texts write them, read into the notation of records.

The one reader of them: for records (``records/times``), for cells of Excel and tables of Word
(``channels/office/typed``); the form on the site follows it (``theme/mkdocs/assets/form/times.js``).
``tests/cases/dates.yml`` holds all of them to one table.

Every word of the text has to mean something: what has a word too many is at most a guess (``sure`` is False), and
nobody writes a guess down by himself. Case, «ё», kinds of dashes and spaces, «г.» and «года» do not count.
The shapes of terms are those of the roadmap of «Движение вверх» (order of the institute of 26 February 2019 No 47/1,
annex 2).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

#: a year outside is a slip of the pen, and calendars of other programs do not go that far
POSSIBLE_YEARS = range(1000, 3000)
#: nobody reported before
_PERIODS = range(1900, POSSIBLE_YEARS.stop)

_MONTHS = (
    "янв(?:ар[ьяею])?", "фев(?:р|рал[ьяею])?", "мар(?:т[аеу]?)?", "апр(?:ел[ьяею])?", "ма[йяею]", "июн[ьяею]?",
    "июл[ьяею]?", "авг(?:уст[аеу]?)?", "сен(?:т|тябр[ьяею])?", "окт(?:ябр[ьяею])?", "ноя(?:б|бр[ьяею])?",
    "дек(?:абр[ьяею])?",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})\.?"

_HOUR = r",?(?: (?:в )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d))?"
_MOMENTS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?:от )?(?P<day>\d{{1,2}})[./\- ](?P<month>\d{{1,2}})[./\- ](?P<year>\d{{4}}){_HOUR}",
        r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})"
        r"(?:[ t]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?)?",
        rf"(?:от )?(?:(?P<day>\d{{1,2}})(?:-?го)? )?(?P<month>{_MONTH}),? (?P<year>\d{{4}}){_HOUR}",
        r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<year>\d{4})(?:-(?P<month>\d\d))?",
    )
]

_SCHOOL_YEAR = re.compile(
    r"(\d{4}) ?[-/] ?(?:20)?(\d\d)"
    r"(?:(?P<end>(?: ?(?:уч\.?|учебный) ?(?:г\.?|год))?(?: ?гг?)?$)|(?![0-9a-zа-я]))",
    re.ASCII,
)
_FIRST_OR_SECOND = r"(?:в )?(?P<half>1|i|перв(?:ое|ого|ом)|2|ii|втор(?:ое|ого|ом))(?:-?(?:е|ое|го|ом))? полугоди[еяи]"
_HALVES = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_FIRST_OR_SECOND},? (?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}}),? {_FIRST_OR_SECOND}",
        r"(?P<year>\d{4})-h(?P<half>[12])",
    )
]

_YEARLY = "(?:ежегодно|каждый год|каждого года)"
_LONG = r"(?:период|срок|время)(?:а|и)?(?: (?:реализации|действия))?(?: (?:проекта|программы|дорожной карты|плана))?"
_SEPARATE = "(?:по|согласно|в соответствии с(?:о)?) (?:отдельн|особ|утвержденн|годов|своим )?(?:ому|ым|ому)? ?"
_SHAPES = {
    "always": re.compile(
        rf"always|постоянно|весь {_LONG}|(?:в течение|на протяжении) (?:всего|всей|всех)? ?{_LONG}|постоянно,? {_LONG}"
    ),
    "by-plan": re.compile(rf"by-plan|{_SEPARATE}план(?:у|ом)(?: (?:работы|мероприятий))?"),
    "by-schedule": re.compile(rf"by-schedule|{_SEPARATE}график(?:у|ом)(?: (?:работы|мероприятий))?"),
}
_GUESSED = {"постоян": "always", "весь период": "always", "план": "by-plan", "график": "by-schedule"}
_SPAN = rf"({_MONTH})(?: ?- ?| по | до )({_MONTH})"
_EVERY_YEAR = re.compile(
    rf"{_YEARLY},?:? ?\(?(?:в |с )?(?:{_SPAN}|({_MONTH}))\)?|(?:в |с )?(?:{_SPAN}|({_MONTH})),? \(?{_YEARLY}\)?"
    r"|yearly (0[1-9]|1[0-2])(?:\.\.(0[1-9]|1[0-2]))?"
)
_POINT = rf"{_MONTH},? [0-9]{{4}}|[0-9]{{1,2}}\.[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}"
_WITHIN = re.compile(rf"(?:в |с )?{_SPAN},? ([0-9]{{4}})")
_ACROSS = re.compile(rf"(?:с )?({_POINT})(?: ?- ?| по | до |\.\.)({_POINT})")
_BOTH = re.compile(rf"{_MONTH}(?:,| и) ?{_MONTH}")  # two months are not the time between them
_DEADLINE = re.compile("(?:в|до|к) ")


class ParsedTime(NamedTuple):
    """A text in the notation of records; ``sure`` where nothing else can have been meant and nothing gets lost."""

    write: str
    sure: bool = True


def read_moment(written: str) -> ParsedTime | None:
    """A year, a month, a day or an hour as ``Moment`` writes it: «1 сентября 2025 г.» -> ``2025-09-01``; None for
    anything else. Not sure of ``05/06/2025``: a program may have put the month first."""
    text = _plain(written)
    found = _moment(text)
    if found is None:
        return None
    slashed = re.match(r"(\d+)/(\d+)/", text)
    return ParsedTime(found, sure=not slashed or int(slashed[1]) > 12 or int(slashed[1]) == int(slashed[2]))


def read_period(written: str) -> ParsedTime | None:
    """A reporting period as ``Period`` writes it: «2025 год» -> ``2025``, «2025–2026 уч. г.» -> ``2025/26``,
    «1-е полугодие 2026» -> ``2026-H1``; None for anything else. Not sure of a school year with words behind it."""
    text = _plain(written)
    if re.fullmatch("[0-9]{4}", text):
        return ParsedTime(text) if int(text) in _PERIODS else None
    if found := next((match for half in _HALVES if (match := half.fullmatch(text))), None):
        half = 1 if found["half"] in ("1", "i") or found["half"].startswith("перв") else 2
        return ParsedTime(f"{found['year']}-H{half}") if int(found["year"]) in _PERIODS else None
    found = _SCHOOL_YEAR.match(text)
    if found and int(found[1]) in _PERIODS and int(found[2]) == (int(found[1]) + 1) % 100:
        return ParsedTime(f"{found[1]}/{found[2]}", sure=found["end"] is not None)
    return None


def read_term(written: str) -> ParsedTime | None:
    """The term of a measure as ``When`` writes it: «Ежегодно, март–апрель» -> ``yearly 03..04``; None for a text that
    names no term. Not sure of a day and of a term with other words around it."""
    text = _plain(written)
    if found := _term(text):
        return ParsedTime(found)
    guess = _guessed_term(text)
    return ParsedTime(guess, sure=False) if guess else None


def months_named(written: str) -> list[int]:
    """The numbers of the months that a text names, in order: «май-июнь» is [5, 6]."""
    return [number for word in re.findall("[а-я]+", _plain(written)) if (number := _month_number(word))]


def is_possible(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> bool:
    """Whether there is such a day and hour in a year that somebody can have meant."""
    try:
        dt.datetime(year, month, day, hour, minute)
    except ValueError:
        return False
    return year in POSSIBLE_YEARS


def _plain(written: str) -> str:
    text = re.sub(r"[\s\u00a0\u200b\ufeff]+", " ", written).strip().lower().replace("ё", "е")
    text = re.sub("[‐‑‒–—−]", "-", text)
    return re.sub(r"([0-9]{4}) ?(?:гг?\.?(?:г\.?)?|год[ау]?)(?=[ ,;-]|$)", r"\1", text).rstrip(" .;,")


def _month_number(word: str) -> int:
    """The number of a month in words; 0 for another word."""
    bare = word.removesuffix(".")
    return next((number for number, pattern in enumerate(_MONTHS, 1) if re.fullmatch(pattern, bare)), 0)


def _moment(text: str) -> str | None:
    found = next((match for moment in _MOMENTS if (match := moment.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    year, named, day = parts["year"], parts.get("month"), parts.get("day")
    month = 0 if named is None else int(named) if named.isdigit() else _month_number(named)
    hour, minute = parts.get("hour"), parts.get("minute")
    if not is_possible(int(year), 1 if named is None else month, int(day or 1), int(hour or 0), int(minute or 0)):
        return None
    out = year + (f"-{month:02}" if named else "") + (f"-{int(day):02}" if day else "")
    return out + (f" {int(hour):02}:{minute}" if hour else "")


def _term(text: str) -> str | None:
    for shape, pattern in _SHAPES.items():
        if pattern.fullmatch(text):
            return shape
    if found := _EVERY_YEAR.fullmatch(text):
        months = [part for part in found.groups() if part]
        return "yearly " + "..".join(part if part.isdigit() else f"{_month_number(part):02}" for part in months)
    if found := _WITHIN.fullmatch(text):
        first, last, year = found.groups()
        return _span_of_months(f"{first} {year}", f"{last} {year}")
    if found := _ACROSS.fullmatch(text):
        return _span_of_months(found[1], found[2])
    point = _moment(_DEADLINE.sub("", text, count=1) if _DEADLINE.match(text) else text)
    return point if point and len(point) == len("2019-02") else None


def _span_of_months(first: str, last: str) -> str | None:
    start, end = _moment(first), _moment(last)
    return f"{start}..{end}" if start and end and start < end else None


def _guessed_term(text: str) -> str | None:
    day = _moment(_DEADLINE.sub("", text, count=1) if _DEADLINE.match(text) else text) or ""
    if len(day) >= len("2019-02-15"):
        return day[:7]
    months = [] if _BOTH.search(text) else [f"{month:02}" for month in months_named(text)]
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
    if 1 <= len(months) <= 2 and "ежегод" in text:
        return "yearly " + "..".join(months)
    if 1 <= len(months) <= 2 and year and months == sorted(months):
        return "..".join(f"{year[0]}-{month}" for month in months)
    return next((shape for word, shape in _GUESSED.items() if word in text), None)
