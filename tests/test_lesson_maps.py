"""Technological maps of lessons become drafts of practices; what has no place is told, names are left out.

All names and lessons here are invented for the test.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from test_plans import SETTINGS, base, book, codes, run
from word_files import saved, type_in

from generator.channels.office import importing, lesson_maps
from generator.channels.office.document_text import Paragraph, Piece
from generator.channels.office.headings import read_words

__all__ = ["base"]  # a fixture
HEAD = (
    "МБОУ «Вымышленная школа № 5»",
    "Технологическая карта урока № 25",
    "Учитель: Придуманная Анна Ивановна, учитель математики",
    "Предмет: математика   Класс: 5 «Б»",
    "Тема урока: «Сравнение дробей».",
    "Тип урока: открытие нового знания",
    "Цель: научить сравнивать дроби с одинаковыми знаменателями",
    "Задачи урока:",
    "- повторить правило;",
    "- проверить его на полосках.",
    "Планируемые результаты:",
    "Предметные: сравнивает две дроби",
    "Личностные: спорит вежливо",
    "Оборудование: проектор, карточки, полоски бумаги",
    "Дата проведения: 12.10.2026",
    "Ход урока",
)
STAGES = [
    ["Этап урока", "Деятельность учителя", "Деятельность обучающихся", "Формируемые УУД", "Время"],
    ["1. Организационный момент\nЦель: настроить на работу", "Здоровается.", "Готовят тетради.", "Личностные", "2 мин"],
    ["2. Актуализация (5 минут)", "Спрашивает правило.\nПоказывает полоски.", "Отвечают.", "-", ""],
    ["", "Просит привести пример.", "Приводят примеры.", "", ""],
    ["3. Работа в парах", "Раздаёт карточки.", "Сравнивают дроби.", "Коммуникативные", "10–12 мин"],
]


def word(path: Path, head: Sequence[str], *tables: Sequence[Sequence[str]], after: Sequence[str] = ()) -> Path:
    made = docx.Document()
    for words in head:
        made.add_paragraph(words)
    for rows in tables:
        table = made.add_table(0, max(map(len, rows)), style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1:
                cells = [cells[0].merge(cells[-1])]
            for cell, words in zip(cells, row, strict=True):
                type_in(cell, *words.split("\n"))
        made.add_paragraph("")
    for words in after:
        made.add_paragraph(words)
    path.write_bytes(saved(made))
    return path


def only(told: importing.FileResult) -> dict[str, Any]:
    (one,) = told.results
    assert (one.entry.kind, one.fate) == ("practices", "created"), told.remarks
    return dict(one.entry.data)


def test_a_map_becomes_a_draft(base: importing.Base, tmp_path: Path) -> None:
    told = run(base, word(tmp_path / "карта.docx", HEAD, STAGES), dry_run=False, remarks_to=tmp_path)
    assert not told.failed
    written = yaml.load((base.root / told.results[0].path).read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert {name: written[name] for name in ("status", "title", "subjects", "levels")} == {
        "status": "draft", "title": "Сравнение дробей", "subjects": ["matematika"], "levels": ["grade-5"],
    }  # fmt: skip
    assert written["idea"] == (
        "**Цель:** научить сравнивать дроби с одинаковыми знаменателями\n\n**Задачи урока:**\n\n- повторить правило;\n"
        "- проверить его на полосках.\n"
    )
    assert written["results"] == "**Предметные:** сравнивает две дроби\n\n**Личностные:** спорит вежливо\n"
    assert written["conditions"] == {
        "equipment": ["projector", "paper"],
        "note": "**Тип урока:** открытие нового знания\n\n**Оборудование:** проектор, карточки, полоски бумаги\n",
    }
    first, second, third = written["steps"]
    assert first == {
        "title": "Организационный момент", "minutes": 2,
        "text": "Цель: настроить на работу\n\n**Деятельность учителя:** Здоровается.\n\n**Деятельность обучающихся:** "
        "Готовят тетради.\n\n**Формируемые УУД:** Личностные\n",
    }  # fmt: skip
    assert (second["title"], second["minutes"]) == ("Актуализация", 5)
    assert "Показывает полоски." in second["text"] and "Приводят примеры." in second["text"]
    assert "minutes" not in third and "**Время:** 10–12 мин" in third["text"]
    assert written["authors"] == [{"role": "учитель математики"}]


def test_nothing_is_lost_and_nobody_is_named(base: importing.Base, tmp_path: Path) -> None:
    after = ("Приложение 1. Полоски для печати", "Учитель ________ /Придуманная А. И./")
    told = run(base, word(tmp_path / "карта.docx", HEAD, STAGES, after=after), remarks_to=tmp_path)
    left = [one.message for one in told.remarks if one.code == "no-place"]
    assert any("Дата проведения: 12.10.2026" in one for one in left)
    assert any("Вымышленная школа № 5" in one for one in left) and any("Приложение 1" in one for one in left)
    assert {one.place.label for one in told.remarks if one.code == "name-left-out"} == {"строка «Учитель»"}
    said = "".join(f"{one.message} {one.place.label} {one.hint}" for one in told.remarks)
    assert "Придуманн" not in said and "Придуманн" not in str(only(told))
    # What a practice lacks is asked in the copy, though nothing is wrong.
    assert not codes(told) and told.remarked is not None
    assert [one.message for one in told.remarks if one.asks] == [
        "чтобы практику опубликовать, нужно ещё: «Коротко», «На какое затруднение отвечает» и «Источники»"
    ]


def test_the_answers_of_the_copy_come_with_the_next_import(base: importing.Base, tmp_path: Path) -> None:
    run(base, word(tmp_path / "карта.docx", HEAD, STAGES), dry_run=False)
    more = ("Коротко: дети сравнивают дроби на полосках", "На какое затруднение отвечает: путают знаменатели",
            "Источники: Вымышленный учебник, с. 5")  # fmt: skip
    again = importing.open_base(base.root, SETTINGS)
    told = run(again, word(tmp_path / "карта.docx", [*HEAD[:-1], *more, HEAD[-1]], STAGES), may_change=lambda *_: True)
    assert [one.fate for one in told.results] == ["changed"] and not [one for one in told.remarks if one.asks]
    data = told.results[0].entry.data
    assert (data["summary"], data["problem"]) == (
        "дети сравнивают дроби на полосках", "**На какое затруднение отвечает:** путают знаменатели"
    )  # fmt: skip
    assert data["sources"] == [{"title": "Вымышленный учебник, с. 5"}]


def test_the_head_is_a_table(base: importing.Base, tmp_path: Path) -> None:
    head = [
        ["Предмет, класс", "Русский язык, 6 класс"], ["Тема", "Причастие"],
        ["Планируемые результаты", "Предметные: находит причастия\nМетапредметные: работает в паре"],
        ["УМК", "«Вымышленный комплекс»"], ["Эпиграф", "Всё течёт"],
    ]  # fmt: skip
    told = run(base, word(tmp_path / "урок.docx", ["Технологическая карта"], head, STAGES))
    data = only(told)
    assert (data["title"], data["subjects"], data["levels"]) == ("Причастие", ["russkii-iazyk"], ["grade-6"])
    assert data["results"] == "**Предметные:** находит причастия\n\n**Метапредметные:** работает в паре"
    assert data["conditions"]["note"] == "**УМК:** «Вымышленный комплекс»"
    assert any("Эпиграф" in one.message for one in told.remarks if one.code == "no-place")


def test_everything_is_one_table_and_stages_are_its_rows(base: importing.Base, tmp_path: Path) -> None:
    columns = ["Содержание деятельности преподавателя", "Содержание деятельности обучающихся"]
    rows = [
        ["Тема:", "Тип:"], ["Циклы", "Открытие нового знания"], ["Задачи"], ["Повторить\nПопробовать"],
        ["Ресурсы урока"], ["Доска, ноутбуки"], ["Ход урока"], ["1 этап – организационный"], columns,
        ["Здоровается.", "Здороваются."], ["2 этап - рефлексивный"], columns, ["Спрашивает.", ""],
        ["Слушает.", "Отвечают."],
    ]  # fmt: skip
    head = ["План занятия № 8", "Класс: 9-10 Дата проведения: 5 апреля", "Предмет: Информатика"]
    data = only(run(base, word(tmp_path / "занятие.docx", head, rows)))
    assert (data["title"], data["levels"], data["subjects"]) == ("Циклы", ["grade-9", "grade-10"], ["informatika"])
    assert data["idea"] == "**Задачи:**\n\nПовторить\n\nПопробовать"
    assert [step["title"] for step in data["steps"]] == ["Организационный", "Рефлексивный"]
    assert data["steps"][1]["text"].count("Содержание деятельности преподавателя") == 2
    assert data["conditions"]["equipment"] == ["whiteboard", "student-computers"]


def test_a_heading_of_two_rows(base: importing.Base, tmp_path: Path) -> None:
    rows = [
        ["Этапы", "Деятельность учителя", "Деятельность учащихся", ""], ["", "", "Познавательная", "Регулятивная"],
        ["Рефлексия", "Спрашивает.", "Отвечают.", "Оценивают себя."],
    ]  # fmt: skip
    path = word(tmp_path / "урок.docx", ["Урок. Тема: Дроби"], rows)
    made = docx.Document(str(path))
    table = made.tables[0]
    for column in (0, 1):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))
    path.write_bytes(saved(made))
    (step,) = only(run(base, path))["steps"]
    assert step["text"].endswith(
        "**Деятельность учащихся: Познавательная:** Отвечают.\n\n**Деятельность учащихся: Регулятивная:** Оценивают "
        "себя."
    )


def test_a_series_of_lessons(base: importing.Base, tmp_path: Path) -> None:
    made = docx.Document(str(word(tmp_path / "а.docx", ["Технологическая карта урока", "Тема: Дроби"], STAGES)))
    other = docx.Document(str(word(tmp_path / "б.docx", ["Тема: Проценты"], STAGES[:2])))
    for element in [one for one in other.element.body if one.tag != qn("w:sectPr")]:
        made.element.body.insert(len(made.element.body) - 1, element)
    (tmp_path / "а.docx").write_bytes(saved(made))
    told = run(base, tmp_path / "а.docx")
    assert [(one.title, len(one.entry.data["steps"])) for one in told.results] == [("Дроби", 3), ("Проценты", 1)]


def test_a_map_in_excel(base: importing.Base, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Технологическая карта урока"], ["Предмет", "Математика", "", "Класс", "7"], ["Тема урока", "Уравнения"],
        ["Оборудование", "Доска"], [], ["Этап", "Учитель", "Ученики", "Время, мин"],
        ["Начало", "Здоровается", "Здороваются", 3], ["Итог", "Спрашивает", "Отвечают", 5],
    ]  # fmt: skip
    data = only(run(base, book(tmp_path / "карта.xlsx", rows)))
    assert (data["title"], data["levels"]) == ("Уравнения", ["grade-7"])
    assert [(step["title"], step["minutes"]) for step in data["steps"]] == [("Начало", "3"), ("Итог", "5")]


def test_a_map_without_a_theme_is_told(base: importing.Base, tmp_path: Path) -> None:
    told = run(base, word(tmp_path / "карта.docx", ["Технологическая карта урока"], STAGES))
    assert not told.results and codes(told) == {"missing-field"}
    head = ["Технологическая карта урока физики в 8 классе по теме «Давление»"]
    data = only(run(base, word(tmp_path / "карта.docx", head, STAGES)))
    assert (data["title"], data["subjects"], data["levels"]) == ("Давление", ["fizika"], ["grade-8"])


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("План работы РМО на 2026/27 год",
         [["Этап", "Содержание", "Срок", "Ответственные"], ["Начало", "Сбор", "август", "методист"]]),
        ("Список", [["Ученики", "Учитель"], ["пятый класс", "один"]]),
        ("Бланк наблюдения", [["Действия учителя", "Действия учеников"], ["да", "нет"]]),
    ],
)  # fmt: skip
def test_what_is_no_lesson(base: importing.Base, tmp_path: Path, head: str, rows: list[list[str]]) -> None:
    told = run(base, word(tmp_path / "файл.docx", [head], rows))
    assert not [one for one in told.results if one.entry.kind == "practices"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Этап урока, время", "stage"), ("Время этапа", "minutes"), ("Этапы и задачи урока", "stage"),
        ("Содержание деятельности преподавателя", "teacher"), ("Деятельность учеников (кратко)", "pupils"),
        ("Формируемые УУД", ""), ("Методы и приёмы", ""),
    ],
)  # fmt: skip
def test_columns_of_stages(heading: str, role: str) -> None:
    assert read_words(heading, "columns", certain=False) == role


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Класс: 10 Дата проведения: 11 марта", [("levels", "10"), ("left_out", "11 марта")]),
        ("Предмет: математикаКласс: 2 класс", [("subjects", "математика"), ("levels", "2 класс")]),
        ("1. Тема урока – Дроби", [("title", "Дроби")]),
        ("Тема «Дроби»", [("title", "«Дроби»")]),
        ("Цели урока по содержанию:", [("idea", "")]),
        ("Планируемые результаты", [("results", "")]),
        ("Вспомним: класс делится на группы", []),
        ("Класс делится на группы", []),
    ],
)
def test_facts_of_a_line(line: str, found: list[tuple[str, str]]) -> None:
    paragraph = Paragraph((Piece(line),), "", None)
    assert [(role, rest.text) for role, _, rest in lesson_maps.facts_in(paragraph)] == found
