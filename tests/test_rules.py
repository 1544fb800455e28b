"""Rules across records: every rule has a case where it complains and a look-alike where it does not.

A case ``cases/rules/<rule>--<what>.yml`` changes the mini base (one record of every kind, no problems)::

    files: {data/…: text}      written over the base
    remove: [data/…]           taken away
    cp1251: {data/…: text}     written in another encoding
    today: 2026-11-22          the build date
    site: https://…            the address of the site

``problems`` is everything that is then said of the whole base, ``path:line:column: severity code: message | hint`` a
line. ``pytest --rewrite`` writes what is said now; then read the difference as a methodist would.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
from functools import cache
from pathlib import Path

import yaml
from laid_over import laid_over, shared_mini
from support import PROJECT, ask_each

from generator import checks, site
from generator.problems import Problem
from generator.settings import Settings

CASES = sorted((Path(__file__).parent / "cases" / "rules").glob("*.yml"))
NAMED = {path.stem: path for path in CASES}
SPECIMENS = Path(__file__).parent / "cases" / "specimens"
TODAY = "2026-11-22"
RULES = {rule.__name__: rule for rule in checks.RULES}
NOTHING = "''"

# What is no rule across records but is found while the base is read.
READING = "reading"

# Codes that no case file shows, with the reason.
NOT_SHOWN = {
    "unreadable": "a disk that refuses to give a file cannot be put into a case",
    "federation-not-pulled": "test_federation",
    "federation-lock": "test_federation",
    "federation-package": "test_federation",
    "federation-not-listed": "test_federation",
    "joined-personal": "test_federation_records",
    "joined-doubtful": "test_federation_records",
    "too-large": "test_sources: the file would have 256 KB",
    "not-a-file": "test_addresses makes pipes",
    "deep-folder": "test_addresses makes 1,200 of them",
    "bad-file-name": "test_addresses: not every disk can hold such a name",
    "content-file": "test_addresses",
    "former-field": "test_upgrade: no field has been renamed yet",
    "file-author": "test_media",
    "picture-file": "test_record_pictures: a case has no pictures",
    "yaml-merge": "test_sources names it in a list of four",
}


@cache
def outcome(path: Path) -> tuple[list[str], bool]:
    """The lines of what is said of a case, and whether its own rule said something."""
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    assert case.keys() <= {"files", "remove", "cp1251", "today", "site", "problems"}, case.keys()
    files = {name: text.encode() for name, text in case.get("files", {}).items()}
    files |= {name: text.encode("cp1251") for name, text in case.get("cp1251", {}).items()}
    day = dt.date.fromisoformat(case.get("today", TODAY))
    root, memory = shared_mini()
    with laid_over(root, files, case.get("remove", ())):
        catalog, found = site.check(root, Settings(build_date=day, site_url=case.get("site", "")), memory)
    rule = RULES.get(rule_of(path))
    return [line(problem) for problem in found], bool(rule and [*rule(catalog)])


def line(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {problem.severity} {problem.code}: {problem.message} | {problem.hint}"


def expected(path: Path) -> list[str]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["problems"].splitlines()


def rule_of(path: Path) -> str:
    return path.stem.split("--")[0]


def test_the_whole_base_is_checked_and_everything_is_told(rewrite: bool) -> None:
    def check(name: str) -> None:
        text, _ = outcome(path := NAMED[name])
        if rewrite:
            head = path.read_text(encoding="utf-8").split("\nproblems:")[0].rstrip("\n")
            told = "|\n" + "\n".join(f"  {one}" for one in text) if text else NOTHING
            path.write_text(f"{head}\nproblems: {told}\n", encoding="utf-8")
        assert text == expected(path)

    ask_each(zip(NAMED), check)


def test_every_case_is_of_a_rule() -> None:
    assert {rule_of(path) for path in CASES} == {READING, *RULES}


def test_every_rule_has_a_case_where_it_complains_and_one_where_it_does_not() -> None:
    def check(rule: str) -> None:
        complains = [outcome(path)[1] for path in CASES if rule_of(path) == rule]
        assert any(complains), "write a case that breaks the rule"
        assert not all(complains), "write a look-alike that the rule lets pass"

    ask_each(zip(RULES), check)


def test_every_code_is_shown_by_a_case() -> None:
    shown = {
        code for path in CASES for code in re.findall(r" (?:error|warning) ([a-z-]+): ", "\n".join(expected(path)))
    }
    for path in SPECIMENS.glob("*.expected"):
        shown |= set(re.findall(r": ошибка: .*\[([a-z-]+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE))
    in_test_sources = {
        node.value
        for node in ast.walk(ast.parse((PROJECT / "tests" / "test_sources.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = codes_of_the_source()
    assert len(codes) > 60, "the walk below has lost the calls"
    assert sorted(codes - shown - in_test_sources - NOT_SHOWN.keys()) == []
    assert sorted(shown - codes) == [], "no call gives these codes any more"
    assert sorted(NOT_SHOWN.keys() - codes | NOT_SHOWN.keys() & shown) == [], "no longer an exception"


# Where the code stands among the arguments of the calls that make problems.
_CODE_AT = {
    "_located": 2, "Problem": 4, ".problem": 1, ".report": 0, ".complain": 2, "error": 3, "warning": 3, "_whole": 1,
    "Unpublishable": 1, "problem_of_base": 1,
}  # fmt: skip
_READERS = (
    "documents/*.py", "files/__init__.py", "files/media/*.py", "records/reading.py", "records/validating.py",
    "records/wording.py", "checks/*.py",
)  # fmt: skip


def codes_of_the_source() -> set[str]:
    codes = set()
    for path in (path for pattern in _READERS for path in (PROJECT / "generator").glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = f".{node.func.attr}" if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _CODE_AT and len(node.args) > _CODE_AT[name]:
                code = node.args[_CODE_AT[name]]
                assert isinstance(code, ast.Constant) or getattr(code, "id", "") == "code", f"{path}:{node.lineno}"
                codes |= {code.value} if isinstance(code, ast.Constant) else set()
    return codes


# Words that a person who has never seen a terminal should not meet.
_FOREIGN = re.compile(
    r"\b(?:None|True|False|[Ii]nput|should|valid|invalid|expected|str|int|dict|tuple|NoneType|pydantic|Errno|Traceback)\b"
    r"|<class|\{'|\['"
)
_EXAMPLES = re.compile(r"«[^»]*»|(?:напишите|например|строку): .*")


def test_what_is_said_is_russian_and_tells_what_to_write() -> None:
    def check(name: str) -> None:
        for one in expected(NAMED[name]):
            message, hint = one.split(" | ", 1)
            assert re.search("[а-яё]", hint), one
            assert not _FOREIGN.search(_EXAMPLES.sub("", f"{message} {hint}")), one

    ask_each(zip(NAMED), check)


def test_what_is_said_of_a_specimen_is_russian_and_tells_what_to_write() -> None:
    def check(name: str) -> None:
        text = (SPECIMENS / name).read_text(encoding="utf-8")
        raw = re.findall(r": ошибка: (.*)\n(?:    .*\n)*?    как исправить: (.+)\n", text)
        assert len(raw) == text.count(": ошибка: ")
        for message, hint in raw:
            assert not _FOREIGN.search(_EXAMPLES.sub("", f"{message} {hint}")), (message, hint)

    ask_each(zip(path.name for path in sorted(SPECIMENS.glob("*.expected"))), check)
