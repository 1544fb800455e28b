"""A commented record to fill in, for ``metodoteka new`` and CONTRIBUTING: every field, its help, its example.

Drawn from the schema of the kind, so from the models. Two kinds of comments: ``## …`` is help and stays a comment, the
other lines that begin with ``# `` are fields that may be absent. Taking ``# `` from the beginning of such lines (which
is what an editor's "toggle comment" does) brings them to life, help inside them included.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from generator.forms.questions import TO_PUBLISH
from generator.records import KINDS, Vocabulary
from generator.records.complete import FIRST_STATUS, to_publish
from generator.records.formatter import scalar
from generator.records.schemas import Schema, json_schema, modeline

HELP = "## "
OFF = "# "
BLANK = "…"  # what stands where something must be written and nothing can be suggested
SPECIMEN_DAY = dt.date(2026, 9, 1)

_WIDTH = 100
_SHOWN_TERMS = 12
# Optional fields that are worth filling in at once.
_LIVE = ("status", "updated")
_BY_FORMAT = {"date": SPECIMEN_DAY.isoformat(), "uri": "https://example.org/"}


def template(kind: str, id: str, vocabularies: Mapping[str, Vocabulary], today: dt.date) -> str:
    """The text of a new record ``data/<kind>/<id>.yml`` of ``today``, in the state in which every record arrives.
    Raises KeyError for an unknown kind."""
    schema = json_schema(kind, vocabularies)
    schema["properties"]["updated"]["examples"] = [today.isoformat()]
    for group in (schema, *schema["$defs"].values()):
        for name in group.get("required", ()):
            group["properties"][name]["title"] += " (обязательно)"
    for name in to_publish(kind):
        schema["properties"][name]["title"] += f" ({TO_PUBLISH.lower()})"
    schema["properties"]["status"]["examples"] = [FIRST_STATUS]
    lines = [modeline(kind), *_introduction(kind, id)]
    for name, field in schema["properties"].items():
        lines += ["", *_field(name, field, _is_live(name, schema), schema["$defs"], "")]
    return "\n".join(lines) + "\n"


def specimen(kind: str, vocabularies: Mapping[str, Vocabulary]) -> str:
    """The same text with a fixed name and day, for the documentation."""
    return template(kind, "imia-faila", vocabularies, SPECIMEN_DAY)


def _introduction(kind: str, id: str) -> Iterator[str]:
    place = f"data/{kind}/{id}.yml"
    yield f"{HELP}Новая запись: {KINDS[kind].label[0]}. Место файла: {place}"
    yield f"{HELP}Строки со знаками «##» — подсказки, их можно стереть. Строки с «# » в начале — необязательные поля:"
    yield f"{HELP}чтобы заполнить такое поле, сотрите «# » в начале всех его строк; ненужные поля сотрите совсем."
    yield f"{HELP}Проверить запись: metodoteka check {place}"


def _is_live(name: str, group: Schema) -> bool:
    """True for what must be there: required fields, and the first one of a group that would be empty otherwise."""
    required = group.get("required", ())
    return name in required or name in _LIVE or (not required and name == next(iter(group["properties"])))


def _field(name: str, field: Schema, live: bool, parts: Schema, indent: str, dash: str = "") -> list[str]:
    """Help and value of one field; all of it commented out when it is not live. ``dash`` begins an item of a list: help
    stands above the dash, as ``formatter`` puts it."""
    lines = [*_help(field, parts, indent), *_value(name, field, parts, indent, dash)]
    return lines if live else [line if line.startswith("#") else OFF + line for line in lines]


def _value(name: str, field: Schema, parts: Schema, indent: str, dash: str) -> list[str]:
    start = f"{indent}{dash}{name}:"
    inside = indent + " " * len(dash) + "  "
    types = field.get("type", ())
    if "array" in types:
        group = _group(field["items"], parts)
        if group:
            return [start, *_fields(group, parts, inside, "- ") * field.get("minItems", 1)]
        examples = field.get("examples", [[]])[0] or [_example(field["items"], parts)]
        return [start, *(f"{inside}- {scalar(example)}" for example in examples)]
    group = _group(field, parts)
    if group:
        return [start, *_fields(group, parts, inside)]
    value = _example(field, parts)
    return [f"{start} |", inside + value] if "x-markdown" in field else [f"{start} {scalar(value)}"]


def _fields(group: Schema, parts: Schema, indent: str, dash: str = "") -> list[str]:
    """The fields of a group; with ``dash`` as one item of a list. Whoever is above may comment all of it out."""
    lines: list[str] = []
    for name, field in group["properties"].items():
        lines += _field(name, field, _is_live(name, group), parts, indent, dash)
        indent, dash = indent + " " * len(dash), ""
    return lines


def _group(field: Schema, parts: Schema) -> Schema | None:
    """The schema of the group a field holds, None for a single value."""
    found = parts.get(_filled(field).get("$ref", "").rpartition("/")[2], {})
    return found if "properties" in found else None


def _filled(field: Schema) -> Schema:
    return field["anyOf"][0] if "anyOf" in field else field


def _choices(field: Schema, parts: Schema) -> Schema:
    """The schema of the list a value is taken from, that of the value itself where it has no list of its own."""
    filled = _filled(field)
    name = filled.get("$ref", "").rpartition("/")[2]
    return parts[name] if name else filled


def _example(field: Schema, parts: Schema) -> Any:
    """The model's example; without one something of the right shape."""
    if field.get("examples"):
        return field["examples"][0]
    value = _choices(field, parts)
    if "enum" in value:
        return value["enum"][0]
    if "x-references" in value:
        kinds = value["x-references"]
        return "imia-zapisi" if len(kinds) == 1 else f"{kinds[0]}/imia-zapisi"
    if value.get("format") in _BY_FORMAT:
        return _BY_FORMAT[value["format"]]
    if value["type"][0] in ("integer", "number"):
        return 1
    return "prezhnee-imia" if value.get("pattern") else BLANK


def _help(field: Schema, parts: Schema, indent: str) -> list[str]:
    said = [field["title"], field.get("description", ""), _allowed(field, parts)]
    text = ". ".join(part.rstrip(".") for part in said if part) + "."
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent + HELP,
        subsequent_indent=indent + HELP,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _allowed(field: Schema, parts: Schema) -> str:
    """The values of a closed list or of a vocabulary, with their labels."""
    values = _choices(field.get("items", field), parts)
    if "x-labels" in values:
        terms = [f"{its_id} — {label}" for its_id, label in values["x-labels"].items()]
        rest = len(terms) - _SHOWN_TERMS
        more = f"; и ещё {rest}" if rest > 0 else ""
        return "Можно: " + "; ".join(terms[:_SHOWN_TERMS]) + more
    return ""
