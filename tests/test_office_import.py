"""The Office round trip as a methodist walks it, with files that LibreOffice has really saved.

A template is filled in, saved by a spreadsheet program, imported; remarks are found at the cells where the mistakes
were made; after mending the same file imports.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import yaml
from office_files import fill, keys, saved_by_libreoffice
from openpyxl.utils import get_column_letter
from support import MINI_DAY, PROJECT, copy_of_mini

from generator import cli, files, site
from generator.channels.office import importing
from generator.channels.office.importing import SUFFIX
from generator.settings import Settings, build_date

pytestmark = pytest.mark.office

TODAY = dt.date(2026, 5, 28)
SETTINGS = Settings(build_date=TODAY)
PRACTICE = {
    "title": "Лист вопросов",
    "summary": "Ученики пишут вопрос до объяснения\u00a0и отвечают на него после.",
    "problem": "Ученики молчат.\nПричины:\n• боятся ошибиться\n• не знают, о чём спросить",
    "subjects": "Математика; физика",
    "levels": "5–7 классы",
    "areas": "методика преподавания",
    "audience": "Учителя",
    "territory": "Северный район",
    "owner": "Школа А",
    "conditions.class_size_max": 30,
    "conditions.internet": "не нужен",
    "conditions.prepare_hours": "1,5",
    "conditions.equipment": "Бумага и карточки",
}
STEPS = [
    {"^": "Лист вопросов", "steps.title": "Раздать листы", "steps.minutes": 5, "steps.materials": "листы; ручки"},
    {"steps.title": "Написать вопрос", "steps.text": "1) тихо\n2) по одному", "steps.minutes": "5 мин"},
    {"steps.title": "Объяснить тему", "steps.minutes": 20},
    {"steps.title": "Ответить на свой вопрос", "steps.minutes": 5},
    {"steps.title": "Сравнить ответы в паре", "steps.minutes": 5},
    {"steps.title": "Выписать то, что осталось", "steps.minutes": 3},
]
WRONG = {"title": "Практика с ошибками", "summary": "Проба.", "owner": "Школа В", "levels": "5–19 классы"}
WRONG |= {"cost": "даром"}


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command writes into a record the day from which the check then speaks."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates of the mini base, filled in and saved by LibreOffice: what every test begins with."""
    folder = tmp_path_factory.mktemp("filled")
    base = copy_of_mini(folder / "base")
    command(base, "template", "practice", "--out", folder / "practice.xlsx")
    command(base, "template", "roadmap", "--programme", "vverkh", "--out", folder / "roadmap.xlsx")
    about = "--territory districts/severnyi --period 2026 --out".split()
    command(base, "template", "values", *about, folder / "values.xlsx")
    fill(folder / "practice.xlsx", folder / "good.xlsx", {"Практики": [PRACTICE], "Шаги": STEPS})
    rows = [PRACTICE, WRONG, {"title": "Третья", "summary": "Ещё одна.", "owner": "Школа А"}]
    steps = [*STEPS, {"^": "Третья", "steps.title": "Шаг", "steps.minutes": "долго"}]
    steps += [{"^": "Трет", "steps.title": "Чей-то"}, {"steps.title": "И следующий за ним"}]
    fill(folder / "practice.xlsx", folder / "mixed.xlsx", {"Практики": rows, "Шаги": steps})
    fill(
        folder / "values.xlsx",
        folder / "figures.xlsx",
        {"Показатели": [{"values.numerator": "54", "values.denominator": 90}]},
        {"Район и период": {"as_of": dt.date(2026, 4, 30), "source.title": "Отчёт района", "owner": "Школа А"}},
    )
    fill(
        folder / "roadmap.xlsx",
        folder / "plan.xlsx",
        {"Дорожная карта": [{"roadmap.measures.when": "Март 2024"}]},
    )
    saved_by_libreoffice(*(folder / f"{name}.xlsx" for name in ("good", "mixed", "figures", "plan")))
    return folder


