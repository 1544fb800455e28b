"""The forms of the site in a real browser: from empty fields to a file that the base takes, by keyboard and touch."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from form_page import field, form, sent_file
from looks import in_look, violations
from playwright.sync_api import Browser, Page, expect
from support import copy_of_mini
from weigh import bodies, counting

from generator import cli, files
from generator.channels import submissions
from generator.channels.intake import take_issue
from generator.channels.intake_text import RECORD_HEADING
from generator.channels.submissions import Proposal
from generator.documents import sources
from generator.pages import form as pages_form
from generator.records import formatter
from generator.settings import Settings, submit_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
STEPS = [
    ("Раздать листы", "Каждому по одному: начало урока.", "2"),
    ("Задать вопрос", "Один вопрос: «что осталось непонятным?»", "3"),
    ("Собрать", "Без подписи.", "2"),
    ("Разложить", "- поняли\n- не поняли\n- не ответили", "10"),
    ("Ответить", "В начале следующего урока.", "5"),
    ("Сравнить", "Через месяц задать тот же вопрос.", "5"),
]
PRACTICE = {
    "title": "Вопрос на выходе: проба",
    "summary": "Ученик пишет один вопрос перед звонком, учитель отвечает на него в начале следующего урока.",
    "status": "review",
    "updated": "2026-05-28",
    "levels": ["grade-5", "grade-6", "grade-7"],
    "steps": [{"title": title, "text": text, "minutes": minutes} for title, text, minutes in STEPS],
    "conditions": {"internet": "none", "prepare_hours": "0.5"},
    "owner": "shkola-a",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of its own, the same as that of the site: one record of every kind."""
    return copy_of_mini(tmp_path_factory.mktemp("form") / "base")


@pytest.fixture(scope="module")
def site(browser: Browser, mini_url: str) -> tuple[Browser, str]:
    return browser, mini_url


