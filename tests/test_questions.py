"""What a person is asked: every field of the model in its words, nothing that people cannot read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shipped_base import shipped_catalog

from generator.catalog.forms import questions
from generator.catalog.forms.questions import Question
from generator.channels.office.filled import located
from generator.problems import dotted
from generator.records import KINDS


@pytest.fixture(scope="module")
def catalog():
    return shipped_catalog()


def every(found: tuple[Question, ...]) -> Iterator[Question]:
    for question in found:
        yield question
        yield from every(question.questions)


@pytest.mark.parametrize("name", questions.NAMES)
def test_required_fields_are_asked_or_given(name: str, catalog) -> None:
    form = questions.form(name, catalog.vocabularies, catalog)
    asked = {question.path for question in form.questions} | form.given.keys()
    needed = {field for field, info in KINDS[form.kind].model_fields.items() if info.is_required()} - {"id", "path"}
    assert needed <= asked


@pytest.mark.parametrize("name", questions.NAMES)
def test_nobody_has_to_choose_between_code_words(name: str, catalog) -> None:
    form = questions.form(name, catalog.vocabularies, catalog)
    for question in every(form.questions):
        assert question.label[0].isupper() and question.label.isprintable(), question.path
        assert all(any("а" <= character <= "я" for character in label.lower()) for _, label in question.options), (
            question
        )
        assert not (question.options and question.options[0][0] in question.help), question.help


def test_the_help_does_not_repeat_the_words_of_a_closed_list(catalog) -> None:
    form = questions.form("replication", catalog.vocabularies, catalog)
    result = next(question for question in form.questions if question.name == "result")
    assert result.options == (
        ("worked", "получилось"),
        ("partly", "получилось отчасти"),
        ("did-not-work", "не получилось"),
    )
    assert result.help == "Честное «не получилось» очень полезно"


def test_records_are_chosen_by_title_real_ones_first(catalog) -> None:
    form = questions.form("replication", catalog.vocabularies, catalog)
    practice = next(question for question in form.questions if question.name == "practice")
    labels = [label for _, label in practice.options]
    assert len(labels) == sum(len(catalog.listed("practices", demo=demo)) for demo in (False, True))
    first_demo = next(n for n, label in enumerate(labels) if label.endswith("(демо)"))
    assert all(label.endswith("(демо)") == (n >= first_demo) for n, label in enumerate(labels))


def test_the_kind_of_control_follows_the_model(catalog) -> None:
    form = questions.form("practice", catalog.vocabularies, catalog)
    widgets = {question.path: question.widget for question in every(form.questions)}
    assert {path: widgets[path] for path in ("title", "idea", "subjects", "steps", "steps.minutes", "conditions",
                                             "steps.materials", "cost", "authors.consent.given")} == {
        "title": "line", "idea": "text", "subjects": "choices", "steps": "groups", "steps.minutes": "number",
        "conditions": "group", "steps.materials": "lines", "cost": "choice", "authors.consent.given": "date",
    }  # fmt: skip


@pytest.mark.parametrize("loc", [(), ("title",), ("steps", 1, "text"), ("a", 0, "b", 11), ("a", 0, "b", "c")])
def test_a_dotted_place_leads_back(loc) -> None:
    assert located(dotted(loc)) == loc
