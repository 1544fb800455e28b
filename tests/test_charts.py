"""Charts: an image that says all its figures in words, drawn with the theme's colours and nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import PROJECT

from generator import text
from generator.pages import charts
from generator.pages.charts import Point, lines

HOSTILE = """</title><script>alert(1)</script> & "к" 'о' <b>ж</b> {{ x }} *з*"""
CSS = (PROJECT / "theme/mkdocs/assets/stylesheets/metodoteka.css").read_text(encoding="utf-8")


def points(*facts: str | None, **more: object) -> list[Point]:
    """Points a year apart; None is a year without a figure."""
    return [
        Point(str(2023 + number), number * 365, Decimal(fact) if fact is not None else None, **more)
        for number, fact in enumerate(facts)
    ]


def drawn(*facts: str | None, **more: object) -> ET.Element:
    return ET.fromstring(charts.over_time("g", "Доля", points(*facts, **more)))


def words(svg: ET.Element, tag: str) -> str:
    return "".join(svg.find(tag).itertext()).replace("\u00a0", " ")


def circles(svg: ET.Element) -> list[tuple[float, float]]:
    """The places of the facts (the legend has a circle of its own)."""
    return [(float(c.get("cx")), float(c.get("cy"))) for c in svg.find("g[@fill='var(--m-chart-fact)']")]


FULL = points("0.2", None, "0.6", target=Decimal("0.7"), minimum=Decimal("0.3"), goal="не менее 70 %")
STATES = [("done", "выполнено", 3), ("under-way", "идёт", 1), ("not-begun", "не начато", 2), ("late", "просрочено", 1),
          ("no-data", "нет данных", 5)]  # fmt: skip


# --- what it says -----------------------------------------------------------------------------------------------------


def test_title_and_description_carry_every_figure() -> None:
    svg = ET.fromstring(charts.over_time("g", "Доля: Район", FULL, text.percent))
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "g-t g-d")
    assert [e.get("id") for e in svg if e.get("id")] == ["g-t", "g-d"]
    assert words(svg, "title") == "Доля: Район"
    assert words(svg, "desc") == (
        "2023 — 20 %, цель: не менее 70 %, норматив: 30 %; 2024 — нет данных, цель: не менее 70 %, норматив: 30 %; "
        "2025 — 60 %, цель: не менее 70 %, норматив: 30 %."
    )


def test_a_hidden_value_is_not_called_missing() -> None:
    assert "2024 — скрыто: мало людей" in words(drawn("0.2", None, missing="скрыто: мало людей"), "desc")


def test_without_a_fact_there_is_a_sentence_and_no_drawing() -> None:
    assert charts.over_time("g", "Доля", []) == charts.no_data()
    assert charts.over_time("g", "Доля", points(None, None, target=Decimal("0.7"))) == charts.no_data()
    assert charts.states("s", "Ход", [("done", "выполнено", 0)]) == charts.no_data()
    assert "нет данных" in charts.no_data().lower()


def test_states_are_told_in_words_and_drawn_in_proportion() -> None:
    svg = ET.fromstring(charts.states("khod", "Ход", STATES))
    assert words(svg, "desc").startswith("выполнено: 3 из 12; идёт: 1 из 12")
    bars = [float(bar.get("width")) for bar in svg.findall("rect")]
    assert bars == [98, pytest.approx(31.3, abs=0.1), pytest.approx(64.7, abs=0.1), pytest.approx(31.3, abs=0.1),
                    pytest.approx(164.7, abs=0.1)]  # fmt: skip
    fills = [bar.get("fill") for bar in svg.findall("rect")]
    assert len(set(fills)) == len(STATES), "a state must differ from another in more than its place"


# --- how it is drawn --------------------------------------------------------------------------------------------------


def test_one_value_stands_in_the_middle_without_a_line() -> None:
    svg = drawn("0.4")
    ((x, _),) = circles(svg)
    assert 180 < x < 260
    assert not any(p.get("stroke-width") == "3" for p in svg.findall("path"))


def test_a_line_breaks_where_nobody_measured() -> None:
    def line(svg: ET.Element) -> str:
        return next((p.get("d") for p in svg.iter("path") if p.get("stroke-width") == "3" and p.get("fill")), "")

    assert line(drawn("0.2", "0.4", "0.6")).count("M") == 1
    assert line(drawn("0.2", "0.4", None, "0.6", "0.7")).count("M") == 2
    assert line(drawn("0.2", None, "0.6")) == "", "two lonely values must not be joined"


@pytest.mark.parametrize("facts", [("0",), ("0", "0"), ("-3", "0", "5"), ("-5", "-2"), ("0", "1000000")])
def test_zero_is_always_on_the_axis(facts: tuple[str, ...]) -> None:
    svg = drawn(*facts)
    axis = next(p.get("d") for p in svg.iter("path") if p.get("stroke") == "var(--m-chart-axis)")
    zero = float(axis.split("H")[0].split()[1])
    for (_, y), fact in zip(circles(svg), facts, strict=True):
        assert (y - zero) * float(fact) <= 0, "above zero is above the axis"
        assert (y == zero) == (fact == "0")


def test_less_is_lower() -> None:
    heights = [y for _, y in circles(drawn("0.2", "0.4", "0.4", "0.1"))]
    assert heights[0] > heights[1] == heights[2] < heights[3]


def test_marks_of_the_axis_are_never_rounded_away() -> None:
    svg = charts.over_time("g", "Число", points("1", "2"), lambda v: text.number(v, 0))
    labels = [e.text for e in ET.fromstring(svg).find("g[@text-anchor='end']")]
    assert labels == ["0", "0,5", "1", "1,5", "2"]


def test_colours_come_from_the_theme_and_it_has_them_in_both_schemes() -> None:
    both = charts.over_time("g", "Доля", FULL) + charts.states("s", "Ход", STATES)
    paints = set(re.findall(r'(?:fill|stroke)="([^"]+)"', both))
    named = {paint[4:-1] for paint in paints if paint.startswith("var(")}
    assert {p for p in paints if not p.startswith(("var(--m-chart-", "url(#s-"))} <= {"none", "currentColor"}
    assert not re.search(r"<style|<script|style=|\son\w+=|href", both)
    for name in named:
        assert len(re.findall(f"^  {name}:", CSS, re.MULTILINE)) == 2, f"{name} must be set for light and for dark"


def test_series_differ_in_shape_as_well_as_in_colour() -> None:
    paths = [p for p in ET.fromstring(charts.over_time("g", "Доля", FULL)).iter("path") if p.get("stroke-width")]
    dashes = {p.get("stroke"): p.get("stroke-dasharray") for p in paths}
    assert len({dashes[f"var(--m-chart-{name})"] for name in ("fact", "target", "minimum") if
                f"var(--m-chart-{name})" in dashes}) == len(dashes)  # fmt: skip


# --- where it stands --------------------------------------------------------------------------------------------------


def test_hostile_words_stay_words() -> None:
    given_points = [Point(HOSTILE, 0, Decimal(1), Decimal(2), goal=HOSTILE)]
    for made in (
        charts.over_time("g", HOSTILE, given_points, lambda v: HOSTILE),
        charts.states("s", HOSTILE, [("done", HOSTILE, 1)]),
    ):
        svg = ET.fromstring(made)
        assert words(svg, "title") == HOSTILE
        assert HOSTILE in words(svg, "desc")
        assert {e.tag for e in svg.iter()} <= {"svg", "title", "desc", "path", "g", "text", "circle", "rect", "defs"}


def test_the_page_pass_leaves_it_alone() -> None:
    for made in (charts.over_time("g", HOSTILE, FULL), charts.states("s", "Ход", STATES)):
        block = f'<figure class="m-chart">\n{made}\n</figure>'
        assert markdown.markdown(f"a\n\n{block}\n\nb", extensions=["attr_list", "md_in_html", "tables", "toc"]) == (
            f"<p>a</p>\n{block}\n\n<p>b</p>"
        )
        assert not re.search(r"\n\s*\n", made)


def test_two_charts_on_a_page_share_no_id() -> None:
    pairs = [(charts.over_time(f"grafik-{n}", "Доля", FULL), charts.states(f"khod-{n}", "Ход", STATES)) for n in "ab"]
    page = "".join(line + bar for line, bar in pairs)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_same_values_same_bytes_in_any_order() -> None:
    assert charts.over_time("g", "Доля", FULL) == charts.over_time("g", "Доля", FULL[::-1])


def test_it_is_small() -> None:
    usual = charts.over_time("g", "Доля педагогов: Район", points("0.2", "0.4", "0.5", "0.6", target=Decimal("0.7")))
    assert len(usual.encode()) < 2300
    assert len(charts.states("s", "Ход дорожной карты", STATES).encode()) < 2000


numbers = st.decimals(-(10**12), 10**12, places=3, allow_nan=False, allow_infinity=False)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), numbers | st.none(), numbers | st.none()), min_size=1, max_size=12))
def test_whatever_the_values_the_drawing_is_whole_and_inside(values: list) -> None:
    made = charts.over_time("g", "Доля", [Point(str(at), at, fact, target) for at, fact, target in values])
    if made == charts.no_data():
        assert all(fact is None for _, fact, _ in values)
        return
    svg = ET.fromstring(made)
    for x, y in circles(svg):
        assert 0 <= x <= lines.CHART_WIDTH
        assert lines.PLOT_TOP <= y <= lines.PLOT_BOTTOM
    marks = svg.find("g[@text-anchor='end']")
    assert 2 <= len(marks) <= 7
