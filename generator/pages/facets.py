"""By what a listing can be narrowed: the facets of every kind that has a catalogue, and what a record answers to.

Everything that counts or lists records by a trait asks :meth:`Facet.answers`: the filters in the browser, the listings
of vocabulary terms and the white-spot map. So their figures cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator import text
from generator.catalog import Catalog
from generator.pages.views import proven
from generator.records import KINDS, Record
from generator.records.common import MODES, TERRITORY
from generator.records.fields import fields
from generator.records.practices import Synthesis
from generator.records.vocabularies import own_lists

ANY = "any"
"""The value of a practice that names no subject: it suits every one («Пусто — для любого предмета»)."""

OF_BASE = "own-"
"""How the keys of the base's own lists begin: none of ours does."""

FacetValues = Callable[[Catalog, Record], Iterable[str]]


@dataclass(frozen=True)
class FacetValue:
    """One line of a facet: ``parent`` is the id of the line it stands under."""

    id: str
    label: str
    parent: str = ""


class FacetAnswer(NamedTuple):
    """What a record answers to: a class implies its stage, a stage its classes, a district its region. Of a facet with
    an :attr:`~Facet.everyone` a broader term implies no narrower one: those it only suits (``fitting``), and all where
    it suits all. Nothing fits elsewhere."""

    named: frozenset[str]
    fitting: frozenset[str]


@dataclass(frozen=True)
class Facet:
    """A trait with a list of values: ``key`` is its name in the address, ``stated`` gives what a record says.

    Values are terms of ``vocabulary``, or keys of ``labels`` (``under`` names the line above), or territories
    (neither), or any text (``free``); ``by`` is the name of the static lists («По предметам»), empty without any.
    ``named`` gives the label of a value that no list holds.
    ``everyone`` is the value of records that suit all others too: a practice for any subject is a practice for
    chemistry, and one for mathematics suits geometry, but neither says so itself.
    """

    key: str
    title: str
    stated: FacetValues
    vocabulary: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    under: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    free: bool = False
    everyone: str = ""
    named: Callable[[str], str] | None = None

    def answered(self, catalog: Catalog, records: Iterable[Record]) -> dict[str, FacetAnswer]:
        """What every record answers to and what it only suits, by its address. Records that state the same have the
        same answer."""
        known: dict[tuple[str, ...], FacetAnswer] = {}
        found = {}
        for record in records:
            stated = tuple(self.stated(catalog, record))
            if stated not in known:
                named = frozenset(value for one in stated for value in self._implied(catalog, one))
                known[stated] = FacetAnswer(named, self._suited(catalog, frozenset(stated)))
            found[record.key] = known[stated]
        return found

    def answers(self, catalog: Catalog, records: Iterable[Record]) -> dict[str, frozenset[str]]:
        """Only what every record answers to."""
        return {key: its.named for key, its in self.answered(catalog, records).items()}

    def values(
        self, catalog: Catalog, records: Sequence[Record], answered: Mapping[str, FacetAnswer] | None = None
    ) -> list[FacetValue]:
        """The lines for the values that occur, in the order of the vocabulary; places and texts alphabetically.
        ``answered`` is what they answer to, where it is known already."""
        given = {*(self.answered(catalog, records) if answered is None else answered).values()}
        present = {value for its in given for values in its for value in values}
        if self.free:
            own = {text.slug(one): one for record in records for one in self.stated(catalog, record)}
            return sorted((FacetValue(*item) for item in own.items()), key=lambda v: (text.collate(v.label), v.id))
        if self.named:
            return sorted((FacetValue(one, self.named(one)) for one in present), key=lambda v: text.collate(v.label))
        if not (self.labels or self.vocabulary):
            return _places(catalog, present)
        own = [FacetValue(its_id, text.tr(label), self.under.get(its_id, "")) for its_id, label in self.labels.items()]
        if self.vocabulary:
            terms = sorted(catalog.vocabularies[self.vocabulary].terms, key=lambda t: (t.order or 10**6, t.id))
            own += [FacetValue(t.id, t.label, t.broader or "") for t in terms]
        return [v if v.parent in present else FacetValue(v.id, v.label) for v in own if v.id in present]

    def _suited(self, catalog: Catalog, stated: frozenset[str]) -> frozenset[str]:
        if not self.everyone:
            return frozenset()
        below = frozenset(narrower for one in stated for narrower in _narrower(catalog, self.vocabulary, one))
        return (below | ({self.everyone} & stated)) - (stated - {self.everyone})

    def _implied(self, catalog: Catalog, one: str) -> Iterator[str]:
        if self.free:
            yield text.slug(one)
        elif self.vocabulary and (term := catalog.term(self.vocabulary, one)):
            yield term.id
            if not self.everyone:
                yield from _narrower(catalog, self.vocabulary, term.id)
            while term and term.broader:
                yield term.broader
                term = catalog.term(self.vocabulary, term.broader)
        else:
            yield one
            if one.startswith("districts/") and (district := catalog.find(one)) and district.region:
                yield f"regions/{district.region}"


