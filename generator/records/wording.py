"""What pydantic says about a record, in the words of a methodist: the place, what is wrong, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator import text
from generator.problems import Problem, certainly, nearest, to_write
from generator.records import KINDS
from generator.records.scalars import ONLY_DIGITS, short
from generator.sources import Loc, Source

FILE_NAME = ("id", "path")  # fields of the models that come from the file's name

BLANK = "…"  # what stands where nothing can be suggested

_NEEDED = {"list": "здесь нужен список", "group": "здесь нужны поля", "value": "здесь нужно одно значение"}
_GIVEN = {"list": "а не список", "group": "а не поля", "value": "а не текст"}
_BOUNDS = {
    "greater_than": "больше",
    "greater_than_equal": "не меньше",
    "less_than": "меньше",
    "less_than_equal": "не больше",
}


def problem(model: type[BaseModel], source: Source, item: Any) -> Problem | None:
    """One error of pydantic as a problem, None for one that only follows from others.

    A missing field is placed at the record or the group it is missing from.
    """
    loc: Loc = tuple(item["loc"])
    kind, context, given = item["type"], item.get("ctx", {}), item["input"]
    owner, info = field_at(model, loc)
    name = str(loc[-1]) if loc else ""
    if kind == "missing":
        label = f" («{info.title}»)" if info is not None and info.title else ""
        return source.problem(loc, "missing-field", f"нет обязательного поля{label}", _to_add(name, info, model, loc))
    if kind == "extra_forbidden":
        hint, write = _meant_field(name, model, owner), _certain_field(source, loc, model, owner)
        said = f"поля «{name}» здесь не бывает"
        return source.problem(loc, "unknown-field", said, hint, at=source.key(loc), write=write)
    if given is None or (isinstance(given, str) and not given.strip()):
        return source.problem(loc, "empty-value", "пустое значение", _to_fill(info, loc))
    needed, there = _shape(info, loc), _shape_of(given)
    if needed != there:
        message = f"{_NEEDED[needed]}, {_GIVEN[there]}"
        hint, write = _reshaped(needed, there, given, loc, info), _rewritten(needed, there, given, info)
        return source.problem(loc, "bad-type", message, hint, write=write)
    if kind == "wrong":
        hint = context["hint"]
        if hint == ONLY_DIGITS and info is not None and info.examples:
            hint += f", например: {_example(info)}"
        return source.problem(loc, "bad-value", context["said"], hint, **context["mend"])
    if kind == "literal_error":
        allowed = [str(value) for value in _literals(info)]
        said = f"значения «{short(given)}» здесь не бывает"
        write = certainly(given, allowed) or _meanings(info).get(given.strip().casefold())
        return source.problem(loc, "bad-choice", said, _choices(short(given), allowed, info), write=write)
    if kind in _BOUNDS:
        message = f"число {given} не подходит: нужно {_BOUNDS[kind]} {next(iter(context.values()))}"
        return source.problem(
            loc, "out-of-range", message, f"например: {_example(info)}" if info.examples else "проверьте число"
        )
    if kind == "string_too_long":
        long = text.plural(len(given), "знак", "знака", "знаков")
        hint = "сократите" + ("; подробности напишите в body («Подробный текст»)" if model in KINDS.values() else "")
        return source.problem(loc, "too-long", f"слишком длинно: {long} при пределе {context['max_length']}", hint)
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
    return "напишите значение или уберите поле"


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


def _rewritten(needed: str, there: str, given: Any, info: FieldInfo | None) -> str | None:
    """What :func:`_reshaped` says to write, as the text to put instead of the value."""
    if needed == "list" and there == "value" and not model_in(info.annotation):
        return f"[{given}]" if re.fullmatch(r"[\w-]+(?:, *[\w-]+)*", given) else None
    if needed == "value" and there == "list" and len(given) == 1 and isinstance(given[0], str) and given[0]:
        return _word(given[0])
    return None


def _certain_field(source: Source, loc: Loc, model: type[BaseModel], owner: type[BaseModel] | None) -> str | None:
    """The field whose name or label was surely meant, unless the group has it already."""
    fields = _own_fields(owner, model)
    labels = {info.title.casefold(): name for name, info in fields.items() if info.title}
    name = str(loc[-1])
    if name in _own_fields(model, model) or any(_groups_with(name, model, ())):
        return None  # the right field in a wrong place
    meant = certainly(name, fields) or labels.get(name.strip().casefold())
    return None if meant is None or (*loc[:-1], meant) in source.keys else meant


def _meant_field(name: str, model: type[BaseModel], owner: type[BaseModel] | None) -> str:
    """A hint for a field that the place does not have: one of another place, the nearest by name or label, or all."""
    fields = _own_fields(owner, model)
    if name in _own_fields(model, model):
        return "такое поле бывает у самой записи: сдвиньте строку к началу, без отступа"
    if inside := list(_groups_with(name, model, ()))[:3]:
        return "такое поле бывает внутри " + ", ".join(f"«{group}»" for group in inside) + ": проверьте отступ"
    by_label = {info.title.casefold(): field for field, info in fields.items() if info.title}
    guess = nearest(name, fields) or by_label.get(nearest(name.casefold(), by_label) or "")
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
