"""The чемоданчик: unpacked into a folder and opened from there, without a server."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from generator import cli
from generator.publish import classic_scripts, offline, pack

HITS = ".m-search__list a"
_LINK = re.compile(r'<[a-z][^>]*?\s(?:href|src|action|data-vision)="([^"]*)"')


@pytest.fixture(scope="module")
def unpacked(once_a_run, built: Path) -> Path:
    """The pack of the shipped base, as it lies on a school computer."""

    def make(folder: Path) -> None:
        data = pack.packed_site(built)
        (folder / offline.PACK).write_bytes(data)
        zipfile.ZipFile(io.BytesIO(data)).extractall(folder / "Мои документы")

    return once_a_run("pack", make) / "Мои документы"


@pytest.fixture
def reading(browser: Browser, unpacked: Path) -> Iterator[Page]:
    """A page that opens files; at the end nobody was asked for anything and the console was silent."""
    said: list[str] = []
    with browser.new_context(reduced_motion="reduce", base_url=f"{unpacked.as_uri()}/{pack.INSIDE}/") as context:
        page = context.new_page()
        page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
        page.on("requestfailed", lambda it: said.append(it.url) if it.failure != "net::ERR_ABORTED" else None)
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
    assert said == []


# --- the files -------------------------------------------------------------------------------------------------------


def test_the_same_site_gives_the_same_bytes(built_mini: Path) -> None:
    once = pack.packed_site(built_mini, 1)
    assert once == pack.packed_site(built_mini, 2)
    entries = zipfile.ZipFile(io.BytesIO(once)).infolist()
    names = [one.filename for one in entries]
    # Whoever unpacks in a system of another code page reads «Открыть.html» by these, and may read the files.
    assert {(one.create_system, one.external_attr >> 16) for one in entries} == {(3, 0o100644)}
    assert entries[0].flag_bits & 0x800
    assert names[0] == pack.FIRST
    assert all(len(name) <= pack.LONGEST and re.fullmatch(r"[\w./-]+", name) for name in names)
    assert [name for name in names if not name.isascii()] == [pack.FIRST]


def test_every_link_leads_to_a_file(unpacked: Path) -> None:
    wrong = set()
    for path in unpacked.rglob("*.html"):
        for link in map(html.unescape, _LINK.findall(path.read_text("utf-8"))):
            target = re.sub(r"[?#].*", "", link)
            elsewhere = re.match(r"[a-z]+:", link)
            if target and not elsewhere and not (path.parent / target).is_file():
                wrong.add(f"{path.relative_to(unpacked)}: {link}")
        offered = re.findall(r'<link rel="stylesheet"[^>]*>|<a\b[^>]* download\b[^>]*>', path.read_text("utf-8"))
        wrong |= {its for its in offered if ".html" in its}  # a page is no style, and no table to download
    assert wrong == set()


def test_nothing_is_carried_that_the_site_does_not_publish(unpacked: Path, built: Path) -> None:
    made = {"o-chemodanchike/index.html", classic_scripts.LOADER}
    carried = {path.relative_to(unpacked / pack.INSIDE).as_posix() for path in (unpacked / pack.INSIDE).rglob("*.*")}
    strange = {
        name for name in carried if not (built / name).is_file() and not (built / name.removesuffix(".js")).is_file()
    }
    assert {name for name in strange - made if not name.startswith("assets/search/index-")} == set()
    assert not any(name.startswith(("admin/", "dannye/", "zamechaniia/")) for name in carried)


def test_no_script_asks_for_what_a_folder_has_not(unpacked: Path) -> None:
    asks = re.compile(r"^(?:import|export)\b|(?<![\w.$])(?:import|fetch)\(", re.MULTILINE)
    for path in unpacked.rglob("*.js"):
        if path.name != "classic.js":
            assert not asks.search(path.read_text("utf-8")), path


def test_a_form_of_module_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="export default"):
        classic_scripts.classic("a.js", "export default 5;\n")
    made = classic_scripts.classic(
        "a/b.js", 'import { x as y } from "../c.js";\nexport const z = y + 1;\nfetch("d");\n'
    )
    assert '["c.js"], (here, module0)' in made
    assert "const { x: y } = module0;" in made
    assert 'metodotekaCarried.fetch("d")' in made
    assert "return { z };" in made


def test_the_command_says_how_large_it_is_and_the_site_offers_it(built_mini: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "mini.zip"
    assert cli.main(["pack", "--site", str(built_mini), "--out", str(out)]) == 0
    assert offline.megabytes(out.stat().st_size) in capsys.readouterr().out
    assert cli.main(["pack", "--site", str(tmp_path), "--out", str(out)]) == 1
    assert "нет готового сайта" in capsys.readouterr().err


# --- from the folder -------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_first_file_leads_to_the_base(browser: Browser, unpacked: Path) -> None:
    with browser.new_page() as page:
        page.goto((unpacked / pack.FIRST).as_uri())
        page.get_by_role("link", name="Открыть базу").click()
        expect(page.locator("h1").first).to_be_visible()
        assert page.url.endswith("/baza/index.html")


@pytest.mark.browser
def test_search_knows_word_forms_and_leads_to_pages(reading: Page, record_property, unpacked: Path) -> None:
    reading.goto("index.html")
    reading.keyboard.press("/")
    reading.get_by_role("dialog").get_by_role("searchbox").fill("учителями")
    expect(reading.locator(HITS).first).to_be_visible(timeout=60_000)
    assert any("учител" in title.lower() for title in reading.locator(HITS).all_inner_texts())
    reading.locator(HITS).first.click()
    expect(reading.locator("article h1")).to_be_visible()
    for query, address in {
        "наставничеством": "terms/",
        "молодой педагог": "/",
        "exit ticket": "vykhodnoi-bilet",
    }.items():
        reading.goto(f"poisk/index.html?q={query}")
        expect(reading.locator(HITS).first).to_be_visible(timeout=60_000)
        assert any(address in link for link in reading.locator(HITS).evaluate_all("all => all.map((a) => a.href)"))
    size = (unpacked.parent / offline.PACK).stat().st_size
    record_property("figure", f"the чемоданчик of the shipped base: {size / 1e6:.1f} MB")
    assert size < 10_000_000


@pytest.mark.browser
def test_lists_filters_steps_and_print_work(reading: Page) -> None:
    reading.goto("practices/index.html")
    reading.get_by_label("Математика").first.check()
    expect(reading.locator(".m-catalogue__count")).to_contain_text("Найдено")
    reading.locator(".m-card a").first.click()
    expect(reading.locator("article h1")).to_be_visible()
    reading.goto("practices/mozaika/index.html#urok")
    expect(reading.get_by_role("button", name="Закончить")).to_be_visible()
    reading.goto("practices/mozaika/kartochka/index.html")
    sheet = pypdf.PdfReader(io.BytesIO(reading.pdf()))
    assert len(sheet.pages) == 1
    assert "Мозаика" in sheet.pages[0].extract_text()


@pytest.mark.browser
def test_what_was_found_is_taken_as_a_file_of_excel(reading: Page, tmp_path: Path) -> None:
    reading.goto("practices/index.html?subjects=istoriia")
    with reading.expect_download() as download:
        reading.get_by_role("button", name="Скачать для Excel").click()
    assert re.fullmatch(r"praktiki-otbor-\d{4}-\d\d-\d\d\.xlsx", download.value.suggested_filename)
    download.value.save_as(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.max_row > 1
    assert sheet.cell(2, sheet.max_column).value.endswith("/index.html")
    for words in ("Скачать все", "Подписаться", "Предложить практику"):
        expect(reading.locator("article").get_by_text(words)).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("address", ["kabinet", "marshrut", "predlozhit/praktika"])
def test_what_needs_the_site_says_so(reading: Page, address: str) -> None:
    reading.goto(f"{address}/index.html")
    expect(reading.locator(".m-banner").first).to_contain_text("только на сайте")
    shown = reading.locator("article").inner_text()
    assert not re.search(r"JavaScript|открывается…|загружается…", shown)


@pytest.mark.browser
def test_red_twin_the_site_itself_does_not_search_from_a_folder(browser: Browser, built: Path) -> None:
    with browser.new_page() as page:
        page.goto(f"{(built / 'poisk' / 'index.html').as_uri()}?q=учителями")
        page.wait_for_timeout(1500)
        assert page.locator(HITS).count() == 0
