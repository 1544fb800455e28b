"""Sample records of a kind for which nobody has written material: what its fields themselves say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.begin.sample.plan import Plan, common, its_id, organization_id
from generator.catalog.forms.scaffold import shaped
from generator.records import KINDS, Record
from generator.records.fields import Field, fields, fields_in_file

#: how many records of such a kind there are
COUNT = 2


def record(plan: Plan, kind: str, n: int) -> dict[str, Any]:
    """The ``n``-th record (from 0): what every kind begins with, the fields it must have and its closed lists."""
    model = KINDS[kind]
    own = {name: field for name, field in fields_in_file(model).items() if name not in fields(Record)}
    asked = {name: field for name, field in own.items() if field.required or field.labels}
    summary = f"Так выглядит {model.label[0]} в этой базе."
    return common(kind, n, model.label[0].capitalize(), (summary,)) | _values(plan, asked, n)


def _values(plan: Plan, its: Mapping[str, Field], n: int) -> dict[str, Any]:
    return {name: [_value(plan, field, n)] if field.many else _value(plan, field, n) for name, field in its.items()}


def _value(plan: Plan, field: Field, n: int) -> Any:
    if field.group is not None:
        inner = fields(field.group)
        return _values(plan, {name: part for name, part in inner.items() if part.required} or _first(inner), n)
    if field.references:
        return _reference(plan, field.references, n)
    if values := field.labels or plan.terms.get(field.vocabulary):
        return list(values)[n % len(values)]
    example = field.example[0] if isinstance(field.example, list) else field.example
    return shaped(field, {}) if example is None else example


def _first(its: Mapping[str, Field]) -> Mapping[str, Field]:
    name = next(iter(its))
    return {name: its[name]}


def _reference(plan: Plan, kinds: tuple[str, ...], n: int) -> str:
    """A record of the first of the kinds: the address, or the id where the kind is clear."""
    kind = kinds[0]
    found = (
        organization_id("institut", 0) if kind == "organizations" else its_id(kind, n % plan.counts.get(kind, COUNT))
    )
    return found if len(kinds) == 1 else f"{kind}/{found}"
