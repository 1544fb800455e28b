"""What all charts share: the SVG frame, the marks of an axis, the pattern of a state, coordinates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from generator import text

Show = Callable[[Decimal], str]


def no_data() -> str:
    """What stands in the place of a drawing of nothing."""
    return f'<p class="m-empty">{text.tr("Нет данных: значений никто не опубликовал.")}</p>'


# The drawing is 400 units wide: on a phone a unit is a little less than a pixel, so 13 units stay readable.
CHART_WIDTH = 400
SIZE = 13
LETTER = Decimal("7.8")  # the width of a bold digit at this size; letters are narrower on the average


def svg(
    chart_id: str,
    title: str,
    described: str,
    height: int,
    parts: Sequence[str],
    width: int = CHART_WIDTH,
    size: int = SIZE,
) -> str:
    """The finished drawing with its title and description; no blank line, see ``generator.pages.charts``."""
    chart_id = text.slug(chart_id)
    return "\n".join(
        part
        for part in (
            f'<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{chart_id}-t {chart_id}-d"'
            f' fill="currentColor" font-size="{size}">',
            f'<title id="{chart_id}-t">{text.plain(title)}</title>',
            f'<desc id="{chart_id}-d">{text.plain(described)}.</desc>',
            *parts,
            "</svg>",
        )
        if part
    )


def pattern(pattern_id: str, state: str) -> tuple[str, str]:
    """What a state is filled with, and the definition it needs."""
    pattern_id = text.slug(pattern_id)
    if state == "done":
        return "var(--m-chart-fact)", ""
    if state == "not-begun":
        return "var(--m-chart-paper)", ""
    strokes = {
        "under-way": ("fact", "2", "M0 7L7 0"),
        "done-late": ("fact", "3", "M0 3.5H7M3.5 0V7"),
        "late": ("target", "3", "M0 0L7 7M0 7L7 0"),
    }
    if state in strokes:
        colour, width, path = strokes[state]
        drawing = f'<path d="{path}" stroke="var(--m-chart-{colour})" stroke-width="{width}"/>'
    else:
        drawing = '<circle cx="3.5" cy="3.5" r="1.2" fill="var(--m-chart-minimum)"/>'
    return f"url(#{pattern_id})", (
        f'<pattern id="{pattern_id}" width="7" height="7" patternUnits="userSpaceOnUse">{drawing}</pattern>'
    )


def ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Round marks of an axis that covers zero and all ``values``: 0, 25 %, 50 % …; three to six of them."""
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    if low == high:
        high = Decimal(1)
    rough = (high - low) / 4
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * many for many in map(Decimal, ("1", "2", "2.5", "5", "10")) if unit * many >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(last) + 1)]


def scale(low: Decimal, high: Decimal, start: Decimal, end: Decimal) -> Callable[[Decimal], Decimal]:
    """The straight line from values to places; a single value stands in the middle."""
    if low == high:
        return lambda value: (start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def diamond(x: Decimal, y: Decimal) -> str:
    """The path of a diamond, the sign of a target."""
    return f"M{n(x - 6)} {n(y)}l6-6 6 6-6 6z"


def n(value: Decimal | int) -> str:
    """A coordinate: at most one digit after the point."""
    rounded = f"{Decimal(value):.1f}"
    return rounded.removesuffix(".0") if rounded != "-0.0" else "0"
