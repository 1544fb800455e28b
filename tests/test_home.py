"""The home page: ways from a phone to a practice, figures as on the pages they lead to, gaps told in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue_page import opened
from kept_pages import one_visit
from playwright.sync_api import Browser, Page, expect
from shipped_base import prepared, shipped_pages

from generator import catalog, files, pages
from generator.begin.sample import generate_base
from generator.pages import home
from generator.records.reading import load
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 11, 22))


@pytest.fixture(scope="module")
def shipped() -> catalog.Catalog:
    return prepared().catalog


def home_page(found: catalog.Catalog) -> str:
    """The home page of any base; that of the shipped one is among ``shipped_pages``."""
    return next(page.text for page in pages.lazy_pages(found, DAY) if page.path == "index.md")


# --- what it says ----------------------------------------------------------------------------------------------------


def test_ways_are_counted_from_real_records_alone(shipped: catalog.Catalog) -> None:
    real = shipped.listed("practices")
    view = home.view(shipped)
    assert {w.label: w.count for w in view["areas"]} == {
        shipped.label("areas", area): sum(area in p.areas for p in real) for p in real for area in p.areas
    }
    simple = sum(bool(p.conditions and p.conditions.equipment
                      and set(p.conditions.equipment) <= {"none", "paper", "whiteboard"}) for p in real)  # fmt: skip
    quick = sum(bool(p.conditions and p.conditions.prepare_hours is not None and p.conditions.prepare_hours <= 0.5)
                for p in real)  # fmt: skip
    counts = {way.query: way.count for way in view["conditions"]}
    assert counts["?fit=simple"] == simple
    assert max(counts.values()) <= 0.9 * len(real), "a line that nearly every practice answers to is no choice"
    assert counts["?hours=0.5&sort=preparation"] == quick


def test_local_evidence_and_published_reviews_are_never_mixed(shipped: catalog.Catalog) -> None:
    view = home.view(shipped)
    assert all(int(shipped.evidence[p.id].level[1:]) >= 2 for p in view["local"])
    months = [review.months for _, review in view["published"]]
    assert months == sorted(months, reverse=True)
    assert min(months) >= home.HIGH
    if not view["local"]:
        assert "Что лучше доказано" not in shipped_pages()["index.md"], (
            "what is missing is told on the map of white spots"
        )
        assert "Результатов, измеренных на месте" in shipped_pages()["belye-piatna/index.md"]


def said(page: str) -> dict[str, str]:
    """The headings of the second level of a guide, each with the text under it."""
    parts = re.split(r"^## (.*)$", page, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_difficulty_leads_to_practices_that_answer_it(shipped: catalog.Catalog) -> None:
    """A phrase of the home page is a heading of the guide; under it stand real practices, as many as it says."""
    found = home.difficulties(shipped)
    assert len(found) >= 10
    below = said(shipped_pages()[f"{home.DIFFICULTIES}.md"])
    real = {practice.id for practice in shipped.listed("practices")}
    for one in found:
        named = set(re.findall(r'href="[./]*practices/([\w-]+)/"', below[one.label]))
        assert named and named <= real, one.label
        assert len(named) == one.count
        assert f'zatrudneniia/#{one.anchor}"' in shipped_pages()["index.md"]


def test_a_difficulty_without_a_practice_is_no_way(mini: Path) -> None:
    """The red twin: a heading without a link to a shown practice is not offered, and without the guide none is."""
    assert home.difficulties(catalog.build(load(mini)[0], DAY.build_date)) == []
    guide = mini / "content" / f"{home.DIFFICULTIES}.md"
    practice = next(p.id for p in catalog.build(load(mini)[0], DAY.build_date).listed("practices"))
    text = f"## Молчат\n\n[Приём](practices/{practice})\n\n## Шумят\n\nПока ничего, [кроме](practices/net-takoi).\n"
    guide.write_text(f"---\ntitle: 'С чем'\nsummary: 'Затруднения.'\n---\n\n{text}", encoding="utf-8")
    assert [(d.label, d.count) for d in home.difficulties(catalog.build(load(mini)[0], DAY.build_date))] == [
        ("Молчат", 1)
    ]


def test_the_search_and_the_doors_come_before_everything_and_what_is_invented_after() -> None:
    text = shipped_pages()["index.md"]
    order = ['class="m-ask"', 'class="m-doors"', "## С чем вы пришли?", 'id="raion"', "## Как это выглядит на примере"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert "m-badge--demo" not in text[: places[-1]]
    assert "m-empty" not in text


def test_demonstration_districts_are_labelled(shipped: catalog.Catalog) -> None:
    text = shipped_pages()["index.md"]
    for place in home.view(shipped)["demo_places"][:3]:
        (line,) = [line for line in text.splitlines() if f"/{place.district.id}/" in line]
        assert "m-badge--demo" in line
        assert f"применений: {place.replications}" in line


def test_a_base_of_demonstration_records_says_so_and_still_leads_on(tmp_path: Path) -> None:
    files.write_tree(tmp_path, generate_base(40, 1, files.vocabularies_dir()))
    found = catalog.build(load(tmp_path)[0], DAY.build_date)
    assert not found.listed("practices")
    text = home_page(found)
    assert "Настоящих практик в базе пока нет." in text
    assert len(home.view(found)["areas"]) > 3


def test_an_empty_base_is_told_in_words(mini: Path) -> None:
    for kind in ("practices", "replications", "reviews", "events", "series"):
        for path in (mini / "data" / kind).glob("*"):
            path.unlink()
    (mini / "data" / "districts" / "severnyi.yml").unlink()
    text = home_page(catalog.build(load(mini)[0], DAY.build_date))
    assert "Практик пока нет." in text
    assert text.count("m-empty") == 1, "what else is missing is told on the map of white spots"
    assert "m-ways" not in text


# --- where it leads ---------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(browser: Browser, built_url: str) -> Iterator[Page]:
    with one_visit(browser, built_url, 360, 740) as page:
        yield page


def ways(page: Page) -> list[tuple[str, int]]:
    page.goto("/")
    lists = page.locator(".m-ways:not(.m-ways--said) a")
    found = lists.evaluate_all("all => all.map((a) => [a.href, a.querySelector('b').textContent])")
    return [(href, int(re.match(r"\d+", text)[0])) for href, text in found]


@pytest.mark.slow
@pytest.mark.browser
def test_every_way_leads_to_as_many_practices_as_it_says(phone: Page) -> None:
    found = ways(phone)
    assert len(found) > 15
    for href, count in found:
        opened(phone, href)
        if "?" in href:
            phone.wait_for_selector(".m-catalogue--on")
            assert phone.locator(".m-catalogue__count").inner_text().startswith(f"Найдено: {count}\u00a0"), href
        else:
            assert phone.locator(".m-card:not(.m-card--demo)").count() == count, href


@pytest.mark.slow
@pytest.mark.browser
def test_from_a_difficulty_to_the_steps_of_a_practice_in_three_taps(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Оценивание").click()
    phone.locator(".m-card__title a").first.click()
    phone.get_by_role("link", name="Провести на уроке").click()
    expect(phone.locator(".m-steps > li:visible").first).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.browser
def test_the_field_of_the_home_page_opens_the_search_with_the_words(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("searchbox", name="Что ищете?").fill("наставником")
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile(r"/poisk/\?q="))
    expect(phone.get_by_role("searchbox")).to_have_value("наставником")
    result = phone.locator("article").get_by_role("link", name=re.compile("аставнич")).first
    expect(result).to_be_visible(timeout=60_000)


@pytest.mark.slow
@pytest.mark.browser
def test_without_scripts_the_field_leads_to_the_lists_and_a_condition_to_words(
    browser: Browser, built_url: str
) -> None:
    context = browser.new_context(base_url=built_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox", name="Что ищете?").fill("чтение")
    page.keyboard.press("Enter")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("article").get_by_role("link", name="Практики", exact=True)).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="На подготовку есть полчаса").click()
    expect(page.locator("noscript p")).to_be_visible()
    assert page.locator(".m-card").count() > 20
    context.close()
