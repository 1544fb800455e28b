"""Pure: which organisations belong together, so that one cannot judge or repeat the other's work as a stranger.

Organisations belong together when one is part of the other, when both are part of a third, when they are one legal
body (the same ИНН or ОГРН) or are reached by the same mail or telephone, at whatever distance, or when one governs
education where the other stands. What the records do not say is not known here: an organisation of which they say
neither where it stands nor what it is part of is a stranger to nobody. Two schools of one place whose names may be
those of one are no strangers either, until a number tells them apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator import text
from generator.records.memo import same_if_equal
from generator.records.organizations import Organization
from generator.text import Phrase, phrase

_CONTACTS = {"почта": "у неё та же почта, что у «{other}»", "телефон": "у неё тот же телефон, что у «{other}»"}


@dataclass(frozen=True)
class Ties:
    """``parents`` maps an organisation to the one it is part of, ``bodies`` to its registration numbers, ``places`` to
    its territory, ``titles`` to what people call it, ``aliases`` a former id to the present one. ``governing`` are
    those that govern education in their territory, ``unknown`` those of which the records say too little, ``alike``
    those that may be one under two names. ``praised`` are the organisations whose practices one has spoken well of, by
    its id, and the record where: those of demonstrations apart."""

    parents: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    governing: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    praised: Mapping[tuple[bool, str], Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def impartial(self) -> Ties:
        """The same without who has spoken well of whom."""
        return replace(self, praised={})

    def title(self, organization: str) -> str:
        """What people call it; the id where no record has it."""
        its_id = self.current(organization)
        return self.titles.get(its_id, its_id)

    def place(self, organization: str) -> str:
        """The address of its territory, empty where nobody has said."""
        return self.places.get(self.current(organization), "")

    def current(self, organization: str) -> str:
        """The present id of an organisation that may be called by a former one."""
        return self.aliases.get(organization, organization)

    def apart(self, organization: str, others: Collection[str]) -> bool:
        """Return whether the organisation is known to have nothing in common with any of ``others``, however far
        up."""
        return not self.tie(organization, others)

    def tie(self, organization: str, others: Collection[str]) -> Phrase:
        """What ties the organisation to the first of ``others`` it is tied to, as the end of a sentence; empty when
        they are strangers."""
        one = self.current(organization)
        return next((why for other in sorted(map(self.current, others)) if (why := self._tie(one, other))), Phrase())

    def _tie(self, one: str, other: str) -> Phrase:
        own, its, title = self._circle(one), self._circle(other), self.title(other)
        if one == other:
            return phrase("это та же организация")
        if self._self(one) & self._self(other):
            return phrase(self._one_body_by(one, other), other=title)
        if self.may_be_one(one, other):
            return phrase("похоже, это «{other}» под другим названием", other=title)
        if self._self(one) & its:
            return phrase("в неё входит «{other}»", other=title)
        if self._self(other) & own:
            return phrase("входит в «{other}»", other=title)
        if own & its:
            whole = self.title(self._nearest(one, own & its))
            return phrase("вместе с «{other}» входит в «{whole}»", other=title, whole=whole)
        for member, whom in ((one, other), (other, one)):
            if heads := self._heads(member, whom):
                head, there = self.title(min(heads)), self.title(whom)
                return phrase("«{head}» управляет образованием там, где «{there}»", head=head, there=there)
        for doubtful in (one, other):
            if doubtful in self.unknown:
                return phrase("записи не говорят, где «{doubtful}» и куда входит", doubtful=self.title(doubtful))
        return Phrase()

    def _one_body_by(self, one: str, other: str) -> str:
        """By what two are known for one: a number of the body, else a contact; the way may lead through a third. The
        words leave a place for the ``other``."""
        shared = {mark.partition(":")[0] for mark in {*self.bodies.get(one, ())} & {*self.bodies.get(other, ())}}
        by_contact = min(shared & _CONTACTS.keys(), default="") if shared <= _CONTACTS.keys() else ""
        return _CONTACTS[by_contact] if by_contact else "это одно юридическое лицо с «{other}»"

    def _nearest(self, organization: str, common: Collection[str]) -> str:
        """The first of ``common`` on the way up; any organisation of them where the way leads through a number."""
        seen, one = set(), organization
        while one not in common and one not in seen and one in self.parents:
            seen.add(one)
            one = self.current(self.parents[one])
        return one if one in common else min(one for one in common if one in self.titles)

    def _heads(self, organization: str, other: str) -> list[str]:
        """Who governs education where ``other`` stands: the organisation itself, or the department of a district that
        it is part of. The ministry far above a school governs all the region, and is nobody's neighbour by that."""
        places = {self.places[one] for one in self._circle(other) if one in self.places}
        return [
            head
            for head in self._circle(organization) & self.governing
            if self.places.get(head) in places and (head == organization or self.places[head].startswith("districts/"))
        ]

    def one_body(self, organization: str, other: str) -> bool:
        """Return whether one is the other or a part of it, or both are parts of one body: two buildings of one school
        are one school. Whoever governs education is no body of those below."""
        return not self._bodies_of(organization).isdisjoint(self._bodies_of(other))

    def may_be_one(self, organization: str, other: str) -> bool:
        """Return whether both may be one organisation that is written under two names, or their schools may."""
        if not self.alike:
            return False
        theirs = self._circle(self.current(other))
        return any(not theirs.isdisjoint(self.alike.get(one, ())) for one in self._circle(self.current(organization)))

    def distinct(self, organizations: Iterable[str]) -> list[str]:
        """The organisations without those that are, or may be, another one of the list or a part of it, in order of
        their ids."""
        found: list[str] = []
        for organization in sorted(set(map(self.current, organizations))):
            if not any(self.one_body(organization, other) or self.may_be_one(organization, other) for other in found):
                found.append(organization)
        return found

    def praises(self, organizations: Iterable[str], other: str, *, demo: bool) -> tuple[str, str] | None:
        """Who of the ``organizations`` has spoken well of a practice of ``other``, and the record where; None where
        nobody has."""
        for one in sorted(map(self.current, organizations)):
            speaking = {who for body in self._bodies_of(one) for who in self._speaking.get((demo, body), ())}
            for who in sorted(speaking):
                for author, where in self.praised[demo, who].items():
                    if self.one_body(author, other) and not self.one_body(author, one):
                        return one, where
        return None

    @cached_property
    def _speaking(self) -> Mapping[tuple[bool, str], list[str]]:
        """Who speaks well of anybody, by the bodies they are part of."""
        found: dict[tuple[bool, str], list[str]] = {}
        for demo, who in self.praised:
            for body in self._bodies_of(who):
                found.setdefault((demo, body), []).append(who)
        return found

    def _bodies_of(self, organization: str) -> frozenset[str]:
        own = self._self(organization)
        return own | (self._circle(organization) - self._above_bodies(organization))

    def _above_bodies(self, organization: str) -> frozenset[str]:
        """What of a circle only governs: those bodies and all that is above them."""
        heads = self._circle(organization) & self.governing
        return frozenset(one for head in heads for one in self._circle(head))

    def _self(self, organization: str) -> frozenset[str]:
        """The organisation with every record of the same legal body, and the body's numbers."""
        if organization not in self._selves:
            self._selves[organization] = self._same_body(organization)
        return self._selves[organization]

    def _same_body(self, organization: str) -> frozenset[str]:
        seen, left = set(), [self.current(organization)]
        while left:
            one = left.pop()
            if one not in seen:
                seen.add(one)
                left.extend(self.bodies.get(one, ()))
                left.extend(self._of_body.get(one, ()))
        return frozenset(seen)

    def _circle(self, organization: str) -> frozenset[str]:
        """The organisation, everything it is part of, and the legal bodies of all of them."""
        if organization not in self._circles:
            self._circles[organization] = self._climb(organization)
        return self._circles[organization]

    def _climb(self, organization: str) -> frozenset[str]:
        seen: set[str] = set()
        left = [organization]
        while left:
            for one in self._self(left.pop()) - seen:
                seen.add(one)
                if parent := self.parents.get(one):
                    left.append(parent)
        return frozenset(seen)

    @cached_property
    def _circles(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _selves(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _of_body(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for organization, numbers in self.bodies.items():
            for number in numbers:
                found.setdefault(number, []).append(organization)
        return found


# --- what the records say of organisations ----------------------------------------------------------------------------


def ties_between(
    organizations: Sequence[Organization],
    aliases: Mapping[str, str],
    praised: Mapping[tuple[bool, str], Mapping[str, str]],
) -> Ties:
    """The ties of these organisations; ``aliases`` maps former ids to the present ones, ``praised`` is as of
    :class:`Ties`."""
    numbers = {
        r.id: tuple(f"{name}:{number}" for name, number in (("inn", r.inn), ("ogrn", r.ogrn)) if number)
        for r in organizations
    }
    # The mail of a department many of its schools may give.
    bodies = {r.id: numbers[r.id] + (() if r.type in GOVERNING else _reached_by(r)) for r in organizations}
    return _ties(
        {r.id: r.parent for r in organizations if r.parent},
        {its_id: its for its_id, its in bodies.items() if its},
        {r.id: r.territory for r in organizations if r.territory},
        {r.id: r.short_title or r.title for r in organizations},
        aliases,
        governing=frozenset(r.id for r in organizations if r.type in GOVERNING),
        unknown=frozenset(
            r.id for r in organizations if not (r.territory or r.parent or numbers[r.id] or r.level == "federal")
        ),
        alike=doubles_by_id(organizations),
        praised=praised,
    )


#: the ties that were given last where nothing of them has changed: what was computed of them holds
_ties = same_if_equal(Ties, last=4)
#: kinds of organisations that govern education in their territory
GOVERNING = frozenset({"ministry", "education-department"})
#: contacts that stand for any («info@example.org», «000-00-00»): names of RFC 2606 and numbers of nobody
_NOBODYS = re.compile(r"@example\.(?:org|com|net)$|0{5}$")


def _reached_by(organization: Organization) -> tuple[str, ...]:
    """The mail and the telephones of an organisation: two records that share one are of one organisation."""
    contacts = organization.contacts
    mail, phone = (contacts.email or "", contacts.phone or "") if contacts else ("", "")
    ways = [("почта", one.casefold()) for one in text.mail_addresses(mail)]
    ways += [("телефон", one[-10:]) for one in text.phone_numbers(phone) if len(one) >= 10]
    return tuple(f"{name}:{value}" for name, value in ways if not _NOBODYS.search(value))


# --- organisations that may be one, written under two names -----------------------------------------------------------


def possible_doubles(organizations: Iterable[Organization]) -> Iterator[tuple[Organization, Organization]]:
    """Schools of one place whose names may be those of one, and no number that tells them apart; the later of the two
    comes first."""
    near: dict[Hashable, list[Organization]] = defaultdict(list)
    for record in organizations:
        if record.level == "school" and record.territory:
            near[record.territory, record.demo, text.organization_key(record.title)].append(record)
    for group in near.values():
        for n, record in enumerate(group):
            for other in group[:n]:
                if _may_be_one(record, other):
                    yield record, other


def doubles_by_id(organizations: Iterable[Organization]) -> Mapping[str, frozenset[str]]:
    """The same: the ids of those that an organisation may be one with."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in possible_doubles(organizations):
        found[one.id].add(other.id)
        found[other.id].add(one.id)
    return {its_id: frozenset(others) for its_id, others in found.items()}


def _may_be_one(one: Organization, other: Organization) -> bool:
    if {one.parent, other.parent} & {one.id, other.id} or (one.inn and other.inn) or (one.ogrn and other.ogrn):
        return False
    return text.folded(one.title) == text.folded(other.title) or text.alike_organizations(
        one.title, other.title, exactly=True
    )
