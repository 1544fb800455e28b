"""Filters in a real browser: counts against a count by hand, the address, Back, an empty result, axe, no script."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from look import served
from playwright.sync_api import Browser, Page, expect
from shipped_base import checked

from generator import catalog, files, pages
from generator.begin.sample import generate_base
from generator.records.reading import load
from generator.settings import Settings
from tests.test_catalogue import classes

pytestmark = [pytest.mark.slow, pytest.mark.browser]

Trait = Callable[[catalog.Catalog, object], set[str]]


def places(found: catalog.Catalog, practice) -> set[str]:
    own = {practice.territory, *(r.territory for r in found.linked(practice, "replications.practice"))} - {None}
    return own | {f"regions/{found.find(key).region}" for key in own if key.startswith("districts/")}


BROAD = "suits without naming it"


def above(found: catalog.Catalog, ids) -> set[str]:
    """The subjects that a practice names and the broader ones."""
    terms = found.vocabularies["subjects"].terms
    return {*ids, *(t.broader for t in terms if t.id in ids and t.broader)}


def suited(found: catalog.Catalog, practice) -> set[str]:
    """The subjects that a practice suits and does not name: all of them, or those inside of what it names."""
    terms = found.vocabularies["subjects"].terms
    if not practice.subjects:
        return {t.id for t in terms}
    return {t.id for t in terms if t.broader in practice.subjects} - above(found, practice.subjects)


def cautions(found: catalog.Catalog, practice) -> set[str]:
    """What speaks against a practice, by hand: experts, published reviews, what was measured, those who tried."""
    told = [r for r in found.listed("replications", demo=True) if r.practice == practice.id]
    measured = [o for one in (practice, *told) for o in one.outcomes if None not in (o.before, o.after)]
    better = [(o.before - o.after if o.direction == "down" else o.after - o.before) > 0 for o in measured]
    gains = [s.effect_size if s.months is None else s.months for s in practice.synthesis]
    gains = [gain for gain in gains if gain is not None]
    against = {
        "not-recommended": found.maturity[practice.id] == "not-recommended",
        "no-gain": gains and max(gains) <= 0,
        "no-better": better and not any(better),
        "failed": told and all(r.result == "did-not-work" for r in told),
    }
    return {key for key, holds in against.items() if holds} or {"nothing"}


#: what a practice answers to, by hand and not by generator/pages/facets.py
BY_HAND: dict[str, Trait] = {
    "subjects": lambda found, p: above(found, p.subjects) if p.subjects else {"any"},
    "levels": lambda found, p: classes(p),
    "areas": lambda found, p: set(p.areas),
    "forms": lambda found, p: set(p.forms),
    "education": lambda found, p: {
        t.belongs_to.split("/")[1] for t in found.vocabularies["forms"].terms if t.id in p.forms and t.belongs_to
    },
    "place": places,
    "evidence": lambda found, p: {found.evidence[p.id].level},
    "maturity": lambda found, p: {found.maturity[p.id]},
    "caution": cautions,
    "fit": lambda found, p: {
        name
        for name, met in (
            ("simple", p.conditions and p.conditions.equipment
             and set(p.conditions.equipment) <= {"none", "paper", "whiteboard"}),
            ("sheets", p.handouts),
            ("small", p.conditions and p.conditions.small_school in ("suits", "with-changes")),
            ("offline", p.conditions and p.conditions.internet in ("none", "helpful")),
            ("no-projector", p.conditions and p.conditions.equipment
             and not {"projector", "interactive-board"} & set(p.conditions.equipment)),
        )
        if met
    },
}  # fmt: skip


def fits(practice, size: int | None, hours: float | None) -> bool:
    """Conditions with a number, by hand: what nobody has said does not fit."""
    c = practice.conditions
    if size is not None and not (
        c and (c.class_size_min, c.class_size_max) != (None, None)
        and (c.class_size_min or 0) <= size <= (c.class_size_max or 999)
    ):  # fmt: skip
        return False
    return hours is None or bool(c and c.prepare_hours is not None and c.prepare_hours <= hours)


def by_hand(found: catalog.Catalog, practices: list, choice: dict) -> tuple[int, dict[tuple[str, str], int]]:
    """How many practices answer to the choice, and how many would for every value of every facet."""

    def passes(practice, but: str = "") -> bool:
        for key, values in choice.items():
            if key in ("size", "hours", but):
                continue
            met = values & (BY_HAND[key](found, practice) | (suited(found, practice) if key == "subjects" else set()))
            if not (met == values if key == "fit" else met):
                return False
        return fits(practice, choice.get("size"), choice.get("hours"))

    counts: dict[tuple[str, str], int] = {}
    for practice in practices:
        for key, trait in BY_HAND.items():
            for value in trait(found, practice):
                wanted = passes(practice, but="" if key == "fit" else key)
                counts[key, value] = counts.get((key, value), 0) + wanted
        for value in suited(found, practice):
            key = ("subjects", value, BROAD)
            counts[key] = counts.get(key, 0) + passes(practice, but="subjects")
    return sum(map(passes, practices)), counts


def address(choice: dict) -> str:
    parts = [f"{key}={','.join(sorted(v)) if isinstance(v, set) else v}" for key, v in choice.items()]
    return "?" + "&".join(parts)


def choices(found: catalog.Catalog, practices: list, times: int) -> Iterator[dict]:
    """Repeatable random choices, from one filter to five, with numbers now and then."""
    rng = random.Random(7)
    present = {key: sorted({v for p in practices for v in trait(found, p)}) for key, trait in BY_HAND.items()}
    for _ in range(times):
        keys = rng.sample([key for key in present if present[key]], rng.randint(1, 4))
        choice: dict = {key: set(rng.sample(present[key], min(len(present[key]), rng.randint(1, 3)))) for key in keys}
        if rng.random() < 0.3:
            choice["size"] = rng.randint(3, 32)
        if rng.random() < 0.3:
            choice["hours"] = rng.choice([0.5, 1, 2, 4])
        yield choice


def counted(page: Page) -> tuple[int, dict[tuple[str, str], int]]:
    """What the page says: the number found, and the number beside every value."""
    page.wait_for_selector(".m-catalogue--on")
    text = page.evaluate("""() => ({
        found: document.querySelector('.m-catalogue__count').textContent,
        values: [...document.querySelectorAll('.m-facet__value input[value]')].filter((box) => box.value !== 'on')
          .map((box) => [box.name, box.value, box.closest('label').querySelector('.m-facet__n').textContent]),
    })""")
    number = int(re.search(r"\d+", text["found"])[0])
    values = {}
    for name, value, n in text["values"]:
        if name != "synthesis":
            own, _, broad = n.partition(" + ")
            values |= {(name, value): int(own), (name, value, BROAD): int(broad or 0)}
    return number, values


def texts_are_there(page: Page) -> None:
    """The texts of the cards that are shown come after the cards."""
    page.wait_for_function(
        "[...document.querySelectorAll('.m-catalogue .m-cards > .m-card')]"
        ".every((one) => one.querySelector('.m-card__meta'))"
    )


def differences(page: Page, folder: str, found: catalog.Catalog, practices: list, times: int) -> list[str]:
    wrong = []
    for choice in choices(found, practices, times):
        page.goto(folder + address(choice))
        number, values = counted(page)
        expected, per_value = by_hand(found, practices, choice)
        if number != expected:
            wrong.append(f"{address(choice)}: {number} instead of {expected}")
        wrong += [
            f"{address(choice)}: {key} says {n} instead of {per_value.get(key, 0)}"
            for key, n in values.items()
            if n != per_value.get(key, 0)
        ]
    return wrong


@pytest.fixture(scope="module")
def shipped(built: Path) -> Iterator[tuple[str, catalog.Catalog]]:
    with served(built) as url:
        yield url, checked(Settings())[0]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, catalog.Catalog]]:
    """A generated base of 200 practices: its catalogue file and the script, on a bare page."""
    folder = tmp_path_factory.mktemp("generated")
    files.write_tree(folder / "base", generate_base(200, 1, files.vocabularies_dir()))
    found = catalog.build(load(folder / "base")[0], dt.date(2026, 11, 22))
    made = {f"site/{f.path}": f.data for f in pages.catalogues(found) if f.path.startswith("practices/")}
    for script in ("javascripts/catalogue.js", "catalogue/choice.js", "catalogue/panel.js", "shared/ui.js"):
        made[f"site/assets/{script}"] = (files.theme_dir() / "assets" / script).read_bytes()
    made["site/practices/index.html"] = (
        b'<!doctype html><meta charset="utf-8"><title>x</title>'
        b'<script src="../assets/javascripts/catalogue.js" defer></script>'
        b'<div data-catalogue="katalog.json"></div><ul class="m-cards"></ul><div data-catalogue-end></div>'
    )
    files.write_tree(folder / "out", made)
    with served(folder / "out" / "site") as url:
        yield folder / "out" / "site", url, found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


# --- counting ---------------------------------------------------------------------------------------------------------


def test_counts_of_a_generated_base_are_those_by_hand(generated, page: Page) -> None:
    _, url, found = generated
    practices = list(found.listed("practices", demo=True))
    assert len(practices) > 150
    assert differences(page, url + "practices/", found, practices, 40) == []


def test_counts_of_the_shipped_base_are_those_by_hand(shipped, page: Page) -> None:
    url, found = shipped
    practices = list(found.listed("practices"))
    assert differences(page, url + "practices/", found, practices, 25) == []


def test_red_twin_a_script_that_ands_values_of_a_facet_is_found_out(generated, page: Page) -> None:
    folder, url, found = generated
    script = folder / "assets/catalogue/choice.js"
    right = script.read_text(encoding="utf-8")
    wrong = right.replace("facet.r[i].some((n) => set.has(n))", "[...set].every((n) => facet.r[i].includes(n))")
    assert wrong != right
    script.write_text(wrong, encoding="utf-8")
    try:
        assert differences(page, url + "practices/", found, list(found.listed("practices", demo=True)), 10) != []
    finally:
        script.write_text(right, encoding="utf-8")


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
    page.goto(url + "practices/?subjects=matematika")
    assert counted(page)[0] == number


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
        page.goto(href)
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
    page.locator(".m-catalogue__more").click()
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
