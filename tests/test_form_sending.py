"""The ways in which a form of the site sends: a file of a forge, a letter, an issue."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sent_forms
from form_page import field, form
from playwright.sync_api import expect
from sent_forms import in_the_clipboard, sent_by
from support import copy_of_mini

from generator.channels.intake import take_issue
from generator.channels.intake_text import RECORD_HEADING
from generator.pages import form as pages_form
from generator.records import formatter
from generator.settings import Settings, submit_of

site = sent_forms.site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize(
    ("way", "new"),
    [("github", "https://github.com/o/b/new/main"), ("gitea", "https://codeberg.org/o/b/_new/main")],
)
def test_a_short_record_is_a_prefilled_file_and_a_long_one_falls_back(visit, way: str, new: str) -> None:
    page = visit("404.html", permissions=["clipboard-read", "clipboard-write"])
    forge = {"body": "<title>forge</title>", "content_type": "text/html"}
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(**forge))
    sent_by(page, {"way": way, "new": new})
    field(page, "Название").fill("Лист вопросов")
    page.get_by_role("button", name="Проверить и отправить").click()
    link = page.locator(".m-form__send a.m-button--main")
    address = urlsplit(link.get_attribute("href"))
    assert f"{address.scheme}://{address.netloc}{address.path}" == new
    text = formatter.render("practices", {"title": "Лист вопросов", "status": "review", "updated": "2026-05-28"})
    assert parse_qs(address.query) == {"filename": ["data/practices/list-voprosov.yml"], "value": [text]}
    expect(page.locator(".m-form__send")).to_contain_text("Методист проверит")
    with page.context.expect_page() as opening:
        link.click()
    assert opening.value.url == link.get_attribute("href")
    opening.value.close()
    expect(page.locator(".m-form__thanks")).to_contain_text("Доведите дело до конца")

    field(page, "В чём идея").fill("Длинный рассказ о практике. " * 60)
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_contain_text("Запись длинная и не помещается в адрес")
    assert parse_qs(urlsplit(link.get_attribute("href")).query) == {"filename": ["data/practices/list-voprosov.yml"]}
    with page.context.expect_page() as opening:
        link.click()
    opening.value.close()
    page.bring_to_front()
    copied = in_the_clipboard(page, "Длинный рассказ")
    assert copied.count("Длинный рассказ") == 60
    page.locator(".m-form__send summary").click()
    with page.expect_download() as loading:
        page.locator(".m-form__send").get_by_role("button", name="Скачать файл").click()
    assert Path(loading.value.path()).read_text("utf-8") == copied


def test_a_letter_carries_a_short_record_and_names_the_file_of_a_long_one(visit) -> None:
    page = visit("404.html")
    sent_by(page, {"way": "letter", "mail": "metodist@example.org"})
    field(page, "Название").fill("Лист")
    page.get_by_role("button", name="Проверить и отправить").click()
    link = page.locator(".m-form__send a.m-button--main")
    address = urlsplit(link.get_attribute("href"))
    assert (address.scheme, address.path) == ("mailto", "metodist@example.org")
    assert "title: Лист\n" in parse_qs(address.query)["body"][0]
    field(page, "В чём идея").fill("Длинный рассказ о практике. " * 20)
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_contain_text("Приложите к письму файл list.yml")
    assert "приложенном файле list.yml" in parse_qs(urlsplit(link.get_attribute("href")).query)["body"][0]


@pytest.mark.parametrize(
    ("forge", "repo"),
    [("github", "https://github.com/o/b"), ("gitea", "https://codeberg.org/o/b"), ("gitlab", "https://gitlab.com/o/b")],
)
def test_an_issue_brings_the_text_that_the_jobs_of_the_forge_take(visit, tmp_path: Path, forge: str, repo: str) -> None:
    """A short record stands in the address, a long one is copied; what arrives is accepted as it is."""
    page = visit("404.html", permissions=["clipboard-read", "clipboard-write"])
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="x", content_type="text/html"))
    chosen = submit_of({"way": "issue", "repo": repo})
    sent_by(page, json.loads(json.dumps(pages_form._submit(chosen))))
    field(page, "Название").fill("Лист вопросов")
    page.get_by_role("button", name="Проверить и отправить").click()
    panel, link = page.locator(".m-form__send"), page.locator(".m-form__send a.m-button--main")
    expect(panel).to_contain_text("его увидят все: название и текст записи и имя вашей учётной записи")
    expect(panel).to_contain_text("Файлы туда не прикладывайте")
    address = link.get_attribute("href")
    assert address.startswith(f"{chosen.issues}?")
    given = parse_qs(urlsplit(address).query)
    title, body = (given[name][0] for name in pages_form._ISSUE[forge][1])
    taken = take_issue(copy_of_mini(tmp_path / "base"), Settings(), body, title)
    assert title == "Запись: Лист вопросов" and taken.is_right
    assert forge == "github" or RECORD_HEADING in body

    field(page, "В чём идея").fill("Длинный рассказ о практике. " * 60)
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(panel).to_contain_text("Запись длинная и не помещается в адрес")
    assert list(parse_qs(urlsplit(link.get_attribute("href")).query)) == [pages_form._ISSUE[forge][0][0]]
    with page.context.expect_page() as opening:
        link.click()
    opening.value.close()
    page.bring_to_front()
    assert in_the_clipboard(page, "Длинный рассказ").count("Длинный рассказ") == 60


def test_nothing_leaves_the_device_while_a_form_is_filled_in(visit, site) -> None:
    page = form(visit("predlozhit/praktika/"))
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    field(page, "Название").fill("Лист вопросов")
    field(page, "В чём идея").fill("Секрет")
    page.get_by_role("button", name="Показать, как будет выглядеть").click()
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__send")).to_be_visible()
    assert {method for method, _ in asked} <= {"GET"}
    assert [url for _, url in asked if not url.startswith(site[1]) or "?" in url] == []
