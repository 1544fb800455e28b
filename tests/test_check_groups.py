"""Hundreds of remarks are a page: counted by sort, kind and owner, the most important first, and chosen by each."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.problems.groups import MOST_WARNINGS

MINI = Path(__file__).parent / "mini"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that nobody has read again: more warnings than are printed, and two errors."""
    root = tmp_path_factory.mktemp("many") / "base"
    shutil.copytree(MINI, root)
    folder = root / "data/organizations"
    for number in range(MOST_WARNINGS + 20):
        owner = "institut" if number % 3 else "shkola-b"
        text = (
            f"title: Школа {number}\nsummary: Школа.\nstatus: published\ntype: school\nlevel: school\nowner: {owner}\n"
        )
        (folder / f"staraia-{number}.yml").write_text(text + "review_by: 2020-01-01\n", "utf-8")
    (folder / "slomana.yml").write_text("title: Школа\ntype: school\nlevel: ne-tot\n", "utf-8")
    (root / "data/terms/bez-kontsa.yml").parent.mkdir(exist_ok=True)
    (root / "data/terms/bez-kontsa.yml").write_text("titel: Слово\n", "utf-8")
    return root


def check(base: Path, capsys, *words: str) -> str:
    assert main(["--root", str(base), "check", *words]) == (0 if "past-shelf-life" in words else 1)
    return capsys.readouterr().out.replace("\xa0", " ")


def test_many_warnings_are_counted_and_every_error_is_printed(base: Path, capsys) -> None:
    out = check(base, capsys)
    assert out.count("срок проверки прошёл") == 0
    assert f"{MOST_WARNINGS + 20} предупреждений в {MOST_WARNINGS + 20} файлах" in out
    assert "показать: metodoteka check --code past-shelf-life" in out
    assert "data/organizations/slomana.yml:3:8: ошибка" in out and "titel" in out


@pytest.mark.parametrize("words", [("--all",), ("--code", "past-shelf-life")])
def test_what_is_counted_is_shown_when_asked_for(base: Path, capsys, words: tuple[str, ...]) -> None:
    assert check(base, capsys, *words).count("срок проверки прошёл") == MOST_WARNINGS + 20


def test_programs_get_all_of_them(base: Path, capsys) -> None:
    found = json.loads(check(base, capsys, "--format", "json"))
    assert sum(one["code"] == "past-shelf-life" for one in found) == MOST_WARNINGS + 20


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("code", "missing-field", "past-shelf-life — Срок проверки прошёл"),
        ("kind", "terms", "organizations"),
        ("owner", "(не сказано)", "shkola-b"),
    ],
)
def test_errors_come_first_then_the_most(base: Path, capsys, by: str, first: str, last: str) -> None:
    heads = [line for line in check(base, capsys, "--by", by).splitlines() if line[0] != " "][:-2]
    assert heads[0].startswith(first)
    assert last in heads


def test_only_those_of_a_kind_and_an_owner(base: Path, capsys) -> None:
    out = check(base, capsys, "--kind", "organizations", "--owner", "shkola-b", "--by", "code", "--strict")
    assert f"{(MOST_WARNINGS + 22) // 3} предупреждений" in out and "ошибк" not in out.split("Проверено")[0]


def test_a_code_that_does_not_exist_is_told_with_one_that_does(base: Path, capsys) -> None:
    assert main(["--root", str(base), "check", "--code", "past-shelf"]) == 1
    assert "Похоже на past-shelf-life" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (("--kind", "practises"), "возможно, имелось в виду practices (практики)"),
        (("--kind", "мероприятее"), "возможно, имелось в виду events (мероприятия)"),
        (("--kind", "zzz"), "можно: practices (практики), "),
        (("--owner", "institutt"), "Похоже на institut"),
    ],
)
def test_what_is_chosen_must_exist(base: Path, capsys, words: tuple[str, ...], instead: str) -> None:
    assert main(["--root", str(base), "check", *words]) == 1
    printed = capsys.readouterr()
    assert instead in printed.err and "Замечаний нет" not in printed.out


def test_a_kind_may_be_called_as_people_call_it(base: Path, capsys) -> None:
    assert check(base, capsys, "--kind", "Организации", "--errors") == check(
        base, capsys, "--kind", "organizations", "--errors"
    )


def test_no_remarks_to_what_was_chosen_are_none_to_the_whole_base(base: Path, capsys) -> None:
    assert main(["--root", str(base), "check", "--kind", "events"]) == 0
    printed = capsys.readouterr().out.replace("\xa0", " ")
    assert "Среди выбранного замечаний нет. Во всей базе: " in printed and "предупреждений" in printed
