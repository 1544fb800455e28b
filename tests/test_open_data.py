"""Open data: what is published as files says what the pages say, in forms that real programs read."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pytest
from figures_base import RAION, SHARE, part, values
from jsonschema import Draft202012Validator
from office_files import converted
from playwright.sync_api import Browser
from small_base import PRACTICE, Write, writer
from support import PROJECT

from generator import exports, site
from generator.exports.open_files import open_files
from generator.exports.tables_of_kinds import tables_of_kind
from generator.pages import open_data
from generator.records import PAGED
from generator.settings import Settings

DAY = dt.date(2026, 5, 28)
CONSENT = {"given": "2026-01-10", "document": "журнал № 1", "categories": ["name"], "resource": "сайт «Методотека»"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def files_of(write: Write, changes: dict[str, Any]) -> dict[str, bytes]:
    found = write(changes).catalog
    return {file.path: file.data for file in exports.all_files(found, Settings(build_date=DAY))}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def everything(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The words of every file, taken out of its container."""
    for path, data in files.items():
        if path.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(data))
            yield path, "\n".join(str(cell.value) for page in book for row in page for cell in row)
        else:
            yield path, data.decode("utf-8", "replace")


# --- the published site answers a researcher ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(built: Path) -> Path:
    return built / open_data.DATA_FOLDER


@pytest.fixture(scope="module")
def questions() -> tuple[open_data.DataQuestion, ...]:
    """Of the shipped base."""
    return open_data.data_questions(site.check(PROJECT, Settings(build_date=DAY))[0])