def press_tab_to(page: Page, name: str, n: int = 1) -> None:
    """Reach the n-th control of this name from here with the Tab key alone."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '').trim(); }"
        )
        if re.match(f"{name}( обязательно| нужно для публикации)?$", found.split("\n")[0]):
            n -= 1
            if not n:
                return
    raise AssertionError(f"Tab never reaches «{name}»")


def taken_by(root: Path, kind: str, name: str, text: str, advice: tuple[str, ...] = ()) -> dict[str, Any]:
    """The data of the file when the base has nothing against it but the advice, its spelling the one spelling."""
    source, problems = sources.parse(text, f"data/{kind}/{name}")
    assert [problem.code for problem in problems if not problem.is_error] == list(advice)
    assert [problem for problem in problems if problem.is_error] == []
    remarks = submissions.check_proposals(root, SETTINGS, [Proposal(kind, Path(name).stem, source.data)])[1]
    assert [problem for problem in remarks[f"{kind}/{Path(name).stem}"] if problem.is_error] == []
    assert formatter.render(kind, source.data) == text
    return source.data


def by_keyboard(page: Page) -> None:
    type_ = page.keyboard.type
    page.locator("h1").click()
    press_tab_to(page, "Название")
    type_(PRACTICE["title"])
    press_tab_to(page, "Коротко")
    type_(PRACTICE["summary"])
    press_tab_to(page, "Отметить: ничего не отмечено", 2)  # levels
    page.keyboard.press("Enter")
    press_tab_to(page, "Найти: Ступени и классы")
    type_("5–7")
    press_tab_to(page, "Отметить найденные")
    page.keyboard.press("Enter")
    for n, (title, text, minutes) in enumerate(STEPS):
        press_tab_to(page, "Название шага")
        type_(title)
        press_tab_to(page, "Что делать")
        type_(text)
        press_tab_to(page, "Минут")
        type_(minutes)
        if n < len(STEPS) - 1:
            press_tab_to(page, "Добавить: шаг")
            page.keyboard.press("Enter")
            page.keyboard.press("Shift+Tab")
    press_tab_to(page, "Условия")
    page.keyboard.press("Enter")
    press_tab_to(page, "Интернет")
    page.keyboard.press("ArrowDown")  # «не нужен» is the first of the list
    press_tab_to(page, "Часов на подготовку")
    type_("0,5")
    press_tab_to(page, "Кто отвечает за запись")
    type_("школа а")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def by_touch(page: Page) -> None:
    field(page, "Название").fill(PRACTICE["title"])
    field(page, "Коротко").fill(PRACTICE["summary"])
    levels = page.locator("fieldset", has=page.locator("legend", has_text="Ступени и классы"))
    levels.locator("summary").click()
    for name in ("5 класс", "6 класс", "7 класс"):
        levels.get_by_label(name, exact=True).check()
    # Out of order, one too many: moved and taken away again.
    order = [STEPS[1], STEPS[0], *STEPS[2:], ("Лишний", "Лишний", "1")]
    for n, (title, text, minutes) in enumerate(order):
        if n:
            page.get_by_role("button", name="Добавить: шаг").click()
        field(page, "Название шага", n).fill(title)
        field(page, "Что делать", n).fill(text)
        field(page, "Минут", n).fill(minutes)
    page.get_by_role("button", name="Выше: шаг 2").click()
    page.get_by_role("button", name="Убрать: шаг 7").click()
    page.locator("summary", has_text="Условия").click()
    field(page, "Интернет").select_option(label="не нужен")
    field(page, "Часов на подготовку").fill("0,5")
    field(page, "Кто отвечает за запись").click()
    page.get_by_role("option", name="Школа А").click()


@pytest.mark.parametrize(("width", "way"), [(1280, by_keyboard), (360, by_touch)])
def test_a_practice_of_six_steps_becomes_a_file_that_the_base_takes(root, visit, width: int, way) -> None:
    page = form(visit("predlozhit/praktika/", width))
    way(page)
    name, text = sent_file(page)
    assert name == "vopros-na-vykhode-proba.yml"
    taken_by(root, "practices", name, text)
    assert text == formatter.render("practices", PRACTICE)
    expect(page.locator(".m-form__thanks")).to_contain_text("Спасибо!")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_site_shows_what_was_sent_as_a_draft(root: Path, tmp_path: Path) -> None:
    base = copy_of_mini(tmp_path / "base")
    files.create_file(base / "data/practices/vopros-na-vykhode-proba.yml", formatter.render("practices", PRACTICE))
    assert cli.main(["--root", str(base), "build", "--drafts", "--out", str(tmp_path / "site")]) == 0
    shown = (tmp_path / "site/practices/vopros-na-vykhode-proba/index.html").read_text("utf-8")
    assert "Запись на проверке." in shown
    assert "Для публикации не хватает: На какое затруднение отвечает, Что получается, Источники." in shown
    assert shown.count('id="shag-') == 6


def test_the_yearly_figures_of_a_district(root: Path, visit) -> None:
    page = visit("districts/severnyi/")
    page.get_by_role("link", name="Прислать показатели района").click()
    form(page)
    expect(field(page, "Чьи значения")).to_have_value("Северный район")
    field(page, "Период").press_sequentially("2026")
    field(page, "Название работы").fill("Отчёт методической службы")
    row = page.locator(".m-figure", has_text="Доля прошедших диагностику")
    expect(row).to_contain_text("За 2025: 45 из 90 — 50,0\u00a0%")
    expect(row.locator("output")).to_have_text("нет данных")
    row.get_by_label("прошли диагностику").fill("40")
    row.get_by_label("все учителя").fill("268")
    expect(row.locator("output")).to_have_text("40 из 268 — 14,9 %".replace(" %", "\u00a0%"))
    name, text = sent_file(page)
    assert name == "severnyi-2026.yml"
    data = taken_by(root, "values", name, text)
    assert data["values"] == [{"indicator": "diagnostika", "numerator": "40", "denominator": "268"}]
    assert (data["territory"], data["period"], data["status"]) == ("districts/severnyi", "2026", "review")


def test_a_figure_of_a_few_people_is_kept_back_and_its_numbers_are_not_sent(root: Path, visit) -> None:
    page = visit("predlozhit/pokazateli/?territory=districts/severnyi", 360)
    form(page)
    field(page, "Период").press_sequentially("2026")
    field(page, "Название работы").fill("Отчёт методической службы")
    row = page.locator(".m-figure", has_text="Доля прошедших диагностику")
    row.get_by_label("прошли диагностику").fill("1")
    row.get_by_label("все учителя").fill("4")
    row.get_by_label("Мало людей: число не показывать").check()
    expect(row.locator("output")).to_have_text("скрыто: мало людей")
    page.get_by_role("button", name="Проверить и отправить").click()
    told = row.locator(".m-figure__tick .m-form__error")
    expect(told).to_contain_text("сказано, что число скрыто, а оно записано рядом — уберите числа из этой строки")
    expect(page.locator(".m-form__summary")).to_contain_text("Скрыто: мало людей")
    row.get_by_label("прошли диагностику").fill("")
    row.get_by_label("все учителя").fill("")
    expect(told).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.reload()  # the draft keeps the tick
    form(page)
    expect(row.get_by_label("Мало людей: число не показывать")).to_be_checked()
    expect(row.locator("output")).to_have_text("скрыто: мало людей")
    name, text = sent_file(page)
    data = taken_by(root, "values", name, text)
    assert data["values"] == [{"indicator": "diagnostika", "suppressed": "true"}]


def test_applied_a_practice_from_its_page_with_a_date_as_people_write_it(root: Path, visit) -> None:
    page = visit("practices/parnoe/", 360)
    page.get_by_role("link", name="Я применил(а) эту практику").click()
    form(page)
    expect(field(page, "Практика")).to_have_value("Парное наставничество")
    field(page, "Кто применил").press_sequentially("школа б")
    page.get_by_role("option", name="Школа Б").click()
    field(page, "Где").press_sequentially("северн")
    page.get_by_role("option", name="Северный район").click()
    field(page, "Когда").fill("15.09.2025")
    page.keyboard.press("Tab")
    field(page, "Итог").select_option(label="получилось")
    page.get_by_role("button", name="Исправить: 2025-09-15").click()
    expect(field(page, "Когда")).to_have_value("2025-09-15")
    name, text = sent_file(page)
    assert name == "parnoe-shkola-b-2.yml", "the base has a record of this name"
    data = taken_by(root, "replications", name, text)
    assert data == {
        "practice": "parnoe", "organization": "shkola-b", "territory": "districts/severnyi", "date": "2025-09-15",
        "result": "worked", "status": "review", "updated": "2026-05-28",
    }  # fmt: skip


def test_a_name_in_a_text_is_advice_that_keeps_nobody_from_sending(visit) -> None:
    page = form(visit("predlozhit/praktika/"))
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    field(page, "Название").fill("Лист вопросов")
    page.keyboard.press("Tab")
    assert "liudi.json" not in asked
    field(page, "Название").fill("Приём Примеровой М. П.")
    page.keyboard.press("Tab")
    advice = page.locator(".m-form__advice").filter(has_text="похоже, в тексте назван человек: Примеровой М. П.")
    expect(advice).to_be_visible()
    expect(field(page, "Название")).not_to_have_attribute("aria-invalid", "true")
    assert asked.count("liudi.json") == 1
    assert "Примеровой М. П." in sent_file(page)[1]
    field(page, "Название").fill("Приём методиста района, по А. С. Макаренко")
    expect(advice).to_have_count(0)


def test_a_form_without_the_list_of_people_is_sent_all_the_same(visit) -> None:
    page = form(visit("predlozhit/praktika/"))
    page.route("**/liudi.json", lambda route: route.fulfill(body="<html>Войдите в сеть</html>"))
    field(page, "Название").fill("Приём Примеровой М. П.")
    page.keyboard.press("Tab")
    assert "Примеровой М. П." in sent_file(page)[1]


def test_an_event_and_an_expert_review(root: Path, visit) -> None:
    page = form(visit("predlozhit/meropriiatie/", 360))
    field(page, "Название").fill("Семинар о вопросах")
    field(page, "Вид").press_sequentially("семинар")
    page.get_by_role("option", name="Семинар", exact=True).click()
    field(page, "Начало").fill("17.04.2031 15:00")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Исправить: 2031-04-17 15:00").click()
    name, text = sent_file(page)
    assert taken_by(root, "events", name, text)["start"] == "2031-04-17 15:00"

    page.goto("predlozhit/ekspertiza/?practice=parnoe")
    form(page)
    center = field(page, "Экспертный центр")
    center.fill("институт")
    center.press("ArrowDown")  # opens the list wherever it is not open yet
    page.get_by_role("listbox").get_by_role("option").first.click()
    field(page, "Когда").fill("2026-03-12")
    field(page, "Критерий").fill("описание позволяет повторить практику")
    field(page, "Оценка").fill("4,5")
    field(page, "Из скольких").fill("5")
    field(page, "Заключение").select_option(label="рекомендована")
    name, text = sent_file(page)
    data = taken_by(root, "reviews", name, text)
    assert data["criteria"] == [{"criterion": "описание позволяет повторить практику", "score": "4.5", "max": "5"}]
    assert (data["practice"], name) == ("parnoe", "ekspertiza-parnoe-institut.yml")


def test_a_demonstration_record_makes_a_demonstration_record(visit) -> None:
    page = visit("predlozhit/primenenie/")
    page.route("**/spiski/practices.json", lambda route: route.fulfill(json=[["demo-p", "Пробная практика (демо)", 1]]))
    page.goto("predlozhit/primenenie/?practice=demo-p")
    form(page)
    expect(field(page, "Практика")).to_have_value("Пробная практика (демо)")
    field(page, "Когда").fill("2026")
    expect(page.locator(".m-banner--demo")).to_be_visible()


def test_a_draft_stays_on_the_device_until_the_person_deletes_it(visit) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    field(page, "Название").fill("Черновик")
    field(page, "Название шага").fill("Первый шаг")
    page.get_by_role("button", name="Добавить: шаг").click()
    field(page, "Название шага", 1).fill("Второй шаг")
    expect(page.get_by_text("Черновик сохранён на этом устройстве.")).to_be_visible()
    page.goto("predlozhit/meropriiatie/")
    form(page)
    expect(field(page, "Название")).to_have_value("")
    page.goto("predlozhit/praktika/")
    form(page)
    expect(field(page, "Название")).to_have_value("Черновик")
    expect(field(page, "Название шага", 1)).to_have_value("Второй шаг")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Удалить черновик").click()
    expect(field(page, "Название")).to_have_value("")
    page.reload()
    form(page)
    expect(field(page, "Название")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('predlozhit'))") == []


def test_two_tabs_keep_two_drafts(visit) -> None:
    first = form(visit("predlozhit/praktika/", 360))
    second = first.context.new_page()

    second.goto(first.url)
    form(second)
    field(first, "Название").fill("Первая практика")
    expect(second.locator(".m-form__alert")).to_contain_text("открыта и в другой вкладке")
    field(second, "Название").fill("Вторая практика")
    field(first, "Коротко").fill("Первая и дальше первая")
    expect(first.locator(".m-form__alert")).to_be_hidden()
    # A tab that is loaded anew goes on with its own, and offers the other.
    one, two = "Первая практика", "Вторая практика"
    for tab, own, other in ((first, one, two), (second, two, one)):
        tab.reload()
        form(tab)
        expect(field(tab, "Название")).to_have_value(own)
        expect(tab.get_by_role("button", name="Продолжить")).to_have_accessible_name(f"Продолжить: «{other}»")
    second.close()
    # The other draft is opened where nobody works on it any more; this one is kept.
    first.get_by_role("button", name="Продолжить: «Вторая практика»").click()
    expect(field(first, "Название")).to_have_value("Вторая практика")
    expect(first.get_by_role("button", name="Продолжить")).to_have_accessible_name("Продолжить: «Первая практика»")
    field(first, "Коротко").fill("Дописано")
    first.get_by_role("button", name="Продолжить: «Первая практика»").click()
    expect(field(first, "Коротко")).to_have_value("Первая и дальше первая")


def asked_on_leaving(page: Page) -> bool:
    """Whether the page asks before it is closed; it stays open."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    reloaded: list[Page] = []
    page.once("load", lambda _: reloaded.append(page))
    page.evaluate("setTimeout(() => location.reload(), 0)")
    while not (asked or reloaded):
        page.wait_for_timeout(20)
    return asked == ["beforeunload"]


