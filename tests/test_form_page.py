"""The page of a form: preview, without scripts, without its lists, axe, its weight."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sent_forms
from form_page import field, form, sent_file
from looks import PLACES, violations_in_looks
from playwright.sync_api import expect
from weigh import bodies, counting

site = sent_forms.site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


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


def test_axe_finds_nothing_in_any_state(visit) -> None:
    """On a phone, and on a desktop what a phone does not show."""
    wrong, seen = {}, set[str]()

    def look(state: str) -> None:
        in_looks = violations_in_looks(page, seen, looks=["dark", "light"])
        wrong.update({f"{state}, {look}": found for look, found in in_looks})
        page.set_viewport_size({"width": 1280, "height": 800})
        if set(page.evaluate(PLACES)) - seen:
            in_looks = violations_in_looks(page, seen, looks=["light"])
            wrong.update({f"{state}, desktop, {look}": found for look, found in in_looks})
        page.set_viewport_size({"width": 360, "height": 800})

    page = visit("predlozhit/", 360, color_scheme="light")
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


def test_all_that_is_wrong_with_a_field_is_told_at_once(visit) -> None:
    page = form(visit("predlozhit/praktika/"))
    idea = field(page, "В чём идея")
    idea.fill("Звоните +7 900 123-45-67, пишите petrov@mail.ru! Очень <b>важно</b>, <u>очень</u>.")
    page.get_by_role("button", name="Проверить и отправить").click()
    summary = page.locator(".m-form__summary")
    for words in ("в тексте телефон", "личная электронная почта", "тег <b>", "тег <u>"):
        expect(summary.locator("li", has_text=words)).to_have_count(1)
        expect(page.locator(f"#{idea.get_attribute('id')}-error")).to_contain_text(words)
    idea.fill("Звоните +7 900 123-45-67.")
    idea.blur()
    expect(summary.locator("li", has_text="тег")).to_have_count(0)
    expect(summary.locator("li", has_text="в тексте телефон")).to_have_count(1)


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
