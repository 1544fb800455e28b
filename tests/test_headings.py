"""Columns of plans known by the words over them: one table (tests/cases/headings.yml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.channels.office.headings import (
    COLUMN_MEANINGS,
    Columns,
    heading_key,
    meaning,
    read_bank_columns,
    read_columns,
)

CASES = yaml.load((Path(__file__).parent / "cases" / "headings.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def roles(found: Columns, count: int) -> list[str]:
    others = {**dict.fromkeys(found.context, "context"), **dict.fromkeys(found.left_out, "left")}
    return [found.roles.get(at) or others.get(at, "?") for at in range(count)]


def test_every_row_of_the_table() -> None:
    assert len(CASES) >= 40
    wrong = []
    for case in CASES:
        found = read_columns(case["heads"])
        if "bank" in case:
            bank = read_bank_columns(case["heads"])
            its = [bank.get(at) for at in range(len(case["heads"]))]
            wrong += [(case["heads"], its)] if its != case["bank"] else []
        elif case.get("plan") is False:
            wrong += [(case["heads"], found)] if found.named >= {"title", "when"} else []
        elif (got := roles(found, len(case["heads"]))) != case["are"]:
            wrong.append((case["heads"], got))
    assert wrong == []


def test_what_a_person_said_goes_before_the_vocabulary() -> None:
    heads = ["Веха", "Ориентир", "Кто"]
    assert read_columns(heads).named == {"responsible"}
    said = {heading_key("Веха"): "title", heading_key("Ориентир"): "when"}
    assert roles(read_columns(heads, said), 3) == ["title", "when", "responsible"]
    assert roles(read_columns(["Мероприятие"], {heading_key("мероприятия"): "note"}), 1) == ["note"]


@pytest.mark.parametrize("role", COLUMN_MEANINGS)
def test_each_meaning_is_understood_in_its_own_words(role: str) -> None:
    assert meaning(COLUMN_MEANINGS[role]) == role
