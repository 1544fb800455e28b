"""What a field is, is said once on the model: every way in and every page call a value of a closed list alike."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from pydantic.json_schema import GenerateJsonSchema
from support import PROJECT

from generator import catalog
from generator.catalog.differences import shown
from generator.catalog.forms import questions
from generator.channels.desk import collections
from generator.records import KINDS, reading
from generator.records.fields import Field, Group, fields, fields_in_file
from generator.records.schemas import json_schema
from generator.settings import Settings


def groups(model: Group) -> Iterator[Group]:
    """A kind and every group of fields inside it."""
    yield model
    for field in fields(model).values():
        if field.group is not None:
            yield from groups(field.group)


CLOSED = sorted(
    {
        (model, name)
        for kind in KINDS.values()
        for model in groups(kind)
        for name, f in fields(model).items()
        if f.labels
    },
    key=lambda pair: (pair[0].__name__, pair[1]),
)


@pytest.fixture(scope="module")
def base() -> catalog.Catalog:
    return catalog.build(reading.load(PROJECT)[0], Settings().build_date)


def asked(field_questions: tuple[questions.Question, ...]) -> Iterator[questions.Question]:
    for question in field_questions:
        yield question
        yield from asked(question.questions)


def test_there_are_closed_lists() -> None:
    assert len({name for _, name in CLOSED}) > 15


@pytest.mark.parametrize("kind", KINDS)
def test_forms_and_office_files_offer_the_labels_of_the_model(base: catalog.Catalog, kind: str) -> None:
    by_path = {question.path: question for question in asked(questions.every(kind, base.vocabularies))}
    for path, field in paths(KINDS[kind]):
        if field.labels:
            assert dict(by_path[path].options) == dict(field.labels), path


def paths(model: Group, before: str = "") -> Iterator[tuple[str, Field]]:
    for field in (fields_in_file(model) if not before else fields(model)).values():
        yield before + field.name, field
        if field.group is not None:
            yield from paths(field.group, f"{before}{field.name}.")


@pytest.mark.parametrize("kind", KINDS)
def test_the_desk_and_the_schema_say_the_labels_of_the_model(base: catalog.Catalog, kind: str) -> None:
    schema = json_schema(kind, base.vocabularies)
    desk = {one["name"]: one for one in collections.kind_fields(kind, base)}
    for name, field in fields_in_file(KINDS[kind]).items():
        if field.labels and not field.many:
            text = schema["properties"][name]
            assert text.get("x-labels", text.get("anyOf", [{}])[0].get("x-labels")) == dict(field.labels), name
            offered = {option["value"]: option["label"] for option in desk[name]["options"]}
            assert offered == dict(field.labels), name


@pytest.mark.parametrize(("model", "name"), CLOSED, ids=lambda one: getattr(one, "__name__", one))
def test_a_review_says_the_labels_of_the_model(base: catalog.Catalog, model: Group, name: str) -> None:
    for value, label in fields(model)[name].labels.items():
        assert shown.format_value(model, name, value, shown.TitleLookup(base, base)) == label


def test_nobody_writes_the_labels_of_a_closed_list_once_more() -> None:
    """A table from values to words beside the models is how 20 labels once came to differ."""
    lists = [set(fields(model)[name].labels) for model, name in CLOSED]
    again = []
    for path in (PROJECT / "generator").rglob("*.py"):
        if path.is_relative_to(PROJECT / "generator" / "records"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
                keys = {key.value for key in node.keys}
                words = [v.value for v in node.values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
                russian = words and all(any("а" <= letter <= "я" for letter in word.lower()) for word in words)
                if len(words) == len(keys) > 1 and russian and keys in lists:
                    again.append(f"{path.name}: " + ", ".join(sorted(keys)))
    assert again == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_alone_says_what_it_says_with_all_that_is_inside(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    models = list(groups(KINDS[kind]))
    alone = [fields.__wrapped__(model) for model in models]
    monkeypatch.setattr("generator.records.fields._OfOneModel", GenerateJsonSchema)
    assert alone == [fields.__wrapped__(model) for model in models]