def test_what_is_kept_nowhere_is_said_where_the_person_is_and_asked_about(visit) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    last = field(page, "Что ещё важно")
    page.locator("summary", has_text="Условия").click()
    last.press_sequentially("Тихий час")
    alert = page.locator(".m-form__alert")
    expect(alert).to_contain_text("браузер не даёт места")
    expect(alert).to_be_in_viewport(ratio=0.9)
    field(page, "Название").fill("Лист")
    assert asked_on_leaving(page)
    alert.get_by_role("button", name="Скопировать написанное").click()
    expect(alert.get_by_label("Текст записи")).to_have_value(re.compile(r"title: Лист\n[\s\S]*Тихий час"))
    sent_file(page)  # now it is kept
    assert not asked_on_leaving(page)
    page.wait_for_load_state()


def test_red_twin_a_saved_draft_is_left_without_a_question(visit) -> None:
    page = form(visit("predlozhit/praktika/"))
    field(page, "Название").fill("Лист")
    expect(page.get_by_text("Черновик сохранён на этом устройстве.")).to_be_visible()
    assert not asked_on_leaving(page)
    expect(field(form(page), "Название")).to_have_value("Лист")


def test_a_download_that_did_nothing_is_not_called_saved(visit) -> None:
    page = visit("predlozhit/praktika/", 360)
    page.add_init_script("""
      HTMLAnchorElement.prototype.click = () => {};  // as browsers inside messengers do with a blob
      navigator.share = async (what) => { window.shared = what; };
      navigator.canShare = () => false;
    """)
    page.reload()
    field(form(page), "Название").fill("Лист")
    page.get_by_role("button", name="Проверить и отправить").click()
    panel = page.locator(".m-form__send")
    panel.get_by_role("button", name="Скачать файл").first.click()
    message = "Проверьте загрузки: там должен быть файл list.yml. Если его нет"
    expect(panel.locator(".m-form__said")).to_contain_text(message)
    assert not re.search("сохранён|[Фф]айл у вас", panel.inner_text())
    panel.get_by_role("button", name="Поделиться записью").first.click()
    assert "title: Лист" in page.evaluate("window.shared.text")
    panel.locator(".m-form__said").get_by_role("button", name="Скопировать текст").click()
    expect(panel.locator(".m-form__said")).to_contain_text(re.compile("скопирован|выделен"))


