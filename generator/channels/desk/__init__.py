"""The editor's desk: Decap CMS under ``/admin/``, whose forms are drawn from the models.

The page and its configuration are written here; the scripts lie in ``theme/mkdocs/admin`` and go to the site only
where ``mkdocs.yml`` says where the desk keeps what is written (``settings.Desk``). The page is the only one with a
policy of its own: Decap compiles its schemas in the browser (``unsafe-eval``) and writes styles into the page.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from generator import text
from generator.catalog import Catalog
from generator.channels.desk import collections, file_format
from generator.pages import File, environment
from generator.settings import Desk, Settings

DESK_FOLDER = "admin"
PAGE = f"{DESK_FOLDER}/index.html"
#: what tells the page from all others (``theme/pages/desk.html.j2``)
DESK_MARKER = b'<div id="nc-root">'
#: where uploaded files go, and their address on the site
MEDIA, MEDIA_ADDRESS = "content/files", "/files"
COMMITS = {
    "create": "data: новая запись «{{slug}}» ({{collection}})",
    "update": "data: правка записи «{{slug}}» ({{collection}})",
    "delete": "data: удалена запись «{{slug}}» ({{collection}})",
    "uploadMedia": "content: файл {{path}}",
    "deleteMedia": "content: удалён файл {{path}}",
    "openAuthoring": "{{message}}",
}
#: forges where somebody without rights may write: the desk makes a fork and a pull request
_OPEN = ("github", "forgejo")
_AVATARS = {"github": "https://avatars.githubusercontent.com"}


def files(catalog: Catalog, settings: Settings) -> tuple[File, ...]:
    """The page of the desk and its configuration; nothing where the site has no desk."""
    if settings.desk is None:
        return ()
    templates = environment.create_templates(catalog, settings)
    page = templates.render(
        "desk.html.j2",
        f"{DESK_FOLDER}.md",
        policy=policy(settings.desk),
        local=is_local(settings.desk),
        abroad=settings.desk.services_abroad,
    )
    return (
        File(PAGE, page.encode()),
        File(f"{DESK_FOLDER}/config.json", json.dumps(configuration(catalog, settings), ensure_ascii=False).encode()),
    )


def is_local(desk: Desk) -> bool:
    """Return True for the desk that tries things out on this computer."""
    return desk.backend == "local"


def configuration(catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """What ``theme/mkdocs/admin/desk.js`` reads.

    ``config`` is Decap's own (https://decapcms.org/docs/configuration-options/) but for lists to choose from: a field
    names one in ``options_from`` and ``options`` holds each once, as pairs of value and label. ``kinds`` says how a
    file becomes a form and back (``record-file.js``), ``letters`` how a new file is called (``record-name.js``),
    ``mail`` which services give private addresses, ``longest`` how many signs a text may have, ``names`` by what a
    person's name is known (``text.name_lists``).
    Raises ValueError without ``settings.desk``.
    """
    if settings.desk is None:
        raise ValueError("the site has no desk")
    return {
        "config": {
            "backend": backend(settings.desk),
            **({"local_backend": {"url": settings.desk.server}} if is_local(settings.desk) else {}),
            "locale": "ru",
            "publish_mode": "editorial_workflow",
            "show_preview_links": bool(settings.site_url),
            "media_folder": MEDIA,
            "public_folder": MEDIA_ADDRESS,
            "logo": {"src": "../assets/images/metodoteka.svg"},
            "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
            "editor": {"preview": False},
            **({"site_url": settings.site_url} if settings.site_url else {}),
            "collections": [made for kind in catalog.kinds for made in collections.collections_of_kind(kind, catalog)],
        },
        "options": collections.options(catalog),
        "kinds": {kind: file_format.format_of_kind(kind, catalog) for kind in catalog.kinds},
        "letters": text.slug_letters(),
        "mail": sorted(text.PUBLIC_MAIL),
        "longest": text.MAX_RICH_CHARS,
        "names": text.name_lists(),
    }


def backend(desk: Desk) -> dict[str, Any]:
    """Decap's ``backend``."""
    if is_local(desk):
        return {"name": "proxy", "proxy_url": desk.server, "branch": desk.branch, "commit_messages": COMMITS}
    config = {
        "name": desk.backend,
        "repo": desk.repo,
        "branch": desk.branch,
        "base_url": desk.base_url,
        "api_root": desk.api_root,
        "auth_endpoint": desk.auth_endpoint,
        "app_id": desk.app_id,
        "auth_type": "pkce" if desk.backend == "gitlab" else "",
    }
    given = {name: value for name, value in config.items() if value}
    return given | ({"open_authoring": True} if desk.backend in _OPEN else {}) | {"commit_messages": COMMITS}


def policy(desk: Desk) -> str:
    """The Content-Security-Policy of the desk's page: scripts of the site only, talk with the chosen forge only."""
    hosts = " ".join(dict.fromkeys(_origin(address) for address in _addresses(desk) if address))
    shown = ("'self' data: blob:", "" if is_local(desk) else hosts, _AVATARS.get(desk.backend, ""))
    return (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src {' '.join(filter(None, shown))}; font-src 'self' data:; "
        f"connect-src 'self' blob: {hosts}; form-action 'self'; base-uri 'none'"
    )


def _addresses(desk: Desk) -> tuple[str, ...]:
    if is_local(desk):
        return (desk.server,)
    # GitHub's base_url is a window that signs people in, the page itself never asks it.
    return (desk.api_root, "" if desk.backend == "github" else desk.base_url)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def policies(settings: Settings) -> dict[str, str]:
    """The pages that carry a policy of their own: path below the site -> the policy the gate demands there."""
    return {PAGE: policy(settings.desk)} if settings.desk else {}


def desk_headers(settings: Settings) -> str:
    """What the file ``_headers`` says about the desk beyond the rest of the site; empty without a desk.

    The line with ``!`` takes the site's own policy away (Cloudflare Pages would enforce both); Netlify has the more
    exact rule win and skips that line.
    """
    if settings.desk is None:
        return ""
    csp = f"{policy(settings.desk)}; frame-ancestors 'none'"
    return (
        "\n# The editor's desk compiles its forms in the browser; it talks with the forge and nobody else.\n"
        f"/{DESK_FOLDER}/*\n  ! Content-Security-Policy\n  Content-Security-Policy: {csp}\n  X-Robots-Tag: noindex\n"
    )
