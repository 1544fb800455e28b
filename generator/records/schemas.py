"""The models and the vocabularies as JSON Schemas: what an editor shows, completes and underlines while one types.

Drawn from the models (law 3: one truth per fact) with four changes. ``id`` and ``path`` go, they are the file's name.
Terms of a vocabulary become a list of allowed values with their labels, a reference says to which records it may lead.
A value may be a number where our reader takes text (an editor reads an unquoted ``2025`` as a number), and an optional
field may be empty, because the reader takes ``name:`` with nothing after it for no such field.

Only words of JSON Schema that mean the same in draft 7 and in 2020-12 are used: editors lag behind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.records import KINDS, Vocabulary
from generator.records.choices import Choices
from generator.records.fields import Field, Group, fields, fields_in_file
from generator.records.vocabularies import MARKS, with_marks

Schema = dict[str, Any]

SCHEMA_FOLDER = "data/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VOCABULARY = "vocabularies"  # the schema of the lists themselves

_NOTE = "Создано командой metodoteka schema из моделей и списков; вручную не правится."
_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
URL_PATTERN = "^https?://"
_FLAGS = [True, False, "да", "нет", "yes", "no"]


def json_schema(kind: str, vocabularies: Mapping[str, Vocabulary], *, all_fields: bool = False) -> Schema:
    """The schema of one kind of records; ``all_fields``: with ``marks`` also where no list of the base's own is for the
    kind. Raises KeyError for an unknown kind."""
    model = KINDS[kind]
    what = f"Запись «{model.label[0]}»: файл data/{kind}/идентификатор.yml"
    return _document(model, model.heading, what, vocabularies, all_fields)


def vocabulary_schema() -> Schema:
    """The schema of a controlled list (``data/vocabularies/*.yml``)."""
    what = "Список, из которого записи берут значения: data/vocabularies/"
    return _without_required(_document(Vocabulary, "Список терминов", what, {}, True))


def _without_required(schema: Schema) -> Schema:
    """A file of a base says of a term of the product only what it changes; what is missing, ``check`` tells."""
    loose = {name: part for name, part in schema.items() if name != "required"}
    terms = {
        name: {key: one for key, one in part.items() if key != "required"} for name, part in loose["$defs"].items()
    }
    return loose | {"$defs": {name: part | {"required": ["id"]} for name, part in terms.items()}}


def all_schemas(vocabularies: Mapping[str, Vocabulary]) -> dict[str, str]:
    """Every schema as the text of its file, by path from the root of the base; same lists, same bytes."""
    schemas = {kind: json_schema(kind, vocabularies) for kind in KINDS} | {VOCABULARY: vocabulary_schema()}
    return {path(name): json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def path(name: str) -> str:
    """Where the schema of a kind lies, from the root of the base."""
    return f"{SCHEMA_FOLDER}/{name}.json"


def modeline(name: str) -> str:
    """The first line of a record, by which editors find its schema."""
    return f"# yaml-language-server: $schema=../schemas/{name}.json"


def _document(
    model: Group, title: str, description: str, vocabularies: Mapping[str, Vocabulary], all_fields: bool
) -> Schema:
    parts: dict[str, Schema] = {}
    vocabularies = with_marks(vocabularies, getattr(model, "kind", ""))
    its = {
        name: field
        for name, field in fields_in_file(model).items()
        if name != MARKS or all_fields or MARKS in vocabularies
    }
    body = _object(its, vocabularies, parts)
    schema = {"$schema": DIALECT, "$comment": _NOTE, "title": title, "description": description, **body}
    return schema | ({"$defs": dict(sorted(parts.items()))} if parts else {})


def _object(its: Mapping[str, Field], vocabularies: Mapping[str, Vocabulary], parts: dict[str, Schema]) -> Schema:
    """The schema of these fields; the groups and lists they need are added to ``parts``."""
    properties = {name: _property(field, vocabularies, parts) for name, field in its.items()}
    required = [name for name, field in its.items() if field.required]
    out = {"type": "object", "additionalProperties": False, "properties": properties}
    return out | {"required": required} if required else out


def _property(field: Field, vocabularies: Mapping[str, Vocabulary], parts: dict[str, Schema]) -> Schema:
    value = _single(field, vocabularies, parts)
    if field.many:
        limits = {"minItems": field.fewest, "maxItems": field.at_most}
        value = {"type": "array", "items": value} | {name: limit for name, limit in limits.items() if limit is not None}
    out: Schema = {"title": field.label, "description": whole_help(field, vocabularies)}
    out |= value if field.required else _or_nothing(value)
    if field.example is not None:
        out["examples"] = [field.example]
    out["default"] = field.default
    return {name: part for name, part in out.items() if part not in ("", None)}


def whole_help(field: Field, vocabularies: Mapping[str, Vocabulary]) -> str:
    """The help of a field with the sentence about where its values come from; empty where there is nothing to say."""
    where = ""
    if field.vocabulary in vocabularies:
        its = vocabularies[field.vocabulary]
        where = f"Термин из {its.path}" if its.whole else f"Термин списка «{its.title}»: {its.where}"
    elif len(field.references) == 1:
        where = f"Имя файла без расширения из data/{field.references[0]}/"
    elif field.references:
        where = "Вид и имя записи: " + ", ".join(f"{kind}/имя" for kind in field.references)
    return _sentences(field.help, where)


def labels_of(field: Field, vocabularies: Mapping[str, Vocabulary]) -> Mapping[str, str]:
    """Value -> label of everything the field takes from a list; former ids of terms at the end: a record with one is
    right. Empty for a field without a list."""
    if field.vocabulary not in vocabularies:
        return field.labels
    terms = vocabularies[field.vocabulary].terms
    former = {alias: f"{term.label} (теперь {term.id})" for term in terms for alias in term.aliases}
    return {term.id: term.label for term in terms} | former


def _single(field: Field, vocabularies: Mapping[str, Vocabulary], parts: dict[str, Schema]) -> Schema:
    """What a single value may be."""
    if field.group is not None:
        name = field.group.__name__
        if name not in parts:
            parts[name] = {}  # holds the place in case a model ever contains itself
            parts[name] = _object(fields(field.group), vocabularies, parts)
        return {"$ref": f"#/$defs/{name}"}
    if field.vocabulary in vocabularies:
        parts[field.vocabulary] = _terms(vocabularies[field.vocabulary], labels_of(field, vocabularies))
        return {"$ref": f"#/$defs/{field.vocabulary}"}
    if field.references:
        return _reference(field.references)
    if field.choices:
        return _closed(field.choices)
    return as_typed({**field.value, **({"x-markdown": True} if field.is_rich else {})})


def as_typed(value: Mapping[str, Any]) -> Schema:
    """Everything an editor can make of a value unquoted or in quotes: our reader takes all scalars as text."""
    value = dict(value)
    match value.get("type"):
        case "string" if value.get("format") == "date":
            return value | {"pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case "string" if value.get("format") == "uri":
            return value | {"pattern": URL_PATTERN}
        case "string" if "enum" not in value:
            return value | {"type": ["string", "number"]}
        case "integer":
            return value | {"type": ["integer", "string"], "pattern": r"^-?\d{1,15}$"}
        case "number":
            return value | {"type": ["number", "string"], "pattern": r"^-?\d{1,15}(\.\d{1,10})?$"}
        case "boolean":
            return {"enum": _FLAGS}
    return value


def _or_nothing(value: Schema) -> Schema:
    """The same or empty."""
    if "type" in value and "enum" not in value:
        types = value["type"] if isinstance(value["type"], list) else [value["type"]]
        return value | {"type": [*types, "null"]}
    return {"anyOf": [value, {"type": "null"}]}


def _reference(kinds: tuple[str, ...]) -> Schema:
    shape = f"^{_SLUG}$" if len(kinds) == 1 else f"^(?:{'|'.join(kinds)})/{_SLUG}$"
    return {"type": "string", "pattern": shape, "x-references": list(kinds)}


def _closed(choices: Choices) -> Schema:
    """The values of a closed list with their labels."""
    labels = dict(choices.labels)
    described = {"markdownEnumDescriptions": list(labels.values()), "x-labels": labels}
    return {"type": "string", "enum": list(labels)} | described


def _terms(vocabulary: Vocabulary, labels: Mapping[str, str]) -> Schema:
    """The terms with their labels and descriptions."""
    help = {its_id: vocabulary.by_id[its_id].description for its_id in labels}
    return {
        "title": vocabulary.title,
        "enum": list(labels),
        "markdownEnumDescriptions": [_sentences(label, help[its_id]) for its_id, label in labels.items()],
        "x-labels": dict(labels),
    }


def _sentences(*parts: str | None) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)
