"""YAML events into plain data with places: exactly the part of YAML that a record needs, and nothing of the rest.

Events, not nodes: anchors, aliases and tags are seen before anything is built of them, and all of them are reported in
one run. Pure: takes text, touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import yaml

from generator.line_checks import of_character
from generator.problems import ERROR, WARNING, Problem, dotted
from generator.text import characters, normalize

MAX_DEPTH = 20
MAX_NODES = 20_000

Loc = tuple[str | int, ...]
Data = dict[str, Any] | list[Any] | str | None

# The C parser is part of every wheel of PyYAML; the pure one keeps us working where it was built without libyaml.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\n])")


class Mark(NamedTuple):
    """A place in a file, both numbers from 1."""

    line: int
    column: int


class Unreadable(Exception):
    """The rest of the file cannot be read; the problem is already noted."""


class Reader:
    """Collects the data, the places and the problems of one file; ``lines`` are all lines of that file."""

    def __init__(self, path: str, lines: tuple[str, ...]):
        self.path = path
        self.lines = lines
        self.problems: list[Problem] = []
        self.data: Data = None
        self.keys: dict[Loc, Mark] = {}
        self.values: dict[Loc, Mark] = {}
        self.blocks: dict[Loc, Mark] = {}
        self._offset = 0
        self._nodes = 0

    def complain(
        self,
        mark: Mark,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        *,
        severity: str = ERROR,
        sure: bool = False,
    ) -> None:
        source = self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""
        place = (self.path, mark.line, mark.column, dotted(loc))
        self.problems.append(Problem(*place, code, message, hint, severity, source, certain=sure))

    def load(self, text: str, first_line: int) -> None:
        """Fill ``data`` and the places; raises :class:`Unreadable` after a syntax error or a limit."""
        self._offset = first_line - 1
        events = yaml.parse(text, Loader=_Loader)
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
                            "в файле несколько записей подряд",
                            "одна запись — один файл; уберите строку --- в середине",
                        )
                        raise Unreadable
                elif isinstance(event, yaml.NodeEvent):
                    self.data = self._node(event, events, (), 0)
        except yaml.MarkedYAMLError as error:
            # The useful place is where the quote or the bracket was opened.
            unclosed = re.search("quoted scalar|flow (sequence|mapping)", error.context or "")
            mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
            at = Mark(mark.line + 1 + self._offset, mark.column + 1) if mark else Mark(1, 1)
            at = Mark(min(at.line, len(self.lines)), at.column)
            self.complain(at, (), "yaml-syntax", *_explain(error, self.lines[at.line - 1][: at.column - 1]))
            raise Unreadable from error
        except yaml.YAMLError as error:  # a sign that YAML forbids; ``sources`` has refused all of them before
            hint = "наберите файл заново в обычном текстовом редакторе"
            self.complain(Mark(1, 1), (), "yaml-syntax", "в файле есть недопустимый знак", hint)
            raise Unreadable from error

    def _mark(self, event: yaml.Event) -> Mark:
        return Mark(event.start_mark.line + 1 + self._offset, event.start_mark.column + 1)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc, depth: int) -> Data:
        mark = self._mark(event)
        self.values[loc] = mark
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            self.complain(
                mark,
                loc,
                "too-deep",
                f"слишком глубокая или слишком большая запись (вложенность больше "
                f"{MAX_DEPTH} или значений больше {MAX_NODES})",
                "разделите запись на несколько",
            )
            raise Unreadable
        self._refuse_yaml_tricks(event, mark, loc)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, mark, loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, loc, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, loc, depth)
        return None  # an alias: already a problem

    def _refuse_yaml_tricks(self, event: yaml.Event, mark: Mark, loc: Loc) -> None:
        quoted = "если знак нужен в тексте, возьмите значение в кавычки"
        if isinstance(event, yaml.AliasEvent):
            self.complain(mark, loc, "yaml-alias", "значение начинается со знака *, а он здесь служебный", quoted)
        elif event.anchor is not None:
            self.complain(mark, loc, "yaml-anchor", "значение начинается со знака &, а он здесь служебный", quoted)
        if getattr(event, "tag", None) is not None:
            self.complain(mark, loc, "yaml-tag", "значение начинается со знака !, а он здесь служебный", quoted)

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark, loc: Loc) -> str | None:
        if event.style == "|":  # a folded text (>) loses its lines, so places in it cannot be told
            first, inner = next(
                ((n, line) for n, line in enumerate(self.lines[mark.line :], mark.line + 1) if line.strip()),
                (mark.line + 1, ""),
            )
            self.blocks[loc] = Mark(first, len(inner) - len(inner.lstrip(" ")) + 1)
        return None if event.value == "" and not event.style else self._written(event, loc)

    def _written(self, event: yaml.ScalarEvent, loc: Loc, *, is_name: bool = False) -> str:
        """The text of a scalar. Only double quotes can write a sign as an escape (``"\\u202E"``); the lines of the file
        have been looked at before."""
        if event.style != '"' or "\\" not in self._raw(event):
            return event.value
        found = characters(event.value)
        told: set[str] = set()
        for one in found:
            sign = event.value[one.at : one.end]
            if sign not in told:
                told.add(sign)
                mark = self._escape(event, sign)
                source = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
                problem = of_character(one, event.value, self.path, *mark, field=dotted(loc), source=source)
                self.problems.append(replace(problem, certain=problem.certain and not is_name))
        if "\t" in event.value:  # it keeps a text of several lines from being written as lines
            mark, hint = self._escape(event, "\t"), "поставьте вместо \\t пробел"
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

    def _escape(self, event: yaml.ScalarEvent, sign: str) -> Mark:
        """The place of the escape that gives ``sign``; the beginning of the scalar when there is no single one."""
        start, raw = self._mark(event), self._raw(event)
        for found in _ESCAPE.finditer(raw):
            if yaml.safe_load(f'"{found[0]}"') == sign[0]:
                above = raw.count("\n", 0, found.start())
                column = found.start() - raw.rfind("\n", 0, found.start())
                return Mark(start.line + above, column if above else start.column + found.start())
        return start

    def _sequence(self, events: Iterator[yaml.Event], loc: Loc, depth: int) -> list[Data]:
        out: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            out.append(self._node(event, events, (*loc, len(out)), depth + 1))
        return out

    def _mapping(self, events: Iterator[yaml.Event], loc: Loc, depth: int) -> dict[str, Data]:
        out: dict[str, Data] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = self._mark(event)
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
            if name in ("", "<<"):
                self._node(next(events), events, (*here, "\0again"), depth + 1)
                continue
            if name in out:
                first = self.keys[here]
                self.complain(
                    mark,
                    here,
                    "duplicate-key",
                    f"поле записано дважды (первый раз — в строке {first.line})",
                    "оставьте одно из двух значений",
                )
                self._node(next(events), events, (*here, "\0again"), depth + 1)
                continue
            self.keys[here] = mark
            out[name] = self._node(next(events), events, here, depth + 1)
        return out


def _explain(error: yaml.MarkedYAMLError, before: str) -> tuple[str, str]:
    """What a YAML syntax error probably is, in a methodist's words, and the mend; ``before`` is the line up to it."""
    said = f"{error.context or ''} {error.problem or ''}"
    if "did not find expected key" in said and before.rstrip().endswith(('"', "'")):
        return (
            "после закрывающей кавычки стоит ещё текст",
            "возьмите в кавычки всё значение или пишите кавычки внутри него ёлочками « »",
        )
    if "mapping values are not allowed" in said and re.fullmatch(r" +[\w-]+ *", before):
        return "отступ строки больше, чем у соседних полей", "выровняйте строку пробелами по соседним полям"
    for pattern, message, hint in _SYNTAX:
        if re.search(pattern, said):
            return message, hint
    return (
        "строка не читается как YAML",
        "проверьте отступы (только пробелы), двоеточия с пробелом после имени поля и кавычки",
    )


