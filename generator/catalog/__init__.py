"""Hop 3. Everything indexed and linked once: identifiers become objects, back-links and computed facts appear.

``index`` holds what is found (``Catalog``); ``computed`` makes the facts that no record states; ``build``
puts them together.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from generator.catalog.computed import evidence, readings, roadmap
from generator.catalog.computed.maturity import maturity
from generator.catalog.index import DEMO_MARK, Catalog, Reference, by_title
from generator.records import Record, closed_periods
from generator.records.learning import Document
from generator.records.memo import memoized
from generator.records.numbering import MeasureNumber
from generator.records.practices import Practice, Replication, Review
from generator.records.programmes import SMALL_GROUP, Programme
from generator.records.reading import Loaded
from generator.records.scalars import RefTo
from generator.records.site_addresses import is_page_of
from generator.records.walking import field_path, of_type

__all__ = ["DEMO_MARK", "Catalog", "Reference", "build", "by_title"]


def build(
    loaded: Loaded,
    today: dt.date,
    *,
    drafts: bool = False,
    demo: bool = True,
    site: str = "",
    small_group: int = SMALL_GROUP,
    timezone: str = "",
    without: frozenset[str] = frozenset(),
) -> Catalog:
    """Link everything. ``today`` is the build date (``SOURCE_DATE_EPOCH`` or the calendar's), ``site`` the address of
    the published site, ``small_group`` the people below which a group is not shown, ``timezone`` the clock of the base,
    ``without`` the kinds that it does without; never raises for wrong records: what cannot be resolved stays unresolved
    for the checks to report."""
    aliases = _aliases(loaded)
    references = {key: _references(record) for key, record in loaded.records.items()}
    shown = {
        key: record
        for key, record in sorted(loaded.records.items())
        if (record.is_public or drafts) and (demo or not record.demo) and record.kind not in without
    }
    closed = tuple(one.renamed(aliases) for one in loaded.closed)
    catalog = Catalog(
        today,
        loaded.records,
        loaded.vocabularies,
        loaded.sources,
        frozenset(loaded.broken),
        aliases,
        [one for key, its in references.items() if key not in loaded.origins for one in its],
        loaded.content,
        loaded.addresses,
        shown,
        _backlinks(loaded.records, shown, references, aliases),
        links=loaded.links,
        assets=loaded.assets,
        first_published=_by_present_name(loaded.first_published, aliases),
        closed=closed_periods.by_indicator(closed),
        closed_rows=closed,
        site=site,
        small_group=small_group,
        timezone=timezone,
        without=without,
        origins=loaded.origins,
        joined_bases=loaded.joined_bases,
        evidence=LazyFacts(lambda: _evidence(catalog)),
        maturity=LazyFacts(lambda: _maturity(catalog)),
        roadmaps=LazyFacts(lambda: _roadmaps(catalog)),
        readings=LazyFacts(lambda: readings.compute_readings(catalog)),
    )
    return catalog


def _aliases(loaded: Loaded) -> dict[str, str]:
    """Former addresses and the present ones; what another base called its records before takes no name from here."""
    own: dict[str, str] = {}
    carried: dict[str, str] = {}
    for record in loaded.records.values():
        its = carried if record.key in loaded.origins else own
        its.update({f"{record.kind}/{alias}": record.key for alias in record.aliases})
    return {address: key for address, key in carried.items() if address not in loaded.records} | own


def _by_present_name(days: Mapping[str, dt.date], aliases: Mapping[str, str]) -> dict[str, dt.date]:
    """A renamed record was published when it still had its former name."""
    found: dict[str, dt.date] = {}
    for address, day in days.items():
        now = aliases.get(address, address)
        found[now] = min(day, found.get(now, day))
    return found


@memoized(by=lambda record: record.key)
def _references(record: Record) -> tuple[Reference, ...]:
    """What a record refers to, in the order of its fields."""
    return tuple(
        Reference(record, loc, marker.key(value), marker, f"{record.kind}.{field_path(loc)}")
        for loc, value, marker in of_type(record, RefTo)
    )


def _backlinks(
    records: Mapping[str, Record],
    shown: Mapping[str, Record],
    references: Mapping[str, Iterable[Reference]],
    aliases: Mapping[str, str],
) -> dict[str, dict[str, tuple[Record, ...]]]:
    links: dict[str, dict[str, dict[str, Record]]] = defaultdict(lambda: defaultdict(dict))
    for its_key, found in references.items():
        if its_key not in shown:
            continue
        for owner, _, named, _, path in found:
            address = aliases.get(named, named)
            target = records.get(address)
            if target is not None and not (owner.demo and not target.demo):
                links[address][path][its_key] = owner
    return {
        key: {path: tuple(owners.values()) for path, owners in sorted(paths.items())} for key, paths in links.items()
    }


def _evidence(catalog: Catalog) -> dict[str, evidence.Evidence]:
    """How well every practice is proved, by its id."""
    found = {}
    documents = frozenset(
        its_id
        for one in catalog.all_of(Document)
        if one.link and is_page_of(one.link, _site_of(catalog, one))
        for its_id in (one.id, *one.aliases)
    )
    first_measured = catalog.first_measured
    for practice in catalog.all_of(Practice):
        replications = catalog.referring(Replication, practice, "practice")
        own = evidence.OwnPages(_site_of(catalog, practice), documents)
        found[practice.id] = evidence.level(
            practice, replications, catalog.ties, catalog.today, own, first_measured.get(practice.key, {})
        )
    return found


def _site_of(catalog: Catalog, record: Record) -> str:
    """The address of the site that publishes a record first."""
    origin = catalog.origin_of(record)
    return origin.base.url if origin else catalog.site


def _maturity(catalog: Catalog) -> dict[str, str]:
    """How mature every practice is, by its id."""
    found = {}
    for practice in catalog.all_of(Practice):
        replications = catalog.referring(Replication, practice, "practice")
        reviews = catalog.referring(Review, practice, "practice")
        found[practice.id] = maturity(practice, replications, reviews, catalog.ties, catalog.today)
    return found


def _roadmaps(catalog: Catalog) -> dict[str, dict[MeasureNumber, tuple[roadmap.Occurrence, ...]]]:
    """When every measure of a roadmap takes place, by the id of the programme and the number of the measure."""
    return {
        r.id: {m.number: roadmap.of_measure(m, r, catalog.today) for m in r.roadmap.measures}
        for r in catalog.all_of(Programme)
        if r.roadmap
    }


# --- facts that wait --------------------------------------------------------------------------------------------------


_Fact = TypeVar("_Fact")


class LazyFacts(Mapping[str, _Fact]):
    """What ``compute`` gives, once somebody asks for the first of it: pages need all facts, a check needs none.
    Copied or sent to another process it is the facts themselves."""

    def __init__(self, compute: Callable[[], Mapping[str, _Fact]]):
        self._compute: Callable[[], Mapping[str, _Fact]] | None = compute

    @cached_property
    def _facts(self) -> Mapping[str, _Fact]:
        assert self._compute is not None
        found = self._compute()
        self._compute = None  # it holds the catalog that holds this
        return found

    def __getitem__(self, name: str) -> _Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self._facts),)
