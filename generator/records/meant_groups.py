"""Groups of fields as a person may have meant them, and values and examples as they stand in a file.

Pure. What is offered holds the words of the person wherever it can: an example of something else would be followed.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from generator.documents.sources import Loc, Source
from generator.records import KINDS, record_lookup
from generator.records.fields import Field, fields
from generator.records.record_lookup import KnownTitles
from generator.records.times import Month

#: the fields that take words of any kind, the likeliest first
_OF_WORDS = ("title", "role", "what", "text")
_MAYBE_NAME = re.compile(r"\b[А-ЯЁ][а-яё]+(?:вна|чна|вич|ич)\b|\b[А-ЯЁ]\.\s?[А-ЯЁ]?")
NO_EXAMPLE = "…"  # what stands where nothing can be suggested


def as_group(group: type[BaseModel], given: str, names: KnownTitles) -> str | None:
    """The fields of a group that a text beside its name means: a span, a record, an address, what a field of words
    takes; None where nobody can tell, and where the text may name a person."""
    its, given = fields(group), given.strip()
    if {"start", "end"} <= its.keys():
        from generator.text.terms import read_term  # its words take a while to load

        first, dots, last = (term.write if (term := read_term(given)) else "").partition("..")
        return f"{{start: {first}, end: {last}}}" if last else f"{{start: {first}}}" if dots and first else None
    for field in its.values():
        if field.references and (key := record_lookup.exact_match(given, field.references, names)):
            return f"{{{field.name}: {key if len(field.references) > 1 else key.partition('/')[2]}}}"
        if field.value.get("format") == "uri" and re.fullmatch(r"https?://\S+", given):
            words = next((one.name for one in its.values() if one.required and one is not field), None)
            return f"{{{f'{words}: {NO_EXAMPLE}, ' if words else ''}{field.name}: {in_yaml(given, inside=True)}}}"
    words = next((name for name in _OF_WORDS if name in its), None)
    # Authors stand in the titles of sources; elsewhere a name is no role.
    is_named = words != "title" and _MAYBE_NAME.search(given)
    if words is None or is_named or "\n" in given or re.match(r"[\w/.-]+$", given, re.ASCII):
        return None
    others = "".join(
        f", {one.name}: {example_in_yaml(one)}" for one in its.values() if one.required and one.name != words
    )
    return f"{{{words}: {in_yaml(given, inside=True)}{others}}}"


def dash_in_group(source: Source, loc: Loc) -> str:
    """The hint where a dash cuts one group in two: what this one misses stands in the neighbour, and they share
    nothing."""
    if len(loc) < 3 or not isinstance(loc[-2], int):
        return ""
    members: Any = source.data
    for part in loc[:-2]:
        members = members[part]
    for first in (loc[-2], loc[-2] - 1):
        pair = members[first : first + 2] if first >= 0 else []
        if len(pair) != 2 or not all(isinstance(one, dict) for one in pair) or pair[0].keys() & pair[1].keys():
            continue
        place = source.keys.get((*loc[:-2], first + 1, next(iter(pair[1]), "")))
        if loc[-1] in pair[loc[-2] == first] and place:
            name = next(iter(pair[1]))
            return (
                f"дефис делит одну группу полей на две: в строке {place.line} вместо «- » перед «{name}» поставьте два "
                "пробела"
            )
    return ""


def page_meant(given: str, owner: type[BaseModel] | None) -> tuple[str, None] | None:
    """The hint for the address of a page where a record is named, in a group that has a field for addresses."""
    if not re.fullmatch(r"https?://\S+", given) or owner is None or owner in KINDS.values():
        return None
    name = next((one.name for one in fields(owner).values() if one.value.get("format") == "uri"), None)
    return (f"адрес страницы пишут в другом поле: {name}: {given}", None) if name else None


def example_in_yaml(field: Field, *, inside: bool = False) -> str:
    """What may stand after the field's name, as YAML on one line: the example of the field or of its group."""
    inner = field.group
    if inner is not None:
        return f"[{inline_group(inner)}]" if field.many else inline_group(inner)
    example = NO_EXAMPLE if field.example is None else field.example
    if isinstance(example, list):
        return "[" + ", ".join(in_yaml(one, inside=True) for one in example) + "]"
    return f"[{in_yaml(example, inside=True)}]" if field.many else in_yaml(example, inside=inside)


def inline_group(model: type[BaseModel]) -> str:
    """A group of fields on one line: what it must have, or the first field that has an example. The last month
    of a programme stands there too: left out unseen, it would say that there is none."""
    its = list(fields(model).values())
    shown = [field for field in its if field.required or (field.name == "end" and field.type is Month)]
    shown = shown or [field for field in its if field.example is not None][:1] or its[:1]
    return "{" + ", ".join(f"{field.name}: {example_in_yaml(field, inside=True)}" for field in shown) + "}"


def in_yaml(value: Any, *, inside: bool = False) -> str:
    """A single value as YAML; ``inside`` brackets a comma needs quotes as well."""
    raw = str(value).lower() if isinstance(value, bool) else str(value)
    special = r"^[^\w«(/+.…-]|^- |: |:$| #" + (r"|[,\[\]{}]" if inside else "")
    return f"'{raw}'" if re.search(special, raw) else raw