#: put a text, and how it looked, into the field that has the focus, as pasting from Word does
PASTE = """([plain, html]) => {
  const said = new DataTransfer();
  said.setData("text/plain", plain);
  said.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData: said, bubbles: true, cancelable: true });
  if (document.activeElement.dispatchEvent(event)) document.activeElement.setRangeText(plain);
}"""


def test_what_is_pasted_from_word_is_clean_and_a_list_is_a_list(root: Path, visit) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    title = field(page, "Название")
    title.focus()
    page.evaluate(PASTE, ["Мои\u0306 ли\u00adст\u200b\u202e\tвопросов", ""])
    idea = field(page, "В чём идея")
    idea.focus()
    page.evaluate(PASTE, ["Нужно:\n·\tлист\no\tручка\nПлощадь 102 см", "<b>Нужно</b><p>10<sup>2</sup>"])
    expect(idea).to_have_value("Нужно:\n\n- лист\n   - ручка\n\nПлощадь 102 см")
    raw = idea.locator("xpath=ancestor::div[contains(@class, 'm-field')][1]//*[@role='status']")
    expect(raw).to_contain_text("Не перенеслось: надстрочные и подстрочные знаки (10² стало 102), полужирный и курсив")
    results = field(page, "Что получается")
    results.fill("\uf0b7\tраз\n\uf0b7\tдва")  # dropped into the field, no paste
    results.blur()
    expect(results).to_have_value("- раз\n- два")
    # A letter of another alphabet is advice: it is mended by a press, or left.
    summary = field(page, "Коротко")
    summary.fill("Диaлог на пeремене")
    summary.blur()
    page.get_by_role("button", name="Исправить: Диалог, перемене").click()
    expect(summary).to_have_value("Диалог на перемене")
    field(page, "Почему это работает").fill("Диaлог")
    # Percent are percent: the number and the unit.
    page.get_by_role("button", name="Добавить: измеренный результат").click()
    field(page, "Что изменилось").fill("доля")
    before = field(page, "Было")
    before.fill("45 %")
    before.blur()
    page.get_by_role("button", name="Исправить: 45", exact=True).click()
    name, text = sent_file(page)
    data = taken_by(root, "practices", name, text, ("foreign-letter",))
    assert (data["title"], data["mechanism"]) == ("Мой лист вопросов", "Диaлог\n")
    assert {"before": "45", "unit": "%"}.items() <= data["outcomes"][0].items()
    assert "\\u" not in text


