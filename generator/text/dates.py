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
from collections.abc import Iterable
from itertools import islice
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
# Texts: a right record asks for none of these patterns, and to compile them takes longer than a short command.
_MOMENTS = (
    rf"(?:от )?(?P<day>\d{{1,2}})[./\- ](?P<month>\d{{1,2}})[./\- ](?P<year>\d{{4}}){_HOUR}",
    rf"(?:от )?(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d\d)(?: ?г(?:\.|ода)?)?{_HOUR}",
    r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})"
    r"(?:[ t]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?)?",
    rf"(?:от )?(?:(?P<day>\d{{1,2}})(?:-?го)? )?(?P<month>{MONTH_WORD}),? (?P<year>\d{{4}}){_HOUR}",
    r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?",
)

_SCHOOL_YEAR = (
    r"(?:(?:уч\.?|учебн[а-я]{2,3}) ?(?:г\.? ?|год[а-я]? )?)?(\d{4}) ?[-/] ?(?:20)?(\d\d)"
    r"(?:(?P<end>(?: ?(?:уч\.?|учебн[а-я]{2,3}|у\.) ?(?:г\.?|год[а-я]?)?)?(?: ?(?:гг?|год[а-я]?))?$)|(?![0-9a-zа-я]))"
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "перв": 1, "втор": 2, "трет": 3, "четв": 4}
_ORDINAL = (
    r"(?P<nth>[1-4]|i{1,3}|iv|перв(?:ое|ого|ом|ый)|втор(?:ое|ого|ом|ой)|трет(?:ий|ьего|ьем)|четверт(?:ый|ого|ом))"
    r"(?:-?(?:е|ое|го|ом|м|й|ый|ой|ий))?"
)
_PART = rf"(?:в )?{_ORDINAL} ?(?P<what>полугоди[еяи]|п/г|пол\.?|квартал[аеу]?|кв\.?)"
_PARTS = tuple(
    rf"(?<![0-9a-zа-я])(?:{pattern})(?![0-9a-zа-я]| ?[-/] ?[0-9])"
    for pattern in (
        rf"{_PART},? ?(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}}),? {_PART}",
        r"(?P<year>\d{4})[- ]?(?P<what>[hq])(?P<nth>[1-4])",
        r"(?P<what>[hq])(?P<nth>[1-4])[- ]?(?P<year>\d{4})",
        rf"(?:с )?(?P<start>{MONTH_WORD}) ?(?:-|по) ?(?P<end>{MONTH_WORD}),? (?P<year>\d{{4}})",
    )
)
_SPANS = {
    (1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4",
}  # fmt: skip
"""First and last month -> what they are of a year."""
_SEVERAL = rf"{_ORDINAL.replace('?P<nth>', '?:')} ?(?:-|,|и) ?{_PART}"
_SHORTER = (
    r"(?<![а-я])(?:месяц|квартал|кв|полугод|п/г|четверт|семестр|триместр|недел|декад)[а-я.]*,? [0-9]{4}"
    rf"|за (?:[^ ]+ )?{MONTH_WORD},? [0-9]{{4}}|{MONTH_WORD}(?: [0-9]{{4}})? ?(?:-|по) ?{MONTH_WORD},? [0-9]{{4}}"
)


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
    «1-е полугодие 2026» -> ``2026-H1``, «II кв. 2026 г.» -> ``2026-Q2``; None for anything else. Not sure of a school
    year with words behind it."""
    text = comparable(written).removeprefix("за ")
    if re.fullmatch("[0-9]{4}", text):
        return ParsedTime(text) if int(text) in _PERIODS else None
    if found := next((match for part in _PARTS if (match := re.fullmatch(part, text, re.ASCII))), None):
        return _part_of_year(found)
    found = re.match(_SCHOOL_YEAR, text, re.ASCII)
    if found and int(found[1]) in _PERIODS and int(found[2]) == (int(found[1]) + 1) % 100:
        return ParsedTime(f"{found[1]}/{found[2]}", sure=found["end"] is not None)
    return None


def _part_of_year(found: re.Match[str]) -> ParsedTime | None:
    """The half or the quarter of a year, the year that its months are; None where there is no such one."""
    its = found.groupdict()
    year, what, nth = its["year"], its.get("what"), its.get("nth") or ""
    if int(year) not in _PERIODS:
        return None
    if what is None:
        part = _SPANS.get((month_number(its["start"]), month_number(its["end"])))
        return None if part is None else ParsedTime(f"{year}{part}")
    number = int(nth) if nth.isdigit() else _NUMBERS[nth[:4]]
    if what.startswith(("q", "к")):
        return ParsedTime(f"{year}-Q{number}")
    return ParsedTime(f"{year}-H{number}") if number <= 2 else None


def parts_named(written: str) -> set[str] | None:
    """The halves and quarters that a longer text names, «Итоги за I квартал 2026 года»; None where it speaks of a part
    of a year and does not say which («за 9 месяцев 2026 года»)."""
    text = comparable(written)
    if re.search(_SEVERAL, text, re.ASCII):
        return None
    found = {
        its.write
        for part in _PARTS
        for match in re.finditer(part, text, re.ASCII)
        if (its := _part_of_year(match)) and len(its.write) > 4
    }
    return None if not found and re.search(_SHORTER, text) else found


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
    text = re.sub(r"[«\"„“]([0-9]{1,2})[»\"”“]", r"\1", text)  # «22» января: so orders are dated
    return re.sub(r"([0-9]{4}) ?(?:гг?\.?(?:г\.?)?|год[ау]?)(?=[ ,;-]|$)", r"\1", text).rstrip(" .;,")


def month_number(word: str) -> int:
    """The number of a month in words; 0 for another word."""
    bare = word.removesuffix(".")
    return next((number for number, pattern in enumerate(_MONTHS, 1) if re.fullmatch(pattern, bare)), 0)


def moment_of(text: str) -> str | None:
    """A moment in the notation of records, of a text that is :func:`comparable`; None for anything else."""
    found = next((match for moment in _MOMENTS if (match := re.fullmatch(moment, text, re.ASCII))), None)
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


# --- the year or school year that a plan says it is for: in its title, its name, above its table ----------------------

_PLAN_SCHOOL_YEAR = re.compile(r"(?<![0-9.])(20[0-9]{2}) ?[-/] ?((?:20)?[0-9]{2})(?![0-9.])")
_PLAN_YEAR = re.compile(r"\b(?:на|за)(?: календарный)? (20[0-9]{2})(?![0-9./-])(?! ?[-/] ?[0-9])")
_MOST = 60  # texts from the beginning; the title of a plan stands there


def read_plan_period(texts: Iterable[str]) -> str:
    """The one period that the texts name, as ``Period`` writes it; empty for none and for several. A school year counts
    more than a year: the day of an approval has one too."""
    titles = [re.sub("[‐‑‒–—−]", "-", " ".join(one.lower().split())) for one in islice(texts, _MOST)]
    school = {f"{one[1]}-{one[2]}" for title in titles for one in _PLAN_SCHOOL_YEAR.finditer(title)}
    found = {its.write for one in school if (its := read_period(one)) and its.sure}
    if not found:
        found = {one[1] for title in titles for one in _PLAN_YEAR.finditer(title)}
    return found.pop() if len(found) == 1 else ""
