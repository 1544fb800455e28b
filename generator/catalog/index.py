"""The index of the whole base, frozen: every record by its address, what is shown, who refers to whom, and the computed
facts of each record. Checks look at every record; pages only at what is shown. Nothing after this room searches.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple, TypeVar

from generator import text
from generator.catalog.computed import independence
from generator.catalog.computed.evidence import Evidence, first_measured
from generator.catalog.computed.indicators import Reading
from generator.catalog.computed.roadmap import Occurrence
from generator.catalog.computed.ties import Ties, ties_between
from generator.documents.history import History
from generator.documents.sources import Loc, Source
from generator.records import KINDS, OFFERS, Record, Vocabulary, VocabularyTerm
from generator.records.closed_periods import ClosedFigure
from generator.records.content import ContentPage
from generator.records.events import Event, upcoming
from generator.records.fields import marked
from generator.records.joined import JoinedBase, Origin
from generator.records.link_memory import LinkStatus
from generator.records.numbering import MeasureNumber
from generator.records.organizations import Organization
from generator.records.periods import Period
from generator.records.practices import Practice, Review
from generator.records.programmes import SMALL_GROUP
from generator.records.scalars import RefTo

_R = TypeVar("_R", bound=Record)
_Key = TypeVar("_Key", bound=Hashable)
_Rank = tuple[tuple[Any, ...], str]  # what text.collate makes of the title, then the id

#: what a person reads behind the title of a demonstration record that a form offers; nothing is known by it
DEMO_MARK = " (демо)"


class Reference(NamedTuple):
    """A reference as it stands in an own record: who refers, where, to which address (``kind/id``), and to which kinds
    it may; ``path`` is the field with the kind of its record (``practices.steps.course``)."""

    owner: Record
    loc: Loc
    target: str
    marker: RefTo
    path: str


@dataclass(frozen=True)
class Catalog:
    """The whole base. ``records`` and ``sources`` are by address (``kind/id``); ``shown`` holds what has public pages.

    ``backlinks[address]['practices.territory']`` are the shown records whose field refers to the address. A
    demonstration record leaves no back-link on a real one.
    """

    today: dt.date
    records: Mapping[str, Record]
    vocabularies: Mapping[str, Vocabulary]
    sources: Mapping[str, Source]
    broken: frozenset[str]
    aliases: Mapping[str, str]
    references: Sequence[Reference]
    content: Mapping[str, ContentPage]
    addresses: Sequence[tuple[int, str]]
    shown: Mapping[str, Record]
    backlinks: Mapping[str, Mapping[str, tuple[Record, ...]]]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    maturity: Mapping[str, str] = field(default_factory=dict)
    roadmaps: Mapping[str, Mapping[MeasureNumber, tuple[Occurrence, ...]]] = field(default_factory=dict)
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    links: Mapping[str, LinkStatus] = field(default_factory=dict)
    #: the day on which a record was published first, by its address, as far as the base remembers it
    first_published: Mapping[str, dt.date] = field(default_factory=dict)
    #: what was written down of closed periods: by indicator, then by scope and period
    closed: Mapping[str, Mapping[tuple[str, Period], ClosedFigure]] = field(default_factory=dict)
    closed_rows: Sequence[ClosedFigure] = ()
    #: groups of fewer people are not shown; an indicator may raise it
    small_group: int = SMALL_GROUP
    assets: Sequence[str] = ()
    history: History = field(default_factory=History)
    #: by which clock the hours are where no territory says it; empty where the base does not say either
    timezone: str = ""
    #: the address of the published site, empty where nobody has told it: a consent is given for one site
    site: str = ""
    #: the records of other bases, by their address here, and the bases; empty without ``federation:``
    origins: Mapping[str, Origin] = field(default_factory=dict)
    joined_bases: Sequence[JoinedBase] = ()
    #: the same base without them, where it is joined with others
    alone: Catalog | None = None
    #: the kinds that the base does without: no page, form, file or filter speaks of them
    without: frozenset[str] = frozenset()

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records that the base has, in their order."""
        return tuple(kind for kind in KINDS if kind not in self.without)

    @cached_property
    def paged(self) -> tuple[str, ...]:
        """Those of them whose records have pages of their own."""
        return tuple(kind for kind in self.kinds if KINDS[kind].has_pages)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The names of the forms by which records of these kinds are sent, in the order in which they are offered."""
        return tuple(name for name, (kind, _) in OFFERS.items() if kind not in self.without)

    @cached_property
    def asset_names(self) -> frozenset[str]:
        """The same as :attr:`assets`, to ask whether a file is there."""
        return frozenset(self.assets)

    def find(self, address: str | None) -> Record | None:
        """The record at ``kind/id`` (a former address counts), or None."""
        return self.records.get(self.aliases.get(address, address)) if address else None

    def get(self, kind: str, its_id: str | None) -> Record | None:
        """The record ``its_id`` of one kind, or None."""
        return self.find(f"{kind}/{its_id}") if its_id else None

    def all_of(self, model: type[_R]) -> tuple[_R, ...]:
        """Every record of a kind, whether it is shown or not, in the order of reading."""
        return tuple(record for record in self._of_kinds.get(model.kind, ()) if isinstance(record, model))

    def beside(self, **other: Any) -> Catalog:
        """The same records with something else beside them (``history``, ``sources``, ``alone``…): what has been worked
        out of the records is not worked out again."""
        made = replace(self, **other)
        vars(made).update((name, found) for name, found in vars(self).items() if name not in _GIVEN)
        return made

    @property
    def own_part(self) -> Catalog:
        """The base as if it were joined with no other: for what people fill in. An own record never names one of
        another base, which may be withdrawn there any day."""
        return self.alone or self

    @cached_property
    def own_records(self) -> tuple[Record, ...]:
        """Every record that is kept in this base, in the order of reading: what there is a file of."""
        return tuple(record for record in self.records.values() if self.is_own(record))

    def own_of(self, model: type[_R]) -> tuple[_R, ...]:
        """Those of a kind."""
        return tuple(filter(self.is_own, self.all_of(model)))

    def one(self, model: type[_R], its_id: str | None) -> _R | None:
        """The record ``its_id`` of a kind, or None."""
        record = self.get(model.kind, its_id)
        return record if isinstance(record, model) else None

    def shown_of(self, model: type[_R]) -> tuple[_R, ...]:
        """Every record of a kind that has a page, archived ones included, in title order."""
        return tuple(record for record in self.all_shown(model.kind) if isinstance(record, model))

    def referring(self, model: type[_R], record: Record, field: str) -> tuple[_R, ...]:
        """The shown records of a kind whose ``field`` refers to ``record``, in title order."""
        return tuple(other for other in self.linked(record, f"{model.kind}.{field}") if isinstance(other, model))

    @cached_property
    def has_demo(self) -> bool:
        """Whether the site shows a demonstration record."""
        return any(record.demo for record in self.shown.values())

    @cached_property
    def has_own_demo(self) -> bool:
        """Whether it publishes a demonstration record of its own."""
        return any(record.demo and record.is_public and self.is_own(record) for record in self.shown.values())

    def is_shown(self, record: Record | None) -> bool:
        """Return whether the record has a page that others may link to."""
        return record is not None and record.key in self.shown

    def origin_of(self, record: Record) -> Origin | None:
        """Where a record of another base comes from; None for an own record."""
        return self.origins.get(record.key)

    def is_own(self, record: Record) -> bool:
        """Return whether the record is kept in this base, not in one that it is joined with."""
        return not self.origins or record.key not in self.origins

    def dead(self, url: str | None) -> LinkStatus | None:
        """What is remembered of a link that has failed three checks in a row, else None."""
        link = self.links.get(url.partition("#")[0]) if url else None
        return link if link is not None and link.is_dead else None

    def linked(self, record: Record, *paths: str) -> tuple[Record, ...]:
        """The shown records that refer to ``record`` through one of the fields (``practices.territory``), in title
        order."""
        own = self.backlinks.get(record.key, {})
        found = {other.key: other for path in paths for other in own.get(path, ())}
        return tuple(sorted(found.values(), key=by_title))

    def term(self, vocabulary: str, its_id: str | None) -> VocabularyTerm | None:
        """The term of a vocabulary, or None."""
        return self.vocabularies[vocabulary].by_id.get(its_id) if its_id and vocabulary in self.vocabularies else None

    def label(self, vocabulary: str, its_id: str | None) -> str:
        """The label of a term; the id when the list lacks it; empty for None."""
        return (
            (self.vocabularies[vocabulary].label_of(its_id) if vocabulary in self.vocabularies else its_id)
            if its_id
            else ""
        )

    def listed(self, kind: str, *, demo: bool = False) -> tuple[Record, ...]:
        """What a listing offers: shown, not archived; real records or demonstration ones, never mixed."""
        if (kind, demo) not in self._listed:
            self._listed[kind, demo] = tuple(
                record for record in self.all_shown(kind) if record.status != "archived" and record.demo == demo
            )
        return self._listed[kind, demo]

    def listed_of(self, model: type[_R], *, demo: bool = False) -> tuple[_R, ...]:
        """The same for a kind that is asked for by its model."""
        return tuple(record for record in self.listed(model.kind, demo=demo) if isinstance(record, model))

    def all_shown(self, kind: str) -> tuple[Record, ...]:
        """Every record of a kind that has a page, archived ones included, in title order."""
        if kind not in self._in_order:
            self._in_order[kind] = tuple(sorted(self._shown_of_kinds.get(kind, ()), key=self._order))
        return self._in_order[kind]

    def offered(self, kind: str) -> tuple[tuple[str, str, bool], ...]:
        """What a form or a list offers of a kind, in title order: id, title and whether it is a demonstration; what is
        archived is not offered."""
        live = (record for record in self.all_shown(kind) if record.status != "archived")
        return tuple((its.id, self.title_of(its), its.demo) for its in live)

    def own_public(self, kind: str, *, demo: bool = False) -> tuple[Record, ...]:
        """The own records of a kind that are public, archived ones among them, by id; real or demonstration records."""
        own = filter(self.is_own, self.all_shown(kind))
        return tuple(sorted((its for its in own if its.is_public and its.demo == demo), key=lambda its: its.id))

    def readings_at(self, indicator: str, scope: str) -> tuple[Reading, ...]:
        """The readings of an indicator (by id) at one scope (by address) in order of time."""
        found = self.readings.get(indicator, ())  # by scope, then by time
        start = bisect_left(found, scope, key=lambda reading: reading.scope)
        return found[start : bisect_right(found, scope, lo=start, key=lambda reading: reading.scope)]

    def sharing_areas(self, practice: Practice) -> list[Practice]:
        """Other listed practices of the same sort (real or demonstration) that develop one of the same areas.

        At most the first hundred of each area: with thousands of practices the rest would not be better neighbours,
        and every page would cost as much as there are practices.
        """
        found = {
            other.id: other for area in practice.areas for other in self._by_area.get((area, practice.demo), ())[:100]
        }
        found.pop(practice.id, None)
        return list(found.values())

    @cached_property
    def _by_area(self) -> Mapping[tuple[str, bool], Sequence[Practice]]:
        groups: dict[tuple[str, bool], list[Practice]] = defaultdict(list)
        for practice in (*self.listed("practices"), *self.listed("practices", demo=True)):
            if isinstance(practice, Practice):
                for area in practice.areas:
                    groups[area, practice.demo].append(practice)
        return groups

    def developing(self, kind: str, area: str, *, demo: bool) -> tuple[Record, ...]:
        """The listed records of a kind that develop a competence area, real or demonstration ones, in title order."""
        return self._developing.get((kind, area, demo), ())

    def upcoming_for(self, area: str, *, demo: bool) -> tuple[Event, ...]:
        """Those that develop a competence area and will take place."""
        if (area, demo) not in self._upcoming:
            ahead = upcoming(self.developing("events", area, demo=demo), self.today)
            self._upcoming[area, demo] = tuple(one for one in ahead if one.state != "cancelled")
        return self._upcoming[area, demo]

    @cached_property
    def _upcoming(self) -> dict[tuple[str, bool], tuple[Event, ...]]:
        return {}

    def work_out(self) -> None:
        """Work out what pages ask of the whole base: processes that are forked afterwards have it, and do not each do
        it again."""
        _ = self.ties, self._by_area
        for _, area, demo in self._developing:
            self.upcoming_for(area, demo=demo)

    @cached_property
    def _developing(self) -> dict[tuple[str, str, bool], tuple[Record, ...]]:
        groups: dict[tuple[str, str, bool], list[Record]] = defaultdict(list)
        for kind, demo in product(KINDS, (False, True)):
            for record in self.listed(kind, demo=demo):
                for area in getattr(record, "areas", ()):
                    if isinstance(area, str):  # the areas of a self-diagnostics are groups of statements
                        groups[kind, area, demo].append(record)
        return {key: tuple(found) for key, found in groups.items()}

    def title_of(self, record: Record) -> str:
        """The title people read; a record without one is called by what it is about (``Record.called``)."""
        if record.title:
            return record.title
        titles = {name: self._called(record, name) for name in record.named_by}
        return record.called.format_map(titles)

    def _called(self, record: Record, name: str) -> str:
        """A field in words: the (short) title of the record that it names, else its value."""
        value = getattr(record, name)
        markers = next(its_markers for its_name, _, _, its_markers in marked(type(record)) if its_name == name)
        reference = next((marker for marker in markers if isinstance(marker, RefTo)), None)
        target = self.find(reference.key(value)) if reference else None
        return (getattr(target, "short_title", None) or target.title) if target else str(value)

    def offered_title(self, record: Record) -> str:
        """The title by which a form or a list offers a record to choose: demonstration records say that they are."""
        return self.title_of(record) + (DEMO_MARK if record.demo else "")

    @cached_property
    def ties(self) -> Ties:
        """Which organisations belong together, as far as the records say."""
        found = self.all_of(Organization)
        aliases = {alias: r.id for r in found for alias in r.aliases}
        words = independence.good_words(self._shown(Practice), self._shown(Review))
        return ties_between(found, aliases, independence.praised(words, aliases))

    @cached_property
    def first_measured(self) -> Mapping[str, Mapping[int, Practice]]:
        """The outcomes of practices that another has told: of two it is the one that is ours, is shown, is older."""
        practices = sorted(self.all_of(Practice), key=self._since)
        return first_measured(practices)

    def _since(self, practice: Practice) -> tuple[bool, bool, dt.date, str]:
        since = practice.since.first if practice.since else None
        return not self.is_own(practice), not self.is_shown(practice), since or dt.date.max, practice.id

    def _shown(self, model: type[_R]) -> Iterator[_R]:
        return (record for record in self._shown_of_kinds.get(model.kind, ()) if isinstance(record, model))

    @cached_property
    def _of_kinds(self) -> Mapping[str, Sequence[Record]]:
        return _by_kind(self.records.values())

    @cached_property
    def _shown_of_kinds(self) -> Mapping[str, Sequence[Record]]:
        return _by_kind(self.shown.values())

    # Filled as kinds are asked for: to bring all of them into order takes a while, and a check asks for few.

    @cached_property
    def _in_order(self) -> dict[str, tuple[Record, ...]]:
        return {}

    @cached_property
    def _listed(self) -> dict[tuple[str, bool], tuple[Record, ...]]:
        return {}

    def _order(self, record: Record) -> _Rank:
        return (text.collate(self.title_of(record)), record.id)


_GIVEN = frozenset(one.name for one in fields(Catalog))
"""What a catalog is made of; the rest of what it holds has been worked out."""


def by_title(record: Record) -> _Rank:
    """Russian alphabetical order; records without a title of their own by id."""
    return (text.collate(record.title or ""), record.id)


def _by_kind(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.kind].append(record)
    return groups
