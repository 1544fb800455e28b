"""What a form keeps on the device and says before it is left, what is pasted into it, its mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sent_forms
from form_page import field, form, sent_file
from playwright.sync_api import Browser, Page, expect
from sent_forms import taken_by

root = sent_forms.root

pytestmark = [pytest.mark.slow, pytest.mark.browser]


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
    field(page, "Минут").fill("скоро")
    expect(page.locator(".m-form__error:visible")).to_have_count(0)  # nobody is corrected while typing
    page.keyboard.press("Tab")
    message = "«скоро» — не целое число — напишите только цифры, например: 15"
    expect(page.locator(".m-form__error:visible")).to_have_text(message)
    page.get_by_role("button", name="Проверить и отправить").click()
    summary = page.locator(".m-form__summary")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_text(
        ["Название: нужен ответ", "Название шага: нужен ответ",
         "Минут: «скоро» — не целое число"]
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


@pytest.fixture
def lonely(browser: Browser, mini_url: str) -> Iterator[Page]:
    """The form in a context whose connection may go: what its console says then is not looked at."""
    with browser.new_context(base_url=mini_url, viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.goto("predlozhit/praktika/")
        yield form(page)


def test_without_a_connection_the_form_goes_on_from_the_first_word(lonely: Page) -> None:
    field(lonely, "Название").fill("Лист вопросов")
    lonely.evaluate("import(new URL('../../assets/form/ahead.js', location.href))")  # what it asked for is there
    lonely.context.set_offline(True)
    field(lonely, "Название шага").fill("Раздать")
    lonely.get_by_role("button", name="Показать, как будет выглядеть").click()
    expect(lonely.locator(".m-preview__title")).to_have_text("Лист вопросов")
    lonely.locator("summary", has_text="Мои черновики").click()
    lonely.get_by_role("button", name="Проверить и отправить").click()
    expect(lonely.get_by_role("button", name="Скачать файл")).to_be_visible()
    expect(lonely.locator(".m-form__alert")).to_be_hidden()


def test_what_could_not_be_loaded_is_told_each_time(lonely: Page) -> None:
    """Red twin: the connection is gone before the first word."""
    lonely.context.set_offline(True)
    for name in ("Показать, как будет выглядеть", "Проверить и отправить"):
        lonely.get_by_role("button", name=name).click()
        expect(lonely.locator(".m-form__alert")).to_contain_text("Проверьте связь")
        lonely.get_by_role("button", name="Понятно").click()
        expect(lonely.locator(".m-form__alert")).to_be_hidden()
    lonely.get_by_role("button", name="Проверить и отправить").click()
    expect(lonely.locator(".m-form__alert")).to_be_visible()
    lonely.context.set_offline(False)
    lonely.get_by_role("button", name="Проверить и отправить").click()
    expect(lonely.locator(".m-form__summary")).to_be_visible()
    expect(lonely.locator(".m-form__alert")).to_be_hidden()
