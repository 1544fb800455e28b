"""Whoever tries things out on demonstration records makes demonstration records, in both formats, as in the form."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import docx
import pytest
import yaml
from office_files import fill
from support import PROJECT
from word_files import answer_cell, choose, type_in

from generator import catalog, cli
from generator.catalog.forms import questions
from generator.channels import submissions
from generator.channels.office import importing
from generator.records import reading
from generator.settings import Settings

DAY = dt.date(2026, 5, 28)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "base"
    shutil.copytree(PROJECT / "data", root / "data")
    shutil.copytree(PROJECT / "content", root / "content")
    shutil.copy(PROJECT / "mkdocs.yml", root)
    return root


def template(root: Path, out: Path, *words: str) -> Path:
    assert cli.main(["--root", str(root), "template", *words, "--format", out.suffix[1:], "--out", str(out)]) == 0
    return out


def imported(root: Path, path: Path) -> importing.Result:
    (told,) = importing.run(importing.open_base(root, Settings(build_date=DAY)), [path])
    assert [one.fate for one in told.results] == ["created"], told.remarks
    return told.results[0]


def outcome_of(root: Path, result: importing.Result) -> dict:
    return yaml.load((root / result.path).read_text(encoding="utf-8"), yaml.CSafeLoader)


def test_figures_of_a_demonstration_district(shipped: Path, tmp_path: Path) -> None:
    words = ("values", "--territory", "districts/demo-severnyi", "--period", "2019")
    empty = template(shipped, tmp_path / "values.xlsx", *words)
    rows = [{"values.numerator": 30, "values.denominator": 40}]
    card = {"Район и период": {"source.title": "Отчёт методической службы"}}
    result = imported(shipped, fill(empty, tmp_path / "filled.xlsx", {"Показатели": rows}, card))
    assert outcome_of(shipped, result)["demo"] is True
    assert [remark.code for remark in result.remarks if not remark.is_error] == ["made-demo"]


def test_a_replication_of_a_demonstration_practice_through_word(shipped: Path, tmp_path: Path) -> None:
    found = catalog.build(reading.load(shipped)[0], DAY)
    practice = next(one for one in found.listed("practices", demo=True))
    school = next(one for one in found.listed("organizations", demo=True))
    document = docx.Document(template(shipped, tmp_path / "replication.docx", "replication"))
    for label, words in (("Практика", practice.title), ("Кто применил", school.title)):
        choose(answer_cell(document, label), words)
    type_in(answer_cell(document, "Когда"), "апрель 2026")
    choose(answer_cell(document, "Где"), found.title_of(found.find("districts/demo-severnyi")))
    choose(answer_cell(document, "Итог"), "получилось")
    document.save(tmp_path / "filled.docx")
    assert outcome_of(shipped, imported(shipped, tmp_path / "filled.docx"))["demo"] is True


def test_a_real_record_stays_real(shipped: Path, tmp_path: Path) -> None:
    """The red twin."""
    empty = template(shipped, tmp_path / "practice.xlsx", "practice")
    row = {"title": "Настоящая проба", "summary": "Проба.", "territory": "Ермаковский район (Красноярский край)"}
    result = imported(shipped, fill(empty, tmp_path / "filled.xlsx", {"Практики": [row]}))
    assert "demo" not in outcome_of(shipped, result)


def test_the_rule_looks_into_lists_and_groups(shipped: Path) -> None:
    found = catalog.build(reading.load(shipped)[0], DAY)
    form = questions.form("practice", found.vocabularies)
    demo = next(one.id for one in found.listed("organizations", demo=True))
    real = next(one.id for one in found.listed("organizations"))
    assert not list(
        submissions.demonstrations(form.questions, {"owner": real, "authors": [{"organization": real}]}, found)
    )
    named = submissions.demonstrations(
        form.questions, {"authors": [{"organization": real}, {"organization": demo}]}, found
    )
    assert list(named) == [f"organizations/{demo}"]
    in_group = {"outcomes": [{"organization": demo}], "territory": "districts/demo-severnyi"}
    assert len(list(submissions.demonstrations(form.questions, in_group, found))) == 2
