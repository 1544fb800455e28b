"""What the site's owner decides in ``mkdocs.yml``, and the day the site speaks from."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from generator.settings.contact import Contact
from generator.settings.forge import forge_of, services_abroad
from generator.settings.look import Fonts, Footer
from generator.text.language import NATIVE


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
    computer (backend ``local`` only). ``abroad`` says that the keeper knows of a service abroad on the way.
    """

    backend: str
    repo: str = ""
    branch: str = "main"
    base_url: str = ""
    api_root: str = ""
    auth_endpoint: str = ""
    app_id: str = ""
    server: str = "http://127.0.0.1:8081/api/v1"
    abroad: bool = False

    @property
    def services_abroad(self) -> tuple[str, ...]:
        """The services abroad through which an editor signs in."""
        return services_abroad((self.api_root, self.base_url))


def desk_of(written: Mapping[str, Any] | None) -> Desk | None:
    """``desk:`` of ``mkdocs.yml``, None where it says nothing. Raises ValueError with everything that is wrong."""
    if not written:
        return None
    names = tuple(Desk.__dataclass_fields__)
    wrong = [f"{name}: такой настройки нет; есть {', '.join(names)}" for name in written if name not in names]
    given = {name: str(value).strip() for name, value in written.items() if name in names and value is not None}
    abroad = given.pop("abroad", "False")
    if abroad not in ("True", "False"):
        wrong.append(f"abroad: «{abroad}» — не да и не нет; напишите abroad: true или уберите строку")
    backend = given.get("backend", "")
    api_root, needed = FORGES.get(backend, ("", ()))
    if backend not in FORGES:
        wrong.append(f"backend: «{backend}» стол не знает; можно: {', '.join(FORGES)}")
    wrong += [
        f"{name}: без этого {backend} не работает, см. руководство «Настройка сайта»"
        for name in needed
        if not given.get(name)
    ]
    for name in ("base_url", "api_root", "server"):
        address = urlsplit(given.get(name, "https://x"))
        if address.scheme not in ("https", "http") or not address.hostname or given.get(name, "").endswith("/"):
            wrong.append(f"{name}: «{given[name]}» — не адрес; нужен вид https://git.example.org, без / на конце")
    if urlsplit(given.get("server", "http://localhost")).hostname not in ("localhost", "127.0.0.1"):
        wrong.append(f"server: «{given['server']}» — не этот компьютер; сервер для проб слушает только 127.0.0.1")
    if wrong:
        raise ValueError("\n".join(wrong))
    if not given.get("api_root"):
        paths = {"gitlab": "/api/v4", "gitea": "/api/v1", "forgejo": "/api/v1"}
        own = given.get("base_url", "") + paths[backend] if backend in paths and given.get("base_url") else ""
        given["api_root"] = own or api_root
    return Desk(**given, abroad=abroad == "True")


SubmitChannel = Literal["github", "gitea", "download", "letter", "issue"]
SUBMIT_CHANNELS = ("github", "gitea", "download", "letter", "issue")
_SUBMIT_OPTIONS = ("way", "repo", "branch", "mail", "forge")


@dataclass(frozen=True)
class Submit:
    """How a filled form leaves the reader's browser: ``new_file`` is the address of the forge's page for a new file
    (the file's name and text are added to it), ``mail`` where letters go, ``issues`` the page for a new issue on the
    ``forge`` (``github``, ``gitea`` or ``gitlab``); all may be empty."""

    way: SubmitChannel = "download"
    new_file: str = ""
    mail: str = ""
    issues: str = ""
    forge: str = ""


