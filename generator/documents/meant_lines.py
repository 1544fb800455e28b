"""A single line that YAML refuses, as it was meant: what a person sees without knowing where the parser stopped.

Pure. A hint is the place, what is wrong there, and the text that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from generator.documents.hint import FIELD, Hint, as_value, in_quotes, indent
from generator.documents.line_checks import block_lines
from generator.documents.lines_for_fields import row_of_table, stray_dash, text_beside_bar
from generator.problems import to_write
from generator.text import plural

_SHOWN = 30
JOINED = re.compile(r"( *(?:- +)*)([a-z][a-z_]*):(?!//)([^\s:].*)$")
_MARKED = re.compile(r"( *)([–—•·●▪◦‣*]|\d{1,2}[.)]) +(\S.*)$")
_JOINED_DASH = re.compile(r"( *)-(?=[^\s\d-])(\S.*)$")
OPENS_TEXT = re.compile(r"( *(?:- +)*)([\w-]+): *[|>][+-]?\d? *(?:#.*)?$")
_ENGLISH_FIELD = re.compile(r" *(?:- +)*[a-zA-Z_]+:(?:\s|$)")
# «cost = free», «cost： free», «cost – free»
_OTHER_SIGN = re.compile(r"( *)([a-z][a-z_]*)(?: *([=：∶;]) *| +([-–—]) +)(\S.*)$")
_NO_SIGN = re.compile(r"( *)([a-z][a-z_]*) +(\S.*)$")
_TAKEN_SIGNS = "@%`*"


@dataclass
class OpenLevels:
    """Where fields and where members of a list could begin below the lines seen: column -> what stands there."""

    fields: dict[int, str] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)

    def see(self, line: str) -> None:
        """Take a line in that is no text of a field, no comment and not blank."""
        start = indent(line)
        self.members = {level: name for level, name in self.members.items() if level <= start}
        if line.startswith("- ", start):
            self.members[start] = line.strip()[:_SHOWN]
        if known := FIELD.match(line):
            self.fields = {level: name for level, name in self.fields.items() if level < start}
            self.fields[len(known[1])] = known[2]


def open_levels(lines: Sequence[str]) -> OpenLevels:
    """The levels that are open below these lines."""
    levels = OpenLevels()
    inside = block_lines(lines)
    for number, line in enumerate(lines, 1):
        if number not in inside and line.strip() and not line.lstrip().startswith("#"):
            levels.see(line)
    return levels


def missing_space_hint(line: str, number: int) -> Hint | None:
    """A line whose colon has no space behind it, as it was meant."""
    if not (found := JOINED.match(line)):
        return None
    now = f"{found[2]}: {as_value(found[3])}"
    message = f"после «{found[2]}:» нет пробела: без него это не поле"
    return Hint(number, len(found[1]) + 1, message, to_write(now), now, True)


def meant(lines: Sequence[str], first: int = 1) -> Iterator[Hint]:
    """The lines from ``first`` on that are surely no YAML, as they were meant."""
    inside = {number + first - 1 for number in block_lines(lines[first - 1 :])}
    name, of_list = "", False  # the last field, and whether nothing but marked lines stands below its name
    beside: set[int] = set()  # where lines with another mark than a dash stand
    block: _OpenBlock | None = None  # the last text that was opened with |
    levels = OpenLevels()
    rows: set[int] = set()  # where rows of a table stand outside texts
    for number, line in enumerate(lines[first - 1 :], first):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if number in inside:
            if block:
                block.text_at = block.text_at or indent(line)
            continue
        if block and block.holds(line):
            yield from block.shallow(lines, number)
        elif row := row_of_table(line, number, name):
            if number - 1 not in rows:
                yield row
            rows.add(number)
        elif not of_list and (stray := stray_dash(line, number, levels.fields, levels.members)):
            yield stray
            name, of_list = stray.write.partition(":")[0] if stray.write else "", False
            block = _OpenBlock(name, stray.column - 1, set()) if OPENS_TEXT.match(stray.write or "") else None
        elif marked := _other_mark(line, number, of_list or indent(line) in beside.union(levels.members)):
            beside.add(marked.column - 1)
            yield marked
        elif known := FIELD.match(line):
            levels.see(line)
            name, of_list = known[2], not known[3]
            block = _OpenBlock(known[2], len(known[1]), set(levels.members)) if OPENS_TEXT.match(line) else None
            if known[3] and known[3][0] in _TAKEN_SIGNS:
                yield _in_quotes(known, number)
            elif beside_bar := text_beside_bar(line, number):
                yield beside_bar
        elif hint := missing_space_hint(line, number):
            yield hint
        elif name and _is_of_words(line) and indent(line) in {0, *levels.fields}:
            sure = _in_block(lines, number, inside, first)
            yield _another_character(line, number) or _goes_on(line, number, name, sure=sure)
        else:
            levels.see(line)


@dataclass
class _OpenBlock:
    """A field that ends with ``|``: a line that stands no deeper than its name, and is no field, is of its text."""

    name: str
    column: int
    members: set[int]
    text_at: int = 0  # where its first line stands, 0 while there is none
    shallowest: int = -1
    moves_alone: bool = True  # no other line has to move with it to keep a list inside a list

    def holds(self, line: str) -> bool:
        """Return whether the line is of the text: a field ends it, and so does the next member of a list that is open
        there."""
        own = indent(line)
        if self._is_over(line) or (line.startswith("- ", own) and own in self.members):
            return False
        return own <= self.column or self.shallowest >= 0

    def shallow(self, lines: Sequence[str], number: int) -> Iterator[Hint]:
        """A line of the text that stands no deeper than its field, with the indent that it should have."""
        line = lines[number - 1]
        own = indent(line)
        if own > self.column:
            return
        if self.shallowest < 0:
            self.shallowest = own
            below = takewhile(
                lambda one: not self._is_over(one), filter(str.strip, (lines[n] for n in range(number, len(lines))))
            )
            self.moves_alone = all(indent(one) <= self.column for one in below)
        right = (self.text_at or self.column + 2) + max(0, own - self.shallowest)
        hint = deeper(line, number, self.name, right, sure=self.moves_alone)
        whole = f"{hint.hint}; то, что под ней стояло глубже неё, сдвиньте вместе с ней"
        yield hint if self.moves_alone else hint._replace(hint=whole, write=None)

    def _is_over(self, line: str) -> bool:
        name = FIELD if self.text_at else _ENGLISH_FIELD
        return bool(name.match(line) or JOINED.match(line) or _OTHER_SIGN.match(line))


def deeper(line: str, number: int, name: str, right: int, *, sure: bool) -> Hint:
    """A line of the text of a field, with the ``right`` number of spaces before it."""
    own = indent(line)
    message = f"строка продолжает поле «{name}», а {'отступ у неё мал' if own else 'отступа у неё нет'}"
    more = "два пробела" if right == 2 else plural(right, "пробел", "пробела", "пробелов")
    hint = f"поставьте перед строкой {more}{f', а не {own}' if own else ''}"
    return Hint(number, 1, message, hint, f"{' ' * right}{line.lstrip()}", sure)


def _goes_on(line: str, number: int, name: str, *, sure: bool) -> Hint:
    found = _NO_SIGN.match(line)
    own = indent(line)
    hint = deeper(line, number, name, own + 2, sure=sure)
    if found is None or sure:
        return hint
    now = f"{found[2]}: {as_value(found[3])}"
    both = f"если «{found[2]}» — имя поля, напишите: {now}; если это продолжение текста, {hint.hint}"
    return hint._replace(hint=both, write=None)


def _another_character(line: str, number: int) -> Hint | None:
    """A field whose name is followed by another sign than a colon."""
    if not (found := _OTHER_SIGN.match(line)):
        return None
    now = f"{found[2]}: {as_value(found[5])}"
    message = f"после «{found[2]}» стоит «{found[3] or found[4]}», а нужны двоеточие и пробел"
    return Hint(number, len(found[1]) + 1, message, to_write(now), now, bool(found[3]))


def _in_quotes(known: re.Match[str], number: int) -> Hint:
    """A value that begins with a sign which YAML takes for its own."""
    now = f"{known[2]}: {in_quotes(known[3].rstrip())}"
    message = f"значение начинается со знака «{known[3][0]}», который YAML понимает по-своему"
    return Hint(number, len(known[1]) + 1, message, to_write(now), now, sure=True)


def _other_mark(line: str, number: int, is_of_list: bool) -> Hint | None:
    """A line of a list that begins with a bullet, a number or a dash without its space."""
    column = indent(line) + 1
    if is_of_list and (found := _MARKED.match(line)):
        message = f"строка списка начинается со знака «{found[2]}», а нужны дефис и пробел"
        return Hint(number, column, message, to_write(f"- {found[3]}"), f"- {found[3]}", True)
    if is_of_list and (joined := _JOINED_DASH.match(line)):
        return Hint(number, column, "после дефиса нет пробела", to_write(f"- {joined[2]}"), f"- {joined[2]}", True)
    return None


def _is_of_words(line: str) -> bool:
    return re.match(r" *(?:[^\W_]|[«(„])", line) is not None


def _in_block(lines: Sequence[str], number: int, inside: set[int], first: int) -> bool:
    """Return whether the line above belongs to a text under ``|``: then this one does too."""
    above = number - 1
    while above > first and not lines[above - 1].strip():
        above -= 1
    return above in inside