def command(base: Path, *words: object) -> int:
    return cli.main(["--root", str(base), *map(str, words)])


def record(base: Path, path: str) -> dict:
    return yaml.load((base / "data" / path).read_text("utf-8"), yaml.CBaseLoader)


def problems_of(base: Path) -> set:
    """What a check of today says: an import writes today's date."""
    return set(site.check(base, Settings(build_date=build_date()))[1])


def test_a_practice_with_six_steps_becomes_a_valid_record(mini: Path, filled: Path, capsys) -> None:
    before = problems_of(mini)
    assert command(mini, "import", filled / "good.xlsx") == 0
    out = capsys.readouterr().out
    assert "Создана 1\u00a0запись" in out and "data/practices/list-voprosov.yml" in out
    made = record(mini, "practices/list-voprosov.yml")
    assert [step["title"] for step in made["steps"]] == [step["steps.title"] for step in STEPS]
    assert made["levels"] == ["grade-5", "grade-6", "grade-7"]
    assert made["subjects"] == ["matematika", "fizika"]
    assert made["problem"] == "Ученики молчат.\n\nПричины:\n\n- боятся ошибиться\n- не знают, о чём спросить\n"
    assert made["steps"][1] == {"title": "Написать вопрос", "text": "1. тихо\n2. по одному\n", "minutes": "5"}
    assert made["steps"][0]["materials"] == ["листы", "ручки"]
    assert made["conditions"] | {"equipment": []} == {
        "class_size_max": "30", "internet": "none", "prepare_hours": "1.5", "equipment": []
    }  # fmt: skip
    assert (made["owner"], made["territory"], made["status"]) == ("shkola-a", "districts/severnyi", "review")
    assert "\u00a0" not in made["summary"]
    assert problems_of(mini) == before


def test_yearly_figures_of_a_district_become_a_valid_record(mini: Path, filled: Path) -> None:
    before = problems_of(mini)
    assert command(mini, "import", filled / "figures.xlsx") == 0
    made = record(mini, "values/severnyi-2026.yml")
    assert made["territory"] == "districts/severnyi" and made["period"] == "2026" and made["as_of"] == "2026-04-30"
    assert made["values"] == [{"indicator": "diagnostika", "numerator": "54", "denominator": "90"}]
    assert problems_of(mini) == before


def test_the_table_shows_what_the_figures_were_before(filled: Path) -> None:
    page = openpyxl.load_workbook(filled / "values.xlsx")["Показатели"]
    columns = keys(page)
    assert page.cell(3, columns["=before"]).value == "45 из 90 (50\u00a0%), 2025"
    assert page.cell(3, columns["=share"]).value.startswith("=IF(")


def test_a_roadmap_changes_only_with_a_yes_and_keeps_what_was_reported(mini: Path, filled: Path, capsys) -> None:
    before = files.tree(mini)
    assert command(mini, "import", filled / "plan.xlsx") == 1
    out = capsys.readouterr().out
    assert "дорожная карта: изменено мероприятие 1" in out and "мероприятие 1 «Модель»: срок: 2024-02 → 2024-03" in out
    assert files.tree(mini) == before
    assert command(mini, "import", "--update", filled / "plan.xlsx") == 0
    first, second, _ = record(mini, "programmes/vverkh.yml")["roadmap"]["measures"]
    assert first["when"] == "2024-03" and first["progress"][0]["state"] == "done"
    assert second["responsible"] == [{"organization": "institut", "role": "ректор"}]
    assert record(mini, "programmes/vverkh.yml")["status"] == "published"
    assert command(mini, "import", filled / "plan.xlsx") == 0
    assert "без изменений" in capsys.readouterr().out


