"""Hop 1: what is read exactly, and what is refused with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import site
from generator.channels import fixes
from generator.channels.fixes import fixing
from generator.documents import front_matter, sources, strict_yaml
from generator.documents.parsing import Source
from generator.documents.strict_yaml import Position
from generator.problems import Problem
from generator.records import reading
from generator.settings import Settings


def read(text: str, path: str = "data/practices/x.yml") -> tuple[Source | None, list[Problem]]:
    return sources.parse(text, path)


def only(text: str, path: str = "data/practices/x.yml") -> Problem:
    _, problems = read(text, path)
    assert len(problems) == 1, problems
    return problems[0]


def test_lists_are_parsed_once_and_nobody_writes_into_them(mini: Path) -> None:
    """An import reads the base several times; what `check` and `fix` leave in memory is what lies in the file."""
    first = reading.load_vocabularies(mini)[1]
    site.check(mini, Settings())
    fixing.fix_files(mini, Settings(), {path: path for path in fixes.fixable(mini, [])})
    second = reading.load_vocabularies(mini)[1]
    for key, source in first.items():
        assert second[key] is source
        assert sources.parse((mini / source.path).read_text("utf-8"), source.path)[0] == source
    path = mini / "data" / "vocabularies" / "levels.yml"
    path.write_text(path.read_text("utf-8").replace("label: ", "label: Иначе ", 1), "utf-8")
    assert reading.load_vocabularies(mini)[1]["vocabularies/levels"] != first["vocabularies/levels"]


def test_scalars_are_the_text_that_was_typed() -> None:
    source, problems = read("a: 12:30\nb: no\nc: 010\nd: 1.10\ne: 2026-02-30\nf: null\ng:\nh: ''\n")
    assert not problems
    assert source.data == {
        "a": "12:30", "b": "no", "c": "010", "d": "1.10", "e": "2026-02-30", "f": "null", "g": None, "h": "",
    }  # fmt: skip


def test_every_value_knows_its_line_and_column_also_in_cyrillic() -> None:
    source, _ = read("имя: Школа\nsteps:\n  - title: Первый\n    text: |\n      раз\n      два\n")
    assert source.values["имя",].start == Position(1, 6)
    assert source.values["steps", 0, "title"].start == Position(3, 12)
    assert source.place(("steps", 0, "text"), line=2, column=3) == Position(6, 9)
    assert source.key(("steps", 0, "text")) == Position(4, 5)


def test_a_missing_field_is_placed_at_its_group() -> None:
    source, _ = read("steps:\n  - title: Первый\n")
    assert source.place(("steps", 0, "minutes")) == Position(2, 5)
    assert source.place(("nothing",)) == Position(1, 1)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("a: &x 1\n", 1, 4, "yaml-anchor"),
        ("a: !!python/object:os.system x\n", 1, 4, "yaml-tag"),
        ("a: 1\na: 2\n", 2, 1, "duplicate-key"),
        ("a: 1\n---\nb: 2\n", 2, 1, "several-documents"),
        ("a:\n\t- x\n", 2, 1, "tab"),
        ("a: x\u202ey\n", 1, 5, "control-character"),
        ("a: x\x00y\n", 1, 5, "control-character"),
        ("a: x\x85y\n", 1, 5, "control-character"),
        ("", 1, 1, "not-a-record"),
        ("- a\n- b\n", 1, 1, "not-a-record"),
        ("a: " + "[" * 30 + "]" * 30, 1, 24, "too-deep"),
        ("? [a, b]\n: c\n", 1, 3, "bad-key"),
    ],
)
def test_what_a_record_has_no_use_for_is_refused_at_its_place(text: str, line: int, column: int, code: str) -> None:
    problem = only(text)
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert problem.message and problem.hint


def test_aliases_and_merge_keys_are_all_reported_in_one_run() -> None:
    _, problems = read("a: &x {b: 1}\nc: *x\n<<: *x\n")
    assert [p.code for p in problems] == ["yaml-anchor", "yaml-alias", "yaml-merge", "yaml-alias"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title: Урок: начало\n", 1, "лишнее двоеточие"),
        ('title: "Урок\nsummary: x\n', 1, "кавычка открыта"),
        ('title: "Урок" первый\n', 1, "после закрывающей кавычки"),
        ("a: [1,\nb: 2\n", 1, "скобка открыта"),
        ("b: 2\na: [\n", 2, "скобка открыта"),
        ("b: 2\na: {c: 1,\n", 2, "скобка открыта"),
        ("a: [\nb:\n  - c: 1\n", 1, "скобка открыта"),
        ("a: [[1], {b: 2},\n", 1, "скобка открыта"),
        ("b: 2\na: [1, #два]\n", 2, "знак # после пробела"),
        ("a: [1,, 2]\n", 1, "в скобках запятая"),
        ("b: 2\na: {, c: 1}\n", 2, "в скобках запятая"),
        ("a: @x\n", 1, "значение начинается со знака"),
        ("a: *\nb: 1\n", 1, "значение начинается со знака"),
        ("a:\n  b: 1\n c: 2\n", 3, "отступ"),
        ("a: 1\nслово\nb: 2\n", 2, "отступа у неё нет"),
        ("a:\n  - b: 1\n   c: 2\nd: 3\n", 3, "поле «c» стоит не под полем «b» той же группы"),
        ('a: "\\q"\n', 1, "обратная косая"),
    ],
)
def test_a_syntax_error_says_what_it_probably_is(text: str, line: int, says: str) -> None:
    problem = only(text)
    assert (problem.code, problem.line) == ("yaml-syntax", line)
    assert says in problem.message


def test_front_matter_fields_keep_their_lines_and_the_body_knows_where_it_starts() -> None:
    source, problems = read("---\ntitle: А\nsummary: Б\n---\n\nТекст\n---\nещё\n", "data/practices/x.md")
    assert not problems
    assert source.data == {"title": "А", "summary": "Б", "body": "Текст\n---\nещё"}
    assert source.values["summary",].start == Position(3, 10)
    assert source.place(("body",), line=3) == Position(8, 1)


def test_a_markdown_file_without_fields_is_a_problem() -> None:
    assert only("просто текст\n", "data/practices/x.md").code == "no-front-matter"


def test_an_error_in_front_matter_has_the_line_of_the_file() -> None:
    problem = only("---\ntitle: А\nb: &x 1\n---\nтекст\n", "data/practices/x.md")
    assert (problem.line, problem.code) == (3, "yaml-anchor")


def test_other_encodings_are_named() -> None:
    text, problems = sources.decode("title: Школа".encode("cp1251"), "data/practices/x.yml")
    assert text is None
    assert "Windows-1251" in problems[0].message
    assert (problems[0].line, problems[0].column) == (1, 8)
    assert "UTF-16" in sources.decode("title: Школа".encode("utf-16"), "x")[1][0].message
    assert sources.decode(b"\xef\xbb\xbftitle: A", "x") == ("title: A", [])


def test_what_lies_in_a_folder_and_is_no_record_is_a_problem(tmp_path) -> None:
    folder = tmp_path / "data" / "practices"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.yaml").write_text("title: A")
    (folder / "b.docx").write_bytes(b"x")
    (folder / "c.yml").write_text("title: " + "x" * sources.MAX_BYTES)
    (folder / "d.yml").write_text("title: D\n")
    (folder / "e.yml").symlink_to(folder / "d.yml")
    found, problems = sources.read_folder(tmp_path, "practices")
    assert [source.stem for source in found] == ["d"]
    assert [(p.path.rsplit("/", 1)[1], p.code) for p in problems] == [
        ("a.yaml", "unknown-file"), ("b.docx", "unknown-file"), ("c.yml", "too-large"), ("e.yml", "symlink"),
        ("inner", "nested-folder"),
    ]  # fmt: skip


def test_a_hostile_number_of_values_stops_early() -> None:
    assert only("a: [" + "1," * 30_000 + "1]").code == "too-deep"


# --- one walk: where names and values begin and end -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("loc", "starts", "ends", "style", "on_one_line"),
    [
        (("имя",), (1, 6), (1, 13), "'", True),
        (("steps",), (3, 3), None, strict_yaml.IN_LINES, False),
        (("steps", 0, "title"), (3, 12), (3, 18), "", True),
        (("steps", 0, "note"), (4, 10), (4, 10), "", False),
        (("areas",), (5, 8), (6, 6), strict_yaml.IN_BRACKETS, False),
        (("areas", 1), (6, 2), (6, 5), "", True),
        (("idea",), (7, 7), None, "|", False),
        (("map",), (9, 6), (9, 12), strict_yaml.IN_BRACKETS, True),
    ],
)  # fmt: skip
def test_a_value_knows_where_it_ends_and_how_it_is_written(loc, starts, ends, style, on_one_line) -> None:
    source, _ = read(
        "имя: 'Школа'\nsteps:\n  - title: Первый\n    note:\nareas: [один,\n два]\nidea: |\n  раз\nmap: {a: 1}\n"
    )
    span = source.values[loc]
    assert (span.start, span.style, span.is_on_one_line) == (starts, style, on_one_line)
    assert ends is None or (span.end_line, span.end_column) == ends
    assert (source.keys["имя",].start, source.keys["имя",].end_column) == ((1, 1), 4)
    assert span.is_empty == (loc[-1] == "note")


@pytest.mark.parametrize(
    ("text", "fields", "body", "body_line"),
    [
        ("---\na: 1\n---\nтекст\n", [2], "текст", 4),
        ("\n\n----  \n\na: 1\n---\n\n\n    код\nтекст  \n\n", [4, 5], "    код\nтекст  ", 9),
        ("---\na: 1\n---\n", [2], "", 4),
        ("---\n---\n---\n", [], "---", 3),
    ],
)
def test_a_page_is_parted_in_one_place(text: str, fields: list[int], body: str, body_line: int) -> None:
    parts = front_matter.split_fields(text.split("\n"))
    assert (list(parts.fields), parts.body, parts.body_line) == (fields, body, body_line)


@pytest.mark.parametrize(
    "text", ["", "текст\n---\na: 1\n---\n", "---\na: 1\n", "--\na: 1\n--\n", "--- # x\na: 1\n---\n"]
)
def test_what_has_no_two_lines_of_dashes_is_no_page(text: str) -> None:
    assert front_matter.split_fields(text.split("\n")) is None


def test_the_first_lines_of_a_body_keep_their_indent_and_blank_lines_count() -> None:
    source, problems = read("---\n\ntitle: А\nb: &x 1\n---\n\n    код\n", "data/practices/x.md")
    assert source.data["body"] == "    код"
    assert source.place(("body",)) == Position(7, 1)
    assert [(problem.line, problem.column) for problem in problems] == [(4, 4)]


def test_a_file_that_nobody_has_touched_is_not_opened_again(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One changed a moment ago is: a clock of two seconds would not show that it was changed once more."""
    path, fresh = "data/practices/parnoe.yml", "data/practices/razobrannye-primery.yml"
    for one in mini.rglob("*.yml"):
        os.utime(one, (1e9, 1e9))
    (mini / fresh).touch()
    memory = reading.ReadCache()
    first = reading.load(mini, memory)
    opened: list[str] = []
    opening = sources.read_raw
    monkeypatch.setattr(sources, "read_raw", lambda at, path: (opened.append(path), opening(at, path))[1])
    again = reading.load(mini, memory)
    assert opened == [fresh]
    assert again[0].records == first[0].records
    assert again[1] == first[1]
    text = (mini / path).read_text("utf-8")
    (mini / path).write_text(text.replace("title: П", "title: Р", 1), "utf-8")  # the same size at the same time
    os.utime(mini / path, (1e9, 1e9))
    assert reading.load(mini, memory)[0].records["practices/parnoe"].title.startswith("Р")
    (mini / path).unlink()
    assert "practices/parnoe" not in reading.load(mini, memory)[0].records
    (mini / path).symlink_to(mini / fresh)
    assert [one.code for one in reading.load(mini, memory)[1] if one.path == path] == ["symlink"]
