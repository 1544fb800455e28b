"""A folder of letters under real git and real imports: each file becomes a branch once and gets its answer."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from kill_points import die_at
from office_files import fill
from review_base import commit, git, push_to_server, repository, write

from generator import cli, files
from generator.channels import text_files
from generator.channels.office import blanks, importing
from generator.channels.office.importing import SUFFIX
from generator.settings import Settings
from generator.upkeep.inbox.journal import JOURNAL

GOOD = {
    "title": "Лист вопросов",
    "summary": "Ученики пишут вопрос до объяснения и отвечают на него после.",
    "owner": "Школа А",
}
RECORD = "data/practices/list-voprosov.yml"
BRANCH = "predlozhenie/practices-list-voprosov"
FORM = """# yaml-language-server: $schema=../schemas/terms.json
title: Лист вопросов
definition: Листок, на котором ученик пишет вопрос.
status: published
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Path:
    """A copy of the small base, the bare repository it was sent to, and a blank for practices."""
    folder = tmp_path_factory.mktemp("inbox")
    root = repository(folder / "base")
    push_to_server(root)
    base = importing.open_base(root, Settings())
    (folder / "blank.xlsx").write_bytes(blanks.MADE["xlsx"](base.layouts["practice"], base.settings.build_date))
    (folder / "letters").mkdir()
    return folder


@pytest.fixture
def work(shipped: Path, tmp_path: Path, monkeypatch) -> Path:
    shutil.copytree(shipped, tmp_path / "work", symlinks=True)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    return tmp_path / "work"


def letter(work: Path, name: str, **answers: str) -> Path:
    """A filled file that was saved some time ago."""
    path = fill(work / "blank.xlsx", work / "letters" / name, {"Практики": [GOOD | answers]})
    return aged(path)


def aged(path: Path) -> Path:
    os.utime(path, (time.time() - 3600,) * 2)
    return path


def run(work: Path, *words: str) -> int:
    return cli.main(["--root", str(work / "base"), "inbox", str(work / "letters"), *words])


def branches(work: Path) -> set[str]:
    return set(git(work / "server.git", "for-each-ref", "--format=%(refname:short)", "refs/heads").split()) - {"main"}


def lying(work: Path) -> set[str]:
    return {path.name for path in (work / "letters").iterdir()} - {JOURNAL}


def test_a_file_becomes_a_branch_and_gets_an_answer(work: Path, capsys) -> None:
    letter(work, "Иванова Мария Петровна.xlsx")
    assert run(work) == 0
    assert branches(work) == {BRANCH}
    assert git(work / "base", "status", "--porcelain") == ""
    log = git(work / "server.git", "log", "-1", "--format=%an%n%B", BRANCH)
    assert "новая практика «Лист вопросов»" in log
    assert log.startswith("Школа А\n")
    assert "Иванов" not in log
    answer = (work / "letters" / "Ответ — Иванова Мария Петровна.txt").read_text("utf-8")
    assert "новая запись: «Лист вопросов»" in answer
    assert "Отправьте автору" in capsys.readouterr().out
    assert run(work) == 0
    assert capsys.readouterr() == ("", "")


def test_remarks_go_back_and_the_mended_copy_goes_on(work: Path, capsys) -> None:
    letter(work, "бланк.xlsx", levels="5–19 классы")
    assert run(work) == 1
    copy = work / "letters" / f"бланк{SUFFIX}.xlsx"
    answer = (work / "letters" / "Ответ — бланк.txt").read_text("utf-8")
    assert "Нужно исправить 1\u00a0место" in answer
    assert copy.name in answer
    assert branches(work) == set()
    assert run(work) == 0, "its own copy is no letter, and what was told is told once"
    aged(copy)
    assert run(work) == 0
    letter(work, copy.name, levels="5–9 классы")  # the person mends the copy and sends it
    assert run(work) == 0
    assert branches(work) == {BRANCH}


def test_a_better_version_goes_to_the_same_branch_under_a_new_title_too(work: Path) -> None:
    letter(work, "бланк.xlsx")
    assert run(work) == 0
    letter(work, "бланк (1).xlsx", title="Листы с вопросами")
    assert run(work) == 0
    assert branches(work) == {BRANCH}
    names = git(work / "server.git", "diff", "--name-status", "main", BRANCH).split()
    assert names == ["A", "data/practices/listy-s-voprosami.yml"]


