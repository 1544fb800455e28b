"""Terms of plans that name months: a day, a month, a part of a year, the time between two of them (``terms``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.text import term_words as w
from generator.text.dates import (
    MONTH_WORD,
    ParsedTime,
    is_possible,
    moment_of,
    month_number,
    months_named,
    read_period,
)


@dataclass(frozen=True)
class _Point:
    """A month, or a day of it; ``year`` is 0 where nobody names it."""

    year: int
    month: int
    day: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        return self.year, self.month, self.day

    def __str__(self) -> str:
        year = f"{self.year:04}" if self.year else "-"
        return f"{year}-{self.month:02}" + (f"-{self.day:02}" if self.day and self.year else "")


def dated_term(text: str, period: str) -> ParsedTime | None:
    """A day, a month, a part of a year or the time between two of them, with words before and behind that the notation
    does not hold."""
    exact = True
    edges: list[str] = []
    for _ in range(8):
        if found := _core(text, period):
            return _at_edge(found, edges, text, exact)
        if "end" in edges or "start" in edges:
            whole = re.fullmatch(r"(?:(?:учебн|календарн|текущ)\w+ |уч\.? ?)*(?:год[ау]?|г)\.?", text)
            if whole and (span := months_of_period(period)):
                return _at_edge((span, False), edges, text, False)
        behind = w.BEHIND_DATE.search(text)
        edge, before = next(((edge, one) for edge, words in w.BEFORE_DATE if (one := words.match(text))), ("", None))
        if before:
            exact = exact and before[0] in ("в ", "во ", "на ")
            edges.append(edge)
            text = text[before.end() :]
        elif behind and re.search(r"\d\.\d\d, \d{1,2}\.\d\d$", text):
            return None  # «03.09, 17.09»: another day and no hour
        elif behind and not (months_named(behind[0]) or re.search(r"[0-9]{4}|кроме|или", behind[0])):
            exact, text = False, text[: behind.start()].rstrip(" ,")
        else:
            return None
    return None


def _at_edge(found: tuple[str, bool], edges: list[str], text: str, exact: bool) -> ParsedTime | None:
    """«до конца 2026 года» is its last month, «в начале 2027 года» its first, «с сентября 2026» all from there on; a
    week or a decade is of one month."""
    write, its_exact = found
    first, dots, last = write.partition("..")
    if "part" in edges and dots:
        return None
    if "from" in edges and not dots:
        return ParsedTime(f"{write}..", exact=exact) if write[0] != "-" else ParsedTime(write, exact=False)
    if dots and last and ("start" in edges or "end" in edges):
        return ParsedTime(first if "start" in edges else last, exact=False)
    return ParsedTime(write, exact=exact and its_exact)


def _core(text: str, period: str) -> tuple[str, bool] | None:
    """The notation of a date without words around it, and whether it says all of it."""
    if point := _point(text, period):
        return str(point), (bool(point.year) or not point.day) and not re.search(r"\d[:.-]\d\d$", text[10:])
    return (
        _between(text, period) or _part(text, period) or _year(text) or _season(text, period) or _holiday(text, period)
    )


def _point(text: str, period: str) -> _Point | None:
    """«15.09.2026», «15 сентября», «сентябрь», «15.09»: with a year, with that of the plan, or without any."""
    made = moment_of(text)
    if made and len(made) >= len("2019-02"):
        return _Point(int(made[:4]), int(made[5:7]), int(made[8:10] or 0))
    found = re.fullmatch(rf"(?:(\d{{1,2}})(?:-?(?:го|е))? ?)?({MONTH_WORD})", text)
    found = found or re.fullmatch(r"(\d{1,2})\.(\d{2})", text) or re.fullmatch(r"()--(\d\d)", text)
    if not found:
        return None
    day, month = int(found[1] or 0), int(found[2]) if found[2].isdigit() else month_number(found[2])
    if not 1 <= month <= 12:
        return None
    year = _year_of(month, period)
    return _Point(year, month, day) if is_possible(year or 2000, month, day or 1) else None


def _between(text: str, period: str) -> tuple[str, bool] | None:
    """«с 1 по 10 октября», «сентябрь–май», «15.09–20.10.2026», «сентябрь 2026 – май 2027»."""
    bare = w.EDGE_OF_MONTH.sub("", text)
    if bare != text and w.EDGE_OF_MONTH.search(text[1:]):
        found = _between(bare, period)  # «конец мая – начало июня»
        return (found[0], False) if found else None
    for cut in re.finditer(r" ?- ?| по | до |\.\.", text):
        parts = [_part(re.sub("^(?:с|со) ", "", one), period) for one in (text[: cut.start()], text[cut.end() :])]
        if all(parts) and (span := _around(*(one[0] for one in parts if one))):
            return span, False  # «4 кв. 2026 – 1 кв. 2027»
        first, end = re.sub("^(?:с|со) ", "", text[: cut.start()]), _point(text[cut.end() :], period)
        start = _start(first, end, period, _has_year(text[cut.end() :])) if end else None
        if start is None or end is None or bool(start.year) != bool(end.year):
            continue
        if start.year and (start.year, start.month, start.day or 1) > (end.year, end.month, end.day or 31):
            continue
        shown = (str(start), str(end))
        exact = bool(start.year) or not (start.day or end.day)
        return (shown[0] if shown[0] == shown[1] else "..".join(shown)), exact and shown[0] != shown[1]
    return None


def _around(first: str, second: str) -> str:
    """From the beginning of one span to the end of another; empty where they stand the other way round."""
    start, end = first.partition("..")[0], second.rpartition("..")[2]
    return f"{start}..{end}" if start < end and start[0] != "-" != end[0] else ""


def _start(first: str, end: _Point, period: str, dated: bool) -> _Point | None:
    """The beginning of a span; it takes month and year from the end where it names none itself."""
    if day := re.fullmatch(r"(\d{1,2})(?:-?го)?", first):
        fits = end.day and is_possible(end.year or 2000, end.month, int(day[1]))
        return _Point(end.year, end.month, int(day[1])) if fits else None
    start = _point(first, period)
    if start is None or _has_year(first) or not dated:
        return start
    if period:
        return start if start.order <= end.order else None
    return _Point(end.year, start.month, start.day)


def _has_year(text: str) -> bool:
    return bool(re.search(r"(?:^|\D)[0-9]{4}(?:\D|$)|[.][0-9]{2}[.][0-9]{2}$", text))


def _part(text: str, period: str) -> tuple[str, bool] | None:
    """A quarter, a half or a quarter of the school year: «I квартал 2027», «2 полугодие 2026/27», «1-2 четверть»."""
    words, own = _without_period(text)
    what, found = next(
        ((name, one) for name, words_ in w.PARTS_OF_YEAR.items() if (one := words_.fullmatch(words))), ("", None)
    )
    its_period = own or period
    if not found or (what == "half" and not its_period):
        return None  # a half of a calendar year or of a school year: nobody says
    spans = w.HALVES_OF["/" in its_period] if what == "half" else w.MONTHS_OF[what]
    first, final = _nth(found[1]), _nth(found[2] or found[1])
    if not first <= final <= len(spans):
        return None
    years = its_period if what != "term" or "/" in its_period or not own else own
    if final - first > 1 and "-" in words and (first, final) == (1, len(spans)) and "/" in years:
        return months_of_period(years) or "", False
    if final - first > 1 and "-" not in words:  # «I, III кварталы»
        both = [f"{_Point(_year_of(a, years), a)}..{_Point(_year_of(b, years), b)}"
                for a, b in (spans[first - 1], spans[final - 1])]  # fmt: skip
        return " + ".join(both), False
    start, end = (_Point(_year_of(month, years), month) for month in (spans[first - 1][0], spans[final - 1][1]))
    return (f"{start}..{end}", False) if not start.year or start.order <= end.order else None


def _nth(raw: str) -> int:
    words = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "перв": 1, "втор": 2, "трет": 3, "четв": 4}
    return int(raw) if raw.isdigit() else words[raw[:4]]


def _without_period(text: str) -> tuple[str, str]:
    """A text without the year or school year it ends or begins with, and that period; empty for none."""
    for pattern in w.WITH_PERIOD:
        found = re.fullmatch(pattern, text)
        its = read_period(found["period"]) if found else None
        if found and its and its.sure:
            return found["rest"], its.write
    return text, ""


def _year(text: str) -> tuple[str, bool] | None:
    """A whole year, a half of it, a school year, several years."""
    found = read_period(text)
    if found and found.sure and (span := months_of_period(found.write)):
        return span, False
    years = span_of_years(text)
    return (years, False) if years else None


def span_of_years(text: str) -> str:
    """``2026-01..2028-12`` for «2026–2028 годы»; empty for another text."""
    found = re.fullmatch(r"([0-9]{4}) ?- ?([0-9]{4})(?: ?годы)?", text)
    return f"{found[1]}-01..{found[2]}-12" if found and 1900 < int(found[1]) < int(found[2]) < 2200 else ""


def _season(text: str, period: str) -> tuple[str, bool] | None:
    words, own = _without_period(text)
    its_period = own or period
    for pattern, (first, last) in w.SEASONS:
        if re.fullmatch(pattern, words):
            start, end = (_Point(_year_of(month, its_period), month) for month in (first, last))
            # The winter of a calendar year is two half winters: nobody says which.
            return (f"{start}..{end}", False) if not start.year or start.order < end.order else None
    return None


def _holiday(text: str, period: str) -> tuple[str, bool] | None:
    """«День учителя»: a day that is the same in every year."""
    words, own = _without_period(text)
    for pattern, (month, day) in w.HOLIDAYS:
        if pattern.fullmatch(words):
            return str(_Point(_year_of(month, own or period), month, day)), False
    return None


def _year_of(month: int, period: str) -> int:
    """The year of a month of a plan for ``period``; 0 where no period is given."""
    return int(period[:4]) + ("/" in period and month < 8) if period else 0


def months_of_period(period: str) -> str | None:
    """The months of a period: ``2026/27`` -> ``2026-09..2027-05``, the months in which a school works."""
    if not period:
        return None
    year = int(period[:4])
    if "/" in period:
        return f"{year}-09..{year + 1}-05"
    part = {"H": 6, "Q": 3}.get(period[5:6], 12)
    last = part * int(period[6:] or 1)
    return f"{year}-{last - part + 1:02}..{year}-{last:02}"


def time_between_months(first: str, last: str) -> str | None:
    """The time between two months in words; None where they are none or the first is not before the last."""
    start, end = moment_of(first), moment_of(last)
    return f"{start}..{end}" if start and end and start < end else None
