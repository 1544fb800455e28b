"""Helpers of the tests of the desk: a base under git, decap-server, and a page that is signed in."""

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

import kept_sites
import pytest
import yaml
from playwright.sync_api import Browser, Error, expect
from support import MINI_DAY, PROJECT, copy_of_mini, without_codes

from generator import cli

#: a record that is a .md file, and what a phone has no room for
LONG = "data/practices/razobrannye-primery.md"
WIDE = """
| Минуты | Первый класс | Четвёртый класс | Где учитель | Что останется в тетради |
| --- | --- | --- | --- | --- |
| 0–8 | Общая задача | Самостоятельно | Объясняет | Решение с пояснениями |

Подробнее: <https://example.org/odin-ochen-dlinnyi-adres-kotoryi-nigde-ne-perenositsia-na-druguiu-stroku>
"""
#: what stands in the site for the server of the desk till its port is known
_SERVER = "http://127.0.0.1:65535"
SERVER = PROJECT / "tests" / "npm" / "node_modules" / "decap-server" / "dist" / "index.js"


class Desk:
    """A base under git, the address of its site and a page of the browser."""

    def __init__(self, root: Path, address: str, page: Any):
        self.root, self.address, self.page = root, address, page

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.root), *arguments], check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout.strip()

    def open(self, place: str) -> None:
        """Another place of the desk. On its page only the part behind the # is written, as a person does: a desk that
        loads itself anew then takes the page away from a ``goto`` that waits for it."""
        if self.page.url.startswith(f"{self.address}admin/"):
            self._write_hash(place)
        else:
            self.page.goto(f"{self.address}admin/#/{place}")

    def _write_hash(self, place: str, tries: int = 3) -> None:
        """A desk that loads itself anew while the part is written takes the page away from that too."""
        try:
            self.page.evaluate("(place) => { location.hash = `#/${place}`; }", place)
        except Error as fault:
            if tries == 1 or "context was destroyed" not in str(fault):
                raise
            self.page.wait_for_load_state()
            self._write_hash(place, tries - 1)

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
        """What a list offers may come from the server: Enter before it is there chooses nothing."""
        self.field(name, number).fill(label)
        self.page.locator('[id^="react-select-"][id*="-option-"]', has_text=label).first.wait_for()
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str, number: int = 0) -> None:
        """Into a Markdown field, which is no text area but an editor: lines become paragraphs, lines that begin with
        «- » a list, made by the button."""
        editable = '*[@contenteditable="true"]'
        label = f'//label[starts-with(@for,"{name}-field-")]'
        editor = self.page.locator(f"xpath={label}/ancestor::*[.//{editable}][1]//{editable}").nth(number)
        editor.click()
        if text.startswith("- "):
            button = '*[@title="Маркированный список"]'
            editor.locator(f"xpath=ancestor::*[.//{button}][1]//{button}").first.click()
        for position, line in enumerate(text.split("\n")):
            if position:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(line.removeprefix("- "))

    def add(self, label: str, number: int = 0) -> None:
        """Into the list of that name, the first one unless told."""
        self.page.get_by_role("button", name=f"Добавить: {label}", exact=True).nth(number).click()

    def save(self, branch: str) -> None:
        """Until the branch has one more commit, the record has its own address and the desk says «Сохранено» anew."""
        self.no_toasts()
        before = self.ahead(branch)
        self.page.get_by_role("button", name="Сохранить").click()
        until(lambda: self.ahead(branch) > before, f"nothing new in the branch {branch}")
        # Decap reads the record again and goes to its own address.
        self.page.wait_for_url("**/entries/**")
        self.page.get_by_text("Сохранено", exact=True).first.wait_for()

    def no_toasts(self) -> None:
        """Send away what the desk has said: what it says next belongs to what is done next. Each goes by itself in a
        while, too: all of those that are there at one moment."""
        self.page.locator(".Toastify__toast").evaluate_all("all => all.forEach((told) => told.click())")
        expect(self.page.locator(".Toastify__toast")).to_have_count(0)

    def ahead(self, branch: str) -> int:
        """The commits of a branch that ``main`` has not; 0 where there is no such branch."""
        known = branch in self.git("branch", "--format=%(refname:short)").split()
        return int(self.git("rev-list", "--count", f"main..{branch}")) if known else 0

    def file(self, branch: str, path: str) -> str:
        return self.git("show", f"{branch}:{path}") + "\n"


