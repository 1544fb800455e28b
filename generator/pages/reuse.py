"""A page is laid out anew only when what it shows differs from last time.

Views are gathered each time, which is cheap; templates take ten times longer. What a template prints is a function of
its view, of what it asks about the catalog (each question and answer is noted while it runs) and of what all pages
share. All three are remembered as digests of plain values: nothing that is remembered could run or lead anywhere.

Whatever has no digest (a function made on the spot, a class nobody thought of) is never taken for the same: such a page
is made each time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from generator.catalog import Catalog
from generator.pages.digests import Digests, NoDigest, digest_of_file, digest_of_text, digest_of_texts
from generator.records import Record
from generator.records.reading import ReadCache

_T = TypeVar("_T")
_Asked = tuple[str, ...]
_Noted = dict[_Asked, str]


Noting = Callable[[str, Callable[..., Any]], Callable[..., Any]]
"""The name of a question and who answers it -> the same with everything written down."""


class Trace(NamedTuple):
    """What a text was made of: a digest of all that it was given, what was asked while it was made, a digest of the
    answers. Who has the trace and the text can tell whether the text would come out the same."""

    shown: str
    asked: tuple[_Asked, ...]
    answers: str


def _trace(shown: str, noted: _Noted) -> Trace:
    return Trace(shown, tuple(noted), digest_of_text("\0".join(noted.values())))


class TemplateQuestions:
    """What templates may ask about one catalog, and the answers that the page being made has had."""

    def __init__(self, catalog: Catalog, digests: Digests) -> None:
        self._catalog = catalog
        self.digests = digests
        self._functions: dict[str, Callable[..., Any]] = {}
        self._known: _Noted = {}
        self._noted: _Noted | None = None

    def noted(self, name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
        """``answer`` as templates get it: what it is asked (texts and records) and says is written down."""
        self._functions[name] = answer

        def asked(*about: Any) -> Any:
            result, noted = answer(*about), self._noted
            if noted is not None:
                question = (name, *[f"={one}" if one.__class__ is str else self._written(one) for one in about])
                if question not in noted:
                    noted[question] = self._known[question] = self._known.get(question) or self.digests.of(result)
            return result

        return asked

    def listen(self, make: Callable[[], _T]) -> tuple[_T, _Noted]:
        """What ``make`` returns, and everything it has asked. Raises :class:`NoDigest`."""
        with self.listening() as noted:
            return make(), noted

    @contextlib.contextmanager
    def listening(self) -> Iterator[_Noted]:
        """Everything that is asked in the block, which fills while it lasts."""
        self._noted = {}
        try:
            yield self._noted
        finally:
            self._noted = None

    def answered_alike(self, noted: _Noted) -> bool:
        """Whether every question has the answer now that it had then."""
        return all(self._answer(question) == answer for question, answer in noted.items())

    def traced(self, shown: Any, make: Callable[[], _T]) -> tuple[_T, Trace | None]:
        """What ``make`` returns, and what it was made of beside ``shown``; no trace where nobody could tell."""
        try:
            digest = self.digests.of(shown)
            made, noted = self.listen(make)
        except NoDigest:
            return make(), None
        return made, _trace(digest, noted)

    def traced_each(self, shown: Any, make: Callable[[], Iterable[_T]]) -> Generator[_T, None, Trace | None]:
        """The same of what ``make`` gives one by one, so that nobody has to hold all of it; the trace at the end."""
        given = 0
        try:
            digest = self.digests.of(shown)
            with self.listening() as noted:
                for one in make():
                    yield one
                    given += 1
        except NoDigest:
            yield from islice(make(), given, None)
            return None
        return _trace(digest, noted)

    def is_as(self, trace: Trace, shown: Any) -> bool:
        """Whether ``make`` would return what it returned when it left this trace."""
        try:
            if self.digests.of(shown) != trace.shown:
                return False
        except NoDigest:
            return False
        answers = [self._answer(question) for question in trace.asked]
        return all(answers) and digest_of_text("\0".join(answers)) == trace.answers

    def _answer(self, question: _Asked) -> str:
        if question not in self._known:
            name, *about = question
            try:
                self._known[question] = self.digests.of(self._functions[name](*map(self._meant, about)))
            except (LookupError, TypeError, AttributeError, NoDigest):  # the record is gone, or nobody asks this now
                self._known[question] = ""
        return self._known[question]

    def _written(self, about: Any) -> str:
        if isinstance(about, Record):
            if self._catalog.records.get(about.key) is not about:
                raise NoDigest(about.key)
            return f"@{about.key}"
        if not isinstance(about, str):
            raise NoDigest(type(about).__qualname__)
        return f"={about}"

    def _meant(self, written: str) -> Any:
        return self._catalog.records[written[1:]] if written[0] == "@" else written[1:]


class _Made(NamedTuple):
    noted: _Noted
    result: Any


class PageCache:
    """What was read and laid out last time, for as long as a program runs; :meth:`begin` says that another round of
    pages begins."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], _Made] = {}
        self._before: dict[tuple[str, ...], _Made] = {}
        self.read = ReadCache()
        self.digests = Digests()
        self.anew = 0
        """How many texts were laid out in this round."""

    def begin(self) -> None:
        """Begin a round: what the round before did not use is forgotten."""
        self._before, self._made = self._made, {}
        self.digests = Digests(self.digests)
        self.anew = 0

    def keep_what_is_left(self) -> None:
        """The round will not come to its end: what it has not used yet is not forgotten when the next one begins."""
        self._made = {**self._before, **self._made}

    def recall(self, place: Iterable[str], shown: Any, questions: TemplateQuestions, make: Callable[[], _T]) -> _T:
        """What ``make`` lays out at a ``place`` (all that pages share, template, path), or the same from last time
        where it shows the same."""
        try:
            key = (*place, self.digests.of(shown))
        except NoDigest:
            self.anew += 1
            return make()
        found = self._made.get(key) or self._before.get(key)
        if found is None or not questions.answered_alike(found.noted):
            self.anew += 1
            try:
                result, noted = questions.listen(make)
            except NoDigest:
                return make()
            found = _Made(noted, result)
        self._made[key] = found
        made: _T = found.result
        return made

    def file(self, path: str, made_of: Iterable[object], make: Callable[[], bytes]) -> bytes:
        """The file at ``path`` that ``make`` makes of nothing but what the texts of all these say (``repr``), or the
        same from last time."""
        key = "file", path, digest_of_texts(made_of)
        found = self._made.get(key) or self._before.get(key) or _Made({}, make())
        self._made[key] = found
        made: bytes = found.result
        return made


