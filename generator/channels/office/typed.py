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
from generator.catalog.computed.russian_zones import ZONES
from generator.catalog.forms.questions import Question
from generator.channels.office import normalize, number_formats, percents, time_terms
from generator.channels.office.cell_words import option_meant
from generator.channels.office.names import NameIndex, Unclear, listed, normalize_title
from generator.channels.office.number_formats import DisplayedNumber
from generator.problems import nearest
from generator.records.numbering import MeasureNumber, read_number
from generator.records.periods import Period
from generator.records.times import Moment, Month, When
from generator.text import numerals
from generator.text.dates import read_moment, read_period
from generator.text.sentences import sentence
from generator.text.terms import is_endless, read_term

_SERIAL = range(20_000, 80_000)  # 1954 to 2119: what a day typed as a number can only be
_RANGE = re.compile(
    r"(\d{1,2})(?:-?(?:й|го|м|ый))?\s*(?:[-‐‑‒–—−]\s*(\d{1,2})(?:-?(?:й|го|м|ый))?)?\s*(?:классы|классов|класса?|кл\.?)?"
)


def parse_value(question: Question, raw: Any, names: NameIndex, unit: str = "") -> str:
    """``raw`` as the answer to a question about a single value. ``unit`` is what the group says its numbers are in.
    Raises ``Unclear``."""
    if question.widget == "number":
        return parse_number(question, raw, unit)
    if question.widget in ("choice", "choices"):
        return _chosen(question, _as_text(raw), names)
    if question.widget == "date":
        return parse_day(raw)
    if question.widget == "flag":
        return parse_flag(raw)
    if question.path == "timezone":
        return ZONES.get(normalize_title(_as_text(raw)), normalize.single_line(_as_text(raw)))
    if read := _BY_PATTERN.get(question.pattern):
        return read(raw)
    if isinstance(raw, normalize.Markdown):
        return str(raw)
    value = _as_text(raw)
    return normalize.to_markdown(value) if question.widget == "text" else normalize.single_line(value)


def parse_list(question: Question, raw: Any, names: NameIndex) -> list[str]:
    """What one cell says about a question that takes several answers, each as it was typed; ranges of classes give a
    class each."""
    if isinstance(raw, DisplayedNumber) and raw.kind == "date":
        if question.vocabulary == "levels":
            raise Unclear(
                "таблица приняла классы за дату",
                f"напишите со словом «классы», например: «{raw.moment.day}–{raw.moment.month} классы»",
                "class-as-date",
            )
        raise Unclear("здесь нужен список значений, а не дата", "напишите значения через точку с запятой")
    items = normalize.split_list(_as_text(raw))
    if question.widget == "lines":
        return items
    if question.vocabulary == "levels":
        return [level for one in items for level in _levels(question, one)]
    return [one for part in items for one in _by_comma(question, part, names)]


def parse_number(question: Question, raw: Any, unit: str = "") -> str:
    """A number with a point: «1 200,5», «(12)», «15 мин» under «Минут», «45 %» where the numbers are in per cent (45)
    or are shares (0.45)."""
    if isinstance(raw, bool):
        raise Unclear("здесь нужно число, а не «да» или «нет»", _example(question), "not-a-number")
    if isinstance(raw, DisplayedNumber) and raw.kind in ("date", "time"):
        what = "дата" if raw.kind == "date" else "время"
        raise Unclear(
            f"здесь нужно число, а стоит {what}: {raw.typed}",
            "задайте ячейке числовой формат (Формат ячеек — Числовой) и впишите число заново",
            "not-a-number",
        )
    value = normalize.single_line(_as_text(raw))
    digits = numerals.in_digits(value)
    if (measured := percents.parse_percent(value)) is not None:
        return _in_percent(question, measured, unit)
    bare = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", digits).replace("−", "-")
    bare = re.sub(r"^(?:№ ?)?(\d+)\.$", r"\1", bare)
    bare = re.sub(r"^\(([^()]+)\)$", r"\1", bare)
    found = re.fullmatch(r"(-?\d{1,15}(?:[.,]\d{1,10})?) ?([^\W\d]+\.?|[₽$€])?", bare)
    if found and (not found[2] or numerals.is_its_unit(found[2], question.label, unit)):
        return _plain(Decimal(found[1].replace(",", ".")))
    hint = _other_unit(found[1], found[2], question, unit) if found else numerals.rough_hint(value)
    hint = hint or _example(question)
    raise Unclear(f"«{value}» — не число", hint, "not-a-number")


def _in_percent(question: Question, measured: Decimal, unit: str) -> str:
    """Per cent where the unit is per cent, a share of one where the field is a share; anywhere else a mistake."""
    if percents.is_share(unit):
        return _plain(measured / 100)
    if percents.is_percent(unit):
        return _plain(measured)
    percent = f"«{_plain(measured).replace('.', ',')} %»"
    if unit:
        hint = f"впишите число в этих единицах; если это проценты, в столбце «Единица» поставьте «%» вместо «{unit}»"
        raise Unclear(f"{percent} — проценты, а единица — «{unit}»", hint, "not-a-number")
    raise Unclear(f"здесь нужно число, а не проценты: {percent}", _example(question), "not-a-number")


