"""The round trip through Word as a methodist walks it, with files that LibreOffice has really saved.

A template is filled in, saved, imported; remarks stand where the mistakes were made; the mended file imports. And the
other way: every record, printed into its template, comes back the same.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
import yaml
from docx.oxml.ns import qn
from office_files import saved_by_libreoffice
from support import PROJECT, copy_of_mini
from word_files import answer_cell, choose, roadmap_document, roadmap_rows, saved, table_under, tick, type_in

from generator import cli
from generator.channels.office import (
    document_body,
    document_in,
    document_out,
    document_remarks,
    importing,
    names,
)
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.parties import Parties
from generator.records import KINDS, formatter
from generator.settings import Settings
from generator.text import cmark

TODAY = dt.date(2026, 5, 28)
SETTINGS = Settings(build_date=TODAY)

STEPS = [
    ("Раздать листы", "Каждому по листу.", "5", "листы\nручки"),
    ("Написать вопрос", "тихо\nпо одному", "5 мин", ""),
    ("Объяснить тему", "", "20", ""),
    ("Ответить на свой вопрос", "", "5", ""),
    ("Сравнить ответы в паре", "", "5", ""),
    ("Выписать то, что осталось", "", "3", "доска; мел"),
]
#: what the record has to be, in the spelling of ``formatter.render``
EXPECTED = {
    "title": "Лист вопросов",
    "summary": "Ученики пишут вопрос до объяснения и отвечают на него после.",
    "status": "review",
    "owner": "shkola-a",
    "updated": "2026-05-28",
    "subjects": ["matematika", "fizika"],
    "levels": ["grade-7", "grade-8"],
    "areas": ["methods"],
    "territory": "districts/severnyi",
    "problem": "Ученики **молчат**.\n\n- боятся ошибиться\n- не знают, о чём спросить",
    "steps": [
        {"title": "Раздать листы", "text": "Каждому по листу.", "minutes": "5", "materials": ["листы", "ручки"]},
        {"title": "Написать вопрос", "text": "1. тихо\n2. по одному", "minutes": "5"},
        {"title": "Объяснить тему", "minutes": "20"},
        {"title": "Ответить на свой вопрос", "minutes": "5"},
        {"title": "Сравнить ответы в паре", "minutes": "5"},
        {"title": "Выписать то, что осталось", "minutes": "3", "materials": ["доска", "мел"]},
    ],
    "conditions": {"class_size_max": "30", "internet": "none", "equipment": ["paper"], "prepare_hours": "1.5"},
    "authors": [
        {"role": "учитель математики", "organization": "shkola-a"},
        {"role": "методист", "name": "Имярек Пробный", "consent": {
            "given": "2026-01-01", "document": "журнал 1", "categories": ["name"], "resource": "пробная база"}},
    ],
    "sources": [{"title": "Книга", "authors": "Автор А.", "year": "2001", "link": "https://example.org/kniga"}],
}  # fmt: skip


def filled_practice(template: bytes, *, wrong: bool = False) -> bytes:
    """The template of a practice with everything a person does: typing, choosing, ticking, lists, bold."""
    document = docx.Document(io.BytesIO(template))
    if not wrong:
        type_in(answer_cell(document, "Название"), "Лист вопросов")
    type_in(answer_cell(document, "Коротко"), "Ученики пишут вопрос до объяснения\u00a0и отвечают на него после.")
    problem = answer_cell(document, "На какое затруднение отвечает")
    problem.paragraphs[0].add_run("Ученики ")
    problem.paragraphs[0].add_run("молчат").bold = True
    problem.paragraphs[0].add_run(".")
    for words in ("боятся ошибиться", "не знают, о чём спросить"):
        problem.add_paragraph(words, style="List Bullet")
    tick(answer_cell(document, "Предметы"), "Математика", "Физика")
    tick(answer_cell(document, "Ступени и классы"), "7 класс", "8 класс")
    tick(answer_cell(document, "Какие умения педагога развивает"), "Методика преподавания")
    choose(answer_cell(document, "Где родилась"), "Северный район")
    table = table_under(document, "№", "Название шага")
    for row, step in zip(table.rows[1:], STEPS, strict=True):
        for cell, words in zip([*row.cells[1:4], row.cells[5]], step, strict=True):  # «Когда» stays empty
            if words:
                type_in(cell, *words.split("\n"))
        for paragraph in row.cells[2].paragraphs if "\n" in step[1] else ():
            paragraph.style = "List Number"
    if wrong:
        type_in(table.rows[1].cells[3], "пятнадцать с половиной")
    type_in(answer_cell(document, "Учеников не больше"), "30 парт" if wrong else "30")
    choose(answer_cell(document, "Интернет"), "не нужен")
    tick(answer_cell(document, "Оборудование"), "Бумага и карточки")
    type_in(answer_cell(document, "Часов на подготовку"), "1,5")
    choose(answer_cell(document, "Кто отвечает за запись"), "Школа В" if wrong else "Школа А")
    type_in(answer_cell(document, "Роль или должность"), "учитель математики")
    choose(answer_cell(document, "Организация"), "Школа А")
    type_in(answer_cell(document, "Роль или должность", 2), "методист")
    type_in(answer_cell(document, "Имя", 2), "Имярек Пробный")
    type_in(answer_cell(document, "Согласие на публикацию имени: дата согласия", 2), "1 января 2026 г.")
    type_in(answer_cell(document, "Согласие на публикацию имени: где хранится согласие", 2), "журнал 1")
    tick(answer_cell(document, "Согласие на публикацию имени: на что дано согласие", 2), "имя")
    type_in(answer_cell(document, "Согласие на публикацию имени: для какого ресурса дано", 2), "пробная база")
    type_in(answer_cell(document, "Название работы"), "Книга")
    sources = next(t for t in document.tables if "Название работы" in [r.cells[0].paragraphs[0].text for r in t.rows])
    type_in(sources.rows[2].cells[1], "Автор А.")
    type_in(sources.rows[3].cells[1], "2001")
    type_in(sources.rows[5].cells[1], "https://example.org/kniga")
    return saved(document)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_mini(tmp_path_factory.mktemp("word") / "base")


@pytest.fixture(scope="module")
def files(base: Path) -> Path:
    """Filled files, all saved once more by LibreOffice in one run."""
    folder = base.parent
    for form in ("practice", "values"):
        about = ["--territory", "districts/severnyi", "--period", "2026"] if form == "values" else []
        words = ["template", form, "--format", "docx", "--out", str(folder / f"{form}.docx"), *about]
        assert cli.main(["--root", str(base), *words]) == 0
    template = (folder / "practice.docx").read_bytes()
    (folder / "good.docx").write_bytes(filled_practice(template))
    (folder / "wrong.docx").write_bytes(filled_practice(template, wrong=True))
    figures = docx.Document(folder / "values.docx")
    table = table_under(figures, "№", "Показатель")
    type_in(table.rows[1].cells[2], "54")
    type_in(table.rows[1].cells[3], "90")
    type_in(answer_cell(figures, "По состоянию на"), "30.04.2026")
    type_in(answer_cell(figures, "Название работы"), "Отчёт района")
    choose(answer_cell(figures, "Кто отвечает за запись"), "Школа А")
    figures.save(folder / "figures.docx")
    (folder / "card.docx").write_bytes(roadmap_document(roadmap_rows(), pages=(7, 26), repeated=False))
    saved_by_libreoffice(*(folder / f"{name}.docx" for name in ("good", "wrong", "figures", "card")), suffix="docx")
    assert b"LibreOffice" in zipfile.ZipFile(folder / "good.docx").read("docProps/app.xml")
    return folder


def imported(base: Path, path: Path, **options) -> importing.FileResult:
    return importing.run(importing.open_base(base, SETTINGS), [path], **options)[0]


# --- in --------------------------------------------------------------------------------------------------------------


@pytest.mark.office
def test_a_practice_of_six_steps_is_the_record_it_should_be(files: Path, tmp_path: Path) -> None:
    base = copy_of_mini(tmp_path / "base")
    told = imported(base, files / "good.docx")
    assert [(one.fate, one.path) for one in told.results] == [("created", "data/practices/list-voprosov.yml")]
    assert told.remarks == ()
    written = (base / "data/practices/list-voprosov.yml").read_text(encoding="utf-8")
    assert written == formatter.render("practices", EXPECTED)
    assert cli.main(["--root", str(base), "check"]) == 0


@pytest.mark.office
def test_figures_of_a_district(files: Path, tmp_path: Path) -> None:
    base = copy_of_mini(tmp_path / "base")
    told = imported(base, files / "figures.docx")
    assert [(one.fate, one.remarks) for one in told.results] == [("created", ())]
    record = yaml.load((base / told.results[0].path).read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert record["values"] == [{"indicator": "diagnostika", "numerator": 54, "denominator": 90}]
    assert (record["territory"], str(record["period"]), record["as_of"]) == (
        "districts/severnyi", "2026", dt.date(2026, 4, 30)
    )  # fmt: skip


@pytest.mark.office
def test_the_source_roadmap_saved_by_a_word_processor(files: Path) -> None:
    told = imported(PROJECT, files / "card.docx", programme="dvizhenie-vverkh", dry_run=True)
    assert [(one.fate, one.changes) for one in told.results] == [("unchanged", ())]


@pytest.mark.office
def test_without_the_hidden_keys_the_labels_are_enough(files: Path, base: Path) -> None:
    its = importing.open_base(base, SETTINGS)
    data = (files / "good.docx").read_bytes()
    assert _understood(its, _keyless(data)) == _understood(its, data)


@pytest.mark.parametrize("form", ["practice", "event", "replication", "values", "review"])
def test_each_form_is_known_by_its_labels(form: str, base: Path) -> None:
    its = importing.open_base(base, SETTINGS)
    layout = its.layouts[form]
    record = next(r for r in its.catalog.records.values() if r.kind == layout.form.kind and r.status != "draft")
    data = document_out.document_template(layout, its.catalog.sources[record.key].data)
    (kind, understood), wanted = _kind_and_answers(its, _keyless(data)), _understood(its, data)
    assert kind == record.kind
    assert understood == wanted


def _keyless(data: bytes) -> bytes:
    """As after copying everything into another document: no property, no bookmarks, no styles of ours."""
    document = docx.Document(io.BytesIO(data))
    for mark in [*document.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    for style in document.styles:
        if (style.name or "").startswith("Методотека"):
            style.element.find(qn("w:name")).set(qn("w:val"), "Стиль")
    return _without(saved(document), "docProps/custom.xml")


def _understood(its: importing.Base, data: bytes) -> dict:
    return _kind_and_answers(its, data)[1]


def _kind_and_answers(its: importing.Base, data: bytes) -> tuple[str, dict]:
    entry = document_in.read(data, its.forms, its.catalog).entries[0]
    read, _ = interpret_entry(its.questions(entry.kind), entry, names.index_names(its.catalog), Parties(its.catalog))
    return entry.kind, dict(read.data)


def _without(data: bytes, part: str) -> bytes:
    """The package without one part and without what leads to it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                content = re.sub(rb'<Relationship [^>]*custom\.xml"[^>]*/>', b"", content)
            if name != part:
                new.writestr(name, content)
    return out.getvalue()


