"""A roadmap that was read once more, put into the programme that the base has: nothing that people added gets lost.

The table says numbers, measures, terms and whom it names. Notes and reported progress stand only in the record, and so
may the organisation in which a role is: the record keeps it where the table names the same role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator import text

_KEPT = ("note", "progress")


def merged(record: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a programme with the roadmap (and whatever else ``read`` says) in place of what it had.

    Measures are known by their number. One that the table lacks is gone, because the table is the whole roadmap.
    """
    out = {**record, **{name: value for name, value in read.items() if name not in ("roadmap", "status")}}
    before = {str(one.get("number")): one for one in record.get("roadmap", {}).get("measures", ())}
    measures = [_measure(before.get(str(one.get("number")), {}), one) for one in read["roadmap"]["measures"]]
    out["roadmap"] = {**record.get("roadmap", {}), "measures": measures}
    return out


def _measure(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    out = {name: old[name] for name in _KEPT if name in old} | dict(new)
    if old.get("responsible") and new.get("responsible"):
        out["responsible"] = _parties(old["responsible"], new["responsible"])
    return out


def _parties(old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    known = {_role(party): party for party in old if party.get("role")}
    return [known.get(_role(party), party) if set(party) == {"role"} else party for party in new]


def _role(party: Mapping[str, str]) -> frozenset[str]:
    """The words of a role without endings, order and «и»: «по научной и исследовательской», «по научно-
    исследовательской»."""
    words = re.findall(r"\w{3,}", party.get("role", "").lower())
    return frozenset(text.stem(word) for word in words)
