"""What git knows of the records: who changed what last, and what changed of late. Reading only.

A base that is no git checkout (an archive, a folder on a share) has no history, and one that was fetched without its
past (a shallow clone) has none that could be trusted: everything that builds on it then says less, and nothing wrong.
"""

from __future__ import annotations

import datetime as dt
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

WATCHED = ("data", "content")
_ADDED, _CHANGED, _REMOVED = "added", "changed", "removed"
_STATUS = {"A": _ADDED, "M": _CHANGED, "T": _CHANGED, "D": _REMOVED}


@dataclass(frozen=True)
class Version:
    """The last commit that touched a file: its short name and its day (UTC)."""

    commit: str
    date: dt.date


@dataclass(frozen=True)
class FileChange:
    """What happened to a file on a day: ``added``, ``changed`` or ``removed``."""

    date: dt.date
    path: str
    what: str


@dataclass(frozen=True)
class History:
    """``versions`` of the files by path from the base's root; ``changes``, the latest first, one a file and day."""

    versions: Mapping[str, Version] = field(default_factory=dict)
    changes: tuple[FileChange, ...] = ()

    def since(self, day: dt.date) -> tuple[FileChange, ...]:
        """The changes of ``day`` and after it."""
        return tuple(change for change in self.changes if change.date >= day)


def read(root: Path) -> History:
    """The history of the records and pages of the base at ``root``; an empty one where git has none or there is no git.

    One call of git for everything. It runs nothing that the repository could name: no pager, no external comparison, no
    signature check.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return History()
    mark = secrets.token_hex(8)  # the beginning of a commit in the answer: nothing that a file could be called
    log = _git(
        root, "log", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative",
        "--name-status", "-z", f"--format={mark}%h %ct", "--", *WATCHED,
    )  # fmt: skip
    return _history(log.split(mark)[1:])


def head(root: Path) -> str:
    """What the history of ``root`` depends on: its last commit, and whether it was fetched whole; empty where git knows
    none."""
    return _git(root, "rev-parse", "--is-shallow-repository", "HEAD")


def commits_with(root: Path, name: str) -> int:
    """How many commits put ``name`` into a file or took it out; 0 where git has no history to ask."""
    return len(_git(root, "log", "--all", "--no-ext-diff", "--format=%h", "-S", name, "--", *WATCHED).split())


def _history(commits: list[str]) -> History:
    versions: dict[str, Version] = {}
    changes: dict[tuple[dt.date, str], str] = {}
    gone: set[str] = set()
    for part in commits:
        head, *rest = part.strip("\0").split("\0")
        commit, seconds = head.split()
        date = dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
        names = [name.lstrip("\n") for name in rest if name]
        for letter, path in zip(names[::2], names[1::2], strict=False):
            what = _STATUS.get(letter[:1], _CHANGED)
            if path not in versions and path not in gone:
                if what == _REMOVED:
                    gone.add(path)
                else:
                    versions[path] = Version(commit, date)
            # Git tells the latest first: a file added and fixed on one day was added, one removed is gone.
            before = changes.get((date, path))
            changes[date, path] = _ADDED if what == _ADDED and before == _CHANGED else before or what
    ordered = sorted(changes.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1]))
    return History(versions, tuple(FileChange(date, path, what) for (date, path), what in ordered))


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "--no-pager", *words],
            capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except OSError:  # no git on this machine
        return ""
    return done.stdout if done.returncode == 0 else ""
