"""The records of other bases beside the own ones: one thing stays one, what only has the same name gets another.

Nothing of another base changes an own record, and no own record may refer to one of another base: it can vanish there
any day. What a reference of another base leads to may not have travelled; then it is left out, and with it what cannot
be without it. Whatever is left out, renamed or the same is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from generator import text
from generator.documents.sources import Source
from generator.problems import WARNING, Problem
from generator.records import KINDS, Record, Vocabulary, VocabularyTerm, taken_names
from generator.records.common import TERRITORY
from generator.records.joined import LOCK_FILE, Origin
from generator.records.joined_reading import FieldShape, ForeignBase, ForeignRecord, field_shapes
from generator.records.reading import Loaded
from generator.records.scalars import RefTo, RichText, TermOf
from generator.records.validating import validate

#: fields that tell two things of one name apart where both say them, whatever their titles are
_TELL_APART = (
    "oktmo", "inn", "ogrn", "number", "date", "territory", "region", "organization", "organizer", "parent", "unit",
)  # fmt: skip
#: numbers of Russian registers: the same number is the same thing, whatever it is called
_NUMBERS = ("oktmo", "inn", "ogrn")
#: what one record refers to is decided before it: places, then organisations, then what they issue
_FIRST = ("regions", "districts", "organizations", "documents", "indicators", "programmes", "practices")
#: by these a group without a reference still says what it is about
_NAMING = frozenset(("title", "role", "link", "url"))
#: a town is not the district around it that is called after it
_TOWNS = ("city", "city-okrug")
_MOST_NAMED = 3
_LOST = object()
Keys = Mapping[str, str]


@dataclass(frozen=True)
class SameThing:
    """A record of another base that is here already: the base, its address there, the address here."""

    base: str
    theirs: str
    here: str


@dataclass
class Joined:
    """The own records with those of other bases; ``same`` are those that are here already, ``problems`` what was left
    out, ``notes`` what is to know and needs no hand: records with another name here, terms with other words."""

    loaded: Loaded
    same: list[SameThing] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def joined_with(own: Loaded, bases: Sequence[ForeignBase], without: Mapping[str, str] | None = None) -> Joined:
    """The own records and those of ``bases``, in this order: what an earlier one has is not taken from a later one.
    ``without`` are records (by the address that they get here) that may not come, with the reason."""
    made = Joined(
        replace(
            own,
            records=dict(own.records),
            vocabularies=dict(own.vocabularies),
            sources=dict(own.sources),
            first_published=dict(own.first_published),
            origins={},
            joined_bases=tuple(one.base for one in bases),
        )
    )
    for base in bases:
        _Joining(made, base, without or {}).run()
    return made


def problem_of_base(base: ForeignBase, code: str, what: Iterable[str], message: str, hint: str) -> Problem:
    """A warning about records of a base: the first of them by name, the others by number."""
    text = f"база «{base.base.title}» ({base.base.name}): {message}: {_first(what)}"
    return Problem(LOCK_FILE, 0, 0, base.base.name, code, text, hint, WARNING)


def _first(what: Iterable[str]) -> str:
    named = list(dict.fromkeys(what))
    more = f" и ещё {len(named) - _MOST_NAMED}" if len(named) > _MOST_NAMED else ""
    return "; ".join(named[:_MOST_NAMED]) + more


class _Joining:
    """One base laid beside what is there."""

    def __init__(self, made: Joined, base: ForeignBase, without: Mapping[str, str]):
        self.made, self.base, self.without = made, base, without
        loaded = made.loaded
        self.taken = {*loaded.records, *loaded.broken}
        self.taken |= {f"{one.kind}/{alias}" for one in loaded.records.values() for alias in one.aliases}
        self.by_number = {
            (one.kind, name, number): one.key
            for one in loaded.records.values()
            for name in _NUMBERS
            if (number := getattr(one, name, None))
        }
        self.names: dict[str, str] = {}  # address there -> address here
        self.own: set[str] = set()  # addresses there of what is here already
        self.left_out: dict[str, str] = dict(base.left_out)
        self.terms: dict[tuple[str, str], VocabularyTerm] = {}
        self.other_words: dict[str, None] = {}

    def run(self) -> None:
        """Name every record, read it, and add it."""
        order = {kind: number for number, kind in enumerate(dict.fromkeys((*_FIRST, *KINDS)))}
        ordered = sorted(self.base.records, key=lambda one: (order[one.kind], one.id))
        renamed = [problem for one in ordered if (problem := self._named(one))]
        coming = [one for one in ordered if one.key not in self.own]
        for one in coming:
            if why := self.without.get(self.names[one.key]):
                self._leave(one, why)
        found = self._read(coming)
        alike = [*self._alike(found.values())]
        self._add(found)
        self._tell(renamed, alike)

    # --- names -----------------------------------------------------------------------------------------------------

    def _named(self, one: ForeignRecord) -> str:
        """Decide the address here; what to tell where it is another."""
        if same := self._same(one):
            self.names[one.key] = same
            self.own.add(one.key)
            self.made.same.append(SameThing(self.base.base.name, one.key, same))
            return ""
        if one.key not in self.taken and not taken_names.reason(one.kind, one.id):
            self.names[one.key] = one.key
            self.taken.add(one.key)
            return ""
        stem = f"{self.base.base.name}-{one.id}"[:76].strip("-")
        names = (f"{one.kind}/{stem}" + (f"-{number}" if number > 1 else "") for number in range(1, 10_000))
        self.names[one.key] = next(name for name in names if name not in self.taken)
        self.taken.add(self.names[one.key])
        return f"{one.key} → {self.names[one.key]}"

    def _same(self, one: ForeignRecord) -> str:
        """The address of the same thing here, empty for none."""
        data = {name: self._here(KINDS[one.kind], name, value) for name, value in one.data.items()}
        numbers = [(one.kind, name, number) for name in _NUMBERS if isinstance(number := data.get(name), str)]
        if found := next((self.by_number[number] for number in numbers if number in self.by_number), ""):
            return found
        other = self.made.loaded.records.get(one.key) if KINDS[one.kind].has_pages else None  # figures are compared
        if other is None or other.demo != (data.get("demo") == "true"):
            return ""
        alike = all(_says(other, name) == _plain(data.get(name)) for name in other.same_by)
        return other.key if alike and not any(_contradict(other, name, data) for name in _TELL_APART) else ""

    def _here(self, model: type[BaseModel], name: str, value: Any) -> Any:
        """A value with the address here where it is a reference to something that is decided already."""
        shape = field_shapes(model).get(name)
        marker = next((one for one in shape.markers if isinstance(one, RefTo)), None) if shape else None
        return _reference(marker, self.names, value) if marker and isinstance(value, str) else value

    # --- reading ---------------------------------------------------------------------------------------------------

    def _read(self, coming: Sequence[ForeignRecord]) -> dict[str, tuple[ForeignRecord, Record, Source]]:
        """The records that can be read whole; again without those that cannot, until none refers to one of them."""
        while True:
            left = [one for one in coming if one.key not in self.left_out]
            found = {self.names[one.key]: whole for one in left if (whole := self._whole(one))}
            if all(one.key not in self.left_out for one in left):
                return found

    def _whole(self, one: ForeignRecord) -> tuple[ForeignRecord, Record, Source] | None:
        model, here = KINDS[one.kind], self.names[one.key]
        data = self._group(model, one.data)
        if data is _LOST:
            self._leave(one, "названное в ней не пришло вместе с ней")
            return None
        stem = here.partition("/")[2]
        path = f"bazy/{self.base.base.name}/{here}.json"
        source = Source(path, one.kind, stem, data, "", range(0))
        record, problems = validate(model, source)
        if record is None:
            wrong = next((problem for problem in problems if problem.is_error), None)
            self._leave(one, f"{wrong.field}: {wrong.message}" if wrong else "её не прочесть")
            return None
        return one, record, source

    def _leave(self, one: ForeignRecord, why: str) -> None:
        self.left_out[one.key] = why

    def _group(self, model: type[BaseModel], data: Mapping[str, Any]) -> Any:
        """The fields with addresses and terms of this base; ``_LOST`` where one that has to be is lost."""
        out: dict[str, Any] = {}
        shapes = field_shapes(model)
        for name, value in data.items():
            shape = shapes[name]
            one = self._converter(shape.group, shape.markers)
            if shape.many and isinstance(value, list):
                kept = [now for part in value if (now := one(part)) is not _LOST]
                now = kept if kept or not value else _LOST
            else:
                now = one(value)
            if now is not _LOST:
                out[name] = now
            elif shape.required:
                return _LOST
        return _LOST if len(out) < len(data) and _says_nothing(shapes, out) else out

    def _converter(self, group: type[BaseModel] | None, markers: tuple[Any, ...]) -> Callable[[Any], Any]:
        if group is not None:
            return lambda value: self._group(group, value) if isinstance(value, dict) else value
        for marker in markers:
            if isinstance(marker, RefTo):
                return partial(self._target, marker)
            if isinstance(marker, TermOf):
                return partial(self._term, marker.vocabulary)
            if isinstance(marker, RichText):
                return self._linked
        return lambda value: value

    def _target(self, marker: RefTo, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        key = marker.key(value)
        gone = key not in self.names or key in self.left_out
        return _LOST if gone else _reference(marker, self.names, value)

    def _linked(self, value: Any) -> Any:
        """A text whose links lead to the records here, or to the site of that base."""
        if not isinstance(value, str) or ("](" not in value and "]:" not in value):
            return value
        lines = value.split("\n")
        for href, line, column in sorted(text.links(value), key=lambda it: it[1:], reverse=True):
            row, at = lines[line - 1], column - 1
            if _is_inner(href) and row.startswith(href, at):
                lines[line - 1] = row[:at] + self._address(href) + row[at + len(href) :]
        return "\n".join(lines)

    def _address(self, href: str) -> str:
        path, sign, part = href.partition("#")
        key = path.strip("/").removesuffix(".md")
        if key in self.names and key not in self.left_out:
            return self.names[key] + sign + part
        return self.base.base.url + path.lstrip("/.") + sign + part

    # --- terms -----------------------------------------------------------------------------------------------------

    def _term(self, vocabulary: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        its = self.made.loaded.vocabularies.get(vocabulary)
        theirs = self.base.terms.get(vocabulary, {}).get(value)
        if its is None:
            return _LOST
        if known := its.by_id.get(value):
            if theirs and _folded(theirs["label"]) != _folded(known.label):
                self.other_words[f"{value}: там «{theirs['label']}», здесь «{known.label}»"] = None
            return known.id
        if (vocabulary, value) in self.terms:
            return value
        if theirs is None or value in taken_names.claimed_terms(vocabulary):
            return _LOST
        broader = theirs.get("broader", "")
        try:
            self.terms[vocabulary, value] = VocabularyTerm(
                id=value,
                label=theirs["label"],
                broader=broader if broader in its.by_id else None,
                description=theirs.get("description"),
            )
        except ValidationError:
            return _LOST
        return value

    # --- what comes of it ------------------------------------------------------------------------------------------

    def _add(self, found: Mapping[str, tuple[ForeignRecord, Record, Source]]) -> None:
        loaded = self.made.loaded
        for here, (one, record, source) in found.items():
            loaded.records[here] = record
            loaded.sources[here] = source
            origin = Origin(self.base.base, one.page, one.id, one.evidence_level, one.maturity)
            loaded.origins[here] = origin
            if day := _day(one.first_published):
                loaded.first_published[here] = day
        for name in {vocabulary for vocabulary, _ in self.terms}:
            new = [term for (vocabulary, _), term in sorted(self.terms.items()) if vocabulary == name]
            loaded.vocabularies[name] = _with_terms(loaded.vocabularies[name], new)

    def _alike(self, found: Iterable[tuple[ForeignRecord, Record, Source]]) -> Iterator[str]:
        """Territories that are new by their names and numbers and may be here under another name: their districts and
        figures would stand in two places, or count twice."""
        for one, record, _ in found:
            if one.kind not in TERRITORY or record.demo:
                continue
            for other in self.made.loaded.records.values():
                numbers = getattr(record, "oktmo", None), getattr(other, "oktmo", None)
                if other.kind != one.kind or other.demo or all(numbers):
                    continue
                apart = _contradict(other, "region", {"region": _says(record, "region")})
                apart = apart or (_says(record, "type") in _TOWNS) != (_says(other, "type") in _TOWNS)
                if not apart and text.alike_territories(record.title, other.title):
                    yield f"{one.key} («{record.title}») и {other.key} («{other.title}»)"

    def _tell(self, renamed: Sequence[str], alike: Sequence[str]) -> None:
        problems = self.made.problems
        if alike:
            hint = "если так, пусть обе базы допишут один и тот же ОКТМО (oktmo): тогда останется одна запись"
            problems.append(problem_of_base(self.base, "joined-alike", alike, "похоже, одна и та же территория", hint))
        if self.left_out:
            ask = f"сказать об этом хозяину базы: {self.base.base.contact}"
            why = [f"{key} ({reason})" if key else reason for key, reason in self.left_out.items()]
            problems.append(problem_of_base(self.base, "joined-left-out", why, "не взято", ask))
        name = self.base.base.name
        if renamed:
            self.made.notes.append(f"Имя здесь занято, у записи базы «{name}» оно другое: {_first(renamed)}")
        if self.other_words:
            self.made.notes.append(f"Термин назван здесь иначе, чем в базе «{name}»: {_first(self.other_words)}")


def _with_terms(vocabulary: Vocabulary, terms: Sequence[VocabularyTerm]) -> Vocabulary:
    made = vocabulary.model_copy(update={"terms": (*vocabulary.terms, *terms)})
    made.__dict__.pop("by_id", None)  # what was found in the shorter list
    return made


def _says_nothing(shapes: Mapping[str, FieldShape], left: Mapping[str, Any]) -> bool:
    """Whether a group that has lost something names nobody and nothing any more: a winner of whom only the place is
    left. One that has to say something of itself still does."""
    if any(shape.required for shape in shapes.values()):
        return False
    names = _NAMING | {name for name, shape in shapes.items() if any(isinstance(it, RefTo) for it in shape.markers)}
    return names.isdisjoint(left)


def _reference(marker: RefTo, names: Keys, value: str) -> str:
    key = marker.key(value)
    here = names.get(key, key)
    return here.partition("/")[2] if len(marker.kinds) == 1 else here


def _is_inner(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and not href.startswith("#")


def _says(record: Record, name: str) -> str:
    value = getattr(record, name, None)
    return _plain(None if isinstance(value, BaseModel) else value)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list | tuple) else _folded(str(value).replace("T", " "))


def _contradict(record: Record, name: str, data: Mapping[str, Any]) -> bool:
    one, other = _says(record, name), _plain(data.get(name))
    return bool(one and other and one != other)


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("ё", "е").split())


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        return None


__all__ = ["Joined", "SameThing", "joined_with", "problem_of_base"]