def _narrower(catalog: Catalog, vocabulary: str, its_id: str) -> Iterator[str]:
    for term in catalog.vocabularies[vocabulary].terms:
        if term.broader == its_id:
            yield term.id
            yield from _narrower(catalog, vocabulary, term.id)


def _places(catalog: Catalog, present: set[str]) -> list[FacetValue]:
    """Regions with their districts under them, each in alphabetical order."""
    found: list[FacetValue] = []
    records = sorted((catalog.find(key) for key in present), key=lambda r: (text.collate(r.title), r.id))
    regions = {r.id for r in records if r.kind == "regions"}
    for region in (r for r in records if r.kind == "regions"):
        found.append(FacetValue(region.key, region.title))
        found += [
            FacetValue(r.key, r.title, region.key) for r in records if r.kind == "districts" and r.region == region.id
        ]
    return found + [FacetValue(r.key, r.title) for r in records if r.kind == "districts" and r.region not in regions]


# --- what records state -----------------------------------------------------------------------------------------------


def _field(name: str) -> FacetValues:
    def stated(catalog: Catalog, record: Record) -> Iterable[str]:
        value = getattr(record, name)
        return value if isinstance(value, tuple) else (value,) if value else ()

    return stated


def _practice_subjects(catalog: Catalog, record: Record) -> Iterable[str]:
    return record.subjects or (ANY,)


def _education(catalog: Catalog, record: Record) -> Iterable[str]:
    for form in record.forms:
        term = catalog.term("forms", form)
        if term and term.belongs_to and term.belongs_to.startswith("education-kinds/"):
            yield term.belongs_to.partition("/")[2]


def _practice_places(catalog: Catalog, record: Record) -> Iterable[str]:
    """Where it was born and where it was applied."""
    own = (record.territory, *(r.territory for r in catalog.linked(record, "replications.practice")))
    return _known_places(catalog, own)


def _center_places(catalog: Catalog, record: Record) -> Iterable[str]:
    return _known_places(catalog, (record.territory, *record.serves))


def _record_place(catalog: Catalog, record: Record) -> Iterable[str]:
    return _known_places(catalog, (record.territory,))


def _known_places(catalog: Catalog, keys: Iterable[str | None]) -> Iterable[str]:
    found = (catalog.find(key) for key in keys)
    return [place.key for place in found if place and place.kind in TERRITORY]


SYNTHESIS = {
    "yes": "Есть обзор исследований",
    "high": "+5 месяцев и больше",
    "some": "от +1 до +4 месяцев",
    "none": "прибавки не нашли (0 или меньше)",
    "other": "величина не в месяцах",
    "no": "Обзора нет",
}
_UNDER_YES = {"high": "yes", "some": "yes", "none": "yes", "other": "yes"}


def _synthesis(catalog: Catalog, record: Record) -> Iterable[str]:
    """What published reviews say, on their own scale: months of progress (EEF)."""
    if not record.synthesis:
        return ("no",)
    return ("yes", *map(_gain, record.synthesis))


def _gain(synthesis: Synthesis) -> str:
    found = proven.gain_of(synthesis)
    if found is not None and found <= 0:
        return "none"
    return "other" if synthesis.months is None else "high" if synthesis.months >= 5 else "some"


_CAUTIONS = {key: words[:1].upper() + words[1:] for key, (words, _) in proven.CAUTIONS.items()} | {
    "nothing": "Ничего не настораживает"
}


def _cautions(catalog: Catalog, record: Record) -> Iterable[str]:
    return proven.cautions(catalog, record) or ("nothing",)


TIME = {"ahead": "Впереди или идёт", "over": "Прошло", "unknown": "Дата не названа"}


def _time(catalog: Catalog, record: Record) -> Iterable[str]:
    last = (record.end or record.start).last
    return ("unknown" if last is None else "ahead" if last >= catalog.today else "over",)


def _evidence(catalog: Catalog, record: Record) -> Iterable[str]:
    return (catalog.evidence[record.id].level,)


def _maturity(catalog: Catalog, record: Record) -> Iterable[str]:
    return (catalog.maturity[record.id],)


_HERE = "Эта база"


def _bases(catalog: Catalog, record: Record) -> Iterable[str]:
    """Whose record it is, where there are several bases."""
    if not catalog.joined_bases:
        return ()
    origin = catalog.origin_of(record)
    return (origin.base.title if origin else text.tr(_HERE),)


def _directions(catalog: Catalog, record: Record) -> Iterable[str]:
    return record.directions


def _language(catalog: Catalog, record: Record) -> Iterable[str]:
    return (record.lang,) if record.lang else ()


