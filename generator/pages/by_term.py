"""A plain listing for every vocabulary term that has records: ``practices/po/subjects/matematika/``.

They need no script. An address that was published stays: the list of a term that no record names any more is a page
that says so, where one may have subscribed to it; a feed or a calendar lies beside a page or nowhere. No record can
stand in their way: a record's page is ``<kind>/<id>/``, these lie two folders deeper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.catalog import Catalog
from generator.pages import open_data
from generator.pages.digests import InList
from generator.pages.facets import Facet, FacetAnswer, facets_of
from generator.pages.listings import PAGE_SIZE, arranged, pager_links
from generator.records import KINDS, Record
from generator.text.language import tr


@dataclass(frozen=True)
class TermSummary:
    """What the pages of a list say of the whole of it: how many records answer to its term and how many of them are
    real, how many only suit it. A page that held all of them would cost as much as the list is long."""

    facet: Facet
    id: str
    label: str
    parent: str
    path: str
    count: int
    real: int
    suited: int
    real_suited: int


@dataclass(frozen=True)
class TermList:
    """The records of a kind that answer to one term, then those that only suit it (``suited``): a practice for any
    subject suits chemistry. In both, real ones first, then demonstration ones."""

    facet: Facet
    id: str
    label: str
    parent: str
    path: str
    records: InList[Record]
    suited: InList[Record]

    @cached_property
    def real(self) -> int:
        """How many of the records are real."""
        return sum(not record.demo for record in self.records)

    @cached_property
    def real_suited(self) -> int:
        """How many real records only suit the term."""
        return sum(not record.demo for record in self.suited)

    @property
    def summary(self) -> TermSummary:
        """What its pages say of all of it."""
        counts = len(self.records), self.real, len(self.suited), self.real_suited
        return TermSummary(self.facet, self.id, self.label, self.parent, self.path, *counts)


TermLists = dict[str, list[TermList]]

SUITED_SIZE = 240
"""Records of a page that only suit its term: a line each."""


def root_path(kind: str, facet: Facet) -> str:
    """The Markdown path of the list of terms of one facet."""
    return f"{kind}/po/{facet.vocabulary}/index.md"


def term_path(kind: str, facet: Facet, term: str) -> str:
    """The Markdown path of the listing of one term."""
    return f"{kind}/po/{facet.vocabulary}/{term}.md"


def all_term_lists(catalog: Catalog) -> dict[str, TermLists]:
    """The lists of every kind that has pages."""
    return {kind: term_lists_of_kind(catalog, kind) for kind in catalog.paged}


def term_lists_of_kind(catalog: Catalog, kind: str) -> TermLists:
    """Facet key -> its terms that have records, in the order of the vocabulary."""
    real, demo = ([r for _, group in arranged(catalog, kind, demo=d) for r in group] for d in (False, True))
    records = (*real, *demo)
    found: dict[str, list[TermList]] = {}
    for facet in facets_of(catalog, kind):
        if not facet.by:
            continue
        answered = facet.answered(catalog, records)
        values = [one for one in facet.values(catalog, records, answered) if catalog.term(facet.vocabulary, one.id)]
        own, suited = _by_value(facet, records, answered, [one.id for one in values])
        if values:
            found[facet.key] = [
                TermList(
                    facet, one.id, one.label, one.parent, term_path(kind, facet, one.id),
                    InList(own[one.id]), InList(suited[one.id]),
                )
                for one in values
            ]  # fmt: skip
    return found


def _by_value(
    facet: Facet, records: Sequence[Record], answered: Mapping[str, FacetAnswer], values: Sequence[str]
) -> tuple[dict[str, list[Record]], dict[str, list[Record]]]:
    """For each of the values the records that answer to it, and those that only suit it; records of one answer stand in
    the same lists."""
    own: dict[str, list[Record]] = {one: [] for one in values}
    suited: dict[str, list[Record]] = {one: [] for one in values}
    lists: dict[FacetAnswer, list[list[Record]]] = {}
    for its in {*answered.values()}:
        others = own.keys() if facet.everyone in its.fitting else its.fitting & own.keys()
        lists[its] = [*(own[one] for one in its.named & own.keys()), *(suited[one] for one in others - its.named)]
    for record in records:
        for one in lists[answered[record.key]]:
            one.append(record)
    return own, suited


def terms_with_page(catalog: Catalog, kind: str, vocabulary: str) -> frozenset[str]:
    """The terms of a list that have a page, be it an empty one, among the pages of a kind that is ``FOLLOWED``."""
    facets = [facet for facet in facets_of(catalog, kind) if facet.by and facet.vocabulary == vocabulary]
    named = {value.id for facet in facets for value in facet.values(catalog, catalog.all_shown(kind))}
    return frozenset(named | _published_terms(catalog).get(vocabulary, set())) if facets else frozenset()


def _published_terms(catalog: Catalog) -> dict[str, set[str]]:
    """The name of a list -> its terms by which something was listed once."""
    found: dict[str, set[str]] = {}
    for _, address in catalog.addresses:
        name, _, its_id = address.partition("/")
        if name in catalog.vocabularies and (term := catalog.term(name, its_id)):
            found.setdefault(name, set()).add(term.id)
    return found


def _empty_lists(catalog: Catalog, kind: str, facet: Facet, lists: Iterable[TermList]) -> Iterator[TermList]:
    published = _published_terms(catalog).get(facet.vocabulary, set()) if kind in open_data.FOLLOWED else set()
    gone = published - {one.id for one in lists}
    for term in sorted(gone):
        label = catalog.label(facet.vocabulary, term)
        yield TermList(facet, term, label, "", term_path(kind, facet, term), InList(), InList())


def roots(kind: str, term_lists: TermLists) -> list[tuple[str, str]]:
    """What a listing links to: («По предметам», the path of the list of terms)."""
    return [(tr(lists[0].facet.by), root_path(kind, lists[0].facet)) for lists in term_lists.values()]


def _in_pages(one: TermList) -> list[tuple[InList[Record], InList[Record]]]:
    """What stands on each page of the list: records that answer to the term, then those that only suit it, behind them
    on the last page where there is room for all, else on pages of their own."""
    own = _parts(one.records, PAGE_SIZE) or [InList()]
    suited = _parts(one.suited, SUITED_SIZE)
    if len(suited) == 1:
        return [*((part, InList()) for part in own[:-1]), (own[-1], suited[0])]
    return [*((part, InList()) for part in own), *((InList(), part) for part in suited)]


def _parts(records: InList[Record], size: int) -> list[InList[Record]]:
    return [InList(records[start : start + size]) for start in range(0, len(records), size)]


def term_pages(catalog: Catalog, kind: str, term_lists: TermLists) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(template, path, view) of the list of terms of every facet and of every term's listing, in pages of 60; of lists
    that were published and have nothing any more, one page each."""
    for facet in (facet for facet in facets_of(catalog, kind) if facet.by):
        lists = term_lists.get(facet.key, [])
        empty = list(_empty_lists(catalog, kind, facet, lists))
        if not lists and not empty:
            continue
        root = root_path(kind, facet)
        for one in empty:
            view = {"kind": kind, "model": KINDS[kind], "one": one.summary, "root": root,
                    **open_data.beside_term_list(catalog, kind, facet.vocabulary, one.id)}  # fmt: skip
            yield "term_list_empty.md.j2", one.path, view
        yield (
            "by_term.md.j2",
            root,
            {"kind": kind, "model": KINDS[kind], "facet": facet, "lists": [one.summary for one in lists]},
        )
        for one in lists:
            parts = _in_pages(one)
            paths = [one.path, *(f"{one.path.removesuffix('.md')}/stranitsa/{n}.md" for n in range(2, len(parts) + 1))]
            suited_at = next((path for path, (_, suited) in zip(paths, parts, strict=True) if suited), "")
            for number, (path, (records, suited)) in enumerate(zip(paths, parts, strict=True), start=1):
                view = {"kind": kind, "model": KINDS[kind], "one": one.summary, "root": root, "records": records,
                        "suited": suited, "suited_at": "" if path == suited_at else suited_at,
                        "number": number, "pager": pager_links(paths, number),
                        "term": catalog.term(facet.vocabulary, one.id),
                        **open_data.beside_term_list(catalog, kind, facet.vocabulary, one.id, number)}  # fmt: skip
                yield "term_list.md.j2", path, view
