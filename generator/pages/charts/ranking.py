"""Territories side by side on one indicator in one period: a bar for each, the target as a mark across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import text
from generator.pages.charts import frame
from generator.pages.charts.frame import NO_DATA, WIDTH, Show, n

LEFT, RIGHT = 10, 340  # the right margin holds the figure of the longest bar
TOP, ROW = 30, 40


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
    """The bars in the given order as SVG text; a sentence when no territory has a value. The axis begins at zero."""
    if all(bar.fact is None for bar in bars):
        return NO_DATA
    ticks = frame.ticks([value for bar in bars for value in (bar.fact, bar.target) if value is not None])
    x = frame.scale(ticks[0], ticks[-1], Decimal(LEFT), Decimal(RIGHT))
    bottom = TOP + ROW * len(bars)
    zero = x(Decimal(0))
    targets = any(bar.target is not None for bar in bars)
    return frame.svg(
        chart_id,
        title,
        "; ".join(_said(bar, show) for bar in bars),
        bottom + 24,
        [
            f'<path d="{"".join(f"M{n(x(tick))} {TOP}V{bottom}" for tick in ticks)}" stroke="var(--m-chart-grid)"/>',
            '<g text-anchor="middle">'
            + "".join(f'<text x="{n(x(t))}" y="{bottom + 16}">{text.plain(axis(t))}</text>' for t in ticks)
            + "</g>",
            *(part for number, bar in enumerate(bars) for part in _bar(bar, TOP + ROW * number, x, zero, show)),
            f'<path d="M{n(zero)} {TOP}V{bottom}" stroke="var(--m-chart-axis)"/>',
            *_legend(targets),
        ],
    )


def _bar(bar: Bar, y: int, x, zero: Decimal, show: Show) -> list[str]:
    label = bar.label if len(bar.label) <= 52 else bar.label[:51].rstrip() + "…"
    out = [f'<text x="{LEFT}" y="{y + 14}">{text.plain(label)}</text>']
    if bar.fact is None:
        out.append(f'<text x="{n(zero + 6)}" y="{y + 31}" font-style="italic">{text.plain(bar.missing)}</text>')
        return out
    end = x(bar.fact)
    left, width = min(zero, end), max(abs(end - zero), Decimal(1))
    edge = max(zero, end)
    if bar.target is not None:
        edge = max(edge, x(bar.target)) if abs(x(bar.target) - end) < 40 else edge
    out.append(f'<rect x="{n(left)}" y="{y + 19}" width="{n(width)}" height="14" fill="var(--m-chart-fact)"/>')
    if bar.target is not None:
        at = n(x(bar.target))
        out.append(
            f'<path d="M{at} {y + 15}v22" stroke="var(--m-chart-paper)" stroke-width="6"/>'
            f'<path d="M{at} {y + 15}v22" stroke="var(--m-chart-target)" stroke-width="3" stroke-dasharray="6 2"/>'
        )
    anchor = ' text-anchor="end"' if edge > WIDTH - 60 else ""
    at = WIDTH - 2 if anchor else edge + 6
    out.append(
        f'<text x="{n(Decimal(at))}" y="{y + 31}" font-weight="700"{anchor} stroke="var(--m-chart-paper)"'
        f' stroke-width="3" paint-order="stroke">{text.plain(show(bar.fact))}</text>'
    )
    return out


def _legend(targets: bool) -> list[str]:
    signs = [
        '<rect x="10" y="6" width="22" height="12" fill="var(--m-chart-fact)"/><text x="38" y="16">значение</text>'
    ]
    if targets:
        signs.append(
            '<path d="M130 2v20" stroke="var(--m-chart-target)" stroke-width="3" stroke-dasharray="6 2"/>'
            '<text x="138" y="16">цель</text>'
        )
    return signs


def _said(bar: Bar, show: Show) -> str:
    said = f"{bar.label} — {bar.missing if bar.fact is None else show(bar.fact)}"
    if bar.goal:
        said += f", цель: {bar.goal}"
    return f"{said} ({bar.state})" if bar.state and bar.fact is not None else said
