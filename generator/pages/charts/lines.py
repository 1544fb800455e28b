"""Values over time as a line, and parts of a whole as a bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import text
from generator.pages.charts import frame, labels
from generator.pages.charts.frame import CHART_WIDTH, LETTER, Show, n, no_data

HEIGHT = 220
PLOT_TOP, PLOT_BOTTOM, PLOT_RIGHT = 46, 192, 388
HEAD = 26  # the legend ends here
AXIS = Decimal(200)  # what the words of the axis take at most


Way = list[tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Point:
    """One period: its label, its place in time (any number, days for instance) and what is known of it.

    ``fact`` is None where nothing is shown; ``plan`` is a knot of the planned line by which the facts are judged;
    ``missing`` says why («нет данных», «скрыто: мало людей»). ``goal`` and
    ``norm`` are the target and the normative minimum in words, for the description.
    """

    label: str
    at: int
    fact: Decimal | None = None
    target: Decimal | None = None
    minimum: Decimal | None = None
    plan: Decimal | None = None
    missing: str = "нет данных"
    goal: str = ""
    norm: str = ""


def over_time(
    chart_id: str, title: str, points: Sequence[Point], show: Show = text.number, axis: Show = text.number
) -> str:
    """Facts, targets and minimums by period as SVG text; a sentence instead of a drawing when there is no fact.

    ``chart_id`` must be unique on the page; ``show`` puts a value into words, rounded as the indicator says; ``axis``
    does the same for the round marks and must not round them. The axis always includes zero, so that the height of a
    line means what it seems to mean.
    """
    points = sorted(points, key=lambda point: point.at)
    if all(point.fact is None for point in points):
        return no_data()
    ticks = frame.ticks([value for p in points for value in (p.fact, p.target, p.minimum) if value is not None])
    left = min(AXIS, 14 + LETTER * max(len(axis(tick)) for tick in ticks))
    x = frame.scale(Decimal(points[0].at), Decimal(points[-1].at), left + 26, Decimal(PLOT_RIGHT - 26))
    y = frame.scale(ticks[0], ticks[-1], Decimal(PLOT_BOTTOM), Decimal(PLOT_TOP))
    place = [x(Decimal(point.at)) for point in points]
    facts = [(place[i], y(p.fact)) for i, p in enumerate(points) if p.fact is not None]
    targets = [(place[i], y(p.target)) for i, p in enumerate(points) if p.target is not None]
    planned = _level([(place[i], y(p.plan)) for i, p in enumerate(points) if p.plan is not None], left)
    minimums = [(place[i], y(p.minimum)) for i, p in enumerate(points) if p.minimum is not None]
    parts = [show(p.fact) for p in points if p.fact is not None]
    return frame.svg(
        chart_id,
        title,
        "; ".join(_description(point, show) for point in points),
        HEIGHT,
        [
            *_axes(ticks, left, y, axis),
            *_periods(points, place),
            *_minimum_line(minimums, left),
            *_target_line(targets, planned),
            *_fact_line(points, place, y),
            *_fact_labels(parts, facts, targets, left, [_steps(minimums, left), planned, *_runs(points, place, y)]),
            *_legend(bool(targets), bool(minimums)),
        ],
    )


def spark(points: Sequence[Point]) -> str:
    """The way of the facts over time, as small as a word, with the target of the last period as a dashed line; empty
    without a fact. It is a decoration of the words beside it and so hidden from screen readers. Heights count from
    zero, as in :func:`over_time`; a period without a fact is a gap in the line."""
    points = sorted(points, key=lambda point: point.at)
    facts = [point.fact for point in points if point.fact is not None]
    if not facts:
        return ""
    goal = next((point.target for point in reversed(points) if point.target is not None), None)
    bounds = [*facts, Decimal(0), *([goal] if goal is not None else [])]
    x = frame.scale(Decimal(points[0].at), Decimal(points[-1].at), Decimal(5), Decimal(115))
    y = frame.scale(min(bounds), max(bounds), Decimal(31), Decimal(5))
    parts = []
    if goal is not None:
        parts.append(f'<path d="M0 {n(y(goal))}H120" stroke="var(--m-chart-target)" stroke-dasharray="4 3"/>')
    runs: list[list[tuple[Decimal, Decimal]]] = [[]]
    for point in points:
        if point.fact is None:
            runs.append([])
        else:
            runs[-1].append((x(Decimal(point.at)), y(point.fact)))
    parts += [
        f'<path d="{_way(run)}" fill="none" stroke="var(--m-chart-fact)" stroke-width="2"/>'
        for run in runs
        if len(run) > 1
    ]
    last = next(run[-1] for run in reversed(runs) if run)
    parts.append(f'<circle cx="{n(last[0])}" cy="{n(last[1])}" r="3.5" fill="var(--m-chart-fact)"/>')
    return f'<svg class="m-spark" viewBox="0 0 120 36" aria-hidden="true">{"".join(parts)}</svg>'


def states(chart_id: str, title: str, parts: Sequence[tuple[str, str, int]]) -> str:
    """How many are in each state as one bar: ``parts`` are (state, its word, count); a sentence when all are zero.

    The words stand beside the bar as text; each state has a pattern of its own.
    """
    parts = [part for part in parts if part[2] > 0]
    total = sum(count for _, _, count in parts)
    if not total:
        return no_data()
    defs, bars, begin = [], [], Decimal(0)
    for state, _, count in parts:
        width = Decimal(CHART_WIDTH) * count / total
        fill, pattern = frame.pattern(f"{chart_id}-{state}", state)
        defs.append(pattern)
        bars.append(
            f'<rect x="{n(begin + 1)}" y="1" width="{n(max(width - 2, Decimal(1)))}" height="22" rx="2" fill="{fill}"'
            ' stroke="var(--m-chart-axis)"/>'
        )
        begin += width
    described = "; ".join(
        text.tr("{word}: {count} из {total}", word=word, count=count, total=total) for _, word, count in parts
    )
    return frame.svg(chart_id, title, described, 24, [f"<defs>{''.join(defs)}</defs>" if any(defs) else "", *bars])


# --- axes and labels --------------------------------------------------------------------------------------------------


def _description(point: Point, show: Show) -> str:
    words = f"{point.label} — {text.tr(point.missing) if point.fact is None else show(point.fact)}"
    if point.target is not None:
        words += text.tr(", цель: {goal}", goal=point.goal or show(point.target))
    if point.minimum is not None:
        words += text.tr(", норматив: {norm}", norm=point.norm or show(point.minimum))
    return words


def _axes(ticks: Sequence[Decimal], left: Decimal, y: Callable[[Decimal], Decimal], axis: Show) -> list[str]:
    lines = "".join(f"M{n(left)} {n(y(tick))}H{PLOT_RIGHT}" for tick in ticks if tick)
    labels = "".join(f'<text x="{n(left - 6)}" y="{n(y(tick) + 4)}">{text.plain(axis(tick))}</text>' for tick in ticks)
    return [
        f'<path d="{lines}" stroke="var(--m-chart-grid)"/>' if lines else "",
        f'<path d="M{n(left)} {n(y(Decimal(0)))}H{PLOT_RIGHT}" stroke="var(--m-chart-axis)"/>',
        f'<g text-anchor="end">{labels}</g>',
    ]


def _periods(points: Sequence[Point], place: Sequence[Decimal]) -> list[str]:
    """The last period always has its name, the others where there is room."""
    taken: list[labels.Box] = []
    names: dict[int, str] = {}
    for number in (len(points) - 1, *range(len(points) - 1)):
        label = points[number].label
        middle = labels.inside(label, place[number], 2, CHART_WIDTH - 2)
        box = labels.words(label, middle, Decimal(PLOT_BOTTOM + 19))
        if not any(
            box._replace(right=box.right + LETTER).meets(other._replace(right=other.right + LETTER)) for other in taken
        ):
            taken.append(box)
            names[number] = f'<text x="{n(middle)}" y="{PLOT_BOTTOM + 19}">{text.plain(label)}</text>'
    return [f'<g text-anchor="middle">{"".join(names[number] for number in sorted(names))}</g>']


# --- what is drawn ----------------------------------------------------------------------------------------------------


def _minimum_line(places: Sequence[tuple[Decimal, Decimal]], left: Decimal) -> list[str]:
    """A dotted stair: a minimum holds until the next one begins."""
    if not places:
        return []
    return [
        f'<path d="{_way(_steps(places, left))}" fill="none" stroke="var(--m-chart-minimum)"'
        ' stroke-width="2" stroke-dasharray="2 4"/>'
    ]


def _target_line(places: Way, planned: Way) -> list[str]:
    """Diamonds, one for each target, and the planned line as dashes: that by which the status is judged, no other."""
    if not places:
        return []
    dashes = (
        f'<path d="{_way(planned)}" fill="none" stroke="var(--m-chart-target)" stroke-width="2"'
        ' stroke-dasharray="7 4"/>'
    )
    return [
        dashes if planned else "",
        f'<path d="{"".join(frame.diamond(x, y) for x, y in places)}" fill="var(--m-chart-target)"'
        ' stroke="var(--m-chart-paper)"/>',
    ]


def _fact_line(points: Sequence[Point], place: Sequence[Decimal], y: Callable[[Decimal], Decimal]) -> list[str]:
    """A whole line with circles; it breaks where a period has no figure: nothing is drawn that nobody measured."""
    runs = _runs(points, place, y)
    line = "".join(_way(run) for run in runs if len(run) > 1)
    circles = "".join(f'<circle cx="{n(a)}" cy="{n(b)}" r="5"/>' for run in runs for a, b in run)
    return [
        f'<path d="{line}" fill="none" stroke="var(--m-chart-fact)" stroke-width="3"/>' if line else "",
        f'<g fill="var(--m-chart-fact)" stroke="var(--m-chart-paper)" stroke-width="2">{circles}</g>',
    ]


def _fact_labels(words: Sequence[str], facts: Way, targets: Way, left: Decimal, ways: Sequence[Way]) -> list[str]:
    """Each figure by its own circle where there is room for it: the last one first, then from the beginning.

    A figure never stands on a target, on a circle or on another figure, and keeps off the lines where it can; one
    that finds no room is left to the table beside the drawing.
    """
    field = labels.Box(left, Decimal(HEAD), Decimal(CHART_WIDTH - 2), Decimal(PLOT_BOTTOM))
    marks = [labels.around(x, y, 6) for x, y in targets]
    circles = [labels.around(x, y, 5) for x, y in facts]
    shown: dict[int, str] = {}
    taken: list[labels.Box] = []
    for number in (len(facts) - 1, *range(len(facts) - 1)):
        word, (x, y) = words[number], facts[number]
        free = []
        for across, down in (
            (0, -9),
            (0, 19),
            (0, -17),
            (0, 27),
            (-1, -9),
            (1, -9),
            (-1, 19),
            (1, 19),
            (-1, 27),
            (1, 27),
        ):
            middle = labels.inside(word, x + across * LETTER * (len(word) + 1) / 2, field.left, field.right)
            box = labels.words(word, middle, y + down)
            if box.within(field) and not any(map(box.meets, (*marks, *circles, *taken))):
                free.append((labels.crossings(box, ways), len(free), middle, y + down, box))
        if free:
            *_, middle, base, box = min(free)
            taken.append(box)
            shown[number] = f'<text x="{n(middle)}" y="{n(base)}">{text.plain(word)}</text>'
    return [
        '<g stroke="var(--m-chart-paper)" stroke-width="3" paint-order="stroke" font-weight="700"'
        f' text-anchor="middle">{"".join(shown[number] for number in sorted(shown))}</g>'
    ]


def _legend(targets: bool, minimums: bool) -> list[str]:
    legend = [
        (
            "значение",
            '<path d="M0 11h24" stroke="var(--m-chart-fact)" stroke-width="3"/>'
            '<circle cx="12" cy="11" r="5" fill="var(--m-chart-fact)"/>',
        )
    ]
    if targets:
        legend.append(
            (
                "цель",
                '<path d="M0 11h24" stroke="var(--m-chart-target)" stroke-width="2" stroke-dasharray="7 4"/>'
                f'<path d="{frame.diamond(Decimal(12), Decimal(11))}" fill="var(--m-chart-target)"/>',
            )
        )
    if minimums:
        legend.append(
            (
                "норматив",
                '<path d="M0 11h24" stroke="var(--m-chart-minimum)" stroke-width="2" stroke-dasharray="2 4"/>',
            )
        )
    return [
        f'<g transform="translate({12 + 126 * number})">{drawing}<text x="30" y="15">{text.tr(word)}</text></g>'
        for number, (word, drawing) in enumerate(legend)
    ]


def _runs(points: Sequence[Point], place: Sequence[Decimal], y: Callable[[Decimal], Decimal]) -> list[Way]:
    """The places of the facts, in pieces without a gap."""
    runs: list[Way] = [[]]
    for point, here in zip(points, place, strict=True):
        if point.fact is not None:
            runs[-1].append((here, y(point.fact)))
        elif runs[-1]:
            runs.append([])
    return runs


def _steps(places: Way, left: Decimal) -> Way:
    """The corners of the stair of the minimums, to the right edge."""
    if not places:
        return []
    corners = [(max(places[0][0] - 20, left), places[0][1])]
    for a, b in places[1:]:
        if b != corners[-1][1]:
            corners += [(a, corners[-1][1]), (a, b)]
    return [*corners, (Decimal(PLOT_RIGHT), corners[-1][1])]


def _level(places: Way, left: Decimal) -> Way:
    """The way through the knots of the plan; of a single one its level from the axis."""
    return [(left, places[0][1]), *places] if len(places) == 1 else list(places)


def _way(places: Sequence[tuple[Decimal, Decimal]]) -> str:
    return "M" + " ".join(f"{n(x)} {n(y)}" for x, y in places)
