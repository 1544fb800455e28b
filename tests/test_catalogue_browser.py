"""Filters in a real browser: counts against a count by hand, the address, Back, an empty result, axe, no script."""

from __future__ import annotations

import random
import re

import catalogue_page
import pytest
from catalogue_page import BY_HAND, counted, opened, texts_are_there
from playwright.sync_api import Browser, Page, expect

generated, page, shipped = catalogue_page.generated, catalogue_page.page, catalogue_page.shipped


pytestmark = [pytest.mark.slow, pytest.mark.browser]

# --- counting ---------------------------------------------------------------------------------------------------------
# --- the way of a visitor ---------------------------------------------------------------------------------------------


def ends(address: str) -> re.Pattern:
    """The address changes a moment after the click: expect() waits for it."""
    return re.compile(re.escape(address) + "$")


def box(page: Page, name: str, value: str):
    return page.locator(f'input[name="{name}"][value="{value}"]')


def test_the_address_holds_the_choice_and_back_takes_it_back(shipped, page: Page) -> None:
    url, _ = shipped
    page.goto(url + "practices/")
    all_of_them, _ = counted(page)
    box(page, "subjects", "matematika").check()
    box(page, "levels", "grade-5").check()
    expect(page).to_have_url(ends("practices/?subjects=matematika&levels=grade-5"))
    some, _ = counted(page)
    assert 0 < some < all_of_them
    address = page.url
    page.go_back()
    expect(box(page, "levels", "grade-5")).not_to_be_checked()
    expect(box(page, "subjects", "matematika")).to_be_checked()
    page.go_back()
    expect(box(page, "subjects", "matematika")).not_to_be_checked()
    assert counted(page)[0] == all_of_them
    page.go_forward()
    expect(box(page, "subjects", "matematika")).to_be_checked()
    page.go_forward()
    expect(box(page, "levels", "grade-5")).to_be_checked()
    assert counted(page)[0] == some
    page.goto(url)
    page.goto(address)
    assert counted(page)[0] == some
    expect(page.locator(".m-catalogue .m-card")).to_have_count(min(some, 24))


def test_a_chip_takes_its_filter_away_and_reset_takes_all(shipped, page: Page) -> None:
    url, _ = shipped
    page.goto(url + "practices/?subjects=matematika,fizika&fit=offline&size=20&sort=preparation")
    chips = page.get_by_label("Выбранные фильтры")
    expect(chips.get_by_role("button")).to_have_count(5)
    chips.get_by_role("button", name="Убрать фильтр: Физика").click()
    expect(page).to_have_url(ends("?subjects=matematika&fit=offline&size=20&sort=preparation"))
    expect(chips.get_by_role("button").nth(1)).to_be_focused()
    chips.get_by_role("button", name="Сбросить всё").click()
    expect(page).to_have_url(ends("practices/?sort=preparation"))
    expect(page.get_by_label("Сколько учеников в классе")).to_have_value("")


def test_an_address_with_nonsense_is_read_as_far_as_it_makes_sense(shipped, page: Page) -> None:
    url, _ = shipped
    page.goto(url + "practices/?subjects=matematika,net-takogo&size=many&hours=-3&sort=zzz&levels=%3Cb%3E")
    number, _ = counted(page)
    assert "показано без этого условия" in page.locator(".m-catalogue__count").inner_text()
    opened(page, url + "practices/?subjects=matematika")
    assert counted(page)[0] == number
    assert "без этого" not in page.locator(".m-catalogue__count").inner_text()
    page.goto(url + "practices/?subjects=obzh")  # as the subject was called
    expect(page.locator(".m-chips")).to_contain_text("Основы безопасности")


def test_orders(shipped, page: Page) -> None:
    url, found = shipped
    hours = {p.title: p.conditions.prepare_hours if p.conditions else None for p in found.listed("practices")}
    page.goto(url + "practices/?sort=preparation")
    page.wait_for_selector(".m-catalogue--on")
    titles = page.locator(".m-catalogue .m-card__title").all_inner_texts()
    parts = [hours[title] for title in titles]
    assert parts == sorted(parts)
    page.goto(url + "practices/?sort=evidence&demo=1")
    page.wait_for_selector(".m-catalogue--on")
    first = page.locator(".m-catalogue .m-card .m-badge--level").first.inner_text()
    levels = [found.evidence[p.id].level for d in (False, True) for p in found.listed("practices", demo=d)]
    assert first.startswith(max(levels).upper().replace("D", "Д"))


