"""Pictures that lie on a sheet of Excel: taken by the row beside which they stand, by the rules of pictures in Word."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import yaml
from office_files import fill, keys
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage
from test_plans import base, book, run
from test_word_pictures import snapshot

from generator.channels.office import blanks, importing, workbook_pictures

__all__ = ["base"]  # a fixture
ONE = {"title": "Лист вопросов", "summary": "Ученики пишут вопрос до объяснения.", "owner": "Школа А"}
OTHER = {"title": "Бой у доски", "summary": "Две команды решают задачи и спорят.", "owner": "Школа А"}


def blank(base: importing.Base, path: Path) -> Path:
    path.write_bytes(blanks.MADE["xlsx"](base.layouts["practice"], base.settings.build_date))
    return path


def put(path: Path, *drawn: tuple[str, str, str]) -> Path:
    """Lay pictures (sheet, cell, colour) on the sheets; a chart where the colour is empty."""
    made = openpyxl.load_workbook(path)
    for sheet, cell, colour in drawn:
        if colour:
            made[sheet].add_image(SheetImage(BytesIO(snapshot(colour))), cell)
        else:
            chart = BarChart()
            chart.add_data(Reference(made[sheet], min_col=1, min_row=1, max_row=2))
            made[sheet].add_chart(chart, cell)
    made.save(path)
    return path


def test_a_picture_belongs_to_the_record_of_its_row(base: importing.Base, tmp_path: Path) -> None:
    path = fill(blank(base, tmp_path / "b.xlsx"), tmp_path / "practice.xlsx",
                {"Практики": [ONE, OTHER]})  # fmt: skip
    page = openpyxl.load_workbook(path)["Практики"]
    row = next(cell.row for cell in page[_letter(page)] if cell.value == OTHER["title"])
    told = run(base, put(path, ("Практики", f"C{row}", "green"), ("Практики", "C90", "blue")), dry_run=False)
    assert [one.fate for one in told.results] == ["created"] * 2
    first, second = (yaml.load((base.root / one.path).read_text("utf-8"), yaml.CSafeLoader) for one in told.results)
    assert "pictures" not in first and len(second["pictures"]) == 1
    (file,) = [path for path in base.root.rglob("*") if path.name == second["pictures"][0]["file"]]
    assert b"Exif" not in file.read_bytes() and "Имярек".encode() not in file.read_bytes()
    assert told.results[1].waiting == 1, "nobody has said whose it is and who is on it"
    (left,) = [one for one in told.remarks if one.code == "sheet-pictures"]
    assert "C90" in left.message


def _letter(page) -> str:
    return openpyxl.utils.get_column_letter(keys(page)["title"])


def test_a_picture_beside_a_stage_belongs_to_the_step(base: importing.Base, tmp_path: Path) -> None:
    rows = [
        ["Технологическая карта урока"], ["Предмет", "Математика"], ["Тема", "Доли"], ["Этап", "Учитель", "Ученики"],
        ["Начало", "Здоровается", "Здороваются"], ["", "Спрашивает", "Отвечают"], ["Итог", "Хвалит", "Радуются"],
    ]  # fmt: skip
    path = put(book(tmp_path / "карта.xlsx", rows), ("Sheet", "E6", "green"), ("Sheet", "E7", "blue"))
    told = run(base, path)
    assert [one["step"] for one in told.results[0].entry.data["pictures"]] == ["1", "2"]
    assert told.results[0].waiting == 2


def test_red_twin_what_lies_over_a_picture_may_hide_somebody(tmp_path: Path) -> None:
    path = put(book(tmp_path / "a.xlsx", [["а"], ["б"]]), ("Sheet", "B2", "green"), ("Sheet", "H40", ""))
    assert [one.picture is not None for one in workbook_pictures.drawings(path.read_bytes())] == [True, False]
    path = put(book(tmp_path / "a.xlsx", [["а"], ["б"]]), ("Sheet", "B2", "green"), ("Sheet", "B3", ""))
    assert [one.picture is not None for one in workbook_pictures.drawings(path.read_bytes())] == [False, False]


@pytest.mark.parametrize("part", ["xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels"])
def test_a_broken_part_is_told(base: importing.Base, tmp_path: Path, part: str) -> None:
    whole = put(fill(blank(base, tmp_path / "b.xlsx"), tmp_path / "p.xlsx", {"Практики": [ONE]}),
                ("Практики", "C4", "green")).read_bytes()  # fmt: skip
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as read, zipfile.ZipFile(out, "w") as made:
        for name in read.namelist():
            made.writestr(name, b"<broken" if name == part else read.read(name))
    (tmp_path / "p.xlsx").write_bytes(out.getvalue())
    told = run(base, tmp_path / "p.xlsx")
    assert [one.code for one in told.remarks if one.is_error] == ["office-broken"]