def test_blanks_of_two_people_have_one_name_and_two_branches(work: Path) -> None:
    letter(work, "practice.xlsx")
    assert run(work) == 0
    other = {"title": "Математический бой", "summary": "Две команды решают задачи и спорят о решениях у доски."}
    letter(work, "practice.xlsx", **other)
    assert run(work) == 0
    assert branches(work) == {BRANCH, "predlozhenie/practices-matematicheskii-boi"}
    assert git(work / "server.git", "diff", "--name-only", "main", BRANCH).split() == [RECORD]


def test_one_title_of_two_people_overwrites_nothing(work: Path, capsys) -> None:
    letter(work, "one.xlsx")
    assert run(work) == 0
    before = git(work / "server.git", "rev-parse", BRANCH)
    text = "Совсем другая работа: доска, мел, команды, таблица, жюри, финал, судьи, призы, болельщики, счёт, время"
    letter(work, "two.xlsx", summary=text, problem=f"Иначе. {text}", idea=f"Так. {text}")
    assert run(work) == 1
    assert "уже предложена из другого файла" in capsys.readouterr().err
    assert git(work / "server.git", "rev-parse", BRANCH) == before


def test_the_text_of_the_form(work: Path) -> None:
    aged_text(work, "termin.yml", FORM)
    aged_text(work, "wrong.yml", FORM.replace("definition", "opredelenie"))
    aged_text(work, "what.yml", "title: Лист\n")
    assert run(work) == 1
    assert branches(work) == {"predlozhenie/terms-list-voprosov"}
    shown = git(work / "server.git", "show", "predlozhenie/terms-list-voprosov:data/terms/list-voprosov.yml")
    assert "status: review" in shown
    assert "opredelenie" in (work / "letters" / "Ответ — wrong.txt").read_text("utf-8")
    assert "нет записи" in (work / "letters" / "Ответ — what.txt").read_text("utf-8")


def aged_text(work: Path, name: str, text: str) -> None:
    (work / "letters" / name).write_text(text, "utf-8")
    aged(work / "letters" / name)


def test_what_is_no_letter_is_left_alone(work: Path, capsys) -> None:
    folder = work / "letters"
    for name in ("~$бланк.xlsx", "бланк.xlsx.part", ".hidden.xlsx", "фото.jpg.part"):
        aged_text(work, name, "x")
    (folder / "растёт.png").write_bytes(b"x")
    os.utime(letter(work, "растёт.xlsx"), None)
    os.symlink(work / "blank.xlsx", folder / "ссылка.xlsx")
    assert run(work) == 0
    assert capsys.readouterr() == ("", "")
    assert branches(work) == set()
    assert not (folder / JOURNAL).exists()


def test_what_belongs_to_no_record_is_told_once_and_why(work: Path, capsys) -> None:
    folder = work / "letters"
    for name in ("доска.JPG", "записка.txt", "запись.mp3"):
        aged_text(work, name, name)
    (folder / "inner").mkdir()
    letter(work, "inner/бланк.xlsx")
    before = lying(work)
    assert run(work, "--dry-run") == 0
    shown = capsys.readouterr().out
    assert run(work) == 0
    assert capsys.readouterr().out == shown.replace("  (ничего не записано: --dry-run)\n", "")
    for name, why in {"доска.JPG": "metodoteka picture", "записка.txt": "прочтите", "запись.mp3": "не читаются",
                      "inner": "переложите файлы"}.items():  # fmt: skip
        assert why in shown.partition(f"\n{name}\n  не взято: ")[2].partition("\n")[0], name
    assert run(work) == 0 and capsys.readouterr() == ("", "")
    aged_text(work, "ещё.png", "новая")
    assert run(work) == 0
    assert capsys.readouterr().out.count("не взято") == 1
    assert lying(work) == before | {"ещё.png"} and branches(work) == set()


def test_files_that_nobody_can_read_are_answered(work: Path) -> None:
    aged_text(work, "plan.pdf", "%PDF-1.4")
    aged_text(work, "broken.docx", "PK")
    letter(work, "good.xlsx")
    assert run(work) == 1
    assert "PDF" in (work / "letters" / "Ответ — plan.txt").read_text("utf-8")
    assert (work / "letters" / "Ответ — broken.txt").exists()
    assert branches(work) == {BRANCH}


