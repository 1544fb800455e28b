"""Controlled lists: one file of ``data/vocabularies`` is one list of terms (after SKOS: label, broader, notes)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from generator.records.choices import Noun
from generator.records.common import Model, field, many, maybe
from generator.records.scalars import Id, Integer, Plain
from generator.records.times import Day

#: every list the product needs; a base may not add others, because nothing would use them
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
#: words for the search alone: no record names a term of them, and a base made before they existed may do without
FOR_SEARCH = ("absent-topics", "diagnoses", "everyday-words")


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
    terms: tuple[VocabularyTerm, ...] = field("Термины", min_length=1, noun=Noun("термин", "термины", "m"))

    @cached_property
    def by_id(self) -> Mapping[str, VocabularyTerm]:
        """Terms by id, former ids included."""
        own = {term.id: term for term in self.terms}
        return {alias: term for term in self.terms for alias in term.aliases} | own

    def label_of(self, term_id: str) -> str:
        """The Russian label, or the id itself when the list does not have it (a check has complained already)."""
        term = self.by_id.get(term_id)
        return term.label if term else term_id
