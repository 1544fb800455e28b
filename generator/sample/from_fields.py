"""Sample records of a kind that nobody has written material for: what its fields themselves say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.records import KINDS
from generator.records.fields import Field, fields, fields_in_file
from generator.sample.plan import Plan, address, common, its_id, organization

#: how many records there are of such a kind
COUNT = 2


def record(plan: Plan, kind: str, n: int) -> dict[str, Any]:
    """The ``n``-th record (from 0): the fields it must have, and those in which people choose from a closed list."""
    model = KINDS[kind]
    own = {name: field for name, field in fields_in_file(model).items() if name not in _COMMON}
    asked = {name: field for name, field in own.items() if field.required or field.labels}
    said = f"Так выглядит {model.label[0]} в этой базе."
    return common(kind, n, model.label[0].capitalize(), (said,)) | _values(plan, asked, n)


_COMMON = frozenset(fields(next(iter(KINDS.values())).__mro__[1]))  # what every record has


def _values(plan: Plan, asked: Mapping[str, Field], n: int) -> dict[str, Any]:
    return {name: [_value(plan, field, n)] if field.many else _value(plan, field, n) for name, field in asked.items()}


def _value(plan: Plan, field: Field, n: int) -> Any:
    if field.group is not None:
        inner = fields(field.group)
        return _values(plan, {name: part for name, part in inner.items() if part.required} or dict([*inner.items()][:1]), n)
    if field.labels:
        return list(field.labels)[n % len(field.labels)]
    if field.vocabulary:
        return plan.terms[field.vocabulary][n % len(plan.terms[field.vocabulary])]
    if field.references:
        return _reference(field.references)
    example = field.example[0] if isinstance(field.example, list) else field.example
    return date.fromisoformat(example) if field.type is date and isinstance(example, str) else example
