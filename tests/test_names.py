"""What looks like a person's name in free text: for a reviewer's eye."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import text
from generator.catalog.differences import shown
from generator.channels.office import people_in_cells
from generator.problems import Problem, redact_problem

CASES = yaml.load((Path(__file__).parent / "cases" / "person-names.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"])
def test_names_are_found(case: dict[str, Any]) -> None:
    raw = case["text"]
    found = text.find_names(raw, case.get("cited", ()))
    assert [name for _, name in found] == case["found"]
    assert all(raw[start:].startswith(name) for start, name in found)


@pytest.mark.parametrize("raw", CASES["none"])
def test_what_only_looks_alike_is_left_alone(raw: str) -> None:
    assert text.find_names(raw) == []


#: what is said -> how every printer repeats it
MASKED = {
    "Звоните 8 (912) **000-12-34**, Примерова М. П., ivanova1975@mail.ru; Л. С. Выготский, 2026":
        "Звоните • (•••) **•••-••-••**, П•••••••• М. П., •••••••••••@••••.••; Л. С. Выготский, 2026",
    "тел. +7 900 123-45-67": "тел. +• ••• •••-••-••",
    "Примерова М.П., руководитель РМО": "П•••••••• М.П., руководитель РМО",
    "ведёт Примеров Пётр Петрович": "ведёт П••••••• П••• П•••••••",
    "Примеров-Щедрый М. Е. и А. С. Придуманный": "П•••••••-Щ••••• М. Е. и А. С. П••••••••••",
    "школа имени А. С. Макаренко, кабинет 12": "школа имени А. С. Макаренко, кабинет 12",
}  # fmt: skip


@pytest.mark.parametrize("raw", MASKED)
def test_a_text_is_masked_sign_for_sign_and_alike_by_every_printer(raw: str) -> None:
    masked = MASKED[raw]
    assert text.masked(raw) == masked
    assert len(masked) == len(raw)
    assert text.masked(masked) == masked
    assert shown.redact(raw) == masked
    problem = Problem("data/practices/x.yml", 1, 1, "idea", "text-lost", raw, raw, source=f"idea: {raw}")
    quiet = redact_problem(problem)
    assert (quiet.message, quiet.hint, quiet.source) == (masked, masked, f"idea: {masked}")


def test_a_name_is_covered_alike_wherever_it_was_found() -> None:
    (_, people), *_ = people_in_cells.split_people(["Примерова М.П., руководитель РМО"], lambda _: False)
    assert [person.shown for person in people] == ["П•••••••• М.П."]
    assert text.covered_name("Примерова М.П.") == "П•••••••• М.П."
    assert text.masked("П•••••••• М.П.") == "П•••••••• М.П."
