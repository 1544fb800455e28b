"""Sheets that people have changed: columns moved, renamed, lost, merged, copied into a book of their own."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from office_files import fill, keys
from openpyxl.utils import get_column_letter
from support import PROJECT, copy_of_mini

from generator import cli, files
from generator.channels.office import (
    importing,
    names,
    number_formats,
    prefill,
    workbook_in,
    workbook_out,
)
from generator.channels.office.filled import Filled, Remark
from generator.channels.office.importing import Base
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.layout import EXAMPLE, FORMS, KEY
from generator.channels.office.parties import Parties
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
ROW = {"title": "Лист вопросов", "summary": "Проба.", "owner": "Школа А", "levels": "5–7 классы"}
STEPS = [{"^": "Лист вопросов", "steps.title": "Раз", "steps.minutes": 5}, {"steps.title": "Два"}]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("sheets") / "base"), SETTINGS)


@pytest.fixture(scope="module")
def template(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "practice.xlsx"
    path.write_bytes(workbook_out.workbook_template(base.layouts["practice"], SETTINGS.build_date))
    return path


@pytest.fixture
def book(template: Path, tmp_path: Path) -> openpyxl.Workbook:
    """A filled template to be changed by the test."""
    return openpyxl.load_workbook(fill(template, tmp_path / "filled.xlsx", {"Практики": [ROW], "Шаги": STEPS}))


def in_percent(path: Path, sheet: str, field: str) -> None:
    """What a spreadsheet does of itself when «50%» is typed: the number 0.5, shown as per cent."""
    book = openpyxl.load_workbook(path)
    column = keys(book[sheet])[field]
    for (cell,) in book[sheet].iter_rows(min_row=4, min_col=column, max_col=column):
        cell.number_format = "0%"
    book.save(path)


def read(book: openpyxl.Workbook, base: Base) -> Filled:
    out = io.BytesIO()
    book.save(out)
    return workbook_in.read(out.getvalue(), base.layouts)


def codes(remarks: Sequence[Remark]) -> list[tuple[str, str]]:
    return [(remark.place.label, remark.code) for remark in remarks]


def answers(filled: Filled) -> dict:
    (entry,) = filled.entries
    return dict(entry.data)


EXPECTED = {**ROW, "steps": [{"title": "Раз", "minutes": number_formats.display_number(5)}, {"title": "Два"}]}


def test_a_filled_template_is_read_with_the_place_of_every_value(book, base: Base) -> None:
    filled = read(book, base)
    assert answers(filled) == EXPECTED and filled.remarks == ()
    (entry,) = filled.entries
    assert entry.nearest(("levels", 2)).label == "лист «Практики», ячейка H4"
    assert entry.nearest(("steps", 1, "minutes")).label == "лист «Шаги», ячейка E5"
    cost = get_column_letter(keys(book["Практики"])["cost"])
    assert entry.nearest(("cost",)).label == f"лист «Практики», ячейка {cost}4"  # empty, but a place for a remark


def test_the_example_is_not_read(template: Path, base: Base) -> None:
    filled = workbook_in.read(template.read_bytes(), base.layouts)
    assert filled.entries == () and codes(filled.remarks) == [("файл", "nothing-filled")]
    book = openpyxl.load_workbook(template)
    assert book["Практики"]["A3"].value == EXAMPLE
    book["Практики"]["A3"].value = None  # red twin: without the word it is a record like any other
    assert answers(read(book, base))["title"] == "Парное наставничество"


def test_an_example_that_somebody_wrote_over_is_told(book, base: Base) -> None:
    assert read(book, base).remarks == ()
    book["Практики"]["B3"].value = "Моя практика"
    assert codes(read(book, base).remarks) == [("лист «Практики», ячейка A3", "filled-example")]


def test_columns_moved_and_renamed_are_known_by_their_key(book, base: Base) -> None:
    page = book["Практики"]
    page.move_range("B1:B4", cols=40)  # «Название» goes to the far right
    page["AP2"].value = "Как называется"
    page["D2"].value = "Беда"
    assert answers(read(book, base)) == EXPECTED


def test_without_the_hidden_row_columns_are_known_by_their_heading(book, base: Base) -> None:
    for name in ("Практики", "Шаги"):
        book[name].delete_rows(1)
        book[name].title = f"{name} (копия)"
    page = book["Практики (копия)"]
    page.move_range("B1:B3", cols=40)
    page["AP1"].value = "  НАЗВАНИЕ *"
    assert answers(read(book, base)) == EXPECTED


def test_headings_may_stand_lower_than_the_first_row(book, base: Base) -> None:
    page = book["Практики"]
    page.delete_rows(1)
    page.insert_rows(1, 3)
    page["A1"].value = "Практики нашего района, весна 2026"
    assert answers(read(book, base)) == EXPECTED


def test_a_lost_column_is_told(book, base: Base) -> None:
    book["Практики"].delete_cols(keys(book["Практики"])["title"])
    remarks = read(book, base).remarks
    assert ("лист «Практики», ячейка A2", "missing-column") in codes(remarks)
    assert "нет обязательного столбца «Название»" in remarks[0].message


def test_an_unknown_column_is_told_with_what_it_may_be(book, base: Base) -> None:
    page = book["Практики"]
    page.delete_rows(1)
    page["C1"].value = "Коротка"
    page["AD1"].value = "Для себя"
    page["AD3"].value = "заметка"
    remarks = read(book, base).remarks
    told = {remark.place.label: remark for remark in remarks}
    assert "возможно, это «Коротко»" in told["лист «Практики», ячейка C1"].hint
    assert told["лист «Практики», ячейка C1"].is_error and not told["лист «Практики», ячейка AD1"].is_error
    assert "«Для себя» не узнан, 1\u00a0ячейка" in told["лист «Практики», ячейка AD1"].message


def test_merged_headings_are_told(book, base: Base) -> None:
    page = book["Практики"]
    page.delete_rows(1)
    page.merge_cells("C1:D1")
    remarks = read(book, base).remarks
    assert ("лист «Практики», ячейка C1", "merged-headings") in codes(remarks)
    assert "C1:D1" in remarks[0].message


def test_merged_headings_do_no_harm_where_keys_are(book, base: Base) -> None:
    book["Практики"].merge_cells("C2:D2")
    assert answers(read(book, base)) == EXPECTED


def test_merged_cells_of_several_rows_are_told_but_for_the_name_of_the_record(book, base: Base) -> None:
    book["Шаги"].merge_cells("B4:B5")
    assert read(book, base).remarks == ()
    book["Шаги"].merge_cells("E4:E5")
    assert codes(read(book, base).remarks) == [("лист «Шаги», ячейка E4", "merged-cells")]


def test_a_column_that_is_there_twice_is_told(book, base: Base) -> None:
    page = book["Практики"]
    for row, value in ((1, page["B1"].value), (2, "Название"), (4, "Другое название")):
        page.cell(row, 30).value = value
    assert ("лист «Практики», ячейка AD2", "column-twice") in codes(read(book, base).remarks)


def test_a_strange_sheet_is_told_and_hinders_nobody(book, base: Base) -> None:
    book.create_sheet("Мои заметки")["A1"].value = "позвонить"
    filled = read(book, base)
    assert answers(filled) == EXPECTED
    assert codes(filled.remarks) == [("лист «Мои заметки»", "unknown-sheet")] and not filled.remarks[0].is_error


def test_rows_of_a_list_find_their_record(template: Path, base: Base, tmp_path: Path) -> None:
    rows = [ROW | {"title": title} for title in ("Первая", "Вторая", "Вторая")]
    steps = [{"steps.title": "ничей"}, {"^": "первая ", "steps.title": "её"}, {"steps.title": "и этот"}]
    steps += [{"^": "Вторая", "steps.title": "чей"}, {"^": "Третья", "steps.title": "никого"}]
    path = fill(template, tmp_path / "a.xlsx", {"Практики": rows, "Шаги": steps})
    filled = workbook_in.read(path.read_bytes(), base.layouts)
    assert codes(filled.remarks) == [
        ("лист «Шаги», ячейка B4", "no-owner"),
        ("лист «Шаги», ячейка B7", "ambiguous-owner"),
        ("лист «Шаги», ячейка B8", "unknown-owner"),
    ]
    assert [step["title"] for step in filled.entries[0].data["steps"]] == ["её", "и этот"]
    assert [entry.held for entry in filled.entries] == [False, True, True]


def test_many_forms_in_one_book(base: Base, tmp_path: Path) -> None:
    """Events with five spellings of a date, and replications whose rows are found by their number."""
    paths = {}
    for name in ("event", "replication"):
        paths[name] = tmp_path / f"{name}.xlsx"
        paths[name].write_bytes(workbook_out.workbook_template(base.layouts[name], SETTINGS.build_date))
    spellings = ["17.04.2026", "17 апреля 2026 г.", "2026-04-17", dt.date(2026, 4, 17), 46129, "17 числа"]
    event = {"type": "Семинар", "summary": "Проба.", "organizer": "Школа А", "owner": "Школа А"}
    events = [event | {"title": f"Семинар {at}", "start": text} for at, text in enumerate(spellings)]
    fill(paths["event"], paths["event"], {"Мероприятия": events})
    row = {"practice": "Парное наставничество", "territory": "Северный район", "date": "05.2026"}
    rows = [
        row | {"organization": "Школа А", "result": "получилось"},
        row | {"organization": "Институт развития образования", "result": "отчасти"},
    ]
    outcomes = [{"^": 2, "outcomes.what": "стали спрашивать", "outcomes.before": "20 %", "outcomes.after": 0.5}]
    fill(paths["replication"], paths["replication"], {"Применения": rows, "Измеренные результаты": outcomes})
    in_percent(paths["replication"], "Измеренные результаты", "outcomes.after")
    root = copy_of_mini(tmp_path / "base")
    told = importing.run(importing.open_base(root, SETTINGS), paths.values())
    assert [result.fate for result in told[0].results] == ["created"] * 5 + ["wrong"]
    assert codes(told[0].remarks) == [("лист «Мероприятия», ячейка E9", "not-a-date")]
    made = [path.read_text("utf-8") for path in (root / "data/events").glob("seminar-*.yml")]
    assert [text.partition("start: ")[2][:10] for text in made] == ["2026-04-17"] * 5
    assert [result.fate for result in told[1].results] == ["created", "created"]
    text = (root / "data/replications/parnoe-institut.yml").read_text("utf-8")
    assert "before: 20\n" in text and "after: 50\n" in text and "unit: '%'\n" in text


def test_rows_may_refer_to_each_other_but_not_to_one_that_is_wrong(template: Path, mini: Path, tmp_path: Path) -> None:
    rows = [
        ROW | {"title": "Первая", "based_on": "Вторая; Парное наставничество"},
        ROW | {"title": "Вторая"},
        ROW | {"title": "Третья", "based_on": "Четвёртая"},
        ROW | {"title": "Четвёртая", "based_on": "Пятая"},
        ROW | {"title": "Пятая", "cost": "даром"},
    ]
    path = fill(template, tmp_path / "rows.xlsx", {"Практики": rows})
    (told,) = importing.run(importing.open_base(mini, SETTINGS), [path])
    assert [one.fate for one in told.results] == ["created", "created", "wrong", "wrong", "wrong"]
    assert [remark.code for remark in told.remarks] == ["unknown-reference", "unknown-reference", "unknown-choice"]
    assert "based_on: [vtoraia, parnoe]" in (mini / "data/practices/pervaia.yml").read_text("utf-8")


def test_one_record_in_two_rows_or_two_files_is_told(template: Path, mini: Path, tmp_path: Path) -> None:
    first = fill(template, tmp_path / "first.xlsx", {"Практики": [ROW, ROW | {"title": "лист  вопросов"}]})
    second = fill(template, tmp_path / "second.xlsx", {"Практики": [ROW]})
    told = importing.run(importing.open_base(mini, SETTINGS), [first, second])
    assert [[one.fate for one in file.results] for file in told] == [["created", "wrong"], ["wrong"]]
    assert "файл first.xlsx, лист «Практики», строка 4" in told[1].remarks[0].message


def test_names_with_a_star_and_the_files_beside_open_ones(template: Path, mini: Path, tmp_path: Path, capsys) -> None:
    fill(template, tmp_path / "a.xlsx", {"Практики": [ROW]})
    (tmp_path / "~$a.xlsx").write_bytes(b"\x05user")
    assert cli.main(["--root", str(mini), "import", str(tmp_path / "*.xlsx")]) == 0
    text = capsys.readouterr()
    assert "list-voprosov.yml" in text.out and "служебный файл" in text.err


def test_files_are_written_whole_inside_the_base_and_by_one_run_at_a_time(tmp_path: Path) -> None:
    work = tmp_path / ".import.metodoteka-build"
    (work / "new" / "data").mkdir(parents=True)
    (work / "new" / "data" / "left.yml").write_text("half", "utf-8")  # what a killed run leaves
    wanted = {"data/a.yml": "a\n", "data/b/c.yml": "c\n"}
    assert files.write_together(tmp_path, wanted) == ["data/a.yml", "data/b/c.yml"]
    assert files.write_together(tmp_path, {"data/a.yml": "a\n", "data/d.yml": "d\n"}) == ["data/d.yml"]
    assert set(files.tree(tmp_path)) == {"data/a.yml", "data/b/c.yml", "data/d.yml"}
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "data").symlink_to(outside)
    for path in ("../a.yml", "data/a.yml"):
        with pytest.raises(files.FileFault):
            files.write_together(tmp_path / "base", {path: "a"})
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("seed", range(40))
def test_no_sheet_brings_the_reader_down(seed: int, base: Base) -> None:
    """Keys, headings and values thrown about a sheet: entries and remarks, never an error of the program."""
    chance = random.Random(seed)
    layouts = [base.layouts[name] for name in chance.sample(FORMS, 2)]
    bits = [None, "", 5, 1.5, True, dt.datetime(2026, 4, 17), EXAMPLE, "слово", "=1/0", "5–7", "Лист вопросов"]
    for layout in layouts:
        for sheet in layout.sheets:
            bits += [layout.key(column) for column in sheet.columns] + [column.heading for column in sheet.columns] * 2
    book = openpyxl.Workbook()
    for _ in range(chance.randint(1, 3)):
        page = book.create_sheet()
        for row in range(1, chance.randint(2, 12)):
            for column in range(1, chance.randint(2, 12)):
                page.cell(row, column).value = chance.choice(bits)
        if chance.random() < 0.5:
            page.merge_cells(start_row=1, start_column=1, end_row=chance.randint(1, 3), end_column=chance.randint(2, 4))
    filled = read(book, base)
    assert all(remark.message and remark.place.label for remark in filled.remarks)
    for entry in filled.entries:
        interpret_entry(base.questions(entry.kind), entry, names.index_names(base.catalog), Parties(base.catalog))


def test_cells_with_an_error_or_a_formula_never_counted_are_told(book, base: Base) -> None:
    """A spreadsheet shows something there, and what it shows is not in the file or is no value."""
    page = book["Практики"]
    page["C4"].value = "=UPPER(B4)"  # openpyxl writes no result
    page["D4"].value = "#N/A"
    page["D4"].data_type = "e"
    filled = read(book, base)
    assert codes(filled.remarks) == [
        ("лист «Практики», ячейка C4", "formula-not-counted"), ("лист «Практики», ячейка D4", "cell-error"),
    ]  # fmt: skip
    assert "summary" not in answers(filled)  # red twin: without the remark the text would be gone silently


@pytest.mark.parametrize("form", FORMS)
def test_every_template_asks_everything_of_its_form_under_keys(form: str, base: Base) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_out.workbook_template(base.layouts[form], SETTINGS.build_date)))
    found = {(match[1], match[3]) for page in book for row in page.iter_rows(values_only=True) for value in row
             if (match := KEY.fullmatch(str(value or "")))}  # fmt: skip
    its = base.layouts[form]
    wanted = {
        (one.form.name, column.path)
        for one in (its, *its.newcomers)
        for sheet in one.sheets
        for column in sheet.columns
    }
    assert found == wanted and len(wanted) > 4
    for page in book.worksheets[1:-1]:
        assert page.row_dimensions[1].hidden and page.freeze_panes
        assert page.page_setup.paperSize == "9" or page.page_setup.paperSize == 9
    assert book["Списки"].sheet_state == "hidden"
    lists = [v for page in book for v in page.data_validations.dataValidation if v.type == "list"]
    assert lists and {v.formula1 for v in lists} <= set(book.defined_names)
    assert all(len(v.prompt or "") <= 255 and len(v.promptTitle or "") <= 32 for v in lists)


def test_the_table_of_a_district_lists_what_applies_to_it() -> None:
    """Of the shipped base: indicators counted over such a period, in such a place, by people and not from records."""
    base = importing.open_base(PROJECT, SETTINGS)

    def listed(territory: str, period: str) -> set[str]:
        its = prefill.for_territory(base.layouts["values"], base.catalog, territory, period)
        known = names.index_names(base.catalog)
        return {known.key(row["values.indicator"], ("indicators",))[len("indicators/") :] for row in its.sheets[1].rows}

    every = base.catalog.all_shown("indicators")
    real, demo = listed("districts/kuibyshevskii-rostovskaia-oblast", "2025"), listed("districts/demo-iuzhnyi", "2025")
    assert real and not any(its_id.startswith("demo-") for its_id in real)
    assert demo and all(its_id.startswith("demo-") for its_id in demo)
    assert not {one.id for one in every if one.computed} & (real | demo)
    yearly = {one.id for one in every if one.periodicity == "school-year"}
    assert yearly and not yearly & demo and yearly & listed("districts/demo-iuzhnyi", "2025/26")


def test_the_same_day_gives_the_same_bytes(base: Base) -> None:
    first, second = (workbook_out.workbook_template(base.layouts["event"], SETTINGS.build_date) for _ in range(2))
    assert first == second


def test_a_title_of_the_base_is_never_a_formula(mini: Path) -> None:
    """What strangers wrote into records stands in the lists of a template as text."""
    path = mini / "data/organizations/shkola-a.yml"
    formula = '\'=HYPERLINK("http://example.org";"да")\''
    path.write_text(path.read_text("utf-8").replace("Школа А", formula, 1), "utf-8")
    layouts = importing.open_base(mini, SETTINGS).layouts
    book = openpyxl.load_workbook(io.BytesIO(workbook_out.workbook_template(layouts["practice"], SETTINGS.build_date)))
    cells = [cell for row in book["Списки"].iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]
    assert (cells and {cell.data_type for cell in cells} == {"s"}) or all(cell.data_type == "s" for cell in cells)


def test_a_template_is_never_written_over_a_file(mini: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"mine")
    assert cli.main(["--root", str(mini), "template", "event", "--out", str(out)]) == 1
    assert out.read_bytes() == b"mine" and "уже есть" in capsys.readouterr().err
    for words in (
        ["roadmap", "--programme", "net"],
        ["values", "--territory", "districts/net"],
        ["values", "--period", "весной"],
        ["event", "--period", "2025"],
    ):
        assert cli.main(["--root", str(mini), "template", *words, "--out", str(tmp_path / "b.xlsx")]) == 1
        text = capsys.readouterr().err
        assert any(sentence in text for sentence in ("в базе нет", "не отчётный период", "имеет смысл только для"))
    assert not (tmp_path / "b.xlsx").exists()