def test_the_empty_state_says_which_filter_to_loosen_and_it_holds(shipped, page: Page) -> None:
    url, _ = shipped
    page.goto(url + "practices/?subjects=khimiia&levels=preschool&fit=small&evidence=d4")
    assert counted(page)[0] == 0
    offer = page.locator(".m-empty li").first
    promised = int(re.search(r"будет (\d+)", offer.inner_text())[1])
    offer.get_by_role("button").click()
    expect(page.locator(".m-empty")).to_be_hidden()
    assert counted(page)[0] == promised > 0


def test_demonstration_records_are_shown_on_request_only(shipped, page: Page) -> None:
    url, found = shipped
    page.goto(url + "practices/")
    real, demo = len(found.listed("practices")), len(found.listed("practices", demo=True))
    assert counted(page)[0] == real
    page.get_by_label("Показать демонстрационные").check()
    expect(page).to_have_url(ends("?demo=1"))
    assert counted(page)[0] == real + demo


def test_with_nothing_but_demonstration_records_they_are_shown(generated, page: Page) -> None:
    _, url, found = generated
    page.goto(url + "practices/")
    assert counted(page)[0] == len(found.listed("practices", demo=True)) > 150
    expect(page.locator('input[name="demo"]')).to_have_count(0)


def test_the_number_found_is_announced_with_the_right_plural(shipped, page: Page) -> None:
    url, found = shipped
    page.goto(url + "practices/?subjects=matematika")
    number, _ = counted(page)
    status = page.get_by_role("status").filter(has_text="Найдено")
    assert status.get_attribute("aria-live") == "polite"
    form = {1: "практика", 2: "практики", 3: "практики", 4: "практики"}.get(number % 10, "практик")
    form = "практик" if 10 < number % 100 < 15 else form
    broad = sum(not practice.subjects for practice in found.listed("practices"))
    assert status.inner_text() == (
        f"Найдено: {number}\u00a0{form} из {len(found.listed('practices'))}, из них {broad} для любого предмета"
    )


def test_every_cell_of_the_white_spot_map_leads_to_as_many_records(shipped, page: Page) -> None:
    url, _ = shipped
    page.goto(url + "belye-piatna/")
    cells = page.evaluate("[...document.querySelectorAll('.m-spots td a')].map((a) => [a.href, a.textContent])")
    assert len(cells) > 20
    for href, words in random.Random(3).sample(cells, 12):
        opened(page, href)
        number, _ = counted(page)
        broad = re.search(r"из них (\d+) для любого", page.locator(".m-catalogue__count").inner_text())
        assert number - int(broad[1] if broad else 0) == int(re.match(r"\d+", words)[0]), href


def test_every_kind_with_a_catalogue_filters(shipped, page: Page) -> None:
    url, _ = shipped
    for kind in ("events", "associations", "centers", "organizations"):
        page.goto(f"{url}{kind}/?demo=1")
        all_of_them, _ = counted(page)
        page.locator(".m-facet[open] input").first.check()
        expect(page).not_to_have_url(f"{url}{kind}/?demo=1")
        assert counted(page)[0] <= all_of_them, kind


def test_a_card_names_the_subject_that_was_asked_for(shipped, page: Page) -> None:
    """Also where it is the sixth of its subjects; without a filter a card is as the plain listing has it."""
    url, found = shipped
    page.goto(url + "practices/")
    page.wait_for_selector(".m-catalogue--on")
    late = next(p for p in found.listed("practices") if len(p.subjects) > 4)
    line = page.locator(f'.m-catalogue .m-card:has(a[href*="{late.id}/"]) [data-subjects]')
    texts_are_there(page)
    while not line.count():
        page.locator(".m-catalogue__more").click()
        texts_are_there(page)
    plain = line.inner_text()
    for asked in (late.subjects[-1], late.subjects[3]):
        page.locator(f'input[name="subjects"][value="{asked}"]').check()
        expect(line).to_have_text(re.compile(f"^{re.escape(found.label('subjects', asked))}, .* и ещё "))
        page.get_by_role("button", name="Сбросить всё").click()
        expect(line).to_have_text(plain)
    for asked in ("matematika", "khimiia", "literatura"):
        page.goto(url + f"practices/?subjects={asked}")
        page.wait_for_selector(".m-catalogue--on [data-subjects]")
        texts_are_there(page)
        apart = page.locator(".m-cards__apart")
        cards = page.locator(".m-catalogue .m-card [data-subjects]").all_inner_texts()
        own = apart.evaluate("e => [...e.parentElement.children].indexOf(e)") if apart.count() else len(cards)
        assert own and all(found.label("subjects", asked) in card for card in cards[:own])


