"""Sheets for paper in a real browser: a card is one side of A4, its QR code leads home, roadmaps lie across."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
import yaml
from look import served, specimens
from looks import COLOURS, THINNED, violations
from on_paper import laid_out
from qr import read_qr
from support import MINI, PROJECT, copy_of_mini

from generator import site
from generator.pages import sheets
from generator.problems import failed
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 11, 22), site_url="https://baza.example/metodoteka/")
A4 = (595, 842)
SHEET_MM = (297 - 2 * 12, 210 - 2 * 13)  # what the margins of sheet.css leave: height, width

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sheets of the shipped base, and one of a practice with more to say than a sheet holds."""
    root = tmp_path_factory.mktemp("paper") / "base"
    shutil.copytree(PROJECT / "data", root / "data")
    shutil.copytree(PROJECT / "content", root / "content")
    (root / "data" / "addresses.txt").unlink()
    record = yaml.load((MINI / "data" / "practices" / "parnoe.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    words = "Договориться о цели наблюдения и записать её одним предложением в лист. "
    record = {
        "title": ("Очень длинное название практики " * 9).strip(),
        "summary": (words * 4).strip()[:300],
        "status": "published",
        "areas": ["methods", "assessment"],
        "subjects": [t["id"] for t in _terms("subjects")[:20]],
        "levels": [t["id"] for t in _terms("levels")[:12]],
        "problem": words * 20,
        "idea": words * 20,
        "results": words * 20,
        "conditions": {"equipment": [t["id"] for t in _terms("equipment")], "internet": "helpful"},
        "steps": [{"title": (words * 3).strip(), "text": words * 30, "minutes": 15} for _ in range(25)],
        "sources": record["sources"][:1] if "link" in record.get("sources", [{}])[0] else [{"title": "Книга"}],
    }
    dumped = yaml.safe_dump(record, allow_unicode=True, sort_keys=False)
    (root / "data" / "practices" / "zzz-dlinnaia.yml").write_text(dumped, encoding="utf-8")
    found, problems = site.check(root, DAY)
    assert not failed(problems), problems
    return laid_out(found, DAY, root.parent / "site")


def _terms(vocabulary: str) -> list[dict]:
    return yaml.load((PROJECT / f"data/vocabularies/{vocabulary}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)[
        "terms"
    ]


@pytest.fixture(scope="module")
def page(browser, paper: Path) -> Iterator:
    with served(paper) as base:
        context = browser.new_context(base_url=base)
        yield context.new_page()
        context.close()


def pdf(page, address: str) -> pypdf.PdfReader:
    page.goto(address)
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def sizes(reader: pypdf.PdfReader) -> list[tuple[int, int]]:
    return [(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in reader.pages]


def text_of(reader: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(p.extract_text() for p in reader.pages))


def test_every_card_fits_one_side(paper: Path, page) -> None:
    height, width = (round(mm * 96 / 25.4) for mm in SHEET_MM)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    too_long, fill = {}, []
    cards = sorted(paper.glob("practices/*/kartochka/index.html"))
    assert len(cards) > 60
    page.goto(cards[0].parent.relative_to(paper).as_posix() + "/")
    for path in cards:  # all have one head: to open each costs four times as much
        body = path.read_text("utf-8").partition("<body")[2].partition(">")[2]
        used = page.evaluate(
            "body => { document.body.innerHTML = body;"
            " return document.querySelector('main').getBoundingClientRect().height; }",
            body,
        )
        fill.append(used / height)
        if used > height:
            too_long[path.parent.parent.name] = round(used / height, 2)
    page.emulate_media(media="null")
    assert too_long == {}
    assert max(fill) > 0.8, "the cards leave too much of the sheet empty"


@pytest.mark.parametrize("name", ["vykhodnoi-bilet", "zzz-dlinnaia"])
def test_a_card_prints_on_one_page_of_a4(page, name: str) -> None:
    reader = pdf(page, f"practices/{name}/kartochka/")
    assert sizes(reader) == [A4]
    assert f"https://baza.example/metodoteka/practices/{name}/" in text_of(reader).replace(" ", "")


def test_a_short_card_says_everything_and_a_long_one_that_there_is_more(page) -> None:
    whole = text_of(pdf(page, "practices/vykhodnoi-bilet/kartochka/"))
    assert "Почти никто — объясните иначе: другой пример, рисунок, опыт." in whole
    cut = text_of(pdf(page, "practices/zzz-dlinnaia/kartochka/"))
    assert re.search(r"И ещё \d+ шаг", cut)


def test_the_qr_code_leads_to_the_practice(page) -> None:
    page.goto("practices/vykhodnoi-bilet/kartochka/")
    assert read_qr(page) == ["https://baza.example/metodoteka/practices/vykhodnoi-bilet/"]


def test_a_roadmap_lies_across_with_all_its_measures(page) -> None:
    reader = pdf(page, "programmes/dvizhenie-vverkh/list-a4/")
    assert set(sizes(reader)) == {A4[::-1]}
    assert len(reader.pages) <= 5
    table = " ".join(p.extract_text() for p in list(reader.pages)[1:])
    assert [n for n in range(1, 32) if not re.search(rf"(?m)^{n}\b|\b{n} ", table)] == []
    assert "просрочено" not in text_of(reader)


def test_a_booklet_has_a_block_for_every_practice_of_the_area(paper: Path, page) -> None:
    page.goto("practices/buklet/assessment/")
    assert page.locator("article").count() == page.locator(".s-toc li").count() > 10
    assert set(sizes(pdf(page, "practices/buklet/assessment/"))) == {A4}


def test_a_poster_is_one_page_by_month_without_what_is_over(page) -> None:
    reader = pdf(page, "districts/demo-severnyi/afisha/")
    assert sizes(reader) == [A4]
    text = text_of(reader)
    assert text.index("Ноябрь 2026") < text.index("Декабрь 2026") < text.index("2027 год, месяц пока не назван")
    assert "2025" not in text


def test_sheets_pass_axe_and_do_not_scroll_sideways(page) -> None:
    wrong = {}
    for address in ("practices/vykhodnoi-bilet/kartochka/", "practices/buklet/", "practices/buklet/assessment/",
                    "districts/demo-severnyi/afisha/", "programmes/dvizhenie-vverkh/list-a4/"):  # fmt: skip
        page.goto(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wrong[address, width] = ["scrolls sideways"]
        page.evaluate(THINNED)
        if found := violations(page):
            wrong[address, "desktop"] = found
        page.set_viewport_size({"width": 360, "height": 800})
        if found := violations(page, without=COLOURS):
            wrong[address, "phone"] = found
    assert wrong == {}


def test_without_an_address_of_the_site_the_card_names_the_page_in_words(tmp_path: Path) -> None:
    made = site.prepare(copy_of_mini(tmp_path / "base"), Settings(build_date=DAY.build_date), lazy_texts=True)
    (card,) = (f.data.decode() for f in made.files if f.path == "practices/parnoe/kartochka/index.html")
    assert "<svg" not in card
    assert "practices/parnoe/" in html.unescape(card)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Коротко.", 20, "Коротко."),
        ("Первое предложение. Второе предложение длиннее.", 30, "Первое предложение. …"),
        ("Одно очень длинное предложение без точек внутри", 20, "Одно очень длинное…"),
    ],
)
def test_a_text_is_cut_at_a_sentence_or_a_word(text: str, most: int, short: str) -> None:
    assert sheets.cut_at_sentence(text, most) == short


@pytest.mark.slow
def test_a_page_prints_without_its_frame_and_with_the_addresses_of_its_sources(browser, built_mini: Path) -> None:
    """The longest page of every kind: the others differ in words only."""
    kinds = [address for address in specimens(built_mini).values() if address.count("/") == 2]
    assert len(kinds) > 18
    with served(built_mini) as base:
        page = browser.new_page(base_url=base)
        page.emulate_media(media="print")
        for address in kinds:
            reader = pdf(page, address)
            assert set(sizes(reader)) == {A4}, address
            assert len(reader.pages) <= 6, address
            frame = page.locator(".md-header, .m-crumbs, .md-footer")
            assert frame.count() > 1, address
            assert frame.locator("visible=true").count() == 0, address
        practice = text_of(pdf(page, "practices/parnoe/"))
        link = page.locator(".m-sources a[href^=http]").first.get_attribute("href")
        assert link in practice.replace(" ", "")
        page.close()
