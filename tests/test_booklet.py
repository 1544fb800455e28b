"""The booklet of a filtered list in a real browser: exactly the chosen practices, a card a sheet, failures told."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from kept_pages import one_visit
from look import served
from looks import COLOURS, THINNED, violations
from on_paper import laid_out
from playwright.sync_api import Browser, Page, Route, expect
from support import PROJECT

from generator import catalog, site
from generator.pages import sheets
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser]

A4 = (595, 842)
SETTINGS = Settings(site_url="https://baza.example/metodoteka/")
BOOKLET = "practices/buklet/otbor/"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, catalog.Catalog]:
    """Sheets and catalogues of the shipped base."""
    found, _ = site.check(PROJECT, SETTINGS)
    return laid_out(found, SETTINGS, tmp_path_factory.mktemp("booklet")), found


@pytest.fixture(scope="module")
def base(paper: tuple[Path, catalog.Catalog]) -> Iterator[str]:
    with served(paper[0]) as its:
        yield its


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    with one_visit(browser, base, 1280, 900) as its:
        yield its


def ready(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("status")).to_contain_text("Буклет готов")


def printed(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def words(reader: pypdf.PdfReader, number: int) -> str:
    return re.sub(r"\s+", " ", reader.pages[number].extract_text())


def all_real(route: Route) -> None:
    """The catalogue as if nothing in it were a demonstration: more practices than a booklet holds."""
    data = route.fetch().json()
    route.fulfill(json=data | {"real": len(data["ids"])})


def chosen_by_hand(found: catalog.Catalog) -> list:
    """Practices for mathematics (algebra and geometry are mathematics) or for any subject that need no internet and
    little time to prepare."""
    family = {"matematika", "algebra", "geometriia", "veroiatnost-i-statistika"}
    return [
        p
        for p in sorted(found.listed("practices"), key=lambda p: not p.subjects)  # what names the subject comes first
        if (family & set(p.subjects) or not p.subjects)
        and p.conditions
        and p.conditions.internet in ("none", "helpful")
        and p.conditions.prepare_hours is not None
        and float(p.conditions.prepare_hours) <= 0.4
    ]


def test_the_booklet_holds_exactly_the_chosen_practices_a_sheet_each(page: Page, paper) -> None:
    expected = [p.title for p in chosen_by_hand(paper[1])]
    assert 3 < len(expected) < 20
    ready(page, BOOKLET + "?subjects=matematika&fit=offline&hours=0.4")
    reader = printed(page)
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in reader.pages} == {A4}
    assert len(reader.pages) == 1 + len(expected)
    first = words(reader, 0)
    asked = ("Предмет: Математика", "Интернета нет", "Подготовка не дольше 0,4 ч")
    for text in (*asked, "Содержание", *expected):
        assert text in first
    for number, title in enumerate(expected, start=1):
        assert title in words(reader, number), f"sheet {number}"
    assert page.locator(".s-card .s-qr svg").count() == len(expected)
    assert "печать — Ctrl+P" not in "".join(words(reader, n) for n in range(len(reader.pages)))


def test_a_long_list_has_its_contents_on_a_sheet_of_their_own_and_stops_at_the_limit(page: Page, paper) -> None:
    every = len(paper[1].listed("practices")) + len(paper[1].listed("practices", demo=True))
    assert every > sheets.MAX_CHOSEN
    page.route("**/katalog.json", all_real)
    ready(page, BOOKLET)
    assert page.locator(".s-card").count() == sheets.MAX_CHOSEN
    expect(page.locator(".s-title")).to_contain_text(f"из {every}: в буклет входит не больше {sheets.MAX_CHOSEN}")
    reader = printed(page)
    assert len(reader.pages) == 2 + sheets.MAX_CHOSEN
    assert "Содержание" in words(reader, 1)


def test_sixty_long_titles_still_fit_the_sheet_of_contents(page: Page) -> None:
    def longer(route: Route) -> None:
        data = route.fetch().json()
        count = len(data["ids"])
        route.fulfill(json=data | {"real": count, "titles": ["Очень длинное название " * 9] * count})

    page.route("**/katalog.json", longer)
    page.route("**/kartochka/", lambda route: route.abort())  # the cards are not the question here
    page.goto(BOOKLET)
    expect(page.get_by_role("status")).to_contain_text("Не загрузились 60 из 60")
    reader = printed(page)
    assert "Содержание" in words(reader, 1)
    assert "Карточка не загрузилась" in words(reader, 2)
    assert len(reader.pages) == 2 + sheets.MAX_CHOSEN


def test_no_booklet_holds_an_invented_practice(page: Page, paper) -> None:
    """Prints lose the banner of the page. The red twin: with nothing told apart the same choice holds them."""
    demo = {p.id for p in paper[1].listed("practices", demo=True)}
    ready(page, BOOKLET + "?demo=1&areas=methods")
    chosen = page.locator(".s-card").evaluate_all("all => all.map((sheet) => sheet.id.slice('list-'.length))")
    assert chosen and not demo & set(chosen)
    message = "без демонстрационных записей: в буклет они не входят"
    expect(page.locator(".s-title")).to_contain_text(message, ignore_case=True)
    page.route("**/katalog.json", all_real)
    ready(page, BOOKLET + "?areas=methods")
    twin = page.locator(".s-card").evaluate_all("all => all.map((sheet) => sheet.id.slice('list-'.length))")
    assert demo & set(twin)
    ready_made = [*(paper[0] / "practices" / "buklet").glob("*/index.html")]
    assert len(ready_made) > 5
    for sheet in ready_made:
        assert not [its_id for its_id in demo if f'"{its_id}"' in sheet.read_text("utf-8")], sheet


def test_the_order_is_that_of_the_catalogue(page: Page, paper) -> None:
    hours = {p.id: p.conditions.prepare_hours for p in chosen_by_hand(paper[1])}
    ready(page, BOOKLET + "?subjects=matematika&fit=offline&hours=0.4&sort=preparation")
    ids = page.locator(".s-card").evaluate_all("all => all.map((sheet) => sheet.id.slice('list-'.length))")
    broad = [not paper[1].get("practices", one).subjects for one in ids]
    assert broad == sorted(broad), "what names the subject comes first"
    for some in (False, True):
        order = [hours[one] for one, is_broad in zip(ids, broad, strict=True) if is_broad == some]
        assert order == sorted(order)
    expect(page.locator(".s-title")).to_contain_text("Порядок: сначала те, где меньше готовиться")


def test_red_case_nothing_chosen_prints_no_booklet_and_says_what_to_do(page: Page) -> None:
    page.goto(BOOKLET + "?subjects=khimiia&levels=preschool&evidence=d4")
    expect(page.get_by_role("alert")).to_contain_text("практик нет, печатать нечего")
    expect(page.get_by_role("button", name="Напечатать")).to_be_hidden()
    way = page.get_by_role("link", name="Вернуться к фильтрам")
    assert way.evaluate("(a) => a.pathname + a.search") == "/practices/?subjects=khimiia&levels=preschool&evidence=d4"
    assert len(printed(page).pages) == 1


def test_a_broken_connection_is_told_and_what_is_missing_can_be_fetched_again(page: Page, paper) -> None:
    lost = chosen_by_hand(paper[1])[1]
    page.route(f"**/{lost.id}/kartochka/", lambda route: route.abort())
    page.goto(BOOKLET + "?subjects=matematika&fit=offline&hours=0.4")
    expect(page.get_by_role("status")).to_contain_text("Не загрузились 1 из")
    slot = page.locator(f"#list-{lost.id}")
    expect(slot).to_contain_text("Карточка не загрузилась.")
    expect(slot.get_by_role("link")).to_have_attribute("href", re.compile(f"/practices/{lost.id}/$"))
    page.unroute(f"**/{lost.id}/kartochka/")
    page.get_by_role("button", name="Загрузить недостающие").click()
    expect(page.get_by_role("status")).to_contain_text("Буклет готов")
    expect(slot.locator(".s-facts")).to_be_visible()


def test_when_the_list_does_not_come_the_page_says_what_to_do(page: Page) -> None:
    page.route("**/katalog.json", lambda route: route.abort())
    page.goto(BOOKLET + "?subjects=matematika")
    expect(page.get_by_role("alert")).to_contain_text("не загрузился")
    page.unroute("**/katalog.json")
    page.get_by_role("button", name="Попробовать ещё раз").click()
    expect(page.get_by_role("status")).to_contain_text("Буклет готов")
    assert page.url.endswith("?subjects=matematika")


def test_without_scripts_the_ready_booklets_are_offered(browser: Browser, paper) -> None:
    with served(paper[0]) as base:
        context = browser.new_context(base_url=base, java_script_enabled=False)
        page = context.new_page()
        page.goto(BOOKLET)
        links = page.locator(".s-choice a")
        assert links.count() == len(sheets.booklets(paper[1]))
        links.first.click()
        expect(page.locator(".s-toc")).to_be_visible()
        context.close()


def test_axe_finds_nothing_in_a_booklet_and_it_does_not_scroll_sideways(page: Page) -> None:
    wrong = []
    for address in ("?subjects=matematika&fit=offline&hours=0.4", "?subjects=khimiia&levels=preschool&evidence=d4"):
        page.goto(BOOKLET + address)
        expect(page.locator("[role=status], [role=alert]")).to_contain_text(re.compile("Буклет готов|печатать нечего"))
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [f"{address}: {over} px too wide"] if over > 0 else []
        page.evaluate(THINNED)
        wrong += [f"{address} {found}" for found in violations(page)]
        page.set_viewport_size({"width": 360, "height": 800})
        wrong += [f"{address} {found}" for found in violations(page, without=COLOURS)]
    assert wrong == []


def test_an_address_that_somebody_broke_is_no_lost_connection(page: Page) -> None:
    chosen = f"{BOOKLET}?subjects=matematika&fit=offline&hours=0.4"
    for broken in ("&areas=%E0%A4%A", "&x=%", "&%FF=%C0%AF", "&levels=%D0", "#%E0%A4%A"):
        page.goto("about:blank")
        ready(page, chosen + broken)
        expect(page.locator(".s-address")).to_contain_text("practices/buklet/otbor/")


def test_the_catalogue_leads_to_the_booklet_of_what_it_shows(built: Path, browser: Browser) -> None:
    with served(built) as base:
        page = browser.new_page(base_url=base)
        page.goto("practices/")
        way = page.get_by_role("link", name="Буклет из")
        expect(way).to_contain_text("Буклет из всех практик")
        page.locator('input[name="subjects"][value="matematika"]').check()
        expect(way).to_contain_text("Буклет из отобранного")
        text = int(re.search(r"\d+", way.inner_text())[0])
        assert page.locator(".m-catalogue__count").inner_text().startswith(f"Найдено: {text}")
        way.click()
        expect(page).to_have_url(re.compile(r"/practices/buklet/otbor/\?subjects=matematika$"))
        expect(page.get_by_role("status")).to_contain_text("Буклет готов")
        assert page.locator(".s-card").count() == text
        page.get_by_role("link", name="Вернуться к отбору").click()
        expect(page.locator('input[name="subjects"][value="matematika"]')).to_be_checked()
        page.goto("practices/?subjects=khimiia&levels=preschool&evidence=d4")
        page.wait_for_selector(".m-catalogue--on")
        expect(page.get_by_role("link", name="Буклет из")).to_have_count(0)
        page.close()
