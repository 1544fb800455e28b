"""The command as people use it: words, exit statuses, formats, and that nothing is overwritten."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import PROJECT

from generator import cli, problems
from generator.cli import table

BROKEN = "title: Сломанная\nstatus: publshed\nsteps: 5\n"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # 28 May 2026


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def broken(root: Path) -> Path:
    path = root / "data" / "practices" / "slomannaia.yml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_a_good_base_has_status_0_and_says_what_was_checked(mini: Path, capsys) -> None:
    assert run("--root", mini, "check") == 0
    text = capsys.readouterr().out
    assert "Проверено: " in text
    assert "Замечаний нет." in text


def test_root_may_stand_before_or_after_the_command(mini: Path) -> None:
    assert run("check", "--root", mini) == 0


def test_a_broken_record_has_status_1_and_all_its_problems(mini: Path, capsys) -> None:
    broken(mini)
    assert run("--root", mini, "check") == 1
    text = capsys.readouterr().out
    assert "data/practices/slomannaia.yml:2:9: ошибка: status: " in text
    assert "возможно, имелось в виду «published»" in text
    assert "data/practices/slomannaia.yml:3:8: ошибка: steps: " in text
    assert "Найдено: 2\u00a0ошибки." in text


def test_warnings_count_only_when_strict(mini: Path) -> None:
    path = mini / "data" / "practices" / "parnoe.yml"
    path.write_text(path.read_text("utf-8").replace("review_by: 2027-01-10", "review_by: 2026-02-10"), "utf-8")
    assert run("--root", mini, "check") == 0
    assert run("--root", mini, "check", "--strict") == 1


def test_json_is_a_list_of_objects_with_places(mini: Path, capsys) -> None:
    broken(mini)
    run("--root", mini, "check", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert [(p["path"], p["line"], p["column"], p["field"], p["severity"]) for p in found] == [
        ("data/practices/slomannaia.yml", 2, 9, "status", "error"),
        ("data/practices/slomannaia.yml", 3, 8, "steps", "error"),
    ]


def test_json_of_a_good_base_is_an_empty_list(mini: Path, capsys) -> None:
    run("--root", mini, "check", "--format", "json")
    assert json.loads(capsys.readouterr().out) == []


def test_github_annotations_escape_what_could_end_them(mini: Path, capsys) -> None:
    (mini / "data" / "practices" / "x.yml").write_text("title: a\nstatus: 'dra%ft::,'\n", encoding="utf-8")
    run("--root", mini, "check", "--format", "github")
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("::error file=data/practices/x.yml,line=2,col=9,title=bad-choice::status: ")
    assert "dra%25ft" in line
    assert "%0A" in line


LOST = "заголовок уровня 1 показывается"


@pytest.fixture
def thousands(mini: Path) -> Path:
    """Two drafts with 1,100 equal mistakes each, and one mistake of another file."""
    headings = "  а\n  =\n\n" * 1_100
    for name in ("pervaia", "vtoraia"):
        record = f"title: Практика\nstatus: draft\nproblem: |\n{headings}"
        (mini / "data" / "practices" / f"{name}.yml").write_text(record, "utf-8")
    broken(mini)
    return mini


@pytest.mark.parametrize("form", ["text", "github"])
def test_thousands_of_equal_mistakes_are_shortened_and_counted(thousands: Path, capsys, form: str) -> None:
    assert run("--root", thousands, "check", "--format", form) == 1
    text = capsys.readouterr().out
    assert (text.count(LOST), text.count("таких же")) == (2 * problems.MAX_ALIKE, 2)
    path = "data/practices/vtoraia.yml"
    more = f"и ещё 1 050 таких же замечаний [text-lost], все: metodoteka check --all {path}"
    assert more in text.replace("\xa0", " ")
    assert "slomannaia.yml" in text, "another file is not buried"
    if form == "text":
        assert re.search(r"Найдено: 2\s20\d\sошиб", text), "the count is of all"
    assert run("--root", thousands, "check", "--format", form, "--all", path) == 1
    assert capsys.readouterr().out.count(LOST) == 1_100, "what the line says shows all of them"


def test_programs_get_all_of_thousands(thousands: Path, capsys) -> None:
    assert run("--root", thousands, "check", "--format", "json") == 1
    assert sum(one["code"] == "text-lost" for one in json.loads(capsys.readouterr().out)) == 2_200


def test_a_build_and_a_mend_tell_thousands_short_too(thousands: Path, capsys) -> None:
    assert run("--root", thousands, "fix", "--dry-run") == 1
    assert capsys.readouterr().err.count(LOST) == 2 * problems.MAX_ALIKE
    assert run("--root", thousands, "build") == 1
    assert capsys.readouterr().err.count(LOST) == 2 * problems.MAX_ALIKE


def test_an_error_is_not_hidden_behind_equal_warnings() -> None:
    many = [problems.Problem("a.yml", n, 1, "", "code", "не то", severity=problems.WARNING) for n in range(90)]
    last = problems.Problem("a.yml", 99, 1, "", "code", "совсем не то")
    assert problems.shortened([*many, last])[-1] is last


def test_a_remark_about_a_long_line_shows_the_place_and_repeats_no_more() -> None:
    line = "x" * 9_000 + " Звоните 8 912 000-12-34 " + "y" * 9_000
    problem = problems.Problem("a.yml", 3, 9_002, "idea", "wrong", f"«{'х' * 9_000}» — не число", source=line)
    assert len(problems.as_text([problem])) < 1_500
    (told,) = json.loads(problems.as_json([problem]))
    assert (told["column"], len(told["source"])) == (9_002, 160)
    assert "Звоните •" in told["source"] and told["message"].startswith("«х") and told["message"].endswith("не число")
    shown, caret = problems.as_text([problem]).split("\n")[1:3]
    assert shown[caret.index("^")] == line[9_001]


def test_paths_limit_the_report_not_the_check(mini: Path, capsys) -> None:
    path = broken(mini)
    assert run("--root", mini, "check", mini / "data" / "events") == 0
    assert run("--root", mini, "check", path) == 1
    assert run("--root", mini, "check", "data/practices") == 1
    assert run("--root", mini, "check", "data/net-takogo") == 1
    assert "Нет такого файла" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["chek"], ["check", "--format", "xml"], ["new"], ["new", "practice"], ["pages"], ["new", "practices", "Имя"]],
)
def test_wrong_usage_has_status_2_and_russian_words(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 2
    text = capsys.readouterr().err
    assert text.startswith("использование: ")
    assert "Справка: " in text
    assert not re.search(r"\b(?:usage|error|invalid|required|choose)\b", text)


def test_without_words_it_shows_what_it_can_and_where_to_begin(capsys) -> None:
    assert run() == 0
    text = capsys.readouterr().out
    assert "команды:" in text and "metodoteka init ПАПКА" in text and "не хватает" not in text


def test_a_folder_that_is_no_base_is_named(tmp_path: Path, capsys) -> None:
    assert run("--root", tmp_path, "check") == 1
    assert "это не база знаний" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--help"], ["check", "--help"], ["build", "--help"], ["sample", "--help"], ["new", "--help"]]
)
def test_help_is_russian(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert not any(word in text for word in ("usage", "options:", "show this", "positional"))


@pytest.mark.parametrize("name", ["staroe-imia", "x" * 81, "a--b", "Моя практика"])
def test_new_writes_no_record_that_the_check_refuses(name: str, mini: Path, capsys) -> None:
    """A former name of another record, one that is too long or no name: told before there is a file."""
    before = sorted((mini / "data/practices").iterdir())
    with contextlib.suppress(SystemExit):
        assert run("--root", mini, "new", "practices", name) == 1
    assert "например" in capsys.readouterr().err
    assert sorted((mini / "data/practices").iterdir()) == before


def test_new_writes_a_record_that_passes_and_never_overwrites(mini: Path, capsys) -> None:
    assert run("--root", mini, "new", "practices", "moia-praktika") == 0
    path = mini / "data" / "practices" / "moia-praktika.yml"
    written = path.read_text(encoding="utf-8")
    assert "status: review" in written
    assert run("--root", mini, "check") == 0
    assert run("--root", mini, "new", "practices", "moia-praktika") == 1
    assert "уже есть" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == written


def test_schema_writes_once(mini: Path, capsys) -> None:
    assert run("--root", mini, "schema") == 0
    assert (mini / "data" / "schemas" / "practices.json").is_file()
    capsys.readouterr()
    run("--root", mini, "schema")
    assert "уже соответствуют" in capsys.readouterr().out


def test_addresses_are_remembered_and_may_not_vanish(mini: Path, capsys) -> None:
    assert run("--root", mini, "addresses") == 0
    (mini / "data" / "tracks" / "trek.yml").unlink()
    assert run("--root", mini, "check") == 1
    assert "страница tracks/trek была опубликована" in capsys.readouterr().out


def test_a_wrong_record_stops_pages_before_anything_is_written(mini: Path, tmp_path: Path, capsys) -> None:
    broken(mini)
    assert run("--root", mini, "pages", "--out", tmp_path / "out") == 1
    assert not (tmp_path / "out").exists()
    assert "Сайт не изменён" in capsys.readouterr().err


def test_the_module_is_the_same_command(mini: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--root", mini, "check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


CODE_PAGES = ["cp1251", "cp1252", "cp866", "ascii"]


def printing(code_page: str) -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": code_page, "PYTHONUTF8": "0"}


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_red_twin_python_alone_cannot_print_there(code_page: str) -> None:
    command = [sys.executable, "-c", "print('≥')"]
    assert subprocess.run(command, env=printing(code_page), capture_output=True, check=False).returncode


@pytest.mark.parametrize(
    ("words", "code_page"),
    [
        (["check"], "cp1251"),
        (["check"], "ascii"),
        (["check", "--format", "json"], "cp1252"),
        (["--help"], "cp866"),
        (["explain", "unknown-field"], "cp1251"),
    ],
)
def test_a_redirected_output_is_utf_8_on_any_code_page(mini: Path, code_page: str, words: list[str]) -> None:
    """Python on Windows gives a file or a pipe the code page of the country; here its variable does the same."""
    (mini / "data" / "terms" / "proba.yml").write_text("title: ≥ 5 → 🙂 «проба»\nсловo: ≥\n", "utf-8")
    command = [sys.executable, "-m", "generator", "--root", str(mini), *words]
    done = subprocess.run(command, env=printing(code_page), cwd=PROJECT, capture_output=True, check=False)
    shown = (done.stdout + done.stderr).decode("utf-8")
    assert "Traceback" not in shown
    assert done.returncode == int(words[0] == "check")
    if words[0] == "check":
        assert "≥" in shown


# --- only what a command needs is loaded ------------------------------------------------------------------------------

HEAVY = (
    "mkdocs",
    "openpyxl",
    "docx",
    "xlsxwriter",
    "requests",
    "jinja2",
    "PIL",
    "generator.pages",
    "generator.channels.desk",
    "generator.channels.submissions",
    "generator.channels.office.importing",
)


@pytest.mark.parametrize(
    ("words", "none_of"),
    [
        (["--help"], (*HEAVY, "pydantic", "yaml", "generator.text")),
        (["chek"], (*HEAVY, "pydantic", "yaml", "generator.text")),
        (["check"], HEAVY),
        (["new", "--help"], ("mkdocs", "openpyxl", "docx", "requests")),
    ],
)
def test_a_command_loads_what_it_needs(mini: Path, words: list[str], none_of: tuple[str, ...]) -> None:
    loaded = modules_after("--root", str(mini), *words)
    assert "generator.cli.table" in loaded
    assert [name for name in none_of if name in loaded] == []


def test_what_a_command_loads_is_seen(mini: Path) -> None:
    """The red twin."""
    assert {"mkdocs", "generator.pages"} <= modules_after("--root", str(mini), "serve", "--help")


def modules_after(*words: str) -> set[str]:
    """Everything that is in memory when a command has ended."""
    asks = "import atexit, sys; atexit.register(lambda: print('\\n', *sys.modules)); "
    runs = "from generator import cli; sys.exit(cli.main())"
    done = subprocess.run([sys.executable, "-c", asks + runs, *words], capture_output=True, text=True, check=False)
    return set(done.stdout.rpartition("\n ")[2].split())


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return next(action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))


def test_the_list_of_commands_is_that_of_the_whole_command_line() -> None:
    assert cli.parser(["--help"]).format_help() == cli.parser().format_help()
    assert list(table.ONE_LINE) == list(commands_of(cli.parser()))


@pytest.mark.parametrize("name", table.ONE_LINE)
def test_a_command_alone_is_as_in_the_whole_command_line(name: str) -> None:
    alone, whole = commands_of(cli.parser(["--root", "x", name]))[name], commands_of(cli.parser())[name]
    assert alone.format_help() == whole.format_help()
    assert alone.description


# --- stopped and refused ---------------------------------------------------------------------------------------------


def interrupted(mini: Path, command: str, after: int) -> tuple[int, str]:
    """Run a command that tells every import on its error stream and press Ctrl+C after so many lines of it."""
    run = [sys.executable, "-X", "importtime", "-m", "generator", "--root", str(mini), *command.split()]
    child = subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    told, begun = [], 0
    for line in child.stderr:
        begun += bool(begun) or line.split()[-1] == "argparse"  # the first that the command itself loads
        if begun == after:
            child.send_signal(signal.SIGINT)
        if not line.startswith("import time:"):
            told.append(line)
    child.stdout.read()
    return child.wait(60), "".join(told)


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("after", [3, 20, 200, 600])
def test_ctrl_c_while_everything_is_being_loaded_is_a_word_and_no_trace(mini: Path, after: int) -> None:
    status, text = interrupted(mini, "check", after)
    assert "Traceback" not in text, text
    assert status in (130, 0) and (status == 0 or "Остановлено" in text)


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c_while_a_site_is_built_leaves_the_old_one(mini: Path) -> None:
    (mini / "site").mkdir()
    run = [sys.executable, "-u", "-m", "generator", "--root", str(mini), "build"]
    child = subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    for line in child.stdout:
        if "MkDocs" in line or "Строим" in line:
            child.send_signal(signal.SIGINT)
            break
    _, text = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Остановлено" in text and "Traceback" not in text
    assert not [name for name in os.listdir(mini) if "metodoteka-build" in name]
    assert os.listdir(mini / "site") == []


def test_what_a_killed_edit_left_in_the_base_goes_with_the_next_command(mini: Path) -> None:
    left = mini / "data" / "practices" / ".abcd.metodoteka-tmp"
    left.write_text("half")
    assert run("--root", mini, "check") == 0
    assert left.exists()  # it only reads
    assert run("--root", mini, "new", "terms", "proba") == 0
    assert not left.exists()


def test_a_disk_that_refuses_is_a_sentence(mini: Path, monkeypatch, capsys) -> None:
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(mini / "data"))

    monkeypatch.setattr(os, "fsync", full)
    assert run("--root", mini, "new", "terms", "proba") == 1
    text = capsys.readouterr().err
    assert "На диске не осталось места" in text and "Освободите" in text
    assert not (mini / "data" / "terms" / "proba.yml").exists()


def test_a_site_that_cannot_be_put_in_place_is_told_before_the_work(mini: Path, capsys) -> None:
    (mini / "otherwise").write_text("файл")
    assert run("--root", mini, "build", "--out", mini / "otherwise") == 1
    caught = capsys.readouterr()
    assert "это файл, а нужна папка" in caught.err
    assert "Читаем" not in caught.out


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        (errno.EADDRINUSE, None, "Порт 8000 занят другой программой. Укажите другой: --port 8001"),
        (errno.EADDRNOTAVAIL, None, "Адреса 127.0.0.1 у этого компьютера нет"),
        (errno.ENOSPC, "/tmp/x", "На диске не осталось места: /tmp/x."),
    ],
)
def test_a_full_disk_is_not_called_a_port_in_use(mini: Path, monkeypatch, capsys, code, name, words) -> None:
    def refuse(*_):
        raise OSError(code, os.strerror(code), name) if name else OSError(code, os.strerror(code))

    monkeypatch.setattr("generator.publish.serving._show", refuse)
    assert run("--root", mini, "serve") == 1
    assert words in capsys.readouterr().err
    assert run("--root", mini, "serve", "--port", "70000") == 1
    assert "70000" in capsys.readouterr().err
    assert run("--root", mini, "serve", "--host", "moi-kompiuter") == 1
    assert "Адреса moi-kompiuter у этого компьютера нет" in capsys.readouterr().err
