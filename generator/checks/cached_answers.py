"""Answers about one file alone, kept as long as the file is the same: a live preview asks all rules after each save,
and what the answers were in an earlier run is remembered beside the data of the file (``documents.file_memory``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from generator.documents.file_memory import Answers, FileCache, FileEntry, is_plain
from generator.documents.sources import Source
from generator.records import memo
from generator.records.reading import Loaded


class _WithPath(Protocol):
    @property
    def path(self) -> str: ...


_File = TypeVar("_File", bound=_WithPath)
_Answer = TypeVar("_Answer")

_KNOWN: dict[str, dict[str, tuple[Any, tuple[Any, ...]]]] = {}
"""Question -> path -> the file that it was asked about last, and the answers."""
_OF_SOURCES: list[Callable[[Source], object]] = []


def kept_of_source(answers: Callable[[Source], Iterable[_Answer]]) -> Callable[[Source], tuple[_Answer, ...]]:
    """:func:`kept` for a question about a source, which :func:`ask_all` asks too."""
    asked = kept(answers)
    _OF_SOURCES.append(asked)
    return asked


def kept(answers: Callable[[_File], Iterable[_Answer]]) -> Callable[[_File], tuple[_Answer, ...]]:
    """``answers`` to a question about a source or a record that look at nothing else; asked again only about another
    object. Of each path the last one is kept."""
    known = _KNOWN.setdefault(f"{answers.__module__}.{answers.__qualname__}", {})

    def asked(file: _File) -> tuple[_Answer, ...]:
        its = known.get(file.path)
        if its is None or its[0] is not file:
            its = known[file.path] = file, tuple(answers(file))
        return its[1]

    return asked


def forget_answers() -> None:
    """Let go of everything that was asked and answered: whoever asks once would hold all files that were read."""
    for known in _KNOWN.values():
        known.clear()
    memo.forget_memoized()


def recall_answers(loaded: Loaded, memory: FileCache) -> None:
    """Take what was answered in an earlier run about files with the same bytes for what would be answered now."""
    for file, record, entry in _files(loaded, memory):
        for about, answers in ((file, entry.of_source), (record, entry.of_record)):
            for question, answer in answers.items():
                if about and question in _KNOWN:
                    _KNOWN[question][about.path] = about, answer


def keep_answers(loaded: Loaded, memory: FileCache) -> None:
    """Write down what was answered in this run."""
    for file, record, entry in _files(loaded, memory):
        entry.of_source, entry.of_record = _answered(file), _answered(record) if record else {}


def ask_all(source: Source, entry: FileEntry) -> None:
    """Ask everything that can be asked of what was read of one file, and write down what was answered."""
    for asked in _OF_SOURCES:
        asked(source)
    entry.of_source = _answered(source)


def _files(loaded: Loaded, memory: FileCache) -> Iterator[tuple[_WithPath, _WithPath | None, FileEntry]]:
    """What was read of every file, the record or page that it became, and what is remembered of it."""
    for key, source in loaded.sources.items():
        if entry := memory.entries.get(source.path):
            record = loaded.records.get(key) or loaded.content.get(key.removeprefix("content/"))
            yield source, record if record and record.path == source.path else None, entry


def _answered(about: _WithPath) -> Answers:
    """What was answered about this very object, as far as JSON can tell it."""
    found = ((question, known.get(about.path)) for question, known in _KNOWN.items())
    return {question: its[1] for question, its in found if its and its[0] is about and is_plain(its[1])}
