"""How the material of the sample is written down: blocks of text that are pleasant to read and to add to."""

from __future__ import annotations

from collections.abc import Iterable

Rows = tuple[tuple[str, ...], ...]


def lines(text: str) -> tuple[str, ...]:
    """One phrase a line."""
    return tuple(text.strip().split("\n"))


def rows(text: str) -> Rows:
    """One thing a line, its parts between `` | ``."""
    return tuple(tuple(line.split(" | ")) for line in lines(text))


def groups(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A heading on a line of its own, under it its sentences with an indent."""
    found: list[tuple[str, list[str]]] = []
    for line in lines(text):
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return tuple((heading, tuple(sentences)) for heading, sentences in found)


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs with a blank line between them."""
    return tuple(text.strip().split("\n\n"))


def rich(*paragraphs: Iterable[str]) -> str:
    """Paragraphs of sentences, a sentence a line: what changes in a text is seen by lines."""
    return "\n\n".join(text for sentences in paragraphs if (text := "\n".join(sentences)))
