"""Answers about one file alone, kept as long as the file is the same: a live preview asks all rules after each save."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class _WithPath(Protocol):
    @property
    def path(self) -> str: ...


_File = TypeVar("_File", bound=_WithPath)
_Answer = TypeVar("_Answer")


def kept(answers: Callable[[_File], Iterable[_Answer]]) -> Callable[[_File], tuple[_Answer, ...]]:
    """``answers`` to a question about a source or a record that look at nothing else; asked again only about another
    object. Of each path the last one is kept."""
    known: dict[str, tuple[_File, tuple[_Answer, ...]]] = {}

    def asked(file: _File) -> tuple[_Answer, ...]:
        its = known.get(file.path)
        if its is None or its[0] is not file:
            its = known[file.path] = file, tuple(answers(file))
        return its[1]

    return asked
