"""A commented record to fill in, for ``metodoteka new`` and CONTRIBUTING: every field, its help, its example.

Drawn from the fields of the models. Two kinds of comments: ``## …`` is help and stays a comment, the
other lines that begin with ``# `` are fields that may be absent. Taking ``# `` from the beginning of such lines (which
is what an editor's "toggle comment" does) brings them to life, help inside them included.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.catalog.forms.questions import TO_PUBLISH
from generator.records import KINDS, Vocabulary
from generator.records.complete import FIRST_STATUS, to_publish
from generator.records.fields import Field, Group, fields, fields_in_file
from generator.records.formatter import scalar
from generator.records.schemas import labels_of, modeline, whole_help
from generator.records.vocabularies import MARKS, with_marks

HELP = "## "
OFF = "# "
PLACEHOLDER = "…"  # what stands where something must be written and nothing can be suggested
SPECIMEN_DAY = dt.date(2026, 9, 1)

_WIDTH = 100
_SHOWN_TERMS = 12
# Optional fields that are worth filling in at once.
_LIVE = ("status", "updated")
_BY_FORMAT = {"date": SPECIMEN_DAY.isoformat(), "uri": "https://example.org/"}


def record_template(
    kind: str, id: str, vocabularies: Mapping[str, Vocabulary], today: dt.date, known: Sequence[str] | None = None
) -> str:
    """The text of a new record ``data/<kind>/<id>.yml`` of ``today``, in the state in which every record arrives.
    ``known`` are the addresses of the records of the base: what must name one names the first of them; without it the
    examples of the models stand there. Raises KeyError for an unknown kind."""
    vocabularies = with_marks(vocabularies, kind)
    its = {name: one for name, one in fields_in_file(KINDS[kind]).items() if name != MARKS or MARKS in vocabularies}
    for name, field in its.items() if known is not None else ():
        if field.references:
            its[name] = replace(field, example=_known(field.references, known or ()))
    for name, example in (("updated", today.isoformat()), ("status", FIRST_STATUS)):
        its[name] = replace(its[name], example=example)
    for name in to_publish(kind):
        its[name] = replace(its[name], label=f"{its[name].label} ({TO_PUBLISH.lower()})")
    lines = [modeline(kind), *_introduction(kind, id)]
    for name, field in its.items():
        lines += ["", *_field(field, _is_live(name, its), vocabularies, "")]
    return "\n".join(lines) + "\n"


def _known(kinds: Sequence[str], known: Sequence[str]) -> str | None:
    """A record of these kinds as a reference names it; None where the base has none yet."""
    found = next((key for kind in kinds for key in known if key.partition("/")[0] == kind), None)
    return found if found is None or len(kinds) > 1 else found.partition("/")[2]


def specimen(kind: str, vocabularies: Mapping[str, Vocabulary]) -> str:
    """The same text with a fixed name and day, for the documentation."""
    return record_template(kind, "imia-faila", vocabularies, SPECIMEN_DAY)


def _introduction(kind: str, id: str) -> Iterator[str]:
    place = f"data/{kind}/{id}.yml"
    yield f"{HELP}Новая запись: {KINDS[kind].label[0]}. Место файла: {place}"
    yield f"{HELP}Строки со знаками «##» — подсказки, их можно стереть. Строки с «# » в начале — необязательные поля:"
    yield f"{HELP}чтобы заполнить такое поле, сотрите «# » в начале всех его строк; ненужные поля сотрите совсем."
    yield f"{HELP}Проверить запись: metodoteka check {place}"


def _is_live(name: str, its: Mapping[str, Field]) -> bool:
    """Return True for what must be there: required fields, and the first one of a group that would be empty
    otherwise."""
    is_first = name == next(iter(its)) and not any(field.required for field in its.values())
    return its[name].required or name in _LIVE or is_first


def _field(field: Field, live: bool, vocabularies: Mapping[str, Vocabulary], indent: str, dash: str = "") -> list[str]:
    """Help and value of one field; all of it commented out when it is not live. ``dash`` begins an item of a list: help
    stands above the dash, as ``formatter`` puts it."""
    lines = [*_help(field, vocabularies, indent), *_value(field, vocabularies, indent, dash)]
    return lines if live else [line if line.startswith("#") else OFF + line for line in lines]


def _value(field: Field, vocabularies: Mapping[str, Vocabulary], indent: str, dash: str) -> list[str]:
    start = f"{indent}{dash}{field.name}:"
    inside = indent + " " * len(dash) + "  "
    if field.group and field.many:
        return [start, *_fields(field.group, vocabularies, inside, "- ") * (field.fewest or 1)]
    if field.group:
        return [start, *_fields(field.group, vocabularies, inside)]
    if field.many:
        examples = field.example or [shaped(field, vocabularies)]
        return [start, *(f"{inside}- {scalar(example)}" for example in examples)]
    value = shaped(field, vocabularies) if field.example is None else field.example
    return [f"{start} |", inside + value] if field.is_rich else [f"{start} {scalar(value)}"]


def _fields(group: Group, vocabularies: Mapping[str, Vocabulary], indent: str, dash: str = "") -> list[str]:
    """The fields of a group; with ``dash`` as one item of a list. Whoever is above may comment all of it out."""
    lines: list[str] = []
    its = fields(group)
    for name, field in its.items():
        lines += _field(field, _is_live(name, its), vocabularies, indent, dash)
        indent, dash = indent + " " * len(dash), ""
    return lines


def shaped(field: Field, vocabularies: Mapping[str, Vocabulary]) -> Any:
    """One value of the right shape for a field without an example (not for a group of fields)."""
    if labels := labels_of(field, vocabularies):
        return next(iter(labels))
    if field.references:
        kinds = field.references
        return "imia-zapisi" if len(kinds) == 1 else f"{kinds[0]}/imia-zapisi"
    if field.type is bool:
        return True
    if field.value.get("format") in _BY_FORMAT:
        return _BY_FORMAT[field.value["format"]]
    if field.value["type"] in ("integer", "number"):
        return 1
    return "prezhnee-imia" if field.value.get("pattern") else PLACEHOLDER


def _help(field: Field, vocabularies: Mapping[str, Vocabulary], indent: str) -> list[str]:
    label = f"{field.label} (обязательно)" if field.required else field.label
    parts = [label, whole_help(field, vocabularies), _allowed(field, vocabularies)]
    text = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent + HELP,
        subsequent_indent=indent + HELP,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _allowed(field: Field, vocabularies: Mapping[str, Vocabulary]) -> str:
    """The values of a closed list or of a vocabulary, with their labels."""
    terms = [f"{its_id} — {label}" for its_id, label in labels_of(field, vocabularies).items()]
    rest = len(terms) - _SHOWN_TERMS
    more = f"; и ещё {rest}" if rest > 0 else ""
    return "Можно: " + "; ".join(terms[:_SHOWN_TERMS]) + more if terms else ""
