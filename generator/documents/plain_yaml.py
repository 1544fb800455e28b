"""A right file at a third of the cost: its data without the places, and the places for whoever asks for them later.

Most files of a base are right, and nobody asks where a right value stands. What is unusual in any way is left to
``strict_yaml``, which says what it is. Pure: takes text, touches no disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import yaml

from generator.documents import strict_yaml
from generator.documents.strict_yaml import Data, Loc, Position, Span, YamlReader


class _NotPlain(Exception):
    """Something that :func:`plain_record` leaves to :class:`YamlReader`."""


def plain_record(text: str) -> dict[str, Any] | None:
    """The data of a file in which nothing is wrong and nothing unusual, without the places, which take three times as
    long as the data and which nobody asks a right record for. None for every other file: :class:`YamlReader` says what
    it is. They never differ in data (tests/test_short_ways.py)."""
    loader = strict_yaml.Loader(text)
    try:
        return _PlainReader(loader, is_escaped="\\" in text).record()
    except (_NotPlain, yaml.YAMLError):
        return None
    finally:
        loader.dispose()


class _PlainReader:
    def __init__(self, loader: Any, *, is_escaped: bool):
        self._next = loader.get_event
        self._is_escaped = is_escaped
        self._nodes = 1

    def record(self) -> dict[str, Any]:
        events = [self._next() for _ in range(3)]  # of the stream, of the document, of its content
        data = self._container(events[2], 1)
        if not (isinstance(data, dict) and data and isinstance(self._next(), yaml.DocumentEndEvent)):
            raise _NotPlain
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise _NotPlain
        return data

    def _container(self, event: Any, depth: int) -> Data:
        """A list or a group; ``depth`` is that of its values."""
        kind = type(event)
        if kind not in (yaml.MappingStartEvent, yaml.SequenceStartEvent) or depth > strict_yaml.MAX_YAML_DEPTH:
            raise _NotPlain
        if event.anchor is not None or event.tag is not None:
            raise _NotPlain
        found = self._mapping(depth) if kind is yaml.MappingStartEvent else self._sequence(depth)
        self._nodes += len(found)
        if self._nodes > strict_yaml.MAX_NODES:
            raise _NotPlain
        return found

    def _scalar(self, event: Any) -> str:
        if event.anchor is not None or event.tag is not None or (self._is_escaped and event.style == '"'):
            raise _NotPlain
        return event.value

    def _sequence(self, depth: int) -> list[Data]:
        out: list[Data] = []
        while (kind := type(event := self._next())) is not yaml.SequenceEndEvent:
            if kind is yaml.ScalarEvent:
                out.append(self._scalar(event) or (None if not event.style else ""))
            else:
                out.append(self._container(event, depth + 1))
        return out

    def _mapping(self, depth: int) -> dict[str, Data]:
        out: dict[str, Data] = {}
        while (kind := type(event := self._next())) is not yaml.MappingEndEvent:
            if kind is not yaml.ScalarEvent:
                raise _NotPlain
            name = self._scalar(event)
            if name in out or name in ("", "<<") or (not event.style and ":" in name):
                raise _NotPlain
            event = self._next()
            if type(event) is yaml.ScalarEvent:
                out[name] = self._scalar(event) or (None if not event.style else "")
            else:
                out[name] = self._container(event, depth + 1)
        return out


class LaterPlaces:
    """The places of a file that was read by :func:`plain_record`, found when somebody asks for the first of them:
    ``keys``, ``values`` and ``blocks`` are those of ``sources.Source``."""

    def __init__(self, relative: str, text: str):
        self._of = relative, text
        self.keys: Mapping[Loc, Span] = PlacesOf(self, "keys")
        self.values: Mapping[Loc, Span] = PlacesOf(self, "values")
        self.blocks: Mapping[Loc, Position] = PlacesOf(self, "blocks")

    @cached_property
    def reader(self) -> YamlReader:
        """The file, read with its places."""
        relative, text = self._of
        found = YamlReader(relative, tuple(text.split("\n")))
        found.load(text, first_line=1)
        return found


class PlacesOf(Mapping[Loc, Any]):
    """One of the mappings of ``Source``, for a file that was read by :func:`plain_record`."""

    def __init__(self, places: LaterPlaces, name: str):
        self._places, self._name = places, name

    @property
    def _found(self) -> Mapping[Loc, Any]:
        return getattr(self._places.reader, self._name)

    def __getitem__(self, loc: Loc) -> Any:
        return self._found[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
