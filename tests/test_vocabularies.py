"""Lists of terms come with the product; a base says only what it has otherwise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import MINI, PROJECT

from generator import files
from generator.records import reading
from generator.records.vocabularies import VOCABULARIES, Vocabulary


def lists(root: Path, **texts: str) -> dict[str, Vocabulary]:
    folder = root / "data" / "vocabularies"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    found, _, problems = reading.load_vocabularies(root)
    assert problems == []
    return found


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Vocabulary]:
    return lists(tmp_path_factory.mktemp("empty"))


def test_a_base_without_lists_has_those_of_the_product(product: dict[str, Vocabulary]) -> None:
    assert product.keys() == set(VOCABULARIES)
    own = reading.load_vocabularies(PROJECT)[0]
    assert {name: its.terms for name, its in product.items()} == {name: its.terms for name, its in own.items()}
    assert product["subjects"].where == "metodoteka vocabulary subjects"
    assert own["subjects"].where == "data/vocabularies/subjects.yml"


def test_every_list_of_the_product_is_whole() -> None:
    """Or a base that is checked beside another version of the product would take terms from there."""
    for name, its in reading.load_vocabularies(PROJECT)[0].items():
        assert its.whole, name


def test_a_base_adds_terms_and_changes_them_field_by_field(tmp_path: Path, product: dict[str, Vocabulary]) -> None:
    text = """without: [algebra]
terms:
  - {id: istoriia, label: История и краеведение, synonyms: [наш край]}
  - {id: robototekhnika, label: Робототехника, order: 15}
  - {id: shakhmaty, label: Шахматы}
"""
    found, before = lists(tmp_path, subjects=text)["subjects"], product["subjects"]
    assert (found.title, found.where) == (before.title, before.where)
    was, now = before.by_id["istoriia"], found.by_id["istoriia"]
    assert now == was.model_copy(update={"label": "История и краеведение", "synonyms": ("наш край", *was.synonyms)})
    ids = [term.id for term in found.terms]
    assert [i for i in ids if i not in ("robototekhnika", "shakhmaty")] == [
        term.id for term in before.terms if term.id != "algebra"
    ]
    assert ids[1] == "robototekhnika"
    assert ids[-1] == "shakhmaty"
    assert [(at, term.id) for at, term in found.written()] == [(0, "istoriia"), (1, "robototekhnika"), (2, "shakhmaty")]


def test_a_whole_list_takes_nothing_from_the_product(tmp_path: Path) -> None:
    text = "title: Затраты\nwhole: да\nterms: [{id: free, label: Даром}]\n"
    assert [term.label for term in lists(tmp_path, costs=text)["costs"].terms] == ["Даром"]


def test_a_new_list_or_term_of_a_release_breaks_no_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, product: dict[str, Vocabulary]
) -> None:
    """A patched product: one list more, one term more, one term under another name."""
    newer = shutil.copytree(PROJECT / "data" / "vocabularies", tmp_path / "newer")
    (newer / "difficulty.yml").write_text("title: Трудность\nwhole: true\nterms: [{id: easy, label: Легко}]\n", "utf-8")
    costs = (newer / "costs.yml").read_text("utf-8")
    first = product["costs"].terms[0]
    renamed = costs.replace(f"id: {first.id}\n", f"id: besplatno\n    aliases: [{first.id}]\n")
    assert renamed != costs
    (newer / "costs.yml").write_text(renamed + "  - id: barter\n    label: Обмен\n", "utf-8")
    monkeypatch.setattr(files, "vocabularies_dir", lambda: newer)
    monkeypatch.setattr(reading, "VOCABULARIES", (*VOCABULARIES, "difficulty"))

    base = shutil.copytree(MINI, tmp_path / "base")
    found = lists(base, costs="terms: [{id: grant, label: Грант}]\n")
    assert found["difficulty"].label_of("easy") == "Легко"
    assert {"barter", "grant", "besplatno"} <= {term.id for term in found["costs"].terms}
    assert found["costs"].label_of(first.id) == first.label
    assert [problem for problem in reading.load(base)[1] if problem.is_error] == []
