"""A record with pictures as the form hands it over, one .zip: the same by ``import`` and by the folder of letters."""

from __future__ import annotations

import subprocess
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from review_base import git
from test_inbox import aged, branches, run, shipped, work  # noqa: F401 - the folder of letters
from test_text_files import SCHOOL

from generator import cli
from generator.upkeep.inbox import archives

RECORD = """# yaml-language-server: $schema=../schemas/practices.json
title: Столы по четыре
summary: Проба картинок.
status: published
owner: shkola-5
updated: 2026-05-20
steps:
  - title: Сесть
pictures:
  - file: stoly-1a2b3c4d.png
    alt: Столы сдвинуты, людей нет.
    rights: own
    people: nobody
    confirmed: 2026-05-20
    confirmed_by: Методист
"""
PATH = "data/practices/stoly-po-chetyre.yml"
PICTURE = "content/files/practices/stoly-po-chetyre/stoly-1a2b3c4d.png"


def drawn(words: str = "Комментарий автора") -> bytes:
    out, note = BytesIO(), Image.Exif()
    note[0x010E] = words
    Image.new("RGB", (40, 30), "teal").save(out, "PNG", exif=note)
    return out.getvalue()


def parcel(path: Path, **more: bytes) -> Path:
    school = SCHOOL.partition("\n")[2]
    parts = {PATH: RECORD, "data/organizations/shkola-5.yml": school, PICTURE: drawn(), **more}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            if data:
                archive.writestr(name, data)
    return path


def imported(root: Path, path: Path, *keys: str) -> int:
    return cli.main(["--root", str(root), "import", str(path), *keys])


