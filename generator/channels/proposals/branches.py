"""The branch of a proposal: its name, its commit made beside everything, what must not be undone, and the sending."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed_copy
from pathlib import Path
from urllib.parse import urlsplit

from generator import files, text
from generator.channels.proposals.targets import (
    PREFIX,
    Destination,
    NotProposed,
    fetch_commits,
    find_destination,
    server_refusal,
)  # fmt: skip
from generator.files import GitCommand
from generator.settings.forge import request_address

TRAILER = "Metodoteka: propose"
"""The last line of the message of every commit made here: by it the next run knows its own."""

_NOBODY = ("Методотека", "metodoteka@metodoteka.invalid")
_TRIES = 3  # pushes, when somebody else pushes to the same branch at the same moment


class _Behind(Exception):
    """Somebody has pushed to the branch since it was looked at."""


@dataclass(frozen=True)
class ProposedBranch:
    """A branch with a proposal: its commit, the page where the request opens ("" where the forge is not known, or the
    branch was not sent), what happened to it (``new``, ``updated`` or ``same``: it was there already), and whether it
    is on the server."""

    branch: str
    commit: str
    address: str
    fate: str
    sent: bool


def branch_name(keys: Sequence[str]) -> str:
    """The branch for a proposal of these records (``kind/id``), the same for the same records every time. The ids are
    made of titles, never of people's names or the names of their files."""
    first, *more = sorted(set(keys))
    name = PREFIX + "-".join(text.slug(part) for part in first.split("/"))
    if not more:
        return name
    mark = hashlib.sha256("\n".join((first, *more)).encode()).hexdigest()[:6]
    return f"{name}-i-eshche-{len(more)}-{mark}"


# --- the commit ------------------------------------------------------------------------------------------------------


def draft(root: Path, target: Destination, changed: Mapping[str, bytes | None], branch: str = "") -> str:
    """The proposal as a commit that no branch leads to, to be looked at before it is sent."""
    git = GitCommand(root)
    parents, start = _beginning(git, target, _tip(git, target, branch)) if branch else ((target.base,), target.base)
    return _commit(git, _tree(git, start, changed), parents, "проба", "")


def propose(
    root: Path,
    changed: Mapping[str, bytes | None],
    *,
    title: str,
    body: str = "",
    branch: str,
    author: str = "",
    target: Destination | None = None,
    since: str = "",
    replace: bool = False,
    expected: str = "",
    prompt: bool = False,
) -> ProposedBranch:
    """Put files (path from the base's root -> content, None for one that goes) into the branch and send it.

    ``title`` and ``body`` are the message of the commit; ``author`` is a role that stands in place of a name («учитель,
    МБОУ СОШ № 5»), without it the commit is that of whoever runs this. ``target`` says where to; without it
    ``find_destination`` is asked. ``since`` is the commit that the files were made from (default: the main branch as it
    is now): what has changed there since is not overwritten. Commits of others on the same branch that touch the same
    files are not either, unless ``replace`` says so; ``expected`` is the commit that the branch must end with, when the
    files were made from it. With ``prompt`` git may ask the person at the terminal for a password.

    Nothing is checked here but the paths: they lie below ``data/`` or ``content/``. Raises :class:`NotProposed` and
    :class:`GitFault`; then nothing has happened.
    """
    git = GitCommand(root)
    refuse_paths(changed)
    target = target or find_destination(root, prompt=prompt)
    _refuse_branch(git, target, branch)
    _refuse_moved(git, target, changed, since)
    message = "\n\n".join(part for part in (title.strip(), body.strip(), TRAILER) if part)
    for _ in range(_TRIES):
        try:
            return _once(
                git, changed, target, branch, message, author, replace=replace, expected=expected, prompt=prompt
            )
        except _Behind:
            now = find_destination(root, remote=target.remote, into=target.into, prompt=prompt)
            target = changed_copy(target, base=now.base, heads=now.heads)
    raise NotProposed(f"Ветку «{branch}» всё время меняет кто-то ещё. Повторите через минуту.")


def _once(
    git: GitCommand, changed: Mapping[str, bytes | None], target: Destination, branch: str, message: str, author: str,
    *, replace: bool, expected: str, prompt: bool,
) -> ProposedBranch:  # fmt: skip
    tip = _tip(git, target, branch, prompt=prompt)
    if expected and tip != expected:
        raise NotProposed(f"Ветку «{branch}» успели изменить. Посмотрите её ещё раз и повторите.")
    parents, start = _beginning(git, target, tip)
    tree = _tree(git, start, changed)
    if tree == git.line("rev-parse", f"{start}^{{tree}}"):
        if start != tip:
            raise NotProposed("Предлагать нечего: в основной ветке всё уже так.")
        return ProposedBranch(branch, tip, _address(target, branch), "same", bool(target.remote))
    if start == tip and not replace:
        _refuse_foreign_work(git, target, tip, changed, branch)
    commit = _commit(git, tree, parents, message, author)
    output = ""
    if target.remote:
        output = _push(git, target, branch, commit, prompt=prompt)
    elif git.attempt("update-ref", f"refs/heads/{branch}", commit, tip).returncode:
        raise NotProposed(f"Ветку «{branch}» только что изменил кто-то ещё. Повторите команду.")
    address = _address(target, branch) or _address_in(output, target)
    return ProposedBranch(branch, commit, address, "updated" if tip else "new", bool(target.remote))


