"""What is said of a record that came through an issue: where, what is wrong, what to write instead.

The answer is public and stays when the sender has mended the text. So no word of it is the sender's: places are named
by lines and by our labels, and what a check quotes of the record is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.channels.intake_text import IssueText
from generator.channels.senders import hint_for_sender
from generator.channels.submissions import Proposal, SentFault, SentRecord, parse_submission
from generator.checks.people import PRIVATE_WORDS, all_texts
from generator.documents import comments
from generator.documents.sources import Loc, Source
from generator.problems import ABOUT_PEOPLE, ERROR, Problem, loc_of, redact_problem
from generator.records import KINDS
from generator.records.common import Person
from generator.records.fields import fields
from generator.text.masked import COVER

_NAMED = "имя человека: записи с именами через обращение не принимаются, даже с согласием"
_CLOSED_WAY = "уберите имя и оставьте роль; если имя нужно, пришлите запись закрытым путём, который назвал методист"
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”")
_NUMBER = re.compile(r"\d[\d .,/-]{3,}\d")
_DIGITS = 5
_TELLING = 7  # so many digits in their order tell a telephone from a date
_MAIL = re.compile(r"[\w.+-]@[\w-]+\.\w")
_WORDS = re.compile(r"\w{4,}|[A-ZА-ЯЁ]\w\w")


@dataclass(frozen=True)
class IntakeRemark:
    """One thing to mend: ``place`` in words of ours («строка 5, поле «Цель»»), what is wrong and what to write instead;
    none of the three repeats what the sender wrote."""

    place: str
    message: str
    hint: str = ""
    severity: str = ERROR
    about_people: bool = False

    @property
    def stops(self) -> bool:
        """Return whether nothing is made of the text while this is in it."""
        return self.severity == ERROR or self.about_people


@dataclass(frozen=True)
class ReadRecord:
    """A sent record as it could be read; without ``source`` it could not."""

    sent: SentRecord
    source: Source | None
    problems: tuple[Problem, ...]
    proposal: Proposal | None = None
    changed: tuple[IntakeRemark, ...] = ()


def of_fault(fault: SentFault, sent: str) -> IntakeRemark:
    """What is wrong with the text around the records."""
    return IntakeRemark(f"строка {fault.line} записи", _without_quotes(fault.message, sent), fault.hint, fault.severity)


def of_problem(problem: Problem, one: ReadRecord) -> IntakeRemark:
    """A problem of the check without a word of the sender's."""
    loc = loc_of(problem.field)
    # Problems of reading count the lines of what was sent, those of rules the lines of the canonical text.
    of_reading = problem in one.problems or one.source is None
    place = f"строка {problem.line} записи" if of_reading and problem.line else place_of(one, loc)
    shown = redact_problem(problem)
    value = _value_at(one.source.data, loc) if one.source else ""
    message, hint = (
        _redacted(words, f"{problem.source} {value}", one) for words in (shown.message, hint_for_sender(shown.hint))
    )
    return IntakeRemark(place, message, hint, problem.severity, problem.code in ABOUT_PEOPLE)


def place_of(one: ReadRecord, loc: Loc) -> str:
    """«строка 5 записи, поле «Шаги» 2: «Сколько минут»»; of a name that is not ours only the line."""
    model: type[BaseModel] | None = KINDS[one.sent.kind]
    named = ""
    for part in loc:
        if isinstance(part, int):
            named += f" {part + 1}"
            continue
        known = fields(model) if model else {}
        if part not in known:
            break
        named += f"{': ' if named else ''}«{known[part].label}»"
        model = known[part].group
    line = one.source.place(loc).line if one.source is not None else 0
    parts = [f"строка {line} записи" if line and loc else "", f"поле {named}" if named else ""]
    return ", ".join(filter(None, parts)) or "запись"


def _value_at(data: Any, loc: Loc) -> str:
    for part in loc:
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return ""
    return data if isinstance(data, str) else ""


def _redacted(words: str, sent: str, one: ReadRecord) -> str:
    """Words of a check without what stands in the line and the value they are about: what is quoted from there, every
    longer word of it, long numbers. Names and values of ours stay."""
    own = _own_words(one.sent.kind)
    words = _without_quotes(words, one.sent.text, own)
    theirs = {word for word in _WORDS.findall(sent) if not word.isdigit() or len(word) >= _DIGITS} - own
    words = _WORDS.sub(lambda found: "…" if found[0] in theirs else found[0], words)
    numbers = _digits_of(sent), _digits_of(one.sent.text)
    return _NUMBER.sub(lambda found: "…" if _is_theirs(found[0], *numbers) else found[0], words)


