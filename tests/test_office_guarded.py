"""Files that harm the program that reads them, in both formats: a sentence, and the import of the others goes on."""

from __future__ import annotations

import io
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
import yaml
from office_files import fill
from support import PROJECT, copy_of_mini
from test_office_bad_files import BAD
from test_word_refused import filled
from word_files import answer_cell, choose, saved, table_under, type_in

from generator import cli, files
from generator.channels.office import document_out, importing, safety, sandbox
from generator.channels.office.safety import Refused
from generator.channels.office.sandbox import run_guarded as in_child
from generator.settings import Settings


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("guarded") / "base"), Settings())


@pytest.fixture(scope="module")
def blank(base: importing.Base) -> bytes:
    return document_out.document_template(base.layouts["practice"])


# --- a parser that a file kills --------------------------------------------------------------------------------------


def hungry() -> int:
    return len(bytearray(sandbox.MEMORY + 500_000_000))


def refusing() -> None:
    raise Refused("office-empty", "файл пуст", "сохраните его заново")


@pytest.mark.skipif(not sandbox.CAN_FORK, reason="a child of its own is for Linux only")
@pytest.mark.parametrize(
    ("work", "code", "sentence"),
    [
        (os.abort, "office-died", "программа чтения на нём останавливается"),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "office-died", "программа чтения на нём останавливается"),
        (hungry, "office-large", "слишком много памяти"),
        (lambda: time.sleep(600), "office-slow", "чтение не закончилось"),
        (refusing, "office-empty", "файл пуст"),
    ],
    ids=["abort", "crash", "memory", "endless", "refused"],
)
def test_what_happens_to_a_reader_is_a_sentence(work, code: str, sentence: str, monkeypatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 2)
    with pytest.raises(Refused, match=sentence) as refused:
        in_child(work)
    assert refused.value.code == code and refused.value.hint
    assert multiprocessing.active_children() == []


def test_a_reader_gives_back_what_it_made_and_a_mistake_of_ours_keeps_its_trace() -> None:
    assert in_child(lambda a, b: {"made": a + b}, b"x" * 5_000_000, b"y") == {"made": b"x" * 5_000_000 + b"y"}
    with pytest.raises((RuntimeError, ZeroDivisionError), match="division by zero"):
        in_child(lambda: 1 / 0)


