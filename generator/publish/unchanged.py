"""Whether a site that was built lies there as it was, and everything it was built of too: then there is nothing to do.

Everything is the bytes of the base, of the program and of its theme, the versions of what is installed, what git knows
last, the day, the options, and the variables that ``mkdocs.yml`` names. What is remembered is two digests in a file of
the user's own cache, never in the base: a stranger's change could write there. A file that is missing, cut or of
another version is as good as none. Nothing here loads the site engine.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from generator import files
from generator.documents import history
from generator.settings import build_date

CACHE_VARIABLE = "METODOTEKA_CACHE"
"""Where the cache lies; empty: nowhere, and every build is a clean one."""
_FORMAT = 1
_VARIABLE = re.compile(r"\w+")


def cache_path(root: Path, out: Path) -> Path | None:
    """The file that remembers the build of ``root`` into ``out``; None where there is to be none."""
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        folder = Path(named) if named else None
    else:
        own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
        folder = Path(own or Path.home() / ".cache") / "metodoteka"
    name = hashlib.sha256(f"{root.resolve()}\0{out.resolve()}".encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return folder / f"{name}.json" if folder else None


def known_build(
    memory: Path | None,
    root: Path,
    out: Path,
    options: Mapping[str, Any],
    digest: Callable[[tuple[str, ...]], str] | None = None,
) -> int | None:
    """How many warnings the build had that lies in ``out``, where it would be made again as it is; else None.
    ``digest`` is :func:`input_digest` for folders of the base."""
    digest = digest or partial(input_digest, root, options=options)
    try:
        known = json.loads(memory.read_bytes()) if memory else {}
        if known["format"] != _FORMAT or known["output"] != output_digest(out):
            return None
        return int(known["warnings"]) if known["input"] == digest(tuple(known["folders"])) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def remember(memory: Path | None, out: Path, folders: Sequence[str], before: str, warnings: int) -> None:
    """Remember a build: the digest of what it was made of as it was ``before`` the records were read, and where the
    ``folders`` of the base are that it needs. A cache that cannot be written is done without."""
    if memory is None:
        return
    known = {"format": _FORMAT, "folders": list(folders), "input": before, "output": output_digest(out)}
    try:
        files.write_if_changed(memory, json.dumps(known | {"warnings": warnings}) + "\n", kept=False)
    except OSError:
        return


def input_digest(root: Path, folders: Sequence[str], options: Mapping[str, Any]) -> str:
    """The digest of everything that a build of ``root`` depends on; ``folders`` are those of the base, from its
    root."""
    settings = root / "mkdocs.yml"
    written = settings.read_text("utf-8", "replace")
    environment = (
        _FORMAT,
        platform.platform(),
        sys.version,
        sorted(_packages()),
        str(build_date()),
        sorted(options.items()),
        {name: value for name, value in named_variables(written).items() if value is not None},
        history.head(root),
    )
    program = Path(__file__).parent.parent
    trees = [program, files.theme_dir(), files.templates_dir(), files.locale_dir(), files.vocabularies_dir()]
    trees += [root / folder for folder in folders]
    lines = (line for tree in trees for line in _contents(tree))
    return _digest([json.dumps(environment, sort_keys=True), written, *lines])


def named_variables(written: str) -> dict[str, str | None]:
    """The variables of the environment that settings so ``written`` may ask for, by name; None: not there."""
    return {name: os.environ.get(name) for name in sorted(set(_VARIABLE.findall(written)))}


def output_digest(out: Path) -> str:
    """The digest of what lies in ``out``: names, sizes and times of the last change."""
    marks = []
    for name, path in _walked(out):
        its = os.lstat(path)
        marks.append(f"{name}\0{its.st_size}\0{its.st_mtime_ns}")
    return _digest(marks) if marks else ""


def _contents(tree: Path) -> Iterator[str]:
    """Every file below a folder with the digest of its bytes."""
    for name, path in _walked(tree):
        data = Path(path).read_bytes() if os.path.isfile(path) else b""  # noqa: PTH113
        yield f"{tree.name}\0{name}\0{os.path.islink(path)}\0{hashlib.sha256(data).hexdigest()}"  # noqa: PTH114


def _walked(tree: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder, with its path from there, in order; Python's own leavings are none of ours."""
    for folder, inner, names in os.walk(tree):
        inner[:] = sorted(name for name in inner if name != "__pycache__")
        below = folder[len(str(tree)) :]
        for name in sorted(names):
            yield f"{below}/{name}", os.path.join(folder, name)  # noqa: PTH118


def _packages() -> Iterator[str]:
    """Name and version of everything installed, as their folders are called."""
    for place in map(Path, sys.path):
        if place.is_dir():
            yield from (path.name for path in place.iterdir() if path.suffix in (".dist-info", ".egg-info"))


def _digest(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