def _digits_of(written: str) -> str:
    return " ".join(_digits(found[0]) for found in _NUMBER.finditer(written))


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def _is_theirs(number: str, at_place: str, anywhere: str) -> bool:
    """Return whether a long number may repeat one that was sent, in whatever spelling: examples of ours («2025-04-17»)
    have to be read."""
    its = _digits(number)
    parts = [its[at : at + _TELLING] for at in range(max(1, len(its) - _TELLING + 1))]
    return len(its) >= _DIGITS and any(part in (at_place if len(its) < _TELLING else anywhere) for part in parts)


def _without_quotes(words: str, sent: str, own: frozenset[str] = frozenset()) -> str:
    """The words with «…» instead of what they quote from the text that was sent; words of ours stay."""
    folded = sent.casefold()

    def shown(found: re.Match[str]) -> str:
        inner = found[1] if found[1] is not None else found[2]
        piece = inner.rstrip("…").casefold()
        ours = inner in own or (piece not in folded and text.masked(inner) == inner and COVER not in inner)
        return found[0] if ours else "«…»"

    return _QUOTED.sub(shown, words)


@cache  # they are asked for with every remark
def _own_words(kind: str) -> frozenset[str]:
    return frozenset({*KINDS, *_words_of(KINDS[kind])})


def _words_of(model: type[BaseModel]) -> Iterator[str]:
    for name, its in fields(model).items():
        yield from (name, its.label, *its.labels, *its.labels.values(), *_WORDS.findall(its.label))
        if its.group:
            yield from _words_of(its.group)


def people_around(title: str, parts: IssueText) -> Iterator[IntakeRemark]:
    """What of a person stands outside the records: in the heading of the issue, around the record."""
    yield from _people_on("заголовок обращения", title)
    is_quoted = False
    for number, row in parts.around:
        for one in _people_on(f"строка {number} обращения", row):
            is_quoted = True
            yield one
    # A name or a number that goes on in the next line.
    together = "" if is_quoted else text.clean(" ".join(row.strip() for _, row in parts.around))
    if text.find_names(together) or text.personal_data(together):
        yield _about("строки вокруг записи", "похоже, назван человек или его данные")
    inside = {row for one in parse_submission(parts.record)[0] for row in one.text.split("\n")}
    for number, row in enumerate(parts.record.split("\n"), parts.line):
        yield from () if row in inside else _people_on(f"строка {number} обращения", row)


def people_in(one: ReadRecord) -> Iterator[IntakeRemark]:
    """What of a person stands in a record where no rule looks: in its comments and names of fields, anywhere in one
    that cannot be read; a pupil in any text; a name in its field, for which this way is too public."""
    if one.source is None:
        for number, row in enumerate(one.sent.text.split("\n"), 1):
            yield from _people_on(f"строка {number} записи", row)
        return
    for row in comments.comment_texts(one.source):
        yield from _people_on("комментарий в записи", row)
    for loc, span in one.source.keys.items():
        yield from _people_on(f"имя поля в строке {span.line} записи", str(loc[-1]))
    for loc, value in all_texts(one.source.data):
        if text.find_pupils(text.clean(value)):
            yield _about(place_of(one, loc), "похоже, назван ученик")
    for loc in _names(one.source.data, KINDS[one.sent.kind], ()):
        yield IntakeRemark(place_of(one, loc), _NAMED, _CLOSED_WAY, ERROR, True)


def _people_on(place: str, row: str) -> Iterator[IntakeRemark]:
    row = text.clean(row)
    kinds = dict.fromkeys(found.kind for found in text.personal_data(row))
    # Also an address of an organisation: beside a record nobody needs one, and it may be a person's.
    kinds |= dict.fromkeys(["email"] * (_MAIL.search(row) is not None))
    yield from (_about(place, f"похоже, это {PRIVATE_WORDS[kind][0]}") for kind in kinds)
    if text.find_names(row):
        yield _about(place, "похоже, назван человек")
    elif text.find_pupils(row):
        yield _about(place, "похоже, назван ученик")


def _about(place: str, message: str) -> IntakeRemark:
    return IntakeRemark(place, message, "уберите это из обращения: его видят все", ERROR, True)


def _names(data: Any, model: type[BaseModel] | None, loc: Loc) -> Iterator[Loc]:
    """Where the data names a person in the field for that."""
    if isinstance(data, list):
        for at, part in enumerate(data):
            yield from _names(part, model, (*loc, at))
    elif isinstance(data, Mapping) and model is not None:
        if issubclass(model, Person) and data.get("name"):
            yield (*loc, "name")
        for name, its in fields(model).items():
            if its.group and name in data:
                yield from _names(data[name], its.group, (*loc, name))
