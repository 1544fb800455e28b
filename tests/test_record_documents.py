"""Documents that a record carries: freed of their authors once on entry, refused for what hides in them, held back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support import copy_of_mini
from test_word_pictures import snapshot
from word_files import saved

from generator import cli, site
from generator.channels.office import safety, sent_files
from generator.channels.office.filled import FilePlace, FilledEntry
from generator.files import media
from generator.files.media import documents, handouts
from generator.publish.finished import finished_page, gathered
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 5, 28), site_url="https://baza.example/")
AUTHOR = "Мария Выдуманная"
NAME = "files/practices/parnoe/list.docx"
GPS_MARK = "Камера".encode()


def sheet(*more: str) -> Any:
    """A handout as a teacher saves it: with an author in its properties and a photograph from a telephone."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    for words in ("Лист наблюдения", *more):
        document.add_paragraph(words)
    document.add_picture(io.BytesIO(snapshot()))
    return document


def changed(data: bytes, name: str, content: bytes | Callable[[bytes], bytes]) -> bytes:
    """The package with one part put in or changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        was = old.read(name) if name in old.namelist() else b""
        new.writestr(name, content(was) if callable(content) else content)
    return out.getvalue()


def test_a_document_goes_out_without_its_author_and_without_the_camera() -> None:
    data = saved(sheet())
    assert any(documents.metadata_traces(".docx", data)), "the red twin: the author is in what was sent"
    assert any(one.is_sure for one in handouts.faults(".docx", data))
    made = handouts.freed(".docx", data)
    assert list(handouts.faults(".docx", made)) == []
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        everything = b"".join(archive.read(one) for one in archive.namelist())
    assert AUTHOR.encode() not in everything and GPS_MARK not in everything
    document = docx.Document(io.BytesIO(made))
    assert document.paragraphs[0].text == "Лист наблюдения" and len(document.inline_shapes) == 1
    assert handouts.freed(".docx", made) == made, "once is enough"


def with_comment(document: Any) -> bytes:
    document.add_comment(document.paragraphs[0].runs, "Проверить", author=AUTHOR)
    return saved(document)


def with_change(document: Any) -> bytes:
    words = f'<w:ins {nsdecls("w")} w:id="1" w:author="х"><w:r><w:t>вставлено</w:t></w:r></w:ins>'
    document.paragraphs[0]._p.append(parse_xml(words))
    return saved(document)


def with_hidden_words(document: Any) -> bytes:
    document.paragraphs[0].add_run("ответы").font.hidden = True
    return saved(document)


def with_hidden_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("Оценки").sheet_state = "hidden"
    return saved(book)


def fetching(data: bytes) -> bytes:
    relation = b'<Relationship Id="rId99" Type="http://x/image" Target="https://x.org/a.png" TargetMode="External"/>'
    return changed(data, "word/_rels/document.xml.rels", lambda was: was.replace(b"</Rel", relation + b"</Rel"))


def odt(mark: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml", f"<office:document-content>{mark}<text:p>Лист</text:p></office:document-content>"
        )
        archive.writestr(
            "meta.xml", f"<office:meta><meta:initial-creator>{AUTHOR}</meta:initial-creator></office:meta>"
        )
        archive.writestr("Thumbnails/thumbnail.png", b"x")
    return out.getvalue()


#: by a word: the ending of a file that is refused, what makes it, what is said
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "comment": (".docx", lambda: with_comment(sheet()), "примечания"),
    "change": (".docx", lambda: with_change(sheet()), "исправления"),
    "hidden": (".docx", lambda: with_hidden_words(sheet()), "скрытый текст"),
    "phone": (".docx", lambda: saved(sheet("Звоните: 8 918 123-45-67")), "телефон"),
    "macro": (".docx", lambda: changed(saved(sheet()), "word/vbaProject.bin", b"x"), "макросы"),
    "object": (".docx", lambda: changed(saved(sheet()), "word/embeddings/oleObject1.bin", b"x"), "макросы|другой файл"),
    "fetches": (".docx", lambda: fetching(saved(sheet())), "обращается к другим адресам"),
    "broken": (".docx", lambda: saved(sheet())[:900], "внутри"),
    "bomb": (".docx", lambda: changed(saved(sheet()), "word/big.xml", b"0" * 45_000_000), "повреждён"),
    "html": (".docx", lambda: b"<html>", "HTML"),
    "sheet": (".xlsx", with_hidden_sheet, "скрытый текст, лист"),
    "odt": (".odt", lambda: odt("<text:changed-region/>"), "исправления"),
    "pdf": (".pdf", lambda: b"%PDF-1.7", "PDF"),
}


@pytest.mark.parametrize(("suffix", "make", "words"), REFUSED.values(), ids=REFUSED)
def test_what_hides_runs_or_asks_others_is_refused(suffix: str, make: Callable[[], bytes], words: str) -> None:
    data = make()
    with pytest.raises(handouts.NotFreed, match=f"(?i){words}"):
        handouts.freed(suffix, data)
    assert any(one.is_sure for one in handouts.faults(suffix, data)), "a build says so too"


def test_an_open_document_loses_author_and_thumbnail() -> None:
    with zipfile.ZipFile(io.BytesIO(handouts.freed(".odt", odt("")))) as archive:
        assert archive.namelist()[0] == "mimetype" and "Thumbnails/thumbnail.png" not in archive.namelist()
        assert AUTHOR.encode() not in archive.read("meta.xml")


def test_a_name_in_the_text_is_for_a_person_to_judge() -> None:
    made = handouts.freed(".docx", saved(sheet("Составила Выдуманная Мария Петровна")))
    (doubt,) = handouts.faults(".docx", made)
    assert "назван человек" in doubt.message and not doubt.is_sure
    assert [one.severity for one in media.examine(NAME, made)[0]] == ["warning"]


def with_material(root: Path, said: str) -> Path:
    path = root / "data/practices/parnoe.yml"
    raw = path.read_text("utf-8")
    path.write_text(
        raw.replace("attachments:\n", f"attachments:\n  - {{title: Лист, file: list.docx{said}}}\n", 1), "utf-8"
    )
    return root


@pytest.mark.parametrize(
    ("said", "codes", "is_out"),
    [
        (", rights: own, format: 'DOCX, 34 КБ'", [], True),
        ("", ["material-waiting"], False),
        (", rights: unknown", ["material"], False),
        (", rights: licensed", ["material", "material"], False),
    ],
)
def test_a_document_is_published_when_its_rights_are_said(
    tmp_path: Path, said: str, codes: list[str], is_out: bool
) -> None:
    root = copy_of_mini(tmp_path / "base")
    (tmp_path / "list.docx").write_bytes(saved(sheet()))
    assert (
        cli.main(["--root", str(root), "attach", str(tmp_path / "list.docx"), "practices/parnoe", "--name", "list"])
        == 0
    )
    with_material(root, said)
    made = site.prepare(root, DAY, lazy_texts=True)
    assert [one.code for one in made.problems if one.code.startswith("material")] == codes
    if not made.failed:
        pages, _, assets, pictures = gathered(made, root / "content")
        page = finished_page("practices/parnoe.md", pages["practices/parnoe.md"], pictures)
        assert (NAME in assets) == is_out
        assert ('href="../../files/practices/parnoe/list.docx" download>Лист</a> (DOCX, 34' in page) == is_out


def test_a_document_beside_the_form_is_taken_and_a_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Лист 1.docx").write_bytes(saved(sheet()))
    (tmp_path / "list.pdf").write_bytes(b"%PDF-1.7")
    members = [
        {"title": "Лист", "url": "лист 1.docx"},
        {"title": "Б", "url": "list.pdf"},
        {"title": "В", "url": "https://x.org"},
    ]
    entry = FilledEntry("practices", {"attachments": members}, FilePlace("файл"))
    entry, (told,) = sent_files.beside(entry, lambda said: safety.lying_in(tmp_path, said), [])
    first, _, third = entry.data["attachments"]
    (name,) = entry.files
    assert first == {"title": "Лист", "file": name} and name.startswith("list-1-") and third == members[2]
    assert "PDF" in told.hint and entry.held
