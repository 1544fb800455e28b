"""The number of the format in ``mkdocs.yml``, written without touching anything else of the file."""

from __future__ import annotations

import re

from generator.settings.configuration import SETTINGS_FILE
from generator.upkeep.upgrading.change import Change

_FORMAT_LINE = re.compile(r"(?m)^( +format: *)\d+")
#: the plugin as an item of a list or as a name of a mapping, and the whole list on one line
_NAMED = re.compile(r"(?m)^( *- |  +)metodoteka(:?)([ \t]*(?:#.*)?)$")
_ON_ONE_LINE = re.compile(r"(?m)^plugins: *\[ *metodoteka *\][ \t]*$")


def change(text: str, number: int) -> Change:
    """The settings with ``format: number`` under our plugin. Where the plugin is written in a way that takes no line,
    what to write is said and nothing is changed."""
    notes = (f"format: {number} — номер формата, в котором записана база",)
    line = f"format: {number} # меняет metodoteka upgrade"
    if _FORMAT_LINE.search(text):
        return Change(SETTINGS_FILE, _FORMAT_LINE.sub(rf"\g<1>{number}", text, count=1), notes)
    if found := _NAMED.search(text):
        indent = _indent_below(text[found.end() :], len(found[1])) or len(found[1]) + 4
        whole = f"{found[1]}metodoteka:{found[3]}\n{' ' * indent}{line}"
        return Change(SETTINGS_FILE, text[: found.start()] + whole + text[found.end() :], notes)
    if _ON_ONE_LINE.search(text):
        return Change(SETTINGS_FILE, _ON_ONE_LINE.sub(f"plugins:\n  - metodoteka:\n      {line}", text, count=1), notes)
    return Change(SETTINGS_FILE, text, (f"допишите сами в plugins: metodoteka: строку format: {number}",), by_hand=True)


def _indent_below(rest: str, outer: int) -> int:
    """How far the first option of the plugin stands from the margin; 0 where it has none."""
    first = next((line for line in rest.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    indent = len(first) - len(first.lstrip())
    return indent if indent > outer else 0