def submit_of(written: Mapping[str, Any], repo_url: str = "", edit_uri: str = "") -> Submit:
    """What ``plugins: metodoteka: submit:`` says, the rest from the address of the repository and its ``edit_uri``.

    With nothing written and a repository on GitHub, or on Gitea or Forgejo known by its name, a form becomes a new file
    there, else it is downloaded. Raises ValueError in Russian for what cannot be meant.
    """
    if unknown := [name for name in written if name not in _SUBMIT_OPTIONS]:
        raise ValueError(f"submit: настройки «{unknown[0]}» нет; бывают: {', '.join(_SUBMIT_OPTIONS)}")
    given = {name: str(written.get(name) or "").strip() for name in _SUBMIT_OPTIONS}
    repo = (given["repo"] or repo_url).rstrip("/").removesuffix(".git")
    found = re.match(r"/?_?edit/(.+?)/?$", edit_uri or "")
    branch = quote(given["branch"] or (found[1] if found else "main"), safe="/")
    way = {"forgejo": "gitea"}.get(given["way"], given["way"]) or _way_of(repo)
    if way not in SUBMIT_CHANNELS:
        raise ValueError(f"submit: way: «{way}» не бывает; бывают: {', '.join(SUBMIT_CHANNELS)}")
    forge = {"forgejo": "gitea"}.get(given["forge"], given["forge"]) or forge_of(repo)
    if way == "issue" and forge not in ("github", "gitea", "gitlab"):
        known = "github, gitea (и Forgejo) или gitlab"
        raise ValueError(f"submit: way: issue требует площадки: укажите submit: forge: {known}")
    if way in ("github", "gitea", "issue") and not re.match(r"https?://[^/\s]+/[^\s?#]+$", repo):
        raise ValueError(f"submit: way: {way} требует адреса репозитория: укажите repo_url или submit: repo:")
    if given["mail"] and not re.fullmatch(r"[^\s@?&]+@[^\s@?&]+\.[^\s@?&]+", given["mail"]):
        raise ValueError(f"submit: mail: «{given['mail']}» — не адрес электронной почты")
    if way == "letter" and not given["mail"]:
        raise ValueError("submit: way: letter требует адреса: укажите submit: mail:")
    new_file = {"github": f"{repo}/new/{branch}", "gitea": f"{repo}/_new/{branch}"}.get(way, "")
    issues = f"{repo}{'/-' if forge == 'gitlab' else ''}/issues/new" if way == "issue" else ""
    return Submit(way, new_file, given["mail"], issues, forge if issues else "")


def _way_of(repo: str) -> str:
    known = forge_of(repo)
    return known if known in ("github", "gitea") else "download"


def _small_group() -> int:
    from generator.records.programmes import SMALL_GROUP  # whoever asks for the day need not wait for all models

    return SMALL_GROUP


@dataclass(frozen=True)
class Settings:
    """``demo`` shows the demonstration records, ``drafts`` those that are not published yet; groups of fewer
    people than ``small_group`` are not shown; ``timezone`` is the clock of what no territory gives a clock to, empty
    where it is not said; ``remarks``: the pages that explain what the checks say; ``lead`` is the sentence under the
    name on the home page, empty for ours; ``without`` are the kinds of records that the base does without;
    ``footer``, ``fonts`` and ``home`` are what ``look`` says of them;
    ``templates`` is the folder of the base with templates of its own, empty for
    none; ``language`` is the code of the language in which the frame of the site speaks, ``catalogues`` are the files
    with its words (``languages.catalogue_files``); ``edit_base`` is the
    address under which a file of the base is edited in the browser (its path is added); ``submit`` is how the
    forms of the site are sent; ``desk`` is None where the site has no editor's desk; ``contact`` says whom a reader
    may ask; ``joined``: the base is joined with others."""

    demo: bool = True
    drafts: bool = False
    small_group: int = field(default_factory=_small_group)
    timezone: str = ""
    remarks: bool = True
    lead: str = ""
    without: frozenset[str] = frozenset()
    footer: Footer = field(default_factory=Footer)
    fonts: Fonts = field(default_factory=Fonts)
    home: tuple[str, ...] = ()
    templates: str = ""
    language: str = NATIVE
    catalogues: tuple[str, ...] = ()
    site_name: str = "Методотека"
    site_url: str = ""
    repo_url: str = ""
    edit_base: str = ""
    submit: Submit = Submit()
    desk: Desk | None = None
    contact: Contact = field(default_factory=Contact)
    joined: bool = False
    build_date: dt.date = field(default_factory=build_date)
