"""Pure: which organisations belong together, so that one cannot judge or repeat the other's work as a stranger.

Organisations belong together when one is part of the other, when both are part of a third, or when they are one legal
body (the same ИНН or ОГРН), at whatever distance. What the records do not say is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Ties:
    """``parents`` maps an organisation to the one it is part of, ``bodies`` to its registration numbers, ``places`` to
    its territory, ``titles`` to what people call it, ``aliases`` a former id to the present one."""

    parents: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

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
        """Return whether the organisation has nothing in common with any of ``others``, however far up."""
        own = self._circle(organization)
        return all(own.isdisjoint(self._circle(other)) for other in others)

    def one_body(self, organization: str, other: str) -> bool:
        """Return whether one is the other or a part of it: two buildings of one school are one school."""
        return bool(self._self(organization) & self._circle(other) or self._self(other) & self._circle(organization))

    def distinct(self, organizations: Iterable[str]) -> list[str]:
        """The organisations without those that are another one of the list or a part of it, in order of their ids."""
        found: list[str] = []
        for organization in sorted(set(map(self.current, organizations))):
            if not any(self.one_body(organization, other) for other in found):
                found.append(organization)
        return found

    def _self(self, organization: str) -> frozenset[str]:
        """The organisation with every record of the same legal body, and the body's numbers."""
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
    def _of_body(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for organization, numbers in self.bodies.items():
            for number in numbers:
                found.setdefault(number, []).append(organization)
        return found
