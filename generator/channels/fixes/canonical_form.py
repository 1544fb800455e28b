"""``metodoteka format``: the text of a record in its canonical form, with the comments of the people who wrote it.

The law of this module is checked on every text before anybody may write it (:func:`_same`): the data that hop 1 reads,
the Markdown body and the comments are the same before and after. When they are not, or when the text cannot be read,
it stays as it is and the reason is a problem.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.documents import comments, sources
from generator.documents.front_matter import with_body
from generator.documents.sources import Source
from generator.problems import Problem
from generator.records import KINDS, formatter
from generator.records.schemas import VOCABULARY

FOLDERS = (*KINDS, VOCABULARY)


def format_record(text: str, path: str) -> tuple[str, list[Problem]]:
    """The text of ``data/<kind>/<id>.yml`` or ``.md`` in its canonical form; the same text and why when it must not be
    touched. ``path`` counts from the root of the base. Raises KeyError for a folder that holds no records."""
    kind = PurePosixPath(path).parent.name
    source, problems = sources.parse(text, path)
    problems = [problem for problem in problems if problem.is_error]
    if source is None or problems:
        return text, problems
    data = {name: value for name, value in source.data.items() if source.body is None or name != "body"}
    notes = comments.read_comments(source)
    out = formatter.render(kind, formatter.unended(data), notes) if data or notes.all() else ""
    out = out if source.body is None else with_body(out, source.body)
    return (out, []) if _same(source, out) else (text, [_untouched(path)])


def _same(before: Source, out: str) -> bool:
    """Return whether a text says what was read before: data (less empty fields and the line feeds that end a text),
    body, comments."""
    after = sources.parse(out, before.path)[0]
    if after is None or (before.body or "").strip() != (after.body or "").strip():
        return False
    one, other = (formatter.filled(formatter.unended(source.data)) for source in (before, after))
    return one == other and comments.comment_texts(before) == comments.comment_texts(after)


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
