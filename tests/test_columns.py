"""Columns that nobody knows: asked in the copy with remarks, answered there or by a key, remembered in the base."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from test_plans import SETTINGS, base, book, codes, document, run

from generator import site
from generator.channels.office import importing
from generator.channels.office.column_memory import COLUMNS_FILE, parse_memory, with_table
from generator.channels.office.column_questions import COLUMNS_SHEET, parse_columns
from generator.channels.office.headings import heading_key
from generator.records import reading

__all__ = ["base"]  # a fixture
ROWS = [
    ["Веха", "Ориентир", "Люди"],
    ["Обсудить тексты с коллегами", "сентябрь 2026", "методист"],
    ["Показать три урока подряд", "до 15.10.2026", "учителя школы"],
    ["Собрать отзывы", "ноябрь 2026", "методист"],
]
MADE = [("events", "created")] * 3


def fates(told: importing.FileResult) -> list[tuple[str, str]]:
    return [(one.entry.kind, one.fate) for one in told.results]


def test_a_key_says_what_the_columns_are(base: importing.Base, tmp_path: Path) -> None:
    path = document(tmp_path / "вехи.docx", "Вехи объединения", ROWS)
    assert codes(run(base, path)) == {"unknown-columns"}
    told = run(base, path, kind="events", columns=parse_columns("Веха=мероприятие;Ориентир=срок"))
    assert fates(told) == MADE
    with pytest.raises(ValueError, match=r"«Ориентир» не понято"):
        parse_columns("Веха=мероприятие;Ориентир")
    with pytest.raises(ValueError, match="Что это: номер, мероприятие, срок"):
        parse_columns("Веха=звезда")


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_the_mended_copy_answers_and_it_is_remembered(base: importing.Base, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"вехи.{suffix}"
    document(path, "Вехи объединения", ROWS) if suffix == "docx" else book(path, ROWS)
    told = run(base, path, remarks_to=tmp_path / "out")
    assert fates(told) == [] and told.remarked is not None
    if suffix == "docx":
        copy = docx.Document(str(told.remarked))
        table = next(one for one in copy.tables if one.rows[0].cells[1].text == "Столбец")
        cells = {row.cells[1].text: row.cells[3] for row in table.rows}
        assert [cells[name].text for name in ROWS[0]] == ["мероприятие", "срок", "ответственные"]  # guessed, to confirm
        cells["Люди"].paragraphs[0].runs[0].text = "не переносить"
        copy.save(str(told.remarked))
    else:
        filled = openpyxl.load_workbook(told.remarked)
        page = filled[COLUMNS_SHEET]
        assert [page.cell(row, 4).value for row in (2, 3, 4)] == ["мероприятие", "срок", "ответственные"]
        page.cell(4, 4).value = "не переносить"
        filled.save(told.remarked)
    told = run(base, told.remarked, dry_run=False)
    assert fates(told) == MADE
    assert "методист" not in str([one.entry.data for one in told.results])
    raw = (base.root / COLUMNS_FILE).read_text(encoding="utf-8")
    assert parse_memory(raw) == {
        frozenset(map(heading_key, ROWS[0])): dict(zip(map(heading_key, ROWS[0]), ("title", "when", ""), strict=True))
    }
    assert not [one for one in reading.load(base.root)[1] if one.path == COLUMNS_FILE]
    again = importing.open_base(base.root, SETTINGS)
    rows = [ROWS[0], ["Подвести итоги", "май 2027", "методист"]]
    told = run(again, document(tmp_path / "ещё.docx", "Вехи", rows))
    assert fates(told) == [("events", "created")]
    assert fates(run(again, document(tmp_path / "другие.docx", "Вехи", [["Веха", "Кто", "Ориентир"], *rows[1:]]))) == []


def test_nothing_is_remembered_of_a_trial(base: importing.Base, tmp_path: Path) -> None:
    path = document(tmp_path / "вехи.docx", "Вехи", ROWS)
    assert fates(run(base, path, columns=parse_columns("Веха=мероприятие;Ориентир=срок"))) == MADE
    assert not (base.root / COLUMNS_FILE).exists()


def test_the_memory_is_sorted_and_renewed() -> None:
    said = {heading_key("Веха"): "title", heading_key("Когда-то"): "when"}
    first = with_table("", ["Когда-то", "Веха"], said)
    both = with_table(first, ["Веха", "Б"], said)
    assert with_table(both, ["Веха", "Когда-то"], said).count("headings") == 2
    assert both.index("'Веха', 'Б'") < both.index("'Когда-то', 'Веха'")
    assert with_table(both, ["Веха", "Б"], said) == both
    with pytest.raises(ValueError, match="tables"):
        parse_memory("{}")


def test_a_list_without_terms_is_not_asked_about(base: importing.Base, tmp_path: Path) -> None:
    rows = [["Прибор", "Номер", "Цена"], ["Доска", "12", "2026"], ["Стол", "14", "2027"], ["Лампа", "15", "300"]]
    for path in (document(tmp_path / "опись.docx", "Опись", rows), book(tmp_path / "опись.xlsx", rows)):
        told = run(base, path, remarks_to=tmp_path / "out")
        assert codes(told) == {"not-a-form"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("tables: [\n  - 'x", 2, "не читается"),
        ("tablitsy: []\n", 1, "нет списка «tables»"),
        ("tables:\n  - means: {}\n", 1, "нет списка заголовков"),
        ("tables:\n  - headings: ['Веха']\n", 2, "что в столбцах"),
        ("tables:\n  - headings: ['Веха']\n    means:\n      'Веха': 'звезда'\n", 4, "«звезда» не понято"),
    ],
)
def test_a_damaged_memory_is_told_and_kept(
    base: importing.Base, tmp_path: Path, text: str, line: int, said: str
) -> None:
    """By the check and by an import, which writes nothing over it."""
    (base.root / COLUMNS_FILE).write_text(text, "utf-8")
    (problem,) = [one for one in site.check(base.root, SETTINGS)[1] if one.path == COLUMNS_FILE]
    assert problem.line == line and said in problem.message and problem.hint and not problem.is_error
    path = document(tmp_path / "вехи.docx", "Вехи объединения", ROWS)
    damaged = importing.open_base(base.root, SETTINGS)
    told = run(damaged, path, kind="events", columns=parse_columns("Веха=мероприятие;Ориентир=срок"), dry_run=False)
    assert fates(told) == MADE
    assert [one.place.label for one in told.remarks if one.code == "columns-unreadable"] == [
        f"data/columns.yml, строка {line}"
    ]
    assert (base.root / COLUMNS_FILE).read_text("utf-8") == text


def test_a_whole_memory_is_no_problem(base: importing.Base) -> None:
    said = {heading_key("Веха"): "title"}
    (base.root / COLUMNS_FILE).write_text(with_table("", ["Веха", "Срок"], said), "utf-8")
    assert not [one for one in site.check(base.root, SETTINGS)[1] if one.path == COLUMNS_FILE]
