"""Entries for the next run, in one file of the cache of whoever runs the program (never in a base: a stranger's change
could write there). Losing the file costs time only, and so does one that is cut, of another version, or not one's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from itertools import accumulate
from pathlib import Path

from generator.files import disk

_FORMAT = 2
PACKAGES = (
    "mkdocs", "mkdocs-material", "markdown", "jinja2", "markupsafe", "selectolax", "pyyaml", "cmarkgfm", "nh3", "segno",
    "python-docx", "xlsxwriter", "openpyxl", "lxml", "pydantic",
)  # fmt: skip
"""What pages and files are made with: another version may make other bytes."""


def write_packed(place: Path, shared: str, entries: Mapping[str, bytes]) -> None:
    """Write a line of JSON, which says where each entry stands behind it, and the entries; ``shared`` is a digest of
    what all of them depend on. A disk that refuses costs nothing else."""
    ends = list(accumulate(map(len, entries.values())))
    places = {path: (end - len(one), end) for (path, one), end in zip(entries.items(), ends, strict=True)}
    head = json.dumps({"format": _FORMAT, "shared": shared, "pages": places})
    with contextlib.suppress(OSError):
        disk.replace_content(place, b"\n".join([head.encode(), b"".join(entries.values())]), kept=False)


def read_packed(place: Path, shared: str) -> dict[str, bytes]:
    """What :func:`write_packed` wrote; nothing when it is not whole, of another version, depends on other things, or
    is a file that others could have written."""
    try:
        if not _is_own(place):
            return {}
        first, _, rest = place.read_bytes().partition(b"\n")
        head = json.loads(first)
        if head["format"] != _FORMAT or head["shared"] != shared:
            return {}
        if max(end for _, end in head["pages"].values()) != len(rest):
            return {}
        return {path: rest[start:end] for path, (start, end) in head["pages"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _is_own(place: Path) -> bool:
    its = place.stat()
    return not hasattr(os, "getuid") or (its.st_uid == os.getuid() and not its.st_mode & stat.S_IWOTH)


def digest(*parts: bytes | str) -> str:
    """One digest of all ``parts``."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        sha.update(len(data).to_bytes(8, "big") + data)
    return sha.hexdigest()


@cache
def program_digest() -> str:
    """A digest of the program and of what it is built on."""
    code = Path(__file__).parent.parent
    versions = [f"{name} {metadata.version(name)}" for name in PACKAGES]
    return digest(sys.version, *versions, *names_and_bytes([*code.rglob("*.py"), *code.rglob("*.yml")]))


def names_and_bytes(paths: Iterable[Path]) -> Iterator[bytes]:
    """The name and the bytes of each of these files, in the order of their names."""
    for path in sorted(paths):
        yield str(path).encode()
        yield path.read_bytes()
