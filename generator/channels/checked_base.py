"""The base that proposals are laid over: read and checked once, as long as nobody changes its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from generator import catalog
from generator.catalog import Catalog
from generator.checks import gaps
from generator.checks.cached_answers import recall_answers
from generator.problems import Problem
from generator.records import reading
from generator.records.reading import Loaded, ReadCache
from generator.settings import Settings


@dataclass
class CheckedBase:
    """The base in ``root``. Whoever asks for its ``state`` gets it as it lies there now, so an import sees what was
    written meanwhile; files with the same bytes are not parsed again, and a base that is as before is not linked and
    not checked again. ``memory`` is what was read of it before."""

    root: Path
    settings: Settings
    memory: ReadCache = field(default_factory=ReadCache)
    _last: BaseState | None = field(default=None, init=False, repr=False)

    def state(self) -> BaseState:
        """The base as it is now. Never raises for what is in the files."""
        loaded, problems = reading.load(self.root, self.memory)
        found = BaseState(self.settings, loaded, problems)
        if self._last is None or not self._last.is_like(found):
            if of_files := self.memory.files.memory:
                recall_answers(loaded, of_files)
            self._last = found
        return self._last


@dataclass(frozen=True)
class BaseState:
    """What was read of a base, and the ``problems`` of shape in it."""

    settings: Settings
    loaded: Loaded
    problems: list[Problem]

    @cached_property
    def catalog(self) -> Catalog:
        """The records that are right, linked."""
        return self._linked(self.loaded)

    @cached_property
    def known(self) -> frozenset[Problem]:
        """Everything that is wrong with the base already."""
        return frozenset(self.problems) | frozenset(gaps.examined(self.loaded, self.problems, self.linked)[1])

    def without(self, keys: Collection[str], assets: Iterable[str] = ()) -> Loaded:
        """What was read, to lay proposals into: without the records that stand at the addresses ``keys``, and with the
        files ``assets`` that come along."""
        return replace(
            self.loaded,
            records={key: record for key, record in self.loaded.records.items() if key not in keys},
            sources={key: source for key, source in self.loaded.sources.items() if key not in keys},
            broken=self.loaded.broken - set(keys),
            assets=(*self.loaded.assets, *assets),
        )

    def linked(self, loaded: Loaded) -> Catalog:
        """The catalog of what was read here, or of that with proposals laid over it."""
        return self.catalog if loaded is self.loaded else self._linked(loaded)

    def _linked(self, loaded: Loaded) -> Catalog:
        return catalog.build(loaded, self.settings.build_date, site=self.settings.site_url)

    def is_like(self, other: BaseState) -> bool:
        """Return whether the same was read of the same files."""
        one, its = self.loaded, other.loaded
        return (
            self.problems == other.problems
            and one.sources.keys() == its.sources.keys()
            and all(source is its.sources[key] for key, source in one.sources.items())
            and all(getattr(one, name) == getattr(its, name) for name in _BESIDE_FILES)
        )


#: what is read of a base beside the files that have a source
_BESIDE_FILES = ("addresses", "links", "assets", "first_published", "closed")
