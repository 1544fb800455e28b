"""The JSON Schemas: the committed files, what they allow, and that they agree with our own reader."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from generator.documents import sources
from generator.records import KINDS, schemas
from generator.records.fields import fields
from generator.records.reading import load
from generator.records.validating import parse

ROOT = Path(__file__).resolve().parent.parent

# What editors of today handle the same way in draft 7 and in 2020-12; keywords of our own and of editors apart.
PORTABLE = set(
    "$schema $comment $ref $defs title description type properties required additionalProperties items minItems "
    "maxItems enum anyOf pattern format minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum examples "
    "default".split()
)
OURS = {"x-labels", "x-references", "x-markdown", "markdownEnumDescriptions"}


class Yaml12(yaml.SafeLoader):
    """Scalars as YAML 1.2 types them, which is what editors do: ``no`` is a word and a day is a text."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?\d+", "-+0123456789"),
    ("float", r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", "-+.0123456789"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first))


@cache
def vocabularies():
    return load(ROOT)[0].vocabularies


@cache
def validator(name):
    return Draft202012Validator(json.loads(schemas.all_schemas(vocabularies())[schemas.path(name)]))


def complaint(name, text):
    """What the schema has against a YAML text, None when nothing."""
    error = best_match(validator(name).iter_errors(yaml.load(text, Yaml12)))
    return error and f"{list(error.absolute_path)}: {error.message[:200]}"


def test_committed_schemas_are_the_generated_ones():
    files = (ROOT / schemas.SCHEMA_FOLDER).glob("*")
    committed = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}
    wanted = schemas.all_schemas(vocabularies())
    stale = sorted(path for path in committed.keys() | wanted.keys() if committed.get(path) != wanted.get(path))
    assert not stale, f"схемы отстали от моделей или списков, обновите их: make schema ({', '.join(stale)})"


@pytest.mark.parametrize("name", [*KINDS, "vocabularies"])
def test_schema_is_valid_and_uses_only_words_that_editors_know(name):
    schema = validator(name).schema
    Draft202012Validator.check_schema(schema)
    words = set()

    def walk(part, names_are_fields=False):
        if isinstance(part, dict):
            if not names_are_fields:
                words.update(part)
            for word, inner in part.items():
                if names_are_fields or word not in ("x-labels", "examples", "default"):
                    walk(inner, not names_are_fields and word in ("properties", "$defs"))
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(schema)
    assert words <= PORTABLE | OURS


@pytest.mark.parametrize("name", [*KINDS, "vocabularies"])
def test_every_field_has_a_russian_title_and_no_docstring_gets_in(name):
    schema = validator(name).schema
    assert not {"id", "path"} & schema["properties"].keys()
    for part in schema.get("$defs", {}).values():
        assert "description" not in part
    for group in (schema, *schema.get("$defs", {}).values()):
        for field, its_schema in group.get("properties", {}).items():
            assert re.search("[А-Яа-яЁё]", its_schema["title"]), field


def test_a_term_is_chosen_from_its_list_with_its_label():
    subjects = validator("practices").schema["$defs"]["subjects"]
    assert subjects["x-labels"]["matematika"] == "Математика"
    assert len(subjects["enum"]) == len(subjects["markdownEnumDescriptions"])
    assert complaint("practices", "title: Урок\nsubjects: [matematika]") is None
    assert "astrologiia" in complaint("practices", "title: Урок\nsubjects: [astrologiia]")


def test_a_reference_says_where_it_may_lead():
    territory = validator("practices").schema["properties"]["territory"]
    assert territory["x-references"] == ["regions", "districts"]
    assert "districts/имя" in territory["description"]
    assert complaint("practices", "title: Урок\nterritory: districts/severnyi") is None
    assert complaint("practices", "title: Урок\nterritory: severnyi")


@pytest.mark.parametrize(
    "text",
    [
        "title: 2025",  # a number to the editor, a text to us
        "title: Урок\nsummary:\nsources:\nconditions:",  # empty is the same as absent
        "title: Урок\ndemo: да",
        "title: Урок\nconditions: {class_size_min: '4', carry_hours: 1.5}",
        "title: Урок\nupdated: 2026-09-01",
        "title: Урок\noutcomes: [{what: рост, before: '0.25', n: 18}]",
    ],
)
def test_what_the_reader_takes_the_schema_takes(text):
    source, problems = sources.parse(text, "data/practices/urok.yml")
    assert not problems
    assert parse(source)[1] == []
    assert complaint("practices", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "summary: без названия",
        "title:",
        "title: Урок\nзаголовок: Урок",
        "title: Урок\nstatus: готово",
        "title: Урок\nupdated: 01.09.2026",
        "title: Урок\nsteps: [{text: шаг без названия}]",
        "title: Урок\nsteps: [{title: Шаг, minutes: 0}]",
        "title: Урок\nsteps: Шаг",
        "title: Урок\nconditions: {class_size_min: много}",
        "title: Урок\nattachments: [{title: Лист, url: list.pdf}]",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text):
    assert parse(sources.parse(text, "data/practices/urok.yml")[0])[1]
    assert complaint("practices", text)


def test_all_records_and_lists_of_the_base_pass():
    loaded, _ = load(ROOT)
    paths = [record.path for record in loaded.records.values() if record.path.endswith(".yml")]
    paths += [vocabulary.path for vocabulary in loaded.vocabularies.values()]
    complaints = {path: complaint(path.split("/")[1], (ROOT / path).read_text("utf-8")) for path in sorted(paths)}
    assert not {path: text for path, text in complaints.items() if text}


@pytest.mark.parametrize("kind", KINDS)
def test_groups_of_fields_have_names_of_their_own(kind):
    """Two classes of one name would become one part of the schema."""

    def groups(model):
        for field in fields(model).values():
            if field.group is not None:
                yield field.group
                yield from groups(field.group)

    found = set(groups(KINDS[kind]))
    assert len({group.__name__ for group in found}) == len(found)
