"""Single values as people type them into cells and tables, in the spelling of records.

Every function takes what stands in the file (text, or what a spreadsheet shows of a number or a date, or a truth) and
gives text as a record writes it. What can be understood in one way only is understood; anything else raises ``Unclear``
with what to write instead. Limits and rules of the model are not looked at here, the checks do that later.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from generator import text
from generator.channels.office import cleaning, number_formats, percents, terms_of_time
from generator.channels.office.names import Names, Unclear, folded, listed
from generator.channels.office.number_formats import Shown
from generator.forms.questions import Question
from generator.problems import nearest
from generator.records.times import Moment, Month, Period, When
from generator.text.dates import read_moment, read_period, read_term

_SERIAL = range(20_000, 80_000)  # 1954 to 2119: what a day typed as a number can only be
_RANGE = re.compile(
    r"(\d{1,2})(?:-?(?:й|го|м|ый))?\s*(?:[-‐‑‒–—−]\s*(\d{1,2})(?:-?(?:й|го|м|ый))?)?\s*(?:классы|классов|класса?|кл\.?)?"
)
#: time zones by the city people know them by; other spellings are those of the record
ZONES = {
    "калининград": "Europe/Kaliningrad", "москва": "Europe/Moscow", "московское": "Europe/Moscow",
    "самара": "Europe/Samara", "екатеринбург": "Asia/Yekaterinburg", "омск": "Asia/Omsk",
    "новосибирск": "Asia/Novosibirsk", "томск": "Asia/Tomsk", "барнаул": "Asia/Barnaul",
    "красноярск": "Asia/Krasnoyarsk", "иркутск": "Asia/Irkutsk", "чита": "Asia/Chita", "якутск": "Asia/Yakutsk",
    "владивосток": "Asia/Vladivostok", "магадан": "Asia/Magadan", "камчатка": "Asia/Kamchatka",
}  # fmt: skip
_RUBLES = {"₽", "р", "руб", "рубль", "рубля", "рублей", "рубли"}
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
        return flag(raw)
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
    if isinstance(raw, Shown) and raw.kind == "date":
        if question.vocabulary == "levels":
            raise Unclear(
                "таблица приняла классы за дату",
                f"напишите со словом «классы», например: «{raw.moment.day}–{raw.moment.month} классы»",
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
    """A number with a point: «1 200,5», «(12)», «15 мин» under «Минут», «45 %» where the numbers are in per cent (45)
    or are shares (0.45)."""
    if isinstance(raw, bool):
        raise Unclear("здесь нужно число, а не «да» или «нет»", _example(question), "not-a-number")
    if isinstance(raw, Shown) and raw.kind in ("date", "time"):
        what = "дата" if raw.kind == "date" else "время"
        raise Unclear(
            f"здесь нужно число, а стоит {what}: {raw.said}",
            "задайте ячейке числовой формат (Формат ячеек — Числовой) и впишите число заново",
            "not-a-number",
        )
    said = cleaning.line(_as_text(raw))
    if (measured := percents.of(said)) is not None:
        return _in_percent(question, measured, unit)
    bare = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", said).replace("−", "-")
    bare = re.sub(r"^(?:№ ?)?(\d+)\.$", r"\1", bare)
    bare = re.sub(r"^\(([^()]+)\)$", r"\1", bare)
    found = re.fullmatch(r"(-?\d{1,15}(?:[.,]\d{1,10})?) ?([^\W\d]+\.?|[₽$€])?", bare)
    if found and (not found[2] or _is_its_unit(found[2], question, unit)):
        return _plain(Decimal(found[1].replace(",", ".")))
    hint = _other_unit(found[1], found[2], question, unit) if found else _example(question)
    raise Unclear(f"«{said}» — не число", hint, "not-a-number")


def _in_percent(question: Question, measured: Decimal, unit: str) -> str:
    """Per cent where the unit is per cent, a share of one where the field is a share; anywhere else a mistake."""
    if percents.is_share(unit):
        return _plain(measured / 100)
    if percents.is_percent(unit):
        return _plain(measured)
    said = f"«{_plain(measured).replace('.', ',')} %»"
    if unit:
        hint = f"впишите число в этих единицах; если это проценты, в столбце «Единица» поставьте «%» вместо «{unit}»"
        raise Unclear(f"{said} — проценты, а единица — «{unit}»", hint, "not-a-number")
    raise Unclear(f"здесь нужно число, а не проценты: {said}", _example(question), "not-a-number")


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


def is_serial(raw: Any) -> bool:
    """True for a bare number that can only be a day as spreadsheets count them."""
    if not isinstance(raw, Shown) or raw.kind != "number" or raw.moment is None:
        return False
    return bool(re.fullmatch(r"\d{5}(?:,\d+)?", raw.said)) and int(raw.said[:5]) in _SERIAL


def is_day(question: Question) -> bool:
    """True for a question about a day or an hour."""
    return question.widget == "date" or question.pattern == f"^(?:{Moment.pattern})$"


def moment(raw: Any) -> str:
    """A year, a month, a day or an hour, as exactly as it is given."""
    if is_serial(raw):
        return f"{raw.moment:%Y-%m-%d %H:%M}" if raw.moment.time() != dt.time() else f"{raw.moment:%Y-%m-%d}"
    said = cleaning.line(_as_text(raw))
    if re.fullmatch(r"\d{5}", said) and int(said) in _SERIAL:
        return moment(number_formats.shown(int(said)))
    if found := read_moment(said):
        if found.sure:
            return found.write
        day_first = dt.datetime.fromisoformat(found.write)
        month_first = day_first.replace(day=day_first.month, month=day_first.day)
        hint = f"напишите через точку, сначала число: {written(day_first)} или {written(month_first)}"
        raise Unclear(f"«{said}»: неясно, где число, а где месяц", hint, "not-a-date")
    if re.fullmatch(Moment.pattern, said):
        return said
    if isinstance(raw, Shown) and raw.kind == "date":
        hint = f"напишите дату целиком: {written(raw.moment)}"
        raise Unclear(f"в ячейке видно «{said}»: год или месяц не показан", hint, "not-a-date")
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
    """A month of a year."""
    said = moment(raw)
    if re.fullmatch(Month.pattern, said):
        return said
    hint = "напишите месяц и год: сентябрь 2025"
    if len(said) >= 10:
        hint = f"напишите только месяц и год: {text.month_name(int(said[5:7]))} {said[:4]}"
    raise Unclear(f"«{_shown(raw)}» — не месяц", hint, "not-a-month")


def term(raw: Any) -> str:
    """The term of a measure in one of the six shapes."""
    said = _shown(raw)
    if (found := read_term(said)) and found.sure:
        return found.write
    raise Unclear(f"срок «{said}» не понятен", terms_of_time.hint(said), "not-a-term")


def period(raw: Any) -> str:
    """A year, a school year or a half: «2025 год», «2025–2026 учебный год», «1 полугодие 2025»."""
    said = cleaning.line(_as_text(raw))
    if (found := read_period(said)) and found.sure:
        return found.write
    if re.fullmatch(Period.pattern, said):
        return said
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
    return raw is None or (isinstance(raw, str | Shown) and not cleaning.line(str(raw)))


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
    fitting = fitting or {value for label, value in question.former if wanted == folded(label)}
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


def flag(raw: Any) -> str:
    """«true» or «false» of «да», «нет» and the other words and signs for them. Raises ``Unclear``."""
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
    said = written.casefold().rstrip(".")
    if unit and (said == unit.strip().casefold().rstrip(".") or {said, unit.strip().casefold().rstrip(".")} <= _RUBLES):
        return True
    label = question.label.casefold()
    return any(stem in label and said.startswith(short) for stem, short in _UNITS.items())


def _other_unit(number_: str, word: str, question: Question, unit: str) -> str:
    """What to write instead of a number with another unit; two hours are not two minutes."""
    label, said, exact = question.label.casefold(), word.casefold(), Decimal(number_.replace(",", "."))
    if "минут" in label and re.match(r"ч(?:\.|ас)?", said):
        return f"напишите в минутах: {_plain(exact * 60)}"
    if "час" in label and re.match("мин", said):
        return f"напишите в часах: {_plain(round(exact / 60, 2)).replace('.', ',')}"
    if unit:
        return f"единица здесь — «{unit}»: напишите только число в этих единицах"
    return f"напишите только число: {number_}"


def _plain(exact: Decimal) -> str:
    said = f"{exact:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _as_text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "да" if raw else "нет"
    if isinstance(raw, float | int):
        return number_formats.shown(raw).said if math.isfinite(raw) else str(raw)
    return str(raw)


def written(moment_: dt.datetime) -> str:
    """«01.09.2026» or «01.09.2026 14:00»."""
    return f"{moment_:%d.%m.%Y %H:%M}" if moment_.time() != dt.time() else f"{moment_:%d.%m.%Y}"


def _shown(raw: Any) -> str:
    return cleaning.line(_as_text(raw))


def _example(question: Question) -> str:
    return f"напишите число цифрами, например: {question.example.replace('.', ',') or 45}"
