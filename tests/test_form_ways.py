"""Ways through the form of a practice: six questions, single steps, several drafts, a new organisation with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from form_page import FORM, Scripts, form, sent_file
from looks import violations
from playwright.sync_api import Browser, Locator, Page, expect
from support import copy_of_mini

from generator import cli
from generator.channels.intake_text import take_apart
from generator.channels.submissions import SentRecord, join_submission, parse_submission
from generator.documents import sources
from generator.pages import form as pages_form
from generator.settings import submit_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]

QUICK = {
    "title": "Вопрос на выходе",
    "status": "review",
    "updated": "2026-05-28",
    "problem": "Не видно, что осталось непонятным.\n",
    "levels": ["grade-5"],
    "steps": [{"title": "Раздать листы"}, {"title": "Собрать"}],
    "results": "Вопросы каждого.\n",
    "owner": "shkola-a",
    "authors": [{"role": "учитель физики"}],
    "rights": "own",
}


LONG = (
    "Ответить на следующем уроке: выбрать три вопроса, которые повторяются чаще других, и начать с них объяснение темы."
)


def box(page: Page | Locator, label: str) -> Locator:
    """The field that a person types into, by the beginning of its label."""
    return page.get_by_role("textbox", name=re.compile(f"^{label}"))


def answer_quickly(page: Page) -> None:
    box(page, "1. Какое затруднение").fill(QUICK["problem"].strip())
    page.locator("fieldset", has_text="Ступени и классы").locator("summary").first.click()
    page.get_by_role("checkbox", name="5 класс").check()
    box(page, "3. Как его назвать").fill(QUICK["title"])
    box(page, "4. Что делать по шагам").fill("1. Раздать листы\n- Собрать")
    box(page, "5. Что получилось").fill(QUICK["results"].strip())
    owner = page.get_by_role("combobox", name="Кто отвечает за запись")
    owner.fill("школа а")
    page.get_by_role("option", name="Школа А").click()
    box(page, "Роль или должность").fill("учитель физики")
    page.get_by_role("combobox", name="Чей это текст").select_option(label="написал тот, кто присылает")


def test_six_answers_are_a_draft_that_the_long_form_goes_on_with(visit, tmp_path: Path) -> None:
    page = visit("predlozhit/", 360)
    expect(page.locator("main")).to_contain_text("Приём за пять минут: 6\u00a0вопросов, около 5\u00a0минут.")
    page.get_by_role("link", name="Приём за пять минут").click()
    form(page, "korotko")
    answer_quickly(page)
    assert violations(page, within="main") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # The long form has it all, and gives it back with what is added there.
    page.get_by_role("link", name="Ответить подробнее").click()
    expect(box(page, "Название")).to_have_value(QUICK["title"])
    page.goto(page.url.split("#")[0] + "#shag-3")
    box(page, "Что делать").first.fill("Каждому по одному.")
    page.locator(".m-ways").get_by_role("link", name="Приём за пять минут").click()
    expect(box(page, "4. Что делать по шагам")).to_have_value("Раздать листы\nСобрать")
    box(page, "4. Что делать по шагам").fill(f"Раздать листы\nСобрать и прочесть\n{LONG}")
    name, text = sent_file(page)
    expect(page.locator(".m-form__send")).to_contain_text(
        "для публикации ещё понадобится: «Коротко», «Условия», «Источники»"
    )
    data = sources.parse(text, f"data/practices/{name}")[0].data
    steps = [{"title": "Раздать листы", "text": "Каждому по одному.\n"}, {"title": "Собрать и прочесть"}]
    steps += [{"title": "Ответить на следующем уроке", "text": f"{LONG}\n"}]
    assert data == QUICK | {"steps": steps}
    # The base has nothing against it, and the page of the draft says what it lacks.
    root = copy_of_mini(tmp_path / "base")
    (tmp_path / name).write_text(text, "utf-8")
    assert cli.main(["--root", str(root), "import", str(tmp_path / name)]) == 0
    assert cli.main(["--root", str(root), "check"]) == 0


def test_a_long_form_is_read_step_by_step(visit) -> None:
    page = form(visit("predlozhit/praktika/#shag-2", 360), "-")
    steps = page.get_by_role("navigation", name="Шаги формы")
    head = page.get_by_role("heading", name="Кому подойдёт")
    expect(head).to_be_focused()
    expect(steps).to_contain_text("Шаг 2 из 6")
    expect(page.get_by_role("heading", name="О чём практика")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    page.get_by_role("link", name="Дальше: Как провести →").press("Enter")
    expect(page.get_by_role("heading", name="Как провести")).to_be_focused()
    box(page, "Название шага").fill("Раздать")
    expect(steps.get_by_role("link", name=re.compile("^3 ?Как провести — заполнено"))).to_be_visible()
    box(page, "Минут").fill("пять")
    page.get_by_role("link", name="Дальше: Условия →").click()
    expect(steps.get_by_role("link", name=re.compile("^3 ?Как провести — есть замечания"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Как провести")).to_be_focused()
    # What is wrong in another step is found from the list at the top.
    page.goto(page.url.split("#")[0] + "#shag-6")
    page.get_by_role("button", name="Проверить и отправить").click()
    assert violations(page, within="main") == []
    page.locator(".m-form__summary").get_by_role("link", name="Название").first.click()
    expect(box(page, "Название")).to_be_focused()
    expect(page).to_have_url(re.compile("#shag-1$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # On paper, and for whoever wants it, the whole form.
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Кто предлагает и откуда")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Показать всё сразу").click()
    for heading in ("О чём практика", "Кому подойдёт", "Кто предлагает и откуда"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.goto("predlozhit/praktika/")
    form(page, "-")
    expect(page.locator(".m-ways [aria-current]")).to_have_text("Показать всё сразу")


def test_drafts_have_names_and_go_to_another_computer(visit, tmp_path: Path) -> None:
    page = form(visit("predlozhit/praktika/", 360), "korotko")
    box(page, "3. Как его назвать").fill("Первая")
    page.locator("summary", has_text="Мои черновики").click()
    own = page.locator(".m-drafts li")
    expect(own).to_have_count(1)
    expect(own).to_contain_text(re.compile("Первая.*открыт сейчас, изменён 28.05.2026 в 12:0"))
    page.get_by_role("button", name="Начать новый").click()
    expect(box(page, "3. Как его назвать")).to_have_value("")
    box(page, "3. Как его назвать").fill("Вторая: «проба» № 1")
    box(page, "1. Какое затруднение").fill("Раз\n\n- два")
    page.get_by_role("button", name="Сделать копию: «Первая»").click()
    expect(own).to_have_count(3)
    assert violations(page, within=".m-drafts") == []
    with page.expect_download() as loading:
        page.get_by_role("button", name="Сохранить файлом: «Вторая: «проба» № 1»").click()
    kept = tmp_path / loading.value.suggested_filename
    assert kept.name == "chernovik-vtoraia-proba-no-1.yml"
    loading.value.save_as(kept)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Удалить: «Первая (копия)»").click()
    expect(own).to_have_count(2)

    other = form(visit("predlozhit/praktika/", 360), "korotko")  # another device
    other.locator("summary", has_text="Мои черновики").click()
    bad = tmp_path / "bad.txt"
    bad.write_text("title: Я\n", "utf-8")
    other.locator(".m-form__drafts input[type=file]").set_input_files(bad)
    expect(other.locator(".m-form__drafts [role=status]")).to_contain_text("Файл bad.txt не открыт: в нём нет записи")
    other.locator(".m-form__drafts input[type=file]").set_input_files(kept)
    expect(box(other, "3. Как его назвать")).to_have_value("Вторая: «проба» № 1")
    expect(box(other, "1. Какое затруднение")).to_have_value("Раз\n\n- два\n")
    sent = sources.parse(sent_file(other)[1], "data/practices/a.yml")[0].data
    assert (sent["title"], sent["problem"]) == ("Вторая: «проба» № 1", "Раз\n\n- два\n")


def test_a_school_that_the_base_does_not_have_goes_along(visit, tmp_path: Path) -> None:
    page = form(visit("predlozhit/praktika/", 360), "korotko")
    answer_quickly(page)
    owner = page.get_by_role("combobox", name="Кто отвечает за запись")
    owner.fill("МБОУ «Школа Б» г. Северный")
    alike = page.get_by_role("option", name="Школа Б")
    expect(page.locator(".m-combo__list:visible")).to_contain_text("Так не называется ничего, но похоже:")
    expect(alike).to_be_visible()
    owner.press("Escape")
    page.get_by_role("button", name="Моей организации нет в списке").click()
    new = page.locator(".m-newcomer")
    expect(box(new, "Название")).to_be_focused()
    box(new, "Название").fill("Школа Б")
    expect(new.get_by_role("button", name="Выбрать «Школа Б»")).to_be_visible()
    box(new, "Название").fill("МБОУ СОШ № 5")
    expect(new.get_by_role("button", name="Выбрать «Школа Б»")).to_be_hidden()
    new.get_by_role("button", name="Добавить", exact=True).click()
    expect(new.get_by_role("alert")).to_contain_text("Вид организации")
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__alert")).to_contain_text("начата и не добавлена")
    expect(box(new, "Название")).to_be_focused()
    expect(page.locator(".m-form__send")).to_be_hidden()
    new.get_by_role("combobox", name="Вид организации").fill("школа")
    page.get_by_role("option", name="Школа", exact=True).click()
    new.get_by_role("combobox", name="Уровень").select_option(label="Школьный")
    new.get_by_role("combobox", name="Территория").fill("северн")
    page.get_by_role("option", name="Северный район").click()
    assert violations(page, within=".m-newcomer") == []
    page.get_by_role("button", name="Проверить и отправить").click()  # and «Добавить» was not pressed
    expect(page.locator(".m-form__send")).to_contain_text("уйдут новые: «МБОУ СОШ № 5»")
    expect(owner).to_have_value("МБОУ СОШ № 5 (новая запись)")
    page.reload()  # the draft keeps it
    form(page, "korotko")
    expect(owner).to_have_value("МБОУ СОШ № 5 (новая запись)")
    name, text = sent_file(page, "Скачать одним файлом")
    assert name == "vopros-na-vykhode.txt"
    assert [(one.kind, one.id) for one in parse_submission(text)[0]] == [
        ("organizations", "mbou-sosh-no-5"),
        ("practices", "vopros-na-vykhode"),
    ]
    root = copy_of_mini(tmp_path / "base")
    (tmp_path / name).write_text(text, "utf-8")
    assert cli.main(["--root", str(root), "import", str(tmp_path / name)]) == 0
    assert cli.main(["--root", str(root), "check"]) == 0
    owner.fill("школа а")  # what nothing names does not go
    page.get_by_role("option", name="Школа А").click()
    assert sent_file(page)[0] == "vopros-na-vykhode.yml"


SENT = [
    SentRecord(
        "organizations", "shkola-5", "# yaml-language-server: $schema=../schemas/organizations.json\ntitle: Ш\n"
    ),
    SentRecord("practices", "a", "title: А\nproblem: |\n  ---\n  ...\n"),
]
SEVERAL = """(module, submit) => {
  const form = { kind: "practices", title: "Форма", needed: [], shape: { title: "", owner: "" }, submit };
  const beside = [{ kind: "organizations", id: "shkola-5", title: "Школа № 5", text: "title: Школа № 5\\n" },
    { kind: "districts", id: "novyi", title: "Новый район", text: "title: Новый район\\n" }];
  const found = module.used(beside, { title: "А", owner: "shkola-5" });
  const made = module.sending(form, { title: "А", owner: "shkola-5" }, "a", found, null, () => {});
  document.body.replaceChildren(...made);
  return [...document.querySelectorAll("a")].map((link) => decodeURIComponent(link.getAttribute("href")));
}"""


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Scripts]:
    with Scripts.open(browser, FORM) as opened:
        yield opened


def test_a_forge_takes_the_organisation_first_and_a_letter_takes_both(scripts: Scripts) -> None:
    first, second = scripts.call(
        "send-several.js", SEVERAL, {"way": "github", "new": "https://github.com/o/b/new/main"}
    )
    said = scripts.call("several.js", "(module, records) => module.joined(records)", [one._asdict() for one in SENT])
    apart = scripts.call("several.js", "(module, text) => module.parts(text)", f"Здравствуйте!\n{said}\nС уважением")
    (letter,) = scripts.call("send-several.js", SEVERAL, {"way": "letter", "mail": "m@example.org"})
    assert said == join_submission(SENT), "the form and the program write one text"
    assert [(one["kind"], one["id"], one["text"]) for one in apart] == [one[:3] for one in SENT]
    assert first.startswith("https://github.com/o/b/new/main?filename=data/organizations/shkola-5.yml&value=title: ")
    assert second.startswith("https://github.com/o/b/new/main?filename=data/practices/a.yml&value=# yaml")
    assert [(one.kind, one.id) for one in parse_submission(letter.partition("\n\n")[2])[0]] == [
        ("organizations", "shkola-5"),
        ("practices", "a"),
    ]


@pytest.mark.parametrize("repo", ["https://github.com/o/b", "https://codeberg.org/o/b", "https://gitlab.com/o/b"])
def test_an_issue_takes_the_organisation_along(scripts: Scripts, repo: str) -> None:
    submit = pages_form._submit(submit_of({"way": "issue", "repo": repo}))
    (link,) = scripts.call("send-several.js", SEVERAL.replace("decodeURIComponent", ""), submit)
    body = parse_qs(urlsplit(link).query)[submit["issue"]["names"][1]][0]
    records, faults = parse_submission(take_apart(body).record)
    assert faults == [] and [(one.kind, one.id) for one in records] == [
        ("organizations", "shkola-5"),
        ("practices", "a"),
    ]


def test_who_chooses_while_the_quick_questions_load_gets_what_they_chose(browser: Browser, mini_url: str) -> None:
    with browser.new_context(base_url=mini_url) as context:
        page, waiting = context.new_page(), []
        page.route("**/quick.js*", lambda route: waiting.append(route))
        page.goto("predlozhit/praktika/")
        page.locator(".m-ways a[href='#vse']").click()
        page.wait_for_function("location.hash === '#vse'")
        waiting[0].continue_()
        expect(page.locator(".m-ways a[href='#vse']")).to_have_attribute("aria-current", "true")
        expect(page.locator("form.m-form section h2", has_text="Кому подойдёт")).to_be_visible()
        expect(page.locator(".m-ways a[href='#korotko']")).not_to_have_attribute("aria-current", "true")
