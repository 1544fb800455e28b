"""What a line that YAML refuses was meant to be: the line at fault, in a methodist's words, and what to write there.

Pure. The parser stops where it can go no further, which is often the line below the mistake: here the lines up to that
place are looked at the way a person would. A fix is the text from the told place to the end of its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from generator.documents.hint import FIELD, Hint, in_quotes, indent
from generator.documents.line_checks import block_lines
from generator.documents.lines_for_fields import begun_with_character, nameless_member, text_above_list, two_fields
from generator.documents.meant_lines import JOINED, OPENS_TEXT, deeper, meant, open_levels
from generator.problems import to_write
from generator.text import plural, slug


def explain_yaml_error(
    error: yaml.MarkedYAMLError, lines: Sequence[str], line: int, column: int, first: int
) -> list[Hint]:
    """A mistake of YAML that the parser noticed at a place; the fields begin in the line ``first``. All lines above the
    place that are surely no YAML, the rest of the list that they belong to, and what is as sure below."""
    found: list[Hint] = []
    below: list[Hint] = []
    goes_on = True
    for hint in meant(lines, first) if "quoted scalar" not in (error.context or "") else ():
        # Below the place it is the same mistake as long as no field stands between.
        goes_on = goes_on and bool(found) and not any(map(FIELD.match, lines[found[-1].line : hint.line - 1]))
        if hint.line <= line:
            goes_on = True
        if goes_on:
            found.append(hint)
        elif hint.sure:
            below.append(hint)
    return [*(found or _at_the_place(error, lines, line, column, first)), *below]


def _at_the_place(error: yaml.MarkedYAMLError, lines: Sequence[str], line: int, column: int, first: int) -> list[Hint]:
    """The same where the lines by themselves tell nothing."""
    if shallow := _shallow_text(lines, line, first):
        return shallow
    looked = (
        _hidden_bracket(error, lines, line)
        or _of_brackets(error, lines, line, column)
        or _without_dash(lines, line)
        or _without_dash_above(lines, line)
        or nameless_member(lines, line)
        or text_above_list(lines, line)
        or begun_with_character(lines[line - 1], line)
        or (_out_of_group(lines, line) if "did not find expected '-'" in (error.problem or "") else None)
        or (_off_its_level(lines, line) if re.search(_AT_WRONG_INDENT, error.problem or "") else None)
    )
    looked = looked or _colon_inside(lines[line - 1], line, column)
    return [looked or Hint(line, column, *_explain(error, lines[line - 1][: column - 1]))]


def _out_of_group(lines: Sequence[str], number: int) -> Hint | None:
    """A field of a group in a list that stands between the dash and the first field of the group: it belongs below
    that field."""
    line = lines[number - 1]
    field = FIELD.match(line)
    if not field or "-" in field[1]:
        return None
    own = len(field[1])
    above = (found for one in reversed(lines[: number - 1]) if (found := FIELD.match(one)) and "-" in found[1])
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
    field, member = FIELD.match(line), re.match(r"( *)- ", line)
    if not member and not (field and field[2].isascii()):
        return None
    above = open_levels(lines[: number - 1])
    levels = above.members if member else above.fields
    own = indent(line)
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


def _shallow_text(lines: Sequence[str], number: int, first: int) -> list[Hint]:
    """The lines of a text under ``|`` that stand less deep than its first one: YAML takes them for something else."""
    inside = {line + first - 1 for line in block_lines(lines[first - 1 :])}
    if number not in inside:
        return []
    top = number
    while top in inside:
        top -= 1
    opened = OPENS_TEXT.match(lines[top - 1]) if top >= first else None
    if opened is None:
        return []
    rows = [n for n in range(top + 1, len(lines) + 1) if n in inside and lines[n - 1].strip()]
    end = next((n for n in range(top + 1, len(lines) + 2) if n not in inside), len(lines) + 1)
    rows = [n for n in rows if n < end]
    right = indent(lines[rows[0] - 1])
    shallow = [n for n in rows if indent(lines[n - 1]) < right]
    if not shallow:
        return []
    # A list inside a list moves as a whole: then no line is right by itself.
    alone = {indent(lines[n - 1]) for n in rows if n >= shallow[0]} == {indent(lines[shallow[0] - 1])}
    hints = [deeper(lines[n - 1], n, opened[2], right, sure=alone) for n in shallow]
    return hints if alone else [hint._replace(write=None) for hint in hints]


def _colon_inside(line: str, number: int, column: int) -> Hint | None:
    """A value with «: » in it, as it is to be written."""
    known = FIELD.match(line)
    if known is None or not known[3] or column <= known.start(3) or line[column - 1 : column] != ":":
        return None
    if known[3][0] in "\"'|>[{&*!%@`#" or " #" in known[3] or '"' in known[3]:
        return None
    if two := two_fields(known, number):
        return two
    now = f"{known[2]}: {in_quotes(known[3].rstrip())}"
    message = "лишнее двоеточие: «: » внутри значения принято за новое поле"
    return Hint(number, column, message, f"возьмите всё значение в кавычки: {now}", sure=True)


def _hidden_bracket(error: yaml.MarkedYAMLError, lines: Sequence[str], number: int) -> Hint | None:
    """A bracket that seems open because what stands behind a # is a comment."""
    if not re.search("flow (sequence|mapping|node)", error.context or ""):
        return None
    line = lines[number - 1]
    found = re.search(r"(?<=\s)#\S.*[\]}]", line)
    if found is None:
        return None
    message = "знак # после пробела начинает примечание: всё за ним, и закрывающая скобка тоже, не читается"
    return Hint(number, found.start() + 1, message, "возьмите значение, в котором стоит #, в кавычки")


