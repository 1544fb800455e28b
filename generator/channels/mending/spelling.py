"""``metodoteka format``: the text of a record in its one spelling, with the comments of the people who wrote it.

The law of this module is checked on every text before anybody may write it (:func:`_same`): the data that hop 1 reads,
the Markdown body and the comments are the same before and after. When they are not, or when the text cannot be read,
it stays as it is and the reason is a problem.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.documents import comments, sources
from generator.problems import Problem
from generator.records import KINDS, formatter
from generator.records.schemas import VOCABULARY
from generator.text import normalize

FOLDERS = (*KINDS, VOCABULARY)


def respelt(text: str, path: str) -> tuple[str, list[Problem]]:
    """The text of ``data/<kind>/<id>.yml`` or ``.md`` in its one spelling; the same text and why when it must not be
    touched. ``path`` counts from the root of the base. Raises KeyError for a folder that holds no records."""
    kind = PurePosixPath(path).parent.name
    source, problems = sources.parse(text, path)
    problems = [problem for problem in problems if problem.is_error]
    if source is None or problems:
        return text, problems
    fields, body = comments.parted(normalize(text), path)
    data = {name: value for name, value in source.data.items() if source.body is None or name != "body"}
    notes = comments.of(fields)
    out = formatter.render(kind, formatter.unended(data), notes) if data or notes.all() else ""
    out = formatter.with_body(out, body) if path.endswith(".md") else out
    return (out, []) if _same(text, out, path) else (text, [_untouched(path)])


def _same(before: str, after: str, path: str) -> bool:
    """True when both say the same: data (less empty fields and the line feeds that end a text), body, comments."""
    one, other = sources.parse(before, path)[0], sources.parse(after, path)[0]
    if one is None or other is None or (one.body or "").strip() != (other.body or "").strip():
        return False
    said = [comments.of(comments.parted(normalize(text), path)[0]).all() for text in (before, after)]
    data = [formatter.filled(formatter.unended(source.data)) for source in (one, other)]
    return data[0] == data[1] and said[0] == said[1]


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
