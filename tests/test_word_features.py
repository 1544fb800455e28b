"""What of Word we read, keep, or tell: every row of the table in CONTRIBUTING.md is tried on a real document."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any

import docx
import pytest
import word_features
import yaml
from support import PROJECT, copy_of_mini
from word_files import answer_cell

from generator import text
from generator.channels.office import document_in, document_out, importing
from generator.settings import Settings

CASES = yaml.load((PROJECT / "tests/cases/office/word-features.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    root = copy_of_mini(tmp_path_factory.mktemp("features") / "base")
    return importing.open_base(root, Settings(build_date=dt.date(2026, 5, 28)))


@pytest.fixture(scope="module")
def template(base: importing.Base) -> bytes:
    return document_out.document_template(base.layouts["practice"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_it_is_kept_or_told(case: Mapping[str, Any], base: importing.Base, template: bytes) -> None:
    read = document_in.read(word_features.document(template, case), base.forms, base.catalog)
    (entry,) = read.entries
    parts = [remark.message for remark in read.remarks]
    assert entry.data.get("idea") == case["becomes"], parts
    for words in case.get("told", []):
        assert any(words in one for one in parts), parts
    assert len(parts) == len(case.get("told", [])), "a remark that nobody expects"
    assert any(remark.is_error for remark in read.remarks) == case.get("error", False)


def test_a_plain_reading_would_lose_much(template: bytes) -> None:
    """The red twin: what python-docx calls the text of a paragraph is not what a person sees."""
    lost = []
    for case in CASES:
        cell = answer_cell(docx.Document(io.BytesIO(word_features.document(template, case))), word_features.ANSWER)
        if "\n\n".join(p.text for p in cell.paragraphs) != (case["becomes"] or ""):
            lost.append(case["what"])
    assert len(lost) > 30 and {"верхний индекс", "зачёркнутые слова", "сноска", "раскрывающийся список"} <= set(lost)


@pytest.mark.parametrize("case", [case for case in CASES if case["becomes"]], ids=lambda case: case["what"])
def test_what_is_kept_is_shown_by_the_site(case: Mapping[str, Any]) -> None:
    """The spelling is one that the pages show as it is meant: nothing of it is lost on the way to HTML."""
    assert not text.losses(case["becomes"]) or "неизвестный" in case["what"]


def test_the_documentation_has_this_very_table() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (printed,) = re.findall(r"<!-- что из Word -->\n\n(.*?)\n\n<!-- /что из Word -->", page, re.DOTALL)
    assert printed == word_features.table(CASES)
