"""A small base under real git, for tests of reviews: a first commit, then a change that nobody has committed yet."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from support import copy_of_mini

_WHO = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def git(root: Path, *words: str) -> str:
    """Run git in a folder; its output."""
    done = subprocess.run(
        ["git", *words], cwd=root, env=os.environ | _WHO, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
    return done.stdout


def commit(root: Path, message: str = "правка") -> str:
    """Commit everything in the folder; the id of the commit."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD").strip()


def repository(root: Path, before: Mapping[str, str] | None = None) -> Path:
    """The mini base (and the files of ``before``) as the first commit of the branch ``main``."""
    copy_of_mini(root)
    write(root, before or {})
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "начало")
    return root


def push_to_server(root: Path) -> Path:
    """A bare repository beside the base as its ``origin``, which has its main branch; where it lies."""
    server = root.parent / "server.git"
    git(root.parent, "init", "--quiet", "--bare", "--initial-branch=main", server.name)
    git(root, "remote", "add", "origin", f"../{server.name}")
    git(root, "push", "--quiet", "--set-upstream", "origin", "main")
    return server


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files into the folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def edit(root: Path, edits: Mapping[str, Mapping[str, str]]) -> None:
    """Replace texts in files; each must be there once."""
    for name, pairs in edits.items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in pairs.items():
            assert text.count(old) == 1, f"{name}: {old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")


def change(root: Path, case: Mapping) -> None:
    """Apply ``move``, ``remove``, ``files`` and ``edit`` of a case."""
    for old, new in case.get("move", {}).items():
        (root / old).rename(root / new)
    _remove(root, case.get("remove", ()))
    write(root, case.get("files", {}))
    edit(root, case.get("edit", {}))


def _remove(root: Path, names: Iterable[str]) -> None:
    for name in names:
        (root / name).unlink()
