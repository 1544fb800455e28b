"""Drawings of a practice as SVG: seats, boards, sheets, strips, what comes after what. Made once at build time of what
``records.drawings`` says; like the charts it has no script, no style and no colour of its own.

A drawing is 340 units wide and its letters are 14 units high: on a phone of 360 pixels they stay larger than 12 pixels.
What a page shows of it beside is its caption; what a screen reader says is the author's description.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from markupsafe import Markup

from generator import text
from generator.pages.charts import frame
from generator.records import drawings as recorded
from generator.records.drawings import Drawing, amount, cells
from generator.records.practices import Practice

DRAWING_WIDTH, LETTER_WIDTH, LINE_HEIGHT = 340, 8, 18  # of a drawing, of a letter, from line to line
_CAPITAL = 10.5  # a capital or a bold letter
_SEAT = 26
_STROKE = 'stroke="var(--m-chart-axis)"'
_EDGE = 'fill="var(--m-chart-paper)" stroke="var(--m-chart-fact)" stroke-width="1.5"'
Part = tuple[list[str], float]


def of(practice: Practice) -> dict[int, list[Markup]]:
    """The finished figures of a practice by the number of their step; 0 for those that belong to the idea."""
    found: dict[int, list[Markup]] = {number: [] for number in range(len(practice.steps) + 1)}
    for number, drawing in enumerate(practice.drawings, 1):
        found[drawing.step or 0].append(drawing_figure(drawing, f"risunok-{number}"))
    return found


def drawing_figure(drawing: Drawing, its_id: str) -> Markup:
    """A drawing with its caption; ``its_id`` is unique on the page. The drawing itself: :func:`drawing_svg`."""
    caption = text.plain(drawing.title)
    return Markup(
        f'<figure class="m-drawing" id="{its_id}">\n{drawing_svg(drawing, its_id)}\n'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def drawing_svg(drawing: Drawing, its_id: str) -> str:
    """The drawing as SVG text, part below part."""
    out: list[str] = []
    y = 2.0
    for part in drawing.parts:
        if part.title:
            lines = wrapped(part.title, DRAWING_WIDTH // 10)  # bold letters are wider
            out += [
                _text(0, y + 14 + LINE_HEIGHT * at, line, bold=True, most=DRAWING_WIDTH)
                for at, line in enumerate(lines)
            ]
            y += LINE_HEIGHT * len(lines) + 6
        drawn, height = _DRAWN[drawing.type](part.rows)
        out += [f'<g transform="translate(0 {_n(y)})">', *drawn, "</g>"]
        y += height + 14
    made = frame.svg(
        its_id, drawing.title, drawing.alt.removesuffix("."), math.ceil(max(y - 12, 20)), out, DRAWING_WIDTH
    )
    return made.replace('font-size="12"', 'font-size="14"', 1)


def wrapped(words: str, letters: int) -> list[str]:
    """The words in lines of at most ``letters``; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _text(
    x: float, y: float, words: str, *, bold: bool = False, anchor: str = "", most: float = 0, muted: bool = False
) -> str:
    """A line of words; ``most`` is how wide it may be at the utmost."""
    look = ' font-weight="700"' if bold else ""
    look += f' text-anchor="{anchor}"' if anchor else ""
    look += ' font-style="italic"' if muted else ""
    if most and sum(_CAPITAL if bold or character.isupper() else LETTER_WIDTH for character in words) > most:
        look += f' textLength="{_n(most)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{_n(x)}" y="{_n(y)}"{look}>{text.plain(words)}</text>'


