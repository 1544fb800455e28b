"""Controlled lists: one file of ``data/vocabularies`` is one list of terms (after SKOS: label, broader, notes).

The lists come with the product. A file of a base adds terms to the list of its name and changes those it names, field
by field; ``reading.load_vocabularies`` lays the one over the other. The product's own files are whole lists, which take
nothing from elsewhere: so its repository is a base like any other, with one truth for the terms.

A file of another name is a list of the base's own: it says for which ``kinds`` it is, and records name its terms in
``marks`` as ``list/term``. For fields, forms and messages all such terms are one list, ``MARKS``.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pydantic import PrivateAttr

from generator.records.choices import Noun
from generator.records.common import Model, field, many, maybe
from generator.records.scalars import Flag, Id, Integer, Plain
from generator.records.times import Day

#: every list that comes with the product
VOCABULARIES = (
    "absent-topics",
    "areas",
    "association-kinds",
    "audiences",
    "costs",
    "diagnoses",
    "document-kinds",
    "education-kinds",
    "equipment",
    "event-kinds",
    "evidence-levels",
    "everyday-words",
    "forms",
    "levels",
    "management-levels",
    "maturity",
    "organization-kinds",
    "roadmap-states",
    "subjects",
    "territory-kinds",
)

#: the field of all records, and the list that it takes its values from: the terms of the lists of the base's own
MARKS = "marks"


class VocabularyTerm(Model):
    id: Id = field("Идентификатор", example="matematika")
    label: Plain = field("Название", example="Математика")
    order: Integer | None = maybe("Порядок в списке", example=10)
    broader: Id | None = maybe("Входит в", "Более общий термин того же списка", example="basic")
    belongs_to: Plain | None = maybe(
        "Относится к", "Термин другого списка: список/термин", example="education-kinds/non-formal"
    )
    description: Plain | None = maybe("Что это значит", "Одно предложение для читателя")
    levels: tuple[Id, ...] = many(
        "На каких ступенях",
        "Для предмета: ступени или отдельные классы, где его преподают; пусто — везде",
        example=["grade-7", "secondary"],
    )
    synonyms: tuple[Plain, ...] = many("Синонимы", "Для поиска и подсказок", example=["алгебра"])
    aliases: tuple[Id, ...] = many("Прежние идентификаторы", noun=Noun("прежний адрес", "прежние адреса", "m"))
    valid_from: Day | None = maybe("Действует с")
    valid_to: Day | None = maybe("Действует до")


class Vocabulary(Model):
    id: Id
    path: str
    title: Plain = field("Название списка", example="Школьные предметы")
    description: Plain | None = maybe("Для чего список")
    whole: Flag = field(
        "Список целиком",
        "Да — термины Методотеки в этот список не добавляются; без этой строки файл дополняет и меняет её список",
        default=False,
        example=False,
    )
    without: tuple[Id, ...] = many(
        "Без терминов", "Термины Методотеки, которых в этой базе нет", example=["gymnastics"]
    )
    kinds: tuple[Plain, ...] = many(
        "Для каких записей",
        "Только для своего списка базы: папки записей, которые называют его термины в поле marks",
        example=["practices", "events"],
    )
    filter: Flag = field(
        "Выбирать по нему",
        "Для своего списка: есть ли он в фильтрах каталога и поиска и готовые списки по его терминам",
        default=True,
        example=True,
    )
    by: Plain | None = maybe("Как называются готовые списки", "Для своего списка", example="По направлениям")
    terms: tuple[VocabularyTerm, ...] = field("Термины", min_length=1, noun=Noun("термин", "термины", "m"))

    #: the terms of the base's own file, in its order: what the checks of the file look at
    _written: tuple[VocabularyTerm, ...] = PrivateAttr(())

    @property
    def is_own(self) -> bool:
        """Return True for a list that the product does not know."""
        return self.id not in VOCABULARIES

    @property
    def where(self) -> str:
        """Where a person sees the whole list: its file, else the command that shows it."""
        return self.path if self.whole else f"metodoteka vocabulary {self.id}"

    def written(self) -> Iterator[tuple[int, VocabularyTerm]]:
        """The terms of the base's own file with their positions in it; none where the list is the product's alone."""
        return enumerate(self._written)

    @cached_property
    def by_id(self) -> Mapping[str, VocabularyTerm]:
        """Terms by id, former ids included."""
        own = {term.id: term for term in self.terms}
        return {alias: term for term in self.terms for alias in term.aliases} | own

    def label_of(self, term_id: str) -> str:
        """The Russian label, or the id itself when the list does not have it (a check has complained already)."""
        term = self.by_id.get(term_id)
        return term.label if term else term_id


#: what a file adds to instead of taking its place: former ids must not die, synonyms only help to find
_ADDED = ("synonyms", "aliases")


def laid_over(written: Mapping[str, Any], product: Mapping[str, Any]) -> dict[str, Any]:
    """The plain data of a base's list with what it does not say taken from the product's list, as the file names its
    terms: those it names, in its order. Both as ``Source.data`` holds them; a wrong shape stays as it is."""
    known = {term["id"]: term for term in product["terms"]}
    own = written.get("terms")
    terms = product["terms"][:1] if own is None else own
    if isinstance(terms, list):
        terms = [_term_over(one, known.get(str(one.get("id")), {})) if isinstance(one, dict) else one for one in terms]
    filled = {name: value for name, value in written.items() if value is not None}
    return {**{name: product[name] for name in ("title", "description") if name in product}, **filled, "terms": terms}


def _term_over(written: Mapping[str, Any], product: Mapping[str, Any]) -> dict[str, Any]:
    filled = {name: value for name, value in written.items() if value is not None}
    for name in _ADDED:
        if isinstance(filled.get(name), list) and name in product:
            filled[name] = [*filled[name], *(one for one in product[name] if one not in filled[name])]
    return {**product, **filled}


def in_one_list(base: Vocabulary, product: Vocabulary, named: bool) -> Vocabulary:
    """The list of a base and that of the product as one: the product's order, a term of the base in its place, a new
    one before the first of a larger ``order``, else at the end. ``named``: the base's file has terms of its own."""
    own = {term.id: term for term in base.terms} if named else {}
    terms = [own.pop(term.id, term) for term in product.terms if term.id not in base.without]
    terms = [term.model_copy(update={"broader": None}) if term.broader in base.without else term for term in terms]
    for term in own.values():
        later = (n for n, other in enumerate(terms) if term.order and other.order and other.order > term.order)
        terms.insert(next(later, len(terms)), term)
    merged = base.model_copy(update={"terms": tuple(terms)})
    return with_own_terms(merged, base.terms if named else ())


