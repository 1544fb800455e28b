"""What a spreadsheet shows of a number: the number format is part of a cell, 0.45 under ``0%`` says «45 %».

The format codes are those of ECMA-376 (part 1, 18.8.30 and 18.8.31): up to four sections (positive; negative; zero;
text), conditions in brackets, literal text in quotes, digits, per cent, thousands, powers of ten, fractions, parts of
dates. What is shown counts, because it is what the person saw and meant. It is given in the spelling that people type
and ``typed`` reads: «45 %», «1200,5», «45 мин», «декабрь 2026», «05.12.2026 14:00», «36:30».
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from generator import text

#: the days that the two kinds of workbooks count from; day 60 of the first is 29 February 1900, which never was
EPOCHS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}
GENERAL = "General"

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<room>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|Основной|Standard)|(?P<noon>AM/PM|A/P)|(?P<power>E[+-])"
    r"|(?P<part>[yYгГ]{1,4}|[mMмМ]{1,5}|[dDдД]{1,4}|[hHчЧ]{1,2}|[sScС]{1,2})|(?P<digit>[0#?]+)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:[.,]\d+)?)")
_PARTS = {"y": "y", "г": "y", "m": "m", "м": "m", "d": "d", "д": "d", "h": "h", "ч": "h", "s": "s", "c": "s", "с": "s"}
_MOST_DIGITS = 15  # a spreadsheet keeps no more
_WEEKDAYS = "понедельник вторник среда четверг пятница суббота воскресенье".split()
_SHOWING = ("digit", "general", "text")  # where in a format the number itself stands


@dataclass(frozen=True)
class DisplayedNumber:
    """What a cell shows. ``typed`` is how a person would type it, empty for a cell that shows nothing; ``kind`` is what
    it is; ``stored`` says what the file holds where that is not what is shown (rounded, a minus in brackets);
    ``moment`` is the day and hour of a date, or the one that a bare number of days would be."""

    typed: str
    kind: Literal["number", "percent", "date", "time", "text", "hidden"]
    stored: str = ""
    moment: dt.datetime | None = None

    def __str__(self) -> str:
        return self.typed


@dataclass(frozen=True)
class _Section:
    """One part of a format between semicolons: its tokens as (kind, text), and for which numbers it is."""

    tokens: tuple[tuple[str, str], ...]
    sign: str = ""
    bound: Decimal = Decimal(0)

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)

    def fits(self, number: Decimal) -> bool:
        low, same = number < self.bound, number == self.bound
        high = not (low or same)
        return {"<": low, "<=": low or same, ">": high, ">=": high or same, "=": same, "<>": not same}[self.sign]


def display_number(raw: float, code: str = GENERAL, *, from_1904: bool = False) -> DisplayedNumber:
    """What a number (of a date: its serial number) shows under the format ``code``; ``from_1904`` as the workbook
    says."""
    number = Decimal(f"{raw:.{_MOST_DIGITS}g}")
    section, is_negative = _chosen(code, number)
    if section.has("date", "elapsed"):
        return _moment(raw, section, from_1904)
    if not section.has("digit", "general", "text"):
        shown = _literal(section.tokens)
        if not number and shown in ("-", "–", "—"):
            return DisplayedNumber("0", "number")
        return DisplayedNumber(shown, "text" if shown else "hidden", _written(number))
    if not number and re.fullmatch("[-–— ?]+", _joined(section.tokens).strip()):
        return DisplayedNumber("0", "number")  # how the formats of bookkeeping show nought
    if section.has("digit"):
        return _number(number, section, is_negative)
    general = number if number == number.to_integral_value() else Decimal(f"{raw:.12g}")
    if abs(general) < 10**9 and -12 < general.as_tuple().exponent < -9:
        general = round(general, 9)  # a cell shows no more, the rest comes from computing
    shown = " ".join(filter(None, [_before(section), _written(general), _behind(section)]))
    return DisplayedNumber(shown, "number", moment=_day_of(raw, from_1904))


def text_shown(raw: str, code: str) -> str:
    """What a text shows under a format: the fourth section, which may add words or hide it."""
    sections = _sections(code)
    if len(sections) < 4:
        return raw if code != ";;;" else ""
    tokens = sections[3].tokens
    return "".join(raw if kind == "text" else token for kind, token in tokens if kind in ("text", "literal"))


# --- the code --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    conditions: dict[int, tuple[str, Decimal]] = {}
    for found in _TOKEN.finditer(code):
        kind, raw = found.lastgroup or "", found[found.lastgroup or 0] or ""
        if kind == "sign" and raw == ";":
            parts.append([])
        elif kind == "bracket":
            if condition := _CONDITION.fullmatch(raw.strip()):
                conditions[len(parts) - 1] = condition[1], Decimal(condition[2].replace(",", "."))
            elif re.fullmatch("[hчmмsс]+", raw, re.IGNORECASE):
                parts[-1].append(("elapsed", _PARTS[raw[0].lower()]))
            elif raw.startswith("$"):  # «[$₽-419]»: a currency, or only a language
                parts[-1].append(("literal", raw[1:].rpartition("-")[0] if "-" in raw else raw[1:]))
        elif kind == "part":
            parts[-1].append(("date", _PARTS[raw[0].lower()] * len(raw)))
        elif kind == "noon":
            parts[-1].append(("date", "noon"))
        elif kind in ("quoted", "escaped"):
            parts[-1].append(("literal", raw))
        elif kind == "room":
            parts[-1].append(("literal", " "))
        elif kind in ("general", "digit", "power"):
            parts[-1].append((kind, raw))
        elif kind == "sign":
            parts[-1].append(({"@": "text", "%": "percent"}.get(raw, "literal"), raw))
    return tuple(_Section(tuple(tokens), *conditions.get(at, ("", Decimal(0)))) for at, tokens in enumerate(parts))


def _chosen(code: str, number: Decimal) -> tuple[_Section, bool]:
    """The section for a number, and whether it shows a negative number by itself, so that no minus is added."""
    sections = _sections(code)[:3]
    if any(section.sign for section in sections):
        for section in sections:
            if section.sign and section.fits(number):
                return section, number < 0 and len(sections) > 1 and section.bound <= 0 and section.sign[0] == "<"
        rest = [section for section in sections if not section.sign]
        return (rest[-1], False) if rest else (sections[-1], False)
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


# --- numbers ---------------------------------------------------------------------------------------------------------


def _number(number: Decimal, section: _Section, is_negative: bool) -> DisplayedNumber:
    tokens = section.tokens
    digits = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    core = tokens[digits[0] : digits[-1] + 1]
    is_percent = section.has("percent")
    exact = number * 100 if is_percent else number
    commas = len(re.match(",*", _joined(tokens[digits[-1] + 1 :]))[0])  # each makes a thousand times less of it
    before, after = _joined(tokens[: digits[0]]), _joined(tokens[digits[-1] + 1 :])[commas:]
    seen = _rounded(exact / 1000**commas, core)
    if is_negative and (is_bracketed := "(" in before):
        seen = abs(seen)  # «(12)»: a minus for bookkeepers, twelve for everybody else; the difference is told
    body = _filled(seen, core)
    if is_negative and not is_bracketed and re.search("[-−]", before):
        before, body = re.sub(r"[-−]\s*", "-", before), body.removeprefix("-")
    shown = " ".join(f"{before}{body}{after}".split()) if body or before.strip() else ""
    is_same = abs(exact - seen) <= abs(exact) * Decimal("1e-12")  # the rest comes from computing
    kept = "" if is_same else _written(exact) + ("%" if is_percent else "")
    kind = "hidden" if not shown else "percent" if is_percent else "number"
    return DisplayedNumber(shown, kind, kept)


def _rounded(exact: Decimal, core: tuple[tuple[str, str], ...]) -> Decimal:
    if any(kind == "power" for kind, _ in core):
        places = len(re.sub(r".*?\.|[^0#?].*", "", _joined(core).partition("E")[0])) if "." in _joined(core) else 0
        return Decimal(f"{exact:.{places}E}")
    if "/" in _joined(core):
        return _as_fraction(exact, core)
    places = len(re.sub(r"[^0#?]", "", _joined(core).partition(".")[2]))
    with localcontext() as context:
        context.prec = 400
        return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _filled(seen: Decimal, core: tuple[tuple[str, str], ...]) -> str:
    """The number in its places: «007» under ``000``, «123-456» under ``000-000``, nothing for 0 under ``#``."""
    raw = _joined(core)
    inside = re.sub(r"[0#?,\s]", "", raw)
    if seen != seen.to_integral_value() or seen < 0 or "." in raw or "/" in raw or "E" in raw.upper():
        return _written(seen)
    least = raw.count("0")
    if not inside:
        return str(int(seen)).zfill(least) if seen or least or "?" in raw else ""
    left = str(int(seen)).zfill(len(re.sub(r"[^0#?]", "", raw)))
    places = re.sub(r"[^0#?]", "", raw)
    out, extra = "", len(left) - len(places)
    digits = iter([left[: extra + 1], *left[extra + 1 :]])
    for one in raw:
        out += next(digits) if one in "0#?" else "" if one == "," else one
    return out


