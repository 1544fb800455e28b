"""What a review says of a change: a case is a change of the mini base, and everything that is then said.

``cases/review/<what>.yml`` has ``before`` (files on top of the base), the change itself (``move``, ``remove``,
``files``, ``edit``) and ``said``: sentences of the change, then remarks (``!`` error, ``?`` warning) and what
to look at (``>``).
``pytest --rewrite`` writes what is said now; read the difference as a methodist would.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from review_base import change, repository

from generator.problems import ERROR, NOTICE, WARNING
from generator.settings import Settings
from generator.upkeep import review

CASES = sorted((Path(__file__).parent / "cases" / "review").glob("*.yml"))
SETTINGS = Settings(build_date=dt.date(2026, 11, 22))
SIGNS = {ERROR: "!", WARNING: "?", NOTICE: ">"}


def told(found: review.ChangeReview) -> list[str]:
    rows = []
    for one in found.changes:
        rows.append(f"{one.path}: {one.what}")
        for text in one.details:
            rows += [f"- {text.text}", *(f"  - {under}" for under in text.under)]
    for problem in (*found.remarks, *found.look):
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        rows.append(f"{SIGNS[problem.severity]} {place} {problem.code}: {problem.message} | {problem.hint}")
    return [*rows, f"(прежних замечаний: {found.left_out})"] if found.left_out else rows


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_change_is_told_in_words(path: Path, tmp_path: Path, rewrite: bool) -> None:
    text = path.read_text(encoding="utf-8")
    case = yaml.load(text, Loader=yaml.CBaseLoader)
    assert case.keys() <= {"before", "move", "remove", "files", "edit", "said"}, case.keys()
    root = repository(tmp_path / "base", case.get("before"))
    change(root, case)
    raw = told(review.review_change(root, "HEAD", SETTINGS))
    if rewrite:
        head = text.split("\nsaid:")[0].rstrip("\n")
        path.write_text(f"{head}\nsaid: |\n" + "".join(f"  {row}\n" for row in raw), encoding="utf-8")
        case["said"] = "\n".join(raw)
    assert raw == case["said"].splitlines()


def test_the_cases_name_every_rule_for_a_reviewer() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in CASES)
    room = Path(review.__file__).parent
    codes = {
        word
        for path in room.glob("*.py")
        for word in path.read_text(encoding="utf-8").split('"')
        if word.startswith("review-") and word.replace("-", "").isalpha()
    }
    assert len(codes) > 12
    assert {code for code in codes if f" {code}: " not in shown} == set()