@pytest.mark.skipif(not sandbox.CAN_FORK, reason="a child of its own is for Linux only")
def test_a_file_that_kills_its_parser_does_not_stop_the_import(
    base: importing.Base, blank: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of ``safety`` that stops this file is taken away; ``test_office_bad_files`` shows that it would end the
    whole program then."""
    monkeypatch.setattr(safety, "_FALSE_COUNT", re.compile(rb"(?!)"))
    bad, good = tmp_path / "bad.xlsx", tmp_path / "good.docx"
    bad.write_bytes(BAD["false-count"][0]())
    good.write_bytes(saved(filled(blank)))
    told = importing.run(base, [bad, good], dry_run=True)
    assert [remark.code for remark in told[0].remarks] == ["office-died"] and told[0].failed
    assert [one.fate for one in told[1].results] == ["created"]


def test_what_the_child_costs(base: importing.Base, blank: bytes, record_property) -> None:
    data = saved(filled(blank))
    read = importing.OFFICE_FORMATS[".docx"].read
    times = {}
    for name, run in (("alone", read), ("in a child", lambda *given: in_child(read, *given))):
        rounds = []
        for _ in range(5):
            started = time.perf_counter()
            assert run(data, base, "blank").entries
            rounds.append(time.perf_counter() - started)
        times[name] = min(rounds) * 1000
    record_property("figure", "a Word file read: " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in times.items()))


# --- what a book of Excel is tried with, in Word ---------------------------------------------------------------------


def repacked(data: bytes, name: str, pieces) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w") as stream:
            for piece in pieces:
                stream.write(piece)
    return out.getvalue()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_a_word_bomb_of_300_megabytes_costs_neither_memory_nor_patience(blank: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    pieces = (b"<w:document>", *[b" " * 1_000_000] * 300, b"</w:document>")
    path.write_bytes(repacked(blank, "word/document.xml", pieces))
    assert path.stat().st_size < 600_000
    look = (
        "import pathlib, sys; from generator.channels.office import safety\n"
        "peak = lambda: int(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
        "before = peak()\n"
        "try: safety.read_validated(pathlib.Path(sys.argv[1]))\n"
        "except safety.Refused as refused: print(refused.code, peak() - before)"
    )
    run = subprocess.run([sys.executable, "-c", look, path], cwd=PROJECT, capture_output=True, text=True, check=True)
    code, kilobytes = run.stdout.split()
    assert code == "office-bomb" and int(kilobytes) < 30_000


WORD_FILES = {
    name: BAD[name] for name in ("office-empty", "old-word", "password", "web-page", "text", "archive", "lock")
}  # fmt: skip


@pytest.mark.parametrize("name", WORD_FILES)
def test_what_is_no_word_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / (BAD[name][1].replace(".xlsx", ".docx"))
    path.write_bytes(BAD[name][0]())
    with pytest.raises(Refused) as refused:
        safety.read_validated(path)
    assert BAD[name][2].replace("книги", "документа") in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("typed", "written"),
    [("01.09.2025", "2025-09-01"), ("1 сентября 2025 г.", "2025-09-01"), ("2025-09-01", "2025-09-01"),
     ("сентябрь 2025", "2025-09"), ("1.9.2025 15:00", "2025-09-01 15:00"), ("2025 год", "2025")],
)  # fmt: skip
def test_dates_as_people_write_them_in_word(typed: str, written: str, base: importing.Base, tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["event"])))
    type_in(answer_cell(document, "Название"), "Семинар для проб")
    type_in(answer_cell(document, "Начало"), typed)
    choose(answer_cell(document, "Вид"), base.catalog.label("event-kinds", "seminar"))
    path = tmp_path / "событие.docx"
    document.save(path)
    (told,) = importing.run(importing.open_base(copy_of_mini(tmp_path / "base"), Settings()), [path])
    (result,) = told.results
    assert result.fate == "created", told.remarks
    assert str(yaml.load((tmp_path / "base" / result.path).read_text("utf-8"), yaml.CBaseLoader)["start"]) == written


def test_numbers_with_a_comma_and_pasted_bullets_in_word(base: importing.Base, blank: bytes, tmp_path: Path) -> None:
    document = filled(blank)
    type_in(answer_cell(document, "Часов на подготовку"), "1,5 часа")
    type_in(answer_cell(document, "На какое затруднение отвечает"), "Причины:", "• боятся", "• не знают")
    type_in(table_under(document, "№", "Название шага").rows[1].cells[2], "1) тихо", "2) по одному")
    path = tmp_path / "практика.docx"
    document.save(path)
    (told,) = importing.run(importing.open_base(copy_of_mini(tmp_path / "base"), Settings()), [path])
    assert [one.fate for one in told.results] == ["created"], told.remarks
    made = yaml.load((tmp_path / "base" / told.results[0].path).read_text("utf-8"), yaml.CSafeLoader)
    assert made["conditions"]["prepare_hours"] == 1.5
    assert made["problem"].strip() == "Причины:\n\n- боятся\n- не знают"
    assert made["steps"][0]["text"].strip() == "1. тихо\n2. по одному"


def test_an_import_of_word_files_killed_half_way_leaves_nothing_half_written(
    mini: Path, blank: bytes, tmp_path: Path
) -> None:
    paths = []
    for number in range(6):
        document = filled(blank)
        answer_cell(document, "Название").paragraphs[0].runs[0].text = f"Практика номер {number}"
        paths.append(tmp_path / f"{number}.docx")
        document.save(paths[-1])
    before = files.tree(mini)
    slow = (
        "import os, sys, time; from generator import cli; replace = os.replace\n"
        "os.replace = lambda *a: (time.sleep(0.2), print('moved', flush=True), replace(*a))\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", slow, "--root", str(mini), "import", *map(str, paths)],
        env=os.environ | {"PYTHONPATH": str(PROJECT)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    for _ in range(3):
        assert run.stdout.readline() == "moved\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    new = {path: data for path, data in files.tree(mini).items() if path not in before and path.startswith("data/")}
    assert 0 < len(new) < 6
    assert all(yaml.load(data, yaml.CSafeLoader)["steps"][1]["title"] == "Два" for data in new.values())
    told = importing.run(importing.open_base(mini, Settings()), paths)
    assert {one.fate for file in told for one in file.results} <= {"created", "unchanged"}
    assert len(list((mini / "data/practices").glob("praktika-nomer-*.yml"))) == 6
    assert cli.main(["--root", str(mini), "check"]) == 0


# --- what a person reads in the terminal -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "created", "wrong"),
    [
        (1, "Создана 1 запись.", "1 строка с замечаниями."),
        (2, "Создано 2 записи.", "2 строки с замечаниями."),
        (5, "Создано 5 записей.", "5 строк с замечаниями."),
    ],
)
def test_how_many(count: int, created: str, wrong: str, mini: Path, tmp_path: Path, capsys) -> None:
    empty = tmp_path / "empty.xlsx"
    assert cli.main(["--root", str(mini), "template", "practice", "--out", str(empty)]) == 0
    for text, more in ((created, {}), (wrong, {"cost": "даром"})):
        row = {"summary": "Проба.", "owner": "Школа А"} | more
        rows = [row | {"title": f"Проба {text[:3]} {number}"} for number in range(count)]
        capsys.readouterr()
        fill(empty, tmp_path / "many.xlsx", {"Практики": rows})
        cli.main(["--root", str(mini), "import", str(tmp_path / "many.xlsx")])
        assert f"  {text}\n" in capsys.readouterr().out.replace("\u00a0", " ")
