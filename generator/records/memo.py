"""What a pure function gave last time, kept as long as it is asked about the very same objects: after a save a live
preview computes anew what the save is about, not what is known of ten thousand other practices."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_KNOWN: list[dict[Hashable, tuple[tuple[Any, ...], Any]]] = []
"""For every function: key -> what it was asked about last, and its answer."""
_LAST: list[deque[Any]] = []


def memoized(by: Callable[_P, Hashable]) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """A function of records and other frozen values, asked by position, is computed again only where one of them is
    another object than last time. ``by`` gives the key of a question: of each key the last answer is kept."""

    def keeping(compute: Callable[_P, _T]) -> Callable[_P, _T]:
        known: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}
        _KNOWN.append(known)

        @wraps(compute)
        def asked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            key, about = by(*args, **kwargs), (*args, kwargs) if kwargs else args
            its = known.get(key)
            if its is None or len(its[0]) != len(about) or not all(map(_is_same, its[0], about)):
                its = known[key] = about, compute(*args, **kwargs)
            answer: _T = its[1]
            return answer

        return asked

    return keeping


def same_if_equal(made: Callable[_P, _T], last: int = 2) -> Callable[_P, _T]:
    """What ``made`` gives, but the object that it gave before where the new one is equal to it; of the ``last`` ones
    that it gave. So whoever is asked about it knows that nothing has changed."""
    given: deque[Any] = deque(maxlen=last)
    _LAST.append(given)

    @wraps(made)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        new = made(*args, **kwargs)
        for one in given:
            if one == new:
                found: _T = one
                return found
        given.append(new)
        return new

    return asked


def forget_memoized() -> None:
    """Let go of all of it: whoever asks once would hold every record that was read."""
    for known in _KNOWN:
        known.clear()
    for given in _LAST:
        given.clear()


def _is_same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if isinstance(one, tuple):
        return isinstance(other, tuple) and len(one) == len(other) and all(map(_is_same, one, other))
    if isinstance(one, Mapping):
        return (
            isinstance(other, Mapping) and one.keys() == other.keys() and all(_is_same(one[k], other[k]) for k in one)
        )
    return isinstance(one, str | dt.date | frozenset) and bool(one == other)
