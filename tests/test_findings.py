"""The sentence over a chart: what the figures say, and no more."""

from __future__ import annotations

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from figures_base import NUMBER, RAION, SHARE, SOSED, part, target, values
from over_time import NEIGHBOUR
from small_base import Pages, Write, writer

from generator import text
from generator.pages.views import findings


@pytest.fixture
def write(tmp_path) -> Write:
    return writer(tmp_path / "base")


def read(pages: Pages, its_page: str) -> str:
    """The page with its entities as characters and its no-break spaces as spaces."""
    return html.unescape(pages.text(its_page)).replace("\u00a0", " ")


def shares(*told: tuple[str, int]) -> dict:
    return {name: record for period, done in told for name, record in values(RAION, period, part(done, 100)).items()}


@pytest.mark.parametrize(
    ("told", "raw"),
    [
        ([("2023", 41), ("2025", 63)], "С 2023 по 2025 год доля выросла с 41 до 63 %"),
        ([("2023", 63), ("2024", 10), ("2025", 41)], "С 2023 по 2025 год доля снизилась с 63 до 41 %"),
        ([("2025", 63)], "2025 год — 63 %"),
        ([("2024", 50), ("2025", 50)], "2024 год и 2025 год — 50 %"),
        ([("2024-H1", 40), ("2025-H1", 50)],
         "Доля выросла с 40 % (первое полугодие 2024 г.) до 50 % (первое полугодие 2025 г.)"),
        ([("2024", 40), ("2025-H1", 50)], "2024 год — 40 %"),  # the half is no point of this line
        ([("2024-H1", 40), ("2024-H2", 50)], "Первое полугодие 2024 г. — 40 %, второе полугодие 2024 г. — 50 %"),
        ([("2024-Q1", 40), ("2024-Q4", 30), ("2025-Q1", 50)],
         "Доля выросла с 40 % (I квартал 2024 г.) до 50 % (I квартал 2025 г.)"),
        ([("2024-H1", 10), ("2024-H2", 40), ("2025-H2", 50)],
         "Доля выросла с 40 % (второе полугодие 2024 г.) до 50 % (второе полугодие 2025 г.)"),
    ],
)  # fmt: skip
def test_the_first_and_the_last_figure_of_one_kind_of_period(write: Write, told: list, raw: str) -> None:
    page = read(write({"indicators/dolia": SHARE, **shares(*told)}), "indicators/dolia")
    assert f"<b>{raw}</b>" in page
    assert f": Район. {raw}</title>" in page, "who does not see the drawing hears the same"


def test_the_next_target_is_told_with_its_comparator(write: Write) -> None:
    goals = [target(0.5, "2024"), target(0.7, "2026"), target(0.9, "2027")]
    pages = write({"indicators/dolia": {**SHARE, "targets": goals}, **shares(("2023", 41), ("2025", 63))})
    message = "доля выросла с 41 до 63 %; цель на 2026 год — не менее 70 %"
    assert message in read(pages, "indicators/dolia")


def test_a_target_of_an_unknown_base_is_left_out(write: Write) -> None:
    fields = {**SHARE, "targets": [target(0.3, "2026", base="unknown")]}
    page = write({"indicators/dolia": fields, **shares(("2025", 63))}).text("indicators/dolia")
    assert "цель на" not in page


def test_a_number_has_its_unit_and_a_chart_its_source(write: Write) -> None:
    told = [values(RAION, year, {"indicator": "uroki", "value": many}) for year, many in (("2024", 3), ("2025", 12))]
    page = read(write({"indicators/uroki": NUMBER, **told[0], **told[1]}), "indicators/uroki")
    assert "<b>С 2024 по 2025 год значение выросло с 3 до 12 уроков</b>" in page
    summed, own = page.split("</figure>")[:2]
    assert "Откуда — сумма: по данным 1 из 1 района" in summed
    assert 'Откуда — <a href="#istochnik-1">источник 1</a>' in own
    assert 'id="istochnik-1"' in page


def test_the_unit_of_a_number_fits_it_wherever_it_stands(write: Write) -> None:
    told = [values(RAION, year, {"indicator": "uroki", "value": many}) for year, many in (("2024", 22), ("2025", 71))]
    fields = {
        **NUMBER,
        "targets": [target(101, "2025")],
        "minimums": [{"period": "2025", "value": 51, "document": "prikaz"}],
    }
    pages = write({"indicators/uroki": fields, **told[0], **told[1]})
    page = read(pages, "indicators/uroki")
    for words in ("с 22 до 71 урока", "<b>71 урок</b>", "<b>22 урока</b>", "не менее 101 урока", "не менее 51 урока"):
        assert words in page
    assert "было 22 урока" in read(pages, "districts/raion")


def test_a_running_year_is_told_beside_whole_ones(write: Write) -> None:
    """Four months against a year would always look like a fall; the red twin is the same year when it is over."""
    its = {"indicators/dolia": SHARE, **shares(("2024", 60), ("2025", 70), ("2026", 30))}
    running = read(write(its), "indicators/dolia")
    assert "<b>С 2024 по 2025 год доля выросла с 60 до 70 %; 2026 год — 30 % (год ещё идёт)</b>" in running
    over = read(write(its, today=dt.date(2027, 1, 15)), "indicators/dolia")
    assert "<b>С 2024 по 2026 год доля снизилась с 60 до 30 %</b>" in over
    alone = read(write({"indicators/dolia": SHARE, **shares(("2026", 30))}), "indicators/dolia")
    assert "<b>2026 год — 30 % (год ещё идёт)</b>" in alone


