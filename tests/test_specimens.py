"""One specimen of every kind with every mistake its fields can make, and the complete expected list of complaints.

``cases/specimens/<kind>.yml`` (and ``<kind>--<what>.yml``: a field has one value at a time) is read as
``data/<kind>/specimen.yml``, ``content.md`` as a page. The file ``….expected`` beside it is what a person is told, as
the terminal prints it. ``pytest --rewrite`` writes what is said now; then read the difference as a methodist would.
Closed lists that no specimen of a kind has wrong get one that ``--rewrite`` makes: ``<kind>--lists.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel
from support import same_as_file

from generator import problems
from generator.documents import sources
from generator.problems import Problem
from generator.records import KINDS, Vocabulary, validating
from generator.records.content import ContentPage
from generator.records.fields import FILE_NAME, Field, fields

CASES = Path(__file__).parent / "cases" / "specimens"
MODELS: dict[str, type[BaseModel]] = {**KINDS, "vocabularies": Vocabulary, "content": ContentPage}
# Empty but for a field that need not be there: what a file of the kind must have.
NEARLY_EMPTY = dict.fromkeys(MODELS, "demo: false\n") | {
    "vocabularies": "description: x\n",
    "content": "---\norder: 1\n---\n",
}

# Fields that no value makes wrong, with the reason. An entry that a specimen complains of after all is an error too.
NEVER_WRONG: dict[tuple[str, str], str] = {}


#: the specimen that is made: every closed list that no other one has wrong
MADE = "lists"
SPECIMENS = sorted(p for p in CASES.iterdir() if p.suffix in (".yml", ".md") and not p.stem.endswith(f"--{MADE}"))


@cache
def complaints(kind: str) -> tuple[Problem, ...]:
    """Everything that is told of the specimens of a kind."""
    own = [path for path in SPECIMENS if kind_of(path) == kind]
    assert own, f"write tests/cases/specimens/{kind}.yml"
    made = CASES / f"{kind}--{MADE}.yml"
    return tuple(
        problem
        for path in [*own, *([made] if made.is_file() else [])]
        for problem in told(kind, path.read_text(encoding="utf-8"))
    )


def lists_told_by_nobody(kind: str) -> dict[str, str]:
    """The closed lists of a kind, not those of its groups, that no specimen written by hand has wrong: field -> a
    value that is not on the list."""
    own = [path for path in SPECIMENS if kind_of(path) == kind]
    wrong = {problem.field for path in own for problem in told(kind, path.read_text(encoding="utf-8"))}
    return {
        name: "[inoe]" if field.many else "inoe"
        for name, field in fields(MODELS[kind]).items()
        if field.choices and not any(re.fullmatch(rf"{name}(\[\d+\])?", one) for one in wrong)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_closed_list_is_wrong_in_some_specimen(kind: str, rewrite: bool) -> None:
    path = CASES / f"{kind}--{MADE}.yml"
    text = "".join(f"{name}: {value}\n" for name, value in lists_told_by_nobody(kind).items())
    if not text:
        for left in (path, path.with_suffix(".expected")) if rewrite else ():
            left.unlink(missing_ok=True)
        assert not path.is_file(), "the other specimens have all closed lists wrong: remove it and its .expected"
        return
    same_as_file(text, path, rewrite)
    same_as_file(problems.as_text(told(kind, text)) + "\n", path.with_suffix(".expected"), rewrite)


def kind_of(path: Path) -> str:
    return path.stem.split("--")[0]


def told(kind: str, text: str) -> tuple[Problem, ...]:
    place = "content/guides/specimen.md" if kind == "content" else f"data/{kind}/specimen.yml"
    source, found = sources.parse(text, place)
    assert source is not None, found
    return tuple(found + validating.validate(MODELS[kind], source)[1])


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_every_mistake_is_told(path: Path, rewrite: bool) -> None:
    text = problems.as_text(told(kind_of(path), path.read_text(encoding="utf-8")))
    same_as_file(text + "\n", path.with_suffix(".expected"), rewrite)


def test_what_a_record_must_have_is_told(rewrite: bool) -> None:
    missing = [problem for kind in MODELS for problem in told(kind, NEARLY_EMPTY[kind])]
    same_as_file(problems.as_text(missing) + "\n", CASES / "nearly-empty.expected", rewrite)


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (
            "practices",
            "title: П\nproblem: " + "я" * 20_001,
            "2:10 слишком длинный текст: 20\u00a0001 знаков при пределе 20\u00a0000",
        ),
        ("practices", "title: " + "я" * 301, "1:8 слишком длинно: 301\u00a0знак при пределе 300"),
        ("content", "---\ntitle: П\nsummary: С\n---\n" + "я " * 100_001, "5:1 слишком длинная страница"),
    ],
    ids=["rich", "plain", "page"],
)
def test_what_is_too_long_for_a_specimen_is_told(kind: str, text: str, says: str) -> None:
    (problem,) = told(kind, text)
    assert f"{problem.line}:{problem.column} {problem.message}".startswith(says)
    assert problem.hint


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_of_a_kind_is_wrong_in_its_specimen(kind: str) -> None:
    wrong = {re.split(r"[.\[]", problem.field)[0] for problem in complaints(kind)}
    silent = [f for f in fields_of(MODELS[kind]) if f not in wrong and (MODELS[kind].__name__, f) not in NEVER_WRONG]
    assert not silent, f"add a wrong value of these fields to {kind}"


def test_every_field_of_every_group_is_wrong_in_some_specimen() -> None:
    wrong = {
        (owner, name) for kind in MODELS for problem in complaints(kind) for owner, name in _names(kind, problem.field)
    }
    silent = [
        f"{group.__module__.rpartition('.')[2]}.{group.__name__}.{name}"
        for group in _groups()
        for name in fields_of(group)
        if (group, name) not in wrong and (group.__name__, name) not in NEVER_WRONG
    ]
    assert not silent, "add a wrong value of these fields to a specimen that has the group"


def test_exceptions_are_still_needed() -> None:
    wrong = {
        (owner.__name__, name)
        for kind in MODELS
        for problem in complaints(kind)
        for owner, name in _names(kind, problem.field)
    }
    assert not wrong & NEVER_WRONG.keys()


def fields_of(model: type[BaseModel]) -> list[str]:
    return [name for name in fields(model) if model not in MODELS.values() or name not in FILE_NAME]


def _groups() -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    todo: list[type[BaseModel]] = list(MODELS.values())
    while todo:
        for field in fields(todo.pop()).values():
            if field.group is not None and field.group not in found:
                found.add(field.group)
                todo.append(field.group)
    return found


def _names(kind: str, field: str) -> Iterator[tuple[type[BaseModel], str]]:
    """The model and the name of the field that a complaint is about: ``steps[2].text`` is (Step, text)."""
    owner: type[BaseModel] | None = MODELS[kind]
    *groups, last = re.sub(r"\[\d+\]", "", field).split(".")
    for name in groups:
        known: Field | None = fields(owner).get(name) if owner else None
        owner = known.group if known else None
    if owner is not None:
        yield owner, last