def _as_fraction(exact: Decimal, core: tuple[tuple[str, str], ...]) -> Decimal:
    """«# ?/?»: the nearest fraction with a denominator of so many digits, or with the one that the format names."""
    below = "".join(raw for _, raw in core).rpartition("/")[2].strip()
    named = int(below) if below.isdigit() and int(below) else 0
    near = (
        Fraction(round(Fraction(exact) * named), named)
        if named
        else Fraction(exact).limit_denominator(10 ** max(len(below), 1) - 1)
    )
    value = Decimal(near.numerator) / Decimal(near.denominator)
    return Decimal(f"{value:.12g}") if abs(value - exact) < Decimal("1e-9") else Decimal(f"{value:.4g}")


def _before(section: _Section) -> str:
    """Literal text before the number."""
    at = next(at for at, (kind, _) in enumerate(section.tokens) if kind in _SHOWING)
    return _literal(section.tokens[:at])


def _behind(section: _Section) -> str:
    """Literal text behind the number."""
    last = max(at for at, (kind, _) in enumerate(section.tokens) if kind in _SHOWING)
    return _literal(section.tokens[last + 1 :])


def _literal(tokens: tuple[tuple[str, str], ...]) -> str:
    return "".join(raw for kind, raw in tokens if kind == "literal").strip()


