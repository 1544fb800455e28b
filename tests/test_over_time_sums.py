"""Sums over time: which territories make up a sum, periods that are no one line, figures that were corrected."""

from __future__ import annotations

import re
from typing import Any

import over_time
from figures_base import NUMBER, RAION, SHARE, SOSED, part, target, values
from over_time import KRAI, NEIGHBOUR, readings
from small_base import Write

write = over_time.write


# --- territories ------------------------------------------------------------------------------------------------------

SUM = {"indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums", "targets": [target(0.5, "2025")]}, **NEIGHBOUR}


def gone(until: str, heir: str = SOSED, **more: Any) -> dict[str, Any]:
    return {"districts/staryi": {"title": "Старый район", "type": "municipal-district", "region": "krai",
                                 "status": "archived", "valid_to": until, "successors": [heir], **more}}  # fmt: skip


STARYI = "districts/staryi"


def test_a_merged_district_stays_in_its_years(write: Write) -> None:
    told = {k: v for d in (RAION, SOSED, STARYI) for k, v in values(d, "2024", part(10, 20)).items()}
    found = readings(write({**SUM, **gone("2024-12-31"), **told}))[KRAI, "2024"]
    assert (found.numerator, found.denominator, found.parts) == (30, 60, (3, 3))


def test_a_merged_district_is_asked_for_nothing_after_its_end(write: Write) -> None:
    told = {k: v for d in (RAION, SOSED) for k, v in values(d, "2025", part(10, 20)).items()}
    for status in ("archived", "published"):
        found = readings(write({**SUM, **gone("2024-12-31", status=status), **told}))[KRAI, "2025"]
        assert (found.parts, found.status) == ((2, 2), "reached"), "whether the record is archived decides nothing"


def test_a_district_that_began_later_is_not_missing_before(write: Write) -> None:
    told = {k: v for d in (RAION, SOSED) for k, v in values(d, "2024", part(10, 20)).items()}
    new = {"districts/novyi": {"title": "Новый", "type": "municipal-district", "region": "krai",
                               "valid_from": "2025-01-01"}}  # fmt: skip
    assert readings(write({**SUM, **new, **told}))[KRAI, "2024"].parts == (2, 2)


def test_people_of_a_district_that_ended_within_the_year_are_counted_once(write: Write) -> None:
    merged = {**values(RAION, "2024", part(10, 20)), **values(STARYI, "2024", part(5, 10))}
    alone = readings(write({**SUM, **gone("2024-06-30"), **merged}))[KRAI, "2024"]
    assert (alone.numerator, alone.denominator) == (15, 30)
    both = {**merged, **values(SOSED, "2024", part(12, 30))}
    found = readings(write({**SUM, **gone("2024-06-30"), **both}))[KRAI, "2024"]
    assert (found.numerator, found.denominator, found.parts) == (22, 50, (2, 2))


def test_a_sum_says_who_is_missing(write: Write) -> None:
    pages = write({**SUM, **values(RAION, "2025", part(45, 60))})
    assert readings(pages)[KRAI, "2025"].status == "partial"
    assert "по данным 1 из 2 районов; нет данных: Сосед" in pages.read("indicators/dolia")


def test_a_region_that_says_otherwise_than_its_districts_is_shown_with_both(write: Write) -> None:
    told = {k: v for d in (RAION, SOSED) for k, v in values(d, "2025", part(5, 10)).items()}
    pages = write({**SUM, **told, **values(KRAI, "2025", part(29, 30))})
    reading = readings(pages)[KRAI, "2025"]
    assert (reading.contradiction, reading.against, reading.status) == (reading.contradiction, "districts", "disputed")
    assert "заявлено 97 % (29 из 30) по районам вместе 50 % числа расходятся" in pages.read("indicators/dolia")
    quiet = write({**SUM, **values(RAION, "2025", part(5, 10)), **values(KRAI, "2025", part(29, 30))})
    assert readings(quiet)[KRAI, "2025"].contradiction is None, "a ratio of some districts contradicts nothing"


def test_a_sum_of_districts_beside_a_hidden_one_is_not_told(write: Write) -> None:
    told = {**values(RAION, "2025", part(20, 40)), **values(SOSED, "2025", part(1, 4))}
    pages = write({**SUM, **told, **values(KRAI, "2025", part(41, 44))})
    assert readings(pages)[KRAI, "2025"].contradiction is None


def test_a_sum_without_a_merged_district_gives_no_hidden_one_away(write: Write) -> None:
    """The sum is of two districts, as its rule says: whoever knows the rule would subtract the one that is shown."""
    told = {
        **values(RAION, "2024", part(1, 4)),
        **values(SOSED, "2024", part(12, 30)),
        **values(STARYI, "2024", part(5, 10)),
    }
    found = readings(write({**SUM, **gone("2024-06-30"), **told}))
    hidden = {scope for (scope, _), reading in found.items() if reading.hidden}
    assert RAION in hidden
    assert {SOSED, KRAI} & hidden


def test_a_district_that_kept_its_number_back_is_not_called_silent(write: Write) -> None:
    few = {"indicator": "dolia", "suppressed": True}
    told = {**values(RAION, "2025", part(45, 60)), **values(SOSED, "2025", few)}
    words = write({**SUM, **told}).read("indicators/dolia")
    assert "нет данных: Сосед" not in words


