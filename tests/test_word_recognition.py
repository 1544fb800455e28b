"""What is taken for a blank of ours and what is not: estimates, timetables, plans of other people."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from support import copy_of_mini
from word_files import answer_cell, saved, type_in

from generator.channels.office import (
    document_body,
    document_in,
    document_likeness,
    document_out,
    document_remarks,
    importing,
)
from generator.channels.office.document_plan import PROPERTY
from generator.channels.office.filled import Remark
from generator.settings import Settings


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    root = copy_of_mini(tmp_path_factory.mktemp("known") / "base")
    return importing.open_base(root, Settings(build_date=dt.date(2026, 5, 28)))


@pytest.fixture(scope="module")
def filled(base: importing.Base) -> bytes:
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"])))
    type_in(answer_cell(document, "Название"), "Проба")
    type_in(answer_cell(document, "Коротко"), "Для проверки.")
    return saved(document)


def estimate(tables: int = 21, rows: int = 12) -> docx.document.Document:
    """A local estimate: many tables, in each a row with a label of ours («Итог»)."""
    document = docx.Document()
    document.add_heading("Локальная смета", level=1)
    for number in range(tables):
        table = document.add_table(0, 3)
        for row in range(rows):
            for cell, words in zip(table.add_row().cells, (f"Работа {number}.{row}", "шт.", "100"), strict=True):
                cell.text = words
        last = table.add_row().cells
        last[0].text, last[1].text = "Итог", "100"
        document.add_paragraph()
    return document


def codes(read) -> list[str]:
    return [remark.code for remark in read.remarks]


def test_an_estimate_is_no_blank(base: importing.Base) -> None:
    read = document_in.read(saved(estimate()), base.forms, base.catalog)
    assert read.entries == () and codes(read) == ["not-a-form"]
    assert "не похоже на бланк" in read.remarks[0].message
    assert "«Предложить практику»" in read.remarks[0].hint and "«Дорожная карта программы»" in read.remarks[0].hint


def test_a_timetable_is_no_blank(base: importing.Base) -> None:
    document = docx.Document()
    table = document.add_table(0, 3)
    for row in (("Класс", "Дата", "Предмет"), ("5", "01.09", "Математика"), ("6", "02.09", "История")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    assert codes(document_in.read(saved(document), base.forms, base.catalog)) == ["not-a-form"]


def test_a_large_foreign_document_is_refused_before_it_is_read(base: importing.Base, filled: bytes) -> None:
    large = estimate(tables=3, rows=300)
    assert not document_likeness.may_be_ours(large, base.forms.values())
    assert codes(document_in.read(saved(large), base.forms, base.catalog)) == ["not-a-form"]
    # The twin: as large, but with a filled blank in front.
    ours = docx.Document(io.BytesIO(filled))
    for table in large.tables:
        ours.element.body.insert(len(ours.element.body) - 1, table._tbl)
    assert document_likeness.may_be_ours(ours, base.forms.values())
    (entry,) = document_in.read(saved(ours), base.forms, base.catalog).entries
    assert entry.data == {"title": "Проба", "summary": "Для проверки."}


def test_a_foreign_table_in_a_blank_is_told_not_read(base: importing.Base, filled: bytes) -> None:
    document = docx.Document(io.BytesIO(filled))
    table = estimate(tables=1).tables[0]._tbl
    document.element.body.insert(len(document.element.body) - 1, table)
    read = document_in.read(saved(document), base.forms, base.catalog)
    assert read.entries[0].data == {"title": "Проба", "summary": "Для проверки."}
    assert codes(read) == ["unknown-table"]


def without_key(data: bytes, bookmarks: bool) -> bytes:
    """The file as a program leaves it that knows nothing of custom properties (and of bookmarks)."""
    document = docx.Document(io.BytesIO(data))
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"))) if not bookmarks else ():
        mark.getparent().remove(mark)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(PROPERTY.encode(), b"x") if name == "docProps/custom.xml" else content)
    return out.getvalue()


@pytest.mark.parametrize("bookmarks", [True, False])
def test_a_blank_that_lost_its_key_is_still_known(bookmarks: bool, base: importing.Base, filled: bytes) -> None:
    read = document_in.read(without_key(filled, bookmarks), base.forms, base.catalog)
    assert [entry.data for entry in read.entries] == [{"title": "Проба", "summary": "Для проверки."}]


def strict(data: bytes) -> bytes:
    """The file as Word saves it where «Строгий документ Open XML» is chosen."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for its, usual in document_body._USUAL:
                content = content.replace(b"http://schemas.openxmlformats.org/" + usual, document_body._STRICT + its)
            new.writestr(name, content)
    return out.getvalue()


def test_a_strict_document_is_read_and_takes_remarks(base: importing.Base, filled: bytes) -> None:
    data = strict(filled)
    with pytest.raises(KeyError):  # the red twin: the library knows the usual names only
        docx.Document(io.BytesIO(data))
    read = document_in.read(data, base.forms, base.catalog)
    assert [entry.data for entry in read.entries] == [{"title": "Проба", "summary": "Для проверки."}]
    place = read.entries[0].places["title",]
    with_remark = document_remarks.annotate_document(data, [Remark(place, "так нельзя", "напишите иначе")])
    (comment,) = docx.Document(io.BytesIO(with_remark)).comments
    assert "Так нельзя" in comment.text


def test_remarks_fit_a_document_without_sections_and_types_of_styles(base: importing.Base, filled: bytes) -> None:
    """As other programs write them: what the library cannot do without is made."""
    document = docx.Document(io.BytesIO(filled))
    for section in list(document.element.body.iter(qn("w:sectPr"))):
        section.getparent().remove(section)
    document.styles.element.style_lst[0].attrib.pop(qn("w:type"), None)
    place = document_in.read(saved(document), base.forms, base.catalog).entries[0].places["title",]
    assert len(
        docx.Document(io.BytesIO(document_remarks.annotate_document(saved(document), [Remark(place, "нет")]))).tables
    )
