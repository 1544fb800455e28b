"""The last look at a finished site before it goes public.

Every file is there and whole; nothing is fetched from another host and nothing runs but the site's own scripts
(:mod:`generator.publish.markup` looks at every page as a browser would); every page carries a policy that says so; no
template syntax is left in the text.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import os
import posixpath
import re
import stat
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.files.packed import digest
from generator.publish import markup, workers

_INSIDE_TAG = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_NOT_TEXT = re.compile(
    rf"<(script|style|pre|code|textarea)\b{_INSIDE_TAG}>.*?</\1>|</?[a-z]{_INSIDE_TAG}>", re.IGNORECASE | re.DOTALL
)
_LEFTOVER = re.compile(r"\{\{|\{%|\{#[\w-]+\s*\}|\{:\s*[.#]")
POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
"""The policy as ``main.html`` writes it into a page."""
_INSPECTED = (".html", ".css", ".svg")
_SHARE = 100
"""Files that one process looks at before it says what it found."""
_LOOSE = frozenset({"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "https:", "http:", "data:", "blob:"})


def site_errors(
    folder: Path,
    addresses: Iterable[str],
    own: Mapping[str, str] | None = None,
    sizes: Mapping[str, int] | None = None,
    known: Mapping[str, Sequence[str]] | None = None,
    jobs: int = 1,
) -> list[str]:
    """What is wrong with the site in ``folder``, in Russian; ``addresses`` are the files that must be there.

    ``own`` are the pages with a policy of their own (the editor's desk): path -> the policy that they must carry word
    for word. Every other page keeps to the strict rules. ``sizes`` are the bytes of what was written, by path;
    ``known`` are the faults (:func:`page_faults`) of files that were looked at when they were written. The others are
    looked at by ``jobs`` processes.
    """
    addresses, own, sizes, known = list(addresses), own or {}, sizes or {}, known or {}
    actual = dict(_sizes(folder))
    found = [f"{name}: страницы нет или она пуста" for name in addresses if not actual.get(name)]
    found += [f"{name}: файла нет" for name in sorted(sizes.keys() - actual.keys())]
    found += [
        f"{name}: файл записан не целиком: {actual[name]} байт из {size}"
        for name, size in sorted(sizes.items())
        if actual.get(name, size) != size
    ]
    expected = {*addresses, *sizes}
    found += [f"{name}: файл пуст" for name, size in sorted(actual.items()) if not size and name not in expected]
    left = [name for name in sorted(actual) if is_inspected(name) and name not in known]
    seen = {**known}
    for share in workers.in_shares(partial(inspect_files, folder, own), workers.cut(left, _SHARE), jobs):
        seen |= {name: its.faults for name, its in share.items()}
    return found + [f"{name}: {fault}" for name in sorted(seen) for fault in sorted(set(seen[name]))]


def is_inspected(path: str) -> bool:
    """Whether a file so called is a page, a style sheet or a picture that could run something."""
    return path.endswith(_INSPECTED)


class InspectedFile(NamedTuple):
    """What is wrong with a file; ``mark`` tells it from any other, and from one that has to keep to other rules."""

    mark: str
    faults: list[str]


def inspect_files(
    folder: Path, own: Mapping[str, str], names: Sequence[str], passed: Container[str] = ()
) -> dict[str, InspectedFile]:
    """What is wrong with these files, by path; ``own`` as in :func:`site_errors`. ``passed`` are the marks of files in
    which this program has found nothing: they are not looked at again."""
    found = {}
    for name in names:
        data, policy = (folder / name).read_bytes(), own.get(name)
        mark = digest(posixpath.splitext(name)[1], repr(policy), data)
        found[name] = InspectedFile(mark, [] if mark in passed else [*_in_file(name, data, policy)])
    return found


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    for place, _, names in os.walk(folder):
        below = place[len(str(folder)) + 1 :].replace(os.sep, "/")
        for name in names:
            with contextlib.suppress(OSError):  # a link that leads nowhere
                its = os.stat(f"{place}/{name}")  # noqa: PTH116  asked of every file
                if stat.S_ISREG(its.st_mode):
                    yield f"{below}/{name}" if below else name, its.st_size


def _in_file(name: str, data: bytes, policy: str | None) -> Iterator[str]:
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "файл испорчен: это не текст в UTF-8"
        return
    if name.endswith(".css"):
        yield from markup.in_style(source)
    elif name.endswith(".svg"):
        yield from markup.dangers(source)
    else:
        yield from page_faults(source, policy)


def page_faults(source: str, policy: str | None = None) -> list[str]:
    """What is wrong with a finished page; ``policy`` is the one that it must carry word for word, if it has its own."""
    if not source:
        return []
    dangers, scripts = markup.dangers_and_scripts(source)
    return [*_unprotected(source, policy, scripts), *dangers, *_leftover(source)]


def part_faults(allowed: Sequence[str], heads: str, part: str) -> list[str] | None:
    """What is wrong with a page whose frame is right, in its ``article`` and in start tags elsewhere; ``allowed`` as
    :func:`allowed_scripts` of the frame. None when that can only be told of the whole page
    (:func:`markup.inspect_part`)."""
    known = markup.inspect_part(heads, part)
    if known is None:
        return None
    dangers, scripts = known
    return [*dangers, *_not_allowed(scripts, allowed), *_leftover_in(part)]


def _leftover(source: str) -> Iterator[str]:
    """Only what the templates of pages wrote: the frame repeats a title, where a contributor's «{{» is plain text."""
    yield from _leftover_in(source[max(source.find("<article"), 0) :])


def _leftover_in(article: str) -> Iterator[str]:
    article = article.partition("</article>")[0]
    if _LEFTOVER.search(article) and (leftover := _LEFTOVER.search(_NOT_TEXT.sub(" ", article))):
        yield f"в тексте остался знак шаблона «{leftover[0]}»"


def allowed_scripts(policy: str) -> list[str]:
    """What a policy lets run."""
    directives = _directives(policy)
    return directives.get("script-src", directives.get("default-src", "*")).split()


def _directives(policy: str) -> dict[str, str]:
    return dict(part.split(None, 1) for part in policy.split(";") if len(part.split()) > 1)


def _unprotected(source: str, policy: str | None, scripts: Sequence[markup.Script]) -> Iterator[str]:
    """No policy, one that would let planted scripts run, or a script that the policy does not let run."""
    found = POLICY.search(source)
    if not found:
        yield "нет политики безопасности (Content-Security-Policy)"
        return
    directives = _directives(found[1])
    allowed = allowed_scripts(found[1])
    styles = directives.get("style-src", directives.get("default-src", "*")).split()
    if policy is not None:
        if html.unescape(found[1]) != policy:
            yield f"политика безопасности этой страницы должна быть такой: {policy}"
    else:
        for loose in _LOOSE.intersection(allowed):
            yield f"политика безопасности допускает чужие скрипты: {loose}"
        if "'unsafe-inline'" in styles:
            yield "политика безопасности допускает чужие стили: 'unsafe-inline'"
    if any(script.before_policy for script in scripts):
        yield "скрипт стоит раньше политики безопасности"
    yield from _not_allowed(scripts, allowed)


def _not_allowed(scripts: Iterable[markup.Script], allowed: Sequence[str]) -> Iterator[str]:
    for script in scripts:
        if script.code.strip() and not script.is_data and not script.is_file:
            its_hash = f"'sha256-{base64.b64encode(hashlib.sha256(script.code.encode()).digest()).decode()}'"
            if its_hash not in allowed:
                yield f"встроенный скрипт, которого политика не допускает; его хеш {its_hash}"
