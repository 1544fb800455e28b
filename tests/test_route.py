"""«Мой маршрут»: a teacher's whole way on a phone, what leaves the device (nothing), what is taken away, links of
strangers.

On the built site, in a real browser; the files by programs that have nothing to do with ours.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import icalendar
import pytest
from looks import has_new_places, violations
from office_files import saved_by_libreoffice
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pypdf import PdfReader
from shipped_base import shipped_catalog
from test_offline import taken

from generator import site
from generator.exports.word.route import blank_file
from generator.pages import route
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser]

DAY = "2026-11-29"
DISTRICT = "districts/demo-severnyi"
#: a window in which the browser lets pages keep nothing
PRIVATE = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""
AIM, RESULT, NOTE, END = (
    "К маю умею спросить весь класс",
    "ответы всех на восьми уроках",
    "вышло на шести",
    "вижу, кто не понял",
)

Opened = Callable[..., Page]


class Wire:
    """Every request of a page, and what it could tell about a person: a method, a question, a body."""

    def __init__(self, page: Page) -> None:
        self.asked: list[Request] = []
        page.on("request", lambda request: None if request.url.startswith("blob:") else self.asked.append(request))

    @property
    def addresses(self) -> list[str]:
        return [re.sub(r"^https?://[^/]+|\?[0-9a-f]{8}$", "", request.url) for request in self.asked]

    def told(self) -> list[tuple[str, str, int]]:
        """Requests that carry anything but the address of a file of the site: (method, address, bytes of the body)."""
        sizes = [(one, len(one.post_data_buffer or b"")) for one in self.asked]
        return [
            (one.method, address, size)
            for (one, size), address in zip(sizes, self.addresses, strict=True)
            if one.method != "GET" or size or "?" in address or "#" in one.url
        ]


@pytest.fixture
def opened(browser: Browser, built_url: str) -> Iterator[Opened]:
    """``opened(address, width, …)``: a page of the site on the day, in a context of its own; the console is silent."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_(
        address: str = "marshrut/", width: int = 360, script: str = "", wire: list | None = None, **more: Any
    ) -> Page:
        size = {"width": width, "height": 740}
        contexts.append(browser.new_context(viewport=size, base_url=built_url, reduced_motion="reduce", **more))
        contexts[-1].set_default_timeout(60_000)
        page = contexts[-1].new_page()
        page.clock.install(time=f"{DAY}T12:00:00")
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        if script:
            page.add_init_script(script)
        if wire is not None:
            wire.append(Wire(page))
        page.goto(address)
        page.locator(".m-route h2").first.wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


def go(page: Page, view: str) -> None:
    page.locator(".m-route__ways").get_by_role("button", name=view).click()


def answer(page: Page, *points: int) -> None:
    """Answer the statements that are shown, in turn with these points of the scale."""
    for n, statement in enumerate(page.locator(".m-route__question").all()):
        statement.locator("input").nth(points[n % len(points)]).check()


def download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as loading:
        page.get_by_role("button", name=button).click()
    path = folder / loading.value.suggested_filename
    loading.value.save_as(path)
    return path


def a_route(page: Page, points: tuple[int, ...] = (3, 3, 2, 3, 1, 0, 1, 1)) -> None:
    """Diagnosis, an area, three things of the base and one's own, up to the plan."""
    answer(page, *points)
    page.get_by_role("button", name="Посмотреть, что видно").click()
    page.get_by_role("checkbox", name=re.compile("^Методика")).check()
    page.get_by_role("button", name="Подобрать маршрут").click()
    page.get_by_label("Район", exact=True).select_option(DISTRICT)
    page.get_by_label("Цель своими словами").fill(AIM)
    for name in ("Парное наблюдение", "Вебинар", "Повторить самодиагностику"):
        page.get_by_role("button", name=re.compile(f"^Взять: {name}")).click()
    page.get_by_label("Что сделаю").fill("Разобрать урок с Марией Ивановной")
    page.get_by_role("button", name="Добавить").click()
    page.get_by_role("button", name="К плану: 4 дела").click()
    item(page, "Парное наблюдение").get_by_label("Месяц").select_option("2027-02")


