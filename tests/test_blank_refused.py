"""Files that the page of a form does not read: a sentence for each, no matter what they are called or do to a reader.

Every limit has its red twin: the same file passes without it.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from blank_files import PageReader
from form_page import FORM, Scripts
from playwright.sync_api import Browser
from support import copy_of_mini
from test_office_bad_files import plain, rebuilt, sheet, with_sheet
from word_files import answer_cell, saved, type_in

from generator.channels.office import document_out, importing, workbook_out
from generator.channels.office.importing import Base
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
DOCUMENT = "word/document.xml"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
FAR = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
#: limits that let everything pass
NONE = dict.fromkeys(("unpacked", "parsed", "ratio", "ratioFrom", "rows", "columns", "depth", "parts"), 2**40)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("blank") / "base"), SETTINGS)


@pytest.fixture(scope="module")
def reader(browser: Browser, base: Base) -> Iterator[PageReader]:
    with Scripts.open(browser, FORM) as scripts:
        yield PageReader(scripts, "practice", base.catalog, SETTINGS)


@pytest.fixture(scope="module")
def good(base: Base) -> bytes:
    """A filled blank of Word."""
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"])))
    type_in(answer_cell(document, "Название"), "Проба")
    return saved(document)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """The file whose directory says that its document is smaller than it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(DOCUMENT).file_size
    at = data.rindex(DOCUMENT.encode()) - 46
    return data[: at + 24] + (size // 2).to_bytes(4, "little") + data[at + 28 :]


def test_what_is_no_word_or_excel_file_is_told_by_its_bytes(reader: PageReader, good: bytes) -> None:
    office = OLD + "WordDocument".encode("utf-16-le")
    files = {
        "a.doc": (office, "старый формат Word (.doc)"),
        "a.docx": (office, "старый формат Word (.doc)"),
        "a.xls": (OLD, "старый формат Excel (.xls)"),
        "locked.docx": (OLD + "EncryptedPackage".encode("utf-16-le"), "закрыт паролем"),
        "a.pdf": (b"%PDF-1.7", "документ PDF"),
        "b.docx": (b"%PDF-1.7", "документ PDF"),
        "a.rtf": (b"{\\rtf1", "документ RTF"),
        "a.csv": ("Название;Коротко".encode(), "таблица в виде текста (.csv)"),
        "a.odt": (zipped(mimetype=b"opendocument.text", **{"content.xml": b"<a/>"}), "файл LibreOffice"),
        "a.ods": (zipped(mimetype=b"opendocument.spreadsheet", **{"content.xml": b"<a/>"}), "файл LibreOffice"),
        "photo.docx": (b"\x89PNG\r\n", "картинка (PNG)"),
        "page.xlsx": (b"<html><table>", "веб-страница"),
        "empty.docx": (b"", "0 байт"),
        "cut.docx": (good[: len(good) // 2], "повреждён"),
        "a.zip": (zipped(a=b"a"), "архив, а не документ Office"),
        "macros.docm": (rebuilt(good, word__vbaProject_DOT_bin=b"x"), "макросы"),
        "foreign.docx": (saved(docx.Document()), "не похоже на бланк"),
        "foreign.xlsx": (plain(), "не похоже на бланк"),
        "links.xlsx": (rebuilt(plain(), xl__externalLinks__externalLink1_DOT_xml=b"<a/>"), "ссылки на другие книги"),
    }
    found = reader.read([(name, data) for name, (data, _) in files.items()])
    wrong = {
        name: one
        for (name, (_, words)), one in zip(files.items(), found, strict=True)
        if words not in one.get("refused", "") or not one["hint"]
    }
    assert wrong == {}
    links = {name: one["link"] for name, one in zip(files, found, strict=True) if one["link"]}
    assert links == {name: ["Скачать бланк", "#blanki"] for name in ("foreign.docx", "foreign.xlsx")}


def test_a_blank_is_read_whatever_it_is_called(reader: PageReader, good: bytes) -> None:
    for found in reader.read([("x.xlsx", good), ("без окончания", good), ("x.DOC", good)]):
        assert found["entries"] == [{"title": "Проба"}]


def test_a_blank_of_another_form_leads_to_it(reader: PageReader, base: Base) -> None:
    made = {name: document_out.document_template(base.layouts[name]) for name in ("event", "roadmap")}
    book = workbook_out.workbook_template(base.layouts["event"], SETTINGS.build_date)
    event, sheets, roadmap = reader.read([("e.docx", made["event"]), ("e.xlsx", book), ("r.docx", made["roadmap"])])
    for found in (event, sheets):
        assert "это бланк «Добавить мероприятие»" in found["refused"]
        assert found["link"][1] == "../meropriiatie/"
    assert "Дорожная карта программы" in roadmap["refused"] and roadmap["link"][1] == "../"


def hostile(good: bytes) -> dict[str, tuple[bytes, str]]:
    """What is done to a reader, and a word of the sentence that refuses it."""

    def changed(old: bytes, new: bytes) -> bytes:
        return rebuilt(good, lambda name, part: part.replace(old, new, 1) if name == DOCUMENT else part)

    deep = b"<w:sdt><w:sdtContent>" * 150 + b"</w:sdtContent></w:sdt>" * 150
    return {
        "ratio": (changed(b"</w:body>", b" " * 14_000_000 + b"</w:body>"), "разворачивается"),
        "deep": (changed(b"</w:body>", deep + b"</w:body>"), "повреждён"),
        "parts": (rebuilt(good, **{f"p{n}": b"" for n in range(3_100)}), "слишком много частей"),
        "rows": (
            rebuilt(with_sheet(sheet('<row r="30000"><c r="A30000"/></row>'))),
            "слишком много строк",
        ),
        "columns": (rebuilt(with_sheet(sheet('<row r="1"><c r="ZZ1"/></row>'))), "слишком много строк или столбцов"),
    }  # fmt: skip


def test_what_grows_or_goes_deep_is_refused_and_passes_without_the_limits(reader: PageReader, good: bytes) -> None:
    files = hostile(good)
    given = [(name, data) for name, (data, _) in files.items()]
    for (name, (_, words)), found in zip(files.items(), reader.read(given), strict=True):
        assert words in found.get("refused", ""), (name, found)
    for name, found in zip(files, reader.read(given, NONE), strict=True):
        if name in ("rows", "columns"):
            assert "не похоже на бланк" in found["refused"], name
        else:
            assert found["entries"] == [{"title": "Проба"}], (name, found)
    (large,) = reader.read([("large", good)], {"parsed": 100_000})
    assert "велик для браузера" in large["refused"]


def test_a_text_that_many_cells_repeat_is_counted_in_each(reader: PageReader, base: Base) -> None:
    """A workbook keeps a text once; a thousand cells that show it would need a gigabyte."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_001))
    parts = {
        "xl/worksheets/sheet1.xml": b"".join(sheet(rows)),
        "xl/sharedStrings.xml": b"".join(strings("ab" * 20_000)),
    }
    book = workbook_out.workbook_template(base.layouts["practice"], SETTINGS.build_date)
    data = rebuilt(book, lambda name, part: parts.get(name, part))
    assert "слишком много текста" in reader.read([("a.xlsx", data)])[0]["refused"]
    assert "не похоже на бланк" in reader.read([("a.xlsx", data)], NONE)[0]["refused"]


def strings(text: str) -> Iterator[bytes]:
    yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    yield f"<si><t>{text}</t></si></sst>".encode()


def test_what_no_program_of_office_writes_is_refused(reader: PageReader, good: bytes) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    def with_start(start: bytes) -> bytes:
        return rebuilt(
            good, lambda name, part: start + part[part.index(b"<w:document") :] if name == DOCUMENT else part
        )

    relation = (
        f'<Relationship Id="far" Type="{FAR}" Target="https://example.org/x.png" TargetMode="External"/>'.encode()
    )
    files: dict[str, tuple[bytes, str]] = {
        "doctype": (with_start(laughs), "DOCTYPE"),
        "encoding": (rebuilt(good, lambda name, part: b"\xff\xfe<\0" if name == DOCUMENT else part), "повреждён"),
        "outside": (rebuilt(good, **{"..__x_DOT_xml": b"<a/>"}), "пути наружу"),
        "linked": (
            rebuilt(good, lambda name, part: part.replace(b"</Relationships>", relation + b"</Relationships>")
                    if name.endswith("document.xml.rels") else part),
            "лежит вне его",
        ),
        "lie": (lying(good), "разворачивается"),
        "broken": (rebuilt(good, lambda name, part: part[:-20] if name == DOCUMENT else part), "повреждён"),
    }  # fmt: skip
    found = reader.read([(name, data) for name, (data, _) in files.items()])
    for (name, (_, words)), one in zip(files.items(), found, strict=True):
        assert words in one.get("refused", ""), (name, one)


def test_long_runs_of_one_sign_take_no_time(reader: PageReader, base: Base) -> None:
    """Patterns that look at a run again and again would not come back for minutes."""
    answers: dict[str, Any] = {
        "В чём идея": ("\n" * 19_000 + "а", "-" * 19_000 + "а", "* " * 9_000, "_" * 19_000, "[" * 19_000),
        "Коротко": (" ;" * 9_000 + "а", "«" * 19_000),
    }
    template = document_out.document_template(base.layouts["practice"])
    files = []
    for label, texts in answers.items():
        for text in texts:
            document = docx.Document(io.BytesIO(template))
            answer_cell(document, label).paragraphs[0].add_run(text).bold = True
            files.append((label, saved(document)))
    assert [len(found["entries"]) for found in reader.read(files)] == [1] * len(files)


def test_a_too_long_answer_is_named(reader: PageReader, base: Base) -> None:
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"])))
    type_in(answer_cell(document, "В чём идея"), "а" * 20_001)
    (found,) = reader.read([("long.docx", saved(document))])
    assert found["unread"] == ["вопрос «В чём идея»: ответ длиннее 20\u00a0000 знаков"]
