"""Helpers of the tests of «Мой кабинет»: its pages at 360 px, what browsers keep, what requests carry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from form_page import Refused
from kept_pages import one_visit
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from test_offline import taken
from test_own_store import FULL, SWITCHED_OFF

PRACTICE = "practices/mozaika/"
NOTE = "Вторая группа закончила раньше"
DISTRICT = "Куйбышевский район (Ростовская область)"
#: what a browser does with what pages want to keep
BROWSERS = {"usual": "", "without net": "", "switched off": SWITCHED_OFF, "full": FULL}
#: those that keep what they are asked to keep
KEEPING = ("usual", "without net")

#: what is pressed to keep something, in a browser that refuses to keep it too: that is said before
KEEP = dict.fromkeys(KEEPING, "На этом устройстве") | {
    "switched off": "Пока открыта эта страница",
    "full": "На этом устройстве",
}

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, built_url: str) -> Iterator[Opened]:
    """``opened(address, script, …)``: a page at 360 px in a context of its own; ``page.asked`` are its requests. At the
    end the console must have been silent."""
    said: list[str] = []
    visits = ExitStack()

    def open_(address: str = "kabinet/", script: str = "", width: int = 360, context: BrowserContext | None = None,
              day: str = "2026-11-30", **more: Any) -> Page:  # fmt: skip
        if context is None:
            base = more.pop("base_url", built_url)
            page = visits.enter_context(one_visit(browser, base, width, 740, f"{day}T12:00:00", **more))
        else:
            page = context.new_page()
            page.clock.install(time=f"{day}T12:00:00")
        page.on("console", lambda one: said.append(one.text) if is_fault(one) else None)
        page.on("pageerror", lambda fault: said.append(str(fault)))
        if script:
            page.add_init_script(script)
        asked: list[Request] = []
        page.asked = asked  # type: ignore[attr-defined]
        page.on("request", lambda one: asked.append(one))
        page.goto(address)
        return page

    with visits:
        yield open_
    if said:
        raise Refused(said)


def is_fault(said: ConsoleMessage) -> bool:
    """Whether the console says something that no test has made it say."""
    made = re.search(r"\b50[13]\b", said.text)
    return said.type in ("error", "warning") and not made


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def kept(page: Page) -> dict[str, str]:
    """What the site keeps, but for the look of the pages, which Material writes."""
    found = page.evaluate("({...localStorage, ...sessionStorage})")
    return {key: value for key, value in found.items() if "__palette" not in key}


def leave_the_net(context: BrowserContext, section: str = "vse") -> None:
    """Take the base along, or a section and what every section has, then be without a connection."""
    taken(context, section).close()
    context.set_offline(True)


def cabinet(page: Page) -> Page:
    page.goto("kabinet/")
    page.locator("#khranitsia").wait_for()
    return page


def addresses(page: Page, host: str) -> list[str]:
    return [request.url.removeprefix(host) for request in page.asked]  # type: ignore[attr-defined]


def carried(asked: list[Request], *words: str) -> list[str]:
    """Requests that say something behind the address of a file, in a body, or one of the words."""
    from urllib.parse import unquote

    return [
        one.url
        for one in asked
        if one.method != "GET"
        or one.post_data
        or re.sub(r"\?[0-9a-f]{8}$", "", one.url).count("?")
        or any(word in unquote(one.url + json.dumps(one.headers, ensure_ascii=False)) for word in words)
    ]


def fill(page: Page) -> None:
    """A cabinet with everything, made by hand on its page and on that of a practice."""
    press(page, "На этом устройстве")
    page.get_by_label("Предмет").select_option("matematika")
    page.get_by_label("Класс или ступень").select_option("grade-6")
    page.get_by_label("Район").select_option(label=DISTRICT)
    page.goto(PRACTICE)
    page.locator("[data-save]").click()
    expect(page.locator("[data-save]")).to_have_text("Сохранена")
    page.locator("[data-save]").click()
    page.get_by_label("Попробовал(а)").check()
    page.get_by_label("Заметка для себя").fill(NOTE)
    press(page, "Готово")
    expect(page.locator("[data-save]")).to_be_focused()