def _joined(tokens: tuple[tuple[str, str], ...]) -> str:
    return "".join(raw for _, raw in tokens)


def _written(number: Decimal) -> str:
    digits = f"{number:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return (digits if digits != "-0" else "0").replace(".", ",")


# --- dates and times -------------------------------------------------------------------------------------------------


def _moment(raw: float, section: _Section, from_1904: bool) -> DisplayedNumber:
    """A date as exactly as its format shows it: no day is made of «декабрь 2026»."""
    if section.has("elapsed"):
        return DisplayedNumber(_elapsed(raw), "time")
    moment = _day_of(raw, from_1904)
    if moment is None:
        return DisplayedNumber("#####", "text", _written(Decimal(f"{raw:.12g}")))
    parts = _named_parts(section)
    clock = f"{moment:%H:%M}" + (f":{moment:%S}" if "s" in parts and moment.second else "")
    its_day = parts & {"y", "mon", "d"}
    if not its_day and not parts:
        return DisplayedNumber(_WEEKDAYS[moment.weekday()], "text")
    if not its_day:
        return DisplayedNumber(clock, "time")
    if its_day == {"y", "mon", "d"}:
        shown = f"{moment:%d.%m.%Y}" + (f" {clock}" if parts & {"h", "min"} and clock != "00:00" else "")
    elif its_day == {"y"}:
        shown = f"{moment:%Y}"
    elif its_day == {"y", "mon"}:
        shown = f"{text.month_name(moment.month)} {moment.year}"
    elif its_day == {"mon"}:
        shown = text.month_name(moment.month)
    else:
        shown = f"{moment:%d.%m}" if "mon" in its_day else str(moment.day)
    return DisplayedNumber(shown, "date", moment=moment)


def _day_of(raw: float, from_1904: bool) -> dt.datetime | None:
    """The day and hour of a serial number, to the minute; None where a calendar has none."""
    if not 0 <= raw < 2_958_466:  # 31 December 9999
        return None
    early = 1 if not from_1904 and raw < 60 else 0
    return EPOCHS[from_1904] + dt.timedelta(days=early, seconds=round(raw * 24 * 60) * 60)


def _named_parts(section: _Section) -> set[str]:
    """Which of y, mon, d, h, min, s are shown. ``m`` beside hours or seconds is minutes."""
    found = [raw for kind, raw in section.tokens if kind == "date" and raw != "noon"]
    out: set[str] = set()
    for at, raw in enumerate(found):
        if raw in ("ddd", "dddd"):
            continue  # the day of the week says nothing of its own
        if raw[0] != "m" or len(raw) > 2:
            out.add({"m": "mon"}.get(raw[0], raw[0]))
        else:
            before, after = found[at - 1][0] if at else "", found[at + 1][0] if at + 1 < len(found) else ""
            out.add("min" if before == "h" or after == "s" else "mon")
    return out


def _elapsed(raw: float) -> str:
    minutes = round(raw * 24 * 60)
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
