"""A record that exists is changed by a file: its comments, its Markdown body and what was not asked stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from office_files import fill, keys
from support import PROJECT
from word_files import answer_cell, measures, roadmap_document, roadmap_rows, table_under

from generator import cli
from generator.channels.office import importing
from generator.channels.office.kept_as_written import carry_comments
from generator.documents import comments, sources
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
COMMENTED = """\
# Проверила Иванова, 12 мая
title: Лист вопросов  # так называют в районе
# пока без предмета
subjects:
summary: Проба.
status: review
owner: shkola-a

# шаги согласованы с методобъединением
steps:
  # вводный
  - title: Один
    minutes: 5  # не больше
  - title: Два
  # обсудить с завучем
  - title: Три
conditions:
  internet: none  # проверено
  # примечание позже
"""


def of(path: Path) -> list[str]:
    return comments.read_comments(sources.read(path, f"data/practices/{path.name}")[0]).all()


def updated(base: Path, file: Path) -> importing.Result:
    told = importing.run(importing.open_base(base, SETTINGS), [file], may_change=lambda title, changes: True)
    assert [one.fate for one in told[0].results] == ["changed"], told[0].remarks
    return told[0].results[0]


@pytest.fixture
def record(mini: Path) -> Path:
    path = mini / "data/practices/list-voprosov.yml"
    path.write_text(COMMENTED, encoding="utf-8")
    return path


def test_comments_stay_when_excel_changes_a_record(record: Path, mini: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.xlsx"
    assert cli.main(["--root", str(mini), "template", "practice", "--out", str(empty)]) == 0
    row = {"title": "Лист вопросов", "summary": "Другая проба.", "subjects": "Математика"}
    steps = [{"steps.title": "Три"}, {"steps.title": "Один", "steps.minutes": 7}]  # turned round, the second is gone
    file = fill(empty, tmp_path / "filled.xlsx", {"Практики": [row], "Шаги": steps})
    before = of(record)
    assert len(before) == 9
    updated(mini, file)
    assert of(record) == before
    text = record.read_text(encoding="utf-8")
    assert "# обсудить с завучем\n  - title: Три\n  # вводный\n  - title: Один\n    minutes: 7  # не больше" in text
    assert text.startswith("# yaml-language-server") and "# пока без предмета\nsubjects: [matematika]" in text
    assert yaml.load(text, yaml.CSafeLoader)["conditions"] == {"internet": "none"}


def test_a_comment_of_what_is_gone_stays_in_its_list() -> None:
    text = "steps:\n  - title: Один\n  # важно\n  - title: Два  # и это\nareas: [methods]  # одна\n"
    old = yaml.load(text, yaml.CSafeLoader)
    notes = comments.read_comments(sources.parse(text, "data/practices/x.yml")[0])
    kept = carry_comments(notes, old, {"steps": [{"title": "Один"}], "areas": ["care"]})
    assert kept.all() == ["# важно", "# и это", "# одна"]
    assert kept.after == {("steps",): ["# важно", "# и это"]}


def test_comments_stay_when_word_changes_a_roadmap(mini: Path, tmp_path: Path) -> None:
    path = mini / "data/programmes/vverkh.yml"
    text = path.read_text(encoding="utf-8")
    assert "title:" in text
    path.write_text(text.replace("\nroadmap:", "\n# карта утверждена приказом\nroadmap:"), encoding="utf-8")
    file = tmp_path / "карта.docx"
    words = ["template", "roadmap", "--format", "docx", "--programme", "vverkh", "--out", str(file)]
    assert cli.main(["--root", str(mini), *words]) == 0
    document = docx.Document(file)
    table_under(document, "№", "Мероприятие").rows[1].cells[4].paragraphs[0].add_run("в актовом зале")
    document.save(file)
    updated(mini, file)
    assert of(path) == ["# карта утверждена приказом"]
    assert "в актовом зале" in path.read_text(encoding="utf-8")


def test_a_record_with_a_body_is_changed_and_keeps_it(mini: Path, tmp_path: Path) -> None:
    """A ``.md`` record through Word (``--record``) and through Excel (found by its title)."""
    path = mini / "data/practices/razobrannye-primery.md"
    path.write_text(path.read_text(encoding="utf-8").replace("steps:", "# по книге\nsteps:"), encoding="utf-8")
    body = path.read_text(encoding="utf-8").rpartition("---\n")[2]
    file = tmp_path / "правка.docx"
    words = ["template", "practice", "--format", "docx", "--record", "razobrannye-primery", "--out", str(file)]
    assert cli.main(["--root", str(mini), *words]) == 0
    document = docx.Document(file)
    answer_cell(document, "Часов на подготовку").paragraphs[0].add_run("3")
    document.save(file)
    result = updated(mini, file)
    assert result.path == "data/practices/razobrannye-primery.md"
    assert result.changes == ("условия: часов на подготовку: добавлено 3",)
    text = path.read_text(encoding="utf-8")
    assert text.rpartition("---\n")[2] == body and "prepare_hours: 3" in text and of(path) == ["# по книге"]
    assert not path.with_suffix(".yml").exists()

    empty = tmp_path / "empty.xlsx"
    assert cli.main(["--root", str(mini), "template", "practice", "--out", str(empty)]) == 0
    row = {"title": "Разобранные примеры", "results": "Ошибок меньше вдвое."}
    updated(mini, fill(empty, tmp_path / "filled.xlsx", {"Практики": [row]}))
    text = path.read_text(encoding="utf-8")
    assert text.rpartition("---\n")[2] == body and "Ошибок меньше вдвое." in text
    assert cli.main(["--root", str(mini), "check"]) == 0


def test_a_file_that_says_nothing_new_changes_no_byte(record: Path, mini: Path, tmp_path: Path) -> None:
    before = record.read_bytes()
    empty = tmp_path / "empty.xlsx"
    assert cli.main(["--root", str(mini), "template", "practice", "--out", str(empty)]) == 0
    file = fill(empty, tmp_path / "filled.xlsx", {"Практики": [{"title": "Лист вопросов", "summary": "Проба."}]})
    assert "steps.title" in keys(openpyxl.load_workbook(file)["Шаги"])
    told = importing.run(importing.open_base(mini, SETTINGS), [file], may_change=lambda title, changes: True)
    assert [one.fate for one in told[0].results] == ["unchanged"]
    assert record.read_bytes() == before


def test_responsible_parties_are_read_alike_in_both_formats(tmp_path: Path) -> None:
    """The source roadmap as a table of Word and as a workbook: the same parties, the same remarks on them."""
    base = importing.open_base(PROJECT, SETTINGS)
    word, excel, empty = (tmp_path / name for name in ("карта.docx", "карта.xlsx", "empty.xlsx"))
    word.write_bytes(roadmap_document(roadmap_rows()))
    assert cli.main(["--root", str(PROJECT), "template", "roadmap", "--out", str(empty)]) == 0
    path = "roadmap.measures."
    rows = [
        {f"{path}number": row["number"], f"{path}title": row["title"], f"{path}when": row["when"],
         f"{path}responsible": "\n".join([*row["responsible"], *row.get("cut", ())])}
        for row in measures()
    ]  # fmt: skip
    fill(empty, excel, {"Дорожная карта": rows})
    told = importing.run(base, [word, excel], programme="dvizhenie-vverkh", dry_run=True)
    # The second file is a second change of one record in one run: it is asked for by itself.
    (again,) = importing.run(base, [excel], programme="dvizhenie-vverkh", dry_run=True)
    assert [one.fate for one in told[0].results] == [one.fate for one in again.results] == ["unchanged"]
    parts = [[(r.code, r.message) for r in file.remarks if r.code == "bare-role"] for file in (told[0], again)]
    assert parts[0] == parts[1] and parts[0]


def test_what_would_change_is_told_in_the_words_of_a_review(mini: Path, tmp_path: Path) -> None:
    """The keeper sees the new words before the yes, also far behind the beginning of a long text."""
    path = mini / "data/practices/razobrannye-primery.md"
    long = "Учитель раздаёт лист и ждёт. " * 9
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Разобранные", f"problem: {long}\ntitle: Разобранные"), encoding="utf-8")
    empty = tmp_path / "empty.xlsx"
    assert cli.main(["--root", str(mini), "template", "practice", "--out", str(empty)]) == 0
    row = {"title": "Разобранные примеры", "problem": f"{long}Дайте детям 50 мг валерьянки."}
    result = updated(mini, fill(empty, tmp_path / "filled.xlsx", {"Практики": [row]}))
    assert result.changes == (
        "изменён текст «на какое затруднение отвечает» (слов изменено: 5\u00a0%)",
        "  «…раздаёт лист и ждёт. [+Дайте детям 50 мг валерьянки.+]»",
    )
