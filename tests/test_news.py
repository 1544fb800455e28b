"""What is new, for everybody in one file: since when, whom it concerns, how much of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator import catalog, files
from generator.begin.sample import generate_base
from generator.catalog import Catalog
from generator.pages import news
from generator.records.reading import load

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A generated base in which every record was published first some day of the last year."""
    folder: Path = tmp_path_factory.mktemp("generated")
    files.write_tree(folder, generate_base(300, 1, files.vocabularies_dir()))
    found = catalog.build(load(folder)[0], TODAY)
    days = {key: TODAY - dt.timedelta(days=hash_of(key) % 365) for key in found.records}
    return replace(found, first_published=days)


def hash_of(text: str) -> int:
    return sum(ord(char) * place for place, char in enumerate(text, 1))


def told(found: Catalog) -> dict:
    return json.loads(next(file.data for file in news.files(found) if file.path == news.NEWS))


def test_the_newest_come_first_and_each_subject_has_some(many: Catalog) -> None:
    made = told(many)
    days = [one[3] for one in made["news"]]
    assert days == sorted(days, reverse=True)
    assert news.NEWS_OF_ALL <= len(days) <= news.NEWS_OF_ALL + news.NEWS_OF_SUBJECT * len(made["subjects"])
    assert len(days) < len(news.dated_news(many))
    for number, (subject, *_) in enumerate(made["subjects"]):
        those = [p for p in many.listed("practices", demo=True) if subject in p.subjects]
        shown = sum(number in one[5] for one in made["news"])
        assert shown >= min(len(those), news.NEWS_OF_SUBJECT), subject


def test_the_same_records_give_the_same_bytes(many: Catalog) -> None:
    turned = replace(many, first_published=dict(reversed(many.first_published.items())))
    assert news.files(many) == news.files(turned)
    assert len(news.files(many)[0].data) < 100_000


def test_a_record_is_new_when_it_came_and_when_it_was_changed(many: Catalog) -> None:
    practice = next(p for p in many.listed("practices", demo=True) if p.updated)
    updated = practice.updated
    assert updated

    def new(first: dt.date | None) -> tuple[dt.date, bool]:
        dated = replace(many, first_published={practice.key: first} if first else {})
        return next((one.day, one.changed) for one in news.dated_news(dated) if one.record == practice)

    assert new(updated - dt.timedelta(days=1)) == (updated, True)
    assert new(updated) == (updated, False)
    assert new(updated + dt.timedelta(days=1)) == (updated + dt.timedelta(days=1), False)
    assert new(None) == (updated, False)


def test_an_event_that_is_over_is_no_news(many: Catalog) -> None:
    over = {event.id for event in many.listed("events", demo=True) if (event.end or event.start).last < TODAY}
    listed = {one.record.id for one in news.dated_news(many) if one.record.kind == "events"}
    assert over
    assert listed
    assert not over & listed
