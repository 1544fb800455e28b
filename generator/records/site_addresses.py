"""Addresses of sites in texts: whether a text names one, and whether two are of one site."""

from __future__ import annotations

import contextlib
import re

_FILE = re.compile(r"/[^/?#]+\.(?!html?$)[a-z0-9]{2,5}$", re.IGNORECASE)
# An address as people write it, with or without «https://».
_ADDRESS = re.compile(
    r"(?:https?://)?((?:[\w-]+\.)+(?:xn--[a-z0-9-]+|[a-z]{2,}|рф|рус|дети|москва|онлайн|сайт))(?::\d+)?((?:/[^\s,;»)\]]*)?)(?!\w)",
    re.IGNORECASE,
)


def has_address(text: str) -> bool:
    """Return whether a text names an address."""
    return bool(_addresses(text))


def share_address(text: str, site: str) -> bool:
    """Return whether one of the addresses in a text is the one of ``site``, lies below it or above it."""
    return any(_is_part(one, other) or _is_part(other, one) for one in _addresses(site) for other in _addresses(text))


def is_page_of(url: str, site: str) -> bool:
    """Return whether an address is of a page of ``site``: a file that somebody has put there is none."""
    return lies_on(url, site) and not _FILE.search(url)


def lies_on(url: str, site: str) -> bool:
    """Return whether an address is the one of ``site`` or lies below it; False where the site's own is not known."""
    return any(_is_part(one, other) for one in _addresses(url)[:1] for other in _addresses(site))


def _addresses(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(host, parts of the path) of the addresses in a text; the host in letters, without «www.»."""
    found = []
    for match in _ADDRESS.finditer(text):
        host = match[1].lower().removeprefix("www.")
        with contextlib.suppress(UnicodeError):
            host = host.encode("ascii").decode("idna") if "xn--" in host else host
        found.append((host, tuple(part for part in match[2].rstrip(".").split("/") if part)))
    return found


def _is_part(one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> bool:
    """Return whether the first address is the second one or lies below it."""
    return one[0] == other[0] and one[1][: len(other[1])] == other[1]