def test_a_sum_of_some_districts_is_told_beside_whole_ones(write: Write) -> None:
    """30 of 100 without the neighbour against 140 of 200 with it is no fall of the region."""
    told = {RAION: {"2022": 10, "2023": 50, "2024": 70, "2025": 30}, SOSED: {"2023": 50, "2024": 70}}
    found: dict = {"indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums"}, **NEIGHBOUR}
    for scope, years in told.items():
        for year, done in years.items():
            found |= values(scope, year, part(done, 100))
    page = read(write(found), "regions/krai")
    assert "<b>С 2023 по 2024 год доля выросла с 50 до 70 %; 2025 год — 30 % (неполные данные)</b>" in page


def test_a_hidden_figure_is_no_part_of_a_finding(write: Write) -> None:
    few = {**SHARE, "small_group": 10}
    page = write({"indicators/dolia": few, **values(RAION, "2023", part(1, 4)), **shares(("2025", 63))})
    raw = read(page, "indicators/dolia")
    assert "<b>2025 год — 63 %</b>" in raw
    assert "25 %" not in raw


def test_districts_side_by_side_name_the_ends(write: Write) -> None:
    pages = write({
        "indicators/dolia": {**SHARE, "territories": [RAION, SOSED, "districts/tretii"]},
        SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"},
        "districts/tretii": {"title": "Третий", "type": "municipal-district", "region": "krai"},
        **values(RAION, "2025", part(80, 100)),
        **values(SOSED, "2025", part(40, 100)),
    })  # fmt: skip
    raw = read(pages, "indicators/dolia")
    assert (
        "<b>Наименьшее значение — 40 %: Сосед; наибольшее — 80 %: Район; значения есть у 2 из 3</b>" in raw
    )  # best and worst are judgements that a number does not carry


def test_districts_that_never_reported_are_counted_as_the_sum_counts_them(write: Write) -> None:
    """An indicator that names no territories is for all districts of the region; and each sum is told with its year."""
    more = {f"districts/{name}": {"title": name, "type": "municipal-district", "region": "krai"} for name in "efg"}
    pages = write({
        "indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums"},
        **NEIGHBOUR, **more,
        "districts/g": {**more["districts/g"], "valid_to": "2024-01-01", "successors": ["districts/e"]},
        **values(RAION, "2025", part(50, 100)),
        **values(SOSED, "2025", part(50, 100)),
        **values(RAION, "2024", part(40, 100)),
    })  # fmt: skip
    raw = read(pages, "indicators/dolia")
    assert "<b>Одинаково: 50 %; значения есть у 2 из 4</b>" in raw
    assert "2025 год — сумма: по данным 2 из 4 районов" in raw and "2024 год — сумма: по данным 1 из 4 районов" in raw


def test_a_share_is_measured_by_exact_marks_and_nobody_to_count_is_said_once(write: Write) -> None:
    """The marks between 0 and 10 % stand at 2,5 and 7,5 %; «0 из 0» is not «нет данных» under a chart either."""
    pages = write({
        "indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums", "targets": [target(0.1, period="2025")]},
        **NEIGHBOUR,
        **values(RAION, "2024", part(8, 100)), **values(RAION, "2025", part(0, 0)),
    })  # fmt: skip
    raw = read(pages, "indicators/dolia")
    assert ">2,5 %<" in raw and ">7,5 %<" in raw and ">3 %<" not in raw
    assert "2025 — некого считать" in raw
    assert "некого считать некого считать" not in re.sub(r"\s*<[^>]+>\s*", " ", read(pages, RAION))


def test_equal_figures_have_no_ends() -> None:
    share = type("Share", (), {"type": "share"})
    raw = findings.comparison_finding(share, [("А", Decimal("0.5")), ("Б", Decimal("0.5"))], text.percent)
    assert raw.replace("\u00a0", " ") == "У всех одинаково: 50 %"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"2024": 40, "2025": 55}, "С 2024 по 2025 год значение выросло с 40 до 55 уроков"),
        ({"2024": 40, "2025": 50},
         "С 2024 по 2025 год значение выросло с 40 до 50 уроков; 2025 год: по районам вместе — 55 уроков"),
        ({"2025": 50}, "2025 год — 50 уроков; 2025 год: по районам вместе — 55 уроков"),
    ],
)  # fmt: skip
def test_a_contested_figure_has_the_other_one_behind_it(write: Write, own: dict, said: str) -> None:
    """Who tells the other number is named: districts are not «записи базы»; the twin agrees with them."""
    found: dict = {"indicators/uroki": {**NUMBER, "territories": []}, **NEIGHBOUR}
    told = {"regions/krai": own, RAION: {"2025": 25}, SOSED: {"2025": 30}}
    for scope, years in told.items():
        for year, many in years.items():
            found |= values(scope, year, {"indicator": "uroki", "value": many})
    assert f"<b>{said}</b>" in read(write(found), "regions/krai")


def test_a_sum_names_the_district_whose_numbers_differ(write: Write) -> None:
    """«Числа расходятся» beside one number would leave the reader to guess which; the twin has nothing to name."""
    found: dict = {"indicators/uroki": {**NUMBER, "territories": []}, **NEIGHBOUR}
    years = {"2022": 40, "2023": 40, "2024": 40, "2025": 30}
    told = {RAION: {**years, "2025": 60, "2025-H1": 20, "2025-H2": 30}, SOSED: years}
    for scope, periods in told.items():
        for period, many in periods.items():
            found |= values(scope, period, {"indicator": "uroki", "value": many})
    disputed = read(write(found), "regions/krai")
    assert "<b>С 2022 по 2025 год значение выросло с 80 до 90 уроков; 2025 год: числа расходятся</b>" in disputed
    assert "расходятся числа: Район" in disputed
    agreed = found | values(RAION, "2025", {"indicator": "uroki", "value": 50})
    assert "расходятся" not in read(write(agreed), "regions/krai")
