"""What a line that YAML refuses was meant to be: the line at fault, in a methodist's words, and what to write there.

Pure. The parser stops where it can go no further, which is often the line below the mistake: here the lines up to that
place are looked at the way a person would. A fix is the text from the told place to the end of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from generator.documents.line_checks import block_lines
from generator.problems import to_write
from generator.text import plural, slug


class Hint(NamedTuple):
    """A place (from 1), what is wrong there, how to fix it; ``write`` is the rest of that line as it was meant, and
    ``sure`` when nothing else can have been."""

    line: int
    column: int
    message: str
    hint: str
    write: str | None = None
    sure: bool = False


_SHOWN = 30
_FIELD = re.compile(r"( *(?:- +)*)([^\W\d][\w-]*):(?:\s+(.*)|$)")
_JOINED = re.compile(r"( *(?:- +)*)([a-z][a-z_]*):(?!//)([^\s:].*)$")
_MARKED = re.compile(r"( *)[–—•·●▪◦‣*] +(\S.*)$")


def explain_yaml_error(
    error: yaml.MarkedYAMLError, lines: Sequence[str], line: int, column: int, first: int
) -> list[Hint]:
    """A mistake of YAML that the parser noticed at a place; the fields begin in the line ``first``. All lines above the
    place that are surely no YAML, and the rest of the list that they belong to."""
    if "quoted scalar" not in (error.context or ""):
        found: list[Hint] = []
        for hint in meant(lines, first):
            if hint.line > line and not (found and hint.line == found[-1].line + 1):
                break
            found.append(hint)
        if found:
            return found
    if "did not find expected '-'" in (error.problem or "") and (apart := _out_of_group(lines, line)):
        return [apart]
    if re.search(_AT_WRONG_INDENT, error.problem or "") and (moved := _off_its_level(lines, line)):
        return [moved]
    return [Hint(line, column, *_explain(error, lines[line - 1][: column - 1]))]


def _out_of_group(lines: Sequence[str], number: int) -> Hint | None:
    """A field of a group in a list that stands between the dash and the first field of the group: it belongs below
    that field."""
    line = lines[number - 1]
    field = _FIELD.match(line)
    if not field or "-" in field[1]:
        return None
    own = len(field[1])
    above = (found for one in reversed(lines[: number - 1]) if (found := _FIELD.match(one)) and "-" in found[1])
    head = next((found for found in above if found[1].index("-") <= own), None)
    if head is None or own >= len(head[1]):
        return None
    right = len(head[1])
    message = f"поле «{field[2]}» стоит не под полем «{head[2]}» той же группы"
    spaces = plural(right, "пробел", "пробела", "пробелов")
    hint = f"поставьте перед «{field[2]}» {spaces}, а не {own}: вровень с «{head[2]}»"
    return Hint(number, 1, message, hint, f"{' ' * right}{line.lstrip()}", sure=right - own == 1)


_AT_WRONG_INDENT = r"mapping values are not allowed|did not find expected (key|'-')|block sequence entries"


def _off_its_level(lines: Sequence[str], number: int) -> Hint | None:
    """A field that stands a little beside every level of the lines above it, with the nearest level that it can have
    been meant for. None where two are as near, or where the line is on a level: then something else is wrong."""
    line = lines[number - 1]
    field, member = _FIELD.match(line), re.match(r"( *)- ", line)
    if not member and not (field and field[2].isascii()):
        return None
    levels, members = _open_levels(lines[: number - 1])
    if member:
        levels = members
    own = len(line) - len(line.lstrip(" "))
    near = sorted((abs(own - level), level) for level in levels)
    if not near or own in levels or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    distance, right = near[0]
    neighbours = "строк этого списка" if member else "соседних полей"
    message = f"отступ строки {'больше' if own > right else 'меньше'}, чем у {neighbours}"
    before = "дефисом" if member or not field else f"«{field[2]}»"
    spaces = f"оставьте {plural(right, 'пробел', 'пробела', 'пробелов')}" if right else "не оставляйте пробелов"
    hint = f"перед {before} {spaces}: вровень с «{levels[right]}»"
    return Hint(number, 1, message, hint, f"{' ' * right}{line.lstrip()}", sure=distance == 1)


def _open_levels(lines: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """Where fields and where members of a list could begin below these lines: column -> what stands there."""
    levels: dict[int, str] = {}
    members: dict[int, str] = {}
    inside = block_lines(lines)
    for number, line in enumerate(lines, 1):
        if number in inside or not line.strip() or line.lstrip().startswith("#"):
            continue
        start = len(line) - len(line.lstrip(" "))
        members = {level: name for level, name in members.items() if level <= start}
        if line.startswith("- ", start):
            members[start] = line.strip()[:_SHOWN]
        if field := _FIELD.match(line):
            levels = {level: name for level, name in levels.items() if level < start}
            levels[len(field[1])] = field[2]
    return levels, members


def missing_space_hint(line: str, number: int) -> Hint | None:
    """A line whose colon has no space behind it, as it was meant."""
    if not (found := _JOINED.match(line)):
        return None
    now = f"{found[2]}: {_quoted(found[3])}"
    message = f"после «{found[2]}:» нет пробела: без него это не поле"
    return Hint(number, len(found[1]) + 1, message, to_write(now), now, True)


def meant(lines: Sequence[str], first: int = 1) -> Iterator[Hint]:
    """The lines from ``first`` on that are surely no YAML, as they were meant."""
    inside = block_lines(lines[first - 1 :])
    field, of_list = "", False  # the last field, and whether nothing but marked lines stands below its name
    for number, line in enumerate(lines[first - 1 :], first):
        if number - first + 1 in inside or not line.strip() or line.lstrip().startswith("#"):
            continue
        if (marked := _MARKED.match(line)) and of_list:
            now = f"- {marked[2]}"
            message = f"строка списка начинается со знака «{line.strip()[0]}», а нужны дефис и пробел"
            yield Hint(number, len(marked[1]) + 1, message, to_write(now), now, True)
        elif known := _FIELD.match(line):
            field, of_list = known[2], not known[3]
        elif hint := missing_space_hint(line, number):
            yield hint
        elif field and re.match(r"[^\W_]|[«(„]", line):
            message = f"строка продолжает поле «{field}», а отступа у неё нет"
            sure = _in_block(lines, number, inside, first)
            yield Hint(number, 1, message, "поставьте перед строкой два пробела", f"  {line}", sure)


def _in_block(lines: Sequence[str], number: int, inside: set[int], first: int) -> bool:
    """Return whether the line above belongs to a text under ``|``: then this one does too."""
    above = number - 1
    while above > first and not lines[above - 1].strip():
        above -= 1
    return above - first + 1 in inside


def _quoted(value: str) -> str:
    """A value as YAML reads it: in quotes where a character of it would be taken for YAML."""
    if re.search(r": |:$| #|^[\"'>|@`%&*!\[\]{},?-]", value):
        return "'" + value.replace("'", "''") + "'"
    return value


def is_prose(lines: Sequence[str]) -> bool:
    """Return whether no line of a file begins with the name of a field: somebody wrote a text, not a record."""
    return not any(_FIELD.match(line) or _JOINED.match(line) for line in lines if not line.startswith((" ", "#")))


def second_record(lines: Sequence[str], line: int, path: str) -> str:
    """How to fix a line ``---`` in the middle of a file, by what stands below it."""
    below = [one for one in lines[line:] if one.strip()]
    if not below:
        return "сотрите эту строку: под ней ничего нет"
    if is_prose(below):
        name = path.rpartition("/")[2].rpartition(".")[0]
        return f"файл, где под полями идёт текст, кончается на .md: переименуйте в {name}.md"
    title = next((found[3] for one in below if (found := _FIELD.match(one)) and found[2] == "title" and found[3]), "")
    folder = path.rpartition("/")[0]
    name = f"{folder}/{slug(title.strip(chr(34) + chr(39)))}.yml" if title else f"{folder}/, с другим именем"
    return f"вырежьте всё ниже этой строки и вставьте в новый файл {name}, а саму строку --- сотрите"


def _explain(error: yaml.MarkedYAMLError, before: str) -> tuple[str, str]:
    """What a YAML syntax error probably is, in a methodist's words, and the fix; ``before`` is the line up to it."""
    sentence = f"{error.context or ''} {error.problem or ''}"
    if "did not find expected key" in sentence and before.rstrip().endswith(('"', "'")):
        return (
            "после закрывающей кавычки стоит ещё текст",
            "возьмите в кавычки всё значение или пишите кавычки внутри него ёлочками « »",
        )
    if "mapping values are not allowed" in sentence and re.fullmatch(r" +[\w-]+ *", before):
        return "отступ строки больше, чем у соседних полей", "выровняйте строку пробелами по соседним полям"
    for pattern, message, hint in _SYNTAX:
        if re.search(pattern, sentence):
            return message, hint
    return (
        "строка не читается как YAML",
        "проверьте отступы (только пробелы), двоеточия с пробелом после имени поля и кавычки",
    )


