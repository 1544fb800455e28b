"""The way in that every door shares: names, and all the checks over a base with something proposed on top of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from generator import files, site
from generator.catalog import Catalog
from generator.channels.checked_base import CheckedBase
from generator.channels.submissions import Proposal, check_proposals, new_id
from generator.problems import Problem
from generator.settings import Settings

IDS = yaml.load((Path(__file__).parent / "cases" / "ids.yml").read_text("utf-8"), yaml.CSafeLoader)
SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
GOOD = {
    "title": "Лист вопросов",
    "summary": "Ученики пишут вопрос до объяснения и отвечают на него после.",
    "status": "review",
    "steps": [{"title": "Раздать листы", "text": "По одному на ученика.", "minutes": "5"}],
}


def checked(root: Path, proposals: list[Proposal]) -> tuple[Catalog, dict[str, list[Problem]]]:
    return check_proposals(CheckedBase(root, SETTINGS), proposals)


@pytest.mark.parametrize("case", IDS, ids=lambda case: case["id"])
def test_a_new_record_is_named_after_what_it_is_about(case: dict) -> None:
    assert new_id(case["kind"], case["data"], case["taken"]) == case["id"]


def test_a_good_proposal_has_no_remarks_and_becomes_a_file_that_passes(mini: Path) -> None:
    proposal = Proposal("practices", "list-voprosov", GOOD)
    catalog, remarks = checked(mini, [proposal])
    assert remarks == {"practices/list-voprosov": []}
    assert catalog.records["practices/list-voprosov"].steps[0].minutes == 5
    before = set(site.check(mini, SETTINGS)[1])
    files.create_file(mini / proposal.path, proposal.text)
    assert set(site.check(mini, SETTINGS)[1]) == before


def test_every_remark_of_every_proposal_comes_back_with_its_place(mini: Path) -> None:
    wrong = GOOD | {"subjects": ["fizra"], "steps": [{"title": "Шаг", "minutes": "пять"}]}
    duplicate = Proposal("practices", "vtoraia", GOOD | {"based_on": ["nikogo-net"]})
    _, remarks = checked(mini, [Proposal("practices", "pervaia", wrong), duplicate])
    assert [problem.field for problem in remarks["practices/pervaia"]] == ["subjects[1]", "steps[1].minutes"]
    assert [problem.code for problem in remarks["practices/vtoraia"]] == ["unknown-reference"]
    _, remarks = check_proposals(
        CheckedBase(mini, SETTINGS), [Proposal("practices", "pervaia", GOOD | {"subjects": ["fizra"]})]
    )
    assert [problem.field for problem in remarks["practices/pervaia"]] == ["subjects[1]"]


def test_proposals_may_refer_to_each_other(mini: Path) -> None:
    one = Proposal("practices", "odna", GOOD | {"related": ["drugaia"]})
    other = Proposal("practices", "drugaia", GOOD | {"title": "Другая практика"})
    assert checked(mini, [one, other])[1] == {
        "practices/odna": [],
        "practices/drugaia": [],
    }
    assert [p.code for p in checked(mini, [one])[1]["practices/odna"]] == ["unknown-reference"]


def test_a_proposal_in_place_of_a_record_is_judged_alone(mini: Path) -> None:
    """The record that stands there now is not counted beside it."""
    assert (mini / "data/practices/parnoe.yml").exists()
    found, remarks = check_proposals(
        CheckedBase(mini, SETTINGS), [Proposal("practices", "parnoe", GOOD | {"status": "published"})]
    )
    assert found.records["practices/parnoe"].title == "Лист вопросов"
    assert "duplicate-id" not in {problem.code for problem in remarks["practices/parnoe"]}


def test_an_error_that_a_proposal_causes_elsewhere_is_told(mini: Path) -> None:
    """The mini base refers to «parnoe» from a replication: a proposal that takes its former address breaks it."""
    taken = Proposal("practices", "vzaimnoe", GOOD | {"aliases": ["parnoe"]})
    assert checked(mini, [taken])[1]["practices/vzaimnoe"] != []


def test_nothing_is_written(mini: Path) -> None:
    before = files.tree(mini)
    checked(mini, [Proposal("practices", "novaia", GOOD)])
    assert files.tree(mini) == before
