"""From the file that a methodist has to the page on the site, each way whole: who presses what, and nobody in between.

Each test prints its hand steps. A real browser, real git and real HTTP; the forge is ``forge_server``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from form_page import form
from office_files import fill
from playwright.sync_api import expect
from review_base import commit, git, push_to_server, repository
from sent_forms import sent_by
from support import without_codes
from test_blank_page import choose
from test_inbox import aged
from test_intake_forge import Job
from test_office_import import PRACTICE, STEPS

from generator import cli
from generator.channels.intake_text import RECORD_HEADING
from generator.pages import form as form_pages
from generator.settings import submit_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WHOLE = {
    "Практики": [PRACTICE | {"results": "Вопросы задают и те, кто раньше молчал."}],
    "Шаги": STEPS,
    "Источники": [{"^": "Лист вопросов", "sources.title": "Наблюдения за уроками"}],
}
FILE = "data/practices/list-voprosov.yml"


@pytest.fixture(scope="module")
def blank(built_mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook that the site offers, filled in by somebody."""
    folder = tmp_path_factory.mktemp("filled")
    return fill(built_mini / "predlozhit" / "blanki" / "praktika.xlsx", folder / "Практика Ивановой.xlsx", WHOLE)


def quick_base(root: Path) -> Path:
    """The small base under git, without the pages of remarks: most of what `pages` would write."""
    without_codes(repository(root))
    commit(root)
    return root


def published_page(server: Path, branch: str, folder: Path) -> str:
    """The page of the practice once the request of that branch is published and merged, as the main branch gives it."""
    here = folder / "keeper"
    git(folder, "clone", "--quiet", str(server), str(here))
    assert cli.main(["--root", str(here), "publish", "--request", branch]) == 0
    git(here, "fetch", "--quiet")
    git(here, "-c", "user.name=k", "-c", "user.email=k@example.org", "merge", "--quiet", "--no-ff", "-m", "запрос",
        f"origin/{branch}")  # fmt: skip
    assert cli.main(["--root", str(here), "pages", "--out", str(folder / "pages")]) == 0
    return (folder / "pages" / "docs" / "practices" / "list-voprosov.md").read_text("utf-8")


def told(record_property, way: str, *steps: str) -> None:
    record_property("figure", f"{way}: {len(steps)} hand steps: {' → '.join(steps)}")


@pytest.mark.parametrize("forge", ["github", "gitea", "gitlab"])
def test_a_blank_dropped_on_the_form_becomes_a_page_through_an_issue(
    visit, blank: Path, forge: str, tmp_path: Path, record_property
) -> None:
    page = visit("404.html", permissions=["clipboard-read", "clipboard-write"])
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="x", content_type="text/html"))
    repo = {"github": "https://github.com/o/b", "gitea": "https://codeberg.org/o/b", "gitlab": "https://gitlab.com/o/b"}
    sent_by(page, json.loads(json.dumps(form_pages._submit(submit_of({"way": "issue", "repo": repo[forge]})))))
    expect(choose(form(page), blank)).to_contain_text("замечаний нет")
    page.get_by_role("button", name="Проверить и отправить").click()
    link = page.locator(".m-form__send a.m-button--main")
    given = parse_qs(urlsplit(link.get_attribute("href")).query)
    asked = [given[name][0] for name in form_pages._ISSUE[forge][1] if name in given]
    if len(asked) == 2:
        body = asked[1]
    else:  # a long record is copied, and the person pastes it into the form of the forge
        with page.context.expect_page():
            link.click()
        page.bring_to_front()
        body = page.evaluate("navigator.clipboard.readText()")
    body = body if RECORD_HEADING in body else f"{RECORD_HEADING}\n\n```yaml\n{body}```\n"

    job = Job(tmp_path, quick_base(tmp_path / "seed"), forge, body)
    try:
        assert job.opened() == 0 and "Запись можно принять" in job.comment()
        assert job.labelled() == 0
        (branch,) = set(job.branches().split()) - {"main"}
        assert "Иванов" not in job.told + job.comment() + branch
    finally:
        job.server.stop()
    assert "# Лист вопросов" in published_page(job.bare, branch, tmp_path)
    told(record_property, forge, "выбрать файл", "Проверить и отправить", "Открыть обращение", "Создать",
         "методист: метка «принять»", "методист: метка «опубликовать»", "методист: слить")  # fmt: skip


def test_a_blank_saved_from_a_letter_becomes_a_page(blank: Path, tmp_path: Path, record_property) -> None:
    root = quick_base(tmp_path / "base")
    server = push_to_server(root)
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / blank.name).write_bytes(blank.read_bytes())
    aged(letters / blank.name)
    assert cli.main(["--root", str(root), "inbox", str(letters)]) == 0
    (branch,) = set(git(server, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()) - {"main"}
    log = git(server, "log", "-1", "--format=%an %ae %B", branch)
    assert "Иванов" not in branch + log
    assert "# Лист вопросов" in published_page(server, branch, tmp_path)
    told(record_property, "письмо", "приложить файл к письму", "метка «опубликовать»", "слить")


def test_a_record_written_by_a_keeper_becomes_a_page(tmp_path: Path, blank: Path, record_property) -> None:
    root = quick_base(tmp_path / "base")
    server = push_to_server(root)
    assert cli.main(["--root", str(root), "import", str(blank)]) == 0
    assert cli.main(["--root", str(root), "propose"]) == 0
    (branch,) = set(git(server, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()) - {"main"}
    assert git(server, "diff", "--name-only", "main", branch).strip() == FILE
    assert "# Лист вопросов" in published_page(server, branch, tmp_path)
    told(
        record_property, "ведущий базу", "metodoteka import ФАЙЛ", "metodoteka propose", "метка «опубликовать»", "слить"
    )