class KeptFiles:
    """Files that lie in the last site, with the traces of what they were made of: one that would be made again as it is
    is taken from there."""

    def __init__(self, known: Mapping[str, tuple[Trace, Mapping[str, str]]], lying: Callable[[str], bytes]) -> None:
        """``known`` are by place what its files were made of, and their digests by path; ``lying`` gives what lies in
        the last site at a path, or raises OSError."""
        self._known, self._lying = known, lying
        self.digests = Digests()
        self.now: dict[str, tuple[Trace, Mapping[str, str]]] = {}
        """The same of this time."""
        self.taken = 0
        """How many files were taken over."""

    def sibling(self) -> KeptFiles:
        """The same files of the last site for another process; what that makes of them is told to :meth:`join`."""
        return KeptFiles(self._known, self._lying)

    def join(self, now: Mapping[str, tuple[Trace, Mapping[str, str]]], taken: int) -> None:
        """Take in what a sibling has of this time."""
        self.now |= now
        self.taken += taken

    def for_next(self, lying: Callable[[str], bytes]) -> KeptFiles:
        """The same for the site after this one, in the same program; ``lying`` gives what lies in this one."""
        after = KeptFiles({**self._known, **self.now}, lying)
        after.digests = Digests(self.digests)
        return after

    def recall(
        self, place: str, shown: Any, questions: TemplateQuestions, make: Callable[[], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """The files that ``make`` makes at a ``place``, by path; ``shown`` is all that they are made of beside what is
        asked on the way."""
        return dict(self.each(place, shown, questions, lambda: make().items()))

    def each(
        self, place: str, shown: Any, questions: TemplateQuestions, make: Callable[[], Iterable[tuple[str, bytes]]]
    ) -> Iterator[tuple[str, bytes]]:
        """:meth:`recall` for paths and files that ``make`` gives one by one."""
        known = self._known.get(place)
        if known and questions.is_as(known[0], shown) and (still := self._still(known[1])) is not None:
            self.now[place] = known
            # What was kept of a part of them alone is as true as it was.
            self.now |= {path: self._known[path] for path in still if path in self._known}
            self.taken += len(still)
            yield from still.items()
            return
        digests: dict[str, str] = {}

        def digested() -> Iterator[tuple[str, bytes]]:
            for path, data in make():
                digests[path] = digest_of_file(data)
                yield path, data

        if trace := (yield from questions.traced_each(shown, digested)):
            self.now[place] = trace, digests

    def file(self, path: str, made_of: Iterable[object], make: Callable[[], bytes]) -> bytes:
        """As :meth:`PageCache.file`."""
        trace, known = Trace(digest_of_texts(made_of), (), digest_of_text("")), self._known.get(path)
        if known and known[0] == trace and (still := self._still(known[1])) and path in still:
            self.now[path] = known
            self.taken += 1
            return still[path]
        made = make()
        self.now[path] = trace, {path: digest_of_file(made)}
        return made

    def _still(self, digests: Mapping[str, str]) -> Mapping[str, bytes] | None:
        try:
            found = {path: self._lying(path) for path in digests}
        except OSError:
            return None
        return found if all(digest_of_file(data) == digests[path] for path, data in found.items()) else None
