"""Terms of plans and roadmaps as Russian texts write them: «до 15.09.2026», «I квартал», «2 раза в год».

``read_term`` is the one reader of them, for records, Excel and Word; ``tests/cases/dates.yml`` and
``tests/cases/terms.yml`` hold all to one table. The notation is that of ``records.times.When``. Where the notation says
less than the words («до конца года»), ``exact`` is False: whoever keeps the term keeps the words beside it.

A year comes from the period of the plan and is never guessed: in a school year August to December belong to its first
year. What a text does not say for certain is not understood. The oldest shapes are those of the roadmap of «Движение
вверх» (order of the institute of 26 February 2019 No 47/1, annex 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.text import term_words as w
from generator.text.dates import (
    MONTH_WORD,
    ParsedTime,
    comparable,
    is_possible,
    moment_of,
    month_number,
    months_named,
    read_period,
)
from generator.text.term_units import TERM_UNITS


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


def read_term(written: str, period: str = "") -> ParsedTime | None:
    """The term of a measure as ``When`` writes it: «Ежегодно, март–апрель» -> ``yearly 03..04``, «до 15.09.2026» ->
    ``2026-09-15``, not ``exact``; None for a text that names no term. ``period`` is that of the plan as ``Period``
    writes it (``2026/27``): it gives a month its year. Not sure of a term with other words around it."""
    text = w.repaired(comparable(written), period)
    if len(text) > w.LONGEST_TERM:
        return None
    if re.search(r"[0-9]{4} ?[-–—] ?[0-9]{4} ?гг", written) and (years := _years(text)):
        return ParsedTime(years, exact=False)
    if found := _whole(text, period) or _several(text, period):
        return found
    guess = _guessed_term(text)
    return ParsedTime(guess, sure=False, exact=False) if guess else None


def _whole(text: str, period: str) -> ParsedTime | None:
    """One term, with or without words around it that the notation does not hold."""
    if found := _term(text):
        return ParsedTime(found, exact=not re.match("(?:до|к) ", text))
    return _named(text, period) or _often(text, period) or _yearly(text) or _dated(text, period)


# --- terms that name no date -----------------------------------------------------------------------------------------


def _term(text: str) -> str | None:
    """The oldest shapes, which say a term without a rest."""
    if found := w.EVERY_YEAR.fullmatch(text):
        months = [part for part in found.groups() if part]
        return "yearly " + "..".join(part if part.isdigit() else f"{month_number(part):02}" for part in months)
    if found := w.WITHIN.fullmatch(text):
        first, last, year = found.groups()
        return _span_of_months(f"{first} {year}", f"{last} {year}")
    if found := w.ACROSS.fullmatch(text):
        return _span_of_months(found[1], found[2])
    if re.fullmatch(r"[1-9]\d? per (?:[2-9] )?(?:" + "|".join(TERM_UNITS) + ")s?", text):
        return text
    point = moment_of(w.DEADLINE.sub("", text, count=1) if w.DEADLINE.match(text) else text)
    return point if point and len(point) == len("2019-02") else None


def _named(text: str, period: str) -> ParsedTime | None:
    """«постоянно», «по плану», «по мере необходимости»; «в течение года» of a plan for one year is that year."""
    bare = re.sub(r",? ?\([^()]*\)$", "", text)
    for shape, pattern in w.NO_DATE.items():
        if not pattern.fullmatch(bare) or (shape == "in-holidays" and w.OF_A_SEASON.search(bare)):
            continue
        if shape in ("school-year", "all-year") and (span := _of_period(period)):
            return ParsedTime(span, exact=False)
        return ParsedTime(shape, exact=bare == text)
    tailed = next((shape for shape, pattern in w.NO_DATE_TAILED.items() if pattern.fullmatch(bare)), "")
    if not tailed and w.BY_PAPER.fullmatch(bare):
        tailed = "by-schedule"
    return (
        ParsedTime(tailed, exact=False)
        if tailed and not re.search(r"[0-9]{4}|/|график.*план|план.*график", bare)
        else None
    )


def _often(text: str, period: str) -> ParsedTime | None:
    """«ежемесячно», «2 раза в год», «сентябрь – май, 1 раз в месяц»: a rule of repetition, with what narrows it in
    words. What is said of another kind beside it makes it unclear."""
    found = w.TIMES.search(text) or w.HOW_OFTEN.search(text) or w.EVERY.search(text)
    if not found:
        return None
    unit, times = _rule(found)
    behind = text[found.end() :].strip()
    if w.ASIDE.fullmatch(behind) and not months_named(behind):
        behind = ""
    rest = re.sub(r"^[\s,;:(-]+|[\s,;:)-]+$", "", f"{text[: found.start()]} {behind}")
    rest = w.AND_THEN.sub("", re.sub(r"\s*[()]\s*", " ", rest)).strip(" ,;")
    if rest and unit == "year" and times > 1 and (its := _several(rest, period) or _dated(rest, period)):
        return _named_months(its, times)
    narrowed = not rest or w.NARROWS.fullmatch(rest)
    if not narrowed and unit == "year":
        return None  # «ежегодно, март»: a month of every year
    if not narrowed and not (_named(rest, period) or _dated(rest, period) or _named(rest.rstrip(" ,-"), period)):
        return None
    return ParsedTime(f"{times} per {unit}", exact=not rest and not w.SAYS_MORE.search(text))


def _rule(found: re.Match[str]) -> tuple[str, int]:
    """The unit of a rule of repetition and how many times in it: «3 раза в 2 года», «каждые две недели»."""
    said = found.groupdict()
    if "unit" in said:
        unit = next(name for name, words in TERM_UNITS.items() if re.fullmatch(words, said["unit"]))
        times, every = (w.NUMBERS.get(said.get(name) or "") or int(said.get(name) or 1) for name in ("times", "every"))
        return (f"{every} {unit}s" if every > 1 else unit), times
    days = len(re.findall(w.WEEKDAYS, found[0])) if found.lastgroup == "week" else 1
    return str(found.lastgroup).replace("_", "-"), max(days, 1)


def _named_months(its: ParsedTime, times: int) -> ParsedTime | None:
    """The months of «2 раза в год (октябрь, апрель)», where there are as many as the words say; without a year, of
    every year."""
    parts = its.write.split(" + ")
    if len(parts) != times:
        return None
    yearly = all(re.fullmatch(r"--\d\d", one) for one in parts)
    return ParsedTime(" + ".join(f"yearly {one[2:]}" for one in parts) if yearly else its.write, exact=False)


def _yearly(text: str) -> ParsedTime | None:
    """«ежегодно, до 1 сентября», «1 раз в год (август)», «ежегодно, март и сентябрь»: months of every year."""
    found = re.search(rf"{w.YEARLY}|(?:1|один) раз в год", text)
    if not found:
        return None
    rest = re.sub(r"^[\s,;:(]+|[\s,;:)]+$", "", f"{text[: found.start()]} {text[found.end() :]}")
    its = _dated(rest, "") or _several(rest, "")
    months = re.fullmatch(r"--\d\d(?:\.\.--\d\d)?(?: \+ --\d\d)*", its.write) if its else None
    if its is None or not months or (its.exact and len(months_named(rest)) != len(re.findall("--", its.write))):
        return None
    write = " + ".join(f"yearly {one.replace('--', '')}" for one in its.write.split(" + "))
    return ParsedTime(write, exact=its.exact)


# --- terms with months -----------------------------------------------------------------------------------------------


def _dated(text: str, period: str) -> ParsedTime | None:
    """A day, a month, a part of a year or the time between two of them, with words before and behind that the notation
    does not hold."""
    exact = True
    edges: list[str] = []
    for _ in range(8):
        if found := _core(text, period):
            return _at_edge(found, edges, text, exact)
        if "end" in edges or "start" in edges:
            whole = re.fullmatch(r"(?:(?:учебн|календарн|текущ)\w+ |уч\.? ?)*(?:год[ау]?|г)\.?", text)
            if whole and (span := _of_period(period)):
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
        return _of_period(years) or "", False
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
    if found and found.sure and (span := _of_period(found.write)):
        return span, False
    years = _years(text)
    return (years, False) if years else None


def _years(text: str) -> str:
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


def _of_period(period: str) -> str | None:
    """The months of a period: ``2026/27`` -> ``2026-09..2027-05``, the months in which a school works."""
    if not period:
        return None
    year = int(period[:4])
    if "/" in period:
        return f"{year}-09..{year + 1}-05"
    part = {"H": 6, "Q": 3}.get(period[5:6], 12)
    last = part * int(period[6:] or 1)
    return f"{year}-{last - part + 1:02}..{year}-{last:02}"


def _span_of_months(first: str, last: str) -> str | None:
    start, end = moment_of(first), moment_of(last)
    return f"{start}..{end}" if start and end and start < end else None


# --- several terms, and guesses --------------------------------------------------------------------------------------


def _several(text: str, period: str) -> ParsedTime | None:
    """«декабрь, апрель», «15.09, 20.10.2026», «5, 12 и 19 октября»: each part a date of its own; «постоянно, в течение
    года» says one thing twice."""
    pieces = [piece for piece in re.split(r" ?[,;/+] ?| и |\n", text) if piece]
    if not 2 <= len(pieces) <= 12:
        return None
    named = [_named(piece, period) for piece in pieces]
    if all(named) and named[0] and {one.write for one in named[1:] if one} <= {"all-year", "school-year", "always"}:
        return ParsedTime(named[0].write, exact=False)
    found = list(_pieces(pieces, period))
    if len(found) != len(pieces):
        return None
    writes = list(dict.fromkeys(one.write for one in found))
    one_year = len(re.findall("[0-9]{4}", text)) < len(pieces) and text[-4:].isdigit()
    if not period and one_year and writes != sorted(writes):
        return None  # «сентябрь, январь 2027»: the year of the first is not that of the last
    return ParsedTime(" + ".join(writes), exact=all(one.exact for one in found) and len(writes) == len(found))


def _pieces(pieces: list[str], period: str) -> Iterator[ParsedTime]:
    """The terms of the pieces; a piece without a year takes that of the next one that has it, a day the month."""
    for at, piece in enumerate(pieces):
        later = next((year[1] for one in pieces[at:] if (year := re.search(r"(?:^|[^0-9])([0-9]{4})$", one))), "")
        month = next((one for one in pieces[at + 1 :] if months_named(one)), "")
        if re.fullmatch(r"\d{1,2}", piece) and months_named(month):
            piece = f"{piece} {re.sub('^[0-9]+ ', '', month)}"
        its = _term(piece) if re.match("yearly ", piece) else None
        found = ParsedTime(its) if its else _dated(piece, period or later) or _named(piece, period)
        if found is None or found.write.endswith(".."):
            return
        yield found


def _guessed_term(text: str) -> str | None:
    day = moment_of(w.DEADLINE.sub("", text, count=1) if w.DEADLINE.match(text) else text) or ""
    if len(day) >= len("2019-02-15"):
        return day[:7]
    months = [] if w.BOTH.search(text) else [f"{month:02}" for month in months_named(text)]
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
    if 1 <= len(months) <= 2 and "ежегод" in text:
        return "yearly " + "..".join(months)
    if 1 <= len(months) <= 2 and year and months == sorted(months):
        return "..".join(f"{year[0]}-{month}" for month in months)
    return next((shape for word, shape in w.GUESSED_TERMS.items() if word in text), None)
