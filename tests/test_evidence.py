"""The evidence level and the maturity of a practice are computed from what the records say, and resist their author."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import PROJECT

from generator import catalog
from generator.catalog.computed import evidence, independence
from generator.catalog.computed import outcomes as outcomes_of
from generator.catalog.computed.maturity import is_in_force
from generator.pages.views import proven
from generator.records import KINDS, Record
from generator.records.practices import Outcome
from generator.records.reading import Loaded
from generator.records.times import is_ahead
from generator.settings import languages
from generator.text import using_language

TODAY = dt.date(2026, 11, 28)
BOOK = yaml.load((Path(__file__).parent / "cases" / "evidence.yml").read_text("utf-8"), yaml.CBaseLoader)
OUTCOME = {"what": "доля верных", "before": "0.3", "after": "0.6", "n": "20", "instrument": "тест"}
REASONED = {"mechanism": "Потому что.", "sources": [{"title": "Книга"}]}
NOTHING = ("null", "~", "")


def record(kind: str, its_id: str, **fields: Any) -> Record:
    parts = {"id": its_id, "path": f"data/{kind}/{its_id}.yml", "status": "published", **fields}
    return KINDS[kind].model_validate({name: value for name, value in parts.items() if value not in NOTHING})


def outcomes(changes: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{k: v for k, v in (OUTCOME | change).items() if v not in NOTHING} for change in changes]


def base(case: dict[str, Any], organizations: dict[str, dict[str, Any]] = BOOK["organizations"]) -> catalog.Catalog:
    """The records of a case, linked."""
    records = [
        record("organizations", its_id, **{"title": its_id, "type": "school", "level": "school", **fields})
        for its_id, fields in organizations.items()
    ]
    practice = REASONED | {
        "title": "Практика", "owner": case.get("owner", "avtor"), "mechanism": case.get("mechanism", "Потому что."),
        "authors": case.get("authors", [{"role": "учитель", "organization": "avtor"}]),
        "outcomes": outcomes(case.get("outcomes", [])), **case.get("practice", {}),
    }  # fmt: skip
    records.append(record("practices", "p", **practice))
    for number, item in enumerate(case.get("repeated", [])):
        [(who, parts)] = item.items()
        # Each measures for itself: with the numbers of another an outcome counts for nothing.
        measured = [{"n": str(21 + number)} | change for change in parts.get("outcomes", [{}])]
        parts = {"date": "2026-03", "result": "worked", **parts, "outcomes": outcomes(measured)}
        its = {"practice": "p", "organization": who, "territory": "districts/nash"}
        records.append(record("replications", f"r{number}", **its, **parts))
    for number, item in enumerate(case.get("reviewed", [])):
        [(who, parts)] = item.items()
        parts = {"date": "2026-03-01", "verdict": "recommended", **parts}
        records.append(record("reviews", f"e{number}", practice="p", organization=who, **parts))
    for kind, its_id in product(("practices", "reviews"), case.get("elsewhere", {})):
        if kind in (parts := case["elsewhere"][its_id]):
            fields = parts[kind]
            fields = fields | ({"outcomes": outcomes(fields["outcomes"])} if "outcomes" in fields else {})
            records.append(record(kind, its_id, **fields))
    return catalog.build(Loaded({one.key: one for one in records}, {}, {}, {}, set()), TODAY, site=case.get("site", ""))


@pytest.mark.parametrize(
    ("until", "holds"), [(None, True), (TODAY, True), (TODAY - dt.timedelta(days=1), False)], ids=str
)
def test_a_review_holds_until_the_end_of_its_last_day(until: dt.date | None, holds: bool) -> None:
    fields = {"practice": "p", "organization": "avtor", "date": "2026-03-01", "verdict": "recommended"}
    review = record("reviews", "e", **fields, **({"valid_until": until.isoformat()} if until else {}))
    assert is_in_force(review, TODAY) is holds


@pytest.mark.parametrize("case", BOOK["cases"], ids=lambda case: case["name"])
def test_what_a_way_of_typing_evidence_in_is_worth(case: dict[str, Any]) -> None:
    found = base(case)
    got = found.evidence["p"]
    message = "\n".join(
        [*map(str, got.reasons), *(f"пропуск: {gap}" for gap in got.gaps), *map(str, got.notes), got.next_step]
    )
    assert got.level == case["level"], message
    assert found.maturity["p"] == case["maturity"]
    for part in case.get("says", ()):
        assert part in message
    assert bool(got.next_step) == (got.level != "d5")


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"mechanism": "", "sources": []}, "d0"),
        ({"sources": []}, "d0"),
        ({}, "d1"),
        ({"mechanism": "", "outcomes": [OUTCOME]}, "d2"),
    ],
)
def test_the_lower_rungs(fields: dict, level: str) -> None:
    assert base({"practice": fields}).evidence["p"].level == level


def test_a_published_synthesis_never_raises_the_local_level() -> None:
    synthesis = [{"title": "Обзор", "publisher": "EEF", "months": "8", "link": "https://example.org/"}]
    assert base({"practice": {"synthesis": synthesis, "mechanism": ""}}).evidence["p"].level == "d0"


def test_the_ways_to_type_evidence_in_did_work_without_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin: where everybody is a stranger and every outcome counts, the same records climb."""
    monkeypatch.setattr(independence.Authorship, "objection", lambda *_: "")
    monkeypatch.setattr(independence.Authorship, "_objection_to_person", lambda *_: "")
    monkeypatch.setattr(evidence, "is_compared", lambda outcome: outcome.comparison is not None)
    for module in (evidence, outcomes_of):
        monkeypatch.setattr(module, "gain", lambda _: 1)
    climbed = [case["name"] for case in BOOK["cases"] if base(case).evidence["p"].level > case["level"]]
    assert len(climbed) > 15


