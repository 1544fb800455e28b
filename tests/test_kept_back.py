"""A figure of so few people that it is kept back, in files of Excel and Word: offered, read, refused, printed."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import doors
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support import copy_of_mini
from word_files import table_under

from generator import cli
from generator.channels.office import importing
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
ANSWERS = {"owner": "Школа А", "source": {"title": "Отчёт"}}
LABEL = "Скрыто: мало людей"
#: what the record prints, by its spellings of yes
RECORD = """\
status: published
owner: shkola-a
territory: districts/severnyi
period: '2024'
source:
  title: Отчёт
values:
  - indicator: diagnostika
    suppressed: {yes}
    note: Мало.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_mini(tmp_path / "base")


def filled(root: Path, suffix: str, **row: object) -> Path:
    """The file of figures with one figure in it."""
    empty = doors.template(root, "values", suffix, root.parent / f"empty.{suffix}")
    way = doors.figures_in_workbook if suffix == "xlsx" else doors.in_document
    text = ANSWERS | {"values": [{"indicator": "Доля прошедших диагностику", **row}]}
    return way(empty, root.parent / f"filled.{suffix}", doors.asked(root, "values"), text)


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_it_is_read(root: Path, suffix: str) -> None:
    (told,) = importing.run(importing.open_base(root, SETTINGS), [filled(root, suffix, suppressed="да")])
    assert told.remarks == ()
    text = (root / "data/values/severnyi-2024.yml").read_text("utf-8")
    assert text.endswith("values:\n  - indicator: diagnostika\n    suppressed: true\n")


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize("numbers", [{"numerator": 1, "denominator": 4}, {"value": "0,25"}])
def test_a_number_beside_it_is_refused_in_words_of_the_sheet(root: Path, suffix: str, numbers: dict) -> None:
    (told,) = importing.run(importing.open_base(root, SETTINGS), [filled(root, suffix, suppressed="да", **numbers)])
    (remark,) = told.remarks
    assert (remark.code, remark.message) == (
        "suppressed-with-number",
        "сказано, что число скрыто, а оно записано рядом",
    )
    assert remark.hint.startswith("очистите числа этой строки") and "numerator" not in remark.hint
    assert not (root / "data/values/severnyi-2024.yml").exists()


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_numbers_of_a_few_people_are_asked_about_in_words_of_the_sheet(root: Path, suffix: str) -> None:
    (told,) = importing.run(importing.open_base(root, SETTINGS), [filled(root, suffix, numerator=1, denominator=4)])
    (remark,) = told.remarks
    assert remark.code == "small-group-written"
    assert f"выберите «да» в «{LABEL}»" in remark.hint and "true" not in remark.hint


def test_the_sheet_of_excel_offers_yes_and_no(root: Path) -> None:
    book = openpyxl.load_workbook(doors.template(root, "values", "xlsx", root.parent / "empty.xlsx"))
    page = book["Показатели"]
    (at,) = (cell.column for cell in page[2] if cell.value == LABEL)
    place = f"{get_column_letter(at)}3"
    (its,) = (one for one in page.data_validations.dataValidation if place in one.sqref)
    sheet, cells = next(iter(book.defined_names[its.formula1.removeprefix("=")].destinations))
    assert [cell.value for row in book[sheet][cells.replace("$", "")] for cell in row] == ["да", "нет"]


@pytest.mark.parametrize("yes", ["true", "да"])
def test_a_record_is_printed_with_it_and_comes_back(root: Path, yes: str) -> None:
    path, file = root / "data/values/severnyi-2024.yml", root.parent / "record.docx"
    path.write_text(RECORD.format(yes=yes), "utf-8")
    words = ["template", "values", "--format", "docx", "--record", "severnyi-2024", "--out", str(file)]
    assert cli.main(["--root", str(root), *words]) == 0
    table = table_under(docx.Document(io.BytesIO(file.read_bytes())), "№", "Показатель")
    heads = [cell.paragraphs[0].text for cell in table.rows[0].cells]
    # What is chosen in a list stands in its control, where python-docx does not look.
    shown = "".join(
        node.text or "" for node in table.rows[1].cells[heads.index(LABEL)]._tc.iter() if node.tag[-2:] == "}t"
    )
    assert shown == "да"
    (told,) = importing.run(importing.open_base(root, SETTINGS), [file])
    assert [(one.fate, one.path) for one in told.results] == [("unchanged", "data/values/severnyi-2024.yml")]
