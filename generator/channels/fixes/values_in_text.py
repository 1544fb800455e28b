"""Where the values of a record's text begin and end on their lines, and the text with some of them replaced.

Pure. Only values and names on one line are known here: a block or a folded text is never replaced.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.documents.sources import Loc, Source

LineColumn = tuple[int, int]


def ends(source: Source, text: str) -> dict[LineColumn, int]:
    """The column behind every value, name and bracketed list that ends on the line where it begins, by its line and
    column (all from 1). ``text`` is what was read; lines that were read otherwise than they stand are left out."""
    as_it_stands = {
        n for n, (row, line) in enumerate(zip(text.split("\n"), source.lines, strict=False), 1) if row == line
    }
    return {
        span.start: span.end_column
        for span in (*source.keys.values(), *source.values.values())
        if span.is_on_one_line and span.line in as_it_stands
    }


def replace_values(text: str, edits: Mapping[LineColumn, str], known: Mapping[LineColumn, int]) -> str:
    """The text with the values at these places replaced; ``known`` are the :func:`ends` of the same text."""
    lines = text.split("\n")
    for line, column in sorted(edits, reverse=True):
        row = lines[line - 1]
        lines[line - 1] = row[: column - 1] + edits[line, column] + row[known[line, column] - 1 :]
    return "\n".join(lines)


def token(text: str, place: LineColumn, known: Mapping[LineColumn, int]) -> str:
    """What stands at a place now, quotes included."""
    return text.split("\n")[place[0] - 1][place[1] - 1 : known[place] - 1]


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
