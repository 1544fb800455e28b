"""Reporting periods as records write them: a year, a school year, a half or a quarter."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import ClassVar

from generator.records.scalars import short, wrong
from generator.records.times import Month, TextType
from generator.text.dates import POSSIBLE_YEARS, read_period
from generator.text.sentences import sentence

#: how often something is counted, the longest first -> the parts of a year that are its periods
PERIOD_PARTS = {
    "year": ("",),
    "school-year": ("school",),
    "half-year": ("H1", "H2"),
    "quarter": ("Q1", "Q2", "Q3", "Q4"),
}
_MONTHS_OF = {
    "": (1, 12), "school": (9, 8), "H1": (1, 6), "H2": (7, 12),
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12),
}  # fmt: skip
"""The first and the last month of a part of a year; a school year ends in the next one."""
_DIVISIONS = {
    "": (("H1", "H2"), ("Q1", "Q2", "Q3", "Q4"), ("H1", "Q3", "Q4"), ("Q1", "Q2", "H2")),
    "H1": (("Q1", "Q2"),),
    "H2": (("Q3", "Q4"),),
}


@total_ordering
@dataclass(frozen=True)
class Period(TextType):
    """A reporting period: a year ``2025``, a school year ``2025/26`` (1 September to 31 August), a half ``2025-H1``
    or a quarter ``2025-Q1`` of a calendar year."""

    year: int
    part: str = ""  # one of PERIOD_PARTS
    pattern: ClassVar[str] = r"\d{4}(/\d{2}|-H[12]|-Q[1-4])?"
    example: ClassVar[str] = "2025/26"

    @classmethod
    def parse(cls, value: str) -> Period:
        found = re.fullmatch(r"(\d{4})(?:/(\d{2})|-(H[12]|Q[1-4]))?", value)
        if not found or int(found[1]) not in range(1900, POSSIBLE_YEARS.stop):
            meant, sure, _ = read_period(value) or (None, False, False)
            raise wrong(
                f"«{short(value)}» — не отчётный период",
                "" if meant else sentence("period_like"),
                write=meant,
                sure=sure,
            )
        year = int(found[1])
        if found[2] and int(found[2]) != (year + 1) % 100:
            message = f"учебный год «{short(value)}» не складывается"
            raise wrong(message, write=f"{year}/{(year + 1) % 100:02}", sure=False)
        return cls(year, "school" if found[2] else found[3] or "")

    def __lt__(self, other: Period) -> bool:
        """By their ends, and of the same end the shorter first, as ``Moment.order``: the halves stand before their
        year, whose figure sums them up."""
        return (self.last, -self.first.toordinal()) < (other.last, -other.first.toordinal())

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, _MONTHS_OF[self.part][0], 1)

    @property
    def last(self) -> dt.date:
        return Month(self.year + (self.part == "school"), _MONTHS_OF[self.part][1]).last

    @property
    def sort(self) -> str:
        """What sort of period, a key of :data:`PERIOD_PARTS`; figures of two sorts are never compared."""
        return next(sort for sort, parts in PERIOD_PARTS.items() if self.part in parts)

    @property
    def divisions(self) -> list[tuple[Period, ...]]:
        """Every way in which shorter periods come to this one."""
        return [tuple(Period(self.year, part) for part in parts) for parts in _DIVISIONS.get(self.part, ())]

    @property
    def slug(self) -> str:
        """For file names and anchors: ``2025-26``, ``2025-h1``."""
        return str(self).replace("/", "-").lower()

    def __str__(self) -> str:
        if self.part == "school":
            return f"{self.year}/{(self.year + 1) % 100:02}"
        return f"{self.year}-{self.part}" if self.part else str(self.year)
