"""The editor's desk in a real browser: a practice becomes a branch with a valid file, and everything around it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from look import BROWSER_FLAGS, chromium, served
from support import PROJECT, copy_of_mini, same_as_file

from generator import cli, formatter, sources
from generator.publish import gate
from generator.records import KINDS

SERVER = PROJECT / "tests" / "npm" / "node_modules" / "decap-server" / "dist" / "index.js"
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


class Desk:
    """A base under git, its site, the server of the desk and a page of the browser."""

    def __init__(self, root: Path, site: Path, address: str, page: Any):
        self.root, self.site, self.address, self.page = root, site, address, page

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.root), *arguments], check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout.strip()

    def open(self, place: str) -> None:
        self.page.goto(f"{self.address}admin/#/{place}")

    def new(self, kind: str) -> None:
        """An empty form; Decap keeps the last one on the screen for a moment."""
        self.open(f"collections/{kind}")
        self.page.get_by_role("heading", name="Виды записей").wait_for()
        self.open(f"collections/{kind}/new")
        self.page.wait_for_function("document.querySelector('[id^=\"title-field-\"]')?.value === ''")

    def field(self, name: str, number: int = 0) -> Any:
        return self.page.locator(f'[id^="{name}-field-"]').nth(number)

    def put(self, name: str, text: str) -> None:
        """Write over what stands in the field; Decap moves the cursor when a field gets the focus, as `fill` does not
        expect."""
        self.field(name).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, label: str, number: int = 0) -> None:
        self.field(name, number).fill(label)
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str, number: int = 0) -> None:
        """Into a Markdown field, which is no text area but an editor."""
        editor = '*[@contenteditable="true"]'
        label = f'//label[starts-with(@for,"{name}-field-")]'
        self.page.locator(f"xpath={label}/ancestor::*[.//{editor}][1]//{editor}").nth(number).click()
        for position, line in enumerate(text.split("\n")):
            if position:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(line)

    def add(self, label: str) -> None:
        """Into the first list of that name."""
        self.page.get_by_role("button", name=f"Добавить: {label}", exact=True).first.click()

    def save(self, branch: str) -> None:
        self.page.get_by_role("button", name="Сохранить").click()
        until(lambda: self.is_ahead(branch), f"no branch {branch}")
        # Decap reads the record again and goes to its own address.
        self.page.wait_for_url("**/entries/**")
        self.page.get_by_text("Сохранено", exact=True).first.wait_for()

    def is_ahead(self, branch: str) -> bool:
        known = branch in self.git("branch", "--format=%(refname:short)").split()
        return known and self.git("rev-list", "--count", f"main..{branch}") != "0"

    def file(self, branch: str, path: str) -> str:
        return self.git("show", f"{branch}:{path}") + "\n"


def until(happened: Callable[[], bool], otherwise: str) -> None:
    for _ in range(2400):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail(otherwise)


def built(root: Path, port: int, out: Path) -> None:
    written = (PROJECT / "mkdocs.yml").read_text("utf-8")
    plugin = f"  - metodoteka:\n      desk: {{backend: local, server: 'http://127.0.0.1:{port}/api/v1'}}\n"
    (root / "mkdocs.yml").write_text(written.replace("  - metodoteka:\n", plugin), "utf-8")
    assert cli.main(["--root", str(root), "build", "--out", str(out)]) == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """The mini base with a desk, and its site; the port is free when asked for."""
    folder = tmp_path_factory.mktemp("desk")
    root = copy_of_mini(folder / "base")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    built(root, port, folder / "site")
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.email", "editor@example.org"],
        ["config", "user.name", "Редактор"],
        ["config", "core.quotepath", "off"],
        ["add", "-A"],
        ["commit", "-q", "-m", "data: начало"],
    ):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    return root, folder / "site", port


def is_serious(said: Any) -> bool:
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@pytest.fixture(scope="module")
def server(site: tuple[Path, Path, int]) -> Iterator[None]:
    root, _, port = site
    if not SERVER.is_file():
        pytest.fail("Нет decap-server. Установите Node.js (nodejs.org) и запустите тесты командой make test.")
    environment = {**os.environ, "MODE": "git", "GIT_REPO_DIRECTORY": str(root), "BIND_HOST": "127.0.0.1",
                   "PORT": str(port), "LOG_LEVEL": "warn"}  # fmt: skip
    process = subprocess.Popen(["node", str(SERVER)], env=environment, cwd=root)
    try:
        until(lambda: process.poll() is not None or listens(port), "decap-server does not listen")
        assert process.poll() is None, "decap-server ended at once"
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def desk(site: tuple[Path, Path, int], server: None, browser: Any) -> Iterator[Desk]:
    """Signed in; whatever the policy refuses, a script throws or another host is asked for fails the module's end."""
    root, folder, _ = site
    wrong: list[str] = []
    with served(folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(40_000)
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (e) => console.error('POLICY', e.violatedDirective, e.blockedURI))"
        )
        # The server answers 404 when a record has no branch yet: that is its way to say so.
        page.on(
            "response",
            lambda came: wrong.append(f"{came.status} {came.url}")
            if came.status >= 400 and not came.url.endswith("/api/v1")
            else None,
        )
        # "undefined": Decap rejects a promise without a reason when a form has errors.
        page.on("pageerror", lambda error: wrong.append(str(error)) if str(error) != "undefined" else None)
        page.on("console", lambda said: wrong.append(said.text) if is_serious(said) else None)
        page.on(
            "request",
            lambda asked: wrong.append(asked.url)
            if urlsplit(asked.url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(asked.url).hostname != "127.0.0.1"
            else None,
        )
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{address}admin/")
        page.get_by_role("button", name="Начать работу").click()
        page.get_by_role("heading", name="Виды записей").wait_for()
        yield Desk(root, folder, address, page)
        page.close()
    assert wrong == []


# --- the way of a practice -------------------------------------------------------------------------------------------


def test_a_practice_becomes_a_branch_a_page_and_nothing_else(desk: Desk, tmp_path: Path, rewrite: bool) -> None:
    desk.new("practices")
    desk.field("title").fill("Гость на уроке: смотрим вдвоём")
    desk.field("summary").fill("Учителя ходят друг к другу на уроки и обсуждают одно — чему научились дети.")
    desk.choose("owner", "Школа А")
    desk.field("review_by").fill("2027-01-10")
    desk.choose("levels", "Основная школа")
    desk.choose("levels", "10 класс")
    desk.choose("areas", "Методика преподавания")
    desk.write("problem", "Своего урока со стороны не видно.")
    for number, (title, minutes, text) in enumerate(STEPS):
        desk.add("шаги")
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
    desk.add("авторы")
    desk.field("role").fill("методист")
    desk.field("name").fill("Имярек Пробный")
    desk.add("согласие на публикацию имени")
    desk.field("given").fill("2026-01-01")
    desk.field("document").fill("журнал 1")
    desk.choose("categories", "имя")
    desk.field("resource").fill("пробная база")
    desk.add("источники")
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
    desk.page.get_by_role("button", name="Принять", exact=True).click()
    desk.page.get_by_role("menuitem", name="Принять сейчас").click()
    desk.page.get_by_text("Принято", exact=True).first.wait_for()
    assert desk.file("main", path) == written
    desk.git("checkout", "-q", "main")
    assert cli.main(["--root", str(desk.root), "build", "--out", str(tmp_path / "site")]) == 0
    assert "смотрим вдвоём" in (tmp_path / "site/practices/gost-na-uroke-smotrim-vdvoem/index.html").read_text("utf-8")


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


def test_on_a_phone_nothing_sticks_out(desk: Desk) -> None:
    """In the list, in an empty form and in a record of the workflow, whose bar has the most buttons."""
    desk.page.set_viewport_size({"width": 360, "height": 740})
    outside = """[...document.querySelectorAll('body *')]
      .filter((it) => it.getBoundingClientRect().width && it.getBoundingClientRect().right > 361)
      .map((it) => it.tagName + ' ' + it.getAttribute('class'))"""
    for place in ("collections/practices", "collections/practices/new", "collections/practices/entries/parnoe"):
        desk.open("collections/practices")
        desk.page.get_by_role("heading", name="Виды записей").wait_for()
        desk.open(place)
        until(lambda: desk.page.evaluate(outside) == [], f"{place}: {desk.page.evaluate(outside)[:3]}")
    desk.page.set_viewport_size({"width": 1280, "height": 900})


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
    shutil.copytree(folder / "assets" / "form", tmp_path / "assets" / "form")
    page_text = (folder / "admin" / "index.html").read_text("utf-8")
    (tmp_path / "admin" / "index.html").write_text(gate.POLICY.sub(lambda _: strict, page_text), "utf-8")
    refused: list[str] = []
    with served(tmp_path) as address:
        page = browser.new_page()
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        page.goto(f"{address}admin/", wait_until="networkidle")
        started = page.get_by_role("button", name="Начать работу").count()
        page.close()
    assert started == 0
    assert any("Content Security Policy" in text for text in refused)
