"""What a change is, by git: the files that differ from the common ancestor, and both states of the base.

Only git's own reading commands run (``files.git_command``). Nothing of the change is ever executed, and nothing is
checked out: the contents come as bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.documents.sources import MAX_BYTES
from generator.files import GitCommand, GitFault

_LINKS = ("120000", "160000")  # a symbolic link, a repository inside
_READ = (".yml", ".md")


@dataclass(frozen=True)
class ChangedFile:
    """A file that the change touches: ``status`` is A (added), M (modified) or D (deleted); ``link`` is true for a
    symbolic link or a repository inside."""

    path: str
    status: str
    link: bool = False


#: path -> content, a file on disk, or the size of a file too large to read
Tree = Mapping[str, bytes | Path | int]


@dataclass(frozen=True)
class GitComparison:
    """``base`` is the common ancestor, ``head`` the newer state (empty: the working folder), both as full commit ids;
    ``before`` and ``after`` hold what the checks read, ``files`` everything that differs."""

    base: str
    head: str
    files: tuple[ChangedFile, ...]
    before: Tree
    after: Tree


def changed_files(root: Path, base: str) -> tuple[str, tuple[ChangedFile, ...]]:
    """The common ancestor of ``base`` and the commit that is checked out, and the files of the working folder that
    differ from it. Raises :class:`GitFault`."""
    git = _Compared(root)
    ancestor = git.ancestor(git.commit(base), git.commit("HEAD"), base)
    return ancestor, git.changed(ancestor, "")


def tree_of(root: Path, commit: str) -> Tree:
    """What the checks read of the base as it is in ``commit``. Raises :class:`GitFault`."""
    return _Compared(root).tree(commit)


def compare(root: Path, base: str, head: str = "") -> GitComparison:
    """The change between the common ancestor of ``base`` and ``head``, and ``head`` (empty: the working folder with all
    files that git does not ignore). Paths count from ``root``. Raises :class:`GitFault`."""
    git = _Compared(root)
    base_commit = git.commit(base)
    head_commit = git.commit(head) if head else ""
    ancestor = git.ancestor(base_commit, head_commit or git.commit("HEAD"), base)
    files = git.changed(ancestor, head_commit)
    after = git.tree(head_commit) if head_commit else git.folder()
    return GitComparison(ancestor, head_commit, files, git.tree(ancestor), after)


class _Compared:
    """One repository whose states are compared."""

    def __init__(self, root: Path):
        self._root = root
        self._git = GitCommand(root)

    def commit(self, name: str) -> str:
        """The full id of a commit that somebody named."""
        done = self._git.attempt("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if done.returncode:
            if name == "HEAD":
                raise GitFault("В репозитории ещё нет ни одной правки: сначала сделайте git commit.")
            raise GitFault(
                f"git не знает «{name}». Укажите ветку или правку, которая есть в этой копии (например origin/main); "
                "список веток: git branch --all, обновить его: git fetch origin" + self._hint_of_depth()
            )
        return done.stdout.decode().strip()

    def ancestor(self, base: str, head: str, name: str) -> str:
        """The best common ancestor of two commits."""
        done = self._git.attempt("merge-base", base, head)
        if done.returncode:
            raise GitFault(
                f"У этой правки нет общего предка с «{name}»."
                + (self._hint_of_depth() or " Проверьте, та ли ветка указана в --base.")
            )
        return done.stdout.decode().split()[0]

    def _hint_of_depth(self) -> str:
        if self._git.attempt("rev-parse", "--is-shallow-repository").stdout.strip() != b"true":
            return ""
        return (
            ". Копия репозитория неполная: скачайте историю целиком (git fetch --unshallow; в GitHub Actions — "
            "fetch-depth: 0, в GitLab — GIT_DEPTH: 0)"
        )

    def changed(self, base: str, head: str) -> tuple[ChangedFile, ...]:
        """What differs, sorted by path; without ``head`` the working folder with its new files."""
        which = (base, head) if head else (base,)
        listing = self._git.ask(
            "diff", "--raw", "-z", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv",
            "--ignore-submodules=dirty", *which, "--",
        )  # fmt: skip
        fields = iter(listing.split(b"\0"))
        found: dict[str, ChangedFile] = {}
        for head_of in fields:
            if head_of:
                _, mode, _, _, status = head_of.decode().split(" ")
                path = os.fsdecode(next(fields))
                found[path] = ChangedFile(path, {"A": "A", "D": "D"}.get(status[0], "M"), mode in _LINKS)
        if not head:
            for path in self._listed("--others", "--exclude-standard"):
                found[path] = ChangedFile(path, "A", (self._root / path).is_symlink())
        return tuple(found[path] for path in sorted(found))

    def tree(self, commit: str) -> dict[str, bytes | Path | int]:
        """The files of a commit that the checks read."""
        wanted: dict[str, str] = {}
        found: dict[str, bytes | Path | int] = {}
        for row in self._git.ask("ls-tree", "-r", "-z", "-l", commit).split(b"\0"):
            if not row:
                continue
            facts, _, name = row.partition(b"\t")
            mode, kind, blob, size = facts.decode().split()
            path = os.fsdecode(name)
            if kind != "blob" or mode in _LINKS or not _matters(path):
                continue
            if not _is_read(path):
                found[path] = b""
            elif int(size) > MAX_BYTES:
                found[path] = int(size)
            else:
                wanted[path] = blob
        return found | self._blobs(wanted)

    def _blobs(self, wanted: Mapping[str, str]) -> dict[str, bytes | Path | int]:
        """The contents of many files by their ids, in one run."""
        ids = sorted(set(wanted.values()))
        if not ids:
            return {}
        out = self._git.ask("cat-file", "--batch", given="".join(f"{one}\n" for one in ids).encode())
        by_id, at = {}, 0
        while at < len(out):
            end = out.index(b"\n", at)
            name, kind, *size = out[at:end].decode().split()
            if kind != "blob":
                raise GitFault(
                    f"В этой копии нет содержимого {name}: она неполная. Скачайте её заново: git clone АДРЕС"
                )
            by_id[name] = out[end + 1 : end + 1 + int(size[0])]
            at = end + 1 + int(size[0]) + 1
        return {path: by_id[blob] for path, blob in wanted.items()}

    def folder(self) -> dict[str, bytes | Path | int]:
        """The files of the working folder that the checks read; what git ignores and links are left out."""
        found: dict[str, bytes | Path | int] = {}
        inside = self._root.resolve()
        for path in self._listed("--cached", "--others", "--exclude-standard"):
            here = self._root / path
            if not _matters(path) or here.is_symlink() or not here.is_file():
                continue
            if not here.resolve().is_relative_to(inside):
                continue
            size = here.lstat().st_size
            found[path] = b"" if not _is_read(path) else size if size > MAX_BYTES else here
        return found

    def _listed(self, *which: str) -> Iterator[str]:
        """Names of files of the working folder."""
        return (os.fsdecode(name) for name in self._git.ask("ls-files", "-z", *which).split(b"\0") if name)


def _matters(path: str) -> bool:
    """Return True for files that reading the base sees: all of data/, the pages of content/, the settings of the site
    (walked as data, see ``configuration``)."""
    return path.startswith("data/") or path == "mkdocs.yml" or (path.startswith("content/") and path.endswith(".md"))


def _is_read(path: str) -> bool:
    return path.endswith(_READ) or path in ("data/addresses.txt", "data/first-published.txt", "mkdocs.yml")


def methodical(paths: Sequence[str]) -> list[str]:
    """Of these paths those that methodists write: records, vocabularies, pages and their pictures."""
    return [path for path in paths if path.startswith(("data/", "content/")) and not path.startswith("data/schemas/")]
