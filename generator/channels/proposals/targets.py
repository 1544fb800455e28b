"""Where the proposals of a copy go: the repository they are sent to, its main branch, what lies on its branches."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.files import GitCommand, GitFault
from generator.settings.forge import forge_of, web_address

PREFIX = "predlozhenie/"
"""How the names of branches with proposals begin."""


class NotProposed(GitFault):
    """Nothing was proposed and nothing was changed; the text is Russian, says why and what to do."""


@dataclass(frozen=True)
class Destination:
    """Where proposals of this copy go.

    ``remote`` is what git calls the repository they are sent to, "" where they stay in this one; ``base`` is the commit
    that they shall be merged into, the end of the branch ``into``; ``heads`` are the branches there with their commits;
    ``url`` is the address of the repository in the browser, "" where nobody knows it; ``forge`` as ``forge_of`` says.
    """

    remote: str
    into: str
    base: str
    heads: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    forge: str = ""


def find_destination(
    root: Path, *, remote: str = "", into: str = "", push: bool = True, repo_url: str = "", edit_base: str = "",
    prompt: bool = False,
) -> Destination:  # fmt: skip
    """Ask the repository of ``root`` where its proposals go, and fetch what they shall be merged into.

    ``remote`` and ``into`` (a branch) win over what git says; ``repo_url`` and ``edit_base`` are those of the site's
    settings; with ``push=False`` nothing is asked of another computer. Raises :class:`GitFault` with what to do.
    """
    git = GitCommand(root)
    if git.attempt("rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode:
        raise NotProposed("В репозитории ещё нет ни одной правки: сначала сделайте git commit.")
    name = _remote_name(git, remote)
    if not name or not push:
        return _local_target(git, name, into)
    heads, default = _heads(git, name, prompt)
    into = into or default
    if into not in heads:
        known = ", ".join(sorted(heads)[:8]) or "там нет ни одной ветки"
        raise NotProposed(f"В репозитории «{name}» нет ветки «{into}». Есть: {known}. Укажите её: --into ВЕТКА")
    fetch_commits(git, name, {into: heads[into]}, prompt)
    address = git.line("remote", "get-url", "--push", name)
    url = repo_url if repo_url and not remote else web_address(address)
    return Destination(name, into, heads[into], heads, url, forge_of(url, edit_base))


def _remote_name(git: GitCommand, wanted: str) -> str:
    """The remote repository that is meant: the named one, that of the branch, «origin», the only one."""
    names = git.line("remote").split()
    if wanted:
        if wanted not in names:
            raise NotProposed(
                f"git не знает репозитория «{wanted}». Есть: {', '.join(names) or 'ни одного'}. "
                f"Добавить: git remote add {wanted} АДРЕС"
            )
        return wanted
    branch = _current(git)
    its = git.attempt("config", f"branch.{branch}.remote").stdout.decode().strip() if branch else ""
    for name in (its, "origin"):
        if name in names:
            return name
    if len(names) > 1:
        raise NotProposed(f"Репозиториев несколько: {', '.join(names)}. Скажите, куда отправлять: --remote ИМЯ")
    return names[0] if names else ""


def _current(git: GitCommand) -> str:
    return git.attempt("symbolic-ref", "--quiet", "--short", "HEAD").stdout.decode().strip()


def _local_target(git: GitCommand, remote: str, into: str) -> Destination:
    """Without another computer: what this copy knows of the main branch, else what is checked out."""
    rows = git.line("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads").splitlines()
    heads = dict(row.rsplit(" ", 1) for row in rows)
    known = git.attempt("symbolic-ref", "--quiet", "--short", f"refs/remotes/{remote}/HEAD") if remote else None
    default = known.stdout.decode().strip().partition("/")[2] if known else ""
    into = into or default or next((name for name in ("main", "master") if name in heads), _current(git))
    for name in (f"refs/remotes/{remote}/{into}", f"refs/heads/{into}", "HEAD"):
        found = git.attempt("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if found.returncode == 0:
            return Destination("", into, found.stdout.decode().strip(), heads)
    raise NotProposed(f"git не знает ветки «{into}». Укажите её: --into ВЕТКА")


def _heads(git: GitCommand, remote: str, prompt: bool) -> tuple[dict[str, str], str]:
    """The branches of a remote repository with their commits, and which of them is the main one."""
    done = git.remote("ls-remote", "--symref", "--", remote, "HEAD", "refs/heads/*", prompt=prompt)
    if done.returncode:
        raise NotProposed(server_refusal(done.stderr, remote))
    heads, default = {}, ""
    for row in done.stdout.decode("utf-8", "surrogateescape").splitlines():
        commit, _, name = row.partition("\t")
        if commit.startswith("ref: ") and name == "HEAD":
            default = commit.removeprefix("ref: refs/heads/")
        elif name.startswith("refs/heads/"):
            heads[name.removeprefix("refs/heads/")] = commit
    return heads, default or "main"


def fetch_commits(git: GitCommand, remote: str, wanted: Mapping[str, str], prompt: bool) -> None:
    """The commits of these branches, where they are not here yet; no branch of the person moves."""
    missing = [
        name for name, commit in wanted.items() if git.attempt("cat-file", "-e", f"{commit}^{{commit}}").returncode
    ]
    if missing:
        done = git.remote(
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-gc", "--",
            remote, *(f"refs/heads/{name}" for name in missing), prompt=prompt,
        )  # fmt: skip
        if done.returncode:
            raise NotProposed(server_refusal(done.stderr, remote))


def held_by(root: Path, target: Destination, contents: Mapping[str, bytes | None]) -> dict[str, str]:
    """Of these files those that a branch with a proposal holds just so, each with the name of the branch."""
    git = GitCommand(root)
    prefix = git.line("rev-parse", "--show-prefix")
    branches = [
        (name, tip)
        for name, tip in target.heads.items()
        if name.startswith(PREFIX) and git.attempt("cat-file", "-e", f"{tip}^{{commit}}").returncode == 0
    ]
    asked = [(name, tip, path) for name, tip in branches for path in contents if "\n" not in path]
    rows = "".join(f"{tip}:{prefix}{path}\n" for _, tip, path in asked)
    answers = git.ask("cat-file", "--batch-check=%(objectname)", given=os.fsencode(rows)).splitlines()
    found: dict[str, str] = {}
    for (name, tip, path), row in zip(asked, answers, strict=True):
        data = contents[path]
        if row.endswith(b" missing") if data is None else row.decode() == _blob_id(data, len(tip)):
            found.setdefault(path, name)
    return found


def _blob_id(data: bytes, digits: int) -> str:
    """What git calls a content: SHA-1, or SHA-256 in a repository that was made for it."""
    make = hashlib.sha1 if digits == 40 else hashlib.sha256
    return make(b"blob %d\0" % len(data) + data).hexdigest()


_FAILURES = (
    (
        r"protected branch|GH00[0-9]|not allowed to (?:push|force)|pre-receive hook declined|hook declined",
        "Сервер не принял ветку: у него запрет на такие ветки. Попросите владельца разрешить ветки с именами "
        f"{PREFIX}* или отправьте в свою копию репозитория: --remote ИМЯ.",
    ),
    (
        r"Authentication failed|could not read (?:Username|Password)|Permission denied|403|not authorized"
        r"|access denied|denied to|insufficient permission|unable to create",
        "Нет права писать в репозиторий «{remote}», или вход не настроен. Сделайте свою копию (fork) на сайте "
        "репозитория, добавьте её: git remote add fork АДРЕС, и повторите с ключом --remote fork. Если право есть, "
        "войдите: git push спросит имя и пароль или ключ.",
    ),
    (
        r"Could not resolve|unable to access|Connection|timed out|Network is unreachable",
        "Нет связи с репозиторием «{remote}». Проверьте интернет и повторите, или сделайте ветку здесь: --no-push.",
    ),
    (
        r"does not appear to be a git repository|not found|does not exist|No such file",
        "Репозиторий «{remote}» не найден. Проверьте его адрес: git remote -v.",
    ),
)


def server_refusal(stderr: bytes, remote: str) -> str:
    """Why another computer did not do it, and what to do; with its own words, but no password in them."""
    output = re.sub(r"(?<=://)[^/@\s]+@", "", stderr.decode("utf-8", "replace")).strip()
    for pattern, words in _FAILURES:
        if re.search(pattern, output, re.IGNORECASE):
            first = words.format(remote=remote)
            break
    else:
        first = f"Репозиторий «{remote}» ответил отказом."
    shown = "\n".join(f"  {line}" for line in output.splitlines()[-6:])
    return f"{first}\nОтвет сервера:\n{shown}" if shown else first
