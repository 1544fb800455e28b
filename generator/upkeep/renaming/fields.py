"""Fields of a record get other values: their lines are written, and the rest of the file stays as people wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from generator.channels.submissions import Proposal
from generator.documents import comments, sources
from generator.documents.sources import Source
from generator.records import formatter


def rewritten_record(source: Source, kind: str, changes: Mapping[str, Any]) -> str:
    """The text of a record with some of its fields changed, comments kept: only the lines of these fields are other,
    or, where a file is written so that its fields cannot be found line by line, the whole in the canonical form."""
    lines = list(source.lines)
    if all(_write(source, lines, name, value) for name, value in _from_below(source, changes)):
        text = "\n".join(lines)
        again, wrong = sources.parse(text, source.path)
        if again is not None and not wrong and _says(again, source, changes):
            return text
    data = {name: value for name, value in source.data.items() if source.body is None or name != "body"}
    written = formatter.unended(data) | changes
    return Proposal(kind, source.stem, written, comments.read_comments(source), source.body).text


def _says(again: Source, source: Source, changes: Mapping[str, Any]) -> bool:
    """Whether a text says what it should, and has the comments that it had."""
    kept = comments.read_comments(again).all() == comments.read_comments(source).all()
    return kept and again.body == source.body and again.data == {**source.data, **changes}


def _from_below(source: Source, changes: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The changes in an order in which one does not move the lines of the next."""
    order = {name: n for n, name in enumerate(formatter.schema_of(source.folder)["properties"])}
    return sorted(changes.items(), key=lambda change: (_line(source, change[0]), order[change[0]]), reverse=True)


def _line(source: Source, name: str) -> int:
    """The line behind which a new field stands, or the last line of one that is there."""
    if (name,) in source.keys:
        return source.keys[name,].line
    order = list(formatter.schema_of(source.folder)["properties"])
    above = [one for one in order[: order.index(name)] if (one,) in source.keys]
    return _last_line(source, above[-1]) if above else source.fields.start - 1


def _last_line(source: Source, name: str) -> int:
    """The last line of a field: what a reader takes for the comments and blank lines of the next is not its own."""
    start = source.keys[name,].line
    others = [span.line for loc, span in source.keys.items() if len(loc) == 1 and span.line > start]
    end = min(others, default=source.fields.stop) - 1
    rows = [source.lines[n - 1] for n in range(start + 1, end + 1)]
    return end - sum(1 for _ in takewhile(lambda row: not row.strip() or row.startswith("#"), reversed(rows)))


def _write(source: Source, lines: list[str], name: str, value: Any) -> bool:
    """Put the value of a field into the lines; False where it stands on several."""
    if (name,) not in source.keys:
        lines.insert(_line(source, name), f"{name}: {_written(value)}")
        return True
    span, was = source.values.get((name,)), source.data[name]
    if span is not None and span.is_on_one_line and span.line == source.keys[name,].line:
        row = lines[span.line - 1]
        lines[span.line - 1] = row[: span.column - 1] + _written(value) + row[span.end_column - 1 :]
        return True
    return isinstance(was, list) and _add_items(source, lines, name, was, value)


def _add_items(source: Source, lines: list[str], name: str, was: Sequence[Any], now: Sequence[Any]) -> bool:
    """Add the items that a list of dashes has more than before, below its last one."""
    last = source.values.get((name, len(was) - 1))
    if list(now[: len(was)]) != list(was) or last is None or not last.is_on_one_line:
        return False
    dash = source.lines[last.line - 1][: last.column - 1]
    if dash.strip() != "-":
        return False
    lines[last.line : last.line] = [f"{dash}{formatter.scalar(one)}" for one in now[len(was) :]]
    return True


def _written(value: Any) -> str:
    if isinstance(value, str):
        return formatter.scalar(value)
    return f"[{', '.join(formatter.scalar(one) for one in value)}]"