@pytest.fixture(scope="module")
def answers(questions: Any, data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """What the commands of the page answer, run word for word where the file was saved."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copy(data / "metodoteka.sqlite", folder)
    found = {}
    for example in questions:
        ran = subprocess.run(example.command, shell=True, cwd=folder, capture_output=True, text=True, check=True)
        found[example.question] = list(csv.DictReader(io.StringIO(ran.stdout)))
    return found


def answer(answers: dict[str, list[dict[str, str]]], word: str) -> list[dict[str, str]]:
    return next(found for question, found in answers.items() if word in question)


def test_the_page_shows_the_commands_that_are_tested(built: Path, questions: Any) -> None:
    page = (built / open_data.OPEN_DATA / "index.html").read_text("utf-8")
    shown = [re.sub(r"<[^>]+>", "", code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.S)]

    assert [example.command for example in questions] == [html.unescape(code) for code in shown[1:]]


def test_practices_of_a_subject_with_their_evidence(answers: dict[str, Any], built: Path) -> None:
    found = answer(answers, "по математике")
    assert len(found) > 3
    assert all("Математика" in row["subjects_label"] and row["evidence_level"] for row in found)
    assert all((built / row["url"].split("/", 3)[-1] if "://" in row["url"] else built / row["url"][1:]).is_dir()
               for row in found)  # fmt: skip


def test_every_indicator_meets_every_district(answers: dict[str, Any], data: Path) -> None:
    found = answer(answers, "показателей во всех районах")
    indicators = json.loads((data / "indicators.json").read_text())["count"]
    districts = json.loads((data / "districts.json").read_text())["count"]
    assert len({(row["indicator"], row["district"]) for row in found}) == indicators * districts > 0
    assert all(row["value"] or row["state"] != "известно" for row in found)


def test_what_a_programme_plans_with_terms_and_owners(answers: dict[str, Any]) -> None:
    found = answer(answers, "Движение вверх")
    assert [row["number"] for row in found] == [str(number) for number in range(1, 32)]
    assert all(row["when"] and row["when_label"] and row["responsible"] for row in found)


def test_a_base_without_a_roadmap_is_not_asked_for_one(write: Write) -> None:
    found = write().catalog
    asked = open_data.data_questions(found)
    assert "«Путь»" in asked[2].question
    assert "'put'" in asked[2].command
    shown = {key: record for key, record in found.shown.items() if key != "programmes/put"}
    assert open_data.data_questions(replace(found, shown=shown)) == (*asked[:2], *asked[3:])


def test_events_and_what_changed(answers: dict[str, Any]) -> None:
    events = answer(answers, "когда проходят")
    assert all(row["start"] and row["timezone"] for row in events)
    changed = answer(answers, "с сентября")
    assert len(changed) > 50
    assert all(max(row["updated"], row["first_published"]) >= "2026-09-01" for row in changed)


def test_the_package_is_valid(data: Path) -> None:
    """Every CSV has the columns, types, keys and values that the package tells of it."""
    for folder in (data, data / "demo"):
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])[:5]


def test_every_record_is_what_its_schema_says(built: Path, data: Path) -> None:
    schemas = {path.stem: json.loads(path.read_text()) for path in (data / "schemas").iterdir()}
    assert set(schemas) == set(PAGED)
    count = 0
    for kind, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["$id"].endswith(f"/{open_data.schema_file(kind)}")
        validator = Draft202012Validator(schema)
        for folder in (data, data / "demo"):
            for record in json.loads((folder / f"{kind}.json").read_text())["records"]:
                assert not [error.message for error in validator.iter_errors(record)][:3], record["id"]
                beside = json.loads((built / kind / record["id"] / open_data.RECORD_FILE).read_text())
                assert beside == {"$schema": schema["$id"], **record}
                count += 1
    assert count > 250


def test_csv_database_and_workbook_agree(data: Path) -> None:
    made = sqlite3.connect(f"file:{data / 'metodoteka.sqlite'}?mode=ro", uri=True)
    assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert made.execute("PRAGMA foreign_key_check").fetchall() == []
    for kind in PAGED:
        for table in tables_of_kind(kind):
            counted = len(rows((data / f"{table.name}.csv").read_bytes()))
            assert made.execute(f"SELECT count(*) FROM {table.name}").fetchone() == (counted,)
        sheet = openpyxl.load_workbook(data / f"{kind}.xlsx", read_only=True).worksheets[0]
        its = json.loads((data / f"{kind}.json").read_text())["records"]
        assert [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)] == [one["id"] for one in its]
    made.close()


@pytest.mark.office
def test_a_workbook_opens_in_libreoffice(data: Path, tmp_path: Path) -> None:
    converted(data / "practices.xlsx", to="csv:Text - txt - csv (StarCalc):44,34,76", folder=tmp_path)
    found = rows((tmp_path / "practices.csv").read_bytes().removeprefix(b"\xef\xbb\xbf"))
    ids = next(name for name in found[0] if name.endswith("\nid"))
    assert [row[ids] for row in found] == [row["id"] for row in rows((data / "practices.csv").read_bytes())]


def test_machines_are_told_of_the_files(built: Path) -> None:
    """`distribution` of data sets leads to files that are there; the home page says whose site it is."""
    for page in ("dannye", "indicators/dolia-proshedshikh-diagnostiku"):
        text = (built / page / "index.html").read_text("utf-8")
        (graph,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        (dataset,) = [one for one in json.loads(graph)["@graph"] if one["@type"] == "Dataset"]
        assert dataset["distribution"], page
        for one in dataset["distribution"]:
            assert (built / page / one["contentUrl"]).resolve().is_file(), one
    assert '"@type":"WebSite"' in (built / "index.html").read_text("utf-8")
    assert (built / "robots.txt").read_text("utf-8").startswith("User-agent: *")


@pytest.mark.parametrize(
    ("site_url", "folder"), [("", ""), ("https://example.org/", ""), ("https://example.org/a/b/", "/a/b")]
)
def test_robots_are_told_the_whole_path(write: Write, site_url: str, folder: str) -> None:
    told = next(file.data.decode() for file in open_files(write().catalog, Settings(site_url=site_url)))
    assert told.splitlines()[1] == f"Disallow: {folder}/admin/"
    assert ("Sitemap:" in told) is bool(site_url)


@pytest.mark.browser
def test_what_was_chosen_can_be_taken_as_a_workbook(browser: Browser, built_url: str, tmp_path: Path) -> None:
    """The same records in the same order as on the screen, and what was asked for."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{built_url}practices/?subjects=matematika")
        button = page.get_by_role("button", name="Скачать для Excel")
        with page.expect_download() as started:
            button.click()
        assert re.fullmatch(r"praktiki-otbor-2\d{3}-\d\d-\d\d\.xlsx", started.value.suggested_filename)
        started.value.save_as(tmp_path / "practices.xlsx")
        while (more := page.locator(".m-catalogue__more")).is_visible():
            more.click()
        shown = page.locator(".m-catalogue__results .m-card__title").all_inner_texts()
    chosen, told = openpyxl.load_workbook(tmp_path / "practices.xlsx").worksheets
    titles, *lines = chosen.iter_rows(values_only=True)
    assert [line[0] for line in lines] == [title.strip() for title in shown]
    assert len(lines) > 10
    assert "Предмет" in titles
    assert all(line[-1].startswith(f"{built_url}practices/") for line in lines)
    assert ("Условие", "Предмет: Математика") in list(told.iter_rows(values_only=True))


