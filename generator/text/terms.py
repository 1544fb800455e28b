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

from generator.text import term_words as w
from generator.text.dated_terms import dated_term, months_of_period, span_of_years, time_between_months
from generator.text.dates import (
    ParsedTime,
    comparable,
    moment_of,
    month_number,
    months_named,
)
from generator.text.term_units import TERM_UNITS


def read_term(written: str, period: str = "") -> ParsedTime | None:
    """The term of a measure as ``When`` writes it: «Ежегодно, март–апрель» -> ``yearly 03..04``, «до 15.09.2026» ->
    ``2026-09-15``, not ``exact``; None for a text that names no term. ``period`` is that of the plan as ``Period``
    writes it (``2026/27``): it gives a month its year. Not sure of a term with other words around it."""
    text = w.repaired(comparable(written), period)
    if len(text) > w.LONGEST_TERM:
        return None
    if re.search(r"[0-9]{4} ?[-–—] ?[0-9]{4} ?гг", written) and (years := span_of_years(text)):
        return ParsedTime(years, exact=False)
    if found := _endless(text, period) or _whole(text, period) or _several(text, period):
        return found
    guess = _guessed_term(text)
    return ParsedTime(guess, sure=False, exact=False) if guess else None


def is_endless(written: str) -> bool:
    """Return True for words that stand where an end is asked and say that there is none: «бессрочно», «до отмены»."""
    return bool(w.ENDLESS.fullmatch(comparable(written)))


def _endless(text: str, period: str) -> ParsedTime | None:
    """«с января 2025 года, бессрочно», «с 2026 года и далее»: all from the beginning on."""
    words = w.ENDLESS.search(text)
    since = words and re.sub(r"^(?:с|со|начиная с) ", "", text[: words.start()].rstrip(" ,;-"))
    found = _whole(f"с {since}", period) if since else None
    if found is None or not re.match(r"\d{4}-\d\d(?:-\d\d)?\.\.", found.write):
        return None
    begins, _, ends = found.write.partition("..")
    is_span = ends and re.search(r" - | по | до ", since or "")
    return None if is_span else ParsedTime(f"{begins}..", exact=False)


def _whole(text: str, period: str) -> ParsedTime | None:
    """One term, with or without words around it that the notation does not hold."""
    if found := _term(text):
        return ParsedTime(found, exact=not re.match("(?:до|к) ", text))
    return _named(text, period) or _often(text, period) or _yearly(text) or dated_term(text, period)


# --- terms that name no date -----------------------------------------------------------------------------------------


def _term(text: str) -> str | None:
    """The oldest shapes, which say a term without a rest."""
    if found := w.EVERY_YEAR.fullmatch(text):
        months = [part for part in found.groups() if part]
        return "yearly " + "..".join(part if part.isdigit() else f"{month_number(part):02}" for part in months)
    if found := w.WITHIN.fullmatch(text):
        first, last, year = found.groups()
        return time_between_months(f"{first} {year}", f"{last} {year}")
    if found := w.ACROSS.fullmatch(text):
        return time_between_months(found[1], found[2])
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
        if shape in ("school-year", "all-year") and (span := months_of_period(period)):
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
    if rest and unit == "year" and times > 1 and (its := _several(rest, period) or dated_term(rest, period)):
        return _named_months(its, times)
    narrowed = not rest or w.NARROWS.fullmatch(rest)
    if not narrowed and unit == "year":
        return None  # «ежегодно, март»: a month of every year
    if not narrowed and not (_named(rest, period) or dated_term(rest, period) or _named(rest.rstrip(" ,-"), period)):
        return None
    return ParsedTime(f"{times} per {unit}", exact=not rest and not w.SAYS_MORE.search(text))


def _rule(found: re.Match[str]) -> tuple[str, int]:
    """The unit of a rule of repetition and how many times in it: «3 раза в 2 года», «каждые две недели»."""
    part = found.groupdict()
    if "unit" in part:
        unit = next(name for name, words in TERM_UNITS.items() if re.fullmatch(words, part["unit"]))
        times, every = (w.NUMBERS.get(part.get(name) or "") or int(part.get(name) or 1) for name in ("times", "every"))
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
    its = dated_term(rest, "") or _several(rest, "")
    months = re.fullmatch(r"--\d\d(?:\.\.--\d\d)?(?: \+ --\d\d)*", its.write) if its else None
    if its is None or not months or (its.exact and len(months_named(rest)) != len(re.findall("--", its.write))):
        return None
    write = " + ".join(f"yearly {one.replace('--', '')}" for one in its.write.split(" + "))
    return ParsedTime(write, exact=its.exact)


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
        found = ParsedTime(its) if its else dated_term(piece, period or later) or _named(piece, period)
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