def until(happened: Callable[[], bool], otherwise: str) -> None:
    for _ in range(2400):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail(otherwise)


def site_of(once_a_run: Callable[[str, Callable[[Path], None]], Path], root: Path, port: int) -> Path:
    """The small base with a desk as a repository in ``root``, and the site of it beside: its desk asks a server on this
    port. The site is built once a run: a copy differs from it in the port alone."""

    @kept_sites.unless_changed("desk", "tests/mini", "tests/cases/doors", "data/vocabularies", "tests/desk_page.py")
    def make(folder: Path) -> None:
        base = without_codes(copy_of_mini(folder / "base"))
        with (base / LONG).open("a", encoding="utf-8") as file:
            file.write(WIDE)
        case = yaml.load((PROJECT / "tests/cases/doors/values.yml").read_text("utf-8"), yaml.CSafeLoader)
        for path, text in case["base"].items():
            (base / path).write_text(text, encoding="utf-8")
        written = (base / "mkdocs.yml").read_text("utf-8")
        plugin = f"  - metodoteka:\n      desk: {{backend: local, server: '{_SERVER}/api/v1'}}\n"
        (base / "mkdocs.yml").write_text(written.replace("  - metodoteka:\n", plugin), "utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
            assert cli.main(["--root", str(base), "build", "--out", str(folder / "site")]) == 0

    made, site = once_a_run("desk", make), root.parent / "site"
    shutil.copytree(made / "base", root)
    site.mkdir()
    for part in (made / "site").iterdir():
        if part.name != "admin":
            (site / part.name).symlink_to(part)
    shutil.copytree(made / "site" / "admin", site / "admin")
    for name in ("index.html", "config.json"):
        text = (site / "admin" / name).read_text("utf-8")
        assert _SERVER in text
        (site / "admin" / name).write_text(text.replace(_SERVER, f"http://127.0.0.1:{port}"), "utf-8")
    under_git(root)
    return site


def free_port() -> int:
    """A port that is free when asked for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def under_git(root: Path) -> None:
    """Make the folder a repository with everything in its first commit on ``main``."""
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.email", "editor@example.org"],
        ["config", "user.name", "Редактор"],
        ["config", "core.quotepath", "off"],
        ["add", "-A"],
        ["commit", "-q", "-m", "data: начало"],
    ):
        subprocess.run(["git", "-C", str(root), *command], check=True)


def is_serious(value: Any) -> bool:
    return value.type == "error" and not value.text.startswith("Failed to load resource")


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def serving(root: Path, port: int) -> Iterator[None]:
    """decap-server over the repository ``root``, in the mode that makes branches."""
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


@contextlib.contextmanager
def signed_in(root: Path, address: str, browser: Browser, today: str = "") -> Iterator[Desk]:
    """Signed in; whatever the policy refuses, a script throws or another host is asked for fails at the end."""
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (e) => console.error('POLICY', e.violatedDirective, e.blockedURI))"
    )
    # The server answers 404 when a record has no branch yet: that is its way to say so.
    page.on(
        "response",
        lambda came: (
            wrong.append(f"{came.status} {came.url}")
            if came.status >= 400 and not came.url.endswith("/api/v1")
            else None
        ),
    )
    # Decap rejects a promise without a reason when a form has errors, and with a note to itself ("Object") when a
    # record was not saved.
    page.on("pageerror", lambda error: wrong.append(str(error)) if str(error) not in ("undefined", "Object") else None)
    page.on("console", lambda text: wrong.append(text.text) if is_serious(text) else None)
    page.on(
        "request",
        lambda asked: (
            wrong.append(asked.url)
            if urlsplit(asked.url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(asked.url).hostname != "127.0.0.1"
            else None
        ),
    )
    page.on("dialog", lambda dialog: dialog.accept())
    if today:
        page.clock.install(time=f"{today}T12:00:00")
    page.goto(f"{address}admin/")
    page.get_by_role("button", name="Начать работу").click()
    page.get_by_role("heading", name="Виды записей").wait_for()
    yield Desk(root, address, page)
    page.close()
    assert wrong == []
