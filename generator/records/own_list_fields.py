"""A list of the base's own is no field of a record: its terms stand in ``marks``, and whoever writes them elsewhere is
told the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.documents.sources import Source
from generator.problems import Problem
from generator.records.vocabularies import MARKS, Vocabulary, own_lists


def marks_line(written: Mapping[str, Any]) -> str:
    """The line of ``marks`` for terms that were written by their lists."""
    terms = [f"{name}/{term}" for name, value in written.items() for term in _terms(value)]
    return f"{MARKS}: [{', '.join(terms)}]"


def marks_meant(problem: Problem, source: Source, vocabularies: Mapping[str, Vocabulary]) -> Problem:
    """``problem`` with the line to write, if it is of a field that is called as a list of the base's own."""
    its = next((one for one in own_lists(vocabularies, source.folder) if one.id == problem.field), None)
    if problem.code != "unknown-field" or its is None:
        return problem
    known = {term.id for term in its.terms}
    terms = [term for term in _terms(source.data.get(its.id)) if term in known] or sorted(known)[:1]
    hint = f"термин своего списка пишут в marks, список/термин: {marks_line({its.id: terms})}"
    return replace(problem, hint=hint, replacement="")


def _terms(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str) and one.strip():
            yield one.strip()