_SYNTAX = (
    (
        r"mapping values are not allowed",
        "лишнее двоеточие: «: » внутри значения принято за новое поле",
        'возьмите всё значение в кавычки, например title: "Урок: начало", и проверьте отступ строки',
    ),
    (
        r"could not find expected ':'",
        "у строки нет двоеточия: имя поля отделяют двоеточием и пробелом",
        "напишите «имя: значение»; продолжение длинного текста пишите с отступом под знаком |",
    ),
    (
        r"while scanning a quoted scalar|found unexpected end of stream",
        "кавычка открыта и не закрыта",
        "закройте кавычку в конце значения; кавычки внутри значения пишите ёлочками « »",
    ),
    (
        r"unknown escape character",
        "обратная косая черта внутри двойных кавычек",
        "возьмите значение в одинарные кавычки '…'",
    ),
    (
        r"cannot start any token",
        "значение начинается со знака, который YAML понимает по-своему (@ ` % или другой)",
        "возьмите значение в кавычки",
    ),
    (
        r"did not find expected ',' or|flow (sequence|mapping)",
        "квадратная или фигурная скобка открыта и не закрыта",
        "закройте скобку или возьмите значение в кавычки",
    ),
    (
        r"block sequence entries are not allowed|did not find expected '-'",
        "строка списка стоит не на своём месте",
        "все строки списка начинайте с «- » на одном и том же отступе, под именем поля; черту вместо значения сотрите",
    ),
    (
        r"did not find expected key|block mapping|did not find expected node",
        "отступ строки не такой, как у соседних полей",
        "выровняйте строку пробелами по соседним полям; если значение начинается с кавычки, "
        "закройте её в конце значения",
    ),
    (
        r"did not find expected (alphabetic|whitespace|'!'|tag)|undefined tag|anchor|alias",
        "значение начинается со знака, который YAML понимает по-своему (* & !)",
        "возьмите значение в кавычки",
    ),
    (r"directive", "строка начинается со знака %", "возьмите значение в кавычки"),
)
