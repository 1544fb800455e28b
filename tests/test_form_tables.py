"""A table of somebody's own on the page of a form: the browser makes of it what Python makes of it, or nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from form_page import FORM, Scripts, field, form
from looks import violations
from playwright.sync_api import Browser, Locator, Page, expect
from support import copy_of_mini
from test_blank_page import choose
from test_plans import HEAD, book, document, run

from generator import site
from generator.channels.office import importing, own_table_data, people_in_cells, plan_events
from generator.channels.office.column_questions import shape_of
from generator.channels.office.headings import heading_key, read_bank_columns, read_columns
from generator.settings import Settings
from generator.text.dates import read_plan_period
from generator.text.terms import read_term

pytestmark = pytest.mark.browser

CASES = Path(__file__).parent / "cases"
SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
HEADS = [case["heads"] for case in yaml.load((CASES / "headings.yml").read_text("utf-8"), yaml.CSafeLoader)]
BANKS = [
    ["№", "Название практики", "Краткое описание", "Предмет", "Класс", "ФИО педагога", "Школа", "Ссылка"],
    ["Тема", "Описание", "Автор", "Образовательная организация"],
    ["Название", "Класс", "Возраст детей", "Материалы"],
]
TERMS = yaml.load((CASES / "terms.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Scripts]:
    with Scripts.open(browser, FORM) as opened:
        yield opened


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> site.Catalog:
    return site.check(copy_of_mini(tmp_path_factory.mktemp("own") / "base"), SETTINGS)[0]


@pytest.fixture(scope="module")
def rules(base: site.Catalog) -> dict[str, Any]:
    ((path, data),) = own_table_data.files(base)
    assert path == "predlozhit/tablicy.json"
    return json.loads(data)


def test_columns_are_known_by_the_same_words(scripts: Scripts, rules: dict[str, Any]) -> None:
    found = scripts.call("blank/headings.js", """(m, [all, columns]) => all.map((labels) => {
      const { roles, ...rest } = m.readColumns(labels, columns);
      return { ...rest, roles, bank: m.readBank(labels, columns), keys: labels.map((one) => m.headingKey(one, columns)),
        shape: m.shapeOf(labels, columns) };
    })""", [[*HEADS, *BANKS], rules["columns"]])  # fmt: skip
    for labels, got in zip([*HEADS, *BANKS], found, strict=True):
        its = read_columns(labels)
        assert got == {
            "roles": {str(at): role for at, role in its.roles.items()},
            "context": list(its.context), "left": list(its.left_out), "unknown": list(its.unknown),
            "bank": {str(at): role for at, role in read_bank_columns(labels).items()},
            "keys": [heading_key(one) for one in labels], "shape": "|".join(sorted(shape_of(labels))),
        }, labels  # fmt: skip


def test_what_a_person_said_goes_before_the_words(scripts: Scripts, rules: dict[str, Any]) -> None:
    said = {heading_key("Веха"): "title", heading_key("Ориентир"): "when", heading_key("Кто"): ""}
    labels = ["Веха", "Ориентир", "Кто", "Дата"]
    got = scripts.call(
        "blank/headings.js", "(m, [labels, columns, said]) => m.readColumns(labels, columns, said)",
        [labels, rules["columns"], said],
    )  # fmt: skip
    its = read_columns(labels, said)
    assert got["roles"] == {str(at): role for at, role in its.roles.items()} == {"0": "title", "1": "when"}
    assert (got["context"], got["left"]) == (list(its.context), list(its.left_out))


def test_a_term_is_read_as_python_reads_it_or_not_at_all(scripts: Scripts, record_property) -> None:
    """The browser knows plain days, months and spans; of each case it says the same or leaves it to the one reader."""
    cases = [(case["in"], period) for case in TERMS for period in {case.get("period", ""), "2026/27", "2026"}]
    cases += [("15.09.2026 14:00", ""), ("с 28 по 5 октября 2026", ""), ("31.09", "2026/27"), ("29 февраля", "2026/27")]
    got = scripts.call("blank/own-terms.js", "(m, all) => all.map((one) => m.eventTerm(...one))", cases)
    read = 0
    for (words, period), its in zip(cases, got, strict=True):
        if its is None:
            continue
        read += 1
        found = read_term(words, period)
        written = f"{its['start']}..{its['end']}" if its["end"] else its["start"]
        assert found is not None and found.sure, (words, period, its)
        assert written[: len(found.write)] == found.write, (words, period, its, found)
        assert not its["exact"] or found.exact or len(written) > len(found.write), (words, period, its, found)
    record_property("figure", f"terms of the table that the page reads itself: {read} of {len(cases)}")
    assert read > 60


def test_what_is_a_term_looks_like_one(scripts: Scripts, rules: dict[str, Any]) -> None:
    """Whether a table is a plan at all; not one of the terms of the table is missed, and words of lessons are none."""
    words = [case["in"] for case in TERMS if case["means"]]
    others = ["Задаёт вопрос", "Отвечают", "Иванова М. П.", "практикум", "учителя школы"]
    look = "(m, [all, sign]) => all.map((one) => new RegExp(sign, 'iu').test(one.replaceAll('ё', 'е')))"
    got = scripts.call("blank/own-terms.js", look, [[*words, *others], rules["term"]])
    missed = [one for one, its in zip(words, got, strict=False) if not its]
    assert missed == [] and not any(got[len(words) :])


def test_the_year_of_a_plan_is_read_the_same(scripts: Scripts) -> None:
    titles = [
        ["План работы РМО на 2026-2027 учебный год"], ["на 2026 год", "утверждён 01.09.2025"], ["План на 2026/27"],
        ["План на 2026-2028 годы"], ["2025/26", "2026/27"], ["план на 2026 – 2027 уч. г. №5"], ["без года"],
        ["на 2026 календарный год"], ["за 2025 год"], ["на календарный 2026"], ["план_2026-2027.docx"],
    ]  # fmt: skip
    got = scripts.call("blank/own-terms.js", "(m, all) => all.map(m.planPeriod)", titles)
    assert got == [read_plan_period(one) for one in titles]


def test_terms_of_vocabularies_are_found_the_same(scripts: Scripts, rules: dict[str, Any], base: site.Catalog) -> None:
    words = ["Семинар-практикум «Читаем»", "Заседание РМО", "районный конкурс", "Учителя русского языка", "методистам",
             "Мастер-класс и семинар", "Сдать отчёт", "педагоги, родители", "руководителям РМО"]  # fmt: skip
    for name, vocabulary in (("type", "event-kinds"), ("audience", "audiences")):
        got = scripts.call(
            "blank/own-answers.js", "(m, [all, rules, name]) => all.map((one) => m.termIn(one, rules, name))",
            [words, rules, name],
        )  # fmt: skip
        assert got == [plan_events.term_in(one, base.vocabularies.get(vocabulary)) for one in words]
        assert any(got)


def test_surnames_are_found_the_same(scripts: Scripts, rules: dict[str, Any]) -> None:
    people = [
        "Примерова", "Примерова, Сидоров", "Примеров и Сидоренко", "учитель Примерова", "методисты Раевская, Белых",
        "Примерова С., зам. директора", "отв. Примеров", "Директор — Примерова", "Зам. Кузьмина", "Ткачук",
    ]  # fmt: skip
    nobody = [
        "Руководитель РМО", "Гимназия", "Городской методический центр", "школа г. Ростов", "Ростов", "Школа «Родина»",
        "Октябрьская, Ленинская школы", "МБОУ СОШ № 3", "Методисты", "Кафедра математики", "Иваново", "директор",
        "Администрация района", "отдел Минина А", "Шолоховский район", "Дружина",
    ]  # fmt: skip
    words = [*people, *nobody]
    found = [any(one.is_bare for _, its in people_in_cells.split_people([one], lambda _: False) for one in its)
             for one in words]  # fmt: skip
    look = "(m, [all, rules]) => all.map((one) => m.hasSurname(one, rules))"
    assert scripts.call("blank/surnames.js", look, [words, rules["people"]]) == found
    assert found == [True] * len(people) + [False] * len(nobody)


# --- on the page ------------------------------------------------------------------------------------------------------

TITLE = "План работы РМО учителей на 2026-2027 учебный год"
YEAR = [
    HEAD,
    ["1", "Заседание объединения", "Август", "учителя", "школа А", "Руководитель РМО"],
    ["2", "Семинар по чтению", "15 декабря", "Учителя, методисты", "", "Иванова М. П., методист"],
    ["Раздел 2. Весной", "", "", "", "", ""],
    ["3", "Консультации", "ежемесячно", "", "", "Методисты"],
    ["4", "Собрать сведения", "до 20 мая", "", "", "Руководитель РМО"],
    ["5", "Мастер-класс", "", "", "", "Методист"],
    ["6", "=1+1 <b>Смотр</b>", "с 1 по 10 октября 2026", "", "", "Методист"],
]


def made(told: importing.FileResult) -> list[tuple[str, Any]]:
    return [(one.entry.kind, dict(one.entry.data)) for one in told.results]


@pytest.fixture
def its_base(tmp_path: Path) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path / "base"), SETTINGS)


def rows_of(page: Page) -> Locator:
    return page.locator(".m-blank__records li")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_all_rows_go_in_one_file_and_import_reads_them_as_those_of_the_plan(
    suffix: str, visit, its_base: importing.Base, tmp_path: Path
) -> None:
    path = tmp_path / f"plan.{suffix}"
    if suffix == "docx":
        document(path, TITLE, YEAR)
    else:
        book(path, [[TITLE], *([words.removeprefix("=1+1 ") for words in row] for row in YEAR)], ["A5:F5"])
    page = form(visit("predlozhit/meropriiatie/", 360))
    expect(choose(page, path)).to_have_text(f"В файле «plan.{suffix}» ваша таблица. Понятных строк: 5, отложенных: 1.")
    expect(rows_of(page).nth(0)).to_have_text(
        "Заседание объединения срок: Август (август 2026); ответственные: Руководитель РМО"
    )
    expect(rows_of(page).nth(2)).to_contain_text("срок: ежемесячно (этот срок прочитает проверка)")
    expect(page.get_by_text("«Мастер-класс»: не назван срок")).to_be_attached()
    with page.expect_download() as loading:
        page.get_by_role("button", name="Все строки одним файлом").click()
    sent = tmp_path / loading.value.suggested_filename
    assert sent.name == "plan-plan.xlsx"
    loading.value.save_as(sent)
    expect(page.locator(".m-blank__records")).to_contain_text("Передайте его методисту")
    want, got = run(its_base, path), run(its_base, sent)
    assert made(got) == made(want) and len(made(got)) == 5, (got, want)
    assert not [one for one in got.remarks if one.is_error]
    assert b"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0" not in repr(made(got)).encode()  # no name


def fill_from(page: Page, path: Path, row: str) -> None:
    choose(page, path)
    rows_of(page).get_by_role("button", name=row).click()


@pytest.mark.slow
def test_a_row_fills_the_form_and_people_stay_behind(visit, tmp_path: Path) -> None:
    page = form(visit("predlozhit/meropriiatie/"))
    fill_from(page, document(tmp_path / "plan.docx", TITLE, YEAR), "Семинар по чтению")
    said = page.locator(".m-blank__said")
    expect(said).to_contain_text("Заполнено 5\u00a0ответов из файла «plan.docx»; замечаний нет. Допишите остальное")
    assert violations(page, within=".m-blank") == []
    expect(page.locator(".m-blank")).to_contain_text("имя человека не перенесено")
    expect(field(page, "Начало")).to_have_value("2026-12-15")
    expect(field(page, "Вид")).to_have_value("Семинар")
    expect(field(page, "Коротко")).to_have_value("Ответственные: методист.")
    rows_of(page).get_by_role("button", name="Консультации").click()  # what came from the file before goes
    expect(field(page, "Название")).to_have_value("Консультации")
    expect(field(page, "Начало")).to_have_value("ежемесячно")
    expect(page.locator(".m-blank")).to_contain_text("срок «ежемесячно» — не день и не месяц")
    expect(page.locator(".m-blank__records [aria-pressed=true]")).to_have_text("Консультации")
    page.get_by_role("button", name="Вернуть, как было").first.click()
    expect(field(page, "Название")).to_have_value("Семинар по чтению")


WAYMARKS = [
    ["Веха", "Ориентир", "Люди"],
    ["Семинар о текстах", "сентябрь 2026", "методист"],
    ["Показать три урока подряд", "до 15.10.2026", "учителя школы"],
]


@pytest.mark.slow
def test_unknown_columns_are_asked_and_remembered_only_when_wanted(
    visit, its_base: importing.Base, tmp_path: Path
) -> None:
    path = document(tmp_path / "вехи.docx", "Вехи объединения", WAYMARKS)
    page = form(visit("predlozhit/meropriiatie/", 360))

    def answer(remember: bool) -> None:
        expect(choose(page, path)).to_contain_text("не бланк, но в нём есть таблица (таблица 1)")
        page.get_by_role("button", name="Показать строки").click()
        expect(page.locator(".m-columns")).to_contain_text("в каком столбце мероприятие и срок")
        asked = page.locator(".m-columns")
        expect(asked).to_contain_text("в нём: сентябрь 2026; до 15.10.2026")
        assert violations(page, within=".m-columns") == []
        asked.get_by_label("Веха").select_option("мероприятие")
        asked.get_by_label("Ориентир").select_option("срок")
        asked.get_by_label("Люди").select_option("ответственные")
        asked.get_by_label("Запомнить").set_checked(remember)
        page.get_by_role("button", name="Показать строки").click()
        expect(page.locator(".m-blank__said")).to_contain_text("Понятных строк: 2.")

    answer(remember=False)
    page.reload()
    form(page)
    answer(remember=True)
    page.reload()
    form(page)
    expect(choose(page, path)).to_contain_text("Понятных строк: 2.")
    expect(rows_of(page).nth(1)).to_contain_text("срок: до 15.10.2026 (15.10.2026); ответственные: учителя школы")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Все строки одним файлом").click()
    loading.value.save_as(tmp_path / "sent.xlsx")
    told = run(its_base, tmp_path / "sent.xlsx")
    assert [one["title"] for _, one in made(told)] == ["Семинар о текстах", "Показать три урока подряд"]


@pytest.mark.slow
def test_a_plan_in_many_tables_is_one_plan(visit, its_base: importing.Base, tmp_path: Path) -> None:
    """A table for each month, one cut by a page break, and one about something else."""
    books = [["Автор", "Книга"], ["Н. Носов", "Фантазёры"]]
    path = document(tmp_path / "plan.docx", TITLE, YEAR[:3], YEAR[4:6], [YEAR[0], YEAR[7]], books)
    page = form(visit("predlozhit/meropriiatie/"))
    expect(choose(page, path)).to_contain_text("Понятных строк: 5.")
    expect(page.locator(".m-blank")).to_contain_text("потому что это другая таблица: таблица 4")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Все строки одним файлом").click()
    loading.value.save_as(tmp_path / "sent.xlsx")
    want, got = run(its_base, path), run(its_base, tmp_path / "sent.xlsx")
    assert made(got) == made(want) and len(made(got)) == 5
    assert openpyxl.load_workbook(tmp_path / "sent.xlsx").sheetnames == ["План", "План 2"]


BANK = [
    ["№", "Название практики", "Краткое описание", "Предмет", "Класс", "ФИО педагога", "Стаж"],
    ["1", "Лист вопросов", "Класс пишет вопросы до чтения", "Математика", "5–6", "Иванова Мария Петровна", "5 лет"],
    ["2", "Парное чтение", "Двое читают вслух", "Все", "", "учитель начальных классов", ""],
]


@pytest.mark.slow
def test_a_bank_of_practices_becomes_drafts_and_a_plan_is_sent_to_its_form(
    visit, its_base: importing.Base, tmp_path: Path
) -> None:
    page = form(visit("predlozhit/praktika/"))
    path = document(tmp_path / "opyt.docx", "Банк практик школы", BANK)
    fill_from(page, path, "Лист вопросов")
    expect(page.locator(".m-blank")).to_contain_text("имя человека не перенесено")
    expect(field(page, "Название")).to_have_value("Лист вопросов")
    expect(field(page, "Коротко")).to_have_value("Класс пишет вопросы до чтения")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Все строки одним файлом").click()
    loading.value.save_as(tmp_path / "sent.xlsx")
    want, got = run(its_base, path), run(its_base, tmp_path / "sent.xlsx")
    assert made(got) == made(want) and len(made(got)) == 2
    choose(page, document(tmp_path / "plan.docx", TITLE, YEAR))
    page.get_by_role("link", name="Открыть форму «Добавить мероприятие»").click()
    expect(form(page).locator("h2").first).to_be_visible()
    assert "/predlozhit/meropriiatie/" in page.url


@pytest.mark.slow
def test_what_cannot_be_read_holds_back_its_row_alone(visit, tmp_path: Path) -> None:
    path = document(tmp_path / "plan.docx", TITLE, YEAR)
    struck = docx.Document(str(path))
    struck.tables[0].rows[1].cells[1].paragraphs[0].add_run(" (отменили)").font.strike = True
    struck.save(str(path))
    page = form(visit("predlozhit/meropriiatie/"))
    expect(choose(page, path)).to_contain_text("Понятных строк: 4, отложенных: 2.")
    expect(page.get_by_text("строка 2 «Заседание объединения»: зачёркнутый текст")).to_be_attached()
    hidden = openpyxl.load_workbook(book(tmp_path / "plan.xlsx", YEAR[:4]))
    hidden.active.row_dimensions[2].hidden = True
    hidden.save(tmp_path / "plan.xlsx")
    expect(choose(page, tmp_path / "plan.xlsx")).to_contain_text("Понятных строк: 1, отложенных: 1.")
    expect(page.get_by_text("«Заседание объединения»: строка скрыта")).to_be_attached()


CARD = [
    ["Предмет", "Математика", "Класс", "5"],
    ["Тема урока", "«Сложение дробей»", "", ""],
    ["Учитель", "Иванова Мария Петровна", "", ""],
]
STAGES = [["Этап урока", "Деятельность учителя", "Деятельность учеников"], ["Начало", "Задаёт вопрос", "Отвечают"]]


@pytest.mark.slow
def test_a_card_of_a_lesson_opens_the_quick_way(visit, tmp_path: Path) -> None:
    path = document(tmp_path / "urok.docx", "Технологическая карта урока", CARD, STAGES)
    page = form(visit("predlozhit/praktika/", 360))
    choose(page, path)
    expect(page.locator(".m-blank")).to_contain_text("технологическая карта урока")
    expect(page.locator(".m-ways [aria-current]")).to_contain_text("Приём за пять минут")
    expect(page.locator(".m-quick").get_by_label("Как его назвать?")).to_have_value("Сложение дробей")
    quick = page.locator(".m-quick")
    expect(quick.get_by_label("Математика")).to_be_checked()
    expect(quick.get_by_label("5 класс")).to_be_checked()
    assert "Иванова" not in str(page.evaluate("JSON.stringify(localStorage)"))
    page = form(visit("predlozhit/meropriiatie/"))
    choose(page, path)
    page.get_by_role("link", name="Открыть форму «Предложить практику»").click()
    expect(form(page, "korotko").get_by_label("Как его назвать?")).to_be_visible()
    other = document(tmp_path / "karta.docx", "Дорожная карта проекта", STAGES)
    expect(choose(form(page), other)).to_contain_text("не бланк, но в нём есть таблица")  # no plan: it has no terms
