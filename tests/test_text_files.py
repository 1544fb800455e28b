"""What the form gives as a file goes into the base by the same command as files of Word and Excel."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli

SCHOOL = """--- # data/organizations/shkola-5.yml
title: Школа № 5
status: review
updated: 2026-05-20
type: school
level: school
territory: districts/severnyi
"""
PRACTICE = """--- # data/practices/vopros.yml
title: Вопрос
status: published
owner: shkola-5
updated: 2026-05-20
steps:
  - title: Спросить
...
"""


def imported(root: Path, text: str, name: str = "zapis.txt", *keys: str) -> int:
    path = root.parent / name
    path.write_text(text, "utf-8")
    return cli.main(["--root", str(root), "import", str(path), *keys])


def test_a_record_and_its_new_organisation_arrive_together(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(mini, SCHOOL + PRACTICE) == 0
    said = capsys.readouterr()
    assert "Создано 2\u00a0записи" in said.out
    assert "состояние записи стало «на проверке»" in said.err
    assert "status: review" in (mini / "data/practices/vopros.yml").read_text("utf-8")
    assert "Школа № 5" in (mini / "data/organizations/shkola-5.yml").read_text("utf-8")
    assert cli.main(["--root", str(mini), "check", "data/practices/vopros.yml"]) == 0
    assert imported(mini, SCHOOL + PRACTICE) == 0, "the second time nothing is new"
    said = capsys.readouterr()
    assert "2\u00a0записи без изменений" in said.out
    assert "состояние" not in said.err, "nothing has become of it"
    assert imported(mini, SCHOOL.replace("№ 5", "№ 6") + PRACTICE) == 1
    assert "в базе уже есть, и она другая" in capsys.readouterr().err


def test_red_twin_without_the_organisation_nothing_is_written(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted((mini / "data").rglob("*"))
    assert imported(mini, PRACTICE) == 1
    assert "строка 4: " in capsys.readouterr().err
    assert imported(mini, SCHOOL.replace("type: school\n", "") + PRACTICE) == 1
    assert imported(mini, SCHOOL + PRACTICE.replace("steps:", "steps: [")) == 1
    assert imported(mini, "Здравствуйте!") == 1
    assert imported(mini, SCHOOL + PRACTICE, "zapis.txt", "--dry-run") == 0
    assert sorted((mini / "data").rglob("*")) == before


def test_one_record_keeps_the_name_of_its_file(mini: Path) -> None:
    text = "# yaml-language-server: $schema=../schemas/practices.json\ntitle: Вопрос на уроке\n"
    assert imported(mini, text, "svoe-imia.yml") == 0
    assert (mini / "data/practices/svoe-imia.yml").is_file()
    assert imported(mini, text.replace("Вопрос", "Ответ"), "Запись.txt") == 0
    assert (mini / "data/practices/otvet-na-uroke.yml").is_file()


ALONE = "# yaml-language-server: $schema=../schemas/practices.json\ntitle: Вопрос на уроке\nsummary: Один вопрос.\n"


def test_a_text_without_a_name_is_taken_once(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(mini, ALONE) == 0
    assert imported(mini, f"Здравствуйте!\n\n{ALONE}", "Ещё раз.txt") == 0
    assert "без изменений" in capsys.readouterr().out
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_text(ALONE.replace("Один", "Второй").replace("на уроке", "дома"), "utf-8")
    assert cli.main(["--root", str(mini), "import", *map(str, paths)]) == 0, "two copies of one letter at once"
    names = {path.name for path in (mini / "data/practices").iterdir()}
    assert {name for name in names if name.startswith("vopros")} == {"vopros-na-uroke.yml", "vopros-doma.yml"}


def test_another_record_of_the_same_title_is_told(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(mini, ALONE.replace("Вопрос на уроке", "Парное наставничество")) == 0
    assert "уже есть запись с таким названием: practices/parnoe" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
def test_a_text_in_another_encoding_is_read(encoding: str, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = mini.parent / "vopros.yml"
    path.write_bytes(ALONE.encode(encoding))
    assert cli.main(["--root", str(mini), "import", str(path)]) == 0
    assert "title: Вопрос на уроке" in (mini / "data/practices/vopros.yml").read_text("utf-8")
    assert ("Windows-1251" in capsys.readouterr().err) == (encoding == "cp1251")


def test_red_twin_letters_that_are_lost_stop_a_record(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(mini, ALONE.encode("cp1251").decode("utf-8", "replace")) == 1
    assert "на месте потерянной буквы" in capsys.readouterr().err


def test_a_record_renamed_since_is_the_one_that_is_there(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(mini, f"--- # data/practices/staroe-imia.yml\n{ALONE}...\n") == 1
    assert "запись practices/parnoe в базе уже есть" in capsys.readouterr().err


# --- a record of the base that was taken, changed and sent back ------------------------------------------------------


def changed_copy(root: Path) -> str:
    """A record of the base under another title."""
    text = (root / "data/practices/parnoe.yml").read_text("utf-8")
    return f"# yaml-language-server: $schema=../schemas/practices.json\n{text}".replace(
        "title: Парное наставничество", "title: Наставничество по двое"
    )


@pytest.mark.parametrize("name", ["parnoe.yml", "parnoe (1).yml", "parnoe — исправлено.txt", "Запись.txt"])
def test_a_changed_copy_of_a_record_waits_for_a_yes(name: str, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    practice = mini / "data/practices/parnoe.yml"
    practice.write_text(practice.read_text("utf-8") + "# пометка того, кто ведёт базу\n", "utf-8")
    before, names = practice.read_bytes(), sorted((mini / "data").rglob("*"))
    sent = changed_copy(mini)
    if not name.startswith("parnoe"):  # then the title tells which one it is
        sent = sent.replace("Наставничество по двое", "Парное наставничество").replace("вдвоём", "по двое")
    assert imported(mini, sent, name) == 1
    said = capsys.readouterr()
    assert "по двое" in said.out and "--update" in said.out
    assert (practice.read_bytes(), said.err) == (before, "")
    assert imported(mini, sent, name, "--update") == 0, "what was told helps"
    text = practice.read_text("utf-8")
    assert "по двое" in text and "status: published" in text and "# пометка" in text
    assert sorted((mini / "data").rglob("*")) == names


def test_red_twin_another_record_under_the_same_name_is_not_replaced(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (mini / "data/practices/parnoe.yml").read_bytes()
    assert imported(mini, ALONE, "parnoe.yml", "--update") == 1
    assert "practices/parnoe в базе уже есть, и она другая" in capsys.readouterr().err
    assert (mini / "data/practices/parnoe.yml").read_bytes() == before


def test_all_or_nothing_is_asked_of_all_files(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, table = (tmp_path / name for name in ("good.yml", "bad.yml", "list.xlsx"))
    good.write_text(ALONE, "utf-8")
    bad.write_text(ALONE.replace("title: Вопрос на уроке\n", ""), "utf-8")
    table.write_bytes(b"no table")
    before = sorted((mini / "data").rglob("*"))
    for other in (bad, table):
        run = ["--root", str(mini), "import", str(good), str(other)]
        assert cli.main([*run, "--all-or-nothing"]) == 1
        assert "Ничего не записано" in capsys.readouterr().out
        assert sorted((mini / "data").rglob("*")) == before
    assert cli.main([*run[:4], "--all-or-nothing"]) == 0
    assert (mini / "data/practices/good.yml").is_file()


@pytest.mark.parametrize(
    ("name", "what", "instead"),
    [("письмо.eml", "это письмо", "metodoteka inbox"), ("снимок.jpg", "это картинка", "не его снимок"),
     ("всё.rar", "это архив", "распакуйте"),
     ("a.md", "это запись с длинным текстом", "в папку data"), ("план.pages", "нужны .xlsx, .docx", "заполните форму")],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_told_what_to_send(
    name: str, what: str, instead: str, mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(mini, "x", name) == 1
    said = capsys.readouterr().err
    assert what in said and instead in said
