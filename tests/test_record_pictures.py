"""Pictures that a record carries: made ready once, held back until a reviewer has looked, published byte for byte."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from PIL import Image
from support import copy_of_mini

from generator import cli, site
from generator.files import media
from generator.files.media import measures, reencode
from generator.publish.finished import finished_page, gathered
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 5, 28), site_url="https://baza.example/")
NAME = "files/practices/parnoe/stol.jpg"
SAID = "pictures:\n  - {file: stol.jpg, alt: Стол у окна, rights: own, people: nobody%s}\n"
ADULTS = """pictures:
  - file: stol.jpg
    alt: Учитель у доски
    rights: own
    people: adults
    confirmed: 2026-02-01
    consents:
      - {given: 2026-01-01, document: журнал 1, categories: [photo], resource: пробная база%s}
"""


def photograph(width: int = 900, height: int = 600, format_: str = "JPEG", **how: object) -> bytes:
    """A picture with noise, as a camera makes it."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(out, format_, **how)
    return out.getvalue()


def camera() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Камера Имярек"  # the maker
    exif[0x0112] = 6  # lies on its side
    return exif


@cache
def with_traces() -> bytes:
    return photograph(2000, 1500, exif=camera())


@cache
def made_ready() -> tuple[str, bytes]:
    return reencode.reencode_picture(with_traces())


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = copy_of_mini(tmp_path / "base")
    place = root / "content" / NAME
    place.parent.mkdir(parents=True)
    place.write_bytes(made_ready()[1])
    return root


def with_record(root: Path, text: str) -> Path:
    path = root / "data" / "practices" / "parnoe.yml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return root


def published(root: Path) -> tuple[str, dict[str, bytes]]:
    """The page of the practice, and the files of ``content/`` that go out with it."""
    made = site.prepare(root, DAY, lazy_texts=True)
    assert not made.failed, made.problems
    pages, others, assets, pictures = gathered(made, root / "content")
    page = finished_page("practices/parnoe.md", pages["practices/parnoe.md"], pictures)
    return page, others | {name: path.read_bytes() for name, path in assets.items()}


def test_a_picture_is_made_ready_once_and_the_check_finds_nothing_more() -> None:
    suffix, data = made_ready()
    assert suffix == ".jpg"
    assert len(data) <= media.RECORD_BYTES
    width, height = measures.size(data)
    assert width * 4 == height * 3 <= 3 * media.RECORD_SIDE, "upright, and no larger than it may be"
    assert b"Exif" not in data and "Камера".encode() not in data
    assert media.examine(NAME, data) == ([], None), "a build changes nothing of it"


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (with_traces, "весит"),
        (lambda: photograph(1700, 20), "1600 точек"),
        (lambda: photograph(60, 40, exif=camera()), "повёрнута"),
        (lambda: photograph(60, 40, comment=b"snap"), "сведения о съёмке"),
        (lambda: photograph(60, 40, "PNG"), "внутри файл PNG"),
        (lambda: b"<html><script>", "внутри страница HTML"),
        (lambda: photograph(600, 400)[:900], "обрывается"),
    ],
    ids=["heavy", "wide", "exif", "comment", "png", "html", "broken"],
)
def test_what_was_not_made_ready_is_refused(made: Callable[[], bytes], text: str) -> None:
    (problem,) = media.examine(NAME, made())[0]
    assert problem.is_error
    assert text in problem.message


def test_a_confirmed_picture_is_published_with_its_size_and_its_words(base: Path) -> None:
    page, files = published(with_record(base, SAID % ", confirmed: 2026-02-01"))
    assert files[NAME] == (base / "content" / NAME).read_bytes()
    width, height = measures.size(files[NAME])
    size = f'width="{width}" height="{height}"'
    assert f'<img src="../../files/practices/parnoe/stol.jpg" {size} alt="Стол у окна" loading="lazy">' in page


@pytest.mark.parametrize(
    "text",
    [
        "",
        SAID % "",
        SAID % ", confirmed: 2026-06-01",
        ADULTS % ", until: 2026-03-01",
        ADULTS % ", withdrawn: 2026-03-01",
        (ADULTS % "").replace("пробная база", "https://drugaia.example/"),
    ],
    ids=["stray", "waiting", "confirmed-tomorrow", "ended", "withdrawn", "other-site"],
)
def test_what_may_not_be_shown_is_nowhere_on_the_site(base: Path, text: str) -> None:
    page, files = published(with_record(base, text))
    assert NAME not in files
    assert "stol" not in page
    told = [problem for problem in site.check(base, DAY)[1] if problem.code.startswith("picture")]
    assert [problem.code for problem in told] == ["picture-stray" if not text else "picture-waiting"]


