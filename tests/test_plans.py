"""Plans of one's own: what they become, row by row; a row that is not understood waits alone; tables that are none.

All names and data here are invented for the test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from support import copy_of_mini
from word_files import saved, type_in

from generator.channels.office import importing
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
HEAD = ["№", "Тема заседания", "Дата проведения", "Участники", "Место проведения", "Ответственный"]
PLAN = [
    HEAD,
    ["1", "Заседание объединения", "Август", "учителя", "школа А", "Руководитель РМО"],
    ["2", "Семинар по чтению", "15 декабря", "Учителя, методисты", "", "методист"],
    ["3", "Консультации", "ежемесячно", "", "", "Методисты"],
    ["4", "Собрать сведения", "до 20 мая", "", "", "Руководитель РМО"],
    ["5", "Мастер-класс", "как получится", "", "", "Методист"],
]
ROADMAP = [
    ["№", "Мероприятие", "Срок", "Ответственные", "Результат", "Участники"],
    ["Раздел 1. Начало", "", "", "", "", ""],
    ["1.1", "Семинар", "Август", "Методист", "протокол", "учителя"],
    ["1.2", "Опрос", "в конце 1 четверти", "Методист", "", ""],
    ["1.3", "Обход", "как получится", "Методист", "", ""],
    ["5а", "Ответы на вопросы", "по запросу", "Методисты", "", ""],
    ["6", "Отчёт", "до 20 мая", "", "", ""],
]


@pytest.fixture
def base(tmp_path: Path) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path / "base"), SETTINGS)


def document(path: Path, title: str, *tables: Sequence[Sequence[str]]) -> Path:
    made = docx.Document()
    made.add_paragraph(title)
    for rows in tables:
        table = made.add_table(0, len(rows[0]), style="Table Grid")
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                type_in(cell, *words.split("\n"))
        made.add_paragraph("")
    path.write_bytes(saved(made))
    return path


def book(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    for area in merged:
        made.active.merge_cells(area)
    out = BytesIO()
    made.save(out)
    path.write_bytes(out.getvalue())
    return path


def run(base: importing.Base, path: Path, **wanted: object) -> importing.FileResult:
    (told,) = importing.run(base, [path], **{"dry_run": True, **wanted})  # type: ignore[arg-type]
    return told


def codes(told: importing.FileResult) -> set[str]:
    return {one.code for one in told.remarks if one.is_error}


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_the_plan_of_a_community_becomes_events_and_series(base: importing.Base, tmp_path: Path, suffix: str) -> None:
    title = "План работы РМО на 2026-2027 учебный год"
    path = tmp_path / f"план.{suffix}"
    told = run(base, document(path, title, PLAN) if suffix == "docx" else book(path, [[title], [], *PLAN]))
    found = {one.title: (one.entry.kind, one.fate, dict(one.entry.data)) for one in told.results}
    assert {title: (kind, fate) for title, (kind, fate, _) in found.items()} == {
        "Заседание объединения": ("events", "created"), "Семинар по чтению": ("events", "created"),
        "Консультации": ("series", "created"), "Собрать сведения": ("events", "created"),
    }  # fmt: skip
    assert found["Заседание объединения"][2] == {
        "title": "Заседание объединения", "type": "meeting", "start": "2026-08", "place": "школа А",
        "audience": ["teachers"], "summary": "Ответственные: Руководитель РМО.",
    }  # fmt: skip
    assert found["Семинар по чтению"][2]["start"] == "2026-12-15"
    assert found["Консультации"][2]["when"] == "1 per month"
    assert found["Собрать сведения"][2]["type"] == "task"
    assert found["Собрать сведения"][2]["summary"].startswith("Срок в плане: до 20 мая.")
    assert codes(told) == {"not-a-term"} and told.failed
    (said,) = [one for one in told.remarks if one.code == "read-as"]
    assert said.message == "это план мероприятий: 3\u00a0мероприятия и 1\u00a0серия" and "--as roadmap" in said.hint


def test_a_new_record_is_told_in_words_before_it_is_written(base: importing.Base, tmp_path: Path) -> None:
    told = run(base, document(tmp_path / "план.docx", "План на 2026-2027 учебный год", PLAN[:2]))
    assert told.results[0].words == (
        "Коротко: Ответственные: Руководитель РМО.", "Вид: Заседание", "Начало: август 2026 г.",
        "Место: школа А", "Для кого: Учителя",
    )  # fmt: skip


def test_a_row_that_is_not_understood_waits_and_comes_later(base: importing.Base, tmp_path: Path) -> None:
    """The roadmap is written without its third and its last row; the mended copy brings them to their places."""
    programme = base.root / "data/programmes/vverkh.yml"
    longer = programme.read_text("utf-8").replace("end: 2026-12", "end: 2027-12")  # a row outside of it would wait too
    programme.write_text(longer, "utf-8")
    base = importing.open_base(base.root, SETTINGS)
    path = document(tmp_path / "карта.docx", "Дорожная карта на 2026-2027 учебный год", ROADMAP)
    told = run(base, path, programme="vverkh", dry_run=False, may_change=lambda *_: True, remarks_to=tmp_path)
    assert [one.fate for one in told.results] == ["changed"]
    assert {one.place.label for one in told.remarks if one.is_error} == {
        "таблица 1, строка 5, столбец «Срок»", "таблица 1, строка 7, столбец «Ответственные»",
    }  # fmt: skip
    assert "rows-held" in {one.code for one in told.remarks} and told.remarked is not None and told.failed
    file = base.root / "data/programmes/vverkh.yml"
    measures = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["roadmap"]["measures"]
    assert [str(one["number"]) for one in measures] == ["1", "1.1", "1.2", "2", "3", "5а"]
    assert measures[1] | {"responsible": []} == {
        "number": "1.1", "section": "Раздел 1. Начало", "title": "Семинар", "when": "2026-08", "responsible": [],
        "result": "протокол", "note": "Участники: учителя.",
    }  # fmt: skip
    assert (measures[2]["when"], measures[2]["when_wording"]) == ("2026-10", "в конце 1 четверти")

    rows = [list(row) for row in ROADMAP]
    rows[4][2], rows[6][3] = "ноябрь", "Методист"
    path = document(tmp_path / "карта.docx", "Дорожная карта на 2026-2027 учебный год", rows)
    again = importing.open_base(base.root, SETTINGS)
    told = run(again, path, programme="vverkh", dry_run=False, may_change=lambda *_: True)
    assert not told.failed
    measures = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["roadmap"]["measures"]
    assert [str(one["number"]) for one in measures] == ["1", "1.1", "1.2", "1.3", "2", "3", "5а", "6"]
    told = run(importing.open_base(base.root, SETTINGS), path, programme="vverkh")
    assert [one.fate for one in told.results] == ["unchanged"]


def test_a_row_that_the_checks_refuse_waits_too(base: importing.Base, tmp_path: Path) -> None:
    rows = [ROADMAP[0], *ROADMAP[2:4], ["7", "Д" * 400, "Август", "Методист", "", ""]]
    path = document(tmp_path / "карта.docx", "Дорожная карта на 2026-2027 учебный год", rows)
    told = run(base, path, programme="vverkh", may_change=lambda *_: True)
    assert [one.fate for one in told.results] == ["changed"] and codes(told) == {"too-long"}
    told = run(base, path, programme="vverkh", may_change=lambda *_: True, whole=True)
    assert [one.fate for one in told.results] == ["kept"]  # all or nothing


def test_numbers_that_begin_anew_in_every_section(base: importing.Base, tmp_path: Path) -> None:
    row = ["1", "Семинар", "Август 2026", "Методист"]
    rows = [["№", "Мероприятие", "Срок", "Ответственные"], ["Раздел 1. Начало", "", "", ""], row, ["2", *row[1:]],
            ["II. Основная часть", "", "", ""], row]  # fmt: skip
    told = run(base, document(tmp_path / "карта.docx", "Дорожная карта", rows), programme="vverkh", kind="roadmap")
    measures = told.results[0].entry.data["roadmap"]["measures"]
    assert [one["number"] for one in measures] == ["1.1", "1.2", "2.1"]
    assert "numbers-of-sections" in {one.code for one in told.remarks}


def test_two_tables_of_one_shape_are_one_plan(base: importing.Base, tmp_path: Path) -> None:
    told = run(base, document(tmp_path / "план.docx", "План на 2026 год", PLAN[:2], [HEAD, PLAN[3]]))
    assert [one.entry.kind for one in told.results] == ["events", "series"]


def test_a_term_of_two_columns(base: importing.Base, tmp_path: Path) -> None:
    rows = [["Мероприятие", "Начало", "Окончание"], ["Неделя чтения", "12.10.2026", "16.10.2026"],
            ["Совет", "01.10.2026", "01.10.2026"]]  # fmt: skip
    told = run(base, document(tmp_path / "план.docx", "План на 2026 год", rows))
    assert [(one.entry.data["start"], one.entry.data.get("end")) for one in told.results] == [
        ("2026-10-12", "2026-10-16"), ("2026-10-01", None),
    ]  # fmt: skip


def test_a_plan_by_months_names_each_month_once(base: importing.Base, tmp_path: Path) -> None:
    rows = [["Циклограмма на 2026/27 учебный год"], [], ["Месяц", "Мероприятие", "Форма"],
            ["Сентябрь", "Начало года", "заседание"], [None, "Чтение вместе", "семинар"],
            [dt.date(2026, 10, 15), "День открытых уроков", "открытый урок"],
            [None, "Итоги", "круглый стол"]]  # fmt: skip
    for merged in ((), ("A4:A5", "A6:A7")):
        told = run(base, book(tmp_path / "цикл.xlsx", rows, merged))
        found = [(one.title, one.entry.data["type"], one.entry.data["start"]) for one in told.results]
        assert found == [
            ("Начало года", "meeting", "2026-09"), ("Чтение вместе", "seminar", "2026-09"),
            ("День открытых уроков", "open-lesson", "2026-10-15"), ("Итоги", "round-table", "2026-10-15"),
        ]  # fmt: skip
        assert "term-from-above" in {one.code for one in told.remarks}


def test_a_name_in_a_cell_is_never_written(base: importing.Base, tmp_path: Path) -> None:
    rows = [PLAN[0], [*PLAN[1][:5], "Вымышленная Мария Петровна, методист"]]
    told = run(base, document(tmp_path / "план.docx", "План на 2026-2027 учебный год", rows))
    assert "Вымышленн" not in str(told.results[0].entry.data)
    assert "name-left-out" in {one.code for one in told.remarks}


@pytest.mark.parametrize(
    "rows",
    [
        [["Наименование работ", "Срок", "Цена"], *[[f"Работа {n}", f"{n} дней", "100"] for n in range(9)]],
        [["Время", "Понедельник", "Вторник"], ["8.30", "Алгебра", "Химия"], ["9.20", "Физика", "Труд"]],
        [["Фамилия", "Класс", "Балл"], ["А", "5", "12"], ["Б", "6", "14"]],
    ],
)
def test_a_table_without_terms_is_no_plan(base: importing.Base, tmp_path: Path, rows: list[list[str]]) -> None:
    """Though it stands under the word «план»."""
    for path in (document(tmp_path / "план.docx", "План на 2026 год", rows), book(tmp_path / "план.xlsx", rows)):
        told = run(base, path)
        assert told.results == () and codes(told) == {"not-a-form"}


def test_a_sheet_for_each_month_is_read_to_the_last(base: importing.Base, tmp_path: Path) -> None:
    path = tmp_path / "План на 2026-2027 учебный год.xlsx"
    made = openpyxl.Workbook()
    for at, month in enumerate(("Сентябрь", "Октябрь", "Ноябрь")):
        page = made.active if not at else made.create_sheet()
        page.title = month
        for row in (HEAD, ["1", f"Семинар {at}", month, "", "", "методист"]):
            page.append(row)
    made.save(path)
    told = run(base, path)
    assert [one.entry.data["start"] for one in told.results] == ["2026-09", "2026-10", "2026-11"]


def test_two_headings_of_a_form_by_chance_do_not_make_a_plan_its_blank(base: importing.Base, tmp_path: Path) -> None:
    head = ["Блок", "Мероприятие", "Когда", "Где", "Кто проводит"]  # «Когда» and «Где» of «Я применил(а)»
    rows = [head, ["Начало", "Семинар", "Август", "школа А", "методист"], ["", "Опрос", "до 20 мая", "", "методист"]]
    told = run(base, book(tmp_path / "План работы на 2026-2027.xlsx", rows))
    assert [(one.entry.kind, one.entry.data["start"]) for one in told.results] == [
        ("events", "2026-08"),
        ("events", "2027-05-20"),
    ]


def test_words_of_a_row_that_are_headings_elsewhere_are_a_row(base: importing.Base, tmp_path: Path) -> None:
    """Under a heading that nobody knows, too: «Семинар», «Август», «Методист» head no table."""
    head = ["№", "Мероприятие", "Срок", "Ответственный"]
    rows = [["1", "Семинар", "Август", "Методист"], ["2", "Курсы", "Октябрь", "Тьютор"], head,
            ["3", "Конкурс", "Декабрь", "Специалист"], ["Начало", "Вебинар", "Март", "Наставник"]]  # fmt: skip
    told = run(base, book(tmp_path / "План работы на 2026-2027.xlsx", [head, *rows]))
    assert [one.entry.data["start"] for one in told.results] == ["2026-08", "2026-10", "2026-12", "2027-03"]
    unknown = ["Раз", "Два", "Три", "Четыре"]
    told = run(base, book(tmp_path / "План на 2026-2027.xlsx", [unknown, *rows[:2], rows[3]]))
    assert not told.results and told.remarks
