"""What a pull brought, in words: new, changed and withdrawn records of each base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import text
from generator.records import KINDS
from generator.records.joined_reading import ForeignBase, ForeignRecord

_MOST_NAMED = 10


def what_came(before: ForeignBase | None, now: ForeignBase) -> Iterator[str]:
    """A line a kind: what the package ``now`` has that the one taken ``before`` had not, or not so, or no longer."""
    old, new = _by_address(before), _by_address(now)
    quiet = True
    for kind, model in KINDS.items():
        here = [key for key in (*old, *new) if key.startswith(f"{kind}/")]
        added = sum(key not in old for key in here)
        changed = sum(key in old and new[key].data != old[key].data for key in new if key in here)
        gone = [key.partition("/")[2] for key in here if key not in new]
        parts = [f"новых {added}"] if added else []
        parts += [f"изменилось {changed}"] if changed else []
        parts += [f"отозвано {len(gone)} ({_named(gone)})"] if gone else []
        if parts:
            quiet = False
            yield f"{model.heading}: {', '.join(parts)}"
    if quiet:
        yield "без изменений, записей: " + text.number(len(new))


def _by_address(base: ForeignBase | None) -> Mapping[str, ForeignRecord]:
    return {one.key: one for one in base.records} if base else {}


def _named(ids: list[str]) -> str:
    more = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")
