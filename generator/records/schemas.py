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

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.records import KINDS, Vocabulary
from generator.records.scalars import RefTo, RichText, TermOf
from generator.records.walking import group_in, slots

Schema = dict[str, Any]

FOLDER = "data/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VOCABULARY = "vocabularies"  # the schema of the lists themselves

_NOTE = "Создано командой metodoteka schema из моделей и списков; вручную не правится."
_FILE_NAME = ("id", "path")
#: fields of every kind that a person writes and reads last
_LAST = ("sources", "aliases", "license", "body")
_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
# In a union pydantic leaves the names of its own limits, which no editor knows.
_LIMITS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_SAID_BY_FIELD = ("title", "description", "default", "examples")
_FLAGS = [True, False, "да", "нет", "yes", "no"]


def json_schema(kind: str, vocabularies: Mapping[str, Vocabulary]) -> Schema:
    """The schema of one kind of records. Raises KeyError for an unknown kind."""
    model = KINDS[kind]
    what = f"Запись «{model.label[0]}»: файл data/{kind}/идентификатор.yml"
    return _document(model, model.heading, what, vocabularies)


def vocabulary_schema() -> Schema:
    """The schema of a controlled list (``data/vocabularies/*.yml``)."""
    return _document(Vocabulary, "Список терминов", "Список, из которого записи берут значения: data/vocabularies/", {})


def all_schemas(vocabularies: Mapping[str, Vocabulary]) -> dict[str, str]:
    """Every schema as the text of its file, by path from the root of the base; same lists, same bytes."""
    schemas = {kind: json_schema(kind, vocabularies) for kind in KINDS} | {VOCABULARY: vocabulary_schema()}
    return {path(name): json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def path(name: str) -> str:
    """Where the schema of a kind lies, from the root of the base."""
    return f"{FOLDER}/{name}.json"


def modeline(name: str) -> str:
    """The first line of a record, by which editors find its schema."""
    return f"# yaml-language-server: $schema=../schemas/{name}.json"


def _document(model: type[BaseModel], title: str, description: str, vocabularies: Mapping[str, Vocabulary]) -> Schema:
    parts: dict[str, Schema] = {}
    body = _object(model, vocabularies, parts, hidden=_FILE_NAME)
    schema = {"$schema": DIALECT, "$comment": _NOTE, "title": title, "description": description, **body}
    return schema | ({"$defs": dict(sorted(parts.items()))} if parts else {})


def _object(
    model: type[BaseModel],
    vocabularies: Mapping[str, Vocabulary],
    parts: dict[str, Schema],
    *,
    hidden: tuple[str, ...] = (),
) -> Schema:
    """The schema of a model; the models and lists it needs are added to ``parts``."""
    raw = model.model_json_schema()["properties"]
    markers = {slot.name: slot.markers for slot in slots(model)}
    names = sorted(model.model_fields, key=lambda name: _LAST.index(name) if hidden and name in _LAST else -1)
    fields = {name: model.model_fields[name] for name in names if name not in hidden}
    properties = {
        name: _property(info, raw[name], markers.get(name, ()), vocabularies, parts) for name, info in fields.items()
    }
    required = [name for name, info in fields.items() if info.is_required()]
    out = {"type": "object", "additionalProperties": False, "properties": properties}
    return out | {"required": required} if required else out


def _property(
    info: FieldInfo,
    raw: Schema,
    markers: tuple[Any, ...],
    vocabularies: Mapping[str, Vocabulary],
    parts: dict[str, Schema],
) -> Schema:
    filled = next((branch for branch in raw.get("anyOf", ()) if branch.get("type") != "null"), raw)
    leaf = filled["items"] if filled.get("type") == "array" else filled
    value, help = _leaf(leaf, markers, vocabularies, parts)
    inner = group_in(info.annotation)
    if inner is not None:
        if inner.__name__ not in parts:
            parts[inner.__name__] = {}  # holds the place in case a model ever contains itself
            parts[inner.__name__] = _object(inner, vocabularies, parts)
        value = {"$ref": f"#/$defs/{inner.__name__}"}
    if leaf is not filled:
        limits = {name: filled[name] for name in ("minItems", "maxItems") if name in filled}
        value = {"type": "array", "items": value} | limits
    out = {"title": info.title, "description": _sentences(info.description, help)}
    out |= value if info.is_required() else _or_nothing(value)
    if info.examples or "examples" in leaf:  # the field's own, or the one of its type
        out["examples"] = info.examples or leaf["examples"]
    if isinstance(info.default, str | int | bool):
        out["default"] = info.default
    return {name: part for name, part in out.items() if part not in ("", None)}


def _leaf(
    raw: Schema, markers: tuple[Any, ...], vocabularies: Mapping[str, Vocabulary], parts: dict[str, Schema]
) -> tuple[Schema, str]:
    """What a single value may be, and the sentence about where its values come from."""
    for marker in markers:
        if isinstance(marker, TermOf) and marker.vocabulary in vocabularies:
            parts[marker.vocabulary] = _terms(vocabularies[marker.vocabulary])
            return {"$ref": f"#/$defs/{marker.vocabulary}"}, f"Термин из data/vocabularies/{marker.vocabulary}.yml"
        if isinstance(marker, RefTo):
            return _reference(marker.kinds)
    value = {_LIMITS.get(name, name): part for name, part in raw.items() if name not in _SAID_BY_FIELD}
    if any(isinstance(marker, RichText) for marker in markers):
        value["x-markdown"] = True
    return _as_typed(value), ""


def _as_typed(value: Schema) -> Schema:
    """Everything an editor can make of the value unquoted or in quotes: our reader takes all scalars as text."""
    match value.get("type"):
        case "string" if value.get("format") == "date":
            return value | {"pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case "string" if value.get("format") == "uri":
            return value | {"pattern": "^https?://"}
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


def _reference(kinds: tuple[str, ...]) -> tuple[Schema, str]:
    if len(kinds) == 1:
        shape, help = f"^{_SLUG}$", f"Имя файла без расширения из data/{kinds[0]}/"
    else:
        shape = f"^(?:{'|'.join(kinds)})/{_SLUG}$"
        help = "Вид и имя записи: " + ", ".join(f"{kind}/имя" for kind in kinds)
    return {"type": "string", "pattern": shape, "x-references": list(kinds)}, help


def _terms(vocabulary: Vocabulary) -> Schema:
    """The terms with their labels; former ids at the end: a record with one is right."""
    labels = {term.id: term.label for term in vocabulary.terms}
    labels |= {alias: f"{term.label} (теперь {term.id})" for term in vocabulary.terms for alias in term.aliases}
    help = {its_id: vocabulary.by_id[its_id].description for its_id in labels}
    return {
        "title": vocabulary.title,
        "enum": list(labels),
        "markdownEnumDescriptions": [_sentences(label, help[its_id]) for its_id, label in labels.items()],
        "x-labels": labels,
    }


def _sentences(*parts: str | None) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)
