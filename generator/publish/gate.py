"""The last look at a finished site before it goes public.

Every page is there and not empty; nothing is fetched from another host; every page carries a policy that lets no script
run but the site's own files (and inline ones by their hash); no template syntax is left in the text. Tags are cut out
with expressions, not with a parser: ten thousand pages have to pass in seconds, and the HTML is our own.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_INSIDE_TAG = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_TAG = re.compile(rf"<([a-z][\w:-]*)\b({_INSIDE_TAG})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# Where an address makes the browser fetch it by itself; a link that somebody may follow is none of the gate's business.
_FETCHING = frozenset("audio embed form frame iframe image img input link object script source track use video".split())
_ADDRESSES = frozenset("action data formaction href poster src srcset xlink:href".split())
_QUIET_RELATIONS = frozenset("alternate author canonical help license next prev".split())
# A browser takes a backslash for a slash and drops white space around an address and line ends inside it.
_OUTSIDE = re.compile(r"\s*(?:https?:|wss?:)?[/\\]{2}([^/\\\s]+)", re.IGNORECASE)
_CSS_OUTSIDE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])\s*(?:https?:)?//([^/"')\s]+)""", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_NOT_TEXT = re.compile(
    rf"<(script|style|pre|code|textarea)\b{_INSIDE_TAG}>.*?</\1>|</?[a-z]{_INSIDE_TAG}>", re.IGNORECASE | re.DOTALL
)
_LEFTOVER = re.compile(r"\{\{|\{%|\{#[\w-]+\s*\}|\{:\s*[.#]")
POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
"""The policy as ``main.html`` writes it into a page."""
_LOOSE = frozenset({"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "https:", "http:", "data:", "blob:"})
_SCRIPT = re.compile(rf"<script\b({_INSIDE_TAG})>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_IS_DATA = re.compile(r"""\btype\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
_HAS_ADDRESS = re.compile(r"\bsrc\s*=", re.IGNORECASE)


def faults(folder: Path, addresses: Iterable[str], own: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with the site in ``folder``, in Russian; ``addresses`` are the files that must be there.

    ``own`` are the pages with a policy of their own (the editor's desk): path -> the policy that they must carry word
    for word. Every other page keeps to the strict rules.
    """
    own = own or {}
    found = [
        f"{address}: страницы нет или она пуста"
        for address in addresses
        if not (folder / address).is_file() or not (folder / address).stat().st_size
    ]
    for target in sorted(folder.rglob("*")):
        if target.suffix in (".html", ".css") and target.is_file():
            name = target.relative_to(folder).as_posix()
            source = target.read_text("utf-8")
            looked = _in_style(source) if target.suffix == ".css" else _in_page(source, own.get(name))
            found += [f"{name}: {fault}" for fault in sorted(set(looked))]
    return found


def _in_page(source: str, policy: str | None) -> Iterator[str]:
    if not source:
        return
    yield from _unprotected(source, policy)
    for name, attributes in _TAG.findall(source):
        # The cheap question first: most tags have neither an address nor a style.
        if "=" in attributes and (name.lower() in _FETCHING or "style" in attributes.lower()):
            yield from _in_tag(name.lower(), attributes)
        if "on" in attributes and (handler := _handler(attributes)):
            yield f"обработчик событий {handler} в разметке: политика безопасности не даст ему работать"
    for style in _STYLE.findall(source):
        yield from _in_style(style)
    # Only what the templates of pages wrote: the frame repeats a title, where a contributor's «{{» is plain text.
    article = source[max(source.find("<article"), 0) :].partition("</article>")[0]
    if _LEFTOVER.search(article) and (leftover := _LEFTOVER.search(_NOT_TEXT.sub(" ", article))):
        yield f"в тексте остался знак шаблона «{leftover[0]}»"


def _unprotected(source: str, policy: str | None) -> Iterator[str]:
    """No policy, one that would let planted scripts run, or a script that the policy does not let run."""
    found = POLICY.search(source)
    if not found:
        yield "нет политики безопасности (Content-Security-Policy)"
        return
    directives = dict(part.split(None, 1) for part in found[1].split(";") if len(part.split()) > 1)
    allowed = directives.get("script-src", directives.get("default-src", "*")).split()
    styles = directives.get("style-src", directives.get("default-src", "*")).split()
    if policy is not None:
        if html.unescape(found[1]) != policy:
            yield f"политика безопасности этой страницы должна быть такой: {policy}"
    else:
        for loose in _LOOSE.intersection(allowed):
            yield f"политика безопасности допускает чужие скрипты: {loose}"
        if "'unsafe-inline'" in styles:
            yield "политика безопасности допускает чужие стили: 'unsafe-inline'"
    for attributes, code in _SCRIPT.findall(source):
        if code.strip() and not _IS_DATA.search(attributes) and not _HAS_ADDRESS.search(attributes):
            its_hash = f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
            if its_hash not in allowed:
                yield f"встроенный скрипт, которого политика не допускает; его хеш {its_hash}"
    if 0 <= source.find("<script") < found.start():
        yield "скрипт стоит раньше политики безопасности"


def _handler(attributes: str) -> str:
    return next((key for key, *_ in _ATTRIBUTE.findall(attributes) if key.lower().startswith("on")), "")


def _in_tag(name: str, attributes: str) -> Iterator[str]:
    values = {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(attributes)}
    yield from _in_style(values.get("style", ""))
    quiet = name == "link" and _QUIET_RELATIONS.issuperset(values.get("rel", "").lower().split() or ["none"])
    if name in _FETCHING and not quiet:
        for key in _ADDRESSES & values.keys():
            for address in values[key].split(",") if key == "srcset" else [values[key]]:
                if outside := _OUTSIDE.match(re.sub(r"[\t\r\n]", "", address)):
                    yield f"обращение к чужому сайту {outside[1]}"


def _in_style(source: str) -> Iterator[str]:
    for host in _CSS_OUTSIDE.findall(source):
        yield f"обращение к чужому сайту {host}"
