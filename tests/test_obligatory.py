"""One truth on every way in: what is obligatory, what is needed before a record is published, its first state."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from support import copy_of_mini

from generator import site
from generator.catalog.forms import questions, scaffold
from generator.channels import desk, submissions
from generator.channels.checked_base import CheckedBase
from generator.channels.office import document_out, layout, workbook_out
from generator.channels.submissions import Proposal
from generator.pages import form as forms
from generator.records import KINDS
from generator.records.complete import FIRST_STATUS, to_publish
from generator.settings import Desk, Settings

DAY = dt.date(2026, 5, 28)
SETTINGS = Settings(desk=Desk("local"), build_date=DAY)
#: the least that a record of the kind has to say to be read at all
LEAST = {
    "practices": {"title": "Проба"},
    "events": {"title": "Проба", "type": "seminar", "start": "2026-05"},
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, site.Catalog]:
    root = copy_of_mini(tmp_path_factory.mktemp("obligatory") / "base")
    return root, site.check(root, SETTINGS)[0]


@pytest.mark.parametrize("kind", LEAST)
def test_the_check_demands_what_every_way_in_says_is_needed_to_publish(base: Any, kind: str) -> None:
    proposals = [
        Proposal(kind, f"z-{status}", LEAST[kind] | {"status": status}) for status in (FIRST_STATUS, "published")
    ]
    told = submissions.check_proposals(CheckedBase(base[0], SETTINGS), proposals)[1]
    errors = {key: [one.field for one in found if one.is_error] for key, found in told.items()}
    assert errors == {f"{kind}/z-{FIRST_STATUS}": [], f"{kind}/z-published": sorted(to_publish(kind))}


@pytest.mark.parametrize("name", questions.NAMES)
def test_the_form_and_its_page_say_it(base: Any, name: str) -> None:
    catalog = base[1]
    form = questions.form(name, catalog.vocabularies, catalog)
    needed = [field for field in to_publish(form.kind) if field in {question.name for question in form.questions}]
    described = forms.description(form, catalog, SETTINGS)
    marked = [q["n"] for section in described["sections"] for q in section["questions"] if q.get("p")]
    assert sorted(marked) == sorted(needed) == sorted(field for field, _ in described["needed"])
    assert described["given"] == {"status": FIRST_STATUS}
    labels = {question.name: question.label for question in form.questions}
    assert all(f"«{labels[field]}»" in form.obligatory for field in needed)
    obligatory = [question.label for question in form.questions if question.required]
    assert re.findall("«([^»]+)»", form.obligatory.partition(". ")[0]) == obligatory


def test_the_pages_carry_the_sentence(base: Any) -> None:
    made = {page.path: page for page in site.prepare(base[0], SETTINGS, lazy_texts=True).pages}
    for name in questions.NAMES:
        form = questions.form(name, base[1].vocabularies)
        page = html.unescape(made[forms.page_path(name)].text).replace("\u00a0", " ")
        assert form.obligatory in page


@pytest.mark.parametrize("name", layout.FORMS)
def test_files_of_word_and_excel_say_it(base: Any, name: str) -> None:
    its = layout.layout(name, base[1].vocabularies, base[1])
    assert its.form.given == {"status": FIRST_STATUS}
    word = docx.Document(io.BytesIO(document_out.document_template(its)))
    parts = [paragraph.text for paragraph in word.paragraphs]
    parts += [paragraph.text for table in word.tables for cell in table._cells for paragraph in cell.paragraphs]
    assert (its.form.obligatory in parts) == (name != "roadmap")  # its programme may be one that exists
    flat = [question for question in its.form.questions if question.to_publish]
    assert sum(one.startswith(questions.TO_PUBLISH) for one in parts) == len(flat)
    book = openpyxl.load_workbook(io.BytesIO(workbook_out.workbook_template(its, DAY)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert (its.form.obligatory in cells) == (name != "roadmap")


@pytest.mark.parametrize("kind", KINDS)
def test_the_desk_and_the_command_say_it(base: Any, kind: str) -> None:
    configured = desk.configuration(base[1], SETTINGS)["config"]["collections"]
    fields = {field["name"]: field for found in configured if found["name"] == kind for field in found["fields"]}
    hinted = {name for name, field in fields.items() if field.get("hint", "").startswith(questions.TO_PUBLISH)}
    assert hinted == set(to_publish(kind))
    assert fields["status"]["default"] == FIRST_STATUS
    text = scaffold.record_template(kind, "proba", base[1].vocabularies, DAY)
    assert f"\nstatus: {FIRST_STATUS}\n" in text
    assert text.count(f"({questions.TO_PUBLISH.lower()})") == len(to_publish(kind))


def test_json_of_the_desk_has_the_names_of_what_is_needed(base: Any) -> None:
    kinds = json.loads(json.dumps(desk.configuration(base[1], SETTINGS)["kinds"], ensure_ascii=False))
    assert [name for name, _ in kinds["practices"]["needed"]] == list(to_publish("practices"))
    assert kinds["reviews"]["needed"] == []