def item(page: Page, title: str):
    return page.locator(".m-route__item").filter(has_text=title)


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


def test_a_methodist_sends_things_and_months_and_nothing_else(opened: Opened) -> None:
    page = opened("marshrut/#metodistu")
    expect(page.locator(".m-route__memory")).to_have_count(0)
    page.get_by_role("checkbox", name=re.compile("^Оценивание")).check()
    page.get_by_label("Район", exact=True).select_option(DISTRICT)
    page.locator(".m-route__take").first.click()
    page.get_by_role("button", name="К ссылке: 1 дело").click()
    page.get_by_label("Месяц").first.select_option("2027-03")
    page.get_by_role("button", name="Ссылка на маршрут").click()
    address = page.get_by_label("Ссылка", exact=True).input_value()
    assert re.fullmatch(r"http://[\d.:]+/marshrut/#plan=[a-z]+/[a-z0-9-]+\.2027-03", address)
    other = opened(address)
    other.get_by_role("button", name="Взять себе: 1 дело").click()
    expect(other.locator(".m-route__item").first.get_by_label("Месяц")).to_have_value("2027-03")
    assert "#" not in other.url


def test_a_link_of_a_route_leaves_words_and_scores_at_home(opened: Opened) -> None:
    page = opened()
    a_route(page)
    page.get_by_role("button", name="Ссылка на маршрут").click()
    address = page.get_by_label("Ссылка", exact=True).input_value()
    assert address.partition("#")[2] == (
        "plan=practices/demo-parnoe-nabliudenie.2027-02,events/demo-vebinar-razobrannye-primery.2026-12,shag/povtor"
    )
    expect(page.locator(".m-route__link")).to_contain_text("Своими словами записано 1 дело")


def test_a_link_over_a_plan_says_what_is_there_already(opened: Opened) -> None:
    page = opened("marshrut/#plan=shag/razgovor,shag/povtor.2027-04,promezhutok.2027-01")
    page.get_by_role("button", name="Взять себе: 3 дела").click()
    page.evaluate(
        "location.hash = '#plan=shag/razgovor.2027-02,shag/povtor.2027-05,shag/rasskaz.2026-03,promezhutok.2027-01'"
    )
    expect(page.get_by_role("heading", name="Вам прислали маршрут")).to_be_visible()
    expect(page.locator(".m-route__view li")).to_have_count(4)
    said = page.locator(".m-route__view li").all_inner_texts()
    assert [one.rpartition(" — ")[2] for one in said] == [
        "уже есть в плане без срока, встанет на февраль 2027", "уже есть в плане: апрель 2027",
        "без срока: март 2026 уже позади", "уже есть в плане: январь 2027",
    ]  # fmt: skip
    page.get_by_role("button", name="Взять себе: 1 дело").click()
    expect(page.locator(".m-route__item")).to_have_count(4)
    months = page.locator(".m-route__item").get_by_label("Месяц").evaluate_all("all => all.map((one) => one.value)")
    assert months == ["2027-02", "2027-04", "", "2027-01"]
    go(page, "Итог")
    expect(page.locator(".m-route__view")).to_contain_text("Выберите, по каким областям подводить итог")


def test_an_area_is_asked_for_before_a_route(opened: Opened) -> None:
    page = opened()
    answer(page, 0)
    page.get_by_role("button", name="Посмотреть, что видно").click()
    page.get_by_role("button", name="Подобрать маршрут").click()
    expect(page.get_by_role("alert")).to_contain_text("Выберите область")
    page.get_by_role("button", name=re.compile("^Взять в маршрут: Методика")).click()
    expect(page.get_by_role("checkbox", name=re.compile("^Методика"))).to_be_checked()
    page.get_by_role("button", name="Подобрать маршрут").click()
    expect(page.get_by_role("heading", name="Подобрать", exact=True)).to_be_visible()


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "practices/<script>alert(1)</script>,practices/%3Cb%3E.2026-12",
    "practices/takoi-net.2026-12,courses/net,shag/net",
    "practices/demo-parnoe-nabliudenie.2026-99,practices/x.2026-12.2026-12",
    "__proto__/x,constructor/prototype,practices/__proto__,practices/constructor,toString/x",
    ",".join(f"practices/a{n}.2026-12" for n in range(3000)),
    "a" * 200_000,
    "%E0%A4%A,%%%,practices/%00",
    '{"items":[{"key":"practices/x","note":"<b>"}],"__proto__":{"isLink":true}}',
    "https://example.org/x,//example.org/x,javascript:alert(1)/x,../../x/y",
    "promezhutok.2027-01," * 100,
)