def test_a_question_appears_when_it_makes_sense(visit) -> None:
    page = form(visit("predlozhit/meropriiatie/"))
    expect(field(page, "Место")).to_be_hidden()
    field(page, "Как проходит").select_option(label="очно")
    field(page, "Место").fill("актовый зал")
    field(page, "Как проходит").select_option(label="дистанционно")
    expect(field(page, "Место")).to_be_hidden()
    field(page, "Название").fill("Вебинар")
    field(page, "Вид").press_sequentially("вебинар")
    page.get_by_role("option", name="Вебинар").click()
    field(page, "Начало").fill("2026-09")
    assert "place" not in sent_file(page)[1]


def test_the_list_of_mistakes_takes_the_focus_and_leads_to_the_fields(visit) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    field(page, "Минут").fill("пять")
    expect(page.locator(".m-form__error:visible")).to_have_count(0)  # nobody is corrected while typing
    page.keyboard.press("Tab")
    message = "«пять» — не целое число — напишите только цифры, например: 15"
    expect(page.locator(".m-form__error:visible")).to_have_text(message)
    page.get_by_role("button", name="Проверить и отправить").click()
    summary = page.locator(".m-form__summary")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_text(
        ["Название: нет обязательного поля («Название»)", "Название шага: нет обязательного поля («Название шага»)",
         "Минут: «пять» — не целое число"]
    )  # fmt: skip
    summary.get_by_role("link", name="Минут").click()
    minutes = field(page, "Минут")
    expect(minutes).to_be_focused()
    expect(minutes).to_have_attribute("aria-invalid", "true")
    described = minutes.get_attribute("aria-describedby").split()
    assert "не целое число" in " ".join(page.locator(f"#{one}").inner_text() for one in described)
    minutes.fill("5")
    field(page, "Название").fill("Лист")
    field(page, "Название шага").fill("Раздать")
    expect(summary).to_be_hidden()
    expect(page.locator(".m-form__error:visible")).to_have_count(0)


