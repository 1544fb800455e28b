"""The ways of three visitors, from the home page to what they came for: a teacher, a resident, a coordinator.

Only what stands on the page is used: links, buttons, fields; no address is typed after the first one. Every click,
choice and filled field is a step; `make test` prints how many a way takes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from shipped_base import checked

from generator import catalog
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SCREENS = {"phone": (360, 740), "desktop": (1280, 900)}


class Way:
    """A page of a visitor, and the steps taken on it."""

    def __init__(self, page: Page, scripts: bool, tell: Callable[[str], None]):
        self.page, self.scripts, self.tell, self.steps = page, scripts, tell, 0

    def click(self, target: str | Locator) -> Page:
        """Click the first visible one; what is not in sight is no way."""
        found = self.page.locator(target) if isinstance(target, str) else target
        found.locator("visible=true").first.click()
        self.steps += 1
        self.page.wait_for_load_state()
        return self.page

    def link(self, name: str | re.Pattern, within: str = "article") -> Page:
        return self.click(self.page.locator(within).get_by_role("link", name=name))

    def fill(self, field: Locator, value: str) -> None:
        field.fill(value)
        self.steps += 1

    def arrived(self) -> None:
        """Say how long the way was (while the test runs: what comes later is not printed)."""
        self.tell(f"{self.steps} steps")

    def choose(self, facet: str, value: str) -> None:
        """A value of a filter, its group unfolded when it is not."""
        group = self.page.locator(".m-facet").filter(has=self.page.locator("summary", has_text=facet))
        if group.get_attribute("open") is None:
            self.click(group.locator("summary"))
        self.click(group.locator("label", has=self.page.get_by_text(value, exact=True)))


@pytest.fixture(scope="module")
def records() -> catalog.Catalog:
    return checked(Settings())[0]


@pytest.fixture(params=[("phone", True), ("phone", False), ("desktop", True)],
                ids=lambda case: f"{case[0]}-{'scripts' if case[1] else 'no-scripts'}")  # fmt: skip
def way(browser: Browser, built_url: str, request, record_property) -> Iterator[Way]:
    screen, scripts = request.param
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    whose = request.node.originalname.removeprefix("test_").replace("_", " ")
    on = f"{screen}{'' if scripts else ', no scripts'}"
    found = Way(context.new_page(), scripts, lambda text: record_property("figure", f"{whose} ({on}): {text}"))
    found.page.goto(built_url)
    yield found
    context.close()


def lesson_and_card(way: Way, title: str) -> None:
    """From the page of a practice: the steps during the lesson, and the sheet for print."""
    page = way.page
    way.link("Провести на уроке")
    first = f"#{page.locator('.m-steps > li:visible').first.get_attribute('id')}"
    expect(page.locator("#istochniki")).to_be_hidden()
    way.click(f"{first} label")
    expect(page.locator(f"{first} input")).to_be_checked()
    if way.scripts:
        way.click(page.get_by_role("button", name="Закончить"))
    else:
        way.link("Вернуться ко всей странице")
    expect(page.locator("#istochniki")).to_be_visible()
    way.link("Карточка на лист А4")
    expect(page).to_have_url(re.compile("/kartochka/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def is_shown(page: Page) -> str:
    """The id of the record whose page this is."""
    return page.url.split("#")[0].rstrip("/").split("/")[-1]


# --- teacher ----------------------------------------------------------------------------------------------------------


def test_a_teacher_finds_what_fits_and_takes_it_to_the_lesson(way: Way, records: catalog.Catalog) -> None:
    """Mathematics, class 5, no internet, an hour to prepare at most."""
    page = way.page
    way.click('article a[href="practices/"]')
    if way.scripts:
        page.wait_for_selector(".m-catalogue--on")
        if page.locator(".m-filters__panel > summary").is_visible():
            way.click(".m-filters__panel > summary")
        way.choose("Предмет", "Математика")
        way.choose("Ступень", "5 класс")
        way.choose("Ещё условия", "Интернета нет")
        way.fill(page.get_by_label("Часов на подготовку"), "1")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("hours=1"))
        if (show := page.get_by_role("button", name="Показать:")).is_visible():
            way.click(show)
        found = int(re.search(r"\d+", page.locator(".m-catalogue__count").inner_text())[0])
        assert 0 < found < len(records.listed("practices"))
    else:
        way.link("По предметам")
        way.link("Математика")
    way.click(".m-card__title a")
    practice = records.get("practices", is_shown(page))
    assert "matematika" in practice.subjects
    if way.scripts:
        assert practice.conditions.internet in ("none", "helpful")
        assert practice.conditions.prepare_hours <= 1
    lesson_and_card(way, practice.title[:20])
    way.arrived()


def test_a_teacher_asks_the_search(way: Way, records: catalog.Catalog) -> None:
    """«Дроби»; without scripts the search says so and leads to the lists."""
    page = way.page
    way.click("[data-m-search-open]")
    if way.scripts:
        way.fill(page.locator(".m-search-dialog input"), "дроби")
        page.locator('.m-search[data-answered="дроби"]').wait_for()
        way.click('.m-search__list a[href*="/practices/"]')
    else:
        assert "JavaScript" in page.inner_text("article")
        way.link("Практики")
        way.click(".m-card__title a")
    practice = records.get("practices", is_shown(page))
    if way.scripts:
        assert "дроб" in page.locator("article").inner_text().lower()
    lesson_and_card(way, practice.title[:20])
    way.arrived()


# --- resident ---------------------------------------------------------------------------------------------------------


def test_a_resident_understands_the_own_district(way: Way, records: catalog.Catalog) -> None:
    page = way.page
    way.click('article a[href="districts/"]')
    way.link(re.compile("Куйбышевский"))
    plain = page.locator("#zhiteliu")
    assert plain.bounding_box()["y"] < 2 * page.viewport_size["height"], "the plain words are too far down"
    word = page.locator(".m-resident .m-term").first
    way.click(word)
    expect(page.locator(f"#{word.get_attribute('popovertarget')}")).to_be_visible()
    page.keyboard.press("Escape")
    way.link(re.compile("показател"))
    expect(page.locator("#pokazateli")).to_be_in_viewport()
    way.click('article a[href*="indicators/dolia-proshedshikh"]')
    meaning = page.locator("#opredelenie")
    assert meaning.bounding_box()["y"] < 2 * page.viewport_size["height"], "what it means is too far down"
    expect(page.locator("article")).to_contain_text("Знаменатель: от чего")
    way.link(re.compile("Куйбышевский"))
    assert is_shown(page) == "kuibyshevskii-rostovskaia-oblast"
    way.arrived()


def percent(words: str) -> float | None:
    """«62,5 %» -> 62.5; None where there are words instead of a number."""
    found = re.match(r"\s*(\d+(?:,\d+)?)", words)
    return float(found[1].replace(",", ".")) if found else None


# --- coordinator ------------------------------------------------------------------------------------------------------


def test_a_coordinator_reads_the_roadmap_and_takes_the_figures(way: Way, records: catalog.Catalog) -> None:
    page = way.page
    way.click('article a[href="programmes/"]')
    way.click(page.get_by_role("link", name=re.compile("демонстрац")))
    programme = records.get("programmes", is_shown(page))
    rows = page.locator("#dorozhnaia-karta-tablitsa tbody tr")
    assert rows.count() == len(programme.roadmap.measures)
    way.click('a[href="#dorozhnaia-karta"]:not(.headerlink)')
    expect(page.locator("#dorozhnaia-karta")).to_be_in_viewport()
    if way.scripts:
        page.get_by_label("Кто отвечает", exact=True).select_option(label="Институт (демо)")
        page.get_by_label("Состояние", exact=True).select_option(label="просрочено")
        way.steps += 2
        left = rows.locator("visible=true")
        assert 0 < left.count() < rows.count()
        for text in left.all_text_contents():  # who else answers may be folded
            assert "просрочено" in text and "Институт (демо)" in text
    way.click('article a[href*="/indicators/demo-dolia-diagnostika/"]')
    expect(page.get_by_role("heading", name="Сравнение районов").first).to_be_attached()
    compared = page.get_by_role("region", name=re.compile("Районы рядом")).first.locator("tbody tr").all()
    shown = {row.locator("th").inner_text(): percent(row.locator("td").first.inner_text()) for row in compared}
    with page.expect_download() as saved:
        way.link(re.compile("CSV"))
    text = Path(saved.value.path()).read_bytes().decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert saved.value.suggested_filename == "demo-dolia-diagnostika.csv"
    period = max(row["Период"] for row in table if row["Территория"] in shown)
    saved_shares = {row["Территория"]: percent(row["Значение"]) for row in table if row["Период"] == period}
    assert len([share for share in shown.values() if share is not None]) >= 2, shown
    assert {name: saved_shares.get(name) for name in shown} == pytest.approx(shown, abs=1)
    way.arrived()
