"""Helpers of the tests of forms: scripts of the form in a real browser, without the site around them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from look import BROWSER_FLAGS, chromium, served
from playwright.sync_api import Browser, Page, sync_playwright
from support import PROJECT

FORM = PROJECT / "theme" / "mkdocs" / "assets" / "form"


@dataclass
class Scripts:
    """Modules of a folder, called from a page that has nothing else on it."""

    page: Page
    base: str

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[Scripts]:
        with served(folder) as base, browser() as opened:
            page = opened.new_page()
            page.goto(base + "dom.js")
            yield cls(page, base)

    def call(self, module: str, function: str, argument: Any) -> Any:
        """What ``function(module, argument)`` gives."""
        return self.page.evaluate(
            f"async ([url, argument]) => ({function})(await import(url), argument)", [self.base + module, argument]
        )


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        yield opened
        opened.close()