def test_one_press_is_enough_where_leaving_the_last_field_shows_a_complaint(visit) -> None:
    page = visit("predlozhit/pokazateli/?territory=districts/severnyi", 360)
    row = form(page).locator(".m-figure").first
    row.locator("input").nth(1).fill("90 чел")
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__summary")).to_contain_text("Знаменатель: «90 чел» — не число")


# --- sending ----------------------------------------------------------------------------------------------------------


def in_the_clipboard(page: Page, words: str) -> str:
    """What was copied, once it has these words: a browser copies when it likes."""
    page.wait_for_function("words => navigator.clipboard.readText().then((text) => text.includes(words))", arg=words)
    return page.evaluate("navigator.clipboard.readText()")


def sent_by(page: Page, submit: dict[str, str]) -> None:
    """Let the site's setting be this one."""

    def answer(route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json=found.json() | {"submit": {"new": "", "mail": "", **submit}})

    page.route("**/voprosy.json", answer)
    page.reload()
    form(page)


@pytest.mark.parametrize(
    ("way", "new"),
    [("github", "https://github.com/o/b/new/main"), ("gitea", "https://codeberg.org/o/b/_new/main")],
)
def test_a_short_record_is_a_prefilled_file_and_a_long_one_falls_back(visit, way: str, new: str) -> None:
    page = visit("predlozhit/praktika/", permissions=["clipboard-read", "clipboard-write"])
    forge = {"body": "<title>forge</title>", "content_type": "text/html"}
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(**forge))
    sent_by(page, {"way": way, "new": new})
    field(page, "Название").fill("Лист вопросов")
    page.get_by_role("button", name="Проверить и отправить").click()
    link = page.locator(".m-form__send a.m-button--main")
    address = urlsplit(link.get_attribute("href"))
    assert f"{address.scheme}://{address.netloc}{address.path}" == new
    text = formatter.render("practices", {"title": "Лист вопросов", "status": "review", "updated": "2026-05-28"})
    assert parse_qs(address.query) == {"filename": ["data/practices/list-voprosov.yml"], "value": [text]}
    expect(page.locator(".m-form__send")).to_contain_text("Методист проверит")
    with page.context.expect_page() as opening:
        link.click()
    assert opening.value.url == link.get_attribute("href")
    opening.value.close()
    expect(page.locator(".m-form__thanks")).to_contain_text("Доведите дело до конца")

    field(page, "В чём идея").fill("Длинный рассказ о практике. " * 60)
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_contain_text("Запись длинная и не помещается в адрес")
    assert parse_qs(urlsplit(link.get_attribute("href")).query) == {"filename": ["data/practices/list-voprosov.yml"]}
    with page.context.expect_page() as opening:
        link.click()
    opening.value.close()
    page.bring_to_front()
    copied = in_the_clipboard(page, "Длинный рассказ")
    assert copied.count("Длинный рассказ") == 60
    page.locator(".m-form__send summary").click()
    with page.expect_download() as loading:
        page.locator(".m-form__send").get_by_role("button", name="Скачать файл").click()
    assert Path(loading.value.path()).read_text("utf-8") == copied


