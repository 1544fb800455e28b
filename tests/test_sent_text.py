"""A text of several records comes apart as it was put together, whatever stands around it; what is wrong is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.channels import submissions
from generator.channels.checked_base import CheckedBase
from generator.channels.submissions import Proposal, SentRecord, join_submission, parse_submission
from generator.settings import Settings

SCHOOL = Proposal(
    "organizations",
    "shkola-5",
    {"title": "Школа № 5", "status": "review", "type": "school", "level": "school", "territory": "districts/severnyi"},
)
PRACTICE = Proposal(
    "practices",
    "vopros",
    {
        "title": "Вопрос",
        "status": "review",
        "problem": "Первая строка\n\n---\n\n...\n\n```\nкод\n```\n",
        "owner": "shkola-5",
    },
)
BOTH = [SentRecord(one.kind, one.id, one.text) for one in (SCHOOL, PRACTICE)]


def without_lines(records: list[SentRecord]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.id, one.text) for one in records]


def test_what_was_joined_comes_apart() -> None:
    records, faults = parse_submission(join_submission(BOTH))
    assert without_lines(records) == without_lines(BOTH)
    assert faults == []
    assert [join_submission(BOTH).split("\n")[one.line - 1][:6] for one in records] == ["# yaml", "# yaml"]


def test_one_record_needs_no_name() -> None:
    ((kind, its_id, text, line),), faults = parse_submission(PRACTICE.text)
    assert (kind, its_id, text, line, faults) == ("practices", "", PRACTICE.text, 1, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Здравствуйте! Предлагаю запись.\n\n", "\n-- \nС уважением"),
        ("```yaml\n", "```\n"),
        ("Запись ниже\r\n~~~\r\n", "~~~\r\nСпасибо"),
    ],
)
def test_what_stands_around_is_left_out_and_told(before: str, after: str) -> None:
    records, faults = parse_submission(f"\ufeff{before}{join_submission(BOTH)}{after}".replace("\n", "\r\n"))
    assert without_lines(records) == without_lines(BOTH)
    assert [fault.is_error for fault in faults] == ([False] if "а" in before + after else [])


@pytest.mark.parametrize(
    "sent",
    [
        f"Здравствуйте!\n\n{PRACTICE.text}\n--\nС уважением, Мария",
        f"{PRACTICE.text}\nС уважением,\nМария\nОтправлено из Почты Mail.ru",
        f"{PRACTICE.text}Sent from my iPhone\n",
        PRACTICE.text.replace("  ", "\u00a0\u00a0").replace("- ", "-\u00a0"),
        "Прошу взять\n> > Добрый день\n" + "".join(f"> > {row}\n" for row in PRACTICE.text.splitlines()),
    ],
    ids=["signature", "parting", "telephone", "no-break spaces", "quoted"],
)
def test_what_mail_does_to_a_text_is_undone(sent: str) -> None:
    ((kind, _, text, _),), faults = parse_submission(sent)
    assert (kind, text) == ("practices", PRACTICE.text)
    assert not any(fault.is_error for fault in faults)


def test_red_twin_a_text_that_goes_on_below_is_kept() -> None:
    sent = PRACTICE.text + "--\nsources:\n  - title: Книга\n"
    ((_, _, text, _),) = parse_submission(sent)[0]
    assert text == sent


def test_records_one_below_the_other_come_apart() -> None:
    (one, other), faults = parse_submission(f"{PRACTICE.text}\n\n{SCHOOL.text}")
    assert [(one.kind, one.text), (other.kind, other.text)] == [
        ("practices", PRACTICE.text), ("organizations", SCHOOL.text),
    ]  # fmt: skip
    assert (other.line, faults) == (PRACTICE.text.count("\n") + 3, [])


@pytest.mark.parametrize(
    ("sent", "line", "message"),
    [
        ("", 1, "в тексте нет записи"),
        ("Просто письмо\n---\nИванова", 1, "в тексте нет записи"),
        ("---\ntitle: А\n", 2, "не сказано, что это за запись"),
        ("--- # data/practises/a.yml\ntitle: А\n", 2, "записей вида «practises» не бывает"),
        ("--- # data/../a.yml\ntitle: А\n", 2, "записей вида «..» не бывает"),
        ("--- # data/practices/Урок.yml\ntitle: А\n", 2, "«Урок» не годится в имя файла"),
        ("--- # data/practices/..yml\ntitle: А\n", 2, "«.» не годится в имя файла"),
        ("--- # data/practices/a.yml\n# пусто\n", 2, "под именем файла нет полей записи"),
        ("--- # data/practices/a.yml\ntitle: А\n" * 2, 4, "запись practices/a стоит в тексте два раза"),
        ("# yaml-language-server: $schema=../schemas/vocabularies.json\ntitle: А", 1, "записей вида «vocabularies»"),
        ("".join(f"--- # data/practices/a-{n}.yml\ntitle: А\n" for n in range(11)), 22, "больше 10 записей"),
    ],
)
def test_a_wrong_text_is_told_at_its_line(sent: str, line: int, message: str) -> None:
    (fault,) = parse_submission(sent)[1]
    assert fault.is_error
    assert fault.line == line
    assert message in fault.message
    assert fault.hint


@given(st.text("-.#`~ \n\r\ufeffdata/prctices:yml0", max_size=120))
def test_no_text_breaks_the_reader(sent: str) -> None:
    for kind, its_id, _, _ in parse_submission(sent)[0]:
        assert kind == "practices"
        assert "/" not in its_id
        assert "." not in its_id


def test_both_records_are_checked_together(mini: Path) -> None:
    settings = Settings(build_date=dt.date(2026, 5, 28))
    proposals, problems = submissions.as_proposals(parse_submission(join_submission(BOTH))[0])
    assert problems == []
    told = submissions.check_proposals(CheckedBase(mini, settings), proposals)[1]
    assert [problem for found in told.values() for problem in found if problem.is_error] == []
    alone = submissions.check_proposals(CheckedBase(mini, settings), proposals[1:])[
        1
    ]  # the red twin: nobody brings the school
    assert [problem.field for problem in alone["practices/vopros"] if problem.is_error] == ["owner"]


def test_a_record_without_a_name_gets_a_free_one() -> None:
    sent = parse_submission(PRACTICE.text)[0]
    assert [one.key for one in submissions.as_proposals(sent, ["practices/vopros"])[0]] == ["practices/vopros-2"]
    broken = submissions.as_proposals([SentRecord("practices", "a", "title: [")])
    assert (broken[0], bool(broken[1])) == ([], True)
