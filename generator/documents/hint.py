"""What is told of a line that YAML refuses, and what every look at such a line needs.

Pure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml


class Hint(NamedTuple):
    """A place (from 1), what is wrong there, how to fix it; ``write`` is the rest of that line as it was meant, and
    ``sure`` when nothing else can have been."""

    line: int
    column: int
    message: str
    hint: str
    write: str | None = None
    sure: bool = False


FIELD = re.compile(r"( *(?:- +)*)([^\W\d][\w-]*):(?:\s+(.*)|$)")


def indent(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def in_quotes(value: str) -> str:
    """A value as YAML reads it: in quotes where a character of it would be taken for YAML."""
    if re.search(r": |:$| #|^[\"'>|@`%&*!\[\]{},?-]", value):
        return "'" + value.replace("'", "''") + "'"
    return value


def as_value(value: str) -> str:
    """The same of what stood behind a name without its sign: a list in brackets, a value in quotes and the sign of a
    text stay what they are."""
    value = value.rstrip()
    is_yaml = re.fullmatch(r"[|>][+-]?\d?", value) or (value[0] in "[{\"'" and reads(value))
    return value if is_yaml else in_quotes(value)


def reads(value: str) -> bool:
    """Return whether YAML reads a value of one line."""
    try:
        yaml.safe_load(value)
    except (yaml.YAMLError, ValueError):
        return False
    return True
