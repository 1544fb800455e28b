"""Word files that cannot be taken, and the sentence that says why; nothing is written, the next file goes on."""

from __future__ import annotations

import copy
import datetime as dt
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from support import copy_of_mini
from word_files import answer_cell, choose, saved, table_under, type_in

from generator import cli
from generator.channels.office import document_in, document_out, importing
from generator.channels.office.importing import SUFFIX
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("refused") / "base"), SETTINGS)


@pytest.fixture(scope="module")
def template(base: importing.Base) -> bytes:
    return document_out.document_template(base.layouts["practice"])


def letter() -> bytes:
    document = docx.Document()
    document.add_paragraph("Уважаемые коллеги!")
    document.add_paragraph("Приглашаем вас на семинар.")
    table = document.add_table(2, 2)
    type_in(table.rows[0].cells[0], "Кому")
    type_in(table.rows[0].cells[1], "Всем")
    return saved(document)


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def broken_files(template: bytes) -> dict[str, tuple[str, bytes, str]]:
    """Name of the case -> name of the file, its bytes, what is said of it."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        types = package.read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
    bomb = b'<?xml version="1.0"?><w:document>' + b" " * 150_000_000 + b"</w:document>"
    return {
        "empty": ("пустой.docx", b"", "файл пуст"),
        "renamed": ("старый.docx", ole + "WordDocument".encode("utf-16-le"), "это старый формат Word"),
        "password": ("тайный.docx", ole + "EncryptedPackage".encode("utf-16-le"), "файл закрыт паролем"),
        "macros": ("макросы.docx", repacked(template, "[Content_Types].xml", macro), "в файле есть макросы"),
        "docm": ("макросы.docm", template, "в файлах .docm бывают макросы"),
        "bomb": ("бомба.docx", repacked(template, "word/document.xml", bomb), "разворачивается"),
        "torn": ("обрыв.docx", template[: len(template) // 2], "файл повреждён"),
        "no body": ("части.docx", repacked(template, "word/document.xml", b"<w:document"), "документ Word повреждён"),
        "letter": ("письмо.docx", letter(), "это не заполненный шаблон"),
        "nothing filled": ("практика.docx", template, "в документе ничего не заполнено"),
    }


@pytest.mark.parametrize("name", [
    "empty", "renamed", "password", "macros", "docm", "bomb", "torn", "no body", "letter", "nothing filled"
])  # fmt: skip
def test_one_sentence_and_nothing_written(
    name: str, base: importing.Base, broken_files: dict[str, tuple[str, bytes, str]], tmp_path: Path
) -> None:
    file, data, text = broken_files[name]
    path = tmp_path / file
    path.write_bytes(data)
    before = sorted(base.root.rglob("*"))
    (told,) = importing.run(base, [path])
    assert told.failed and told.results == ()
    (remark,) = [remark for remark in told.remarks if remark.is_error]
    assert text in remark.message and remark.hint
    assert sorted(base.root.rglob("*")) == before
    assert path.read_bytes() == data
    assert cli.main(["--root", str(base.root), "import", str(path)]) == 1


def test_a_wrong_file_does_not_stop_the_next(base: importing.Base, template: bytes, tmp_path: Path) -> None:
    (tmp_path / "письмо.docx").write_bytes(letter())
    (tmp_path / "хорошая.docx").write_bytes(saved(filled(template)))
    told = importing.run(base, [tmp_path / "письмо.docx", tmp_path / "хорошая.docx"], dry_run=True)
    assert [[one.fate for one in file.results] for file in told] == [[], ["created"]]


def filled(template: bytes) -> docx.document.Document:
    document = docx.Document(io.BytesIO(template))
    type_in(answer_cell(document, "Название"), "Проба")
    type_in(answer_cell(document, "Коротко"), "Для проверки.")
    choose(answer_cell(document, "Кто отвечает за запись"), "Школа А")
    steps = table_under(document, "№", "Название шага")
    for row, words in zip(steps.rows[1:3], (("Раз", "5"), ("Два", "10")), strict=True):
        type_in(row.cells[1], words[0])
        type_in(row.cells[3], words[1])
    return document


def data_of(document, base: importing.Base) -> dict:
    read = document_in.read(saved(document), base.forms, base.catalog)
    assert len(read.entries) == 1, read.remarks
    return dict(read.entries[0].data)


def expected() -> dict:
    return {
        "title": "Проба",
        "summary": "Для проверки.",
        "steps": [{"title": "Раз", "minutes": "5"}, {"title": "Два", "minutes": "10"}],
        "owner": "Школа А",
    }


def test_what_is_compared_below(base: importing.Base, template: bytes) -> None:
    assert data_of(filled(template), base) == expected()


def test_columns_that_changed_places(base: importing.Base, template: bytes) -> None:
    document = filled(template)
    for row in table_under(document, "№", "Название шага").rows:
        cells = row._tr.findall(qn("w:tc"))
        row._tr.append(cells[1])
    assert data_of(document, base) == expected()


def test_a_column_and_rows_that_were_deleted(base: importing.Base, template: bytes) -> None:
    document = filled(template)
    table = table_under(document, "№", "Название шага")
    for row in table.rows:
        row._tr.remove(row._tr.findall(qn("w:tc"))[4])
    for row in table.rows[4:]:
        table._tbl.remove(row._tr)
    assert data_of(document, base) == expected()


def test_rows_and_tables_that_were_added(base: importing.Base, template: bytes) -> None:
    document = filled(template)
    table = table_under(document, "№", "Название шага")
    row = table.add_row()
    type_in(row.cells[1], "Ещё")
    authors = next(t for t in document.tables if len(t.rows) > 1 and "Роль" in t.rows[1].cells[0].text)
    type_in(authors.rows[1].cells[1], "учитель")
    again = copy.deepcopy(authors._tbl)
    authors._tbl.getparent().insert(list(authors._tbl.getparent()).index(authors._tbl) + 1, again)
    found = data_of(document, base)
    assert [step["title"] for step in found["steps"]] == ["Раз", "Два", "Ещё"]
    assert found["authors"] == [{"role": "учитель"}, {"role": "учитель"}]


def test_merged_headings(base: importing.Base, template: bytes) -> None:
    """Two label cells joined into one: the first label counts, the answer of the other cannot be known and is told."""
    document = filled(template)
    table = table_under(document, "№", "Название шага")
    type_in(table.rows[1].cells[4], "бумага")
    table.rows[0].cells[3].merge(table.rows[0].cells[4])
    read = document_in.read(saved(document), base.forms, base.catalog)
    assert read.entries[0].data["steps"][0]["minutes"] == "5"
    assert [remark.code for remark in read.remarks] == ["unknown-question"]
    assert "бумага" in read.remarks[0].message


def test_what_belongs_to_no_question_is_told(base: importing.Base, template: bytes) -> None:
    document = filled(template)
    document.add_paragraph("А ещё мы хотим сказать вот что.")
    table = document.add_table(1, 2)
    type_in(table.rows[0].cells[0], "Свой вопрос")
    type_in(table.rows[0].cells[1], "свой ответ")
    changed = answer_cell(document, "Коротко").paragraphs[0]._p
    changed.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="9" w:author="А"><w:r><w:t> Да.</w:t></w:r></w:ins>'))
    read = document_in.read(saved(document), base.forms, base.catalog)
    assert read.entries[0].data["summary"] == "Для проверки. Да."
    assert {remark.code for remark in read.remarks} == {"word-changes", "unknown-table", "outside-tables"}
    assert not any(remark.is_error for remark in read.remarks)


def test_the_second_of_two_blanks_in_a_file_is_to_be_a_file_of_its_own(base: importing.Base, template: bytes) -> None:
    document, other = filled(template), docx.Document(io.BytesIO(template))
    type_in(answer_cell(other, "Название"), "Второй приём")
    for part in list(other.element.body)[:-1]:
        document.element.body.insert(len(document.element.body) - 1, copy.deepcopy(part))
    read = document_in.read(saved(document), base.forms, base.catalog)
    told = [remark for remark in read.remarks if remark.code == "answered-twice"]
    assert "«Второй приём»; второй не прочитан" in told[0].message
    assert told[0].hint.startswith("вырежьте второй бланк в отдельный файл")


def test_a_record_of_the_base_is_changed_through_word(base: importing.Base, tmp_path: Path) -> None:
    """Printed with --record, one answer changed: that one differs and nothing else, and without a yes it waits."""
    path = tmp_path / "parnoe.docx"
    words = ["template", "practice", "--format", "docx", "--record", "parnoe", "--out", str(path)]
    assert cli.main(["--root", str(base.root), *words]) == 0
    (told,) = importing.run(base, [path], dry_run=True)
    assert [(one.fate, one.path) for one in told.results] == [("unchanged", "data/practices/parnoe.yml")]
    document = docx.Document(path)
    answer_cell(document, "Часов на подготовку").paragraphs[0].runs[0].text = "3"
    document.save(path)
    (told,) = importing.run(base, [path])
    assert [(one.fate, one.changes) for one in told.results] == [("waits", ("условия: часов на подготовку: 1 → 3",))]


def test_a_copy_with_remarks_stands_beside_the_file(base: importing.Base, template: bytes, tmp_path: Path) -> None:
    document = filled(template)
    type_in(answer_cell(document, "Учеников не больше"), "много")
    path = tmp_path / "проба.docx"
    document.save(path)
    before = path.read_bytes()
    (told,) = importing.run(base, [path])
    assert told.remarked == tmp_path / f"проба{SUFFIX}.docx" and path.read_bytes() == before
