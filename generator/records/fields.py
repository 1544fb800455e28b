"""What a field is, said once: what forms, schemas, messages, pages and reviews need to know of it is one object made
from the model. Nobody reads a type or a label out of an annotation or out of prose again."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from generator.records.choices import ByKeepers, Choices, Noun, OwnFile
from generator.records.scalars import PlainText, RefTo, RichText, TermOf

Group = type[BaseModel]

#: fields of the models that come from the file's name
FILE_NAME = ("id", "path")
#: fields of every kind that a person writes and reads last
_LAST = ("marks", "sources", "aliases", "license", "body")
_MARKERS = (RefTo, TermOf, RichText, PlainText, Choices, Noun, ByKeepers, OwnFile)
# In a union pydantic leaves the names of its own limits, which no editor knows.
_LIMITS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_FIELD_KEYS = ("title", "description", "default", "examples")


@dataclass(frozen=True)
class Field:
    """One field of a record or of a group of fields.

    ``label``, ``help`` and ``example`` (None: there is none) are what a person reads; ``many`` is True for a list.
    ``type`` is what one value is in Python: ``str``, ``int``, ``Decimal``, ``bool``, ``date``, a class of
    ``records.times``, or the model of a group of fields (then ``group`` is it too, else None). A single value may be
    one of ``choices``, a term of ``vocabulary``, or name a record of one of the kinds ``references``. ``value`` is
    what else one value may be, in the words of JSON Schema (``type``, ``format``, ``pattern``, ``minimum``,
    ``maxLength`` …); ``bounds`` are the limits of a number in the order in which they are checked (``gt``, ``ge``,
    ``lt`` or ``le``, and the limit); ``fewest`` and ``at_most`` say how many values a list takes.
    """

    name: str
    label: str
    help: str
    example: Any
    required: bool
    default: Any
    many: bool
    type: type
    markers: tuple[Any, ...]
    value: Mapping[str, Any]
    bounds: tuple[tuple[str, Any], ...]
    fewest: int | None
    at_most: int | None

    @property
    def group(self) -> Group | None:
        """The model of a group of fields, None for a single value."""
        return self.type if issubclass(self.type, BaseModel) else None

    @cached_property
    def choices(self) -> Choices | None:
        """The closed list of the field."""
        return next((marker for marker in self.markers if isinstance(marker, Choices)), None)

    @property
    def labels(self) -> Mapping[str, str]:
        """Value -> label of the closed list; empty for a field that has none."""
        return self.choices.labels if self.choices else {}

    @property
    def noun(self) -> Noun | None:
        """What a member of the list is called; None where only the label says it."""
        return next((marker for marker in self.markers if isinstance(marker, Noun)), None)

    @property
    def vocabulary(self) -> str:
        """The vocabulary whose terms the field takes, empty for none."""
        return next((marker.vocabulary for marker in self.markers if isinstance(marker, TermOf)), "")

    @property
    def references(self) -> tuple[str, ...]:
        """The kinds of records that the field may name."""
        return next((marker.kinds for marker in self.markers if isinstance(marker, RefTo)), ())

    @property
    def is_asked(self) -> bool:
        """Return True for what whoever sends a record may answer, False for what those who keep the base fill in."""
        return not any(isinstance(marker, ByKeepers) for marker in self.markers)

    @property
    def is_file(self) -> bool:
        """Return True for the name of a file in the folder of the record."""
        return any(isinstance(marker, OwnFile) for marker in self.markers)

    @property
    def is_rich(self) -> bool:
        """Return True for Markdown of the small dialect."""
        return any(isinstance(marker, RichText) for marker in self.markers)


class _OfOneModel(GenerateJsonSchema):
    """The schema of the ``wanted`` model alone: what is inside of its groups is asked of these, and to say it again for
    each model above takes most of the time."""

    wanted: Group

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """As of pydantic; nothing for a model that is inside."""
        return super().model_schema(schema) if schema["cls"] is self.wanted else {}


@cache
def fields(model: Group) -> Mapping[str, Field]:
    """The fields of a model by their names, in the order of the model."""
    its_own = type("_OfModel", (_OfOneModel,), {"wanted": model})
    raw = model.model_json_schema(schema_generator=its_own)["properties"]
    own: Mapping[str, Any] = getattr(model, "examples", {})
    made = {name: _field(name, info, raw[name]) for name, info in model.model_fields.items()}
    return {name: replace(field, example=own.get(name, field.example)) for name, field in made.items()}


@cache
def fields_in_file(model: Group) -> Mapping[str, Field]:
    """The fields of a kind that stand in a file, in the order in which a record is written."""
    order = sorted(model.model_fields, key=lambda name: _LAST.index(name) if name in _LAST else -1)
    return {name: fields(model)[name] for name in order if name not in FILE_NAME}


def label_of(group: BaseModel, name: str) -> str | None:
    """What people call the value of a closed list in the field ``name``; None where it is empty."""
    value = getattr(group, name)
    return None if value is None else fields(type(group))[name].labels[value]


@cache
def marked(model: Group) -> tuple[tuple[str, bool, type, tuple[Any, ...]], ...]:
    """The name, ``many``, ``type`` and ``markers`` of every field, which need no schema: that takes pydantic a while,
    and whoever reads records needs no more."""
    return tuple((name, *_unwrapped(info.annotation), _markers(info)) for name, info in model.model_fields.items())


@cache
def groups(model: Group) -> Mapping[str, Group]:
    """The fields that hold a group of fields, or several, by their names; without a schema, as ``marked``."""
    return {name: its_type for name, _, its_type, _ in marked(model) if issubclass(its_type, BaseModel)}


def _markers(info: FieldInfo) -> tuple[Any, ...]:
    return tuple(m for m in (*_metadata(info.annotation), *info.metadata) if isinstance(m, _MARKERS))


def _field(name: str, info: FieldInfo, raw: dict[str, Any]) -> Field:
    many, leaf_type = _unwrapped(info.annotation)
    filled = next((branch for branch in raw.get("anyOf", ()) if branch.get("type") != "null"), raw)
    leaf = filled["items"] if filled.get("type") == "array" else filled
    examples = info.examples or leaf.get("examples") or [None]  # the field's own, or the one of its type
    return Field(
        name=name,
        label=info.title or name,
        help=info.description or "",
        example=examples[0],
        required=info.is_required(),
        default=info.default if isinstance(info.default, str | int | bool) else None,
        many=many,
        type=leaf_type,
        markers=_markers(info),
        value={_LIMITS.get(part, part): limit for part, limit in leaf.items() if part not in _FIELD_KEYS},
        bounds=tuple(_bounds([*info.metadata, *_metadata(info.annotation)])),
        fewest=filled.get("minItems"),
        at_most=filled.get("maxItems"),
    )


def _bounds(metadata: list[Any]) -> Iterator[tuple[str, Any]]:
    for part in metadata:
        yield from ((name, getattr(part, name)) for name in ("gt", "ge", "lt", "le") if hasattr(part, name))


def _metadata(annotation: Any) -> Iterator[Any]:
    """What an annotation carries, also inside a list or an optional value, but not inside a group of fields."""
    for part in getattr(annotation, "__metadata__", ()):
        yield from part.metadata if isinstance(part, FieldInfo) else (part,)
    for part in get_args(annotation):
        yield from _metadata(part)


def _unwrapped(annotation: Any) -> tuple[bool, type]:
    """``tuple[Annotated[X, marker], ...] | None`` -> (True, X)."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _unwrapped(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if origin is tuple:
        return True, _unwrapped(get_args(annotation)[0])[1]
    return False, annotation
