"""A sentence of ours with words in it that are known only later: Russian as text, and said in the language of a page.

What is computed once is told by the check in Russian and by the site in its own language, so it waits for its reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from generator.text.language import tr

_Part: TypeAlias = "str | int | Phrase | tuple[Phrase, ...]"
"""What is put into a phrase: a name or a number as it is, phrases in the language that is asked for."""


@dataclass(frozen=True)
class Phrase:
    """``words`` say ``{name}`` where a part of ``given`` stands, several phrases with commas between them. An empty one
    is false."""

    words: str = ""
    given: tuple[tuple[str, _Part], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return self.words.format(**self._parts(str)) if self.given else self.words

    def translated(self) -> str:
        """The phrase in the language that is spoken."""
        return tr(self.words, **self._parts(Phrase.translated))

    def _parts(self, say: Callable[[Phrase], str]) -> dict[str, str | int]:
        return {name: _put(part, say) for name, part in self.given}


def phrase(words: str, **given: _Part) -> Phrase:
    """A phrase with its parts by their names."""
    return Phrase(words, tuple(given.items()))


def _put(part: _Part, say: Callable[[Phrase], str]) -> str | int:
    if isinstance(part, tuple):
        return ", ".join(map(say, part))
    return say(part) if isinstance(part, Phrase) else part
