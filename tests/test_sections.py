"""A base that does without kinds of records: nothing speaks of them, every link leads somewhere, and what is wrong with
the setting is told. The bases are those that `init` makes: one district, one practice."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import yaml

from generator import cli, site
from generator.pages import Page
from generator.publish import configured
from generator.records import KINDS
from generator.settings import sections

KAMSKII = [
    "--region", "Пермский край", "--district", "Камский район", "--mail", "a@example.org",
    "--address", "https://example.org/baza",
]  # fmt: skip

#: words by which a reader would take it that the base has such records
SAID = {
    "programmes": r"программы региона|дорожн\w+ карт|собрать дорожную|программы, показатели|программ с",
    "indicators": r"показател(?!и-|ьн)",
    "events": r"мероприяти|\bсобыти|календар",
    "tracks": r"\bтрек",
    "diagnostics": r"диагностик|маршрут",
    "terms": r"\bсловар",
    "documents": r"по каким документам|документы базы",
}
#: sentences that use such a word of something else
_OTHERWISE = (
    "Курсы повышения квалификации",  # terms of a vocabulary that practices name
    "практика считается в показателях",  # help of a field
)


@pytest.fixture(scope="module")
def least(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("least") / "base"
    assert cli.main(["init", str(base), *KAMSKII, "--sections", "practices,territories"]) == 0
    assert cli.main(["--root", str(base), "build"]) == 0
    return base


def pages(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "site").rglob("*.html")):
        yield path.relative_to(root / "site").as_posix(), path.read_text("utf-8")


def words(html: str) -> Iterator[str]:
    """Texts of a page, and what its attributes say."""
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", html)
    yield from re.findall(r'(?:content|title|aria-label|alt|placeholder)="([^"]*)"', html)
    yield from (re.sub(r"\s+", " ", one) for one in re.split(r"</?(?!b\b|i\b|a\b|em\b|strong\b|span\b)[^>]*>", html))


@pytest.mark.parametrize("kind", SAID)
def test_no_page_speaks_of_what_the_base_has_not(kind: str, least: Path) -> None:
    said = {
        f"{path}: {line.strip()[:200]}"
        for path, html in pages(least)
        for line in map(unescape, words(html))
        if re.search(SAID[kind], line, re.IGNORECASE) and not any(one in line for one in _OTHERWISE)
    }
    assert not said


def test_the_way_home_is_seen_without_a_sign_of_ones_own(least: Path) -> None:
    """The link to the first page holds something to press, though a new base has no picture for it."""
    (home,) = re.findall(
        r"(?s)<a [^>]*md-logo[^>]*>(.*?)</a>", (least / "site/practices/index.html").read_text("utf-8")
    )
    assert re.fullmatch(r'\s*<span class="?m-sign m-sign--home"?></span>\s*', home)


def test_the_words_are_found_where_a_base_has_the_kinds(built: Path) -> None:
    """The red twin: on the site of the product every pattern is found."""
    text = "\n".join(line for _, html in [("", (built / name / "index.html").read_text("utf-8")) for name in (
        "", "poisk", "bez-interneta", "dannye", "regions/krasnodarskii-krai")] for line in words(html))  # fmt: skip
    assert not [kind for kind, pattern in SAID.items() if kind != "documents" and not re.search(pattern, text, re.I)]


def test_no_file_is_made_of_a_kind_that_is_gone(least: Path) -> None:
    gone = configured.settings(least).without
    assert gone == {*KINDS} - {"practices", "replications", "reviews", "regions", "districts", "associations",
                               "centers", "organizations"}  # fmt: skip
    files = {path.relative_to(least / "site").as_posix() for path in (least / "site").rglob("*") if path.is_file()}
    assert not [path for path in files if path.split("/")[0] in {*gone, "marshrut"}]
    assert not [path for path in files if path.startswith("dannye/") and Path(path).stem in {*gone, "indicator_values"}]
    assert not [path for path in files if path.endswith("kalendar.ics")]
    assert sorted(path for path in files if path.startswith("predlozhit/") and path.endswith(".html")) == [
        f"predlozhit/{one}index.html" for one in ("ekspertiza/", "", "praktika/", "primenenie/")
    ]
    asked = json.loads((least / "site" / "predlozhit" / "praktika" / "voprosy.json").read_text("utf-8"))
    assert "events" not in asked["fresh"]
    assert not {"spiski/events", "spiski/documents"} & {f"spiski/{one}" for one in _lists(asked)}


def _lists(asked: object) -> Iterator[str]:
    if isinstance(asked, dict):
        yield from ([asked["f"]] if "f" in asked else [])
        for one in asked.values():
            yield from _lists(one)
    elif isinstance(asked, list):
        for one in asked:
            yield from _lists(one)


def dead(folder: str, text: str, files: set[str]) -> Iterator[str]:
    """Addresses in attributes of a page in ``folder`` that lead to no file of the site."""
    for address in re.findall(r'\b(?:href|src|data-own-report|data-own-route|data-catalogue|action)="([^"]*)"', text):
        path = unquote(urldefrag(unescape(address))[0].partition("?")[0])
        if not path or ":" in path.split("/")[0] or path.startswith("//"):
            continue
        target = posixpath.normpath(posixpath.join("/", folder, path.removeprefix("/baza"))).lstrip("/")
        target += "/index.html" if path.endswith("/") and target else ""
        if (target or "index.html") not in files:
            yield address


def test_every_link_of_a_small_base_leads_somewhere(least: Path) -> None:
    files = {path.relative_to(least / "site").as_posix() for path in (least / "site").rglob("*") if path.is_file()}
    found = {f"{path}: {one}" for path, html in pages(least) for one in dead(posixpath.dirname(path), html, files)}
    assert not {one for one in found if not one.startswith("404")}
    assert list(dead("about", '<a href="../programmes/">', files)) == ["../programmes/"]


@pytest.mark.parametrize("chosen", ["territories", "events,learning", "programmes,indicators,reference"])
def test_links_before_the_engine_lead_somewhere_whatever_sections_there_are(chosen: str, tmp_path: Path) -> None:
    """Pages, sheets and files of a base with other sections, without the engine: their links are the same."""
    base = tmp_path / "base"
    assert cli.main(["init", str(base), *KAMSKII, "--sections", chosen]) == 0
    leads_somewhere(base)


ALONE = {"events": "events", "terms": "reference", "tracks": "learning", "regions": "territories",
         "practices": "practices", "diagnostics": "learning"}  # fmt: skip
#: what a heading or a line about nothing would say of kinds that are gone
OF_GONE = {"districts": "Район", "practices": "[Пп]рактик"}


@pytest.mark.parametrize("kind", ALONE)
def test_a_base_of_one_kind_has_no_link_to_others_and_no_list_of_nothing(kind: str, tmp_path: Path) -> None:
    """Its one record says no more than it has to."""
    base = tmp_path / "base"
    assert cli.main(["init", str(base), "--region", "Пермский край", "--sections", ALONE[kind]]) == 0
    for folder in (base / "data").iterdir():
        if folder.name not in (kind, "schemas"):
            shutil.rmtree(folder)
    (record,) = (base / "data" / kind).iterdir()
    told = yaml.safe_load(record.read_text("utf-8"))
    needed = {name for name, its in KINDS[kind].model_fields.items() if its.is_required()}
    needed |= {"summary", "status", "demo", *KINDS[kind].to_publish}
    said = {name: value for name, value in told.items() if name in needed}
    record.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    settings = (base / "mkdocs.yml").read_text("utf-8")
    without = f"      without: [{', '.join(sorted({*KINDS} - {kind}))}]\n"
    settings = re.sub(r"(?m)^      without: .*\n", without, settings)
    nav = f"nav:\n  - Главная: index.md\n  - Записи: {kind}/index.md\n\n"
    (base / "mkdocs.yml").write_text(re.sub(r"(?s)nav:\n.*?\n\n", nav, settings), "utf-8")
    for page in leads_somewhere(base):
        said = re.findall(r'(?m)^#+ .*|<h\d.*?</h\d>|<p class="m-empty">.*?</p>', page.text)
        for gone in OF_GONE.keys() - {kind}:
            if not page.path.startswith(("kabinet", "predlozhit/", "dostupnost", "personalnye")):
                assert not [one for one in said if re.search(OF_GONE[gone], one)], page.path


def leads_somewhere(base: Path) -> list[Page]:
    """The pages of a base: every link of them and of the sheets leads somewhere, every list has something in it."""
    made = site.prepare(base, configured.settings(base))
    assert not made.problems
    files = {file.path for file in made.files} | {page.path.removesuffix(".md") for page in made.pages}
    addresses = {path.removesuffix(".html").removesuffix("index").rstrip("/") for path in files}
    sheets = [(one.path, one.data.decode()) for one in made.files if one.path.endswith(".html")]
    for name, text in [*((page.path, page.text) for page in made.pages), *sheets]:
        assert not re.findall(r"<(ul|ol|dl|tbody)\b[^>]*>\s*</\1>", text), name
        folder = name.removesuffix(".md").removesuffix(".html").removesuffix("index").rstrip("/")
        for address in re.findall(r'(?:href|action|data-own-report|data-own-route)="([^"]*)"', text):
            path = unescape(address).partition("#")[0].partition("?")[0]
            target = posixpath.normpath(posixpath.join("/", folder, path)).strip("/")
            if ":" in path or target.startswith("assets/"):  # of the theme
                continue
            assert target in addresses | files or not path, f"{name}: {address}"
    gone = configured.settings(base).without
    assert not [path for path in addresses if path.split("/")[0] in gone]
    return list(made.pages)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (["programs"], "возможно, имелось в виду programmes"),
        (["Показатели"], "возможно, имелось в виду indicators"),
        ("programmes", "without: [programmes, indicators, values]"),
        (["practices"], "добавьте replications в without или уберите оттуда practices"),
        (["indicators"], "добавьте values в without или уберите оттуда indicators"),
        (["regions"], "добавьте districts в without или уберите оттуда regions"),
    ],
)
def test_what_is_wrong_with_the_setting_is_told_with_what_to_write(written: object, told: str) -> None:
    assert told in " ".join(hint for _, hint in sections.kinds_at_fault(written))


def test_what_is_told_mends_it() -> None:
    assert list(sections.kinds_at_fault(["practices", "replications", "reviews", "indicators", "values"])) == []
    assert list(sections.kinds_at_fault([])) == []


def test_records_and_lines_of_the_menu_that_are_left_over_are_told(mini: Path) -> None:
    settings = (mini / "mkdocs.yml").read_text("utf-8")
    (mini / "mkdocs.yml").write_text(
        settings.replace("  - metodoteka:\n", "  - metodoteka:\n      without: [tracks]\n"), "utf-8"
    )
    found, problems = site.check(mini, configured.settings(mini))
    told = {(one.field, one.severity): one for one in problems if one.path == "mkdocs.yml"}
    assert "в data/tracks есть записи: 1" in told["without", "warning"].message
    assert "уберите строку из nav или tracks из without" in told["nav", "error"].hint
    assert not found.all_shown("tracks") and "tracks" not in found.paged


def test_who_names_a_record_of_a_kind_that_is_gone_is_not_told_to_begin_one(mini: Path) -> None:
    """What `check` told of the records that were left has been done: the folder is not here any more."""
    settings = (mini / "mkdocs.yml").read_text("utf-8")
    (mini / "mkdocs.yml").write_text(
        settings.replace("  - metodoteka:\n", "  - metodoteka:\n      without: [districts]\n"), "utf-8"
    )
    shutil.rmtree(mini / "data" / "districts")
    told = [one for one in site.check(mini, configured.settings(mini))[1] if one.code == "unknown-reference"]
    assert told
    assert {one.hint for one in told if "districts" in one.message} == {
        "записей districts в этой базе нет: сотрите здесь это имя или уберите districts из without в mkdocs.yml"
    }


def test_no_record_is_begun_of_a_kind_that_is_not_here(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = (mini / "mkdocs.yml").read_text("utf-8")
    (mini / "mkdocs.yml").write_text(
        settings.replace("  - metodoteka:\n", "  - metodoteka:\n      without: [tracks, events]\n"), "utf-8"
    )
    assert cli.main(["--root", str(mini), "new", "tracks", "novyi"]) == 1
    assert "вид tracks выключен строкой without в mkdocs.yml" in capsys.readouterr().err
    assert not (mini / "data/tracks/novyi.yml").exists()
    assert cli.main(["--root", str(mini), "new", "practices", "novaia"]) == 0
    blank = mini.parent / "blank.xlsx"
    assert cli.main(["--root", str(mini), "template", "event", "--out", str(blank)]) == 1
    assert "вид events выключен" in capsys.readouterr().err and not blank.exists()
    sent = mini.parent / "seminar.yml"
    sent.write_text(
        "# yaml-language-server: $schema=../schemas/events.json\ntitle: Урок\ntype: seminar\nstart: 2026-12-10\n",
        "utf-8",
    )
    assert cli.main(["--root", str(mini), "import", str(sent)]) == 0
    assert "На сайте этого не будет: записей «Мероприятия»" in capsys.readouterr().out
