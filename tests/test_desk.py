"""The editor's desk in a real browser: a practice becomes a branch with a valid file, and everything around it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import desk_page
import pytest
from desk_page import Desk
from look import served
from playwright.sync_api import Browser, expect
from support import PROJECT, same_as_file

from generator import cli
from generator.documents import sources
from generator.publish import gate
from generator.records import KINDS, formatter

CASES = PROJECT / "tests" / "cases"
ADMIN = PROJECT / "theme" / "mkdocs" / "admin"
STEPS = [
    ("Договориться о цели", "15", "Выбрать класс и один вопрос."),
    ("Прийти на урок", "45", ""),
    ("Записать, что было", "10", "В 9:00 — начало, в 9:12 — вопрос."),
    ("Обсудить", "30", "Сначала говорит учитель.\nПотом гость."),
    ("Поменяться ролями", "", ""),
    ("Подвести итог: что изменится", "20", ""),
]
pytestmark = [pytest.mark.slow, pytest.mark.browser]


# --- the base, the server and the browser ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(once_a_run: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """The small base with a desk, and its site; the port is free when asked for."""
    root, port = tmp_path_factory.mktemp("desk") / "base", desk_page.free_port()
    return root, desk_page.site_of(once_a_run, root, port), port


@pytest.fixture(scope="module")
def server(site: tuple[Path, Path, int]) -> Iterator[None]:
    with desk_page.serving(site[0], site[2]):
        yield


@pytest.fixture(scope="module")
def desk(site: tuple[Path, Path, int], server: None, browser: Browser) -> Iterator[Desk]:
    with served(site[1]) as address, desk_page.signed_in(site[0], address, browser) as its:
        yield its


# --- the way of a practice -------------------------------------------------------------------------------------------


def test_a_practice_becomes_a_branch_a_page_and_nothing_else(desk: Desk, tmp_path: Path, rewrite: bool) -> None:
    desk.new("practices")
    desk.field("title").fill("Гость на уроке: смотрим вдвоём")
    desk.field("summary").fill("Учителя ходят друг к другу на уроки и обсуждают одно — чему научились дети.")
    desk.choose("status", "опубликовано")
    desk.choose("owner", "Школа А")
    desk.field("review_by").fill("2027-01-10")
    desk.choose("levels", "Основная школа")
    desk.choose("levels", "10 класс")
    desk.choose("areas", "Методика преподавания")
    desk.write("problem", "Своего урока со стороны не видно.")
    for number, (title, minutes, text) in enumerate(STEPS):
        desk.add("шаг")
        desk.field("title", number + 1).fill(title)
        desk.field("minutes", number).fill(minutes)
        if text:
            desk.write("text", text, number)
    for number, thing in enumerate(("лист наблюдения", "ручка: две")):
        desk.add("материалы")
        desk.field("item", number).fill(thing)
    desk.write("results", "Каждый назвал, что изменит.")
    desk.add("условия")
    desk.field("prepare_hours").fill("1.5")
    desk.field("class_size_max").fill("30")
    desk.choose("small_school", "подходит")
    desk.add("автор")
    desk.field("role").fill("методист")
    desk.field("name").fill("Имярек Пробный")
    desk.add("согласие на публикацию имени")
    desk.field("given").fill("2026-01-01")
    desk.field("document").fill("журнал 1")
    desk.choose("categories", "имя")
    desk.field("resource").fill("пробная база")
    desk.add("источник")
    desk.field("title", 7).fill("Книга об уроке")
    desk.field("link").fill("https://example.org/kniga")
    branch, path = "cms/practices/gost-na-uroke-smotrim-vdvoem", "data/practices/gost-na-uroke-smotrim-vdvoem.yml"
    desk.save(branch)

    assert desk.git("rev-list", "--count", f"main..{branch}") == "1"
    assert desk.git("diff", "--name-only", "main", branch) == path
    assert desk.git("log", "-1", "--format=%s", branch) == (
        "data: новая запись «gost-na-uroke-smotrim-vdvoem» (Практика)"
    )
    written = desk.file(branch, path)
    source, problems = sources.parse(written, path)
    assert problems == []
    assert written == formatter.render("practices", source.data)
    same_as_file(written.replace(time.strftime("%Y-%m-%d"), "2026-01-10"), CASES / "desk" / "practice.yml", rewrite)

    desk.git("worktree", "add", "-q", str(tmp_path / "branch"), branch)
    assert cli.main(["--root", str(tmp_path / "branch"), "check", "--strict", path]) == 0
    desk.git("worktree", "remove", "--force", str(tmp_path / "branch"))

    desk.page.get_by_role("button", name="Этап: Пишется").click()
    desk.page.get_by_role("menuitem", name="Можно принять").click()
    # Until the server has answered, Decap holds the record for unfinished and only says so.
    desk.page.get_by_role("button", name="Этап: Можно принять").wait_for()
    desk.page.get_by_role("button", name="Принять", exact=True).click()
    desk.page.get_by_role("menuitem", name="Принять сейчас").click()
    desk.page.get_by_text("Принято", exact=True).first.wait_for()
    assert desk.file("main", path) == written
    desk.git("checkout", "-q", "main")
    assert cli.main(["--root", str(desk.root), "pages", "--out", str(tmp_path / "pages")]) == 0
    page = tmp_path / "pages/docs/practices/gost-na-uroke-smotrim-vdvoem.md"
    assert "смотрим вдвоём" in page.read_text("utf-8")


def test_what_may_not_get_into_the_history_is_not_saved_and_what_is_missing_is_said(desk: Desk) -> None:
    desk.new("practices")
    desk.field("title").fill("Без лишнего")
    desk.field("summary").fill("Звоните: +7 900 123-45-67")
    save = desk.page.get_by_role("button", name="Сохранить")
    save.click()
    note = desk.page.locator(".d-note")
    note.filter(has_text="Запись не сохранена. Уберите: телефон +7 900 123-45-67").wait_for()
    desk.put("summary", "Коротко о деле.")
    desk.add("автор")
    desk.field("role").fill("Иванова М.П.")
    save.click()
    note.filter(has_text="Запись не сохранена. Вместо должности стоит имя человека: Иванова М.П.").wait_for()
    desk.put("role", "учитель")
    desk.put("summary", "Начала Иванова М.П., методист района.")
    desk.choose("status", "опубликовано")
    save.click()
    note.filter(has_text="Для состояния «опубликовано» не хватает: «На какое затруднение отвечает»").wait_for()
    assert desk.ahead("cms/practices/bez-lishnego") == 0
    desk.choose("status", "на проверке")
    desk.save("cms/practices/bez-lishnego")
    text = desk.git("show", "cms/practices/bez-lishnego:data/practices/bez-lishnego.yml")
    assert "status: review" in text and "900" not in text
    note.filter(has_text="Чтобы опубликовать эту запись, понадобится ещё: «На какое затруднение").wait_for()
    note.filter(has_text="Похоже, в тексте назван человек: Иванова М.П.").wait_for()
    note.get_by_role("button", name="Понятно").click()
    desk.no_toasts()


def test_from_a_new_record_straight_to_another_by_its_address(desk: Desk) -> None:
    """Decap would show the old answers in the other record."""
    desk.new("practices")
    desk.field("title").fill("НЕСОХРАНЁННАЯ")
    desk.page.evaluate("location.hash = '#/collections/practices/entries/parnoe'")
    desk.page.wait_for_function("document.querySelector('[id^=\"title-field-\"]')?.value === 'Парное наставничество'")


def test_the_same_title_again_is_another_file_and_what_is_left_empty_is_not_written(desk: Desk) -> None:
    for name in ("shchuka-ezh", "shchuka-ezh-1"):
        desk.new("practices")
        desk.field("title").fill("Щука & ёж")
        desk.choose("status", "черновик")
        desk.add("условия")
        desk.save(f"cms/practices/{name}")
        written = desk.file(f"cms/practices/{name}", f"data/practices/{name}.yml").split("\n")
        assert [line for line in written if not line.startswith(("#", "updated"))] == [
            "title: Щука & ёж",
            "status: draft",
            "",
        ]
        # The desk stays: a page that is loaded anew would end this wait.
        desk.page.evaluate("() => new Promise((done) => setTimeout(done, 400))")


def test_an_event_of_a_month_keeps_its_month_and_numbers_stay_numbers(desk: Desk) -> None:
    desk.new("events")
    desk.field("title").fill("Методический десант")
    desk.choose("status", "черновик")
    desk.choose("type", "Семинар")
    desk.field("start").fill("апрель")
    desk.page.get_by_role("button", name="Сохранить").click()
    # Labels and complaints are shown in capitals.
    desk.page.get_by_text("нужно так — год, месяц (2026-04)").wait_for()
    desk.put("start", "2026-04")
    desk.page.get_by_text("нужно так — год, месяц (2026-04)").wait_for(state="hidden")
    desk.field("capacity").fill("40")
    desk.save("cms/events/metodicheskii-desant")
    written = desk.file("cms/events/metodicheskii-desant", "data/events/metodicheskii-desant.yml")
    assert [line for line in written.split("\n") if not line.startswith("updated")] == [
        "# yaml-language-server: $schema=../schemas/events.json",
        "title: Методический десант",
        "status: draft",
        "type: seminar",
        "start: 2026-04",
        "capacity: 40",
        "",
    ]


def test_what_the_check_of_the_change_will_say_is_said_here(desk: Desk) -> None:
    desk.new("events")
    desk.field("title").fill("Пятый угол")
    desk.choose("type", "Семинар")
    desk.field("start").fill("2026-04")
    desk.field("end").fill("2026-03")
    desk.save("cms/events/piatyi-ugol")
    note = desk.page.locator(".d-note", has_text="С этим запись не примут. «Окончание»")
    note.filter(has_text="раньше, чем «Начало» (2026-04)").wait_for()
    note.get_by_role("button", name="Понятно").click()


def test_a_small_edit_is_a_small_difference(desk: Desk) -> None:
    path, name = "data/practices/parnoe.yml", "cms/practices/parnoe"
    desk.git("checkout", "-q", "main")
    source, _ = sources.parse((desk.root / path).read_text("utf-8"), path)
    text = formatter.render("practices", source.data).replace("problem:", "# Спросить Анну Петровну.\nproblem:")
    (desk.root / path).write_text(text, "utf-8")
    desk.git("commit", "-q", "-a", "-m", "data: написание")
    desk.open("collections/practices")
    desk.open("collections/practices/entries/parnoe")
    desk.put("title", "Парное наставничество в школе")
    desk.save(name)
    changed = [line for line in desk.git("diff", "-U0", "main", name).split("\n") if line[:1] in "+-"]
    assert changed[2:] == ["-title: Парное наставничество", "+title: Парное наставничество в школе"]


OUTSIDE = """[...document.querySelectorAll('body *')]
  .filter((it) => it.getBoundingClientRect().width && it.getBoundingClientRect().right > 361)
  .map((it) => it.tagName + ' ' + it.getAttribute('class'))"""
#: without what desk.css says about words that have no room
UNBROKEN = "#nc-root * { overflow-wrap: normal !important; white-space: nowrap; table-layout: auto !important; }"


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("practices/new", ""),
        ("practices/entries/parnoe", "Парное наставничество в школе"),  # of the workflow: its bar has the most buttons
        ("practices-md/entries/razobrannye-primery", "Разобранные примеры"),
        ("programmes/entries/vverkh", "Программа вверх"),
        ("values/entries/severnyi-2025", None),
    ],
)
def test_on_a_phone_nothing_sticks_out(desk: Desk, place: str, title: str | None) -> None:
    """In the list and in a form that has come whole: it is looked at when the answers are there, not before."""
    desk.page.set_viewport_size({"width": 360, "height": 740})
    desk.open(f"collections/{place.partition('/')[0]}")
    desk.page.get_by_role("heading", name="Виды записей").wait_for()
    expect(desk.page.locator(".Toastify__toast")).to_have_count(0)
    assert desk.page.evaluate(OUTSIDE) == []
    desk.open(f"collections/{place}")
    if title is not None:
        expect(desk.field("title")).to_have_value(title)
    expect(desk.page.get_by_role("button", name="Сохранить")).to_be_visible()
    expect(desk.page.locator(".Toastify__toast")).to_have_count(0)
    assert desk.page.evaluate(OUTSIDE) == []
    if title:
        desk.page.evaluate("(css) => document.head.append(Object.assign(document.createElement('style'), "
                           "{ id: 'unbroken', textContent: css }))", UNBROKEN)  # fmt: skip
        assert desk.page.evaluate(OUTSIDE) != [], "the red twin: without the rules of desk.css this would not fit"
        desk.page.evaluate("document.getElementById('unbroken').remove()")
    desk.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_link_to_a_record_that_is_a_long_text_opens_it(desk: Desk) -> None:
    """Whoever writes a link knows kind and name, not whether the file ends in .yml or .md."""
    desk.open("collections/practices")
    desk.page.get_by_role("heading", name="Виды записей").wait_for()
    open_long_text(desk)
    desk.open("collections/practices/entries/parnoe")
    desk.page.get_by_text("К списку «Практики»", exact=True).wait_for()
    open_long_text(desk)
    desk.page.goto("about:blank")  # from another page: a bookmark
    open_long_text(desk)


def open_long_text(desk: Desk) -> None:
    desk.open("collections/practices/entries/razobrannye-primery")
    desk.page.get_by_text("К списку «Практики: длинные тексты»").wait_for()
    expect(desk.field("title")).to_have_value("Разобранные примеры")
    desk.page.wait_for_url("**#/collections/practices-md/entries/razobrannye-primery")


# --- files and names, in the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf(site: tuple[Path, Path, int], browser: Any) -> Iterator[Any]:
    """A page of the desk that has not started: its modules can be imported."""
    with served(site[1]) as address:
        page = browser.new_page()
        page.goto(f"{address}admin/")
        yield page
        page.close()


def test_every_shipped_record_goes_through_the_desk_unharmed(shelf: Any) -> None:
    found = [
        (kind, source.path, source.data, (PROJECT / source.path).read_text("utf-8"))
        for kind in KINDS
        for source in sources.read_folder(PROJECT, kind)[0]
    ]
    assert len(found) > 300
    again = shelf.evaluate(
        """async (files) => {
          const { format } = await import("./record-file.js");
          const { kinds } = await (await fetch("config.json")).json();
          return files.map(([kind, path, content]) => {
            const form = format(kinds[kind], { body: path.endsWith(".md") });
            return form.toFile(form.fromFile(content));
          });
        }""",
        [[kind, path, content] for kind, path, _, content in found],
    )
    for (_, path, data, _), text in zip(found, again, strict=True):
        source, problems = sources.parse(text, path)
        assert problems == [], path
        assert trimmed(source.data) == trimmed(data), path


def trimmed(value: Any) -> Any:
    """Texts without white space around them and no empty values, as the desk writes them."""
    if isinstance(value, dict):
        return {name: trimmed(part) for name, part in value.items() if formatter.filled(part) is not None}
    if isinstance(value, list):
        return [trimmed(part) for part in value]
    return value.strip() if isinstance(value, str) else value


def test_a_file_that_cannot_be_read_goes_back_as_it_came(shelf: Any) -> None:
    for content in ("title: [", "- a\n- b\n", "title: a\n\ttab: b\n"):
        shown, back = shelf.evaluate(
            """async (content) => {
              const { format } = await import("./record-file.js");
              const { kinds } = await (await fetch("config.json")).json();
              const form = format(kinds.practices);
              const data = form.fromFile(content);
              return [data.title, form.toFile(data)];
            }""",
            content,
        )
        assert shown.startswith("Файл не читается: ")
        assert back == content


# --- the policy ------------------------------------------------------------------------------------------------------


def test_under_the_policy_of_the_site_the_desk_does_not_start(
    site: tuple[Path, Path, int], server: None, browser: Any, tmp_path: Path
) -> None:
    """The red twin of the module's end, which finds no refusal under the desk's own policy."""
    folder = site[1]
    strict = gate.POLICY.search((folder / "about" / "index.html").read_text("utf-8"))[0]
    shutil.copytree(folder / "admin", tmp_path / "admin")
    for name in ("form", "shared"):
        shutil.copytree(folder / "assets" / name, tmp_path / "assets" / name)
    page_text = (folder / "admin" / "index.html").read_text("utf-8")
    (tmp_path / "admin" / "index.html").write_text(gate.POLICY.sub(lambda _: strict, page_text), "utf-8")
    refused: list[str] = []
    with served(tmp_path) as address:
        page = browser.new_page()
        page.on("console", lambda raw: refused.append(raw.text) if raw.type == "error" else None)
        page.goto(f"{address}admin/", wait_until="networkidle")
        started = page.get_by_role("button", name="Начать работу").count()
        page.close()
    assert started == 0
    assert any("Content Security Policy" in text for text in refused)
