"""Rules about what a published record has to say: nothing is lacking, it rests on what is in force, its
classes have the subject."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from generator.catalog import Catalog
from generator.checks.place import error, warning
from generator.problems import Problem
from generator.records import complete
from generator.records.learning import Document
from generator.records.practices import Practice


def repealed_documents(catalog: Catalog) -> Iterator[Problem]:
    """A record that cites a repealed document is warned about (the act that repealed it may name it)."""
    for reference in catalog.references:
        document = catalog.find(reference.target)
        if not isinstance(document, Document) or reference.owner.kind == "documents":
            continue
        if document.in_force == "no" or document.repealed_by:
            new = catalog.get("documents", document.repealed_by)
            yield warning(
                catalog,
                reference.owner,
                reference.loc,
                "repealed-document",
                f"документ «{document.title}» больше не действует",
                f"его заменил: {new.id}" if new else "сошлитесь на действующий документ",
            )


def published_practice_is_complete(catalog: Catalog) -> Iterator[Problem]:
    """A published practice has a problem, steps, results, conditions and a source."""
    for record in catalog.own_of(Practice):
        if not record.is_public:
            continue
        for name, what in complete.lacking("practices").items():
            if not complete.says_something(getattr(record, name)):
                yield error(
                    catalog,
                    record,
                    (name,),
                    "incomplete-practice",
                    f"опубликованной практике не хватает поля {name}: {what}",
                    f"добавьте {name} или верните status: draft",
                )


def published_has_a_summary(catalog: Catalog) -> Iterator[Problem]:
    """A published record says in one or two plain sentences what it is (replications and reviews speak of a
    practice)."""
    for record in catalog.own_records:
        if record.is_public and complete.needs_summary(record.kind) and not record.summary:
            yield error(
                catalog,
                record,
                ("summary",),
                "no-summary",
                "у опубликованной записи нет поля summary («Коротко»)",
                "добавьте одно-два предложения без терминов, понятных и родителю",
            )


def subjects_are_taught_in_these_classes(catalog: Catalog) -> Iterator[Problem]:
    """A practice that names a subject names a class in which it is taught, as far as the vocabulary says where."""
    vocabulary = catalog.vocabularies.get("subjects")
    classes = cache(partial(_classes, catalog))
    known = catalog.vocabularies["levels"].by_id if "levels" in catalog.vocabularies else {}
    for record in catalog.own_of(Practice) if vocabulary else ():
        if any(level not in known for level in record.levels):
            continue  # a class that is no class is told by itself
        named = classes(record.levels)
        for subject in record.subjects:
            term = vocabulary.by_id.get(subject) if vocabulary else None
            if not term or not named or not term.levels or named & classes(term.levels):
                continue
            yield warning(
                catalog,
                record,
                ("levels",),
                "subject-in-other-classes",
                f"«{term.label}» в названных классах не преподают",
                f"где преподают: {', '.join(catalog.label('levels', one) for one in term.levels)}; "
                "исправьте levels или уберите предмет",
            )


def _classes(catalog: Catalog, levels: tuple[str, ...]) -> set[str]:
    """Levels with every stage replaced by its classes: ids."""
    vocabulary = catalog.vocabularies.get("levels")
    terms = vocabulary.terms if vocabulary else ()
    found: set[str] = set()
    for level in levels:
        found |= {term.id for term in terms if term.broader == level} or {level}
    return found
