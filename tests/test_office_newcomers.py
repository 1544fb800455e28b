"""A Word blank brings the organisation that its record names and the base does not have."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import yaml
from docx.document import Document

from generator import cli

SCHOOL = ("МБОУ СОШ № 5", "Школа", "Школьный", "Северный район")


def answer(document: Document, label: str, value: str) -> None:
    """Write into the cell beside the first label that begins so."""
    rows = (row for table in document.tables for row in table.rows)
    row = next(row for row in rows if row.cells[0].paragraphs[0].text.startswith(label))
    row.cells[1].paragraphs[0].text = value


def test_a_table_of_the_blank_makes_the_organisation(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = str(tmp_path / "a.docx")
    where = ["--root", str(mini)]
    assert cli.main([*where, "template", "practice", "--format", "docx", "--out", path]) == 0
    document = docx.Document(path)
    answer(document, "Название", "Лист вопросов")
    answer(document, "Кто отвечает", SCHOOL[0])
    table = document.tables[-1]
    table.rows[1].cells[1].paragraphs[0].text = SCHOOL[0]
    document.save(path)
    assert cli.main([*where, "import", path]) == 1
    said = capsys.readouterr().err
    assert (
        "раздел «Новые организации», строка 1, столбец «Вид организации»: не заполнено обязательное «Вид организации»"
        in said
    )
    assert "она есть в этом файле, но с замечаниями" in said
    for cell, value in zip(table.rows[1].cells[1:], SCHOOL, strict=True):
        cell.paragraphs[0].text = value
    document.save(path)
    assert cli.main([*where, "import", path]) == 0
    made = yaml.load((mini / "data/organizations/mbou-sosh-no-5.yml").read_text("utf-8"), yaml.CBaseLoader)
    assert (made["title"], made["level"], made["territory"]) == (SCHOOL[0], "school", "districts/severnyi")
    practice = yaml.load((mini / "data/practices/list-voprosov.yml").read_text("utf-8"), yaml.CBaseLoader)
    assert practice == {"title": "Лист вопросов", "status": "review", "owner": "mbou-sosh-no-5"} | {
        "updated": practice["updated"]
    }
