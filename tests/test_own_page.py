"""The buttons of «Мой кабинет», its page by keyboard, axe, without scripts."""

from __future__ import annotations

import re

import cabinet_page
import pytest
from cabinet_page import PRACTICE, Opened, cabinet, fill, press
from looks import violations_in_looks
from playwright.sync_api import expect

opened = cabinet_page.opened


pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_card_of_the_catalogue_saves_and_says_so(opened: Opened) -> None:
    page = opened("practices/")
    first, second = (page.locator(".m-card [data-save]").nth(n) for n in (0, 1))
    first.click()
    press(page, "На этом устройстве")
    press(page, "Готово")
    expect(first).to_have_text("Сохранена")
    second.click()
    expect(second).to_have_text("Сохранена")  # without a question
    expect(page.locator(".m-card__save [role=status]").nth(1)).to_contain_text("Нажмите ещё раз")
    page.reload()
    expect(page.locator(".m-card .m-saved")).to_have_count(2)
    cabinet(page)
    expect(page.locator(".m-own__item")).to_have_count(2)
    page.locator(".m-own__item").first.get_by_role("button", name=re.compile("^Убрать")).click()
    expect(page.locator(".m-own__item").first).to_contain_text("убрана из кабинета")
    press(page, "Вернуть")
    expect(page.locator(".m-own__title")).to_have_count(2)


@pytest.mark.parametrize(
    ("address", "said"), [("practices/", ".m-card__save [role=status]"), (PRACTICE, "[data-sent]")]
)
def test_without_a_connection_the_button_says_that_nothing_is_saved(opened: Opened, address: str, said: str) -> None:
    page = opened(address)
    save = page.locator("[data-save]").first
    expect(save).to_be_visible()
    page.route("**/own/button.js", lambda route: route.fulfill(status=503))
    save.click()
    expect(page.locator(said).first).to_have_text("Не сохранено: нет связи")
    page.unroute("**/own/button.js")
    save.click()
    press(page, "На этом устройстве")
    press(page, "Готово")
    expect(save).to_have_class(re.compile("m-saved"))
    expect(page.locator(said).first).not_to_have_text("Не сохранено: нет связи")


def test_the_keyboard_is_enough(opened: Opened) -> None:
    page = opened(PRACTICE)
    page.locator("[data-save]").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Мозаика: экспертные группы")
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # on this device
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("Пробую")).to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-save]")).to_be_focused()
    expect(page.locator("[data-save]")).to_have_text("Пробую")


def test_axe_finds_nothing(opened: Opened) -> None:
    page, seen = opened(), set[str]()
    wrong = {f"empty, {look}": found for look, found in violations_in_looks(page, seen)}
    fill(page)
    page.locator("[data-save]").click()
    expect(page.get_by_label("Заметка для себя")).to_be_visible()
    wrong |= {f"dialog, {look}": found for look, found in violations_in_looks(page, seen)}
    cabinet(page)
    page.locator(".m-own__item summary").click()
    wrong |= {f"full, {look}": found for look, found in violations_in_looks(page, seen)}
    press(page, "Рассказать, что получилось")
    expect(page.get_by_label("Что перенести в рассказ")).to_be_visible()
    wrong |= {f"report, {look}": found for look, found in violations_in_looks(page, seen)}
    assert wrong == {}


def test_without_scripts_the_page_says_what_it_is(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    expect(page.get_by_text("Кабинет работает с включённым JavaScript")).to_be_visible()
    expect(page.locator(".m-own")).to_be_hidden()
