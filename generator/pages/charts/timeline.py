"""A roadmap on the axis of months: a row for every measure, a bar for every time that it falls due, today as a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import text
from generator.catalog.computed.roadmap import STATES, Occurrence
from generator.pages.charts import frame
from generator.pages.charts.frame import n, no_data
from generator.records.times import Month

MARGIN_LEFT, MARGIN_RIGHT = 34, 12
HEAD_HEIGHT, FOOT_HEIGHT = 46, 34
LETTERS = 7.6  # units that a letter of a title takes, a little more than on the average
MAX_WIDTH = 1200  # units across: a term of ten years has narrower months, not a wider drawing


@dataclass(frozen=True)
class TimelineRow:
    """A measure: its number, its title, its term in words, its occurrences."""

    number: str
    title: str
    when: str
    spans: tuple[Occurrence, ...]


@dataclass(frozen=True)
class RowLayout:
    """Where things of a row stand: the title above its bars (a narrow screen shows both at once) or beside them (a
    sheet of paper across has the width)."""

    left: int
    row: int
    bar: int
    names: int | None = None  # units that a title may take; None: the whole width

    @property
    def dashes(self) -> str:
        """For lines down the drawing, from the first bar: they pass over the titles that stand above the bars."""
        high = self.row - self.bar + 1
        return f' stroke-dasharray="{high} {self.row - high}"' if self.names is None else ""


ABOVE = RowLayout(left=MARGIN_LEFT, row=32, bar=18)
BESIDE = RowLayout(left=MARGIN_LEFT + 400, row=17, bar=3, names=390)


def timeline(
    chart_id: str,
    title: str,
    rows: Sequence[TimelineRow],
    term: tuple[Month, Month],
    today: dt.date,
    names: dict[str, str],
    at: RowLayout = ABOVE,
) -> str:
    """The roadmap as SVG text; ``term`` is the whole axis (widened to the spans), ``names`` the words of the states.

    A measure without a date is a broken line over the whole term with its words. The description is short: the table
    below the drawing carries the same facts, row by row.
    """
    if not rows:
        return no_data()
    known = [span for row in rows for span in row.spans if span.start]
    first = min([term[0], *(span.start for span in known)])
    last = max([term[1], *(span.end or span.start for span in known)])
    months = _number(last) - _number(first) + 1
    step = Decimal(max(4, min(20, (MAX_WIDTH - MARGIN_LEFT - MARGIN_RIGHT) // months)))
    width = at.left + int(step * months) + MARGIN_RIGHT
    bottom = HEAD_HEIGHT + at.row * len(rows)

    def x(month: Month, after: int = 0) -> Decimal:
        return at.left + step * (_number(month) - _number(first) + after)

    used = [state for state in STATES if any(span.state == state for row in rows for span in row.spans)]
    fills = {state: frame.pattern(f"{chart_id}-{state}", state) for state in used}
    inside = first.first <= today <= last.last
    width = max(width, 560)
    letters = int((at.names or width - MARGIN_LEFT - MARGIN_RIGHT) / LETTERS)
    return frame.svg(
        chart_id,
        title,
        _description(rows, known, first, last, today if inside else None),
        bottom + FOOT_HEIGHT,
        [
            f"<defs>{''.join(pattern for _, pattern in fills.values())}</defs>",
            *_axis(first, last, step, x, bottom, at),
            *(
                p
                for i, row in enumerate(rows)
                for p in _row(row, HEAD_HEIGHT + at.row * i, x, fills, (first, last), at, letters)
            ),
            *_today(today if inside else None, x(Month(today.year, today.month)), step, bottom, at),
            *_legend(used, names, fills, bottom + 12),
        ],
        width=width,
        size=12,
    )


def _axis(first: Month, last: Month, step: Decimal, x, bottom: int, at: RowLayout) -> list[str]:
    """Years as words, months as lines; a month has its number where there is room for it."""
    years, months, heads, strong, weak = "", "", "", "", ""
    down = f"{HEAD_HEIGHT + at.bar - 1}V{bottom}"
    for index in range(_number(last) - _number(first) + 1):
        month = Month((_number(first) + index) // 12, (_number(first) + index) % 12 + 1)
        here = n(x(month))
        if month.month == 1 or not index:
            # The year that the term only touches at its beginning has no room for its name.
            if month.month == 1 or (13 - month.month) * step > 36:
                years += f'<text x="{n(x(month) + 3)}" y="14" font-weight="700">{month.year}</text>'
            heads += f"M{here} 2V{HEAD_HEIGHT - 6}"
            strong += f"M{here} {down}"
        else:
            weak += f"M{here} {down}"
        if step >= 14 or month.month % 3 == 1:
            months += f'<text x="{n(x(month) + step / 2)}" y="32">{month.month}</text>'
    end = n(x(last, 1))
    return [
        f'<path d="{weak}" stroke="var(--m-chart-grid)"{at.dashes}/>' if weak else "",
        f'<path d="{heads}M{end} 2V{HEAD_HEIGHT - 6}" stroke="var(--m-chart-axis)"/>',
        f'<path d="{strong}M{end} {down}" stroke="var(--m-chart-axis)"{at.dashes}/>',
        f'<g>{years}</g><g text-anchor="middle" font-size="10">{months}</g>',
    ]


def _row(row: TimelineRow, y: int, x, fills, term: tuple[Month, Month], at: RowLayout, letters: int) -> list[str]:
    title = _cut(row.title, letters)
    halo = ' stroke="var(--m-chart-paper)" stroke-width="3" paint-order="stroke"'
    out = [
        f'<path d="M0 {y}H{n(x(term[1], 1))}" stroke="var(--m-chart-grid)"/>',
        f'<text x="28" y="{y + 14}" text-anchor="end" font-weight="700">{row.number}</text>',
        f'<text x="{MARGIN_LEFT + 3}" y="{y + 13}"{halo}>{text.plain(title)}</text>',
    ]
    for span in row.spans:
        if span.start:  # what has no end goes on beyond the axis
            begin, width = x(span.start), x(span.end or term[1], 1) - x(span.start)
            out.append(
                f'<rect x="{n(begin + 1)}" y="{y + at.bar}" width="{n(width - 2)}" height="11" rx="2"'
                f' fill="{fills[span.state][0]}" stroke="var(--m-chart-axis)"/>'
            )
        else:
            out.append(
                f'<path d="M{n(x(term[0]) + 3)} {y + at.bar + 6}H{n(x(term[1], 1))}" stroke="var(--m-chart-minimum)"'
                ' stroke-width="2" stroke-dasharray="8 5"/>'
                f'<text x="{n(x(term[0]) + 3)}" y="{y + at.bar + 10}" font-size="11" font-style="italic"{halo}>'
                f"{text.plain(row.when)}</text>"
            )
    return out


def _cut(title: str, letters: int) -> str:
    """The title, or as many whole words of it as the letters allow."""
    if len(title) <= letters:
        return title
    head = title[: letters - 1]
    words = head.rpartition(" ")[0] if title[letters - 1 : letters] != " " else head
    return (words or head).rstrip(" ,;:—–-") + "…"


def _today(today: dt.date | None, begins: Decimal, step: Decimal, bottom: int, at: RowLayout) -> list[str]:
    """A line within the month that ``begins`` there; nothing when today is not on the axis."""
    if today is None:
        return []
    here = begins + step * Decimal(today.day - 1) / Month(today.year, today.month).last.day
    line = ' stroke="var(--m-chart-target)" stroke-width="2"'
    # At the beginning of the axis the word has no room before the line.
    place = f'x="{n(here - 4)}" y="14" text-anchor="end"' if here > 80 else f'x="{n(here + 4)}" y="14"'
    return [
        f'<path d="M{n(here)} 16V{HEAD_HEIGHT - 6}"{line}/>',
        f'<path d="M{n(here)} {HEAD_HEIGHT + at.bar - 1}V{bottom}"{line}{at.dashes}/>',
        f'<text {place} font-weight="700" fill="var(--m-chart-target)"'
        ' stroke="var(--m-chart-paper)" stroke-width="4" paint-order="stroke">'
        f"{text.tr('сегодня')}</text>",
    ]


def _legend(used: Sequence[str], names: dict[str, str], fills, y: int) -> list[str]:
    return [
        f'<g transform="translate({MARGIN_LEFT + 124 * at} {y})"><rect y="0" width="22" height="12" rx="2"'
        f' fill="{fills[state][0]}" stroke="var(--m-chart-axis)"/>'
        f'<text x="28" y="10">{text.plain(names[state])}</text></g>'
        for at, state in enumerate(used)
    ]


def _description(
    rows: Sequence[TimelineRow], known: Sequence[Occurrence], first: Month, last: Month, today: dt.date | None
) -> str:
    term = text.months(first.year, first.month, last.year, last.month)
    words = text.tr("Строк: {rows}, сроков с датой: {dated}, {term}", rows=len(rows), dated=len(known), term=term)
    if today:
        words += text.tr("; сегодня {day}", day=text.date(today))
    return words + text.tr("; то же самое по строкам — в таблице мероприятий")


def _number(month: Month) -> int:
    return month.year * 12 + month.month - 1