def test_whatever_stands_in_a_link_is_data(opened: Opened) -> None:
    wires: list[Wire] = []
    page = opened(wire=wires)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.wait_for_load_state("networkidle")
    before = len(wires[0].asked)
    for fragment in HOSTILE:
        page.evaluate(
            "hash => new Promise((done) => { addEventListener('hashchange', () => setTimeout(done), { once: true });"
            " location.hash = hash; })",
            f"#plan={fragment}",
        )
        expect(page.get_by_role("heading", name="Вам прислали маршрут")).to_be_visible()
        expect(page.locator(".m-route__view .m-button").first).to_be_visible()
        said = page.evaluate(
            "[Object.prototype.isLink, {}.note, document.querySelectorAll('.m-route :is(img, script, b)').length]"
        )
        assert said == [None, None, 0], fragment
        assert page.locator(".m-route__view li").count() <= 40
    page.get_by_role("button", name="Взять себе: 40 дел").click()  # the last of them: assessments alone
    expect(page.get_by_role("heading", name="Промежуточные оценки")).to_be_visible()
    assert page.locator(".m-route__item").count() == 40
    lists = {f"/{kind}/katalog.json" for kind in ("practices", "events", "associations")}
    asked = set(wires[0].addresses[before:]) - {"/assets/images/favicon.svg"}  # the browser's own wish
    assert asked <= lists, "whole lists alone: nobody learns what was looked for"


def test_what_the_page_does_not_offer_is_found_in_the_lists_of_the_base(opened: Opened) -> None:
    offered = {row["k"] for row in route.route_data(shipped_catalog(), "")["demo"]}
    gone = next(event.key for event in shipped_catalog().listed("events", demo=True) if event.key not in offered)
    page = opened(f"marshrut/#plan={gone},practices/takoi-net")
    expect(page.locator(".m-route__view li")).to_have_count(1)
    expect(page.locator(".m-route__view")).to_contain_text("не нашлось: practices/takoi-net")


def test_what_stands_in_the_store_is_looked_through(opened: Opened) -> None:
    """Another version, another tab or the person himself has written there."""
    values = {
        "mode": "kept",
        "diagnosis": json.dumps({"v": 1, "value": {"sheets": 5, "first": {"answers": {"<b>": 9, "e70a344082": 999}}}}),
        "route": json.dumps({"v": 1, "value": {"areas": ["<b>", "methods"], "aims": {"methods": {}},
            "checks": [None, {}], "items": [{"key": "javascript:alert(1)"}, 5, {"key": "practices/x",
                "mark": "toString", "title": "<img src=x onerror=alert(1)>", "month": "<b>", "dates": [1, 2]}]}}),
    }  # fmt: skip
    script = f"""const given = {json.dumps(values)};
        for (const [name, text] of Object.entries(given))
        localStorage.setItem(`metodoteka.own.${{new URL("/", location.href).pathname}}#${{name}}`, text);"""
    page = opened(script=script)
    expect(page.get_by_role("heading", name="Мой план")).to_be_visible()
    expect(page.locator(".m-route__item").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".m-route img").count() == 0
    expect(page.locator(".m-route__item").first.get_by_label("Состояние")).to_have_value("")


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
    paper = strip_tags(
        next(page.text for page in site.build_pages(found, settings) if page.path == "diagnostics/proba.md")
    )
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
