"""Where a repository is shown in the browser, and which forge shows it: GitHub, GitLab, Gitea or Forgejo."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

#: names of hosts that run Gitea or Forgejo; others say so themselves (``submit: way: gitea``, ``edit_uri``)
_GITEA_HOSTS = re.compile(r"(?:^|\.)(?:codeberg\.org|gitea\.com|(?:gitea|forgejo)\..*)$")
#: services abroad that keep an account of whoever signs in, or stand between a site and such a service
_ABROAD = {
    "github.com": "GitHub", "gitlab.com": "GitLab.com", "codeberg.org": "Codeberg", "gitea.com": "Gitea.com",
    "netlify.com": "Netlify", "netlify.app": "Netlify", "vercel.app": "Vercel", "workers.dev": "Cloudflare",
    "pages.dev": "Cloudflare", "herokuapp.com": "Heroku", "onrender.com": "Render", "fly.dev": "Fly.io",
}  # fmt: skip
_REPOSITORY = re.compile(r"https?://[^/\s]+/[^\s?#]+$")
#: git@host:owner/name, as ssh takes it without «ssh://»
_SHORT_SSH = re.compile(r"(?:[^@/\s]+@)?([\w.-]+\.[\w-]+):(?!//)([^\s?#]+)")


def forge_of(repo: str, edit_base: str = "") -> str:
    """``github``, ``gitlab`` or ``gitea`` (Forgejo too) of the repository at ``repo``; "" for one that nobody knows.

    Known by the name of the host, else by ``edit_base``, the address under which files are edited there: that of
    GitLab and of Gitea is like no other.
    """
    host = urlsplit(repo).hostname or ""
    if host == "github.com":
        return "github"
    if _GITEA_HOSTS.search(host):
        return "gitea"
    if host.startswith("gitlab."):
        return "gitlab"
    if urlsplit(edit_base).hostname != host:
        return ""
    found = re.search(r"/(-/edit|_edit)/", edit_base)
    return {"-/edit": "gitlab", "_edit": "gitea"}[found[1]] if found else ""


def services_abroad(addresses: Iterable[str]) -> tuple[str, ...]:
    """The services abroad that these addresses belong to, by their names; a host that is not known says nothing."""
    hosts = [urlsplit(address).hostname or "" for address in addresses]
    found = (name for host in hosts for its, name in _ABROAD.items() if host == its or host.endswith(f".{its}"))
    return tuple(dict.fromkeys(found))


#: how each forge begins the address of the page on which a file is edited, below the repository
_EDITED_AT = {"github": "edit/", "gitea": "_edit/", "gitlab": "-/edit/"}


def edit_address(repo: str, written: str) -> str:
    """``edit_uri`` as the forge of the repository wants it: settings that were copied from a base on another forge lead
    to the page for editing all the same. What is written in no form of a forge stays."""
    found = re.fullmatch(r"/?(?:-/edit|_edit|edit)/(.+)", written)
    known = forge_of(repo)
    return _EDITED_AT[known] + found[1] if found and known else written


def web_address(remote: str) -> str:
    """The address in the browser of a repository that git knows as ``remote``, "" for a folder of a disk. What a person
    signs in with is left out."""
    remote = remote.strip()
    short = _SHORT_SSH.fullmatch(remote)
    if short:
        found = f"https://{short[1]}/{short[2].lstrip('/')}"
    else:
        its = urlsplit(remote)
        if its.scheme not in ("https", "http", "ssh", "git") or not its.hostname:
            return ""
        # The port of ssh is not the one of the web.
        port = f":{its.port}" if its.port and its.scheme in ("https", "http") else ""
        scheme = its.scheme if its.scheme in ("https", "http") else "https"
        found = f"{scheme}://{its.hostname}{port}{its.path}"
    return found.rstrip("/").removesuffix(".git")


def request_address(repo: str, forge: str, into: str, branch: str) -> str:
    """The page on which a request to merge ``branch`` into ``into`` opens, "" where the forge is not known."""
    repo = repo.rstrip("/").removesuffix(".git")
    if not _REPOSITORY.match(repo):
        return ""
    if forge == "gitlab":
        wanted = {"merge_request[source_branch]": branch, "merge_request[target_branch]": into}
        return f"{repo}/-/merge_requests/new?{urlencode(wanted)}"
    pair = f"{repo}/compare/{quote(into, safe='/')}...{quote(branch, safe='/')}"
    return {"github": f"{pair}?expand=1", "gitea": pair}.get(forge, "")
