"""An entry as it was filled in becomes plain data of a record: every answer in the record's spelling, or a remark.

Works on the questions of a form, so it does not matter whether a cell of a workbook or of a Word table was filled in.
Data that is in the record's spelling already comes out as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.office import cleaning, typed
from generator.office.filled import Entry, Remark
from generator.office.names import Names, Unclear, folded
from generator.problems import WARNING, nearest
from generator.questions import Question
from generator.sources import Loc

#: fields in which one line of text is an organisation, a community, a role, or a role in one of them
PARTIES = ("roadmap.measures.responsible",)


def understood(questions: Sequence[Question], entry: Entry, names: Names) -> tuple[Entry, list[Remark]]:
    """The entry with every answer understood, and remarks on those that could not be; these are left out of its data.

    Fields that no question asks about stay as they are.
    """
    reader = _Reader(entry, names)
    return replace(entry, data=reader.group(questions, entry.data, ())), reader.remarks


class _Reader:
    """One entry being read; remarks are collected on the way, so that all of them come at once."""

    def __init__(self, entry: Entry, names: Names):
        self._entry, self._names = entry, names
        self.remarks: list[Remark] = []

    def group(self, questions: Sequence[Question], data: Mapping[str, Any], loc: Loc) -> dict[str, Any]:
        by_name = {question.name: question for question in questions}
        unit = str(data.get("unit") or "")
        out = {}
        for name, raw in data.items():
            said = self._answer(by_name[name], raw, (*loc, name), unit) if name in by_name else raw
            if said not in (None, "", [], {}):
                out[name] = said
        return out

    def _answer(self, question: Question, raw: Any, loc: Loc, unit: str) -> Any:
        if question.path in PARTIES:
            return [party for place, one in self._each(raw, loc) for party in self._party(one, place)]
        if question.widget == "group" and isinstance(raw, Mapping):
            return self.group(question.questions, raw, loc)
        if question.widget == "groups" and isinstance(raw, list):
            return [
                self.group(question.questions, one, (*loc, at)) if isinstance(one, Mapping) else one
                for at, one in enumerate(raw)
            ]
        if question.widget in ("choices", "lines"):
            return self._several(question, raw, loc)
        if typed.is_empty(raw) or isinstance(raw, Mapping | list):
            return raw
        with _Remarked(self, loc):
            return typed.value(question, raw, self._names, unit)
        return None

    def _several(self, question: Question, raw: Any, loc: Loc) -> list[str]:
        out: list[str] = []
        for place, one in self._each(raw, loc):
            with _Remarked(self, place):
                for part in typed.parts(question, one, self._names):
                    with _Remarked(self, place):
                        said = typed.value(question, part, self._names)
                        out += [] if said in out else [said]
        return out

    def _each(self, raw: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
        """What a cell holds, or each of several things with its own place."""
        for place, one in [((*loc, at), one) for at, one in enumerate(raw)] if isinstance(raw, list) else [(loc, raw)]:
            if not typed.is_empty(one):
                yield place, one

    def _party(self, raw: Any, loc: Loc) -> Iterator[Mapping[str, Any]]:
        if isinstance(raw, Mapping):
            yield raw
            return
        for said in cleaning.lines(str(raw)):
            with _Remarked(self, loc):
                yield self._one_party(said, loc)

    def _one_party(self, said: str, loc: Loc) -> dict[str, str]:
        if found := self._member(said):
            return found
        for sign in (" — ", " – ", " - ", ": ", ", ", " ("):
            first, parted, last = said.rstrip(")" if sign == " (" else "").partition(sign)
            for name, role in ((first, last), (last, first)) if parted else ():
                if found := self._member(name):
                    return found | {"role": role.strip()}
        # A role nobody has to know; but a name that is nearly that of an organisation may be a slip of the pen.
        kinds = ("organizations/", "associations/")
        guess = nearest(said, [title for key, title in self._names.titles.items() if key.startswith(kinds)])
        if guess and _alike(said, guess):
            message = f"«{said}» записано как должность: организации с таким названием нет"
            hint = f"если это «{guess}», напишите название так; если должность, ничего менять не нужно"
            self.add(loc, Unclear(message, hint, "a-role"), WARNING)
        return {"role": said}

    def _member(self, said: str) -> dict[str, str]:
        for field, kind in (("organization", "organizations"), ("association", "associations")):
            try:
                return {field: self._names.key(said, (kind,)).partition("/")[2]}
            except Unclear as unclear:
                if unclear.code == "ambiguous-name":
                    raise
        return {}

    def add(self, loc: Loc, unclear: Unclear, severity: str = "error") -> None:
        place = self._entry.nearest(loc)
        self.remarks.append(Remark(place, unclear.message, unclear.hint, unclear.code, severity))


class _Remarked:
    """What is unclear inside becomes a remark at the place."""

    def __init__(self, reader: _Reader, loc: Loc):
        self._reader, self._loc = reader, loc

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, fault: BaseException | None, _trace: Any) -> bool:
        if isinstance(fault, Unclear):
            self._reader.add(self._loc, fault)
            return True
        return False


def _alike(one: str, other: str) -> bool:
    """True when two names share most of their words, so that one may be a misspelling of the other."""
    words = [set(re.findall(r"[\w]+", folded(said))) for said in (one, other)]
    return len(words[0] & words[1]) * 2 > len(words[1]) or len(words[1]) == 1
