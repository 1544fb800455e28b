"""A finished page for somebody who opens it from a folder: links lead to files, nothing asks a server."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection
from typing import NamedTuple

from generator.publish import classic_scripts, gate
from generator.publish.minify import ANY_TAG

ABOUT_PAGE = "o-chemodanchike/index.html"
"""Where links lead whose page is not carried."""
CARRIED_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "media-src 'self' file:; font-src 'self' file:; form-action 'self' file:; base-uri 'none'"
)
_DROPPED = re.compile(
    r'<script type="application/ld\+json">.*?</script>\n?'
    r'|<link rel="(?:modulepreload|preload|manifest|alternate(?: \w+)?)"[^>]*>\n?'
    r'|<meta name="(?:twitter:[a-z]+|robots)"[^>]*>\n?',
    re.DOTALL,
)
_AT_SITE = re.compile(r"<(p|div|details)\b[^>]* data-at-site[^>]*>.*?</\1>\n?", re.DOTALL)
"""What only the site can do, as templates mark it: an element without another of its name inside."""
_NAMED = re.compile(r"<span data-at-site>.*?</span>", re.DOTALL)
"""A name under a consent for the site."""
_ACTION = re.compile(r'<a class="m-action\b[^>]*? href="([^"]*)"[^>]*>.*?</a>\s?', re.DOTALL)
_STYLE = re.compile(r'<link rel="stylesheet"[^>]*? href="([^"]*)"[^>]*>\n?')
_NO_ACTIONS = re.compile(r'<p class="m-actions">\s*</p>\n?')
_KEPT = re.compile(r"(<(script|style|textarea)\b[^>]*>)(.*?</\2>)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r'(?<=[\s"])(href|src|action|poster|data-booklet)="([^"]*)"')
_DOWNLOAD = re.compile(r' download(?:="[^"]*")?')
_REFRESH = re.compile(r'(<meta http-equiv="refresh" content="0; url=)([^"]*)"')
_SCRIPT = re.compile(r'<script\b[^>]*?\ssrc="([^"?]+)[^>]*></script>\n?')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|$", re.IGNORECASE)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_WAITING = '<p class="m-form-wait">', '<p class="m-form-wait" hidden>'
_PLAIN = '<div class="m-form-plain"', '<div class="m-form-plain m-form-plain--shown"'
_NOT_WHOLE = (
    '<div class="m-banner" role="note"><p><strong>Это чемоданчик: на этой странице работает не всё.'
    "</strong> Заполнять формы, вести кабинет и маршрут, собирать свой буклет можно только на сайте. Читать и "
    "печатать — и здесь.</p></div>"
)


class Carried(NamedTuple):
    """What is carried: paths of files, and those of the scripts that run."""

    files: Collection[str]
    scripts: Collection[str]


def without_names(page: str) -> str:
    """The page without names of people who have agreed to be named on the site only."""
    return _NAMED.sub("", page)


def carried_page(name: str, page: str, carried: Carried) -> str:
    """The page at ``name`` (``practices/mozaika/index.html``) with links to files, its own policy and the scripts that
    run from a folder; where others are left out, it says so."""
    page = _without_missing(name, _AT_SITE.sub("", _DROPPED.sub("", page)), carried)
    page = gate.POLICY.sub(lambda _: f'<meta http-equiv="Content-Security-Policy" content="{CARRIED_POLICY}">', page, 1)
    page = _with_scripts(name, page, carried)
    page = _REFRESH.sub(lambda its: f'{its[1]}{_address(name, its[2], carried)}"', page)
    parts, end = [], 0
    for kept in _KEPT.finditer(page):
        parts += [_with_addresses(name, page[end : kept.end(1)], carried), kept[3]]
        end = kept.end()
    return "".join([*parts, _with_addresses(name, page[end:], carried)])


def _without_missing(name: str, page: str, carried: Carried) -> str:
    """The page without buttons and styles that lead to what is not carried."""

    def of_one(its: re.Match[str]) -> str:
        return "" if _is_missing(name, its[1], carried) else its[0]

    return _NO_ACTIONS.sub("", _ACTION.sub(of_one, _STYLE.sub(of_one, page)))


def _is_missing(name: str, written: str, carried: Carried) -> bool:
    about = posixpath.relpath(ABOUT_PAGE, posixpath.dirname(name) or ".")
    return name != ABOUT_PAGE and _address(name, written, carried) == about


def _with_addresses(name: str, markup: str, carried: Carried) -> str:
    def of_tag(tag: re.Match[str]) -> str:
        written = _ADDRESS.sub(lambda its: f'{its[1]}="{_address(name, its[2], carried)}"', tag[0])
        return _DOWNLOAD.sub("", written) if ABOUT_PAGE in written else written

    return ANY_TAG.sub(of_tag, markup)


def _address(name: str, written: str, carried: Carried) -> str:
    """An address of the page at ``name`` as it leads to a file; one of another site stays as it is."""
    plain = html.unescape(written)
    if _ELSEWHERE.match(plain):
        return written
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", plain, re.DOTALL).groups()  # type: ignore[union-attr]
    folder = posixpath.dirname(name)
    target = posixpath.normpath(posixpath.join(folder, path)) if path else name
    if target not in carried.files:
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    if target not in carried.files:
        target, mark, rest = ABOUT_PAGE, "", ""
    if mark == "?" and not target.endswith(".html"):
        mark, rest = "", ""  # the mark of the contents, for caches
    return posixpath.relpath(target, folder or ".") + html.escape(mark + rest)


def _with_scripts(name: str, page: str, carried: Carried) -> str:
    """The page with the scripts that run, behind the one that they ask."""
    folder = posixpath.dirname(name)
    left_out: list[str] = []
    ran: list[str] = []

    def of_script(its: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, html.unescape(its[1])))
        if path not in carried.scripts:
            left_out.append(path)
            return ""
        ran.append(path)
        loader = (
            ""
            if len(ran) > 1
            else f'<script src="{posixpath.relpath(classic_scripts.LOADER, folder or ".")}"></script>\n'
        )
        return f"{loader}{its[0]}"

    page = _SCRIPT.sub(of_script, page)
    if left_out:
        page = page.replace(*_WAITING).replace(*_PLAIN).replace("</h1>", f"</h1>{_NOT_WHOLE}", 1)
    return page


def with_article(page: str, title: str, article: str) -> str:
    """The frame of the page that offers what can be taken, around another article; ``title`` is plain text."""
    begin = re.search(r"<article [^>]*>", page)
    assert begin
    end = page.index("</article>", begin.end())
    framed = page[: begin.end()] + article + page[end:]
    return re.sub(
        r"<title>.*?</title>", lambda _: f"<title>{html.escape(title)}</title>", framed, count=1, flags=re.DOTALL
    )
