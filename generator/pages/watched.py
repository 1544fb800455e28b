"""A catalog that writes down what it is asked: whatever is made of one need not be made again, nor even looked at, when
every question has the answer now that it had then.

Views and exports get the catalog that :class:`CatalogQuestions` holds in place of the real one. What they take from it
(a record, all records of a kind, what refers to one, a fact that was worked out) is a question; its answer is known by
the digest of all that it holds. A question that has no name in texts, or an answer without a digest, means that the
same is never told for sure: then it is made each time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from generator import files
from generator.catalog import Catalog
from generator.pages.digests import Digests, NoDigest
from generator.pages.reuse import KeptFiles, TemplateQuestions, Trace
from generator.pages.site_files import File
from generator.records import KINDS, Record
from generator.settings import Settings
from generator.text.language import current_language

_T = TypeVar("_T")
#: of what asks more, as of all records of a large base, nothing is remembered: to ask again and to hold it costs more
_MOST_QUESTIONS = 20_000
_HERE = ""
_CONSTANTS = {"True": True, "False": False, "None": None}
_VALUE, _CALLED, _ONE, _HAS, _ALL = "value", "called", "one", "has", "all"


class CatalogQuestions(TemplateQuestions):
    """What may be asked about one catalog; ``watched`` is the catalog for whoever asks."""

    def __init__(self, catalog: Catalog, digests: Digests) -> None:
        super().__init__(catalog, digests)
        self._calls: set[tuple[Any, ...]] = set()
        self._too_many = False
        self.watched = cast("Catalog", _WatchedCatalog(self, catalog, _HERE))

    def _answer(self, question: tuple[str, ...]) -> str:
        if question not in self._known:
            try:
                self._known[question] = self.digests.of(self._ask(question))
            except (LookupError, TypeError, AttributeError, ValueError, NoDigest):  # nobody could ask this now
                self._known[question] = ""
        return self._known[question]

    @property
    def is_listening(self) -> bool:
        """Whether something is being made now."""
        return self._noted is not None

    def listening(self) -> contextlib._GeneratorContextManager[dict[tuple[str, ...], str]]:
        """As of templates."""
        self._calls, self._too_many = set(), False
        return super().listening()

    def traced(self, shown: Any, make: Callable[[], _T]) -> tuple[_T, Trace | None]:
        """As of templates; no trace of what has asked too much."""
        made, trace = super().traced(shown, make)
        return made, None if self._too_many else trace

    def traced_each(self, shown: Any, make: Callable[[], Iterable[_T]]) -> Generator[_T, None, Trace | None]:
        """The same."""
        trace = yield from super().traced_each(shown, make)
        return None if self._too_many else trace

    def note(self, path: str, way: str, about: tuple[Any, ...], answer: Any) -> Any:
        """``answer`` is the answer to this question about what the catalog has at the dotted ``path``."""
        if self._noted is None or self._too_many:
            return answer
        # Texts, and what stays as long as the catalog: :meth:`_named` lets nothing else through.
        call = (path, way, *[one if one.__class__ is str else id(one) for one in about])
        if call not in self._calls:
            question = (path, way, *[self._named(path, one) for one in about])
            known = self._known.get(question)
            if not known:
                known = self._known[question] = self.digests.of(answer)
            self._noted[question] = known
            self._too_many = len(self._noted) > _MOST_QUESTIONS
            if not any(isinstance(one, _Word) for one in about):
                self._calls.add(call)
        return answer

    def _ask(self, question: tuple[str, ...]) -> Any:
        path, way, *about = question
        value = _at(self._catalog, path)
        if way == _VALUE:
            return value
        if way == _ALL:
            return _entries(value)
        meant = [self._thing(path, one) for one in about]
        if way == _CALLED:
            plain = [one for one in meant if not isinstance(one, _Word)]
            return value(*plain, **{one.name: one.value for one in meant if isinstance(one, _Word)})
        return meant[0] in value if way == _HAS else (meant[0] in value, value.get(meant[0]))

    def _named(self, path: str, about: Any) -> str:
        if isinstance(about, _Word):
            return f"{about.name}{self._named(path, about.value)}"
        if isinstance(about, Record):
            if self._base(path).records.get(about.key) is not about:
                raise NoDigest(about.key)
            return f"@{about.key}"
        if isinstance(about, type) and issubclass(about, Record) and KINDS.get(about.kind) is about:
            return f"!{about.kind}"
        if isinstance(about, bool) or about is None:
            return f"?{about}"
        if not isinstance(about, str):
            raise NoDigest(type(about).__qualname__)
        return f"={about}"

    def _thing(self, path: str, named: str) -> Any:
        mark, rest = named[:1], named[1:]
        if mark == "@":
            return self._base(path).records[rest]
        if mark == "!":
            return KINDS[rest]
        if mark == "?":
            return _CONSTANTS[rest]
        if mark == "=":
            return rest
        name = named[: min(at for prefix in "@!?=" if (at := named.find(prefix)) > 0)]
        return _Word(name, self._thing(path, named[len(name) :]))

    def _base(self, path: str) -> Catalog:
        return cast("Catalog", _at(self._catalog, path.rpartition(".")[0]))


class KeptGroups:
    """Files that are made of one catalog together: those of the last site where all questions have the answers that
    they had then."""

    def __init__(self, kept: KeptFiles | None = None, settings: Settings | None = None) -> None:
        """``settings`` are those of the site; without ``kept`` all are made."""
        self._kept, self._settings = kept, settings
        self._questions: dict[tuple[int, bool], CatalogQuestions] = {}

    def files(
        self,
        place: str,
        catalog: Catalog,
        make: Callable[[Catalog], Iterable[File]],
        *also: Any,
        long_texts: bool = True,
    ) -> Iterator[File]:
        """The files that ``make`` makes at a ``place`` of the catalog that it gets, of the settings, of the language
        that is spoken and of what is said ``also``, by path. Without ``long_texts`` they show of records what a list
        does (``digests.InList``): nothing of what the long texts say."""
        kept = self._kept
        if kept is None:
            yield from make(catalog)
            return
        for one in (self._asked(catalog, with_texts) for with_texts in (True, False)):
            if one.is_listening:  # a part of another group, which has to know what was asked for this one too
                yield from make(one.watched)
                return
        asked = self._asked(catalog, long_texts)
        language = current_language()
        inputs = self._settings, self._templates, language and (language.code, language.digest), also
        watched = asked.watched
        found = kept.each(place, inputs, asked, lambda: ((file.path, file.data) for file in make(watched)))
        yield from (File(path, data) for path, data in found)

    def _asked(self, catalog: Catalog, long_texts: bool) -> CatalogQuestions:
        key = id(catalog), long_texts
        if key not in self._questions:
            digests = self._kept.digests if self._kept else Digests()
            self._questions[key] = CatalogQuestions(catalog, digests if long_texts else digests.in_lists)
        return self._questions[key]

    @cached_property
    def _templates(self) -> str:
        """A digest of all templates that files may be laid out with."""
        from generator.pages.environment import template_folders  # it needs those who are watched

        return (
            Digests().of([files.tree(folder) for folder in template_folders(self._settings)]) if self._settings else ""
        )


class _Word:
    """An argument that is given by its name."""

    def __init__(self, name: str, value: Any) -> None:
        self.name, self.value = name, value


def _at(catalog: Catalog, path: str) -> Any:
    value: Any = catalog
    for name in path.split(".") if path else ():
        value = getattr(value, name)
    return value


def _entries(mapping: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return list(mapping.items())


class _WatchedCatalog:
    def __init__(self, questions: CatalogQuestions, catalog: Catalog, path: str) -> None:
        self._its = questions, catalog, path

    def __getattr__(self, name: str) -> Any:
        questions, catalog, before = self._its
        value = getattr(catalog, name)
        path = f"{before}.{name}" if before else name
        seen: Any
        if isinstance(value, Catalog):
            seen = _WatchedCatalog(questions, value, path)
        elif isinstance(value, Mapping):
            seen = _WatchedMapping(questions, value, path)
        elif callable(value):
            seen = partial(_asked, questions, value, path)
        else:
            return questions.note(path, _VALUE, (), value)
        self.__dict__[name] = seen  # from now on it is found without this method
        return seen


def _asked(questions: CatalogQuestions, answer: Callable[..., Any], path: str, *about: Any, **named: Any) -> Any:
    try:
        result = answer(*about, **named)
    except Exception:
        questions.note(path, _CALLED, (), object())  # nobody can tell whether it will be raised again
        raise
    words = [_Word(name, value) for name, value in named.items()]
    return questions.note(path, _CALLED, (*about, *words), result)


class _WatchedMapping(Mapping[Any, Any]):
    def __init__(self, questions: CatalogQuestions, its: Mapping[Any, Any], path: str) -> None:
        self._questions, self._its, self._path = questions, its, path

    def __getitem__(self, key: Any) -> Any:
        self.get(key)
        return self._its[key]

    def get(self, key: Any, default: Any = None) -> Any:
        """As of any mapping."""
        its = self._its
        is_there, found = self._questions.note(self._path, _ONE, (key,), (key in its, its.get(key)))
        return found if is_there else default

    def __contains__(self, key: Any) -> bool:
        return bool(self._questions.note(self._path, _HAS, (key,), key in self._its))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def keys(self) -> Any:
        """As of any mapping."""
        return self._whole().keys()

    def values(self) -> Any:
        """As of any mapping."""
        return self._whole().values()

    def items(self) -> Any:
        """As of any mapping."""
        return self._whole().items()

    def _whole(self) -> Mapping[Any, Any]:
        self._questions.note(self._path, _ALL, (), _entries(self._its))
        return self._its
