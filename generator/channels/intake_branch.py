"""The records of an accepted issue become a branch: one for each issue, a further commit each time it is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.channels import proposals
from generator.channels.proposals import Destination, NotProposed, ProposedBranch
from generator.channels.proposals.targets import PREFIX, fetch_commits
from generator.files import GitCommand


def branch_of_issue(number: int) -> str:
    """The name of the branch: nothing of what somebody wrote is in it."""
    return f"{PREFIX}obrashchenie-{number}"


def propose_issue(root: Path, number: int, records: Mapping[str, str], author: str) -> ProposedBranch:
    """Put the records (path -> text) of issue ``number`` into its branch and send it; ``author`` is a role.

    A record that got another name when the issue was mended takes the place of the former one. Raises
    :class:`NotProposed` and what ``proposals.propose`` raises; then nothing has happened.
    """
    if number < 1 or not records:
        raise NotProposed("Нечего предлагать: нет номера обращения или записей.")
    branch = branch_of_issue(number)
    target = proposals.find_destination(root)
    changed: dict[str, bytes | None] = {path: text.encode() for path, text in records.items()}
    tip = target.heads.get(branch, "")
    if tip:
        changed |= dict.fromkeys(set(_added(root, target, branch)) - changed.keys())
    return proposals.propose(
        root, changed, title=f"data: запись из обращения {number}", branch=branch, author=author, target=target
    )


def _added(root: Path, target: Destination, branch: str) -> list[str]:
    """The records that the branch has brought."""
    git, tip = GitCommand(root), target.heads[branch]
    fetch_commits(git, target.remote, {branch: tip}, prompt=False)
    start = git.attempt("merge-base", tip, target.base).stdout.decode().strip()
    if not start:
        return []  # propose refuses such a branch
    out = git.ask("diff-tree", "-r", "-z", "--name-only", "--relative", "--no-renames", "--diff-filter=A", start, tip)
    return [name for name in out.decode("utf-8", "surrogateescape").split("\0") if name.startswith("data/")]