def _block(x: float, y: float, width: float, words: str, *, bold: bool = False) -> list[str]:
    """Words in lines in the middle of a width, the first line at ``y``."""
    room = width - 8
    lines = wrapped(words, max(1, int(room // LETTER_WIDTH)))
    return [
        _text(x + width / 2, y + LINE_HEIGHT * at, line, bold=bold, anchor="middle", most=room)
        for at, line in enumerate(lines)
    ]


def _lines(words: str, width: float) -> int:
    return max(1, len(wrapped(words, max(1, int((width - 8) // LETTER_WIDTH)))))


def _box(x: float, y: float, width: float, height: float, look: str = _EDGE, corner: int = 6) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="{corner}" {look}/>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# --- where people sit -------------------------------------------------------------------------------------------------


def _seating(rows: Sequence[str]) -> Part:
    """Each row a row of tables, each table its seats."""
    out, y = [], 0.0
    for row in rows:
        tables = cells(row)
        width = (DRAWING_WIDTH - 10 * (len(tables) - 1)) / len(tables)
        drawn = [_table(table.split(), width) for table in tables]
        height = max(its_height for _, its_height in drawn)
        for at, (seats, _) in enumerate(drawn):
            x = at * (width + 10)
            out += [_box(x, y, width, height, f'fill="none" {_STROKE}')]
            out += [f'<g transform="translate({_n(x)} {_n(y)})">', *seats, "</g>"]
        y += height + 10
    return out, y - 10


def _table(seats: Sequence[str], width: float) -> Part:
    lines: list[list[tuple[str, float]]] = [[]]
    wide = [min(max(_SEAT, LETTER_WIDTH * len(seat) + 12), width - 12) for seat in seats]
    # As many on each side of the table, as people sit.
    most = max(1, int((width - 6) // (max(wide, default=_SEAT) + 6)))
    a_line = math.ceil(len(seats) / math.ceil(len(seats) / most)) if seats else 1
    for seat, its_width in zip(seats, wide, strict=True):
        if len(lines[-1]) == a_line:
            lines.append([])
        lines[-1].append((seat, its_width))
    out = []
    for number, line in enumerate(lines):
        x = (width - sum(w + 6 for _, w in line) + 6) / 2
        y = 8 + number * (_SEAT + 6)
        for seat, its_width in line:
            out += [_box(x, y, its_width, _SEAT, corner=13)]
            out += [_text(x + its_width / 2, y + 18, seat, anchor="middle", most=its_width - 8)]
            x += its_width + 6
    return out, 10 + len(lines) * (_SEAT + 6)


def _circle(rows: Sequence[str]) -> Part:
    """Seats in a circle; a second row stands in the middle."""
    seats = rows[0].split() if rows else []
    radius = 105.0
    middle = (DRAWING_WIDTH / 2, radius + 17)
    out = [f'<circle cx="{_n(middle[0])}" cy="{_n(middle[1])}" r="{_n(radius)}" fill="none" {_STROKE}/>']
    for number, seat in enumerate(seats):
        angle = 2 * math.pi * number / len(seats) - math.pi / 2
        x, y = middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)
        width = max(32, LETTER_WIDTH * len(seat) + 14)
        x = min(max(x, width / 2 + 1), DRAWING_WIDTH - width / 2 - 1)
        out += [_box(x - width / 2, y - 16, width, 32, corner=16)]
        out += [_text(x, y + 5, seat, anchor="middle", most=width - 8)]
    if len(rows) > 1:
        out += _block(middle[0] - 65, middle[1] - 9 * (_lines(rows[1], 130) - 2) - 4, 130, rows[1])
    return out, 2 * radius + 34


# --- boards and sheets ------------------------------------------------------------------------------------------------


def _board(rows: Sequence[str]) -> Part:
    drawn, height = _grid(rows, 8)
    outline = 'fill="none" stroke="var(--m-chart-fact)" stroke-width="5"'
    return [*drawn, _box(2.5, 2.5, DRAWING_WIDTH - 5, height + 11, outline)], height + 16


def _sheet(rows: Sequence[str]) -> Part:
    drawn, height = _grid(rows, 8)
    # A sheet of paper has a corner that is folded.
    return [
        f'<path d="M1 1H{DRAWING_WIDTH - 13}l12 12V{_n(height + 21)}H1z" fill="none" {_STROKE}/>',
        f'<path d="M{DRAWING_WIDTH - 13} 1v12h12" fill="none" {_STROKE}/>',
        '<g transform="translate(0 6)">',
        *drawn,
        "</g>",
    ], height + 22


def _grid(rows: Sequence[str], edge: float) -> Part:
    """Cells with lines between them; an empty one is for writing."""
    table = [cells(row) for row in rows]
    columns = max(map(len, table), default=1)
    longest = [max((len(row[at]) for row in table if at < len(row)), default=0) for at in range(columns)]
    shares = [max(6, min(30, letters)) for letters in longest]
    whole = DRAWING_WIDTH - 2 * edge
    widths = [whole * share / sum(shares) for share in shares]
    out, y = [], edge
    for number, row in enumerate(table):
        # A row of fewer cells is as wide as the others.
        its = widths if len(row) == columns else [whole / len(row)] * len(row)
        height = LINE_HEIGHT * max(_lines(cell, width) for cell, width in zip(row, its, strict=True)) + 12
        x = edge
        for at, (cell, width) in enumerate(zip(row, its, strict=True)):
            out += _block(x, y + 20, width, cell)
            if at:
                out.append(f'<path d="M{_n(x)} {_n(y)}v{_n(height)}" {_STROKE}/>')
            x += width
        y += height
        if number < len(table) - 1:
            out.append(f'<path d="M{_n(edge)} {_n(y)}h{_n(whole)}" {_STROKE}/>')
    return out, y - edge


# --- lengths and heights ----------------------------------------------------------------------------------------------


def _bars(rows: Sequence[str]) -> Part:
    """Strips of one scale: the label above, on each piece what it is."""
    strips = [(label, [amount(piece) for piece in pieces]) for label, *pieces in map(cells, rows)]
    longest = max((sum(size or 0 for _, size in pieces) for _, pieces in strips), default=1) or 1
    out, y = [], 0.0
    for label, pieces in strips:
        out += [_text(0, y + 14, label, most=DRAWING_WIDTH)]
        x = 1.0
        for at, (words, size) in enumerate(pieces):
            width = (DRAWING_WIDTH - 2) * (size or 0) / longest
            look = f'{_EDGE} stroke-dasharray="5 3"' if at else _EDGE
            out += [_box(x, y + 21, width, 28, look, 0)]
            out += [_text(x + width / 2, y + 40, words, bold=True, anchor="middle", most=max(width - 6, 8))]
            x += width
        y += 60
    return out, y - 8


def _scale(rows: Sequence[str]) -> Part:
    """Rulers that stand: low is below. The first mark is a cross, further ones are circles."""
    rulers = [(label, [amount(mark) for mark in marks]) for label, *marks in map(cells, rows)]
    width = DRAWING_WIDTH / max(len(rulers), 1)
    top, height = 22, 130
    out = []
    for at, (label, marks) in enumerate(rulers):
        x = at * width + (width * 0.2 if len(rulers) > 1 else width * 0.35)
        out += [_text(x, 12, text.tr("верх"), anchor="middle", muted=True)]
        out += [f'<path d="M{_n(x)} {top}v{height}M{_n(x - 7)} {top}h14m0 {height}h-14" {_EDGE}/>']
        out += [_text(x, top + height + 18, text.tr("низ"), anchor="middle", muted=True)]
        out += _block(at * width, top + height + 42, width, label, bold=True)
        heights = [top + height * (1 - min(size or 0, 100) / 100) for _, size in marks]
        for number, ((name, _), y, its) in enumerate(zip(marks, heights, _apart(heights), strict=True)):
            character = f"M{_n(x - 6)} {_n(y - 6)}l12 12m0-12l-12 12"
            out += [
                f'<circle cx="{_n(x)}" cy="{_n(y)}" r="6" fill="var(--m-chart-paper)"'
                ' stroke="var(--m-chart-target)" stroke-width="2.5"/>'
                if number
                else f'<path d="{character}" fill="none" stroke="var(--m-chart-fact)" stroke-width="3"/>'
            ]
            out += [_text(x + 13, its + 5, name, most=(at + 1) * width - x - 15)]
    return out, top + height + 32 + LINE_HEIGHT * max((_lines(label, width) for label, _ in rulers), default=1)


def _apart(heights: Sequence[float]) -> list[float]:
    """The same places, moved down where words would lie on one another."""
    out, last = [0.0] * len(heights), -math.inf
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        last = out[at] = max(heights[at], last + LINE_HEIGHT - 1)
    return out


# --- order and ties ---------------------------------------------------------------------------------------------------


def _cycle(rows: Sequence[str]) -> Part:
    """What follows what, and back to the beginning."""
    width = DRAWING_WIDTH - 40
    out, y = [], 0.0
    middles = []
    for number, row in enumerate(rows):
        numbered = f"{number + 1}. {row}"
        height = LINE_HEIGHT * _lines(numbered, width) + 14
        if number:
            out += [_arrow(width / 2, y - 20, width / 2, y - 2)]
        out += [_box(1, y, width - 2, height), *_block(0, y + 21, width, numbered)]
        middles.append(y + height / 2)
        y += height + 22
    if len(rows) > 1:
        first, last = middles[0], middles[-1]
        right = DRAWING_WIDTH - 12
        out += [f'<path d="M{_n(width)} {_n(last)}H{_n(right)}V{_n(first)}H{_n(width + 12)}" fill="none" {_STROKE}/>']
        out += [_arrow(width + 14, first, width + 2, first)]
    return out, y - 20


def _timeline(rows: Sequence[str]) -> Part:
    """Moments from above to below: when, and what then."""
    out, y, dots = [], 0.0, []
    for when, what in ((*cells(row), "")[:2] for row in rows):
        lines = wrapped(what, (DRAWING_WIDTH - 34) // LETTER_WIDTH)
        dots.append(y + 9)
        out += [_text(30, y + 14, when, bold=True, most=DRAWING_WIDTH - 32)]
        out += [_text(30, y + 14 + LINE_HEIGHT * at, line, most=DRAWING_WIDTH - 32) for at, line in enumerate(lines, 1)]
        y += LINE_HEIGHT * (1 + len(lines)) + 14
    line = [f'<path d="M10 {_n(a)}V{_n(b)}" {_STROKE} stroke-width="2"/>' for a, b in pairwise(dots)]
    return [*line, *(f'<circle cx="10" cy="{_n(dot)}" r="6" {_EDGE}/>' for dot in dots), *out], y - 14


def _links(rows: Sequence[str]) -> Part:
    """Two notions and the word on the arrow between them, row by row."""
    width = 118
    out, y = [], 0.0
    for one, tie, other in ((*cells(row), "", "")[:3] for row in rows):
        gap = DRAWING_WIDTH - 2 * width
        height = max(
            LINE_HEIGHT * max(_lines(one, width), _lines(other, width)) + 14, 2 * LINE_HEIGHT * _lines(tie, gap) + 8
        )
        for x, words in ((0, one), (DRAWING_WIDTH - width, other)):
            out += [_box(x + 1, y + 1, width - 2, height - 2)]
            out += _block(x, y + height / 2 + 5 - LINE_HEIGHT * (_lines(words, width) - 1) / 2, width, words)
        out += _block(width, y + height / 2 - 7 - LINE_HEIGHT * (_lines(tie, gap) - 1), gap, tie)
        out += [_arrow(width + 3, y + height / 2 + 4, DRAWING_WIDTH - width - 3, y + height / 2 + 4)]
        y += height + 12
    return out, y - 12


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    angle = math.atan2(y2 - y1, x2 - x1)
    wings = "".join(
        f"M{_n(x2)} {_n(y2)}L{_n(x2 - 8 * math.cos(angle + turn))} {_n(y2 - 8 * math.sin(angle + turn))}"
        for turn in (0.5, -0.5)
    )
    line = f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}{wings}"
    return f'<path d="{line}" fill="none" stroke="var(--m-chart-fact)" stroke-width="2"/>'


_DRAWN: dict[str, Callable[[Sequence[str]], Part]] = {
    recorded.SEATING: _seating,
    recorded.CIRCLE: _circle,
    recorded.BOARD: _board,
    recorded.SHEET: _sheet,
    recorded.BARS: _bars,
    recorded.CYCLE: _cycle,
    recorded.TIMELINE: _timeline,
    recorded.LINKS: _links,
    recorded.SCALE: _scale,
}
