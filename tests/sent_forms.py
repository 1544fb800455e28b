"""What the tests of forms share: a base like that of the site, what it says of a file, and ways to send."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from form_page import form
from playwright.sync_api import Browser, Page
from support import copy_of_mini

from generator.channels import submissions
from generator.channels.checked_base import CheckedBase
from generator.channels.submissions import Proposal
from generator.documents import sources
from generator.records import formatter
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of its own, the same as that of the site: one record of every kind."""
    return copy_of_mini(tmp_path_factory.mktemp("form") / "base")


@pytest.fixture(scope="module")
def site(browser: Browser, mini_url: str) -> tuple[Browser, str]:
    return browser, mini_url


def taken_by(root: Path, kind: str, name: str, text: str, advice: tuple[str, ...] = ()) -> dict[str, Any]:
    """The data of the file when the base has nothing against it but the advice, its spelling the one spelling."""
    source, problems = sources.parse(text, f"data/{kind}/{name}")
    assert [problem.code for problem in problems if not problem.is_error] == list(advice)
    assert [problem for problem in problems if problem.is_error] == []
    remarks = submissions.check_proposals(CheckedBase(root, SETTINGS), [Proposal(kind, Path(name).stem, source.data)])[
        1
    ]
    assert [problem for problem in remarks[f"{kind}/{Path(name).stem}"] if problem.is_error] == []
    assert formatter.render(kind, source.data) == text
    return source.data


def in_the_clipboard(page: Page, words: str) -> str:
    """What was copied, once it has these words: a browser copies when it likes."""
    page.wait_for_function("words => navigator.clipboard.readText().then((text) => text.includes(words))", arg=words)
    return page.evaluate("navigator.clipboard.readText()")


def sent_by(page: Page, submit: dict[str, str]) -> None:
    """The form of a practice on a site of this setting."""

    def answer(route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json=found.json() | {"submit": {"new": "", "mail": "", **submit}})

    page.route("**/voprosy.json", answer)
    page.goto("predlozhit/praktika/")
    form(page)
