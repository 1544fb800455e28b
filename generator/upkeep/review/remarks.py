"""Which problems belong to a change: all of the files it touches, and those that it causes in others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from generator.problems import ERROR, Problem

#: a figure that the records contradict is a warning of the check, and an error for who touches the declaring file
#: (``records.md``, "Indicators"): that is the moment when somebody has both numbers before their eyes
_ERRORS_HERE = ("contradiction",)


def select_remarks(
    before: Iterable[Problem], after: Iterable[Problem], paths: Collection[str], moved: Mapping[str, str]
) -> tuple[list[Problem], int]:
    """The problems to tell, sorted, and how many old ones of untouched files were left out.

    ``paths`` are the files that the change touches, ``moved`` maps former paths of records to the present ones.
    Problems of a touched file are told whether they are old or not; of other files only those that were not there.
    """
    known = Counter(_same(replace(problem, path=moved.get(problem.path, problem.path))) for problem in before)
    selected, left_out = [], 0
    for problem in sorted(after):
        if problem.path in paths:
            selected.append(replace(problem, severity=ERROR) if problem.code in _ERRORS_HERE else problem)
        elif known[_same(problem)] > 0:
            known[_same(problem)] -= 1
            left_out += 1
        else:
            selected.append(problem)
    return selected, left_out


def _same(problem: Problem) -> tuple[str, ...]:
    """What makes two problems of two states one: everything but the place, which moves with the lines above it."""
    return problem.path, problem.code, re.sub(r"\[\d+\]", "[]", problem.field), problem.message