def test_an_archive_of_attachments_is_taken_apart_once(work: Path) -> None:
    good = letter(work, "карта.xlsx")
    with zipfile.ZipFile(work / "letters" / "письмо.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(good, "../../Документы/карта.xlsx")
        archive.writestr("logo.png", b"x")
        archive.writestr("inner.zip", b"x")
    good.unlink()
    (work / "letters" / "copied.zip").write_bytes(b"PK, not whole yet")
    assert run(work) == 0
    assert branches(work) == {BRANCH}
    made = {"карта — из файла письмо.xlsx", "Ответ — карта — из файла письмо.txt"}
    assert lying(work) == {"письмо.zip", "copied.zip", *made}
    (work / "letters" / "карта — из файла письмо.xlsx").unlink()
    assert run(work) == 0
    assert "карта — из файла письмо.xlsx" not in lying(work)


def test_a_saved_letter_gives_its_attachments_and_the_record_in_its_text(work: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Иванова Мария <ivanova@example.org>", "Методотека: Лист"
    words = FORM.replace("ученик пишет", "ученик \npишет".replace("p", "п"))
    mail.set_content(f"Здравствуйте! Предлагаю запись.\n\nФайл: data/terms/x.yml\n\n{words}\n-- \nМария Иванова\n")
    mail.set_param("format", "flowed")
    good = letter(work, "карта.xlsx")
    mail.add_attachment(good.read_bytes(), maintype="application", subtype="vnd.ms-excel", filename="карта.xlsx")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    good.unlink()
    (work / "letters" / "от Ивановой.eml").write_bytes(mail.as_bytes())
    assert run(work) == 0
    assert branches(work) == {BRANCH, "predlozhenie/terms-list-voprosov"}
    shown = git(work / "server.git", "show", "predlozhenie/terms-list-voprosov:data/terms/list-voprosov.yml")
    assert "Листок, на котором ученик пишет вопрос.\n" in shown
    assert "Иванов" not in shown + git(work / "server.git", "log", "--all", "--format=%an%ae%B")
    (work / "letters" / "текст.txt").write_text(
        f"Здравствуйте!\n\n{FORM.replace('Лист', 'Листок')}\nС уважением", "utf-8"
    )
    (work / "letters" / "заметки.txt").write_text("Позвонить в школу", "utf-8")
    assert run(work) == 0
    assert "predlozhenie/terms-listok-voprosov" in branches(work)


@pytest.mark.parametrize("text", [FORM, f"--- # data/terms/list-voprosov.yml\n{FORM}...\n"])
def test_a_text_that_is_nothing_but_records_is_taken_once(text: str, work: Path, capsys) -> None:
    (work / "letters" / "список.txt").write_text(text, "utf-8")
    assert run(work, "--dry-run") == 0
    assert "новая запись: «Лист вопросов»" in capsys.readouterr().out
    assert lying(work) == {"список.txt"}
    assert run(work) == 0
    assert branches(work) == {"predlozhenie/terms-list-voprosov"}
    capsys.readouterr()
    assert run(work) == 0
    assert capsys.readouterr() == ("", "")


def with_attachment(name: str, data: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Иванова Мария <ivanova@example.org>", "Методотека"
    mail.set_content("См. вложение")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_a_letter_that_was_passed_on_as_an_attachment_is_opened(work: Path) -> None:
    good = letter(work, "карта.xlsx")
    mail = with_attachment("logo.png", b"x")
    mail.add_attachment(with_attachment("карта.xlsx", good.read_bytes()))
    good.unlink()
    (work / "letters" / "Fwd.eml").write_bytes(mail.as_bytes())
    assert run(work) == 0
    assert branches(work) == {BRANCH}


def test_what_in_a_letter_cannot_be_read_is_answered(work: Path) -> None:
    (work / "letters" / "старое.eml").write_bytes(with_attachment("бланк.odt", b"PK").as_bytes())
    assert run(work) == 1
    assert "LibreOffice" in (work / "letters" / "Ответ — бланк — из файла старое.txt").read_text("utf-8")


def test_an_archive_of_another_program_is_answered_too(work: Path) -> None:
    aged_text(work, "практика.rar", "Rar!")
    aged_text(work, "урок.pptx", "PK")
    assert run(work) == 1
    answers = [(work / "letters" / f"Ответ — {name}.txt").read_text("utf-8") for name in ("практика", "урок")]
    assert "пришлите файлы по одному или архивом .zip" in answers[0]
    assert "перенесите текст в форму или бланк на сайте базы" in answers[1] and "metodoteka" not in answers[1]


def test_a_letter_without_anything_to_take_is_told_once(work: Path, capsys) -> None:
    (work / "letters" / "от Ивановой.eml").write_bytes(with_attachment("winmail.dat", b"x").as_bytes())
    assert run(work) == 1
    told = capsys.readouterr()
    assert "посмотрите сами и ответьте автору" in told.err
    assert run(work) == 0
    assert capsys.readouterr() == ("", "")


def test_what_a_letter_leaves_is_named_to_the_keeper(work: Path, capsys) -> None:
    mail = with_attachment("vopros.yml", FORM.encode())
    mail.add_attachment(b"x", maintype="image", subtype="jpeg", filename="доска.jpg")
    (work / "letters" / "от Ивановой.eml").write_bytes(mail.as_bytes())
    (work / "letters" / "от Петровой.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    assert run(work) == 1
    told = capsys.readouterr()
    assert "«доска.jpg»" in told.out and "Outlook" in told.err
    assert branches(work) == {"predlozhenie/terms-list-voprosov"}
    answer = (work / "letters" / "Ответ — vopros — из файла от Ивановой.txt").read_text("utf-8")
    assert "файл «vopros.yml»" in answer, "the name by which the sender knows it"


def test_a_record_in_the_words_of_a_letter_is_answered_as_such(work: Path) -> None:
    mail = EmailMessage()
    mail.set_content(FORM.replace("definition", "opredelenie"))
    (work / "letters" / "слово.eml").write_bytes(mail.as_bytes())
    assert run(work) == 1
    answer = (work / "letters" / "Ответ — запись — из файла слово.txt").read_text("utf-8")
    assert "Мы получили запись из вашего письма" in answer
    assert "считаются от начала записи" in answer


def test_a_fault_of_the_program_keeps_no_other_file_waiting(work: Path, capsys, monkeypatch) -> None:
    aged_text(work, "a.yml", FORM)
    letter(work, "b.xlsx")
    monkeypatch.setattr(text_files, "run", lambda *args, **more: [][0])
    assert run(work) == 1
    assert "ошибки программы" in capsys.readouterr().err
    assert branches(work) == {BRANCH}
    assert run(work) == 1, "it is taken again when the fault is mended"


def test_what_the_base_lacked_is_taken_again_when_it_has_got_it(work: Path) -> None:
    letter(work, "бланк.xlsx", owner="Школа Новая")
    assert run(work) == 1
    assert run(work, "--again") == 1
    root = work / "base"
    school = (root / "data/organizations/shkola-a.yml").read_text("utf-8").replace("Школа А", "Школа Новая")
    write(root, {"data/organizations/novaia.yml": school})
    commit(root)
    git(root, "push", "--quiet")
    assert run(work) == 0
    assert branches(work) == set()
    assert run(work, "--again") == 0
    assert branches(work) == {BRANCH}


def test_a_copy_that_somebody_is_mending_is_not_written_over(work: Path) -> None:
    letter(work, "бланк.xlsx", levels="5–19 классы")
    assert run(work) == 1
    copy = work / "letters" / f"бланк{SUFFIX}.xlsx"
    copy.write_bytes(copy.read_bytes() + b"mended a moment ago")
    assert run(work, "--again") == 1
    assert copy.read_bytes().endswith(b"mended a moment ago")
    assert f"бланк{SUFFIX} (2).xlsx" in lying(work)


def test_a_row_that_got_a_mistake_is_not_taken_back(work: Path) -> None:
    """Of two records that were sent one cannot be read this time: it stays in the branch."""
    path = work / "letters" / "two.xlsx"
    second = GOOD | {"title": "Листы с вопросами дома"}
    aged(fill(work / "blank.xlsx", path, {"Практики": [GOOD, second]}))
    assert run(work) == 0
    (branch,) = branches(work)
    aged(fill(work / "blank.xlsx", path, {"Практики": [GOOD, second | {"levels": "5–19 классы"}]}))
    assert run(work) == 1
    assert len(git(work / "server.git", "diff", "--name-only", "main", branch).split()) == 2


def test_an_answer_names_no_command(work: Path) -> None:
    aged_text(work, "plan.pdf", "%PDF-1.4")
    run(work)
    assert "metodoteka" not in (work / "letters" / "Ответ — plan.txt").read_text("utf-8")


def test_a_look_writes_nothing(work: Path, capsys) -> None:
    letter(work, "бланк.xlsx")
    before = lying(work)
    assert run(work, "--dry-run") == 0
    assert "Лист вопросов" in capsys.readouterr().out
    assert (lying(work), branches(work)) == (before, set())


def test_what_cannot_work_says_so(work: Path, capsys) -> None:
    letter(work, "бланк.xlsx")
    git(work / "base", "remote", "set-url", "origin", "../net.git")
    assert run(work) == 2
    assert "не найден" in capsys.readouterr().err
    (work / "letters" / JOURNAL).write_text("{", "utf-8")
    assert run(work) == 2
    assert cli.main(["--root", str(work / "base"), "inbox", str(work / "nothing")]) == 2
    (work / "letters" / JOURNAL).unlink()
    with files.alone_in(work / "letters", "x"):
        assert run(work) == 2
    assert "другой запуск" in capsys.readouterr().err


def test_an_accepted_branch_begins_anew(work: Path) -> None:
    letter(work, "бланк.xlsx")
    assert run(work) == 0
    root = work / "base"
    git(root, "pull", "--quiet", "origin", BRANCH)
    git(root, "push", "--quiet", "origin", "main", f":{BRANCH}")
    letter(work, "бланк.xlsx", summary="Ученики пишут вопрос до объяснения и отвечают на него в конце урока.")
    assert run(work) == 0
    assert git(root, "rev-list", "--count", f"main..origin/{BRANCH}").strip() == "1"


# --- killed ----------------------------------------------------------------------------------------------------------


def _killed(work: Path, prepare) -> int:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            prepare()
            os._exit(run(work))
        except BaseException:
            os._exit(77)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _whole(work: Path) -> None:
    """After the last run everything is as if none had been killed."""
    assert run(work) in (0, 1)
    assert branches(work) == {BRANCH, "predlozhenie/terms-list-voprosov"}
    for name in (BRANCH, "predlozhenie/terms-list-voprosov"):
        assert git(work / "server.git", "rev-list", "--count", f"main..{name}").strip() == "1"
    assert {"Ответ — a.txt", "Ответ — b.txt", "Ответ — c.txt", f"c{SUFFIX}.xlsx"} < lying(work)
    taken = json.loads((work / "letters" / JOURNAL).read_text("utf-8"))["files"].values()
    assert sorted(one["name"] for one in taken if one["done"]) == ["a.xlsx", "b.yml", "c.xlsx"]
    assert not any("Ответ — c — замечания" in name for name in lying(work))


@pytest.fixture
def three(work: Path) -> Path:
    letter(work, "a.xlsx")
    aged_text(work, "b.yml", FORM)
    letter(work, "c.xlsx", title="Другое", levels="5–19 классы")
    return work


def test_killed_at_calls_of_git_it_goes_on(three: Path, tmp_path: Path) -> None:
    real, counter, folder = shutil.which("git"), tmp_path / "count", tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(
        f'#!/bin/sh\nn=$(($(cat {counter}) - 1)); echo $n > {counter}\n[ $n = 0 ] && kill -9 $PPID\nexec {real} "$@"\n'
    )
    (folder / "git").chmod(stat.S_IRWXU)

    def prepare() -> None:
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"

    for call in (4, 20, 33, 50):
        counter.write_text(str(call))
        assert _killed(three, prepare) in (-signal.SIGKILL, 1)
    _whole(three)


def test_killed_while_writing_it_goes_on(three: Path) -> None:
    died = [_killed(three, lambda number=number: die_at(number)) for number in (60, 110, 160, 200, 240)]
    assert 9 in died
    _whole(three)
