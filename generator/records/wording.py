"""What pydantic says about a record, in the words of a methodist: the place, what is wrong, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator import text
from generator.problems import Problem, certainly, nearest, to_write
from generator.records import KINDS, meant
from generator.records.meant import Names
from generator.records.scalars import NO_RECORD, ONLY_DIGITS, PERCENT_OF_UNIT, RefTo, short
from generator.sources import Loc, Source
from generator.text import in_latin

FILE_NAME = ("id", "path")  # fields of the models that come from the file's name

#: how Word begins a line of a list
WORD_MARK = re.compile(r"[–—•·●▪◦‣] +(?=\S)")
BLANK = "…"  # what stands where nothing can be suggested

_NEEDED = {"list": "здесь нужен список", "group": "здесь нужны поля", "value": "здесь нужно одно значение"}
_GIVEN = {"list": "а не список", "group": "а не поля", "value": "а не текст"}
_BOUNDS = {
    "greater_than": "больше",
    "greater_than_equal": "не меньше",
    "less_than": "меньше",
    "less_than_equal": "не больше",
}


def problem(model: type[BaseModel], source: Source, item: Any, names: Names) -> Problem | None:
    """One error of pydantic as a problem, None for one that only follows from others. ``names`` are those of the
    records of the base, for references.

    A missing field is placed at the record or the group it is missing from.
    """
    loc: Loc = tuple(item["loc"])
    kind, context, given = item["type"], item.get("ctx", {}), item["input"]
    owner, info = field_at(model, loc)
    name = str(loc[-1]) if loc else ""
    if kind == "missing":
        label = f" («{info.title}»)" if info is not None and info.title else ""
        said = text.sentence("field_missing", label=label)
        return source.problem(loc, "missing-field", said, _to_add(name, info, model, loc))
    if kind == "extra_forbidden":
        hint, write = _meant_field(name, model, owner), _certain_field(source, loc, model, owner)
        said = f"поля «{name}» здесь не бывает{_letter_in(name, write)}"
        return source.problem(loc, "unknown-field", said, hint, at=source.key(loc), write=write)
    if given is None or (isinstance(given, str) and not given.strip()):
        return source.problem(loc, "empty-value", text.sentence("empty"), _to_fill(info, loc))
    needed, there = _shape(info, loc), _shape_of(given)
    if needed != there:
        message = f"{_NEEDED[needed]}, {_GIVEN[there]}"
        hint, write = _reshaped(needed, there, given, loc, info), _rewritten(needed, there, given, info)
        wrong = source.problem(loc, "bad-type", message, hint, write=write)
        return replace(wrong, certain=wrong.certain or _is_marked(needed, given))
    if kind == "wrong":
        hint = context["hint"]
        if hint == ONLY_DIGITS and info is not None and info.examples:
            hint += f", например: {_example(info)}"
        if hint == NO_RECORD:
            hint, write = _record_meant(given, info, names)
            return source.problem(loc, "bad-value", context["said"] + _letter_in(given, write), hint, write=write)
        if hint.startswith(PERCENT_OF_UNIT) and "unit" in (owner.model_fields if owner else ()):
            return source.problem(loc, "bad-value", context["said"], **_percent(given, source, loc))
        return source.problem(loc, "bad-value", context["said"], hint, **context["mend"])
    if kind == "literal_error":
        allowed = [str(value) for value in _literals(info)]
        said = text.sentence("no_such_value", value=short(given))
        same = next((one for one in allowed if one.casefold() == in_latin(given.strip()).casefold()), None)
        same = same or _meanings(info).get(given.strip().casefold())
        write = same or certainly(given, allowed)
        # A slip in a status may make a record public or hide it: that is for a person to say.
        sure = bool(same) or name != "status"
        hint = _choices(short(given), allowed, info)
        return source.problem(loc, "bad-choice", said + _letter_in(given, write), hint, write=write, sure=sure)
    if kind in _BOUNDS:
        limit = next(iter(context.values()))
        message = text.sentence("out_of_range", value=given, bound=_BOUNDS[kind], limit=limit)
        hint = text.sentence("for_example", example=_example(info)) if info.examples else text.sentence("check_number")
        return source.problem(loc, "out-of-range", message, hint)
    if kind == "string_too_long":
        long = text.plural(len(given), "знак", "знака", "знаков")
        hint = "сократите" + ("; подробности напишите в body («Подробный текст»)" if model in KINDS.values() else "")
        message = text.sentence("too_long", signs=long, limit=context["max_length"])
        return source.problem(loc, "too-long", message, hint)
    if kind == "too_short":
        least = context["min_length"]
        if len(given) >= least:
            return None  # pydantic counts only the values that are right; the wrong ones are told already
        message = f"в списке значений: {len(given)}, а нужно не меньше {least}" if given else "список пуст"
        return source.problem(loc, "too-few", message, f"добавьте значение, например: {_example(info)}")
    return source.problem(loc, "bad-value", "значение не подходит", _help(info))


def _shape(info: FieldInfo | None, loc: Loc) -> str:
    """What is expected at ``loc``: a ``list``, a ``group`` of fields or a single ``value``."""
    if info is not None and _is_list(info.annotation) and not isinstance(loc[-1], int):
        return "list"
    return "group" if info is not None and model_in(info.annotation) else "value"


def _shape_of(given: Any) -> str:
    return "list" if isinstance(given, list | tuple) else "group" if isinstance(given, dict | BaseModel) else "value"


def _to_fill(info: FieldInfo | None, loc: Loc) -> str:
    if isinstance(loc[-1], int):
        return "напишите значение или уберите его из списка"
    if info is not None and info.is_required():
        return f"напишите значение, например: {_example(info)}" if info.examples else "напишите значение"
    return text.sentence("fill_or_remove")


def _reshaped(needed: str, there: str, given: Any, loc: Loc, info: FieldInfo | None) -> str:
    """How to write a value of another shape: the very text where it can be given, else an example."""
    name = next(part for part in reversed(loc) if isinstance(part, str))
    match needed, there:
        case "list", "group" if model_in(info.annotation) and given:
            return "поставьте перед первым полем знак «- », остальные поля выровняйте под ним"
        case "list", _ if model_in(info.annotation):
            return f"каждая строка списка — группа полей, например: {name}: {_example(info)}"
        case "list", "group":
            return "начните каждое значение с новой строки и знака «- »; текст с двоеточием возьмите в кавычки"
        case "list", _ if _is_marked(needed, given):
            return f"знак «{given[0]}» — не знак списка: начните каждую строку с дефиса и пробела, «- »"
        case "list", _ if re.fullmatch(r"[\w-]+(?:, *[\w-]+)*", given):
            return to_write(f"{name}: [{given}]")
        case "list", _:
            return "начните каждое значение с новой строки и знака «- »"
        case "group", _ if there == "value" or not all(isinstance(one, dict) for one in given):
            example = _inline(model_in(info.annotation))
            return f"напишите полями, например: {example if isinstance(loc[-1], int) else f'{name}: {example}'}"
        case "group", _:
            return "уберите знак «- » перед полями"
        case _, "list" if isinstance(loc[-1], int):
            return "уберите лишний знак «- » или лишние квадратные скобки"
        case _, _ if not given:
            return _to_fill(info, loc)
        case _, "list" if len(given) == 1 and isinstance(given[0], str) and given[0]:
            return to_write(f"{name}: {_word(given[0])}")
        case _, "list":
            return "напишите значение одной строкой, без знаков «- » и квадратных скобок"
        case _:
            return "напишите значение одной строкой или под знаком |; текст с двоеточием возьмите в кавычки"


def _is_marked(needed: str, given: Any) -> bool:
    """True for a list whose lines begin with the dash or the bullet of Word."""
    return needed == "list" and isinstance(given, str) and bool(WORD_MARK.match(given))


def _rewritten(needed: str, there: str, given: Any, info: FieldInfo | None) -> str | None:
    """What :func:`_reshaped` says to write, as the text to put instead of the value."""
    if needed == "list" and there == "value" and not model_in(info.annotation):
        return f"[{given}]" if re.fullmatch(r"[\w-]+(?:, *[\w-]+)*", given) else None
    if needed == "value" and there == "list" and len(given) == 1 and isinstance(given[0], str) and given[0]:
        return _word(given[0])
    return None


def _letter_in(given: str, write: str | None) -> str:
    """What is to be said of a word that looks right and is not: which of its letters is of another alphabet."""
    if write is None or in_latin(given) == given or in_latin(given).strip() != write.rpartition("/")[2]:
        return ""
    letter = next(one for one in given if in_latin(one) != one)
    return f": в нём буква «{letter}» {text.alphabet(letter)}, а нужна латинская"


def _record_meant(given: str, info: FieldInfo | None, names: Names) -> tuple[str, str | None]:
    """The hint for a reference that is none, and what to write where only one record can be meant."""
    kinds = next((marker.kinds for marker in _markers(info) if isinstance(marker, RefTo)), ())
    if key := meant.exactly(given, kinds, names):
        write = key if len(kinds) > 1 else key.partition("/")[2]
        return to_write(write), write
    if key := meant.nearly(given, kinds, names):
        title = next(iter(names[key]), "")
        return f"возможно, имелось в виду {key if len(kinds) > 1 else key.partition('/')[2]} («{short(title)}»)", None
    if len(kinds) == 1:
        what, new = f"имя файла из data/{kinds[0]}/ без расширения", kinds[0]
    else:
        what = f"папку и имя файла без расширения; папки: {', '.join(f'{kind}/…' for kind in kinds)}"
        new = " или metodoteka new ".join(kinds) if len(kinds) == 2 else "и название папки"
    return f"напишите {what}; нет такой записи — заведите её: metodoteka new {new}", None


def _markers(info: FieldInfo | None) -> tuple:
    """What a field means beyond its type, also when it is a list or may be absent."""

    def inside(annotation: Any) -> Iterator[Any]:
        yield from getattr(annotation, "__metadata__", ())
        for part in get_args(annotation):
            yield from inside(part)

    return (*info.metadata, *inside(info.annotation)) if info is not None else ()


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
    if unit:
        return {"hint": f"напишите число без знака %; единица здесь — «{short(unit, 30)}»"}
    hint = f"{PERCENT_OF_UNIT}; {to_write(number)}"
    return {"hint": hint, "write": number, "sure": False}


def _certain_field(source: Source, loc: Loc, model: type[BaseModel], owner: type[BaseModel] | None) -> str | None:
    """The field whose name or label was surely meant, unless the group has it already."""
    fields = _own_fields(owner, model)
    labels = {info.title.casefold(): name for name, info in fields.items() if info.title}
    name = str(loc[-1])
    if name in _own_fields(model, model) or any(_groups_with(name, model, ())):
        return None  # the right field in a wrong place
    spelt = in_latin(name) if in_latin(name).isascii() else text.slug(name).replace("-", "_")  # «статус» is `status`
    found = certainly(name, fields) or labels.get(name.strip().casefold()) or (spelt if spelt in fields else None)
    return None if found is None or (*loc[:-1], found) in source.keys else found


def _meant_field(name: str, model: type[BaseModel], owner: type[BaseModel] | None) -> str:
    """A hint for a field that the place does not have: one of another place, the nearest by name or label, or all."""
    fields = _own_fields(owner, model)
    if name in _own_fields(model, model):
        return "такое поле бывает у самой записи: сдвиньте строку к началу, без отступа"
    if inside := list(_groups_with(name, model, ()))[:3]:
        return "такое поле бывает внутри " + ", ".join(f"«{group}»" for group in inside) + ": проверьте отступ"
    by_label = {info.title.casefold(): field for field, info in fields.items() if info.title}
    spelt = text.slug(name).replace("-", "_")
    guess = nearest(in_latin(name), fields) or by_label.get(nearest(name.casefold(), by_label) or "")
    guess = guess or nearest(spelt, fields)
    return f"возможно, имелось в виду «{guess}»" if guess else "здесь бывают поля: " + ", ".join(fields)


def _groups_with(name: str, model: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    """The groups of a record that have a field of this name."""
    for field_name, info in model.model_fields.items():
        inner = model_in(info.annotation)
        if inner is not None:
            if name in inner.model_fields:
                yield ".".join((*path, field_name))
            yield from _groups_with(name, inner, (*path, field_name))


def _own_fields(owner: type[BaseModel] | None, model: type[BaseModel]) -> dict[str, FieldInfo]:
    fields = owner.model_fields if owner else {}
    return {name: info for name, info in fields.items() if owner is not model or name not in FILE_NAME}


def field_at(model: type[BaseModel], loc: Loc) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The model that owns the last name of ``loc`` and the field of that name (None where there is none)."""
    owner: type[BaseModel] | None = model
    info: FieldInfo | None = None
    for part in loc:
        if isinstance(part, int):
            continue
        if info is not None:
            owner = model_in(info.annotation)
        if owner is None:
            return None, None
        info = owner.model_fields.get(part)
        if info is None:
            return owner, None
    return owner, info


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The group of fields that an annotation leads to, through lists and absence; None for a single value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def _literals(info: FieldInfo | None) -> list[Any]:
    def walk(annotation: Any) -> list[Any]:
        args = get_args(annotation)
        if args and all(isinstance(arg, str) for arg in args):
            return list(args)
        return [value for arg in args for value in walk(arg)]

    return walk(info.annotation) if info is not None else []


