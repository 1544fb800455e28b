"""What a page says of how a practice is proven: the records behind a reason, what does not count, what is against."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from small_base import PRACTICE, Pages, Write, writer

from generator.pages import environment, facets
from generator.pages.views import proven
from generator.settings import Settings

OUTCOME = {"what": "верных ответов", "before": 0.3, "after": 0.6, "unit": "доля", "n": 20, "instrument": "тест"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def school(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "type": "school", "level": "school", "territory": "districts/drugoi", **more}


SCHOOLS = {
    "districts/drugoi": {"title": "Другой район", "type": "municipal-district", "region": "krai"},
    "organizations/shkola-2": school("Школа 2"), "organizations/shkola-3": school("Школа 3"),
    "organizations/korpus": school("Второй корпус", parent="shkola"),
}  # fmt: skip


def replication(organization: str, result: str = "worked", **outcome: Any) -> dict[str, Any]:
    own = {"period": f"измеряла {organization}"}  # with the numbers of another an outcome counts for nothing
    found = [OUTCOME | own | outcome] if result == "worked" else []
    return {"practice": "priem", "organization": organization, "territory": "districts/drugoi", "date": "2026-03",
            "result": result, "summary": None, "outcomes": found}  # fmt: skip


def review(organization: str, **more: Any) -> dict[str, Any]:
    return {"practice": "priem", "organization": organization, "date": "2026-03-01", "verdict": "recommended",
            "summary": None, **more}  # fmt: skip


def base(write: Write, changes: dict[str, dict[str, Any]] | None = None, **practice: Any) -> Pages:
    return write({**SCHOOLS, "practices/priem": {**PRACTICE, **practice}, **(changes or {})})


def proof(pages: Pages) -> str:
    """The part of the page that says how it is proven, in words with the addresses of links in brackets."""
    found = pages.section("practices/priem", "Насколько это доказано")
    return re.sub(r"<[^>]+>", "", re.sub(r'<a href="\.\./\.\./([^"]+)/">', r"[\1] ", found))


def test_a_reason_leads_to_the_records_it_rests_on(write: Write) -> None:
    told = {
        "replications/odin": replication("shkola-2"), "replications/dva": replication("shkola-3"),
        "replications/tri": replication("institut", "did-not-work"),
    }  # fmt: skip
    words = proof(base(write, told))
    assert "получилось у 2 из 3, кто рассказал о применении" in words
    assert "[replications/odin] Школа 2, [replications/dva] Школа 3" in words
    assert "не получилось: [replications/tri] ИРК" in words


def test_what_does_not_count_is_said_with_its_record_and_the_tie(write: Write) -> None:
    words = proof(base(write, {"replications/odin": replication("korpus")}))
    assert "не засчитано применение — организация связана с автором (входит в «Школа»): [replications/odin]" in words


def test_a_change_for_the_worse_stands_beside_the_number(write: Write) -> None:
    pages = base(write, {"replications/odin": replication("shkola-2", before=0.6, after=0.2)},
                 outcomes=[OUTCOME | {"after": 0.3}])  # fmt: skip
    assert "не изменилось" in proof(pages)
    assert "получилось Школа 2, март 2026 г. — но измеренное лучше не стало" in pages.read("practices/priem")
    page = pages.read("replications/odin")
    assert "стало хуже" in page
    assert "Итог получилось — но измеренное лучше не стало" in page
    assert "измерял: тот, кто применил" in page


def test_a_review_that_does_not_count_says_so_on_both_pages(write: Write) -> None:
    pages = base(write, {"reviews/svoi": review("korpus")})
    why = "организация связана с автором (входит в «Школа»)"
    assert f"рекомендована, 1 марта 2026 г. не засчитана: {why}" in pages.read("practices/priem")
    assert f"Экспертиза не засчитана: {why}" in pages.read("reviews/svoi")
    assert "не засчитана" not in base(write, {"reviews/chuzhoi": review("shkola-2")}).read("practices/priem")


def test_an_award_that_the_contest_does_not_know_says_so(write: Write) -> None:
    words = "среди победителей в записи конкурса этой практики нет"
    named = [{"title": "Лауреат", "event": "konkurs-2025"}]
    assert words in base(write, awards=named).read("practices/priem")
    winners = {"winners": [{"practice": "priem", "place": "лауреат"}]}
    assert words not in base(write, {"events/konkurs-2025": {"contest": winners}}, awards=named).read("practices/priem")


def test_a_cancelled_event_fulfils_no_measure(write: Write) -> None:
    shown = "Конкурс 2026 года"
    assert shown in write().section("programmes/put", "Дорожная карта")
    pages = write({"events/konkurs-2026": {"state": "cancelled"}})
    assert shown not in pages.section("programmes/put", "Дорожная карта")


SYNTHESIS = {"title": "Обзор", "publisher": "EEF", "link": "https://example.org/obzor"}


@pytest.mark.parametrize(
    ("changes", "practice", "expected"),
    [
        ({}, {}, []),
        ({"reviews/net": review("shkola-2", verdict="not-recommended")}, {}, ["not-recommended"]),
        ({}, {"synthesis": [{**SYNTHESIS, "months": 0}]}, ["no-gain"]),
        ({}, {"synthesis": [{**SYNTHESIS, "effect_size": -0.1}]}, ["no-gain"]),
        ({}, {"synthesis": [{**SYNTHESIS, "months": 0}, {**SYNTHESIS, "effect_size": 0.2}]}, []),
        ({}, {"synthesis": [SYNTHESIS]}, []),
        ({}, {"outcomes": [OUTCOME | {"after": 0.3}]}, ["no-better"]),
        ({"replications/odin": replication("shkola-2")}, {"outcomes": [OUTCOME | {"after": 0.2}]}, []),
        ({"replications/odin": replication("shkola-2", "did-not-work")}, {}, ["failed"]),
        ({"replications/odin": replication("shkola-2", "did-not-work"),
          "replications/dva": replication("shkola-3", "partly")}, {}, []),
    ],
)  # fmt: skip
def test_what_speaks_against_a_practice_is_on_its_card_and_in_the_filter(
    write: Write, changes: dict[str, Any], practice: dict[str, Any], expected: list[str]
) -> None:
    pages = base(write, changes, **practice)
    record = pages.catalog.records["practices/priem"]
    assert proven.cautions(pages.catalog, record) == expected
    answers = facets.facet("practices", "caution").answers(pages.catalog, [record])
    assert sorted(answers[record.key]) == sorted(expected or ["nothing"])
    templates = environment.create_templates(pages.catalog, Settings(build_date=dt.date(2026, 5, 28)))
    foot = templates.render("card_feet.j2", "practices/index.md", records=[record])
    page = pages.read("practices/priem")
    for key, (words, _) in proven.CAUTIONS.items():
        assert (words in foot) == (words in page) == (key in expected)


def test_a_review_of_research_keeps_reliability_and_cost_beside_the_effect(write: Write) -> None:
    found = {**SYNTHESIS, "effect": "+5 месяцев", "months": 5, "security": "4 из 5", "cost": "низкая"}
    assert "EEF: +5 месяцев; надёжность: 4 из 5; цена: низкая." in base(write, synthesis=[found]).read(
        "practices/priem"
    )


@pytest.mark.parametrize(
    ("effect", "size", "raw"),
    [
        ("g = 0,48 в среднем", 0.48, "EEF: g = 0,48 в среднем."),
        ("+0,49 для преподавания", 0.49, "EEF: +0,49 для преподавания."),
        ("от 0,3 до 0,485", 0.48, "EEF: от 0,3 до 0,485; размер эффекта 0,48."),
    ],
)
def test_an_effect_that_the_words_of_a_review_name_is_not_named_again(
    write: Write, effect: str, size: float, raw: str
) -> None:
    found = {**SYNTHESIS, "effect": effect, "effect_size": size}
    assert raw in base(write, synthesis=[found]).read("practices/priem")