# --- what no file tells -----------------------------------------------------------------------------------------------


def test_a_name_stands_in_no_file(write: Write) -> None:
    """A consent is for the pages of the site: the page shows the name, no export does."""
    author = {"role": "учитель", "organization": "shkola", "name": "Имярек Образцовый", "consent": CONSENT}
    base = {"practices/priem": {**PRACTICE, "authors": [author]},
            "regions/krai": {"curator": author}}  # fmt: skip
    assert "Имярек Образцовый" in write(base).read("practices/priem"), "red twin"
    words = dict(everything(files_of(write, base)))
    assert any("учитель" in told for told in words.values())
    assert [path for path, told in words.items() if "Имярек" in told or "журнал № 1" in told] == []


def test_a_hidden_figure_stands_in_no_file(write: Write) -> None:
    """Three of four: the page hides it, and so does every file; beside it the state is told."""
    base = {"indicators/dolia": SHARE, **values(RAION, "2025", part(3, 4, note="тройка из четвёрки"))}
    files = files_of(write, base)
    (row,) = rows(files["dannye/v1/indicator_values.csv"])
    assert row["state"] == "hidden"
    assert [row[name] for name in ("value", "numerator", "denominator", "note", "source_title", "as_of")] == [""] * 6
    assert [path for path, told in everything(files) if "0.75" in told or "тройка" in told] == []
    base |= values(RAION, "2025", part(30, 40, note="тройка из четвёрки"))
    assert "0.75" in dict(everything(files_of(write, base)))["dannye/v1/indicator_values.csv"], "red twin"


@pytest.mark.parametrize(("n", "shown"), [(4, False), (31, True)])
def test_a_result_of_a_few_pupils_has_no_numbers_in_any_file(write: Write, n: int, shown: bool) -> None:
    other = {"group": "соседний класс", "before": 0.3713, "after": 0.3717, "n": 30}
    told = {"what": "решили", "before": 0.2113, "after": 0.7917, "instrument": "работа", "n": n, "comparison": other}
    files = files_of(write, {"practices/priem": {**PRACTICE, "outcomes": [told]}})
    found = [path for path, words in everything(files) if re.search("0[.,](2113|7917|3713|3717)", words)]
    assert bool(found) is shown
    (row,) = rows(files["dannye/v1/practices_outcomes.csv"])
    assert row["numbers"] == ("shown" if shown else "hidden")
    assert bool(row["n"]) is shown


def test_drafts_and_demonstration_records_stay_apart(write: Write) -> None:
    base = {"practices/priem": PRACTICE, "practices/chernovik": {**PRACTICE, "title": "Тайный", "status": "draft"},
            "practices/proba": {**PRACTICE, "title": "Выдуманный", "demo": True}}  # fmt: skip
    files = files_of(write, base)
    assert [path for path, words in everything(files) if "Тайный" in words] == []
    invented = {path for path, words in everything(files) if "Выдуманный" in words}
    assert invented
    flagged = {path for path in invented if path.endswith(open_data.LIST_FILE)}  # as the page, which has a mark on it
    assert all(";да;" in line for path in flagged for line in files[path].decode().splitlines() if "Выдуманный" in line)
    assert all(path.startswith((open_data.DEMO_FOLDER, "practices/proba/")) for path in invented - flagged)
    assert json.loads(files["practices/proba/zapis.json"])["demo"] is True


def test_a_list_by_term_is_a_table_for_excel(write: Write) -> None:
    """Semicolons and a mark of UTF-8, words in place of codes; a practice for any subject stands behind."""
    base = {
        "practices/priem": {**PRACTICE, "subjects": ["matematika"]},
        "practices/obshchii": {**PRACTICE, "title": "Общий"},
    }
    table = files_of(write, base)["practices/po/subjects/matematika/spisok.csv"]
    assert table.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(io.StringIO(table.decode("utf-8-sig")), delimiter=";")
    assert (first["Название"], first["Предметы"], first["«Математика»"]) == ("Приём", "Математика", "названо в записи")
    assert (second["Название"], second["«Математика»"]) == ("Общий", "тоже подходит")


