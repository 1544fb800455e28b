"""An attacker of small groups: reads what is published (the CSV files) and works out what is not.

Knows what everybody knows: a region consists of its districts, a year of its halves, people are whole numbers, of a
group at least one person and at most all are meant, indicators of one denominator count the same people. Narrows the
bounds of every number until nothing moves, and solves the sums as a linear system besides.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from generator.pages import labels
from generator.records.periods import Period

MOST = 10**4
ROUNDS = 60  # figures that contradict each other would move for ever


class Number(NamedTuple):
    """One number that a table could print: which (a wording), where, when."""

    what: str
    scope: str
    period: str


@dataclass
class Attacker:
    """``parts`` are the districts of every region; ``wording`` names what an indicator's numerator and denominator
    count, so that indicators of the same people share their numbers; ``unwritten`` are scopes and periods of which the
    records, which are open, say that the number is left out."""

    parts: Mapping[str, Iterable[str]]
    wording: Mapping[str, tuple[str, str]]
    unwritten: Collection[tuple[str, str]] = ()
    bounds: dict[Number, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[Number, tuple[Number, ...]]] = field(default_factory=list)
    pairs: set[tuple[Number, Number]] = field(default_factory=set)

    def read(self, indicator: str, table: bytes) -> None:
        """Take the rows of one published file."""
        self._take(indicator, list(csv.DictReader(io.StringIO(table.decode("utf-8-sig")), delimiter=";")))

    def read_data(self, table: bytes) -> None:
        """Take the values of all indicators as open data tell them."""
        by_indicator: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(io.StringIO(table.decode())):
            known = {
                "Вид и код территории": row["scope"],
                "Период": labels.format_period(Period.parse(row["period"])).replace("\u00a0", " "),
                "Числитель": row["numerator"],
                "Знаменатель": row["denominator"],
                "Значение": row["value"] or row["state_label"],
                "Как получено": row["origin_label"],
            }
            by_indicator.setdefault(row["indicator"], []).append(known)
        for indicator, rows in by_indicator.items():
            self._take(indicator, rows)

    def _take(self, indicator: str, rows: list[dict[str, str]]) -> None:
        where = {(row["Вид и код территории"], row["Период"]): row for row in rows}
        meant, people = self.wording[indicator]

        def number(what: str, scope: str, period: str) -> Number:
            """A sum leaves out what nobody has written: it is a number of its own indicator."""
            summed = where[scope, period]["Как получено"] == "сумма по районам"
            return Number(f"{what}, сумма {indicator}" if summed else what, scope, period)

        for (scope, period), row in where.items():
            for what, column in ((meant, "Числитель" if people else "Значение"), (people, "Знаменатель")):
                if what and row[column].isdigit():
                    self.bounds[number(what, scope, period)] = (int(row[column]), int(row[column]))
                elif what and "скрыто" in row["Значение"]:
                    self.bounds.setdefault(number(what, scope, period), (1 if what == people else 0, MOST))
            if people:
                self.pairs.add((number(meant, scope, period), number(people, scope, period)))
        for what in filter(None, (meant, people)):
            for (scope, period), row in where.items():
                reporting = self.parts.get(scope, ())
                inside = [part for part in reporting if (part, period) in where]
                if row["Как получено"] == "сумма по районам":
                    inside = [part for part in inside if (part, period) not in self.unwritten]
                elif any(part in reporting and (part, period) not in where for part, _ in where):
                    inside = []  # a district that reports at other times is missing: nothing follows
                its_parts = [number(what, part, period) for part in inside]
                times = [[(scope, part) for part in parts] for parts in _inside(period)]
                known = [cells for cells in times if all(cell in where for cell in cells)]
                total = number(what, scope, period)
                same_people = ([number(what, *cell) for cell in cells] for cells in known)
                for its in (its_parts, *(its for its in same_people if {one.what for one in its} == {total.what})):
                    if its:
                        self.sums.append((total, tuple(its)))

    def learn(self) -> dict[Number, int]:
        """Every number that was not printed and now has one possible value."""
        hidden = {number for number, (low, high) in self.bounds.items() if low != high}
        self.sums = [s for s in self.sums if s[0] in self.bounds and all(part in self.bounds for part in s[1])]
        self._solve()
        for _ in range(ROUNDS):
            if not self._narrow():
                break
        return {number: self.bounds[number][0] for number in hidden if len({*self.bounds[number]}) == 1}

    def _set(self, number: Number, low: int, high: int) -> bool:
        old = self.bounds[number]
        new = (max(old[0], low), min(old[1], high))
        if new[0] > new[1] or new == old:  # figures that contradict each other teach nothing
            return False
        self.bounds[number] = new
        return True

    def _narrow(self) -> bool:
        moved = False
        for total, parts in self.sums:
            low, high = (sum(self.bounds[part][end] for part in parts) for end in (0, 1))
            moved |= self._set(total, low, high)
            for part in parts:
                rest = low - self.bounds[part][0], high - self.bounds[part][1]
                moved |= self._set(part, self.bounds[total][0] - rest[1], self.bounds[total][1] - rest[0])
        for meant, people in self.pairs:
            if meant in self.bounds and people in self.bounds:
                moved |= self._set(meant, 0, self.bounds[people][1])
                moved |= self._set(people, self.bounds[meant][0], MOST)
        return moved

    def _solve(self) -> None:
        """Gauss–Jordan elimination over the numbers that are not known; the constant stands under None."""
        rows: dict[Number, dict[Number | None, Fraction]] = {}
        for total, parts in self.sums:
            row: dict[Number | None, Fraction] = {}
            for number, character in [(total, -1), *((part, 1) for part in parts)]:
                low, high = self.bounds[number]
                key = None if low == high else number
                row[key] = row.get(key, Fraction(0)) + (character * low if key is None else character)
            for pivot, other in rows.items():
                row = _minus(row, other, row.get(pivot, Fraction(0)))
            unknown = sorted(key for key in row if key is not None)
            if not unknown:
                continue
            pivot = unknown[0]
            row = {key: part / row[pivot] for key, part in row.items()}
            rows = {n: _minus(other, row, other.get(pivot, Fraction(0))) for n, other in rows.items()} | {pivot: row}
        for pivot, row in rows.items():
            if {key for key in row if key is not None} == {pivot}:
                self._set(pivot, int(-row.get(None, 0)), int(-row.get(None, 0)))


def _inside(period: str) -> list[list[str]]:
    """What a period in words may consist of: a year of halves, of quarters, of a half and two quarters."""
    if "учебный" in period or "квартал" in period:
        return []
    year = next(word for word in period.split() if word.isdigit())
    halves = [f"{half} полугодие {year} г." for half in ("первое", "второе")]
    quarters = [f"{nth} квартал {year} г." for nth in ("I", "II", "III", "IV")]
    if period in halves:
        return [quarters[2:] if period == halves[1] else quarters[:2]]
    return [halves, quarters, [halves[0], *quarters[2:]], [*quarters[:2], halves[1]]]


def _minus(row: dict, other: dict, times: Fraction) -> dict:
    left = {key: row.get(key, Fraction(0)) - times * other.get(key, Fraction(0)) for key in {**row, **other}}
    return {key: part for key, part in left.items() if part}
