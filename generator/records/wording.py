"""What pydantic says about a record, in the words of a methodist: the place, what is wrong, what to write instead."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.documents.sources import Loc, Source
from generator.documents.strict_yaml import IN_LINES
from generator.problems import Problem, certainly, nearest, to_write
from generator.records import KINDS, record_lookup
from generator.records.choices import Choices
from generator.records.fields import FILE_NAME, Field, fields
from generator.records.meant_groups import (
    NO_EXAMPLE,
    as_group,
    dash_in_group,
    example_in_yaml,
    in_yaml,
    inline_group,
    page_meant,
)
from generator.records.meant_numbers import meant_number
from generator.records.own_list_fields import marks_line
from generator.records.record_lookup import KnownTitles
from generator.records.scalars import NO_RECORD, ONLY_DIGITS, PERCENT_OF_UNIT, short
from generator.records.times import Moment, date_within
from generator.records.vocabularies import MARKS
from generator.text import in_latin

#: how Word begins a line of a list
WORD_MARK = re.compile(r"[–—•·●▪◦‣] +(?=\S)")
_SHOWN = 3
_SPELT_ALIKE = 0.8
#: fields that people know by another name, which some other kind has
_ALSO = {"date": ("start", "when"), "дата": ("date", "start", "when")}
_SHOWN_TERMS = 6
_OF_ONE = re.compile(r"дол(?:я|и|ю|ей)\b")

_NEEDED = {"list": "здесь нужен список", "group": "здесь нужны поля", "value": "здесь нужно одно значение"}
_GIVEN = {"list": "а не список", "group": "а не поля", "value": "а не текст"}
_BOUNDS = {
    "greater_than": "больше",
    "greater_than_equal": "не меньше",
    "less_than": "меньше",
    "less_than_equal": "не больше",
}


def problem(model: type[BaseModel], source: Source, item: Any, names: KnownTitles) -> Problem | None:
    """One error of pydantic as a problem, None for one that only follows from others. ``names`` are those of the
    records of the base, for references.

    A missing field is placed at the record or the group it is missing from.
    """
    loc: Loc = tuple(item["loc"])
    kind, context, given = item["type"], item.get("ctx", {}), item["input"]
    owner, field = field_at(model, loc)
    name = str(loc[-1]) if loc else ""
    if kind == "missing":
        label = f" («{field.label}»)" if field is not None and field.label else ""
        sentence = text.sentence("field_missing", label=label)
        hint = dash_in_group(source, loc) or _to_add(name, field, names)
        return source.problem(loc, "missing-field", sentence, hint)
    if kind == "extra_forbidden":
        others = {key[-1] for key in source.keys if key[:-1] == loc[:-1]}
        hint, write = _meant_field(name, model, owner, others), _certain_field(source, loc, model, owner)
        sentence = f"поля «{name}» здесь не бывает{letter_in(name, write)}"
        return source.problem(loc, "unknown-field", sentence, hint, at=source.key(loc), write=write)
    if given is None or (isinstance(given, str) and not given.strip()):
        return source.problem(loc, "empty-value", text.sentence("empty"), _to_fill(field, loc))
    needed, there = _shape(field, loc), _shape_of(given)
    if needed != there:
        message = f"{_NEEDED[needed]}, {_GIVEN[there]}"
        in_lines = loc in source.values and source.values[loc].style == IN_LINES
        hint, write = (
            _reshaped(needed, there, given, loc, field, names, in_lines=in_lines),
            _rewritten(needed, there, given, field, loc, names),
        )
        is_of_fields = field is not None and field.group is not None  # which field was meant, a person has to say
        wrong = source.problem(loc, "bad-type", message, hint, write=write, sure=not is_of_fields)
        return replace(wrong, certain=wrong.certain or _is_marked(needed, given))
    if kind == "wrong":
        hint = context["hint"]
        if field is not None and field.type in (int, Decimal) and isinstance(given, str):
            number = meant_number(given, name, field.label, _own_fields(owner, model))
            if number is not None:
                hint = number.hint
                return source.problem(loc, "bad-value", context["message"], hint, write=number.write, sure=False)
        if field is not None and field.type in (dt.date, Moment) and hint and isinstance(given, str):
            within, write = date_within(given)
            if within or (write and (field.type is Moment or len(write) == len("2025-09-01"))):
                return source.problem(loc, "bad-value", context["message"], within, write=write, sure=False)
        if hint == ONLY_DIGITS and field is not None and field.example is not None:
            hint += f", например: {example_in_yaml(field)}"
        if hint == NO_RECORD:
            hint, write = page_meant(given, owner) or _record_meant(given, field, names)
            return source.problem(loc, "bad-value", context["message"] + letter_in(given, write), hint, write=write)
        if hint.startswith(PERCENT_OF_UNIT) and "unit" in (owner.model_fields if owner else ()):
            return source.problem(loc, "bad-value", context["message"], **_percent(given, source, loc))
        return source.problem(loc, "bad-value", context["message"], hint, **context["fix"])
    if kind == "literal_error" and field is not None and field.choices is not None:
        allowed = list(field.labels)
        sentence = text.sentence("no_such_value", value=short(given))
        same = next((one for one in allowed if one.casefold() == in_latin(given.strip()).casefold()), None)
        same = same or field.choices.by_label.get(given.strip().casefold())
        write = same or certainly(given, allowed)
        # A slip in a status may make a record public or hide it: that is for a person to say.
        sure = bool(same) or name != "status"
        hint = _choices(short(given), field.choices)
        return source.problem(loc, "bad-choice", sentence + letter_in(given, write), hint, write=write, sure=sure)
    if kind in _BOUNDS:
        limit = next(iter(context.values()))
        message = text.sentence("out_of_range", value=given, bound=_BOUNDS[kind], limit=limit)
        hint = text.sentence("check_number")
        if field is not None and field.example is not None:
            hint = text.sentence("for_example", example=example_in_yaml(field))
        return source.problem(loc, "out-of-range", message, hint)
    if kind == "string_too_long":
        long = text.plural(len(given), "знак", "знака", "знаков")
        hint = "сократите" + ("; подробности напишите в body («Подробный текст»)" if model in KINDS.values() else "")
        message = text.sentence("too_long", signs=long, limit=context["max_length"])
        return source.problem(loc, "too-long", message, hint)
    if kind == "too_short" and field is not None:
        least = context["min_length"]
        if len(given) >= least:
            return None  # pydantic counts only the values that are right; the wrong ones are told already
        message = f"в списке значений: {len(given)}, а нужно не меньше {least}" if given else "список пуст"
        return source.problem(loc, "too-few", message, f"добавьте значение, например: {example_in_yaml(field)}")
    return source.problem(loc, "bad-value", "значение не подходит", _help(field))


def _shape(field: Field | None, loc: Loc) -> str:
    """What is expected at ``loc``: a ``list``, a ``group`` of fields or a single ``value``."""
    if field is not None and field.many and not isinstance(loc[-1], int):
        return "list"
    return "group" if field is not None and field.group else "value"


def _shape_of(given: Any) -> str:
    return "list" if isinstance(given, list | tuple) else "group" if isinstance(given, dict | BaseModel) else "value"


def _to_fill(field: Field | None, loc: Loc) -> str:
    if isinstance(loc[-1], int):
        return "напишите значение или уберите его из списка"
    if field is not None and field.required:
        return (
            f"напишите значение, например: {example_in_yaml(field)}"
            if field.example is not None
            else "напишите значение"
        )
    return text.sentence("fill_or_remove")


def _reshaped(
    needed: str, there: str, given: Any, loc: Loc, field: Field | None, names: KnownTitles, *, in_lines: bool
) -> str:
    """How to write a value of another shape: the very text where it can be given, else an example."""
    name = next(part for part in reversed(loc) if isinstance(part, str))
    group = field.group if field is not None else None
    match needed, there:
        case "list", "group" if group and given:
            return "поставьте перед первым полем знак «- », остальные поля выровняйте под ним"
        case "list", _ if field is not None and group:
            own = as_group(group, given, names) if there == "value" else None
            if own:
                return f"каждая строка списка — группа полей; {to_write(f'{name}: [{own}]')}"
            return f"каждая строка списка — группа полей, например: {name}: {example_in_yaml(field)}"
        case "list", "group" if name == MARKS and given:
            return f"напишите, список/термин, например: {marks_line(given)}"
        case "list", "group":
            return "начните каждое значение с новой строки и знака «- »; текст с двоеточием возьмите в кавычки"
        case "list", _ if _is_marked(needed, given):
            return f"знак «{given[0]}» — не знак списка: начните каждую строку с дефиса и пробела, «- »"
        case "list", _ if re.fullmatch(r"[\w-]+(?:, *[\w-]+)*", given):
            return to_write(f"{name}: [{given}]")
        case "list", _:
            return "начните каждое значение с новой строки и знака «- »"
        case "group", _ if group and (there == "value" or not all(isinstance(one, dict) for one in given)):
            if own := as_group(group, given, names) if there == "value" else None:
                return f"здесь группа полей; {to_write(own if isinstance(loc[-1], int) else f'{name}: {own}')}"
            example = inline_group(group)
            return f"напишите полями, например: {example if isinstance(loc[-1], int) else f'{name}: {example}'}"
        case "group", _:
            return "уберите знак «- » перед полями"
        case _, "list" if isinstance(loc[-1], int):
            return "уберите лишний знак «- » или лишние квадратные скобки"
        case _, _ if not given:
            return _to_fill(field, loc)
        case _, "list" if len(given) == 1 and isinstance(given[0], str) and given[0]:
            return to_write(f"{name}: {in_yaml(given[0])}")
        case _, "list" if field is not None and field.is_rich and in_lines:
            return f"поставьте после «{name}:» знак |, тогда строки под ним станут текстом со списком"
        case _, "list":
            return "напишите значение одной строкой, без знаков «- » и квадратных скобок"
        case _:
            return "напишите значение одной строкой или под знаком |; текст с двоеточием возьмите в кавычки"


def _is_marked(needed: str, given: Any) -> bool:
    """Return True for a list whose lines begin with the dash or the bullet of Word."""
    return needed == "list" and isinstance(given, str) and bool(WORD_MARK.match(given))


def _rewritten(needed: str, there: str, given: Any, field: Field | None, loc: Loc, names: KnownTitles) -> str | None:
    """What :func:`_reshaped` says to write, as the text to put instead of the value."""
    group = field.group if field is not None else None
    if group is not None and there == "value" and needed in ("list", "group"):
        own = as_group(group, given, names)
        return f"[{own}]" if own and needed == "list" else own
    if needed == "list" and there == "value" and not (field is not None and field.group):
        return f"[{given}]" if re.fullmatch(r"[\w-]+(?:, *[\w-]+)*", given) else None
    if needed == "value" and there == "list" and len(given) == 1 and isinstance(given[0], str) and given[0]:
        return in_yaml(given[0])
    return None


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
    group: Any = source.data
    for part in loc[:-1]:
        group = group[part]
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


def _certain_field(source: Source, loc: Loc, model: type[BaseModel], owner: type[BaseModel] | None) -> str | None:
    """The field whose name or label was surely meant, unless the group has it already."""
    its = _own_fields(owner, model)
    labels = {field.label.casefold(): name for name, field in its.items() if field.label}
    name = str(loc[-1])
    if name in _own_fields(model, model) or any(_groups_with(name, model, ())):
        return None  # the right field in a wrong place
    spelt = in_latin(name) if in_latin(name).isascii() else text.slug(name).replace("-", "_")  # «статус» is `status`
    found = certainly(name, its) or labels.get(name.strip().casefold()) or (spelt if spelt in its else None)
    return None if found is None or (*loc[:-1], found) in source.keys else found


def _meant_field(name: str, model: type[BaseModel], owner: type[BaseModel] | None, there: Container[Any]) -> str:
    """A hint for a field that the place does not have: one of another place, the nearest by name or label, or all."""
    its = _own_fields(owner, model)
    if name in _own_fields(model, model):
        return "такое поле бывает у самой записи: сдвиньте строку к началу, без отступа"
    if inside := list(_groups_with(name, model, ()))[:3]:
        return "такое поле бывает внутри " + ", ".join(f"«{group}»" for group in inside) + ": проверьте отступ"
    if guess := meant_name(name, model, owner, there):
        return f"возможно, имелось в виду «{guess}»"
    same = meant_name(name, model, owner) or ""
    if difflib.SequenceMatcher(None, name.casefold(), same).ratio() >= _SPELT_ALIKE:
        return f"похоже на поле «{same}», а оно уже есть: перенесите значение в него, а эту строку сотрите"
    return "здесь бывают поля: " + ", ".join(its)


def meant_name(
    name: str, model: type[BaseModel], owner: type[BaseModel] | None, there: Container[Any] = ()
) -> str | None:
    """The nearest field of a group by name or label; None where none is near. What is ``there`` is not meant."""
    its = {one: field for one, field in _own_fields(owner, model).items() if one not in there}
    by_label = {field.label.casefold(): name for name, field in its.items() if field.label}
    guess = next((one for one in _ALSO.get(name.casefold(), ()) if one in its), None)
    guess = guess or nearest(in_latin(name), its) or by_label.get(nearest(name.casefold(), by_label) or "")
    # Between a Russian word and an English name a likeness of letters says little.
    alike = difflib.get_close_matches(text.slug(name).replace("-", "_"), its, n=1, cutoff=_SPELT_ALIKE)
    return guess or next(iter(alike), None)


def _groups_with(name: str, model: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    """The groups of a record that have a field of this name."""
    for field in fields(model).values():
        if field.group is not None:
            if name in fields(field.group):
                yield ".".join((*path, field.name))
            yield from _groups_with(name, field.group, (*path, field.name))


def _own_fields(owner: type[BaseModel] | None, model: type[BaseModel]) -> dict[str, Field]:
    its = fields(owner) if owner else {}
    return {name: field for name, field in its.items() if owner is not model or name not in FILE_NAME}


def field_at(model: type[BaseModel], loc: Loc) -> tuple[type[BaseModel] | None, Field | None]:
    """The model that owns the last name of ``loc`` and the field of that name (None where there is none)."""
    owner: type[BaseModel] | None = model
    field: Field | None = None
    for part in loc:
        if isinstance(part, int):
            continue
        if field is not None:
            owner = field.group
        if owner is None:
            return None, None
        field = fields(owner).get(part)
        if field is None:
            return owner, None
    return owner, field


def _choices(given: str, choices: Choices) -> str:
    words = choices.by_label
    alike = [value for label, value in words.items() if given and label.startswith(given.casefold())]
    label = nearest(given.casefold(), words) or ""
    # «заочно» ends with «очно» and is its contrary.
    label = "" if given.casefold().endswith(label) else label
    guess = nearest(given, choices.labels) or words.get(label, "".join(alike[:1]))
    suggestion = f"возможно, имелось в виду «{guess}»; " if guess else ""
    return f"{suggestion}можно: {choices}"


def _to_add(name: str, field: Field | None, names: record_lookup.KnownTitles) -> str:
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


def _reference_to_add(name: str, kinds: Sequence[str], names: record_lookup.KnownTitles) -> str:
    """A line with a record that the base has: one of another base would be no help."""
    keys = sorted(key for key in names if key.partition("/")[0] in kinds)
    found = [key if len(kinds) > 1 else key.partition("/")[2] for key in keys]
    new = " или ".join(f"metodoteka new {kind}" for kind in kinds)
    if not names:
        return f"добавьте строку: {name}: и имя файла из data/{kinds[0]}/ без расширения"
    if not found:
        return f"заведите запись ({new}) и добавьте строку: {name}: её имя"
    return f"добавьте строку: {name}: {found[0]}{_or_else(found[1:], _SHOWN - 1)}"


def _other_terms(field: Field, names: record_lookup.KnownTitles) -> str:
    """What may stand there instead of the example, which is true of some records only."""
    before = record_lookup.address_of_term(field.vocabulary, "")
    terms = [(key.removeprefix(before), *titles) for key, titles in names.items() if key.startswith(before)]
    example = field.example if isinstance(field.example, list) else [field.example]
    others = [f"{term} — {title}" for term, title in terms if term not in example]
    return _or_else(others, _SHOWN_TERMS, f"; весь список: metodoteka vocabulary {field.vocabulary}")


def _or_else(others: Sequence[str], most: int, rest: str = "") -> str:
    """These values after the first one; where there are more than that, it is told where ``rest`` of them stands."""
    return f" (или {', '.join(others[:most])}{f' …{rest}' if len(others) > most else ''})" if others else ""


def _help(field: Field | None) -> str:
    if field is None:
        return ""
    return (field.help or "") + (f"; например: {example_in_yaml(field)}" if field.example is not None else "")