def test_a_roadmap_is_a_workbook_beside_its_page(write: Write) -> None:
    """Its own measures only; who answers and how it goes on sheets of their own, terms as codes and in words."""
    other = {"title": "Другая", "territory": "regions/krai", "term": {"start": "2025-01", "end": "2026-12"},
             "roadmap": {"measures": [{"number": 1, "title": "Чужое", "when": "2025-03",
                                           "responsible": [{"role": "школа"}]}]}}  # fmt: skip
    base = write({"programmes/drugaia": other})
    files = {file.path: file.data for file in exports.all_files(base.catalog, Settings(build_date=DAY))}
    book = openpyxl.load_workbook(io.BytesIO(files["programmes/put/dorozhnaia-karta.xlsx"]))
    assert book.sheetnames == ["Мероприятия", "Кто отвечает", "Ход выполнения", "Подтверждения"]
    head, *lines = book.worksheets[0].iter_rows(values_only=True)
    places = {name.rpartition("\n")[2]: at for at, name in enumerate(head)}
    told = [[line[places[name]] for name in ("number", "title", "when", "when_label")] for line in lines]
    assert told[0] == ["1", "Провести конкурс", "yearly 09", "ежегодно, сентябрь"]
    assert [row[1] for row in told] == ["Провести конкурс", "Курсы методистов", "Совет края"]
    assert 'href="dorozhnaia-karta.xlsx"' in base.text("programmes/put")


def test_the_white_spots_are_a_table_for_excel(write: Write) -> None:
    base = {"practices/priem": {**PRACTICE, "subjects": ["matematika"], "levels": ["grade-5"]}}
    table = files_of(write, base)["belye-piatna/belye-piatna.csv"].decode("utf-8-sig")
    found = {(row["Предмет или район"], row["Ступень или умение"], row["Что считается"]): row
             for row in csv.DictReader(io.StringIO(table), delimiter=";")}  # fmt: skip
    full = found["Математика", "Основная школа", "Практики"]
    assert (full["Сколько"], full["Пусто для классов"]) == ("1", "6–9 классы")
    assert found["Математика", "Начальная школа", "Практики"]["Сколько"] == "0"
    assert ("Физика", "Начальная школа", "Практики") not in found, "it is not taught there"


def test_the_hours_of_an_event_say_by_whose_clock(write: Write) -> None:
    """The zone stands on the region; every file tells it, with the offset of that day."""
    event = {"start": "2026-06-10 16:00", "end": "2026-06-11", "territory": "regions/krai", "registration": None}
    files = files_of(write, {"regions/krai": {"timezone": "Asia/Krasnoyarsk"}, "events/seminar": event})
    row = next(row for row in rows(files["dannye/v1/events.csv"]) if row["id"] == "seminar")
    told = json.loads(files["events/seminar/zapis.json"])
    for its in (row, told):
        assert (its["timezone"], its["start_iso"]) == ("Asia/Krasnoyarsk", "2026-06-10T16:00:00+07:00")
    assert (row["end_iso"], "end_iso" in told) == ("", False)


def test_words_are_never_a_formula(write: Write) -> None:
    evil = '=HYPERLINK("https://example.org";"смотри")'
    files = files_of(write, {"practices/priem": {**PRACTICE, "title": evil}})
    (row,) = rows(files["dannye/v1/practices.csv"])
    assert row["title"] == f"'{evil}"
    book = openpyxl.load_workbook(io.BytesIO(files["dannye/v1/practices.xlsx"]))
    assert {cell.data_type for row in book.worksheets[0] for cell in row} <= {"s", "n", "b", "d"}
    assert json.loads(files["practices/priem/zapis.json"])["title"] == evil


def test_the_same_records_give_the_same_bytes(write: Write) -> None:
    found = write({"practices/priem": PRACTICE}).catalog
    one, two = (list(open_files(found, Settings(build_date=day))) for day in (DAY, dt.date(2031, 1, 1)))
    assert one == two
