"""Helpers of the tests of «Мой маршрут»: its page on the built site, and what leaves the device."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from kept_pages import one_visit
from playwright.sync_api import Browser, Page, Request

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
    said: list[str] = []
    visits = ExitStack()

    def open_(
        address: str = "marshrut/", width: int = 360, script: str = "", wire: list | None = None, **more: Any
    ) -> Page:
        page = visits.enter_context(one_visit(browser, built_url, width, 740, f"{DAY}T12:00:00", **more))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        if script:
            page.add_init_script(script)
        if wire is not None:
            wire.append(Wire(page))
        page.goto(address)
        page.locator(".m-route h2").first.wait_for()
        return page

    with visits:
        yield open_
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
