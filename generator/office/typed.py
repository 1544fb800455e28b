"""Single values as people type them into cells and tables, in the spelling of records.

Every function takes what stands in the file (text, or a number, date or truth that a spreadsheet holds) and gives text
as a record writes it. What can be understood in one way only is understood; anything else raises ``Unclear`` with what
to write instead. Limits and rules of the model are not looked at here, the checks do that later.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from generator.office import cleaning, terms_of_time
from generator.office.names import Names, Unclear, folded, listed
from generator.problems import nearest
from generator.questions import Question
from generator.records.times import Moment, Month, Period, When, meant_moment

#: the day that Excel counts from (its 29 February 1900 never was, so day 60 and later count from here)
_EXCEL = dt.date(1899, 12, 30)
_SERIAL = range(20_000, 80_000)  # 1954 to 2119: what a day typed as a number can only be
_RANGE = re.compile(
    r"(\d{1,2})(?:-?(?:й|го|м|ый))?\s*(?:[-‐‑‒–—−]\s*(\d{1,2})(?:-?(?:й|го|м|ый))?)?\s*(?:классы|классов|класса?|кл\.?)?"
)
_HALF = re.compile(r"(1|i|перв(?:ое|ого)|2|ii|втор(?:ое|ого))(?:-?е)? полугодие,? (\d{4})(?: ?г(?:ода|\.)?)?")
_SCHOOL_YEAR = re.compile(r"(\d{4}) ?[-/‐‑‒–—−] ?(?:20)?(\d{2})(?: ?(?:уч\.?|учебный) ?(?:г\.?|год))?(?: ?гг?\.?)?")
#: time zones by the city people know them by; other spellings are those of the record
ZONES = {
    "калининград": "Europe/Kaliningrad", "москва": "Europe/Moscow", "московское": "Europe/Moscow",
    "самара": "Europe/Samara", "екатеринбург": "Asia/Yekaterinburg", "омск": "Asia/Omsk",
    "новосибирск": "Asia/Novosibirsk", "томск": "Asia/Tomsk", "барнаул": "Asia/Barnaul",
    "красноярск": "Asia/Krasnoyarsk", "иркутск": "Asia/Irkutsk", "чита": "Asia/Chita", "якутск": "Asia/Yakutsk",
    "владивосток": "Asia/Vladivostok", "магадан": "Asia/Magadan", "камчатка": "Asia/Kamchatka",
}  # fmt: skip
_UNITS = {"минут": "мин", "час": "ч", "учен": "уч", "человек": "чел", "месяц": "мес"}


def value(question: Question, raw: Any, names: Names, unit: str = "") -> str:
    """``raw`` as the answer to a question about a single value. ``unit`` is what the group says its numbers are in.
    Raises ``Unclear``."""
    if question.widget == "number":
        return number(question, raw, unit)
    if question.widget in ("choice", "choices"):
        return _chosen(question, _as_text(raw), names)
    if question.widget == "date":
        return day(raw)
    if question.widget == "flag":
        return _flag(raw)
    if question.path == "timezone":
        return ZONES.get(folded(_as_text(raw)), cleaning.line(_as_text(raw)))
    if read := _BY_PATTERN.get(question.pattern):
        return read(raw)
    if isinstance(raw, cleaning.Markdown):
        return str(raw)
    said = _as_text(raw)
    return cleaning.markdown(said) if question.widget == "text" else cleaning.line(said)


def parts(question: Question, raw: Any, names: Names) -> list[str]:
    """What one cell says about a question that takes several answers, each as it was typed; ranges of classes give a
    class each."""
    if isinstance(raw, dt.date):
        if question.vocabulary == "levels":
            raise Unclear(
                "таблица приняла классы за дату",
                f"напишите со словом «классы», например: «{raw.day}–{raw.month} классы»",
                "class-as-date",
            )
        raise Unclear("здесь нужен список значений, а не дата", "напишите значения через точку с запятой")
    said = cleaning.lines(_as_text(raw))
    if question.widget == "lines":
        return said
    if question.vocabulary == "levels":
        return [level for one in said for level in _levels(question, one)]
    return [one for part in said for one in _by_comma(question, part, names)]


def number(question: Question, raw: Any, unit: str = "") -> str:
    """A number with a point: «1 200,5», «45 %» (0.45 unless the numbers are in per cent), «15 мин» under «Минут»."""
    if isinstance(raw, bool):
        raise Unclear("здесь нужно число, а не «да» или «нет»", _example(question), "not-a-number")
    if isinstance(raw, dt.date):
        raise Unclear(
            f"здесь нужно число, а стоит дата {_written(raw)}",
            "задайте ячейке числовой формат (Формат ячеек — Числовой) и впишите число заново",
            "not-a-number",
        )
    if isinstance(raw, int | float) and math.isfinite(raw):
        return _plain(Decimal(f"{raw:.12g}"))
    said = cleaning.line(str(raw))
    bare = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", said).replace("−", "-")
    bare = re.sub(r"^(?:№ ?)?(\d+)\.$", r"\1", bare)
    found = re.fullmatch(r"(-?\d{1,15}(?:[.,]\d{1,10})?) ?(%|[^\W\d]+\.?)?", bare)
    if found and (not found[2] or _is_its_unit(found[2], question, unit)):
        return _plain(Decimal(found[1].replace(",", ".")))
    if found and found[2] == "%":
        return _plain(Decimal(found[1].replace(",", ".")) / 100)
    hint = f"напишите только число: {found[1]}" if found else _example(question)
    raise Unclear(f"«{said}» — не число", hint, "not-a-number")


def day(raw: Any) -> str:
    """A whole day, ``2025-09-01``, from a date of a spreadsheet, its serial number or a date in words or figures."""
    moment_ = moment(raw)
    if len(moment_) < 10:
        raise Unclear(
            f"«{_shown(raw)}» — не день: здесь нужна полная дата",
            "напишите число, месяц и год: 01.09.2025; если день не известен, оставьте ячейку пустой",
            "not-a-date",
        )
    return moment_[:10]


def moment(raw: Any) -> str:
    """A year, a month, a day or an hour, as exactly as it is given."""
    if isinstance(raw, dt.datetime):
        return f"{raw:%Y-%m-%d %H:%M}" if raw.time() != dt.time() else f"{raw:%Y-%m-%d}"
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw):
        if int(raw) in _SERIAL:
            whole = dt.datetime.combine(_EXCEL, dt.time()) + dt.timedelta(minutes=round(raw * 24 * 60))
            return moment(whole)
        if raw == int(raw) and int(raw) in range(1900, 2101):
            return str(int(raw))
    said = cleaning.line(_as_text(raw))
    if re.fullmatch(r"\d{5}", said) and int(said) in _SERIAL:
        return moment(int(said))
    said = re.sub(r"^(\d{4}) ?(?:г\.?|год[ау]?)$", r"\1", said)
    if re.fullmatch(Moment.pattern, said):
        return said
    if found := meant_moment(said):
        return found
    short_year = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2})", said)
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", said):
        hint = "такого дня нет: проверьте число и месяц, сначала пишется число, потом месяц: 31.01.2026"
        raise Unclear(f"«{said}» — не дата", hint, "not-a-date")
    raise Unclear(
        f"«{said}» — не дата",
        f"напишите год четырьмя цифрами: {short_year[1]}.{short_year[2]}.20{short_year[3]}"
        if short_year
        else "напишите дату так: 01.09.2025 или 1 сентября 2025; если известен только месяц: сентябрь 2025",
        "not-a-date",
    )


def month(raw: Any) -> str:
    """A month of a year; the first day of a month is what spreadsheets make of a month."""
    said = moment(raw)
    if re.fullmatch(Month.pattern, said) or (isinstance(raw, dt.date) and raw.day == 1):
        return said[:7]
    raise Unclear(f"«{_shown(raw)}» — не месяц", "напишите месяц и год: сентябрь 2025", "not-a-month")


def term(raw: Any) -> str:
    """The term of a measure in one of the six shapes; a date that is the first of a month is that month, because
    spreadsheets make one of «Февраль 2019»."""
    if isinstance(raw, dt.date) and raw.day == 1:
        return f"{raw:%Y-%m}"
    said = _shown(raw)
    if found := terms_of_time.understood(said):
        return found
    raise Unclear(f"срок «{said}» не понятен", terms_of_time.hint(said), "not-a-term")


def period(raw: Any) -> str:
    """A year, a school year or a half: «2025 год», «2025–2026 учебный год», «1 полугодие 2025»."""
    said = cleaning.line(_as_text(raw)).casefold()
    if re.fullmatch(Period.pattern, said.upper()):
        return said.upper()
    if found := re.fullmatch(r"(\d{4}) ?(?:г\.?|год)", said):
        return found[1]
    if (found := _SCHOOL_YEAR.fullmatch(said)) and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}/{found[2]}"
    if found := _HALF.fullmatch(said):
        return f"{found[2]}-H{1 if found[1] in ('1', 'i') or found[1].startswith('перв') else 2}"
    raise Unclear(
        f"«{_shown(raw)}» — не отчётный период",
        "напишите год (2025), учебный год (2025/26) или полугодие (1 полугодие 2025)",
        "not-a-period",
    )


_BY_PATTERN: dict[str, Callable[[Any], str]] = {
    f"^(?:{kind.pattern})$": read for kind, read in ((Moment, moment), (Month, month), (When, term), (Period, period))
}


def is_empty(raw: Any) -> bool:
    """True for a cell in which nothing can be seen."""
    return raw is None or (isinstance(raw, str) and not cleaning.line(raw))


def _chosen(question: Question, said: str, names: Names) -> str:
    said = cleaning.line(said)
    if question.references:
        key = names.key(said, question.references)
        return key if len(question.references) > 1 else key.partition("/")[2]
    found = _option(question, said)
    if found is not None:
        return found
    labels = [label for _, label in question.options]
    if question.vocabulary == "levels" and re.search(r"\d", said):
        hint = "классы бывают с 1 по 11; напишите, например: «5–9 классы» или «5 класс; 7 класс»"
        raise Unclear(f"классов «{said}» не бывает", hint, "unknown-choice")
    guess = nearest(said, labels)
    hint = f"возможно, имелось в виду «{guess}»" if guess else listed(labels) or "выберите значение из списка в ячейке"
    raise Unclear(f"значения «{said}» здесь не бывает", hint, "unknown-choice")


def _option(question: Question, said: str) -> str | None:
    wanted = folded(said)
    fitting = {value for value, label in question.options if wanted in (value, folded(label))}
    return fitting.pop() if len(fitting) == 1 else None


def _by_comma(question: Question, part: str, names: Names) -> list[str]:
    """Several answers parted by commas, where the whole is no answer and every part is one."""

    def known(said: str) -> bool:
        try:
            return bool(_chosen(question, said, names))
        except Unclear:
            return False

    pieces = [piece for one in part.split(",") if (piece := cleaning.without_mark(one.strip()))]
    return pieces if len(pieces) > 1 and not known(part) and all(map(known, pieces)) else [part]


def _levels(question: Question, said: str) -> list[str]:
    """«5–7 классы» is three classes; anything else stays as it was typed."""
    if _option(question, said):
        return [said]
    grades = {value for value, _ in question.options}
    pieces = [piece.strip() for piece in re.split(r",| и ", said) if piece.strip()]
    out: list[str] = []
    for piece in pieces:
        found = _RANGE.fullmatch(piece.casefold())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        between = [f"grade-{number}" for number in range(first, last + 1)]
        if between and grades.issuperset(between):
            out += between
        elif _option(question, piece):
            out.append(piece)
        else:
            return [said]
    return out


def _flag(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    said = cleaning.line(_as_text(raw)).casefold()
    if said in ("да", "true", "yes", "истина", "+", "1"):
        return "true"
    if said in ("нет", "false", "no", "ложь", "-", "–", "0"):
        return "false"
    raise Unclear(f"«{said}» — не «да» и не «нет»", "напишите «да» или «нет»", "not-a-flag")


def _is_its_unit(written: str, question: Question, unit: str) -> bool:
    """True where the word behind a number only repeats what the numbers of this field are counted in."""
    if written == "%":
        return unit.strip().casefold() in ("%", "процент", "проценты", "процентов")
    said = written.casefold().rstrip(".")
    if unit and said == unit.strip().casefold().rstrip("."):
        return True
    label = question.label.casefold()
    return any(stem in label and said.startswith(short) for stem, short in _UNITS.items())


def _plain(exact: Decimal) -> str:
    said = f"{exact:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _as_text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "да" if raw else "нет"
    if isinstance(raw, float) and math.isfinite(raw):
        return _plain(Decimal(f"{raw:.12g}"))
    return _written(raw) if isinstance(raw, dt.date) else str(raw)


def _written(raw: dt.date) -> str:
    timed = isinstance(raw, dt.datetime) and raw.time() != dt.time()
    return f"{raw:%d.%m.%Y %H:%M}" if timed else f"{raw:%d.%m.%Y}"


def _shown(raw: Any) -> str:
    return cleaning.line(_as_text(raw))


def _example(question: Question) -> str:
    return f"напишите число цифрами, например: {question.example.replace('.', ',') or 45}"


