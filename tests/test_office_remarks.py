"""Remarks in a workbook: where they are put, and that nothing of a person's own is lost when they come and go."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from office_files import fill
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from generator import cli
from generator.channels.office import importing, workbook_remarks
from generator.channels.office.filled import FilePlace, Remark
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
PAGE = "Лист 'А'"


def bytes_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def own() -> openpyxl.Workbook:
    """A book with a person's own note, colour, rule, hidden column and formula."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = PAGE
    page["B2"].value, page["C3"].value, page["D4"].value = "слово", 5, "=C3*2"
    page["B2"].comment = Comment("спросить у Марии", "Анна")
    page["B2"].fill = PatternFill("solid", fgColor="FF00FF00")
    rule = CellIsRule(operator="greaterThan", formula=["3"], fill=PatternFill("solid"))
    page.conditional_formatting.add("C3:C9", rule)
    page.column_dimensions["A"].hidden = True
    return book


REMARKS = (
    Remark(FilePlace(f"лист «{PAGE}», ячейка B2", (PAGE, 2, 2)), "слово не то", "напишите: другое"),
    Remark(FilePlace(f"лист «{PAGE}», ячейка B2", (PAGE, 2, 2)), "и длинное", "", severity="warning"),
    Remark(FilePlace(f"лист «{PAGE}», строка 5", (PAGE, 5, 1)), "=1+1", "сократите"),
    Remark(FilePlace("файл"), "в файле чего-то нет", "добавьте"),
)


def test_remarks_stand_at_their_cells_and_in_a_list(own: openpyxl.Workbook) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_remarks.annotate_workbook(bytes_of(own), REMARKS)))
    page, listed = book[PAGE], book["Замечания"]
    assert book.sheetnames == ["Замечания", PAGE] and book.active is listed
    note = page["B2"].comment.text
    assert note.startswith("спросить у Марии") and "Слово не то.\nКак исправить: напишите: другое." in note
    assert "И длинное." in note
    assert page["B5"].comment.text.endswith("сократите.")  # not in the hidden column
    rows = [row for row in listed.iter_rows(min_row=5, values_only=True) if row[0]]
    places = [REMARKS[at].place.label for at in (3, 0, 2, 1)]
    assert [row[1] for row in rows] == places
    assert rows[2][2] == "=1+1" and listed["C7"].data_type == "s"
    assert [row[4] for row in rows] == ["нужно исправить"] * 3 + ["обратите внимание"]
    links = [cell.hyperlink.location or cell.hyperlink.target for cell in listed["B"] if cell.hyperlink]
    assert links[0].lstrip("#") == "'Лист ''А'''!B2"
    assert {str(area.sqref) for area in page.conditional_formatting} == {"C3:C9", "B2", "B5"}


def test_remarks_go_and_what_a_person_made_stays(own: openpyxl.Workbook) -> None:
    marked = workbook_remarks.annotate_workbook(bytes_of(own), REMARKS)
    again = workbook_remarks.annotate_workbook(marked, REMARKS[:1])
    assert openpyxl.load_workbook(io.BytesIO(again))[PAGE]["B5"].comment is None
    page = openpyxl.load_workbook(io.BytesIO(workbook_remarks.annotate_workbook(again, ())))[PAGE]
    assert page["B2"].comment.text == "спросить у Марии"
    assert page["B2"].fill.fgColor.rgb == "FF00FF00" and page["D4"].value == "=C3*2"
    assert [str(area.sqref) for area in page.conditional_formatting] == ["C3:C9"]
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment] == ["B2"]


def test_pictures_that_a_copy_cannot_carry_are_told(own: openpyxl.Workbook) -> None:
    assert "диаграммы" not in said_first(bytes_of(own))
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(own.active, min_col=3, min_row=3, max_row=4))
    own.active.add_chart(chart, "F2")
    assert "диаграммы измениться" in said_first(bytes_of(own))


def said_first(data: bytes) -> str:
    return openpyxl.load_workbook(io.BytesIO(workbook_remarks.annotate_workbook(data, REMARKS)))["Замечания"][
        "A2"
    ].value


def test_a_folder_where_nothing_can_be_written_costs_no_record(mini: Path, tmp_path: Path, capsys) -> None:
    cli.main(["--root", str(mini), "template", "event", "--out", str(tmp_path / "e.xlsx")])
    rows = [{"title": "Семинар", "type": "Семинар", "start": "04.2026", "owner": "Школа А"}, {"title": "Без даты"}]
    fill(tmp_path / "e.xlsx", tmp_path / "two.xlsx", {"Мероприятия": rows})
    taken = tmp_path / "taken"
    taken.write_text("это файл, а не папка", "utf-8")
    words = ["--root", str(mini), "import", "--out-remarks", str(taken), str(tmp_path / "two.xlsx")]
    assert cli.main(words) == 1
    assert "файл с замечаниями не записан" in capsys.readouterr().err
    assert (mini / "data/events/seminar.yml").is_file()


def test_what_is_missing_is_told_where_it_is_missing(mini: Path, tmp_path: Path) -> None:
    """Groups and lists that nobody began have a place too, and no remark hides in a hidden row or column."""
    about = ["--territory", "districts/severnyi", "--period", "2026"]
    cli.main(["--root", str(mini), "template", "values", *about, "--out", str(tmp_path / "v.xlsx")])
    fill(tmp_path / "v.xlsx", tmp_path / "empty.xlsx", {}, {"Район и период": {"as_of": dt.date(2026, 5, 1)}})
    (told,) = importing.run(importing.open_base(mini, SETTINGS), [tmp_path / "empty.xlsx"])
    assert [(remark.place.label, remark.hint) for remark in told.remarks] == [
        ("лист «Район и период», ячейка C7", "заполните хотя бы «Название работы»"),
        ("лист «Показатели», ячейка A2", "заполните хотя бы одну строку"),
    ]
    book = openpyxl.load_workbook(told.remarked)
    noted = [cell for page in book for row in page.iter_rows() for cell in row if cell.comment]
    assert len(noted) == 2
    for cell in noted:
        assert not cell.parent.row_dimensions[cell.row].hidden
        assert not cell.parent.column_dimensions[cell.column_letter].hidden


def test_a_copy_with_remarks_is_renewed_in_its_place(mini: Path, tmp_path: Path) -> None:
    cli.main(["--root", str(mini), "template", "event", "--out", str(tmp_path / "e.xlsx")])
    row = {"title": "Семинар", "type": "Семинар", "start": "когда-нибудь", "owner": "Школа Ж"}
    fill(tmp_path / "e.xlsx", tmp_path / "события.xlsx", {"Мероприятия": [row]})
    before = (tmp_path / "события.xlsx").read_bytes()
    copy = tmp_path / "события — замечания.xlsx"
    for field, value, count in (("start", "04.2026", 2), ("owner", "Школа А", 1)):
        source = copy if copy.exists() else tmp_path / "события.xlsx"
        (told,) = importing.run(importing.open_base(mini, SETTINGS), [source])
        assert told.remarked == copy and len(told.remarks) == count
        fill(copy, copy, {"Мероприятия": [{field: value}]})
    (told,) = importing.run(importing.open_base(mini, SETTINGS), [copy])
    assert [one.fate for one in told.results] == ["created"] and told.remarked is None
    assert sorted(path.name for path in tmp_path.glob("соб*")) == ["события — замечания.xlsx", "события.xlsx"]
    assert (tmp_path / "события.xlsx").read_bytes() == before
    assert openpyxl.load_workbook(copy).sheetnames[0] == "Как заполнять"
