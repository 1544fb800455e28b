"""Files of content/: known by their bytes, pictures go out without what their makers left in them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from generator import files, site
from generator.documents import folders
from generator.files import media
from generator.files.media import pictures
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 11, 22))
SECRET = b"Primerova-47.2313-39.7233"


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x013B] = SECRET.decode()  # artist
    found[0x010E] = SECRET.decode()  # description
    found.get_ifd(0x8825)[1] = "N"  # a place
    return found


def picture(kind: str, orientation: int = 1, size: tuple[int, int] = (31, 17), **more) -> bytes:
    out = io.BytesIO()
    drawn = Image.effect_noise(size, 60).convert("RGB")
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
        more |= {"pnginfo": info}
    if kind == "GIF":
        drawn = drawn.convert("P")
        more |= {"comment": SECRET}
    else:
        more |= {"exif": exif(orientation)}
    if kind in ("JPEG", "WEBP"):
        more |= {"xmp": SECRET}
    if kind == "JPEG":
        more |= {"comment": SECRET}
    drawn.save(out, kind, **more)
    return out.getvalue()


KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_goes_out_without_traces_and_pixel_for_pixel_the_same(kind: str) -> None:
    before = picture(kind) + SECRET  # and something hung on behind
    assert before.count(SECRET) > 1, "the red twin: the traces are there"
    told, after = media.examine(f"a.{KINDS[kind]}", before)
    assert told == []
    assert SECRET not in after and b"47.2313" not in after
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert old.size == new.size and old.tobytes() == new.tobytes()
    assert not {*new.getexif()} and not {"comment", "xmp", "Author"} & new.info.keys()
    assert media.examine(f"a.{KINDS[kind]}", after) == ([], None), "clean already: it goes out as it lies there"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_how_a_picture_is_turned_stays(kind: str, orientation: int) -> None:
    after = media.examine(f"a.{KINDS[kind]}", picture(kind, orientation))[1]
    assert SECRET not in after
    assert Image.open(io.BytesIO(after)).getexif() == {0x0112: orientation}
    assert media.examine(f"a.{KINDS[kind]}", after)[1] in (None, after)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("JPEG", {"progressive": True}),
        ("JPEG", {"restart_marker_blocks": 1}),
        ("JPEG", {"icc_profile": b"profile" * 30}),
        ("PNG", {"icc_profile": b"profile" * 30}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"icc_profile": b"profile" * 30}),
        ("WEBP", {"save_all": True, "append_images": [Image.new("RGB", (31, 17), "red")]}),
        ("GIF", {"save_all": True, "append_images": [Image.new("P", (31, 17), 3)], "loop": 0}),
    ],
)
def test_what_belongs_to_the_picture_stays(kind: str, more: dict) -> None:
    before = picture(kind, size=(31, 17), **more)
    after = media.examine(f"a.{KINDS[kind]}", before)[1]
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert SECRET not in after
    assert old.info.get("icc_profile") == new.info.get("icc_profile")
    assert getattr(old, "n_frames", 1) == getattr(new, "n_frames", 1)
    assert old.info.get("loop") == new.info.get("loop")
    for frame in range(getattr(old, "n_frames", 1)):
        old.seek(frame), new.seek(frame)
        assert old.convert("RGB").tobytes() == new.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_picture_is_told_wherever_it_breaks(kind: str) -> None:
    whole = media.examine(f"a.{KINDS[kind]}", picture(kind))[1]
    for end in range(13, len(whole) - 1, 7):
        told, after = media.examine(f"a.{KINDS[kind]}", whole[:end])
        assert [problem.code for problem in told] == ["file-kind"] and after is None, end


def test_a_picture_that_would_fill_a_readers_memory_is_refused() -> None:
    bomb = picture("PNG")
    bomb = bomb[:16] + (30_000).to_bytes(4, "big") * 2 + bomb[24:]
    import zlib

    bomb = bomb[:29] + zlib.crc32(bomb[12:29]).to_bytes(4, "big") + bomb[33:]
    with pytest.raises(pictures.Broken, match="слишком велика: 30000 × 30000"):
        pictures.without_traces(bomb)


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), text)
    return out.getvalue()


HTML = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("p.png", HTML, "внутри страница HTML"),
        ("p.pdf", HTML, "внутри страница HTML"),
        ("p.txt", HTML, "внутри страница HTML"),
        ("p.csv", b"a;b\n<script>1</script>", "внутри страница HTML"),
        ("p.jpg", b"\n <html>", "внутри страница HTML"),
        ("p.webp", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "внутри рисунок SVG"),
        ("p.docx", HTML, "внутри страница HTML"),
        ("p.mp4", HTML, "внутри страница HTML"),
        ("p.jpg", picture("PNG"), "внутри файл PNG"),
        ("p.png", picture("JPEG"), "внутри файл JPG"),
        ("p.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "старый файл Word"),
        ("p.xlsx", zipped(word__document_xml="<w/>"), "внутри другое"),
        ("p.docx", zipped(word__document_xml="<w/>", word__vbaProject_bin="x"), "макросы"),
        ("p.zip", b"MZ\x90\0", "внутри программа"),
        ("p.json", b"{", "не читается как JSON"),
        ("p.ics", b"hello", "не читается как календарь"),
        ("p.txt", "Привет".encode("cp1251"), "не в UTF-8"),
        ("p.pdf", b"", "файл пуст"),
    ],
)
def test_a_file_that_is_not_what_it_is_called_is_refused_with_a_mend(name: str, data: bytes, text: str) -> None:
    told, after = media.examine(name, data)
    assert [problem.code for problem in told] == ["file-kind"] and after is None
    assert text in told[0].message and told[0].hint and told[0].is_error


def document(author: str) -> bytes:
    out = io.BytesIO()
    made = Document()
    made.core_properties.author = author
    made.save(out)
    return out.getvalue()


def workbook(author: str) -> bytes:
    out = io.BytesIO()
    made = Workbook()
    made.properties.lastModifiedBy = author
    made.save(out)
    return out.getvalue()


def pdf(author: str) -> bytes:
    out = io.BytesIO()
    made = PdfWriter()
    made.add_blank_page(99, 99)
    made.add_metadata({"/Author": author})
    made.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("make", "suffix"), [(document, "docx"), (workbook, "xlsx"), (pdf, "pdf")])
def test_who_made_a_document_is_told_and_not_repeated(make, suffix: str) -> None:
    told = media.examine(f"a.{suffix}", make("Примерова Анна Борисовна"))[0]
    assert [(one.code, one.severity) for one in told] == [("file-author", "error")]
    assert "Примеров" not in told[0].message + told[0].hint
    unsure = media.examine(f"a.{suffix}", make("Отдел образования"))[0]
    assert [(one.code, one.severity) for one in unsure] == [("file-author", "warning")]
    for program in ("", "Microsoft Office User", "python-docx", "Пользователь Windows"):
        assert media.examine(f"a.{suffix}", make(program)) == ([], None)


def test_private_data_in_a_text_to_download_is_told_with_its_line() -> None:
    told = media.examine("spisok.csv", "имя;телефон\nучитель;8 912 000-12-34\n".encode())[0]
    assert [(one.code, one.line, one.column, one.source) for one in told] == [("personal-data", 2, 9, "")]
    assert [one.code for one in media.examine("8-912-000-12-34.txt", b"text")[0]] == ["personal-data"]


def test_check_and_build_say_the_same(mini: Path) -> None:
    (mini / "content/p.png").write_bytes(HTML)
    (mini / "content/foto.jpg").write_bytes(picture("JPEG"))
    problems = site.check(mini, DAY)[1]
    assert [(one.path, one.code) for one in problems] == [("content/p.png", "file-kind")]
    with pytest.raises(files.FileFault, match=r"p\.png: имя кончается на «\.png», а внутри страница HTML"):
        media.finished(files.assets(mini / "content"))
    (mini / "content/p.png").unlink()
    assert site.check(mini, DAY)[1] == []
    out = media.finished(files.assets(mini / "content"))
    assert out.keys() == {"foto.jpg"} and SECRET not in out["foto.jpg"]


def test_a_check_walks_the_content_once(mini: Path, monkeypatch) -> None:
    walked = []
    walk = folders.walk_folder
    monkeypatch.setattr(folders, "walk_folder", lambda folder: [walked.append(folder), walk(folder)][1])
    assert site.check(mini, DAY)[1] == []
    assert walked == [mini / "content"]
