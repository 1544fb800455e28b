"""Whatever a person writes into a Word blank, and wherever: it arrives in a field, or is told."""

from __future__ import annotations

import copy
import datetime as dt
import io
from collections.abc import Callable
from functools import partial
from typing import Any

import docx
import pytest
import word_placements
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Row
from placed_words import FORMS, lost_words
from support import copy_of_mini
from word_files import COPIED_STEPS as STEPS
from word_files import COPIES, answer_cell, saved, table_under, type_in

from generator.channels.office import document_in, document_out, document_remarks, filled, importing
from generator.channels.office.document_plan import HINT_STYLE
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
IDEA = "В чём идея"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("account") / "base"), SETTINGS)


@pytest.fixture(scope="module")
def templates(base: importing.Base) -> dict[str, bytes]:
    return {form: document_out.document_template(its) for form, its in base.layouts.items()}


def read(base: importing.Base, template: bytes, fill: Callable[[Any], None]) -> tuple[dict[str, Any], list[str]]:
    """What a blank with a title and what ``fill`` does gives, and what is told."""
    document = docx.Document(io.BytesIO(template))
    type_in(answer_cell(document, "Название"), "Проба")
    fill(document)
    found = document_in.read(saved(document), base.forms, base.catalog)
    (entry,) = found.entries
    assert entry.data.pop("title") == "Проба"
    return entry.data, [f"{one.place.label}: {one.message}" for one in found.remarks]


def row_of(document: Any, label: str) -> _Row:
    """The row of a question."""
    cell = answer_cell(document, label, 0)
    return _Row(cell._tc.getparent(), cell._parent)


def steps(document: Any) -> Any:
    return table_under(document, "№", "Название шага")


def under_the_label(document: Any) -> None:
    row_of(document, IDEA).cells[0].add_paragraph("Вопрос до темы", style=HINT_STYLE)


def behind_the_label(document: Any) -> None:
    row_of(document, IDEA).cells[0].paragraphs[0].add_run(": Вопрос до темы").bold = True


def behind_the_hint(document: Any) -> None:
    row_of(document, IDEA).cells[0].paragraphs[-1].add_run(" Вопрос до темы")


def in_a_third_cell(document: Any) -> None:
    document.tables[0].add_column(914400)
    row_of(document, IDEA).cells[2].text = "Вопрос до темы"


def in_a_column_of_numbers_before(document: Any) -> None:
    """A person put a column of numbers before the labels."""
    for number, row in enumerate(document.tables[0].rows, 1):
        document.tables[0].add_column(914400) if number == 1 else None
        moved = row._tr.findall("{*}tc")[-1]
        row._tr.findall("{*}tc")[0].addprevious(moved)
        row.cells[0].text = f"{number}."
    row_of_second = next(row for row in document.tables[0].rows if row.cells[1].paragraphs[0].text == IDEA)
    row_of_second.cells[2].text = "Вопрос до темы"


def in_the_label_merged_with_its_answer(document: Any) -> None:
    cells = row_of(document, IDEA).cells
    cells[0].merge(cells[1]).add_paragraph("Вопрос до темы")


@pytest.mark.parametrize("fill", [
    under_the_label, behind_the_label, behind_the_hint, in_a_third_cell, in_a_column_of_numbers_before,
    in_the_label_merged_with_its_answer,
])  # fmt: skip
def test_an_answer_beside_its_cell_arrives(
    fill: Callable[[Any], None], base: importing.Base, templates: dict[str, bytes]
) -> None:
    data, told = read(base, templates["practice"], fill)
    assert data == {"idea": "Вопрос до темы"}
    assert all("Вопрос до темы" in one and IDEA in one for one in told)


