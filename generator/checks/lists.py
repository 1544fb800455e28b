"""Rules about lists of terms: those of the product as the base has them, and those of the base's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.catalog import Catalog
from generator.catalog.computed import evidence, roadmap
from generator.catalog.computed.ties import GOVERNING
from generator.checks.place import error
from generator.documents.sources import WHOLE_FILE, Source
from generator.problems import Problem, suggest
from generator.records import KINDS, VOCABULARIES, Vocabulary
from generator.records.scalars import short
from generator.records.vocabularies import MARKS, own_lists

#: terms that computations name; a vocabulary without them would leave pages without words
COMPUTED_TERMS = {
    "evidence-levels": evidence.LEVELS,
    "maturity": ("described", "reviewed", "recommended", "replicated", "not-recommended"),
    "roadmap-states": roadmap.STATES,
    "management-levels": ("federal", "regional", "municipal", "school"),
    "organization-kinds": tuple(sorted(GOVERNING)),
}


def vocabularies_are_whole(catalog: Catalog) -> Iterator[Problem]:
    """A list's ids are unique, its `broader` and `belongs_to` exist and form no circle, and the terms that are computed
    are there."""
    stages = catalog.vocabularies.get("levels")
    known = {*VOCABULARIES, *(its.id for its in own_lists(catalog.vocabularies))}
    for name, vocabulary in catalog.vocabularies.items():
        source = catalog.sources.get(f"vocabularies/{name}")
        if source is None:
            continue  # a list of the product alone
        seen: set[str] = set()
        ups = {term.id: (term.broader,) if term.broader else () for term in vocabulary.terms}
        for position, term in vocabulary.written():
            loc = ("terms", position)
            for number, its_id in enumerate((term.id, *term.aliases)):
                if its_id in seen:
                    its_loc = ("aliases", number - 1) if number else ("id",)
                    yield source.problem(
                        (*loc, *its_loc), "duplicate-term", f"термин «{its_id}» уже есть в списке", "оставьте один"
                    )
                seen.add(its_id)
            if term.broader and term.broader not in ups:
                yield source.problem(
                    (*loc, "broader"),
                    "unknown-term",
                    f"термина «{term.broader}» в списке нет",
                    suggest(term.broader, ups, example=f"напишите id термина из списка: {vocabulary.where}"),
                )
            elif term.broader and (circle := circle_of(term.id, ups)):
                yield source.problem((*loc, "broader"), "circle", *circle_in_words(circle))
            for number, level in enumerate(term.levels):
                if stages and level not in stages.by_id:
                    yield source.problem(
                        (*loc, "levels", number),
                        "unknown-term",
                        f"ступени «{level}» нет",
                        suggest(level, stages.by_id, example=f"напишите id термина из списка: {stages.where}"),
                    )
            if not term.belongs_to:
                continue
            other, _, its_id = term.belongs_to.partition("/")
            if other in known and other not in catalog.vocabularies:
                continue
            if other not in known or its_id not in catalog.vocabularies[other].by_id:
                yield source.problem(
                    (*loc, "belongs_to"),
                    "unknown-term",
                    f"термина «{term.belongs_to}» нет",
                    "пишется как список/термин, например education-kinds/non-formal",
                )
        yield from _of_own_list(vocabulary, source)
        for its_id in COMPUTED_TERMS.get(name, ()):
            if its_id not in ups:
                yield source.problem(
                    (),
                    "computed-term-missing",
                    f"в списке нет термина «{its_id}», а сайт его вычисляет и показывает",
                    f"уберите {its_id} из without"
                    if its_id in vocabulary.without
                    else f"верните термин с id: {its_id}",
                    at=WHOLE_FILE,
                )


def _of_own_list(vocabulary: Vocabulary, source: Source) -> Iterator[Problem]:
    """What only a list of the base's own says."""
    if not vocabulary.is_own:
        for name in ("kinds", "filter", "by"):
            if name in source.data:
                message = f"«{name}» бывает только у списка, который завела сама база"
                hint = f"сотрите строку: для каких записей список «{vocabulary.title}», решает Методотека"
                yield source.problem((name,), "own-list", message, hint, at=source.key((name,)))
        return
    for position, kind in enumerate(vocabulary.kinds):
        if kind not in KINDS:
            hint = suggest(kind, KINDS, example="виды записей — папки в data/: " + ", ".join(KINDS))
            yield source.problem(("kinds", position), "own-list", f"вида записей «{short(kind)}» нет", hint)
    if not vocabulary.kinds:
        hint = "напишите, например: kinds: [practices, events]"
        yield source.problem(("kinds",), "own-list", "не сказано, для каких записей список", hint)


def marks_are_of_their_kind(catalog: Catalog) -> Iterator[Problem]:
    """A record names terms of the base's own lists where there are some, and of those that are for its kind."""
    for record in (record for record in catalog.records.values() if record.marks):
        lists = [mark.partition("/")[0] for mark in record.marks]
        if MARKS not in catalog.vocabularies and not any(is_broken(catalog, name) for name in lists):
            message = "своих списков в этой базе нет, отметить нечем"
            hint = "заведите файл data/vocabularies/имя.yml со строками title, kinds и terms или сотрите marks"
            yield error(catalog, record, ("marks",), "unknown-mark", message, hint)
            continue
        for position, name in enumerate(lists):
            its = catalog.vocabularies.get(name)
            if its is not None and its.is_own and record.kind not in its.kinds:
                message = f"список «{its.title}» — не для таких записей"
                hint = f"сотрите отметку или допишите {record.kind} в kinds в файле {its.path}"
                yield error(catalog, record, ("marks", position), "unknown-mark", message, hint)


def is_broken(catalog: Catalog, name: str) -> bool:
    """Return whether the file of this list is there and wrong: its mistake is told, what follows from it is not."""
    return f"vocabularies/{name}" in catalog.broken


def circle_of(start: str, ups: Mapping[str, Sequence[str]]) -> list[str]:
    """The way from ``start`` up and back to itself; empty when there is none."""
    came_from: dict[str, str] = {}
    todo = [start]
    while todo:
        here = todo.pop()
        for up in ups.get(here, ()):
            if up == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return [*reversed(way), start]
            if up not in came_from:
                came_from[up] = here
                todo.append(up)
    return []


def circle_in_words(circle: list[str]) -> tuple[str, str]:
    """What is said of it, and what mends it."""
    return f"ссылки замкнулись в круг: {' → '.join(circle)}", "уберите одну из этих ссылок"
