"""Where a label finds room: boxes of words, of marks and of lines, in the units of a drawing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.pages.charts.frame import LETTER

ASCENT, DESCENT = Decimal(11), Decimal(4)  # of a label, from its baseline


class Box(NamedTuple):
    """A rectangle on the drawing; ``top`` is smaller than ``bottom``."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal

    def meets(self, other: Box) -> bool:
        """Return whether the two have an area in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def around(x: Decimal, y: Decimal, reach: Decimal | int) -> Box:
    """The box of a mark: a circle, a diamond."""
    return Box(x - reach, y - reach, x + reach, y + reach)


def words(text: str, middle: Decimal, baseline: Decimal) -> Box:
    """The box of words whose middle stands at ``middle``."""
    half = LETTER * len(text) / 2
    return Box(middle - half, baseline - ASCENT, middle + half, baseline + DESCENT)


def inside(text: str, middle: Decimal, left: Decimal | int, right: Decimal | int) -> Decimal:
    """The middle moved as little as needed for the words to stay between ``left`` and ``right``."""
    half = LETTER * len(text) / 2
    return max(left + half, min(right - half, middle))


def crossings(box: Box, ways: Iterable[Sequence[tuple[Decimal, Decimal]]]) -> int:
    """How many pieces of the broken lines run through the box."""
    return sum(_runs_through(box, a, b) for way in ways for a, b in itertools.pairwise(way))


def _runs_through(box: Box, a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> bool:
    """Liang and Barsky, «A New Concept and Method for Line Clipping» (1984): is any part of the piece inside?"""
    begin, end = Decimal(0), Decimal(1)
    for start, change, low, high in (
        (a[0], b[0] - a[0], box.left, box.right),
        (a[1], b[1] - a[1], box.top, box.bottom),
    ):
        if change == 0:
            if not low < start < high:
                return False
            continue
        first, last = sorted(((low - start) / change, (high - start) / change))
        begin, end = max(begin, first), min(end, last)
    return begin < end
