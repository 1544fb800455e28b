"""Per cent: «45 %» is 45 where numbers are counted in per cent, 0.45 where a field is a share of one, else a mistake.

The unit says which: «%», «процентов», «% учеников» are per cent, «доля» is a share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.text.numerals import in_digits

PERCENT = "%"
SHARE = "доля"
RUBLES = "₽"
_RUBLES = re.compile(r"\d ?(?:₽|руб)")
_PERCENT = re.compile(r"%|процент|проц\b")
_SHARE = re.compile(r"дол[яиейю]\b")
_NUMBER = re.compile(r"\(?([-−+]?\d[\d \u00a0\u202f]{0,20}(?:[.,]\d{1,12})?) ?(?:%|процент(?:а|ов)?|проц\.?)\)?")
#: the numbers of a measured result, which share one unit
MEASURED = ("before", "after")


def parse_percent(text: str) -> Decimal | None:
    """The number of «45 %», «45,5%», «45 процентов», «(45 %)»; None for anything else."""
    found = _NUMBER.fullmatch(in_digits(text.strip().casefold()))
    return Decimal(re.sub(r"[ \u00a0\u202f]", "", found[1]).replace(",", ".").replace("−", "-")) if found else None


def is_percent(unit: str) -> bool:
    """Return True for a unit that counts in per cent."""
    return bool(_PERCENT.search(unit.casefold()))


def is_share(unit: str) -> bool:
    """Return True for a unit that is a part of one."""
    return bool(_SHARE.match(unit.strip().casefold())) and not is_percent(unit)


def unit_of(outcome: Mapping[str, Any]) -> str:
    """The unit of a measured result, in words: the one that is written, else «%» or «₽» where its numbers have that
    character."""
    if text := str(outcome.get("unit") or "").strip():
        return text
    comparison = outcome.get("comparison")
    groups = [outcome, comparison if isinstance(comparison, Mapping) else {}]
    numbers = [str(group.get(name) or "") for group in groups for name in MEASURED]
    if any(parse_percent(number) is not None for number in numbers):
        return PERCENT
    return RUBLES if any(_RUBLES.search(number) for number in numbers) else ""
