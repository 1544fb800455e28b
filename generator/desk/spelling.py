"""What the scripts of the desk need to read and write a file as the rest of the house does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator import questions, text
from generator.catalog import Catalog
from generator.formatter import resolved
from generator.questions import Question
from generator.schemas import Schema, json_schema, modeline

#: signs beyond ASCII whose Latin spelling a name needs: Western, Greek and Cyrillic letters, punctuation, «№»
_LETTERS = ((0x80, 0x180), (0x300, 0x460), (0x490, 0x4A0), (0x2010, 0x2070), (0x2100, 0x2130))


def of_kind(kind: str, catalog: Catalog) -> dict[str, Any]:
    """How a file of the kind becomes a form and back: the shape of its text, its first line, which fields are yes or no
    (``flags``), which optional groups the form shows as a list of at most one (``single``), and the names that files of
    the other extension have taken."""
    asked = questions.every(kind, catalog.vocabularies)
    return {
        "kind": kind,
        "modeline": modeline(kind),
        "shape": shape(kind),
        "flags": [question.path for question in flat(asked) if question.widget == "flag"],
        "single": [question.path for question in flat(asked) if question.widget == "group" and not question.required],
        "taken": long_ones(kind, catalog),
    }


def long_ones(kind: str, catalog: Catalog) -> list[str]:
    """The ids of the kind's records that are ``.md`` files."""
    return sorted(r.id for r in catalog.records.values() if r.kind == kind and r.path.endswith(".md"))


def flat(asked: Iterable[Question]) -> Iterator[Question]:
    """The questions and those inside their groups."""
    for question in asked:
        yield question
        yield from flat(question.questions)


def shape(kind: str) -> dict[str, Any]:
    """The schema of a kind as far as the spelling of a record reads it (``formatter``), fields in their order: "" is
    text, "m" Markdown, "n" a number, "f" a flag, a mapping a group; a list holds the shape of its members."""
    schema = json_schema(kind, {})
    return _shape(schema, schema.get("$defs", {}))


def _shape(schema: Schema, parts: Schema) -> Any:
    if "properties" in schema:
        return {name: _shape(resolved(field, parts), parts) for name, field in schema["properties"].items()}
    if "items" in schema:
        return [_shape(resolved(schema["items"], parts), parts)]
    if "x-markdown" in schema:
        return "m"
    if True in schema.get("enum", ()):
        return "f"
    return "n" if schema.get("type", ())[:1] in (["integer"], ["number"]) else ""


def letters() -> dict[str, str]:
    """Sign beyond ASCII -> what it is in a name. A sign that is not here parts words, unless Unicode takes it apart
    into signs that are. Made by the very function that names things (``text.slug``)."""
    signs = [chr(code) for first, end in _LETTERS for code in range(first, end)]
    return {sign: said for sign in signs if sign == sign.lower() and (said := _in_name(sign)) != "-"}


def _in_name(sign: str) -> str:
    return text.slug(f"a{sign}b")[1:-1]
