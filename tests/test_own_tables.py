"""Tables of one's own that are no plans: a monitoring becomes sets of values, a bank of practices becomes drafts."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from test_plans import SETTINGS, base, book, codes, document, run

from generator.channels.office import importing
from generator.records import reading

__all__ = ["base"]  # a fixture
INDICATOR = "Доля прошедших диагностику"
BANK = [
    ["№", "Название практики", "Предмет", "Класс", "Краткое описание", "Автор", "Ссылка", "Тираж"],
    ["1", "Чтение по кругу", "Литература", "5–6", "Дети читают по очереди.", "Вымышленная А. Б., учитель", "", "9"],
    ["2", "Опорный лист", "Математика", "7", "Лист с опорами.", "учитель", "https://example.org/list", ""],
]


def made(told: importing.FileResult) -> list[tuple[str, str]]:
    return [(one.entry.kind, one.fate) for one in told.results]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_territories_against_indicators(base: importing.Base, tmp_path: Path, suffix: str) -> None:
    rows = [["Территория", INDICATOR, "Другое число"], ["Северный район", "60 %", "5"], ["Южный район", "40 %", "6"]]
    title, path = "Мониторинг за 2024 год", tmp_path / f"мониторинг.{suffix}"
    told = run(base, document(path, title, rows) if suffix == "docx" else book(path, [[title], *rows]), dry_run=False)
    assert made(told) == [("values", "created")]
    written = yaml.load((base.root / told.results[0].path).read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert (written["territory"], written["period"], written["values"]) == (
        "districts/severnyi", "2024", [{"indicator": "diagnostika", "value": 0.6}],
    )  # fmt: skip
    assert {one.message.partition(" — ")[0] for one in told.remarks if one.code == "unknown-name"} == {
        "«Другое число»", "«Южный район»",
    }  # fmt: skip
    assert [one.message for one in told.remarks if one.code == "read-as"] == [
        "это таблица мониторинга: 1\u00a0набор значений"
    ]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_one_column_of_values_is_of_the_year_and_the_district_above(
    base: importing.Base, tmp_path: Path, suffix: str
) -> None:
    rows, title = [["Показатель", "Значение"], [INDICATOR, "30 из 60"]], "Мониторинг Северного района за 2024 год"
    path = tmp_path / f"мониторинг.{suffix}"
    told = run(base, document(path, title, rows) if suffix == "docx" else book(path, [[title], *rows]))
    assert made(told) == [("values", "created")]
    data = told.results[0].entry.data
    assert (data["territory"], data["period"]) == ("districts/severnyi", "2024")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Мониторинг Северного района за I квартал 2026 года", "2026-Q1"),
        ("Мониторинг Северного района за январь–июнь 2026 года", "2026-H1"),
        ("Мониторинг Северного района за 2025/26 учебный год", "2025/26"),
        ("Методические недели Северного района за 2025 год", "2025"),
        ("Мониторинг Северного района за 9 месяцев 2026 года", ""),
        ("Мониторинг Северного района за сентябрь 2026 года", ""),
        ("Мониторинг Северного района за I–II квартал 2026 года", ""),
        ("Мониторинг Северного района за 1 полугодие 2025/26 учебного года", ""),
    ],
)
def test_a_part_of_a_year_is_never_taken_for_the_year(
    base: importing.Base, tmp_path: Path, title: str, period: str
) -> None:
    told = run(base, document(tmp_path / "р.docx", title, [["Показатель", "Значение"], [INDICATOR, "30 из 60"]]))
    assert [one.entry.data["period"] for one in told.results] == ([period] if period else [])
    assert period or codes(told) == {"missing-field"}


def test_quarters_side_by_side(base: importing.Base, tmp_path: Path) -> None:
    rows = [["Показатель", "I кв. 2026", "II кв. 2026", "2025 год"], [INDICATOR, "30 из 60", "31 из 60", "50 из 60"]]
    told = run(base, document(tmp_path / "район.docx", "Северный район", rows))
    assert [one.entry.data["period"] for one in told.results] == ["2026-Q1", "2026-Q2", "2025"]


def test_indicators_against_years(base: importing.Base, tmp_path: Path) -> None:
    rows = [["Показатель", "2023", "2024 год"], [INDICATOR, "30 из 60", "н/д"]]
    told = run(base, document(tmp_path / "район.docx", "Северный район: показатели", rows))
    assert made(told) == [("values", "created")]
    data = told.results[0].entry.data
    assert (data["territory"], data["period"]) == ("districts/severnyi", "2023")
    assert data["values"] == [{"indicator": "diagnostika", "numerator": "30", "denominator": "60"}]


def test_what_the_table_does_not_say_is_asked(base: importing.Base, tmp_path: Path) -> None:
    """The red twin of the two above: without the year, without the district."""
    for name, title, rows in (
        ("а", "Мониторинг", [["Территория", INDICATOR], ["Северный район", "60 %"]]),
        ("б", "Показатели", [["Показатель", "2023"], [INDICATOR, "50 %"]]),
    ):
        told = run(base, document(tmp_path / f"{name}.docx", title, rows))
        assert made(told) == [] and codes(told) == {"missing-field"}


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_bank_of_practices_becomes_drafts(base: importing.Base, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"банк.{suffix}"
    told = run(base, document(path, "Банк практик", BANK) if suffix == "docx" else book(path, BANK), dry_run=False)
    assert made(told) == [("practices", "created")] * 2
    first, second = (
        yaml.load((base.root / one.path).read_text(encoding="utf-8"), yaml.CSafeLoader) for one in told.results
    )
    assert (first["status"], first["title"], first["summary"]) == (
        "draft",
        "Чтение по кругу",
        "Дети читают по очереди.",
    )
    assert (first["subjects"], first["levels"]) == (["literatura"], ["grade-5", "grade-6"])
    assert first["authors"] == [{"role": "учитель"}] and "Вымышленн" not in str(first)
    assert second["attachments"] == [{"title": "Материалы практики", "url": "https://example.org/list"}]
    assert {"name-left-out", "unknown-column", "read-as"} <= {one.code for one in told.remarks}
    assert not [one for one in reading.load(base.root)[1] if one.is_error and "practices" in one.path]
    again = run(importing.open_base(base.root, SETTINGS), path)
    assert [one.fate for one in again.results] == ["unchanged"] * 2


def test_a_list_of_books_is_no_bank(base: importing.Base, tmp_path: Path) -> None:
    rows = [
        ["Название", "Автор", "Класс", "Описание"],
        ["Сказки", "Народ", "2", "Книга."],
        ["Стихи", "Поэт", "3", "Книга."],
    ]
    told = run(base, document(tmp_path / "книги.docx", "Книги библиотеки", rows))
    assert made(told) == [] and codes(told) == {"not-a-form"}
