"""What a practice gives out: files of Word and sheets of paper. Answers never reach a pupil's sheet."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
from look import served
from looks import violations
from office_files import saved_by_libreoffice
from support import PROJECT, copy_of_mini

from generator import catalog, site
from generator.catalog import Catalog
from generator.exports import word
from generator.exports.word import package, practice
from generator.exports.word.body import WordBody
from generator.files import media
from generator.pages import sheets
from generator.records.reading import Loaded
from generator.settings import Settings
from generator.text import render, strip

DAY = Settings(build_date=dt.date(2026, 5, 28), site_url="https://baza.example/m/", site_name="Пробная база")
SHEET = """Фамилия, имя ______________ Класс ______

1. Закрась **половину** круга и *четверть* квадрата, `1/2`.
   - первый вид
   - второй вид

     ещё слова второго вида

Между списками: [о дробях](https://example.org/d?a=1&b=2), [слово](terms/nastavnichestvo).

5. Пятый

### Таблица

| Что сделал | Минута |
|:---|---:|
| спросил | 3 |
| дал время | |

***

> Слова & знаки <книги>.
"""
ANSWER = "ТАЙНЫЙ ОТВЕТ: половина — четыре доли"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The mini base, whose practice has two sheets with everything that rich text can be."""
    root = copy_of_mini(tmp_path_factory.mktemp("handouts") / "base")
    path = root / "data" / "practices" / "parnoe.yml"
    text = path.read_text(encoding="utf-8")
    before, after = text[: text.index("handouts:")], text[text.index("attachments:") :]
    indented = "".join(f"      {line}\n" if line else "\n" for line in SHEET.split("\n"))
    sheets_ = (
        f"handouts:\n  - title: Лист «Дроби» & <знаки>\n    copies: pupil\n    text: |\n{indented}"
        f"    answers: '{ANSWER}'\n  - title: Карточка группы\n    copies: group\n    text: Обсудите вопрос.\n"
    )
    path.write_text(before + sheets_ + after, encoding="utf-8")
    found, problems = site.check(root, DAY)
    assert not problems
    return found


@pytest.fixture(scope="module")
def files(base: Catalog) -> dict[str, bytes]:
    return {file.path: file.data for file in word.WordFiles(base, DAY).all()}


WHOLE, ALONE = "practices/parnoe/parnoe.docx", "practices/parnoe/parnoe-razdat.docx"


def words_of(data: bytes) -> str:
    """Everything that stands in a file of Word, headers and footers too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/")]
    return " ".join(re.sub(r"<[^>]*>", "", part) for part in parts)


def test_a_practice_has_its_file_and_one_of_sheets_where_it_has_any(files: dict[str, bytes]) -> None:
    of_practices = sorted(path for path in files if path.startswith("practices/"))
    assert of_practices == [ALONE, WHOLE, "practices/razobrannye-primery/razobrannye-primery.docx"]


def test_the_same_words_give_the_same_bytes(base: Catalog, files: dict[str, bytes]) -> None:
    assert {file.path: file.data for file in word.WordFiles(base, DAY).all()} == files


def test_the_answers_are_in_the_teachers_file_on_the_last_page_only(files: dict[str, bytes]) -> None:
    assert "ТАЙНЫЙ ОТВЕТ" in words_of(files[WHOLE])
    assert "ОТВЕТ" not in words_of(files[ALONE])
    last = docx.Document(io.BytesIO(files[WHOLE])).sections[-1]
    assert last.header.paragraphs[0].text == "Учителю: ученикам не раздавать"


def test_nobody_is_named_and_the_bytes_are_what_the_name_says(files: dict[str, bytes]) -> None:
    """The look that files of people get before they are published finds nothing in ours."""
    for path, data in files.items():
        assert media.examine(path, data) == ([], None)
        core = docx.Document(io.BytesIO(data)).core_properties
        assert (core.author, core.last_modified_by) == ("", "")
    text = words_of(files[WHOLE])
    assert "Имярек" not in text, "a copy cannot follow a consent that ends"
    assert docx.Document(io.BytesIO(files[WHOLE])).core_properties.modified.date() == dt.date(2026, 1, 10)


def test_rich_text_is_real_formatting(files: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(files[ALONE]))
    told = [(p.style.name, p.text.rstrip()) for p in document.paragraphs if p.text]
    assert told == [
        ("Heading 1", "Лист «Дроби» & <знаки>"),
        ("Normal", "Фамилия, имя ______________ Класс ______"),
        ("List Paragraph", "Закрась половину круга и\u00a0четверть квадрата, 1/2."),
        ("List Paragraph", "первый вид"),
        ("List Paragraph", "второй вид"),
        ("List Paragraph", "ещё слова второго вида"),
        ("Normal", "Между списками: о\u00a0дробях, слово."),
        ("List Paragraph", "Пятый"),
        ("Heading 2", "Таблица"),
        ("Quote", "Слова & знаки <книги>."),
        ("Heading 1", "Карточка группы"),
        ("Normal", "Обсудите вопрос."),
    ]
    looks = {run.text: (bool(run.bold), bool(run.italic)) for p in document.paragraphs for run in p.runs}
    assert looks["половину"] == (True, False)
    assert looks["четверть"] == (False, True)
    levels = [
        (p.text, p._p.pPr.numPr.ilvl.val)
        for p in document.paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    ]
    assert [level for _, level in levels] == [0, 1, 1, 0]
    starts = document.part.numbering_part.element.xpath("//w:num[@w:numId>1]/w:lvlOverride[@w:ilvl=0]/w:startOverride")
    assert [start.get(docx.oxml.ns.qn("w:val")) for start in starts] == ["1", "5"]
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://example.org/d?a=1&b=2", "https://baza.example/m/terms/nastavnichestvo/"]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Что сделал", "Минута"],
        ["спросил", "3"],
        ["дал время", ""],
    ]
    assert table.rows[1].height is None
    assert table.rows[2].height, "a row to write in has room"


def test_each_sheet_begins_on_its_own_page_of_a4_and_says_how_many(files: dict[str, bytes]) -> None:
    sections = docx.Document(io.BytesIO(files[ALONE])).sections
    assert [s.header.paragraphs[0].text for s in sections] == [
        "Сколько нужно: каждому ученику",
        "Сколько нужно: на группу",
    ]
    assert {(round(s.page_width.mm), round(s.page_height.mm)) for s in sections} == {(210, 297)}
    assert {s.footer.paragraphs[0].text for s in sections} == {
        "Парное наставничество · https://baza.example/m/practices/parnoe/ · CC BY 4.0"
    }


def test_without_an_address_of_the_site_links_inside_it_are_words(base: Catalog) -> None:
    data = {file.path: file.data for file in word.WordFiles(base, Settings(build_date=DAY.build_date)).all()}[ALONE]
    links = [rel.target_ref for rel in docx.Document(io.BytesIO(data)).part.rels.values() if rel.is_external]
    assert links == ["https://example.org/d?a=1&b=2"]


def test_a_demonstration_practice_says_so_on_every_part(tmp_path: Path) -> None:
    root = copy_of_mini(tmp_path / "base")
    path = root / "data" / "practices" / "parnoe.yml"
    path.write_text(path.read_text(encoding="utf-8") + "demo: true\n", encoding="utf-8")
    found, _ = site.check(root, DAY)
    made = {file.path: file.data for file in word.WordFiles(found, DAY).all()}
    for path_ in (WHOLE, ALONE):
        assert "демонстрационная, выдумана" in words_of(made[path_])


def body_of(markdown: str) -> docx.document.Document:
    body = WordBody()
    body.rich(render(markdown), 2)
    return docx.Document(io.BytesIO(package.document(body, [package.PageSection(tuple(body.blocks))], "Проба", None)))


@pytest.mark.parametrize(
    "markdown",
    [
        "a & b < c > d \" ' &amp; &#0; \u0000 \ufffe \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "<b>жирно</b> {{ 7*7 }} [x](javascript:alert(1)) <script>x</script>",
        "- а\n  - б\n    - в\n      1. г\n         > д\n\n         | е | ё |\n         |---|---|\n         | ж | |\n",
        "1) раз\n\n   абзац\n\n   ```\n   код <x>\n   ```\n2) два",
        "| а |\n|---|\n",
        "***\n***\n\n#### Ниже\n\nстрока  \nвторая",
        "> > цитата\n>\n> - в ней",
    ],
)
def test_any_text_opens_and_keeps_its_words(markdown: str) -> None:
    made = body_of(markdown)
    words = " ".join(t.text or "" for t in made.element.body.iter(docx.oxml.ns.qn("w:t")))
    assert sorted(re.findall(r"\w+", words)) == sorted(re.findall(r"\w+", strip(markdown)))


# --- LibreOffice reads what we wrote ----------------------------------------------------------------------------------


@pytest.mark.office
def test_libreoffice_prints_every_word_each_sheet_on_its_page(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, path in (("whole", WHOLE), ("alone", ALONE)):
        (tmp_path / f"{name}.docx").write_bytes(files[path])
    saved_by_libreoffice(tmp_path / "whole.docx", tmp_path / "alone.docx", suffix="pdf")
    whole, alone = (pypdf.PdfReader(tmp_path / f"{name}.pdf").pages for name in ("whole", "alone"))
    assert [len(whole), len(alone)] == [4, 2], "the practice, two sheets, the answers"
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in whole} == {(595, 842)}
    printed = re.findall(r"\w+", alone[0].extract_text())
    for told in re.findall(r"\w+", strip(SHEET)):
        assert told in printed
    assert "ОТВЕТ" in whole[-1].extract_text()
    assert not any("ОТВЕТ" in page.extract_text() for page in [*whole[:-1], *alone])


# --- sheets in the browser --------------------------------------------------------------------------------------------


@pytest.fixture
def paper(base: Catalog, tmp_path: Path) -> Path:
    for file in site.build_files(base, DAY):
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_bytes(file.data)
    shutil.copytree(PROJECT / "theme" / "mkdocs" / "assets", tmp_path / "assets", dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def page(browser, paper: Path) -> Iterator:
    with served(paper) as address:
        context = browser.new_context(base_url=address)
        yield context.new_page()
        context.close()


@pytest.mark.browser
def test_sheets_print_each_on_its_own_page_without_answers(page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("practices/parnoe/razdat/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    parts = [" ".join(one.extract_text().split()) for one in pages]
    assert len(parts) == 2
    assert [("Дроби" in one, "Карточка группы" in one) for one in parts] == [(True, False), (False, True)]
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages} == {(595, 842)}
    assert not any("ОТВЕТ" in one or "Вернуться" in one for one in parts)


def test_the_page_offers_what_was_made_and_nothing_else(base: Catalog, files: dict[str, bytes]) -> None:
    sizes = {path: len(data) for path, data in files.items()}
    assert {**word.WordFiles(base, DAY)} == sizes
    offered = word.WordFiles(base, DAY)
    assert {
        path for path in (*sizes, "practices/razobrannye-primery/razobrannye-primery-razdat.docx") if path in offered
    } == {*sizes}
    of_page = {page.path: page for page in site.build_pages(base, DAY, sizes=sizes, lazy_texts=True)}
    assert re.findall(r'href="([^"]*docx)" download', of_page["practices/parnoe.md"].text) == [
        "parnoe.docx",
        "parnoe-razdat.docx",
    ]
    assert "razdat" not in of_page["practices/razobrannye-primery.md"].text
    without = {page.path: page for page in site.build_pages(base, DAY, lazy_texts=True)}
    assert "docx" not in without["practices/parnoe.md"].text.split("Материалы")[0]
    assert sheets.word_paths(base.find("practices/parnoe")) == (WHOLE, ALONE)


def test_the_red_twin_a_sheet_with_answers_would_be_seen(base: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tests above look for is found as soon as the answers slip into the sheets."""
    kept = practice._sheets

    def leaking(body: WordBody, settings: Settings, its, render_):
        for sheet in its.handouts:
            body.add(sheet.answers or "")
        yield from kept(body, settings, its, render_)

    monkeypatch.setattr(practice, "_sheets", leaking)
    made = {file.path: file.data for file in word.WordFiles(base, DAY).all()}
    assert "ОТВЕТ" in words_of(made[ALONE])


def test_nothing_is_made_of_nothing() -> None:
    empty = catalog.build(Loaded({}, {}, {}, {}, set()), DAY.build_date)
    assert [file.path for file in word.WordFiles(empty, DAY).all()] == ["marshrut/marshrut-blank.docx"]
