"""What is computed once: anew for another object, never for the same ones, and let go of when asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from generator.records import memo


@dataclass(frozen=True)
class Thing:
    key: str
    worth: int = 0


def counted() -> tuple[list[tuple[Any, ...]], Any]:
    calls: list[tuple[Any, ...]] = []

    @memo.memoized(by=lambda thing, *_: thing.key)
    def worth(thing: Thing, others: tuple[Thing, ...], day: dt.date, named: dict[int, Thing]) -> int:
        calls.append((thing, others, day, named))
        return sum(one.worth for one in (thing, *others, *named.values()))

    return calls, worth


def test_the_same_objects_are_not_computed_again() -> None:
    calls, worth = counted()
    one, other = Thing("a", 1), Thing("b", 2)
    for _ in range(3):  # containers and days that are made anew hold the same
        assert worth(one, (other,), dt.date(2026, 9, 1), {0: other}) == 5
    assert worth(other, (), dt.date(2026, 9, 1), {}) == 2
    assert len(calls) == 2, "of each key the last answer is kept"


def test_another_object_anywhere_is_computed_anew() -> None:
    calls, worth = counted()
    one, other, day = Thing("a", 1), Thing("b", 2), dt.date(2026, 9, 1)
    assert worth(one, (other,), day, {0: other}) == 5
    for about, right in (
        ((Thing("a", 4), (other,), day, {0: other}), 8),
        ((one, (Thing("b", 3),), day, {0: other}), 6),
        ((one, (other, other), day, {0: other}), 7),
        ((one, (other,), dt.date(2026, 9, 2), {0: other}), 5),
        ((one, (other,), day, {1: other}), 5),
        ((one, (other,), day, {0: Thing("b", 9)}), 12),
        ((one, (), day, {}), 1),
    ):
        before = len(calls)
        assert worth(*about) == right
        assert len(calls) == before + 1, about


def test_what_is_equal_stays_the_same_object_and_what_is_not_does_not() -> None:
    made = memo.same_if_equal(Thing)
    first = made("a", 1)
    assert made("a", 1) is first
    assert made("a", 2) == Thing("a", 2)
    assert made("a", 1) is first, "two are kept: whoever asks of a base and of it with others asks in turns"


def test_nothing_is_held_when_it_was_let_go_of() -> None:
    calls, worth = counted()
    made = memo.same_if_equal(Thing)
    one, first = Thing("a", 1), made("b")
    worth(one, (), dt.date(2026, 9, 1), {})
    memo.forget_memoized()
    worth(one, (), dt.date(2026, 9, 1), {})
    assert len(calls) == 2
    assert made("b") is not first