# --- nobody to count --------------------------------------------------------------------------------------------------


def test_nobody_to_count_is_not_the_same_as_no_data(write: Write) -> None:
    pages = write({**SUM, **values(RAION, "2025", part(0, 0))})
    words = pages.read("indicators/dolia")
    assert readings(pages)[RAION, "2025"].status == "nobody"
    assert "некого считать" in words
    counted = write({**SUM, **values(RAION, "2025", part(0, 0)), **values(SOSED, "2025", part(10, 20))})
    total = readings(counted)[KRAI, "2025"]
    assert (total.numerator, total.denominator, total.parts) == (10, 20, (2, 2))


# --- periods and the planned line -------------------------------------------------------------------------------------


def test_years_and_halves_are_not_drawn_as_one_line(write: Write) -> None:
    shape = {"indicators/uroki": NUMBER}
    told = {}
    for period, amount in (("2024", 10), ("2025", 100), ("2025-H1", 30), ("2025-H2", 31), ("2025/26", 77)):
        told |= values(RAION, period, {"indicator": "uroki", "value": amount})
    pages = write({**shape, **told})
    svg = re.search(r"<svg viewBox=\"0 0 400 220\".*?</svg>", pages.text("indicators/uroki"), re.S)
    assert svg
    assert svg[0].count("<circle cx") == 3, "two years, and one in the legend"
    assert "Нарисованы только годы" in pages.read("indicators/uroki")
    assert "С 2024 по 2025 год значение выросло с 10 до 100" in pages.read("indicators/uroki")


def test_quarters_are_a_line_of_their_own_and_a_year_is_compared_as_a_year(write: Write) -> None:
    told: dict[str, Any] = {}
    for number, amount in enumerate((10, 20, 30, 40), 1):
        told |= values(RAION, f"2025-Q{number}", {"indicator": "uroki", "value": amount})
        told |= values(SOSED, f"2025-Q{number}", {"indicator": "uroki", "value": amount * 2})
    told |= values(RAION, "2025", {"indicator": "uroki", "value": 100})
    told |= values(SOSED, "2025", {"indicator": "uroki", "value": 300})
    words = write(
        {"indicators/uroki": NUMBER, SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"}, **told}
    ).read("indicators/uroki")
    assert "Нарисованы только кварталы, другие периоды — в таблице." in words
    assert "IV кв. 2025" in words and "III квартал 2025 г." in words
    assert "Сравнение районов: Край, 2025 год" in words
    assert "числа расходятся: первое" not in words
    assert "числа расходятся: I квартал 2025 г. — 20 уроков, II квартал 2025 г. — 40 уроков" in words  # 300 of 200


def test_a_half_year_is_not_judged_by_the_target_of_a_year(write: Write) -> None:
    aims = {"indicators/uroki": {**NUMBER, "targets": [target(120, "2025")]}}
    told = {**values(RAION, "2025-H1", {"indicator": "uroki", "value": 60})}
    assert readings(write({**aims, **told}), "uroki")[RAION, "2025-H1"].status == "other-period"


def test_the_line_that_is_drawn_is_the_line_that_judges(write: Write) -> None:
    """From 20 % in 2023 to 80 % in 2027: half of the way is 50 % in 2025."""
    aims = {"indicators/dolia": {**SHARE, "targets": [target(0.8, "2027")]}}
    for share, status in ((49, "behind"), (51, "on-the-way")):
        told = {**values(RAION, "2023", part(20, 100)), **values(RAION, "2025", part(share, 100))}
        pages = write({**aims, **told})
        assert readings(pages)[RAION, "2025"].status == status
        dashes = re.search(r'd="M([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"[^>]*stroke-dasharray="7 4"', pages.text(RAION))
        circles = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)" r="5"', pages.text(RAION))]
        assert dashes
        middle = (float(dashes[2]) + float(dashes[4])) / 2
        assert (circles[1] > middle) is (status == "behind"), "higher on the screen is a smaller number"


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_corrected_figure_says_what_it_was_when_and_why(write: Write) -> None:
    fix = {"date": "2026-02-10", "numerator": 54, "denominator": 60, "why": "опечатка в отчёте"}
    pages = write({"indicators/dolia": SHARE, **values(RAION, "2025", part(45, 60, corrections=[fix]))})
    for address in (RAION, "indicators/dolia"):
        assert "исправлено 10 февраля 2026 г.: было 54 из 60, опечатка в отчёте" in pages.read(address)


def test_a_former_number_gives_no_hidden_one_away(write: Write) -> None:
    fix = {"date": "2026-02-10", "numerator": 21, "denominator": 44, "why": "сверили"}
    told = {**values(RAION, "2025", part(20, 40, corrections=[fix])), **values(SOSED, "2025", part(1, 4))}
    pages = write({**SUM, **told})
    assert "21 из 44" not in pages.read("indicators/dolia")
    small = {"date": "2026-02-10", "numerator": 1, "denominator": 3, "why": "сверили"}
    alone = write({"indicators/dolia": SHARE, **values(RAION, "2025", part(20, 40, corrections=[small]))})
    assert "1 из 3" not in alone.read("indicators/dolia")
    assert "исправлено 10 февраля 2026 г.: сверили" in alone.read("indicators/dolia")
