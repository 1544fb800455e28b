"""All remarks come in one round: what is understood is checked although other cells of the record are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from office_files import fill
from support import copy_of_mini

from generator.channels.office import importing, workbook_out
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
EVENT = {"title": "Семинар", "type": "Семинар", "summary": "Проба.", "organizer": "Школа А", "owner": "Школа А"}


@pytest.fixture
def base(tmp_path: Path) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path / "base"), SETTINGS)


def told(base: importing.Base, tmp_path: Path, form: str, sheets: dict, cards: dict | None = None) -> list:
    path = tmp_path / f"{form}.xlsx"
    path.write_bytes(workbook_out.workbook_template(base.layouts[form], SETTINGS.build_date))
    (result,) = importing.run(base, [fill(path, path, sheets, cards)], dry_run=True)
    return [(remark.place.label.partition(", ")[2], remark.code, remark.message) for remark in result.remarks]


def test_a_wrong_cell_does_not_hide_what_the_rules_say_of_the_others(base, tmp_path: Path) -> None:
    row = EVENT | {"start": "весной", "place": "звоните 8 (912) 000-12-34", "subjects": "Математека"}
    found = told(base, tmp_path, "event", {"Мероприятия": [row]})
    assert {code for _, code, _ in found} == {"not-a-date", "unknown-choice", "personal-data"}


def test_what_could_not_be_read_is_not_judged(base, tmp_path: Path) -> None:
    """Neither is the end before a beginning that nobody knows, nor is a numerator alone beside one that is unclear."""
    found = told(base, tmp_path, "event", {"Мероприятия": [EVENT | {"start": "весной", "end": "19.12.2026"}]})
    assert [code for _, code, _ in found] == ["not-a-date"]
    rows = [{"values.indicator": "Доля прошедших диагностику", "values.numerator": "около", "values.denominator": 60}]
    card = {"Район и период": {"territory": "Северный район", "period": "2026"}}
    codes = [code for _, code, _ in told(base, tmp_path, "values", {"Показатели": rows}, card)]
    assert "not-a-number" in codes and "half-share" not in codes
    rows[0]["values.numerator"] = None  # red twin: an empty cell is judged
    codes = [code for _, code, _ in told(base, tmp_path, "values", {"Показатели": rows}, card)]
    assert "half-share" in codes


def test_remarks_speak_of_headings_and_days_as_people_write_them(base, tmp_path: Path) -> None:
    found = told(base, tmp_path, "event", {"Мероприятия": [EVENT | {"start": "20.12.2026", "end": "19.12.2026"}]})
    assert [message for _, code, message in found if code == "dates-order"] == [
        "«Окончание» (19.12.2026) раньше, чем «Начало» (20.12.2026)"
    ]


def test_remarks_on_a_completed_list_stand_at_the_rows_of_the_file(base, tmp_path: Path) -> None:
    """The base holds measures 1 to 3, the file begins with the third: the second row is the fourth of the record."""
    of = "roadmap.measures."
    rows = [
        {f"{of}number": 3, f"{of}title": "Помощь", f"{of}when": "Постоянно", f"{of}responsible": "Кураторы"},
        {f"{of}number": "первый", f"{of}title": "Новое, тел. 8 (912) 000-12-34", f"{of}when": "когда-то",
         f"{of}responsible": "Иванова М.П."},
    ]  # fmt: skip
    found = told(base, tmp_path, "roadmap", {"Дорожная карта": rows}, {"Программа": {"@": "Программа вверх"}})
    errors = {place: code for place, code, _ in found if code not in ("bare-role", "measures-left", "rows-held")}
    assert errors == {
        "ячейка A5": "not-a-number",
        "ячейка B5": "personal-data",
        "ячейка C5": "not-a-term",
        "ячейка D5": "name-left-out",
    }
