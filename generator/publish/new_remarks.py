"""What a save brings: a base may have hundreds of warnings, and nobody finds the new one among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.problems import Problem, as_text, failed
from generator.text import plural

_WARNINGS = "предупреждение", "предупреждения", "предупреждений"


class NewRemarks:
    """Knows the warnings of the save before, wherever in their files they stood."""

    def __init__(self) -> None:
        self._before: frozenset[Problem] = frozenset()

    def report(self, found: Sequence[Problem]) -> str:
        """The errors and the new warnings as :func:`as_text` has them, how many warnings there are as before, and how
        many are no more; empty where there is nothing to tell. A save that is refused changes nothing."""
        now = frozenset(map(_anywhere, found))
        shown = [one for one in found if one.is_error or _anywhere(one) not in self._before]
        lines = [as_text(shown)] if shown else []
        if others := len(found) - len(shown):
            words = plural(others, "прежнее предупреждение", "прежних предупреждения", "прежних предупреждений")
            lines.append(f"И {words}, все: metodoteka check" if shown else f"{words}, все: metodoteka check")
        if not failed(found):
            if gone := len(self._before - now):
                lines.append(f"Исправлено: {plural(gone, *_WARNINGS)}.")
            self._before = now
        return "\n".join(lines)


def _anywhere(problem: Problem) -> Problem:
    return replace(problem, line=0, column=0, source="")
