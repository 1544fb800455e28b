"""The whole way of a practice: form, a new file on a branch, review in words, merged, a page; then somebody else
applies it, and the page tells of that without a change of the author's file.

Everything is real: the site and its forms in Chromium, git, the commands. The forge is played by a page that shows the
new file as forges do: name and text come from the address which the form has opened.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import doors
import form_page
import pytest
import yaml
from look import served
from playwright.sync_api import Browser, Page
from qr import read_qr
from review_base import commit, edit, git, repository, write
from support import PROJECT, without_codes
from test_brand import pictures

from generator import cli

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SITE = "https://baza.example/metodoteka/"
FORGE = "https://github.com/shkola/baza"
ANSWERS = yaml.load((PROJECT / "tests/cases/doors/short.yml").read_text("utf-8"), yaml.CSafeLoader)
PRACTICE, REPLICATION = "data/practices/tikhaia-minuta.yml", "data/replications/tikhaia-minuta-shkola-b.yml"


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of a base that lies on a forge: its site has an address, its forms open the forge."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1779926400")  # 28 May 2026
    monkeypatch.setenv("METODOTEKA_SITE_URL", SITE)
    monkeypatch.setenv("METODOTEKA_REPO_URL", FORGE)
    without_codes(repository(tmp_path / "forge"))
    commit(tmp_path / "forge")
    git(tmp_path, "clone", "--quiet", str(tmp_path / "forge"), "base")
    return tmp_path / "base"


def built(base: Path) -> Path:
    out = base.parent / "site"
    assert cli.main(["--root", str(base), "build", "--out", str(out)]) == 0
    return out


def sent(page: Page) -> tuple[str, str]:
    """Finish the form and go where it leads; name and text of the new file, as the page of the forge shows them."""
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="forge", content_type="text/html"))
    page.get_by_role("button", name="Проверить и отправить").click()
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Открыть GitHub").click()
    address = urlsplit(opening.value.url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{FORGE}/new/main"
    asked = parse_qs(address.query, strict_parsing=True)
    return asked["filename"][0], asked["value"][0]


def proposed(base: Path, branch: str, path: str, text: str) -> None:
    """What the forge does with a new file: a branch with one commit."""
    git(base, "switch", "--quiet", "--create", branch)
    write(base, {path: text})
    commit(base, f"data: новый файл {path}")


def review(base: Path, capsys: pytest.CaptureFixture) -> str:
    """The text of the comment under the pull request, without its escapes; there are no errors in it."""
    capsys.readouterr()
    assert cli.main(["--root", str(base), "review", "--base", "main", "--format", "markdown"]) == 0
    return html.unescape(capsys.readouterr().out).replace("\u2060", "")


def published_and_merged(base: Path, branch: str, path: str) -> str:
    """The reviewer lets the record onto the site and accepts the change; the commit that says so."""
    edit(base, {path: {"status: review": "status: published"}})
    accepted = commit(base, "data: опубликовать")
    git(base, "switch", "--quiet", "main")
    git(base, "merge", "--quiet", "--no-ff", "--no-edit", branch)
    return accepted


def page_of(site: Path, address: str) -> str:
    """What a page says, as words."""
    text = re.sub(r"<[^>]+>", " ", (site / address / "index.html").read_text("utf-8"))
    return re.sub(r"\s+", " ", text.replace("&#34;", '"'))


def test_from_a_form_to_a_page_and_from_the_page_to_a_replication(
    base: Path, browser: Browser, capsys: pytest.CaptureFixture
) -> None:
    site = built(base)
    assert pictures(site) == {(f"{SITE}assets/images/metodoteka.png",)}, "messengers take an absolute address alone"
    assert (site / "assets/images/metodoteka.png").is_file()

    # A teacher fills in the form and opens the forge.
    with served(site) as address, form_page.visits(browser, address) as visit:
        page = visit("predlozhit/praktika/", 360)
        doors.fill_in(page, doors.asked(base, "practice"), ANSWERS["practice"])
        path, text = sent(page)
    assert path == PRACTICE
    proposed(base, "shkola-a/praktika", path, text)

    raw = review(base, capsys)
    assert "**новая практика «Тихая минута»**" in raw
    assert "состояние: на проверке; на сайте появится, когда станет «опубликовано»" in raw
    assert "Замечаний нет." in raw and "### Исправить" not in raw

    accepted = published_and_merged(base, "shkola-a/praktika", PRACTICE)
    site = built(base)
    shown = page_of(site, "practices/tikhaia-minuta")
    for step in ANSWERS["practice"]["steps"]:
        assert step["title"] in shown
    for words in ("Минута молчания после вопроса", "Никто не поднимает руку.", "учитель физики", "Книга об ожидании"):
        assert words in shown
    assert "Школа Б" not in shown
    catalogue = json.loads((site / "practices/katalog.json").read_text("utf-8"))
    assert (catalogue["ids"].count("tikhaia-minuta"), catalogue["titles"].count("Тихая минута")) == (1, 1)

    # The author's certificate: the commit that published, and an address which confirms it.
    certificate = page_of(site, "practices/tikhaia-minuta/spravka")
    assert "«Тихая минута»" in certificate and "учитель физики, Школа А" in certificate
    assert f"{accepted[:7]} от" in certificate
    with served(site) as address, form_page.visits(browser, address) as visit:
        assert read_qr(visit("practices/tikhaia-minuta/spravka/")) == [f"{SITE}practices/tikhaia-minuta/spravka/"]

        # Somebody else applies the practice and tells of it from its page.
        page = visit("practices/tikhaia-minuta/")
        page.get_by_role("link", name="Я применил(а) эту практику").click()
        doors.fill_in(page, doors.asked(base, "replication"), ANSWERS["replication"])
        path, text = sent(page)
    assert path == REPLICATION
    author_wrote = (base / PRACTICE).read_bytes()
    proposed(base, "shkola-b/primenenie", path, text)

    raw = review(base, capsys)
    assert "**новое применение: «Тихая минута» — Школа Б**" in raw
    assert "зрелость практики «Тихая минута»: описана → применяется другими" in raw
    assert "файл практики не меняется; отвечает за неё «Школа А»" in raw

    published_and_merged(base, "shkola-b/primenenie", REPLICATION)
    site = built(base)
    shown = page_of(site, "practices/tikhaia-minuta")
    assert "Школа Б" in shown and "Заговорили трое новых." in shown and "Применяется другими" in shown
    assert (base / PRACTICE).read_bytes() == author_wrote
    assert f"{accepted[:7]} от" in page_of(site, "practices/tikhaia-minuta/spravka"), "still the author's version"
