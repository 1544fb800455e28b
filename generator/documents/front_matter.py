"""A ``.md`` file is fields between two lines of dashes and Markdown under them; this is the one place that parts it.

What is a line of dashes, python-frontmatter says; which lines lie between them is reckoned here, because it gives no
line numbers and every complaint about such a file needs one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from frontmatter.default_handlers import YAMLHandler

_FENCE = YAMLHandler.FM_BOUNDARY


class FieldsAndBody(NamedTuple):
    """``fields`` are the numbers (from 1) of the lines of YAML; ``body`` is the Markdown without the blank lines around
    it, which begins on line ``body_line``."""

    fields: range
    body: str
    body_line: int


def fence_lines(lines: Sequence[str]) -> tuple[int, int]:
    """The numbers (from 1) of the two lines of dashes, 0 for one that is missing; above the first stand only blank
    lines."""
    opened = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if not opened or not _FENCE.match(lines[opened - 1]):
        return 0, 0
    return opened, next((number for number, line in enumerate(lines[opened:], opened + 1) if _FENCE.match(line)), 0)


def split_fields(lines: Sequence[str]) -> FieldsAndBody | None:
    """The parts of a ``.md`` file; None where its fields do not begin or do not end."""
    opened, closed = fence_lines(lines)
    if not closed:
        return None
    filled = [number for number, line in enumerate(lines[closed:], closed + 1) if line.strip()]
    body = lines[filled[0] - 1 : filled[-1]] if filled else []
    return FieldsAndBody(range(opened + 1, closed), "\n".join(body), filled[0] if filled else closed + 1)


def with_body(fields: str, body: str) -> str:
    """The text of a ``.md`` file: its fields between the lines of dashes, the Markdown under them."""
    return f"---\n{fields}---\n" + (f"\n{body}\n" if body else "")
