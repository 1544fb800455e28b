"""``metodoteka fix``: what is certain is mended and shown, what is not is told, and a mend never brings a problem.

A case ``cases/fixing/*.yml`` lays files over the mini base; ``done`` is what the command says line by line and
``becomes`` the files afterwards (``pytest --rewrite`` writes both; then read the difference as a methodist would).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from support import PROJECT, copy_of_mini

from generator import cli, text
from generator.channels import fixes, submissions
from generator.channels.fixes import characters, fixing
from generator.documents import sources
from generator.problems import certainly
from generator.problems.codes import CODES
from generator.records import KINDS, validating
from generator.records.scalars import check_id
from generator.settings import Settings

CASES = sorted((Path(__file__).parent / "cases" / "fixing").glob("*.yml"))
DAY = Settings(build_date=dt.date(2026, 11, 22))


def fixed(root: Path, *paths: str) -> fixing.FixResult:
    return fixing.fix_files(root, DAY, {path: path for path in paths})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_certain_is_mended_and_the_rest_is_told(path: Path, mini: Path, rewrite: bool) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    for name, written in case["files"].items():
        (mini / name).write_text(written, "utf-8")
    found = fixed(mini, *case["files"])
    done = [f"{mend.line}: {mend.what or f'{mend.was} → {mend.now}'}" for mend in sorted(found.done)]
    left = [f"{problem.line}:{problem.column} {problem.code}" for problem in sorted(found.left)]
    if rewrite:
        case |= {"done": done, "left": left, "becomes": found.texts}
        head = path.read_text("utf-8").split("\nfiles:")[0]
        path.write_text(
            f"{head}\n" + yaml.dump(case, Dumper=_Blocks, allow_unicode=True, sort_keys=False, width=1000), "utf-8"
        )
    assert (done, left, found.texts) == (case["done"], case["left"], case["becomes"])
    assert found.undone == []


class _Blocks(yaml.SafeDumper):
    """Texts of several lines as blocks."""


def _as_block(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else "")


_Blocks.add_representer(str, _as_block)


def test_mended_once_is_mended(mini: Path) -> None:
    for case in (yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) for path in CASES):
        for name, written in case["becomes"].items():
            (mini / name).write_text(written, "utf-8")
        again = fixed(mini, *case["becomes"])
        assert (again.done, again.texts) == ([], {})


def test_nothing_shipped_asks_to_be_mended() -> None:
    found = fixing.fix_files(PROJECT, DAY, fixes.fixable(PROJECT, []))
    assert [(mend.path, mend.line) for mend in found.done] == [], "run: metodoteka fix"


# --- the law and its red twin ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "now"),
    [("status: Draft", "nonsense"), ("updated: 01.09.2025", "2025-13-01"), ("sumary: Коротко", "subjects")],
)
def test_a_mend_that_brings_a_problem_is_taken_back(field: str, now: str, mini: Path, monkeypatch) -> None:
    """A rule with a mistake, whose replacement is wrong itself, does not get its text into the file."""
    path = "data/practices/x.yml"
    (mini / path).write_text(f"title: Урок\n{field}\n", "utf-8")
    assert fixed(mini, path).texts, "the honest rule mends it"
    honest = submissions.lay

    def lying(*args):
        return [replace(p, replacement=now) if p.certain and p.line == 2 else p for p in honest(*args)]

    monkeypatch.setattr(submissions, "lay", lying)
    found = fixed(mini, path)
    assert found.texts == {}
    assert found.done == []
    assert [problem.line for problem in found.left] == [2]


@pytest.mark.parametrize("now", ["x", "a: b"], ids=["wrong", "cannot be read"])
def test_a_line_that_is_taken_back_does_not_hold_the_others(now: str, mini: Path, monkeypatch) -> None:
    path = "data/practices/x.yml"
    (mini / path).write_text("title: Урок\nstatus: publishd\nupdated: 01.09.2025\n", "utf-8")
    honest = submissions.lay
    monkeypatch.setattr(
        submissions, "lay", lambda *args: [replace(p, replacement=now) if p.line == 2 else p for p in honest(*args)]
    )
    found = fixed(mini, path)
    assert found.texts == {path: "title: Урок\nstatus: publishd\nupdated: 2025-09-01\n"}


def test_every_certain_replacement_of_the_specimens_mends_its_problem(mini: Path) -> None:
    """What a rule calls certain is tried on the record it complains of: the same complaint does not come back."""
    tried = 0
    for specimen in sorted((PROJECT / "tests" / "cases" / "specimens").glob("*.yml")):
        kind = specimen.stem.split("--")[0]
        if kind not in KINDS:
            continue
        path = f"data/{kind}/specimen.yml"
        written = specimen.read_text("utf-8")
        source = sources.parse(written, path)[0]
        known = fixing.values_in_text.ends(source, written)
        before = validating.parse(source)[1]
        for problem in (problem for problem in before if problem.certain):
            place = (problem.line, problem.column)
            if place not in known:
                continue
            now = fixing.values_in_text.replace_values(written, {place: problem.replacement}, known)
            after = validating.parse(sources.parse(now, path)[0])[1]
            assert (problem.field, problem.message) not in {(p.field, p.message) for p in after}, problem
            assert len(after) <= len(before), problem
            tried += 1
    assert tried > 40


# --- what is certain and what is not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("publishd", "published"), ("Published", "published"), ("pubilshed", "published"), ("draf", None),
        ("pub", None), ("review", "review"), ("чушь", None),
    ],
)  # fmt: skip
def test_a_word_is_certain_by_a_single_slip(word: str, meant: str | None) -> None:
    assert certainly(word, ["draft", "review", "published", "archived"]) == meant


def test_two_words_at_one_slip_are_not_certain() -> None:
    assert certainly("class", ["glass", "clash"]) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Урок «Движение» — проба".encode("cp1251"), "Урок «Движение» — проба"),
        ("title: Урок мужества в школе".encode("koi8-r"), None),
        ("title: Урок мужества в школе".encode("cp866"), None),
        ("title: Unterricht über Äpfel".encode("cp1252"), None),
        ("\ufefftitle: Урок\r\n".encode("utf-16-le"), "title: Урок\n"),
        ("\ufefftitle: Урок\r\n".encode(), "title: Урок\n"),
        (b"\xff\xfea", None),
    ],
    ids=["windows", "koi8", "dos", "german", "utf-16", "bom", "cut"],
)
def test_an_encoding_is_certain_or_left(raw: bytes, expected: str | None) -> None:
    assert characters.decoded(raw)[0] == expected


@pytest.mark.parametrize("begin", [b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n"], ids=["word", "photo", "pdf"])
def test_a_file_that_is_no_text_is_left_byte_for_byte(mini: Path, begin: bytes, capsys) -> None:
    path = mini / "data/practices/x.yml"
    path.write_bytes(begin + b"\0\1\2 \n" * 9)
    assert run("--root", mini, "fix", path) == 1
    assert path.read_bytes() == begin + b"\0\1\2 \n" * 9
    told = capsys.readouterr().err
    assert told.count("[encoding]") == 1 and "это не текст, а" in told


@given(st.text(st.sampled_from("ab \"«»„“”'—."), max_size=40))
def test_quotes_change_nothing_but_quotes_and_only_once(line: str) -> None:
    quoted = text.guillemets(line)
    assert [c for c in quoted if c not in '"«»„“”'] == [c for c in line if c not in '"«»„“”']
    assert text.guillemets(quoted) == quoted
    assert quoted == line or '"' not in quoted


@settings(max_examples=200)
@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=80))
def test_signs_that_stay_are_the_same_signs(line: str) -> None:
    """Cleaning takes away only what nobody sees, and a second time nothing."""
    lines = line.replace("\r", "\n").split("\n")
    cleaned = characters.cleaned(lines, set())
    for number, (now, _) in cleaned.items():
        assert [c for c in now if c.isprintable() and not c.isspace()] == [
            c for c in lines[number - 1] if c.isprintable() and not c.isspace()
        ]
        assert characters.cleaned([now], set()) == {}


def test_a_replacement_is_what_the_hint_says() -> None:
    """«напишите: X» and the replacement come from the same place, so they are the same. Where «если верно и так» stands
    before it, words would be lost: only a person writes that."""
    raw = 0
    for specimen in sorted((PROJECT / "tests" / "cases" / "specimens").glob("*.yml")):
        kind = specimen.stem.split("--")[0]
        if kind in KINDS:
            source = sources.parse(specimen.read_text("utf-8"), f"data/{kind}/specimen.yml")[0]
            for problem in validating.parse(source)[1]:
                if "напишите: " in problem.hint and not re.search("например|если верно и так", problem.hint):
                    assert problem.replacement is not None, problem
                    assert problem.hint.endswith(problem.replacement), problem
                    raw += 1
    assert raw > 60


# --- the command -----------------------------------------------------------------------------------------------------


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_the_command_shows_what_it_did_and_what_is_left(mini: Path, capsys) -> None:
    path = mini / "data/practices/x.yaml"
    path.write_bytes("title: Урок\nupdated: 01.09.2025\nconditions:\n  class_size_max: около 30\n".encode("cp1251"))
    before = path.read_bytes()
    assert run("--root", mini, "fix", path, "--dry-run") == 1
    raw = capsys.readouterr()
    assert "Было бы сделано: 3\u00a0правки в 1\u00a0файле." in raw.out
    assert path.read_bytes() == before
    assert run("--root", mini, "fix", path) == 1
    raw = capsys.readouterr()
    assert raw.out.splitlines() == [
        "data/practices/x.yml",
        "  файл data/practices/x.yaml назван data/practices/x.yml",
        "  файл был в Windows-1251, стал в UTF-8",
        "  строка 2: 01.09.2025 → 2025-09-01",
        "Сделано: 3\u00a0правки в 1\u00a0файле.",
    ]
    assert "Осталось решить вам:" in raw.err
    assert "class_size_max: «около 30» — не целое число" in raw.err
    assert not path.exists()
    written = path.with_suffix(".yml").read_text("utf-8")
    assert written == "title: Урок\nupdated: 2025-09-01\nconditions:\n  class_size_max: около 30\n"
    assert run("--root", mini, "fix", mini / "data/events") == 0
    assert "Исправлять самому нечего." in capsys.readouterr().out


def test_a_yaml_file_does_not_push_another_aside(mini: Path) -> None:
    (mini / "data/practices/parnoe.yaml").write_text("title: Другое\n", "utf-8")
    assert fixes.fixable(mini, [])["data/practices/parnoe.yml"] == "data/practices/parnoe.yml"


def test_explain_tells_the_code_and_guesses_a_wrong_one(capsys) -> None:
    assert run("explain", "missing-field") == 0
    assert capsys.readouterr().out.startswith("Нет обязательного поля [missing-field], ошибка\n")
    assert run("explain", "mising-field") == 1
    assert "возможно, имелось в виду «missing-field»" in capsys.readouterr().err
    assert run("explain") == 0
    assert "vanished-address" in capsys.readouterr().out


def test_a_term_that_is_missing_is_told_with_where_the_whole_list_stands(mini: Path, capsys) -> None:
    event = mini / "data" / "events" / "aprel.yml"
    event.write_text(event.read_text("utf-8").replace("type: conference\n", ""), "utf-8")
    assert cli.main(["--root", str(mini), "check"]) == 1
    command = re.search(r"… ?; весь список: metodoteka (\w+) ([\w-]+)\)", capsys.readouterr().out)
    assert cli.main(["--root", str(mini), *command.groups()]) == 0
    assert "conference" in capsys.readouterr().out


def test_messages_lead_to_the_page_of_the_code_when_the_site_is_known(mini: Path, capsys, monkeypatch) -> None:
    (mini / "data/practices/x.yml").write_text("title: a\nstatus: publshed\n", "utf-8")
    run("--root", mini, "check", "--format", "github")
    assert "zamechaniia" not in capsys.readouterr().out
    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://example.org/baza/")
    for form in ("text", "github"):
        run("--root", mini, "check", "--format", form)
        assert "https://example.org/baza/zamechaniia/bad-choice/" in capsys.readouterr().out.replace("%3A", ":")


def test_every_code_is_an_identifier() -> None:
    for code in CODES:
        check_id(code)


def test_mini_is_a_good_base(mini: Path) -> None:
    assert copy_of_mini(mini.parent / "again").is_dir()
    assert fixed(mini, *fixes.fixable(mini, [])).left == []
