"""The page for those who keep the base, and the certificate for authors: each fact on a small base of its own."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from small_base import PRACTICE, TODAY, writer

from generator import site
from generator.documents.history import FileChange, History, Version
from generator.pages import certificates, editors
from generator.records.pictures import Picture, waits_for
from generator.settings import Settings
from generator.upkeep import privacy

SETTINGS = Settings(build_date=TODAY, site_url="https://baza.example/")
CONSENT = {
    "given": "2025-01-10", "document": "журнал 1", "categories": ["name"], "resource": "сайт «Методотека»",
    "until": "2026-07-01",
}  # fmt: skip


KEY = "practices/para"


def catalog_of(root: Path, **fields):
    """The catalog of the small base with one practice of these fields."""
    return writer(root / "base")({KEY: PRACTICE | fields}).catalog


def due(catalog, task: str) -> list[tuple[str, str]]:
    tasks = {task.id: task for task in editors.view(catalog, SETTINGS)["tasks"]}
    return [(one.record.key, one.reason) for one in tasks[task].due]


def test_drafts_and_records_under_review_wait(tmp_path: Path) -> None:
    found = catalog_of(tmp_path, status="review", updated="2026-05-01")
    assert ("practices/para", "на проверке") in due(found, "zhdut")


@pytest.mark.parametrize(
    ("review_by", "reason"),
    [("2026-05-01", "срок прошёл"), ("2026-07-27", "срок подходит"), ("2026-07-28", None), ("2027-09-01", None)],
)
def test_shelf_life_warns_sixty_days_ahead(tmp_path: Path, review_by: str, reason: str | None) -> None:
    found = catalog_of(tmp_path, review_by=review_by, status="published")
    assert dict(due(found, "srok")).get("practices/para") == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "методист: согласие заканчивается"),
        ({"until": "2026-05-01"}, "методист: согласие не действует"),
        ({"withdrawn": "2026-05-01"}, "методист: согласие отозвано"),
        ({"until": "2028-01-01"}, None),
    ],
)
def test_consents_that_end_within_sixty_days_are_named_by_role(tmp_path: Path, change: dict, reason) -> None:
    person = {"role": "методист", "name": "Имярек Выдуманный", "consent": CONSENT | change}
    found = catalog_of(tmp_path, authors=[person])
    assert dict(due(found, "soglasiia")).get("practices/para") == reason
    page = next(
        page for page in site.build_pages(found, SETTINGS, lazy_texts=True) if page.path == editors.EDITORS_PAGE
    )
    assert "Имярек" not in page.text, "the page is public: a name without a valid consent may not stand on it"


def test_nobody_confirms_a_record_without_owner_or_shelf_life(tmp_path: Path) -> None:
    found = catalog_of(tmp_path)
    assert ("practices/para", "нет ответственного и срока проверки") in due(found, "hoziain")


def test_a_long_list_is_parted_by_who_answers(tmp_path: Path) -> None:
    """The longest part first; whom nobody has named has a part of their own."""
    owner = {"title": "Методкабинет", "type": "methodical-service", "level": "municipal", "status": "published"}
    many = {
        f"terms/slovo-{n}": {"title": f"Слово {n}", "status": "draft", "definition": "Слово."}
        for n in range(editors.MOST_IN_A_LIST + 1)
    }
    for n in range(5):
        many[f"terms/slovo-{n}"]["owner"] = "kabinet"
    pages = writer(tmp_path / "base")({KEY: PRACTICE, "organizations/kabinet": owner, **many})
    made = site.build_pages(pages.catalog, SETTINGS, lazy_texts=True)
    shown = next(page.text for page in made if page.path == editors.EDITORS_PAGE)
    assert shown.index(f"Ответственный не назван: {editors.MOST_IN_A_LIST - 4}") < shown.index("Методкабинет: 5")


def test_a_list_ends_where_a_browser_would_give_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editors, "LONGEST_LIST", 2)
    many = {
        f"terms/slovo-{n}": {
            "title": f"Слово {n}",
            "status": "draft",
            "definition": "Слово.",
            "updated": f"2026-01-0{n}",
        }
        for n in range(1, 6)
    }
    found = writer(tmp_path / "base")({KEY: PRACTICE, **many}).catalog
    changes = tuple(FileChange(TODAY, found.records[key].path, "added") for key in many)
    versions = {change.path: Version("abc1234", TODAY) for change in changes}
    found = replace(found, history=History(versions, changes))
    made = site.build_pages(found, SETTINGS, lazy_texts=True)
    shown = next(page.text for page in made if page.path == editors.EDITORS_PAGE).replace("\xa0", " ")
    waiting, changed = shown.partition("{#izmeneniia}")[::2]
    assert [n for n in range(1, 6) if f"Слово {n} " in waiting.partition("{#srok}")[0]] == [1, 2]
    assert "Здесь 2 самые срочные; остальных: 3." in waiting
    assert changed.count("<li>") == 2 and "И ещё 3 записи." in changed


def test_what_changed_this_month_comes_from_git(tmp_path: Path) -> None:
    found = catalog_of(tmp_path)
    path = found.records["practices/para"].path
    changes = tuple(
        FileChange(date, where, what)
        for date, where, what in (
            (TODAY, path, "added"), (TODAY, "data/vocabularies/subjects.yml", "changed"),
            (TODAY - dt.timedelta(days=31), path, "changed"), (TODAY - dt.timedelta(days=32), path, "changed"),
        )
    )  # fmt: skip
    found = replace(found, history=History({path: Version("abc1234", TODAY)}, changes))
    view = editors.view(found, SETTINGS)
    days = view["days"]
    assert view["changed"] == 2
    assert [(day.date, day.count("added"), day.count("changed")) for day in days] == [
        (TODAY, 1, 0), (TODAY - dt.timedelta(days=31), 0, 1),
    ]  # fmt: skip


def test_demonstration_records_do_not_count(tmp_path: Path) -> None:
    found = catalog_of(tmp_path, demo=True, status="review")
    task = editors.view(found, SETTINGS)["tasks"][0]
    assert "practices/para" in {one.record.key for one in task.demo}
    assert "practices/para" not in {one.record.key for one in task.real}


# --- certificates ----------------------------------------------------------------------------------------------------


def sheets(catalog) -> dict[str, str]:
    made = {
        file.path: file.data.decode() for file in site.build_files(catalog, SETTINGS) if file.path.endswith(".html")
    }
    return {path: page for path, page in made.items() if path.endswith(f"{certificates.CERTIFICATE_FOLDER}/index.html")}


AUTHOR = {"role": "методист", "organization": "institut"}


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        ({"status": "published", "authors": [AUTHOR]}, True),
        ({"status": "archived", "authors": [AUTHOR]}, False),
        ({"status": "review", "authors": [AUTHOR]}, False),
        ({"status": "published", "authors": []}, False),
    ],
)
def test_only_a_published_practice_with_authors_has_a_certificate(tmp_path: Path, fields: dict, made: bool) -> None:
    found = catalog_of(tmp_path, **fields)
    assert ("practices/para/spravka/index.html" in sheets(found)) == made


def test_a_certificate_names_practice_author_commit_and_its_own_address(tmp_path: Path) -> None:
    found = catalog_of(tmp_path, status="published", authors=[AUTHOR])
    path = found.records["practices/para"].path
    found = replace(found, history=History({path: Version("abc1234", dt.date(2026, 5, 3))}))
    page = sheets(found)["practices/para/spravka/index.html"]
    for text in ("методист, Институт развития края", "abc1234 от 3", "https://baza.example/practices/para/spravka/"):
        assert text.replace(" ", "") in plain(page).replace("\u00a0", "").replace(" ", ""), text
    assert "<svg" in page
    assert "Образец" not in plain(page)


def test_a_certificate_names_the_author_while_the_consent_holds(tmp_path: Path) -> None:
    author = {**AUTHOR, "name": "Имярек Выдуманный", "consent": CONSENT | {"until": "2028-01-01"}}
    named, ended = (
        plain(sheets(catalog_of(tmp_path / str(at), status="published", updated="2026-05-01", authors=[one]))[
            "practices/para/spravka/index.html"
        ])
        for at, one in enumerate((author, {**author, "consent": author["consent"] | {"withdrawn": "2026-05-01"}}))
    )  # fmt: skip
    for words in ("Имярек Выдуманный", "Институт развития края", "1 мая 2026"):
        assert words in named.replace("\u00a0", " "), words
    assert "Имярек" not in ended and "Институт развития края" in ended


def test_a_consent_to_a_name_and_one_to_a_picture_are_two_documents(tmp_path: Path) -> None:
    made = {
        file.path: file.data.decode()
        for file in site.build_files(catalog_of(tmp_path), SETTINGS)
        if file.path.endswith(".html")
    }
    name, picture = (plain(made[f"soglasie/{one}/index.html"]) for one in ("imia", "snimok"))
    for sheet in (name, picture):
        assert "«Методотека», https://baza.example/" in sheet
        assert "проверьте его у юриста" in sheet and "№ 156-ФЗ" in sheet.replace("\u00a0", " ")
    assert "снимок" not in name.split("Зачем")[0].split("Какие данные")[1]
    assert "имя" not in picture.split("Зачем")[0].split("Какие данные")[1]


PICTURE = {"file": "stol.jpg", "alt": "Стол.", "rights": "own", "people": "nobody"}
PHOTO = CONSENT | {"categories": ["photo"], "until": "2028-01-01"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rights": None}, "не сказано: чья она"),
        ({}, "ждёт подтверждения рецензента"),
        ({"confirmed": "2026-05-01"}, ""),
        ({"people": "adults"}, "не сказано: где хранятся согласия взрослых на снимок"),
        ({"people": "adults", "confirmed": "2026-05-01", "consents": [PHOTO]}, ""),
        (
            {"people": "adults", "confirmed": "2026-05-01", "consents": [PHOTO | {"withdrawn": "2026-05-01"}]},
            "согласие на снимок отозвано",
        ),
    ],
)
def test_what_a_picture_waits_for_is_said_in_words(change: dict, reason: str) -> None:
    picture = Picture.model_validate(PICTURE | change)
    assert waits_for(picture, TODAY, SETTINGS.site_url) == reason


def test_pictures_that_wait_are_on_the_page_and_in_the_report(tmp_path: Path) -> None:
    found = catalog_of(tmp_path, pictures=[PICTURE, {"file": "okno.jpg", "alt": "Окно."}])
    reasons = ["okno.jpg: не сказано: чья она; кого на ней можно узнать", "stol.jpg: ждёт подтверждения рецензента"]
    assert due(found, "kartinki") == [("practices/para", reason) for reason in reasons]
    assert [f"{one.file}: {one.waits}" for one in privacy.carried_pictures(found)] == reasons[::-1]


def test_a_certificate_of_an_invented_practice_says_that_it_is_a_specimen(tmp_path: Path) -> None:
    found = catalog_of(tmp_path, status="published", demo=True, authors=[{"role": "методист"}])
    assert "Образец." in plain(sheets(found)["practices/para/spravka/index.html"])


def plain(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))
