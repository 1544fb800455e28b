"""A filled blank on the page of its form, as people go about it: chosen, dropped, one record of many, the way back."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import docx
import pytest
from blank_files import laid_in_sheets
from form_page import field, form, sent_file
from looks import violations
from office_files import fill
from playwright.sync_api import Browser, Locator, Page, expect
from support import copy_of_mini
from test_office_import import PRACTICE, SETTINGS, STEPS
from weigh import counting
from word_files import answer_cell, saved, table_under, type_in

from generator.channels.office import document_out, importing, workbook_out
from generator.pages.form import FORM_ADDRESSES

pytestmark = [pytest.mark.slow, pytest.mark.browser]

THIRD = {
    "title": "Третья <img src=x onerror=alert(1)>",
    "summary": "Ещё одна.",
    "cost": "даром",
    "levels": "5–19 классы",
}
DROP = """([name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  for (const type of ["dragover", "drop"]) {
    const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector("h1").dispatchEvent(event);
  }
}"""


@pytest.fixture(scope="module")
def site(browser: Browser, mini_url: str) -> tuple[Browser, str]:
    return browser, mini_url


@pytest.fixture(scope="module")
def files(built_mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blanks of the site, filled in: one record, three of them, and a place that is not read."""
    folder = tmp_path_factory.mktemp("blanks")
    blanks = built_mini / "predlozhit" / "blanki"
    steps = [*STEPS, {"^": THIRD["title"], "steps.title": "Шаг", "steps.minutes": "долго"}]
    fill(blanks / "praktika.xlsx", folder / "one.xlsx", {"Практики": [PRACTICE], "Шаги": STEPS})
    fill(blanks / "praktika.xlsx", folder / "three.xlsx", {
        "Практики": [PRACTICE, {"title": "Вторая", "owner": "Школа А"}, THIRD], "Шаги": steps,
    })  # fmt: skip
    document = docx.Document(str(blanks / "praktika.docx"))
    type_in(answer_cell(document, "Название"), "Проба")
    answer_cell(document, "В чём идея").paragraphs[0].add_run("нет").font.strike = True
    (folder / "struck.docx").write_bytes(saved(document))
    return folder


def choose(page: Page, path: Path) -> Locator:
    """Choose a file with the button, by keyboard; what the page says."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Заполнить из файла").press("Enter")
    chooser.value.set_files(path)
    return page.locator(".m-blank__said")


def test_one_record_fills_the_form_and_can_be_taken_back(visit, files: Path) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    field(page, "Что получается").fill("Видно всем.")
    said = choose(page, files / "one.xlsx")
    expect(said).to_contain_text("Заполнено 27\u00a0ответов из файла «one.xlsx»; замечаний нет.")
    expect(said).to_be_focused()
    expect(field(page, "Название")).to_have_value("Лист вопросов")
    expect(field(page, "Кто отвечает за запись")).to_have_value("Школа А")
    expect(field(page, "Что получается")).to_have_value("Видно всем.")  # the file says nothing of it
    _, text = sent_file(page)
    assert "levels: [grade-5, grade-6, grade-7]" in text and "- боятся ошибиться\n" in text and "Видно всем." in text
    page.get_by_role("button", name="Вернуть, как было").click()
    expect(said).to_have_text("Форма снова такая, какой была до файла.")
    expect(field(page, "Название")).to_have_value("")
    expect(field(page, "Что получается")).to_have_value("Видно всем.")


#: what is new about a record of the small base, so that it is another one
NEW = {
    "event": {
        "title": "Встреча после конкурса",
        "summary": "Разбор **работ**: что вышло.",
        "format": "круглый стол",
        "edition": 3,
        "start": "2027-09-10 10:00",
        "end": "2027-09-10 16:00",
        "contest": None,
    },
    "replication": {"date": "2026-04", "what_changed": "Раз.\n\n- два\n- три", "note": "Ещё раз, с _новым_ классом."},
    "review": {"date": "2026-03-01", "valid_until": "2029-03-01", "conclusion": "Можно: 5 < 6 и *всё*."},
}


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("name", NEW)
def test_the_form_sends_what_import_writes(name: str, suffix: str, visit, tmp_path: Path) -> None:
    root = copy_of_mini(tmp_path / "base")
    its = importing.open_base(root, SETTINGS)
    layout = its.layouts[name]
    asked = {question.name for question in layout.form.questions}
    record = [one for one in its.catalog.records.values() if one.kind == layout.form.kind][-1]
    new = {key: value for key, value in NEW[name].items() if key in asked}
    data = json.loads(json.dumps({**its.catalog.sources[record.key].data, **new}))
    path = tmp_path / f"{name}.{suffix}"
    if suffix == "docx":
        path.write_bytes(document_out.document_template(layout, data))
    else:
        path.write_bytes(workbook_out.workbook_template(layout, SETTINGS.build_date))
        fill(path, path, *laid_in_sheets(layout, data))
    page = form(visit(f"predlozhit/{FORM_ADDRESSES[name]}/"))
    expect(choose(page, path)).to_contain_text("замечаний нет")
    file_name, sent = sent_file(page)
    before = set(root.rglob("*.yml"))
    (result,) = importing.run(its, [path])
    assert not result.failed, result
    (made,) = set(root.rglob("*.yml")) - before
    assert (made.name, made.read_text("utf-8").split("\n")) == (file_name, sent.split("\n"))


NEWCOMERS = {
    "organizations": ("Новые организации", ("МБОУ СОШ № 5", "Школа", "Школьный", "Новый район")),
    "districts": ("Новые районы", ("Новый район", "Муниципальный район", "Пробная область")),
}
KIND_OF = {"organizations": "Вид организации", "districts": "Вид территории"}
FIELDS = {"organizations": ("title", "type", "level", "territory"), "districts": ("title", "type", "region")}


def newcomers_in(path: Path, its: importing.Base, told: dict[str, tuple[str, ...]]) -> None:
    """A blank of a practice of a new organisation, which the sheets or tables of ``told`` describe."""
    layout, data = its.layouts["practice"], {"title": "Лист вопросов", "owner": "МБОУ СОШ № 5", "idea": "Мысль"}
    if path.suffix == ".xlsx":
        path.write_bytes(workbook_out.workbook_template(layout, SETTINGS.build_date))
        rows, cards = laid_in_sheets(layout, data)
        for kind, cells in told.items():
            rows[NEWCOMERS[kind][0]] = [dict(zip(FIELDS[kind], cells, strict=True))]
        fill(path, path, rows, cards)
        return
    document = docx.Document(io.BytesIO(document_out.document_template(layout, data)))
    for kind, cells in told.items():
        table = table_under(document, "№", "Название", KIND_OF[kind])
        for cell, words in zip(table.rows[1].cells[1:], cells, strict=True):
            type_in(cell, words)
    path.write_bytes(saved(document))


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_new_organisations_of_a_blank_go_along_with_its_record(suffix: str, visit, tmp_path: Path) -> None:
    root = copy_of_mini(tmp_path / "base")
    its = importing.open_base(root, SETTINGS)
    path = tmp_path / f"new.{suffix}"
    newcomers_in(path, its, {kind: cells for kind, (_, cells) in NEWCOMERS.items()})
    page = form(visit("predlozhit/praktika/", 360))
    expect(choose(page, path)).to_contain_text("замечаний нет")
    expect(page.locator(".m-blank")).to_contain_text(
        "Вместе с записью уйдут новые: «Новый район», «МБОУ СОШ № 5». Методист проверит и это."
    )
    expect(field(page, "Кто отвечает за запись")).to_have_value("МБОУ СОШ № 5 (новая запись)")
    assert violations(page, within=".m-blank") == []
    _, sent = sent_file(page, "Скачать одним файлом")
    before = set(root.rglob("*.yml"))
    results = importing.run(its, [path])
    assert not any(result.failed for result in results), results
    made = set(root.rglob("*.yml")) - before
    assert len(made) == 3
    for one in made:
        assert one.read_text("utf-8") in sent
    page.get_by_role("button", name="Вернуть, как было").click()
    choose(page, path)  # the same file once more names the same records
    expect(page.locator(".m-blank__said")).to_contain_text("замечаний нет")
    assert sent_file(page, "Скачать одним файлом")[1] == sent


def test_what_is_wrong_with_a_new_organisation_is_told(visit, tmp_path: Path) -> None:
    its = importing.open_base(copy_of_mini(tmp_path / "base"), SETTINGS)
    path = tmp_path / "new.docx"
    newcomers_in(path, its, {"organizations": ("МБОУ СОШ № 5", "", "Школьный", ""),
                             "districts": NEWCOMERS["districts"][1]})  # fmt: skip
    page = form(visit("predlozhit/praktika/"))
    expect(choose(page, path)).to_contain_text("замечаний: 3.")
    told = page.locator(".m-blank")
    expect(told).to_contain_text("новая запись «МБОУ СОШ № 5» (организация) не взята: нет обязательного поля")
    expect(told).to_contain_text("добавьте её в форме кнопкой у поля, где она названа")
    expect(told).to_contain_text("новая запись «Новый район» ни в одном ответе не названа и не уйдёт")


def test_what_is_written_already_is_asked_about(visit, files: Path) -> None:
    page = form(visit("predlozhit/praktika/"))
    field(page, "Название").fill("Моя")
    said = choose(page, files / "one.xlsx")
    expect(said).to_contain_text("В форме уже есть ответы. Заменить их")
    page.get_by_role("button", name="Оставить, как есть").click()
    expect(said).to_have_text("В форме всё осталось, как было.")
    expect(field(page, "Название")).to_have_value("Моя")
    choose(page, files / "one.xlsx")
    page.get_by_role("button", name="Заменить ответами из файла").click()
    expect(field(page, "Название")).to_have_value("Лист вопросов")


def test_one_record_after_the_other_and_remarks_at_their_fields(visit, files: Path) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    page.evaluate(DROP, ["three.xlsx", base64.b64encode((files / "three.xlsx").read_bytes()).decode()])
    said = page.locator(".m-blank__said")
    expect(said).to_have_text("В файле «three.xlsx» 3\u00a0записи. Какую поставить в форму?")
    records = page.locator(".m-blank__records button")
    expect(records).to_have_text(["«Лист вопросов»", "«Вторая»", f"«{THIRD['title']}»"])  # text, never an element
    assert page.locator(".m-blank img").count() == 0
    records.first.press("Enter")
    expect(said).to_contain_text("Заполнено 27\u00a0ответов")
    records.nth(2).click()
    expect(said).to_have_text("Заполнено 6\u00a0ответов из файла «three.xlsx»; замечаний: 3.")
    expect(page.locator("summary", has_text="5–19 классы")).to_be_focused()
    expect(page.locator(".m-form__alert")).to_contain_text("замечаний: 3")
    wrong = page.locator(".m-form .m-form__error:not([hidden]):not(.m-form__advice)")
    expect(wrong).to_have_count(3)
    assert violations(page, within=".m-blank") == []
    records.nth(1).click()  # nothing of the other record stays
    expect(field(page, "Коротко")).to_have_value("")
    assert "Ещё одна" not in sent_file(page)[1]


def test_what_is_not_read_is_named_and_nothing_is_filled(visit, files: Path, built_mini: Path) -> None:
    page = form(visit("predlozhit/praktika/", 360, color_scheme="dark"))
    said = choose(page, files / "struck.docx")
    expect(said).to_have_text("Файл «struck.docx» не подставлен: такие места браузер не читает.")
    expect(page.locator(".m-blank li")).to_have_text(["вопрос «В чём идея»: зачёркнутый текст: «нет»"])
    expect(page.locator(".m-blank")).to_contain_text("Пришлите файл методисту: его прочитает metodoteka import")
    expect(field(page, "Название")).to_have_value("")
    assert violations(page, within=".m-blank") == []
    choose(page, built_mini / "predlozhit" / "blanki" / "praktika.docx")
    expect(said).to_have_text("В файле «praktika.docx» ничего не заполнено.")
    choose(page, built_mini / "predlozhit" / "blanki" / "meropriiatie.docx")
    page.get_by_role("link", name="Открыть форму «Добавить мероприятие»").click()
    expect(form(page).locator("h2").first).to_be_visible()
    assert "/predlozhit/meropriiatie/" in page.url


def test_the_reader_comes_with_the_file_and_not_before(site, built_mini: Path, files: Path, record_property) -> None:
    with counting(built_mini) as (base, sent):
        page = site[0].new_context().new_page()
        page.goto(base + "predlozhit/praktika/", wait_until="networkidle")
        form(page)
        before = [answer.path for answer in sent]
        assert [path for path in before if "blank" in path or "fflate" in path] == ["assets/form/blank/drop.js"]
        # What the form fetches with the first word that is written in it, by hand or from a file.
        page.evaluate("address => import(address)", f"{base}assets/form/ahead.js")
        page.wait_for_load_state("networkidle")
        sent.clear()
        choose(page, files / "one.xlsx")
        expect(page.locator(".m-blank__said")).to_contain_text("Заполнено")
        weight = sum(answer.body for answer in sent)
        page.context.close()
    record_property("figure", f"the reader of a filled blank: {weight / 1000:.1f} KB over the wire (at most 120)")
    assert {path.split("?")[0].rpartition("/")[2] for path in before} & {"blank.json"} == set()
    assert weight <= 120_000
