"""Where the values of a YAML text begin and end on their lines, and the text with some of them replaced.

Pure. Only values and names on one line are known here: a block or a folded text is never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from generator.documents.sources import Loc, Source

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[int, int]


def ends(text: str, path: str) -> dict[Place, int]:
    """The column behind every value, name and bracketed list that ends on the line where it begins, by its line and
    column (all from 1); as far as the text can be read."""
    skipped = 0
    if path.endswith(".md"):
        fences = [n for n, line in enumerate(text.split("\n")) if re.match(r"-{3,}\s*$", line)]
        if len(fences) < 2:
            return {}
        text, skipped = "\n".join(text.split("\n")[fences[0] + 1 : fences[1]]), fences[0] + 1
    found: dict[Place, int] = {}
    opened: list[yaml.Event] = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            start = event
            if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                opened.append(event)
                continue
            if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                start = opened.pop()
                if not start.flow_style:
                    continue
            elif not isinstance(event, yaml.ScalarEvent) or event.style in ("|", ">"):
                continue
            if start.start_mark.line == event.end_mark.line and start.start_mark.column < event.end_mark.column:
                place = (start.start_mark.line + 1 + skipped, start.start_mark.column + 1)
                found[place] = event.end_mark.column + 1
    except yaml.YAMLError:
        pass  # the rest is not known, what stands before the mistake is
    return found


def replaced(text: str, edits: Mapping[Place, str], known: Mapping[Place, int]) -> str:
    """The text with the values at these places replaced; ``known`` are the :func:`ends` of the same text."""
    lines = text.split("\n")
    for line, column in sorted(edits, reverse=True):
        row = lines[line - 1]
        lines[line - 1] = row[: column - 1] + edits[line, column] + row[known[line, column] - 1 :]
    return "\n".join(lines)


def token(text: str, place: Place, known: Mapping[Place, int]) -> str:
    """What stands at a place now, quotes included."""
    return text.split("\n")[place[0] - 1][place[1] - 1 : known[place] - 1]


def loc_of(field: str) -> Loc:
    """``steps[2].text`` -> ``('steps', 1, 'text')``: what ``problems.dotted`` said, read back."""
    parts: list[str | int] = []
    for part in re.findall(r"\[(\d+)\]|([^.\[]+)", field):
        parts.append(int(part[0]) - 1 if part[0] else part[1])
    return tuple(parts)


def value_at(source: Source, loc: Loc):
    """The plain value at a place of a record, None where there is none."""
    value = source.data
    for part in loc:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