def _choices(given: str, allowed: list[str], info: FieldInfo | None) -> str:
    explained = info.description if info is not None and info.description and " — " in info.description else ""
    meanings = _meanings(info)
    alike = [word for meaning, word in meanings.items() if given and meaning.startswith(given.casefold())]
    guess = nearest(given, allowed) or meanings.get(nearest(given.casefold(), meanings) or "", "".join(alike[:1]))
    said = f"возможно, имелось в виду «{guess}»; " if guess else ""
    return said + "можно: " + (explained if all(word in explained for word in allowed) else ", ".join(allowed))


def _meanings(info: FieldInfo | None) -> dict[str, str]:
    """What the description of a field says its values mean: «черновик» -> ``draft``."""
    said = re.findall(r"([\w-]+) — ([^,;]+)", info.description or "") if info is not None else []
    return {meaning.strip(" «»").casefold(): word for word, meaning in said}


def _to_add(name: str, info: FieldInfo | None, model: type[BaseModel], loc: Loc) -> str:
    if name == "body":
        return "напишите текст под полями, после второй строки ---"
    example = _example(info) if info is not None else BLANK
    of_practice = loc == ("title",) and model is not KINDS["practices"]  # the example of a name that all kinds share
    if info is not None and info.description and (example == BLANK or of_practice):
        return f"добавьте строку: {name}: {BLANK} ({info.description[0].lower()}{info.description[1:]})"
    return f"добавьте строку: {name}: {example}"