def parse_day(raw: Any) -> str:
    """A whole day, ``2025-09-01``, from a date of a spreadsheet, its serial number or a date in words or figures."""
    moment = parse_moment(raw)
    if len(moment) < 10:
        raise Unclear(
            f"«{_shown(raw)}» — не день: здесь нужна полная дата",
            "напишите число, месяц и год: 01.09.2025; если день не известен, оставьте ячейку пустой",
            "not-a-date",
        )
    return moment[:10]


def is_serial(raw: Any) -> bool:
    """Return True for a bare number that can only be a day as spreadsheets count them."""
    if not isinstance(raw, DisplayedNumber) or raw.kind != "number" or raw.moment is None:
        return False
    return bool(re.fullmatch(r"\d{5}(?:,\d+)?", raw.typed)) and int(raw.typed[:5]) in _SERIAL


def is_day(question: Question) -> bool:
    """Return True for a question about a day or an hour."""
    return question.widget == "date" or question.pattern == f"^(?:{Moment.pattern})$"


def parse_moment(raw: Any) -> str:
    """A year, a month, a day or an hour, as exactly as it is given."""
    if is_serial(raw):
        return f"{raw.moment:%Y-%m-%d %H:%M}" if raw.moment.time() != dt.time() else f"{raw.moment:%Y-%m-%d}"
    value = normalize.single_line(_as_text(raw))
    if re.fullmatch(r"\d{5}", value) and int(value) in _SERIAL:
        return parse_moment(number_formats.display_number(int(value)))
    if found := read_moment(value):
        if found.sure:
            return found.write
        day_first = dt.datetime.fromisoformat(found.write)
        month_first = day_first.replace(day=day_first.month, month=day_first.day)
        hint = f"напишите через точку, сначала число: {as_typed_text(day_first)} или {as_typed_text(month_first)}"
        raise Unclear(f"«{value}»: неясно, где число, а где месяц", hint, "not-a-date")
    if re.fullmatch(Moment.pattern, value):
        return value
    if isinstance(raw, DisplayedNumber) and raw.kind == "date":
        hint = f"напишите дату целиком: {as_typed_text(raw.moment)}"
        raise Unclear(f"в ячейке видно «{value}»: год или месяц не показан", hint, "not-a-date")
    if is_endless(value):
        raise Unclear(f"«{value}» — не дата", "если срока нет, оставьте это место пустым", "not-a-date")
    short_year = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2})", value)
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", value):
        hint = "такого дня нет: проверьте число и месяц, сначала пишется число, потом месяц: 31.01.2026"
        raise Unclear(f"«{value}» — не дата", hint, "not-a-date")
    if re.fullmatch(r"\d{1,2}[:.]\d\d", value):
        raise Unclear(
            f"«{value}» — час, а какого дня, не сказано", f"напишите день и час: 05.12.2026 {value}", "not-a-date"
        )
    if (found := read_term(value)) and found.write.startswith("--") and " " not in found.write:
        raise Unclear(f"«{value}» — не сказано, какого года", f"допишите год: «{value} 2026»", "not-a-date")
    raise Unclear(
        f"«{value}» — не дата",
        f"напишите год четырьмя цифрами: {short_year[1]}.{short_year[2]}.20{short_year[3]}"
        if short_year
        else "напишите дату так: 01.09.2025 или 1 сентября 2025; если известен только месяц: сентябрь 2025, "
        "если только год: 2025",
        "not-a-date",
    )


def parse_month(raw: Any) -> str:
    """A month of a year."""
    value = parse_moment(raw)
    if re.fullmatch(Month.pattern, value):
        return value
    hint = "напишите месяц и год: сентябрь 2025"
    if len(value) >= 10:
        hint = f"напишите только месяц и год: {text.month_name(int(value[5:7]))} {value[:4]}"
    raise Unclear(f"«{_shown(raw)}» — не месяц", hint, "not-a-month")


def parse_term(raw: Any, period: str = "") -> str:
    """The term of a measure in the notation of records; ``period`` is that of the plan around it."""
    return term_and_words(raw, period)[0]


def term_and_words(raw: Any, period: str = "") -> tuple[str, str]:
    """The term, and the words of the document where they say more than it; empty where they do not."""
    value = _shown(raw)
    if (found := read_term(value, period)) and found.sure:
        return found.write, "" if found.exact else value
    raise Unclear(f"срок «{value}» не понятен", time_terms.term_hint(value), "not-a-term")


def parse_measure_number(raw: Any) -> str:
    """The number of a measure as its document has it: «1.1.», «№ 5», «п. 3», «IV»."""
    value = _shown(raw).replace(",", ".")
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d", value):
        message = f"вместо номера мероприятия стоит дата {value}: за неё Excel принимает номер «1.2»"
        raise Unclear(message, "выберите для ячейки формат «Текстовый» и впишите номер заново", "not-a-number")
    if found := read_number(value):
        return found
    raise Unclear(f"«{value}» — не номер мероприятия", "напишите номер как в документе: 27, 1.1 или 5а", "not-a-number")


