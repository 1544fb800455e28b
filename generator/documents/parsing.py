"""The text of a file becomes plain data that remembers where everything stood.

Pure: no disk. Scalars stay text (``12:30``, ``no`` and ``010`` are what was typed; the schema gives them a type), an
empty plain scalar is None. Everything of YAML that a record has no use for (anchors, aliases, tags, merge keys, several
documents) is a problem with its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from generator.documents.front_matter import fence_lines, split_fields
from generator.documents.line_checks import problems_of_lines
from generator.documents.meant_lines import meant
from generator.documents.plain_yaml import LaterPlaces, plain_record
from generator.documents.strict_yaml import PROSE, Loc, Position, Span, Unreadable, YamlReader
from generator.problems import ERROR, WARNING, Problem, dotted, to_write
from generator.text import normalize, visible

_NAME = re.compile(r"[\w-]+")
_TAG = re.compile(r"\s#\w")
WHOLE_FILE = Position(0, 0)  # the place of a problem with the file itself, not with a line of it


@dataclass(frozen=True)
class Source:
    """One file as plain data with places.

    ``keys`` and ``values`` map a location (``('steps', 1, 'text')``) to the place of the field's name and of its value;
    ``blocks`` tells for a text of several lines (``|``) and for the Markdown body where its first line stands.
    ``fields`` are the numbers (from 1) of the lines of YAML; ``text`` is the whole file, whose lines seldom matter.
    """

    path: str
    folder: str
    stem: str
    data: dict[str, Any]
    text: str
    fields: range
    keys: Mapping[Loc, Span] = field(default_factory=dict)
    values: Mapping[Loc, Span] = field(default_factory=dict)
    blocks: Mapping[Loc, Position] = field(default_factory=dict)
    body: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the file."""
        return _lines(self.text)

    def place(self, loc: Loc, line: int = 1, column: int = 1) -> Position:
        """Where ``loc`` stands; ``line`` and ``column`` (from 1) go further into a text of several lines.

        An absent field is placed at its nearest present parent, a missing top-level field at the top of the file.
        """
        if loc in self.blocks:
            start = self.blocks[loc]
            return Position(start.line + line - 1, start.column + column - 1)
        if loc in self.values:
            start = self.values[loc].start
            return self._within(start, column) if line == 1 and column > 1 else start
        while loc:
            if loc in self.keys:
                return self.keys[loc].start
            if loc in self.values:
                return self.values[loc].start
            loc = loc[:-1]
        return Position(1, 1)

    def _within(self, start: Position, column: int) -> Position:
        """The place ``column`` characters into a value on one line; its beginning when that is beyond the line."""
        row = self.lines[start.line - 1]
        at = start.column + column - 1 + row[start.column - 1 :].startswith(("'", '"'))
        return Position(start.line, at) if row[start.column - 1 : start.column] != ">" and at <= len(row) else start

    def key(self, loc: Loc) -> Position:
        """Where the *name* of the field stands (for a complaint about the name, not the value)."""
        return self.keys[loc].start if loc in self.keys else self.place(loc)

    def problem(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        *,
        at: Position | None = None,
        write: str | None = None,
        sure: bool = True,
        severity: str = ERROR,
    ) -> Problem:
        """A problem at ``loc`` of this file, with the source line under it.

        ``write`` is the text that fixes it, which is the hint as well when there is no other; ``sure`` when nothing
        else can have been meant.
        """
        mark = at or self.place(loc)
        source = self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""
        hint = hint or (to_write(write) if write is not None else "")
        return Problem(
            self.path,
            mark.line,
            mark.column,
            dotted(loc),
            code,
            message,
            hint,
            severity,
            source,
            replacement=write,
            certain=write is not None and sure,
        )


def parse(text: str, relative: str) -> tuple[Source | None, list[Problem]]:
    """Pure: the text of a ``.yml`` or ``.md`` file -> (source, problems). With an error the source may be None."""
    problems = problems_of_lines(text.split("\n"), relative)
    if any(problem.is_error for problem in problems):
        # What YAML would make of the file without such characters tells the fields where they stand, and nothing else.
        return None, _with_fields(problems, _parsed(visible(text).replace("\t", " "), relative)[0])
    source, more = _parsed(normalize(text), relative)
    return source, [*_with_fields([*problems, *(_hidden_by_hash(source) if source else ())], source), *more]


def _hidden_by_hash(source: Source) -> Iterator[Problem]:
    """A # behind a space begins a comment, also where a hashtag or «карточка #3» was meant: whatever follows it is lost
    without a word. People leave a space in a comment of theirs."""
    if not _TAG.search(source.text):
        return
    spans = sorted(span for span in (*source.keys.values(), *source.values.values()) if span.is_scalar)
    starts = [span.start for span in spans]
    for number in source.fields:
        line = source.lines[number - 1]
        for found in _TAG.finditer(line):
            if not line[: found.start()].strip():
                break
            mark = Position(number, found.start() + 2)
            before = bisect_right(starts, mark) - 1
            span = spans[before] if before >= 0 else None
            if (
                span
                and mark < (span.end_line, span.end_column)
                and not (number == span.line and span.style in ("|", ">"))
            ):
                continue
            message = "всё от знака # до конца строки — примечание: на сайт оно не попадёт"
            hint = "если это часть текста, возьмите в кавычки всё значение; если примечание, поставьте после # пробел"
            yield source.problem((), "text-or-comment", message, hint, at=mark, severity=WARNING)
            break


