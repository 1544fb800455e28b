"""The shipped base, read and prepared once in a process, for every test that only looks at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache

from support import PROJECT

from generator import site
from generator.catalog import Catalog
from generator.problems import Problem
from generator.settings import Settings

#: the day that tests share unless what they say depends on another
DAY = dt.date(2026, 11, 22)


@cache
def checked(settings: Settings) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalogue of the shipped base and every problem of it."""
    found, problems = site.check(PROJECT, settings)
    return found, tuple(problems)


def shipped_catalog() -> Catalog:
    """The catalogue of the shipped base on :data:`DAY`."""
    return checked(Settings(build_date=DAY))[0]


@cache
def prepared() -> site.Site:
    """Everything that the shipped base publishes on :data:`DAY`, before the engine; its ``mkdocs.yml`` changes no
    setting. A page is laid out when its text is asked for."""
    made = site.prepare(PROJECT, Settings(build_date=DAY), lazy_texts=True)
    assert not made.failed
    return made


class ShippedPages(Mapping[str, str]):
    """Markdown path -> text, laid out once: most tests ask for a few of a thousand pages."""

    def __init__(self) -> None:
        self._pages = {page.path: page for page in prepared().pages}
        self._texts: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = self._pages[path].text
        return self._texts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)


@cache
def shipped_pages() -> ShippedPages:
    """The pages of :func:`prepared`."""
    return ShippedPages()