_SYNTAX = (
    (
        r"mapping values are not allowed",
        "лишнее двоеточие: «: » внутри значения принято за новое поле",
        'возьмите всё значение в кавычки, например title: "Урок: начало", и проверьте отступ строки',
    ),
    (
        r"could not find expected ':'",
        "у строки нет двоеточия: имя поля отделяют двоеточием и пробелом",
        "напишите «имя: значение»; продолжение длинного текста пишите с отступом под знаком |",
    ),
    (
        r"while scanning a quoted scalar|found unexpected end of stream",
        "кавычка открыта и не закрыта",
        "закройте кавычку в конце значения; кавычки внутри значения пишите ёлочками « »",
    ),
    (
        r"unknown escape character",
        "обратная косая черта внутри двойных кавычек",
        "возьмите значение в одинарные кавычки '…'",
    ),
    (
        r"cannot start any token",
        "значение начинается со знака, который YAML понимает по-своему (@ ` % или другой)",
        "возьмите значение в кавычки",
    ),
    (
        r"did not find expected ',' or|flow (sequence|mapping)",
        "квадратная или фигурная скобка открыта и не закрыта",
        "закройте скобку или возьмите значение в кавычки",
    ),
    (
        r"block sequence entries are not allowed|did not find expected '-'",
        "строка списка стоит не на своём месте",
        "все строки списка начинайте с «- » на одном и том же отступе, под именем поля; черту вместо значения сотрите",
    ),
    (
        r"did not find expected key|block mapping|did not find expected node",
        "отступ строки не такой, как у соседних полей",
        "выровняйте строку пробелами по соседним полям; если значение начинается с кавычки, "
        "закройте её в конце значения",
    ),
    (
        r"did not find expected (alphabetic|whitespace|'!'|tag)|undefined tag|anchor|alias",
        "значение начинается со знака, который YAML понимает по-своему (* & !)",
        "возьмите значение в кавычки",
    ),
    (r"directive", "строка начинается со знака %", "возьмите значение в кавычки"),
)
