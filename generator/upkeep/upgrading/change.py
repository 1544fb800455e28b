"""One file of a base as an upgrade leaves it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """``text`` is what stands in the file afterwards, None where the file goes; ``notes`` are sentences about it. A
    change without a text that says only what a person has to do has ``by_hand``."""

    path: str
    text: str | None
    notes: tuple[str, ...]
    by_hand: bool = False
