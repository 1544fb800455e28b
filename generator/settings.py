"""What the site's owner decides in ``mkdocs.yml``, and the day the site speaks from."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urlsplit


def build_date() -> dt.date:
    """``SOURCE_DATE_EPOCH`` (seconds, UTC; https://reproducible-builds.org/specs/source-date-epoch/), else today.

    Raises ValueError when the variable is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return dt.date.today()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH должна быть числом секунд с 1970 года, а не «{epoch}»") from None


Way = Literal["github", "gitea", "download", "letter"]
WAYS = ("github", "gitea", "download", "letter")
_SUBMIT_OPTIONS = ("way", "repo", "branch", "mail")
#: names of hosts that run Gitea or Forgejo; others say so themselves (``way: gitea``)
_GITEA_HOSTS = re.compile(r"(?:^|\.)(?:codeberg\.org|gitea\.com|(?:gitea|forgejo)\..*)$")


@dataclass(frozen=True)
class Submit:
    """How a filled form leaves the reader's browser: ``new_file`` is the address of the forge's page for a new file
    (the file's name and text are added to it), ``mail`` where letters go; both may be empty."""

    way: Way = "download"
    new_file: str = ""
    mail: str = ""


def submit_of(written: Mapping[str, Any], repo_url: str = "", edit_uri: str = "") -> Submit:
    """What ``plugins: metodoteka: submit:`` says, the rest from the address of the repository and its ``edit_uri``.

    With nothing written and a repository on GitHub, or on Gitea or Forgejo known by its name, a form becomes a new file
    there, else it is downloaded. Raises ValueError in Russian for what cannot be meant.
    """
    if unknown := [name for name in written if name not in _SUBMIT_OPTIONS]:
        raise ValueError(f"submit: настройки «{unknown[0]}» нет; бывают: {', '.join(_SUBMIT_OPTIONS)}")
    said = {name: str(written.get(name) or "").strip() for name in _SUBMIT_OPTIONS}
    repo = (said["repo"] or repo_url).rstrip("/").removesuffix(".git")
    found = re.match(r"/?_?edit/(.+?)/?$", edit_uri or "")
    branch = quote(said["branch"] or (found[1] if found else "main"), safe="/")
    way = {"forgejo": "gitea"}.get(said["way"], said["way"]) or _way_of(repo)
    if way not in WAYS:
        raise ValueError(f"submit: way: «{way}» не бывает; бывают: {', '.join(WAYS)}")
    if way in ("github", "gitea") and not re.match(r"https?://[^/\s]+/[^\s?#]+$", repo):
        raise ValueError(f"submit: way: {way} требует адреса репозитория: укажите repo_url или submit: repo:")
    if said["mail"] and not re.fullmatch(r"[^\s@?&]+@[^\s@?&]+\.[^\s@?&]+", said["mail"]):
        raise ValueError(f"submit: mail: «{said['mail']}» — не адрес электронной почты")
    if way == "letter" and not said["mail"]:
        raise ValueError("submit: way: letter требует адреса: укажите submit: mail:")
    new_file = {"github": f"{repo}/new/{branch}", "gitea": f"{repo}/_new/{branch}"}.get(way, "")
    return Submit(way, new_file, said["mail"])


def _way_of(repo: str) -> str:
    host = urlsplit(repo).hostname or ""
    return "github" if host == "github.com" else "gitea" if _GITEA_HOSTS.search(host) else "download"


@dataclass(frozen=True)
class Settings:
    """``demo`` shows the demonstration records, ``drafts`` those that are not published yet; ``edit_base`` is the
    address under which a file of the base is edited in the browser (its path is added); ``submit`` is how the forms of
    the site are sent."""

    demo: bool = True
    drafts: bool = False
    site_name: str = "Методотека"
    site_url: str = ""
    repo_url: str = ""
    edit_base: str = ""
    submit: Submit = Submit()
    build_date: dt.date = field(default_factory=build_date)
