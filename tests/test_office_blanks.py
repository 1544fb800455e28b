"""Files to fill in on the site: what the command gives, for people without a terminal; always the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import docx
import openpyxl
import pytest
from office_files import fill
from support import PROJECT, copy_of_mini

from generator import cli, site
from generator.channels.office import blanks, importing
from generator.pages.form import BLANKS, FORM_ADDRESSES, FORM_FOLDER
from generator.settings import Settings, Submit

DAY = dt.date(2026, 5, 28)
SETTINGS = Settings(build_date=DAY, submit=Submit("download", "", "metodist@example.org"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> site.Site:
    return site.prepare(copy_of_mini(tmp_path_factory.mktemp("blanks") / "base"), SETTINGS, lazy_texts=True)


@pytest.fixture(scope="module")
def found(made: site.Site) -> dict[str, bytes]:
    return {file.path: file.data for file in made.files if file.path.startswith(f"{FORM_FOLDER}/blanki/")}


def page(made: site.Site, path: str) -> str:
    return html.unescape(next(one.text for one in made.pages if one.path == path))


def linked(made: site.Site, path: str) -> dict[str, str]:
    """Path on the site -> what the link says, of all links to files to fill in on a page."""
    here = "https://x/" + path.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
    links = re.findall(r'<a class="m-action" href="([^"]+)" download="[^"]+"[^>]*>([^<]+)</a>', page(made, path))
    return {urljoin(here, href).removeprefix("https://x/"): text for href, text in links}


def test_every_form_is_offered_in_both_formats_with_its_size(made: site.Site, found: dict[str, bytes]) -> None:
    assert set(found) == {f"{FORM_FOLDER}/blanki/{name}.{ext}" for name in BLANKS.values() for ext in ("xlsx", "docx")}
    on_the_page_of_choice = linked(made, f"{FORM_FOLDER}/index.md")
    assert on_the_page_of_choice.keys() == found.keys()
    for path, text in on_the_page_of_choice.items():
        program = "Excel" if path.endswith("xlsx") else "Word"
        assert text == f"{program}, {-(-len(found[path]) // 1000)}\u00a0КБ"
        assert len(found[path]) < 100_000
    for address in FORM_ADDRESSES.values():
        its = {f"{FORM_FOLDER}/blanki/{address}.{ext}" for ext in ("xlsx", "docx")}
        assert linked(made, f"{FORM_FOLDER}/{address}.md").keys() == its


def test_the_page_says_what_to_do_with_the_filled_file(made: site.Site) -> None:
    with_mail = page(made, f"{FORM_FOLDER}/praktika.md")
    assert 'href="mailto:metodist@example.org"' in with_mail and "metodoteka import" in with_mail
    files = blanks.made(made.catalog, SETTINGS)
    without = site.build_pages(made.catalog, replace(SETTINGS, submit=Submit()), files, lazy_texts=True)
    text = next(one.text for one in without if one.path == f"{FORM_FOLDER}/praktika.md")
    assert "mailto:" not in text and "Передайте методисту, который ведёт базу" in text


def test_two_builds_give_the_same_bytes_in_every_process(mini: Path) -> None:
    """Not the same process and not the same second: nothing of the clock or of the order of hashes gets in."""
    code = (
        "import datetime as dt, hashlib, pathlib, sys\n"
        "from generator import site\nfrom generator.channels.office import blanks\n"
        "from generator.settings import Settings\n"
        "settings = Settings(build_date=dt.date.fromisoformat(sys.argv[2]))\n"
        "found, _ = site.check(pathlib.Path(sys.argv[1]), settings)\n"
        "for one in blanks.made(found, settings): print(one.path, hashlib.sha256(one.data).hexdigest())"
    )

    def run(day: str, seed: str) -> list[str]:
        command = [sys.executable, "-c", code, str(mini), day]
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo" if seed == "2" else "UTC"}
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def here(day: int) -> list[str]:
        settings = Settings(build_date=dt.date(2026, 5, day))
        made_here = blanks.made(site.check(mini, settings)[0], settings)
        return [f"{one.path} {hashlib.sha256(one.data).hexdigest()}" for one in made_here]

    first = run("2026-05-28", "1")
    assert len(first) == 12
    assert run("2026-05-28", "2") == first
    assert here(28) == first
    assert here(29) != first  # the red twin: the day of the build is in the workbooks


def test_the_site_and_the_command_give_the_same_file(
    made: site.Site, found: dict[str, bytes], mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2026, 5, 28, tzinfo=dt.UTC).timestamp())))
    for form, address in BLANKS.items():
        for suffix in ("xlsx", "docx"):
            out = tmp_path / f"{form}.{suffix}"
            command = ["template", form, "--format", suffix, "--out", str(out)]
            assert cli.main(["--root", str(mini), *command]) == 0
            assert out.read_bytes() == found[f"{FORM_FOLDER}/blanki/{address}.{suffix}"], (form, suffix)


def test_a_file_of_the_site_is_filled_and_imported(found: dict[str, bytes], mini: Path, tmp_path: Path) -> None:
    empty = tmp_path / "praktika.xlsx"
    empty.write_bytes(found[f"{FORM_FOLDER}/blanki/praktika.xlsx"])
    row = {"title": "Лист вопросов", "summary": "Проба.", "owner": "Школа А"}
    out = fill(empty, tmp_path / "filled.xlsx", {"Практики": [row], "Шаги": [{"steps.title": "Один"}]})
    (told,) = importing.run(importing.open_base(mini, SETTINGS), [out])
    assert [one.path for one in told.results] == ["data/practices/list-voprosov.yml"], told.remarks


def test_a_sheet_of_figures_names_the_indicators(found: dict[str, bytes], made: site.Site) -> None:
    book = openpyxl.load_workbook(io.BytesIO(found[f"{FORM_FOLDER}/blanki/pokazateli.xlsx"]))
    named = {row[1] for row in book["Показатели"].iter_rows(min_row=3, values_only=True) if row[1]}
    reported = {one.title for one in made.catalog.listed("indicators") if not one.computed}
    assert named == reported != set()
    words = docx.Document(io.BytesIO(found[f"{FORM_FOLDER}/blanki/pokazateli.docx"]))
    message = " ".join(cell.text for table in words.tables for row in table.rows for cell in row.cells)
    assert all(title in message for title in reported)


def test_words_that_only_a_programmer_knows_are_not_asked_of_a_methodist(found: dict[str, bytes]) -> None:
    for path, data in found.items():
        if path.endswith("docx"):
            document = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        else:
            book = openpyxl.load_workbook(io.BytesIO(data))
            shown = [page for page in book if page.sheet_state == "visible"]
            cells = [str(cell) for page in shown for row in page.iter_rows(min_row=2, values_only=True) for cell in row]
        message = " ".join(cells)
        assert not re.search(r"IANA|yearly|by-plan|--\d\d|\b20\d\d-\d\d-\d\d\b|Black Box", message), path


def test_drafts_are_not_offered_on_the_site(mini: Path) -> None:
    """What is not shown on the site must not be read in a list of its files; the red twin shows drafts."""
    record = mini / "data/practices/parnoe.yml"
    text = record.read_text(encoding="utf-8").replace("status: published", "status: draft")
    record.write_text(text, encoding="utf-8")

    def offered(drafts: bool) -> bool:
        settings = Settings(build_date=DAY, drafts=drafts)
        catalog, _ = site.check(mini, settings)
        data = next(one.data for one in blanks.made(catalog, settings) if one.path.endswith("primenenie.xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(data))
        return any("Парное" in str(cell) for page in book for row in page.values for cell in row)

    assert offered(True) and not offered(False)
