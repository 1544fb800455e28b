"""``metodoteka format``: the text of a record in its one spelling, with the comments of the people who wrote it.

The law of this module is checked on every text before anybody may write it (:func:`_same`): the data that hop 1 reads,
the Markdown body and the comments are the same before and after. When they are not, or when the text cannot be read,
it stays as it is and the reason is a problem.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from generator import comments, formatter, sources
from generator.problems import Problem
from generator.records import KINDS
from generator.schemas import VOCABULARY

FOLDERS = (*KINDS, VOCABULARY)
_FENCE = re.compile(r"-{3,}\s*$")


def respelt(text: str, path: str) -> tuple[str, list[Problem]]:
    """The text of ``data/<kind>/<id>.yml`` or ``.md`` in its one spelling; the same text and why when it must not be
    touched. ``path`` counts from the root of the base. Raises KeyError for a folder that holds no records."""
    kind = PurePosixPath(path).parent.name
    source, problems = sources.parse(text, path)
    if source is None or problems:
        return text, problems
    fields, body = _parted(text, path)
    data = {name: value for name, value in source.data.items() if source.body is None or name != "body"}
    notes = comments.of(fields)
    out = formatter.render(kind, _unended(data), notes) if data or notes.all() else ""
    out = f"---\n{out}---\n" + (f"\n{body}\n" if body else "") if path.endswith(".md") else out
    return (out, []) if _same(text, out, path) else (text, [_untouched(path)])


def _parted(text: str, path: str) -> tuple[str, str]:
    """The YAML of a file and, of a ``.md`` one, the Markdown under it without the blank lines around it."""
    if not path.endswith(".md"):
        return text, ""
    lines = text.split("\n")
    opened = next(n for n, line in enumerate(lines) if _FENCE.match(line))
    closed = next(n for n, line in enumerate(lines) if n > opened and _FENCE.match(line))
    body = lines[closed + 1 :]
    while body and not body[0].strip():
        body = body[1:]
    while body and not body[-1].strip():
        body = body[:-1]
    return "\n".join(lines[opened + 1 : closed]) + "\n", "\n".join(body)


def _unended(value: Any) -> Any:
    """The same with texts that do not end with line feeds (``|`` and ``>`` add one where one line was meant)."""
    if isinstance(value, dict):
        return {name: _unended(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_unended(part) for part in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def _same(before: str, after: str, path: str) -> bool:
    """True when both say the same: data (less empty fields and the line feeds that end a text), body, comments."""
    one, other = sources.parse(before, path)[0], sources.parse(after, path)[0]
    if one is None or other is None or (one.body or "").strip() != (other.body or "").strip():
        return False
    said = [comments.of(_parted(text, path)[0]).all() for text in (before, after)]
    return formatter.filled(_unended(one.data)) == formatter.filled(_unended(other.data)) and said[0] == said[1]


def _untouched(path: str) -> Problem:
    return Problem(
        path,
        0,
        0,
        "",
        "not-formatted",
        "файл оставлен как был: в едином виде он читался бы иначе",
        "уберите вложенные списки и необычные знаки из имён полей или приведите файл к виду соседних вручную",
    )
