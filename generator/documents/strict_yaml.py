"""YAML events into plain data with places: exactly the part of YAML that a record needs, and nothing of the rest.

The one walk over the events of a file: complaints, comments, the writer and fixes all use the places found here.
Events, not nodes: anchors, aliases and tags are seen before anything is built of them, and all of them are reported in
one run. Pure: takes text, touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import yaml

from generator.documents import syntax_hints
from generator.documents.hint import Hint
from generator.documents.line_checks import of_character
from generator.documents.meant_lines import missing_space_hint
from generator.problems import ERROR, WARNING, Problem, dotted
from generator.text import characters, normalize

MAX_YAML_DEPTH = 20
MAX_NODES = 20_000

Loc = tuple[str | int, ...]
#: what is said of a text in the place of a record
PROSE = (
    "в файле обычный текст, а не поля записи",
    "поля пишут в начале строки: имя, двоеточие, пробел, значение; сам текст перенесите в поле body под знак | с "
    "отступом в два пробела",
)
Data = dict[str, Any] | list[Any] | str | None

#: The C parser is part of every wheel of PyYAML; the pure one keeps us working where it was built without libyaml.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_ESCAPE = re.compile(r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|[^\n])")
#: YAML 1.1, section 5.6
_SHORT_ESCAPES = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_MOST_REPORTED = 20  # characters of one value


class Position(NamedTuple):
    """A place in a file, both numbers from 1."""

    line: int
    column: int


#: how what is no scalar is written; scalars have the characters of YAML: ' " | > and nothing for a plain one
IN_BRACKETS, IN_LINES, ALIAS = "[", "-", "*"


class Span(NamedTuple):
    """Where a name or a value begins and, behind its last character, ends, numbers from 1; ``style`` says how it is
    written.

    The end of a list or a group in lines is not known (``PyYAML`` puts it behind the comments below).
    """

    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""

    @property
    def start(self) -> Position:
        """The place of the first character."""
        return Position(self.line, self.column)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is written."""
        return not self.style and (self.line, self.column) == (self.end_line, self.end_column)

    @property
    def is_on_one_line(self) -> bool:
        """Return whether it can be replaced by another text on the same line."""
        here = self.line == self.end_line and self.column < self.end_column
        return here and self.style not in ("|", ">", IN_LINES, ALIAS)

    @property
    def is_scalar(self) -> bool:
        """Return True for a name and a single value."""
        return self.style not in (IN_BRACKETS, IN_LINES, ALIAS)


class Unreadable(Exception):
    """The rest of the file cannot be read; the problem is already noted."""


def _style_of(event: yaml.NodeEvent) -> str:
    if isinstance(event, yaml.AliasEvent):
        return ALIAS
    return IN_BRACKETS if event.flow_style else IN_LINES


