"""Whom a reader may ask, and where a fault of the site is told: ``plugins: metodoteka: contact:`` of ``mkdocs.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from generator.settings.forge import forge_of

_OPTIONS = ("name", "mail", "page")
#: what is said of a site with an address that names nobody
NOBODY_TO_ASK = "у опубликованной базы нет контакта: читателю некого спросить и некому сказать об ошибке"
WHAT_TO_WRITE = (
    "напишите в mkdocs.yml под plugins: metodoteka: строку contact: {mail: metodist@example.org} со своим адресом или"
    " contact: {page: https://…} со страницей, где вам можно написать"
)
MISSING = f"У{NOBODY_TO_ASK[1:]}. Н{WHAT_TO_WRITE[1:]}."


@dataclass(frozen=True)
class Contact:
    """Who answers for the base: ``name`` is an organisation or a role, ``mail`` its address for letters, ``page`` the
    page where one may write to it, ``issues`` the forge's page for a new issue. Any may be empty."""

    name: str = ""
    mail: str = ""
    page: str = ""
    issues: str = ""

    def __bool__(self) -> bool:
        return bool(self.mail or self.page or self.issues)

    @property
    def ask(self) -> str:
        """The address for a question, "" where there is none."""
        return self.page or (f"mailto:{self.mail}" if self.mail else self.issues)

    @property
    def report(self) -> str:
        """The address for telling a fault of a page: a letter (RFC 6068) or a new issue of GitHub, Gitea, Forgejo or
        GitLab, with ``{title}`` and ``{address}`` of the page to be put in, quoted, where the way can carry them."""
        subject = quote("Ошибка на странице «") + "{title}" + quote("»")
        body = "{address}" + quote("\r\n\r\nЧто не так: ")
        if self.mail:
            return f"mailto:{self.mail}?subject={subject}&body={body}"
        if not self.issues:
            return self.page
        names = ("issue[title]", "issue[description]") if "/-/" in self.issues else ("title", "body")
        return f"{self.issues}?{quote(names[0])}={subject}&{quote(names[1])}={body}"

    @property
    def plain(self) -> dict[str, str]:
        """What the frame of the pages needs, as plain values; nothing where nobody is named."""
        return {"name": self.name, "ask": self.ask, "report": self.report} if self else {}


def contact_of(written: Mapping[str, Any] | None, repo_url: str = "") -> Contact:
    """What ``contact:`` says; without it the page for a new issue of the repository. Raises ValueError with everything
    that is wrong."""
    written = written or {}
    wrong = [f"{name}: такой настройки нет; есть {', '.join(_OPTIONS)}" for name in written if name not in _OPTIONS]
    given = {name: str(written.get(name) or "").strip() for name in _OPTIONS}
    if given["mail"] and not re.fullmatch(r"[^\s@?&]+@[^\s@?&]+\.[^\s@?&]+", given["mail"]):
        wrong.append(f"mail: «{given['mail']}» — не адрес электронной почты; нужен вид metodist@example.org")
    page = urlsplit(given["page"] or "https://x")
    if page.scheme not in ("https", "http") or not page.hostname:
        wrong.append(f"page: «{given['page']}» — не адрес страницы; нужен вид https://example.org/kontakty")
    if wrong:
        raise ValueError("\n".join(wrong))
    return Contact(**given, issues=_issues_of(repo_url))


def _issues_of(repo_url: str) -> str:
    repo = repo_url.rstrip("/").removesuffix(".git")
    if not re.match(r"https?://[^/\s]+/[^\s?#]+$", repo):
        return ""
    return f"{repo}/-/issues/new" if forge_of(repo) == "gitlab" else f"{repo}/issues/new"
