"""Helpers of the tests of forms: the forms of a site in a real browser, and their scripts without the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kept_pages import SHELF, Kept
from look import served
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, expect
from support import PROJECT

FORM = PROJECT / "theme" / "mkdocs" / "assets" / "form"


@dataclass
class Scripts:
    """Modules of a folder below ``assets``, called from a page that has nothing else on it."""

    page: Page
    base: str

    @classmethod
    @contextmanager
    def open(cls, browser: Browser, folder: Path) -> Iterator[Scripts]:
        with served(folder.parent) as base, browser.new_page() as page:
            page.goto(f"{base}{folder.name}/words.js")
            yield cls(page, f"{base}{folder.name}/")

    def call(self, module: str, function: str, argument: Any) -> Any:
        """What ``function(module, argument)`` gives."""
        return self.page.evaluate(
            f"async ([url, argument]) => ({function})(await import(url), argument)", [self.base + module, argument]
        )


class Refused(AssertionError):
    """The console said something: an error, or a refusal of the security policy."""


@contextmanager
def visits(browser: Browser, base: str, today: str = "2026-05-28") -> Iterator[Callable[..., Page]]:
    """Open pages that know nothing of one another, on a day; at the end the console must have been silent."""
    parts: list[str] = []
    taken: list[tuple[str, Kept]] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            parts.append(message.text)

    def failed(error: Error) -> None:
        parts.append(str(error))

    def at(address: str, width: int = 1280, **options: Any) -> Page:
        name, kept = SHELF.take(browser, base, **options)
        taken.append((name, kept))
        Page.on(kept.page, "console", said)
        Page.on(kept.page, "pageerror", failed)
        page = kept.taken(width, 800, f"{today}T12:00:00")
        page.goto(address)
        return page

    yield at
    for name, kept in taken:
        SHELF.give_back(name, kept)
        Page.remove_listener(kept.page, "console", said)
        Page.remove_listener(kept.page, "pageerror", failed)
    if parts:
        raise Refused(parts)


def form(page: Page, way: str = "vse") -> Page:
    """The page once its form is there, all of it shown (``korotko``: the quick way; ``shag-2``: a step)."""
    page.locator("form.m-form").wait_for()
    link = page.locator(f".m-ways a[href='#{way}']")
    if link.is_visible():
        link.click()
        expect(link).to_have_attribute("aria-current", "true")
    return page


def field(page: Page | Locator, label: str, n: int = 0) -> Locator:
    return page.locator(".m-form").get_by_label(re.compile(f"^{label}( обязательно| нужно для публикации)?$")).nth(n)


def sent_file(page: Page, button: str = "Скачать файл") -> tuple[str, str]:
    """Finish the form; the name and the text of the file it gives."""
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_be_visible()
    with page.expect_download() as loading:
        page.locator(".m-form__send").get_by_role("button", name=button).first.click()
    return loading.value.suggested_filename, Path(loading.value.path()).read_text("utf-8")
