"""Facts that are computed when somebody asks for the first of them: pages need all, a check needs none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

_Fact = TypeVar("_Fact")


class LazyFacts(Mapping[str, _Fact]):
    """What ``compute`` gives. Copied or sent to another process it is the facts themselves."""

    def __init__(self, compute: Callable[[], Mapping[str, _Fact]]):
        self._compute = compute

    @cached_property
    def _facts(self) -> Mapping[str, _Fact]:
        return self._compute()

    def __getitem__(self, name: str) -> _Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self._facts),)
