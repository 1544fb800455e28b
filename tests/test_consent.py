"""A consent is given for a resource: for another one it does not count, and the role is shown instead of the name."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from generator import cli, site
from generator.publish import carried_pages
from generator.records.common import Consent
from generator.settings import Settings
from generator.upkeep import privacy

DAY = dt.date(2026, 5, 28)
OURS = "https://metodoteka.example/baza/"


def consent(resource: str) -> Consent:
    return Consent(given="2026-01-01", document="журнал", categories=("name",), resource=resource)


@pytest.mark.parametrize(
    "resource",
    [
        "сайт «Методотека»",
        "пробная база",
        OURS,
        "сайт https://metodoteka.example/baza",
        "http://www.metodoteka.example/baza/practices/urok/",
        "Metodoteka.Example",
        "сайт metodoteka.example, группа vk.com/club1",
    ],
)
def test_a_consent_for_this_site_counts(resource: str) -> None:
    assert consent(resource).covers(OURS)


@pytest.mark.parametrize(
    "resource",
    [
        "сайт https://drugoi-sait.example/stranica",
        "https://metodoteka.example/drugaia-baza/",
        "https://metodoteka.example.org/baza/",
        "https://shkola.metodoteka.example/baza/",
        "drugoi-sait.рф",
        "https://xn--80aswg.xn--p1ai/",
    ],
)
def test_a_consent_for_another_site_does_not(resource: str) -> None:
    assert not consent(resource).covers(OURS)


def test_a_russian_address_is_the_same_in_letters_and_in_code() -> None:
    assert consent("https://сайт.рф/").covers("https://xn--80aswg.xn--p1ai/")
    assert consent("https://xn--80aswg.xn--p1ai/").covers("https://сайт.рф/")


def test_with_an_address_the_sites_own_must_be_known() -> None:
    assert not consent(OURS).covers("")
    assert consent("сайт «Методотека»").covers("")


def pages(base: Path, resource: str, site_url: str) -> tuple[str, list[str]]:
    path = base / "data/practices/parnoe.yml"
    path.write_text(re.sub("resource: .*", f"resource: {resource}", path.read_text("utf-8")), encoding="utf-8")
    settings = Settings(build_date=DAY, site_url=site_url)
    found, problems = site.check(base, settings)
    made = site.build_pages(found, settings, lazy_texts=True)
    shown = "".join(page.text for page in made if "practices/parnoe" in page.path)
    assert [one.is_shown for one in privacy.people(found)] == ["Имярек" in shown]
    return shown, [problem.code for problem in problems if problem.path.endswith("parnoe.yml")]


def test_the_page_shows_the_role_and_check_tells(mini: Path) -> None:
    shown, codes = pages(mini, "https://drugoi-sait.example/", OURS)
    assert "Имярек Пробный" not in shown and "методист" in shown and codes == ["consent-elsewhere"]
    shown, codes = pages(mini, "https://metodoteka.example/", OURS)
    assert "Имярек Пробный" in shown and codes == [], "the twin: the same consent for this site"


def test_check_takes_the_address_from_the_settings_of_the_site(mini: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    path = mini / "data/practices/parnoe.yml"
    path.write_text(path.read_text("utf-8").replace("resource: пробная база", f"resource: {OURS}"), encoding="utf-8")
    for address, told in ((OURS, False), ("https://drugoi-sait.example/", True), ("", True)):
        monkeypatch.setenv("METODOTEKA_SITE_URL", address)
        assert cli.main(["--root", str(mini), "check"]) == bool(address), "a site with an address names whom to ask"
        assert ("consent-elsewhere" in capsys.readouterr().out) is told, address


@pytest.mark.parametrize(("resource", "stays"), [(OURS, False), (f"сайт {OURS} и чемоданчик", True)])
def test_a_name_comes_into_the_pack_only_with_a_consent_for_it(mini: Path, resource: str, stays: bool) -> None:
    shown, _ = pages(mini, resource, OURS)
    assert "Имярек Пробный" in shown
    assert ("Имярек Пробный" in carried_pages.without_names(shown)) is stays
    assert "методист" in carried_pages.without_names(shown)
