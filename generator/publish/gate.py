"""The last look at a finished site before it goes public.

Every file is there and whole; nothing is fetched from another host and nothing runs but the site's own scripts
(:mod:`generator.publish.markup` looks at every page as a browser would); every page carries a policy that says so; no
template syntax is left in the text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.publish import markup

_INSIDE_TAG = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_NOT_TEXT = re.compile(
    rf"<(script|style|pre|code|textarea)\b{_INSIDE_TAG}>.*?</\1>|</?[a-z]{_INSIDE_TAG}>", re.IGNORECASE | re.DOTALL
)
_LEFTOVER = re.compile(r"\{\{|\{%|\{#[\w-]+\s*\}|\{:\s*[.#]")
POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
"""The policy as ``main.html`` writes it into a page."""
_LOOSE = frozenset({"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "https:", "http:", "data:", "blob:"})


def site_errors(
    folder: Path, addresses: Iterable[str], own: Mapping[str, str] | None = None, sizes: Mapping[str, int] | None = None
) -> list[str]:
    """What is wrong with the site in ``folder``, in Russian; ``addresses`` are the files that must be there.

    ``own`` are the pages with a policy of their own (the editor's desk): path -> the policy that they must carry word
    for word. Every other page keeps to the strict rules. ``sizes`` are the bytes of what was written, by path.
    """
    addresses, own, sizes = list(addresses), own or {}, sizes or {}
    there = {target.relative_to(folder).as_posix(): target for target in folder.rglob("*") if target.is_file()}
    actual = {name: target.stat().st_size for name, target in there.items()}
    found = [f"{name}: страницы нет или она пуста" for name in addresses if not actual.get(name)]
    found += [f"{name}: файла нет" for name in sorted(sizes.keys() - actual.keys())]
    found += [
        f"{name}: файл записан не целиком: {actual[name]} байт из {size}"
        for name, size in sorted(sizes.items())
        if actual.get(name, size) != size
    ]
    told = {*addresses, *sizes}
    found += [f"{name}: файл пуст" for name, size in sorted(actual.items()) if not size and name not in told]
    for name, target in sorted(there.items()):
        if target.suffix in (".html", ".css", ".svg"):
            found += [f"{name}: {fault}" for fault in sorted(set(_looked(name, target, own.get(name))))]
    return found


def _looked(name: str, target: Path, policy: str | None) -> Iterator[str]:
    try:
        source = target.read_text("utf-8")
    except UnicodeDecodeError:
        yield "файл испорчен: это не текст в UTF-8"
        return
    if target.suffix == ".css":
        yield from markup.in_style(source)
    elif target.suffix == ".svg":
        yield from markup.dangers(source)
    elif source:
        yield from _unprotected(source, policy)
        yield from markup.dangers(source)
        yield from _leftover(source)


def _leftover(source: str) -> Iterator[str]:
    """Only what the templates of pages wrote: the frame repeats a title, where a contributor's «{{» is plain text."""
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
    for script in markup.scripts(source):
        if script.before_policy:
            yield "скрипт стоит раньше политики безопасности"
        if script.code.strip() and not script.is_data and not script.is_file:
            its_hash = f"'sha256-{base64.b64encode(hashlib.sha256(script.code.encode()).digest()).decode()}'"
            if its_hash not in allowed:
                yield f"встроенный скрипт, которого политика не допускает; его хеш {its_hash}"