# --- remarks ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def remarked(files: Path, base: Path) -> Path:
    """The wrong file with remarks, saved once more by LibreOffice, and a PDF of it."""
    told = imported(base, files / "wrong.docx", dry_run=True, remarks_to=files / "out")
    assert told.failed and told.remarked is not None
    saved_by_libreoffice(told.remarked, suffix="pdf")
    saved_by_libreoffice(told.remarked, suffix="docx")
    return told.remarked


@pytest.mark.office
def test_remarks_stand_where_the_mistakes_are(remarked: Path) -> None:
    body = document_body.open_document(remarked.read_bytes())
    found = dict(commented(body))
    assert {place: sorted(text) for place, text in found.items()} == {
        "Название": ["Не заполнено обязательное «Название»"],
        "Минут, 1": ["«5пятнадцать с половиной» — не число"],
        "Учеников не больше": found["Учеников не больше"],
        "Кто отвечает за запись": ["Записи «Школа В» в базе нет"],
    }
    assert "30" in found["Учеников не больше"][0]
    closing = body.document.tables[-1]
    assert [cell.text for cell in closing.rows[0].cells] == ["№", "Где", "Что не так", "Как должно быть"]
    places = [row.cells[1].text for row in closing.rows[1:]]
    assert "раздел «Шаги», строка 1, столбец «Минут»" in places
    assert "раздел «О чём практика», вопрос «Название»" in places


