"""No printer repeats the phone or the name that was found: logs, comments and reports are kept, mailed and public."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from generator import cli, problems
from generator.cli.review_commands import REVIEW_FORMATS
from generator.problems import Problem
from generator.upkeep.review import ChangeReview

SECRETS = ("000-12-34", "0001234", "ivanova1975", "Примеров", "945-807", "Имярек")
RECORD = """\
title: Приём
status: published
problem: Звоните 8 (912) **000-12-34**, пишите ivanova1975@mail.ru, Примеровой А. Б.; СНИЛС 945-807-302 33
idea: |
  Пишите [куратору](nowhere), тел. 8 912 000-12-34, <b>Примерова Анна Борисовна</b>.
steps:
  - title: Шаг
areas: [ivanova1975@mail.ru]
authors:
  - {role: 'Примерова А. Б., методист', name: Имярек Пробный}
"""


@pytest.fixture
def told(mini: Path, capsys) -> list[str]:
    """Everything that `check` prints about a record full of private data, in every format."""
    (mini / "data/practices/priem.yml").write_text(RECORD, encoding="utf-8")
    broken = (
        "unknown: Звоните 8 912 000-12-34, Примерова А. Б.\nminutes: 8 912 000-12-34\nupdated: ivanova1975@mail.ru\n"
    )
    (mini / "data/practices/priem-2.yml").write_text(RECORD + broken, encoding="utf-8")
    out = []
    for name in problems.FORMATS:
        assert cli.main(["--root", str(mini), "check", "--format", name]) == 1
        printed = capsys.readouterr()
        out.append(printed.out + printed.err)
    return out


def test_check_repeats_nothing_in_any_format(told: list[str]) -> None:
    codes = {problem["code"] for problem in json.loads(told[list(problems.FORMATS).index("json")])}
    assert {"personal-data", "name-in-role", "no-consent", "unknown-field"} <= codes, "neighbours on the line too"
    for text in told:
        assert [secret for secret in SECRETS if secret in text] == []
        assert "priem.yml" in text


def test_columns_stay_true(told: list[str]) -> None:
    problem = next(p for p in json.loads(told[list(problems.FORMATS).index("json")]) if p["code"] == "personal-data")
    line = RECORD.split("\n")[problem["line"] - 1]
    assert len(problem["source"]) == len(line) and line[problem["column"] - 1 :].startswith("8 (912)")


def full_of_secrets() -> Problem:
    """A remark about something else that quotes and offers what must not travel."""
    line = "minutes: 8 912 000-12-34 # Примерова А. Б., ivanova1975@mail.ru"
    return Problem(
        "data/practices/priem.yml", 1, 10, "steps[1].minutes", "wrong", "«8 912 000-12-34» — не целое число",
        "напишите: 8 912 000-12-34, Примеровой А. Б.", source=line, replacement="8 912 000-12-34", certain=True,
    )  # fmt: skip


@pytest.mark.parametrize("name", REVIEW_FORMATS)
def test_a_review_repeats_nothing_in_any_format(name: str) -> None:
    problem = full_of_secrets()
    review = ChangeReview("base", (), (problem,), (dataclasses.replace(problem, severity=problems.NOTICE),), 0, 1)
    text = REVIEW_FORMATS[name](review)
    assert ("priem.yml" in text and "wrong" in text) or name == "markdown"
    assert [secret for secret in SECRETS if secret in text] == []


def test_a_mend_that_would_repeat_it_is_left_to_a_person() -> None:
    discreet = problems.redact_problem(full_of_secrets())
    assert (discreet.replacement, discreet.certain) == (None, False)
    assert problems.redact_problem(discreet) == discreet
    plain = Problem("a.yml", 1, 1, "", "wrong", "не то", "напишите: 5", source="minutes: пять", replacement="5")
    assert problems.redact_problem(plain) is plain, "nothing of a person: nothing changes"


def test_a_number_broken_over_two_lines_is_covered() -> None:
    for line in ("  000-12-34 и дальше", "тел. 8 (912)", "пишите ivanova1975@"):
        problem = Problem("a.yml", 2, 1, "idea", "text-lost", "тег <b> не показывается", source=line)
        assert not re.search("000|912|ivanova", problems.as_text([problem])), line


@pytest.mark.parametrize(
    ("code", "line", "at", "shown"),
    [
        ("consent-expired", "      given: 2024-02-01", "given", "      given: 2024-02-01"),
        ("consent-expired", "      until: 2026-02-01  # Примерова", "2026", "      until: 2026-02-01  # •••••••••"),
        ("consent-expired", "- {name: Имярек, until: 2026-02-01}", "2026", "- {name: ••••••, until: 2026-02-01}"),
        ("consent-expired", "  given: 2024-02-01-77", "given", "  given: ••••-••-••-••"),
        ("no-consent", "  name: Имярек", "name", "  name: ••••••"),
        ("no-consent", "- {name: Имярек Пробный}", "Имярек", "- {name: •••••• •••••••}"),
        ("personal-data", "note: родилась 1980-02-01", "1980", "note: родилась ••••-••-••"),
        ("personal-data", "given: 1980-02-01", "given", "given: ••••-••-••"),
        ("name-in-role", "role: имярек", "имярек", "role: ••••••"),
    ],
)  # fmt: skip
def test_at_the_place_the_field_and_the_days_of_a_consent_stay(code: str, line: str, at: str, shown: str) -> None:
    problem = Problem("a.yml", 1, line.index(at) + 1, "", code, "не так", source=line)
    assert problems.redact_problem(problem).source == shown