def with_own_terms(vocabulary: Vocabulary, terms: tuple[VocabularyTerm, ...]) -> Vocabulary:
    """The list, knowing which terms stand in the base's own file."""
    vocabulary._written = terms
    return vocabulary


def own_lists(vocabularies: Mapping[str, Vocabulary], kind: str = "") -> tuple[Vocabulary, ...]:
    """The lists of the base's own, those of one kind or all, by name."""
    found = (its for name, its in sorted(vocabularies.items()) if name != MARKS and its.is_own)
    return tuple(its for its in found if not kind or kind in its.kinds)


def with_marks(vocabularies: Mapping[str, Vocabulary], kind: str = "") -> dict[str, Vocabulary]:
    """The lists with ``MARKS``: the terms of the base's own lists, of those for one kind or of all; without it where
    there are none."""
    found = {name: its for name, its in vocabularies.items() if name != MARKS}
    terms = tuple(_mark(its, term) for its in own_lists(found, kind) for term in its.terms)
    if not terms:
        return found
    made = Vocabulary(id=MARKS, path="data/vocabularies/", title="Свои списки базы", whole=True, terms=terms)
    return dict(sorted({**found, MARKS: made}.items()))


def _mark(its: Vocabulary, term: VocabularyTerm) -> VocabularyTerm:
    return term.model_copy(
        update={
            "id": f"{its.id}/{term.id}",
            "label": f"{its.title}: {term.label}",
            "broader": f"{its.id}/{term.broader}" if term.broader else None,
            "aliases": tuple(f"{its.id}/{alias}" for alias in term.aliases),
            "synonyms": (term.id, term.label, *term.synonyms),
        }
    )