def _tip(git: GitCommand, target: Destination, branch: str, *, prompt: bool = False) -> str:
    """The commit at the end of the branch, "" where there is no such branch."""
    tip = target.heads.get(branch, "")
    if tip and target.remote:
        fetch_commits(git, target.remote, {branch: tip}, prompt)
    return tip


def _beginning(git: GitCommand, target: Destination, tip: str) -> tuple[tuple[str, ...], str]:
    """The parents of the next commit, and the one whose files it begins with.

    A branch that has been merged begins anew from the main branch: also where the forge made one new commit of it
    («squash»), which git alone does not see.
    """
    if not tip or _is_ancestor(git, tip, target.base):
        return (target.base,), target.base
    found = git.attempt("merge-base", tip, target.base)
    if found.returncode:
        raise NotProposed("У этой ветки нет общего предка с основной. Удалите её на сервере и повторите.")
    own = _names(git, found.stdout.decode().split()[0], tip)
    if own.isdisjoint(_names(git, tip, target.base)):
        return (tip, target.base), target.base
    return (tip,), tip


def _is_ancestor(git: GitCommand, one: str, other: str) -> bool:
    return git.attempt("merge-base", "--is-ancestor", one, other).returncode == 0


def _names(git: GitCommand, one: str, other: str) -> set[str]:
    """Paths from the base's root that differ between two commits."""
    out = git.ask("diff-tree", "-r", "-z", "--name-only", "--relative", "--no-renames", one, other)
    return {name.decode("utf-8", "surrogateescape") for name in out.split(b"\0") if name}


def _tree(git: GitCommand, start: str, changed: Mapping[str, bytes | None]) -> str:
    """The tree of ``start`` with the files laid over it, made in an index of its own."""
    prefix = git.line("rev-parse", "--show-prefix")
    written = {path: data for path, data in changed.items() if data is not None}
    with files.scratch({str(at): data for at, data in enumerate(written.values())}) as folder:
        index = {"GIT_INDEX_FILE": str(folder / "index")}
        names = "".join(f"{folder / str(at)}\n" for at in range(len(written)))
        ids = git.line("hash-object", "-w", "--no-filters", "--stdin-paths", given=names.encode()).split()
        rows = [f"100644 {its_id}\t{prefix}{path}" for path, its_id in zip(written, ids, strict=True)]
        rows += [f"0 {'0' * len(start)}\t{prefix}{path}" for path, data in changed.items() if data is None]
        git.ask("read-tree", start, env=index)
        git.ask("update-index", "-z", "--index-info", given="".join(f"{row}\0" for row in rows).encode(), env=index)
        return git.line("write-tree", env=index)


def _commit(git: GitCommand, tree: str, parents: Sequence[str], message: str, author: str) -> str:
    """A commit that no branch leads to yet."""
    who: dict[str, str] = {}
    if git.attempt("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT").returncode:
        # git would make up a name from that of the computer and its user.
        for part in ("AUTHOR", "COMMITTER"):
            who |= {f"GIT_{part}_NAME": _NOBODY[0], f"GIT_{part}_EMAIL": _NOBODY[1]}
    if role := re.sub(r"[<>\x00-\x1f]+", " ", author).strip():
        who |= {"GIT_AUTHOR_NAME": role, "GIT_AUTHOR_EMAIL": _NOBODY[1]}
    before = [word for parent in parents for word in ("-p", parent)]
    return git.line("commit-tree", *before, "-F", "-", tree, given=message.encode(), env=who)


# --- what is refused -------------------------------------------------------------------------------------------------


def refuse_paths(changed: Mapping[str, bytes | None]) -> None:
    """Raise :class:`NotProposed` for a proposal of nothing, :class:`FileFault` for a path that leads elsewhere."""
    if not changed:
        raise NotProposed("Предлагать нечего: в папках data и content ничего не изменено.")
    for path in changed:
        if not files.safe_relative(path).startswith(("data/", "content/")):
            raise NotProposed(f"Предложить можно только файлы из папок data и content, а {path} лежит не там.")


