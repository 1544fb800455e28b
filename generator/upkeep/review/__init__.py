"""A proposed change as a reviewer needs it: what changes in words, what is wrong with it, what to look at.

``review_change`` is the table of contents. ``git`` says which files differ and gives both states of the base;
``changes`` tells the difference as people would, ``remarks`` which problems are the change's own, ``attention`` what a
reviewer should look at and what of it first (its rules: ``new_words``, ``people``, ``contents``, ``vocabularies``,
``consequences``; ``programs`` knows which files decide what runs). ``printed`` and ``markdown`` write it
down for people, forges and programs, ``message`` for the history of git.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import files, site
from generator.catalog import Catalog
from generator.problems import Problem, failed
from generator.settings import Settings
from generator.upkeep.review import attention, changes, git, remarks
from generator.upkeep.review.case import Case
from generator.upkeep.review.changes import RecordChange


@dataclass(frozen=True)
class ChangeReview:
    """All that is to be said of a change.

    ``remarks`` are problems to fix, ``look`` what a reviewer should see, ``left_out`` the number of older problems in
    files that the change does not touch; ``base`` is the common ancestor; ``site_url`` the address of the site whose
    pages explain the codes, empty where nobody has told it; ``after`` is the base as the change makes it,
    ``new`` the addresses of records that were not there before.
    """

    base: str
    changes: tuple[RecordChange, ...]
    remarks: tuple[Problem, ...]
    look: tuple[Problem, ...]
    left_out: int
    files: int
    site_url: str = ""
    after: Catalog | None = field(default=None, repr=False, compare=False)
    new: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Return whether something has to be fixed before the change is accepted."""
        return failed(self.all_problems)

    @property
    def first(self) -> Sequence[Problem]:
        """What is looked at before everything else: what decides what runs, advice on health, advertisements, links out
        and names, in this order."""
        found = [problem for problem in (*self.remarks, *self.look) if attention.comes_first(problem)]
        return sorted(found, key=lambda problem: (attention.weight(problem), problem))

    @property
    def rest(self) -> Sequence[Problem]:
        """Everything else, sorted by path and line."""
        return [problem for problem in self.all_problems if not attention.comes_first(problem)]

    @property
    def all_problems(self) -> Sequence[Problem]:
        """Remarks and what to look at, sorted by path and line."""
        return sorted((*self.remarks, *self.look))


def review_change(root: Path, base: str, settings: Settings, head: str = "") -> ChangeReview:
    """Review the change between the common ancestor of ``base`` and ``head`` (a commit; empty: the folder ``root`` as
    it is now). Raises :class:`files.GitFault` in Russian when there is nothing to compare."""
    found = git.compare(root, base, head)
    with files.scratch(found.before) as older, files.scratch(found.after) as newer:
        before, old_problems = site.check(older, settings)
        after, new_problems = site.check(newer, settings)
    touched = changes.touched(found.files, before, after)
    moved = {one.before.path: one.path for one in touched if one.before is not None and one.after is not None}
    kept, left_out = remarks.select_remarks(old_problems, new_problems, {entry.path for entry in found.files}, moved)
    case = Case(before, after, touched, found.files)
    look = [one for one in attention.look(case) if (one.path, one.code) not in {(p.path, p.code) for p in kept}]
    named = {(one.path, one.line) for one in look if one.code == "review-name"}
    kept = [one for one in kept if one.code != "name-in-text" or (one.path, one.line) not in named]
    return ChangeReview(
        found.base,
        tuple(changes.describe_record_changes(touched, case.names)),
        tuple(kept),
        tuple(look),
        left_out,
        len(found.files),
        settings.site_url,
        after,
        frozenset(one.key for one in touched if one.before is None),
    )
