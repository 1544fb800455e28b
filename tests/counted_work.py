"""Work that is counted instead of timed: how it grows when a text is doubled does not depend on the machine.

Counted are the bytecodes that the rooms under test run, the characters that methods of strings and lists may walk over,
and the steps of their regular expressions. The last come from a matcher of our own over the standard library's parse
tree, which backtracks as the real one does; every answer of it is compared with the real one. Not counted: the copying
of slices, and the parser and sanitiser in C and Rust beyond the length of what goes through them.
"""

from __future__ import annotations

import functools
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from re import _constants as op
from re import _parser
from types import FrameType, ModuleType
from typing import Any

from generator.text.patterns import CompiledLater

# --- regular expressions, step by step -------------------------------------------------------------------------------

Then = Callable[[int], int | None]  # what is left of the expression: position -> where all of it ends


class Steps:
    """One expression whose steps are counted."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.count, self.text, self.end = pattern, 0, "", 0
        self.groups: dict[int, tuple[int, int]] = {}
        tree = _parser.parse(pattern.pattern, pattern.flags)
        self.start = self._sequence(list(tree), pattern.flags, lambda at: at)

    def scan(self, text: str, start: int, end: int, *, how: str) -> None:
        """Walk over ``text`` as ``match``, ``fullmatch``, ``search`` or ``all`` (finditer and its like) would."""
        self.text, self.end = text, end
        at = start
        real = self.pattern.search if how in ("search", "all") else self.pattern.match
        while at <= end:
            self.count += 1
            self.groups.clear()
            found = self.start(at)
            if found is None and how in ("search", "all"):
                at += 1
                continue
            if how != "fullmatch" and found is not None:
                checked = real(text, at, end)
                assert checked and checked.span() == (at, found), f"the counter errs on {self.pattern.pattern!r}"
            if found is None or how != "all":
                return
            at = found + (found == at)

    def _sequence(self, items: list[Any], flags: int, then: Then) -> Then:
        for item in reversed(items):
            then = self._one(item, flags, then)
        return then

    def _one(self, item: tuple[Any, Any], flags: int, then: Then) -> Then:
        kind, value = item
        if test := _char_test(kind, value, flags):
            return self._char(test, then)
        if kind is op.SUBPATTERN:
            return self._group(value, flags, then)
        if kind is op.BRANCH:
            first = [_char_test(*p[0], flags) if len(p) else None for p in value[1]]
            return self._branch(first, [self._sequence(list(p), flags, then) for p in value[1]])
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self._repeat(kind is op.MAX_REPEAT, *value, flags, then)
        if kind in (op.ASSERT, op.ASSERT_NOT):
            return self._look(kind is op.ASSERT, *value, flags, then)
        if kind is op.AT:
            return self._at(value, flags, then)
        if kind is op.GROUPREF:
            return self._again(value, then)
        if kind in (op.ATOMIC_GROUP, op.POSSESSIVE_REPEAT):
            return self._atomic(kind, value, flags, then)
        raise NotImplementedError(kind)

    def _char(self, test: Callable[[str], bool], then: Then) -> Then:
        def step(at: int) -> int | None:
            self.count += 1
            return then(at + 1) if at < self.end and test(self.text[at]) else None

        return step

    def _group(self, value: Any, flags: int, then: Then) -> Then:
        number, add, remove, inner = value
        opened: list[int] = []

        def close(at: int) -> int | None:
            before = self.groups.get(number)
            self.groups[number] = (opened[-1], at)
            if (end := then(at)) is None:
                self.groups.pop(number) if before is None else self.groups.__setitem__(number, before)
            return end

        body = self._sequence(list(inner), (flags | add) & ~remove, close if number else then)

        def step(at: int) -> int | None:
            opened.append(at)
            end = body(at)
            opened.pop()
            return end

        return step if number else body

    def _branch(self, first: list[Callable[[str], bool] | None], ways: list[Then]) -> Then:
        """A way that does not begin with the sign in question costs its one step without being gone."""
        known: dict[str, tuple[list[tuple[int, Then]], int]] = {}

        def open_to(sign: str) -> tuple[list[tuple[int, Then]], int]:
            found, passed = [], 0
            for test, way in zip(first, ways, strict=True):
                if test is None or (sign and test(sign)):
                    found.append((passed, way))
                    passed = 0
                else:
                    passed += 1
            return found, passed

        def step(at: int) -> int | None:
            self.count += 1
            sign = self.text[at] if at < self.end else ""
            if sign not in known:
                known[sign] = open_to(sign)
            found, last = known[sign]
            for passed, way in found:
                self.count += passed
                if (end := way(at)) is not None:
                    return end
            self.count += last
            return None

        return step

    def _repeat(self, greedy: bool, least: int, most: Any, inner: Any, flags: int, then: Then) -> Then:
        most = sys.maxsize if most is op.MAXREPEAT else most
        items = list(inner)
        test = _char_test(*items[0], flags) if len(items) == 1 else None
        if test:
            return self._run(greedy, least, most, test, then)
        state: list[tuple[int, int]] = []  # times so far, where the last one began

        def again(at: int) -> int | None:
            times, began = state[-1]
            if at == began and times > least:
                return None
            state.append((times + 1, at))
            try:
                return attempt(at)
            finally:
                state.pop()

        body = self._sequence(items, flags, again)

        def attempt(at: int) -> int | None:
            self.count += 1
            times = state[-1][0]
            if times < least:
                return body(at)
            ways = [body] if times < most else []
            ways = [*ways, leave] if greedy else [leave, *ways]
            return next((end for way in ways if (end := way(at)) is not None), None)

        def leave(at: int) -> int | None:
            kept = list(state)
            state.pop()
            try:
                return then(at)
            finally:
                state[:] = kept

        def step(at: int) -> int | None:
            state.append((0, -1))
            try:
                return attempt(at)
            finally:
                state.pop()

        return step

    def _run(self, greedy: bool, least: int, most: int, test: Callable[[str], bool], then: Then) -> Then:
        def step(at: int) -> int | None:
            reach, limit = at, min(self.end, at + most)
            if greedy:
                while reach < limit and test(self.text[reach]):
                    reach += 1
                self.count += reach - at + 1
                for end in range(reach, at + least - 1, -1):
                    self.count += 1
                    if (found := then(end)) is not None:
                        return found
                return None
            while True:
                self.count += 1
                if reach - at >= least and (found := then(reach)) is not None:
                    return found
                if reach >= limit or not test(self.text[reach]):
                    return None
                reach += 1

        return step

    def _look(self, wanted: bool, direction: int, inner: Any, flags: int, then: Then) -> Then:
        body = self._sequence(list(inner), flags, lambda at: at)
        back = inner.getwidth()[0] if direction < 0 else 0

        def step(at: int) -> int | None:
            self.count += 1
            found = at >= back and body(at - back) is not None
            return then(at) if found is wanted else None

        return step

    def _atomic(self, kind: Any, value: Any, flags: int, then: Then) -> Then:
        if kind is op.ATOMIC_GROUP:
            body = self._sequence(list(value), flags, lambda at: at)
        else:
            body = self._repeat(True, *value, flags, lambda at: at)
        return lambda at: None if (end := body(at)) is None else then(end)

    def _at(self, where: Any, flags: int, then: Then) -> Then:
        def edge(at: int) -> bool:
            if where is op.AT_BEGINNING_STRING:
                return at == 0
            if where is op.AT_BEGINNING:
                return at == 0 or (flags & re.MULTILINE and self.text[at - 1] == "\n")
            if where is op.AT_END_STRING:
                return at == self.end
            if where is op.AT_END:
                last = at == self.end or (at == self.end - 1 and self.text[at] == "\n")
                return last or bool(flags & re.MULTILINE and self.text[at] == "\n")
            word = (at > 0 and _is_word(self.text[at - 1])) != (at < self.end and _is_word(self.text[at]))
            return word is (where is op.AT_BOUNDARY)

        def step(at: int) -> int | None:
            self.count += 1
            return then(at) if edge(at) else None

        return step

    def _again(self, number: int, then: Then) -> Then:
        def step(at: int) -> int | None:
            self.count += 1
            if number not in self.groups:
                return None
            start, end = self.groups[number]
            same = self.text[start:end]
            self.count += len(same)
            return then(at + len(same)) if self.text.startswith(same, at) else None

        return step


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdecimal(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    op.CATEGORY_WORD: _is_word,
    op.CATEGORY_NOT_WORD: lambda sign: not _is_word(sign),
}


def _char_test(kind: Any, value: Any, flags: int) -> Callable[[str], bool] | None:
    """The question to one sign that this part of an expression is; None when it is more than that."""
    if kind is op.ANY:
        return (lambda _: True) if flags & re.DOTALL else (lambda character: character != "\n")
    if kind not in (op.LITERAL, op.NOT_LITERAL, op.IN):
        return None
    if kind is op.IN:
        ranges = [(v, v) if k is op.LITERAL else v for k, v in value if k in (op.LITERAL, op.RANGE)]
        categories = [_CATEGORIES[v] for k, v in value if k is op.CATEGORY]
        negated = value[0][0] is op.NEGATE
    else:
        ranges, categories, negated = [(value, value)], [], kind is op.NOT_LITERAL
    known: dict[str, bool] = {}

    def test(character: str) -> bool:
        if character not in known:
            forms = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
            codes = [ord(form) for form in forms if len(form) == 1]
            inside = any(low <= code <= high for low, high in ranges for code in codes)
            known[character] = (inside or any(category(character) for category in categories)) is not negated
        return known[character]

    return test


@functools.cache
def _steps(pattern: re.Pattern[str]) -> Steps:
    """To take an expression apart costs more than most texts: once for all of them."""
    return Steps(pattern)


@contextmanager
def _unwatched() -> Iterator[None]:
    """The matcher counts its own steps: to be told of each of its calls as well would take most of the time."""
    trace, profile = sys.gettrace(), sys.getprofile()
    sys.settrace(None)
    sys.setprofile(None)
    try:
        yield
    finally:
        sys.setprofile(profile)
        sys.settrace(trace)


class Watched:
    """A compiled expression that does its work and has the steps counted."""

    def __init__(self, pattern: re.Pattern[str], work: Work) -> None:
        self._pattern, self._work = pattern, work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def _scan(self, how: str, text: str, start: int = 0, end: int = sys.maxsize) -> None:
        steps = _steps(self._pattern)
        before = steps.count
        with _unwatched():
            steps.scan(text, min(start, len(text)), min(end, len(text)), how=how)
        self._work.steps += steps.count - before

    def match(self, text: str, *place: int) -> re.Match[str] | None:
        self._scan("match", text, *place)
        return self._pattern.match(text, *place)

    def fullmatch(self, text: str, *place: int) -> re.Match[str] | None:
        self._scan("fullmatch", text, *place)
        return self._pattern.fullmatch(text, *place)

    def search(self, text: str, *place: int) -> re.Match[str] | None:
        self._scan("search", text, *place)
        return self._pattern.search(text, *place)

    def finditer(self, text: str, *place: int) -> Iterator[re.Match[str]]:
        self._scan("all", text, *place)
        return self._pattern.finditer(text, *place)

    def findall(self, text: str, *place: int) -> list[Any]:
        self._scan("all", text, *place)
        return self._pattern.findall(text, *place)

    def split(self, text: str, maxsplit: int = 0) -> list[Any]:
        self._scan("all", text)
        return self._pattern.split(text, maxsplit)

    def sub(self, new: Any, text: str, count: int = 0) -> str:
        self._scan("all", text)
        return self._pattern.sub(new, text, count)


# --- a run -----------------------------------------------------------------------------------------------------------


#: methods that do not walk over what they belong to
_AT_ONCE = frozenset({"append", "clear", "endswith", "extend", "pop", "startswith"})


class Work:
    """What a run of a function cost."""

    def __init__(self) -> None:
        self.opcodes = self.characters = self.steps = 0

    @property
    def total(self) -> int:
        return self.opcodes + self.characters + self.steps


def of(function: Callable[[str], Any], text: str, modules: list[ModuleType]) -> int:
    """The work of ``function(text)`` in ``modules``, whose expressions and caches are looked up there."""
    work = Work()
    faults: list[BaseException] = []

    def run() -> None:
        try:
            _run(function, text, modules, work)
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)  # the matcher goes one call deeper with every repetition of a group
    size = threading.stack_size(512 * 2**20)
    try:
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if faults:
        raise faults[0]
    return work.total


def _run(function: Callable[[str], Any], text: str, modules: list[ModuleType], work: Work) -> None:
    files = {module.__file__ for module in modules}
    put: list[tuple[dict[str, Any], str, Any]] = []
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, CompiledLater):
                value = re.compile(*value.written)
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                put.append((vars(module), name, value))
                vars(module)[name] = Watched(value, work)
            elif hasattr(value, "cache_clear"):
                value.cache_clear()
    compiled, cache = re._compile, {}

    def compile_(pattern: Any, flags: Any) -> Any:
        if isinstance(pattern, (Watched, bytes)):
            return pattern if isinstance(pattern, Watched) else compiled(pattern, flags)
        real = compiled(pattern, flags)
        return cache.setdefault(real, Watched(real, work)) if isinstance(real.pattern, str) else real

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        work.opcodes += event == "opcode"
        return trace

    def profile(frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call" and frame.f_code.co_filename in files:
            owner = getattr(arg, "__self__", None)
            walks = isinstance(owner, (str, bytes, list)) and arg.__name__ not in _AT_ONCE
            work.characters += len(owner) if walks else 1

    re._compile = compile_
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        function(text)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
        re._compile = compiled
        for names, name, value in put:
            names[name] = value


def growth(function: Callable[[str], Any], make: Callable[[int], str], size: int, modules: list[ModuleType]) -> float:
    """How many times more the second doubling of ``make(size)`` adds than the first: 2 for linear work, 4 for
    quadratic."""
    first, second, third = (of(function, make(size * times), modules) for times in (1, 2, 4))
    return (third - second) / max(second - first, 1)
