"""«45 %» written by hand: the mend that ``check`` gives is right for the field and works when it is followed."""

from __future__ import annotations

import pytest

from generator.documents import sources
from generator.records import validating

PRACTICE = "title: Т\noutcomes:\n  - what: понимание\n    evaluator: author\n    {line}\n"
VALUES = "title: Т\nterritory: districts/a\nperiod: '2025'\nvalues:\n  - indicator: a\n    {line}\n"
REVIEW = "practice: a\norganization: b\ndate: 2026\nverdict: recommended\ncriteria:\n  - {{criterion: к, max: 5, "
REVIEW += "{line}}}\n"


def problems(kind: str, text: str) -> list:
    source, found = sources.parse(text, f"data/{kind}/proba.yml")
    return [*found, *validating.parse(source)[1]]


@pytest.mark.parametrize(
    ("kind", "text", "line", "mend"),
    [
        ("practices", PRACTICE, "before: 45 %", "45"),
        ("practices", PRACTICE, "after: 45,5%", "45.5"),
        ("practices", PRACTICE, "comparison: {group: г, before: 45 %}", "45"),
        ("values", VALUES, "value: 45 %", "0.45"),
        ("practices", PRACTICE, "n: 45 %", None),
        ("values", VALUES, "numerator: 45 %", None),
        ("reviews", REVIEW, "score: 80 %", None),
    ],
)
def test_the_mend_of_per_cent_fits_the_field(kind: str, text: str, line: str, mend: str | None) -> None:
    (problem,) = (one for one in problems(kind, text.format(line=line)) if one.code == "bad-value")
    assert problem.replacement == mend
    assert ("unit" in problem.hint) == (kind == "practices" and mend is not None)
    if mend is None:
        assert "0.45" not in problem.hint and "напишите: 45" not in problem.hint
        return
    assert mend in problem.hint
    mended = text.format(line=line.replace("45 %", mend).replace("45,5%", mend))
    assert [one for one in problems(kind, mended) if one.code == "bad-value"] == []
