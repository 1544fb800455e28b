"""The list of codes is whole and true: every code that the code base gives is explained, no other one is, and every
example does what it says when the real checks read it."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from laid_over import laid_over, shared_mini
from support import PROJECT, ask_each, copy_of_mini
from test_mends import replaced, same
from test_rules import _CODE_AT, CASES, SPECIMENS, expected

from generator import site
from generator.channels.fixes import canonical_form
from generator.problems import Problem, codes
from generator.problems.codes import CODES, Code
from generator.records.reading import ReadCache
from generator.settings import Settings

TODAY = dt.date(2026, 11, 22)
SITE = "https://baza.example/"
NO_EXAMPLE = {
    "unreadable": "a disk that refuses to give a file cannot be put into an example",
    "former-field": "test_upgrade: no field has been renamed yet",
    "federation-package": "test_federation: a lock names a signed package",
    "joined-left-out": "test_federation: a record of another base comes in a signed package",
    "joined-personal": "test_federation",
    "joined-alike": "test_federation_records",
    "joined-doubtful": "test_federation_records",
    "broken-template": "test_own_look: it stands in a template, and in no record",
}
EXAMPLES = [code for code in CODES if code not in NO_EXAMPLE]


def codes_of_the_code_base() -> set[str]:
    """The codes in every call that makes a problem, wherever in the generator it stands."""
    found = set()
    for path in (PROJECT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = f".{node.func.attr}" if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = _CODE_AT.get(name)
                if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                    found |= {node.args[at].value} if isinstance(node.args[at].value, str) else set()
    return found


def test_every_code_that_can_be_given_is_explained_and_no_other() -> None:
    given = codes_of_the_code_base()
    assert len(given) > 65, "the walk has lost the calls"
    assert sorted(given - CODES.keys()) == [], "explain it in generator/problems/codes/"
    assert sorted(CODES.keys() - given) == [], "nothing gives this code any more"


def test_every_code_of_the_case_files_is_explained() -> None:
    shown = {
        code for path in CASES for code in re.findall(r" (?:error|warning) ([a-z-]+): ", "\n".join(expected(path)))
    }
    for path in SPECIMENS.glob("*.expected"):
        shown |= set(re.findall(r": ошибка: .*\[([a-z-]+)\]$", path.read_text("utf-8"), re.MULTILINE))
    assert len(shown) > 60
    assert sorted(shown - CODES.keys()) == []


def test_no_code_is_explained_twice() -> None:
    assert len(CODES) == sum(len(group) for group in codes.GROUPS.values())


def test_every_file_of_words_is_a_group() -> None:
    folder = Path(codes.__file__).parent
    assert sum(1 for _ in folder.glob("*.yml")) == len(codes.GROUPS)


ENTRY = "group: Поля\ncodes:\n  - {code: a-code, title: Номер, means: no, fix: 2025"


def test_a_value_of_an_entry_is_text_whatever_it_looks_like() -> None:
    title, (code,) = codes.read_group(ENTRY + ", severity: warning}")
    assert (title, code) == ("Поля", Code("a-code", "Номер", "no", "2025", severity="warning"))


@pytest.mark.parametrize("entry", [ENTRY + ", wrnog: x}", ENTRY.replace("fix: 2025", "}")])
def test_an_entry_with_a_slip_in_a_name_or_without_a_field_is_refused(entry: str) -> None:
    with pytest.raises(TypeError):
        codes.read_group(entry)


def test_an_explanation_is_in_russian_and_whole() -> None:
    def check(name: str) -> None:
        code = CODES[name]
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.code), "stable: Latin, kebab case"
        for text in (code.title, code.means, code.fix):
            assert re.search("[а-яё]", text)
        assert not code.title.endswith(".")
        assert code.means.endswith((".", "»")) and code.fix.endswith(".")

    ask_each(zip(CODES), check)


def test_the_wrong_example_gives_the_code_and_the_right_one_does_not() -> None:
    def check(name: str) -> None:
        code = CODES[name]
        wrong = [problem for problem in told(code, code.wrong) if problem.code == name]
        assert wrong, [problem.code for problem in told(code, code.wrong)]
        assert {problem.severity for problem in wrong} == {code.severity}
        assert [problem for problem in told(code, code.right) if problem.code == name] == []

    ask_each(zip(EXAMPLES), check)


def test_the_right_example_has_no_error_of_its_own() -> None:
    """Of those that are a whole record, not a piece of one or a list of files."""

    def check(name: str) -> None:
        code = CODES[name]
        assert [p.code for p in told(code, code.right) if p.is_error and p.path == code.path] == []

    ask_each(((name,) for name in EXAMPLES if (CODES[name].path or "").startswith("data/practices/primer")), check)


def test_the_mend_of_an_example_of_a_code_mends() -> None:
    """What is offered for the wrong example of a code is put into the example itself; of names of files the right
    example is the mend."""
    ask_each(((name,) for name in EXAMPLES if CODES[name].path and name != "not-formatted"), its_mend_mends)


def its_mend_mends(name: str) -> None:
    code = CODES[name]
    for problem in told(code, code.wrong):
        if problem.code == code.code and problem.path == code.path and problem.replacement is not None:
            line = problem.line
            source = problem.source
            assert source in code.wrong.split("\n") or code.path.endswith(".yml"), problem
            at = code.wrong.split("\n").index(source) + 1 if source in code.wrong.split("\n") else line
            where = Problem(code.path, at, problem.column, "", "", "", replacement=problem.replacement)
            after = told(code, replaced(code.wrong, where))
            assert same(problem) not in map(same, after)


def told(code: Code, example: str) -> list[Problem]:
    """What the checks say of the mini base with an example laid over it; asked once for each."""
    return list(_told(code.code, example))


@cache
def _told(its_code: str, example: str) -> list[Problem]:
    code = CODES[its_code]
    if code.code == "not-formatted":
        return canonical_form.format_record(example + "\n", code.path)[1]
    if not code.path:  # files of any names and sorts
        with TemporaryDirectory() as folder:
            root = copy_of_mini(Path(folder) / "base")
            for path, text in code.also.items():
                (root / path).write_text(text, "utf-8")
            for line in example.split("\n"):
                make(root, line)
            return problems_of(root)
    root, memory = shared_mini()
    its_file = root / code.path
    is_piece = its_file.is_file() and its_file.suffix == ".yml"
    text = with_fields(its_file.read_text("utf-8"), example) if is_piece else example
    texts = {**code.also, code.path: text + "\n"}
    with laid_over(root, {path: its.encode() for path, its in texts.items()}):
        return problems_of(root, memory)


def problems_of(root: Path, memory: ReadCache | None = None) -> list[Problem]:
    return site.whole(root, Settings(build_date=TODAY, site_url=SITE), memory)[1]


def with_fields(record: str, fields: str) -> str:
    """The record with these fields of the top level instead of its own."""
    names = set(re.findall(r"(?m)^([a-z_]+):", fields))
    own = re.split(r"(?m)^(?=[a-z_]+:)", record)
    return "".join(field for field in own if field.split(":")[0] not in names) + fields


def make(root: Path, line: str) -> None:
    """A file as an example names it: `path`, `path → target`, `path — 300 КБ` or `— канал`, `удалён файл path`."""
    path, _, how = line.removeprefix("удалён файл ").partition(" — ")
    path, _, target = path.partition(" → ")
    its_file = root / path
    its_file.parent.mkdir(parents=True, exist_ok=True)
    text = "---\ntitle: Урок\nsummary: О чём он.\n---\nТекст\n" if path.endswith(".md") else "title: Урок\n"
    if line.startswith("удалён файл "):
        its_file.unlink()
    elif target:
        its_file.symlink_to(target)
    elif how == "канал":
        os.mkfifo(its_file)
    elif how.endswith("КБ"):
        its_file.write_text("#" * (int(how.split()[0]) * 1024) + f"\n{text}", "utf-8")
    elif how and how != "файл":
        its_file.write_text(text, {"Windows-1251": "cp1251"}.get(how, how))
    elif not its_file.exists():
        its_file.write_text(text, "utf-8")