def test_nothing_that_is_said_of_evidence_stays_russian_in_another_language() -> None:
    """What an author calls his outcome, and how a body is called, are left out: they are nobody's but his."""
    said = []
    with using_language(languages.language("en", (str(PROJECT / "theme" / "locale" / "en.po"),))):
        for case in BOOK["cases"]:
            found = base(case)
            for reason in (*found.evidence["p"].reasons, *found.evidence["p"].notes):
                row = proven.linked_reason(found, reason)
                said += [re.sub("^«[^»]*»: ", "", row["text"]), *(aside for _, _, aside in row["who"])]
    assert len(set(said)) > 30
    titles = sorted((one["title"] for one in BOOK["organizations"].values() if "title" in one), key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, titles)))
    assert [one for one in said if re.search("[а-яё]", named.sub("", one), re.IGNORECASE)] == []


@pytest.mark.parametrize("lacking", ["before", "after", "n", "instrument"])
def test_half_measured_is_not_measured(lacking: str) -> None:
    assert outcomes_of.is_complete(Outcome.model_validate(OUTCOME))
    assert not outcomes_of.is_complete(Outcome.model_validate({k: v for k, v in OUTCOME.items() if k != lacking}))


@pytest.mark.parametrize(
    "known", [("n", "instrument"), ("instrument",), ("before", "after", "n"), ("before", "after", "instrument"), ()]
)
def test_an_outcome_of_which_only_a_part_is_known_shows_nothing(known: tuple[str, ...]) -> None:
    """Also not an instrument without numbers and not numbers without an instrument; neither lifts a practice to D2."""
    parts = {"what": OUTCOME["what"], **{name: OUTCOME[name] for name in known}}
    assert not outcomes_of.is_complete(Outcome.model_validate(parts))
    assert base({"practice": {"mechanism": "", "outcomes": [parts]}}).evidence["p"].level == "d0"


@pytest.mark.parametrize(("n", "complete"), [("1", False), ("2", True)])
def test_one_observation_measures_nothing(n: str, complete: bool) -> None:
    assert outcomes_of.is_complete(Outcome.model_validate(OUTCOME | {"n": n})) is complete


def test_a_result_on_nobody_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        Outcome.model_validate(OUTCOME | {"n": "0"})


def test_a_day_ahead_is_no_future() -> None:
    """It is tomorrow in Kamchatka while the server still has today."""
    assert not is_ahead(TODAY + dt.timedelta(days=1), TODAY)
    assert is_ahead(TODAY + dt.timedelta(days=2), TODAY)


def test_the_circle_of_an_organisation_ends_also_where_the_records_go_round() -> None:
    ring = {"a": {"parent": "b"}, "b": {"parent": "a"}, "avtor": {}}
    assert base({"repeated": [{"a": {}}, {"b": {}}]}, ring).evidence["p"].level == "d1"
