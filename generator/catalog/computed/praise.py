"""Pure: who has spoken well of whose practice, by a review or by measuring it: two who do it for each other are no
strangers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.catalog.computed.outcomes import shows_a_result
from generator.records.practices import Outcome, Practice, Review


class Word(NamedTuple):
    """``who`` has spoken well of a practice: in a review, or (``place`` is its number) as whoever measured an outcome;
    ``authors`` are the organisations whose practice it is."""

    who: str
    record: Practice | Review
    practice: Practice
    authors: frozenset[str]
    place: int | None = None


def authors_of(practice: Practice) -> frozenset[str]:
    """The organisations of the authors that are named; where no author is, the owner of the record stands for them."""
    if not practice.authors:
        return frozenset({practice.owner} if practice.owner else ())
    return frozenset(person.organization for person in practice.authors if person.organization)


def good_words(practices: Iterable[Practice], reviews: Iterable[Review]) -> Iterator[Word]:
    """Every good word of one organisation about a practice of others. A demonstration says nothing of a real one."""
    by_id = {its_id: practice for practice in practices for its_id in (*practice.aliases, practice.id)}
    for review in reviews:
        practice = by_id.get(review.practice)
        if practice and review.verdict != "not-recommended" and review.demo == practice.demo:
            yield Word(review.organization, review, practice, authors_of(practice))
    for practice in dict.fromkeys(by_id.values()):
        for n, outcome in enumerate(practice.outcomes):
            if _is_of_a_stranger(outcome):
                yield Word(outcome.organization or "", practice, practice, authors_of(practice), n)


def praised(found: Iterable[Word], current: Mapping[str, str]) -> dict[tuple[bool, str], dict[str, str]]:
    """What :class:`Ties` asks of them; ``current`` maps former ids to the present ones."""
    by_who: dict[tuple[bool, str], dict[str, str]] = defaultdict(dict)
    for word in found:
        who = current.get(word.who, word.who)
        for author in (current.get(one, one) for one in sorted(word.authors)):
            if author != who:
                by_who[word.practice.demo, who].setdefault(author, word.record.key)
    return dict(by_who)


def _is_of_a_stranger(outcome: Outcome) -> bool:
    return outcome.evaluator == "independent" and bool(outcome.organization) and shows_a_result(outcome)