def test_the_red_twin_without_holding_back_the_waiting_picture_would_go_out(base: Path) -> None:
    made = site.prepare(with_record(base, SAID % ""), DAY, lazy_texts=True)
    assert NAME not in gathered(made, base / "content")[2]
    assert NAME in gathered(replace(made, held_back=frozenset()), base / "content")[2]


@pytest.mark.parametrize(
    ("text", "is_in"), [(SAID % ", confirmed: 2026-02-01", True), (ADULTS % "", False), (SAID % "", False)]
)
def test_the_file_of_word_has_the_picture_but_none_of_people(base: Path, text: str, is_in: bool) -> None:
    made = site.prepare(with_record(base, text), DAY, lazy_texts=True)
    (data,) = (file.data for file in made.files if file.path == "practices/parnoe/parnoe.docx")
    document = docx.Document(io.BytesIO(data))
    shapes = list(document.inline_shapes)
    assert bool(shapes) == is_in
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    if is_in:
        assert shapes[0]._inline.docPr.get("descr") == "Стол у окна"
        part = document.part.related_parts[shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed]
        assert part.blob == (base / "content" / NAME).read_bytes()
        assert shapes[0].width <= document.sections[0].page_width and shapes[0].height <= Cm(12)
    else:
        assert ("Картинка на странице практики: Учитель у доски" in words) == (text == ADULTS % "")


def test_adults_with_consent_are_shown(base: Path) -> None:
    page, files = published(with_record(base, ADULTS % ""))
    assert NAME in files
    assert "Учитель у доски" in page
    assert "журнал" not in page, "where a consent is kept is for the editors"


@pytest.mark.parametrize(("text", "codes"), [(SAID % "", ["dead-link"]), (SAID % ", confirmed: 2026-02-01", [])])
def test_no_page_shows_a_picture_that_is_held_back(base: Path, text: str, codes: list[str]) -> None:
    guide = base / "content" / "guides" / "o-stole.md"
    guide.parent.mkdir(exist_ok=True)
    guide.write_text("---\ntitle: Стол\nsummary: О столе.\n---\n![Стол](../files/practices/parnoe/stol.jpg)\n", "utf-8")
    assert [problem.code for problem in site.check(with_record(base, text), DAY)[1] if problem.is_error] == codes


def test_a_draft_publishes_no_picture(base: Path) -> None:
    root = with_record(base, SAID % ", confirmed: 2026-02-01")
    path = root / "data" / "practices" / "parnoe.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: published", "status: draft"), encoding="utf-8")
    made, _ = site.check(root, DAY)
    from generator.catalog.computed import pictures

    assert pictures.held_back(made) == {NAME}


def test_the_command_puts_a_picture_beside_its_record(base: Path, tmp_path: Path, capsys) -> None:
    photo = tmp_path / "IMG 001.webp"
    photo.write_bytes(photograph(300, 200, "WEBP"))
    assert cli.main(["--root", str(base), "picture", str(photo), "practices/parnoe", "--name", "okno"]) == 0
    lines = capsys.readouterr().out.partition("Добавьте в запись:\n\n")[2].partition("\n\n")[0]
    assert "file: okno.jpg" in lines
    record = base / "data/practices/parnoe.yml"
    record.write_text(record.read_text("utf-8") + lines + "\n", "utf-8")
    found, trouble = site.check(base, DAY)
    assert [one for one in trouble if one.is_error] == [], "the lines are put into the record as they are printed"
    assert found.records["practices/parnoe"].pictures[0].people == "nobody"
    data = (base / "content/files/practices/parnoe/okno.jpg").read_bytes()
    assert media.examine("files/practices/parnoe/okno.jpg", data) == ([], None)
    assert cli.main(["--root", str(base), "picture", str(photo), "practices/parnoe", "--name", "okno"]) == 1
    assert cli.main(["--root", str(base), "picture", str(photo), "practices/net-takoi"]) == 1
    assert cli.main(["--root", str(base), "picture", str(photo), "../../etc"]) == 1
    photo.write_text("не картинка", encoding="utf-8")
    assert cli.main(["--root", str(base), "picture", str(photo), "practices/parnoe"]) == 1


@pytest.mark.parametrize("format_", ["PNG", "GIF", "WEBP", "JPEG"])
def test_every_format_becomes_one_of_two(format_: str) -> None:
    drawn = io.BytesIO()
    Image.new("RGBA" if format_ in ("PNG", "WEBP") else "RGB", (40, 30), (200, 30, 30)).save(drawn, format_)
    suffix, data = reencode.reencode_picture(drawn.getvalue())
    assert suffix == (".png" if format_ in ("PNG", "GIF") else ".jpg")
    assert measures.size(data) == (40, 30)
    assert media.examine(f"files/practices/x/y{suffix}", data) == ([], None)
