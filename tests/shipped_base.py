"""The shipped base, read and rendered once in a process, for every test that only looks at it."""

from __future__ import annotations

import datetime as dt
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
    setting."""
    made = site.prepare(PROJECT, Settings(build_date=DAY))
    assert not made.failed
    return made


@cache
def shipped_pages() -> dict[str, str]:
    """The pages of :func:`prepared`: Markdown path -> text."""
    return {page.path: page.text for page in prepared().pages}
