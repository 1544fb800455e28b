"""``metodoteka sample``: a base of any size that is right, repeatable and labelled as made up."""

import datetime as dt
import io
import re
from collections import Counter
from functools import cache

import pytest
from mkdocs.utils.yaml import yaml_load

from generator import catalog, checks, files, site
from generator.begin.sample import generate_base, generate_joined, joined_bases, settings_of_sample
from generator.records import KINDS
from generator.records.federation_package import key_text
from generator.records.reading import load
from generator.settings import Settings
from generator.settings.federation import listed_bases
from tests.support import PROJECT
from tests.test_schemas import complaint

REAL_SETTINGS = (PROJECT / "mkdocs.yml").read_text("utf-8")
TODAY = dt.date(2026, 11, 22)


@cache
def texts(records, seed=1):
    return generate_base(records, seed, files.vocabularies_dir())


def written(folder, records, seed=1):
    files.write_tree(folder, texts(records, seed))
    return load(folder)


def test_the_same_numbers_give_the_same_bytes_and_another_seed_others():
    assert generate_base(30, 1, files.vocabularies_dir()) == texts(30)
    assert generate_base(30, 2, files.vocabularies_dir()) != texts(30)


def test_every_kind_appears_and_practices_are_as_many_as_asked(tmp_path):
    loaded, problems = written(tmp_path, 30)
    assert problems == []
    counts = Counter(record.kind for record in loaded.records.values())
    assert set(counts) == set(KINDS)
    assert counts["practices"] == 30


@pytest.mark.parametrize(("records", "seed"), [(1, 1), (2, 5), (30, 1), (130, 3)])
def test_nothing_is_wrong_in_it(tmp_path, records, seed):
    loaded, problems = written(tmp_path, records, seed)
    problems += checks.run(catalog.build(loaded, TODAY))
    assert not [problem.message for problem in problems]


def test_everything_says_that_it_is_made_up(tmp_path):
    for record in written(tmp_path, 30)[0].records.values():
        assert record.demo
        assert record.id.startswith("obrazets-")
        assert record.title is None or record.title.startswith("Образец")


def test_it_shows_what_the_base_can_do(tmp_path):
    """Levels of evidence, roadmaps with progress, events before and after today, figures of several years."""
    found = catalog.build(written(tmp_path, 130)[0], TODAY)
    assert {"d0", "d1", "d2"} <= {evidence.level for evidence in found.evidence.values()}
    assert {"described", "replicated"} <= set(found.maturity.values())
    states = {o.state for measures in found.roadmaps.values() for times in measures.values() for o in times}
    assert {"done", "late", "no-data", "not-begun"} <= states
    days = [event.start.first for event in found.all_shown("events") if event.start.first]
    assert min(days) < TODAY < max(days)
    assert len({reading.period for readings in found.readings.values() for reading in readings}) >= 4
    assert {r.origin for readings in found.readings.values() for r in readings} == {"declared", "summed", "computed"}
    assert {r.result for r in found.all_shown("replications")} == {"worked", "partly", "did-not-work"}


def test_its_settings_are_those_of_the_real_site_but_for_name_and_address(monkeypatch):
    """And its navigation is the real one, but for texts that it has not."""
    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://example.org/")
    monkeypatch.setenv("METODOTEKA_REPO_URL", "https://example.org/baza")
    own, real = read_settings(texts(1)["mkdocs.yml"]), read_settings(REAL_SETTINGS)
    changed = {name for name in real if own[name] != real[name]}
    assert changed == {"site_name", "site_description", "site_url", "repo_url", "nav"}
    assert own.keys() == real.keys() and (own["site_url"], own["repo_url"]) == ("", "")
    assert pages_of(own["nav"]) == [page for page in pages_of(real["nav"]) if page != "guides/index.md"]


def test_its_navigation_leads_only_to_pages_that_it_has(tmp_path):
    files.write_tree(tmp_path, texts(1))
    made = {page.path for page in site.prepare(tmp_path, Settings(build_date=TODAY), lazy_texts=True).pages} | {
        "about.md"
    }
    assert set(pages_of(read_settings(texts(1)["mkdocs.yml"])["nav"])) <= made
    assert "about.md" not in pages_of(read_settings(settings_of_sample(REAL_SETTINGS, pages=()))["nav"])


def read_settings(text):
    return yaml_load(io.StringIO(text))


def pages_of(nav):
    return re.findall(r"[\w/-]+\.md", str(nav))


def test_texts_are_of_real_length_and_differ(tmp_path):
    practices = written(tmp_path, 130)[0].records.values()
    problems = [record.problem for record in practices if record.kind == "practices"]
    assert len(set(problems)) == len(problems)
    lengths = [len(text) for path, text in texts(130).items() if path.startswith("data/practices/")]
    assert 2500 < sum(lengths) / len(lengths) < 6000


def test_editors_see_nothing_wrong_in_it():
    wrong = {
        path: raw
        for path, text in texts(30).items()
        if path.startswith("data/") and (raw := complaint(path.split("/")[1], text))
    }
    assert not wrong


def test_less_than_one_practice_is_refused():
    with pytest.raises(ValueError, match="хотя бы одна"):
        generate_base(0, 1, files.vocabularies_dir())


def test_a_region_of_bases_is_right_base_by_base_and_names_what_it_is_joined_with(tmp_path):
    names = joined_bases.base_names(3)
    keys = {name: key_text(bytes([n]) * 32) for n, name in enumerate(names)}
    made = generate_joined(3, 9, 1, files.vocabularies_dir(), keys)
    assert made == generate_joined(3, 9, 1, files.vocabularies_dir(), keys)
    files.write_tree(tmp_path, made)
    practices = []
    for name in names:
        loaded, problems = load(tmp_path / name)
        problems += checks.run(catalog.build(loaded, TODAY))
        assert not [problem.message for problem in problems]
        practices += [key for key in loaded.records if key.startswith("practices/")]
        assert sum(key.startswith("districts/") for key in loaded.records) == 1
    assert len(practices) == len(set(practices)) == 9, "a practice is kept in one base"
    assert [one.name for one in listed_bases(tmp_path / joined_bases.REGION)] == names
