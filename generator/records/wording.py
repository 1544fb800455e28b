"""What pydantic says about a record, in the words of a methodist: the place, what is wrong, what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator import text
from generator.documents.sources import Loc, Source
from generator.documents.strict_yaml import IN_LINES
from generator.problems import Problem, certainly, nearest, to_write
from generator.records import KINDS, record_lookup
from generator.records.choices import Choices
from generator.records.fields import Field
from generator.records.meant_fields import certain_field, field_at, hint_for_field, own_fields_of
from generator.records.meant_groups import dash_in_group, example_in_yaml, page_meant
from generator.records.meant_numbers import meant_number
from generator.records.missing_fields import hint_to_add
from generator.records.record_lookup import KnownTitles
from generator.records.scalars import NO_RECORD, ONLY_DIGITS, PERCENT_OF_UNIT, short
from generator.records.times import ENDS, Moment, date_within
from generator.records.value_shapes import (
    given_shape,
    has_word_marks,
    hint_to_fill,
    hint_to_reshape,
    needed_shape,
    reshaped_text,
)
from generator.text import in_latin

_OF_ONE = re.compile(r"дол(?:я|и|ю|ей)\b")

_NEEDED = {"list": "здесь нужен список", "group": "здесь нужны поля", "value": "здесь нужно одно значение"}
_GIVEN = {"list": "а не список", "group": "а не поля", "value": "а не текст"}
_BOUNDS = {
    "greater_than": "больше",
    "greater_than_equal": "не меньше",
    "less_than": "меньше",
    "less_than_equal": "не больше",
}


class _WrongValue(NamedTuple):
    """One error of pydantic with what it is about: ``field`` at ``loc`` of ``owner``, which is ``model`` or a group
    inside of it; ``names`` are those of the records of the base, for references."""

    model: type[BaseModel]
    source: Source
    loc: Loc
    kind: str
    context: dict[str, Any]
    given: Any
    owner: type[BaseModel] | None
    field: Field | None
    names: KnownTitles

    @property
    def name(self) -> str:
        """The name of the field."""
        return str(self.loc[-1]) if self.loc else ""

    def report(self, code: str, message: str, hint: str = "", **its: Any) -> Problem:
        """A problem at the place of the value; ``its`` as of :meth:`Source.problem`."""
        return self.source.problem(self.loc, code, message, hint, **its)


def problem(model: type[BaseModel], source: Source, item: Any, names: KnownTitles) -> Problem | None:
    """One error of pydantic as a problem, None for one that only follows from others. ``names`` are those of the
    records of the base, for references.

    A missing field is placed at the record or the group it is missing from.
    """
    loc: Loc = tuple(item["loc"])
    its = _WrongValue(
        model, source, loc, item["type"], item.get("ctx", {}), item["input"], *field_at(model, loc), names
    )
    if its.kind not in ("missing", "extra_forbidden"):
        if its.given is None or (isinstance(its.given, str) and not its.given.strip()):
            return its.report("empty-value", text.sentence("empty"), hint_to_fill(its.field, loc))
        if needed_shape(its.field, loc) != given_shape(its.given):
            return _of_another_shape(its)
    return _BY_KIND.get(its.kind, _of_no_kind)(its)


def _missing(its: _WrongValue) -> Problem:
    label = f" («{its.field.label}»)" if its.field is not None and its.field.label else ""
    hint = dash_in_group(its.source, its.loc) or hint_to_add(its.name, its.field, its.names)
    return its.report("missing-field", text.sentence("field_missing", label=label), hint)


def _unknown_field(its: _WrongValue) -> Problem:
    others = {key[-1] for key in its.source.keys if key[:-1] == its.loc[:-1]}
    hint = hint_for_field(its.name, its.model, its.owner, others)
    write = certain_field(its.source, its.loc, its.model, its.owner)
    sentence = f"поля «{its.name}» здесь не бывает{letter_in(its.name, write)}"
    return its.report("unknown-field", sentence, hint, at=its.source.key(its.loc), write=write)


def _of_another_shape(its: _WrongValue) -> Problem:
    needed, there = needed_shape(its.field, its.loc), given_shape(its.given)
    in_lines = its.loc in its.source.values and its.source.values[its.loc].style == IN_LINES
    hint = hint_to_reshape(needed, there, its.given, its.loc, its.field, its.names, in_lines=in_lines)
    write = reshaped_text(needed, there, its.given, its.field, its.loc, its.names)
    is_of_fields = its.field is not None and its.field.group is not None  # which field was meant, a person has to say
    wrong = its.report("bad-type", f"{_NEEDED[needed]}, {_GIVEN[there]}", hint, write=write, sure=not is_of_fields)
    return replace(wrong, certain=wrong.certain or has_word_marks(needed, its.given))


def _refused(its: _WrongValue) -> Problem:
    """A value that a type of ours has refused, with a hint of its own."""
    field, given, hint, message = its.field, its.given, its.context["hint"], its.context["message"]
    tell = partial(its.report, "bad-value", message)
    if field is not None and not field.required and field.name in ENDS and isinstance(given, str):
        from generator.text.terms import is_endless  # its words take a while to load

        if is_endless(given):
            return tell(f"сотрите поле {field.name}: когда срока нет, его не пишут")
    if field is not None and field.type in (int, Decimal) and isinstance(given, str):
        unit = _group_around(its.source, its.loc).get("unit")
        siblings = own_fields_of(its.owner, its.model)
        number = meant_number(given, its.name, field.label, siblings, unit if isinstance(unit, str) else "")
        if number is not None:
            return tell(number.hint, write=number.write, sure=False)
    if field is not None and field.type in (dt.date, Moment) and hint and isinstance(given, str):
        within, write = date_within(given)
        if within or (write and (field.type is Moment or len(write) == len("2025-09-01"))):
            return tell(within, write=write, sure=False)
    if hint == NO_RECORD:
        hint, write = page_meant(given, its.owner) or _record_meant(given, field, its.names)
        return its.report("bad-value", message + letter_in(given, write), hint, write=write)
    if hint.startswith(PERCENT_OF_UNIT) and "unit" in (its.owner.model_fields if its.owner else ()):
        return tell(**_percent(given, its.source, its.loc))
    if hint == ONLY_DIGITS and field is not None and field.example is not None:
        hint += f", например: {example_in_yaml(field)}"
    return tell(hint, **its.context["fix"])


def _no_such_choice(its: _WrongValue) -> Problem:
    if its.field is None or its.field.choices is None:
        return _of_no_kind(its)
    given, allowed = its.given, list(its.field.labels)
    same = next((one for one in allowed if one.casefold() == in_latin(given.strip()).casefold()), None)
    same = same or its.field.choices.by_label.get(given.strip().casefold())
    write = same or certainly(given, allowed)
    # A slip in a status may make a record public or hide it: that is for a person to say.
    sure = bool(same) or its.name != "status"
    sentence = text.sentence("no_such_value", value=short(given)) + letter_in(given, write)
    return its.report("bad-choice", sentence, _choices(short(given), its.field.choices), write=write, sure=sure)


def _out_of_bounds(its: _WrongValue) -> Problem:
    limit = next(iter(its.context.values()))
    message = text.sentence("out_of_range", value=its.given, bound=_BOUNDS[its.kind], limit=limit)
    hint = text.sentence("check_number")
    if its.field is not None and its.field.example is not None:
        hint = text.sentence("for_example", example=example_in_yaml(its.field))
    return its.report("out-of-range", message, hint)


def _too_long(its: _WrongValue) -> Problem:
    long = text.plural(len(its.given), "знак", "знака", "знаков")
    is_of_record = its.model in KINDS.values()
    hint = "сократите" + ("; подробности напишите в body («Подробный текст»)" if is_of_record else "")
    return its.report("too-long", text.sentence("too_long", signs=long, limit=its.context["max_length"]), hint)


def _too_few(its: _WrongValue) -> Problem | None:
    if its.field is None:
        return _of_no_kind(its)
    least = its.context["min_length"]
    if len(its.given) >= least:
        return None  # pydantic counts only the values that are right; the wrong ones are told already
    message = f"в списке значений: {len(its.given)}, а нужно не меньше {least}" if its.given else "список пуст"
    return its.report("too-few", message, f"добавьте значение, например: {example_in_yaml(its.field)}")


def _of_no_kind(its: _WrongValue) -> Problem:
    return its.report("bad-value", "значение не подходит", _help(its.field))


_BY_KIND: dict[str, Callable[[_WrongValue], Problem | None]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "wrong": _refused,
    "literal_error": _no_such_choice,
    "string_too_long": _too_long,
    "too_short": _too_few,
    **dict.fromkeys(_BOUNDS, _out_of_bounds),
}
"""What tells an error, by what pydantic calls it."""


def letter_in(given: str, write: str | None) -> str:
    """What is to be said of a word that looks right (``write``) and is not: which of its letters is of another
    alphabet; empty where none is."""
    if write is None or in_latin(given) == given or in_latin(given).strip() != write.rpartition("/")[2]:
        return ""
    letter = next(one for one in given if in_latin(one) != one)
    return f": в нём буква «{letter}» {text.alphabet(letter)}, а нужна латинская"


def _record_meant(given: str, field: Field | None, names: KnownTitles) -> tuple[str, str | None]:
    """The hint for a reference that is none, and what to write where only one record can be meant."""
    kinds = field.references if field else ()
    if key := record_lookup.exact_match(given, kinds, names):
        write = key if len(kinds) > 1 else key.partition("/")[2]
        return to_write(write), write
    parts = [record_lookup.exact_match(part, kinds, names) for part in re.split(r"[,;\s]+", given.strip())]
    if len(parts) > 1 and all(parts):
        each = [key if len(kinds) > 1 else key.partition("/")[2] for key in parts if key]
        return record_lookup.several_values(each), None
    if key := record_lookup.nearest_match(given, kinds, names):
        title = next(iter(names[key]), "")
        return f"возможно, имелось в виду {key if len(kinds) > 1 else key.partition('/')[2]} («{short(title)}»)", None
    if len(kinds) == 1:
        what, new = f"имя файла из data/{kinds[0]}/ без расширения", kinds[0]
    else:
        what = f"папку и имя файла без расширения; папки: {', '.join(f'{kind}/…' for kind in kinds)}"
        new = " или metodoteka new ".join(kinds) if len(kinds) == 2 else "и название папки"
    return f"напишите {what}; нет такой записи — заведите её: metodoteka new {new}", None


def _percent(given: str, source: Source, loc: Loc) -> dict[str, Any]:
    """What to write for «25%» in a field that stands beside its unit: the number as it is, and the unit says «%»."""
    group = _group_around(source, loc)
    number = given.strip().rstrip("% \u00a0").replace(",", ".")
    unit = group.get("unit") if isinstance(group.get("unit"), str) else ""
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", number):
        return {"hint": "напишите число, например: 1.5"}
    if "%" in unit or "процент" in unit.casefold():
        return {"write": number}
    if _OF_ONE.match(unit.strip().casefold()):
        return {"write": f"{(Decimal(number) / 100).normalize():f}"}
    if unit:
        return {"hint": f"напишите число без знака %; единица здесь — «{short(unit, 30)}»"}
    hint = f"{PERCENT_OF_UNIT}; {to_write(number)}"
    return {"hint": hint, "write": number, "sure": False}


def _group_around(source: Source, loc: Loc) -> Any:
    """The group in which a value stands, as it is written."""
    group: Any = source.data
    for part in loc[:-1]:
        group = group[part]
    return group if isinstance(group, dict) else {}


def _choices(given: str, choices: Choices) -> str:
    words = choices.by_label
    alike = [value for label, value in words.items() if given and label.startswith(given.casefold())]
    label = nearest(given.casefold(), words) or ""
    # «заочно» ends with «очно» and is its contrary.
    label = "" if given.casefold().endswith(label) else label
    guess = nearest(given, choices.labels) or words.get(label, "".join(alike[:1]))
    suggestion = f"возможно, имелось в виду «{guess}»; " if guess else ""
    return f"{suggestion}можно: {choices}"


def _help(field: Field | None) -> str:
    if field is None:
        return ""
    return (field.help or "") + (f"; например: {example_in_yaml(field)}" if field.example is not None else "")
