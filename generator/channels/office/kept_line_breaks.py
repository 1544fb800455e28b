"""A record that went through Word and back: what only looks different in the file stays as its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.text import cmark


def keep_line_breaks(new: Any, old: Any) -> Any:
    """``new`` data with the texts of ``old`` where both show the same: Word keeps no line breaks inside a paragraph."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        return {name: keep_line_breaks(value, old.get(name)) for name, value in new.items()}
    if isinstance(new, list) and isinstance(old, list):
        return [keep_line_breaks(one, old[at]) if at < len(old) else one for at, one in enumerate(new)]
    if isinstance(new, str) and isinstance(old, str) and new != old and "\n" in old and _shown(new) == _shown(old):
        return type(new)(old)
    return new


def _shown(markdown: str) -> list[str]:
    return cmark.markdown_to_html(markdown).split()
