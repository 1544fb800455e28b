"""What a pull brought, in words: new, changed, archived and withdrawn records of each base, and why a base is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from generator import text
from generator.records import KINDS
from generator.records.federation_package import LockedBase
from generator.records.joined_reading import ForeignBase, ForeignRecord
from generator.records.joining import Joined
from generator.settings.federation import ListedBase

_MOST_NAMED = 10


def what_came(before: ForeignBase | None, now: ForeignBase, joined: Joined) -> Iterator[str]:
    """A line a kind: what the package ``now`` has that the one taken ``before`` had not, or not so, or no longer.
    Only what is shown here counts: ``joined`` is all that it becomes part of."""
    loaded = joined.loaded
    taken = {f"{key.partition('/')[0]}/{one.id}" for key, one in loaded.origins.items() if one.base == now.base}
    own = loaded.records.keys() - loaded.origins.keys()
    old, new = _by_address(before), _by_address(now)
    quiet = True
    for kind, model in KINDS.items():
        parts = _parts(kind, old, new, taken, own)
        if parts:
            quiet = False
            yield f"{model.heading}: {', '.join(parts)}"
    if quiet:
        yield f"{'без изменений, записей' if before else 'записей взято'}: {text.number(len(taken))}"


def _parts(
    kind: str,
    old: Mapping[str, ForeignRecord],
    new: Mapping[str, ForeignRecord],
    taken: Collection[str],
    own: Collection[str],
) -> list[str]:
    here = [key for key in new if key.startswith(f"{kind}/") and key in taken]
    added = sum(key not in old for key in here)
    differ = [key for key in here if key in old and new[key].data != old[key].data]
    archived = [key for key in differ if _is_archived(new[key]) and not _is_archived(old[key])]
    changed = len(differ) - len(archived)
    gone = [key for key in old if key.startswith(f"{kind}/") and key not in new and key not in own]
    parts = [f"новых {added}"] if added else []
    parts += [f"изменилось {changed}"] if changed else []
    parts += [f"убрано в архив {len(archived)} ({_named(archived)})"] if archived else []
    return parts + ([f"отозвано {len(gone)} ({_named(gone)})"] if gone else [])


def why_gone(one: LockedBase, listed: Sequence[ListedBase]) -> str:
    """Why a base that was taken in is there no more: the settings say so, or the base that handed it on."""
    by = one.through or one.name
    line = next((it for it in listed if it.name == by), None)
    if line is None:
        return f"базы «{by}» нет в настройке federation"
    return f"база «{by}» её больше не передаёт" if line.handed_on else f"в строке {by} нет handed_on: true"


def _is_archived(one: ForeignRecord) -> bool:
    return one.data.get("status") == "archived"


def _by_address(base: ForeignBase | None) -> Mapping[str, ForeignRecord]:
    return {one.key: one for one in base.records} if base else {}


def _named(keys: list[str]) -> str:
    more = len(keys) - _MOST_NAMED
    return ", ".join(key.partition("/")[2] for key in keys[:_MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")
