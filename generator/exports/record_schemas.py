"""What the published JSON of a record looks like, as JSON Schemas that lie at the address their ``$id`` names.

Not the schemas of ``data/schemas``: those are for people who write records, and know fields that no file tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from generator.catalog import Catalog
from generator.exports.data_json import dumped
from generator.exports.shapes import CLOCK, OUTCOME_NUMBERS, open_fields
from generator.pages import File, open_data
from generator.records import KINDS
from generator.records.events import Event
from generator.records.fields import Field, Group
from generator.records.practices import Outcome, Practice
from generator.records.schemas import DIALECT
from generator.records.vocabularies import MARKS

_TYPES = {bool: "boolean", int: "integer", Decimal: "number"}
_WORDS = ("pattern", "maxLength", "minLength", "format")
_DAY = {"type": "string", "format": "date"}

_Schema = dict[str, Any]


def schema_files(catalog: Catalog) -> Iterator[File]:
    """The schema of every kind that is published."""
    for kind in catalog.paged:
        yield File(open_data.schema_file(kind), f"{dumped(published_schema(catalog, kind))}\n".encode())


def published_schema(catalog: Catalog, kind: str) -> _Schema:
    """The schema of a published record of a kind; raises KeyError for an unknown one."""
    model = KINDS[kind]
    parts: dict[str, _Schema] = {}
    body = _object(catalog, model, parts)
    if MARKS not in catalog.vocabularies:
        del body["properties"][MARKS]
        parts.pop(MARKS, None)
    head: _Schema = {
        "$schema": {"type": "string"},
        "id": {"type": "string", "title": "Идентификатор"},
        "kind": {"const": kind, "title": "Вид записи"},
        "url": {"type": "string", "title": "Адрес страницы"},
        "first_published": _DAY | {"title": "Впервые опубликовано"},
    }
    if model is Practice:
        head["evidence_level"] = _term(catalog, "evidence-levels") | {"title": "Уровень доказательности"}
        head["maturity"] = _term(catalog, "maturity") | {"title": "Зрелость"}
    if model is Event:
        clock = {name: {"type": "string", "title": label, "description": help} for name, (label, help) in CLOCK.items()}
        body["properties"] |= clock
    body["properties"] = head | body["properties"]
    body["required"] = ["id", "kind", "url", *dict.fromkeys([*body.get("required", ()), "title"])]
    address = open_data.site_address(catalog.site, open_data.schema_file(kind))
    return {"$schema": DIALECT, "$id": address, "title": model.heading, **body, "$defs": dict(sorted(parts.items()))}


def _object(catalog: Catalog, model: Group, parts: dict[str, _Schema]) -> _Schema:
    its = open_fields(model)
    properties = {name: _property(catalog, field, parts) for name, field in its.items()}
    if issubclass(model, Outcome):
        properties["numbers"] = {"type": "string", "enum": list(OUTCOME_NUMBERS), "x-labels": OUTCOME_NUMBERS}
    out: _Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    required = [name for name, field in its.items() if field.required]
    return out | ({"required": required} if required else {})


def _property(catalog: Catalog, field: Field, parts: dict[str, _Schema]) -> _Schema:
    value = _single(catalog, field, parts)
    if field.many:
        value = {"type": "array", "items": value}
    return {"title": field.label, **({"description": field.help} if field.help else {}), **value}


def _single(catalog: Catalog, field: Field, parts: dict[str, _Schema]) -> _Schema:
    if field.group:
        name = field.group.__name__
        if name not in parts:
            parts[name] = {}  # holds the place in case a model ever contains itself
            parts[name] = _object(catalog, field.group, parts)
        return {"$ref": f"#/$defs/{name}"}
    if field.vocabulary:
        parts.setdefault(field.vocabulary, _term(catalog, field.vocabulary))
        return {"$ref": f"#/$defs/{field.vocabulary}"}
    if field.references:
        return {"type": "string", "x-references": list(field.references)}
    if field.labels:
        return {"type": "string", "enum": list(field.labels), "x-labels": dict(field.labels)}
    if issubclass(field.type, dt.date):
        return _DAY
    for its_type, name in _TYPES.items():
        if issubclass(field.type, its_type):
            return {"type": name}
    return {"type": "string"} | {word: field.value[word] for word in _WORDS if word in field.value}


def _term(catalog: Catalog, vocabulary: str) -> _Schema:
    found = catalog.vocabularies.get(vocabulary)
    labels = {term.id: term.label for term in found.terms} if found else {}
    return {"type": "string", **({"enum": list(labels), "x-labels": labels} if labels else {})}
