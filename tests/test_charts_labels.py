"""Labels of charts: none on a target, none outside the drawing, whatever the values."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import text
from generator.pages import charts
from generator.pages.charts import Bar, Point, frame, lines
from generator.pages.charts.labels import Box, crossings

DIGIT = Decimal("0.6")  # of the size of a letter: DejaVu Sans, the widest of the usual fonts, has 0.64 for a bold one
numbers = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False)


def boxes(svg: ET.Element) -> Iterator[tuple[str, Box]]:
    """Every word of the drawing outside the legend with its box, read from the finished SVG."""

    def look(element: ET.Element, anchor: str) -> Iterator[tuple[str, Box]]:
        anchor = element.get("text-anchor", anchor)
        if element.get("transform"):
            return
        if element.tag == "text":
            message = "".join(element.itertext())
            x, y, size = Decimal(element.get("x")), Decimal(element.get("y")), Decimal(svg.get("font-size"))
            wide = DIGIT * size * len(message)
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
            yield message, Box(left, y - size * Decimal("0.75"), left + wide, y + size * Decimal("0.2"))
        for part in element:
            yield from look(part, anchor)

    yield from look(svg, "start")


def targets(svg: ET.Element) -> list[Box]:
    """The boxes of the marks of targets: diamonds of a line chart, strokes of a comparison."""
    found = []
    for path in svg.findall("path"):
        for one in path.get("d", "").split("M")[1:]:
            if path.get("fill") == "var(--m-chart-target)":
                x, y = map(Decimal, one.split("l")[0].split())
                found.append(Box(x, y - 6, x + 12, y + 6))
            elif path.get("stroke") == "var(--m-chart-target)" and "v" in one:
                start, _, high = one.partition("v")
                x, y = map(Decimal, start.split())
                found.append(Box(x - 2, y, x + 2, y + Decimal(high)))
    return found


def faults(made: str) -> list[str]:
    """Labels that stand on a target, on each other or outside the drawing."""
    svg = ET.fromstring(made)
    _, _, wide, high = map(Decimal, svg.get("viewBox").split())
    whole, marks, words = Box(Decimal(0), Decimal(0), wide, high), targets(svg), list(boxes(svg))
    out = [f"outside: {raw}" for raw, box in words if not box.within(whole)]
    out += [f"on a target: {raw}" for raw, box in words if any(map(box.meets, marks))]
    out += [
        f"on {other}: {raw}" for i, (raw, box) in enumerate(words) for other, its_box in words[:i] if box.meets(its_box)
    ]
    return out


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9000), numbers | st.none(), numbers | st.none()), min_size=1, max_size=24))
def test_labels_over_time_find_room_or_are_left_out(values: list) -> None:
    points = [Point(str(2000 + at % 90), at, fact, target, target) for at, fact, target in values]
    made = charts.over_time("g", "Доля", points)
    assert made == charts.no_data() or not faults(made)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(numbers | st.none(), numbers | st.none()), min_size=1, max_size=12))
def test_labels_of_a_comparison_stand_clear(values: list) -> None:
    bars = [Bar("Район с именем, которое длиннее всякой строки рисунка", fact, target) for fact, target in values]
    made = charts.side_by_side("s", "Доля", bars, text.number, text.number)
    assert made == charts.no_data() or not faults(made)


@pytest.mark.parametrize("many", [3, 12, 30])
def test_the_usual_series_has_its_last_figure_and_its_last_period(many: int) -> None:
    points = [Point(str(2000 + n), n * 365, Decimal(30 + n % 7) / 100, Decimal("0.7")) for n in range(many)]
    svg = ET.fromstring(charts.over_time("g", "Доля", points, text.percent))
    parts = [word for word, _ in boxes(svg)]
    assert points[-1].label in parts
    assert text.percent(points[-1].fact) in parts


def test_the_figure_of_a_bar_is_not_beside_the_target() -> None:
    """80 % under a target of 85 %, 55 % under 60 %: by the end of the bar they would be read as the target."""
    bars = [Bar("А", Decimal("0.8"), Decimal("0.85")), Bar("Б", Decimal("0.55"), Decimal("0.6"))]
    svg = ET.fromstring(charts.side_by_side("s", "Доля", bars, text.percent, text.percent))
    value = dict(boxes(svg))["80\u00a0%"]
    assert value.right < min(mark.left for mark in targets(svg)) - 60
    assert value.bottom <= min(mark.top for mark in targets(svg))


def test_zero_on_the_axis_is_whole() -> None:
    made = charts.side_by_side("s", "Доля", [Bar("А", Decimal("0.8"))], text.percent, text.percent)
    assert dict(boxes(ET.fromstring(made)))["0\u00a0%"].left >= 0
    assert not faults(made)


def test_a_figure_keeps_off_a_line_where_it_can() -> None:
    """The line falls steeply to the second value: right above it is the line, below it is nothing."""
    points = [Point(str(n), n * 365, Decimal(value)) for n, value in enumerate(("90", "20", "90"))]
    svg = ET.fromstring(charts.over_time("g", "Число", points))
    ways = [[(Decimal(c.get("cx")), Decimal(c.get("cy"))) for c in svg.find("g[@fill='var(--m-chart-fact)']")]]
    assert not crossings(dict(boxes(svg))["20"], ways)


def test_red_twin_labels_at_a_fixed_place_are_seen() -> None:
    """The same drawing with each figure set right above its circle, and a comparison with figures by the targets."""
    points = [Point(str(2000 + n), n * 30, Decimal(50), Decimal(50 + n)) for n in range(6)]
    svg = ET.fromstring(charts.over_time("g", "Число", points))
    assert not faults(ET.tostring(svg, encoding="unicode"))
    group = svg.find("g[@font-weight='700']")
    for circle in svg.find("g[@fill='var(--m-chart-fact)']"):
        label = ET.SubElement(group, "text", {"x": circle.get("cx"), "y": str(float(circle.get("cy")) - 10)})
        label.text = "50"
    assert any("on a target" in fault for fault in faults(ET.tostring(svg, encoding="unicode")))
    outside = charts.side_by_side("s", "Доля", [Bar("А", Decimal(1))], text.percent, text.percent)
    clipped = ET.fromstring(outside)
    next(t for t in clipped.iter("text") if t.text == "0\u00a0%").set("x", "10")
    assert faults(ET.tostring(clipped, encoding="unicode")) == ["outside: 0\u00a0%"]
    assert lines.CHART_WIDTH == frame.CHART_WIDTH
