"""A text where YAML wants fields, and a field where it wants a text: lines that a person joined, tables, stray dashes.

Pure. What stands here names the line at fault; ``syntax_hints`` asks when the parser has stopped, ``meant_lines`` while
it goes through the lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from generator.documents.hint import FIELD, Hint, in_quotes, indent, reads
from generator.problems import to_write
from generator.text import guillemets

#: a name of a field inside a value: nobody else writes a Latin word in lower case with a colon behind it
SECOND_FIELD = re.compile(r"\s([a-z][a-z_]+): ")
_TEXT_BESIDE_BAR = re.compile(r"( *(?:- +)*)([\w-]+): *([|>][+-]?\d?) +(?!#)(\S.*)$")
_ROW = re.compile(r" *\|.*\| *$")
_MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\((https?://[^\s()]+)\)$")
_BARE_MEMBER = re.compile(r"( *)- +(\S.*)$")
_ENDS = {"[": "]", "{": "}", '"': '"', "'": "'"}


def two_fields(known: re.Match[str], number: int) -> Hint | None:
    """A line that two fields share: «title: Билет summary: За три минуты»."""
    second = SECOND_FIELD.search(known[3])
    if second is None:
        return None
    column = known.start(3) + second.start(1)
    message = f"в одной строке, похоже, два поля: «{known[2]}» и «{second[1]}»"
    quoted = f"{known[2]}: {in_quotes(known[3].rstrip())}"
    hint = (
        f"начните с «{second[1]}:» новую строку, вровень с «{known[2]}»; если это часть текста, возьмите в кавычки всё "
        f"значение: {quoted}"
    )
    return Hint(number, column + 1, message, hint)


def text_beside_bar(line: str, number: int) -> Hint | None:
    """A text that begins in the line of its sign |."""
    if not (found := _TEXT_BESIDE_BAR.match(line)):
        return None
    message = f"текст стоит в одной строке со знаком «{found[3]}», а он начинается под ним"
    spaces = " " * (len(found[1]) + 2)
    hint = (
        f"оставьте в этой строке «{found[2]}: {found[3]}», а текст перенесите на новую строку под ней и поставьте "
        f"перед ним пробелы, всего их {len(spaces)}"
    )
    return Hint(number, found.start(3) + 1, message, hint)


def row_of_table(line: str, number: int, name: str) -> Hint | None:
    """A row of a table of Markdown outside any text."""
    if not _ROW.match(line):
        return None
    message = "здесь строки таблицы, а таблица читается только в тексте под знаком |"
    where = f"в «{name}» " if name else ""
    hint = f"перепишите {where}каждую строку полями («- имя поля: значение»), а строки таблицы сотрите"
    return Hint(number, indent(line) + 1, message, hint)


def stray_dash(line: str, number: int, fields: Collection[int], members: Collection[int]) -> Hint | None:
    """A dash before a field of the record itself. Deeper it may as well be the other fields that have lost theirs."""
    found = re.match(r"- ([a-z][a-z_]*:(?:\s.*|))$", line)
    if not found or 0 not in fields or 0 in members:
        return None
    name = found[1].partition(":")[0]
    message = f"перед «{name}» лишний дефис: это поле, а не строка списка"
    return Hint(number, 1, message, to_write(found[1].rstrip()), found[1], sure=True)


def nameless_member(lines: Sequence[str], number: int) -> Hint | None:
    """A line of a list with a bare value, and fields of the same group below it: the value has lost its name."""
    below = FIELD.match(lines[number - 1])
    above = number - 1
    while above > 1 and not lines[above - 1].strip():
        above -= 1
    line = lines[above - 1] if above else ""
    bare = None if FIELD.match(line) else _BARE_MEMBER.match(line)
    if below is None or bare is None or "-" in below[1] or indent(lines[number - 1]) <= len(bare[1]):
        return None
    first = [found[2] for one in lines if (found := FIELD.match(one)) and found[1] == f"{bare[1]}- "]
    message = "у строки списка нет имени поля, а под ней стоят поля той же группы"
    name = max(first, key=first.count) if first else "имя поля"
    hint = f"допишите имя поля после дефиса: - {name}: {in_quotes(bare[2].rstrip())}"
    return Hint(above, len(bare[1]) + 3, message, hint)


def text_above_list(lines: Sequence[str], number: int) -> Hint | None:
    """Lines of words between the name of a list and its first dash."""
    line = lines[number - 1]
    if not re.match(r" *- ", line):
        return None
    above = number - 1
    while above > 1 and lines[above - 1].strip() and not re.match(r" *- |[^#]*:(?:\s|$)", lines[above - 1]):
        above -= 1
    head = FIELD.match(lines[above - 1]) if above else None
    if above == number - 1 or head is None or head[3]:
        return None
    message = f"под «{head[2]}» стоит текст, а ниже начинаются строки списка"
    hint = "перепишите эти строки так же: дефис, пробел и поля с двоеточием, как у строк ниже; лишнее сотрите"
    return Hint(above + 1, indent(lines[above]) + 1, message, hint)


def begun_with_character(line: str, number: int) -> Hint | None:
    """A value whose first sign opens a bracket or a quotation for YAML and ends before the value does, or a dash."""
    known = FIELD.match(line)
    value = (known[3] or "").rstrip() if known else ""
    if known is None or not value or " #" in value:
        return None
    at = known.start(3) + 1
    if value == "-" or value.startswith("- "):
        message = "за двоеточием стоит черта: YAML ждёт здесь списка"
        if value == "-":
            return Hint(number, at, message, f"если сведений нет, сотрите строку «{known[2]}: -» целиком")
        hint = (
            f"если это одно значение, сотрите черту; если строка списка, перенесите её под «{known[2]}:»; если с черты "
            f"начинается речь, возьмите её в кавычки — {known[2]}: '{value.replace(chr(39), chr(39) * 2)}'"
        )
        return Hint(number, at, message, hint)
    if link := _MARKDOWN_LINK.match(value):
        message = "здесь ссылка, как её пишут в тексте"
        address, words = f"{known[2]}: {link[1]}", f"{known[2]}: {in_quotes(value)}"
        hint = f"если нужен адрес, оставьте его — {address}; если текст, возьмите его в кавычки — {words}"
        return Hint(number, at, message, hint)
    ends = _ENDS.get(value[0])
    if ends is None or ends not in value[1:-1] or value[-1] == ends or reads(value):
        return None
    if value[0] == ends:
        message = "после закрывающей кавычки стоит ещё текст"
        now = f"{known[2]}: {in_quotes(guillemets(value))}"
        return Hint(number, len(known[1]) + 1, message, to_write(now), now, sure=value[0] == '"')
    message = f"значение начинается со скобки «{value[0]}», а за скобкой «{ends}» стоит ещё текст"
    now = f"{known[2]}: {in_quotes(value)}"
    return Hint(number, len(known[1]) + 1, message, to_write(now), now)
