"""«Мой маршрут»: what is proposed, what is said of answers, what stands in the files and on paper."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from pathlib import Path
from typing import Any

import docx
import icalendar
import pytest
import route_page
from looks import has_new_places, violations
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from route_page import AIM, DISTRICT, Opened, Wire, a_route, answer, download, go
from shipped_base import shipped_catalog

from generator import site
from generator.exports.word.route import blank_file
from generator.pages import route
from generator.settings import Settings

opened = route_page.opened


pytestmark = [pytest.mark.slow, pytest.mark.browser]


# --- the proposal -----------------------------------------------------------------------------------------------------


def test_a_route_is_proposed_by_the_three_phases(opened: Opened, tmp_path: Path) -> None:
    page = opened()
    page.get_by_role("button", name="Без вопросов: сразу подобрать").click()
    page.get_by_role("checkbox", name=re.compile("^Оценивание")).check()
    page.get_by_label("Район", exact=True).select_option(DISTRICT)
    phases = [phase.title for phase in route.ROUTE_PHASES]
    expect(page.locator(".m-route__phase h3")).to_have_text(phases)
    offered = page.locator(".m-route__offers li").all_inner_texts()
    assert any("ваш район" in one for one in offered)
    assert any("ваш регион" in one for one in offered)
    assert any("сосед:" in one for one in offered)
    assert not any("Краснодар" in one or "Ермаков" in one for one in offered), "nothing from elsewhere"
    page.get_by_label("Предмет", exact=True).select_option("matematika")
    page.get_by_label("Класс", exact=True).select_option("grade-6")
    more = page.get_by_role("link", name="Ещё в каталоге").evaluate_all("all => all.map((one) => one.search)")
    assert set(more) == {"", "?areas=assessment", "?areas=assessment&when=ahead"}, "who follows a link tells no more"
    page.get_by_role("button", name="Предложить маршрут целиком").click()
    expect(page.locator(".m-route__item").first).to_be_visible()
    assert page.locator(".m-route__phase h3").all_inner_texts()[:3] == phases
    months = page.locator(".m-route__item").get_by_label("Месяц").evaluate_all("all => all.map((one) => one.value)")
    assert "" not in months
    assert months[0] == "2026-12", "of November two days are left"
    assert max(months) == "2027-06"
    page.locator(".m-route__item").first.get_by_label("Месяц").select_option("2026-11")
    found = icalendar.Calendar.from_ical(download(page, "Календарь", tmp_path).read_bytes())
    talk = next(one for one in found.walk("VEVENT") if "razgovor" in one["UID"])
    assert [talk.decoded(name).isoformat() for name in ("DTSTART", "DTEND")] == ["2026-11-29", "2026-12-01"]


def test_answers_are_taken_back_and_a_new_round_begins_with_the_last_ones(opened: Opened) -> None:
    page = opened()
    a_route(page)
    go(page, "Итог")
    page.get_by_role("button", name="Подвести итог сейчас").click()
    answer(page, 3)
    page.get_by_role("button", name="Начать новый круг").click()
    page.get_by_role("button", name="Точно начать?").click()
    expect(page.locator(".m-route__strong")).to_contain_text("Методика преподавания")
    go(page, "Мой план")
    expect(page.locator(".m-route__view")).to_contain_text("В плане пока ничего нет")
    go(page, "Ответы")
    first = page.locator(".m-route__question").first
    first.get_by_role("button", name="Убрать ответ").click()
    expect(first.locator("input").first).to_be_focused()
    assert first.locator(":checked").count() == 0


def test_every_step_is_accessible_in_light_and_dark(opened: Opened) -> None:
    page, seen = opened(), set[str]()
    found = violations(page)
    a_route(page)
    for view in ("Что видно", "Подобрать", "Мой план", "Итог"):
        page.emulate_media(color_scheme="light")
        go(page, view)
        if view == "Итог":
            found += violations(page, within=".m-route")
            page.get_by_role("button", name="Подвести итог сейчас").click()
        for fold in page.locator(".m-route details").all():
            fold.evaluate("fold => { fold.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
        found += violations(page, within=".m-route")
        if has_new_places(page, seen):
            page.emulate_media(color_scheme="dark")
            found += violations(page, "color-contrast", within=".m-route")
    assert found == []


def test_the_page_asks_for_its_scripts_at_once(opened: Opened) -> None:
    """Modules that import one another are named in the page, so none waits for another."""
    wires: list[Wire] = []
    opened(wire=wires)
    got = {one for one in wires[0].addresses if re.match(r"/assets/(route|own|shared)/", one)}
    assert {f"/assets/{name}.js" for name in route.ROUTE_SCRIPTS} == got
    assert len(wires[0].addresses) == len(set(wires[0].addresses))


def test_the_file_of_the_page_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = shipped_catalog()
    whole = route.route_data(catalog, "")
    monkeypatch.setattr(route, "MOST_OF_PLACES", 5)
    monkeypatch.setattr(route, "BEST_OF_AREA", 1)
    monkeypatch.setattr(route, "BEST_OF_SUBJECT", 1)
    few = route.route_data(catalog, "")

    def of_places(data: dict[str, Any]) -> list[int]:
        return [row.get("p") for row in data["offers"] if not row["k"].startswith("practices/")]

    assert len(of_places(few)) == 5 < len(of_places(whole))
    assert set(of_places(few)) == set(of_places(whole)), "a fair share of each territory"
    named = {(area, subject) for row in few["offers"] for area in row.get("a", ()) for subject in row.get("s", ())}
    before = {(area, subject) for row in whole["offers"] for area in row.get("a", ()) for subject in row.get("s", ())}
    assert named == before, "of every area and subject there is one left"
    assert len(few["offers"]) < len(whole["offers"])


# --- words ------------------------------------------------------------------------------------------------------------


def test_where_the_base_has_nothing_it_says_so_and_names_the_centre(opened: Opened) -> None:
    page = opened()
    go(page, "Подобрать")
    page.get_by_label("Район", exact=True).select_option("districts/kuibyshevskii-rostovskaia-oblast")
    page.get_by_role("checkbox", name=re.compile("^Инклюзия")).check()
    area = page.locator(".m-route__area").filter(has_text="Инклюзия").last
    expect(area).to_contain_text("курсов")
    expect(area.get_by_role("link", name=re.compile("Ростовская область"))).to_be_visible()
    expect(page.get_by_role("heading", name="Рядом с вами")).to_be_visible()
    assert page.locator(".m-route__view").get_by_text("в базе сейчас нет").count() == 1, "once for an area"
    page.get_by_label("Район", exact=True).select_option("")
    expect(area).to_contain_text("(ЦНППМ) вашего региона")


def test_even_the_strictest_answers_get_no_verdict(opened: Opened) -> None:
    page = opened()
    answer(page, 0)
    page.get_by_role("button", name="Посмотреть, что видно").click()
    expect(page.locator(".m-route__view")).to_contain_text("это не значит, что её нет")
    words = page.locator(".m-route__view").inner_text().lower()
    assert not re.search(r"плохо(?!»)|низк|слаб|недостат|провал|неудовл|не справ", words)
    page.get_by_text("Как это посчитано").click()
    expect(page.locator(".m-route__view details")).to_contain_text("Порог выбрала редакция базы")


def test_statements_and_thresholds_name_their_document_or_are_the_editors_own(mini: Path) -> None:
    """On the paper form and in the file of the page alike."""
    (mini / "data" / "diagnostics" / "proba.yml").write_text(
        "title: Проверьте себя\nsummary: Два утверждения.\nstatus: published\nprivacy: Добровольно.\n"
        "scale: [{value: 0, label: нет}, {value: 1, label: да}]\n"
        "statements:\n  - {area: methods, text: Я объясняю., source: prikaz-1}\n  - {area: methods, text: Я слушаю.}\n"
        "  - {area: ict, text: Я выбираю.}\n"
        "advice:\n  - {area: methods, below: 1, source: prikaz-1, text: Смотрите.}\n"
        "  - {area: ict, below: 1, text: Ищите.}\n",
        encoding="utf-8",
    )
    settings = Settings(build_date=dt.date(2026, 5, 28))
    found, problems = site.check(mini, settings)
    assert not [problem for problem in problems if problem.is_error]
    made = site.build_pages(found, settings, lazy_texts=True)
    paper = strip_tags(next(page.text for page in made if page.path == "diagnostics/proba.md"))
    assert "Утверждение 1 — из документа Приказ" in paper
    assert "Утверждение 2 составила редакция базы." in paper
    assert "Утверждения составила редакция базы." in paper
    assert re.search(r"меньше 1 из 2 — порог из документа Приказ", paper)
    assert re.search(r"меньше 1 из 1 — порог выбрала редакция базы", paper)
    methods, ict = route.route_data(found, "")["tests"][0]["areas"]
    assert [source and source[1] for _, _, source in methods["s"]] == ["documents/prikaz-1", None]
    assert methods["a"][0][1][1] == "documents/prikaz-1"
    assert ict["a"] == [(1, None)]


def strip_tags(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_whatever_a_person_types_stands_in_the_files_as_it_is(opened: Opened, tmp_path: Path) -> None:
    page = opened()
    a_route(page)
    hostile = "</w:t><b>&\"' $& ]]> \\n;, \U0001f600 <!--rows end-->"
    go(page, "Подобрать")
    page.get_by_label("Цель своими словами").fill(f"{hostile}\nвторая строка\u0001")
    page.get_by_label("Что сделаю").fill(hostile)
    page.get_by_role("button", name="Добавить").click()
    go(page, "Мой план")
    page.get_by_label(f"Месяц: {hostile}").select_option("2027-03")
    document = docx.Document(str(download(page, "Файл Word", tmp_path)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert f"{hostile}\nвторая строка" in cells
    assert hostile in cells
    assert "март 2027" in cells
    end = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert end[1:] == [["Методика преподавания", ""]], "the areas of the plan wait for what came out"
    found = icalendar.Calendar.from_ical(download(page, "Календарь", tmp_path).read_bytes())
    assert hostile in [str(one["SUMMARY"]) for one in found.walk("VEVENT")]


@pytest.mark.parametrize(("url", "foot"), [("", "База · страница "),
    ("https://example.org/", "База · https://example.org/marshrut/ · страница ")])  # fmt: skip
def test_the_foot_of_the_blank_names_an_address_where_there_is_one(url: str, foot: str) -> None:
    blank = docx.Document(io.BytesIO(blank_file(Settings(site_name="База", site_url=url)).data))
    assert blank.sections[0].footer.paragraphs[0].text == foot


def test_on_paper_there_is_the_route_alone(opened: Opened) -> None:
    page = opened()
    a_route(page)
    page.get_by_label("Вписать в файл и на бумагу").check()
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert "Индивидуальный образовательный маршрут" in text
    assert "Что получается:" in text
    assert AIM in text
    assert "Убрать" not in text
    assert "Записать на этом устройстве" not in text
    assert len(pages) <= 3


def test_without_scripts_the_page_leads_to_paper(browser: Browser, built_url: str) -> None:
    with browser.new_context(base_url=built_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("marshrut/")
        expect(page.locator("[data-form-plain]")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("пять областей"))).to_be_visible()
        name = page.get_by_role("link", name=re.compile("файл Word")).get_attribute("href")
        assert page.request.get(f"marshrut/{name.removeprefix('./')}").ok
