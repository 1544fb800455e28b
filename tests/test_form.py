"""The forms of the site in a real browser: from empty fields to a file that the base takes, by keyboard and touch."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import sent_forms
from form_page import field, form, sent_file
from playwright.sync_api import Page, expect
from sent_forms import taken_by
from support import copy_of_mini

from generator import files
from generator import site as contents
from generator.records import formatter

root, site = sent_forms.root, sent_forms.site

pytestmark = [pytest.mark.slow, pytest.mark.browser]

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


def by_keyboard(page: Page) -> None:
    type_, insert = page.keyboard.type, page.keyboard.insert_text  # long texts at once
    page.locator("h1").click()
    press_tab_to(page, "Название")
    type_(PRACTICE["title"])
    press_tab_to(page, "Коротко")
    insert(PRACTICE["summary"])
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
        insert(text)
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


def test_the_site_shows_what_was_sent_as_a_draft(tmp_path: Path) -> None:
    base = copy_of_mini(tmp_path / "base")
    files.create_file(base / "data/practices/vopros-na-vykhode-proba.yml", formatter.render("practices", PRACTICE))
    made = contents.prepare(base, replace(sent_forms.SETTINGS, drafts=True), lazy_texts=True)
    (shown,) = (page.text for page in made.pages if page.path == "practices/vopros-na-vykhode-proba.md")
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


# --- sending ----------------------------------------------------------------------------------------------------------


# --- the page itself --------------------------------------------------------------------------------------------------
