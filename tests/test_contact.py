"""Whom a reader may ask: the base's own contact, and the nearest organisation that has published one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from small_base import Write, writer

from generator import publish
from generator.pages.views.contacts import dialled
from generator.publish import building
from generator.settings.contact import Contact, contact_of

GITHUB, GITLAB, FORGEJO = "https://github.com/o/b", "https://gitlab.com/o/b", "https://codeberg.org/o/b"


@pytest.mark.parametrize(
    ("written", "repo", "ask"),
    [
        ({}, "", ""),
        ({}, GITHUB + ".git", f"{GITHUB}/issues/new"),
        ({}, GITLAB, f"{GITLAB}/-/issues/new"),
        ({"mail": "m@example.org"}, GITHUB, "mailto:m@example.org"),
        ({"mail": "m@example.org", "page": "https://example.org/k"}, "", "https://example.org/k"),
    ],
)
def test_the_contact_of_the_base(written: dict, repo: str, ask: str) -> None:
    contact = contact_of(written, repo)
    assert contact.ask == ask
    assert bool(contact) is bool(ask)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"phone": "1"}, "phone: такой настройки нет; есть name, mail, page"),
        ({"mail": "m"}, "mail: «m» — не адрес электронной почты"),
        ({"page": "example.org"}, "page: «example.org» — не адрес страницы"),
    ],
)
def test_what_is_wrong_is_said(written: dict, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        contact_of(written)


def test_a_published_base_has_somebody_to_ask(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any work; to check, fix and look at a base nobody has to be named."""
    out = mini / "site"
    building.ready(mini, out)
    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://baza.example.org/")
    with pytest.raises(publish.NotPublished, match="некого спросить"):
        building.ready(mini, out)
    plain = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)]
    run = subprocess.run(plain, cwd=mini, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "некого спросить" in run.stdout + run.stderr
    assert not out.exists()
    monkeypatch.setenv("METODOTEKA_REPO_URL", GITHUB)
    building.ready(mini, out)


@pytest.mark.parametrize(
    ("contact", "fields"),
    [
        (Contact(mail="m@example.org"), ("subject", "body")),
        (Contact(issues=f"{FORGEJO}/issues/new"), ("title", "body")),
        (Contact(issues=f"{GITLAB}/-/issues/new"), ("issue[title]", "issue[description]")),
    ],
)
def test_a_fault_is_told_with_its_page(contact: Contact, fields: tuple[str, str]) -> None:
    """A title may hold what an address is cut at."""
    page = {"title": "Вопрос & ответ #1 — 100 %?", "address": "https://b.example/a/?x=1&y=2#z"}
    told = parse_qs(urlsplit(contact.report.format(**{name: quote(value) for name, value in page.items()})).query)
    title, body = (told[name][0] for name in fields)
    assert "«Вопрос & ответ #1 — 100 %?»" in title
    assert body.startswith("https://b.example/a/?x=1&y=2#z")


def test_a_page_for_letters_is_left_as_it_is() -> None:
    assert Contact(page="https://example.org/k").report == "https://example.org/k"


@pytest.mark.parametrize(
    ("phone", "number"), [("+7 (900) 000-00-00", "+79000000000"), ("8 800 1, доб. 2", ""), ("", "")]
)
def test_what_a_phone_dials(phone: str, number: str) -> None:
    assert dialled(phone) == number


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


ASKED = "Кого спросить"
NOT_PUBLISHED = "Контакт не опубликован."


def test_the_nearest_organisation_that_has_published_a_contact_is_asked(write: Write) -> None:
    contacts = {"phone": "+7 (863) 000-00-00", "link": "https://example.org/kontakty", "checked_on": "2026-05-01"}
    pages = write({"organizations/institut": {"contacts": contacts}})
    own = pages.section("organizations/institut", ASKED)
    assert 'href="tel:+78630000000"' in own
    assert "https://example.org/kontakty" in own
    assert "сверено 1 мая 2026" in own
    assert "Институт развития края" not in own
    for address in ("organizations/kafedra", "associations/umo", "regions/krai"):
        assert "Институт развития края" in pages.section(address, ASKED), address


def test_nobody_is_named_where_nobody_has_published_a_contact(write: Write) -> None:
    pages = write({"organizations/institut": {"contacts": None, "site": None}})
    for address in ("organizations/kafedra", "associations/umo", "regions/krai", "districts/raion", "centers/tsentr"):
        assert NOT_PUBLISHED in pages.section(address, ASKED), address


def test_a_site_without_a_telephone_is_a_place_to_ask(write: Write) -> None:
    text = write({"organizations/institut": {"contacts": None}}).section("organizations/institut", ASKED)
    assert "https://example.org/" in text
    assert "Телефона и почты в базе нет" in text
