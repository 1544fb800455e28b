"""What the commands should cost at most, beside what they did: the table of ``make bench``.

A ratio compares two processes of one run on one machine: by the clock, and by the processor where something else may
have been at work. Goals in seconds and megabytes are those of a large base, but for what is on the screen after a save.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.bench.fresh import Run
from tests.bench.whole import Whole

LARGE = 10_000
"""Practices of a base of which the goals in seconds and megabytes speak."""


class Goal(NamedTuple):
    """``limit`` of what: a number and its unit; ``reached`` is what was measured, by the clock and (0: not told) by the
    processor; ``before`` is what it was when the goal was set (0: nobody had measured it)."""

    of: str
    limit: float
    unit: str
    reached: float | None
    processor: float = 0
    before: float = 0

    @property
    def is_met(self) -> bool:
        """By the clock."""
        return self.reached is not None and self.reached <= self.limit


class Row(NamedTuple):
    """One line: what was run, what it took, its goals."""

    name: str
    run: Run | None
    goals: tuple[Goal, ...] = ()


def rows(its: Whole) -> Iterator[Row]:
    """The lines of one base."""
    is_large = its.size >= LARGE
    yield Row("Hugo, те же записи", its.hugo)
    yield Row("mkdocs build, та же папка", its.bare)
    yield Row("check впервые", its.cold, _seconds(12, its.cold, 36) if is_large else ())
    yield Row("check, изменена одна запись", its.changed, _seconds(5, its.changed, 36) if is_large else ())
    to_hugo = 16 if is_large else 20
    yield Row("build с нуля без поиска", its.searchless, (_ratio("к Hugo", 3, its.searchless, its.hugo, to_hugo),))
    memory = (Goal("памяти", 1200, "МБ", its.clean.megabytes, before=4990),) if is_large else ()
    to_engine = _ratio("к mkdocs build", 0.5, its.clean, its.bare, 1.9)
    against = _ratio("к Hugo", 6.5, its.clean, its.hugo, to_hugo), to_engine
    yield Row("build с нуля", its.clean, (*against, *memory))
    yield Row("build после правки", its.edited, (_ratio("к сборке с нуля", 1 / 20, its.edited, its.clean, 1),))
    yield Row("build без правки", its.same, (_ratio("к сборке с нуля", 1 / 50, its.same, its.clean, 1),))
    shown = _seconds(4, its.served, 60) if is_large else _seconds(2, its.served, 8)
    yield Row("serve: первая страница", its.opened)
    yield Row("serve: правка на экране", its.served, shown)


def rows_between(small: Whole, large: Whole) -> Iterator[Row]:
    """How the cost of a record and the memory grow from one base to another."""
    by_clock, by_processor = (
        getattr(large.clean, of) / large.records / (getattr(small.clean, of) / small.records)
        for of in ("wall", "seconds")
    )
    grown = large.clean.megabytes / small.clean.megabytes
    goals = Goal("цена записи", 1.1, "×", by_clock, by_processor, 1.1), Goal("памяти", 1.1, "×", grown)
    yield Row(f"build с нуля, {large.size} к {small.size}", None, goals)


def rows_here(told: Run, checked: Run) -> Iterator[Row]:
    """The commands that people wait for most often, in the base that lies here."""
    yield Row("metodoteka --help", told, _seconds(0.15, told, 0.3))
    yield Row("check этой базы", checked, _seconds(0.7, checked, 1.5))


def print_rows(title: str, found: Sequence[Row]) -> None:
    """A part of the table; the sign at the end tells which goal is not met."""
    print(f"\n{title}\n  {'':<30}{'часы, с':>10}{'проц., с':>10}{'МБ':>7}   цель{'':<28}было     вышло (по процессору)")
    for row in found:
        taken = f"{row.run.wall:>10.2f}{row.run.seconds:>10.2f}{row.run.megabytes:>7.0f}" if row.run else " " * 27
        goals = [_as_text(goal) for goal in row.goals] or ["" if row.run else "не измерено"]
        print(f"  {row.name:<30}{taken}   {goals[0]}")
        for more in goals[1:]:
            print(f"{'':<62}{more}")


def title() -> str:
    """Where it was measured."""
    return f"Python {platform.python_version()}, {platform.system()}, ядер: {os.cpu_count()}"


def _as_text(goal: Goal) -> str:
    said = f"{goal.of} не больше {_number(goal.limit, goal.unit)}"
    said = f"{said:<32}{_number(goal.before, goal.unit) if goal.before else '':<9}"
    if goal.reached is None:
        return f"{said}не измерено"
    processor = f" ({_number(goal.processor, goal.unit)})" if goal.processor else ""
    return f"{said}{_number(goal.reached, goal.unit)}{processor}{'' if goal.is_met else '  — нет'}"


def _number(value: float, unit: str) -> str:
    if unit != "×":
        return f"{value:.0f} {unit}" if unit == "МБ" else f"{value:.2f} {unit}"
    return f"1/{1 / value:.0f}" if value < 0.2 else f"×{value:.2f}"


def _seconds(limit: float, run: Run, before: float) -> tuple[Goal]:
    return (Goal("", limit, "с", run.wall, run.seconds, before),)


def _ratio(of: str, limit: float, run: Run, other: Run | None, before: float) -> Goal:
    if other is None:
        return Goal(of, limit, "×", None, before=before)
    return Goal(of, limit, "×", run.wall / other.wall, run.seconds / other.seconds, before)