def commented(body: document_body.Body) -> Iterator[tuple[str, list[str]]]:
    """The label of each question (with the number of the row in a table) and the first lines of its comments."""
    texts = {str(one.comment_id): one.paragraphs[0].text for one in body.document.comments}
    for table in body.tables:
        head = [cell.text for cell in table.rows[0]]
        for number, row in enumerate(table.rows):
            for cell in row:
                marks = [m.get(qn("w:id")) for m in cell.at.iter(qn("w:commentRangeStart"))]
                if marks:
                    label = head[cell.column].split(" Сколько")[0] + f", {number}" if head[0] == "№" else ""
                    label = label or row[0].paragraphs[0].text.removesuffix(" *")
                    yield label, [texts[mark] for mark in marks]


@pytest.mark.office
def test_the_file_with_remarks_opens_and_prints(remarked: Path) -> None:
    pages = pypdf.PdfReader(remarked.with_suffix(".pdf")).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert "Замечания" in text and "Что не так" in text and "Как должно быть" in text and "в базе нет" in text


@pytest.mark.office
def test_the_mended_file_imports_and_loses_its_remarks(remarked: Path, tmp_path: Path) -> None:
    base = copy_of_mini(tmp_path / "base")
    document = docx.Document(remarked)
    theirs = document.add_comment(answer_cell(document, "Коротко").paragraphs[0].runs, "сказано хорошо", "Коллега")
    answer_cell(document, "Название").paragraphs[0].add_run("Лист вопросов")
    for cell, words in ((table_under(document, "№", "Название шага").rows[1].cells[3], "5"),
                        (answer_cell(document, "Учеников не больше"), "30"),
                        (answer_cell(document, "Кто отвечает за запись"), "Школа А")):  # fmt: skip
        first, *rest = cell._tc.iter(qn("w:t"))
        first.text = words
        for element in rest:
            element.text = ""
    mended = tmp_path / remarked.name
    document.save(mended)
    told = imported(base, mended)
    assert [one.fate for one in told.results] == ["created"]
    written = (base / "data/practices/list-voprosov.yml").read_text(encoding="utf-8")
    assert written == formatter.render("practices", EXPECTED)
    clean = document_body.open_document(mended.read_bytes())
    assert [(one.author, one.text) for one in clean.document.comments] == [("Коллега", "сказано хорошо")]
    assert theirs.comment_id in {int(m.get(qn("w:id"))) for m in clean.document.element.body.iter(
        qn("w:commentReference"))}  # fmt: skip
    assert not any(document_remarks.is_remarks(table) for table in clean.tables)
    assert "Замечания" not in [getattr(block, "text", "") for block in clean.blocks]


