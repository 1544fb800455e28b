"""The evidence level and the maturity of a practice are computed from what the records say."""

from __future__ import annotations

import datetime as dt

import pytest

from generator import evidence
from generator.records.practices import Practice, Replication, Review

TODAY = dt.date(2026, 11, 22)
MEASURED = {"what": "доля", "before": "0.2", "after": "0.6", "n": "20", "instrument": "лист"}
COMPARED = MEASURED | {"comparison": {"group": "параллельный класс"}}
OUTSIDE = MEASURED | {"evaluator": "independent", "organization": "institut"}
PARENTS = {"filial": "shkola-a", "shkola-a": "otdel"}


def practice(**fields) -> Practice:
    common = {"id": "p", "path": "p.yml", "title": "П", "authors": [{"role": "учитель", "organization": "shkola-a"}]}
    return Practice.model_validate(common | fields)


def replication(organization: str, result: str = "worked", outcomes=(MEASURED,)) -> Replication:
    return Replication.model_validate({
        "id": organization, "path": "r.yml", "practice": "p", "organization": organization,
        "territory": "districts/d", "date": "2026-01", "result": result, "outcomes": list(outcomes),
    })  # fmt: skip


def review(verdict: str, valid_until: str | None = None) -> Review:
    fields = {"id": "e", "path": "e.yml", "practice": "p", "organization": "o", "date": "2025", "verdict": verdict}
    return Review.model_validate(fields | ({"valid_until": valid_until} if valid_until else {}))


REASONED = {"mechanism": "Потому что.", "sources": [{"title": "Книга"}]}
TWO = [replication("shkola-b"), replication("shkola-v")]


@pytest.mark.parametrize(
    ("fields", "replications", "level"),
    [
        ({}, [], "d0"),
        ({"mechanism": "Потому что."}, [], "d0"),
        (REASONED, [], "d1"),
        ({"outcomes": [MEASURED]}, [], "d2"),
        ({"outcomes": [{"what": "доля", "after": "0.6"}]}, [], "d0"),
        (REASONED, TWO, "d3"),
        (REASONED, TWO[:1], "d1"),
        (REASONED, [replication("shkola-b"), replication("shkola-b")], "d1"),
        (REASONED, [replication("shkola-b"), replication("shkola-a")], "d1"),
        (REASONED, [replication("shkola-b"), replication("filial")], "d1"),
        (REASONED, [replication("shkola-b"), replication("otdel")], "d1"),
        (REASONED, [replication("shkola-b"), replication("shkola-v", "partly")], "d1"),
        (REASONED, [replication("shkola-b"), replication("shkola-v", outcomes=())], "d1"),
        ({"outcomes": [COMPARED]}, [], "d4"),
        ({"outcomes": [OUTSIDE]}, [], "d5"),
        ({"outcomes": [OUTSIDE | {"organization": "filial"}]}, [], "d2"),
    ],
)
def test_level(fields: dict, replications: list, level: str) -> None:
    found = evidence.level(practice(**fields), replications, PARENTS)
    assert found.level == level
    assert bool(found.next_step) == (level != "d5")


def test_a_published_synthesis_never_raises_the_local_level() -> None:
    synthesis = [{"title": "Обзор", "publisher": "EEF", "months": "8", "link": "https://example.org/"}]
    assert evidence.level(practice(synthesis=synthesis), [], {}).level == "d0"


@pytest.mark.parametrize(
    ("reviews", "replications", "maturity"),
    [
        ([], [], "described"),
        ([review("not-recommended")], [], "reviewed"),
        ([review("with-changes")], [], "reviewed"),
        ([review("recommended")], [], "recommended"),
        ([review("recommended", "2026-11-22")], [], "recommended"),
        ([review("recommended", "2026-11-21")], [], "described"),
        ([], [replication("shkola-b", outcomes=())], "replicated"),
        ([], [replication("shkola-a")], "described"),
        ([], [replication("shkola-b", "did-not-work")], "described"),
    ],
)
def test_maturity(reviews: list, replications: list, maturity: str) -> None:
    assert evidence.maturity(practice(), replications, reviews, PARENTS, TODAY) == maturity
