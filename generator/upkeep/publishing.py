"""A record that was looked at is published: its state changes, and the checks of publishing speak before it does.

In a folder (``publishing``), or in the branch of a request without checking anything out (``requested``): there the
records are data, and nothing of the branch is run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import files
from generator.catalog import Catalog
from generator.channels import proposals, submissions
from generator.channels.checked_base import CheckedBase
from generator.channels.proposals import Destination, NotProposed
from generator.channels.submissions import Proposal
from generator.checks import pictures
from generator.documents import comments, sources
from generator.documents.sources import Source
from generator.problems import Problem, failed
from generator.records import Record, formatter, reading
from generator.settings import Settings
from generator.upkeep.review import git
from generator.upkeep.review.changes import key_of

PUBLISHED = "published"


@dataclass(frozen=True)
class Edited(Proposal):
    """A record with the text that was made for it: what is checked is what will be written."""

    written: str = ""

    @property
    def text(self) -> str:
        """The file's text."""
        return self.written


@dataclass(frozen=True)
class OneLine:
    """What a person would change by hand: the number of the line, the line as it is ("" for a new one) and as it shall
    be."""

    path: str
    number: int
    was: str
    now: str


@dataclass(frozen=True)
class Publishing:
    """What publishing would do: the new texts by path, the titles of these records, the lines to change by hand, the
    records that are published already, drafts that nobody asked for by name, and everything that is wrong. With an
    error nothing may be written."""

    texts: dict[str, str]
    titles: tuple[str, ...]
    lines: tuple[OneLine, ...]
    already: tuple[str, ...]
    drafts: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Return whether something has to be mended first."""
        return failed(self.problems)


@dataclass(frozen=True)
class Request:
    """The branch of a request and the commit at its end."""

    branch: str
    commit: str


def publishing(root: Path, keys: Sequence[str], settings: Settings, *, drafts: bool = True) -> Publishing:
    """Publish the records ``keys`` (``kind/id``) of the base in ``root``: what would be written, and what is wrong.
    ``drafts=False`` leaves those alone that their authors have not finished. Nothing is written here. Raises KeyError
    for an address that no record has."""
    checked = CheckedBase(root, settings)
    loaded, wrong = checked.state().loaded, checked.state().problems
    edited, already, left = [], [], []
    paths = {source.path for key, source in loaded.sources.items() if key in keys}
    unread = [problem for problem in wrong if problem.path in paths and problem.is_error]
    for key in dict.fromkeys(keys):
        record = loaded.records.get(key)
        if record is None:
            if key in loaded.broken:
                continue  # what is wrong with it is among the problems
            raise KeyError(key)
        if record.is_public:
            already.append(_called(record))
        elif record.status == "draft" and not drafts:
            left.append(_called(record))
        else:
            edited.append((record, _edited(record, loaded.sources[key])))
    found: list[Problem] = []
    if edited:
        made, problems = submissions.check_proposals(checked, [one for _, one in edited])
        found = [problem for _, one in edited for problem in problems[one.key]]
        found += _waiting(made, {one.path for _, one in edited})
    return Publishing(
        {one.path: one.text for _, one in edited},
        tuple(_called(record) for record, _ in edited),
        tuple(_line(loaded.sources[one.key], one.text) for _, one in edited),
        tuple(already),
        tuple(left),
        tuple(sorted({*unread, *found})),
    )


def _waiting(found: Catalog, paths: Collection[str]) -> Iterator[Problem]:
    """Pictures and documents of these records that the site will not show yet: whoever publishes has to know, although
    they waited before."""
    for rule in (pictures.pictures_have_rights, pictures.materials_have_a_place):
        yield from (problem for problem in rule(found) if problem.path in paths and not problem.is_error)


def _called(record: Record) -> str:
    return record.title or record.key


def _edited(record: Record, source: Source) -> Edited:
    data = {name: value for name, value in source.data.items() if not (source.body is not None and name == "body")}
    data = formatter.unended(data) | {"status": PUBLISHED}
    notes = comments.read_comments(source)
    spelled = Proposal(record.kind, record.id, data, notes, source.body).text
    return Edited(record.kind, record.id, data, notes, source.body, _in_place(source) or spelled)


def _in_place(source: Source) -> str:
    """The text with nothing but the value of the state changed; "" where that does not give the wanted record."""
    span = source.values.get(("status",))
    if span is None or span.line != span.end_line:
        return ""
    lines = list(source.lines)
    row = lines[span.line - 1]
    lines[span.line - 1] = row[: span.column - 1] + PUBLISHED + row[span.end_column - 1 :]
    written = "\n".join(lines)
    again, wrong = sources.parse(written, source.path)
    same = again is not None and not failed(wrong) and again.data == {**source.data, "status": PUBLISHED}
    return written if same else ""


def _line(source: Source, text: str) -> OneLine:
    now = f"status: {PUBLISHED}"
    span = source.values.get(("status",))
    if span is None:
        number = next((at for at, row in enumerate(text.split("\n"), 1) if row.startswith("status:")), 1)
        return OneLine(source.path, number, "", now)
    was = source.lines[span.line - 1]
    return OneLine(source.path, span.line, was.strip(), now)


# --- the records of a request ----------------------------------------------------------------------------------------


def find_request(root: Path, target: Destination, branch: str, at: str = "") -> Request:
    """The request from ``branch``, which must end with the commit ``at`` where one is given: that is what somebody has
    looked at. A branch of another copy (a fork) is named by its commit alone, which has to be here. Raises
    :class:`NotProposed`."""
    tip = proposals.tip_of(root, target, branch)
    if not tip:
        known = files.GitCommand(root).attempt(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{branch}^{{commit}}"
        )
        tip = known.stdout.decode().strip()
        branch = ""
    if not tip:
        raise NotProposed("Такой ветки нет ни на сервере, ни здесь. Проверьте имя: git branch --all")
    if at and tip != at:
        raise NotProposed("После того как запрос смотрели, его изменили. Посмотрите новое и повторите.")
    return Request(branch, tip)


def requested(root: Path, target: Destination, request: Request, settings: Settings) -> Publishing:
    """Publish every record that the request adds or changes, but drafts: what would be written."""
    found = git.compare(root, target.base, request.commit)
    with files.scratch(found.after) as folder:
        known = reading.load(folder)[0]
        touched = [key_of(one.path) or "" for one in found.files if one.status != "D" and not one.link]
        keys = [key for key in touched if key in known.records or key in known.broken]
        return publishing(folder, [key for key in keys if not key.startswith("vocabularies/")], settings, drafts=False)


def push_published(root: Path, target: Destination, request: Request, found: Publishing) -> proposals.ProposedBranch:
    """Put the published records onto the branch of the request; raises :class:`NotProposed`."""
    first, *more = found.titles
    rest = f" и ещё {len(more)}" if more else ""
    return proposals.propose(
        root,
        {path: text.encode() for path, text in found.texts.items()},
        title=f"data: опубликовано: «{first[:80]}»{rest}",
        body="\n".join(f"- «{title}»" for title in found.titles) if more else "",
        branch=request.branch,
        target=target,
        replace=True,
        expected=request.commit,
    )