def test_a_letter_carries_a_short_record_and_names_the_file_of_a_long_one(visit) -> None:
    page = visit("predlozhit/praktika/")
    sent_by(page, {"way": "letter", "mail": "metodist@example.org"})
    field(page, "Название").fill("Лист")
    page.get_by_role("button", name="Проверить и отправить").click()
    link = page.locator(".m-form__send a.m-button--main")
    address = urlsplit(link.get_attribute("href"))
    assert (address.scheme, address.path) == ("mailto", "metodist@example.org")
    assert "title: Лист\n" in parse_qs(address.query)["body"][0]
    field(page, "В чём идея").fill("Длинный рассказ о практике. " * 20)
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_contain_text("Приложите к письму файл list.yml")
    assert "приложенном файле list.yml" in parse_qs(urlsplit(link.get_attribute("href")).query)["body"][0]


@pytest.mark.parametrize(
    ("forge", "repo"),
    [("github", "https://github.com/o/b"), ("gitea", "https://codeberg.org/o/b"), ("gitlab", "https://gitlab.com/o/b")],
)
def test_an_issue_brings_the_text_that_the_jobs_of_the_forge_take(visit, tmp_path: Path, forge: str, repo: str) -> None:
    """A short record stands in the address, a long one is copied; what arrives is accepted as it is."""
    page = visit("predlozhit/praktika/", permissions=["clipboard-read", "clipboard-write"])
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="x", content_type="text/html"))
    chosen = submit_of({"way": "issue", "repo": repo})
    sent_by(page, json.loads(json.dumps(pages_form._submit(chosen))))
    field(page, "Название").fill("Лист вопросов")
    page.get_by_role("button", name="Проверить и отправить").click()
    panel, link = page.locator(".m-form__send"), page.locator(".m-form__send a.m-button--main")
    expect(panel).to_contain_text("его увидят все: название и текст записи и имя вашей учётной записи")
    expect(panel).to_contain_text("Файлы туда не прикладывайте")
    address = link.get_attribute("href")
    assert address.startswith(f"{chosen.issues}?")
    given = parse_qs(urlsplit(address).query)
    title, body = (given[name][0] for name in pages_form._ISSUE[forge][1])
    taken = take_issue(copy_of_mini(tmp_path / "base"), Settings(), body, title)
    assert title == "Запись: Лист вопросов" and taken.is_right
    assert forge == "github" or RECORD_HEADING in body

    field(page, "В чём идея").fill("Длинный рассказ о практике. " * 60)
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(panel).to_contain_text("Запись длинная и не помещается в адрес")
    assert list(parse_qs(urlsplit(link.get_attribute("href")).query)) == [pages_form._ISSUE[forge][0][0]]
    with page.context.expect_page() as opening:
        link.click()
    opening.value.close()
    page.bring_to_front()
    assert in_the_clipboard(page, "Длинный рассказ").count("Длинный рассказ") == 60


def test_nothing_leaves_the_device_while_a_form_is_filled_in(visit, site) -> None:
    page = form(visit("predlozhit/praktika/"))
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    field(page, "Название").fill("Лист вопросов")
    field(page, "В чём идея").fill("Секрет")
    page.get_by_role("button", name="Показать, как будет выглядеть").click()
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_be_visible()
    assert {method for method, _ in asked} <= {"GET"}
    assert [url for _, url in asked if not url.startswith(site[1]) or "?" in url] == []


# --- the page itself --------------------------------------------------------------------------------------------------


def test_the_preview_is_the_page_in_the_sites_words(visit) -> None:
    page = form(visit("predlozhit/praktika/", 360))
    page.get_by_role("button", name="Показать, как будет выглядеть").click()
    field(page, "Название").fill("Лист вопросов")
    field(page, "Название шага").fill("Раздать")
    field(page, "Что делать").fill("Текст **важный**.\n\n- раз\n- два")
    field(page, "Затраты").select_option(label="Бесплатно")
    shown = page.locator(".m-preview")
    expect(shown.locator(".m-preview__title")).to_have_text("Лист вопросов")
    expect(shown.locator(".m-steps li > h4")).to_have_text("Раздать")
    expect(shown.locator(".m-steps strong")).to_have_text("важный")
    expect(shown.locator(".m-steps ul li")).to_have_text(["раз", "два"])
    expect(shown.locator(".m-facts")).to_contain_text("Бесплатно")


def test_without_scripts_the_page_shows_the_questions_and_another_way(visit) -> None:
    for address in ("praktika", "meropriiatie", "primenenie", "pokazateli", "ekspertiza"):
        page = visit(f"predlozhit/{address}/", 360, java_script_enabled=False)
        plain = page.locator(".m-form-plain")
        expect(plain).to_contain_text("Форма работает с включённым JavaScript")
        assert plain.locator("li").count() > 10
        expect(page.locator(".m-form-wait")).to_be_hidden()
        expect(page.locator("article")).to_contain_text("metodoteka import")