def _of_brackets(error: yaml.MarkedYAMLError, lines: Sequence[str], line: int, column: int) -> Hint | None:
    """Brackets in which the parser waited for a value: a comma too many there, else one that is still open."""
    if "flow node" not in (error.context or ""):
        return None
    if lines[line - 1][column - 1 : column] != ",":
        return Hint(line, column, *_OPEN_BRACKET)
    hint = "сотрите лишнюю запятую или впишите рядом с ней значение"
    return Hint(line, column, "в скобках запятая, а значения рядом с ней нет", hint)


def _without_dash(lines: Sequence[str], number: int) -> Hint | None:
    """The first field of a group in a list that has no dash, told by the fields deeper below it and by the dashes of
    the other groups."""
    field = FIELD.match(lines[number - 1])
    above = number - 1
    while above > 1 and not lines[above - 1].strip():
        above -= 1
    head = FIELD.match(lines[above - 1]) if field and above else None
    if field is None or head is None or not head[3] or "-" in head[1] + field[1] or len(field[1]) != len(head[1]) + 2:
        return None
    own = len(head[1])
    for line in lines[number:]:
        start = indent(line)
        if line.strip() and start < own:
            return None
        if line.startswith("- ", own) and start == own:
            now = f"{' ' * own}- {lines[above - 1].lstrip()}"
            message = f"перед «{head[2]}» нет дефиса, а здесь начинается строка списка"
            return Hint(above, 1, message, to_write(now.strip()), now, sure=True)
    return None


def _without_dash_above(lines: Sequence[str], number: int) -> Hint | None:
    """The fields of a group that stand beside the dash of the next group of the list instead of behind one."""
    own = indent(lines[number - 1])
    first = None
    if not own:
        return None
    for above in range(number - 1, 0, -1):
        line = lines[above - 1]
        if not line.strip() or indent(line) > own:
            continue
        field = FIELD.match(line)
        if indent(line) < own:
            if field is None or field[3]:
                return None
            break
        if field is None or "-" in field[1]:
            return None
        first = above, field[2]
    if first is None or not lines[number - 1].startswith("- ", own):
        return None
    message = f"перед «{first[1]}» нет дефиса, а здесь начинается строка списка"
    hint = f"поставьте дефис и пробел перед «{first[1]}», а перед остальными полями до строки {number} — два пробела"
    return Hint(first[0], own + 1, message, hint)


def is_prose(lines: Sequence[str]) -> bool:
    """Return whether no line of a file begins with the name of a field: somebody wrote a text, not a record."""
    return not any(FIELD.match(line) or JOINED.match(line) for line in lines if not line.startswith((" ", "#")))


def second_record(lines: Sequence[str], line: int, path: str) -> str:
    """How to fix a line ``---`` in the middle of a file, by what stands below it."""
    below = [one for one in lines[line:] if one.strip()]
    if not below:
        return "сотрите эту строку: под ней ничего нет"
    if is_prose(below):
        name = path.rpartition("/")[2].rpartition(".")[0]
        return f"файл, где под полями идёт текст, кончается на .md: переименуйте в {name}.md"
    title = next((found[3] for one in below if (found := FIELD.match(one)) and found[2] == "title" and found[3]), "")
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


_OPEN_BRACKET = (
    "квадратная или фигурная скобка открыта и не закрыта",
    "закройте скобку или возьмите значение в кавычки",
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
    (r"did not find expected ',' or|flow (sequence|mapping)", *_OPEN_BRACKET),
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
