"""What to write where a field that is needed is missing: a line with an example, a record or a term of the base."""

from __future__ import annotations

from collections.abc import Sequence

from generator.records.fields import Field
from generator.records.meant_groups import NO_EXAMPLE, example_in_yaml
from generator.records.record_lookup import KnownTitles, address_of_term

_SHOWN = 3
_SHOWN_TERMS = 6


def hint_to_add(name: str, field: Field | None, names: KnownTitles) -> str:
    """What to write where a field is missing."""
    if name == "body":
        return "напишите текст под полями, после второй строки ---"
    if field is not None and field.references:
        return _reference_to_add(name, field.references, names)
    example = example_in_yaml(field) if field is not None else NO_EXAMPLE
    if field is not None and field.vocabulary:
        return f"добавьте строку: {name}: {example}{_other_terms(field, names)}"
    if field is not None and field.help and example == NO_EXAMPLE:
        return f"добавьте строку: {name}: {NO_EXAMPLE} ({field.help[0].lower()}{field.help[1:]})"
    # A title or a date of another record is no answer: only words of a closed list can be taken as they stand.
    for_example = ", например" if field is not None and field.choices is None and example != NO_EXAMPLE else ""
    return f"добавьте строку{for_example}: {name}: {example}"


def _reference_to_add(name: str, kinds: Sequence[str], names: KnownTitles) -> str:
    """A line with a record that the base has: one of another base would be no help."""
    keys = sorted(key for key in names if key.partition("/")[0] in kinds)
    found = [key if len(kinds) > 1 else key.partition("/")[2] for key in keys]
    new = " или ".join(f"metodoteka new {kind}" for kind in kinds)
    if not names:
        return f"добавьте строку: {name}: и имя файла из data/{kinds[0]}/ без расширения"
    if not found:
        return f"заведите запись ({new}) и добавьте строку: {name}: её имя"
    return f"добавьте строку: {name}: {found[0]}{_or_else(found[1:], _SHOWN - 1)}"


def _other_terms(field: Field, names: KnownTitles) -> str:
    """What may stand there instead of the example, which is true of some records only."""
    before = address_of_term(field.vocabulary, "")
    terms = [(key.removeprefix(before), *titles) for key, titles in names.items() if key.startswith(before)]
    example = field.example if isinstance(field.example, list) else [field.example]
    others = [f"{term} — {title}" for term, title in terms if term not in example]
    return _or_else(others, _SHOWN_TERMS, f"; весь список: metodoteka vocabulary {field.vocabulary}")


def _or_else(others: Sequence[str], most: int, rest: str = "") -> str:
    """These values after the first one; where there are more than that, it is told where ``rest`` of them stands."""
    return f" (или {', '.join(others[:most])}{f' …{rest}' if len(others) > most else ''})" if others else ""
