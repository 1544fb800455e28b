"""«Мой маршрут»: a teacher's whole way on a phone, what leaves the device (nothing), what is taken away, links of
strangers.

On the built site, in a real browser; the files by programs that have nothing to do with ours.
"""

from __future__ import annotations

import re
from pathlib import Path

import docx
import icalendar
import pytest
import route_page
from office_files import saved_by_libreoffice
from playwright.sync_api import expect
from pypdf import PdfReader
from route_page import AIM, END, NOTE, PRIVATE, RESULT, Opened, Wire, a_route, answer, download, go, item
from test_offline import taken

from generator.pages import route

opened = route_page.opened


pytestmark = [pytest.mark.slow, pytest.mark.browser]

# --- the whole way ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["window", "private-window", "without-net"])
def test_a_teacher_goes_the_whole_way_on_a_phone_and_nothing_leaves_it(
    opened: Opened, how: str, tmp_path: Path
) -> None:
    wires: list[Wire] = []
    private = how == "private-window"
    page = opened(script=PRIVATE if private else "", wire=wires)
    if how == "without-net":
        taken(page.context, "route").close()
        page.context.set_offline(True)
        page.goto("marshrut/")
    a_route(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    # The diagnosis: strengths first, then what one may develop.
    go(page, "Что видно")
    expect(page.locator(".m-route__strong")).to_be_visible()
    headings = page.locator(".m-route__view h3").all_inner_texts()
    assert headings[:2] == ["Что уже получается", "Что, может быть, хочется развить"]
    expect(page.locator(".m-route__strong")).to_contain_text("Предметные знания")
    expect(page.locator(".m-route__wish")).to_contain_text("Методика преподавания")

    # An intermediate assessment changes the plan.
    go(page, "Мой план")
    card = item(page, "Парное наблюдение")
    card.get_by_label("Как увижу, что вышло").fill(RESULT)
    card.get_by_label("Состояние").select_option("done")
    card.get_by_label("Отметка: что вышло").fill(NOTE)
    page.get_by_role("button", name="Добавить промежуточную оценку").click()
    check = item(page, "Оценка 1")
    check.get_by_label("Месяц").select_option("2027-01")
    check.get_by_label("Что вышло").fill("ответы есть у половины класса")
    check.get_by_label("Что меняю в плане").fill("короче вопрос")
    check.get_by_label("Оценка проведена").check()

    # The diagnosis again: only what was planned, and not before the person wants it.
    go(page, "Итог")
    expect(page.locator(".m-route__view")).to_contain_text("последний месяц в нём — февраль 2027")
    assert page.locator(".m-route__question").count() == 0
    page.get_by_role("button", name="Подвести итог сейчас").click()
    expect(page.locator(".m-route__sheet h3")).to_have_text(["Методика преподавания"])
    assert page.locator(".m-route__question").count() == 4
    assert page.locator(".m-route__question :checked").count() == 0, "former answers would prompt the new ones"
    answer(page, 2)
    page.get_by_label("что теперь получается").fill(END)
    page.get_by_role("button", name="Посмотреть, что изменилось").click()
    expect(page.locator(".m-route__changed")).to_contain_text("Увереннее, чем было")

    # What is taken away.
    page.get_by_role("button", name="К плану: файл Word, печать").click()
    path = download(page, "Файл Word", tmp_path)
    as_a_school_keeps_it(path)
    as_a_calendar(download(page, "Календарь", tmp_path))
    assert wires[0].told() == []
    if private:
        expect(page.locator(".m-route__memory")).to_contain_text("Этот браузер не разрешает")
        expect(page.get_by_role("button", name="Записать на этом устройстве")).to_have_count(0)
    else:
        as_libreoffice_opens_it(path)


def as_a_school_keeps_it(path: Path) -> None:
    """The file of Word has what an ИОМ has, no score and no difficulty."""
    document = docx.Document(str(path))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    assert headings == [
        "Индивидуальный образовательный маршрут", "На чём стоит маршрут", "Цели", "Подготовительный этап",
        "Основной этап", "Оценочный этап", "Промежуточные оценки", "Итоговая оценка",
    ]  # fmt: skip
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    who, aims, prepare, work, assess, checks, end = tables
    assert [row[0] for row in who] == [
        "Фамилия, имя, отчество", "Должность, организация", "Предмет, классы", "Срок маршрута", "Наставник или тьютор",
    ]  # fmt: skip
    assert who[3][1] == "декабрь 2026 – февраль 2027"
    assert aims[1] == ["Методика преподавания", AIM]
    assert work[0] == list(route.ROUTE_COLUMNS)
    assert [row for row in work if row[0].startswith("Парное")] == [
        [
            "Парное наблюдение обычного урока (демонстрация)",
            "проба на своём уроке",
            "февраль 2027",
            RESULT,
            f"сделано: {NOTE}",
        ]
    ]
    assert ["Разобрать урок с Марией Ивановной", "своя работа", "", "", ""] in work
    links = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert sorted(re.sub(r"^http://[^/]+", "", link) for link in links) == [
        "/events/demo-vebinar-razobrannye-primery/", "/practices/demo-parnoe-nabliudenie/",
    ]  # fmt: skip
    assert prepare[1:] == [[""] * 5] * 2, "what is not planned stays to be written by hand"
    assert assess[1][0].startswith("Повторить самодиагностику")
    assert checks[1] == ["январь 2027", "ответы есть у половины класса", "короче вопрос", "проведена"]
    assert end[1:] == [["Методика преподавания", END]]
    whole = "\n".join(
        [*(one.text for one in document.paragraphs), *(cell for t in tables for row in t for cell in row)]
    )
    assert not re.search(r"\d+ из \d+|балл|сумм", whole)
    assert "Я могу объяснить" not in whole, "what was found stays on the device until the person ticks the box"


def as_libreoffice_opens_it(path: Path) -> None:
    saved_by_libreoffice(path, suffix="pdf")
    text = " ".join(" ".join(one.extract_text() for one in PdfReader(path.with_suffix(".pdf")).pages).split())
    for words in (AIM, RESULT, "февраль 2027", "проведена", END):
        assert words.split()[0] in text  # cells break lines as they like


def as_a_calendar(path: Path) -> None:
    """A second parser takes it; lines and days are those of RFC 5545; it tells nothing that the person has said."""
    raw = path.read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    found = icalendar.Calendar.from_ical(raw)
    assert not found.errors
    events = {str(one["UID"]).partition("@")[0]: one for one in found.walk("VEVENT")}
    assert sorted(events) == [
        "marshrut-events-demo-vebinar-razobrannye-primery", "marshrut-practices-demo-parnoe-nabliudenie",
        "marshrut-promezhutok-1",
    ]  # fmt: skip
    days = {
        name: (one.decoded("DTSTART").isoformat(), one.decoded("DTEND").isoformat()) for name, one in events.items()
    }
    assert list(days.values()) == [
        ("2027-02-01", "2027-03-01"),
        ("2026-12-09", "2026-12-10"),
        ("2027-01-01", "2027-02-01"),
    ]
    assert all(one.get("DTSTAMP") and not one.errors for one in events.values())
    assert "весь месяц" in events["marshrut-practices-demo-parnoe-nabliudenie"]["DESCRIPTION"]
    assert "весь месяц" not in events["marshrut-events-demo-vebinar-razobrannye-primery"]["DESCRIPTION"]
    for words in (AIM, RESULT, NOTE, "половины класса", "Методика"):
        assert words.encode() not in raw.replace(b"\r\n ", b"")


# --- what leaves the device -------------------------------------------------------------------------------------------


def test_two_people_ask_the_server_for_the_same(opened: Opened) -> None:
    """Answers, areas, districts and things taken make no difference to what is asked for, byte by byte."""
    seen: list[Wire] = []
    a_route(opened(wire=seen))
    page = opened(wire=seen)
    answer(page, 0, 1, 2, 3)
    go(page, "Подобрать")
    page.get_by_label("Район", exact=True).select_option("districts/kuibyshevskii-rostovskaia-oblast")
    page.get_by_label("Предмет", exact=True).select_option("khimiia")
    page.get_by_role("checkbox", name=re.compile("^Инклюзия")).check()
    page.locator(".m-route__take").first.click()
    go(page, "Мой план")
    own_wish = "/assets/images/favicon.svg"  # of the browser, when it likes
    first, second = (sorted(address for address in one.addresses if address != own_wish) for one in seen)
    assert first == second
    assert sum(size for one in seen for _, _, size in one.told()) == 0


@pytest.mark.parametrize(
    "leak",
    ["fetch('/?sum=9')", "navigator.sendBeacon('/x', 'sum=9')", "fetch('/x', { method: 'POST', body: 'sum=9' })"],
)
def test_red_twin_what_leaves_is_counted(opened: Opened, leak: str) -> None:
    wires: list[Wire] = []
    page = opened(wire=wires)
    page.route(re.compile(r"/x$|\?sum="), lambda asked: asked.fulfill(status=204))
    page.evaluate(f"addEventListener('change', () => {{ {leak}; }}, {{ once: true }})")
    with page.expect_request(re.compile(r"/x$|\?sum=")):
        page.locator(".m-route__question input").first.check()
    assert len(wires[0].told()) == 1


def test_nothing_is_written_before_it_is_asked_for(opened: Opened) -> None:
    page = opened()
    keys = "[localStorage, sessionStorage].flatMap((its) => Object.keys(its))"
    own = f"() => {keys}.filter((key) => key.startsWith('metodoteka.own'))"
    a_route(page)
    assert page.evaluate(own) == []
    page.get_by_role("button", name="Записать на этом устройстве").click()
    expect(page.locator(".m-route__memory")).to_contain_text("хранятся на этом устройстве")
    page.reload()
    expect(item(page, "Парное наблюдение").get_by_label("Месяц")).to_have_value("2027-02")
    page.get_by_role("button", name="Стереть ответы и маршрут").click()
    page.get_by_role("button", name="Точно стереть?").click()
    page.wait_for_function(f"!({own})().some((key) => /(route|diagnosis)$/.test(key))")


def test_steps_are_steps_of_the_history_and_a_page_of_the_base_takes_nothing_away(opened: Opened) -> None:
    page = opened()
    a_route(page)
    title = item(page, "Парное наблюдение").get_by_role("link", name=re.compile("^Парное"))
    with page.expect_popup() as beside:
        title.click()
    beside.value.close()
    for heading in ("Подобрать", "Что видно", "Ответы"):
        page.go_back()
        expect(page.locator(".m-route h2").first).to_have_text(heading)
    assert page.url.endswith("/marshrut/"), "nothing of the person stands in the address"
    page.go_forward()
    expect(page.locator(".m-route h2").first).to_have_text("Что видно")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    page.locator(".m-route h2").first.wait_for()
    assert asked == ["beforeunload"]


# --- the link ---------------------------------------------------------------------------------------------------------
