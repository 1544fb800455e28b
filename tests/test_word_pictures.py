"""Pictures that a filled form brings: taken as Word shows them, without traces, held back until they are answered."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image, ImageDraw
from support import copy_of_mini
from word_files import answer_cell, choose, table_under, type_in

from generator import cli, site
from generator.channels.office import document_pictures, importing, safety, sent_files
from generator.channels.office.document_out import document_template
from generator.files import media
from generator.files.media import reencode
from generator.records.fields import fields
from generator.records.pictures import Picture
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28), site_url="https://baza.example/")
TITLE = "Столы по четыре"
GPS = 0x8825


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x010F], made[0x0112] = "Камера Имярек", orientation
    made.get_ifd(GPS).update({1: "N", 2: (47.0, 33.0, 0.0), 3: "E", 4: (38.0, 54.0, 0.0)})
    return made


def snapshot(colour: str = "green", format_: str = "JPEG", **how: object) -> bytes:
    """A photograph from a telephone, with the place where it was taken; its right half is red."""
    picture = Image.new("RGB", (400, 200), colour)
    ImageDraw.Draw(picture).rectangle((200, 0, 400, 200), fill="red")
    out = io.BytesIO()
    picture.save(out, format_, **({"exif": exif()} | how if format_ != "BMP" else how))
    return out.getvalue()


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    base = importing.open_base(copy_of_mini(tmp_path_factory.mktemp("blank") / "base"), SETTINGS)
    return document_template(base.layouts["practice"])


@pytest.fixture
def form(blank: bytes) -> Any:
    """A form in which a practice is described, without pictures."""
    document = docx.Document(io.BytesIO(blank))
    type_in(answer_cell(document, "Название"), TITLE)
    type_in(answer_cell(document, "Коротко"), "Проба бланка.")
    steps = table_under(document, "№", "Название шага")
    type_in(steps.rows[1].cells[1], "Сдвинуть")
    type_in(steps.rows[2].cells[1], "Сесть")
    return document


def put(cell: Any, data: bytes, alt: str = "", **attributes: Any) -> Any:
    """Insert a picture into a cell, as Word does."""
    run = cell.paragraphs[-1].add_run()
    shape = run.add_picture(io.BytesIO(data), width=Cm(3))
    shape._inline.docPr.set("descr", alt)
    return shape


def step(document: Any, number: int) -> Any:
    """The cell for what is done in a step."""
    return table_under(document, "№", "Название шага").rows[number].cells[2]


def brought(mini: Path, document: Any, name: str = "blank.docx", **how: Any) -> importing.FileResult:
    path = mini.parent / name
    document.save(path)
    return importing.run(importing.open_base(mini, SETTINGS), [path], **how)[0]


def record(mini: Path) -> dict[str, Any]:
    return yaml.load((mini / "data/practices/stoly-po-chetyre.yml").read_text("utf-8"), yaml.CSafeLoader)


def stored(mini: Path) -> dict[str, bytes]:
    folder = mini / "content/files/practices/stoly-po-chetyre"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def told(result: importing.FileResult) -> str:
    return "\n".join(f"{one.place.label}: {one.message} | {one.hint}" for one in result.remarks)


def test_a_picture_in_a_step_is_stored_without_the_place_where_it_was_taken(mini: Path, form: Any) -> None:
    data = snapshot()
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS), "the red twin: the place is in what was sent"
    put(step(form, 2), data, "Столы сдвинуты, людей нет.")
    result = brought(mini, form)
    assert [one.fate for one in result.results] == ["created"], told(result)
    ((name, made),) = stored(mini).items()
    assert not Image.open(io.BytesIO(made)).getexif(), "nothing of the camera, no place"
    assert "Камера".encode() not in made
    assert record(mini)["pictures"] == [{"file": name, "alt": "Столы сдвинуты, людей нет.", "step": 2}]
    assert media.examine(f"files/practices/stoly-po-chetyre/{name}", made) == ([], None)
    assert "чья она; кого на ней можно узнать" in told(result)


def test_it_is_held_back_until_it_is_answered_and_confirmed(mini: Path, form: Any) -> None:
    put(step(form, 1), snapshot(), "Столы.")
    brought(mini, form)
    (name,) = stored(mini)
    path = mini / "data/practices/stoly-po-chetyre.yml"
    made = site.prepare(mini, SETTINGS, lazy_texts=True)
    assert f"files/practices/stoly-po-chetyre/{name}" in made.held_back
    text = path.read_text("utf-8")
    path.write_text(text.replace("alt: Столы.", "alt: Столы.\n    confirmed: 2026-05-01"), "utf-8")
    wrong = [one for one in site.check(mini, SETTINGS)[1] if one.is_error]
    assert any("а не сказано, чья она" in one.message for one in wrong), "confirmed without answers is an error"


def test_the_table_of_pictures_asks_what_the_model_asks(mini: Path, form: Any) -> None:
    table = table_under(form, "", "1-й", "2-й")
    labels = {row.cells[0].paragraphs[0].text for table in form.tables for row in table.rows}
    asked = {field.label for field in fields(Picture).values() if field.is_asked}
    assert asked <= labels
    assert "Подтверждено" not in labels and table is not None
    put(answer_cell(form, "Файл"), snapshot())
    type_in(answer_cell(form, "Картинка словами"), "Столы сдвинуты.")
    choose(answer_cell(form, "Чья картинка"), fields(Picture)["rights"].labels["own"])
    choose(answer_cell(form, "Кто на картинке"), fields(Picture)["people"].labels["nobody"])
    type_in(answer_cell(form, "К какому шагу"), "2")
    result = brought(mini, form)
    assert [one.fate for one in result.results] == ["created"], told(result)
    (name,) = stored(mini)
    assert record(mini)["pictures"] == [
        {"file": name, "alt": "Столы сдвинуты.", "step": 2, "rights": "own", "people": "nobody"}
    ]


def test_answers_with_the_number_of_a_step_are_about_the_picture_in_it(mini: Path, form: Any) -> None:
    put(step(form, 2), snapshot(), "Столы.")
    type_in(answer_cell(form, "К какому шагу"), "2")
    choose(answer_cell(form, "Чья картинка"), fields(Picture)["rights"].labels["own"])
    result = brought(mini, form)
    assert [(one["alt"], one["step"], one["rights"]) for one in record(mini)["pictures"]] == [("Столы.", 2, "own")]
    (waits,) = [one for one in result.remarks if one.code == "picture-waiting"]
    assert waits.message == "картинка ждёт ответов: кого на ней можно узнать" and "«К какому шагу»" in waits.hint


def test_what_is_cut_off_in_word_does_not_come(mini: Path, form: Any) -> None:
    shape = put(step(form, 1), snapshot(), "Левая половина.")
    fill = shape._inline.find(f".//{qn('pic:blipFill')}")
    cut = OxmlElement("a:srcRect")
    cut.set("r", "50000")
    fill.insert(1, cut)
    brought(mini, form)
    ((_, made),) = stored(mini).items()
    picture = Image.open(io.BytesIO(made))
    assert picture.size == (200, 200)
    assert max(red for red, _, _ in picture.convert("RGB").get_flattened_data()) < 40, "the red half is not in the file"


def test_turned_in_word_is_turned(mini: Path, form: Any) -> None:
    shape = put(step(form, 1), snapshot(exif=exif(6)), "Набок.")
    shape._inline.find(f".//{qn('a:xfrm')}").set("rot", "5400000")
    brought(mini, form)
    assert Image.open(io.BytesIO(next(iter(stored(mini).values())))).size == (200, 400)


def test_a_cut_and_a_mark_of_the_camera_together_are_refused() -> None:
    with pytest.raises(reencode.NotReady, match="обрезана"):
        reencode.reencode_picture(snapshot(exif=exif(6)), cut=(0, 0, 0.5, 0))


def test_the_same_picture_is_stored_once_and_a_second_import_changes_nothing(mini: Path, form: Any) -> None:
    data = snapshot()
    put(step(form, 1), data, "Столы.")
    put(step(form, 2), data, "Они же.")
    result = brought(mini, form)
    assert len(stored(mini)) == 1
    assert len(record(mini)["pictures"]) == 1
    assert "уже взята" in told(result)
    before = (mini / "data/practices/stoly-po-chetyre.yml").read_bytes(), stored(mini)
    again = brought(mini, form)
    assert [one.fate for one in again.results] == ["unchanged"]
    assert ((mini / "data/practices/stoly-po-chetyre.yml").read_bytes(), stored(mini)) == before


def test_what_a_reviewer_has_written_stays(mini: Path, form: Any) -> None:
    put(step(form, 1), snapshot(), "Столы.")
    brought(mini, form)
    path = mini / "data/practices/stoly-po-chetyre.yml"
    text = path.read_text("utf-8")
    said = "alt: Столы.\n    rights: own\n    people: nobody\n    confirmed: 2026-05-01"
    path.write_text(text.replace("alt: Столы.", said), "utf-8")
    put(step(form, 2), snapshot("blue"), "Ещё столы.")
    result = brought(mini, form, may_change=lambda title, changes: True)
    assert [one.fate for one in result.results] == ["changed"]
    first, second = record(mini)["pictures"]
    assert first["confirmed"] and first["rights"] == "own"
    assert "confirmed" not in second and len(stored(mini)) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (snapshot(format_="BMP"), "Это BMP"),
        (b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 400, "Это EMF"),
        (b"\xd7\xcd\xc6\x9a" + b"\0" * 100, "Это WMF"),
        (snapshot()[:900], "обрывается"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Это SVG"),
        (b"", "не читается"),
    ],
    ids=["bmp", "emf", "wmf", "broken", "svg", "nothing"],
)
def test_what_is_no_picture_of_ours_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(reencode.NotReady, match=words):
        sent_files.prepared(data)


def test_what_cannot_be_taken_is_told_at_its_place(mini: Path, form: Any) -> None:
    """A chart, a picture that is only a link, a drawing of an old program; and words that a program wrote are none."""
    for number in (3, 4):
        type_in(table_under(form, "№", "Название шага").rows[number].cells[1], "Ещё шаг")
    shapes = [put(step(form, number), snapshot(), r"C:\Users\Иванова\IMG_1.jpg") for number in (1, 2, 3, 4)]
    shapes[0]._inline.find(f".//{qn('a:graphicData')}").set(
        "uri", "http://schemas.openxmlformats.org/drawingml/2006/chart"
    )
    del shapes[1]._inline.find(f".//{qn('a:blip')}").attrib[qn("r:embed")]
    relation, _ = form.part.get_or_add_image(io.BytesIO(snapshot("blue")))
    shapes[2]._inline.find(f".//{qn('a:blip')}").set(qn("r:embed"), relation)
    form.part.related_parts[relation]._blob = b"\xd7\xcd\xc6\x9a" + b"\0" * 100
    result = brought(mini, form)
    words = told(result)
    assert "диаграмма или схема SmartArt не перенесена" in words
    assert "вставлен ссылкой" in words
    (remark,) = [one for one in result.remarks if one.code == "picture-refused"]
    assert "это WMF" in remark.message and "Шаги" in remark.place.label
    (picture,) = record(mini)["pictures"]
    assert "alt" not in picture and "Иванова" not in str(picture)
    assert "что на ней (словами)" in words


@pytest.mark.parametrize(
    "alt", ["IMG_20260101.jpg", "Рисунок 1", "Стол\n\nАвтоматически созданное описание", "https://example.org/a.png"]
)
def test_words_that_a_program_wrote_are_no_description(alt: str) -> None:
    document = docx.Document()
    put(document.add_table(1, 1).cell(0, 0), snapshot(), alt)
    what, (picture,) = document_pictures.drawn_pictures(document.element.body.find(f".//{qn('w:drawing')}"))
    assert (what, picture.alt) == ("picture", "")


def test_a_caption_becomes_the_words_under_the_picture(mini: Path, form: Any) -> None:
    cell = step(form, 1)
    put(cell, snapshot(), "Восемь столов.")
    cell.add_paragraph("Столы в классе", style="Caption")
    brought(mini, form)
    (picture,) = record(mini)["pictures"]
    assert (picture["alt"], picture["title"]) == ("Восемь столов.", "Столы в классе")
    assert "text" not in record(mini)["steps"][0]


def test_a_picture_beside_the_form_is_taken_by_its_name(mini: Path, form: Any) -> None:
    (mini.parent / "Рис 1.JPG").write_bytes(snapshot())
    type_in(answer_cell(form, "Файл"), "«рис 1»")
    result = brought(mini, form)
    ((name, made),) = stored(mini).items()
    assert name.startswith("ris-1-") and not Image.open(io.BytesIO(made)).getexif()
    assert record(mini)["pictures"][0]["file"] == name, told(result)
    assert [one.fate for one in brought(mini, form).results] == ["unchanged"]


@pytest.mark.parametrize(
    "said", ["net.png", "../base/mkdocs.yml", "/etc/hosts", "ssylka.png", "drugaia", "drugaia/taina.png"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, said: str) -> None:
    (tmp_path / "drugaia").mkdir()
    (tmp_path / "drugaia/taina.png").write_bytes(snapshot(format_="PNG"))
    (tmp_path / "ssylka.png").symlink_to(tmp_path / "drugaia/taina.png")
    (tmp_path / "ris.png").write_bytes(b"1")
    assert safety.lying_in(tmp_path, said) is None
    assert safety.lying_in(tmp_path, "РИС.png") is None and safety.lying_in(tmp_path, " «RIS» ") == ("ris.png", b"1")


def test_a_file_that_is_not_there_holds_the_record(mini: Path, form: Any) -> None:
    type_in(answer_cell(form, "Файл"), "net.png")
    result = brought(mini, form)
    assert "рядом с бланком нет" in told(result)
    assert [one.fate for one in result.results] == ["wrong"]


def test_a_dry_run_counts_them_and_writes_nothing(mini: Path, form: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(step(form, 1), snapshot(), "Столы.")
    path = mini.parent / "blank.docx"
    form.save(path)
    assert cli.main(["--root", str(mini), "import", "--dry-run", str(path)]) == 0
    assert "картинок: 1, ждут ответов: 1" in capsys.readouterr().out
    assert not stored(mini)
