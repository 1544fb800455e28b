"""A value of another shape than its field needs: a list, a group of fields or a single value, and how to write it."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.documents.sources import Loc
from generator.problems import to_write
from generator.records.fields import Field
from generator.records.meant_groups import as_group, example_in_yaml, in_yaml, inline_group
from generator.records.own_list_fields import marks_line
from generator.records.record_lookup import KnownTitles
from generator.records.vocabularies import MARKS

#: how Word begins a line of a list
WORD_MARK = re.compile(r"[–—•·●▪◦‣] +(?=\S)")


def needed_shape(field: Field | None, loc: Loc) -> str:
    """What is expected at ``loc``: a ``list``, a ``group`` of fields or a single ``value``."""
    if field is not None and field.many and not isinstance(loc[-1], int):
        return "list"
    return "group" if field is not None and field.group else "value"


def given_shape(given: Any) -> str:
    """What was written, in the words of :func:`needed_shape`."""
    return "list" if isinstance(given, list | tuple) else "group" if isinstance(given, dict | BaseModel) else "value"


def hint_to_fill(field: Field | None, loc: Loc) -> str:
    """What to do about a field without a value."""
    if isinstance(loc[-1], int):
        return "напишите значение или уберите его из списка"
    if field is not None and field.required:
        return (
            f"напишите значение, например: {example_in_yaml(field)}"
            if field.example is not None
            else "напишите значение"
        )
    return text.sentence("fill_or_remove")


def hint_to_reshape(
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
        case "list", _ if has_word_marks(needed, given):
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
            return hint_to_fill(field, loc)
        case _, "list" if len(given) == 1 and isinstance(given[0], str) and given[0]:
            return to_write(f"{name}: {in_yaml(given[0])}")
        case _, "list" if field is not None and field.is_rich and in_lines:
            return f"поставьте после «{name}:» знак |, тогда строки под ним станут текстом со списком"
        case _, "list":
            return "напишите значение одной строкой, без знаков «- » и квадратных скобок"
        case _:
            return "напишите значение одной строкой или под знаком |; текст с двоеточием возьмите в кавычки"


def has_word_marks(needed: str, given: Any) -> bool:
    """Return True for a list whose lines begin with the dash or the bullet of Word."""
    return needed == "list" and isinstance(given, str) and bool(WORD_MARK.match(given))


def reshaped_text(needed: str, there: str, given: Any, field: Field | None, loc: Loc, names: KnownTitles) -> str | None:
    """What :func:`hint_to_reshape` says to write, as the text to put instead of the value."""
    group = field.group if field is not None else None
    if group is not None and there == "value" and needed in ("list", "group"):
        own = as_group(group, given, names)
        return f"[{own}]" if own and needed == "list" else own
    if needed == "list" and there == "value" and not (field is not None and field.group):
        return f"[{given}]" if re.fullmatch(r"[\w-]+(?:, *[\w-]+)*", given) else None
    if needed == "value" and there == "list" and len(given) == 1 and isinstance(given[0], str) and given[0]:
        return in_yaml(given[0])
    return None