def test_a_label_merged_over_two_rows_has_both_answers(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        rows = document.tables[0].rows
        at = next(n for n, row in enumerate(rows) if row.cells[0].paragraphs[0].text == IDEA)
        document.tables[0].add_row()
        below = document.tables[0].rows[-1]
        rows[at]._tr.addnext(below._tr)
        rows[at].cells[0].merge(document.tables[0].rows[at + 1].cells[0])
        type_in(document.tables[0].rows[at].cells[1], "Первая мысль.")
        type_in(document.tables[0].rows[at + 1].cells[1], "Вторая мысль.")

    assert read(base, templates["practice"], fill) == ({"idea": "Первая мысль.\n\nВторая мысль."}, [])


def test_what_belongs_to_no_question_is_told_with_its_words(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        type_in(answer_cell(document, IDEA), "Вопрос")
        row_of(document, IDEA).cells[0].add_paragraph("под подписью")
        document.tables[0].add_column(914400)
        row_of(document, IDEA).cells[2].text = "в третьей клетке"
        document.tables[0].add_row().cells[1].text = "в строке без подписи"
        document.tables[0].add_row().cells[0].text = "вместо подписи"
        steps(document).rows[0].cells[1].add_paragraph("в шапке")
        document.paragraphs[-1].add_run(" за подсказкой под таблицей")

    data, told = read(base, templates["practice"], fill)
    assert data == {"idea": "Вопрос"}
    wanted = ("под подписью", "в третьей клетке", "в строке без подписи", "вместо подписи", "в шапке",
              "за подсказкой под таблицей")  # fmt: skip
    assert all(sum(f"«{words}»" in one for one in told) == 1 for words in wanted), told
    assert len(told) == len(wanted)


def test_a_step_merged_over_two_rows_is_one(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        rows = steps(document).rows
        rows[1].cells[1].merge(rows[2].cells[1])
        for row, words in (
            (1, ("Раздать листы", "Каждому.", "5")),
            (2, ("", "По два.", "")),
            (3, ("Собрать", "", "2")),
        ):
            for cell, one in zip(rows[row].cells[1:], words, strict=False):
                type_in(cell, one) if one else None

    data, told = read(base, templates["practice"], fill)
    assert data == {
        "steps": [
            {"title": "Раздать листы", "text": "Каждому.\n\nПо два.", "minutes": "5"},
            {"title": "Собрать", "minutes": "2"},
        ]
    }
    assert told == []


def test_a_number_merged_over_two_steps_counts_once(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        rows = steps(document).rows
        for row, title in ((rows[1], "Раздать"), (rows[2], "Собрать")):
            type_in(row.cells[1], title)
        type_in(rows[1].cells[3], "10")
        rows[1].cells[3].merge(rows[2].cells[3])

    data, told = read(base, templates["practice"], fill)
    assert data == {"steps": [{"title": "Раздать", "minutes": "10"}, {"title": "Собрать"}]}
    assert "клетка «Минут» объединена на несколько строк: «10» записано только в первой из них" in told[0]


def test_a_table_of_steps_cut_in_two_is_one(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        table = steps(document)._tbl
        for row, title in zip(steps(document).rows[1:], ("Раз", "Два", "Три"), strict=False):
            type_in(row.cells[1], title)
        second = copy.deepcopy(table)
        for row in second.findall(qn("w:tr"))[:3]:
            second.remove(row)
        for row in table.findall(qn("w:tr"))[3:]:
            table.remove(row)
        table.addnext(second)
        second.addprevious(OxmlElement("w:p"))

    assert read(base, templates["practice"], fill) == (
        {"steps": [{"title": "Раз"}, {"title": "Два"}, {"title": "Три"}]},
        [],
    )


@pytest.mark.parametrize("fill", COPIES)
def test_a_table_of_steps_that_was_copied_is_read_once(
    fill: Callable[[Any], None], base: importing.Base, templates: dict[str, bytes]
) -> None:
    data, told = read(base, templates["practice"], fill)
    assert data == {"steps": STEPS}
    assert len(told) == 1 + (fill is COPIES[-1])
    assert all("раздела «Шаги» скопирована, прочитано один раз: «Раз», «Два»" in one for one in told)


def test_a_table_of_steps_in_a_cell_alone_is_read(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        type_in(answer_cell(document, IDEA), "Мысль")
        COPIES[2](document)
        for row in steps(document).rows[1:]:
            for column in (1, 3):
                row.cells[column].text = ""

    assert read(base, templates["practice"], fill) == ({"idea": "Мысль", "steps": STEPS}, [])


def test_a_copy_of_the_steps_that_was_changed_is_told(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        COPIES[0](document)
        document.tables[-1].rows[1].cells[3].text = "7"

    data, told = read(base, templates["practice"], fill)
    assert data == {"steps": [*STEPS, {"title": "Раз", "minutes": "7"}]}
    assert [one.partition(": ")[2] for one in told] == [
        "«Раз» есть в двух таблицах раздела «Шаги» с разными ответами",
        "таблица раздела «Шаги» скопирована, прочитано один раз: «Два»",
    ]


def test_a_step_that_comes_twice_in_one_table_stays_twice(base: importing.Base, templates: dict[str, bytes]) -> None:
    def fill(document: Any) -> None:
        for row in steps(document).rows[1:3]:
            type_in(row.cells[1], "Раз")

    assert read(base, templates["practice"], fill) == ({"steps": [{"title": "Раз"}, {"title": "Раз"}]}, [])


def test_what_is_lowered_and_what_is_raised_behind_it_stay_two(
    base: importing.Base, templates: dict[str, bytes]
) -> None:
    def fill(document: Any) -> None:
        paragraph = answer_cell(document, "Коротко").paragraphs[0]
        for words, look in (("a", ""), ("и", "subscript"), ("ж", "subscript"), ("ц", "superscript"), (" SO", ""),
                            ("4", "subscript"), ("2−", "superscript")):  # fmt: skip
            run = paragraph.add_run(words)
            if look:
                setattr(run.font, look, True)

    assert read(base, templates["practice"], fill)[0] == {"summary": "a_(иж)^(ц) SO₄²⁻"}


@pytest.mark.parametrize(
    "typed", [("1. Раздать", "2) Собрать", "3. Обсудить"), ("1. Раздать\n2. Собрать\n3.Обсудить",)]
)
def test_a_list_in_one_cell_of_steps_is_as_many_steps(
    typed: tuple[str, ...], base: importing.Base, templates: dict[str, bytes]
) -> None:
    found = read(base, templates["practice"], lambda document: type_in(steps(document).rows[1].cells[1], *typed))
    assert found == ({"steps": [{"title": "Раздать"}, {"title": "Собрать"}, {"title": "Обсудить"}]}, [])


def test_a_list_beside_other_words_stays_one_step_and_is_told(
    base: importing.Base, templates: dict[str, bytes]
) -> None:
    def fill(document: Any) -> None:
        type_in(steps(document).rows[1].cells[1], "1. Раздать", "2. Собрать")
        type_in(steps(document).rows[1].cells[3], "5")

    data, told = read(base, templates["practice"], fill)
    assert data == {"steps": [{"title": "1. Раздать 2. Собрать", "minutes": "5"}]}
    assert "строк с номерами: 2, прочитано как одно" in told[0]


def test_an_answer_written_into_the_table_of_remarks_is_told(base: importing.Base, templates: dict[str, bytes]) -> None:
    place = filled.FilePlace("документ", ("paragraph", 0))
    told = [filled.Remark(place, f"замечание {number}", "напишите иначе") for number in (1, 2)]
    document = docx.Document(io.BytesIO(templates["practice"]))
    type_in(answer_cell(document, "Название"), "Проба")
    with_remarks = document_remarks.annotate_document(saved(document), told)
    assert document_in.read(with_remarks, base.forms, base.catalog).remarks == ()
    document = docx.Document(io.BytesIO(with_remarks))
    document.tables[-1].rows[2].cells[3].paragraphs[0].add_run(" Исправлю: 5 минут")
    (remark,) = document_in.read(saved(document), base.forms, base.catalog).remarks
    assert remark.place.label == "таблица замечаний, строка 3" and "Исправлю: 5 минут" in remark.message


def test_blanks_as_they_come_have_nothing_written_in_them(base: importing.Base, templates: dict[str, bytes]) -> None:
    for form, template in templates.items():
        found = document_in.read(template, base.forms, base.catalog)
        assert [one.code for one in found.remarks] == ["nothing-filled"], form


def test_a_blank_filled_in_beside_its_cells_alone_is_told_of(base: importing.Base, templates: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(templates["practice"]))
    document.add_paragraph("Всё, что знаю")
    found = document_in.read(saved(document), base.forms, base.catalog)
    assert [one.code for one in found.remarks] == ["nothing-filled", "outside-tables"]
    assert "«Всё, что знаю»" in found.remarks[1].message


@pytest.mark.parametrize("form", FORMS)
def test_words_anywhere_arrive_or_are_told(form: str, base: importing.Base, templates: dict[str, bytes]) -> None:
    write = partial(word_placements.written, templates[form])
    assert lost_words(form, base, write, lambda data: document_in.read(data, base.forms, base.catalog)) == {}
