"""Public collections that the trials read and the repository does not hold (``corpora.json`` beside this lists them).

They lie in the folder that the environment variable ``METODOTEKA_CORPORA`` names, each in a folder of its own name, as
``git clone`` makes them. A trial whose collection is not there is told as not tried, with the command that brings it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.hostile.table import Row

LISTED = {one["name"]: one for one in json.loads((Path(__file__).parent / "corpora.json").read_text("utf-8"))}
OF_TEXTS = ("PayloadsAllTheThings", "xss-cheatsheet-data", "big-list-of-naughty-strings", "DOMPurify")
#: how JSON spells an escape of JavaScript; any other sign stands for itself
_IN_JSON = {"x": "\\u00"} | {sign: f"\\{sign}" for sign in '"\\/bfnrtu'}
_LONGEST = 4000  # signs of one hostile text


def files(name: str) -> list[Path]:
    """The files of a collection that its entry of ``corpora.json`` names, sorted; empty when it is not there."""
    place = os.environ.get("METODOTEKA_CORPORA")
    if not place:
        return []
    return sorted({path for pattern in LISTED[name]["files"] for path in (Path(place) / name).glob(pattern)})


def absent(goal: str, *names: str) -> Row:
    """The row of a trial without its collections."""
    how = "; ".join(f"git clone --depth 1 {LISTED[name]['repository']}" for name in names)
    return Row(goal, f"набора нет: в папке, которую называет METODOTEKA_CORPORA, выполните {how}", None)


def texts() -> tuple[list[str], list[str]]:
    """All hostile texts of the collections that are there, each once, and the names of those that are not."""
    found: dict[str, None] = {}
    missing = []
    for name in OF_TEXTS:
        paths = files(name)
        missing += [] if paths else [name]
        found |= dict.fromkeys(one for path in paths for one in _texts(path) if 0 < len(one.strip()) <= _LONGEST)
    return list(found), missing


def _texts(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8", "replace")
    match path.suffix:
        case ".txt":
            yield from text.splitlines()
        case ".md":
            for block in re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
                yield block
                yield from block.splitlines()
        case ".json":
            yield from _strings(json.loads(text), named=("code", "payload"))
        case ".mjs":
            for one in re.findall(r'"?payload"?:\s*("(?:[^"\\\n]|\\.)*")', text):
                yield json.loads(re.sub(r"\\(.)", lambda escape: _IN_JSON.get(escape[1], escape[1]), one), strict=False)


def _strings(data: object, named: Iterable[str], inside: bool = True) -> Iterator[str]:
    """The strings of a plain list, and the values of fields with one of these names."""
    if isinstance(data, str):
        if inside:
            yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value, named, key in named)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, named, inside)
