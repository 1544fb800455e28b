"""A change is looked at as its reviewer will, and becomes a branch only when nothing is wrong with it.

The look is taken at the finished commit, against the branch that it shall be merged into: what a person has changed
beside it does not count, what it needs and lacks does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.channels import proposals
from generator.channels.proposals import Destination, NotProposed, ProposedBranch
from generator.documents import folders
from generator.settings import Settings
from generator.upkeep import review
from generator.upkeep.review import ChangeReview, message
from generator.upkeep.review.changes import key_of
from generator.upkeep.review.git import changed_files, methodical

ANONYMOUS = "Прислано в редакцию"


@dataclass(frozen=True)
class Sent:
    """What became of a change: its review, and its branch (None where the review found errors or nothing is sent)."""

    review: ChangeReview
    branch: ProposedBranch | None
    name: str


@dataclass(frozen=True)
class FolderChanges:
    """What a person has changed in their folder: ``files`` as for ``proposals.propose``; ``since`` is the commit they
    were made from; ``elsewhere`` counts changed files that no proposal takes; ``waiting`` are those that a branch with
    a proposal holds already, with the name of the branch."""

    files: Mapping[str, bytes | None]
    since: str
    elsewhere: int = 0
    waiting: Mapping[str, str] | None = None


def folder_changes(root: Path, target: Destination, chosen: Sequence[Path] = ()) -> FolderChanges:
    """The changes of the working folder below ``data/`` and ``content/``, or of the chosen files and folders alone.

    Without a choice those are left out that a branch with a proposal holds just so: they have been sent. Raises
    :class:`NotProposed` for a link and for a chosen file in which nothing is changed.
    """
    since, found = changed_files(root, target.base)
    fitting = set(methodical([one.path for one in found]))
    wanted = {one.path: one for one in found if one.path in fitting and _is_chosen(root / one.path, chosen)}
    if links := [path for path, one in wanted.items() if one.link]:
        raise NotProposed(f"Это ссылка, а не файл: {links[0]}. Положите на её место сам файл.")
    for path in chosen:
        if not any(_is_chosen(root / name, [path]) for name in wanted):
            what = "Здесь ничего не изменено" if path.exists() else "Такого файла нет, и он не удалён"
            raise NotProposed(f"{what}: {path.relative_to(root)}.")
    contents = {path: None if one.status == "D" else folders.read_whole(root / path) for path, one in wanted.items()}
    waiting = {} if chosen else proposals.held_by(root, target, contents)
    rest = {path: data for path, data in contents.items() if path not in waiting}
    return FolderChanges(rest, since, len(found) - len(fitting), waiting)


def _is_chosen(path: Path, chosen: Sequence[Path]) -> bool:
    return not chosen or any(path == one or path.is_relative_to(one) for one in chosen)


def send(
    root: Path,
    settings: Settings,
    target: Destination,
    changed: Mapping[str, bytes | None],
    *,
    branch: str = "",
    since: str = "",
    by_role: bool = False,
    with_errors: bool = False,
    dry_run: bool = False,
    replace: bool = False,
    prompt: bool = False,
) -> Sent:
    """Review the files and, unless something is wrong (``with_errors`` sends even so) or ``dry_run``, propose them.

    The branch is called after the records where ``branch`` is not given. The message is in the words of the review.
    With ``by_role`` the commit is that of the role and organisation that the new records name, not of who runs this.
    ``since``, ``replace`` and ``prompt`` as for ``proposals.propose``, which says what is raised.
    """
    proposals.refuse_paths(changed)
    name = branch or proposals.branch_name([key_of(path) or path for path in changed])
    looked = review.review_change(root, target.base, settings, proposals.draft(root, target, changed, name))
    if dry_run or (looked.failed and not with_errors):
        return Sent(looked, None, name)
    return Sent(
        looked,
        proposals.propose(
            root,
            changed,
            title=message.commit_title(looked) if looked.changes else f"data: {', '.join(sorted(changed))[:80]}",
            body=message.commit_body(looked),
            branch=name,
            author=(message.proposed_by(looked) or ANONYMOUS) if by_role else "",
            target=target,
            since=since,
            replace=replace,
            prompt=prompt,
        ),
        name,
    )
