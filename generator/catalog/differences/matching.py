"""Which member of a list is which after a change: the same, of the same identity, of like words; never by position."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from generator.catalog.differences.excerpts import rising
from generator.catalog.differences.invisible import looked
from generator.catalog.differences.shown import alike, bag

MOSTLY_NEW = 0.5  # a text that keeps fewer of its words than this counts as rewritten
_MOST_COMPARED = 900  # pairs of members: a list of thousands is compared by identity only

#: fields by which two members are surely the same, the surest first
_IDENTITY = (
    "indicator", "title", "what", "criterion", "number", "year", "period", "occurrence", "document", "url",
    "link", "record", "organization", "association", "level", "area", "role", "text", "group", "state", "date", "when",
    "file", "alt", "given",
)  # fmt: skip


class Pair(NamedTuple):
    """A member before and after: positions in the older and in the newer list."""

    old: int
    new: int


def by_keys(old: Sequence[Any], new: Sequence[Any], keys: Sequence[Callable[[Any], Hashable]]) -> list[Pair]:
    """Members with the same key, the surest key first; a key of None is no key. Sorted; each member at most once."""
    left, right, pairs = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new))), []
    for key in keys:
        waiting: dict[Hashable, list[int]] = {}
        for n in right:
            if (its := key(new[n])) is not None:
                waiting.setdefault(its, []).append(n)
        for n in [*left]:
            if (its := key(old[n])) is not None and waiting.get(its):
                pairs.append(Pair(n, waiting[its].pop(0)))
                del left[n], right[pairs[-1].new]
    return sorted(pairs)


def matched(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Which group of fields (or text) of the older list is which of the newer one."""
    if not old or not new:
        return []
    if isinstance(old[0], str):
        return _alike(old, new, by_keys(old, new, [lambda item: item, looked]))
    if hasattr(old[0], "id"):  # of a vocabulary: another id is another term, unless it says itself that it was renamed
        former = {alias: term.id for term in new for alias in getattr(term, "aliases", ())}
        ids = {term.id for term in new}
        keys = [lambda item: item.id, lambda item: former.get(item.id, item.id if item.id in ids else None)]
        return _alike(old, new, by_keys(old, new, [*keys, lambda item: looked(str(getattr(item, "label", item.id)))]))
    names = [name for name in _IDENTITY if hasattr(old[0], name)]
    return _alike(old, new, by_keys(old, new, [repr, *(_named(name) for name in names)]))


def _named(name: str) -> Callable[[Any], Hashable]:
    def key(item: Any) -> Hashable:
        text = getattr(item, name, None)
        return looked(text) if isinstance(text, str) else text

    return key


def _alike(old: Sequence[Any], new: Sequence[Any], pairs: list[Pair]) -> list[Pair]:
    """The pairs, and members that are left and share most of their words."""
    left = sorted(set(range(len(old))) - {pair.old for pair in pairs})
    right = sorted(set(range(len(new))) - {pair.new for pair in pairs})
    if len(left) * len(right) > _MOST_COMPARED:
        return pairs
    bags = {n: bag(new[n]) for n in right}
    for n in left:
        mine = bag(old[n])
        best = max(right, key=lambda m: alike(mine, bags[m]), default=None)
        if best is not None and alike(mine, bags[best]) > MOSTLY_NEW:
            pairs.append(Pair(n, best))
            right.remove(best)
    return sorted(pairs)


def moved(pairs: Sequence[Pair]) -> list[Pair]:
    """The fewest members whose change of place explains the new order."""
    order = sorted(pairs)
    stayed = set(rising([pair.new for pair in order]))
    return [pair for n, pair in enumerate(order) if n not in stayed]