def test_good_rows_become_records_and_wrong_ones_remarks(mini: Path, filled: Path, tmp_path: Path, capsys) -> None:
    told = importing.run(importing.open_base(mini, SETTINGS), [filled / "mixed.xlsx"], remarks_to=tmp_path)
    assert [(one.title, one.fate) for one in told[0].results] == [
        ("Лист вопросов", "created"), ("Практика с ошибками", "wrong"), ("Третья", "wrong"),
    ]  # fmt: skip
    column = keys(openpyxl.load_workbook(filled / "mixed.xlsx")["Практики"])
    owner, levels, cost = (get_column_letter(column[name]) for name in ("owner", "levels", "cost"))
    assert {(remark.place.label, remark.code) for remark in told[0].remarks} == {
        (f"лист «Практики», ячейка {owner}5", "unknown-name"),
        (f"лист «Практики», ячейка {levels}5", "unknown-choice"),
        (f"лист «Практики», ячейка {cost}5", "unknown-choice"),
        ("лист «Шаги», ячейка E10", "not-a-number"),
        ("лист «Шаги», ячейка B11", "unknown-owner"),
    }
    assert (mini / "data/practices/list-voprosov.yml").is_file()
    assert not (mini / "data/practices/tretia.yml").exists()


def test_remarks_are_found_at_the_cells_and_the_mended_file_imports(mini: Path, filled: Path, tmp_path: Path) -> None:
    base = importing.open_base(mini, SETTINGS)
    (told,) = importing.run(base, [filled / "mixed.xlsx"], remarks_to=tmp_path)
    assert told.remarked == tmp_path / f"mixed{SUFFIX}.xlsx"
    book = openpyxl.load_workbook(told.remarked)
    assert book.sheetnames[0] == "Замечания"
    listed = [row for row in book["Замечания"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert len(listed) == len(told.remarks)
    for remark in told.remarks:
        name, row, column = remark.place.at
        assert remark.message[1:] in book[name].cell(row, column).comment.text
    links = [cell.hyperlink.location or cell.hyperlink.target for cell in book["Замечания"]["B"] if cell.hyperlink]
    assert "'Шаги'!B11" in "".join(links)
    # The person mends what is marked and saves the file with LibreOffice; the marks stay as they are.
    practices, steps = keys(book["Практики"]), keys(book["Шаги"])
    for field, value in {"owner": "Школа Б", "levels": "5–9 классы", "cost": "Бесплатно"}.items():
        book["Практики"].cell(5, practices[field]).value = value
    book["Шаги"].cell(10, steps["steps.minutes"]).value = 45
    book["Шаги"].cell(11, steps["^"]).value = "Третья"
    book.save(told.remarked)
    saved_by_libreoffice(told.remarked)
    (again,) = importing.run(importing.open_base(mini, SETTINGS), [told.remarked])
    assert [one.fate for one in again.results] == ["unchanged", "created", "created"]
    assert again.remarks == () and again.remarked is None
    # Nothing of the remarks is left in the file, and the record says nothing of them.
    clean = openpyxl.load_workbook(told.remarked)
    assert "Замечания" not in clean.sheetnames
    assert [cell.coordinate for page in clean for row in page.iter_rows() for cell in row if cell.comment] == []
    assert [str(area.sqref) for page in clean for area in page.conditional_formatting] == []


def test_remarks_leave_the_file_of_a_person_as_it_was(mini: Path, filled: Path, tmp_path: Path) -> None:
    """Drop-downs, hints, widths, hidden rows and sheets survive LibreOffice and our remarks."""
    (told,) = importing.run(importing.open_base(mini, SETTINGS), [filled / "mixed.xlsx"], remarks_to=tmp_path)
    before, after = openpyxl.load_workbook(filled / "mixed.xlsx"), openpyxl.load_workbook(told.remarked)
    assert after.sheetnames[1:] == before.sheetnames
    assert set(after.defined_names) == set(before.defined_names) != set()
    for page in before:
        other = after[page.title]
        assert _validations(page) == _validations(other)
        assert other.sheet_state == page.sheet_state
        assert _sizes(page) == _sizes(other)
        assert [[c.value for c in row] for row in page.iter_rows()] == [
            [c.value for c in row] for row in other.iter_rows(max_row=page.max_row, max_col=page.max_column)
        ]
    assert any(kind == "list" for page in before for kind, *_ in _validations(page))


def _sizes(page) -> tuple:
    widths = {letter: (one.width, one.hidden) for letter, one in page.column_dimensions.items()}
    return widths, {row for row, one in page.row_dimensions.items() if one.hidden}


def _validations(page) -> list[tuple]:
    found = page.data_validations.dataValidation
    return sorted((v.type or "", v.formula1 or "", str(v.sqref), v.prompt or "") for v in found)


def test_an_existing_record_waits_for_a_yes(mini: Path, filled: Path, tmp_path: Path, capsys) -> None:
    assert command(mini, "import", filled / "good.xlsx") == 0
    changed = fill(
        filled / "practice.xlsx",
        tmp_path / "changed.xlsx",
        {"Практики": [PRACTICE | {"summary": "Новый текст."}], "Шаги": STEPS[:5]},
    )
    before = files.tree(mini)
    assert command(mini, "import", changed) == 1
    out = capsys.readouterr().out
    assert "стало «Новый текст.»" in out and "убран шаг 6 «Выписать то, что осталось»" in out and "--update" in out
    assert files.tree(mini) == before
    asked = []

    def yes(title: str, changes: Sequence[str]) -> bool:
        asked.append((title, *changes))
        return True

    importing.run(importing.open_base(mini, SETTINGS), [changed], may_change=yes)
    ((title, *changes),) = asked
    assert title == "Лист вопросов" and [row for row in changes if row.startswith("убран шаг 6")]
    assert record(mini, "practices/list-voprosov.yml")["summary"] == "Новый текст."


def test_a_person_at_the_terminal_is_asked(mini: Path, filled: Path, tmp_path: Path) -> None:
    """A real terminal: «нет» leaves the record, «да» changes it."""
    assert command(mini, "import", filled / "good.xlsx") == 0
    row = PRACTICE | {"summary": "Новый текст."}
    changed = fill(filled / "practice.xlsx", tmp_path / "changed.xlsx", {"Практики": [row], "Шаги": STEPS})
    for answer, status, summary in (("нет", 1, "Ученики пишут"), ("да", 0, "Новый текст.")):
        terminal, ours = pty.openpty()
        run = subprocess.Popen(
            [sys.executable, "-m", "generator", "--root", str(mini), "import", str(changed)],
            cwd=PROJECT, stdin=ours, stdout=ours, stderr=ours,
        )  # fmt: skip
        os.close(ours)
        os.write(terminal, f"{answer}\n".encode())
        text = b""
        with contextlib.suppress(OSError):  # how a terminal says that its other end is gone
            while piece := os.read(terminal, 4096):
                text += piece
        assert run.wait() == status and "Изменить? [да/нет]" in text.decode()
        assert record(mini, "practices/list-voprosov.yml")["summary"].startswith(summary)


def test_all_or_nothing_and_dry_run_write_nothing(mini: Path, filled: Path, tmp_path: Path, capsys) -> None:
    before = files.tree(mini)
    both = filled / "mixed.xlsx", filled / "figures.xlsx"
    assert command(mini, "import", "--all-or-nothing", "--out-remarks", tmp_path / "remarks", *both) == 1
    assert "Ничего не записано" in capsys.readouterr().out
    assert command(mini, "import", "--dry-run", filled / "good.xlsx") == 0
    assert files.tree(mini) == before


def test_an_import_killed_half_way_leaves_nothing_half_written(mini: Path, filled: Path, tmp_path: Path) -> None:
    """Killed while files are put in place; afterwards the same import ends well."""
    rows = [PRACTICE | {"title": f"Практика номер {number}", "idea": "Слово. " * 400} for number in range(20)]
    many = fill(filled / "practice.xlsx", tmp_path / "many.xlsx", {"Практики": rows})
    before = files.tree(mini)
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "SOURCE_DATE_EPOCH": "1780000000"}
    slow = (
        "import os, sys, time; from generator import cli; replace = os.replace\n"
        "os.replace = lambda *a: (time.sleep(0.1), print('moved', flush=True), replace(*a))\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", slow, "--root", str(mini), "import", str(many)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    for _ in range(8):
        assert run.stdout.readline() == "moved\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    new = {path: data for path, data in files.tree(mini).items() if path not in before and path.startswith("data/")}
    assert 0 < len(new) < 20
    assert not any(problem.is_error for problem in problems_of(mini))
    for path, data in new.items():
        assert yaml.load(data, yaml.CSafeLoader)["title"].startswith("Практика номер"), path
        assert data.decode().endswith("\n") and "Слово." in data.decode()
    (told,) = importing.run(importing.open_base(mini, SETTINGS), [many])
    assert {one.fate for one in told.results} <= {"created", "unchanged", "waits"}
    assert len(list((mini / "data/practices").glob("praktika-nomer-*.yml"))) == 20
    assert not (mini / ".import.metodoteka-build").exists()


def test_forty_rows(tmp_path: Path, record_property) -> None:
    """The whole shipped base, forty practices with six steps each, every tenth wrong: the time is printed."""
    template = tmp_path / "practice.xlsx"
    command(PROJECT, "template", "practice", "--out", template)
    own = {"owner": "Редакция базы знаний «Методотека»", "territory": ""}
    rows, steps = [], []
    for number in range(40):
        title = f"Проверочная практика {number}"
        rows.append(PRACTICE | own | {"title": title} | ({"cost": "даром"} if number % 10 == 0 else {}))
        steps += [step | {"^": title} for step in STEPS]
    many = fill(template, tmp_path / "many.xlsx", {"Практики": rows, "Шаги": steps})
    started = time.process_time(), time.perf_counter()
    (told,) = importing.run(importing.open_base(PROJECT, SETTINGS), [many], dry_run=True, remarks_to=tmp_path)
    cpu, wall = time.process_time() - started[0], time.perf_counter() - started[1]
    fates = [one.fate for one in told.results]
    assert (fates.count("created"), fates.count("wrong")) == (36, 4)
    assert told.remarked and len(told.remarks) == 4
    record_property(
        "figure", f"import of 40 practices with 240 steps against the shipped base, remarks in the file: "
        f"{wall:.1f} s ({cpu:.1f} s of CPU)"
    )  # fmt: skip


def test_an_organisation_that_the_base_does_not_have_arrives_with_the_record(
    mini: Path, tmp_path: Path, capsys
) -> None:
    command(mini, "template", "practice", "--out", tmp_path / "a.xlsx")
    rows = [{"title": "Лист вопросов", "owner": "МБОУ СОШ № 5"}]
    fill(tmp_path / "a.xlsx", tmp_path / "without.xlsx", {"Практики": rows})
    assert command(mini, "import", tmp_path / "without.xlsx") == 1
    said = capsys.readouterr().err
    assert "в Excel — строкой на листе «Новые организации»" in said
    assert "«Название», «Вид организации», «Уровень» и «Территория»" in said
    school = {"title": "МБОУ СОШ № 5", "type": "школа", "level": "школьный", "territory": "Северный район"}
    fill(
        tmp_path / "a.xlsx",
        tmp_path / "half.xlsx",
        {"Практики": rows, "Новые организации": [{"title": school["title"]}]},
    )
    assert command(mini, "import", tmp_path / "half.xlsx") == 1
    assert not (mini / "data/practices/list-voprosov.yml").exists(), "one is not written without the other"
    fill(tmp_path / "a.xlsx", tmp_path / "both.xlsx", {"Практики": rows, "Новые организации": [school]})
    assert command(mini, "import", tmp_path / "both.xlsx") == 0
    assert record(mini, "practices/list-voprosov.yml")["owner"] == "mbou-sosh-no-5"
    made = record(mini, "organizations/mbou-sosh-no-5.yml")
    assert (made["type"], made["territory"], made["status"]) == ("school", "districts/severnyi", "review")
    assert command(mini, "check") == 0
