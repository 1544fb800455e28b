"""Digests of plain values: whether a view or an answer holds what it held last time.

Whatever has no digest (a function made on the spot, a class nobody thought of) is never taken for the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, TypeVar

from markupsafe import Markup
from pydantic import BaseModel

from generator.catalog import Catalog
from generator.records import Record, Vocabulary
from generator.records.fields import marked
from generator.records.scalars import RichText

_PLAIN = (bool, int, float, Decimal, dt.date, dt.datetime, dt.time, type(None))
_KINDS_OF_TEXT: dict[Any, str] = {str: "s", Markup: "m"}

_T = TypeVar("_T")


class NoDigest(Exception):
    """There is a value of which nobody can tell whether it is the same as last time."""


class InList(tuple[_T, ...]):
    """Records of which a page shows what a list shows of them: what their long texts say is nowhere there, only whether
    there are any. So a page that lists sixty practices is not laid out anew for a word in one of them."""

    __slots__ = ()


class Digests:
    """Digests of values by what they hold, type included. Those of records and vocabularies, which many views share,
    are worked out once, and again for the next round where the object is still the same one; nothing changes an object
    that a view shows. Parts of them are not held one by one: that took a tenth of the memory of a large base."""

    def __init__(self, before: Digests | None = None) -> None:
        self._before = before._records if before else {}
        self._records: dict[int, tuple[Any, str]] = {}
        self._listed: _ListedDigests | None = None
        self._listed_before = before._listed if before else None

    def of(self, value: Any) -> str:
        """The digest of a value; raises :class:`NoDigest`."""
        parts: list[str] = []
        self._add(value, parts)
        return digest_of_text("\0".join(parts))

    def _add(self, value: Any, parts: list[str]) -> None:
        kind: Any = type(value)
        if (mark := _KINDS_OF_TEXT.get(kind)) is not None:
            parts.append(f"{mark}{len(value)}:{value}")
        elif kind in _PLAIN:
            parts.append(repr(value))
        elif kind is list or kind is tuple:
            parts.append(f"[{len(value)}")
            for item in value:
                self._add(item, parts)
        elif (names := _fields_of(kind)) is not None:
            if issubclass(kind, Record | Vocabulary):
                parts.append(self._of_record(value, names))
            else:
                self._add_object(value, names, parts)
        else:
            self._add_other(value, parts)

    def _of_record(self, value: Any, names: Sequence[str]) -> str:
        known = self._records.get(id(value)) or self._before.get(id(value))
        if known is None or known[0] is not value:
            parts: list[str] = []
            self._add_object(value, names, parts)
            known = value, digest_of_text("\0".join(parts))
        self._records[id(value)] = known
        return known[1]

    def _add_object(self, value: Any, names: Sequence[str], parts: list[str]) -> None:
        """A record, a part of one or a data class. How many fields were written goes first: what follows is told apart
        from it by nothing else."""
        parts.append(type(value).__qualname__)
        if isinstance(value, BaseModel):
            written = value.model_fields_set
            parts += [str(len(written)), *sorted(written)]
        self._add_fields(value, names, parts)

    def _add_fields(self, value: Any, names: Sequence[str], parts: list[str]) -> None:
        for name in names:
            self._add(getattr(value, name), parts)

    @property
    def in_lists(self) -> Digests:
        """Digests of the same values without what long texts say, at any depth: only whether there are any."""
        if self._listed is None:
            self._listed = _ListedDigests(self._listed_before)
        return self._listed

    def _add_other(self, value: Any, parts: list[str]) -> None:
        if isinstance(value, InList):
            self.in_lists._add(tuple(value), parts)
        elif isinstance(value, tuple):  # a named one
            parts.append(type(value).__qualname__)
            self._add(tuple(value), parts)
        elif isinstance(value, bytes):
            parts.append(hashlib.sha256(value).hexdigest())
        elif isinstance(value, Enum):
            parts.append(f"{type(value).__qualname__}.{value.name}")
        elif isinstance(value, Mapping):
            parts.append(f"{{{len(value)}")
            for key, item in value.items():
                self._add(key, parts)
                self._add(item, parts)
        elif isinstance(value, set | frozenset):
            parts += ["set", *sorted(map(self.of, value))]
        elif isinstance(value, range):
            parts.append(repr(value))
        elif isinstance(value, type | ModuleType):
            parts.append(f"{getattr(value, '__module__', '')}:{value.__name__}")
        elif isinstance(value, FunctionType):
            parts.append(f"{value.__module__}:{value.__qualname__}:{value.__code__.co_firstlineno}")
            self._add([cell.cell_contents for cell in value.__closure__ or ()], parts)
            self._add([value.__defaults__, value.__kwdefaults__], parts)
        else:
            raise NoDigest(type(value).__qualname__)


class _ListedDigests(Digests):
    @property
    def in_lists(self) -> Digests:
        return self

    def _add_fields(self, value: Any, names: Sequence[str], parts: list[str]) -> None:
        kind: Any = type(value)
        texts = _long_texts_of(kind)
        for name in names:
            its = getattr(value, name)
            self._add(bool(its) if name in texts else its, parts)


@cache
def _long_texts_of(kind: type) -> frozenset[str]:
    if not issubclass(kind, BaseModel):
        return frozenset()
    return frozenset(name for name, _, _, markers in marked(kind) if any(isinstance(one, RichText) for one in markers))


@cache
def _fields_of(kind: type) -> tuple[str, ...] | None:
    """The names of what an object of this class holds; None for other classes, and for the catalog: who holds all of it
    may look up anything."""
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    if dataclasses.is_dataclass(kind) and not issubclass(kind, Catalog):
        return tuple(field.name for field in dataclasses.fields(kind))
    return None


def digest_of_text(text: str) -> str:
    """A digest that is the same for the same text only."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def digest_of_texts(values: Iterable[object]) -> str:
    """One by one: all rows of a large table in one text take more than the table."""
    digest = hashlib.blake2b(digest_size=20)
    for value in values:
        digest.update(f"{value!r}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def digest_of_file(data: bytes) -> str:
    """A digest that is the same for the same bytes only."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()