def parse_period(raw: Any) -> str:
    """A year, a school year, a half or a quarter: «2025 год», «2025–2026 учебный год», «1 полугодие 2025»."""
    value = normalize.single_line(_as_text(raw))
    if (found := read_period(value)) and found.sure:
        return found.write
    if re.fullmatch(Period.pattern, value):
        return value
    raise Unclear(
        f"«{_shown(raw)}» — не отчётный период",
        "напишите год (2025), учебный год (2025/26), полугодие (1 полугодие 2025) или квартал (1 квартал 2025)",
        "not-a-period",
    )


_BY_PATTERN: dict[str, Callable[[Any], str]] = {
    f"^(?:{kind.pattern})$": read
    for kind, read in (
        (Moment, parse_moment),
        (Month, parse_month),
        (When, parse_term),
        (Period, parse_period),
        (MeasureNumber, parse_measure_number),
    )
}


def is_empty(raw: Any) -> bool:
    """Return True for a cell in which nothing can be seen."""
    return raw is None or (isinstance(raw, str | DisplayedNumber) and not normalize.single_line(str(raw)))


def _chosen(question: Question, raw: str, names: NameIndex) -> str:
    raw = normalize.single_line(raw)
    if question.references:
        key = names.key(raw, question.references)
        return key if len(question.references) > 1 else key.partition("/")[2]
    found = _option(question, raw)
    if found is not None:
        return found
    labels = [label for _, label in question.options]
    if question.vocabulary == "levels" and re.search(r"\d", raw):
        hint = "классы бывают с 1 по 11; напишите, например: «5–9 классы» или «5 класс; 7 класс»"
        raise Unclear(f"классов «{raw}» не бывает", hint, "unknown-choice")
    guess = nearest(raw, labels)
    hint = f"возможно, имелось в виду «{guess}»" if guess else listed(labels) or "выберите значение из списка в ячейке"
    raise Unclear(f"значения «{raw}» здесь не бывает", hint, "unknown-choice")


def _option(question: Question, raw: str) -> str | None:
    wanted = normalize_title(raw)
    fitting = {value for value, label in question.options if wanted in (value, normalize_title(label))}
    fitting = fitting or {value for label, value in question.former if wanted == normalize_title(label)}
    return fitting.pop() if len(fitting) == 1 else option_meant(question.options, raw)


def _by_comma(question: Question, part: str, names: NameIndex) -> list[str]:
    """Several answers parted by commas, where the whole is no answer and every part is one."""

    def known(raw: str) -> bool:
        try:
            return bool(_chosen(question, raw, names))
        except Unclear:
            return False

    pieces = [piece for one in part.split(",") if (piece := normalize.without_mark(one.strip()))]
    return pieces if len(pieces) > 1 and not known(part) and all(map(known, pieces)) else [part]


def _levels(question: Question, raw: str) -> list[str]:
    """«5–7 классы» is three classes; anything else stays as it was typed."""
    if _option(question, raw):
        return [raw]
    grades = {value for value, _ in question.options}
    pieces = [piece.strip() for piece in re.split(r",| и ", raw) if piece.strip()]
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
            return [raw]
    return out


def parse_flag(raw: Any) -> str:
    """«true» or «false» of «да», «нет» and the other words and characters for them. Raises ``Unclear``."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    value = normalize.single_line(_as_text(raw)).casefold()
    if value in ("да", "true", "yes", "истина", "+", "1"):
        return "true"
    if value in ("нет", "false", "no", "ложь", "-", "–", "0"):
        return "false"
    raise Unclear(f"«{value}» — не «да» и не «нет»", "напишите «да» или «нет»", "not-a-flag")


def _other_unit(number_: str, word: str, question: Question, unit: str) -> str:
    """What to write instead of a number with another unit; two hours are not two minutes."""
    label, raw, exact = question.label.casefold(), word.casefold(), Decimal(number_.replace(",", "."))
    if "минут" in label and re.match(r"ч(?:\.|ас)?", raw):
        return f"напишите в минутах: {_plain(exact * 60)}"
    if "час" in label and re.match("мин", raw):
        return f"напишите в часах: {_plain(round(exact / 60, 2)).replace('.', ',')}"
    if unit:
        return f"единица здесь — «{unit}»: напишите только число в этих единицах"
    return sentence("number_alone", label=question.label, words=word, number=number_)


def _plain(exact: Decimal) -> str:
    digits = f"{exact:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _as_text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "да" if raw else "нет"
    if isinstance(raw, float | int):
        return number_formats.display_number(raw).typed if math.isfinite(raw) else str(raw)
    return str(raw)


def as_typed_text(moment: dt.datetime) -> str:
    """«01.09.2026» or «01.09.2026 14:00»."""
    return f"{moment:%d.%m.%Y %H:%M}" if moment.time() != dt.time() else f"{moment:%d.%m.%Y}"


def _shown(raw: Any) -> str:
    return normalize.single_line(_as_text(raw))


def _example(question: Question) -> str:
    return f"напишите число цифрами, например: {question.example.replace('.', ',') or 45}"
