"""The words of the sample: what lies in the YAML files of this folder, as :data:`MATERIAL`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import yaml

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every value is text
_FILES = ("practices", "replies", "territories", "fixed")


def text(name: str) -> str:
    """The text of a file beside this module, wherever the package lies."""
    found = pkgutil.get_data(__name__, name)
    assert found is not None, "a loader of packages that keeps no data"
    return found.decode("utf-8")


def fragments(value: Any) -> Any:
    """Lists become tuples; a text with `` | `` becomes the tuple of its parts, elsewhere it stays as it is."""
    if isinstance(value, list):
        return tuple(map(fragments, value))
    if isinstance(value, dict):
        return {name: fragments(one) for name, one in value.items()}
    return tuple(value.split(" | ")) if " | " in value else value


#: an attribute for each name at the top of a file: a tuple of phrases, or a mapping from a heading to what is below it
MATERIAL = SimpleNamespace()
for _file in _FILES:
    vars(MATERIAL).update(fragments(yaml.load(text(f"{_file}.yml"), _Loader)))


def rich(*paragraphs: Iterable[str]) -> str:
    """Paragraphs of sentences, a sentence a line: what changes in a text is seen by lines."""
    return "\n\n".join(text for sentences in paragraphs if (text := "\n".join(sentences)))