class YamlReader:
    """Collects the data, the places and the problems of one file; ``lines`` are all lines of that file."""

    def __init__(self, path: str, lines: tuple[str, ...]):
        self.path = path
        self.lines = lines
        self.problems: list[Problem] = []
        self.data: Data = None
        self.keys: dict[Loc, Span] = {}
        self.values: dict[Loc, Span] = {}
        self.blocks: dict[Loc, Position] = {}
        self._offset = 0
        self._nodes = 0
        self._brackets: list[Span] = []  # those that are still open

    def complain(
        self,
        mark: Position | Span,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        *,
        severity: str = ERROR,
        write: str | None = None,
        sure: bool = False,
    ) -> None:
        source, field = self._line(mark), dotted(loc)
        self.problems.append(
            Problem(self.path, mark.line, mark.column, field, code, message, hint, severity, source, write, sure)
        )

    def hinted(self, found: Hint) -> None:
        """A line that YAML refuses, as what it was meant to be."""
        place = Position(found.line, found.column)
        self.complain(place, (), "yaml-syntax", found.message, found.hint, write=found.write, sure=found.sure)

    def load(self, text: str, first_line: int) -> None:
        """Fill ``data`` and the places; raises :class:`Unreadable` after a syntax error or a limit."""
        self._offset = first_line - 1
        events = yaml.parse(text, Loader=Loader)
        documents = 0
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.complain(
                            self._mark(event),
                            (),
                            "several-documents",
                            "в файле несколько записей подряд, а нужна одна",
                            syntax_hints.second_record(self.lines, self._mark(event).line, self.path),
                        )
                        raise Unreadable
                elif isinstance(event, yaml.NodeEvent):
                    self.data = self._node(event, events, (), 0)
        except yaml.MarkedYAMLError as error:
            # The useful place is where the quote or the bracket was opened.
            unclosed = re.search("quoted scalar|flow (sequence|mapping)", error.context or "")
            mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
            at = Position(mark.line + 1 + self._offset, mark.column + 1) if mark else Position(1, 1)
            if "flow node" in (error.context or "") and self._brackets and self._line(at)[at.column - 1 :][:1] != ",":
                at = self._brackets[-1].start
            at = Position(min(at.line, len(self.lines)), at.column)
            if not self.path.endswith(".md") and syntax_hints.is_prose(self.lines):
                self.complain(Position(1, 1), (), "not-a-record", *PROSE)
                raise Unreadable from error
            for hint in syntax_hints.explain_yaml_error(error, self.lines, *at, first_line):
                self.hinted(hint)
            raise Unreadable from error
        except yaml.YAMLError as error:  # a character that YAML forbids; ``sources`` has refused all of them before
            hint = "наберите файл заново в обычном текстовом редакторе"
            self.complain(Position(1, 1), (), "yaml-syntax", "в файле есть недопустимый знак", hint)
            raise Unreadable from error

    def _line(self, mark: Position | Span) -> str:
        return self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""

    def _mark(self, event: yaml.Event) -> Position:
        return Position(event.start_mark.line + 1 + self._offset, event.start_mark.column + 1)

    def _span(self, event: yaml.Event, style: str) -> Span:
        start, end, above = event.start_mark, event.end_mark, self._offset + 1
        return Span(start.line + above, start.column + 1, end.line + above, end.column + 1, style)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc, depth: int) -> Data:
        is_scalar = isinstance(event, yaml.ScalarEvent)
        mark = self.values[loc] = self._span(event, event.style or "" if is_scalar else _style_of(event))
        if mark.style == IN_BRACKETS and self._line(mark)[mark.column - 1] in "[{":  # «[a: 1]» has a group without one
            self._brackets.append(mark)
        self._nodes += 1
        if depth > MAX_YAML_DEPTH or self._nodes > MAX_NODES:
            self.complain(
                mark,
                loc,
                "too-deep",
                f"слишком глубокая или слишком большая запись (вложенность больше "
                f"{MAX_YAML_DEPTH} или значений больше {MAX_NODES})",
                "разделите запись на несколько",
            )
            raise Unreadable
        self._refuse_yaml_tricks(event, mark, loc)
        if is_scalar:
            return self._scalar(event, mark, loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, loc, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, loc, depth)
        return None  # an alias: already a problem

    def _hint_of_repeated(self, mark: Span, loc: Loc, again: int) -> str:
        """What to do with a field that is there twice. A group of a list whose first field comes ``again`` is rather
        two groups, of which the second one has lost its dash: nothing of it is to be deleted."""
        either = "оставьте одно из двух значений"
        if not again or not isinstance(loc[-1] if loc else None, int) or self.values[loc].style == IN_BRACKETS:
            return either
        if mark.line == again:
            begun = f"- {self._line(mark).strip()}"
            return f"если это следующая строка списка, начните её с дефиса: {begun}; если нет, {either}"
        return f"если в строке {again} начинается следующая строка списка, поставьте дефис там; если нет, {either}"

    def _close(self, event: yaml.Event, loc: Loc) -> None:
        """Note where a list or a group in brackets ends."""
        span = self.values[loc]
        if span.style == IN_BRACKETS:
            end = self._span(event, IN_BRACKETS)
            self.values[loc] = span._replace(end_line=end.end_line, end_column=end.end_column)
            if self._brackets and self._brackets[-1].start == span.start:
                self._brackets.pop()

    def _refuse_yaml_tricks(self, event: yaml.Event, mark: Position | Span, loc: Loc) -> None:
        quoted = "если знак нужен в тексте, возьмите значение в кавычки"
        if isinstance(event, yaml.AliasEvent):
            self.complain(mark, loc, "yaml-alias", "значение начинается со знака *, а он здесь служебный", quoted)
        elif event.anchor is not None:
            self.complain(mark, loc, "yaml-anchor", "значение начинается со знака &, а он здесь служебный", quoted)
        if getattr(event, "tag", None) is not None:
            self.complain(mark, loc, "yaml-tag", "значение начинается со знака !, а он здесь служебный", quoted)

    def _scalar(self, event: yaml.ScalarEvent, mark: Span, loc: Loc) -> str | None:
        if event.style == "|":  # a folded text (>) loses its lines, so places in it cannot be told
            first, inner = next(
                ((n, line) for n, line in enumerate(self.lines[mark.line :], mark.line + 1) if line.strip()),
                (mark.line + 1, ""),
            )
            self.blocks[loc] = Position(first, len(inner) - len(inner.lstrip(" ")) + 1)
        return None if event.value == "" and not event.style else self._written(event, loc)

    def _written(self, event: yaml.ScalarEvent, loc: Loc, *, is_name: bool = False) -> str:
        """The text of a scalar. Only double quotes can write a character as an escape (``"\\u202E"``); the lines of the
        file have been looked at before."""
        if event.style != '"' or "\\" not in self._raw(event):
            return event.value
        escapes = self._escapes(event)
        reported: set[str] = set()
        for one in characters(event.value):
            character = event.value[one.at : one.end]
            if character not in reported and len(reported) < _MOST_REPORTED:
                reported.add(character)
                mark = escapes.get(character[0], self._mark(event))
                problem = of_character(one, event.value, self.path, *mark, field=dotted(loc), source=self._line(mark))
                self.problems.append(replace(problem, certain=problem.certain and not is_name))
        if "\t" in event.value:  # it keeps a text of several lines from being written as lines
            mark, hint = escapes.get("\t", self._mark(event)), "поставьте вместо \\t пробел"
            message = "вместо пробела записана табуляция"
            self.complain(mark, loc, "hidden-character", message, hint, severity=WARNING, sure=not is_name)
        return normalize(event.value)

    def _raw(self, event: yaml.ScalarEvent) -> str:
        """A scalar as it stands in the file, quotes included."""
        first, last = self._mark(event), event.end_mark
        rows = list(self.lines[first.line - 1 : last.line + 1 + self._offset])
        if not rows:
            return ""
        rows[-1] = rows[-1][: last.column]
        return "\n".join([rows[0][first.column - 1 :], *rows[1:]])

    def _escapes(self, event: yaml.ScalarEvent) -> dict[str, Position]:
        """The characters that a scalar writes as escapes, each with the place of its first one."""
        start, places = self._mark(event), {}
        for above, row in enumerate(self._raw(event).split("\n")):
            for found in _ESCAPE.finditer(row):
                code = found["x"] or found["u"] or found["U"]
                character = chr(int(code, 16)) if code else _SHORT_ESCAPES.get(found[0][1], found[0][1])
                column = found.start() + (1 if above else start.column)
                places.setdefault(character, Position(start.line + above, column))
        return places

    def _sequence(self, events: Iterator[yaml.Event], loc: Loc, depth: int) -> list[Data]:
        out: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            out.append(self._node(event, events, (*loc, len(out)), depth + 1))
        self._close(event, loc)
        return out

    def _mapping(self, events: Iterator[yaml.Event], loc: Loc, depth: int) -> dict[str, Data]:
        out: dict[str, Data] = {}
        again = 0  # the line where the first field stands once more
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = self._span(event, getattr(event, "style", "") or "")
            if isinstance(event, yaml.ScalarEvent):
                name = self._written(event, loc, is_name=True)
                self._refuse_yaml_tricks(event, mark, loc)
            else:
                self._node(event, events, loc, depth + 1)
                name = ""
                hint = "пишите так: имя, двоеточие, пробел, значение"
                self.complain(mark, loc, "bad-key", "имя поля должно быть словом", hint)
            here = (*loc, name)
            if name == "<<":
                self.complain(mark, loc, "yaml-merge", "слияние полей (<<) не поддерживается", "выпишите поля целиком")
            plain = isinstance(event, yaml.ScalarEvent) and not event.style
            if plain and ":" in name and (hint := missing_space_hint(self._line(mark), mark.line)):
                self.hinted(hint)
                name = ""
            if name in ("", "<<"):
                self._node(next(events), events, (*here, "\0again"), depth + 1)
                continue
            if name in out:
                first = self.keys[here]
                if name == next(iter(out)):
                    again = mark.line
                self.complain(
                    mark,
                    here,
                    "duplicate-key",
                    f"поле записано дважды (первый раз — в строке {first.line})",
                    self._hint_of_repeated(mark, loc, again),
                )
                self._node(next(events), events, (*here, "\0again"), depth + 1)
                continue
            self.keys[here] = mark
            out[name] = self._node(next(events), events, here, depth + 1)
        self._close(event, loc)
        return out
