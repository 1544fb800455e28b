"""Territories side by side on one indicator in one period: a bar for each, the target as a mark across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import text
from generator.pages.charts import frame, labels
from generator.pages.charts.frame import CHART_WIDTH, LETTER, Show, n, no_data

BAR_LEFT = 10
TOP_Y, BAR_ROW = 30, 40
BAR, MARK = 14, 18  # how high a bar and the mark of a target are; the words of a row stand above both
HALO = ' stroke="var(--m-chart-paper)" stroke-width="3" paint-order="stroke"'


@dataclass(frozen=True)
class Bar:
    """One territory: its label, its value (None where nothing is shown, ``missing`` says why), its target, the state
    in words."""

    label: str
    fact: Decimal | None
    target: Decimal | None = None
    state: str = ""
    goal: str = ""
    missing: str = "нет данных"


def side_by_side(chart_id: str, title: str, bars: Sequence[Bar], show: Show, axis: Show) -> str:
    """The bars in the given order as SVG text; a sentence when no territory has a value. The axis begins at zero.

    The figure stands in a column before the name, above the bar: by the end of the bar it would be read as the target.
    """
    if all(bar.fact is None for bar in bars):
        return no_data()
    ticks = frame.ticks([value for bar in bars for value in (bar.fact, bar.target) if value is not None])
    # Half of the outer marks hangs over the ends of the axis.
    edge = min(Decimal(120), max(Decimal(BAR_LEFT), *(LETTER * len(axis(t)) / 2 + 2 for t in (ticks[0], ticks[-1]))))
    x = frame.scale(ticks[0], ticks[-1], edge, CHART_WIDTH - edge)
    bottom = TOP_Y + BAR_ROW * len(bars)
    zero = x(Decimal(0))
    column = LETTER * max(len(show(bar.fact)) for bar in bars if bar.fact is not None)
    # Lines are drawn beside the bars only, never through the words between them.
    dashes = f' stroke-dasharray="{MARK} {BAR_ROW - MARK}"'
    grid = "".join(f"M{n(x(tick))} {TOP_Y + 18}V{bottom}" for tick in ticks)
    return frame.svg(
        chart_id,
        title,
        "; ".join(_description(bar, show) for bar in bars),
        bottom + 24,
        [
            f'<path d="{grid}" stroke="var(--m-chart-grid)"{dashes}/>',
            f'<g text-anchor="middle">{_marks(ticks, x, bottom + 16, axis)}</g>',
            *(part for i, bar in enumerate(bars) for part in _bar(bar, TOP_Y + BAR_ROW * i, x, zero, show, column)),
            f'<path d="M{n(zero)} {TOP_Y + 18}V{bottom}" stroke="var(--m-chart-axis)"{dashes}/>',
            *_legend(any(bar.target is not None for bar in bars)),
        ],
    )


def _marks(ticks: Sequence[Decimal], x, y: int, axis: Show) -> str:
    """The words of the axis, those that would run into others left out; zero always."""
    taken: list[labels.Box] = []
    out = ""
    for tick in sorted(ticks, key=lambda tick: (tick != 0, tick)):
        word = axis(tick)
        middle = labels.inside(word, x(tick), 0, CHART_WIDTH)
        box = labels.words(word, middle, Decimal(y))
        if not any(box.meets(other) for other in taken):
            taken.append(box)
            out += f'<text x="{n(middle)}" y="{y}">{text.plain(word)}</text>'
    return out


def _bar(bar: Bar, y: int, x, zero: Decimal, show: Show, column: Decimal) -> list[str]:
    value = "" if bar.fact is None else show(bar.fact)
    begins = BAR_LEFT + column + LETTER
    room = int((CHART_WIDTH - begins) / LETTER)
    label = bar.label if len(bar.label) <= room else bar.label[: room - 1].rstrip() + "…"
    out = [f'<text x="{n(begins)}" y="{y + 13}">{text.plain(label)}</text>']
    if bar.fact is None:
        # A row without a bar is as tall as the others: its words stand where the bar would.
        out.append(f'<text x="{n(begins)}" y="{y + 31}" font-style="italic"{HALO}>{text.plain(bar.missing)}</text>')
        return out
    out.insert(
        0,
        f'<text x="{n(BAR_LEFT + column)}" y="{y + 13}" text-anchor="end" font-weight="700">{text.plain(value)}</text>',
    )
    end = x(bar.fact)
    left, width = min(zero, end), max(abs(end - zero), Decimal(1))
    out.append(f'<rect x="{n(left)}" y="{y + 20}" width="{n(width)}" height="{BAR}" fill="var(--m-chart-fact)"/>')
    if bar.target is not None:
        at = n(x(bar.target))
        out.append(
            f'<path d="M{at} {y + 18}v{MARK}" stroke="var(--m-chart-paper)" stroke-width="6"/>'
            f'<path d="M{at} {y + 18}v{MARK}" stroke="var(--m-chart-target)" stroke-width="3" stroke-dasharray="6 2"/>'
        )
    return out


def _legend(targets: bool) -> list[str]:
    fact, target = text.tr("значение"), text.tr("цель")
    legend = f'<rect y="6" width="22" height="12" fill="var(--m-chart-fact)"/><text x="28" y="16">{fact}</text>'
    if targets:
        legend += (
            '<path d="M120 2v20" stroke="var(--m-chart-target)" stroke-width="3" stroke-dasharray="6 2"/>'
            f'<text x="128" y="16">{target}</text>'
        )
    return [f'<g transform="translate({BAR_LEFT})">{legend}</g>']


def _description(bar: Bar, show: Show) -> str:
    words = f"{bar.label} — {text.tr(bar.missing) if bar.fact is None else show(bar.fact)}"
    if bar.goal:
        words += text.tr(", цель: {goal}", goal=bar.goal)
    return f"{words} ({bar.state})" if bar.state and bar.fact is not None else words