#: a filter only where a record says that it is not Russian
_LANGUAGE = Facet("lang", "Язык", _language, named=text.language_name)
_SUBJECTS = Facet("subjects", "Предмет", _field("subjects"), "subjects", by="По предметам")
_PRACTICE_SUBJECTS = Facet(
    "subjects",
    "Предмет",
    _practice_subjects,
    "subjects",
    {ANY: "Любой предмет"},
    by="По предметам",
    everyone=ANY,
)
_AREAS = Facet("areas", "Какое умение педагога развивает", _field("areas"), "areas", by="По умениям")
_PLACE = Facet("place", "Территория", _record_place)
_MANAGEMENT = Facet("level", "Уровень", _field("level"), "management-levels", by="По уровням")

_OWN: dict[str, tuple[Facet, ...]] = {
    "practices": (
        _PRACTICE_SUBJECTS,
        Facet("levels", "Ступень и класс", _field("levels"), "levels", by="По ступеням и классам"),
        _AREAS,
        Facet("forms", "Форма работы", _field("forms"), "forms", by="По формам работы"),
        Facet("education", "Вид образования педагога", _education, "education-kinds", by="По видам образования"),
        Facet("place", "Где родилась или применена", _practice_places),
        Facet("evidence", "Доказанность на месте", _evidence, "evidence-levels", by="По доказанности"),
        Facet("synthesis", "Опубликованные обзоры", _synthesis, labels=SYNTHESIS, under=_UNDER_YES),
        Facet("maturity", "Зрелость", _maturity, "maturity", by="По зрелости"),
        Facet("caution", "Что настораживает", _cautions, labels=_CAUTIONS),
        _LANGUAGE,
        Facet("base", "Из какой базы", _bases, free=True),
    ),
    "events": (
        Facet("when", "Когда", _time, labels=TIME),
        Facet("type", "Вид", _field("type"), "event-kinds", by="По видам"),
        Facet("mode", "Как проходит", _field("mode"), labels=MODES.labels),
        _PLACE,
        _SUBJECTS,
        _AREAS,
    ),
    "associations": (
        Facet("type", "Вид сообщества", _field("type"), "association-kinds", by="По видам"),
        _MANAGEMENT,
        _SUBJECTS,
        _AREAS,
        _PLACE,
    ),
    "centers": (
        Facet("place", "Где и кому помогает", _center_places),
        Facet("directions", "Направление", _directions, free=True),
        _AREAS,
        _SUBJECTS,
    ),
    "organizations": (
        Facet("type", "Вид организации", _field("type"), "organization-kinds", by="По видам"),
        _MANAGEMENT,
        _PLACE,
    ),
}


#: vocabulary -> what its static lists are called, the same for every kind
_BY = {one.vocabulary: one.by for own in _OWN.values() for one in own if one.vocabulary}


def _of_field(kind: str, name: str) -> Facet:
    """A field as a facet: a closed list, terms of a vocabulary, or a territory. Raises ValueError for any other."""
    asked, stated = fields(KINDS[kind])[name], _field(name)
    if asked.references == TERRITORY:
        return Facet(
            "place", asked.label, lambda catalog, record: _known_places(catalog, _field(name)(catalog, record))
        )
    if not (asked.labels or asked.vocabulary):
        raise ValueError(f"{kind}.{name}: a listing is narrowed by a closed list, terms or a territory")
    return Facet(name, asked.label, stated, asked.vocabulary, asked.labels, by=_BY.get(asked.vocabulary, ""))


#: kind -> its facets: those above that say more than a field, then the fields in ``Record.filters``
FACETS: dict[str, tuple[Facet, ...]] = _OWN | {
    kind: _OWN.get(kind, ()) + tuple(_of_field(kind, name) for name in model.filters)
    for kind, model in KINDS.items()
    if model.filters
}


@dataclass(frozen=True)
class _Marked:
    """What a record says of one of the base's own lists."""

    name: str

    def __call__(self, catalog: Catalog, record: Record) -> Iterable[str]:
        return marks_of(record, self.name)


def marks_of(record: Record, name: str) -> list[str]:
    """The terms of the base's own list ``name`` that the record carries."""
    return [term for its_list, _, term in (mark.partition("/") for mark in record.marks) if its_list == name]


def own_facets(catalog: Catalog, kind: str) -> tuple[Facet, ...]:
    """The base's own lists by which records of the kind can be narrowed."""
    return tuple(
        Facet(OF_BASE + its.id, its.title, _Marked(its.id), its.id, by=its.by or its.title)
        for its in own_lists(catalog.vocabularies, kind)
        if its.filter
    )


def facets_of(catalog: Catalog, kind: str) -> tuple[Facet, ...]:
    """Everything by which the listing of a kind can be narrowed in this base; nothing for a kind without filters."""
    return (*FACETS.get(kind, ()), *own_facets(catalog, kind))


def facet(kind: str, key: str) -> Facet:
    """The facet of a kind by its name in the address; KeyError when there is none."""
    return {f.key: f for f in FACETS[kind]}[key]
