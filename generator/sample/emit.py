"""Plain data -> the text of a record, laid out as people write it. Much faster than a general YAML writer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.formatter import scalar
from generator.schemas import modeline


class Rich(str):
    """A text with markup: it is written as a block under ``|``."""

    __slots__ = ()


def rich(*paragraphs: Iterable[str]) -> Rich:
    """Paragraphs of sentences, a sentence a line: what changes in a text is seen by lines."""
    return Rich("\n\n".join(text for sentences in paragraphs if (text := "\n".join(sentences))))


def record(kind: str, fields: dict[str, Any]) -> str:
    """The text of a record file. Empty values are left out."""
    out = [modeline(kind)]
    _mapping(fields, "", out)
    return "\n".join(out) + "\n"


def _mapping(fields: dict[str, Any], indent: str, out: list[str]) -> None:
    for name, value in fields.items():
        if value is None or value == "" or value == [] or value == {}:
            continue
        if isinstance(value, dict):
            out.append(f"{indent}{name}:")
            _mapping(value, indent + "  ", out)
        elif isinstance(value, list):
            out.append(f"{indent}{name}:")
            _sequence(value, indent + "  ", out)
        elif isinstance(value, Rich):
            out.append(f"{indent}{name}: |")
            out.extend(f"{indent}  {line}" if line else "" for line in value.split("\n"))
        else:
            out.append(f"{indent}{name}: {scalar(value)}")


def _sequence(values: list[Any], indent: str, out: list[str]) -> None:
    for value in values:
        if isinstance(value, dict):
            start = len(out)
            _mapping(value, indent + "  ", out)
            out[start] = f"{indent}- {out[start][len(indent) + 2 :]}"
        else:
            out.append(f"{indent}- {scalar(value)}")
