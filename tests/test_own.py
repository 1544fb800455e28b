"""«Мой кабинет» on the built site: from a practice to a report, what is new, out and in again, and what a device keeps.

Every context of Playwright is a private window. Where a browser keeps nothing at all, or has no room, a visit goes the
same way, as far as one page remembers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import cabinet_page
import pytest
from cabinet_page import (
    BROWSERS,
    DISTRICT,
    KEEP,
    KEEPING,
    NOTE,
    PRACTICE,
    Opened,
    addresses,
    cabinet,
    carried,
    fill,
    kept,
    leave_the_net,
    press,
)
from playwright.sync_api import Page, expect
from test_own_store import FULL

opened = cabinet_page.opened


pytestmark = [pytest.mark.slow, pytest.mark.browser]

# --- two journeys -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", BROWSERS)
def test_from_a_practice_to_a_report_of_what_came_out(opened: Opened, mini_url: str, how: str) -> None:
    """On a small base: without net all of it is taken along."""
    practice = "practices/parnoe/"
    page = opened(practice, BROWSERS[how], base_url=mini_url)
    title = page.locator("h1").evaluate("e => e.firstChild.data.trim()")
    if how == "without net":
        leave_the_net(page.context)
        page.goto(practice)
    save = page.locator("[data-save]")
    expect(save).to_have_text("Сохранить")
    assert not any("/assets/own/" in one.url for one in page.asked), "nothing is fetched before a press"
    if how in KEEPING:
        assert kept(page) == {}, "nothing is kept before it is asked for"
    save.click()
    if how == "switched off":
        expect(page.locator(".m-own-where p").first).to_contain_text("Браузер не даёт сайту ничего хранить")
    press(page, KEEP[how])
    page.get_by_label("Попробовал(а)").check()
    page.get_by_label("Заметка для себя").fill(NOTE)
    words = "Сохранено на этом устройстве." if how in KEEPING else "проживут, пока открыта эта страница"
    expect(page.locator("dialog [role=status]")).to_contain_text(words)
    press(page, "Рассказать, что получилось")
    report = page.get_by_label("Что перенести в рассказ")
    expect(report).to_have_value(NOTE)
    report.fill(f"{NOTE}. Дальше — пять экспертов.")
    press(page, "Открыть форму")
    page.wait_for_url("**/predlozhit/primenenie/#iz-kabineta")
    expect(page.get_by_role("combobox", name=re.compile("^Практика"))).to_have_value(title)
    expect(page.get_by_label(re.compile("^Рассказ"))).to_have_value(f"{NOTE}. Дальше — пять экспертов.")
    expect(page.get_by_label(re.compile("^Когда"))).to_have_value("2026-11")
    assert carried(page.asked, NOTE, "пять экспертов") == []
    assert page.evaluate("window.name") == ""


@pytest.mark.parametrize("how", BROWSERS)
def test_what_is_new_since_the_last_visit_for_ones_subject(opened: Opened, how: str, built: Path) -> None:
    news = json.loads((built / "kabinet" / "novoe.json").read_text("utf-8"))
    subject = next(n for n, (its_id, *_) in enumerate(news["subjects"]) if its_id == "matematika")
    added = [one for one in news["news"] if one[5] and not one[8]][:30]
    mine = [one[2] for one in added if subject in one[5]]
    assert 0 < len(mine) < len(added), "some of what is added concerns the subject"
    earlier = news | {"news": [one for one in news["news"] if one not in added]}
    page = opened("about/", BROWSERS[how])
    page.route("**/kabinet/novoe.json", lambda route: route.fulfill(json=earlier))
    cabinet(page)
    expect(page.locator("#novoe + p")).to_contain_text("Сайт не помнит")
    press(page, KEEP[how])
    if how not in KEEPING:
        expect(page.locator(".m-own-where [role=status]")).to_contain_text("Браузер не даёт сайту ничего хранить")
    page.get_by_label("Предмет").select_option("matematika")
    titles = page.locator(".m-own__news a")
    assert not set(mine) & set(titles.all_inner_texts())
    page.unroute("**/kabinet/novoe.json")
    page.clock.set_fixed_time("2026-12-02T09:00:00")
    if how == "without net":
        leave_the_net(page.context, "guides")  # the cabinet and its news come along with every section
    cabinet(page)
    new = page.get_by_role("heading", name="Новое с прошлого раза")
    if how in KEEPING:
        expect(page.locator("#novoe + p")).to_contain_text("Вы были здесь 30 ноября 2026 г., с тех пор для вас")
        assert page.locator(".m-own__news").first.locator("a").all_inner_texts() == mine
        cabinet(page)
        expect(new).to_be_visible()  # the whole day long
        page.clock.set_fixed_time("2026-12-03T09:00:00")
        cabinet(page)
        expect(page.locator("#novoe + p")).to_contain_text("ничего нового")
    expect(titles.first).to_be_visible()
    expect(new).to_have_count(0)


# --- nothing leaves the device ----------------------------------------------------------------------------------------


def test_the_server_sees_no_difference(opened: Opened, built_url: str) -> None:
    """The same requests, whoever comes: with an empty cabinet and with a full one."""
    visited = (PRACTICE, "practices/", "kabinet/", "predlozhit/primenenie/")

    def asked_by(page: Page) -> dict[str, list[str]]:
        found = {}
        for address in visited:
            page.asked.clear()  # type: ignore[attr-defined]
            page.goto(address, wait_until="networkidle")
            asked = addresses(page, built_url)
            found[address] = sorted(one for one in asked if "favicon" not in one)  # it comes when the browser likes
        return found

    page = opened("about/")
    before = asked_by(page)
    fill(cabinet(page))
    page.goto("about/")
    assert asked_by(page) == before
    assert carried(page.asked, NOTE, DISTRICT) == []


def test_red_twin_a_request_that_tells_something_is_seen(opened: Opened) -> None:
    page = opened("about/")
    assert carried(page.asked, NOTE) == []
    for script in (f"fetch('/about/?note={NOTE}')", "fetch('/404.html?a', {method: 'POST'})"):
        page.asked.clear()
        page.evaluate(f"{script}.then(() => 1, () => 1)")
        assert len(carried(page.asked, NOTE)) == 1


def test_everything_goes_out_is_erased_and_comes_back(opened: Opened, tmp_path: Path) -> None:
    page = opened()
    fill(page)
    page.goto("predlozhit/primenenie/")
    page.get_by_label(re.compile("^Рассказ")).fill("Черновик рассказа")
    cabinet(page)
    shown = page.locator("#khranitsia + ul")
    expect(shown).to_contain_text("Сохранённые практики, отметки и заметки — 1 практика".replace("1 ", "1\u00a0"))
    expect(shown).to_contain_text("Черновики форм «Предложить запись» — 1\u00a0черновик")
    before = kept(page)
    with page.expect_download() as download:
        press(page, "Сохранить в файл")
    file = tmp_path / "moi-kabinet.json"
    download.value.save_as(file)
    press(page, "Стереть всё")
    expect(page.locator("#khranitsia ~ [role=status]")).to_contain_text(
        "«Вернуть» вернёт кабинет и черновики без картинок"
    )
    assert kept(page) == {}
    expect(page.locator("#sokhraneny + .m-empty")).to_be_visible()
    press(page, "Вернуть")
    expect(page.locator("#sokhraneny + .m-empty")).to_be_hidden()
    assert set(kept(page)) >= set(before) - {key for key in before if key.startswith("#")}
    press(page, "Стереть всё")
    expect(page.locator("#sokhraneny + .m-empty")).to_be_visible()
    page.reload()
    press(page, "На этом устройстве")
    page.get_by_label("Файл кабинета").set_input_files(file)
    expect(page.locator("#khranitsia ~ [role=status]")).to_contain_text("Взято из файла")
    after = kept(page)
    assert {key: after.get(key) for key in before if not key.startswith("#")} == {
        key: value for key, value in before.items() if not key.startswith("#")
    }
    expect(page.locator(".m-own__note")).to_have_text(NOTE)
    # Undoing a file takes back what it brought, not the pages taken along.
    copy = page.evaluate("`metodoteka:${__md_scope.pathname}:a`")
    page.evaluate("(name) => caches.open(name).then(() => null)", copy)
    press(page, "Вернуть, как было")
    expect(page.locator("#sokhraneny + .m-empty")).to_be_visible()
    assert not any("predlozhit" in key for key in kept(page))
    assert page.evaluate("caches.keys()") == [copy]
    press(page, "Стереть всё")
    expect(page.locator("#khranitsia ~ [role=status]")).to_contain_text("страницы, взятые с собой")
    assert page.evaluate("caches.keys()") == []


def test_a_strange_file_is_text_and_nothing_else(opened: Opened, tmp_path: Path) -> None:
    page = opened()
    press(page, "На этом устройстве")
    evil = "<img src=x onerror=document.title='взломано'>"
    saved = {"mozaika": {"state": "", "note": evil, "since": "2026-11-29", "title": evil}}
    draft = {"metodoteka.predlozhit.replication": {"note": evil}, "metodoteka.own./#mode": {"a": "b"}}
    file = tmp_path / "a.json"
    file.write_text(
        json.dumps({"format": "metodoteka.own", "version": 1, "values": {"saved": saved, "x": 1}, "drafts": draft})
    )
    page.get_by_label("Файл кабинета").set_input_files(file)
    said = page.locator("#khranitsia ~ [role=status]")
    expect(said).to_contain_text("Взято из файла: сохранённые практики, черновики форм")
    expect(said).to_contain_text("Не взято: «x» — кабинет такого не знает; «черновики форм» — записано не так")
    expect(page.locator(".m-own__note")).to_have_text(evil)
    assert page.locator(".m-own img").count() == 0
    assert "взломано" not in page.title()
    file.write_text("{")
    page.get_by_label("Файл кабинета").set_input_files(file)
    expect(said).to_contain_text("не открыт: это не файл кабинета")


def test_a_strange_computer_keeps_nothing(opened: Opened) -> None:
    page = opened()
    press(page, "Чужой компьютер: до закрытия вкладки")
    page.get_by_label("Класс или ступень").select_option("grade-6")
    page.get_by_label("Район").select_option(label=DISTRICT)
    page.goto(PRACTICE)
    page.locator("[data-save]").click()
    expect(page.locator("[data-save]")).not_to_have_text("Сохранить")
    page.locator("[data-save]").click()
    page.get_by_label("Попробовал(а)").check()
    page.get_by_label("Заметка для себя").fill(NOTE)
    press(page, "Рассказать, что получилось")
    press(page, "Открыть форму")
    expect(page.get_by_role("combobox", name=re.compile("^Где"))).to_have_value(DISTRICT)
    expect(page.get_by_label(re.compile("^Рассказ"))).to_have_value(f"6 класс\n\n{NOTE}")
    page.get_by_label(re.compile("^Что изменили")).fill("Другие роли")
    expect(page.get_by_text("Черновик сохранён в этой вкладке, пока она открыта.")).to_be_visible()
    page.reload()
    expect(page.get_by_label(re.compile("^Что изменили"))).to_have_value("Другие роли")
    page.goto(PRACTICE)
    expect(page.locator("[data-save]")).to_have_text("В кабинете")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('metodoteka'))") == []
    later = opened(PRACTICE, context=page.context)
    page.close()
    expect(later.locator("[data-save]")).to_have_text("Сохранить")
    cabinet(later)
    expect(later.locator("#sokhraneny + .m-empty")).to_be_visible()
    assert kept(later) == {}
    assert later.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_a_full_device_loses_nothing_that_was_written(opened: Opened) -> None:
    page = opened()
    fill(page)
    page.add_init_script(FULL)
    cabinet(page)
    page.locator(".m-own__item summary").click()
    note = page.get_by_label("Заметка для себя")
    note.fill(f"{NOTE}, и вот почему")
    expect(page.locator(".m-own__item [role=status]")).to_contain_text("Не сохранено: браузер не даёт места")
    expect(note).to_have_value(f"{NOTE}, и вот почему")
    assert NOTE in "".join(kept(page).values()), "what was kept stays"


def test_without_a_connection_what_is_kept_is_there(opened: Opened) -> None:
    page = opened()
    fill(page)
    page.route("**/kabinet/*.json", lambda route: route.fulfill(status=503))
    cabinet(page)
    expect(page.locator(".m-own__note")).to_have_text(NOTE)
    expect(page.get_by_text("Списки базы не загрузились")).to_have_count(2)
    page.unroute("**/kabinet/*.json")
    cabinet(page)
    expect(page.get_by_label("Район").locator("option:checked")).to_have_text(DISTRICT)


# --- the button and the page ------------------------------------------------------------------------------------------
