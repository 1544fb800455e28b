"""The figures of closed periods as they were when the period was over (``data/closed-periods.yml``).

A computed figure follows its records, and records go on changing. What was reported of a year must still stand there in
ten years: so the command ``metodoteka close`` writes it down, the build shows what was written and says so where the
records tell another number by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated

from generator.records.choices import Noun
from generator.records.common import TERRITORY, Model, field, many, maybe
from generator.records.periods import Period
from generator.records.scalars import Id, Number, RefTo
from generator.records.times import Day

CLOSED_FILE = "data/closed-periods.yml"
_HEAD = (
    "# Вычисленные значения закрытых периодов: такими они были, когда период закончился. Дописывает команда\n"
    "# metodoteka close. Строку правят, только если значение было неверным.\n"
)


class ClosedFigure(Model):
    """One computed figure of a territory as it stood when its period was over."""

    indicator: Annotated[str, RefTo("indicators")] = field("Показатель", example="dolia-primenennykh")
    scope: Annotated[str, RefTo(*TERRITORY)] = field("Территория", example="districts/demo-severnyi")
    period: Period = field("Период", example="2025")
    numerator: Number | None = maybe("Числитель", ge=0)
    denominator: Number | None = maybe("Знаменатель", ge=0)
    value: Number | None = maybe("Значение", "Если это число, а не доля")
    as_of: Day = field("На какой день посчитано", example="2025-12-31")
    written: Day = field("Когда записано", example="2026-01-12")

    @property
    def figure(self) -> Decimal | None:
        """The share, or the number."""
        if self.numerator is not None and self.denominator:
            return self.numerator / self.denominator
        return self.value

    def renamed(self, aliases: Mapping[str, str]) -> ClosedFigure:
        """The same figure by the present names of its indicator and its territory."""
        indicator = aliases.get(f"indicators/{self.indicator}", f"/{self.indicator}").rpartition("/")[2]
        return self.model_copy(update={"indicator": indicator, "scope": aliases.get(self.scope, self.scope)})

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is of: there is one figure of an indicator, a territory and a period."""
        return (self.indicator, self.scope, str(self.period))


class ClosedPeriods(Model):
    """The whole file."""

    id: Id
    path: str
    figures: tuple[ClosedFigure, ...] = many("Значения", noun=Noun("значение", "значения", "n"))


def by_indicator(figures: Iterable[ClosedFigure]) -> dict[str, dict[tuple[str, Period], ClosedFigure]]:
    """The figures by indicator, then by scope and period; of two the first stands."""
    found: dict[str, dict[tuple[str, Period], ClosedFigure]] = {}
    for one in figures:
        found.setdefault(one.indicator, {}).setdefault((one.scope, one.period), one)
    return found


def dump_closed(figures: Iterable[ClosedFigure]) -> str:
    """The text of the file: sorted, so that a change is a few lines in a comparison."""
    rows = [row_lines(one) for one in sorted(figures, key=lambda one: (one.indicator, one.scope, one.period))]
    written = "".join(f"  {line}\n" for row in rows for line in row)
    return _HEAD + ("figures:\n" + written if rows else "figures: []\n")


def row_lines(one: ClosedFigure) -> list[str]:
    """The lines of one figure, as a member of a list that is not set in."""
    fields: Mapping[str, object] = {
        "indicator": one.indicator,
        "scope": one.scope,
        "period": f"'{one.period}'",
        "numerator": one.numerator,
        "denominator": one.denominator,
        "value": one.value,
        "as_of": one.as_of,
        "written": one.written,
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return [("  " if n else "- ") + line for n, line in enumerate(lines)]
