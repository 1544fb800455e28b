"""Roles of a roadmap read once more: the record may know in which organisation a role is, the table does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator import text


def with_roles_kept(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A member of a list completed by what was read: ``new`` over ``old``; a role that ``new`` names without an
    organisation is the party of ``old`` with the same role."""
    known = {_words(party): party for party in old.get("responsible", ()) if party.get("role")}
    out = {**old, **new}
    if "responsible" in new:
        said = new["responsible"]
        out["responsible"] = [known.get(_words(one), one) if set(one) == {"role"} else one for one in said]
    return out


def _words(party: Mapping[str, str]) -> frozenset[str]:
    """The words of a role without endings, order and «и»: «по научной и исследовательской», «по научно-
    исследовательской»."""
    return frozenset(text.stem(word) for word in re.findall(r"\w{3,}", party.get("role", "").lower()))
