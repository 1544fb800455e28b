"""What the scripts of the desk need to read and write a file as the rest of the house does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.catalog import Catalog
from generator.catalog.forms import questions
from generator.catalog.forms.questions import Question
from generator.pages import form
from generator.records import KINDS, formatter, taken_names
from generator.records.schemas import modeline


def format_of_kind(kind: str, catalog: Catalog) -> dict[str, Any]:
    """How a file of the kind becomes a form and back: the shape of its text, its first line, which fields are yes or no
    (``flags``), which optional groups the form shows as a list of at most one (``single``), the names that files of
    the other extension have ``taken``, those that nobody may have (``claimed``), what a name is made of (``naming``),
    what a record needs before it is published (``needed``: name, label), and the questions as the rules of the form
    want them (``questions``)."""
    asked = questions.every(kind, catalog.vocabularies)
    return {
        "kind": kind,
        "modeline": modeline(kind),
        "shape": formatter.shape(kind),
        "flags": [question.path for question in flat(asked) if question.widget == "flag"],
        "single": [question.path for question in flat(asked) if question.widget == "group" and not question.required],
        "taken": long_ones(kind, catalog),
        "claimed": sorted(taken_names.claimed(kind)),
        "naming": taken_names.naming(kind),
        "needed": [[question.name, question.label] for question in asked if question.to_publish],
        "questions": [form.question_to_check(question, KINDS[kind]) for question in asked],
    }


def long_ones(kind: str, catalog: Catalog) -> list[str]:
    """The ids of the kind's records that are ``.md`` files."""
    return sorted(r.id for r in catalog.records.values() if r.kind == kind and r.path.endswith(".md"))


def flat(asked: Iterable[Question]) -> Iterator[Question]:
    """The questions and those inside their groups."""
    for question in asked:
        yield question
        yield from flat(question.questions)
