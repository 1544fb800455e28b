"""Links of «Мой маршрут»: what they carry, and that whatever stands in one is data."""

from __future__ import annotations

import json
import re

import pytest
import route_page
from playwright.sync_api import expect
from route_page import DISTRICT, Opened, Wire, a_route, answer, go
from shipped_base import shipped_catalog

from generator.pages import route

opened = route_page.opened


pytestmark = [pytest.mark.slow, pytest.mark.browser]


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