def _with_fields(problems: list[Problem], source: Source | None) -> list[Problem]:
    """Problems of lines with the fields that these lines belong to, as far as the file could be read."""
    if source is None or not problems:
        return problems
    values = ((span.start, loc) for loc, span in source.values.items())
    blocks = ((mark, loc) for loc, mark in source.blocks.items())
    marks = sorted((mark, loc) for mark, loc in (*values, *blocks) if loc)
    places = [mark for mark, _ in marks]
    out = []
    for problem in problems:
        after = bisect_right(places, (problem.line, problem.column))
        # Before the first value of a line stand its indent and the name of its field.
        its = after if after < len(marks) and places[after][0] == problem.line else after - 1
        out.append(replace(problem, field=dotted(marks[its][1])) if its >= 0 and problem.line else problem)
    return out


@lru_cache(8)  # whoever asks for one line asks for the next one; those of all files would be half of what is held
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


def plain_source(data: dict[str, Any], text: str, relative: str) -> Source:
    """The source of a plain ``.yml`` file whose ``data`` are known; places are looked up when somebody asks."""
    above, _, name = relative.rpartition("/")
    places, whole = LaterPlaces(relative, text), range(1, text.count("\n") + 2)
    folder, stem = above.rpartition("/")[2], name.removesuffix(".yml")
    return Source(relative, folder, stem, data, text, whole, places.keys, places.values, places.blocks)


def _parsed(text: str, relative: str) -> tuple[Source | None, list[Problem]]:
    path = PurePosixPath(relative)
    if path.suffix == ".yml" and (data := plain_record(text)) and any(_NAME.fullmatch(name) for name in data):
        return plain_source(data, text, relative), []
    lines = _lines(text)
    folder = path.with_suffix("").relative_to("content").as_posix() if path.parts[0] == "content" else path.parent.name
    reader = YamlReader(relative, lines)
    is_page = path.suffix == ".md"
    parts = split_fields(lines) if is_page else None
    if is_page and parts is None:
        return None, [_no_front_matter(relative, lines)]
    fields = parts.fields if parts else range(1, len(lines) + 1)
    try:
        reader.load(text if parts is None else "".join(f"{lines[n - 1]}\n" for n in fields), first_line=fields.start)
    except Unreadable:
        return None, reader.problems
    if is_page and reader.data is None and not reader.problems:
        return None, [_no_front_matter(relative, lines)]
    if not isinstance(reader.data, dict):
        if isinstance(reader.data, str) and path.suffix != ".md" and (found := next(meant(lines), None)):
            reader.hinted(found)
        elif not reader.problems:
            reader.problems.append(
                Problem(
                    relative,
                    1,
                    1,
                    "",
                    "not-a-record",
                    "файл пуст или не состоит из полей «имя: значение»",
                    _first_fields(path),
                    source=lines[0],
                )
            )
        return None, reader.problems
    if reader.data and path.suffix != ".md" and not any(_NAME.fullmatch(name) for name in reader.data):
        first = next(n for n, line in enumerate(lines, 1) if line.strip())
        reader.complain(Position(first, 1), (), "not-a-record", *PROSE)
        return None, reader.problems
    blocks = dict(reader.blocks)
    if parts and parts.body:
        blocks["body",] = Position(parts.body_line, 1)
        if "body" in reader.data:
            reader.complain(
                reader.keys["body",].start,
                ("body",),
                "body-twice",
                "текст записан и в поле body, и под полями",
                "оставьте что-то одно",
            )
        else:
            reader.data["body"] = parts.body
    body = parts.body if parts else None
    source = Source(relative, folder, path.stem, reader.data, text, fields, reader.keys, reader.values, blocks, body)
    return source, reader.problems


def _no_front_matter(relative: str, lines: tuple[str, ...]) -> Problem:
    opened = next((n for n, line in enumerate(lines, 1) if line.strip()), 1)
    if fence_lines(lines)[0] and not fence_lines(lines)[1]:
        message, hint = "поля в начале файла не закончены", "поставьте строку --- после полей, перед текстом"
    else:
        message = "в начале файла нет полей записи"
        hint = "начните файл со строки --- без отступа, затем поля (title: …), затем снова строка ---"
    return Problem(relative, opened, 1, "", "no-front-matter", message, hint, source=lines[opened - 1])


def _first_fields(path: PurePosixPath) -> str:
    if path.parts[0] == "content":
        return "напишите между строками --- поля title и summary"
    if path.parent.name == "vocabularies":
        return "список состоит из полей title и terms"
    return f"заготовку с подсказками даёт команда: metodoteka new {path.parent.name} {path.stem}"