def test_a_form_that_cannot_be_loaded_leaves_the_questions(site) -> None:
    browser, base = site
    page = browser.new_page()
    page.route("**/voprosy.json", lambda route: route.abort())
    page.goto(base + "predlozhit/praktika/")
    expect(page.locator(".m-form-place")).to_contain_text("Форма не загрузилась")
    expect(page.locator(".m-form-plain")).to_be_visible()
    page.close()


def test_a_list_that_cannot_be_loaded_says_so_and_the_form_goes_on(site) -> None:
    browser, base = site
    page = browser.new_page()
    page.route("**/spiski/*.json", lambda route: route.abort())
    page.goto(base + "predlozhit/praktika/")
    field(form(page), "Кто отвечает за запись").click()
    expect(page.locator(".m-combo__list:visible")).to_contain_text("Список не загрузился")
    page.unroute("**/spiski/*.json")
    field(page, "Кто отвечает за запись").press_sequentially("шк")
    expect(page.locator(".m-combo__list:visible [role=option]")).to_have_count(2)
    field(page, "Название").fill("Лист")
    expect(page.get_by_text("Черновик сохранён на этом устройстве.")).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_any_state(visit, width: int) -> None:
    wrong = {}

    def look(state: str) -> None:
        found = violations(page)
        if width == 360:  # the dark scheme changes colours only, and those do not depend on the width
            in_look(page, "dark")
            found += violations(page, "color-contrast")
            in_look(page, "light")
        if found:
            wrong[state] = found

    page = visit("predlozhit/", width, color_scheme="light")
    look("choice")
    page.goto("predlozhit/praktika/")
    form(page)
    for fold in page.locator(".m-form details > summary").all():
        fold.click()
    page.get_by_role("button", name="Добавить: автор").click()
    field(page, "Кто отвечает за запись").press_sequentially("школа")
    expect(page.locator("[role=option]").first).to_be_visible()
    look("open list")
    field(page, "Минут").fill("пять")
    field(page, "Что делать").fill("### Подзаголовок\n\n- **раз**\n\n> цитата")
    page.get_by_role("button", name="Показать, как будет выглядеть").click()
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__summary")).to_be_visible()
    look("mistakes")
    page.goto("predlozhit/pokazateli/?territory=districts/severnyi")
    expect(form(page).locator(".m-figure")).not_to_have_count(0)
    look("figures")
    page.goto("predlozhit/ekspertiza/")
    page.evaluate("localStorage.clear()")
    page.goto("predlozhit/praktika/")
    field(form(page), "Название").fill("Лист")
    sent_file(page)
    page.locator(".m-form__send summary").click()
    look("sent")
    assert wrong == {}


def test_the_form_is_light_and_no_other_page_carries_it(built_mini: Path, site, record_property) -> None:
    own = re.compile(r"assets/(form/|shared/|javascripts/form-open|stylesheets/form)")
    with counting(built_mini) as (base, sent):
        page = site[0].new_context().new_page()
        page.goto(base + "practices/parnoe/", wait_until="networkidle")
        page.goto(base + "districts/severnyi/", wait_until="networkidle")
        assert [a.path for a in sent if own.search(a.path) or a.path.startswith("predlozhit")] == []
        page.goto(base + "predlozhit/praktika/", wait_until="networkidle")
        form(page)
        opening = [answer for answer in sent if own.search(answer.path)]
        assert [a.path for a in sent if "spiski" in a.path or "imena" in a.path] == []
        field(page, "Название").fill("Лист")
        field(page, "Кто отвечает за запись").click()
        page.get_by_role("button", name="Показать, как будет выглядеть").click()
        sent_file(page)
        whole = [answer for answer in sent if own.search(answer.path)]
        assert [a.path for a in sent if "spiski" in a.path] == ["predlozhit/spiski/organizations.json"]
        page.context.close()
    told = f"{bodies(opening) / 1000:.1f} KB to open (at most 36), {bodies(whole) / 1000:.1f} KB with preview"
    record_property("figure", f"form of a practice, scripts and styles, compressed: {told}")
    # The quick way, steps, named drafts, new organisations, the place for a filled blank; what reads one is not here.
    assert bodies(opening) <= 36_000, opening