def _refuse_branch(git: GitCommand, target: Destination, branch: str) -> None:
    if git.attempt("check-ref-format", "--branch", branch).returncode:
        raise NotProposed(f"Имя ветки «{branch}» git не примет. Годятся латинские буквы, цифры, дефисы и косая черта.")
    if branch == target.into:
        raise NotProposed(f"«{branch}» — основная ветка: предложение кладут в отдельную, её потом принимают.")
    if not target.remote and f"branch refs/heads/{branch}\n" in git.line("worktree", "list", "--porcelain") + "\n":
        raise NotProposed(f"Ветка «{branch}» открыта в рабочей папке. Перейдите на основную: git switch {target.into}")


def _refuse_moved(git: GitCommand, target: Destination, changed: Mapping[str, bytes | None], since: str) -> None:
    """A file that the main branch has changed since ours was made from it would be overwritten."""
    if not since or since == target.base:
        return
    moved = sorted(_names(git, since, target.base) & set(changed))
    moved = [path for path in moved if _content(git, target.base, path) != changed[path]]
    if moved:
        where = f"{target.remote} {target.into}".strip()
        raise NotProposed(
            f"Эти файлы с тех пор изменили и в ветке «{target.into}»:\n"
            + "".join(f"  {path}\n" for path in moved)
            + f"Возьмите её изменения (git pull {where}), соедините со своими и повторите."
        )


def tip_of(root: Path, target: Destination, branch: str) -> str:
    """The commit at the end of a branch there, fetched; "" where there is no such branch."""
    return _tip(GitCommand(root), target, branch)


def accept(root: Path, changed: Mapping[str, bytes | None], *, title: str, target: Destination, since: str = "") -> str:
    """Put files straight onto the main branch, for what a job of the base's own makes; the commit, "" where the branch
    has them already. Raises :class:`NotProposed`, also where the branch is protected."""
    git = GitCommand(root)
    refuse_paths(changed)
    _refuse_moved(git, target, changed, since)
    tree = _tree(git, target.base, changed)
    if tree == git.line("rev-parse", f"{target.base}^{{tree}}"):
        return ""
    commit = _commit(git, tree, (target.base,), f"{title}\n\n{TRAILER}", "")
    try:
        _push(git, target, target.into, commit, prompt=False)
    except _Behind:
        raise NotProposed(f"Ветку «{target.into}» успели изменить. Повторите.") from None
    return commit


def content_on(root: Path, target: Destination, branch: str, path: str) -> bytes | None:
    """A file as it is on a branch there, None where either is missing."""
    git = GitCommand(root)
    tip = _tip(git, target, branch)
    return _content(git, tip, path) if tip else None


def _content(git: GitCommand, commit: str, path: str) -> bytes | None:
    found = git.attempt("cat-file", "blob", f"{commit}:./{path}")
    return found.stdout if found.returncode == 0 else None


def _refuse_foreign_work(
    git: GitCommand, target: Destination, tip: str, changed: Mapping[str, bytes | None], branch: str
) -> None:
    """Commits of others on our branch that touch the same files would be undone."""
    theirs = git.line(
        "log", "--format=%h %s", "--no-show-signature", "--invert-grep", f"--grep=^{TRAILER}$", f"{target.base}..{tip}",
        "--", *changed,
    )  # fmt: skip
    if theirs:
        raise NotProposed(
            f"На ветке «{branch}» эти же файлы правил кто-то ещё:\n"
            + "".join(f"  {line}\n" for line in theirs.splitlines()[:5])
            + "Посмотрите правки в запросе и перенесите их к себе, потом повторите с ключом --replace: "
            "новая версия файлов заменит их."
        )


# --- sending ---------------------------------------------------------------------------------------------------------


def _push(git: GitCommand, target: Destination, branch: str, commit: str, *, prompt: bool) -> str:
    """Send the commit; what the server said. Raises :class:`_Behind` when the branch there has moved."""
    done = git.remote(
        "push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no", "--",
        target.remote, f"{commit}:refs/heads/{branch}", prompt=prompt,
    )  # fmt: skip
    stderr = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        out = stderr + done.stdout.decode("utf-8", "replace")
        if re.search(r"fetch first|non-fast-forward|cannot lock ref|incorrect old value|reference already exists", out):
            raise _Behind
        raise NotProposed(server_refusal(out.encode(), target.remote))
    return stderr


def _address(target: Destination, branch: str) -> str:
    return request_address(target.url, target.forge, target.into, branch) if target.remote else ""


def _address_in(output: str, target: Destination) -> str:
    """The address that the server itself names after a push (all forges do), when it is on the same host."""
    host = urlsplit(target.url).hostname
    for found in re.findall(r"^remote:\s+(https?://\S+)", output, re.MULTILINE):
        if host and urlsplit(found).hostname == host:
            return str(found)
    return ""
