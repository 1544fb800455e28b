"""Dates and periods as Russian texts write them, read into the notation of records; terms: ``text.terms``.

The one reader of them: for records (``records/times``), for cells of Excel and tables of Word
(``channels/office/typed``); the form on the site follows it (``theme/mkdocs/assets/form/times.js``).
``tests/cases/dates.yml`` holds all of them to one table.

Every word of the text has to mean something: what has a word too many is at most a guess (``sure`` is False), and
nobody writes a guess down by himself. Case, «ё», kinds of dashes and spaces, «г.» and «года» do not count.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

#: a year outside is a slip of the pen, and calendars of other programs do not go that far
POSSIBLE_YEARS = range(1000, 3000)
#: nobody reported before
_PERIODS = range(1900, POSSIBLE_YEARS.stop)

#: years of two digits below are of this century: plans are for the years around them
_CENTURY = 50

_MONTHS = (
    "янв(?:ар[ьяею])?", "фев(?:р|рал[ьяею])?", "мар(?:т[аеу]?)?", "апр(?:ел[ьяею])?", "ма[йяею]", "июн[ьяею]?",
    "июл[ьяею]?", "авг(?:уст[аеу]?)?", "сен(?:т|тябр[ьяею])?", "окт(?:ябр[ьяею])?", "ноя(?:б|бр[ьяею])?",
    "дек(?:абр[ьяею])?",
)  # fmt: skip
MONTH_WORD = rf"(?:{'|'.join(_MONTHS)})\.?"

_HOUR = r",?(?: (?:в )?(?P<hour>\d{1,2})[:.-](?P<minute>\d\d)(?: ?ч(?:ас)?)?)?"
_MOMENTS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?:от )?(?P<day>\d{{1,2}})[./\- ](?P<month>\d{{1,2}})[./\- ](?P<year>\d{{4}}){_HOUR}",
        rf"(?:от )?(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d\d)(?: ?г(?:\.|ода)?)?{_HOUR}",
        r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})"
        r"(?:[ t]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?)?",
        rf"(?:от )?(?:(?P<day>\d{{1,2}})(?:-?го)? )?(?P<month>{MONTH_WORD}),? (?P<year>\d{{4}}){_HOUR}",
        r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<year>\d{4})(?:-(?P<month>\d\d))?",
    )
]

_SCHOOL_YEAR = re.compile(
    r"(\d{4}) ?[-/] ?(?:20)?(\d\d)"
    r"(?:(?P<end>(?: ?(?:уч\.?|учебн[а-я]{2,3}) ?(?:г\.?|год[а-я]?))?(?: ?гг?)?$)|(?![0-9a-zа-я]))",
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


class ParsedTime(NamedTuple):
    """A text in the notation of records; ``sure`` where nothing else can have been meant, ``exact`` where nothing gets
    lost: else whoever writes it down keeps the words beside it."""

    write: str
    sure: bool = True
    exact: bool = True


def read_moment(written: str) -> ParsedTime | None:
    """A year, a month, a day or an hour as ``Moment`` writes it: «1 сентября 2025 г.» -> ``2025-09-01``, «05.12.26
    в 14-00» -> ``2026-12-05 14:00``; None for anything else. Not sure of ``05/06/2025``: a program may have
    put the month first."""
    text = comparable(written)
    found = moment_of(text)
    if found is None:
        return None
    slashed = re.match(r"(\d+)/(\d+)/", text)
    return ParsedTime(found, sure=not slashed or int(slashed[1]) > 12 or int(slashed[1]) == int(slashed[2]))


def read_period(written: str) -> ParsedTime | None:
    """A reporting period as ``Period`` writes it: «2025 год» -> ``2025``, «2025–2026 уч. г.» -> ``2025/26``,
    «1-е полугодие 2026» -> ``2026-H1``; None for anything else. Not sure of a school year with words behind it."""
    text = comparable(written)
    if re.fullmatch("[0-9]{4}", text):
        return ParsedTime(text) if int(text) in _PERIODS else None
    if found := next((match for half in _HALVES if (match := half.fullmatch(text))), None):
        half = 1 if found["half"] in ("1", "i") or found["half"].startswith("перв") else 2
        return ParsedTime(f"{found['year']}-H{half}") if int(found["year"]) in _PERIODS else None
    found = _SCHOOL_YEAR.match(text)
    if found and int(found[1]) in _PERIODS and int(found[2]) == (int(found[1]) + 1) % 100:
        return ParsedTime(f"{found[1]}/{found[2]}", sure=found["end"] is not None)
    return None


def months_named(written: str) -> list[int]:
    """The numbers of the months that a text names, in order: «май-июнь» is [5, 6]."""
    return [number for word in re.findall("[а-я]+", comparable(written)) if (number := month_number(word))]


def is_possible(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> bool:
    """Whether there is such a day and hour in a year that somebody can have meant."""
    try:
        dt.datetime(year, month, day, hour, minute)
    except ValueError:
        return False
    return year in POSSIBLE_YEARS


def comparable(written: str) -> str:
    """A text in which case, «ё», kinds of dashes and spaces, «г.» and «года» do not count any more."""
    text = re.sub(r"[\s\u00a0\u200b\ufeff]+", " ", written).strip().lower().replace("ё", "е")
    text = re.sub("[‐‑‒–—−]", "-", text).replace("і", "i")
    return re.sub(r"([0-9]{4}) ?(?:гг?\.?(?:г\.?)?|год[ау]?)(?=[ ,;-]|$)", r"\1", text).rstrip(" .;,")


def month_number(word: str) -> int:
    """The number of a month in words; 0 for another word."""
    bare = word.removesuffix(".")
    return next((number for number, pattern in enumerate(_MONTHS, 1) if re.fullmatch(pattern, bare)), 0)


def moment_of(text: str) -> str | None:
    """A moment in the notation of records, of a text that is :func:`comparable`; None for anything else."""
    found = next((match for moment in _MOMENTS if (match := moment.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    year, named, day = parts["year"], parts.get("month"), parts.get("day")
    month = 0 if named is None else int(named) if named.isdigit() else month_number(named)
    hour, minute = parts.get("hour"), parts.get("minute")
    if len(year) == 2:
        year = f"20{year}" if int(year) < _CENTURY else "0000"
    if not is_possible(int(year), 1 if named is None else month, int(day or 1), int(hour or 0), int(minute or 0)):
        return None
    out = year + (f"-{month:02}" if named else "") + (f"-{int(day):02}" if day else "")
    return out + (f" {int(hour):02}:{minute}" if hour else "")