def test_the_archive_of_the_form_goes_in_by_import(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = parcel(tmp_path / "stoly.zip")
    assert imported(mini, path, "--dry-run") == 0
    said = capsys.readouterr()
    assert "картинок: 1" in said.out
    assert not (mini / PATH).exists()
    assert imported(mini, path) == 0
    said = capsys.readouterr()
    assert "Создано 2\u00a0записи" in said.out
    assert "подтверждение картинки не взято" in said.err, "no sender confirms"
    assert "confirmed" not in (mini / PATH).read_text("utf-8")
    (picture,) = (mini / PICTURE).parent.iterdir()
    assert picture.name in (mini / PATH).read_text("utf-8")
    assert "Комментарий автора".encode() not in picture.read_bytes(), "encoded anew"
    assert cli.main(["--root", str(mini), "check", PATH]) == 0
    assert imported(mini, path) == 0, "the second time nothing is new"
    assert "2\u00a0записи без изменений" in capsys.readouterr().out
    assert [one.name for one in picture.parent.iterdir()] == [picture.name]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({PICTURE: b""}, "файла «stoly-1a2b3c4d.png» нет"),
        ({PICTURE: b"<svg/>"}, "картинка не взята"),
        ({PATH: b"title: [", PICTURE: b""}, "stoly-po-chetyre"),
        ({PATH: b"", "data/organizations/shkola-5.yml": b""}, "нет записи"),
        ({f"data/practices/n{n}.yml": b"title: x" for n in range(11)}, "больше 10 записей"),
        ({f"kopiia/{PATH}": b"title: x"}, "лежит в архиве два раза"),
        ({f"kopiia/{PICTURE}": b"x"}, "лежит в архиве два раза"),
    ],
)
def test_red_twin_nothing_of_a_wrong_archive_is_written(
    more: dict[str, bytes], said: str, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    before = sorted(mini.rglob("*"))
    assert imported(mini, parcel(tmp_path / "stoly.zip", **more)) == 1
    assert said in capsys.readouterr().err
    assert sorted(mini.rglob("*")) == before


def test_names_of_an_archive_are_no_paths(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    names = ("../../evil.yml", "content/files/practices/stoly-po-chetyre/../x.png", "mkdocs.yml", "data/../x.yml")
    before = {one for one in tmp_path.rglob("*") if mini not in one.parents}
    assert imported(mini, parcel(tmp_path / "stoly.zip", **dict.fromkeys(names, b"x"))) == 0
    assert capsys.readouterr().err.count("этот файл не взят") == len(names)
    made = {one for one in tmp_path.rglob("*") if mini not in one.parents} - before
    assert {one.name for one in made} == {"stoly.zip"}


def test_what_is_no_record_and_what_no_record_names_is_told(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    more = {"data/vocabularies/subjects.yml": b"x", "data/zlo/x.yml": b"x", PICTURE.replace("stoly-1a", "dva-1a"): b"x"}
    systems = {"__MACOSX/data/practices/._x.yml": b"x", "data/.DS_Store": b"x", "Thumbs.db": b"x"}
    assert imported(mini, parcel(tmp_path / "stoly.zip", **more, **systems)) == 0
    said = capsys.readouterr().err
    assert said.count("этот файл не взят") == 2
    assert "файл dva-1a2b3c4d.png не взят: запись его не называет" in said
    assert "MACOSX" not in said and "Thumbs" not in said


def packed_again(path: Path, folder: str, ends: str, encoding: str) -> Path:
    """The parcel as somebody in Windows makes it who has unpacked it and mended a word."""
    school = SCHOOL.partition("\n")[2]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in ((PATH, RECORD), ("data/organizations/shkola-5.yml", school)):
            archive.writestr(folder + name, text.replace("\n", ends).encode(encoding))
        archive.writestr(folder + PICTURE, drawn())
    return path


@pytest.mark.parametrize(
    ("folder", "ends", "encoding"), [("stoly/", "\n", "utf-8"), ("", "\r\n", "utf-8-sig"), ("Столы/", "\r\n", "cp1251")]
)
def test_a_parcel_that_was_packed_again(folder: str, ends: str, encoding: str, mini: Path, tmp_path: Path) -> None:
    assert imported(mini, packed_again(tmp_path / "stoly.zip", folder, ends, encoding)) == 0
    assert "title: Столы по четыре\n" in (mini / PATH).read_text("utf-8")


def test_a_text_with_its_picture_beside_it(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """A telephone hands over a text and a picture as two files."""
    folder = tmp_path / "from-phone"
    folder.mkdir()
    (folder / "stoly.yml").write_text(RECORD.replace("shkola-5", "shkola-a"), "utf-8")
    assert imported(mini, folder / "stoly.yml") == 1
    assert "одним файлом .zip" in capsys.readouterr().err
    (folder / "stoly-1a2b3c4d.png").write_bytes(drawn())
    assert imported(mini, folder / "stoly.yml") == 0
    assert len(list((mini / "content/files/practices/stoly").iterdir())) == 1


def test_the_folder_of_letters_takes_it_whole(work: Path) -> None:  # noqa: F811 - the fixture
    aged(parcel(work / "letters" / "stoly.zip"))
    aged_text = work / "letters" / "tekst.txt"
    other = RECORD.partition("pictures:")[0].replace("Столы по четыре", "Столы по два").replace("shkola-5", "shkola-6")
    aged_text.write_text(
        "Здравствуйте!\n\n" + SCHOOL.replace("-5", "-6").replace("№ 5", "№ 6")
        + f"--- # data/practices/stoly-po-dva.yml\n{other}...\nМария\n",
        "utf-8",
    )  # fmt: skip
    assert run(work, "--closed-remote") == 0
    (branch,) = [one for one in branches(work) if "dva" not in one and "6" not in one]
    names = git(work / "server.git", "diff", "--name-only", "main", branch).split()
    assert names[1:] == ["data/organizations/shkola-5.yml", PATH]
    assert names[0].startswith("content/files/practices/stoly-po-chetyre/stoly")
    (text,) = branches(work) - {branch}
    names = git(work / "server.git", "diff", "--name-only", "main", text).split()
    assert names == ["data/organizations/shkola-6.yml", "data/practices/stoly-po-dva.yml"]
    assert "status: review" in git(work / "server.git", "show", f"{branch}:{PATH}")
    assert run(work) == 0, "taken once"


def pushed_pictures(work: Path) -> list[str]:  # noqa: F811
    """The objects of the server that are a picture, whatever branch or commit they are of."""
    objects = git(work / "server.git", "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    names = [row.split()[0] for row in objects.splitlines() if row.endswith(" blob")]
    found = [
        subprocess.run(
            ["git", "cat-file", "blob", one], cwd=work / "server.git", capture_output=True, check=True
        ).stdout
        for one in names
    ]
    magic = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
    return [name for name, data in zip(names, found, strict=True) if data.startswith(magic)]


def test_a_telephone_sends_a_record_and_its_picture_as_two_attachments(work: Path) -> None:  # noqa: F811
    mail = EmailMessage()
    mail.set_content("Посылаю с телефона.")
    record = RECORD.replace("shkola-5", "shkola-a").encode()
    for name, data in (("stoly-po-chetyre.yml", record), ("stoly-1a2b3c4d.png", drawn()), ("IMG_7.jpg", b"x")):
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    (work / "letters" / "от учителя.eml").write_bytes(mail.as_bytes())
    (one,) = archives.unpacked(work / "letters", set())
    assert (list(one.members), one.left) == (["stoly-po-chetyre — из файла от учителя.zip"], ("IMG_7.jpg",))
    assert run(work, "--closed-remote") == 0
    (branch,) = branches(work)
    changed = git(work / "server.git", "diff", "--name-only", "main", branch).split()
    assert sorted(name.rpartition("/")[0] for name in changed) == [
        "content/files/practices/stoly-po-chetyre", "data/practices",
    ]  # fmt: skip


def test_pictures_wait_until_somebody_has_looked(work: Path, capsys: pytest.CaptureFixture) -> None:  # noqa: F811
    """A branch of a public forge is seen by all: what a letter brings goes there after a look."""
    aged(parcel(work / "letters" / "stoly.zip"))
    assert run(work) == 0
    assert "не отправлены" in capsys.readouterr().out
    (branch,) = branches(work)
    assert pushed_pictures(work) == []
    assert "pictures" not in git(work / "server.git", "show", f"{branch}:{PATH}")
    aside = work / "letters" / "Посмотреть — stoly"
    (picture,) = [one for one in aside.iterdir() if one.suffix == ".png"]
    assert "Комментарий автора".encode() not in picture.read_bytes(), "made ready"
    assert '--looked "stoly.zip"' in (aside / "Что дальше.txt").read_text("utf-8")
    assert "посмотрит редакция" in (work / "letters" / "Ответ — stoly.txt").read_text("utf-8")
    assert run(work) == 0 and not capsys.readouterr().out, "taken once"
    assert run(work, "--looked", "stoly.zip") == 0
    assert branches(work) == {branch} and len(pushed_pictures(work)) == 1
    assert picture.name in git(work / "server.git", "show", f"{branch}:{PATH}")
    assert run(work, "--looked", "drugoi.zip") == 2


def test_red_twin_a_closed_repository_gets_them_at_once(work: Path) -> None:  # noqa: F811
    aged(parcel(work / "letters" / "stoly.zip"))
    assert run(work, "--closed-remote") == 0
    assert len(pushed_pictures(work)) == 1
    assert not (work / "letters" / "Посмотреть — stoly").exists()