def _example(info: FieldInfo, *, inside: bool = False) -> str:
    """What may stand after the field's name, as YAML on one line: the example of the field or of its group."""
    inner = model_in(info.annotation)
    if inner is not None:
        return f"[{_inline(inner)}]" if _is_list(info.annotation) else _inline(inner)
    example = (info.examples or [BLANK])[0]
    if isinstance(example, list):
        return "[" + ", ".join(_word(one, inside=True) for one in example) + "]"
    return f"[{_word(example, inside=True)}]" if _is_list(info.annotation) else _word(example, inside=inside)


def _inline(model: type[BaseModel]) -> str:
    """A group of fields on one line: what it must have, or the first field that has an example."""
    fields = model.model_fields.items()
    shown = [(name, info) for name, info in fields if info.is_required()]
    shown = shown or [(name, info) for name, info in fields if info.examples][:1] or list(fields)[:1]
    return "{" + ", ".join(f"{name}: {_example(info, inside=True)}" for name, info in shown) + "}"


def _word(value: Any, *, inside: bool = False) -> str:
    """A single value as YAML; ``inside`` brackets a comma needs quotes as well."""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    special = r"^[^\w«(/+.…-]|^- |: |:$| #" + (r"|[,\[\]{}]" if inside else "")
    return f"'{said}'" if re.search(special, said) else said


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) is tuple:
        return True
    return any(_is_list(part) for part in get_args(annotation) if part is not type(None))


def _help(info: FieldInfo | None) -> str:
    if info is None:
        return ""
    return (info.description or "") + (f"; например: {_example(info)}" if info.examples else "")
