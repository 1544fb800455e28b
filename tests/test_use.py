"""What readers use on pages: the timeline and the filter of a roadmap, districts side by side, CSV, words in place."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from decimal import Decimal

import pytest
from shipped_base import prepared, shipped_pages

from generator import site
from generator.catalog.computed.roadmap import Occurrence
from generator.exports import tables
from generator.pages import charts
from generator.pages.charts import Bar, TimelineRow
from generator.records.times import Month
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 11, 22))
NAMES = {"done": "выполнено", "late": "просрочено", "no-data": "нет данных"}


@pytest.fixture(scope="module")
def made() -> site.Site:
    """The shipped base before the engine."""
    return prepared()


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    return shipped_pages()


# --- timeline ---------------------------------------------------------------------------------------------------------


def drawn(today: dt.date, at: charts.RowLayout = charts.ABOVE) -> ET.Element:
    yearly = tuple(Occurrence(Month(y, 12), Month(y + 1, 1), "late") for y in (2024, 2025))
    rows = [
        TimelineRow(1, "Назвать <b>", "февраль 2025", (Occurrence(Month(2025, 2), Month(2025, 2), "done"),)),
        TimelineRow(2, "Каждый год", "ежегодно", yearly),
        TimelineRow(3, "Всегда", "постоянно", (Occurrence(None, None, "no-data"),)),
    ]
    term = (Month(2025, 1), Month(2026, 12))
    return ET.fromstring(charts.timeline("os", "Ход", rows, term, today, NAMES, at))


@pytest.mark.parametrize("at", [charts.ABOVE, charts.BESIDE])
def test_a_timeline_repeats_yearly_measures_and_stays_inside(at: charts.RowLayout) -> None:
    svg = drawn(dt.date(2025, 6, 15), at)
    width = float(svg.get("viewBox").split()[2])
    bars = [r for r in svg.findall("rect") if r.get("height") == "11"]
    assert len(bars) == 3  # one done and two yearly; «постоянно» is a broken line
    assert all(float(r.get("x")) >= 0 and float(r.get("x")) + float(r.get("width")) <= width for r in bars)
    assert len({r.get("fill") for r in bars}) == 2
    assert "постоянно" in "".join(svg.itertext())
    assert "Назвать <b>" in "".join(svg.itertext())


def test_today_is_marked_only_when_it_is_on_the_axis() -> None:
    assert "сегодня" in "".join(t.text or "" for t in drawn(dt.date(2025, 6, 15)).iter("text"))
    assert "сегодня" not in "".join(t.text or "" for t in drawn(dt.date(2030, 1, 1)).iter("text"))


def test_the_roadmap_page_shows_the_axis_of_time(pages: Mapping[str, str]) -> None:
    page = pages["programmes/dvizhenie-vverkh.md"]
    assert page.index('class="m-timeline"') < page.index('id="m-1"')
    assert "Сроков: 31" not in page
    assert "Строк: 31" in page


# --- districts side by side -------------------------------------------------------------------------------------------


def test_districts_stand_in_the_order_given_with_targets_and_gaps() -> None:
    bars = [
        Bar("Северный", Decimal("0.8"), Decimal("0.7"), "достигнут", "не менее 70 %"),
        Bar("Южный", None, Decimal("0.7"), missing="скрыто: мало людей"),
    ]
    svg = ET.fromstring(charts.side_by_side("s", "Доля", bars, lambda v: f"{v * 100:.0f} %", str))
    text = svg.find("desc").text
    assert "Северный — 80 %, цель: не менее 70 % (достигнут)" in text
    assert "Южный — скрыто: мало людей" in text
    assert sum(r.get("height") == "14" for r in svg.findall("rect")) == 1
    assert charts.side_by_side("s", "Доля", [Bar("А", None)], str, str) == charts.no_data()


def test_a_comparison_is_of_one_period_and_of_one_region(pages: Mapping[str, str]) -> None:
    page = pages["indicators/demo-dolia-diagnostika.md"]
    (heading,) = re.findall(r"#{3,4} Сравнение районов: (.*)", page)
    assert "Демонстрационная область" in heading
    compared = page[page.index("Районы рядом") :].split("</table>")[0]
    assert compared.count("<tr>") >= 3
    assert "старый" not in compared.lower()


# --- CSV --------------------------------------------------------------------------------------------------------------


def test_values_as_csv_open_in_a_russian_excel(made: site.Site) -> None:
    (file,) = (f for f in made.files if f.path.endswith("/demo-dolia-diagnostika.csv"))
    assert file.path == "indicators/demo-dolia-diagnostika/demo-dolia-diagnostika.csv"
    assert file.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == tables.VALUES
    keys = [(row["Демонстрационные данные"], row["Вид и код территории"]) for row in rows]
    assert keys == sorted(keys, key=lambda key: (key[0] == "да", key[1]))
    known = [r for r in rows if r["Значение"] and r["Числитель"] and r["Знаменатель"]]
    assert known
    for row in known:
        share = Decimal(row["Числитель"].replace(",", ".")) / Decimal(row["Знаменатель"].replace(",", ".")) * 100
        assert abs(share - Decimal(row["Значение"].replace(",", "."))) <= 1


def test_what_is_hidden_on_the_page_is_hidden_in_the_table(made: site.Site) -> None:
    hidden = [
        row
        for file in made.files
        if file.path.endswith(".csv")
        for row in csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";")
        if row.get("Значение", "").startswith("скрыто")
    ]
    assert hidden
    assert all(not (row["Числитель"] or row["Знаменатель"] or row["Примечание"]) for row in hidden)


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@x", "|c", "  =HYPERLINK(1)", "＝1+1", "＠СУММ(1)", "－1"])
def test_a_table_never_carries_a_formula(text: str) -> None:
    assert tables._text(text).startswith("'")


# --- pages ------------------------------------------------------------------------------------------------------------


def test_a_practice_can_be_cited_and_printed(pages: Mapping[str, str]) -> None:
    page = pages["practices/vykhodnoi-bilet.md"]
    assert "Как сослаться" in page
    assert 'href="kartochka/"' in page
    assert page.index("m-glance") < page.index("{#shagi}")


@pytest.mark.parametrize("kind", ["districts", "programmes"])
def test_the_words_for_a_resident_come_first(pages: Mapping[str, str], kind: str) -> None:
    """The plain-language block stands above the passport on every page whose record has one."""
    own = [pages[path] for path in pages if re.fullmatch(rf"{kind}/(?!index)[\w-]+\.md", path)]
    told = [text for text in own if "{#zhiteliu}" in text]
    assert len(told) >= 2
    assert all(text.index("{#zhiteliu}") < text.index("{#pasport}") for text in told)


@pytest.mark.parametrize("path", ["practices/demo-pervyi-god-riadom.md", "districts/demo-iuzhnyi.md"])
def test_a_page_leads_on(pages: Mapping[str, str], path: str) -> None:
    assert ("Где этому поучиться" if path.startswith("practices") else "Что применяют соседи") in pages[path]


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_a_roadmap_is_filtered_by_state_and_party_and_the_address_can_be_sent(browser, built_url: str) -> None:
    page = browser.new_page()
    page.goto(built_url + "programmes/demo-programma/?otvetstvennyi=kogo-uzhe-net")
    rows = page.locator("#dorozhnaia-karta-tablitsa tbody tr")
    everything = rows.count()
    assert page.locator("#dorozhnaia-karta-tablitsa tbody tr:visible").count() == everything
    assert "в таблице больше нет" in page.locator(".m-filter [role=status]").inner_text()
    page.select_option("#sostoianie", "late")
    wanted = page.locator("#dorozhnaia-karta-tablitsa tbody tr[data-sostoianie~=late]").count()
    assert 0 < wanted < everything
    assert page.locator("#dorozhnaia-karta-tablitsa tbody tr:visible").count() == wanted
    assert page.locator(".m-filter [role=status]").inner_text() == f"Показано строк: {wanted} из {everything}"
    address = page.url
    assert address.endswith("?sostoianie=late")
    page.go_back()
    assert page.locator("#dorozhnaia-karta-tablitsa tbody tr:visible").count() == everything
    page.goto(address)
    assert page.locator("#dorozhnaia-karta-tablitsa tbody tr:visible").count() == wanted
    page.locator(".m-filter button[type=reset]").click()
    page.wait_for_function("!location.search")
    assert page.locator("#dorozhnaia-karta-tablitsa tbody tr:visible").count() == everything
    page.select_option("#otvetstvennyi", index=1)
    assert 0 < page.locator("#dorozhnaia-karta-tablitsa tbody tr:visible").count() < everything
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_without_a_script_words_open_steps_enlarge_and_no_dead_filter_is_shown(browser, built_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built_url + "programmes/demo-programma/")
    assert not page.locator(".m-filter").is_visible()
    page.goto(built_url + "practices/vykhodnoi-bilet/")
    word = page.locator(".m-term").first
    meaning = page.locator(f"#{word.get_attribute('popovertarget')}")
    assert not meaning.is_visible()
    word.focus()
    page.keyboard.press("Enter")
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    page.click("text=Провести на уроке")
    assert not page.locator("#ideia").is_visible()
    assert not page.locator("#shagi-before").is_visible()
    assert page.locator(".m-steps > li:visible").first.get_attribute("id") == "shag-3"
    page.locator("#shag-3 input").check()
    assert page.locator("#shag-3 input").is_checked()
    page.click(".m-lesson__rest a[href='#shagi-before']")
    assert page.locator("#shagi-before").is_visible()
    assert page.locator("#ideia").is_visible()
    page.click("text=Провести на уроке")
    page.click("text=Вернуться ко всей странице")
    assert page.locator("#ideia").is_visible()
    context.close()
