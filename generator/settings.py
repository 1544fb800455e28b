"""What the site's owner decides in ``mkdocs.yml``, and the day the site speaks from."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


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


#: forge -> (address of its API where it has one for all, what else has to be said)
FORGES = {
    "github": ("https://api.github.com", ("repo", "base_url")),
    "gitlab": ("https://gitlab.com/api/v4", ("repo", "app_id")),
    "gitea": ("", ("repo", "base_url", "app_id")),
    "forgejo": ("", ("repo", "base_url", "app_id")),
    "local": ("", ()),
}


@dataclass(frozen=True)
class Desk:
    """Where the editor's desk (``/admin/``) keeps what is written there.

    ``backend`` is one of ``FORGES``; ``base_url`` is the forge itself, for GitHub the helper that signs people in;
    ``app_id`` is what the forge calls the application (PKCE); ``server`` is where ``decap-server`` listens on this
    computer (backend ``local`` only).
    """

    backend: str
    repo: str = ""
    branch: str = "main"
    base_url: str = ""
    api_root: str = ""
    auth_endpoint: str = ""
    app_id: str = ""
    server: str = "http://127.0.0.1:8081/api/v1"


def desk_of(written: Mapping[str, Any] | None) -> Desk | None:
    """``desk:`` of ``mkdocs.yml``, None where it says nothing. Raises ValueError with everything that is wrong."""
    if not written:
        return None
    names = tuple(Desk.__dataclass_fields__)
    wrong = [f"{name}: такой настройки нет; есть {', '.join(names)}" for name in written if name not in names]
    said = {name: str(value).strip() for name, value in written.items() if name in names and value is not None}
    backend = said.get("backend", "")
    api_root, needed = FORGES.get(backend, ("", ()))
    if backend not in FORGES:
        wrong.append(f"backend: «{backend}» стол не знает; можно: {', '.join(FORGES)}")
    wrong += [
        f"{name}: без этого {backend} не работает, см. README.md, «Стол редактора»"
        for name in needed
        if not said.get(name)
    ]
    for name in ("base_url", "api_root", "server"):
        address = urlsplit(said.get(name, "https://x"))
        if address.scheme not in ("https", "http") or not address.hostname or said.get(name, "").endswith("/"):
            wrong.append(f"{name}: «{said[name]}» — не адрес; нужен вид https://git.example.org, без / на конце")
    if urlsplit(said.get("server", "http://localhost")).hostname not in ("localhost", "127.0.0.1"):
        wrong.append(f"server: «{said['server']}» — не этот компьютер; сервер для проб слушает только 127.0.0.1")
    if wrong:
        raise ValueError("\n".join(wrong))
    if not said.get("api_root"):
        paths = {"gitlab": "/api/v4", "gitea": "/api/v1", "forgejo": "/api/v1"}
        own = said.get("base_url", "") + paths[backend] if backend in paths and said.get("base_url") else ""
        said["api_root"] = own or api_root
    return Desk(**said)


@dataclass(frozen=True)
class Settings:
    """``demo`` shows the demonstration records, ``drafts`` those that are not published yet; ``edit_base`` is the
    address under which a file of the base is edited in the browser (its path is added); ``desk`` is None where the
    site has no editor's desk."""

    demo: bool = True
    drafts: bool = False
    site_name: str = "Методотека"
    site_url: str = ""
    repo_url: str = ""
    edit_base: str = ""
    desk: Desk | None = None
    build_date: dt.date = field(default_factory=build_date)
