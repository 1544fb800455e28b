"""Pure: who is a stranger to the authors of a practice, so that his word about it counts. Two who speak well of each
other, by a review or by measuring, are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator import text
from generator.catalog.computed.outcomes import shows_a_result
from generator.catalog.computed.ties import Ties
from generator.records.common import Person
from generator.records.practices import Outcome, Practice, Replication, Review
from generator.text import Phrase, phrase

EXCHANGED = "организации оценивают друг друга («{whose}» хвалит практику этой организации); нужна оценка третьей"
TWO_BODIES = "если это две организации, допишите обеим ИНН"


@dataclass(frozen=True)
class Authorship:
    """Who wrote a practice: ``ids`` are the organisations of its authors, None when the records do not say of one of
    them; ``named`` those of them that are named, ``names`` the people, ``owner`` whoever answers for the record;
    ``demo`` says that it is a demonstration."""

    ties: Ties
    ids: frozenset[str] | None
    named: frozenset[str]
    names: frozenset[str] = field(default_factory=frozenset)
    owner: str = ""
    demo: bool = False

    @classmethod
    def of(cls, practice: Practice, ties: Ties) -> Authorship:
        """Where no author is named, the owner of the record stands for the author."""
        owner = practice.owner or ""
        names = frozenset(person.name for person in practice.authors if person.name)
        named = authors_of(practice)
        known = all(person.organization for person in practice.authors) and bool(named)
        return cls(ties, named if known else None, named, names, owner, practice.demo)

    def objection(self, organization: str | None, *others: str) -> Phrase:
        """Why an organisation is no stranger to the authors and to ``others``, as the end of a sentence; empty when the
        records show that it is. Not known is no."""
        if self.ids is None:
            return phrase("неизвестно, связана ли организация с автором: его организация не названа")
        if not organization:
            return phrase("организация не названа")
        if why := self._tied_to_author(organization, self.ids):
            return why
        if self.owner and self.ties.one_body(organization, self.owner):
            return phrase("организация сама отвечает за эту запись")
        if self.owner and self.ties.may_be_one(organization, self.owner):
            words = "похоже, она сама отвечает за эту запись под другим названием, «{other}»; {mend}"
            return phrase(words, other=self.ties.title(self.owner), mend=phrase(TWO_BODIES))
        for other in others:
            if self.ties.may_be_one(organization, other):
                words = "похоже, это «{other}», где применили, под другим названием; {mend}"
                return phrase(words, other=self.ties.title(other), mend=phrase(TWO_BODIES))
        if why := self.ties.tie(organization, others):
            return phrase("организация связана с тем, кто применил ({why})", why=why)
        return Phrase()

    def _tied_to_author(self, organization: str, ids: frozenset[str]) -> Phrase:
        if self.ties.current(organization) in map(self.ties.current, ids):
            return phrase("это организация автора")
        for its_id in sorted(ids):
            if self.ties.may_be_one(organization, its_id):
                words = "похоже, это организация автора под другим названием, «{other}»; {mend}"
                return phrase(words, other=self.ties.title(its_id), mend=phrase(TWO_BODIES))
        why = self.ties.tie(organization, ids)
        return phrase("организация связана с автором ({why})", why=why) if why else Phrase()

    def objection_to_replication(self, replication: Replication) -> Phrase:
        """Why a replication is no work of strangers; empty when it is."""
        return self.objection(replication.organization) or self._objection_to_person(
            replication.reporter,
            phrase("рассказал о нём сам автор"),
            "рассказал о нём не посторонний: {why}",
        )

    def objection_to_evaluator(self, outcome: Outcome, source: Practice | Replication) -> Phrase:
        """Why whoever measured an outcome of ``source`` is no stranger. Measuring a practice does not make those who
        apply it independent of it."""
        if outcome.organization is None:
            return phrase("организация, которая измеряла, не названа")
        if isinstance(source, Replication):
            return self.objection(outcome.organization, source.organization)
        return self.objection(outcome.organization) or self._objection_to_exchange(outcome.organization)

    def objection_to_review(self, review: Review) -> Phrase:
        """Why an expert review does not count: the author's own organisation says nothing, neither good nor bad; a
        praise counts from those who are known to be strangers."""
        if review.verdict == "not-recommended":
            return self._tied_to_author(review.organization, self.named)
        return (
            self.objection(review.organization)
            or self._objection_to_person(
                review.expert, phrase("экспертом был сам автор"), "экспертом был не посторонний: {why}"
            )
            or self._objection_to_exchange(review.organization)
        )

    def _objection_to_exchange(self, organization: str) -> Phrase:
        """The authors have spoken well of a practice of whoever speaks well of theirs."""
        found = self.ties.praises(self.named, organization, demo=self.demo)
        return phrase(EXCHANGED, whose=self.ties.title(found[0])) if found else Phrase()

    def objection_to_award(self, organization: str) -> Phrase:
        """Why an award says nothing of the practice: the author's own organisation gave it to itself. A department that
        holds a contest for its schools is no author's organisation."""
        if any(self.ties.one_body(organization, one) for one in self.named):
            return phrase("награду присудила организация автора")
        return Phrase()

    def _objection_to_person(self, person: Person | None, himself: Phrase, tied: str) -> Phrase:
        """Why somebody is no stranger: ``himself`` is said of the author, ``tied`` of those who are tied to him."""
        if person is None:
            return Phrase()
        name = person.name or ""
        if name and any(text.folded(name) == text.folded(one) or text.alike_people(name, one) for one in self.names):
            return himself
        why = self._tied_to_author(person.organization, self.named) if person.organization else None
        return phrase(tied, why=why) if why else Phrase()

    def asides(self, organization: str) -> tuple[str, ...]:
        """What a reader should know of a stranger that counts."""
        places = {place for its_id in self.named if (place := self.ties.place(its_id)).startswith("districts/")}
        return ("в том же районе, что и автор",) if self.ties.place(organization) in places else ()


# --- who has spoken well of whose practice ----------------------------------------------------------------------------


class GoodWord(NamedTuple):
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


def good_words(practices: Iterable[Practice], reviews: Iterable[Review]) -> Iterator[GoodWord]:
    """Every good word of one organisation about a practice of others. A demonstration says nothing of a real one."""
    by_id = {its_id: practice for practice in practices for its_id in (*practice.aliases, practice.id)}
    for review in reviews:
        practice = by_id.get(review.practice)
        if practice and review.verdict != "not-recommended" and review.demo == practice.demo:
            yield GoodWord(review.organization, review, practice, authors_of(practice))
    for practice in {its.key: its for its in by_id.values()}.values():
        for n, outcome in enumerate(practice.outcomes):
            if _is_of_a_stranger(outcome):
                yield GoodWord(outcome.organization or "", practice, practice, authors_of(practice), n)


def praised(found: Iterable[GoodWord], current: Mapping[str, str]) -> dict[tuple[bool, str], dict[str, str]]:
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