def test_what_filters_nothing_stands_under_further_conditions(shipped, page: Page) -> None:
    url, found = shipped
    practices = found.listed("practices")
    page.goto(url + "practices/")
    page.wait_for_selector(".m-catalogue--on")
    front = page.locator(".m-facet").filter(has=page.locator("summary", has_text="Подойдёт ли мне?"))
    names = ("simple", "sheets", "small", "offline", "no-projector")
    number = {name: sum(name in BY_HAND["fit"](found, p) for p in practices) for name in names}
    shown = front.locator('input[name="fit"]').evaluate_all("all => all.map((box) => box.value)")
    assert sorted(shown) == sorted(n for n, many in number.items() if 0.05 <= many / len(practices) <= 0.9)
    page.goto(url + "practices/?fit=small")  # one that is in force is not out of sight
    expect(page.locator('input[name="fit"][value="small"]')).to_be_visible()
    expect(page.locator('input[name="fit"][value="small"]')).to_be_checked()


@pytest.mark.parametrize("width", [360, 1280])
def test_back_returns_to_the_card_after_more_were_shown(shipped, browser: Browser, width: int) -> None:
    url, _ = shipped
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url + "practices/?demo=1")
    page.wait_for_selector(".m-catalogue--on")
    more = page.locator(".m-catalogue__more")
    assert re.match(r"На бумаге первые 24 из \d+\.", more.get_attribute("data-on-paper") or "")
    more.click()
    cards = page.locator(".m-catalogue .m-cards > .m-card")
    number = cards.count()
    link = cards.nth(number - 3).locator("a").first
    texts_are_there(page)
    link.scroll_into_view_if_needed()
    before = link.bounding_box()["y"]
    link.click()
    page.wait_for_url(lambda address: "demo=1" not in address)
    page.go_back()
    page.wait_for_selector(".m-catalogue--on")
    assert cards.count() == number > 24
    page.wait_for_function(
        "([link, before]) => Math.abs(link.getBoundingClientRect().top - before) < 3",
        arg=[link.element_handle(), before],
    )
    page.goto(url)
    page.goto(url + "practices/?demo=1")  # a visit anew begins at the top
    page.wait_for_selector(".m-catalogue--on")
    assert (cards.count(), page.evaluate("scrollY")) == (24, 0)
    context.close()


# --- everyone ---------------------------------------------------------------------------------------------------------


def test_the_keyboard_reaches_and_changes_a_filter(shipped, browser: Browser) -> None:
    url, _ = shipped
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url + "practices/")
    page.wait_for_selector(".m-catalogue--on")
    page.locator(".m-filters__panel > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".m-facet > summary").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator('input[name="subjects"]').first).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?subjects="))
    page.get_by_role("button", name="Показать:").press("Enter")
    expect(page.locator(".m-filters__panel")).not_to_have_attribute("open", "")
    context.close()


def test_without_scripts_the_listing_and_the_lists_by_term_can_be_read(shipped, browser: Browser) -> None:
    url, found = shipped
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url + "practices/")
    assert page.locator(".m-card").count() > 20
    page.get_by_role("link", name="По предметам").click()
    page.get_by_role("link", name="Математика", exact=True).click()
    own = {p.id for d in (False, True) for p in found.listed("practices", demo=d)
           if "matematika" in BY_HAND["subjects"](found, p)}  # fmt: skip
    links = page.locator(".m-card__title a").evaluate_all("all => all.map((a) => a.pathname.split('/').at(-2))")
    assert set(links) == own
    context.close()


def test_when_the_file_does_not_come_the_plain_listing_stays(shipped, page: Page) -> None:
    url, _ = shipped
    page.route("**/katalog.json", lambda route: route.abort())
    page.goto(url + "practices/")
    expect(page.get_by_text("Фильтры не загрузились")).to_be_visible()
    assert page.locator(".m-card").count() > 20