def test_remarks_do_not_pile_up(base: Path) -> None:
    its = importing.open_base(base, SETTINGS)
    document = docx.Document(io.BytesIO(document_out.document_template(its.layouts["practice"])))
    type_in(answer_cell(document, "Коротко"), "Для проверки.")
    data = saved(document)
    once = document_remarks.annotate_document(data, _one(its, data))
    twice = document_remarks.annotate_document(once, _one(its, once))
    assert len(list(document_body.open_document(twice).document.comments)) == 1
    assert sum(map(document_remarks.is_remarks, document_body.open_document(twice).tables)) == 1
    gone = document_body.open_document(document_remarks.annotate_document(twice, ()))
    plain = document_body.open_document(data)
    assert [getattr(block, "text", "") for block in gone.blocks] == [getattr(b, "text", "") for b in plain.blocks]


def _one(its: importing.Base, data: bytes):
    entry = document_in.read(data, its.forms, its.catalog).entries[0]
    return [document_in.Remark(entry.nearest(("title",)), "не заполнено", "заполните")]


# --- out and back ----------------------------------------------------------------------------------------------------


def comparable(kind: str, value):
    """Data as the page shows it: Word keeps no line breaks inside a paragraph."""
    if isinstance(value, dict):
        return {name: comparable(kind, one) for name, one in value.items()}
    if isinstance(value, list):
        return [comparable(kind, one) for one in value]
    return re.sub(r"\s+", " ", cmark.markdown_to_html(str(value)))


@pytest.fixture(scope="module")
def shipped() -> importing.Base:
    """The shipped base, for those who only look at it."""
    return importing.open_base(PROJECT, SETTINGS)


@pytest.mark.parametrize("form", ["practice", "event", "replication", "values", "review"])
def test_every_record_comes_back_as_it_was(form: str, shipped: importing.Base) -> None:
    """Eight shipped records of each kind through a filled template, without LibreOffice: nothing lost, no remarks."""
    its = shipped
    layout = its.layouts[form]
    known = names.index_names(its.catalog)
    asked = {question.name for question in layout.form.questions}
    records = [r for r in its.catalog.records.values() if r.kind == layout.form.kind]
    assert records
    for record in records[:: -(-len(records) // 8)]:
        data = its.catalog.sources[record.key].data
        filled = document_in.read(document_out.document_template(layout, data, record.id), its.forms, its.catalog)
        parties = Parties(its.catalog, record.demo)
        entry, remarks = interpret_entry(its.questions(record.kind), filled.entries[0], known, parties)
        assert (entry.id, [*filled.remarks, *remarks]) == (record.id, []), record.key
        expected = {name: value for name, value in data.items() if name in asked}
        assert comparable(record.kind, entry.data) == comparable(record.kind, expected), record.key


def test_the_same_form_is_the_same_file(base: Path) -> None:
    its = importing.open_base(base, SETTINGS)
    for layout in its.layouts.values():
        assert document_out.document_template(layout) == document_out.document_template(layout)
        assert layout.form.kind in KINDS
