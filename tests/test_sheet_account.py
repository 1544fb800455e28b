"""Whatever a person writes into a workbook, and wherever: it arrives in a field, or is told."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from functools import partial
from typing import Any

import openpyxl
import pytest
import sheet_placements
from office_files import keys
from placed_words import FORMS, lost_words
from support import copy_of_mini

from generator.channels.office import filled, importing, names, prefill, workbook_in, workbook_out
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.parties import Parties
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("sheets") / "base"), SETTINGS)


@pytest.fixture(scope="module")
def templates(base: importing.Base) -> dict[str, bytes]:
    its = {**base.layouts, "values": prefill.for_territory(base.layouts["values"], base.catalog, "", "")}
    return {form: workbook_out.workbook_template(layout, SETTINGS.build_date) for form, layout in its.items()}


def read(base: importing.Base, template: bytes, fill: Callable[[Any], None]) -> tuple[list[dict[str, Any]], list[str]]:
    """What the records are and what is told."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    fill(book)
    out = io.BytesIO()
    book.save(out)
    found = workbook_in.read(out.getvalue(), base.layouts, base.catalog)
    told = [f"{one.place.label}: {one.message}" for one in found.remarks]
    return [dict(entry.data) for entry in found.entries], told


def put(page: Any, row: int, values: dict[str, Any]) -> None:
    for path, value in values.items():
        page.cell(row, keys(page)[path]).value = value


def test_an_answer_beside_the_white_cell_of_a_card_arrives(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        card = book["Программа"]
        rows = {card.cell(row, 2).value.removesuffix(" *"): row for row in range(3, card.max_row + 1)}
        card.cell(rows["Название"], 3).value = "Проба"
        card.cell(rows["Коротко"], 2).value += ": о чём это"
        card.cell(rows["Срок: Начало"], 5).value = "2026"

    (data,), told = read(base, templates["roadmap"], fill)
    assert data == {"title": "Проба", "summary": "о чём это", "term": {"start": "2026"}}
    assert [one.partition(": ")[2] for one in told] == [
        "белая клетка «Коротко» пуста, ответ взят рядом с ней: «о чём это»",
        "белая клетка «Срок: Начало» пуста, ответ взят рядом с ней: «2026»",
    ]


def test_rows_put_above_the_headings_do_not_make_records(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        put(book["Практики"], 4, {"title": "Проба"})
        book["Практики"].insert_rows(2, 2)
        book["Практики"]["B2"].value = "Школа № 5"

    entries, told = read(base, templates["practice"], fill)
    assert entries == [{"title": "Проба"}]
    assert told == ["лист «Практики», ячейка B2: это не прочитано: «Школа № 5»"]


def test_a_share_typed_where_it_counts_itself_is_told(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        page = book["Показатели"]
        page.cell(3, keys(page)["=share"]).value = 0.75

    _, told = read(base, templates["values"], fill)
    assert sum("это не прочитано: «75%»" in one for one in told) == 1


def test_rows_that_find_no_record_are_told_with_their_words(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        put(book["Практики"], 4, {"title": "Первая"})
        put(book["Практики"], 5, {"title": "Вторая"})
        put(book["Шаги"], 4, {"steps.title": "Раздать"})
        put(book["Шаги"], 5, {"steps.title": "Собрать"})
        put(book["Шаги"], 6, {"^": "Третья", "steps.title": "Обсудить"})

    _, told = read(base, templates["practice"], fill)
    assert "не внесена эта и следующие строки (всего 2): «Раздать; Собрать»" in told[0]
    assert "записи «Третья» нет" in told[1] and "не внесена эта строка: «Обсудить»" in told[1]


def test_blanks_as_they_come_have_nothing_written_in_them(base: importing.Base, templates: dict[str, bytes]) -> None:
    for form, template in templates.items():
        found = workbook_in.read(template, base.layouts, base.catalog)
        assert [one.code for one in found.remarks] == ["nothing-filled"], form


@pytest.mark.parametrize("form", FORMS)
def test_words_anywhere_arrive_or_are_told(form: str, base: importing.Base, templates: dict[str, bytes]) -> None:
    write = partial(sheet_placements.written, templates[form])
    assert lost_words(form, base, write, lambda data: workbook_in.read(data, base.layouts, base.catalog)) == {}


def test_a_list_in_one_cell_of_steps_is_as_many_steps(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        put(book["Практики"], 4, {"title": "Проба"})
        put(book["Шаги"], 4, {"steps.title": "1. Раздать\n2. Собрать"})
        put(book["Шаги"], 5, {"steps.title": "1. Спросить\n2. Ответить", "steps.minutes": 5})

    (data,), _ = read(base, templates["practice"], fill)
    assert [step["title"] for step in data["steps"]] == ["Раздать", "Собрать", "1. Спросить\n2. Ответить"]


def test_what_is_left_of_the_example_is_told(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        put(book["Практики"], 3, {"#": 1, "title": "Проба"})

    (data,), told = read(base, templates["practice"], fill)
    assert data["title"] == "Проба"
    assert "строка 3: в строке остались значения примера" in told[0]


def test_a_number_that_became_a_date_is_not_taken(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(book: Any) -> None:
        its = {"roadmap.measures.number": dt.date(2026, 2, 1), "roadmap.measures.title": "Сделать"}
        put(book["Дорожная карта"], 3, its)

    (data,), _ = read(base, templates["roadmap"], fill)
    entry = filled.FilledEntry("programmes", data, filled.FilePlace(""))
    _, told = interpret_entry(base.questions("programmes"), entry, names.index_names(base.catalog),
                              Parties(base.catalog, False))  # fmt: skip
    assert "вместо номера мероприятия стоит дата 01.02.2026" in told[0].message
