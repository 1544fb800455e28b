"""What a change of a list of terms does to the base: how many records name a term, how many pages show it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import Catalog
from generator.catalog.differences.matching import matched
from generator.catalog.differences.shown import quoted
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import PAGED, Record, Vocabulary, VocabularyTerm
from generator.records.scalars import TermOf
from generator.records.vocabularies import MARKS
from generator.records.walking import of_type
from generator.upkeep.review.case import Case, of_file


def what_lists_touch(case: Case) -> Iterator[Problem]:
    """A term that is renamed, gets another id, goes away or is joined to another changes every record that names it and
    every page that shows it: how many, in numbers. Whoever renames «Математика» renames it on the whole site."""
    for one in case.touched:
        if not isinstance(one.before, Vocabulary) or not one.readable:
            continue  # of a list with a mistake nobody knows yet what it will be
        terms = one.after.terms if isinstance(one.after, Vocabulary) else ()
        moves = list(_moves(one.before, terms))
        named = _named(case.before, one.before.id) if moves else {}
        places = {term.id: number for number, term in one.after.written()} if one.after else {}
        has_file = f"vocabularies/{one.before.id}" in case.after.sources
        for sentence, old, now in moves:
            message = f"список {quoted(one.before.title)}: {sentence}; {_reach(case.before, named, old)}"
            hint = "это видно на всех этих страницах: согласуйте с тем, кто ведёт базу"
            if not has_file:  # a list of the product, as it is without the file
                yield of_file(one.path, "review-list", message, hint)
            else:
                at: Loc = ("terms", places[now]) if now in places else ()
                yield case.notice(one.after, at, "review-list", message, hint)


def _moves(before: Vocabulary, terms: tuple) -> Iterator[tuple[str, VocabularyTerm, str]]:
    """(sentence, the term as it was, its id now or "") for every term that is not what it was."""
    pairs = matched(before.terms, terms)
    for pair in pairs:
        old, new = before.terms[pair.old], terms[pair.new]
        sentences = []
        if old.label != new.label:
            sentences.append(f"термин {quoted(old.label)} теперь называется {quoted(new.label)}")
        if old.id != new.id:
            kept = "прежний записан в aliases" if old.id in new.aliases else "прежний НЕ записан в aliases"
            subject = "" if sentences else f"у термина {quoted(new.label)} "
            sentences.append(f"{subject}другой идентификатор: {old.id} → {new.id}, {kept}")
        if lost := [alias for alias in old.aliases if alias not in (*new.aliases, new.id)]:
            sentences.append(f"у термина {quoted(new.label)} убраны прежние идентификаторы: {', '.join(lost)}")
        if old.broader != new.broader or old.belongs_to != new.belongs_to:
            sentences.append(f"термин {quoted(new.label)} входит теперь в другой")
        if sentences:
            yield "; ".join(sentences), old, new.id
    for at in sorted(set(range(len(before.terms))) - {pair.old for pair in pairs}):
        old = before.terms[at]
        heir = next((term for term in terms if old.id in term.aliases), None)
        label = f"{quoted(old.label)} ({old.id})"
        yield f"термин {label} влит в {quoted(heir.label)}" if heir else f"убран термин {label}", old, ""


def _named(catalog: Catalog, vocabulary: str) -> dict[str, dict[str, Record]]:
    """The records that name each id of a list: id -> records by their address."""
    found: dict[str, dict[str, Record]] = {}
    for record in catalog.records.values():
        for one in of_type(record, TermOf):
            its_list, _, its_id = one.value.partition("/") if one.marker.vocabulary == MARKS else ("", "", "")
            if vocabulary in (one.marker.vocabulary, its_list):
                found.setdefault(its_id or one.value, {})[record.key] = record
    return found


def _reach(catalog: Catalog, named: dict[str, dict[str, Record]], term: VocabularyTerm) -> str:
    """«стоит в 40 записях, видно на 38 страницах»."""
    records = {key: record for its_id in (term.id, *term.aliases) for key, record in named.get(its_id, {}).items()}
    pages = [record for record in records.values() if record.kind in PAGED and catalog.is_shown(record)]
    if not records:
        return "ни одна запись его не называет"
    return f"записей, где он стоит: {len(records)}, страниц этих записей на сайте: {len(pages)}"
