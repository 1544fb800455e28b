"""An entry as it was filled in becomes plain data of a record: every answer in the record's spelling, or a remark.

Works on the questions of a form, so it does not matter whether a cell of a workbook or of a Word table was filled in.
Data that is in the record's spelling already comes out as it is.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator import text
from generator.catalog.forms.questions import Question
from generator.channels.office import cell_words, normalize, people_in_cells, percents, typed
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.names import NameIndex, Unclear
from generator.channels.office.parties import ParsedParty, Parties, party_remarks
from generator.documents.sources import Loc
from generator.problems import ERROR, WARNING
from generator.records.times import When

#: numbers that are counted in the unit of their group
_COUNTED = (*percents.MEASURED, "comparison", "value")
_TERM = f"^(?:{When.pattern})$"
#: fields in which one line of text is an organisation, a community, a role, or a role in one of them
PARTIES = ("roadmap.measures.responsible",)


def interpret_entry(
    questions: Sequence[Question], entry: FilledEntry, names: NameIndex, parties: Parties
) -> tuple[FilledEntry, list[Remark]]:
    """The entry with every answer understood, and remarks on those that could not be; these are left out of its data.

    Fields that no question asks about stay as they are. ``parties`` are those who may be responsible for something.
    """
    reader = _Reader(entry, names, parties)
    data = reader.group(questions, entry.data, ())
    unread = entry.unread | reader.unread
    return replace(entry, data=data, unread=unread), [*reader.remarks, *reader.unread_remarks()]


class _Reader:
    """One entry being read; remarks are collected on the way, so that all of them come at once."""

    def __init__(self, entry: FilledEntry, names: NameIndex, parties: Parties):
        self._entry, self._names, self._known_parties = entry, names, parties
        self._named: list[tuple[ParsedParty, FilePlace]] = []
        self._no_year: list[FilePlace] = []
        self._wordings: dict[Loc, str] = {}
        self.remarks: list[Remark] = []
        self.unread: set[Loc] = set()

    def unread_remarks(self) -> Iterator[Remark]:
        """What is told of all responsible parties and of all terms without a year at once."""
        yield from party_remarks(self._known_parties, self._named)
        if self._no_year:
            count = text.plural(len(self._no_year), "сроке", "сроках", "сроках")
            message = f"в {count} не назван год: записан месяц без года"
            hint = "напишите год в заголовке плана («на 2026/27 учебный год») или в клетках и внесите файл ещё раз"
            yield Remark(self._no_year[0], message, hint, "no-year", WARNING)

    def group(self, questions: Sequence[Question], data: Mapping[str, Any], loc: Loc, unit: str = "") -> dict[str, Any]:
        """The answers of one group; ``unit`` is what the group around it counts its numbers in."""
        by_name = {question.name: question for question in questions}
        data = _with_day_of_start(data)
        unit = self._unit(data) or unit
        out = {}
        for name, raw in data.items():
            its_unit = unit if name in _COUNTED else ""
            value = self._answer(by_name[name], raw, (*loc, name), its_unit) if name in by_name else raw
            if value not in (None, "", [], {}):
                out[name] = value
            if words := self._wordings.get((*loc, name)):
                out.setdefault(f"{name}_wording", words)
        if "unit" in by_name and not out.get("unit") and unit in (percents.PERCENT, percents.RUBLES):
            out["unit"] = unit  # the character stood at the numbers
        if "unit" in by_name and percents.is_percent(unit):
            self._look_for_shares(data, loc)
        return out

    def _unit(self, data: Mapping[str, Any]) -> str:
        """What the numbers of a measured result or of an indicator are counted in."""
        if "indicator" in data:
            with contextlib.suppress(Unclear):  # is told where the indicator is read
                key = self._names.key(str(data["indicator"]), ("indicators",))
                return self._names.units.get(key.partition("/")[2], "")
        return percents.unit_of(data)

    def _look_for_shares(self, data: Mapping[str, Any], loc: Loc) -> None:
        """0,45 where numbers are in per cent: beside «45 %» a mistake, alone perhaps one."""
        parts = {name: normalize.single_line(str(data.get(name) or "")) for name in percents.MEASURED}
        small = [name for name, one in parts.items() if re.fullmatch(r"0[.,]\d+", one)]
        if not small:
            return
        shown = parts[small[0]].replace(".", ",")
        meant = str((Decimal(shown.replace(",", ".")) * 100).normalize().to_integral_value()) if len(shown) < 5 else ""
        example = f": {meant}" if meant else ""
        if any(percents.parse_percent(one) is not None for one in parts.values()):
            message = f"рядом стоят доля ({shown}) и проценты: непонятно, одна ли это единица"
            self.add((*loc, small[0]), Unclear(message, f"впишите оба числа в процентах{example}", "share-or-percent"))
        else:
            message = f"{shown} % — меньше одного процента"
            hint = f"если это доля от единицы, впишите проценты{example}; если верно, ничего менять не нужно"
            self.add((*loc, small[0]), Unclear(message, hint, "below-one-percent"), WARNING)

    def _answer(self, question: Question, raw: Any, loc: Loc, unit: str) -> Any:
        if question.path in PARTIES:
            return self._parties(raw, loc)
        if question.widget == "group" and isinstance(raw, Mapping):
            return self.group(question.questions, raw, loc, unit)
        if question.widget == "groups" and isinstance(raw, list):
            return [
                self.group(question.questions, one, (*loc, at)) if isinstance(one, Mapping) else one
                for at, one in enumerate(raw)
            ]
        if question.widget in ("choices", "lines"):
            return self._several(question, raw, loc)
        if typed.is_empty(raw) or isinstance(raw, Mapping | list):
            return raw
        if question.pattern == _TERM:
            return self._term(raw, loc)
        if not question.required and _needs_a_value(question) and cell_words.says_nothing(str(raw)):
            return None
        with _Remarked(self, loc):
            return typed.parse_value(question, raw, self._names, unit)
        return None

    def _term(self, raw: Any, loc: Loc) -> str | None:
        """A term; words that say more than it are kept for the field beside it."""
        with _Remarked(self, loc):
            term, words = typed.term_and_words(raw, self._entry.period)
            if "--" in term:
                self._no_year.append(self._entry.nearest(loc))
            if words and loc[-1] == "when" and loc[:1] == ("roadmap",):
                self._wordings[loc] = words
            return term
        return None

    def _several(self, question: Question, raw: Any, loc: Loc) -> list[str]:
        out: list[str] = []
        for place, one in self._each(raw, loc):
            with _Remarked(self, place):
                for part in typed.parse_list(question, one, self._names):
                    with _Remarked(self, place):
                        value = typed.parse_value(question, part, self._names)
                        out += [] if value in out else [value]
        return out

    def _each(self, raw: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
        """What a cell holds, or each of several things with its own place."""
        for place, one in [((*loc, at), one) for at, one in enumerate(raw)] if isinstance(raw, list) else [(loc, raw)]:
            if not typed.is_empty(one):
                yield place, one

    def _parties(self, raw: Any, loc: Loc) -> list[Mapping[str, Any]]:
        """Who is responsible, by the lines of a cell, of a workbook or of a Word table."""
        if isinstance(raw, list) and any(isinstance(one, Mapping) for one in raw):
            return raw
        place = self._entry.nearest(loc)
        lines = [line for _, one in self._each(raw, loc) for line in normalize.split_list(str(one))]
        found = self._known_parties.read(lines)
        self._named += [(party, place) for party in found]
        for person in self._known_parties.people(lines):
            self.remarks.append(people_in_cells.person_remark(person, place, self._known_parties.example))
            if not person.role:
                self.unread.add(loc)
        return [dict(party.data) for party in found]

    def add(self, loc: Loc, unclear: Unclear, severity: str = "error") -> None:
        place = self._entry.nearest(loc)
        self.remarks.append(Remark(place, unclear.message, unclear.hint, unclear.code, severity))
        if severity == ERROR:
            self.unread.add(loc)


def _needs_a_value(question: Question) -> bool:
    """Return True for a question that «нет» answers as an empty cell does: a day, a number, a record, a choice without
    such a value."""
    if question.options:
        return not any(label.casefold() == "нет" for _, label in question.options)
    return question.widget in ("number", "date") or bool(question.references) or typed.is_day(question)


def _with_day_of_start(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """An end of which only the hour is written is on the day of the start."""
    hour = re.fullmatch(r"(?:до |в )?(\d{1,2})[:.-](\d\d)", normalize.single_line(str(data.get("end") or "")))
    if not hour or typed.is_empty(data.get("start")):
        return data
    with contextlib.suppress(Unclear):
        start = typed.parse_moment(data["start"])
        if len(start) >= len("2026-12-05"):
            return {**data, "end": f"{start[:10]} {int(hour[1]):02}:{hour[2]}"}
    return data


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
