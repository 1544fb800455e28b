"""Terms of roadmap measures as people write them in Word and Excel: «Ежегодно, март-апрель», «Май-июнь 2019г.»

The six shapes are those of the roadmap of «Движение вверх» (order of the institute of 26 February 2019 No 47/1, annex
2). Every word of the text has to mean something: a term with a word too many is not understood, and nobody guesses.
"""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError

from generator import text
from generator.records.times import YEARS, When

#: how each of the six shapes may be written, for hints and lists of choices
WAYS = (
    "Февраль 2019",
    "Май–июнь 2019",
    "Ежегодно, март",
    "Ежегодно, март–апрель",
    "Постоянно",
    "По отдельному плану",
    "По отдельному графику",
)

_MONTHS = (
    "январ[ьяе]|янв", "феврал[ьяе]|февр?", "март[ае]?|мар", "апрел[ьяе]|апр", "ма[йяе]", "июн[ьяе]|июн", "июл[ьяе]|июл",
    "август[ае]?|авг", "сентябр[ьяе]|сент?", "октябр[ьяе]|окт", "ноябр[ьяе]|нояб?", "декабр[ьяе]|дек",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})\.?"
_SPAN = rf"({_MONTH})(?: ?- ?| по | до )({_MONTH})"
_YEARLY = "(?:ежегодно|каждый год|каждого года)"
_LONG = r"(?:период|срок|время)(?:а|и)?(?: (?:реализации|действия))?(?: (?:проекта|программы|дорожной карты|плана))?"
_SEPARATE = "(?:по|согласно|в соответствии с(?:о)?) (?:отдельн|особ|утвержденн|годов|своим )?(?:ому|ым|ому)? ?"

_SHAPES = {
    "always": re.compile(
        rf"постоянно|весь {_LONG}|(?:в течение|на протяжении) (?:всего|всей|всех)? ?{_LONG}|постоянно,? {_LONG}"
    ),
    "by-plan": re.compile(rf"{_SEPARATE}план(?:у|ом)(?: (?:работы|мероприятий))?"),
    "by-schedule": re.compile(rf"{_SEPARATE}график(?:у|ом)(?: (?:работы|мероприятий))?"),
}
_EVERY_YEAR = re.compile(
    rf"{_YEARLY},?:? ?\(?(?:в |с )?(?:{_SPAN}|({_MONTH}))\)?|(?:в |с )?(?:{_SPAN}|({_MONTH})),? \(?{_YEARLY}\)?"
)
_POINT = rf"(?:(?P<month>{_MONTH}),? (?P<year>\d{{4}})|(?P<number>0?[1-9]|1[0-2])\.(?P<its_year>\d{{4}}))"
_ONE = re.compile(rf"(?:в |до |к )?{_POINT}")
_WITHIN = re.compile(rf"(?:в |с )?{_SPAN},? (\d{{4}})")
_DAY = re.compile(rf"(?:до |к )?\d{{1,2}}[. ](?P<month>{_MONTH}|\d{{1,2}})[., ]{{1,2}}(?P<year>\d{{4}})")
_ACROSS = re.compile(r"(?:с )?(?P<from>.+?)(?: ?- ?| по | до )(?P<to>.+)")


def understood(written: str) -> str | None:
    """The term as records write it (``yearly 03..04``, see ``When``); None for a text that says anything else.

    The spelling of records itself is understood too. Case, kinds of dashes, line breaks and «г.» do not count.
    """
    said = _plain(written)
    if _is_term(said):
        return said
    for shape, pattern in _SHAPES.items():
        if pattern.fullmatch(said):
            return shape
    if found := _EVERY_YEAR.fullmatch(said):
        months = [f"{_number(month):02}" for month in found.groups() if month]
        return "yearly " + "..".join(months)
    if found := _WITHIN.fullmatch(said):
        first, last, year = found.groups()
        return _span(_point(f"{first} {year}"), _point(f"{last} {year}"))
    if one := _point(said):
        return one
    if found := _ACROSS.fullmatch(said):
        return _span(_point(found["from"]), _point(found["to"]))
    return None


def hint(written: str) -> str:
    """What to write instead of a term that is not understood."""
    said = _plain(written)
    ways = "пишите одним из способов: " + "; ".join(f"«{way}»" for way in WAYS)
    if re.fullmatch(_YEARLY, said):
        return "добавьте месяц, например: «Ежегодно, март»"
    if "план" in said and "график" in said:
        return "оставьте что-то одно: «По отдельному плану» или «По отдельному графику»"
    if found := _DAY.fullmatch(said):
        month = int(found["month"]) if found["month"].isdigit() else _number(found["month"])
        if 1 <= month <= 12:
            name = text.month_name(month).capitalize()
            return f"срок мероприятия пишется месяцем, без числа: «{name} {found['year']}»"
    if re.fullmatch(rf"{_MONTH}(?: ?- ?{_MONTH})?", said):
        return f"добавьте год («{written.strip().capitalize()} 2026») или слово «Ежегодно» («Ежегодно, {said}»)"
    return ways


def worded(when: When) -> str:
    """The term in the words of ``WAYS``, the way back of :func:`understood`."""
    match when.shape:
        case "month":
            return f"{text.month_name(when.start_month).capitalize()} {when.start.year}"
        case "span":
            first = text.month_name(when.start_month).capitalize()
            last = text.month_name(when.end_month)
            if when.start.year == when.end.year:
                return f"{first}–{last} {when.end.year}"
            return f"{first} {when.start.year} – {last} {when.end.year}"
        case "yearly":
            return f"Ежегодно, {text.month_name(when.start_month)}"
        case "yearly-span":
            return f"Ежегодно, {text.month_name(when.start_month)}–{text.month_name(when.end_month)}"
        case "always":
            return "Постоянно"
        case "by-plan":
            return "По отдельному плану"
        case _:
            return "По отдельному графику"


def _plain(written: str) -> str:
    said = re.sub(r"[\s\u00a0\u200b\ufeff]+", " ", written).strip().lower().replace("ё", "е")
    said = re.sub(r"[‐‑‒–—−]", "-", said)
    said = re.sub(r"(\d{4}) ?(?:гг?\.?(?:г\.?)?|год[ау]?|году)(?= |$|[,;-])", r"\1", said)
    return said.rstrip(" .;,")


def _is_term(said: str) -> bool:
    try:
        return bool(When.parse(said))
    except PydanticCustomError:
        return False


def _number(word: str) -> int:
    return next(n for n, pattern in enumerate(_MONTHS, 1) if re.fullmatch(pattern, word.rstrip(".")))


def _point(said: str) -> str | None:
    """A month of a year as records write it."""
    found = _ONE.fullmatch(said.strip())
    if not found:
        return None
    month = int(found["number"]) if found["number"] else _number(found["month"])
    year = found["its_year"] or found["year"]
    return f"{year}-{month:02}" if int(year) in YEARS else None


def _span(first: str | None, last: str | None) -> str | None:
    return f"{first}..{last}" if first and last and first < last else None
