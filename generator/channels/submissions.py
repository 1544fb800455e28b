"""What all channels share: a proposed record gets its name, its canonical form and all remarks of the checks.

A form, an Office file, an editor's desk and a file written by hand differ only before this room. Nothing is written
here; the caller writes the text, and only when nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.forms.questions import Question
from generator.channels.checked_base import CheckedBase
from generator.channels.sent_text import SentFault, SentRecord, join_submission, parse_submission
from generator.checks import gaps
from generator.documents import sources
from generator.documents.comments import Comments
from generator.documents.front_matter import with_body
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import KINDS, formatter, taken_names, validating
from generator.records.reading import Loaded

__all__ = [
    "Proposal",
    "SentFault",
    "SentRecord",
    "as_proposals",
    "check_proposals",
    "demonstrations",
    "join_submission",
    "lay",
    "new_id",
    "parse_submission",
]

MAX_NAME_LENGTH = 60


@dataclass(frozen=True)
class Proposal:
    """A record that somebody sends: its kind and id, and its data as plain values (texts, lists, mappings).

    Of a record that exists ``notes`` are the comments in its file, and ``body`` the Markdown under its fields where it
    is a ``.md`` file.
    """

    kind: str
    id: str
    data: Mapping[str, Any]
    notes: Comments = field(default_factory=Comments)
    body: str | None = None

    @property
    def key(self) -> str:
        """The address ``kind/id``."""
        return f"{self.kind}/{self.id}"

    @property
    def path(self) -> str:
        """The file it becomes, from the root of the base."""
        return f"data/{self.kind}/{self.id}.{'yml' if self.body is None else 'md'}"

    @property
    def text(self) -> str:
        """The file's text."""
        fields = formatter.render(self.kind, self.data, self.notes)
        return fields if self.body is None else with_body(fields, self.body)


def new_id(kind: str, data: Mapping[str, Any], taken: Collection[str] = ()) -> str:
    """The name of a new record: what the record is about, in Latin letters, at most 60 characters, and a number when
    another record has that name already. The form of the site follows the same rule (``tests/cases/ids.yml`` holds both
    to it).

    What a kind is named by stands on its model (``named_by``); ``taken`` are the ids of the kind that exist. Names that
    nobody may have (``addresses``) count as taken.
    """
    prefix, *names = taken_names.naming(kind)
    # A name is forever, also when the Latin «p» in «чеpез» is put right later.
    title = text.in_one_alphabet(" ".join([prefix, *(_about(data, name) for name in names)]))
    base = text.slug(title) if any(character.isalnum() for character in title) else KINDS[kind].kind
    if len(base) > MAX_NAME_LENGTH:
        cut = base[: MAX_NAME_LENGTH + 1]
        base = cut[: cut.rfind("-")] if "-" in cut else base[:MAX_NAME_LENGTH]
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken or name in taken_names.claimed(kind):
        number += 1
    return name


def _about(data: Mapping[str, Any], name: str) -> str:
    value = str(data.get(name.removesuffix("/")) or "")
    return value.rpartition("/")[2] if name.endswith("/") else value


def demonstrations(questions: Sequence[Question], data: Mapping[str, Any], catalog: Catalog) -> Iterator[str]:
    """The addresses of demonstration records that the answers name. A new record that names one is a demonstration
    itself (``demo: true``), because a real one may not; the form of the site follows the same rule (``isDemo``)."""
    for question in questions:
        answer = data.get(question.name)
        for one in answer if isinstance(answer, list) else [answer]:
            if isinstance(one, Mapping):
                yield from demonstrations(question.questions, one, catalog)
            elif one and question.references:
                key = str(one) if len(question.references) > 1 else f"{question.references[0]}/{one}"
                if (record := catalog.find(key)) is not None and record.demo:
                    yield record.key


def as_proposals(records: Iterable[SentRecord], taken: Iterable[str] = ()) -> tuple[list[Proposal], list[Problem]]:
    """The records of a text (``parse_submission``) as proposals, and what is wrong with those that cannot be read as
    YAML: its lines are counted from the beginning of the record. One without an id gets a name that is not among
    ``taken`` (addresses)."""
    proposals: list[Proposal] = []
    problems: list[Problem] = []
    used = {*taken, *(f"{one.kind}/{one.id}" for one in records)}
    for one in records:
        source, its_problems = sources.parse(one.text, f"data/{one.kind}/{one.id or 'bez-imeni'}.yml")
        problems += its_problems
        if source is None or any(problem.is_error for problem in its_problems):
            continue
        of_kind = {key.partition("/")[2] for key in used if key.startswith(f"{one.kind}/")}
        made = Proposal(one.kind, one.id or new_id(one.kind, source.data, of_kind), source.data)
        used.add(made.key)
        proposals.append(made)
    return proposals, problems


def check_proposals(
    base: CheckedBase,
    proposals: Iterable[Proposal],
    unread: Mapping[str, Collection[Loc]] = MappingProxyType({}),
    assets: Iterable[str] = (),
) -> tuple[Catalog, dict[str, list[Problem]]]:
    """The base with the proposals laid over it, and what is wrong with each of them, by its address.

    All hops and rules that ``metodoteka check`` runs. A proposal with the address of a record that exists stands in its
    place. Problems of the rest of the base are left out, but for those that a proposal causes in another record.
    ``assets`` are the files that come along, below ``content``.

    What a person wrote well is checked in the same round as what they did not: a record that has no whole shape, or
    lacks the places ``unread`` (by address) because nobody could read what stood there, meets the rules with something
    supposed in these places (``checks.gaps``).
    """
    state = base.state()
    laid = {proposal.key: proposal for proposal in proposals}
    loaded = state.without(laid.keys(), assets)
    problems = [problem for problem in state.problems if _key(problem.path) not in laid]
    for proposal in laid.values():
        problems += lay(loaded, proposal)
    found, ruled = gaps.examined(loaded, problems, state.linked, unread)
    out: dict[str, list[Problem]] = {key: [] for key in laid}
    for problem in sorted({*problems, *ruled} - state.known | {p for p in problems if _key(p.path) in laid}):
        for key in [_key(problem.path)] if _key(problem.path) in laid else laid if problem.is_error else ():
            out[key].append(problem)
    return found, out


def lay(loaded: Loaded, proposal: Proposal) -> list[Problem]:
    """Put one proposal into what has been read, as ``reading.load`` would; its problems of shape."""
    source, problems = sources.parse(proposal.text, proposal.path)
    record = None
    if source is not None:
        record, more = validating.parse(source)
        problems = [*problems, *more]
        loaded.sources[proposal.key] = source
    if record is None:
        loaded.broken.add(proposal.key)
    else:
        loaded.records[proposal.key] = record
    return problems


def _key(path: str) -> str:
    return path.removeprefix("data/").rpartition(".")[0]
