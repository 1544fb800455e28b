"""Boxes to tick in a sheet of Word: ticked, typed beside, wiped away; nothing that a person wrote vanishes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from support import PROJECT, copy_of_mini
from word_files import answer_cell, saved, tick, type_in

from generator.channels.office import document_in, document_out, importing
from generator.channels.office.document_ticks import ticked
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.names import index_names
from generator.channels.office.parties import Parties
from generator.settings import Settings

CASES = yaml.load((PROJECT / "tests/cases/office/ticks.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
LABELS = ("Математика", "История", "Литература", "Русский язык", "Русский язык и литература")


@pytest.mark.parametrize("case", CASES, ids=lambda case: " / ".join(case["lines"]))
def test_what_is_meant_by_boxes_and_words(case: Mapping[str, Any]) -> None:
    found = ticked(case["lines"], LABELS)
    assert found.answers == case["answers"]
    assert [case["doubt"] in one.message for one in found.doubts] == [True] * ("doubt" in case)
    assert any(one.serious for one in found.doubts) == case.get("serious", False)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    root = copy_of_mini(tmp_path_factory.mktemp("ticks") / "base")
    return importing.open_base(root, Settings(build_date=dt.date(2026, 5, 28)))


def subjects(base: importing.Base, fill) -> tuple[Any, list[str]]:
    """What the blank says of its subjects after ``fill`` went over the cell, and the remarks."""
    file = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"])))
    type_in(answer_cell(file, "Название"), "Проба")
    fill(answer_cell(file, "Предметы"))
    read = document_in.read(saved(file), base.forms, base.catalog)
    entry, more = interpret_entry(
        base.questions("practices"), read.entries[0], index_names(base.catalog), Parties(base.catalog)
    )
    return entry.data.get("subjects"), [remark.message for remark in [*read.remarks, *more]]


def test_ticked_and_typed_together(base: importing.Base) -> None:
    def fill(cell) -> None:
        tick(cell, "Математика")
        cell.add_paragraph("Физика")

    assert subjects(base, fill) == (["matematika", "fizika"], [])


def test_words_that_are_no_subject_are_told_at_the_place(base: importing.Base) -> None:
    text, remarks = subjects(base, lambda cell: cell.add_paragraph("нет такого предмета"))
    assert text is None and remarks == ["значения «нет такого предмета» здесь не бывает"]


def test_a_label_without_its_box(base: importing.Base) -> None:
    def fill(cell) -> None:
        box = cell._tc.find(f".//{qn('w:sdt')}")  # the first one: of Математика or its neighbour in the alphabet
        box.getparent().remove(box)

    text, remarks = subjects(base, fill)
    assert len(text) == 1 and remarks == []


def test_a_cell_typed_over(base: importing.Base) -> None:
    def fill(cell) -> None:
        for paragraph in cell.paragraphs[1:]:
            cell._tc.remove(paragraph._p)
        for element in list(cell.paragraphs[0]._p):
            cell.paragraphs[0]._p.remove(element)
        cell.paragraphs[0].add_run("Математика, Физика")

    assert subjects(base, fill) == (["matematika", "fizika"], [])


def test_nothing_ticked_is_no_answer(base: importing.Base) -> None:
    assert subjects(base, lambda cell: None) == (None, [])


def test_what_is_only_underlined_is_told(base: importing.Base) -> None:
    def fill(cell) -> None:
        run = next(run for paragraph in cell.paragraphs for run in paragraph.runs if "Физика" in run.text)
        run.font.underline = True

    text, remarks = subjects(base, fill)
    assert text is None and remarks == ["выделено, но не отмечено и потому не прочитано: «Физика»"]
